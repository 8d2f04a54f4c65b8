// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mailboxes of a remote core: which there are, when they are open, and what comes
 * in by them.
 */

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/ratelimit.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

/*
 * Rings in a jiffy that are looked at in the mailbox's interrupt: 96 in a ms. A remote
 * core that rings once for each message, and sends one every 11 us, stays below. What
 * gic_doorbell lets through is more: so there is a line in the log before it masks.
 */
#define OPENAMP_RINGS_PER_TICK	(96 * MSEC_PER_SEC / HZ)
/* One line a minute says that it is exceeded. */
#define OPENAMP_STORM_INTERVAL	(60 * HZ)

static const struct openamp_rproc_doorbells openamp_rproc_plain_doorbells;
static const struct openamp_rproc_bell_data openamp_rproc_rx_data;
static const struct openamp_rung openamp_rung_all = {
	.what = OPENAMP_RUNG_ALL,
};

static const struct openamp_rproc_doorbells *
openamp_rproc_doorbells(struct openamp_rproc *oa)
{
	return oa->data->doorbells ?: &openamp_rproc_plain_doorbells;
}

/*
 * A remote core that rings again as soon as its ring has been taken could keep a
 * processor in the interrupt for ever. Beyond a limit rings are not looked at there,
 * but all together in a work item, until there are fewer. None is lost: each of them
 * queues the work item, also while it runs. What remains is an interrupt that returns at
 * once: a controller masks it (gic_doorbell), or lets it come again when it is answered,
 * which the work item does.
 *
 * Only called by the callback, of which a channel has one at a time.
 */
static bool openamp_rproc_is_storm(struct openamp_rproc *oa)
{
	struct openamp_rproc_storm *storm = &oa->storm;

	if (time_after(jiffies, storm->tick)) {
		storm->tick = jiffies;
		storm->rings = 0;
	}
	if (storm->rings < storm->limit) {
		storm->rings++;
		return false;
	}
	if (__ratelimit(&storm->lines))
		dev_warn(&oa->rproc->dev,
			 "rings without pause: looked at less often\n");

	return true;
}

static void openamp_rproc_heard(struct openamp_rproc *oa,
				enum openamp_rung_what what)
{
	switch (what) {
	case OPENAMP_RUNG_READY:
		complete_all(&oa->heard.ready);
		break;
	case OPENAMP_RUNG_STOPPED:
		complete_all(&oa->heard.stopped);
		break;
	case OPENAMP_RUNG_CRASHED:
		/* The remoteproc core has a line for each report. */
		if (!atomic_xchg(&oa->heard.crashed, 1))
			openamp_rproc_report(oa, RPROC_FATAL_ERROR);
		break;
	default:
		break;
	}
}

static void openamp_rproc_take_rings(struct openamp_rproc *oa,
				     struct openamp_rproc_bell *bell,
				     const struct openamp_rung *rung)
{
	/* First: a ring that comes from now on is not acknowledged by this. */
	if (openamp_rproc_doorbells(oa)->answers)
		openamp_bell_answer(bell);
	openamp_rproc_look(oa, rung);
}

static void openamp_rproc_storm_work(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work, struct openamp_rproc,
						storm.look);

	openamp_rproc_take_rings(oa, oa->storm.bell, &openamp_rung_all);
}

/* In the mailbox controller's context, as a rule a hard interrupt. */
static void openamp_rproc_rx(struct mbox_client *client, void *msg)
{
	struct openamp_rproc_bell *bell = container_of(client,
						       struct openamp_rproc_bell,
						       client);
	struct openamp_rproc *oa = bell->oa;
	struct openamp_rung rung = openamp_rung_all;

	if (openamp_rproc_doorbells(oa)->decode)
		rung = openamp_rproc_doorbells(oa)->decode(msg);
	openamp_rproc_heard(oa, rung.what);
	openamp_health_look(oa);

	if (!openamp_rproc_is_storm(oa)) {
		openamp_rproc_take_rings(oa, bell, &rung);
		return;
	}
	oa->storm.bell = bell;
	queue_work(system_highpri_wq, &oa->storm.look);
}

/**
 * openamp_rproc_kick() - ring the remote core, if it has a doorbell
 * @rproc: the remote core
 * @notifyid: which virtqueue has news
 *
 * May be called from any context.
 */
void openamp_rproc_kick(struct rproc *rproc, int notifyid)
{
	struct openamp_rproc *oa = rproc->priv;

	openamp_bell_ring(&oa->tx, notifyid);
}

/**
 * openamp_rproc_ring_stop() - ask the remote core to stop itself
 * @oa: the remote core, whose virtio devices have been reset
 */
void openamp_rproc_ring_stop(struct openamp_rproc *oa)
{
	u32 word = openamp_rproc_doorbells(oa)->stop_word;

	openamp_bell_ring(&oa->ask_stop, 0);
	if (!oa->ask_stop.chan && word)
		openamp_bell_say(&oa->tx, word);
}
EXPORT_SYMBOL_GPL(openamp_rproc_ring_stop);

