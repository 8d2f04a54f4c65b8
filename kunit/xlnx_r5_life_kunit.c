// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of cores of AMD's RPU that can't be stopped, that crash, and whose firmware says
 * less than it could.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "test_sleep.h"
#include "test_xlnx.h"

/* Firmware that does not say what runs: Linux knows what it has done itself. */
static void xlnx_no_status(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct openamp_rproc *oa;
	struct rproc *rproc;

	fw.version[EEMI_GET_NODE_STATUS] = 1;
	fw.fail_api = EEMI_GET_NODE_STATUS;
	fw.fail_status = EEMI_NO_ACCESS;
	rproc = xlnx_split(xt);
	oa = rproc->priv;
	xlnx_is(test, rproc, "offline");
	KUNIT_EXPECT_FALSE(test, oa->data->hw->runs(oa));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	KUNIT_EXPECT_TRUE(test, oa->data->hw->runs(oa));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	KUNIT_EXPECT_FALSE(test, oa->data->hw->runs(oa));
	KUNIT_EXPECT_NULL(test, strstr(fw.log, "no"));
	xlnx_works(xt, rproc);
}

/**
 * struct xlnx_stop - a way in which a core is not stopped
 * @release: version of that function, which stops cores from 2 on
 * @down: version of forced power down
 * @api: the call that is refused, 0: none
 * @status: what it says then
 * @stuck: it says that all is well
 * @err: what the stop gives
 */
struct xlnx_stop {
	u32 release;
	u32 down;
	u32 api;
	u32 status;
	bool stuck;
	int err;
};

static const struct xlnx_stop xlnx_stops[] = {
	{ 2, 1, EEMI_RELEASE_NODE, EEMI_NO_ACCESS, false, -EACCES },
	{ 2, 0, EEMI_RELEASE_NODE, EEMI_INVALID_NODE, false, -ENODEV },
	{ 2, 0, EEMI_RELEASE_NODE, 2000, false, -EIO },
	{ 1, 1, EEMI_FORCE_POWERDOWN, EEMI_NO_ACCESS, false, -EACCES },
	{ 1, 1, EEMI_FORCE_POWERDOWN, EEMI_NO_FEATURE, false, -EOPNOTSUPP },
	{ 1, 1, EEMI_FORCE_POWERDOWN, 2001, false, -EIO },
	/* No way to stop it: there is none, or its version is not known. */
	{ 1, 0, 0, 0, false, -EOPNOTSUPP },
	{ 1, 2, 0, 0, false, -EOPNOTSUPP },
	/* It says that it has, and the core runs. */
	{ 2, 1, 0, 0, true, -ETIMEDOUT },
	{ 1, 1, 0, 0, true, -ETIMEDOUT },
};

/* It is lost, keeps what it has, and is not started; till it can be stopped. */
static void xlnx_lost(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);
	const struct xlnx_stop *stop;
	int i;

	for (i = 0; i < ARRAY_SIZE(xlnx_stops); i++) {
		stop = &xlnx_stops[i];
		fw.version[EEMI_REQUEST_NODE] = stop->release;
		fw.version[EEMI_RELEASE_NODE] = stop->release;
		fw.version[EEMI_FORCE_POWERDOWN] = stop->down;
		KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
		fw.fail_api = stop->api;
		fw.fail_node = RPU(0);
		fw.fail_status = stop->status;
		fw.stuck = stop->stuck;
		KUNIT_EXPECT_EQ_MSG(test, stop->err,
				    xlnx_request(rproc, "stop"), "%d", i);
		KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_LOST);
		KUNIT_EXPECT_TRUE(test, fw.requested[TCM(0)]);
		KUNIT_EXPECT_TRUE(test, fw.running[RPU(0)]);
		KUNIT_EXPECT_NE(test, 0, xlnx_request(rproc, "start"));
		KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_LOST);
		fw_heal(NULL);
		fw.version[EEMI_FORCE_POWERDOWN] = 1;
		KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
		xlnx_works(xt, rproc);
	}
}

/* A call is refused for a core that is off by then: that is a stop. */
static void xlnx_off_already(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	/* Whether its crash is seen first makes no difference. */
	rproc->recovery_disabled = true;
	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	fw.running[RPU(0)] = false;
	fw.fail_api = EEMI_RELEASE_NODE;
	fw.fail_node = RPU(0);
	fw.fail_status = EEMI_NO_ACCESS;
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_OFF);
	xlnx_works(xt, rproc);
}

/* TCM that is not taken back stays on; the core is off all the same. */
static void xlnx_tcm_kept(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	fw_told();
	fw.fail_api = EEMI_RELEASE_NODE;
	fw.fail_node = TCM(1);
	fw.fail_status = EEMI_NO_ACCESS;
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_told(test, "-7 no16 -15 ");
	KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_OFF);
	xlnx_works(xt, rproc);
}

/* The firmware stops and starts it, and its memory stays on meanwhile. */
static void xlnx_recovers(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);
	struct openamp_rproc *oa = rproc->priv;

	xlnx_fill_tcm(rproc);
	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	xlnx_tcm_is(test, rproc, 0);
	fw_told();
	openamp_rproc_report(oa, RPROC_FATAL_ERROR);
	flush_work(&rproc->crash_handler);
	flush_work(&oa->life.recovered);
	xlnx_is(test, rproc, "running");
	xlnx_told(test, "-7 +7 wake7 ");

	/* One that is off has crashed. */
	fw.running[RPU(0)] = false;
	flush_delayed_work(&oa->health.work);
	flush_work(&rproc->crash_handler);
	flush_work(&oa->life.recovered);
	KUNIT_EXPECT_EQ(test, 2U, rproc->crash_cnt);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

static void xlnx_sleeps(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	xlnx_fill_tcm(rproc);
	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	sleep_expect(test, rproc, 0);
	fw.running[RPU(0)] = false;
	sleep_expect(test, rproc, 1);
	KUNIT_EXPECT_TRUE(test, fw.running[RPU(0)]);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

static struct kunit_case xlnx_r5_life_cases[] = {
	KUNIT_CASE(xlnx_no_status),
	KUNIT_CASE_SLOW(xlnx_lost),
	KUNIT_CASE(xlnx_off_already),
	KUNIT_CASE(xlnx_tcm_kept),
	KUNIT_CASE(xlnx_recovers),
	KUNIT_CASE(xlnx_sleeps),
	{ }
};

static struct kunit_suite xlnx_r5_life_suite = {
	.name = "xlnx_r5_life",
	.init = xlnx_init,
	.test_cases = xlnx_r5_life_cases,
};

kunit_test_suite(xlnx_r5_life_suite);

MODULE_DESCRIPTION("KUnit tests of the life of AMD's Cortex-R5F and R52 remote cores");
MODULE_LICENSE("GPL");
