// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the receive ring to the endpoints' queues.
 *
 * One context at a time takes messages off the ring, under vrp_rx.lock, so that
 * they reach each endpoint in the remote's order: the ring's interrupt, a reader
 * that made room, or the work that goes on for an interrupt that had enough.
 */

#include <linux/export.h>
#include <linux/slab.h>

#include "rpmsg_rxq.h"
#include "virtio_rpmsg_trace.h"

/* Messages that are taken off the ring at once: in an interrupt, and in work. */
#define RX_BURST	32
#define RX_ROUND	64

/* Most buffers that are released before they go back. */
#define RX_RELEASE_BATCH	16U

static unsigned int msg_index(const struct rpmsg_rx_msg *msg)
{
	return msg - msg->ring->msgs;
}

/* Gives one buffer to the remote, which is told by rx_run(). */
static inline void rx_recycle(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	vrp_ring_put(&rx->ring, msg_index(msg));
}

/* Takes the next message off the ring, or returns NULL. */
static inline struct rpmsg_rx_msg *rx_take(struct vrp_rx *rx, u32 *used)
{
	int id = vrp_ring_take(&rx->ring, used);

	return id < 0 ? NULL : &rx->msgs[id];
}

/* The buffer's content can change at any time: each word is read once. */
static bool rx_parse(struct vrp_rx *rx, struct rpmsg_rx_msg *msg, u32 used)
{
	struct virtio_device *vdev = rx->vq->vdev;
	struct vrp_hdr *hdr = vrp_pool_buf(&rx->pool, msg_index(msg));

	msg->src = virtio32_to_cpu(vdev, READ_ONCE(hdr->src));
	msg->dst = virtio32_to_cpu(vdev, READ_ONCE(hdr->dst));
	msg->len = virtio16_to_cpu(vdev, READ_ONCE(hdr->len));
	msg->data = hdr + 1;

	if (used <= rx->pool.buf_size && used >= sizeof(*hdr) &&
	    msg->len <= used - sizeof(*hdr))
		return true;

	trace_rpmsg_drop(vdev, msg_index(msg), msg->src, msg->dst, msg->len);
	rx->bad++;
	dev_warn_ratelimited(&vdev->dev,
			     "bad message dropped: %u bytes used of %u, payload %u\n",
			     used, rx->pool.buf_size, msg->len);
	return false;
}

/*
 * How many buffers a queue may hold now. One queue holds half of the ring at most
 * and all queues together three quarters of it, so that the rest goes round for
 * those who read. Beyond that a queue that holds none may still have one, or
 * else it could wait for room that nobody makes; but never the last one.
 */
static unsigned int rx_share(const struct vrp_rx *rx)
{
	if (rx->held < rx->pool.num / 4 * 3)
		return rx->quota;
	return rx->held + 1 < rx->pool.num ? 1 : 0;
}

/* As a rule many messages in a row are for the same endpoint. */
static struct vrp_ept *rx_find(struct vrp_rx *rx, u32 addr)
{
	lockdep_assert_held(&rx->lock);

	if (!rx->last || rx->last->ept.addr != addr)
		rx->last = xa_load(&rx->epts, addr);
	return rx->last;
}

/* The message is lost, for a reason that is counted elsewhere. */
static void rx_drop(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	trace_rpmsg_drop(rx->vq->vdev, msg_index(msg), msg->src, msg->dst,
			 msg->len);
	rx_recycle(rx, msg);
}

static void rx_drop_stray(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	rx->no_ept++;
	dev_dbg_ratelimited(&rx->vq->vdev->dev,
			    "message from %u to %u, which nobody has\n",
			    msg->src, msg->dst);
	rx_drop(rx, msg);
}

static inline void rx_held(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	trace_rpmsg_rx_hold(rx->vq->vdev, msg_index(msg), msg->src, msg->dst,
			    msg->len);
	rx->held++;
}

/* Returns false when the message must wait for the name service. */
static noinline bool rx_stray(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	enum rpmsg_rxq_verdict verdict = vrp_stray_offer(rx, msg, rx_share(rx));

	WRITE_ONCE(rx->stall.starved, true);
	if (verdict == RPMSG_RXQ_HELD)
		rx_held(rx, msg);
	else if (verdict == RPMSG_RXQ_FREE)
		rx_drop_stray(rx, msg);
	return verdict != RPMSG_RXQ_FULL;
}

/*
 * For a queue that does not simply hold the buffer. Returns false when the message
 * must wait for room.
 */
static noinline bool rx_offer(struct vrp_rx *rx, struct rpmsg_rx_msg *msg,
			      struct rpmsg_rxq *q)
{
	unsigned int share = rx_share(rx);
	enum rpmsg_rxq_verdict verdict;
	struct rpmsg_rx_msg *victim;
	long delay = -1;

	verdict = rpmsg_rxq_offer(q, msg, share, &victim, &delay);
	if (verdict == RPMSG_RXQ_HELD)
		rx_held(rx, msg);
	else if (verdict == RPMSG_RXQ_FREE)
		rx_drop(rx, msg);

