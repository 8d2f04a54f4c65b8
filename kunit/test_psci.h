/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Remote cores of psci_rproc for tests: PSCI is the test's, the processor is
 * this machine's second one, which Linux does leave and come back to. Nothing
 * runs on it meanwhile.
 */
#ifndef KUNIT_TEST_PSCI_H
#define KUNIT_TEST_PSCI_H

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/elf.h>
#include <linux/interrupt.h>
#include <linux/of_irq.h>
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
#define DOORBELL(n)	(0x700000c0 + (n))
#define FIRST_SPI(n)	(120 + NUM_LINES * (n))
#define TX		0
#define STOP		1
#define NUM_LINES	2
#define EDGE		1

#define AFFINITY_ON	PSCI_0_2_AFFINITY_LEVEL_ON
#define AFFINITY_OFF	PSCI_0_2_AFFINITY_LEVEL_OFF

/* The PSCI of the test: a processor with this state, and what it was told. */
static struct {
	long affinity;		/* what AFFINITY_INFO answers */
	long on;		/* what CPU_ON answers */
	int off_after;		/* questions till it is off; -1: never */
	bool stays_on;		/* from CPU_ON on */
	int questions;
	int starts;
	u64 target;
	u64 entry;
	u64 context;
	u32 unknown;
	int irq[NUM_LINES];	/* the first core's doorbells, 0: not there yet */
	bool stale[NUM_LINES];	/* they were pending when it started */
} fake;

static inline bool fake_is_rung(int line)
{
	bool pending = false;

	if (fake.irq[line])
		irq_get_irqchip_state(fake.irq[line], IRQCHIP_STATE_PENDING,
				      &pending);

	return pending;
}

static inline long fake_psci(u32 function, u64 arg0, u64 arg1, u64 arg2)
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
		fake.stale[TX] = fake_is_rung(TX);
		fake.stale[STOP] = fake_is_rung(STOP);
		if (fake.stays_on) {
			fake.affinity = AFFINITY_ON;
			fake.off_after = -1;
		}
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

static inline void psci_write_image(struct psci_test *pt)
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

static inline void psci_remove_device(void *pdev)
{
	platform_device_unregister(pdev);
}

/* A device for @node, with our PSCI. */
static inline struct platform_device *
psci_add_device(struct kunit *test, struct test_node *node)
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

static inline struct test_node *
psci_node(struct kunit *test, const char *name, u32 phandle)
{
	struct test_node *node = test_node_new(test, NULL, name);

	test_node_set_string(test, node, "compatible", "openamp,psci-rproc");
	test_node_cells(test, node, "phandle", phandle);
	test_rpu_set_memory(test, node, psci_memory);

	return node;
}

static inline void psci_put_rproc(void *rproc)
{
	rproc_put(rproc);
}

/* A core whose node is not attached yet. */
static inline struct test_node *
psci_core_node(struct psci_test *pt, unsigned int cpu, int n)
{
	struct test_node *node;
	char name[16];

	snprintf(name, sizeof(name), "psci-core-%d", n);
	node = psci_node(pt->test, name, PHANDLE(n));
	test_node_cells(pt->test, node, "cpu", test_node_cpu(pt->test, cpu));

	return node;
}

static inline struct rproc *
psci_add_core(struct psci_test *pt, struct test_node *node, int n)
{
	struct kunit *test = pt->test;
	struct rproc *rproc;

	test_node_attach(test, node);
	pt->pdev = psci_add_device(test, node);
	rproc = rproc_get_by_phandle(PHANDLE(n));
	KUNIT_ASSERT_NOT_NULL(test, rproc);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, psci_put_rproc, rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rproc, FILE_NAME));

	return rproc;
}

/* Doorbells: interrupts of this machine's GIC that no device has. */
static inline struct test_node *psci_add_doorbells(struct kunit *test, int n)
{
	static const char lines[] = "tx\0tx-stop";
	struct device_node *gic;
	struct test_node *bell;
	char name[20];

	gic = of_find_compatible_node(NULL, NULL, "arm,gic-v3");
	if (!gic)
		kunit_skip(test, "there is no GICv3");
	snprintf(name, sizeof(name), "psci-doorbell-%d", n);
	bell = test_node_new(test, NULL, name);
	test_node_set_string(test, bell, "compatible", "openamp,gic-doorbell");
	test_node_cells(test, bell, "phandle", DOORBELL(n));
	test_node_cells(test, bell, "interrupt-parent", gic->phandle);
	test_node_cells(test, bell, "#mbox-cells", 1);
	test_node_cells(test, bell, "interrupts", 0, FIRST_SPI(n), EDGE,
			0, FIRST_SPI(n) + 1, EDGE);
	test_node_set(test, bell, "interrupt-names", lines, sizeof(lines));
	of_node_put(gic);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, bell, "gic_doorbell"));

	return bell;
}

/* The fake knows of the rings of core 0. */
static inline struct rproc *psci_core(struct psci_test *pt, unsigned int cpu, int n)
{
	static const char names[] = "tx\0stop";
	struct kunit *test = pt->test;
	struct test_node *bell, *node;
	int i;

	bell = psci_add_doorbells(test, n);
	node = psci_core_node(pt, cpu, n);
	test_node_cells(test, node, "mboxes", DOORBELL(n), TX, DOORBELL(n), STOP);
	test_node_set(test, node, "mbox-names", names, sizeof(names));
	for (i = 0; i < NUM_LINES && !n; i++)
		fake.irq[i] = of_irq_get(bell->np, i);

	return psci_add_core(pt, node, n);
}

static inline int psci_init(struct kunit *test)
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

#endif /* KUNIT_TEST_PSCI_H */
