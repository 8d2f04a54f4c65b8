// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the life of TI's remote cores: how they are asked to shut down, attached to and
 * left, how they crash, and what becomes of one that is not stopped.
 */

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_k3_mail.h"
#include "test_sleep.h"

/**
 * struct life_stop - firmware that is asked to shut down
 * @name: of the case
 * @manner: what it does
 * @line: what the log says, NULL: nothing
 * @waits: Linux waits as long as it does
 */
struct life_stop {
	const char *name;
	enum mail_manner manner;
	const char *line;
	bool waits;
};

#define LIFE_LINE	"reset all the same"

static const struct life_stop life_stops[] = {
	{ "answers", MAIL_ANSWERS, NULL, false },
	{ "answers, and goes on", MAIL_GOES_ON, "and goes on", false },
	{ "shuts down, the answer is lost", MAIL_LOSES, "does not answer", true },
	{ "does not answer", MAIL_SILENT, "does not answer", true },
};

KUNIT_ARRAY_PARAM_DESC(life_stop, life_stops, name);

/* It is reset, whatever it does; only for an answer Linux has to wait. */
static void life_asked(struct kunit *test)
{
	const struct life_stop *stop = test->param_value;
	struct k3_test *k3 = test->priv;
	struct kmsg_dump_iter log;
	unsigned long since;

	mail_start(k3, K3_M4);
	mail.manner = stop->manner;
	/* What nobody has asked for is no answer. */
	mail_say(MAIL_ACK);
	log_begin(&log);
	since = jiffies;
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	if (stop->waits)
		KUNIT_EXPECT_TRUE(test, time_after_eq(jiffies, since + 5 * HZ));
	k3_told(k3, "asked hold put ");
	k3_is(k3, "offline");
	KUNIT_EXPECT_EQ(test, log_count(&log, LIFE_LINE, NULL), !!stop->line);
	if (stop->line)
		KUNIT_EXPECT_EQ(test, 1U, log_count(&log, stop->line, NULL));
	/* An answer that comes too late is none to the next request. */
	mail_say(MAIL_ACK);
	mail.manner = MAIL_ANSWERS;
	k3_works(k3);
}

static void life_recover(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	flush_work(&rproc->crash_handler);
	flush_work(&oa->life.recovered);
}

/* Firmware says that it has crashed; somebody has switched it off, or has reset it. */
static const char * const life_crash_names[] = { "word", "off", "held" };

static void life_crash(const char *how, struct openamp_rproc *oa)
{
	if (!strcmp(how, "word"))
		mail_say(MAIL_CRASH);
	else if (!strcmp(how, "off"))
		sci.on = false;
	else
		sci.held = true;
	flush_delayed_work(&oa->health.work);
}

/* Its memory has to be on when it is dumped and loaded. Nobody asks it anything. */
static void life_crashes(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_core(k3, K3_C66);
	int i;

	for (i = 0; i < ARRAY_SIZE(life_crash_names); i++) {
		KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
		sci_told();
		life_crash(life_crash_names[i], rproc->priv);
		life_recover(rproc);
		k3_is(k3, "running");
		k3_told(k3, "hold get vector free ");
		KUNIT_EXPECT_EQ(test, i + 1U, rproc->crash_cnt);
		KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
		k3_told(k3, "asked hold put ");
	}
	k3_works(k3);
}

/* Its module is off, or what holds it is as after a reset. */
static void life_sleeps(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_core(k3, K3_C66);
	int i;

	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
		sleep_expect(test, rproc, 0);
		sci.on = i;
		sci.held = i;
		sleep_expect(test, rproc, 1);
		KUNIT_EXPECT_TRUE(test, sci_runs());
		KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	}
	k3_works(k3);
}

