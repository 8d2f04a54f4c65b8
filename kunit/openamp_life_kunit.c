// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of a remote core's life: each request in each state, and what is left when a
 * step fails. The requests come as a program makes them, through sysfs.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "log.h"
#include "test_life.h"
#include "test_sleep.h"

/**
 * struct life_state - a state, and what comes of each request in it
 * @name: the word for it in the test's name
 * @enter: brings a core that is off there
 * @word: as sysfs has it
 * @state: as the driver has it
 * @start: what "start" gives
 * @started: and the word then
 * @stop: what "stop" gives
 * @stopped: and the word then
 * @detach: what "detach" gives
 * @detached: and the word then
 * @crashed: the word after a crash was reported, and recovered where it counts
 * @recovered: the word after "recover"
 * @runs: the firmware runs
 */
struct life_state {
	const char *name;
	void (*enter)(struct life_test *life);
	const char *word;
	enum openamp_state state;
	int start;
	const char *started;
	int stop;
	const char *stopped;
	int detach;
	const char *detached;
	const char *crashed;
	const char *recovered;
	bool runs;
};

static void life_enter_off(struct life_test *life)
{
}

static void life_enter_attached(struct life_test *life)
{
	life_enter_detached(life);
	KUNIT_ASSERT_EQ(life->test, 0, life_request(life, "start"));
}

/* Nobody recovers it. */
static void life_enter_crashed(struct life_test *life)
{
	life_enter_on(life);
	life->rproc->recovery_disabled = true;
	life_crash(life);
}

/* It was to be recovered, and its file was no good. */
static void life_enter_unrecovered(struct life_test *life)
{
	life_enter_on(life);
	test_image_write(life->test, LIFE_PATH, "no", 2);
	life_crash(life);
	life_write_image(life);
}

static void life_enter_lost(struct life_test *life)
{
	life_enter_on(life);
	hw.stop_err = -ETIMEDOUT;
	KUNIT_ASSERT_EQ(life->test, -ETIMEDOUT, life_request(life, "stop"));
}

/* What follows its start failed, and then it did not stop. */
static void life_enter_half(struct life_test *life)
{
	hw.stop_err = -ETIMEDOUT;
	KUNIT_ASSERT_EQ(life->test, -EIO, life_start_with(life, -EIO));
}

static const struct life_state life_states[] = {
	{
		"off", life_enter_off, "offline", OPENAMP_OFF,
		0, "running", -EINVAL, "offline", -EINVAL, "offline",
		"offline", "offline", false,
	}, {
		"on", life_enter_on, "running", OPENAMP_ON,
		-EBUSY, "running", 0, "offline", 0, "detached",
		"running", "running", true,
	}, {
		"attached", life_enter_attached, "attached", OPENAMP_ATTACHED,
		-EBUSY, "attached", 0, "offline", 0, "detached",
		"running", "attached", true,
	}, {
		"crashed", life_enter_crashed, "crashed", OPENAMP_CRASHED,
		0, "running", 0, "offline", -EINVAL, "crashed",
		"crashed", "running", true,
	}, {
		"unrecovered", life_enter_unrecovered, "crashed",
		OPENAMP_CRASHED,
		0, "running", 0, "offline", -EINVAL, "crashed",
		"crashed", "running", false,
	}, {
		"lost", life_enter_lost, "running", OPENAMP_LOST,
		-EBUSY, "running", -ETIMEDOUT, "running", -EINVAL, "running",
		"running", "running", true,
	}, {
		"half", life_enter_half, "running", OPENAMP_LOST,
		-EBUSY, "running", -ETIMEDOUT, "running", -EINVAL, "running",
		"running", "running", true,
	}, {
		"detached", life_enter_detached, "detached", OPENAMP_DETACHED,
		0, "attached", 0, "offline", -EINVAL, "detached",
		"detached", "detached", true,
	},
};

KUNIT_ARRAY_PARAM_DESC(life_state, life_states, name);

static const struct life_state *life_enter(struct life_test *life)
{
	const struct life_state *state = life->test->param_value;

	state->enter(life);
	life_is(life, state->word);
	KUNIT_EXPECT_EQ(life->test, hw.on, state->runs);

	return state;
}

static void life_start(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);

	KUNIT_EXPECT_EQ(test, life_request(test->priv, "start"), state->start);
	life_is(test->priv, state->started);
	life_works(test->priv);
}

static void life_stop(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);

	KUNIT_EXPECT_EQ(test, life_request(test->priv, "stop"), state->stop);
	life_is(test->priv, state->stopped);
	life_works(test->priv);
}

static void life_detach(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);

	KUNIT_EXPECT_EQ(test, life_request(test->priv, "detach"),
			state->detach);
	life_is(test->priv, state->detached);
	life_works(test->priv);
}

static void life_report(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);
	struct life_test *life = test->priv;
	unsigned int crashes = life->rproc->crash_cnt;

	life_crash(life);
	life_is(life, state->crashed);
	/* Of a core that is not used, or has crashed, nothing is reported. */
	KUNIT_EXPECT_EQ(test, life->rproc->crash_cnt - crashes,
			state->state == OPENAMP_ON ||
			state->state == OPENAMP_ATTACHED);
	life_works(life);
}

static void life_recover(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);

	KUNIT_EXPECT_EQ(test, 0, life_write(test->priv, "recovery", "recover"));
	life_is(test->priv, state->recovered);
	life_works(test->priv);
}

