// SPDX-License-Identifier: GPL-2.0-only
/* The reader's side of a bounded receive queue: to take messages, and to be done. */

#include <linux/export.h>
#include <linux/slab.h>

#include "rpmsg_rxq.h"

/*
 * Events that come while a program is not waiting are told as one, so those for the rest
 * of a burst would be missing: each read that leaves messages gives one more.
 */
static void rxq_popped(struct rpmsg_rxq *q)
{
	if (!list_empty(&q->msgs))
		rxq_wake_pollers(q);
}

/**
 * rpmsg_rxq_pop() - take the oldest message
 * @q: the queue
 *
 * The message is the caller's until rpmsg_rx_msg_done() or rpmsg_rxq_unpop().
 * On a queue that is attached to an endpoint, all three happen within one section of
 * virtio_rpmsg_srcu, or in the endpoint's own callback.
 *
 * Return: the message, or NULL when there is none.
 */
struct rpmsg_rx_msg *rpmsg_rxq_pop(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	msg = rxq_dequeue(q);
	if (msg) {
		q->stats.messages++;
		q->stats.bytes += msg->len;
		rxq_popped(q);
	}
	spin_unlock_irqrestore(&q->lock, flags);
	return msg;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_pop);

/**
 * rpmsg_rxq_unpop() - put a message back, as if it had never been taken
 * @q: the queue
 * @msg: what rpmsg_rxq_pop() returned
 */
void rpmsg_rxq_unpop(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg)
{
	struct rpmsg_rx_msg *held = NULL;
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->stats.messages--;
	q->stats.bytes -= msg->len;

	if (q->detached && msg->ring) {
		held = msg;
		q->held--;
		msg = rpmsg_rxq_copy(held->data, held->len, held->src, GFP_ATOMIC);
		if (!msg) {
			q->stats.dropped++;
			goto unlock;
		}
		msg->q = q;
		q->copied += rxq_copy_cost(msg->len);
	}

	list_add(&msg->node, &q->msgs);
	q->stats.queued++;
	q->stats.queued_bytes += msg->len;
	/* Another reader may have found the queue empty meanwhile. */
	rxq_wake_readers(q);
unlock:
	spin_unlock_irqrestore(&q->lock, flags);
	if (held)
		vrp_rx_release(held, false);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_unpop);

/**
 * rpmsg_rxq_pop_many() - take the oldest messages
 * @q: the queue
 * @msgs: list to which they are added, in their order
 * @most: how many at most
 * @room: bytes for all of them together, with @extra for each
 * @extra: see @room
 * @align: power of two, to whose multiples each is rounded up
 *
 * As rpmsg_rxq_pop() for each that is there and fits whole.
 *
 * Return: how many.
 */
unsigned int rpmsg_rxq_pop_many(struct rpmsg_rxq *q, struct list_head *msgs,
				unsigned int most, size_t room, size_t extra,
				size_t align)
{
	struct list_head *last = &q->msgs;
	struct rpmsg_rx_msg *msg;
	unsigned int n = 0;
	LIST_HEAD(popped);
	size_t need;

	spin_lock_irq(&q->lock);
	list_for_each_entry(msg, &q->msgs, node) {
		need = extra + msg->len;
		if (n == most || need > room)
			break;
		room -= min(room, ALIGN(need, align));
		rxq_uncount(q, msg);
		q->stats.messages++;
		q->stats.bytes += msg->len;
		last = &msg->node;
		n++;
	}
	list_cut_position(&popped, &q->msgs, last);
	rxq_popped(q);
	spin_unlock_irq(&q->lock);

	list_splice_tail(&popped, msgs);
	return n;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_pop_many);

/**
 * rpmsg_rx_msgs_done() - the reader is done with messages
 * @q: the queue that they are from
 * @msgs: list of them, which is empty afterwards
 *
 * Gives the buffers back to the ring, or frees the copies, and lets a ring go on
 * that waited for room in the queue.
 */
void rpmsg_rx_msgs_done(struct rpmsg_rxq *q, struct list_head *msgs)
{
	struct llist_node *first = NULL, *last = NULL;
	struct vrp_rx *stalled, *rx = NULL;
	struct rpmsg_rx_msg *msg, *next;
	unsigned int n = 0;
	bool more;

	spin_lock_irq(&q->lock);
	list_for_each_entry(msg, msgs, node)
		rxq_leave(q, msg);
	stalled = rxq_take_stalled(q);
	/* Who is done with the last one sends it and all that wait for it back. */
	more = q->held;
	spin_unlock_irq(&q->lock);

	list_for_each_entry_safe(msg, next, msgs, node) {
		if (msg->ring) {
			rx = msg->ring;
			msg->released.next = first;
			first = &msg->released;
			last = last ?: first;
			n++;
		} else {
			kfree(msg);
		}
	}
	INIT_LIST_HEAD(msgs);

	if (rx)
		vrp_rx_release_many(rx, first, last, n, more || stalled);
	if (stalled)
		vrp_rx_resume(stalled);
}
EXPORT_SYMBOL_GPL(rpmsg_rx_msgs_done);

/**
 * rpmsg_rx_msg_done() - the reader is done with a message
 * @msg: what rpmsg_rxq_pop() returned
 *
 * As rpmsg_rx_msgs_done(), from any context.
 */
void rpmsg_rx_msg_done(struct rpmsg_rx_msg *msg)
{
	struct rpmsg_rxq *q = msg->q;
	struct vrp_rx *stalled;
	unsigned long flags;
	bool more;

	spin_lock_irqsave(&q->lock, flags);
	rxq_leave(q, msg);
	stalled = rxq_take_stalled(q);
	/* Who is done with the last one sends it and all that wait for it back. */
	more = q->held;
	spin_unlock_irqrestore(&q->lock, flags);

	if (msg->ring)
		vrp_rx_release(msg, more || stalled);
	else
		kfree(msg);
	if (stalled)
		vrp_rx_resume(stalled);
}
EXPORT_SYMBOL_GPL(rpmsg_rx_msg_done);

/**
 * rpmsg_rxq_next_len() - how long is the oldest message?
 * @q: the queue
 *
 * Return: payload bytes, 0 also when there is none.
 */
size_t rpmsg_rxq_next_len(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;
	size_t len = 0;

	spin_lock_irq(&q->lock);
	msg = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
	if (msg)
		len = msg->len;
	spin_unlock_irq(&q->lock);
	return len;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_next_len);

/**
 * rpmsg_rxq_count_truncated() - a reader took only a part of a message
 * @q: the queue
 */
void rpmsg_rxq_count_truncated(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->stats.truncated++;
	spin_unlock_irq(&q->lock);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_count_truncated);

/**
 * rpmsg_rxq_count_would_block() - a reader found nothing and was not to wait
 * @q: the queue
 */
void rpmsg_rxq_count_would_block(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->stats.would_block++;
	spin_unlock_irq(&q->lock);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_count_would_block);
