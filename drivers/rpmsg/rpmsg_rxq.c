// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bounded receive queue of an rpmsg endpoint; see <linux/rpmsg/rxq.h>. Its reader's
 * side is in rpmsg_rxq_read.c.
 *
 * A message is in one of three hands: the ring's (until rpmsg_rxq_offer()
 * accepts it), the queue's, or its reader's (from rpmsg_rxq_pop() to
 * rpmsg_rx_msg_done()). It counts against the queue's quota in the last two.
 */

#include <linux/export.h>
#include <linux/rpmsg/rxq.h>
#include <linux/slab.h>

#include "rpmsg_rxq.h"
#include "virtio_rpmsg_trace.h"

/**
 * rpmsg_rxq_init() - make an empty queue that takes nothing yet
 * @q: the queue
 */
void rpmsg_rxq_init(struct rpmsg_rxq *q)
{
	memset(q, 0, sizeof(*q));
	spin_lock_init(&q->lock);
	INIT_LIST_HEAD(&q->msgs);
	init_waitqueue_head(&q->rx_wait);
	init_waitqueue_head(&q->tx_wait);
	init_waitqueue_head(&q->poll_wait);
	q->limit = RPMSG_RXQ_LIMIT_DEFAULT;
	q->patient = true;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_init);

/**
 * rpmsg_rxq_open_early() - keep what comes before the first reader
 * @q: the queue, new
 *
 * No buffer of the ring is held for it and the ring never waits: what comes is copied
 * until the queue's limit is reached, and what comes after that is dropped. What is there
 * when rpmsg_rxq_open() is called is the reader's.
 */
void rpmsg_rxq_open_early(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->early = true;
	spin_unlock_irq(&q->lock);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_open_early);

/**
 * rpmsg_rxq_open() - take messages from now on
 * @q: the queue
 */
void rpmsg_rxq_open(struct rpmsg_rxq *q)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->accepting = true;
	q->early = false;
	q->detached = false;
	spin_unlock_irqrestore(&q->lock, flags);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_open);

/* Takes the oldest message out of the queue's accounts, or returns NULL. */
static struct rpmsg_rx_msg *displace(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg = rxq_dequeue(q);

	if (!msg)
		return NULL;

	q->stats.dropped++;
	rxq_leave(q, msg);
	return msg;
}

/*
 * Wakes a ring that waits for room. The ring is there as long as the queue
 * points to it, and beyond that until RCU readers are done.
 */
static void unstall(struct rpmsg_rxq *q)
{
	struct vrp_rx *stalled;

	rcu_read_lock();
	spin_lock_irq(&q->lock);
	stalled = q->stalled;
	q->stalled = NULL;
	spin_unlock_irq(&q->lock);

	if (stalled)
		vrp_rx_resume(stalled);
	rcu_read_unlock();
}

/* One at a time, so that a long queue is no long RCU section. */
static bool discard_oldest(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;

	rcu_read_lock();
	spin_lock_irq(&q->lock);
	msg = displace(q);
	spin_unlock_irq(&q->lock);

	if (msg && msg->ring)
		vrp_rx_release(msg, false);
	else
		kfree(msg);
	rcu_read_unlock();

	unstall(q);
	return msg;
}

/**
 * rpmsg_rxq_close() - take nothing more, and drop what waits
 * @q: the queue
 *
 * What waited counts as dropped.
 */
void rpmsg_rxq_close(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->accepting = false;
	q->early = false;
	spin_unlock_irq(&q->lock);

	while (discard_oldest(q))
		;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_close);

static struct rpmsg_rx_msg *copy_msg(const void *data, u32 len, u32 src,
				     gfp_t gfp)
{
	struct rpmsg_rx_msg *copy;

	/* Running out of memory here is answered by the queue's policy. */
	copy = kmalloc(rxq_copy_cost(len), gfp | __GFP_NOWARN);
	if (!copy)
		return NULL;

	*copy = (struct rpmsg_rx_msg){ .data = copy + 1, .len = len, .src = src };
	memcpy(copy->data, data, len);
	return copy;
}

/**
 * rpmsg_rxq_wake() - a message came to an empty queue
 * @q: the queue, locked
 */
