/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the rpmsg core's interface that no kernel headers package ships.
 *
 * The core calls bus drivers through these two tables. Their layout is private
 * to drivers/rpmsg and changes between releases without any warning from the
 * compiler or from modversions: a wrong guess calls the wrong function. So the
 * layouts that are known are told apart by what goes with them in the public
 * headers (see probes/), and any other kernel is refused here.
 *
 *	5.15 to 6.5	read off 6.1.192
 *	6.11 to 6.x	read off 6.12.107: set_flow_control before get_mtu, and
 *			rpmsg_class an object instead of a pointer
 */

#ifndef COMPAT_RPMSG_PRIVATE_H
#define COMPAT_RPMSG_PRIVATE_H

#include <linux/build_bug.h>
#include <linux/poll.h>
#include <linux/rpmsg.h>
#include <linux/slab.h>

#if !defined(HAVE_RPMSG_SEND_MUTABLE) || !defined(HAVE_RPMSG_SEND_OFFCHANNEL) || \
	defined(HAVE_RPMSG_FLOW_CONTROL) != defined(HAVE_VIRTQUEUE_INFO)
#error "openamp-dkms: unknown struct rpmsg_endpoint_ops, please report this kernel"
#endif

/**
 * struct rpmsg_device_ops - what a bus does for its channels
 * @create_channel: make a channel device, NULL on failure
 * @release_channel: remove a channel device, 0 or a negative errno
 * @create_ept: bind an endpoint to an address, NULL on failure
 * @announce_create: tell the remote of a new channel, optional
 * @announce_destroy: tell the remote that a channel goes away, optional
 */
struct rpmsg_device_ops {
	struct rpmsg_device *(*create_channel)(struct rpmsg_device *rpdev,
					       struct rpmsg_channel_info *chinfo);
	int (*release_channel)(struct rpmsg_device *rpdev,
			       struct rpmsg_channel_info *chinfo);
	struct rpmsg_endpoint *(*create_ept)(struct rpmsg_device *rpdev,
					     rpmsg_rx_cb_t cb, void *priv,
					     struct rpmsg_channel_info chinfo);
	int (*announce_create)(struct rpmsg_device *rpdev);
	int (*announce_destroy)(struct rpmsg_device *rpdev);
};

/**
 * struct rpmsg_endpoint_ops - what a bus does for its endpoints
 * @destroy_ept: unbind the endpoint; its callback does not run afterwards
 * @send: send to the channel's destination, sleeps for a buffer
 * @sendto: send to another destination, sleeps for a buffer
 * @send_offchannel: send from and to any address, sleeps for a buffer
 * @trysend: as @send, -ENOMEM instead of sleeping
 * @trysendto: as @sendto, -ENOMEM instead of sleeping
 * @trysend_offchannel: as @send_offchannel, -ENOMEM instead of sleeping
 * @poll: the transmit side's poll mask
 * @set_flow_control: ask the remote to pause or go on, optional
 * @get_mtu: largest payload in bytes
 */
struct rpmsg_endpoint_ops {
	void (*destroy_ept)(struct rpmsg_endpoint *ept);

	int (*send)(struct rpmsg_endpoint *ept, void *data, int len);
	int (*sendto)(struct rpmsg_endpoint *ept, void *data, int len, u32 dst);
	int (*send_offchannel)(struct rpmsg_endpoint *ept, u32 src, u32 dst,
			       void *data, int len);

	int (*trysend)(struct rpmsg_endpoint *ept, void *data, int len);
	int (*trysendto)(struct rpmsg_endpoint *ept, void *data, int len, u32 dst);
	int (*trysend_offchannel)(struct rpmsg_endpoint *ept, u32 src, u32 dst,
				  void *data, int len);
	__poll_t (*poll)(struct rpmsg_endpoint *ept, struct file *filp,
			 poll_table *wait);
#ifdef HAVE_RPMSG_FLOW_CONTROL
	int (*set_flow_control)(struct rpmsg_endpoint *ept, bool pause, u32 dst);
#endif
	ssize_t (*get_mtu)(struct rpmsg_endpoint *ept);
};

#ifdef HAVE_RPMSG_FLOW_CONTROL
extern const struct class rpmsg_class;
#define compat_rpmsg_class	(&rpmsg_class)
#else
extern struct class *rpmsg_class;
#define compat_rpmsg_class	rpmsg_class
#endif

struct device *rpmsg_find_device(struct device *parent,
				 struct rpmsg_channel_info *chinfo);
struct rpmsg_device *rpmsg_create_channel(struct rpmsg_device *rpdev,
					  struct rpmsg_channel_info *chinfo);
int rpmsg_release_channel(struct rpmsg_device *rpdev,
			  struct rpmsg_channel_info *chinfo);

/* The name that a user wrote to driver_override belongs to the device. */
static inline void compat_rpmsg_free_override(struct rpmsg_device *rpdev)
{
#ifdef HAVE_RPMSG_DRIVER_OVERRIDE
	kfree(rpdev->driver_override);
#endif
}

#endif /* COMPAT_RPMSG_PRIVATE_H */
