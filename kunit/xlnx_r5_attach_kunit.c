// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of cores of AMD's RPU that run before their driver comes, and after it goes.
 */

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/stddef.h>

#include "test_xlnx.h"

#define MAGIC		0x78616d70U
#define TABLE_AT	0x200

/* AMD's block, as firmware has it at the start of its memory. */
struct xlnx_magic {
	u32 version;
	u32 magic;
	u32 inverse;
	u32 size;
	u64 table;
} __packed;

/* What there is at the start of the cores' memory. */
struct xlnx_memory {
	struct xlnx_magic magic;
	u8 unused[TABLE_AT - sizeof(struct xlnx_magic)];
	struct test_table table;
} __packed;

/* A good block and a good table. */
static void xlnx_build_memory(struct kunit *test, struct xlnx_memory *memory)
{
	u32 base = test_node_memory(test, "firmware", NULL)->base;

	memset(memory, 0, sizeof(*memory));
	memory->magic.version = 1;
	memory->magic.magic = MAGIC;
	memory->magic.inverse = ~MAGIC;
	memory->magic.size = sizeof(memory->table);
	memory->magic.table = base + TABLE_AT;
	test_image_build_table(&memory->table, base);
}

static void xlnx_write_memory(struct kunit *test, const struct xlnx_memory *from)
{
	const struct reserved_mem *mem = test_node_memory(test, "firmware", NULL);
	void *to = memremap(mem->base, sizeof(*from), MEMREMAP_WC);

	KUNIT_ASSERT_NOT_NULL(test, to);
	memcpy(to, from, sizeof(*from));
	memunmap(to);
}

static struct xlnx_memory *xlnx_put_table(struct kunit *test)
{
	struct xlnx_memory *memory = kunit_kzalloc(test, sizeof(*memory),
						   GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	xlnx_build_memory(test, memory);
	xlnx_write_memory(test, memory);

	return memory;
}

/* A boot loader has started core 0. It is told nothing that a core that runs can't bear. */
static void xlnx_attach(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc;

	xlnx_put_table(test);
	fw.running[RPU(0)] = true;
	rproc = xlnx_split(xt);
	xlnx_told(test, "mode8:1 tcm8:0 ");
	xlnx_is(test, rproc, "detached");
	xlnx_fill_tcm(rproc);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	xlnx_is(test, rproc, "attached");
	xlnx_tcm_is(test, rproc, 0xee);
	xlnx_told(test, "+15 +16 ");
	KUNIT_EXPECT_FALSE(test, list_empty(&rproc->rvdevs));

	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "detach"));
	xlnx_is(test, rproc, "detached");
	xlnx_told(test, "");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	xlnx_is(test, rproc, "attached");
	fw_told();

	/* Only one that Linux holds can be stopped by being released. */
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_told(test, "+7 -7 -16 -15 ");
	KUNIT_EXPECT_FALSE(test, fw.running[RPU(0)]);
	xlnx_works(xt, rproc);
}

/* As in dts/kunit-virt.dtso. */
#define FIRMWARE	0x70010000ULL
#define FIRMWARE_SIZE	0x10000ULL

#define LIE(_member, _value) {						\
	.at	= offsetof(struct xlnx_memory, _member),		\
	.size	= sizeof_field(struct xlnx_memory, _member),		\
	.value	= (_value),						\
}

/* What the block and the table may say that is not so. */
static const struct {
	size_t at;
	size_t size;
	u64 value;
} xlnx_lies[] = {
	LIE(magic.magic, MAGIC + 1),
	LIE(magic.inverse, ~MAGIC + 1),
	LIE(magic.size, 0),
	LIE(magic.size, 4),
	LIE(magic.size, U32_MAX),
	LIE(magic.size, SZ_16K + 1),
	LIE(magic.table, FIRMWARE - 1),
	LIE(magic.table, FIRMWARE + FIRMWARE_SIZE - 16),
	LIE(magic.table, FIRMWARE + FIRMWARE_SIZE),
	LIE(magic.table, FIRMWARE + TABLE_AT + (1ULL << 32)),
	LIE(magic.table, U64_MAX),
	LIE(table.hdr.ver, 2),
	LIE(table.hdr.num, U32_MAX),
	LIE(table.offset[0], U32_MAX),
	LIE(table.vring[0].num, 3),
};