/* One that is not recovered is stopped; however often it says that it has crashed. */
static void life_crashed(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	int i;

	rproc->recovery_disabled = true;
	for (i = 0; i < 20; i++)
		mail_say(MAIL_CRASH);
	flush_work(&rproc->crash_handler);
	k3_is(k3, "crashed");
	KUNIT_EXPECT_EQ(test, 1U, rproc->crash_cnt);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold get put ");
	rproc->recovery_disabled = false;
	k3_works(k3);
}

/* Memory that is not on again can't be loaded: it is not started, till it is. */
static void life_crash_no_power(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;

	sci.fails = "get";
	mail_say(MAIL_CRASH);
	life_recover(rproc);
	k3_told(k3, "hold no-get ");
	KUNIT_EXPECT_FALSE(test, sci_runs());
	sci.fails = NULL;
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_works(k3);
}

/**
 * struct life_lost - a reset that does not hold the core
 * @name: of the case
 * @fails: a call that is refused
 * @loose: or one that does nothing
 * @err: what the stop gives
 */
struct life_lost {
	const char *name;
	const char *fails;
	bool loose;
	int err;
};

static const struct life_lost life_losts[] = {
	{ "refused", "hold", false, -ENODEV },
	{ "without effect", NULL, true, -EIO },
};

KUNIT_ARRAY_PARAM_DESC(life_lost, life_losts, name);

/* It keeps what it has, and is not started; till it can be stopped. */
static void life_is_lost(struct kunit *test)
{
	const struct life_lost *lost = test->param_value;
	struct k3_test *k3 = test->priv;

	mail_start(k3, K3_M4);
	sci.fails = lost->fails;
	sci.loose = lost->loose;
	KUNIT_EXPECT_EQ(test, lost->err, k3_request(k3, "stop"));
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_LOST);
	KUNIT_EXPECT_TRUE(test, sci_runs());
	sci_told();
	KUNIT_EXPECT_NE(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_LOST);
	sci_told();
	sci.fails = NULL;
	sci.loose = false;
	/* It has been asked once. */
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold put ");
	k3_works(k3);
}

/* A hung core is not lost: it is reset. Its mailbox is full, so nothing is asked. */
static void life_hangs(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct rproc *rproc = mail_start(k3, K3_M4)->rproc;
	int i;

	mail.manner = MAIL_HANGS;
	for (i = 0; i < 100; i++)
		rproc->ops->kick(rproc, i % 2);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold put ");
	/* Firmware forgets what is in the mailbox when it starts; so the next one is clean. */
	mail.manner = MAIL_ANSWERS;
	schedule_work(&mail.remote);
	flush_work(&mail.remote);
	k3_told(k3, "");
	k3_works(k3);
}

/* A core that was started by a boot loader, with a table at the start of its memory. */
static void life_boot(struct k3_test *k3, bool has_table)
{
	struct test_table *table;

	table = memremap(k3_da(k3), SZ_64K, MEMREMAP_WC);
	KUNIT_ASSERT_NOT_NULL(k3->test, table);
	memset(table, 0, sizeof(*table));
	if (has_table)
		*table = k3->image->table;
	memunmap(table);
	sci.on = true;
	mail_new_node(k3, K3_M4);
	k3_must_probe(k3);
	k3_is(k3, "detached");
	sci_told();
}

static void life_attaches(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	int i;

	/* No driver is for its device: where the rings get is seen on the board k3-fake-m4. */
	life_boot(k3, true);
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
		k3_is(k3, "attached");
		KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "detach"));
		k3_is(k3, "detached");
		/* It is rung, to see that its device was reset. */
		mail_wait(test, i + 1);
	}
	k3_told(k3, "");
	KUNIT_EXPECT_TRUE(test, sci_runs());
}

/* Linux may stop it, attached to or not, and start its own firmware. */
static void life_stops_attached(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	life_boot(k3, true);
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "asked hold put ");
	k3_works(k3);
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "detach"));
	sci_told();
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "asked hold put ");
	k3_works(k3);
}

