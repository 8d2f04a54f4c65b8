// SPDX-License-Identifier: GPL-2.0-only
/* Tests of imx_rproc: what it needs of the device tree, and its clock. */

#include <linux/clk-provider.h>

#include "test_imx.h"

#define CLOCK		0x700000e3

/* Firmware does not know the core, and nothing else can start it. */
static void imx_nobody_can(struct kunit *test)
{
	fake.unknown = true;
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx93-cm33"));
}

static void imx_no_src(struct kunit *test)
{
	imx_make_node(test, false, true);
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx7d-cm4"));
}

/* A tree that does not say where GPR22 is: there is one such block, or none. */
static void imx_gpr_by_part(struct kunit *test)
{
	imx_make_node(test, true, false);
	imx_write(test, GPR22, GPR22_WAIT);
	imx_must_probe(test, "fsl,imx8mp-cm7-mmio");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	KUNIT_EXPECT_EQ(test, imx_read(test, GPR22), 0);
}

static void imx_no_gpr(struct kunit *test)
{
	imx_make_node(test, true, false);
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx8mn-cm7-mmio"));
}

/* Three pages in a row of the test's memory, all of which the core has at BANK. */
#define BANK		0x20000000u

static void __iomem *imx_make_bank(struct kunit *test)
{
	struct reserved_mem mem = *test_node_memory(test, "firmware", NULL);
	struct imx_test *imx = test->priv;

	mem.base += mem.size - PAGE_SIZE;
	mem.size = 3 * PAGE_SIZE;
	imx->maps[2] = (struct openamp_rproc_map) {
		.name = "dtcm", .da = BANK, .pa = mem.base, .size = mem.size,
	};

	return test_node_map_registers(test, &mem);
}

/* Trees of i.MX93 list a part of the core's memory as the region of the table. */
static void imx_table_in_bank(struct kunit *test)
{
	void __iomem *bank = imx_make_bank(test);
	struct imx_test *imx = test->priv;
	u32 phandle, edge;

	test_node_memory(test, "more", &phandle);
	test_node_cells(test, imx->node, "memory-region", phandle);
	test_node_set_string(test, imx->node, "memory-region-names", "rsc-table");
	imx_must_probe(test, "fsl,imx93-cm33");
	for (edge = PAGE_SIZE; edge <= 2 * PAGE_SIZE; edge += PAGE_SIZE) {
		imx_write_image(test, BANK + edge - 4, edge, edge + 1);
		KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
		KUNIT_EXPECT_EQ(test, readl(bank + edge - 4), edge);
		KUNIT_EXPECT_EQ(test, readl(bank + edge), edge + 1);
		KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	}
	imx_write_image(test, BANK + 3 * PAGE_SIZE - 4, 0, 0);
	KUNIT_EXPECT_EQ_MSG(test, -EINVAL, imx_request(test, "start"),
			    "the bank ends where it did");
}

/* The core's clock. */
static struct {
	struct clk_hw hw;
	int error;
	bool on;
} clock;

static int imx_clock_enable(struct clk_hw *hw)
{
	clock.on = !clock.error;

	return clock.error;
}

static void imx_clock_disable(struct clk_hw *hw)
{
	clock.on = false;
}

static const struct clk_ops imx_clock_ops = {
	.enable		= imx_clock_enable,
	.disable	= imx_clock_disable,
};

static void imx_remove_clock(void *np)
{
	of_clk_del_provider(np);
	clk_hw_unregister(&clock.hw);
}

static void imx_add_clock(struct kunit *test)
{
	static const struct clk_init_data init = {
		.name = "kunit-imx", .ops = &imx_clock_ops,
	};
	struct test_node *node = test_node_new(test, NULL, "clock");
	struct imx_test *imx = test->priv;

	memset(&clock, 0, sizeof(clock));
	clock.hw.init = &init;
	fake.clock = &clock.on;
	test_node_cells(test, node, "phandle", CLOCK);
	test_node_cells(test, node, "#clock-cells", 0);
	test_node_attach(test, node);
	KUNIT_ASSERT_EQ(test, 0, clk_hw_register(NULL, &clock.hw));
	KUNIT_ASSERT_EQ(test, 0, of_clk_add_hw_provider(node->np,
							of_clk_hw_simple_get,
							&clock.hw));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   imx_remove_clock,
							   node->np));
	test_node_cells(test, imx->node, "clocks", CLOCK);
}

/* On as long as there is a driver: what a boot loader started needs it as well. */
static void imx_clock(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_add_clock(test);
	KUNIT_ASSERT_TRUE(test, imx_probe(test, "fsl,imx8mp-cm7"));
	KUNIT_EXPECT_TRUE(test, clock.on);
	KUNIT_EXPECT_TRUE_MSG(test, fake.clocked,
			      "before the firmware is asked for it");
	device_release_driver(&imx->pdev->dev);
	KUNIT_EXPECT_FALSE(test, clock.on);
}

static void imx_clock_fails(struct kunit *test)
{
	imx_add_clock(test);
	clock.error = -EIO;
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx8mp-cm7"));
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_STARTED], 0);
}

static struct kunit_case imx_probe_cases[] = {
	KUNIT_CASE(imx_nobody_can),
	KUNIT_CASE(imx_no_src),
	KUNIT_CASE(imx_gpr_by_part),
	KUNIT_CASE(imx_no_gpr),
	KUNIT_CASE(imx_table_in_bank),
	KUNIT_CASE(imx_clock),
	KUNIT_CASE(imx_clock_fails),
	{ }
};

static struct kunit_suite imx_probe_suite = {
	.name = "imx_probe",
	.init = imx_init,
	.test_cases = imx_probe_cases,
};

kunit_test_suite(imx_probe_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_rproc");
MODULE_DESCRIPTION("KUnit tests of what imx_rproc needs");
MODULE_LICENSE("GPL");