void rpmsg_rxq_wake(struct rpmsg_rxq *q)
{
	if (q->notify)
		q->notify(q);
	else
		rxq_wake_readers(q);
}

static bool enqueue_copy(struct rpmsg_rxq *q, const void *data, u32 len, u32 src)
{
	struct rpmsg_rx_msg *copy;

	if (q->copied + rxq_copy_cost(len) > q->limit)
		return false;

	copy = copy_msg(data, len, src, GFP_ATOMIC);
	if (!copy)
		return false;

	q->copied += rxq_copy_cost(len);
	rxq_enqueue(q, copy);
	return true;
}

/*
 * A copy costs more than all the rest: a reader that is merely behind, and not
 * asleep, is waited for.
 */
static bool waits_for_reader(const struct rpmsg_rxq *q)
{
	return q->patient && !q->lagging && q->policy == RPMSG_RX_HOLD;
}

static void stall(struct rpmsg_rxq *q, struct vrp_rx *ring,
		  unsigned int resume_at)
{
	/* The reader is watched from when the ring began to wait. */
	if (!q->stalled)
		q->seen_messages = q->stats.messages;
	q->stalled = ring;
	q->resume_at = resume_at;
}

/**
 * rpmsg_rxq_lags() - the ring has waited for the reader: was it worth it?
 * @q: the queue
 *
 * A reader that takes an eighth of what it may hold, each time that the ring looks,
 * gets there soon. From any other nothing more is expected until its queue is empty.
 *
 * Return: true when it is not worth waiting on.
 */
bool rpmsg_rxq_lags(struct rpmsg_rxq *q)
{
	unsigned long flags;
	bool lags;

	spin_lock_irqsave(&q->lock, flags);
	lags = q->stats.messages - q->seen_messages < q->resume_at / 4 + 1;
	q->seen_messages = q->stats.messages;
	q->lagging = lags;
	spin_unlock_irqrestore(&q->lock, flags);
	return lags;
}

/**
 * rpmsg_rxq_offer() - give a message in a ring buffer to a queue
 * @q: the queue
 * @msg: the message, its ring's lock held
 * @share: how many ring buffers the queue may hold now
 * @victims: list that receives the ring buffers of displaced messages
 *
 * Return: whether the buffer is held, is free again, or must be offered again
 * once there is room.
 */
enum rpmsg_rxq_verdict rpmsg_rxq_offer(struct rpmsg_rxq *q,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share,
				       struct list_head *victims)
{
	enum rpmsg_rxq_verdict verdict = RPMSG_RXQ_FREE;
	struct rpmsg_rx_msg *victim;
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	while (q->accepting) {
		if (q->held < share) {
			q->held++;
			rxq_enqueue(q, msg);
			verdict = RPMSG_RXQ_HELD;
			goto unlock;
		}
		if (share && waits_for_reader(q)) {
			stall(q, msg->ring, share / 2);
			verdict = RPMSG_RXQ_WAIT;
			goto unlock;
		}
		if (enqueue_copy(q, msg->data, msg->len, msg->src))
			goto unlock;
		if (q->policy == RPMSG_RX_HOLD) {
			stall(q, msg->ring, UINT_MAX);
			verdict = RPMSG_RXQ_FULL;
			goto unlock;
		}
		victim = displace(q);
		if (!victim)
			break;
		if (victim->ring)
			list_add_tail(&victim->node, victims);
		else
			kfree(victim);
	}
	if (q->early && enqueue_copy(q, msg->data, msg->len, msg->src))
		goto unlock;
	q->stats.dropped++;
	trace_rpmsg_drop(msg->ring->vq->vdev, msg - msg->ring->msgs, msg->src,
			 msg->dst, msg->len);
unlock:
	spin_unlock_irqrestore(&q->lock, flags);
	return verdict;
}

/**
 * rpmsg_rxq_copy_in() - copy a message into a queue
 * @q: the queue
 * @data: payload
 * @len: its length in bytes
 * @src: address of the remote endpoint that sent it
 *
 * For transports whose buffers cannot be held. They have no way to hold the
 * remote back either, so a full queue drops the message under both policies
 * (the oldest one under %RPMSG_RX_DROP, this one else). The callback returns the error to
 * the transport, which may keep the message and offer it again.
 *
 * Return: 0, or -ENOSPC when this message was not taken, which is counted as dropped.
 */