	if (victim) {
		rx->held--;
		rx_drop(rx, victim);
	}
	WRITE_ONCE(rx->stall.starved, share < rx->quota);
	/* Other queues have room for copies, whatever this one has. */
	if (rx->stall.starved && verdict == RPMSG_RXQ_FULL)
		delay = 0;
	rx->stall.all |= rx->stall.starved || READ_ONCE(q->early);
	if (delay >= 0)
		vrp_rx_spill(rx, delay);
	return verdict != RPMSG_RXQ_FULL;
}

/* Returns false when the message must wait for room in its queue. */
static bool rx_dispatch(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct vrp_ept *vept;

	trace_rpmsg_rx_deliver(rx->vq->vdev, msg_index(msg), msg->src, msg->dst,
			       msg->len);
	vept = rx_find(rx, msg->dst);
	if (!vept)
		return rx_stray(rx, msg);
	if (!rxq_hold(vept->q, msg, rx_share(rx)))
		return rx_offer(rx, msg, vept->q);

	rx_held(rx, msg);
	return true;
}

/*
 * Buffers that were released go back to the ring together. Returns whether there
 * were any.
 */
static bool rx_take_released(struct vrp_rx *rx)
{
	struct llist_node *list = llist_del_all(&rx->release.list);
	struct rpmsg_rx_msg *msg, *next;

	lockdep_assert_held(&rx->lock);

	if (!list)
		return false;

	/* Zero or more may follow while we look: they are counted anew. */
	atomic_set(&rx->release.num, 0);
	llist_for_each_entry_safe(msg, next, list, released) {
		trace_rpmsg_rx_release(rx->vq->vdev, msg_index(msg));
		rx->held--;
		rx_recycle(rx, msg);
	}
	return true;
}

/*
 * The message must wait, unless a buffer was released just now: who releases one
 * looks for a waiting message after that, and we look for released buffers after
 * the message waits, so one of us sees the other.
 */
static bool rx_stall(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	vrp_stall_begin(rx, msg);
	/* Between the word that we wait and the look: see above. */
	smp_mb();
	return !rx_take_released(rx) || !rx_dispatch(rx, msg);
}

/*
 * Empties the ring, but for a message that must wait. A remote that fills it as
 * fast as we empty it does not keep us here: after @budget messages the work goes
 * on, which the scheduler lets take turns with others, and until the ring is empty
 * the remote is asked not to ring. Else the processor could spend all of its time
 * in interrupts, one after the other, each with no more than a few messages. Nor is it
 * while somebody looks at the ring all the time. An index that moves to and fro between
 * two looks brings no message, and does not keep us here either.
 */
static void rx_process(struct vrp_rx *rx, unsigned int budget)
{
	struct rpmsg_rx_msg *msg;
	u32 used;

	lockdep_assert_held(&rx->lock);

	do {
		vrp_ring_irq_off(&rx->ring);
		if (rx->stall.msg) {
			if (!rx_dispatch(rx, rx->stall.msg) &&
			    rx_stall(rx, rx->stall.msg))
				return;
			vrp_stall_end(rx);
		}
		while ((msg = rx_take(rx, &used))) {
			if (!rx_parse(rx, msg, used)) {
				rx_recycle(rx, msg);
			} else if (!rx_dispatch(rx, msg)) {
				if (rx_stall(rx, msg))
					return;
				vrp_stall_end(rx);
			}
			if (!--budget) {
				queue_work(vrp_ring_wq, &rx->work);
				return;
			}
		}
		if (rx->poll.pollers || !vrp_ring_irq_on(&rx->ring))
			return;
	} while (--budget);
	queue_work(vrp_ring_wq, &rx->work);
}

/* The kernel's virtio_ring does not call us for an index of 0: see vrp_ring_near_zero(). */
static void rx_watch_zero(struct vrp_rx *rx)
{
	if (unlikely(vrp_ring_near_zero(&rx->ring)))
		vrp_poll_soon(&rx->poll);
}

/*
 * Runs the ring, or only gives back what was released, and tells the remote of the
 * buffers that it got back.
 */
static void rx_run(struct vrp_rx *rx, bool process, unsigned int budget)
{
	unsigned long flags;
	bool kick;

	spin_lock_irqsave(&rx->lock, flags);
	if (rx->dead) {
		spin_unlock_irqrestore(&rx->lock, flags);
		return;
	}
	rx_take_released(rx);
	if (process || (rx->stall.msg && rx->stall.starved))
		rx_process(rx, budget);
	kick = vrp_ring_publish(&rx->ring);
	if (unlikely(rx->ring.broken))
		vrp_break(container_of(rx, struct vrp, rx), rx->vq);
	rx_watch_zero(rx);
	spin_unlock_irqrestore(&rx->lock, flags);

	if (kick) {
		trace_rpmsg_kick(rx->vq);
		virtqueue_notify(rx->vq);
	}
}

/**
 * vrp_rx_done() - the remote says that it used receive buffers
 * @rx: the receive side
 *
 * From any context, hard interrupts included.
 */
