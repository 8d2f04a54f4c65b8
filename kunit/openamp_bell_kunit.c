// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of doorbells towards a remote core, with mailbox controllers of each kind: what
 * a kick becomes, from any context, and when the mailbox is full.
 */

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>

#include "test_remote.h"

#define MANY	1000

static const struct openamp_rproc_doorbells bell_asks = {
	.tx = { .poll = true },
};

static const struct openamp_rproc_doorbells bell_words = {
	.tx = { .carries = OPENAMP_BELL_WORD, .poll = true },
	.stop = { .carries = OPENAMP_BELL_WORD },
};

static const char * const bell_kinds[] = { "interrupt", "poll", "client" };

static const enum mailbox_kind bell_kind[] = {
	BY_INTERRUPT, BY_POLL, BY_CLIENT,
};

static void bell_kind_title(const enum mailbox_kind *kind, char *title)
{
	strscpy(title, bell_kinds[*kind], KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bell_kind, bell_kind, bell_kind_title);

/* Those that tell when the remote core has taken a message. */
static const enum mailbox_kind bell_telling[] = { BY_INTERRUPT, BY_POLL };

KUNIT_ARRAY_PARAM(bell_telling, bell_telling, bell_kind_title);

static enum mailbox_kind bell_param(struct kunit *test)
{
	return *(const enum mailbox_kind *)test->param_value;
}

static void bell_kick(void *data)
{
	struct openamp_rproc *oa = data;

	oa->rproc->ops->kick(oa->rproc, 0);
}

static void bell_kick_many(void *data)
{
	int i;

	for (i = 0; i < MANY; i++)
		bell_kick(data);
}

/* The remote core takes the message that is in the mailbox. */
static void bell_take(void)
{
	WRITE_ONCE(mailbox.loaded, false);
	if (mailbox.kind == BY_INTERRUPT) {
		irq_work_queue(&mailbox.done);
		irq_work_sync(&mailbox.done);
	}
}

static int bell_sent(void)
{
	return atomic_read(&mailbox.sent[REMOTE_TX]);
}

static bool bell_has_more(struct openamp_rproc *oa)
{
	bool more;

	spin_lock_irq(&oa->tx.lock);
	more = oa->tx.flight || !bitmap_empty(oa->tx.pending,
					      OPENAMP_BELL_MAX_IDS);
	spin_unlock_irq(&oa->tx.lock);

	return more;
}

/* All has been sent, and taken. */
static void bell_wait_idle(struct kunit *test, struct openamp_rproc *oa)
{
	bool more;

	KUNIT_EXPECT_EQ(test, 0, read_poll_timeout(bell_has_more, more, !more,
						   100, REMOTE_WAIT_US, false,
						   oa));
}

/* Each kick arrives, from every context. */
static void bell_contexts(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, bell_param(test),
						&bell_asks);
	enum remote_context context;
	int i;

	for (context = IN_TASK; context <= IN_WORK; context++) {
		for (i = 0; i < 10; i++) {
			atomic_set(&mailbox.sent[REMOTE_TX], 0);
			remote_call_in(context, bell_kick, oa);
			remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
		}
		KUNIT_EXPECT_EQ_MSG(test, 1, bell_sent(), "%s",
				    remote_context_names[context]);
	}
	KUNIT_EXPECT_LE(test, mailbox.most, 1);
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.sent[REMOTE_STOP]));
}

/* While the remote core has not taken the first ring, all others are one. */
static void bell_coalesced(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, bell_param(test),
						&bell_asks);
	enum remote_context context;

	mailbox.holds = true;
	for (context = IN_TASK; context <= IN_WORK; context++) {
		atomic_set(&mailbox.sent[REMOTE_TX], 0);
		remote_call_in(context, bell_kick_many, oa);
		KUNIT_EXPECT_EQ(test, 1, bell_sent());
		bell_take();
		remote_wait(test, &mailbox.sent[REMOTE_TX], 2);
		bell_take();
		/* That was all: the next kick is the third. */
		bell_kick(oa);
		remote_wait(test, &mailbox.sent[REMOTE_TX], 3);
		KUNIT_EXPECT_EQ(test, 3, bell_sent());
		bell_take();
		bell_wait_idle(test, oa);
		KUNIT_EXPECT_EQ(test, 3, bell_sent());
	}
	KUNIT_EXPECT_LE(test, mailbox.most, 2);
}

