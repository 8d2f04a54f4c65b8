// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of a remote core's life, with cores of psci_rproc: whatever ended the
 * firmware before, and wherever a start or a recovery failed, the next start
 * works, and nothing is left of the one before.
 */

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "log.h"
#include "test_psci.h"
#include "test_rproc_attr.h"
#include "test_sleep.h"

/* Off by itself, at whatever moment: nothing is rung that nobody will take. */
static void psci_off_before_stop(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct rproc *rproc = pt->rproc;

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(rproc));
	KUNIT_EXPECT_FALSE(test, fake_is_rung(STOP));

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
	fake.affinity = AFFINITY_ON;
	fake.off_after = 1;
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(rproc));
	KUNIT_EXPECT_TRUE(test, fake_is_rung(STOP));
}

/* What was rung before a start and not taken is not for what starts now. */
static void psci_stale_rings(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct rproc *rproc = pt->rproc;
	int i, line;

	for (i = 0; i < 2; i++) {
		for (line = 0; line < NUM_LINES; line++) {
			irq_set_irqchip_state(fake.irq[line],
					      IRQCHIP_STATE_PENDING, true);
			fake.stale[line] = true;
			KUNIT_EXPECT_TRUE(test, fake_is_rung(line));
		}
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
		KUNIT_EXPECT_EQ(test, fake.starts, i + 1);
		KUNIT_EXPECT_FALSE(test, fake.stale[TX]);
		KUNIT_EXPECT_FALSE(test, fake.stale[STOP]);
		/* The first kick after a start is kept until it is taken. */
		rproc->ops->kick(rproc, 0);
		KUNIT_EXPECT_TRUE(test, fake_is_rung(TX));
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(rproc));
	}
}

/* Each start wants a stop of its own, and only the last one stops. */
static void psci_many_starts(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct module *module = pt->pdev->dev.driver->owner;
	int i, refs = module_refcount(module);

	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
		KUNIT_EXPECT_EQ(test, fake.starts, 1);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
	}
	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	}
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
}

/* To put an rproc, its device needs its driver. */
static void psci_bind(struct psci_test *pt)
{
	KUNIT_EXPECT_EQ(pt->test, 1, device_attach(&pt->pdev->dev));
}

static void psci_unbind(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct module *module = pt->pdev->dev.driver->owner;
	int i, refs = module_refcount(module);

	for (i = 0; i < 3; i++)
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	fake.affinity = AFFINITY_ON;
	fake.off_after = 2;
	device_release_driver(&pt->pdev->dev);
	KUNIT_EXPECT_EQ(test, fake.affinity, AFFINITY_OFF);
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
	psci_bind(pt);
}

static void psci_crash(struct psci_test *pt)
{
	rproc_report_crash(pt->rproc, RPROC_FATAL_ERROR);
	flush_work(&pt->rproc->crash_handler);
}

/* It is started anew, and counted as it was before. */
static void psci_recovered(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	int i;

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	for (i = 2; i < 5; i++) {
		psci_crash(pt);
		/* From the second on it would wait. */
		KUNIT_EXPECT_EQ(test, 0, rproc_attr_write(pt->rproc, "recovery",
							  "recover"));
		KUNIT_EXPECT_EQ(test, fake.starts, i);
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
		KUNIT_EXPECT_EQ(test, atomic_read(&pt->rproc->power), 2);
		KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
	}
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

static void psci_not_recovered(struct psci_test *pt, bool bad_file)
{
	if (bad_file)
		test_image_write(pt->test, FILE_PATH, "no", 2);
	else
		fake.on = PSCI_RET_DENIED;
	psci_crash(pt);
	KUNIT_EXPECT_STREQ(pt->test, "crashed",
			   rproc_attr_read(pt->rproc, "state"));
	psci_write_image(pt);
	fake.on = PSCI_RET_SUCCESS;
}

/*
 * A recovery that fails leaves a core that has crashed, with all that it has: it can be
 * started anew, or stopped.
 */
static void psci_recovery_fails(struct kunit *test)
{
	bool bad_file = *(const bool *)test->param_value;
	struct psci_test *pt = test->priv;
	struct module *module = pt->pdev->dev.driver->owner;
	int i, refs = module_refcount(module);

	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
		psci_not_recovered(pt, bad_file);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
		KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
		/* At once, while that may not have been noted. */
		KUNIT_ASSERT_EQ(test, 0, rproc_attr_write(pt->rproc, "state",
							  "start"));
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	}
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	psci_not_recovered(pt, bad_file);
	KUNIT_ASSERT_EQ(test, 0, rproc_attr_write(pt->rproc, "state", "stop"));
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
	KUNIT_EXPECT_EQ(test, atomic_read(&pt->rproc->power), 0);
}

