// SPDX-License-Identifier: GPL-2.0-only
/* Tests of psci_rproc: how it calls PSCI, and what PSCI answers. */

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "log.h"
#include "test_psci.h"

static void psci_start_stop(struct kunit *test)
{
	struct psci_test *pt = test->priv;

	KUNIT_EXPECT_STREQ(test, pt->rproc->name, "cpu1");
	fake.off_after = 2;	/* Linux's own switching off takes a moment */
	fake.affinity = AFFINITY_ON;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_EXPECT_EQ(test, fake.questions, 3);
	KUNIT_EXPECT_EQ(test, fake.starts, 1);
	KUNIT_EXPECT_EQ(test, fake.target, CPU);
	KUNIT_EXPECT_EQ(test, fake.entry, pt->entry);
	KUNIT_EXPECT_EQ(test, fake.context, 0);
	KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
	KUNIT_EXPECT_EQ(test, add_cpu(CPU), -EBUSY);

	fake.questions = 0;
	fake.off_after = 3;
	fake.affinity = AFFINITY_ON;
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_EQ(test, fake.questions, 4);
	KUNIT_EXPECT_EQ(test, fake.starts, 1);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
	KUNIT_EXPECT_EQ(test, fake.unknown, 0);
}

/* A processor that Linux does not use is not given to it afterwards. */
static void psci_was_offline(struct kunit *test)
{
	struct psci_test *pt = test->priv;

	KUNIT_ASSERT_EQ(test, 0, remove_cpu(CPU));
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_EXPECT_EQ(test, add_cpu(CPU), -EBUSY);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
	KUNIT_EXPECT_EQ(test, add_cpu(CPU), 0);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

/* Arm DEN 0022, 5.2.2, and one that is not there */
static const struct psci_error {
	const char *name;
	long ret;
	int err;
} psci_errors[] = {
	{ "NOT_SUPPORTED", -1, -EOPNOTSUPP },
	{ "INVALID_PARAMETERS", -2, -EINVAL },
	{ "DENIED", -3, -EPERM },
	{ "ALREADY_ON", -4, -EBUSY },
	{ "ON_PENDING", -5, -EBUSY },
	{ "INTERNAL_FAILURE", -6, -EIO },
	{ "NOT_PRESENT", -7, -ENODEV },
	{ "DISABLED", -8, -EPERM },
	{ "INVALID_ADDRESS", -9, -EFAULT },
	{ "unknown", -100, -EIO },
};

KUNIT_ARRAY_PARAM_DESC(psci_error, psci_errors, name);

static void psci_fails_and_works(struct psci_test *pt, int err)
{
	struct kunit *test = pt->test;

	KUNIT_EXPECT_EQ(test, rproc_boot(pt->rproc), err);
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));

	fake.on = PSCI_RET_SUCCESS;
	fake.affinity = AFFINITY_OFF;
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
}

static void psci_on_fails(struct kunit *test)
{
	const struct psci_error *error = test->param_value;

	fake.on = error->ret;
	psci_fails_and_works(test->priv, error->err);
	KUNIT_EXPECT_EQ(test, fake.starts, 2);
}

static void psci_affinity_fails(struct kunit *test)
{
	const struct psci_error *error = test->param_value;

	fake.affinity = error->ret;
	psci_fails_and_works(test->priv, error->err);
	KUNIT_EXPECT_EQ(test, fake.starts, 1);
}

/* It is not Linux that runs there: its memory must not be written to. */
static void psci_runs_already(struct kunit *test)
{
	fake.affinity = AFFINITY_ON;
	fake.off_after = -1;
	psci_fails_and_works(test->priv, -EBUSY);
	KUNIT_EXPECT_EQ(test, fake.starts, 1);
}

static void psci_never_off(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct module *module = pt->pdev->dev.driver->owner;
	int i, refs = module_refcount(module);

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	fake.affinity = AFFINITY_ON;
	fake.off_after = -1;
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, rproc_shutdown(pt->rproc), -ETIMEDOUT);
		KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
		KUNIT_EXPECT_EQ(test, module_refcount(module), refs + 1);
		KUNIT_EXPECT_EQ(test, add_cpu(CPU), -EBUSY);
	}
	/* It has reacted after all. */
	fake.affinity = AFFINITY_OFF;
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, module_refcount(module), refs);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