/* One core, of which there may be one after the other. */
static void xlnx_put_core(struct xlnx_test *xt)
{
	struct test_node *node;

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 0, 0);
	node = xlnx_new_core(xt, 0, 2);
	test_node_attach(xt->test, xt->fss);
	test_node_attach(xt->test, node);
}

/* It can be attached to, and that is all. */
static void xlnx_expect_no_table(struct kunit *test, struct rproc *rproc, int i)
{
	KUNIT_ASSERT_NOT_NULL(test, rproc);
	xlnx_is(test, rproc, "detached");
	KUNIT_EXPECT_EQ_MSG(test, 0, xlnx_request(rproc, "start"), "%d", i);
	xlnx_is(test, rproc, "attached");
	KUNIT_EXPECT_TRUE_MSG(test, list_empty(&rproc->rvdevs), "%d", i);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "detach"));
	rproc_put(rproc);
}

/* What is not as it should be is not believed. The core runs, whatever it has. */
static void xlnx_attach_no_table(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct xlnx_memory *memory = xlnx_put_table(test);
	struct platform_device *pdev;
	int i;

	xlnx_put_core(xt);
	fw.running[RPU(0)] = true;
	for (i = 0; i < ARRAY_SIZE(xlnx_lies); i++) {
		xlnx_build_memory(test, memory);
		memcpy((u8 *)memory + xlnx_lies[i].at, &xlnx_lies[i].value,
		       xlnx_lies[i].size);
		xlnx_write_memory(test, memory);
		pdev = xlnx_add(xt);
		xlnx_expect_no_table(test,
				     rproc_get_by_phandle(TEST_RPU_CORE(0)), i);
		kunit_release_action(test, xlnx_remove_device, pdev);
		KUNIT_EXPECT_TRUE(test, fw.running[RPU(0)]);
	}
	KUNIT_EXPECT_EQ(test, fw.wrong, 0U);
}

/* Linux has started it; it runs on without its driver, and has its TCM. */
static void xlnx_leave_running(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct platform_device *pdev;
	struct rproc *rproc;

	xlnx_put_table(test);
	xlnx_put_core(xt);
	pdev = xlnx_add(xt);
	rproc = rproc_get_by_phandle(TEST_RPU_CORE(0));
	KUNIT_ASSERT_NOT_NULL(test, rproc);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "detach"));
	rproc_put(rproc);
	fw_told();
	kunit_release_action(test, xlnx_remove_device, pdev);
	xlnx_told(test, "");
	KUNIT_EXPECT_TRUE(test, fw.running[RPU(0)]);
	KUNIT_EXPECT_TRUE(test, fw.requested[TCM(0)]);

	xlnx_add(xt);
	rproc = test_rpu_rproc(test, 0);
	xlnx_is(test, rproc, "detached");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

/* Whether the TCM is refused to an attach, it runs on. */
static void xlnx_attach_refused(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc;

	xlnx_put_table(test);
	fw.running[RPU(0)] = true;
	rproc = xlnx_split(xt);
	fw_told();
	fw.fail_api = EEMI_REQUEST_NODE;
	fw.fail_node = TCM(1);
	fw.fail_status = EEMI_NO_ACCESS;
	KUNIT_EXPECT_EQ(test, -EACCES, xlnx_request(rproc, "start"));
	xlnx_told(test, "+15 no16 -15 ");
	xlnx_is(test, rproc, "detached");
	fw_heal(NULL);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

/* Somebody else has started it since: its memory is not touched. */
static void xlnx_started_by_others(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	fw_told();
	fw.running[RPU(0)] = true;
	KUNIT_EXPECT_EQ(test, -EBUSY, xlnx_request(rproc, "start"));
	xlnx_told(test, "");
	fw.running[RPU(0)] = false;
	xlnx_works(xt, rproc);
}

static struct kunit_case xlnx_r5_attach_cases[] = {
	KUNIT_CASE(xlnx_attach),
	KUNIT_CASE_SLOW(xlnx_attach_no_table),
	KUNIT_CASE(xlnx_leave_running),
	KUNIT_CASE(xlnx_attach_refused),
	KUNIT_CASE(xlnx_started_by_others),
	{ }
};

static struct kunit_suite xlnx_r5_attach_suite = {
	.name = "xlnx_r5_attach",
	.init = xlnx_init,
	.test_cases = xlnx_r5_attach_cases,
};

kunit_test_suite(xlnx_r5_attach_suite);

MODULE_DESCRIPTION("KUnit tests of AMD's Cortex-R5F and R52 that run already");
MODULE_LICENSE("GPL");
