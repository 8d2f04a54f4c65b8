// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of imx_src_rproc: the System Reset Controller is memory, and a thread of
 * the test does what its hardware does: it clears the bits that reset cores. The
 * processor is this machine's second one; nothing runs on it meanwhile.
 */

#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_image.h"
#include "test_node.h"
#include "test_rpu.h"
#include "test_sleep.h"

#define FILE_NAME	"kunit-src.elf"
#define FILE_PATH	"/lib/firmware/" FILE_NAME
#define CPU		1
#define SRC		0x70000090	/* phandles that nobody else has */
#define CORE(n)		(0x700000a0 + (n))
#define OTHERS		0x00a80041	/* bits that are not this core's */

/**
 * struct src_part - a type of part, from its reference manual
 * @compatible: of the remote core
 * @enable: register that lets core 1 run
 * @enable_mask: the bit there
 * @reset: register that resets core 1
 * @reset_mask: the bit there
 * @entry: register with its address
 */
struct src_part {
	const char *compatible;
	unsigned int enable;
	u32 enable_mask;
	unsigned int reset;
	u32 reset_mask;
	unsigned int entry;
};

static const struct src_part src_parts[] = {
	{ "openamp,imx6q-src-rproc", 0x0, BIT(22), 0x0, BIT(14), 0x28 },
	{ "openamp,imx6dl-src-rproc", 0x0, BIT(22), 0x0, BIT(14), 0x28 },
	{ "openamp,imx7d-src-rproc", 0x8, BIT(1), 0x4, BIT(1), 0x7c },
};

KUNIT_ARRAY_PARAM_DESC(src_part, src_parts, compatible);

/**
 * struct src_test - what each test has
 * @test: the test
 * @regs: the registers
 * @part: the type of part
 * @rproc: the remote core
 * @da: where its firmware starts
 * @hardware: clears reset bits, NULL while nothing does
 * @resets: how often it has
 */
struct src_test {
	struct kunit *test;
	void __iomem *regs;
	const struct src_part *part;
	struct rproc *rproc;
	u32 da;
	struct task_struct *hardware;
	unsigned int resets;
};

static const char * const src_memory[] = { "firmware", NULL };

static int src_hardware(void *data)
{
	struct src_test *st = data;
	void __iomem *reg = st->regs + st->part->reset;

	while (!kthread_should_stop()) {
		u32 value = readl(reg);

		if (value & st->part->reset_mask) {
			writel(value & ~st->part->reset_mask, reg);
			st->resets++;
		}
		usleep_range(50, 100);
	}

	return 0;
}

static void src_stop_hardware(void *data)
{
	struct src_test *st = data;

	if (st->hardware)
		kthread_stop(st->hardware);
	st->hardware = NULL;
}

static void src_start_hardware(struct src_test *st)
{
	st->hardware = kthread_run(src_hardware, st, "kunit-src");
	KUNIT_ASSERT_FALSE(st->test, IS_ERR(st->hardware));
}

static struct test_node *src_core_node(struct src_test *st, int n,
				       const char *compatible, unsigned int cpu)
{
	struct kunit *test = st->test;
	struct test_node *node;
	char name[16];

	snprintf(name, sizeof(name), "src-core-%d", n);
	node = test_node_new(test, NULL, name);
	test_node_set_string(test, node, "compatible", compatible);
	test_node_cells(test, node, "phandle", CORE(n));
	test_node_cells(test, node, "cpu", test_node_cpu(test, cpu));
	test_node_cells(test, node, "syscon", SRC);
	test_rpu_set_memory(test, node, src_memory);

	return node;
}

static void src_put_rproc(void *rproc)
{
	rproc_put(rproc);
}

/* The remote core of a part, with firmware for it. */
static void src_probe(struct src_test *st, const struct src_part *part)
{
	struct kunit *test = st->test;
	struct test_image *image;

	st->part = part;
	KUNIT_ASSERT_EQ(test, 0,
			test_node_probe(test, src_core_node(st, 0,
							    part->compatible,
							    CPU),
					"imx_src_rproc"));
	st->rproc = rproc_get_by_phandle(CORE(0));
	KUNIT_ASSERT_NOT_NULL(test, st->rproc);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, src_put_rproc,
						  st->rproc));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   src_stop_hardware,
							   st));

	image = kunit_kzalloc(test, sizeof(*image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, image);
	test_image_build(image, st->da);
	/* Life-cycle only. */
	image->ehdr.e_shnum = 0;
	image->ehdr.e_shstrndx = 0;
	test_image_write(test, FILE_PATH, image, sizeof(*image));
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(st->rproc, FILE_NAME));

	writel(OTHERS, st->regs + part->enable);
	writel(OTHERS, st->regs + part->reset);
}

static u32 src_read(struct src_test *st, unsigned int reg)
{
	return readl(st->regs + reg);
}

