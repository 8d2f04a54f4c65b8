// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate between a remote core's rings and the virtqueues.
 *
 * The core gives no protection to a virtqueue's callback: when a virtio device
 * or its driver goes away, rings are freed while an interrupt on another CPU
 * may still be looking at them. The gate is closed at those moments, under the
 * lock that is held while callbacks run. As rings that come meanwhile are not
 * kept, all virtqueues are looked at when it opens again.
 */

#include <linux/bits.h>
#include <linux/device.h>
#include <linux/list.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/spinlock.h>
#include <linux/virtio_ring.h>

#include "openamp_rproc.h"

static const struct openamp_rung openamp_gate_all = { .what = OPENAMP_RUNG_ALL };

/* A number that no ring has means none. */
static bool openamp_gate_is_meant(const struct rproc_vring *vring,
				  const struct openamp_rung *rung)
{
	return vring->vq && (rung->what == OPENAMP_RUNG_ALL ||
			     rung->notifyid == vring->notifyid);
}

/*
 * Many remote cores do not say which ring they mean, so all of them are looked at.
 * One without news costs a read of its used index. With the lock held and interrupts
 * off.
 */
static void openamp_gate_look(struct openamp_rproc *oa,
			      const struct openamp_rung *rung)
{
	struct rproc_vdev *rvdev;
	unsigned int i;

	lockdep_assert_held(&oa->gate.lock);

	if (!oa->gate.open)
		return;

	/* The list only changes while the gate is closed. */
	list_for_each_entry(rvdev, &oa->rproc->rvdevs, node) {
		if (oa->gate.busy & BIT(rvdev->index))
			continue;
		for (i = 0; i < RVDEV_NUM_VRINGS; i++)
			if (openamp_gate_is_meant(&rvdev->vring[i], rung))
				vring_interrupt(0, rvdev->vring[i].vq);
	}
}

/**
 * openamp_rproc_look() - look at the virtqueues, unless the gate is closed
 * @oa: the remote core
 * @rung: what it says, which may be nothing
 *
 * May be called from any context.
 */
void openamp_rproc_look(struct openamp_rproc *oa,
			const struct openamp_rung *rung)
{
	unsigned long flags;

	if (rung->what != OPENAMP_RUNG_RING && rung->what != OPENAMP_RUNG_ALL)
		return;

	spin_lock_irqsave(&oa->gate.lock, flags);
	openamp_gate_look(oa, rung);
	spin_unlock_irqrestore(&oa->gate.lock, flags);
}

static void openamp_rproc_set_busy(struct openamp_rproc *oa, u32 index,
				   bool busy)
{
	unsigned long flags;

	spin_lock_irqsave(&oa->gate.lock, flags);
	if (busy) {
		oa->gate.busy |= BIT(index);
	} else {
		oa->gate.busy &= ~BIT(index);
		openamp_gate_look(oa, &openamp_gate_all);
	}
	spin_unlock_irqrestore(&oa->gate.lock, flags);
}

/* A virtio driver is loaded or unloaded while the remote core runs. */
static int openamp_rproc_bus_notify(struct notifier_block *nb,
				    unsigned long action, void *data)
{
	struct openamp_rproc *oa = container_of(nb, struct openamp_rproc,
						gate.nb);
	struct device *vdev = data;
	struct rproc_vdev *rvdev;

	list_for_each_entry(rvdev, &oa->rproc->rvdevs, node) {
		if (vdev->parent != &rvdev->pdev->dev)
			continue;

		switch (action) {
		case BUS_NOTIFY_BIND_DRIVER:
		case BUS_NOTIFY_UNBIND_DRIVER:
			openamp_rproc_set_busy(oa, rvdev->index, true);
			break;
		case BUS_NOTIFY_BOUND_DRIVER:
		case BUS_NOTIFY_UNBOUND_DRIVER:
		case BUS_NOTIFY_DRIVER_NOT_BOUND:
			openamp_rproc_set_busy(oa, rvdev->index, false);
			break;
		}
	}

	return NOTIFY_DONE;
}

static int openamp_rproc_take_first(struct device *dev, void *data)
{
	*(struct device **)data = get_device(dev);

	return 1;
}

/* What begins or ends on a device has its lock. */
static int openamp_gate_wait_device(struct device *dev, void *data)
{
	device_lock(dev);
	device_unlock(dev);

	return 0;
}

/*
 * From when it is registered the notifier hears of each driver that comes or goes. One
 * that has begun before was not heard of, and the end of it is waited for.
 */
static int openamp_gate_hear(struct openamp_rproc *oa)
{
	struct openamp_rproc_gate *gate = &oa->gate;
	struct rproc_vdev *rvdev;
	int ret;

	ret = bus_register_notifier(gate->vdev->bus, &gate->nb);
	if (ret)
		return ret;

	list_for_each_entry(rvdev, &oa->rproc->rvdevs, node)
		device_for_each_child(&rvdev->pdev->dev, NULL,
				      openamp_gate_wait_device);

	return 0;
}

/* All virtio devices are there: their drivers have probed, or will later. */
static int openamp_rproc_gate_start(struct rproc_subdev *subdev)
{
	struct openamp_rproc *oa = container_of(subdev, struct openamp_rproc,
						gate.subdev);
	struct openamp_rproc_gate *gate = &oa->gate;
	struct rproc_vdev *rvdev;
	int ret;

	list_for_each_entry(rvdev, &oa->rproc->rvdevs, node)
		if (device_for_each_child(&rvdev->pdev->dev, &gate->vdev,
					  openamp_rproc_take_first))
			break;

	/* Before anything is heard that sets it. */
	gate->busy = 0;
	if (gate->vdev) {
		ret = openamp_gate_hear(oa);
		if (ret) {
			put_device(gate->vdev);
			gate->vdev = NULL;
			return ret;
		}
	}

	spin_lock_irq(&gate->lock);
	gate->open = true;
	openamp_gate_look(oa, &openamp_gate_all);
	spin_unlock_irq(&gate->lock);

	return 0;
}

/* The virtio devices are removed next. */
static void openamp_rproc_gate_stop(struct rproc_subdev *subdev, bool crashed)
{
	struct openamp_rproc *oa = container_of(subdev, struct openamp_rproc,
						gate.subdev);
	struct openamp_rproc_gate *gate = &oa->gate;

	spin_lock_irq(&gate->lock);
	gate->open = false;
	spin_unlock_irq(&gate->lock);

	if (gate->vdev) {
		bus_unregister_notifier(gate->vdev->bus, &gate->nb);
		put_device(gate->vdev);
		gate->vdev = NULL;
	}
}

/*
 * The core starts subdevices in the order of its list and stops them in the
 * opposite one. It adds those of its virtio devices before it starts the remote
 * core, so what is added after that comes last.
 */
void openamp_rproc_add_gate(struct openamp_rproc *oa)
{
	rproc_add_subdev(oa->rproc, &oa->gate.subdev);
	oa->gate.listed = true;
}

/* Stopping is retried after a failed stop or a failed recovery. */
void openamp_rproc_remove_gate(struct openamp_rproc *oa)
{
	if (!oa->gate.listed)
		return;

	rproc_remove_subdev(oa->rproc, &oa->gate.subdev);
	oa->gate.listed = false;
}

void openamp_rproc_init_gate(struct openamp_rproc *oa)
{
	spin_lock_init(&oa->gate.lock);
	oa->gate.subdev.start = openamp_rproc_gate_start;
	oa->gate.subdev.stop = openamp_rproc_gate_stop;
	oa->gate.nb.notifier_call = openamp_rproc_bus_notify;
}
