// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bounded receive queue of an rpmsg endpoint; see <linux/rpmsg/rxq.h>. Its reader's
 * side is in rpmsg_rxq_read.c, and what copies messages out of ring buffers in
 * rpmsg_rxq_spill.c.
 *
 * A message is in one of three hands: the ring's (until rpmsg_rxq_offer()
 * accepts it), the queue's, or its reader's (from rpmsg_rxq_pop() to
 * rpmsg_rx_msg_done()). It counts against the queue's quota in the last two.
 */

#include <linux/export.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>

#include "rpmsg_rxq.h"

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

/**
 * rpmsg_rxq_displace() - drop a message that waits
 * @q: the queue, locked
 * @msg: the message
 *
 * Return: the message, to be released or freed without the lock.
 */
struct rpmsg_rx_msg *rpmsg_rxq_displace(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg)
{
	list_del(&msg->node);
	rxq_uncount(q, msg);
	q->stats.dropped++;
	rxq_leave(q, msg);
	return msg;
}

/* The same for the oldest one, if there is any. */
static struct rpmsg_rx_msg *displace_oldest(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;

	msg = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
	return msg ? rpmsg_rxq_displace(q, msg) : NULL;
}

/*
 * Wakes a ring that waits for room. The ring is there as long as the queue
 * points to it, and beyond that until the readers of virtio_rpmsg_srcu are done.
 */
static void unstall(struct rpmsg_rxq *q)
{
	struct vrp_rx *stalled;
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	spin_lock_irq(&q->lock);
	stalled = q->stalled;
	q->stalled = NULL;
	spin_unlock_irq(&q->lock);

	if (stalled)
		vrp_rx_resume(stalled);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
}

/**
 * rpmsg_rxq_shut() - take nothing more
 * @q: the queue, in which what waits stays
 */
void rpmsg_rxq_shut(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->accepting = false;
	spin_unlock_irq(&q->lock);
	/* What the ring waits with is dropped. */
	unstall(q);
}

/* One at a time, so that a long queue is no long SRCU section. */
static bool discard_oldest(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	spin_lock_irq(&q->lock);
	msg = displace_oldest(q);
	spin_unlock_irq(&q->lock);

	if (msg && msg->ring)
		vrp_rx_release(msg, false);
	else
		kfree(msg);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);

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

/* With DROP, when no copy of it would be kept: a message that gives its buffer at once. */
static bool drops_held(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;

	msg = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
	return q->policy == RPMSG_RX_DROP && msg && msg->ring &&
	       rxq_copy_cost(msg->len) > q->limit;
}

/**
 * rpmsg_rxq_adopt() - give a queue a message that waited elsewhere
 * @q: the queue
 * @msg: the message, on no list, its ring's lock held
 *
 * How much the queue may hold is not looked at, as that was done where the message
 * waited.
 *
 * Return: whether the queue has it; if not, it takes nothing.
 */
bool rpmsg_rxq_adopt(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg)
{
	bool has;

	/* The ring's lock has interrupts off. */
	spin_lock(&q->lock);
	has = q->accepting || q->early;
	if (!has) {
		q->stats.dropped++;
	} else {
		if (msg->ring)
			q->held++;
		else
			q->copied += rxq_copy_cost(msg->len);
		rxq_enqueue(q, msg);
		if (msg->ring && q->early) {
			msg->ring->stall.all = true;
			vrp_rx_spill(msg->ring, 0);
		}
	}
	spin_unlock(&q->lock);
	return has;
}

/**
 * rpmsg_rxq_take_over() - what waits in one queue waits in another from now on
 * @to: the queue that gets the messages, in their order
 * @from: the queue that they are in
 * @left: list that receives those that @to does not take; for rpmsg_rxq_put_left()
 *
 * The ring's lock is held, so that nothing new comes to either.
 */
void rpmsg_rxq_take_over(struct rpmsg_rxq *to, struct rpmsg_rxq *from,
			 struct list_head *left)
{
	struct rpmsg_rx_msg *msg;

