/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A core of imx_rproc: the System Reset Controller and the IOMUXC's register are memory,
 * the platform firmware is the test's, and so is the memory that the core has for itself.
 */
#ifndef KUNIT_TEST_IMX_H
#define KUNIT_TEST_IMX_H

#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>

#include "../drivers/remoteproc/imx_rproc.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rproc_attr.h"

#define FILE_NAME	"kunit-imx.elf"
#define FILE_PATH	"/lib/firmware/" FILE_NAME
#define SRC		0x700000e0	/* phandles that nobody else has */
#define GPR		0x700000e1
#define CORE		0x700000e2
#define TCM_SIZE	0x1000
#define GPR22		0x58
#define GPR22_WAIT	BIT(0)
#define UNKNOWN		-1L		/* SMCCC, 5.2: no such function */

/* Calls of the SiP function 0xc2000005 of imx-atf. */
#define CALL_START	0
#define CALL_STARTED	1
#define CALL_STOP	2

/* The platform firmware of the test, and what it was told. */
static struct {
	long error;		/* what it answers to the call @fails */
	unsigned long fails;
	bool unknown;		/* it knows none of them */
	bool on;
	unsigned int calls[3];
	const bool *clock;	/* is it on? */
	bool clocked;		/* it was when the first call came */
} fake;

static inline void fake_call(unsigned long function, struct arm_smccc_res *res)
{
	memset(res, 0, sizeof(*res));
	if (fake.clock)
		fake.clocked = *fake.clock;
	fake.clock = NULL;
	if (function < ARRAY_SIZE(fake.calls))
		fake.calls[function]++;
	if (fake.unknown) {
		res->a0 = UNKNOWN;
		return;
	}
	if (fake.error && function == fake.fails) {
		res->a0 = fake.error;
		return;
	}
	switch (function) {
	case CALL_STARTED:
		res->a0 = fake.on;
		break;
	case CALL_START:
		fake.on = true;
		break;
	default:
		/* It was not waiting for an interrupt: no error. */
		res->a1 = fake.on;
		fake.on = false;
		break;
	}
}

/**
 * struct imx_test - what each test has
 * @regs: SRC and IOMUXC
 * @tcm: the core's own memory, at its address 0
 * @maps: what it sees; @memory points there
 * @memory: replaces a part's
 * @sm: replaces the calls to the System Manager
 * @node: the core's node, not attached yet
 * @pdev: its device
 * @rproc: the remote core
 * @da: where its firmware starts
 */
struct imx_test {
	void __iomem *regs;
	void __iomem *tcm;
	struct openamp_rproc_map maps[3];
	struct openamp_rproc_memory memory;
	const struct imx_rproc_sm_calls *sm;
	struct test_node *node;
	struct platform_device *pdev;
	struct rproc *rproc;
	u32 da;
};

static inline void imx_unregister(void *pdev)
{
	platform_device_unregister(pdev);
}

static inline void imx_put(void *rproc)
{
	rproc_put(rproc);
}

/* Returns whether the driver is bound. */
static inline bool imx_probe(struct kunit *test, const char *compatible)
{
	struct imx_test *imx = test->priv;
	const struct imx_rproc_platform platform = {
		.call = fake_call, .sm = imx->sm, .memory = &imx->memory,
	};
	struct platform_device *pdev;

	test_node_set_string(test, imx->node, "compatible", compatible);
	test_node_attach(test, imx->node);
	pdev = platform_device_alloc("kunit-imx", PLATFORM_DEVID_AUTO);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	device_set_node(&pdev->dev,
			of_fwnode_handle(of_node_get(imx->node->np)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add_data(pdev, &platform,
							  sizeof(platform)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add(pdev));
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, imx_unregister, pdev));
	imx->pdev = pdev;

	return device_is_bound(&pdev->dev);
}

static inline void imx_must_probe(struct kunit *test, const char *compatible)
{
	struct imx_test *imx = test->priv;

	KUNIT_ASSERT_TRUE(test, imx_probe(test, compatible));
	imx->rproc = rproc_get_by_phandle(CORE);
	KUNIT_ASSERT_NOT_NULL(test, imx->rproc);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, imx_put,
							   imx->rproc));
}

/* Firmware without a table, whose segment begins with these vectors. */
static inline void imx_write_image(struct kunit *test, u32 da, u32 stack, u32 reset)
{
	struct test_image *image = kunit_kzalloc(test, sizeof(*image),
						 GFP_KERNEL);
	__le32 vectors[] = { cpu_to_le32(stack), cpu_to_le32(reset) };

	KUNIT_ASSERT_NOT_NULL(test, image);
	test_image_build(image, da);
	image->ehdr.e_entry = da + 0x20;
	image->ehdr.e_shnum = 0;
	image->ehdr.e_shstrndx = 0;
	memcpy(image->text, vectors, sizeof(vectors));
	test_image_write(test, FILE_PATH, image, sizeof(*image));
}

