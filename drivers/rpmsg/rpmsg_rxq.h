/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A queue's accounts, for the files that keep them; with its lock held. What is here is
 * done for each message: as calls it would cost twice as much.
 */

#ifndef RPMSG_RXQ_H
#define RPMSG_RXQ_H

#include <linux/poll.h>

#include "virtio_rpmsg.h"

/* For how many jiffies a reader that is behind is waited for before messages are copied. */
#define RXQ_PATIENCE	max(HZ / 250, 1)

/* What a copy costs, so that a flood of empty messages is bounded as well. */
static inline size_t rxq_copy_cost(u32 len)
{
	return sizeof(struct rpmsg_rx_msg) + len;
}

/* A message is no longer one that waits. */
static inline void rxq_uncount(struct rpmsg_rxq *q, const struct rpmsg_rx_msg *msg)
{
	q->stats.queued--;
	q->stats.queued_bytes -= msg->len;
	if (unlikely(q->spilling == msg))
		q->spilling = NULL;
}

static inline struct rpmsg_rx_msg *rxq_dequeue(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;

	msg = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
	if (!msg)
		return NULL;

	list_del(&msg->node);
	rxq_uncount(q, msg);
	return msg;
}

/* A message no longer counts against the queue. */
static inline void rxq_leave(struct rpmsg_rxq *q, const struct rpmsg_rx_msg *msg)
{
	if (msg->ring) {
		q->held--;
		return;
	}

	q->copied -= rxq_copy_cost(msg->len);
	/* A ring that found no room for copies waits for this; the reader may go on reading. */
	if (unlikely(q->stalled))
		vrp_rx_spill(q->stalled, RXQ_PATIENCE);
}

/* Returns the ring that can go on now, if one waits. */
static inline struct vrp_rx *rxq_take_stalled(struct rpmsg_rxq *q)
{
	struct vrp_rx *stalled = q->stalled;

	if (!stalled || q->held > q->resume_at)
		return NULL;
	q->stalled = NULL;
	return stalled;
}

static inline void rxq_wake_pollers(struct rpmsg_rxq *q)
{
	/* No barrier: one that comes to wait just now polls the file itself. */
	if (waitqueue_active(&q->poll_wait))
		wake_up_interruptible_poll(&q->poll_wait, EPOLLIN | EPOLLRDNORM);
}

/* A message is there: after it, whoever comes to wait sees it. */
static inline void rxq_wake_readers(struct rpmsg_rxq *q)
{
	if (wq_has_sleeper(&q->rx_wait))
		wake_up_interruptible_poll(&q->rx_wait, EPOLLIN | EPOLLRDNORM);
	/* Its barrier is between the message and this look as well. */
	rxq_wake_pollers(q);
}

void rpmsg_rxq_wake(struct rpmsg_rxq *q);

/*
 * Only a reader that found the queue empty sleeps in read(), and the work that runs
 * callbacks goes on until it is empty. But a program that reads one message for each event
 * of an edge-triggered epoll, or of a multishot poll of io_uring, needs an event for each
 * message. One that starts to poll just now finds the queue as it is.
 */
static inline void rxq_enqueue(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg)
{
	struct rpmsg_rxq_stats *stats = &q->stats;
	bool was_empty = list_empty(&q->msgs);

	msg->q = q;
	list_add_tail(&msg->node, &q->msgs);
	stats->queued++;
	stats->queued_bytes += msg->len;
	if (stats->queued > stats->high_water)
		stats->high_water = stats->queued;

	if (was_empty)
		rpmsg_rxq_wake(q);
	else
		rxq_wake_pollers(q);
}

/*
 * Gives a message in a ring buffer to a queue that may hold @share of them now, the
 * ring's lock held. Returns whether the queue has it; if not, it is to be offered.
 */
static inline bool rxq_hold(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg,
			    unsigned int share)
{
	bool room;

	/* The ring's lock has interrupts off. */
	spin_lock(&q->lock);
	room = q->accepting && q->held < share;
	if (room) {
		q->held++;
		rxq_enqueue(q, msg);
	}
	spin_unlock(&q->lock);
	return room;
}

struct rpmsg_rx_msg *rpmsg_rxq_copy(const void *data, u32 len, u32 src, gfp_t gfp);
struct rpmsg_rx_msg *rpmsg_rxq_displace(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg);

#endif /* RPMSG_RXQ_H */
