// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the memory that is a core's own: where its regions come from, at which
 * addresses the core has them, and how they are read and written.
 */

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>

#include "log.h"
#include "test_life.h"

#define MEM_DRIVER	"kunit_mem"
#define MEM_PHANDLE	0x700000f0

/* As in dts/kunit-virt.dtso: what plays the TCM, and ordinary memory. */
#define TCM_A		0x70001000
#define TCM_B		0x70020000
#define TCM_SIZE	0x1000
#define FIRMWARE	0x70010000
#define FIRMWARE_SIZE	0x10000

/* Where core 0 and 1 see their TCM. */
#define DA_A		0x0
#define DA_B		0x20000

/* NXP's way: the first window on each memory is the canonical one. */
static const struct openamp_rproc_map mem_maps[] = {
	{ .da = FIRMWARE, .pa = FIRMWARE, .size = FIRMWARE_SIZE },
	{ .da = 0x10010000, .pa = FIRMWARE, .size = FIRMWARE_SIZE / 2 },
	{ .name = "tcm", .da = 0x1fff0000, .pa = TCM_A, .size = TCM_SIZE },
	{ .da = 0x0, .pa = TCM_A, .size = TCM_SIZE / 2 },
	/* Nothing is there. */
	{ .da = 0x40000000, .pa = 0x60000000, .size = TCM_SIZE },
};

/* TI's way: "reg" has bus addresses, and the name says where the core sees them. */
static const struct openamp_rproc_map mem_names[] = {
	{ .name = "iram", .da = 0x0 },
	{ .name = "dram", .da = 0x30000 },
	{ .size = 1ULL << 32 },
};

static const struct openamp_rproc_memory mem_banks = { .banks = true };

static const struct openamp_rproc_memory mem_windows = {
	.maps = mem_maps, .num_maps = ARRAY_SIZE(mem_maps),
};

static const struct openamp_rproc_memory mem_named = {
	.maps = mem_names, .num_maps = ARRAY_SIZE(mem_names), .banks = true,
};

static const struct openamp_rproc_memory mem_pool = { .pool = true };

#define MEM_DATA(_memory) {			\
	.hw		= &life_hw,		\
	.elf_class	= ELFCLASS32,		\
	.elf_machine	= EM_ARM,		\
	.memory		= (_memory),		\
	.ignores_entry	= true,			\
}

static const struct openamp_rproc_data mem_banks_data = MEM_DATA(&mem_banks);
static const struct openamp_rproc_data mem_windows_data = MEM_DATA(&mem_windows);
static const struct openamp_rproc_data mem_named_data = MEM_DATA(&mem_named);
static const struct openamp_rproc_data mem_pool_data = MEM_DATA(&mem_pool);

static int mem_probe(struct platform_device *pdev)
{
	return devm_openamp_rproc_register(&pdev->dev, "mem",
					   device_get_match_data(&pdev->dev),
					   NULL);
}

static const struct of_device_id mem_of_match[] = {
	{ .compatible = "openamp,kunit-banks", .data = &mem_banks_data },
	{ .compatible = "openamp,kunit-windows", .data = &mem_windows_data },
	{ .compatible = "openamp,kunit-named", .data = &mem_named_data },
	{ .compatible = "openamp,kunit-pool", .data = &mem_pool_data },
	{ }
};

static struct platform_driver mem_driver = {
	.probe	= mem_probe,
	.driver	= {
		.name		= MEM_DRIVER,
		.of_match_table	= mem_of_match,
	},
};

/* A core whose memory is where its driver says, with @memory of the board's. */
static struct test_node *mem_node(struct kunit *test, struct test_node *cluster,
				  const char *name, const char *compatible,
				  const char *memory)
{
	const char * const names[] = { memory, NULL };
	struct test_node *node = test_node_new(test, cluster, name);

	test_node_set_string(test, node, "compatible", compatible);
	test_node_set_string(test, node, "firmware-name", LIFE_FILE);
	if (memory)
		test_rpu_set_memory(test, node, names);

	return node;
}

