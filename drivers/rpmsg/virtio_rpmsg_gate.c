// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the callbacks of a channel's endpoints run: not before its driver's probe() has
 * returned, unless that has sent something and so expects an answer; and, for what came
 * before the channel was withdrawn, before its driver's remove().
 */

#include <linux/device.h>
#include <linux/device/bus.h>
#include <linux/notifier.h>

#include <rpmsg_private.h>

#include "virtio_rpmsg.h"

/* How long a withdrawal waits for callbacks: one may itself wait for remove(). */
#define DRAIN_LIMIT	(5 * HZ)

/**
 * vrp_gate_init() - callbacks run at once
 * @gate: a channel's gate
 */
void vrp_gate_init(struct vrp_gate *gate)
{
	spin_lock_init(&gate->lock);
	INIT_LIST_HEAD(&gate->waiting);
}

/**
 * vrp_gate_queue() - run an endpoint's callback, as soon as may be
 * @vept: the endpoint
 *
 * From any context, with the lock of its own queue held.
 */
void vrp_gate_queue(struct vrp_ept *vept)
{
	struct vrp_gate *gate = vept->gate;
	unsigned long flags;

	if (likely(!READ_ONCE(gate->closed))) {
		queue_work(vrp_callback_wq, &vept->work);
		return;
	}

	spin_lock_irqsave(&gate->lock, flags);
	if (!gate->closed)
		queue_work(vrp_callback_wq, &vept->work);
	else if (list_empty(&vept->gate_node))
		list_add_tail(&vept->gate_node, &gate->waiting);
	spin_unlock_irqrestore(&gate->lock, flags);
}

/**
 * vrp_gate_leave() - an endpoint that takes nothing more does not wait any more
 * @vept: the endpoint
 */
void vrp_gate_leave(struct vrp_ept *vept)
{
	spin_lock_irq(&vept->gate->lock);
	list_del_init(&vept->gate_node);
	spin_unlock_irq(&vept->gate->lock);
}

static void gate_close(struct vrp_gate *gate)
{
	spin_lock_irq(&gate->lock);
	WRITE_ONCE(gate->closed, true);
	spin_unlock_irq(&gate->lock);
}

static void gate_open(struct vrp_gate *gate, bool run)
{
	struct vrp_ept *vept, *next;
	unsigned long flags;

	spin_lock_irqsave(&gate->lock, flags);
	WRITE_ONCE(gate->closed, false);
	list_for_each_entry_safe(vept, next, &gate->waiting, gate_node) {
		list_del_init(&vept->gate_node);
		if (run)
			queue_work(vrp_callback_wq, &vept->work);
	}
	spin_unlock_irqrestore(&gate->lock, flags);
}

/**
 * vrp_gate_first_send() - the driver in its probe() is about to send
 * @vept: the endpoint that it does so from
 *
 * It may wait for the answer, or for a buffer that the remote gives back once it gets
 * rid of its own messages.
 */
void vrp_gate_first_send(struct vrp_ept *vept)
{
	gate_open(vept->gate, true);
	vrp_stray_hurry(&vept->vrp->rx);
}

static int gate_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct vrp *vrp = container_of(nb, struct vrp, drivers);
	struct device *dev = data;
	struct rpmsg_device *rpdev = container_of(dev, struct rpmsg_device, dev);

	if (vrp_of_channel(rpdev) != vrp)
		return NOTIFY_DONE;

	if (event == BUS_NOTIFY_BIND_DRIVER)
		gate_close(vrp_gate_of_channel(rpdev));
	else if (event == BUS_NOTIFY_BOUND_DRIVER)
		gate_open(vrp_gate_of_channel(rpdev), true);
	else if (event == BUS_NOTIFY_DRIVER_NOT_BOUND)
		/* Its endpoints are gone. One that it forgot has no callback any more. */
		gate_open(vrp_gate_of_channel(rpdev), false);
	return NOTIFY_OK;
}

/**
 * vrp_gates_start() - hear of drivers that probe the remote's channels
 * @vrp: the remote
 * @rpdev: its first channel, registered: the bus itself is the rpmsg core's secret
 *
 * Return: 0 or a negative errno.
 */
int vrp_gates_start(struct vrp *vrp, struct rpmsg_device *rpdev)
{
	int err;

	vrp->drivers.notifier_call = gate_event;
	err = bus_register_notifier(rpdev->dev.bus, &vrp->drivers);
	if (!err)
		vrp->bus = rpdev->dev.bus;
	return err;
}

/**
 * vrp_gates_stop() - undo vrp_gates_start(), if that was done
 * @vrp: the remote, whose channels are gone
 */
void vrp_gates_stop(struct vrp *vrp)
{
	if (vrp->bus)
		bus_unregister_notifier(vrp->bus, &vrp->drivers);
}

static bool vept_is_idle(struct vrp_ept *vept)
{
	unsigned long flags;
	bool idle;

	spin_lock_irqsave(&vept->own.lock, flags);
	/* It is set before the last message leaves the queue. */
	idle = list_empty(&vept->own.msgs) && !smp_load_acquire(&vept->calling);
	spin_unlock_irqrestore(&vept->own.lock, flags);
	return idle;
}

static bool channel_is_idle(struct vrp *vrp, struct rpmsg_device *rpdev)
{
	struct vrp_ept *vept;
	unsigned long addr;
	bool idle = true;
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	xa_for_each(&vrp->rx.epts, addr, vept)
		if (vept->ept.rpdev == rpdev && !vept_is_idle(vept))
			idle = false;
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	return idle;
}

/**
 * vrp_drain_channel() - let callbacks have what came so far, and nothing more
 * @vrp: the remote
 * @rpdev: a channel that is to be unregistered
 *
 * What the channel's endpoints have is finite then, and each message was ahead of the
 * withdrawal in the ring. Waits for that without any lock of its own, but within the
 * callback of the name service. May sleep.
 */
void vrp_drain_channel(struct vrp *vrp, struct rpmsg_device *rpdev)
{
	struct vrp_ept *vept;
	unsigned long addr;

	/* Whoever probes it now has got nothing so far. */
	if (READ_ONCE(vrp_gate_of_channel(rpdev)->closed))
		return;

	scoped_guard(mutex, &vrp->rx.epts_lock) {
		xa_for_each(&vrp->rx.epts, addr, vept)
			if (vept->ept.rpdev == rpdev)
				rpmsg_rxq_shut(&vept->own);
	}

	if (!wait_event_timeout(vrp->idle_wait, channel_is_idle(vrp, rpdev),
				DRAIN_LIMIT))
		dev_warn_ratelimited(&rpdev->dev,
				     "a callback has not ended %d s after the end of the channel\n",
				     DRAIN_LIMIT / HZ);
}

/**
 * vrp_ept_idle() - an endpoint's callback has ended and there is nothing left for it
 * @vept: the endpoint
 */
void vrp_ept_idle(struct vrp_ept *vept)
{
	if (wq_has_sleeper(&vept->vrp->idle_wait))
		wake_up_all(&vept->vrp->idle_wait);
}
