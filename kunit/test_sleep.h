/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine sleeps and wakes up, as the driver of a remote core is told. */
#ifndef KUNIT_TEST_SLEEP_H
#define KUNIT_TEST_SLEEP_H

#include <kunit/test.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "../drivers/remoteproc/openamp_rproc.h"

/* With what comes of it when the work items run again. */
static inline void sleep_wake_up(struct kunit *test, struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_pm.resume(oa->dev));
	flush_work(&rproc->crash_handler);
	flush_work(&oa->life.recovered);
}

/* Firmware has run on, or its core has crashed and runs again. */
static inline void sleep_expect(struct kunit *test, struct rproc *rproc,
				unsigned int crashes)
{
	unsigned int before = rproc->crash_cnt;

	sleep_wake_up(test, rproc);
	KUNIT_EXPECT_EQ(test, crashes, rproc->crash_cnt - before);
	KUNIT_EXPECT_EQ(test, rproc->state, RPROC_RUNNING);
}

#endif /* KUNIT_TEST_SLEEP_H */