/* The usual one: linked into DRAM. */
static inline void imx_write_good_image(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_write_image(test, imx->da, 0x20001000, imx->da + 0x21);
}

/* The table that a core has in its memory when Linux comes. */
static inline void imx_write_table(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "more", NULL);
	struct imx_test *imx = test->priv;
	struct test_table *table;

	table = memremap(mem->base, sizeof(*table), MEMREMAP_WC);
	KUNIT_ASSERT_NOT_NULL(test, table);
	memset(table, 0, sizeof(*table));
	test_image_build_table(table, imx->da);
	memunmap(table);
}

static inline u32 imx_read(struct kunit *test, u32 reg)
{
	struct imx_test *imx = test->priv;

	return readl(imx->regs + reg);
}

static inline void imx_write(struct kunit *test, u32 reg, u32 value)
{
	struct imx_test *imx = test->priv;

	writel(value, imx->regs + reg);
}

static inline int imx_request(struct kunit *test, const char *what)
{
	struct imx_test *imx = test->priv;

	return rproc_attr_write(imx->rproc, "state", what);
}

static inline void imx_expect_state(struct kunit *test, const char *state)
{
	struct imx_test *imx = test->priv;

	KUNIT_EXPECT_STREQ(test, rproc_attr_read(imx->rproc, "state"), state);
}

static inline void imx_add_registers(struct kunit *test, const char *name,
				     u32 phandle, phys_addr_t base)
{
	static const char compatible[] = "fsl,imx8mp-iomuxc-gpr\0syscon";
	struct test_node *node = test_node_new(test, NULL, name);

	test_node_set(test, node, "compatible", compatible, sizeof(compatible));
	test_node_cells(test, node, "phandle", phandle);
	test_node_cells(test, node, "reg", 0, base, 0, 0x100);
	test_node_attach(test, node);
}

/* A window that is the core's own memory, an alias of it, and DRAM. */
static inline void imx_make_memory(struct kunit *test)
{
	const struct reserved_mem *tcm = test_node_memory(test, "boot", NULL);
	struct imx_test *imx = test->priv;

	imx->tcm = test_node_map_registers(test, tcm);
	imx->maps[0] = (struct openamp_rproc_map) {
		.name = "itcm", .da = 0x1fff8000, .pa = tcm->base,
		.size = TCM_SIZE,
	};
	imx->maps[1] = (struct openamp_rproc_map) {
		.da = 0, .pa = tcm->base, .size = TCM_SIZE,
	};
	imx->maps[2] = (struct openamp_rproc_map) {
		.da = 0x70010000, .pa = 0x70010000, .size = 0x1000000,
	};
	imx->memory.maps = imx->maps;
	imx->memory.num_maps = ARRAY_SIZE(imx->maps);
}

static inline void imx_make_node(struct kunit *test, bool has_src, bool has_gpr)
{
	static const char names[] = "firmware\0rsc-table\0vdev0vring0\0vdev0vring1\0vdevbuffer";
	static const char * const memory[] = {
		"firmware", "more", "vdev0vring0", "vdev0vring1", "vdev0buffer",
	};
	u32 phandles[ARRAY_SIZE(memory)];
	struct imx_test *imx = test->priv;
	int i;

	for (i = 0; i < ARRAY_SIZE(memory); i++)
		test_node_memory(test, memory[i], &phandles[i]);
	imx->node = test_node_new(test, NULL, "imx-core");
	test_node_cells(test, imx->node, "phandle", CORE);
	test_node_set_string(test, imx->node, "firmware-name", FILE_NAME);
	if (has_src)
		test_node_cells(test, imx->node, "syscon", SRC);
	if (has_gpr)
		test_node_cells(test, imx->node, "fsl,iomuxc-gpr", GPR);
	test_node_set_cells(test, imx->node, "memory-region", phandles,
			    ARRAY_SIZE(phandles));
	test_node_set(test, imx->node, "memory-region-names", names,
		      sizeof(names));
}

static inline int imx_init(struct kunit *test)
{
	const struct reserved_mem *mem;
	struct imx_test *imx;

	imx = kunit_kzalloc(test, sizeof(*imx), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, imx);
	test->priv = imx;
	memset(&fake, 0, sizeof(fake));
	mem = test_node_memory(test, "registers", NULL);
	imx->regs = test_node_map_registers(test, mem);
	imx->da = test_node_memory(test, "firmware", NULL)->base;
	imx_add_registers(test, "src", SRC, mem->base);
	imx_add_registers(test, "gpr", GPR, mem->base);
	imx_make_memory(test);
	imx_make_node(test, true, true);
	imx_write_good_image(test);

	return 0;
}

#endif /* KUNIT_TEST_IMX_H */
