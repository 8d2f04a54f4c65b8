// SPDX-License-Identifier: GPL-2.0-only
/*
 * One mailbox towards the remote core, of any controller.
 *
 * The mailbox framework has a queue of 20 messages for each channel, which a remote
 * core that takes none fills in no time, and it does not tell whether the controller
 * took a message or refused it. So it is given one message at a time, and what is rung
 * meanwhile is a bit for each virtqueue: a ring is not counted, it says that there is
 * news. The next message goes out when the last one has been taken. Who says so is
 * the controller's affair:
 *
 * - by an interrupt (txdone_irq), and the framework calls tx_done;
 * - the framework asks it every few ms (txdone_poll), and calls tx_done;
 * - nobody: then it has been taken when the controller has accepted it, and the client
 *   says so itself. That is faster, and what a doorbell without data wants. Where the
 *   data counts, the controller is asked before the next message.
 *
 * A message that the controller refuses stays in the framework's queue until
 * something makes the framework try again. For those that do not say by an interrupt
 * that there is room nobody does: a work item does it, ever more slowly.
 */

#include <linux/bitmap.h>
#include <linux/bits.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/mailbox_client.h>
#include <linux/mailbox_controller.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

/* Soon enough for a controller that was busy, and the most for a core that is dead. */
#define OPENAMP_BELL_AGAIN	msecs_to_jiffies(4)
#define OPENAMP_BELL_AGAIN_MAX	msecs_to_jiffies(1000)
/*
 * How many of the framework's 20 places one message may get by being tried again. As
 * the delay has doubled each time, they are used up after more than four minutes.
 */
#define OPENAMP_BELL_MAX_FLIGHT	16

/* What the framework is given; never NULL, which means "none" to that of 6.1. */
static void *openamp_bell_message(struct openamp_rproc_bell *bell)
{
	switch (bell->data->carries) {
	case OPENAMP_BELL_FRAME:
		return &bell->message;
	case OPENAMP_BELL_VALUE:
		return (void *)(uintptr_t)(BIT_ULL(32) | bell->message.word);
	default:
		return &bell->message.word;
	}
}

static void openamp_bell_encode(struct openamp_rproc_bell *bell, u32 id)
{
	u32 word = bell->data->base + id;

	if (bell->data->carries == OPENAMP_BELL_WORD_HIGH)
		word <<= 16;
	bell->message.word = word;
	bell->message.len = sizeof(word);
}

/* Is there a message that the controller has not accepted? It is the only one. */
static bool openamp_bell_is_refused(struct openamp_rproc_bell *bell)
{
	return bell->flight && READ_ONCE(bell->chan->msg_count);
}

/*
 * With a controller that does not say when it is done, each message is ended as soon
 * as it has been accepted. If it has not been, this makes the framework try again.
 */
static void openamp_bell_end(struct openamp_rproc_bell *bell)
{
	if (!bell->by_client)
		return;

	mbox_client_txdone(bell->chan, 0);
	bell->flight = READ_ONCE(bell->chan->msg_count);
}

static void openamp_bell_try_later(struct openamp_rproc_bell *bell)
{
	mod_delayed_work(system_highpri_wq, &bell->again, bell->delay);
	bell->delay *= 2;
	if (bell->by_client)
		bell->delay = min(bell->delay, OPENAMP_BELL_AGAIN_MAX);
}

/* The framework has room: this is one message, or one that is tried again. */
static void openamp_bell_hand_over(struct openamp_rproc_bell *bell)
{
	int ret;

	bell->flight++;
	ret = mbox_send_message(bell->chan, openamp_bell_message(bell));
	if (ret < 0) {
		bell->flight--;
		dev_err_ratelimited(&bell->oa->rproc->dev, "can't ring: %d\n",
				    ret);
		return;
	}
	openamp_bell_end(bell);
	if (openamp_bell_is_refused(bell))
		openamp_bell_try_later(bell);
}

/* In turns: a virtqueue that is always rung for does not keep others waiting. */
static unsigned int openamp_bell_next(struct openamp_rproc_bell *bell)
{
	unsigned int id = find_next_bit(bell->pending, OPENAMP_BELL_MAX_IDS,
					bell->last + 1);

	return id < OPENAMP_BELL_MAX_IDS ?
	       id : find_first_bit(bell->pending, OPENAMP_BELL_MAX_IDS);
}