static void src_start_stop(struct kunit *test)
{
	const struct src_part *part = test->param_value;
	struct src_test *st = test->priv;
	struct openamp_rproc *oa;

	src_probe(st, part);
	src_start_hardware(st);
	writel(0xffffffff, st->regs + part->entry + 4);
	oa = st->rproc->priv;

	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(st->rproc));
	KUNIT_EXPECT_EQ(test, -EBUSY, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_TO_IDLE));
	sleep_expect(test, st->rproc, 0);
	KUNIT_EXPECT_EQ(test, st->resets, 2);	/* held, then started */
	KUNIT_EXPECT_EQ(test, src_read(st, part->enable),
			OTHERS | part->enable_mask);
	KUNIT_EXPECT_EQ(test, src_read(st, part->entry), st->da);
	KUNIT_EXPECT_EQ(test, src_read(st, part->entry + 4), 0);
	KUNIT_EXPECT_FALSE(test, cpu_online(CPU));
	KUNIT_EXPECT_EQ(test, add_cpu(CPU), -EBUSY);

	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(st->rproc));
	KUNIT_EXPECT_EQ(test, 0, openamp_rproc_may_sleep(oa, PM_SUSPEND_MEM));
	KUNIT_EXPECT_EQ(test, st->resets, 3);
	KUNIT_EXPECT_EQ(test, src_read(st, part->enable), OTHERS);
	if (part->reset != part->enable)
		KUNIT_EXPECT_EQ(test, src_read(st, part->reset), OTHERS);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

/* A core whose reset does not end is not written to, nor given away. */
static void src_no_reset(struct kunit *test)
{
	struct src_test *st = test->priv;

	src_probe(st, &src_parts[0]);
	KUNIT_EXPECT_EQ(test, rproc_boot(st->rproc), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, st->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, src_read(st, st->part->enable) &
			st->part->enable_mask, 0);
	KUNIT_EXPECT_EQ(test, src_read(st, st->part->entry), 0);
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));

	src_start_hardware(st);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(st->rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(st->rproc));
}

static void src_stop_fails(struct kunit *test)
{
	struct src_test *st = test->priv;

	src_probe(st, &src_parts[0]);
	src_start_hardware(st);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(st->rproc));
	src_stop_hardware(st);
	KUNIT_EXPECT_EQ(test, rproc_shutdown(st->rproc), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, st->rproc->state, RPROC_RUNNING);
	KUNIT_EXPECT_FALSE(test, cpu_online(CPU));

	src_start_hardware(st);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(st->rproc));
	KUNIT_EXPECT_TRUE(test, cpu_online(CPU));
}

/* Core 0 is the one that Linux starts on. */
static void src_core_0(struct kunit *test)
{
	struct src_test *st = test->priv;

	KUNIT_EXPECT_EQ(test, -EINVAL,
			test_node_probe(test,
					src_core_node(st, 1,
						      src_parts[0].compatible,
						      0),
					"imx_src_rproc"));
}

static void src_no_syscon(struct kunit *test)
{
	struct test_node *node = test_node_new(test, NULL, "src-core-2");

	test_node_set_string(test, node, "compatible",
			     src_parts[0].compatible);
	test_node_cells(test, node, "cpu", test_node_cpu(test, CPU));
	test_rpu_set_memory(test, node, src_memory);
	KUNIT_EXPECT_EQ(test, -EINVAL,
			test_node_probe(test, node, "imx_src_rproc"));
}

static int src_init(struct kunit *test)
{
	const struct reserved_mem *mem;
	struct test_node *src;
	struct src_test *st;

	if (num_online_cpus() < 2)
		kunit_skip(test, "Linux has one processor");
	st = kunit_kzalloc(test, sizeof(*st), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, st);
	test->priv = st;
	st->test = test;
	st->da = test_node_memory(test, "firmware", NULL)->base;
	mem = test_node_memory(test, "registers", NULL);
	st->regs = test_node_map_registers(test, mem);

	src = test_node_new(test, NULL, "src");
	test_node_set_string(test, src, "compatible", "kunit,src");
	test_node_cells(test, src, "phandle", SRC);
	test_node_cells(test, src, "reg", 0, mem->base, 0, 0x100);
	test_node_attach(test, src);

	return 0;
}

static struct kunit_case imx_src_rproc_cases[] = {
	KUNIT_CASE_PARAM_ATTR(src_start_stop, src_part_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_SLOW(src_no_reset),
	KUNIT_CASE_SLOW(src_stop_fails),
	KUNIT_CASE(src_core_0),
	KUNIT_CASE(src_no_syscon),
	{ }
};

static struct kunit_suite imx_src_rproc_suite = {
	.name = "imx_src_rproc",
	.init = src_init,
	.test_cases = imx_src_rproc_cases,
};

kunit_test_suite(imx_src_rproc_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_src_rproc");
MODULE_DESCRIPTION("KUnit tests of imx_src_rproc");
MODULE_LICENSE("GPL");
