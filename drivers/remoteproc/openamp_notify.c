// SPDX-License-Identifier: GPL-2.0-only
/*
 * Doorbells: from the virtqueues to the remote core, and back.
 *
 * The core gives no protection to a virtqueue's callback: when a virtio device
 * or its driver goes away, rings are freed while an interrupt on another CPU
 * may still be looking at them. The gate between the mailbox and the rings is
 * closed at those moments, under the lock that is held while callbacks run. As
 * rings that come meanwhile are not kept, all virtqueues are looked at when it
 * opens again.
 */

#include <linux/list.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/remoteproc.h>
#include <linux/virtio_ring.h>

#include "openamp_rproc.h"

/*
 * Which ring the remote core means is not known (a doorbell carries no data, and
 * some remotes do not say), so all of them are looked at. One without news
 * costs a read of its used index. With the lock held and interrupts off.
 */
static void openamp_rproc_look(struct openamp_rproc *oa)
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
			if (rvdev->vring[i].vq)
				vring_interrupt(0, rvdev->vring[i].vq);
	}
}

/* In the mailbox controller's context, as a rule a hard interrupt. */
static void openamp_rproc_rx(struct mbox_client *mbox, void *msg)
{
	struct openamp_rproc *oa = container_of(mbox, struct openamp_rproc,
						mbox);
	unsigned long flags;

	openamp_health_look(oa);
	spin_lock_irqsave(&oa->gate.lock, flags);
	openamp_rproc_look(oa);
	spin_unlock_irqrestore(&oa->gate.lock, flags);
}

/*
 * In any context, and on several CPUs at once. The lock keeps each ring together
 * with its end: an end that comes when another CPU has just ended that one would
 * be lost, and after twenty of them the framework's queue would be full for ever.
 */
static void openamp_rproc_ring(struct openamp_rproc *oa, struct mbox_chan *chan)
{
	/* The framework takes no message to mean NULL. */
	static u32 ring;
	unsigned long flags;
	int ret;

	if (!chan)
		return;

	spin_lock_irqsave(&oa->ring_lock, flags);
	ret = mbox_send_message(chan, &ring);
	/* Also after an error: it may be what has been queued before. */
	mbox_client_txdone(chan, 0);
	spin_unlock_irqrestore(&oa->ring_lock, flags);

	if (ret < 0)
		dev_err_ratelimited(&oa->rproc->dev, "can't ring: %d\n", ret);
}

/**
 * openamp_rproc_kick() - ring the remote core, if it has a doorbell
 * @rproc: the remote core
 * @notifyid: which ring has news; a doorbell cannot tell
 *
 * May be called from any context.
 */
void openamp_rproc_kick(struct rproc *rproc, int notifyid)
{
	struct openamp_rproc *oa = rproc->priv;

	openamp_rproc_ring(oa, oa->tx);
}

/**
 * openamp_rproc_ring_stop() - ask the remote core to stop itself
 * @oa: the remote core, whose virtio devices have been reset
 *
 * By a doorbell for that, or by the usual one: then the status of the virtio
 * devices in its resource table, which is 0, says what is meant.
 */
void openamp_rproc_ring_stop(struct openamp_rproc *oa)
{
	openamp_rproc_ring(oa, oa->ask_stop ?: oa->tx);
}
EXPORT_SYMBOL_GPL(openamp_rproc_ring_stop);

static void openamp_rproc_set_busy(struct openamp_rproc *oa, u32 index,
				   bool busy)
{
	unsigned long flags;

	spin_lock_irqsave(&oa->gate.lock, flags);
	if (busy) {
		oa->gate.busy |= BIT(index);
	} else {
		oa->gate.busy &= ~BIT(index);
		openamp_rproc_look(oa);
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

	if (gate->vdev) {
		ret = bus_register_notifier(gate->vdev->bus, &gate->nb);
		if (ret) {
			put_device(gate->vdev);
			gate->vdev = NULL;
			return ret;
		}
	}

	spin_lock_irq(&gate->lock);
	gate->busy = 0;
	gate->open = true;
	openamp_rproc_look(oa);
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

static void openamp_rproc_close_channel(struct mbox_chan **chan)
{
	if (*chan)
		mbox_free_channel(*chan);
	*chan = NULL;
}

static void openamp_rproc_close_channels(void *data)
{
	struct openamp_rproc *oa = data;

	if (oa->rx == oa->tx)
		oa->tx = NULL;
	openamp_rproc_close_channel(&oa->rx);
	openamp_rproc_close_channel(&oa->ask_stop);
	openamp_rproc_close_channel(&oa->tx);
}

static int openamp_rproc_open_channel(struct openamp_rproc *oa, int index,
				      struct mbox_chan **chan)
{
	struct mbox_chan *opened = mbox_request_channel(&oa->mbox, index);

	if (IS_ERR(opened))
		return dev_err_probe(oa->dev, PTR_ERR(opened),
				     "can't get mailbox %d\n", index);
	*chan = opened;

	return 0;
}

/* Channels are optional. */
static int openamp_rproc_open_by_name(struct openamp_rproc *oa,
				      const char *name, struct mbox_chan **chan)
{
	int index = of_property_match_string(oa->dev->of_node, "mbox-names",
					     name);

	return index < 0 ? 0 : openamp_rproc_open_channel(oa, index, chan);
}

/*
 * One mailbox without a name serves both directions. What rings us is opened
 * last.
 */
static int openamp_rproc_open_all(struct openamp_rproc *oa)
{
	int ret;

	if (!device_property_present(oa->dev, "mboxes"))
		return 0;

	if (!device_property_present(oa->dev, "mbox-names")) {
		ret = openamp_rproc_open_channel(oa, 0, &oa->rx);
		oa->tx = oa->rx;
		return ret;
	}

	return openamp_rproc_open_by_name(oa, "tx", &oa->tx) ?:
	       openamp_rproc_open_by_name(oa, "stop", &oa->ask_stop) ?:
	       openamp_rproc_open_by_name(oa, "rx", &oa->rx);
}

/**
 * openamp_rproc_open_channels() - open the doorbells for the next start
 * @oa: the remote core, which is off
 *
 * They are open as long as the driver is bound, so that nobody else takes them.
 * But rings that earlier firmware has not taken are not for the next one: a
 * controller forgets them when a channel is opened. It cannot forget too much:
 * Linux rings firmware only after it has been started.
 *
 * Return: 0, or a negative error number: -ENODEV if the mailbox is gone.
 */
int openamp_rproc_open_channels(struct openamp_rproc *oa)
{
	int ret;

	openamp_rproc_close_channels(oa);
	ret = openamp_rproc_open_all(oa);
	if (!ret)
		return 0;

	openamp_rproc_close_channels(oa);
	ret = ret == -EPROBE_DEFER ? -ENODEV : ret;
	dev_err(&oa->rproc->dev, "can't open its doorbells: %d\n", ret);

	return ret;
}

int openamp_rproc_init_notify(struct openamp_rproc *oa)
{
	int ret;

	spin_lock_init(&oa->gate.lock);
	spin_lock_init(&oa->ring_lock);
	oa->gate.subdev.start = openamp_rproc_gate_start;
	oa->gate.subdev.stop = openamp_rproc_gate_stop;
	oa->gate.nb.notifier_call = openamp_rproc_bus_notify;

	oa->mbox.dev = oa->dev;
	oa->mbox.rx_callback = openamp_rproc_rx;
	oa->mbox.knows_txdone = true;

	ret = devm_add_action(oa->dev, openamp_rproc_close_channels, oa);
	if (ret)
		return ret;

	return openamp_rproc_open_all(oa);
}
