// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of psci_rproc: PSCI is the test's, the processor is this machine's second
 * one, which Linux does leave and come back to. Nothing runs on it meanwhile.
 */

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/elf.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <uapi/linux/psci.h>

#include "../drivers/remoteproc/psci_rproc.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rpu.h"

#define FILE_NAME	"kunit-psci.elf"
#define FILE_PATH	"/lib/firmware/" FILE_NAME
#define CPU		1
#define PHANDLE(n)	(0x70000080 + (n))

#define AFFINITY_ON	PSCI_0_2_AFFINITY_LEVEL_ON
#define AFFINITY_OFF	PSCI_0_2_AFFINITY_LEVEL_OFF
#define AFFINITY_PENDING PSCI_0_2_AFFINITY_LEVEL_ON_PENDING

/* The PSCI of the test: a processor with this state, and what it was told. */
static struct {
	long affinity;		/* what AFFINITY_INFO answers */
	long on;		/* what CPU_ON answers */
	int off_after;		/* questions till it is off; -1: never */
	int questions;
	int starts;
	u64 target;
	u64 entry;
	u64 context;
	u32 unknown;
} fake;

static long fake_psci(u32 function, u64 arg0, u64 arg1, u64 arg2)
{
	switch (function) {
	case PSCI_0_2_FN64_AFFINITY_INFO:
		fake.questions++;
		fake.target = arg0;
		if (fake.affinity < 0 || fake.off_after < 0 || fake.off_after--)
			return fake.affinity;
		fake.affinity = AFFINITY_OFF;
		fake.off_after = 0;
		return AFFINITY_OFF;
	case PSCI_0_2_FN64_CPU_ON:
		fake.starts++;
		fake.target = arg0;
		fake.entry = arg1;
		fake.context = arg2;
		return fake.on;
	default:
		fake.unknown = function;
		return PSCI_RET_NOT_SUPPORTED;
	}
}

/**
 * struct psci_image - firmware without a resource table
 * @ehdr: ELF header
 * @phdr: its only segment
 * @text: that
 */
struct psci_image {
	struct elf64_hdr ehdr;
	struct elf64_phdr phdr;
	u8 text[64];
};

/**
 * struct psci_test - what each test has
 * @test: the test
 * @pdev: the device
 * @rproc: the remote core
 * @entry: where its firmware starts
 */
struct psci_test {
	struct kunit *test;
	struct platform_device *pdev;
	struct rproc *rproc;
	u64 entry;
};

static const char * const psci_memory[] = { "firmware", NULL };

static void psci_write_image(struct psci_test *pt)
{
	struct psci_image image = {
		.ehdr = {
			.e_type = ET_EXEC, .e_machine = EM_AARCH64,
			.e_version = EV_CURRENT, .e_entry = pt->entry,
			.e_phoff = offsetof(struct psci_image, phdr),
			.e_ehsize = sizeof(image.ehdr),
			.e_phentsize = sizeof(image.phdr), .e_phnum = 1,
			.e_shentsize = sizeof(struct elf64_shdr),
		},
		.phdr = {
			.p_type = PT_LOAD, .p_paddr = pt->entry,
			.p_offset = offsetof(struct psci_image, text),
			.p_filesz = sizeof(image.text),
			.p_memsz = sizeof(image.text),
		},
	};

	memcpy(image.ehdr.e_ident, ELFMAG, SELFMAG);
	image.ehdr.e_ident[EI_CLASS] = ELFCLASS64;
	image.ehdr.e_ident[EI_DATA] = ELFDATA2LSB;
	image.ehdr.e_ident[EI_VERSION] = EV_CURRENT;
	test_image_write(pt->test, FILE_PATH, &image, sizeof(image));
}

static void psci_remove_device(void *pdev)
{
	platform_device_unregister(pdev);
}

/* A device for @node, with our PSCI. */
static struct platform_device *psci_add_device(struct kunit *test,
					       struct test_node *node)
{
	static const struct psci_rproc_platform platform = { .call = fake_psci };
	struct platform_device *pdev;

	pdev = platform_device_alloc("kunit-psci", PLATFORM_DEVID_AUTO);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	device_set_node(&pdev->dev, of_fwnode_handle(of_node_get(node->np)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add_data(pdev, &platform,
							  sizeof(platform)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add(pdev));
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, psci_remove_device,
						  pdev));

	return pdev;
}

static struct test_node *psci_node(struct kunit *test, const char *name,
				   u32 phandle)
{
	struct test_node *node = test_node_new(test, NULL, name);

	test_node_set_string(test, node, "compatible", "openamp,psci-rproc");
	test_node_cells(test, node, "phandle", phandle);
	test_rpu_set_memory(test, node, psci_memory);

	return node;
}

static void psci_put_rproc(void *rproc)
{
	rproc_put(rproc);
}

static struct rproc *psci_core(struct psci_test *pt, unsigned int cpu, int n)
{
	struct kunit *test = pt->test;
	struct test_node *node;
	struct rproc *rproc;
	char name[16];

	snprintf(name, sizeof(name), "psci-core-%d", n);
	node = psci_node(test, name, PHANDLE(n));
	test_node_cells(test, node, "cpu", test_node_cpu(test, cpu));
	test_node_attach(test, node);
	pt->pdev = psci_add_device(test, node);
	rproc = rproc_get_by_phandle(PHANDLE(n));
	KUNIT_ASSERT_NOT_NULL(test, rproc);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, psci_put_rproc, rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rproc, FILE_NAME));

	return rproc;
}

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
	int i, refs;

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(pt->rproc));
	refs = module_refcount(module);
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

static int psci_init(struct kunit *test)
{
	struct psci_test *pt;

	if (num_online_cpus() < 2)
		kunit_skip(test, "Linux has one processor");
	pt = kunit_kzalloc(test, sizeof(*pt), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, pt);
	test->priv = pt;
	pt->test = test;
	memset(&fake, 0, sizeof(fake));
	fake.affinity = AFFINITY_OFF;
	pt->entry = test_node_memory(test, "firmware", NULL)->base;
	psci_write_image(pt);
	pt->rproc = psci_core(pt, CPU, 0);

	return 0;
}

static struct kunit_case psci_rproc_cases[] = {
	KUNIT_CASE(psci_start_stop),
	KUNIT_CASE(psci_was_offline),
	KUNIT_CASE_PARAM(psci_on_fails, psci_error_gen_params),
	KUNIT_CASE_PARAM(psci_affinity_fails, psci_error_gen_params),
	KUNIT_CASE_SLOW(psci_runs_already),
	KUNIT_CASE_SLOW(psci_never_off),
	KUNIT_CASE_PARAM(psci_stop_fails, psci_error_gen_params),
	KUNIT_CASE(psci_last_cpu),
	KUNIT_CASE(psci_two_want_it),
	KUNIT_CASE_PARAM(psci_bad_node, psci_has_cpu_gen_params),
	{ }
};

static struct kunit_suite psci_rproc_suite = {
	.name = "psci_rproc",
	.init = psci_init,
	.test_cases = psci_rproc_cases,
};

kunit_test_suite(psci_rproc_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: psci_rproc");
MODULE_DESCRIPTION("KUnit tests of psci_rproc");
MODULE_LICENSE("GPL");
