// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies messages out of ring buffers, to memory of our own: because a queue holds as many
 * buffers as it may, or because the ring goes away.
 *
 * Readers go on meanwhile, and may take the very message that is being copied. Then they have
 * it, and the copy is thrown away. The order of messages does not change: a copy takes the
 * place of what it is a copy of.
 */

#include <linux/slab.h>

#include "rpmsg_rxq.h"

/**
 * struct spill - one message to copy
 * @msg: the message; the queue's, so not to be touched without its lock
 * @data: its payload; there as long as the ring is
 * @len: bytes of payload
 * @src: its sender
 */
struct spill {
	struct rpmsg_rx_msg *msg;
	const void *data;
	u32 len;
	u32 src;
};

/**
 * rpmsg_rxq_copy() - make a message of our own
 * @data: payload
 * @len: its length in bytes
 * @src: address of the remote endpoint that sent it
 * @gfp: how to allocate
 *
 * Return: the message, or NULL: running out of memory is answered by a queue's policy.
 */
struct rpmsg_rx_msg *rpmsg_rxq_copy(const void *data, u32 len, u32 src, gfp_t gfp)
{
	struct rpmsg_rx_msg *copy;

	copy = kmalloc(rxq_copy_cost(len), gfp | __GFP_NOWARN);
	if (!copy)
		return NULL;

	*copy = (struct rpmsg_rx_msg){ .data = copy + 1, .len = len, .src = src };
	memcpy(copy->data, data, len);
	return copy;
}

/*
 * The oldest message that is in a ring buffer. They may stand between copies: what a reader has
 * put back, and what there was no room to copy when a message behind it was.
 */
static struct rpmsg_rx_msg *oldest_held(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg;

	list_for_each_entry(msg, &q->msgs, node)
		if (msg->ring)
			return msg;
	return NULL;
}

/*
 * One that is in a ring buffer, if the first or the last is: as a rule they are behind all
 * copies. There are as many as the queue may hold at most, while copies can be thousands.
 */
static struct rpmsg_rx_msg *easily_found(struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *msg, *oldest;

	oldest = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
	if (!oldest || oldest->ring)
		return oldest;

	oldest = NULL;
	list_for_each_entry_reverse(msg, &q->msgs, node) {
		if (!msg->ring)
			break;
		oldest = msg;
	}
	return oldest;
}

/* With @must there is one as long as any message is in a ring buffer. */
static struct rpmsg_rx_msg *next_to_spill(struct rpmsg_rxq *q, bool must)
{
	if (q->spilling)
		return q->spilling;
	return must ? oldest_held(q) : easily_found(q);
}

/* The ring is to run afterwards. */
static void spill_dispose(struct rpmsg_rx_msg *msg)
{
	if (msg && msg->ring)
		vrp_rx_set_aside(msg);
	else
		kfree(msg);
}

/*
 * What goes when there is no room for a copy of @msg: with DROP the oldest of all, before the
 * first reader @msg itself, with HOLD nothing.
 */
static struct rpmsg_rx_msg *spill_victim(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg)
{
	if (q->early)
		return rpmsg_rxq_displace(q, msg);
	if (q->policy == RPMSG_RX_DROP)
		return rpmsg_rxq_displace(q, list_first_entry(&q->msgs,
							      struct rpmsg_rx_msg,
							      node));
	return NULL;
}

/*
 * Chooses the message to copy next; with @must whatever the limit says. Returns false when
 * there is none, or no room; else @s is what to copy, or @victim is gone instead.
 */
static bool spill_begin(struct rpmsg_rxq *q, bool must, struct spill *s,
			struct rpmsg_rx_msg **victim)
{
	struct rpmsg_rx_msg *msg = next_to_spill(q, must);

	lockdep_assert_held(&q->lock);

	*s = (struct spill){};
	*victim = NULL;
	if (!msg)
		return false;
	if (!must && q->copied + rxq_copy_cost(msg->len) > q->limit) {
		*victim = spill_victim(q, msg);
		return *victim;
	}

	q->spilling = msg;
	*s = (struct spill){ .msg = msg, .data = msg->data, .len = msg->len, .src = msg->src };
	return true;
}

/* Returns what is left over: the message's buffer, or the copy when a reader was faster. */
static struct rpmsg_rx_msg *spill_end(struct rpmsg_rxq *q, const struct spill *s,
				      struct rpmsg_rx_msg *copy)
{
	struct rpmsg_rx_msg *next;

	lockdep_assert_held(&q->lock);

	if (q->spilling != s->msg)
		return copy;

	next = list_is_last(&s->msg->node, &q->msgs) ? NULL : list_next_entry(s->msg, node);
	q->spilling = next && next->ring ? next : NULL;
	copy->q = q;
	list_replace(&s->msg->node, &copy->node);
	q->held--;
	q->copied += rxq_copy_cost(copy->len);
	return s->msg;
}

