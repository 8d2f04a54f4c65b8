// SPDX-License-Identifier: GPL-2.0-only
/*
 * What <linux/rpmsg/zerocopy.h> offers beside sending, which is in virtio_rpmsg_tx.c in line
 * with what it calls, and attaching a queue, which is in virtio_rpmsg_ept.c.
 */

#include <linux/export.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>

#include "virtio_rpmsg.h"

static struct rpmsg_rx_msg *msg_of_data(struct vrp_rx *rx, void *data)
{
	struct vrp_pool *pool = &rx->pool;
	size_t off = data - pool->base;

	if (data >= pool->base && off < (size_t)pool->num * pool->buf_size)
		return &rx->msgs[off / pool->buf_size];
	return (struct rpmsg_rx_msg *)data - 1;
}

/**
 * virtio_rpmsg_hold_rx_buffer() - keep a message beyond the callback
 * @ept: the endpoint, on a virtio transport
 * @data: what its callback was called with
 *
 * Only from within the callback. It counts against what the endpoint may have
 * queued, so a driver that holds too many stops its own messages.
 */
void virtio_rpmsg_hold_rx_buffer(struct rpmsg_endpoint *ept, void *data)
{
	atomic_inc(&msg_of_data(&to_vrp_ept(ept)->vrp->rx, data)->refs);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_hold_rx_buffer);

/**
 * virtio_rpmsg_release_rx_buffer() - give back a message that was held
 * @ept: the endpoint
 * @data: what virtio_rpmsg_hold_rx_buffer() was given
 *
 * Once for each hold, from any thread, before the endpoint is destroyed.
 */
void virtio_rpmsg_release_rx_buffer(struct rpmsg_endpoint *ept, void *data)
{
	vrp_msg_put(msg_of_data(&to_vrp_ept(ept)->vrp->rx, data));
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_release_rx_buffer);

/**
 * virtio_rpmsg_busy_poll_begin() - look for messages instead of waiting for interrupts
 * @ept: the endpoint, on a virtio transport
 *
 * Until virtio_rpmsg_busy_poll_end(), which has to come in the same section of virtio_rpmsg_srcu:
 * so neither the endpoint nor the ring goes away meanwhile, and it has to be short.
 */
void virtio_rpmsg_busy_poll_begin(struct rpmsg_endpoint *ept)
{
	vrp_rx_poll_begin(&to_vrp_ept(ept)->vrp->rx);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_busy_poll_begin);

/**
 * virtio_rpmsg_busy_poll() - look once
 * @ept: the endpoint
 *
 * Messages that came are delivered, to whatever endpoint they are for.
 */
void virtio_rpmsg_busy_poll(struct rpmsg_endpoint *ept)
{
	vrp_rx_poll(&to_vrp_ept(ept)->vrp->rx);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_busy_poll);

/**
 * virtio_rpmsg_busy_poll_end() - the remote interrupts again
 * @ept: the endpoint
 *
 * Unless another one looks. What came meanwhile is delivered.
 */
void virtio_rpmsg_busy_poll_end(struct rpmsg_endpoint *ept)
{
	vrp_rx_poll_end(&to_vrp_ept(ept)->vrp->rx);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_busy_poll_end);

/**
 * virtio_rpmsg_addr_in_use() - does an endpoint have this local address now?
 * @rpdev: a channel
 * @addr: the address
 *
 * Return: false as well when the transport is not virtio.
 */
bool virtio_rpmsg_addr_in_use(struct rpmsg_device *rpdev, u32 addr)
{
	struct vrp *vrp = vrp_of_channel(rpdev);

	return vrp && addr != RPMSG_ADDR_ANY && xa_load(&vrp->rx.epts, addr);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_addr_in_use);

/**
 * virtio_rpmsg_channel_mtu() - the largest payload that a channel's remote takes
 * @rpdev: the channel
 *
 * Return: bytes, or -EOPNOTSUPP when the transport is not virtio.
 */
ssize_t virtio_rpmsg_channel_mtu(struct rpmsg_device *rpdev)
{
	struct vrp *vrp = vrp_of_channel(rpdev);

	return vrp ? vrp_mtu(vrp) : -EOPNOTSUPP;
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_channel_mtu);