static void mem_set_names(struct kunit *test, struct test_node *node,
			  const char *a, const char *b)
{
	char names[16];
	int len = snprintf(names, sizeof(names), "%s%c%s", a, 0, b) + 1;

	test_node_set(test, node, "reg-names", names, len);
}

/* As AMD has it: each core sees its own TCM at the same addresses. */
static struct test_node *mem_cluster(struct kunit *test)
{
	struct test_node *cluster = test_node_new(test, NULL, "cluster");

	test_node_cells(test, cluster, "#address-cells", 2);
	test_node_cells(test, cluster, "#size-cells", 2);
	test_node_cells(test, cluster, "ranges",
			0, DA_A, 0, TCM_A, 0, TCM_SIZE,
			0, DA_B, 0, TCM_B, 0, TCM_SIZE,
			1, DA_A, 0, TCM_B, 0, TCM_SIZE,
			1, DA_B, 0, TCM_A, 0, TCM_SIZE);
	test_node_attach(test, cluster);

	return cluster;
}

static struct test_node *mem_core(struct kunit *test, struct test_node *cluster,
				  u32 index)
{
	struct test_node *node = mem_node(test, cluster, index ? "r5f@1" : "r5f@0",
					  "openamp,kunit-banks", "firmware");

	test_node_cells(test, node, "reg", index, DA_A, 0, TCM_SIZE,
			index, DA_B, 0, TCM_SIZE);
	mem_set_names(test, node, "atcm0", "btcm0");

	return node;
}

static struct rproc *mem_must_probe(struct kunit *test, struct test_node *node)
{
	struct openamp_rproc *oa;

	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, MEM_DRIVER));
	oa = platform_get_drvdata(node->pdev);
	KUNIT_ASSERT_NOT_NULL(test, oa);

	return oa->rproc;
}

static struct rproc *mem_with_banks(struct kunit *test)
{
	return mem_must_probe(test, mem_core(test, mem_cluster(test), 0));
}

/* Where the test itself sees a core's memory. */
static u8 *mem_at(struct kunit *test, struct rproc *rproc, u64 da, size_t size,
		  bool io)
{
	bool is_iomem = !io;
	u8 *va = rproc_da_to_va(rproc, da, size, &is_iomem);

	KUNIT_ASSERT_NOT_NULL_MSG(test, va, "0x%llx", da);
	KUNIT_EXPECT_EQ_MSG(test, is_iomem, io, "0x%llx", da);

	return va;
}

/* @size bytes are there, and not one more, nor one before. */
static void mem_is(struct kunit *test, struct rproc *rproc, u64 da, size_t size,
		   bool io)
{
	u8 *va = mem_at(test, rproc, da, size, io);

	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da, size + 1, NULL));
	KUNIT_EXPECT_PTR_EQ(test, va + size - 1,
			    mem_at(test, rproc, da + size - 1, 1, io));
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da + size - 1, 2, NULL));
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da + size, 1, NULL));
	if (da)
		KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da - 1, 1, NULL));
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da, SIZE_MAX, NULL));
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, da, 0, NULL));
}

static void mem_reg(struct kunit *test)
{
	struct rproc *rproc = mem_with_banks(test);

	mem_is(test, rproc, DA_A, TCM_SIZE, true);
	mem_is(test, rproc, DA_B, TCM_SIZE, true);
	mem_is(test, rproc, FIRMWARE, FIRMWARE_SIZE, false);
	/* The core does not see it where the bus does. */
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, TCM_A, 1, NULL));
}

/* The same addresses of two cores are not the same memory. */
static void mem_each_core(struct kunit *test)
{
	struct test_node *cluster = mem_cluster(test);
	struct rproc *rproc[2];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rproc); i++)
		rproc[i] = mem_must_probe(test, mem_core(test, cluster, i));
	for (i = 0; i < ARRAY_SIZE(rproc); i++)
		KUNIT_EXPECT_TRUE(test, openamp_mem_write(rproc[i]->priv, DA_A,
							  &i, sizeof(i)));
	for (i = 0; i < ARRAY_SIZE(rproc); i++) {
		KUNIT_EXPECT_EQ(test, i, *(u32 *)mem_at(test, rproc[i], DA_A,
							sizeof(i), true));
		KUNIT_EXPECT_EQ(test, i, *(u32 *)mem_at(test, rproc[!i], DA_B,
							sizeof(i), true));
	}
}