static void life_unbind(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);
	struct life_test *life = test->priv;

	device_release_driver(&life->pdev->dev);
	if (state->state == OPENAMP_LOST) {
		/* That is remembered for ever, but the test has to end. */
		KUNIT_EXPECT_EQ(test, life_refs(life), 1);
		KUNIT_EXPECT_TRUE(test, hw.prepared);
		module_put(THIS_MODULE);
		hw.on = false;
		hw.prepared = false;
		hw.stop_err = 0;
	}
	KUNIT_EXPECT_EQ(test, life_refs(life), 0);
	KUNIT_EXPECT_FALSE(test, hw.prepared);
	KUNIT_EXPECT_EQ(test, hw.on, state->state == OPENAMP_DETACHED);
	KUNIT_EXPECT_EQ(test, hw.detaches, state->state == OPENAMP_DETACHED);
	hw.on = false;
	KUNIT_ASSERT_EQ(test, 1, device_attach(&life->pdev->dev));
	life_find(life);
	life_works(life);
}

/* As at a reboot: the driver stays bound, and nothing starts any more. */
static void life_shutdown(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);
	struct life_test *life = test->priv;
	bool stays = state->state == OPENAMP_LOST ||
		     state->state == OPENAMP_DETACHED;

	life_driver.shutdown(life->pdev);
	KUNIT_EXPECT_EQ(test, hw.on, stays);
	KUNIT_EXPECT_LT(test, life_request(life, "start"), 0);
	if (state->state != OPENAMP_LOST)
		KUNIT_EXPECT_LT(test, rproc_boot(life->rproc), 0);
	KUNIT_EXPECT_EQ(test, hw.on, stays);
	if (state->state == OPENAMP_LOST) {
		hw.stop_err = 0;
		KUNIT_EXPECT_EQ(test, 0, life_request(life, "stop"));
	}
	hw.on = false;
}

/* The machine has slept, and the core has kept its power or not. */
static void life_resume(struct kunit *test)
{
	const struct life_state *state = life_enter(test->priv);
	struct life_test *life = test->priv;
	unsigned int crashes = life->rproc->crash_cnt;
	struct openamp_rproc *oa = life->rproc->priv;
	bool used = state->state == OPENAMP_ON ||
		    state->state == OPENAMP_ATTACHED;
	struct kmsg_dump_iter log;

	log_begin(&log);
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	sleep_wake_up(test, life->rproc);
	life_is(life, state->word);
	KUNIT_EXPECT_EQ(test, life->rproc->crash_cnt, crashes);

	hw.on = false;
	sleep_wake_up(test, life->rproc);
	life_is(life, state->crashed);
	KUNIT_EXPECT_EQ(test, log_count(&log, "the remote core has crashed",
					NULL), used);
	KUNIT_EXPECT_EQ(test, life->rproc->crash_cnt - crashes, used);
	KUNIT_EXPECT_EQ(test, hw.on, used);
	life_works(life);
}

/* Of what starts, each step fails in turn; then it works. */
static void life_start_fails(struct kunit *test)
{
	struct life_test *life = test->priv;

	hw.prepare_err = -EPERM;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EPERM);
	life_is(life, "offline");
	hw.prepare_err = 0;
	hw.start_err = -EIO;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EIO);
	life_is(life, "offline");
	hw.start_err = 0;

	KUNIT_EXPECT_EQ(test, life_start_with(life, -ENOSPC), -ENOSPC);
	life_is(life, "offline");
	life_works(life);
}

/* A driver in the kernel shares a core with others, and counts. */
static void life_users(struct kunit *test)
{
	struct life_test *life = test->priv;
	int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, rproc_boot(life->rproc), 0);
	KUNIT_EXPECT_EQ(test, hw.starts, 1U);
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&life->rproc->power), 3);

	/* All of them have it afterwards as before. */
	life->rproc->recovery_disabled = true;
	life_crash(life);
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&life->rproc->power), 3);
	for (i = 0; i < 3; i++) {
		life_is(life, "running");
		KUNIT_EXPECT_EQ(test, rproc_shutdown(life->rproc), 0);
	}
	life_is(life, "offline");
	life_works(life);
}

/* However a recovery fails, it ends in one line, and "recover" works. */
static void life_recovery_fails(struct kunit *test)
{
	struct life_test *life = test->priv;
	struct kmsg_dump_iter log;
	int i;

	for (i = 0; i < 2; i++) {
		life_enter_on(life);
		log_begin(&log);
		if (i)
			hw.start_err = -EIO;
		else
			test_image_write(test, LIFE_PATH, "no", 2);
		life_crash(life);
		life_is(life, "crashed");
		KUNIT_EXPECT_EQ(test, log_count(&log, "could not be recovered",
						NULL), 1U);
		life_write_image(life);
		hw.start_err = 0;
		KUNIT_EXPECT_EQ(test, 0, life_write(life, "recovery", "recover"));
		life_is(life, "running");
		life_works(life);
	}
}

static struct kunit_case openamp_life_cases[] = {
	KUNIT_CASE_PARAM_ATTR(life_start, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_stop, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_detach, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_report, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_recover, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_unbind, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_shutdown, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_resume, life_state_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(life_start_fails),
	KUNIT_CASE(life_users),
	KUNIT_CASE_SLOW(life_recovery_fails),
	{ }
};

static struct kunit_suite openamp_life_suite = {
	.name = "openamp_life",
	.suite_init = life_suite_init,
	.suite_exit = life_suite_exit,
	.init = life_init,
	.test_cases = openamp_life_cases,
};

kunit_test_suite(openamp_life_suite);

MODULE_DESCRIPTION("KUnit tests of a remote core's life");
MODULE_LICENSE("GPL");
