// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages to an address that nobody has yet.
 *
 * A remote may announce a service and go on at once with messages to an address that
 * the service's driver is known to have. The name service makes the channel in a work
 * item, so these are there before the endpoint. While it has something to do they are
 * kept, in their ring buffers, as many as one queue may hold; then the ring waits. When
 * the endpoint comes they are the first that it gets. When the name service has nothing
 * more to do, they are for nobody.
 *
 * What the name service does, a driver's probe() or remove(), may itself wait for a
 * message. The ring does not wait for that: once the driver that is probed has sent
 * something, or after some time in any case, what cannot be kept is dropped.
 */

#include "virtio_rpmsg.h"
#include "virtio_rpmsg_trace.h"

/* How long the ring waits for the name service. */
#define STRAY_PATIENCE	HZ

/**
 * vrp_stray_offer() - may a message to an address that nobody has be kept?
 * @rx: the receive side, locked
 * @msg: the message
 * @share: how many ring buffers one queue may hold now
 *
 * Return: %RPMSG_RXQ_HELD when it is, %RPMSG_RXQ_FREE when it is to be dropped,
 * %RPMSG_RXQ_FULL when it is to be offered again: the ring is told when.
 */
enum rpmsg_rxq_verdict vrp_stray_offer(struct vrp_rx *rx,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share)
{
	struct vrp_stray *stray = &rx->stray;

	lockdep_assert_held(&rx->lock);

	if (!stray->busy)
		return RPMSG_RXQ_FREE;
	if (stray->num < share) {
		list_add_tail(&msg->node, &stray->msgs);
		stray->num++;
		return RPMSG_RXQ_HELD;
	}
	if (stray->hurry)
		return RPMSG_RXQ_FREE;

	queue_delayed_work(vrp_ring_wq, &stray->limit, STRAY_PATIENCE);
	return RPMSG_RXQ_FULL;
}

/**
 * vrp_stray_begin() - the name service has something to do
 * @rx: the receive side, locked
 */
void vrp_stray_begin(struct vrp_rx *rx)
{
	lockdep_assert_held(&rx->lock);
	rx->stray.busy = true;
}

static void stray_drop(struct vrp_rx *rx, struct list_head *msgs)
{
	struct rpmsg_rx_msg *msg;

	list_for_each_entry(msg, msgs, node)
		trace_rpmsg_drop(rx->vq->vdev, msg - rx->msgs, msg->src,
				 msg->dst, msg->len);
	rpmsg_rxq_dispose(msgs);
}

/**
 * vrp_stray_end() - the name service has done all that it had to
 * @rx: the receive side
 * @q: the name service's queue: when there is something in it, it has not
 *
 * In the name service's work item, or once that is over for good.
 */
void vrp_stray_end(struct vrp_rx *rx, struct rpmsg_rxq *q)
{
	struct vrp_stray *stray = &rx->stray;
	bool stalled = false;
	LIST_HEAD(msgs);

	spin_lock_irq(&rx->lock);
	/* Nothing gets into the queue while we look, and who puts it there begins anew. */
	if (stray->busy && !rpmsg_rxq_readable(q)) {
		stray->busy = false;
		stray->hurry = false;
		cancel_delayed_work(&stray->limit);
		list_splice_init(&stray->msgs, &msgs);
		rx->no_ept += stray->num;
		stray->num = 0;
		stalled = rx->stall.msg;
	}
	spin_unlock_irq(&rx->lock);

	stray_drop(rx, &msgs);
	if (stalled)
		vrp_rx_resume(rx);
}

/**
 * vrp_stray_claim() - an endpoint gets what was kept for it
 * @rx: the receive side, locked
 * @vept: the endpoint
 * @left: list that receives those that its queue does not take
 *
 * Before anything else is delivered to it. An endpoint whose queue takes nothing gets
 * nothing, nor does one whose address was given out: what came before was for another
 * one that had it.
 */
void vrp_stray_claim(struct vrp_rx *rx, struct vrp_ept *vept,
		     struct list_head *left)
{
	struct rpmsg_rx_msg *msg, *next;

	lockdep_assert_held(&rx->lock);

	if (!vept->asked_for ||
	    (!READ_ONCE(vept->q->accepting) && !READ_ONCE(vept->q->early)))
		return;

	list_for_each_entry_safe(msg, next, &rx->stray.msgs, node) {
		if (msg->dst != vept->ept.addr)
			continue;
		list_del(&msg->node);
		rx->stray.num--;
		if (!rpmsg_rxq_adopt(vept->q, msg))
			list_add_tail(&msg->node, left);
	}
}

/**
 * vrp_stray_hurry() - the name service may wait for a message behind those kept
 * @rx: the receive side
 *
 * From any context.
 */
void vrp_stray_hurry(struct vrp_rx *rx)
{
	unsigned long flags;

	spin_lock_irqsave(&rx->lock, flags);
	if (rx->stray.busy && !rx->dead) {
		rx->stray.hurry = true;
		if (rx->stall.msg)
			queue_work(vrp_ring_wq, &rx->work);
	}
	spin_unlock_irqrestore(&rx->lock, flags);
}

static void stray_limit(struct work_struct *work)
{
	struct vrp_stray *stray = container_of(to_delayed_work(work),
					       struct vrp_stray, limit);

	vrp_stray_hurry(container_of(stray, struct vrp_rx, stray));
}

/**
 * vrp_stray_init() - nothing is kept
 * @rx: the receive side
 */
void vrp_stray_init(struct vrp_rx *rx)
{
	INIT_LIST_HEAD(&rx->stray.msgs);
	INIT_DELAYED_WORK(&rx->stray.limit, stray_limit);
}

/**
 * vrp_stray_stop() - keep nothing more
 * @rx: the receive side, dead: the buffers go with the ring
 */
void vrp_stray_stop(struct vrp_rx *rx)
{
	spin_lock_irq(&rx->lock);
	rx->stray.busy = false;
	rx->stray.num = 0;
	INIT_LIST_HEAD(&rx->stray.msgs);
	spin_unlock_irq(&rx->lock);
	cancel_delayed_work_sync(&rx->stray.limit);
}