#define MEM_SPAN	24
#define MEM_SEGMENT	(TEST_IMAGE_TEXT + TEST_IMAGE_BSS)

/* Bytes that are not there, and are not to change, around those that are. */
static void mem_expect(struct kunit *test, const u8 *va, size_t skip, size_t len,
		       const u8 *now, u8 before)
{
	u8 want[MEM_SPAN];

	memset(want, before, sizeof(want));
	if (now)
		memcpy(want + skip, now, len);
	else
		memset(want + skip, 0, len);
	KUNIT_EXPECT_EQ_MSG(test, 0, memcmp(want, va, sizeof(want)),
			    "%zu bytes at %zu", len, skip);
}

/* Any length from any byte on, in both kinds of memory. */
static void mem_bytes(struct kunit *test)
{
	static const u64 das[] = { DA_A, FIRMWARE };
	struct rproc *rproc = mem_with_banks(test);
	struct openamp_rproc *oa = rproc->priv;
	u8 from[MEM_SPAN], to[MEM_SPAN];
	size_t i, skip, len;

	for (i = 0; i < sizeof(from); i++)
		from[i] = 0x11 + 7 * i;
	for (i = 0; i < ARRAY_SIZE(das); i++) {
		u8 *va = mem_at(test, rproc, das[i], MEM_SPAN, !i);

		for (skip = 0; skip < 8; skip++)
			for (len = 0; len <= 16; len++) {
				memset(va, 0xee, MEM_SPAN);
				openamp_mem_write(oa, das[i] + skip, from, len);
				mem_expect(test, va, skip, len, from, 0xee);
				memset(to, 0xee, sizeof(to));
				openamp_mem_read(oa, to + skip, das[i] + skip,
						 len);
				mem_expect(test, to, skip, len, from, 0xee);
				openamp_mem_write(oa, das[i] + skip, NULL, len);
				mem_expect(test, va, skip, len, NULL, 0xee);
			}
	}
}

