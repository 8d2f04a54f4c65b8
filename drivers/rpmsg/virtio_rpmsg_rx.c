// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the receive ring to the endpoints' queues.
 *
 * One context at a time takes messages off the ring, under vrp_rx.lock, so that
 * they reach each endpoint in the remote's order: the ring's interrupt, a reader
 * that made room, or the work that goes on for an interrupt that had enough.
 */

#include <linux/export.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/virtio_ring.h>

#include "rpmsg_rxq.h"
#include "virtio_rpmsg_trace.h"

/* Messages that are taken off the ring at once: in an interrupt, and in work. */
#define RX_BURST	32
#define RX_ROUND	64

/* How long a reader that is behind is waited for before its messages are copied. */
#define RX_PATIENCE	max(HZ / 250, 1)

/* How long somebody who looks at the ring may be kept from it, and nobody else looks. */
#define RX_QUIET	max(HZ / 250, 1)

/* Most buffers that are released before they go back. */
#define RX_RELEASE_BATCH	16U

static unsigned int msg_index(const struct rpmsg_rx_msg *msg)
{
	return msg - msg->ring->msgs;
}

static noinline void rx_warn_broken(struct vrp_rx *rx, int err)
{
	dev_warn_once(&rx->vq->vdev->dev,
		      "receive ring is broken (%d), restart the remote\n", err);
}

/* Gives one buffer to the remote; the caller kicks. */
static inline void rx_recycle(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	int err;

	err = virtqueue_add_inbuf(rx->vq, &rx->pool.sgs[msg_index(msg)], 1, msg,
				  GFP_ATOMIC);
	/* One descriptor a buffer: there is room, unless the ring is broken. */
	if (err)
		rx_warn_broken(rx, err);
	rx->added = true;
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

static void rx_drop_stray(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct virtio_device *vdev = rx->vq->vdev;

	trace_rpmsg_drop(vdev, msg_index(msg), msg->src, msg->dst, msg->len);
	rx->no_ept++;
	dev_dbg_ratelimited(&vdev->dev, "message from %u to %u, which nobody has\n",
			    msg->src, msg->dst);
	rx_recycle(rx, msg);
}

static inline void rx_held(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	trace_rpmsg_rx_hold(rx->vq->vdev, msg_index(msg), msg->src, msg->dst,
			    msg->len);
	rx->held++;
}

/*
 * For a queue that does not simply hold the buffer. Returns false when the message
 * must wait for room.
 */
static noinline bool rx_offer(struct vrp_rx *rx, struct rpmsg_rx_msg *msg,
			      struct rpmsg_rxq *q)
{
	struct rpmsg_rx_msg *victim, *next;
	enum rpmsg_rxq_verdict verdict;
	LIST_HEAD(victims);

	verdict = rpmsg_rxq_offer(q, msg, rx_share(rx), &victims);
	if (verdict == RPMSG_RXQ_HELD)
		rx_held(rx, msg);
	else if (verdict == RPMSG_RXQ_FREE)
		rx_recycle(rx, msg);

	list_for_each_entry_safe(victim, next, &victims, node) {
		trace_rpmsg_drop(rx->vq->vdev, msg_index(victim), victim->src,
				 victim->dst, victim->len);
		rx->held--;
		rx_recycle(rx, victim);
	}
	WRITE_ONCE(rx->patient, verdict == RPMSG_RXQ_WAIT);
	return verdict != RPMSG_RXQ_FULL && verdict != RPMSG_RXQ_WAIT;
}

/* Returns false when the message must wait for room in its queue. */
static bool rx_dispatch(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct vrp_ept *vept;

	trace_rpmsg_rx_deliver(rx->vq->vdev, msg_index(msg), msg->src, msg->dst,
			       msg->len);
	vept = rx_find(rx, msg->dst);
	if (!vept) {
		rx_drop_stray(rx, msg);
		return true;
	}
	if (!rxq_hold(vept->q, msg, rx_share(rx)))
		return rx_offer(rx, msg, vept->q);

	rx_held(rx, msg);
	WRITE_ONCE(rx->patient, false);
	return true;
}

/*
 * Buffers that were released go back to the ring together. Returns whether there
 * were any.
 */
static bool rx_take_released(struct vrp_rx *rx)
{
	struct llist_node *list = llist_del_all(&rx->released);
	struct rpmsg_rx_msg *msg, *next;

	lockdep_assert_held(&rx->lock);

	if (!list)
		return false;

	/* Zero or more may follow while we look: they are counted anew. */
	atomic_set(&rx->num_released, 0);
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
	if (rx->stalled != msg)
		trace_rpmsg_stall(rx->vq->vdev, msg_index(msg), msg->src,
				  msg->dst, msg->len);
	if (rx->patient && rx->stalled != msg)
		mod_delayed_work(vrp_wq, &rx->lag, RX_PATIENCE);
	WRITE_ONCE(rx->stalled, msg);
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
		virtqueue_disable_cb(rx->vq);
		if (rx->stalled) {
			if (!rx_dispatch(rx, rx->stalled) &&
			    rx_stall(rx, rx->stalled))
				return;
			WRITE_ONCE(rx->stalled, NULL);
		}
		while ((msg = virtqueue_get_buf(rx->vq, &used))) {
			WRITE_ONCE(rx->taken, rx->taken + 1);
			if (!rx_parse(rx, msg, used)) {
				rx_recycle(rx, msg);
			} else if (!rx_dispatch(rx, msg)) {
				if (rx_stall(rx, msg))
					return;
				WRITE_ONCE(rx->stalled, NULL);
			}
			if (!--budget) {
				queue_work(vrp_wq, &rx->work);
				return;
			}
		}
		if (rx->pollers || virtqueue_enable_cb(rx->vq))
			return;
	} while (--budget);
	queue_work(vrp_wq, &rx->work);
}

