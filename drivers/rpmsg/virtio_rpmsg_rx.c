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

#include "virtio_rpmsg.h"

/* Messages that are taken off the ring at once: in an interrupt, and in work. */
#define RX_BURST	32
#define RX_ROUND	64

static unsigned int msg_index(const struct rpmsg_rx_msg *msg)
{
	return msg - msg->ring->msgs;
}

/* Gives one buffer to the remote; the caller kicks. */
static void rx_recycle(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct scatterlist sg;
	int err;

	vrp_pool_sg(&rx->pool, msg_index(msg), rx->pool.buf_size, &sg);
	err = virtqueue_add_inbuf(rx->vq, &sg, 1, msg, GFP_ATOMIC);
	/* One descriptor a buffer: there is room, unless the ring is broken. */
	if (err)
		dev_warn_once(&rx->vq->vdev->dev,
			      "receive ring is broken (%d), restart the remote\n", err);
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

	rx->bad++;
	dev_warn_ratelimited(&vdev->dev,
			     "bad message dropped: %u bytes used of %u, payload %u\n",
			     used, rx->pool.buf_size, msg->len);
	return false;
}

/*
 * How many buffers a queue may hold now. One queue holds a quarter of the ring
 * at most and all queues together half of it, so that the other half goes round
 * for those who read. Beyond that a queue that holds none may still have one, or
 * else it could wait for room that nobody makes; but never the last one.
 */
static unsigned int rx_share(const struct vrp_rx *rx)
{
	if (rx->held < rx->pool.num / 2)
		return rx->quota;
	return rx->held + 1 < rx->pool.num ? 1 : 0;
}

/* Returns false when the message must wait for room in its queue. */
static bool rx_dispatch(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct rpmsg_rx_msg *victim, *next;
	enum rpmsg_rxq_verdict verdict;
	struct vrp_ept *vept;
	LIST_HEAD(victims);

	vept = xa_load(&rx->epts, msg->dst);
	if (!vept) {
		rx->no_ept++;
		dev_dbg_ratelimited(&rx->vq->vdev->dev,
				    "message from %u to %u, which nobody has\n",
				    msg->src, msg->dst);
		rx_recycle(rx, msg);
		return true;
	}

	verdict = rpmsg_rxq_offer(vept->q, msg, rx_share(rx), &victims);
	if (verdict == RPMSG_RXQ_HELD)
		rx->held++;
	else if (verdict == RPMSG_RXQ_FREE)
		rx_recycle(rx, msg);

	list_for_each_entry_safe(victim, next, &victims, node) {
		rx->held--;
		rx_recycle(rx, victim);
	}
	return verdict != RPMSG_RXQ_FULL;
}

/*
 * Empties the ring, but for a message that must wait. A remote that fills it as
 * fast as we empty it does not keep us here: after @budget messages the work goes
 * on, which the scheduler lets take turns with others, and until the ring is empty
 * the remote is asked not to ring. Else the processor could spend all of its time
 * in interrupts, one after the other, each with no more than a few messages.
 */
static void rx_process(struct vrp_rx *rx, unsigned int budget)
{
	struct rpmsg_rx_msg *msg;
	u32 used;

	lockdep_assert_held(&rx->lock);

	do {
		virtqueue_disable_cb(rx->vq);
		if (rx->stalled) {
			if (!rx_dispatch(rx, rx->stalled))
				return;
			rx->stalled = NULL;
		}
		while ((msg = virtqueue_get_buf(rx->vq, &used))) {
			if (!rx_parse(rx, msg, used)) {
				rx_recycle(rx, msg);
			} else if (!rx_dispatch(rx, msg)) {
				rx->stalled = msg;
				return;
			}
			if (!--budget) {
				queue_work(vrp_wq, &rx->work);
				return;
			}
		}
	} while (!virtqueue_enable_cb(rx->vq));
}

/* Runs the ring and tells the remote of the buffers that it got back. */
static void rx_run(struct vrp_rx *rx, struct rpmsg_rx_msg *released,
		   unsigned int budget)
{
	unsigned long flags;
	bool kick = false;

	spin_lock_irqsave(&rx->lock, flags);
	if (rx->dead) {
		spin_unlock_irqrestore(&rx->lock, flags);
		return;
	}
	if (released) {
		rx->held--;
		rx_recycle(rx, released);
	}
	if (!released || rx->stalled)
		rx_process(rx, budget);
	if (rx->added)
		kick = virtqueue_kick_prepare(rx->vq);
	rx->added = false;
	spin_unlock_irqrestore(&rx->lock, flags);

	if (kick)
		virtqueue_notify(rx->vq);
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

	/* It goes on by itself, when it is its turn. */
	if (work_pending(&vrp->rx.work))
		return;

	rx_run(&vrp->rx, NULL, RX_BURST);
}

/**
 * vrp_rx_resume() - there may be room where there was none
 * @rx: the receive side
 */
void vrp_rx_resume(struct vrp_rx *rx)
{
	rx_run(rx, NULL, RX_ROUND);
}

/**
 * vrp_rx_release() - a held buffer can go back to the ring
 * @msg: the message in it, on no list any more
 */
void vrp_rx_release(struct rpmsg_rx_msg *msg)
{
	rx_run(msg->ring, msg, RX_BURST);
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
	rx->vq = vq;
	rx->pool = *pool;
	rx->quota = max(pool->num / 4, 1U);
	rx->msgs = kvcalloc(pool->num, sizeof(*rx->msgs), GFP_KERNEL);
	if (!rx->msgs)
		return -ENOMEM;

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
	kvfree(rx->msgs);
	xa_destroy(&rx->epts);
}