/* What is not all there is neither read nor written in part. */
static void mem_beyond(struct kunit *test)
{
	struct rproc *rproc = mem_with_banks(test);
	struct openamp_rproc *oa = rproc->priv;
	u64 last = DA_A + TCM_SIZE - 4;
	u8 *va = mem_at(test, rproc, last, 4, true);
	u8 bytes[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	memset(va, 0xee, 4);
	KUNIT_EXPECT_FALSE(test, openamp_mem_write(oa, last, bytes, 5));
	KUNIT_EXPECT_FALSE(test, openamp_mem_write(oa, last, NULL, 5));
	KUNIT_EXPECT_FALSE(test, openamp_mem_read(oa, bytes, last, 5));
	KUNIT_EXPECT_FALSE(test, openamp_mem_read(oa, bytes, last + 4, 1));
	KUNIT_EXPECT_FALSE(test, openamp_mem_read(oa, bytes, last, SIZE_MAX));
	KUNIT_EXPECT_FALSE(test, openamp_mem_read(oa, bytes, U64_MAX, 1));
	KUNIT_EXPECT_EQ(test, bytes[0], 1);
	KUNIT_EXPECT_EQ(test, va[0], 0xee);
	KUNIT_EXPECT_TRUE(test, openamp_mem_write(oa, last, bytes, 4));
	KUNIT_EXPECT_EQ(test, va[3], 4);
}

/* A core with two banks in a row, which are not in a row for Linux. */
static struct rproc *mem_with_row(struct kunit *test)
{
	struct test_node *cluster = test_node_new(test, NULL, "cluster");
	struct test_node *node;

	test_node_cells(test, cluster, "#address-cells", 1);
	test_node_cells(test, cluster, "#size-cells", 1);
	test_node_cells(test, cluster, "ranges", DA_A, 0, TCM_B, TCM_SIZE,
			DA_A + TCM_SIZE, 0, TCM_A, TCM_SIZE);
	test_node_attach(test, cluster);
	node = mem_node(test, cluster, "r5f@0", "openamp,kunit-banks",
			"firmware");
	test_node_cells(test, node, "reg", DA_A, TCM_SIZE, DA_A + TCM_SIZE,
			TCM_SIZE);
	mem_set_names(test, node, "atcm0", "atcm1");

	return mem_must_probe(test, node);
}

/* They are one memory to what is read and written. */
static void mem_row(struct kunit *test)
{
	struct rproc *rproc = mem_with_row(test);
	u64 at = DA_A + TCM_SIZE - 5;
	u8 *low = mem_at(test, rproc, at, 5, true);
	u8 *high = mem_at(test, rproc, DA_A + TCM_SIZE, 7, true);
	u8 from[12] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, to[12] = { };

	KUNIT_EXPECT_TRUE(test, openamp_mem_write(rproc->priv, at, from, 12));
	KUNIT_EXPECT_EQ(test, 0, memcmp(low, from, 5));
	KUNIT_EXPECT_EQ(test, 0, memcmp(high, from + 5, 7));
	KUNIT_EXPECT_TRUE(test, openamp_mem_read(rproc->priv, to, at, 12));
	KUNIT_EXPECT_EQ(test, 0, memcmp(to, from, sizeof(to)));
}

static void mem_life(struct kunit *test, struct life_test *life,
		     struct rproc *rproc, u32 da)
{
	memset(&hw, 0, sizeof(hw));
	life->test = test;
	life->rproc = rproc;
	life->image = kunit_kzalloc(test, sizeof(*life->image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, life->image);
	test_image_build(life->image, FIRMWARE);
	life->image->phdr[0].p_paddr = da;
	life_write_image(life);
}

/* A segment of odd length at an odd address of the TCM, and zeros behind it. */
static void mem_segments(struct kunit *test)
{
	struct rproc *rproc = mem_with_banks(test);
	struct rproc_dump_segment *segment;
	struct life_test life = { };
	u8 *va = mem_at(test, rproc, DA_B, TCM_SIZE, true);
	u8 dump[16] = { };

	mem_life(test, &life, rproc, DA_B + 3);
	memset(va, 0xee, TCM_SIZE);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
	KUNIT_EXPECT_EQ(test, va[2], 0xee);
	KUNIT_EXPECT_EQ(test, 0, memcmp(va + 3, life.image->text,
					TEST_IMAGE_TEXT));
	KUNIT_EXPECT_NULL(test, memchr_inv(va + 3 + TEST_IMAGE_TEXT, 0,
					   TEST_IMAGE_BSS));
	KUNIT_EXPECT_EQ(test, va[3 + TEST_IMAGE_TEXT + TEST_IMAGE_BSS], 0xee);

	list_for_each_entry(segment, &rproc->dump_segments, node) {
		if (segment->da != DA_B)
			continue;
		segment->dump(rproc, segment, dump, 3, 13);
		KUNIT_EXPECT_EQ(test, 0, memcmp(dump, life.image->text, 13));
		KUNIT_EXPECT_EQ(test, dump[13], 0);
		segment->dump(rproc, segment, dump, TCM_SIZE - 1, 2);
		KUNIT_EXPECT_EQ(test, dump[0], 0xff);
	}
	KUNIT_EXPECT_EQ(test, 0, rproc_shutdown(rproc));
}

/* The bytes of a segment go on in the next bank, or its zeros do; but not behind the last. */
static void mem_row_segments(struct kunit *test)
{
	static const struct {
		u32 da;
		int err;
	} cases[] = {
		{ DA_A + TCM_SIZE - 6, 0 },
		{ DA_A + TCM_SIZE - TEST_IMAGE_TEXT - 6, 0 },
		{ DA_A + 2 * TCM_SIZE - MEM_SEGMENT, 0 },
		{ DA_A + 2 * TCM_SIZE - MEM_SEGMENT + 1, -EINVAL },
		{ DA_A + 2 * TCM_SIZE - TEST_IMAGE_TEXT + 1, -EINVAL },
	};
	struct rproc *rproc = mem_with_row(test);
	struct life_test life = { };
	u8 bytes[MEM_SEGMENT];
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		mem_life(test, &life, rproc, cases[i].da);
		KUNIT_EXPECT_EQ_MSG(test, rproc_boot(rproc), cases[i].err,
				    "0x%x", cases[i].da);
		if (cases[i].err)
			continue;
		openamp_mem_read(rproc->priv, bytes, cases[i].da, sizeof(bytes));
		KUNIT_EXPECT_EQ(test, 0, memcmp(bytes, life.image->text,
						TEST_IMAGE_TEXT));
		KUNIT_EXPECT_NULL(test, memchr_inv(bytes + TEST_IMAGE_TEXT, 0,
						   TEST_IMAGE_BSS));
		KUNIT_EXPECT_EQ(test, 0, rproc_shutdown(rproc));
	}
}

/* Its table may be there, too. */
static void mem_table(struct kunit *test)
{
	struct rproc *rproc = mem_with_banks(test);
	struct life_test life = { };
	struct test_table *table;

	mem_life(test, &life, rproc, DA_B);
	life.image->shdr[1].sh_addr = DA_B + TEST_IMAGE_TABLE_AT;
	life_write_image(&life);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
	table = (void *)mem_at(test, rproc, DA_B + TEST_IMAGE_TABLE_AT,
			       sizeof(*table), true);
	KUNIT_EXPECT_EQ(test, table->hdr.num, 3U);
	KUNIT_EXPECT_NE(test, table->vring[0].da, (u32)FW_RSC_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, 0, rproc_shutdown(rproc));
}

static void mem_aliases(struct kunit *test)
{
	struct rproc *rproc;
	struct openamp_rproc *oa;

	rproc = mem_must_probe(test, mem_node(test, NULL, "windows",
					      "openamp,kunit-windows",
					      "firmware"));
	oa = rproc->priv;
	mem_is(test, rproc, FIRMWARE, FIRMWARE_SIZE, false);
	mem_is(test, rproc, 0x10010000, FIRMWARE_SIZE / 2, false);
	mem_is(test, rproc, 0x1fff0000, TCM_SIZE, true);
	mem_is(test, rproc, 0x0, TCM_SIZE / 2, true);
	KUNIT_EXPECT_PTR_EQ(test, mem_at(test, rproc, 0x0, 1, true),
			    mem_at(test, rproc, 0x1fff0000, 1, true));
	KUNIT_EXPECT_PTR_EQ(test, mem_at(test, rproc, 0x10010000, 1, false),
			    mem_at(test, rproc, FIRMWARE, 1, false));
	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, 0x40000000, 1, NULL));
	/* The way back is by the first window. */
	KUNIT_ASSERT_EQ(test, oa->num_regions, 2U);
	KUNIT_EXPECT_EQ(test, oa->regions[0].da, (u64)FIRMWARE);
	KUNIT_EXPECT_EQ(test, oa->regions[1].da, 0x1fff0000ULL);
}