int rpmsg_rxq_copy_in(struct rpmsg_rxq *q, const void *data, u32 len, u32 src)
{
	bool taken;
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	taken = q->early && enqueue_copy(q, data, len, src);
	while (q->accepting && !taken) {
		struct rpmsg_rx_msg *victim;

		taken = enqueue_copy(q, data, len, src);
		if (taken || q->policy == RPMSG_RX_HOLD)
			break;
		victim = displace(q);
		if (!victim)
			break;
		kfree(victim);
	}
	if (!taken)
		q->stats.dropped++;
	spin_unlock_irqrestore(&q->lock, flags);

	return taken ? 0 : -ENOSPC;
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_copy_in);

/**
 * rpmsg_rxq_replace() - copy a held message for which the ring's memory will not wait
 * @q: the queue
 * @msg: the message, which stays as it is
 * @gfp: how to allocate
 *
 * Return: the copy, or NULL.
 */
struct rpmsg_rx_msg *rpmsg_rxq_replace(struct rpmsg_rxq *q,
				       struct rpmsg_rx_msg *msg, gfp_t gfp)
{
	struct rpmsg_rx_msg *copy;

	copy = copy_msg(msg->data, msg->len, msg->src, gfp);
	if (copy)
		copy->q = q;
	return copy;
}

/**
 * rpmsg_rxq_evacuate() - copy what waits in ring buffers to memory of our own
 * @q: the queue
 *
 * For a queue to which no more is delivered, because its endpoint or the ring
 * goes away. What was received stays readable. May sleep.
 */
void rpmsg_rxq_evacuate(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg, *next, *copy;
	struct vrp_rx *stalled;
	LIST_HEAD(msgs);

	spin_lock_irq(&q->lock);
	q->detached = true;
	stalled = q->stalled;
	q->stalled = NULL;
	list_splice_init(&q->msgs, &msgs);
	spin_unlock_irq(&q->lock);

	list_for_each_entry_safe(msg, next, &msgs, node) {
		if (!msg->ring)
			continue;

		copy = rpmsg_rxq_replace(q, msg, GFP_KERNEL);
		if (copy)
			list_replace(&msg->node, &copy->node);
		else
			list_del(&msg->node);

		spin_lock_irq(&q->lock);
		q->held--;
		if (copy) {
			q->copied += rxq_copy_cost(copy->len);
		} else {
			q->stats.dropped++;
			q->stats.queued--;
			q->stats.queued_bytes -= msg->len;
		}
		spin_unlock_irq(&q->lock);
		vrp_rx_release(msg, false);
	}

	spin_lock_irq(&q->lock);
	list_splice(&msgs, &q->msgs);
	spin_unlock_irq(&q->lock);
	rxq_wake_readers(q);
	if (stalled)
		vrp_rx_resume(stalled);

	/* Who closed it meanwhile found it empty. */
	if (!READ_ONCE(q->accepting))
		rpmsg_rxq_close(q);
}

/**
 * rpmsg_rxq_set_limit() - change how much a queue may copy
 * @q: the queue
 * @limit: bytes, bookkeeping included; what is queued already stays
 */
void rpmsg_rxq_set_limit(struct rpmsg_rxq *q, size_t limit)
{
	spin_lock_irq(&q->lock);
	q->limit = limit;
	spin_unlock_irq(&q->lock);
	unstall(q);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_set_limit);

/**
 * rpmsg_rxq_set_policy() - change what a full queue does
 * @q: the queue
 * @policy: the new policy, in force at once for a ring that waits
 */
void rpmsg_rxq_set_policy(struct rpmsg_rxq *q, enum rpmsg_rx_policy policy)
{
	spin_lock_irq(&q->lock);
	q->policy = policy;
	spin_unlock_irq(&q->lock);
	unstall(q);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_set_policy);

/**
 * rpmsg_rxq_get_stats() - a consistent copy of the counters
 * @q: the queue
 * @stats: where to put it
 */
void rpmsg_rxq_get_stats(struct rpmsg_rxq *q, struct rpmsg_rxq_stats *stats)
{
	spin_lock_irq(&q->lock);
	*stats = q->stats;
	spin_unlock_irq(&q->lock);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_get_stats);
