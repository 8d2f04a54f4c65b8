// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI K3: what a word in the mailbox says, and the handshake by which firmware shuts
 * itself down. The controller hands on the word itself in place of an address.
 *
 * A word is the notify id of a virtqueue, or one of those at the very top, which are no
 * number of a virtqueue. Firmware that knows how to shut down answers, and waits for an
 * interrupt that never comes: then it uses nothing of the chip any more.
 */

#include <linux/completion.h>
#include <linux/device.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/module.h>

#include "ti_k3.h"

/* As in enum omap_rp_mbox_messages of the kernel and of TI's and Zephyr's firmware. */
#define TI_K3_READY		0xffffff00
#define TI_K3_PENDING		0xffffff01	/* for a virtqueue that is not said */
#define TI_K3_CRASH		0xffffff02
#define TI_K3_SHUTDOWN		0xffffff14
#define TI_K3_SHUTDOWN_ACK	0xffffff15

/* All from here on mean something, or will: they are for no virtqueue. */
#define TI_K3_CONTROL		0xffffff00

/* How long firmware may take to answer: what TI's own kernels give it. */
#define TI_K3_ANSWER_MS		5000
/* From its answer to its last instruction. */
#define TI_K3_IDLE_US		(100 * USEC_PER_MSEC)
#define TI_K3_POLL_US		200

/* Of a processor's status: it waits for an interrupt. */
#define TI_K3_STATUS_WFI	BIT(1)

static struct openamp_rung ti_k3_decode(const void *msg)
{
	u32 word = (uintptr_t)msg;
	struct openamp_rung rung = {
		.what = OPENAMP_RUNG_RING, .notifyid = word,
	};

	switch (word) {
	case TI_K3_READY:
		rung.what = OPENAMP_RUNG_READY;
		break;
	case TI_K3_PENDING:
		rung.what = OPENAMP_RUNG_ALL;
		break;
	case TI_K3_CRASH:
		rung.what = OPENAMP_RUNG_CRASHED;
		break;
	case TI_K3_SHUTDOWN_ACK:
		rung.what = OPENAMP_RUNG_STOPPED;
		break;
	default:
		if (word >= TI_K3_CONTROL)
			rung.what = OPENAMP_RUNG_NOTHING;
	}

	return rung;
}

const struct openamp_rproc_doorbells ti_k3_doorbells = {
	.tx		= { .carries = OPENAMP_BELL_VALUE },
	.stop_word	= TI_K3_SHUTDOWN,
	.decode		= ti_k3_decode,
};
EXPORT_SYMBOL_GPL(ti_k3_doorbells);

static bool ti_k3_is_idle(struct ti_k3 *core)
{
	u32 config, control, status;
	u64 vector;

	return !core->sci->ops.proc_ops.get_status(core->sci, core->processor,
						   &vector, &config, &control,
						   &status) &&
	       status & TI_K3_STATUS_WFI;
}

/**
 * ti_k3_ask_to_stop() - give firmware time to leave the chip in order
 * @oa: the remote core, which runs, and has not crashed
 *
 * Whatever comes of it, the core may be reset then.
 */
void ti_k3_ask_to_stop(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	bool idle;

	if (!oa->tx.chan)
		return;

	/* An answer that nobody has asked for is none. */
	reinit_completion(&oa->heard.stopped);
	openamp_rproc_ring_stop(oa);
	if (!wait_for_completion_timeout(&oa->heard.stopped,
					 msecs_to_jiffies(TI_K3_ANSWER_MS))) {
		dev_warn(oa->dev,
			 "its firmware does not answer when it is asked to shut down: reset all the same\n");
		return;
	}
	if (read_poll_timeout(ti_k3_is_idle, idle, idle, TI_K3_POLL_US,
			      TI_K3_IDLE_US, false, core))
		dev_warn(oa->dev,
			 "its firmware says that it shuts down, and goes on: reset all the same\n");
}