static void mem_bank_names(struct kunit *test)
{
	struct test_node *node = mem_node(test, NULL, "named",
					  "openamp,kunit-named", "firmware");
	struct rproc *rproc;

	test_node_cells(test, node, "reg", 0, TCM_A, 0, TCM_SIZE,
			0, TCM_B, 0, TCM_SIZE);
	mem_set_names(test, node, "dram", "iram");
	rproc = mem_must_probe(test, node);
	mem_is(test, rproc, 0x30000, TCM_SIZE, true);
	mem_is(test, rproc, 0x0, TCM_SIZE, true);
	/* All is on the bus, too. */
	KUNIT_EXPECT_PTR_EQ(test, mem_at(test, rproc, 0x0, 1, true),
			    mem_at(test, rproc, TCM_B, 1, true));
	mem_at(test, rproc, FIRMWARE, FIRMWARE_SIZE, false);
}

/* A node of mmio-sram's; the core's own memory needs no other. */
static void mem_sram(struct kunit *test)
{
	struct test_node *sram = test_node_new(test, NULL, "ocm@70020000");
	struct test_node *node;
	struct rproc *rproc;

	test_node_cells(test, sram, "phandle", MEM_PHANDLE);
	test_node_cells(test, sram, "reg", 0, TCM_B, 0, TCM_SIZE);
	test_node_attach(test, sram);
	node = mem_node(test, NULL, "with-sram", "openamp,kunit-banks", NULL);
	test_node_cells(test, node, "sram", MEM_PHANDLE);
	rproc = mem_must_probe(test, node);
	mem_is(test, rproc, TCM_B, TCM_SIZE, true);
	KUNIT_EXPECT_STREQ(test, "ocm@70020000",
			   ((struct openamp_rproc *)rproc->priv)->regions[0].name);
}

