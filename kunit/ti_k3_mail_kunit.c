// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what goes through the mailbox of TI's remote cores: what each word says, in
 * both directions, and a mailbox that is full.
 */

#include <kunit/test.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_k3_mail.h"

/* What a word says, and of which virtqueue. */
static const struct word_case {
	const char *name;
	u32 word;
	enum openamp_rung_what what;
} word_cases[] = {
	{ "first virtqueue", 0, OPENAMP_RUNG_RING },
	{ "second virtqueue", 1, OPENAMP_RUNG_RING },
	{ "no virtqueue", 2, OPENAMP_RUNG_RING },
	{ "the last that could be one", 0xfffffeff, OPENAMP_RUNG_RING },
	{ "ready", MAIL_READY, OPENAMP_RUNG_READY },
	{ "pending", 0xffffff01, OPENAMP_RUNG_ALL },
	{ "crash", MAIL_CRASH, OPENAMP_RUNG_CRASHED },
	{ "echo request", 0xffffff03, OPENAMP_RUNG_NOTHING },
	{ "echo reply", 0xffffff04, OPENAMP_RUNG_NOTHING },
	{ "abort request", 0xffffff05, OPENAMP_RUNG_NOTHING },
	{ "suspend auto", 0xffffff10, OPENAMP_RUNG_NOTHING },
	{ "suspend system", 0xffffff11, OPENAMP_RUNG_NOTHING },
	{ "suspend ack", 0xffffff12, OPENAMP_RUNG_NOTHING },
	{ "suspend cancel", 0xffffff13, OPENAMP_RUNG_NOTHING },
	{ "shutdown", MAIL_SHUTDOWN, OPENAMP_RUNG_NOTHING },
	{ "shutdown ack", MAIL_ACK, OPENAMP_RUNG_STOPPED },
	{ "end", 0xffffff16, OPENAMP_RUNG_NOTHING },
	{ "all ones", U32_MAX, OPENAMP_RUNG_NOTHING },
};

KUNIT_ARRAY_PARAM_DESC(word_case, word_cases, name);

/* Decoded, and, but for a crash, without any effect on a core that runs. */
static void word_means(struct kunit *test)
{
	const struct word_case *word = test->param_value;
	struct k3_test *k3 = test->priv;
	struct openamp_rproc *oa = mail_start(k3, K3_M4);
	struct openamp_rung rung;
	struct kmsg_dump_iter log;
	int i;

	rung = oa->data->doorbells->decode((void *)(uintptr_t)word->word);
	KUNIT_EXPECT_EQ(test, rung.what, word->what);
	if (rung.what == OPENAMP_RUNG_RING)
		KUNIT_EXPECT_EQ(test, rung.notifyid, word->word);
	log_begin(&log);
	for (i = 0; i < 20 && word->word != MAIL_CRASH; i++)
		mail_say(word->word);
	KUNIT_EXPECT_EQ(test, completion_done(&oa->heard.ready),
			word->what == OPENAMP_RUNG_READY);
	KUNIT_EXPECT_EQ(test, completion_done(&oa->heard.stopped),
			word->what == OPENAMP_RUNG_STOPPED);
	KUNIT_EXPECT_EQ(test, 0U, log_count(&log, "remoteproc", NULL));
	KUNIT_EXPECT_EQ(test, 0U, mail.taken);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_works(k3);
}

/* Words go out as they are, also 0, which is no message to the framework of 6.1. */
static void word_sent(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	u32 i;

	for (i = 0; i < 3; i++) {
		rproc->ops->kick(rproc, i % 2);
		mail_wait(test, i + 1);
		KUNIT_EXPECT_EQ(test, mail.words[i], i % 2);
	}
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	KUNIT_EXPECT_EQ(test, mail.taken, 4U);
	KUNIT_EXPECT_EQ(test, mail.words[3], MAIL_SHUTDOWN);
	k3_works(k3);
}

/* Rings for both virtqueues, until no more fit in and each has one that waits. */
static void word_fill(struct rproc *rproc)
{
	u32 i;

	mail.manner = MAIL_HANGS;
	for (i = 0; i < 1000; i++)
		rproc->ops->kick(rproc, i % 2);
}

/* What is rung for while the mailbox is full is one ring for each virtqueue. */
static void word_full(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	u32 i;

	word_fill(rproc);
	KUNIT_EXPECT_EQ(test, mail.count, MAIL_FIFO);
	mail.manner = MAIL_ANSWERS;
	schedule_work(&mail.remote);
	mail_wait(test, MAIL_FIFO + 2);
	KUNIT_EXPECT_EQ(test, 1U, mail.words[MAIL_FIFO] +
				  mail.words[MAIL_FIFO + 1]);
	for (i = 0; i < MAIL_FIFO + 2; i++)
		KUNIT_EXPECT_LT(test, mail.words[i], 2U);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "asked hold put ");
	k3_works(k3);
}

/* A request that does not fit in goes out, once, as soon as it does. */
static void word_late(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	struct kmsg_dump_iter log;

	word_fill(rproc);
	log_begin(&log);
	/* Well within the time that firmware has. */
	schedule_delayed_work(&mail.late, msecs_to_jiffies(300));
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "asked hold put ");
	KUNIT_EXPECT_EQ(test, 0U, log_count(&log, "all the same", NULL));
	KUNIT_EXPECT_EQ(test, mail.taken, MAIL_FIFO + 1U);
	KUNIT_EXPECT_EQ(test, mail.words[MAIL_FIFO], MAIL_SHUTDOWN);
	k3_works(k3);
}

/* Nothing of what firmware never takes is sent to the next one. */
static void word_never(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	u32 i;

	word_fill(rproc);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold put ");
	spin_lock_irq(&mail.lock);
	KUNIT_EXPECT_EQ(test, mail.count, MAIL_FIFO);
	for (i = 0; i < MAIL_FIFO; i++)
		KUNIT_EXPECT_LT(test, mail.fifo[i], 2U);
	/* As firmware does first of all. */
	mail.count = 0;
	mail.manner = MAIL_ANSWERS;
	spin_unlock_irq(&mail.lock);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_EQ(test, mail.taken, 0U);
	rproc->ops->kick(rproc, 1);
	mail_wait(test, 1);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_works(k3);
}

/* Nobody is asked without a mailbox. */
static void word_none(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_core(k3, K3_M4);
	sci_told();
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	k3->rproc->ops->kick(k3->rproc, 0);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold get free hold put ");
	KUNIT_EXPECT_EQ(test, mail.taken, 0U);
	k3_works(k3);
}

static struct kunit_case ti_k3_mail_cases[] = {
	KUNIT_CASE_PARAM_ATTR(word_means, word_case_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(word_sent),
	KUNIT_CASE(word_full),
	KUNIT_CASE(word_late),
	KUNIT_CASE_SLOW(word_never),
	KUNIT_CASE(word_none),
	{ }
};

static struct kunit_suite ti_k3_mail_suite = {
	.name = "ti_k3_mail",
	.suite_init = mail_suite_init,
	.suite_exit = mail_suite_exit,
	.init = mail_init,
	.test_cases = ti_k3_mail_cases,
};

kunit_test_suite(ti_k3_mail_suite);

MODULE_DESCRIPTION("KUnit tests of the mailbox of TI's K3 remote cores");
MODULE_LICENSE("GPL");