	for (;;) {
		spin_lock(&from->lock);
		msg = rxq_dequeue(from);
		if (msg)
			rxq_leave(from, msg);
		spin_unlock(&from->lock);

		if (!msg)
			return;
		if (!rpmsg_rxq_adopt(to, msg))
			list_add_tail(&msg->node, left);
	}
}

/**
 * rpmsg_rxq_put_left() - end what rpmsg_rxq_take_over() began, without any lock
 * @from: the queue that messages were in; a ring that waits for room there goes on
 * @left: buffers to give back and copies to free
 */
void rpmsg_rxq_put_left(struct rpmsg_rxq *from, struct list_head *left)
{
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	rpmsg_rxq_dispose(left);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	unstall(from);
}

/*
 * When to copy what the queue holds, in jiffies, or a negative number for never: a reader
 * that is merely behind makes room sooner than a copy does.
 */
static long spill_delay(const struct rpmsg_rxq *q)
{
	if (q->policy == RPMSG_RX_DROP || q->early)
		return 0;
	if (q->copied + rxq_copy_cost(0) > q->limit)
		return -1;
	return q->copied ? 0 : RXQ_PATIENCE;
}

/**
 * rpmsg_rxq_offer() - give a message in a ring buffer to a queue
 * @q: the queue
 * @msg: the message, its ring's lock held
 * @share: how many ring buffers the queue may hold now
 * @victim: receives a displaced message whose buffer is free, or NULL
 * @delay: set to the number of jiffies in which vrp_rx_spill() should make room, or to
 *	a negative one where it cannot; left alone where it need not
 *
 * Return: whether the buffer is held, is free again, or must be offered again
 * once there is room.
 */
enum rpmsg_rxq_verdict rpmsg_rxq_offer(struct rpmsg_rxq *q,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share,
				       struct rpmsg_rx_msg **victim, long *delay)
{
	enum rpmsg_rxq_verdict verdict = RPMSG_RXQ_HELD;
	unsigned long flags;

	*victim = NULL;
	spin_lock_irqsave(&q->lock, flags);
	if (!q->accepting && !q->early) {
		q->stats.dropped++;
		verdict = RPMSG_RXQ_FREE;
		goto unlock;
	}
	if (q->held >= share && share && drops_held(q))
		*victim = rpmsg_rxq_displace(q, list_first_entry(&q->msgs,
								 struct rpmsg_rx_msg,
								 node));
	if (q->held < share) {
		q->held++;
		rxq_enqueue(q, msg);
		if (q->early)
			*delay = 0;
		goto unlock;
	}
	*delay = spill_delay(q);
	q->stalled = msg->ring;
	/* Half at a time; with no room for copies each buffer counts. */
	q->resume_at = *delay < 0 && share ? share - 1 : share / 2;
	verdict = RPMSG_RXQ_FULL;
unlock:
	spin_unlock_irqrestore(&q->lock, flags);
	return verdict;
}

static bool enqueue_copy(struct rpmsg_rxq *q, const void *data, u32 len, u32 src)
{
	struct rpmsg_rx_msg *copy;

	if (q->copied + rxq_copy_cost(len) > q->limit)
		return false;

	copy = rpmsg_rxq_copy(data, len, src, GFP_ATOMIC);
	if (!copy)
		return false;

	q->copied += rxq_copy_cost(len);
	rxq_enqueue(q, copy);
	return true;
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
		victim = displace_oldest(q);
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
 * rpmsg_rxq_set_owner() - whom to name when the ring waits for the queue's reader
 * @q: the queue
 * @task: a thread of the program, or NULL when none has it open
 */
void rpmsg_rxq_set_owner(struct rpmsg_rxq *q, struct task_struct *task)
{
	char name[TASK_COMM_LEN] = "";

	if (task)
		get_task_comm(name, task);
	spin_lock_irq(&q->lock);
	memcpy(q->owner, name, sizeof(name));
	q->owner_pid = task ? task_tgid_nr(task) : 0;
	spin_unlock_irq(&q->lock);
}
EXPORT_SYMBOL_GPL(rpmsg_rxq_set_owner);

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