static struct rproc *mem_with_pool(struct kunit *test)
{
	static const char * const names[] = { "pool", "firmware", NULL };
	struct test_node *node = mem_node(test, NULL, "pooled",
					  "openamp,kunit-pool", NULL);

	test_rpu_set_memory(test, node, names);

	return mem_must_probe(test, node);
}

/* Rings and messages are in the pool, where Linux has put them. */
static void mem_from_pool(struct kunit *test)
{
	const struct reserved_mem *pool = test_node_memory(test, "pool", NULL);
	struct rproc *rproc = mem_with_pool(test);
	struct life_test life = { };
	struct test_table *table;
	int i;

	KUNIT_EXPECT_NULL(test, rproc_da_to_va(rproc, pool->base, 1, NULL));
	mem_life(test, &life, rproc, FIRMWARE);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));
	table = (void *)mem_at(test, rproc, FIRMWARE + TEST_IMAGE_TABLE_AT,
			       sizeof(*table), false);
	for (i = 0; i < RVDEV_NUM_VRINGS; i++) {
		KUNIT_EXPECT_GE(test, table->vring[i].da, (u32)pool->base);
		KUNIT_EXPECT_LT(test, table->vring[i].da,
				(u32)(pool->base + pool->size));
	}
	KUNIT_EXPECT_EQ(test, 0, rproc_shutdown(rproc));
}

/* The second ring needs as much as all of the pool, of which the first one has a page. */
static void mem_pool_full(struct kunit *test)
{
	const struct reserved_mem *pool = test_node_memory(test, "pool", NULL);
	struct rproc *rproc = mem_with_pool(test);
	struct kmsg_dump_iter log;
	struct life_test life = { };
	unsigned int lines;
	char says[96];
	int i;

	snprintf(says, sizeof(says), "the core's DMA pool (0x%llx bytes at 0x%llx)",
		 (u64)pool->size, (u64)pool->base);
	mem_life(test, &life, rproc, FIRMWARE);
	for (i = 0; i < 2; i++) {
		life.image->table.vring[1].num = 32768;
		life_write_image(&life);
		log_begin(&log);
		KUNIT_EXPECT_EQ(test, -EINVAL, rproc_boot(rproc));
		KUNIT_EXPECT_EQ(test, 1, log_count(&log, "vdev0vring1 needs 0x", NULL));
		KUNIT_EXPECT_EQ(test, 1, log_count(&log, says, &lines));
		KUNIT_EXPECT_EQ(test, 1, lines);

		/* Nothing of it is left behind. */
		life.image->table.vring[1].num = TEST_IMAGE_RINGS;
		life_write_image(&life);
		KUNIT_EXPECT_EQ(test, 0, rproc_boot(rproc));
		KUNIT_EXPECT_EQ(test, 0, rproc_shutdown(rproc));
	}
}