/* Would a message be over one that the remote core has not taken? */
static bool openamp_bell_is_loaded(struct openamp_rproc_bell *bell)
{
	return bell->data->peek && !mbox_client_peek_data(bell->chan);
}

/* Only a word is said by a mailbox that is muted, where nothing is pending. */
static bool openamp_bell_has_more(struct openamp_rproc_bell *bell)
{
	return bell->word || !bitmap_empty(bell->pending, OPENAMP_BELL_MAX_IDS);
}

static void openamp_bell_take_next(struct openamp_rproc_bell *bell)
{
	if (bell->word) {
		bell->message.word = bell->word;
		bell->message.len = sizeof(bell->word);
		bell->word = 0;
		return;
	}
	bell->last = openamp_bell_next(bell);
	__clear_bit(bell->last, bell->pending);
	openamp_bell_encode(bell, bell->last);
}

static void openamp_bell_send(struct openamp_rproc_bell *bell)
{
	lockdep_assert_held(&bell->lock);

	while (!bell->flight && openamp_bell_has_more(bell)) {
		if (openamp_bell_is_loaded(bell)) {
			queue_delayed_work(system_highpri_wq, &bell->again,
					   bell->delay);
			break;
		}
		openamp_bell_take_next(bell);
		bell->delay = OPENAMP_BELL_AGAIN;
		openamp_bell_hand_over(bell);
	}
}

/* In the caller's context, or where it may take long. */
static void openamp_bell_start(struct openamp_rproc_bell *bell)
{
	if (!openamp_bell_has_more(bell))
		return;
	if (bell->data->slow)
		mod_delayed_work(system_highpri_wq, &bell->again, 0);
	else
		openamp_bell_send(bell);
}

/*
 * What is refused is not in the controller, and the framework has it in its queue. It
 * tries again when a message is ended, or, where only the controller may end one,
 * when there is another message: the same, so that the remote core may be rung more
 * than once.
 */
static void openamp_bell_again(struct work_struct *work)
{
	struct openamp_rproc_bell *bell = container_of(to_delayed_work(work),
						       struct openamp_rproc_bell,
						       again);
	unsigned long flags;

	spin_lock_irqsave(&bell->lock, flags);
	if (bell->data->peek)
		bell->delay = min(2 * bell->delay, OPENAMP_BELL_AGAIN_MAX);
	if (bell->open && openamp_bell_is_refused(bell)) {
		if (bell->by_client) {
			openamp_bell_end(bell);	/* tries */
			openamp_bell_end(bell);	/* ends what was accepted */
			if (openamp_bell_is_refused(bell))
				openamp_bell_try_later(bell);
		} else if (bell->flight < OPENAMP_BELL_MAX_FLIGHT) {
			openamp_bell_hand_over(bell);
		}
	}
	openamp_bell_send(bell);
	spin_unlock_irqrestore(&bell->lock, flags);
}

/* In the controller's or the framework's context. */
static void openamp_bell_done(struct mbox_client *client, void *message, int ret)
{
	struct openamp_rproc_bell *bell = container_of(client,
						       struct openamp_rproc_bell,
						       client);
	unsigned long flags;

	/* Those are not waited for, and answers neither. */
	if (bell->by_client || !message)
		return;

	spin_lock_irqsave(&bell->lock, flags);
	bell->flight--;
	openamp_bell_start(bell);
	spin_unlock_irqrestore(&bell->lock, flags);
}

/**
 * openamp_bell_ring() - ring the remote core
 * @bell: the mailbox; without a channel nothing is done
 * @id: the virtqueue that has news, by its notify id
 *
 * May be called from any context. The ring is not lost: the remote core gets one after
 * this call, as soon as the mailbox takes it, until the mailbox is muted.
 */
void openamp_bell_ring(struct openamp_rproc_bell *bell, unsigned int id)
{
	unsigned long flags;

	if (!bell->chan || id >= OPENAMP_BELL_MAX_IDS)
		return;

	spin_lock_irqsave(&bell->lock, flags);
	if (bell->data->carries == OPENAMP_BELL_NOTHING)
		id = 0;
	if (bell->open)
		__set_bit(id, bell->pending);
	openamp_bell_start(bell);
	spin_unlock_irqrestore(&bell->lock, flags);
}