/*
 * A mailbox that refuses for a while: all kicks are some rings in the end, and at least
 * one. The controller says nothing when it has room again.
 */
static void bell_refused(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, bell_param(test),
						&bell_asks);
	int i;

	for (i = 0; i < 3; i++) {
		atomic_set(&mailbox.sent[REMOTE_TX], 0);
		atomic_set(&mailbox.refused, 0);
		mailbox.full = true;
		bell_kick_many(oa);
		/* It is tried again and again. */
		remote_wait(test, &mailbox.refused, 6);
		bell_kick_many(oa);
		KUNIT_EXPECT_EQ(test, 0, bell_sent());
		KUNIT_EXPECT_LT(test, atomic_read(&mailbox.refused), 100);
		WRITE_ONCE(mailbox.full, false);
		remote_wait(test, &mailbox.sent[REMOTE_TX], 2);
		bell_wait_idle(test, oa);
		KUNIT_EXPECT_LE(test, bell_sent(), MBOX_TX_QUEUE_LEN);
	}
	KUNIT_EXPECT_LE(test, mailbox.most, MBOX_TX_QUEUE_LEN - 2);
	/* And it works as before. */
	atomic_set(&mailbox.sent[REMOTE_TX], 0);
	bell_kick(oa);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
	KUNIT_EXPECT_EQ(test, 1, bell_sent());
}

/* A controller that interrupts when there is room: two rings, no more. */
static void bell_room(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_INTERRUPT, NULL);

	mailbox.full = true;
	bell_kick_many(oa);
	WRITE_ONCE(mailbox.full, false);
	irq_work_queue(&mailbox.done);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 2);
	KUNIT_EXPECT_GE(test, atomic_read(&mailbox.refused), 1);
}

/* After a stop nothing of it is sent, nor at the next start. */
static void bell_stop_full(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, bell_param(test),
						&bell_asks);
	int i;

	for (i = 0; i < 3; i++) {
		mailbox.full = true;
		bell_kick_many(oa);
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
		WRITE_ONCE(mailbox.full, false);
		bell_kick_many(oa);
		KUNIT_EXPECT_FALSE(test, delayed_work_pending(&oa->tx.again));
		KUNIT_EXPECT_EQ(test, i, bell_sent());

		KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
		KUNIT_EXPECT_EQ(test, i, bell_sent());
		KUNIT_EXPECT_FALSE(test, delayed_work_pending(&oa->tx.again));
		bell_kick(oa);
		remote_wait(test, &mailbox.sent[REMOTE_TX], i + 1);
		KUNIT_EXPECT_EQ(test, i + 1, bell_sent());
	}
}

/* It is stopped while the remote core has a message that it never takes. */
static void bell_stop_untaken(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, bell_param(test),
						&bell_asks);
	int sent;

	mailbox.holds = true;
	bell_kick_many(oa);
	sent = bell_sent();
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&mailbox.sent[REMOTE_STOP]));
	bell_take();
	KUNIT_EXPECT_EQ(test, sent, bell_sent());
	mailbox.holds = false;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
	KUNIT_EXPECT_EQ(test, sent, bell_sent());
	bell_kick(oa);
	remote_wait(test, &mailbox.sent[REMOTE_TX], sent + 1);
}

/* Where sending takes long it is done in a work item, whoever kicks. */
static void bell_slow(struct kunit *test)
{
	static const struct openamp_rproc_doorbells slow = {
		.tx = { .poll = true, .slow = true },
		.stop = { .slow = true },
	};
	struct openamp_rproc *oa = remote_start(test, bell_param(test), &slow);
	enum remote_context context;

	mailbox.delay_ms = 2;
	for (context = IN_TASK; context <= IN_WORK; context++) {
		atomic_set(&mailbox.sent[REMOTE_TX], 0);
		remote_call_in(context, bell_kick_many, oa);
		remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
		flush_delayed_work(&oa->tx.again);
	}
	KUNIT_EXPECT_FALSE(test, mailbox.elsewhere);
	KUNIT_EXPECT_LE(test, mailbox.most, 1);
}

