// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of recoveries that follow each other too fast.
 */

#include <kunit/test.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_life.h"

/* Crashes that follow each other are recovered later and later. */
static void life_backoff(struct kunit *test)
{
	static const char * const delays[] = { "1000", "2000", "4000" };
	struct life_test *life = test->priv;
	int i;

	life_enter_on(life);
	life_expect(life, "health/backoff_ms", "0");
	life_crash(life);
	life_is(life, "running");
	life_expect(life, "health/recoveries", "1");
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		life_expect(life, "health/backoff_ms", delays[i]);
		life_crash(life);
		life_is(life, "crashed");
		KUNIT_EXPECT_FALSE(test, hw.on);
		life_crash(life);
		/* Who does not want to wait says so. */
		KUNIT_EXPECT_EQ(test, 0, life_write(life, "recovery", "recover"));
		life_is(life, "running");
	}
	life_expect(life, "health/crashes", "4");
	life_expect(life, "health/recoveries", "4");

	/* It was well for long enough. */
	life_oa(life)->life.backoff.since -= msecs_to_jiffies(61 * MSEC_PER_SEC);
	life_crash(life);
	life_is(life, "running");
	life_expect(life, "health/backoff_ms", "1000");
	/* And a user begins anew. */
	KUNIT_EXPECT_EQ(test, 0, life_request(life, "stop"));
	life_enter_on(life);
	life_expect(life, "health/backoff_ms", "0");
	life_works(life);
}

static bool life_is_running(struct life_test *life)
{
	return !strcmp(rproc_attr_read(life->rproc, "state"), "running");
}

/* By themselves, or by what a user asks for meanwhile. */
static void life_backoff_ends(struct kunit *test)
{
	struct life_test *life = test->priv;
	struct delayed_work *retry;
	bool running;

	life_enter_on(life);
	life_crash(life);
	life_crash(life);
	life_is(life, "crashed");
	KUNIT_EXPECT_EQ(test, 0,
			read_poll_timeout(life_is_running, running, running,
					  10000, 60 * USEC_PER_SEC, false,
					  life));
	life_works(life);

	/* A user's request ends it as well. */
	life_enter_on(life);
	life_crash(life);
	life_crash(life);
	KUNIT_EXPECT_EQ(test, 0, life_request(life, "start"));
	life_is(life, "running");
	retry = &life_oa(life)->life.backoff.retry;
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(retry));
	life_works(life);
}

static struct kunit_case openamp_backoff_cases[] = {
	KUNIT_CASE_SLOW(life_backoff),
	KUNIT_CASE_SLOW(life_backoff_ends),
	{ }
};

static struct kunit_suite openamp_backoff_suite = {
	.name = "openamp_backoff",
	.suite_init = life_suite_init,
	.suite_exit = life_suite_exit,
	.init = life_init,
	.test_cases = openamp_backoff_cases,
};

kunit_test_suite(openamp_backoff_suite);

MODULE_DESCRIPTION("KUnit tests of recoveries that wait");
MODULE_LICENSE("GPL");
