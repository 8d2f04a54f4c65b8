// SPDX-License-Identifier: GPL-2.0-only
/*
 * Framed mode: many messages in one read or write of /dev/rpmsgN; see
 * <uapi/linux/rpmsg_frame.h> for how they stand there.
 *
 * As in rpmsg_char_io.c, what is copied is copied in a section of virtio_rpmsg_srcu, with
 * page faults off. A section handles a batch: so many messages and bytes that it
 * stays short. A page that is missing ends the batch in front of the message that
 * needs it.
 */

#include <linux/rpmsg/zerocopy.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include <uapi/linux/rpmsg_frame.h>

#include "rpmsg_char.h"

/* Of one batch; a single message may be longer. */
#define FRAME_BATCH		32
#define FRAME_BATCH_BYTES	65536

static size_t frame_padding(size_t len)
{
	return ALIGN(len, RPMSG_FRAME_ALIGN) - len;
}

/* Returns false when a page is missing; then @to stands where it stood. */
static bool frame_put(const struct rpmsg_rx_msg *msg, struct rpmsg_mem *to)
{
	const struct rpmsg_frame frame = { .len = msg->len, .addr = msg->src };
	size_t size = sizeof(frame) + msg->len;
	/* Where padding does not fit it is not missed. */
	size_t pad = min(frame_padding(msg->len), rpmsg_mem_left(to) - size);
	size_t copied;

	if (!rpmsg_mem_put_frame(to, &frame))
		return false;
	copied = sizeof(frame) + rpmsg_mem_put_msg(to, msg, msg->len);
	/* Without its padding the next one would stand where nobody looks for it. */
	if (copied == size && pad)
		copied += rpmsg_mem_zero(to, pad);
	if (copied != size + pad) {
		rpmsg_mem_miss(to, copied);
		return false;
	}
	return true;
}

/* From the last to the first, they go back to where they were. */
static void frame_unpop(struct rpmsg_rxq *q, struct list_head *msgs)
{
	struct rpmsg_rx_msg *msg, *prev;

	list_for_each_entry_safe_reverse(msg, prev, msgs, node) {
		list_del(&msg->node);
		rpmsg_rxq_unpop(q, msg);
	}
}

/* Returns how many were copied; the others go back to the queue. */
static unsigned int frame_put_all(struct rpmsg_rxq *q, struct list_head *msgs,
				  struct rpmsg_mem *to)
{
	struct list_head *last = msgs;
	struct rpmsg_rx_msg *msg;
	unsigned int n = 0;
	LIST_HEAD(done);

	pagefault_disable();
	list_for_each_entry(msg, msgs, node) {
		if (!frame_put(msg, to))
			break;
		last = &msg->node;
		n++;
	}
	pagefault_enable();

	list_cut_position(&done, msgs, last);
	frame_unpop(q, msgs);
	if (n)
		rpmsg_rx_msgs_done(q, &done);
	return n;
}

/**
 * rpmsg_frame_try_read() - copy as many messages as there are and fit
 * @eptdev: the device
 * @to: where they go; stands behind the last one afterwards
 *
 * A batch at most after a fatal signal.
 *
 * Return: how many bytes; -EAGAIN when there is no message; -EMSGSIZE when the first
 * does not fit; -EFAULT when a page for the first has to be brought in.
 */
ssize_t rpmsg_frame_try_read(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *to)
{
	size_t room = min_t(size_t, rpmsg_mem_left(to), FRAME_BATCH_BYTES);
	size_t before = rpmsg_mem_left(to);
	struct rpmsg_rxq *q = &eptdev->rxq;
	unsigned int n, done;
	LIST_HEAD(msgs);
	int idx;

	do {
		idx = srcu_read_lock(&virtio_rpmsg_srcu);
		n = rpmsg_rxq_pop_many(q, &msgs, FRAME_BATCH, room,
				       sizeof(struct rpmsg_frame),
				       RPMSG_FRAME_ALIGN);
		done = n ? frame_put_all(q, &msgs, to) : 0;
		srcu_read_unlock(&virtio_rpmsg_srcu, idx);
		room = min_t(size_t, rpmsg_mem_left(to), FRAME_BATCH_BYTES);
		/* There may be as much room as memory, and a remote that fills it. */
		cond_resched();
	} while (done && done == n && room > sizeof(struct rpmsg_frame) &&
		 !fatal_signal_pending(current));

	if (before != rpmsg_mem_left(to))
		return before - rpmsg_mem_left(to);
	if (n)
		return -EFAULT;
	/* One that came just now is for the next call. */
	return sizeof(struct rpmsg_frame) + rpmsg_rxq_next_len(q) > before ?
	       -EMSGSIZE : -EAGAIN;
}

/*
 * For each message: in line. Returns -EFAULT when a page is missing; on errors @from
 * stands where it stood.
 */
static __always_inline int frame_take_header(struct rpmsg_eptdev *eptdev,
					     struct rpmsg_mem *from,
					     struct rpmsg_frame *frame)
{
	size_t mtu = READ_ONCE(eptdev->mtu);

	if (rpmsg_mem_left(from) < sizeof(*frame))
		return -EINVAL;
	if (!rpmsg_mem_get_frame(from, frame))
		return -EFAULT;