void vrp_rx_done(struct vrp_rx *rx)
{
	trace_rpmsg_interrupt(rx->vq);
	/* The work item empties the ring, when it runs. */
	if (work_pending(&rx->work))
		return;

	rx_run(rx, true, RX_BURST);
}

/**
 * vrp_rx_take_stalled() - the message that waits is done with
 * @rx: the receive side, whose lock is held; runs next
 *
 * Its buffer goes back to the ring.
 */
void vrp_rx_take_stalled(struct vrp_rx *rx)
{
	rx_recycle(rx, rx->stall.msg);
	vrp_stall_end(rx);
}

/**
 * vrp_rx_look() - empty the ring as an interrupt would
 * @rx: the receive side
 */
void vrp_rx_look(struct vrp_rx *rx)
{
	rx_run(rx, true, RX_BURST);
}

/**
 * vrp_rx_resume() - there may be room where there was none
 * @rx: the receive side
 */
void vrp_rx_resume(struct vrp_rx *rx)
{
	rx_run(rx, true, RX_ROUND);
}

/**
 * vrp_rx_flush() - what was released goes back to the ring now
 * @rx: the receive side
 */
void vrp_rx_flush(struct vrp_rx *rx)
{
	rx_run(rx, false, RX_BURST);
}

/**
 * vrp_rx_release_many() - held buffers can go back to the ring
 * @rx: the receive side
 * @first: the messages in them, linked by &rpmsg_rx_msg.released
 * @last: the last of these
 * @n: how many
 * @more: the same queue holds others, which will be released as well
 *
 * They go there together with others, unless the remote may be short of buffers or
 * a message waits for them.
 */
void vrp_rx_release_many(struct vrp_rx *rx, struct llist_node *first,
			 struct llist_node *last, unsigned int n, bool more)
{
	unsigned int waiting;

	waiting = atomic_add_return(n, &rx->release.num);
	/* A full barrier, see rx_stall(). */
	llist_add_batch(first, last, &rx->release.list);
	if (!more || waiting >= rx->release.batch ||
	    (READ_ONCE(rx->stall.msg) && READ_ONCE(rx->stall.starved)) ||
	    READ_ONCE(rx->held) > rx->pool.num / 4 * 3)
		vrp_rx_flush(rx);
}

static void rx_work(struct work_struct *work)
{
	vrp_rx_resume(container_of(work, struct vrp_rx, work));
}

/**
 * vrp_rx_init() - give all receive buffers to the ring
 * @rx: the receive side
 * @vq: vring 0
 * @pool: its buffers
 *
 * Return: 0 or a negative errno.
 */
int vrp_rx_init(struct vrp_rx *rx, struct virtqueue *vq,
		const struct vrp_pool *pool)
{
	unsigned int i;

	mutex_init(&rx->epts_lock);
	xa_init_flags(&rx->epts, XA_FLAGS_ALLOC | XA_FLAGS_LOCK_IRQ);
	spin_lock_init(&rx->lock);
	INIT_WORK(&rx->work, rx_work);
	vrp_stall_init(&rx->stall);
	vrp_poll_init(&rx->poll);
	vrp_stray_init(rx);
	rx->vq = vq;
	rx->pool = *pool;
	rx->quota = max(pool->num / 2, 1U);
	rx->release.batch = clamp(pool->num / 8, 1U, RX_RELEASE_BATCH);
	init_llist_head(&rx->release.list);
	rx->msgs = kvcalloc(pool->num, sizeof(*rx->msgs), GFP_KERNEL);
	if (!rx->msgs || vrp_ring_begin(&rx->ring, vq, pool, true)) {
		kvfree(rx->msgs);
		return -ENOMEM;
	}

	for (i = 0; i < pool->num; i++) {
		rx->msgs[i].ring = rx;
		rx_recycle(rx, &rx->msgs[i]);
	}
	/* The first kick comes when the device is ready, whatever the remote says. */
	vrp_ring_publish(&rx->ring);
	return 0;
}

/**
 * vrp_rx_stop() - deliver nothing more, and leave the ring alone
 * @rx: the receive side
 *
 * What the endpoints' queues hold in ring buffers is copied, so that it can be
 * read after the ring is gone. May sleep.
 */
void vrp_rx_stop(struct vrp_rx *rx)
{
	struct vrp_ept *vept;
	unsigned long addr;

	spin_lock_irq(&rx->lock);
	rx->dead = true;
	vrp_stall_end(rx);
	spin_unlock_irq(&rx->lock);
	cancel_work_sync(&rx->work);
	vrp_poll_stop(&rx->poll);
	vrp_stray_stop(rx);

	guard(mutex)(&rx->epts_lock);
	xa_for_each(&rx->epts, addr, vept)
		rpmsg_rxq_evacuate(vept->q);
}

/**
 * vrp_rx_free() - free what vrp_rx_init() allocated
 * @rx: the receive side, stopped, all endpoints gone
 */
void vrp_rx_free(struct vrp_rx *rx)
{
	vrp_ring_free(&rx->ring);
	kvfree(rx->msgs);
	xa_destroy(&rx->epts);
}