/* Each virtqueue gets its ring, also if one is always rung for. */
static void bell_turns(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_INTERRUPT, &bell_words);
	int id, i;

	mailbox.holds = true;
	bell_kick(oa);
	for (id = 0; id < 8; id++)
		oa->rproc->ops->kick(oa->rproc, id);
	for (i = 0; i < 8; i++) {
		bell_take();
		bell_kick(oa);
	}
	KUNIT_EXPECT_EQ(test, GENMASK(7, 0), mailbox.ids);
	KUNIT_EXPECT_EQ(test, 9, bell_sent());
}

/* Numbers that no virtqueue has, and what the last one has. */
static void bell_ids(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_CLIENT, &bell_words);

	oa->rproc->ops->kick(oa->rproc, -1);
	oa->rproc->ops->kick(oa->rproc, OPENAMP_BELL_MAX_IDS);
	KUNIT_EXPECT_EQ(test, 0, bell_sent());
	oa->rproc->ops->kick(oa->rproc, OPENAMP_BELL_MAX_IDS - 1);
	KUNIT_EXPECT_EQ(test, 1, bell_sent());
	KUNIT_EXPECT_EQ(test, OPENAMP_BELL_MAX_IDS - 1, mailbox.word);
}

/* What families put into a kick for virtqueue 5. */
static const struct bell_word {
	const char *name;
	struct openamp_rproc_doorbells doorbells;
	u32 word;
} bell_word_table[] = {
	{ "number", { .tx = { .carries = OPENAMP_BELL_WORD } }, 5 },
	{ "NXP MU", { .tx = { .carries = OPENAMP_BELL_WORD_HIGH } }, 5 << 16 },
	{ "TI mailbox", { .tx = { .carries = OPENAMP_BELL_VALUE } }, 5 },
	{ "AMD IPI", { .tx = { .carries = OPENAMP_BELL_FRAME } }, 5 },
	{ "with a base", { .tx = { OPENAMP_BELL_VALUE, 0xffffff00 } },
	  0xffffff05 },
	{ "nothing", { }, 0 },
};

KUNIT_ARRAY_PARAM_DESC(bell_word, bell_word_table, name);

static void bell_carries(struct kunit *test)
{
	const struct bell_word *word = test->param_value;
	struct openamp_rproc *oa = remote_start(test, BY_INTERRUPT,
						&word->doorbells);

	mailbox.holds = true;
	oa->rproc->ops->kick(oa->rproc, 5);
	KUNIT_EXPECT_EQ(test, word->word, mailbox.word);
	/* To the framework of 6.1 this would be no message. */
	bell_take();
	bell_kick(oa);
	KUNIT_EXPECT_EQ(test, 2, bell_sent());
	KUNIT_EXPECT_NOT_NULL(test, mailbox.message);
	bell_take();
	KUNIT_EXPECT_EQ(test, 0, oa->tx.flight);
}

/* One mailbox without a name: it is rung, and rings. */
static void bell_both_ways(struct kunit *test)
{
	struct openamp_rproc *oa = remote_make_with(test, BY_INTERRUPT,
						    &bell_asks, false);

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
	KUNIT_EXPECT_NULL(test, oa->rx.chan);
	KUNIT_EXPECT_NULL(test, oa->ask_stop.chan);
	bell_kick(oa);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
	mbox_chan_received_data(&mailbox.chans[REMOTE_TX], NULL);
	KUNIT_EXPECT_EQ(test, 1, oa->storm.rings);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.sent[REMOTE_STOP]));
}

static struct kunit_case openamp_bell_cases[] = {
	KUNIT_CASE_PARAM(bell_contexts, bell_kind_gen_params),
	KUNIT_CASE_PARAM_ATTR(bell_refused, bell_kind_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(bell_stop_full, bell_kind_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(bell_stop_untaken, bell_kind_gen_params),
	KUNIT_CASE_PARAM_ATTR(bell_slow, bell_kind_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(bell_coalesced, bell_telling_gen_params),
	KUNIT_CASE_PARAM_ATTR(bell_carries, bell_word_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(bell_room),
	KUNIT_CASE(bell_turns),
	KUNIT_CASE(bell_ids),
	KUNIT_CASE(bell_both_ways),
	{ }
};

static struct kunit_suite openamp_bell_suite = {
	.name = "openamp_bell",
	.suite_init = remote_suite_init,
	.suite_exit = remote_suite_exit,
	.init = remote_init,
	.test_cases = openamp_bell_cases,
};

kunit_test_suite(openamp_bell_suite);

MODULE_DESCRIPTION("KUnit tests of doorbells to remote cores");
MODULE_LICENSE("GPL");