/**
 * openamp_bell_say() - send a word that is for no virtqueue
 * @bell: the mailbox; without a channel nothing is done
 * @word: the word, not 0
 *
 * Also by a mailbox that is muted, once what it has sent has been taken: a word that is not
 * taken is sent no second time, and muting it again forgets the word.
 */
void openamp_bell_say(struct openamp_rproc_bell *bell, u32 word)
{
	unsigned long flags;

	if (!bell->chan)
		return;

	spin_lock_irqsave(&bell->lock, flags);
	bell->word = word;
	openamp_bell_start(bell);
	spin_unlock_irqrestore(&bell->lock, flags);
}

/**
 * openamp_bell_answer() - acknowledge a message by an empty one
 * @bell: the mailbox that it came by
 *
 * In any context.
 */
void openamp_bell_answer(struct openamp_rproc_bell *bell)
{
	unsigned long flags;

	spin_lock_irqsave(&bell->lock, flags);
	if (bell->open) {
		mbox_send_message(bell->chan, NULL);
		openamp_bell_end(bell);
	}
	spin_unlock_irqrestore(&bell->lock, flags);
}

/**
 * openamp_bell_mute() - ring no more, until the mailbox is opened again
 * @bell: the mailbox
 *
 * What is in the controller stays there: opening the channel forgets it.
 */
void openamp_bell_mute(struct openamp_rproc_bell *bell)
{
	unsigned long flags;

	spin_lock_irqsave(&bell->lock, flags);
	bell->open = false;
	bell->word = 0;
	bitmap_zero(bell->pending, OPENAMP_BELL_MAX_IDS);
	spin_unlock_irqrestore(&bell->lock, flags);

	/* It may wait for the lock, and does nothing then. */
	cancel_delayed_work_sync(&bell->again);
}

/**
 * openamp_bell_close() - give the channel back
 * @bell: the mailbox, open or not
 */
void openamp_bell_close(struct openamp_rproc_bell *bell)
{
	openamp_bell_mute(bell);
	if (bell->chan)
		mbox_free_channel(bell->chan);
	bell->chan = NULL;
	bell->flight = 0;
}

/*
 * With a controller that can't be asked the client has to claim that it knows, from the
 * second time on that the channel is opened, by anybody: the framework has it down as one
 * to be polled then, with a timer that was never set up.
 */
static struct mbox_chan *openamp_bell_request(struct openamp_rproc_bell *bell,
					      int index)
{
	struct mbox_chan *chan = mbox_request_channel(&bell->client, index);

	if (IS_ERR(chan))
		return chan;

	bell->by_client = !chan->mbox->txdone_irq &&
			  !(chan->mbox->txdone_poll && bell->data->poll);
	if (!bell->by_client || bell->client.knows_txdone)
		return chan;

	mbox_free_channel(chan);
	bell->client.knows_txdone = true;

	return mbox_request_channel(&bell->client, index);
}

/**
 * openamp_bell_open() - get the channel
 * @bell: the mailbox, closed
 * @index: its place in "mboxes"
 *
 * Return: 0 or a negative error number: -EPROBE_DEFER if there is no controller yet.
 */
int openamp_bell_open(struct openamp_rproc_bell *bell, int index)
{
	struct mbox_chan *chan = openamp_bell_request(bell, index);

	if (IS_ERR(chan))
		return PTR_ERR(chan);

	bell->chan = chan;
	spin_lock_irq(&bell->lock);
	bell->open = true;
	spin_unlock_irq(&bell->lock);

	return 0;
}

/**
 * openamp_bell_init() - prepare for opening
 * @bell: the mailbox
 * @oa: whose it is
 * @data: how it is used
 */
void openamp_bell_init(struct openamp_rproc_bell *bell,
		       struct openamp_rproc *oa,
		       const struct openamp_rproc_bell_data *data)
{
	bell->oa = oa;
	bell->data = data;
	bell->client.dev = oa->dev;
	bell->client.knows_txdone = !data->poll;
	bell->client.tx_done = openamp_bell_done;
	bell->delay = OPENAMP_BELL_AGAIN;
	spin_lock_init(&bell->lock);
	INIT_DELAYED_WORK(&bell->again, openamp_bell_again);
}