static void psci_stop_fails(struct kunit *test)
{
	const struct psci_error *error = test->param_value;
	struct psci_test *pt = test->priv;

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	fake.affinity = error->ret;
	KUNIT_EXPECT_EQ(test, rproc_shutdown(pt->rproc), error->err);
	KUNIT_EXPECT_EQ(test, pt->rproc->state, RPROC_RUNNING);
	KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
	fake.affinity = AFFINITY_OFF;
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

/* Linux does not leave the last processor that it has. */
static void psci_last_cpu(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct rproc *rproc = psci_core(pt, 0, 1);

	KUNIT_ASSERT_EQ(test, 0, remove_cpu(CPU));
	KUNIT_EXPECT_EQ(test, rproc_boot(rproc), -EBUSY);
	KUNIT_EXPECT_TRUE(test, cpu_online(0));
	KUNIT_EXPECT_EQ(test, fake.starts, 0);
	KUNIT_EXPECT_EQ(test, add_cpu(CPU), 0);
}

static void psci_two_want_it(struct kunit *test)
{
	struct psci_test *pt = test->priv;
	struct rproc *other = psci_core(pt, CPU, 2);

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	KUNIT_EXPECT_EQ(test, rproc_boot(other), -EBUSY);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(pt->rproc));
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(other));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(other));
}

static void psci_bad_node(struct kunit *test)
{
	struct test_node *node = psci_node(test, "psci-bad", PHANDLE(3));

	if (test->param_value && *(const bool *)test->param_value)
		test_node_cells(test, node, "cpu", PHANDLE(3));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			test_node_probe(test, node, "psci_rproc"));
}

static const bool psci_has_cpu[] = { false, true };

static void psci_has_cpu_title(const bool *has, char *title)
{
	strscpy(title, *has ? "cpu is no CPU" : "no cpu", KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(psci_has_cpu, psci_has_cpu, psci_has_cpu_title);

/* A core that nothing can ask to stop is not started: one line says what to add. */
static void psci_no_stop(struct kunit *test)
{
	const char *names = *(const char * const *)test->param_value;
	struct psci_test *pt = test->priv;
	struct test_node *node = psci_core_node(pt, CPU, 3);
	struct kmsg_dump_iter log;

	psci_add_doorbells(test, 3);
	test_node_cells(test, node, "mboxes", DOORBELL(3), TX);
	if (*names)
		test_node_set_string(test, node, "mbox-names", names);
	log_begin(&log);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			test_node_probe(test, node, "psci_rproc"));
	KUNIT_EXPECT_GE(test, log_count(&log, "no mailbox \"stop\": add", NULL),
			1);
}

static const char * const psci_names[] = { "", "tx" };

static void psci_names_title(const char * const *names, char *title)
{
	strscpy(title, **names ? "only tx" : "no names",
		KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(psci_names, psci_names, psci_names_title);

static struct kunit_case psci_rproc_cases[] = {
	KUNIT_CASE(psci_start_stop),
	KUNIT_CASE(psci_was_offline),
	KUNIT_CASE_PARAM_ATTR(psci_on_fails, psci_error_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(psci_affinity_fails, psci_error_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_SLOW(psci_runs_already),
	KUNIT_CASE_SLOW(psci_never_off),
	KUNIT_CASE_PARAM_ATTR(psci_stop_fails, psci_error_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(psci_last_cpu),
	KUNIT_CASE(psci_two_want_it),
	KUNIT_CASE_PARAM(psci_bad_node, psci_has_cpu_gen_params),
	KUNIT_CASE_PARAM(psci_no_stop, psci_names_gen_params),
	{ }
};

static struct kunit_suite psci_rproc_suite = {
	.name = "psci_rproc",
	.init = psci_init,
	.test_cases = psci_rproc_cases,
};

kunit_test_suite(psci_rproc_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: psci_rproc gic_doorbell");
MODULE_DESCRIPTION("KUnit tests of psci_rproc");
MODULE_LICENSE("GPL");