/*
 * A remote that has been once around the ring and never said when it wants to hear
 * of buffers would wait for them for ever.
 */
static bool rx_kick_prepare(struct vrp_rx *rx)
{
	bool kick = virtqueue_kick_prepare(rx->vq);

	if (unlikely(rx->event.unsure && rx->taken >= rx->pool.num) &&
	    !vrp_event_moves(&rx->event, rx->vq) && rx->taken >= 2 * rx->pool.num)
		vrp_event_give_up(&rx->event, container_of(rx, struct vrp, rx));
	return kick || rx->event.always;
}

/*
 * Runs the ring, or only gives back what was released, and tells the remote of the
 * buffers that it got back.
 */
static void rx_run(struct vrp_rx *rx, bool process, unsigned int budget)
{
	unsigned long flags;
	bool kick = false;

	spin_lock_irqsave(&rx->lock, flags);
	if (rx->dead) {
		spin_unlock_irqrestore(&rx->lock, flags);
		return;
	}
	rx_take_released(rx);
	if (process || (rx->stalled && !rx->patient))
		rx_process(rx, budget);
	if (rx->added)
		kick = rx_kick_prepare(rx);
	rx->added = false;
	spin_unlock_irqrestore(&rx->lock, flags);

	if (kick) {
		trace_rpmsg_kick(rx->vq);
		virtqueue_notify(rx->vq);
	}
}

/**
 * vrp_rx_done() - the remote says that it used receive buffers
 * @vq: vring 0
 *
 * From any context, hard interrupts included.
 */
void vrp_rx_done(struct virtqueue *vq)
{
	struct vrp *vrp = vq->vdev->priv;

	trace_rpmsg_interrupt(vq);
	/* It goes on by itself, when it is its turn. */
	if (work_pending(&vrp->rx.work))
		return;

	rx_run(&vrp->rx, true, RX_BURST);
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

	waiting = atomic_add_return(n, &rx->num_released);
	/* A full barrier, see rx_stall(). */
	llist_add_batch(first, last, &rx->released);
	if (!more || waiting >= rx->batch ||
	    (READ_ONCE(rx->stalled) && !READ_ONCE(rx->patient)) ||
	    READ_ONCE(rx->held) > rx->pool.num / 4 * 3)
		vrp_rx_flush(rx);
}

/**
 * vrp_rx_poll_begin() - somebody looks at the ring until vrp_rx_poll_end()
 * @rx: the receive side
 *
 * The remote is asked not to ring meanwhile. Should whoever looks be kept from it, as
 * another task has the processor, @loud looks every few milliseconds.
 */