/* Unbound right after that: the processor is Linux's all the same. */
static void psci_recovery_fails_unbind(struct kunit *test)
{
	bool bad_file = *(const bool *)test->param_value;
	struct psci_test *pt = test->priv;

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	psci_not_recovered(pt, bad_file);
	device_release_driver(&pt->pdev->dev);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
	psci_bind(pt);
}

static const bool psci_bad_file[] = { false, true };

static void psci_bad_file_title(const bool *bad, char *title)
{
	strscpy(title, *bad ? "bad file" : "no start", KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(psci_bad_file, psci_bad_file, psci_bad_file_title);

/* To RAM when the processor is off, or Linux's: PSCI would refuse it otherwise. */
static void psci_may_sleep(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct openamp_rproc *oa = pt->rproc->priv;
	struct kmsg_dump_iter log;

	log_begin(&log);
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	fake.stays_on = true;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_TO_IDLE));
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_ON));
	KUNIT_EXPECT_EQ(test, 0, log_count(&log, "cannot suspend to RAM", NULL));
	KUNIT_EXPECT_EQ(test, -EBUSY, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	KUNIT_EXPECT_EQ(test, 1, log_count(&log, "cpu1 runs, so the machine cannot suspend to RAM",
					   NULL));

	/* What has crashed may run all the same. */
	pt->rproc->recovery_disabled = true;
	psci_crash(pt);
	KUNIT_EXPECT_EQ(test, -EBUSY, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	fake.affinity = AFFINITY_OFF;
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	KUNIT_EXPECT_EQ(test, 0, rproc_attr_write(pt->rproc, "state", "stop"));
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

static void psci_sleeps(struct kunit *test)
{
	struct psci_test *pt = test->priv;

	fake.stays_on = true;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	sleep_expect(test, pt->rproc, 0);
	KUNIT_EXPECT_EQ(test, fake.starts, 1);
	fake.affinity = AFFINITY_OFF;
	sleep_expect(test, pt->rproc, 1);
	KUNIT_EXPECT_EQ(test, fake.starts, 2);
	sleep_expect(test, pt->rproc, 0);
	fake.affinity = AFFINITY_OFF;
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
}

static int psci_subdev_start(struct rproc_subdev *subdev)
{
	return -EIO;
}

/* What follows the core's start fails, and then the core does not stop. */
static void psci_start_half_way(struct kunit *test)
{
	struct rproc_subdev subdev = { .start = psci_subdev_start };
	struct psci_test *pt = test->priv;
	struct module *module = pt->pdev->dev.driver->owner;
	int i, refs = module_refcount(module);

	rproc_add_subdev(pt->rproc, &subdev);
	KUNIT_EXPECT_EQ(test, rproc_boot(pt->rproc), -EIO);
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));

	for (i = 0; i < 2; i++) {
		/* It was off, and is on from CPU_ON to the end. */
		fake.stays_on = true;
		KUNIT_EXPECT_EQ(test, rproc_boot(pt->rproc), i ? -EBUSY : -EIO);
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
		KUNIT_EXPECT_EQ(test, add_cpu(CPU), -EBUSY);
	}
	KUNIT_EXPECT_EQ(test, fake.starts, 2);

	rproc_remove_subdev(pt->rproc, &subdev);
	fake.stays_on = false;
	fake.affinity = AFFINITY_OFF;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

static struct kunit_case psci_life_cases[] = {
	KUNIT_CASE(psci_off_before_stop),
	KUNIT_CASE(psci_stale_rings),
	KUNIT_CASE(psci_many_starts),
	KUNIT_CASE(psci_unbind),
	KUNIT_CASE(psci_recovered),
	KUNIT_CASE_PARAM_ATTR(psci_recovery_fails, psci_bad_file_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(psci_recovery_fails_unbind, psci_bad_file_gen_params),
	KUNIT_CASE(psci_may_sleep),
	KUNIT_CASE(psci_sleeps),
	KUNIT_CASE_SLOW(psci_start_half_way),
	{ }
};

static struct kunit_suite psci_life_suite = {
	.name = "psci_life",
	.init = psci_init,
	.test_cases = psci_life_cases,
};

kunit_test_suite(psci_life_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: psci_rproc gic_doorbell");
MODULE_DESCRIPTION("KUnit tests of how remote cores start and end");
MODULE_LICENSE("GPL");
