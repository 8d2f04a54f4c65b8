// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoints, and what the rpmsg core and zero-copy clients call on them.
 *
 * An endpoint's messages wait in a queue. Its callback, which may sleep, gets
 * them from a work item, one at a time and in order. A client that reads for
 * itself attaches a queue of its own; then nothing runs between the interrupt
 * and the reader.
 */

#include <linux/export.h>
#include <linux/rpmsg/ns.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>

#include <rpmsg_private.h>

#include "virtio_rpmsg.h"

/* How many callbacks run before the work lets others have the worker. */
#define CALLBACK_BATCH	64

static const struct rpmsg_endpoint_ops vrp_ept_ops;

/* The endpoint from which channels come, and with them other endpoints. */
static bool vept_is_ns(const struct vrp_ept *vept)
{
	return vept->ept.addr == RPMSG_NS_ADDR && vept->vrp->has_ns;
}

static void vept_callback_work(struct work_struct *work)
{
	struct vrp_ept *vept = container_of(work, struct vrp_ept, work);
	struct rpmsg_endpoint *ept = &vept->ept;
	unsigned int budget = CALLBACK_BATCH;
	struct rpmsg_rx_msg *msg;

	/* Before a message leaves the queue: see vept_is_idle(). */
	WRITE_ONCE(vept->calling, true);
	while (budget-- && (msg = rpmsg_rxq_pop(&vept->own))) {
		atomic_set(&msg->refs, 1);
		mutex_lock(&ept->cb_lock);
		if (ept->cb)
			ept->cb(ept->rpdev, msg->data, msg->len, ept->priv,
				msg->src);
		mutex_unlock(&ept->cb_lock);
		vrp_msg_put(msg);
	}

	/* Who sees it sees what the callback did. */
	smp_store_release(&vept->calling, false);

	if (rpmsg_rxq_readable(&vept->own)) {
		queue_work(vrp_callback_wq, &vept->work);
		return;
	}
	vrp_ept_idle(vept);
	if (vept_is_ns(vept))
		vrp_stray_end(&vept->vrp->rx, &vept->own);
}

/* The ring's lock is held, whoever gives the queue a message. */
static void vept_notify(struct rpmsg_rxq *q)
{
	struct vrp_ept *vept = container_of(q, struct vrp_ept, own);

	if (vept_is_ns(vept))
		vrp_stray_begin(&vept->vrp->rx);
	vrp_gate_queue(vept);
}

/*
 * The name service's callback makes and destroys channels, and with them other
 * endpoints, while it holds its own lock. Lockdep knows locks by where they are
 * initialised: this is the place of its own.
 */
static void vept_init_callback(struct vrp_ept *vept, u32 addr)
{
	if (addr == RPMSG_NS_ADDR) {
		mutex_init(&vept->ept.cb_lock);
		INIT_WORK(&vept->work, vept_callback_work);
	} else {
		mutex_init(&vept->ept.cb_lock);
		INIT_WORK(&vept->work, vept_callback_work);
	}
}

/* Nobody else gets the address, and nothing is delivered to it yet. */
static int vept_reserve(struct vrp_rx *rx, struct vrp_ept *vept, u32 addr)
{
	if (addr != RPMSG_ADDR_ANY) {
		vept->ept.addr = addr;
		return xa_insert_irq(&rx->epts, addr, NULL, GFP_KERNEL);
	}

	return xa_alloc_irq(&rx->epts, &vept->ept.addr, NULL,
			    XA_LIMIT(VRP_DYNAMIC_ADDR, RPMSG_ADDR_ANY - 1),
			    GFP_KERNEL);
}

/* From here on messages are delivered, those first that were kept. */
static void vept_publish(struct vrp_rx *rx, struct vrp_ept *vept)
{
	LIST_HEAD(left);

	spin_lock_irq(&rx->lock);
	xa_lock(&rx->epts);
	/* It is reserved, so this takes no memory and cannot fail. */
	__xa_store(&rx->epts, vept->ept.addr, vept, 0);
	xa_unlock(&rx->epts);
	vrp_stray_claim(rx, vept, &left);
	spin_unlock_irq(&rx->lock);

	rpmsg_rxq_put_left(&vept->own, &left);
	/* A message that waits may be for it, or can be kept now. */
	if (READ_ONCE(rx->stall.msg))
		vrp_rx_resume(rx);
}