/* Its driver goes: one that Linux is detached from runs on, and can be found again. */
static void life_left(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	life_boot(k3, true);
	k3_remove(k3);
	k3_told(k3, "release ");
	KUNIT_EXPECT_TRUE(test, sci_runs());

	k3_must_probe(k3);
	k3_is(k3, "detached");
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	sci_told();
	k3_remove(k3);
	k3_told(k3, "asked hold put release ");
}

/* Without a table there is nothing to talk about; its state is shown all the same. */
static void life_no_table(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	life_boot(k3, false);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "start"));
	k3_is(k3, "attached");
	KUNIT_EXPECT_NULL(test, k3->rproc->table_ptr);
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "asked hold put ");
	k3_works(k3);
}

/* Meanwhile it has gone. */
static void life_attach_gone(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	life_boot(k3, true);
	sci.on = false;
	KUNIT_EXPECT_EQ(test, -ENODEV, k3_request(k3, "start"));
	k3_is(k3, "detached");
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold put ");
	k3_works(k3);
}

/* A module that is on with its core in reset runs nothing. */
static void life_on_and_held(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	sci.on = true;
	sci.held = true;
	mail_core(k3, K3_M4);
	k3_is(k3, "offline");
	k3_works(k3);
}

static bool life_has_state(struct rproc *rproc, int state)
{
	return READ_ONCE(rproc->state) == state;
}

static void life_wait(struct k3_test *k3, int state)
{
	bool has;

	KUNIT_EXPECT_EQ(k3->test, 0,
			read_poll_timeout(life_has_state, has, has,
					  USEC_PER_MSEC,
					  MAIL_WAIT_MS * USEC_PER_MSEC, false,
					  k3->rproc, state));
}

/* As upstream: a core with a firmware-name is started, or attached to, by itself. */
static void life_by_itself(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	mail_new_node(k3, K3_M4);
	test_node_set_string(test, k3->node, "firmware-name", K3_FILE);
	k3_must_probe(k3);
	life_wait(k3, RPROC_RUNNING);
	k3_told(k3, "request hold get free ");
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "detach"));
	k3_remove(k3);
	k3_told(k3, "release ");

	k3_must_probe(k3);
	life_wait(k3, RPROC_ATTACHED);
	k3_told(k3, "request ");
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	sci_told();
	k3_works(k3);
}

/* No file is no error. */
static void life_no_file(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	mail_new_node(k3, K3_M4);
	test_node_set_string(test, k3->node, "firmware-name", "kunit-none.elf");
	k3_must_probe(k3);
	KUNIT_EXPECT_NE(test, 0, k3_request(k3, "start"));
	k3_is(k3, "offline");
	k3_leaves_nothing(k3);
}

static struct kunit_case ti_k3_life_cases[] = {
	KUNIT_CASE_PARAM_ATTR(life_asked, life_stop_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(life_crashes),
	KUNIT_CASE(life_sleeps),
	KUNIT_CASE(life_crashed),
	KUNIT_CASE(life_crash_no_power),
	KUNIT_CASE_PARAM(life_is_lost, life_lost_gen_params),
	KUNIT_CASE_SLOW(life_hangs),
	KUNIT_CASE(life_attaches),
	KUNIT_CASE(life_stops_attached),
	KUNIT_CASE(life_left),
	KUNIT_CASE(life_no_table),
	KUNIT_CASE(life_attach_gone),
	KUNIT_CASE(life_on_and_held),
	KUNIT_CASE(life_by_itself),
	KUNIT_CASE(life_no_file),
	{ }
};

static struct kunit_suite ti_k3_life_suite = {
	.name = "ti_k3_life",
	.suite_init = mail_suite_init,
	.suite_exit = mail_suite_exit,
	.init = mail_init,
	.test_cases = ti_k3_life_cases,
};

kunit_test_suite(ti_k3_life_suite);

MODULE_DESCRIPTION("KUnit tests of the life of TI's K3 remote cores");
MODULE_LICENSE("GPL");
