/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sending and receiving in the shared buffers themselves, for rpmsg drivers on
 * a virtio transport. The names are those of the OpenAMP library.
 *
 * A buffer belongs to the channel's virtio device. A driver gives back all that
 * it holds before its remove() returns. Code that may run beside remove(), as a
 * file operation does, takes, fills and sends a buffer within one read-side section of
 * virtio_rpmsg_srcu, with an endpoint that it looked up in the same section. The section
 * has to be short, but may sleep: the remote is rung in it.
 */

#ifndef _LINUX_RPMSG_ZEROCOPY_H
#define _LINUX_RPMSG_ZEROCOPY_H

#include <linux/srcu.h>
#include <linux/types.h>

struct rpmsg_device;
struct rpmsg_endpoint;
struct rpmsg_rxq;

/**
 * struct rpmsg_tx_msg - a message in a shared buffer
 * @data: its payload, where virtio_rpmsg_get_tx_payload_buffers() said
 * @len: payload length in bytes
 * @dst: address of the remote endpoint
 */
struct rpmsg_tx_msg {
	void *data;
	u32 len;
	u32 dst;
};

extern struct srcu_struct virtio_rpmsg_srcu;

bool virtio_rpmsg_is_ept(const struct rpmsg_endpoint *ept);
ssize_t virtio_rpmsg_channel_mtu(struct rpmsg_device *rpdev);
bool virtio_rpmsg_addr_in_use(struct rpmsg_device *rpdev, u32 addr);

void *virtio_rpmsg_get_tx_payload_buffer(struct rpmsg_endpoint *ept, size_t *len,
					 bool wait);
int virtio_rpmsg_send_nocopy(struct rpmsg_endpoint *ept, void *data, size_t len,
			     u32 dst);
int virtio_rpmsg_get_tx_payload_buffers(struct rpmsg_endpoint *ept, void **bufs,
					unsigned int n);
int virtio_rpmsg_send_nocopy_many(struct rpmsg_endpoint *ept,
				  const struct rpmsg_tx_msg *msgs, unsigned int n);
void virtio_rpmsg_release_tx_buffer(struct rpmsg_endpoint *ept, void *data);
bool virtio_rpmsg_tx_ready(struct rpmsg_endpoint *ept);

void virtio_rpmsg_hold_rx_buffer(struct rpmsg_endpoint *ept, void *data);
void virtio_rpmsg_release_rx_buffer(struct rpmsg_endpoint *ept, void *data);

void virtio_rpmsg_busy_poll_begin(struct rpmsg_endpoint *ept);
void virtio_rpmsg_busy_poll(struct rpmsg_endpoint *ept);
void virtio_rpmsg_busy_poll_end(struct rpmsg_endpoint *ept);

int virtio_rpmsg_attach_rxq(struct rpmsg_endpoint *ept, struct rpmsg_rxq *q);

#endif /* _LINUX_RPMSG_ZEROCOPY_H */