/**
 * vrp_create_ept() - bind an endpoint to a local address
 * @rpdev: the channel
 * @cb: callback for its messages, may sleep; NULL to drop them until a queue is
 *	attached
 * @priv: for the callback
 * @chinfo: its address, or RPMSG_ADDR_ANY for a free one from 1024 on
 *
 * Return: the endpoint, NULL when the address is taken, memory is short or the
 * remote is gone.
 */
struct rpmsg_endpoint *vrp_create_ept(struct rpmsg_device *rpdev,
				      rpmsg_rx_cb_t cb, void *priv,
				      struct rpmsg_channel_info chinfo)
{
	struct vrp *vrp = vrp_of_channel(rpdev);
	struct vrp_ept *vept;

	vept = kzalloc(sizeof(*vept), GFP_KERNEL);
	if (!vept)
		return NULL;

	kref_init(&vept->ept.refcount);
	vept->ept.rpdev = rpdev;
	vept->ept.cb = cb;
	vept->ept.priv = priv;
	vept->ept.ops = &vrp_ept_ops;
	vept->vrp = vrp;
	vept->asked_for = chinfo.src != RPMSG_ADDR_ANY;
	vept->gate = vrp_gate_of_channel(rpdev);
	INIT_LIST_HEAD(&vept->gate_node);
	vept_init_callback(vept, chinfo.src);
	INIT_LIST_HEAD(&vept->tx_node);
	rpmsg_rxq_init(&vept->own);
	vept->own.notify = vept_notify;
	vept->q = &vept->own;
	if (cb)
		rpmsg_rxq_open(&vept->own);

	guard(mutex)(&vrp->rx.epts_lock);
	if (READ_ONCE(vrp->rx.dead) || vept_reserve(&vrp->rx, vept, chinfo.src)) {
		kfree(vept);
		return NULL;
	}
	kref_get(&vrp->ref);
	get_device(&rpdev->dev);
	vept_publish(&vrp->rx, vept);
	return &vept->ept;
}

/*
 * After this the ring delivers to the endpoint's new queue only, and to an endpoint
 * that is out of the table not at all. What waits for the callback waits in a client's
 * queue from now on, ahead of what comes next; what waits in that stays there.
 */
static void vept_switch_queue(struct vrp_ept *vept, struct rpmsg_rxq *q)
{
	struct vrp_rx *rx = &vept->vrp->rx;
	struct rpmsg_rxq *old = vept->q;
	LIST_HEAD(left);

	lockdep_assert_held(&rx->epts_lock);

	spin_lock_irq(&rx->lock);
	rx->last = NULL;
	if (old == &vept->own && q != old)
		rpmsg_rxq_take_over(q, old, &left);
	spin_lock(&vept->vrp->tx.lock);
	vept->q = q;
	spin_unlock(&vept->vrp->tx.lock);
	if (q != &vept->own)
		vrp_stray_claim(rx, vept, &left);
	spin_unlock_irq(&rx->lock);

	if (old != &vept->own) {
		rpmsg_rxq_evacuate(old);
		/* With the buffers that came free, and in case that it waited for this queue. */
		vrp_rx_resume(rx);
	}
	if (q != &vept->own)
		rpmsg_rxq_put_left(&vept->own, &left);
}

static void vept_free(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct vrp_ept, rcu));
}

static void vrp_destroy_ept(struct rpmsg_endpoint *ept)
{
	struct vrp_ept *vept = to_vrp_ept(ept);
	struct vrp *vrp = vept->vrp;

	mutex_lock(&vrp->rx.epts_lock);
	xa_erase_irq(&vrp->rx.epts, ept->addr);
	vrp_tx_unwant(&vrp->tx, vept, true);
	vept_switch_queue(vept, &vept->own);
	rpmsg_rxq_close(&vept->own);
	mutex_unlock(&vrp->rx.epts_lock);
	vrp_gate_leave(vept);

	/* Another endpoint's callback may do this. */
	mutex_lock_nested(&ept->cb_lock, SINGLE_DEPTH_NESTING);
	ept->cb = NULL;
	mutex_unlock(&ept->cb_lock);
	cancel_work_sync(&vept->work);
	vrp_ept_idle(vept);
	if (vept_is_ns(vept))
		vrp_stray_end(&vrp->rx, &vept->own);

	put_device(&ept->rpdev->dev);
	call_srcu(&virtio_rpmsg_srcu, &vept->rcu, vept_free);
	vrp_put(vrp);
}

/**
 * virtio_rpmsg_is_ept() - does the functions below work on an endpoint?
 * @ept: any endpoint
 *
 * Return: whether the endpoint is on a virtio transport.
 */
