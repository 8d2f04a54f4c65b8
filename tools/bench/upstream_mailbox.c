// SPDX-License-Identifier: GPL-2.0-only
/*
 * Doorbells as upstream's remoteproc drivers handle them, for the comparison:
 * upstream's virtio_rpmsg_bus sleeps in its callbacks, so the mailbox's interrupt
 * schedules work, which looks at all rings. Takes the place of openamp_mailbox.c.
 */

#include <linux/interrupt.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/property.h>
#include <linux/remoteproc.h>

#include "openamp_rproc.h"

/* Exported, and declared in a header of remoteproc alone. */
irqreturn_t rproc_vq_interrupt(struct rproc *rproc, int vq_id);

/* One board, one remote core. */
static struct openamp_rproc *the_remote;
static struct mbox_client client;
static struct mbox_chan *tx, *ask_stop, *rx;

static int upstream_look(int id, void *ring, void *data)
{
	rproc_vq_interrupt(data, id);
	return 0;
}

static void upstream_work(struct work_struct *work)
{
	idr_for_each(&the_remote->rproc->notifyids, upstream_look,
		     the_remote->rproc);
}

static DECLARE_WORK(work, upstream_work);

static void upstream_rx(struct mbox_client *mbox, void *msg)
{
	schedule_work(&work);
}

static void upstream_ring(struct mbox_chan *chan)
{
	static u32 ring;

	if (!chan)
		return;
	mbox_send_message(chan, &ring);
	mbox_client_txdone(chan, 0);
}

void openamp_rproc_kick(struct rproc *rproc, int notifyid)
{
	upstream_ring(tx);
}

void openamp_rproc_ring_stop(struct openamp_rproc *oa)
{
	cancel_work_sync(&work);
	upstream_ring(ask_stop);
}
EXPORT_SYMBOL_GPL(openamp_rproc_ring_stop);

int openamp_rproc_open_channels(struct openamp_rproc *oa)
{
	return 0;
}

int openamp_rproc_init_mailboxes(struct openamp_rproc *oa)
{
	static const struct openamp_rproc_bell_data none;

	/* They stay without channels, and are muted all the same. */
	openamp_bell_init(&oa->tx, oa, &none);
	openamp_bell_init(&oa->ask_stop, oa, &none);

	the_remote = oa;
	client.dev = oa->dev;
	client.rx_callback = upstream_rx;
	client.knows_txdone = true;

	tx = mbox_request_channel_byname(&client, "tx");
	ask_stop = mbox_request_channel_byname(&client, "stop");
	rx = mbox_request_channel_byname(&client, "rx");
	if (IS_ERR(tx) || IS_ERR(ask_stop) || IS_ERR(rx))
		return dev_err_probe(oa->dev, -ENODEV, "a mailbox is missing\n");
	return 0;
}
