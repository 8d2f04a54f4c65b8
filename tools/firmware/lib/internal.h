/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Between the library's own files. */
#ifndef OPENAMP_INTERNAL_H
#define OPENAMP_INTERNAL_H

#include <openamp/rpmsg.h>

/**
 * rpmsg_find_ept() - who has an address?
 * @rdev: the device
 * @addr: the address
 *
 * Return: the endpoint or NULL.
 */
struct rpmsg_endpoint *rpmsg_find_ept(struct rpmsg_device *rdev, uint32_t addr);

/**
 * rpmsg_ns_announce_due() - announce the endpoints that want it
 * @rdev: the device, up
 */
void rpmsg_ns_announce_due(struct rpmsg_device *rdev);

/**
 * rpmsg_ns_receive() - Linux sent a name service message
 * @rdev: the device
 * @buf: the message, of any length
 */
void rpmsg_ns_receive(struct rpmsg_device *rdev, const struct rpmsg_buffer *buf);

/**
 * rpmsg_check_link() - see whether Linux's driver came or went
 * @rdev: the device
 *
 * Return: true if it is there and the rings may be touched.
 */
bool rpmsg_check_link(struct rpmsg_device *rdev);

#endif /* OPENAMP_INTERNAL_H */
