/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Doorbells over mailboxes of any controller: what a family's say, and one mailbox.
 */
#ifndef OPENAMP_BELL_H
#define OPENAMP_BELL_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/mailbox_client.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct openamp_rproc;

/**
 * enum openamp_bell_carries - what the mailbox controller is given for a ring
 * @OPENAMP_BELL_NOTHING: address of a word that means nothing: a ring is a ring, and
 *			  those for several virtqueues are one
 * @OPENAMP_BELL_WORD: address of a 32-bit word with the virtqueue's notify id
 * @OPENAMP_BELL_WORD_HIGH: the same, with the notify id in the upper 16 bits
 *			    (NXP's MU: what its firmware expects)
 * @OPENAMP_BELL_VALUE: the word itself in place of an address (TI's mailbox, see
 *			omap_mbox_chan_send_data()). 64-bit kernels only: to the
 *			framework of 6.1 a message 0 is none, so a bit that the
 *			controller drops is set above it
 * @OPENAMP_BELL_FRAME: address of a length and as many bytes, the word (AMD's IPI,
 *			linux/mailbox/zynqmp-ipi-message.h)
 */
enum openamp_bell_carries {
	OPENAMP_BELL_NOTHING,
	OPENAMP_BELL_WORD,
	OPENAMP_BELL_WORD_HIGH,
	OPENAMP_BELL_VALUE,
	OPENAMP_BELL_FRAME,
};

/**
 * struct openamp_rproc_bell_data - how one mailbox towards the remote core is used
 * @carries: what a ring carries
 * @base: added to the notify id, or what a ring carries that is not for a virtqueue
 * @poll: a controller that can only be asked whether a message has been taken is
 *	  asked, before the next one is sent. Else a message counts as taken once the
 *	  controller has it. A controller that tells by an interrupt always decides
 * @peek: the same, where the framework would ask too seldom (every 5 ms for AMD's IPI):
 *	  the controller is asked by its peek_data() before each message, which it gets at
 *	  once if the last one has been taken. Not with @poll
 * @slow: sending takes long: it is done in a work item and nowhere else
 */
struct openamp_rproc_bell_data {
	enum openamp_bell_carries carries;
	u32 base;
	bool poll;
	bool peek;
	bool slow;
};

/**
 * enum openamp_rung_what - what a mailbox from the remote core says
 * @OPENAMP_RUNG_NOTHING: nothing that matters here
 * @OPENAMP_RUNG_RING: one virtqueue has news
 * @OPENAMP_RUNG_ALL: some virtqueue has, which one is not said
 * @OPENAMP_RUNG_READY: the firmware is up
 * @OPENAMP_RUNG_CRASHED: it has crashed
 * @OPENAMP_RUNG_STOPPED: it has done what it was asked to by "stop"
 */
enum openamp_rung_what {
	OPENAMP_RUNG_NOTHING,
	OPENAMP_RUNG_RING,
	OPENAMP_RUNG_ALL,
	OPENAMP_RUNG_READY,
	OPENAMP_RUNG_CRASHED,
	OPENAMP_RUNG_STOPPED,
};

/**
 * struct openamp_rung - a message from the remote core, decoded
 * @what: what it says
 * @notifyid: which virtqueue, for OPENAMP_RUNG_RING. May be any number
 */
struct openamp_rung {
	enum openamp_rung_what what;
	u32 notifyid;
};

/**
 * struct openamp_rproc_doorbells - how a family's mailboxes are used
 * @tx: "tx": kicks
 * @stop: "stop": asks the core to stop itself
 * @stop_word: asks the same where there is no "stop", by the mailbox for kicks; 0: nothing
 *	       does
 * @answers: each message that came in is acknowledged by an empty one that is sent on
 *	     the channel where it came in, before the virtqueues are looked at; the
 *	     remote core's next ring interrupts only after that (AMD's IPI)
 * @decode: what a message from the remote core says, as the controller hands it to
 *	    its client; in any context. NULL: it always means OPENAMP_RUNG_ALL
 */
struct openamp_rproc_doorbells {
	struct openamp_rproc_bell_data tx;
	struct openamp_rproc_bell_data stop;
	u32 stop_word;
	bool answers;
	struct openamp_rung (*decode)(const void *msg);
};

/* Notify ids: the remoteproc core counts virtqueues from 0; a device has two. */
#define OPENAMP_BELL_MAX_IDS	64

/**
 * struct openamp_bell_message - what the framework is given the address of
 * @len: bytes in @word; both together are what OPENAMP_BELL_FRAME sends
 * @word: what the ring carries
 */
struct openamp_bell_message {
	size_t len;
	u32 word;
};

/**
 * struct openamp_rproc_bell - one mailbox
 * @oa: whose it is
 * @client: what the framework knows of us
 * @chan: the channel; NULL: there is none
 * @data: how it is used
 * @by_client: the controller does not tell when a message has been taken
 * @lock: protects what follows, and is held while a message is handed over
 * @open: rings are sent
 * @flight: messages that the framework has and has not sent: as a rule at most 1
 * @last: virtqueue that was last rung for
 * @pending: virtqueues to ring for, by their notify id
 * @word: what is sent before any of them; 0: nothing is
 * @message: the one in flight
 * @again: tries again to send what the controller refused; sends what is slow
 * @delay: jiffies till @again does, doubled each time
 */
struct openamp_rproc_bell {
	struct openamp_rproc *oa;
	struct mbox_client client;
	struct mbox_chan *chan;
	const struct openamp_rproc_bell_data *data;
	bool by_client;
	spinlock_t lock; /* see above */
	bool open;
	unsigned int flight;
	unsigned int last;
	DECLARE_BITMAP(pending, OPENAMP_BELL_MAX_IDS);
	u32 word;
	struct openamp_bell_message message;
	struct delayed_work again;
	unsigned long delay;
};

/**
 * struct openamp_rproc_heard - what the remote core has said beyond rings
 * @ready: completed by OPENAMP_RUNG_READY
 * @stopped: completed by OPENAMP_RUNG_STOPPED
 * @crashed: OPENAMP_RUNG_CRASHED came, and was reported
 *
 * All begin anew at a start.
 */
struct openamp_rproc_heard {
	struct completion ready;
	struct completion stopped;
	atomic_t crashed;
};

/**
 * struct openamp_rproc_storm - rings without pause
 * @tick: the jiffy in which @rings came
 * @rings: how many
 * @limit: how many there may be
 * @bell: the mailbox by which they came
 * @look: looks at the virtqueues when there were too many
 * @lines: how often the log says so
 *
 * Only the mailbox's callback changes it, of which there is one at a time.
 */
struct openamp_rproc_storm {
	unsigned long tick;
	unsigned int rings;
	unsigned int limit;
	struct openamp_rproc_bell *bell;
	struct work_struct look;
	struct ratelimit_state lines;
};

void openamp_bell_init(struct openamp_rproc_bell *bell,
		       struct openamp_rproc *oa,
		       const struct openamp_rproc_bell_data *data);
int openamp_bell_open(struct openamp_rproc_bell *bell, int index);
void openamp_bell_mute(struct openamp_rproc_bell *bell);
void openamp_bell_close(struct openamp_rproc_bell *bell);
void openamp_bell_ring(struct openamp_rproc_bell *bell, unsigned int id);
void openamp_bell_say(struct openamp_rproc_bell *bell, u32 word);
void openamp_bell_answer(struct openamp_rproc_bell *bell);

#endif /* OPENAMP_BELL_H */
