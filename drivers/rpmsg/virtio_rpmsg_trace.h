/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints of the virtio transport: enough to draw where a message's time went.
 * In /sys/kernel/tracing/events/rpmsg.
 *
 *	rpmsg_tx_reserve	a sender has a free buffer
 *	rpmsg_tx_commit		it is in the ring
 *	rpmsg_kick		the remote is rung
 *	rpmsg_interrupt		the remote rang, or somebody looked at the ring
 *	rpmsg_rx_deliver	a message came off the ring
 *	rpmsg_rx_hold		its queue holds the buffer (else it was copied)
 *	rpmsg_rx_release	a reader is done with a buffer
 *	rpmsg_stall		a message waits for room in its queue, and so do all behind
 *	rpmsg_drop		a message is lost
 *
 * @dev is the virtio device, @buf the index of a buffer in its direction.
 */

#undef TRACE_SYSTEM
#define TRACE_SYSTEM rpmsg

#if !defined(VIRTIO_RPMSG_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VIRTIO_RPMSG_TRACE_H

#include <linux/tracepoint.h>
#include <linux/virtio.h>

DECLARE_EVENT_CLASS(rpmsg_buf,
	TP_PROTO(struct virtio_device *vdev, unsigned int buf),
	TP_ARGS(vdev, buf),
	TP_STRUCT__entry(
		__field(int, dev)
		__field(unsigned int, buf)
	),
	TP_fast_assign(
		__entry->dev = vdev->index;
		__entry->buf = buf;
	),
	TP_printk("virtio%d buf=%u", __entry->dev, __entry->buf)
);

DEFINE_EVENT(rpmsg_buf, rpmsg_tx_reserve,
	TP_PROTO(struct virtio_device *vdev, unsigned int buf),
	TP_ARGS(vdev, buf));

DEFINE_EVENT(rpmsg_buf, rpmsg_rx_release,
	TP_PROTO(struct virtio_device *vdev, unsigned int buf),
	TP_ARGS(vdev, buf));

DECLARE_EVENT_CLASS(rpmsg_msg,
	TP_PROTO(struct virtio_device *vdev, unsigned int buf, u32 src, u32 dst,
		 u32 len),
	TP_ARGS(vdev, buf, src, dst, len),
	TP_STRUCT__entry(
		__field(int, dev)
		__field(unsigned int, buf)
		__field(u32, src)
		__field(u32, dst)
		__field(u32, len)
	),
	TP_fast_assign(
		__entry->dev = vdev->index;
		__entry->buf = buf;
		__entry->src = src;
		__entry->dst = dst;
		__entry->len = len;
	),
	TP_printk("virtio%d buf=%u src=%u dst=%u len=%u", __entry->dev,
		  __entry->buf, __entry->src, __entry->dst, __entry->len)
);

#define DEFINE_RPMSG_MSG_EVENT(name) \
DEFINE_EVENT(rpmsg_msg, name, \
	TP_PROTO(struct virtio_device *vdev, unsigned int buf, u32 src, \
		 u32 dst, u32 len), \
	TP_ARGS(vdev, buf, src, dst, len))

DEFINE_RPMSG_MSG_EVENT(rpmsg_tx_commit);
DEFINE_RPMSG_MSG_EVENT(rpmsg_rx_deliver);
DEFINE_RPMSG_MSG_EVENT(rpmsg_rx_hold);
DEFINE_RPMSG_MSG_EVENT(rpmsg_stall);
DEFINE_RPMSG_MSG_EVENT(rpmsg_drop);

DECLARE_EVENT_CLASS(rpmsg_ring,
	TP_PROTO(struct virtqueue *vq),
	TP_ARGS(vq),
	TP_STRUCT__entry(
		__field(int, dev)
		__field(unsigned int, vring)
	),
	TP_fast_assign(
		__entry->dev = vq->vdev->index;
		__entry->vring = vq->index;
	),
	TP_printk("virtio%d vring%u", __entry->dev, __entry->vring)
);

DEFINE_EVENT(rpmsg_ring, rpmsg_kick,
	TP_PROTO(struct virtqueue *vq), TP_ARGS(vq));

DEFINE_EVENT(rpmsg_ring, rpmsg_interrupt,
	TP_PROTO(struct virtqueue *vq), TP_ARGS(vq));

#endif /* VIRTIO_RPMSG_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE virtio_rpmsg_trace
#include <trace/define_trace.h>