/* As spill_end(), without memory: with @must the message is lost. */
static struct rpmsg_rx_msg *spill_fail(struct rpmsg_rxq *q, const struct spill *s, bool must)
{
	lockdep_assert_held(&q->lock);

	if (!must || q->spilling != s->msg)
		return NULL;
	return rpmsg_rxq_displace(q, s->msg);
}

/* Returns false when there is nothing to copy, or no room, or no memory. */
static bool spill_one(struct rpmsg_rxq *q, bool must)
{
	struct rpmsg_rx_msg *copy, *left;
	struct spill s;
	bool more;

	spin_lock_irq(&q->lock);
	more = spill_begin(q, must, &s, &left);
	spin_unlock_irq(&q->lock);
	spill_dispose(left);
	if (!s.msg)
		return more;

	copy = rpmsg_rxq_copy(s.data, s.len, s.src, GFP_KERNEL);
	spin_lock_irq(&q->lock);
	left = copy ? spill_end(q, &s, copy) : spill_fail(q, &s, must);
	spin_unlock_irq(&q->lock);
	spill_dispose(left);
	return copy || must;
}

/**
 * rpmsg_rxq_spill() - copy messages until the queue holds few ring buffers
 * @q: the queue, whose ring is there
 * @keep: how many may stay
 *
 * One caller at a time. May sleep. What was given back reaches the ring with its next run,
 * which the caller has to see to when there was any.
 *
 * Return: how many there were; fewer than wanted when the limit or memory ends.
 */
unsigned int rpmsg_rxq_spill(struct rpmsg_rxq *q, unsigned int keep)
{
	unsigned int n = 0;

	while (READ_ONCE(q->held) > keep && spill_one(q, false)) {
		n++;
		cond_resched();
	}

	spin_lock_irq(&q->lock);
	if (q->held <= keep)
		q->stalled = NULL;
	else
		q->resume_at = q->held - 1;
	spin_unlock_irq(&q->lock);
	return n;
}

/* Makes room for a copy as the policy says. Returns false when that gives none. */
static bool spill_room(struct rpmsg_rxq *q, size_t cost, struct list_head *victims)
{
	struct rpmsg_rx_msg *msg;

	while (q->copied + cost > q->limit) {
		msg = list_first_entry_or_null(&q->msgs, struct rpmsg_rx_msg, node);
		if (!msg || q->early || q->policy != RPMSG_RX_DROP)
			return false;
		list_add_tail(&rpmsg_rxq_displace(q, msg)->node, victims);
	}
	return true;
}

/**
 * rpmsg_rxq_take_copy() - put a copy behind all messages of a queue
 * @q: the queue; the ring's lock is held
 * @copy: the copy, the queue's unless the return value is %RPMSG_RXQ_FULL
 * @victims: list that receives displaced messages, for rpmsg_rxq_dispose()
 *
 * Return: %RPMSG_RXQ_HELD; %RPMSG_RXQ_FREE when the message is dropped, as the policy says
 * or the queue takes nothing; %RPMSG_RXQ_FULL when it has to wait for room.
 */
enum rpmsg_rxq_verdict rpmsg_rxq_take_copy(struct rpmsg_rxq *q, struct rpmsg_rx_msg *copy,
					   struct list_head *victims)
{
	enum rpmsg_rxq_verdict verdict = RPMSG_RXQ_HELD;
	size_t cost = rxq_copy_cost(copy->len);

	spin_lock(&q->lock);
	if ((q->accepting || q->early) && spill_room(q, cost, victims)) {
		q->copied += cost;
		rxq_enqueue(q, copy);
	} else if (q->accepting && q->policy == RPMSG_RX_HOLD) {
		verdict = RPMSG_RXQ_FULL;
	} else {
		q->stats.dropped++;
		verdict = RPMSG_RXQ_FREE;
	}
	spin_unlock(&q->lock);
	return verdict;
}

/**
 * rpmsg_rxq_dispose() - give back the buffers of messages, or free the copies
 * @msgs: list of messages that no queue has
 *
 * In a section of virtio_rpmsg_srcu, or where the ring is there for another reason.
 */
void rpmsg_rxq_dispose(struct list_head *msgs)
{
	struct rpmsg_rx_msg *msg, *next;
	struct vrp_rx *rx = NULL;

	list_for_each_entry_safe(msg, next, msgs, node) {
		rx = msg->ring ?: rx;
		spill_dispose(msg);
	}
	if (rx)
		vrp_rx_flush(rx);
}

/**
 * rpmsg_rxq_evacuate() - copy all that waits in ring buffers
 * @q: the queue
 *
 * For a queue to which no more is delivered, because its endpoint or the ring
 * goes away. What was received stays readable. One caller at a time, as for
 * rpmsg_rxq_spill(). May sleep.
 */
void rpmsg_rxq_evacuate(struct rpmsg_rxq *q)
{
	spin_lock_irq(&q->lock);
	q->detached = true;
	q->stalled = NULL;
	spin_unlock_irq(&q->lock);

	while (spill_one(q, true))
		cond_resched();
}