/* What rings us first: its callback queues the work item, and virtqueues' kick. */
static void openamp_rproc_close_channels(void *data)
{
	struct openamp_rproc *oa = data;

	openamp_bell_close(&oa->rx);
	openamp_bell_close(&oa->tx);
	openamp_bell_close(&oa->ask_stop);
	cancel_work_sync(&oa->storm.look);
}

static int openamp_rproc_open_channel(struct openamp_rproc_bell *bell, int index)
{
	int ret = openamp_bell_open(bell, index);

	return ret ? dev_err_probe(bell->oa->dev, ret, "can't get mailbox %d\n",
				   index) : 0;
}

/* A controller that the board has, and does not use, never comes. */
static bool openamp_rproc_is_disabled(struct device_node *np, int index)
{
	struct of_phandle_args args;
	struct device_node *parent;
	bool disabled;

	/* The mailbox framework says what is wrong then. */
	if (of_parse_phandle_with_args(np, "mboxes", "#mbox-cells", index,
				       &args))
		return false;
	parent = of_get_parent(args.np);
	disabled = !of_device_is_available(args.np) ||
		   !of_device_is_available(parent);
	of_node_put(parent);
	of_node_put(args.np);

	return disabled;
}

/* Channels are optional. */
static int openamp_rproc_open_by_name(struct openamp_rproc_bell *bell,
				      const char *name)
{
	int index = of_property_match_string(bell->oa->dev->of_node,
					     "mbox-names", name);

	return index < 0 ? 0 : openamp_rproc_open_channel(bell, index);
}

/* Without a ring, either side can do: it polls, or does not talk. */
static int openamp_rproc_open_ring(struct openamp_rproc_bell *bell,
				   const char *name)
{
	struct device *dev = bell->oa->dev;
	int index = of_property_match_string(dev->of_node, "mbox-names", name);

	if (index >= 0 && openamp_rproc_is_disabled(dev->of_node, index)) {
		dev_info(dev, "its mailbox %s is disabled in the device tree\n",
			 name);
		return 0;
	}

	return openamp_rproc_open_by_name(bell, name);
}

/*
 * One mailbox without a name serves both directions. What rings us is opened
 * last.
 */
static int openamp_rproc_open_all(struct openamp_rproc *oa)
{
	reinit_completion(&oa->heard.ready);
	reinit_completion(&oa->heard.stopped);
	atomic_set(&oa->heard.crashed, 0);

	if (!device_property_present(oa->dev, "mboxes"))
		return 0;

	if (!device_property_present(oa->dev, "mbox-names"))
		return openamp_rproc_open_channel(&oa->tx, 0);

	return openamp_rproc_open_ring(&oa->tx, "tx") ?:
	       openamp_rproc_open_by_name(&oa->ask_stop, "stop") ?:
	       openamp_rproc_open_ring(&oa->rx, "rx");
}

/**
 * openamp_rproc_open_channels() - open the doorbells for the next start
 * @oa: the remote core, which is off
 *
 * They are open as long as the driver is bound, so that nobody else takes them.
 * But rings that earlier firmware has not taken are not for the next one: a
 * controller and the framework forget them when a channel is opened. They cannot forget
 * too much: Linux rings firmware only after it has been started.
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

static void openamp_rproc_init_bell(struct openamp_rproc *oa,
				    struct openamp_rproc_bell *bell,
				    const struct openamp_rproc_bell_data *data)
{
	openamp_bell_init(bell, oa, data);
	bell->client.rx_callback = openamp_rproc_rx;
}

/**
 * openamp_rproc_init_mailboxes() - open the mailboxes that the device tree lists
 * @oa: the remote core
 *
 * Return: 0 or a negative error number: -EPROBE_DEFER if one is not there yet.
 */
int openamp_rproc_init_mailboxes(struct openamp_rproc *oa)
{
	const struct openamp_rproc_doorbells *doorbells =
		openamp_rproc_doorbells(oa);
	int ret;

	openamp_rproc_init_bell(oa, &oa->tx, &doorbells->tx);
	openamp_rproc_init_bell(oa, &oa->ask_stop, &doorbells->stop);
	openamp_rproc_init_bell(oa, &oa->rx, &openamp_rproc_rx_data);
	init_completion(&oa->heard.ready);
	init_completion(&oa->heard.stopped);
	oa->storm.tick = jiffies;
	oa->storm.limit = OPENAMP_RINGS_PER_TICK;
	INIT_WORK(&oa->storm.look, openamp_rproc_storm_work);
	ratelimit_state_init(&oa->storm.lines, OPENAMP_STORM_INTERVAL, 1);
	/* It does not say how many lines there would have been. */
	ratelimit_set_flags(&oa->storm.lines, RATELIMIT_MSG_ON_RELEASE);

	ret = devm_add_action(oa->dev, openamp_rproc_close_channels, oa);
	if (ret)
		return ret;

	return openamp_rproc_open_all(oa);
}