void vrp_rx_poll_begin(struct vrp_rx *rx)
{
	spin_lock_irq(&rx->lock);
	rx->pollers++;
	if (!rx->dead) {
		virtqueue_disable_cb(rx->vq);
		queue_delayed_work(vrp_wq, &rx->loud, RX_QUIET);
	}
	spin_unlock_irq(&rx->lock);
}

/**
 * vrp_rx_poll() - look at the ring
 * @rx: the receive side
 *
 * In an RCU read-side section, for as often as can be: costs one read of shared
 * memory when nothing is there.
 */
void vrp_rx_poll(struct vrp_rx *rx)
{
	const struct vring *vring;
	u16 used;

	/* The ring is there until this section ends, if it was alive in it. */
	if (READ_ONCE(rx->dead) || READ_ONCE(rx->stalled))
		return;

	vring = virtqueue_get_vring(rx->vq);
	used = virtio16_to_cpu(rx->vq->vdev, READ_ONCE(vring->used->idx));
	if (used != (u16)READ_ONCE(rx->taken))
		rx_run(rx, true, RX_BURST);
}

/**
 * vrp_rx_poll_end() - somebody does not look at the ring any more
 * @rx: the receive side
 *
 * What came meanwhile is delivered, and the remote is asked to ring: messages for other
 * endpoints do not wait for whether the same one looks again.
 */
void vrp_rx_poll_end(struct vrp_rx *rx)
{
	spin_lock_irq(&rx->lock);
	rx->pollers--;
	spin_unlock_irq(&rx->lock);
	vrp_rx_resume(rx);
}

static void rx_loud(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 loud);

	spin_lock_irq(&rx->lock);
	if (!rx->dead && rx->pollers)
		queue_delayed_work(vrp_wq, &rx->loud, RX_QUIET);
	spin_unlock_irq(&rx->lock);

	vrp_rx_resume(rx);
}

/* With the lock held: whether to go on waiting for the reader. */
static bool rx_reader_is_coming(struct vrp_rx *rx)
{
	struct vrp_ept *vept;

	if (rx->dead || !rx->stalled || !rx->patient)
		return false;

	vept = rx_find(rx, rx->stalled->dst);
	return vept && !rpmsg_rxq_lags(vept->q);
}

/* The reader had its time: what waits for it is copied, as far as there is room. */
static void rx_lag(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 lag);
	bool coming;

	spin_lock_irq(&rx->lock);
	coming = rx_reader_is_coming(rx);
	if (coming)
		queue_delayed_work(vrp_wq, &rx->lag, RX_PATIENCE);
	spin_unlock_irq(&rx->lock);

	if (!coming)
		vrp_rx_resume(rx);
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
	xa_init_flags(&rx->epts, XA_FLAGS_ALLOC);
	spin_lock_init(&rx->lock);
	INIT_WORK(&rx->work, rx_work);
	INIT_DELAYED_WORK(&rx->lag, rx_lag);
	INIT_DELAYED_WORK(&rx->loud, rx_loud);
	rx->vq = vq;
	rx->pool = *pool;
	rx->quota = max(pool->num / 2, 1U);
	rx->batch = clamp(pool->num / 8, 1U, RX_RELEASE_BATCH);
	init_llist_head(&rx->released);
	vrp_event_init(&rx->event, vq);
	rx->msgs = kvcalloc(pool->num, sizeof(*rx->msgs), GFP_KERNEL);
	if (!rx->msgs || vrp_pool_init_sgs(&rx->pool)) {
		kvfree(rx->msgs);
		return -ENOMEM;
	}

	for (i = 0; i < pool->num; i++) {
		rx->msgs[i].ring = rx;
		rx_recycle(rx, &rx->msgs[i]);
	}
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
	rx->stalled = NULL;
	spin_unlock_irq(&rx->lock);
	cancel_work_sync(&rx->work);
	cancel_delayed_work_sync(&rx->lag);
	cancel_delayed_work_sync(&rx->loud);

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
	kvfree(rx->pool.sgs);
	kvfree(rx->msgs);
	xa_destroy(&rx->epts);
}