	if (frame->addr == RPMSG_FRAME_ADDR_DEFAULT)
		frame->addr = eptdev->chinfo.dst;
	if (frame->len <= mtu && !frame->flags &&
	    !frame->reserved && frame->len <= rpmsg_mem_left(from) &&
	    frame->addr != RPMSG_ADDR_ANY)
		return 0;

	rpmsg_mem_revert(from, sizeof(*frame));
	return frame->len > mtu ? -EMSGSIZE : -EINVAL;
}

static int frame_take(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from,
		      struct rpmsg_tx_msg *msg)
{
	struct rpmsg_frame frame;
	size_t copied;
	int err;

	err = frame_take_header(eptdev, from, &frame);
	if (err)
		return err;
	copied = rpmsg_mem_get(from, msg->data, frame.len);
	if (copied != frame.len) {
		rpmsg_mem_miss(from, sizeof(frame) + copied);
		return -EFAULT;
	}
	rpmsg_mem_skip(from, min(frame_padding(frame.len), rpmsg_mem_left(from)));
	msg->len = frame.len;
	msg->dst = frame.addr;
	return 0;
}

/*
 * How many buffers it takes if all messages are as long as the first. Whether they
 * are is seen when they are copied.
 */
static int frame_guess(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from)
{
	struct rpmsg_frame frame;
	size_t each;
	int err;

	pagefault_disable();
	err = frame_take_header(eptdev, from, &frame);
	pagefault_enable();
	if (err)
		return err;

	rpmsg_mem_revert(from, sizeof(frame));
	each = ALIGN(sizeof(frame) + frame.len, RPMSG_FRAME_ALIGN);
	return clamp_t(size_t, rpmsg_mem_left(from) / each, 1, FRAME_BATCH);
}

/* Fills buffers; returns how many, or an error when it is not even one. */
static int frame_take_all(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from,
			  struct rpmsg_tx_msg *msgs, int n, size_t *payload)
{
	int i, err = 0;

	*payload = 0;
	pagefault_disable();
	for (i = 0; i < n && rpmsg_mem_left(from); i++) {
		if (*payload >= FRAME_BATCH_BYTES)
			break;
		err = frame_take(eptdev, from, &msgs[i]);
		if (err)
			break;
		*payload += msgs[i].len;
	}
	pagefault_enable();
	return i ?: err;
}

/* In a section of virtio_rpmsg_srcu. Returns 0 or an error, with nothing accepted. */
static int frame_send(struct rpmsg_eptdev *eptdev, struct rpmsg_endpoint *ept,
		      struct rpmsg_mem *from, int want)
{
	struct rpmsg_tx_msg msgs[FRAME_BATCH];
	size_t before = rpmsg_mem_left(from);
	void *bufs[FRAME_BATCH];
	int i, n, got, err;
	size_t payload;

	got = virtio_rpmsg_get_tx_payload_buffers(ept, bufs, want);
	if (got < 0)
		return got;
	for (i = 0; i < got; i++)
		msgs[i].data = bufs[i];

	n = frame_take_all(eptdev, from, msgs, got, &payload);
	for (i = max(n, 0); i < got; i++)
		virtio_rpmsg_release_tx_buffer(ept, bufs[i]);
	if (n < 0)
		return n;

	err = virtio_rpmsg_send_nocopy_many(ept, msgs, n);
	if (err) {
		rpmsg_mem_revert(from, before - rpmsg_mem_left(from));
		return err;
	}
	atomic64_add(n, &eptdev->tx_messages);
	atomic64_add(payload, &eptdev->tx_bytes);
	return 0;
}

/**
 * rpmsg_frame_try_write() - send as many messages as there are buffers
 * @eptdev: the device
 * @from: the messages; stands behind the last that was accepted afterwards
 *
 * A batch at most.
 *
 * Return: 0 when at least one was accepted; or an error with the first: -EAGAIN for
 * a full ring; -EFAULT when a page has to be brought in; -EMSGSIZE when it is
 * beyond the mtu; -EINVAL when its header makes no sense; -EPIPE; -EIO.
 */
int rpmsg_frame_try_write(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from)
{
	struct rpmsg_endpoint *ept;
	int want, idx, err = -EPIPE;

	want = frame_guess(eptdev, from);
	if (want < 0)
		return want;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	ept = srcu_dereference(eptdev->ept, &virtio_rpmsg_srcu);
	if (ept)
		err = frame_send(eptdev, ept, from, want);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	return err;
}

/**
 * rpmsg_frame_fault_in() - bring in the pages of the next message to write
 * @from: where it stands
 *
 * Return: 0; -EFAULT when they cannot be had, or were there and the copy fails.
 */
int rpmsg_frame_fault_in(struct rpmsg_mem *from)
{
	struct rpmsg_frame frame;
	size_t len;

	if (rpmsg_mem_is_stuck(from))
		return -EFAULT;
	if (!rpmsg_mem_get_frame(from, &frame))
		return -EFAULT;
	rpmsg_mem_revert(from, sizeof(frame));

	/* What the header says is checked when it is used. */
	len = min(sizeof(frame) + (size_t)frame.len, rpmsg_mem_left(from));
	return rpmsg_mem_fault_in_readable(from, len) ? -EFAULT : 0;
}