bool virtio_rpmsg_is_ept(const struct rpmsg_endpoint *ept)
{
	return ept->ops == &vrp_ept_ops;
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_is_ept);

/**
 * virtio_rpmsg_attach_rxq() - let a client read for itself
 * @ept: the endpoint, on a virtio transport
 * @q: the client's queue, which stays until the endpoint is destroyed; NULL to
 *	have the callback called again
 *
 * The endpoint's callback gets nothing that comes from now on, nor what has come and
 * waits for it: that moves to the queue, ahead of all that is to come, as far as the
 * queue takes messages. When the endpoint is destroyed, what is in the queue stays
 * readable.
 *
 * Return: 0, or -EOPNOTSUPP on another transport.
 */
int virtio_rpmsg_attach_rxq(struct rpmsg_endpoint *ept, struct rpmsg_rxq *q)
{
	struct vrp_ept *vept = to_vrp_ept(ept);

	if (!virtio_rpmsg_is_ept(ept))
		return -EOPNOTSUPP;

	guard(mutex)(&vept->vrp->rx.epts_lock);
	vept_switch_queue(vept, q ?: &vept->own);
	/* Who wakes writers of the old queue has done so when this returns. */
	vrp_tx_unwant(&vept->vrp->tx, vept, false);
	return 0;
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_attach_rxq);

static int vept_send(struct rpmsg_endpoint *ept, u32 src, u32 dst,
		     const void *data, int len, bool wait)
{
	struct vrp_ept *vept = to_vrp_ept(ept);
	struct rpmsg_tx_msg msg;
	size_t room;
	void *buf;

	if (len < 0 || src == RPMSG_ADDR_ANY || dst == RPMSG_ADDR_ANY)
		return -EINVAL;
	if (len > vrp_mtu(vept->vrp))
		return -EMSGSIZE;

	vrp_gate_sends(vept);
	buf = virtio_rpmsg_get_tx_payload_buffer(ept, &room, wait);
	/* The core's contract: trysend says -ENOMEM when there is no buffer. */
	if (buf == ERR_PTR(-EAGAIN))
		return -ENOMEM;
	if (IS_ERR(buf))
		return PTR_ERR(buf);

	memcpy(buf, data, len);
	msg = (struct rpmsg_tx_msg){ .data = buf, .len = len, .dst = dst };
	return vrp_tx_send(&vept->vrp->tx, &msg, 1, src);
}

static int vrp_send(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len)
{
	return vept_send(ept, ept->addr, ept->rpdev->dst, data, len, true);
}

static int vrp_sendto(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
		      u32 dst)
{
	return vept_send(ept, ept->addr, dst, data, len, true);
}

static int __maybe_unused
vrp_send_offchannel(struct rpmsg_endpoint *ept, u32 src, u32 dst,
		    compat_rpmsg_data *data, int len)
{
	return vept_send(ept, src, dst, data, len, true);
}

static int vrp_trysend(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len)
{
	return vept_send(ept, ept->addr, ept->rpdev->dst, data, len, false);
}

static int vrp_trysendto(struct rpmsg_endpoint *ept, compat_rpmsg_data *data,
			 int len, u32 dst)
{
	return vept_send(ept, ept->addr, dst, data, len, false);
}

static int __maybe_unused
vrp_trysend_offchannel(struct rpmsg_endpoint *ept, u32 src, u32 dst,
		       compat_rpmsg_data *data, int len)
{
	return vept_send(ept, src, dst, data, len, false);
}

static __poll_t vrp_poll(struct rpmsg_endpoint *ept, struct file *filp,
			 poll_table *wait)
{
	struct vrp_ept *vept = to_vrp_ept(ept);

	poll_wait(filp, &vept->own.poll_wait, wait);
	return virtio_rpmsg_tx_ready(ept) ? EPOLLOUT | EPOLLWRNORM : 0;
}

static ssize_t vrp_get_mtu(struct rpmsg_endpoint *ept)
{
	return vrp_mtu(to_vrp_ept(ept)->vrp);
}

static const struct rpmsg_endpoint_ops vrp_ept_ops = {
	.destroy_ept		= vrp_destroy_ept,
	.send			= vrp_send,
	.sendto			= vrp_sendto,
	.trysend		= vrp_trysend,
	.trysendto		= vrp_trysendto,
	.poll			= vrp_poll,
	.get_mtu		= vrp_get_mtu,
	COMPAT_RPMSG_OFFCHANNEL(vrp_send_offchannel, vrp_trysend_offchannel)
};