/**
 * struct mem_wrong - a device tree that makes no sense
 * @reg: two entries
 * @names: how many have a name
 */
struct mem_wrong {
	u32 reg[8];
	int names;
};

static void mem_no_sense(struct kunit *test)
{
	static const struct mem_wrong wrong[] = {
		/* Twice the same memory; twice the same address of the core */
		{ { 0, DA_A, 0, TCM_SIZE, 1, DA_B, 0, TCM_SIZE }, 2 },
		{ { 0, DA_A, 0, TCM_SIZE, 1, DA_A, 0, TCM_SIZE }, 2 },
		/* No words, nothing, and not on the bus */
		{ { 0, DA_A, 0, TCM_SIZE - 2, 0, DA_B, 0, TCM_SIZE }, 2 },
		{ { 0, DA_A + 2, 0, TCM_SIZE - 4, 0, DA_B, 0, TCM_SIZE }, 2 },
		{ { 0, DA_A, 0, 0, 0, DA_B, 0, TCM_SIZE }, 2 },
		{ { 0, 0x50000, 0, TCM_SIZE, 0, DA_B, 0, TCM_SIZE }, 2 },
		/* Without a name */
		{ { 0, DA_A, 0, TCM_SIZE, 0, DA_B, 0, TCM_SIZE }, 1 },
	};
	struct test_node *cluster = mem_cluster(test), *node;
	char name[8];
	int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(name, sizeof(name), "r5f@%d", i);
		node = mem_node(test, cluster, name, "openamp,kunit-banks", NULL);
		test_node_set_cells(test, node, "reg", wrong[i].reg, 8);
		if (wrong[i].names == 2)
			mem_set_names(test, node, "atcm0", "btcm0");
		else
			test_node_set_string(test, node, "reg-names", "atcm0");
		KUNIT_EXPECT_EQ_MSG(test, -EINVAL,
				    test_node_probe(test, node, MEM_DRIVER),
				    "%d", i);
		/* The next one has the same name. */
		kunit_release_action(test, test_node_remove_device, node);
	}
	node = mem_node(test, cluster, "none", "openamp,kunit-banks", NULL);
	KUNIT_EXPECT_EQ(test, -EINVAL, test_node_probe(test, node, MEM_DRIVER));
	node = mem_node(test, NULL, "no-pool", "openamp,kunit-pool", "firmware");
	KUNIT_EXPECT_NE(test, 0, test_node_probe(test, node, MEM_DRIVER));
	node = mem_node(test, NULL, "far", "openamp,kunit-windows", "more");
	KUNIT_EXPECT_EQ(test, -EINVAL, test_node_probe(test, node, MEM_DRIVER));
}

static int mem_suite_init(struct kunit_suite *suite)
{
	return platform_driver_register(&mem_driver);
}

static void mem_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&mem_driver);
}

static struct kunit_case openamp_mem_cases[] = {
	KUNIT_CASE(mem_reg),
	KUNIT_CASE(mem_each_core),
	KUNIT_CASE(mem_bytes),
	KUNIT_CASE(mem_beyond),
	KUNIT_CASE(mem_row),
	KUNIT_CASE(mem_row_segments),
	KUNIT_CASE(mem_segments),
	KUNIT_CASE(mem_table),
	KUNIT_CASE(mem_aliases),
	KUNIT_CASE(mem_bank_names),
	KUNIT_CASE(mem_sram),
	KUNIT_CASE(mem_from_pool),
	KUNIT_CASE(mem_pool_full),
	KUNIT_CASE(mem_no_sense),
	{ }
};

static struct kunit_suite openamp_mem_suite = {
	.name = "openamp_mem",
	.suite_init = mem_suite_init,
	.suite_exit = mem_suite_exit,
	.test_cases = openamp_mem_cases,
};

kunit_test_suite(openamp_mem_suite);

MODULE_DESCRIPTION("KUnit tests of the memory that is a core's own");
MODULE_LICENSE("GPL");
