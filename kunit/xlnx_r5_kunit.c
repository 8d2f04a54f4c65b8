// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the cores of AMD's RPU: what the platform firmware is told, in which order, and
 * what comes of each answer to it.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_xlnx.h"

#define START		"start"
#define STOP		"stop"

/* Where Linux has the TCM that the core has there; 0: it has none. */
static u64 xlnx_tcm_at(struct rproc *rproc, u64 da)
{
	struct openamp_rproc *oa = rproc->priv;
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++)
		if (oa->regions[i].is_iomem && oa->regions[i].da == da)
			return oa->regions[i].pa;

	return 0;
}

static void xlnx_split_order(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);
	struct rproc *other = test_rpu_rproc(test, 1);

	xlnx_told(test, "mode7:1 tcm7:0 mode8:1 tcm8:0 ");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, START));
	xlnx_told(test, "+15 +16 +7 wake7 ");
	KUNIT_EXPECT_EQ(test, fw.address, 0ULL);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(other, START));
	xlnx_told(test, "+17 +18 +8 wake8 ");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, STOP));
	xlnx_told(test, "-7 -16 -15 ");
	KUNIT_EXPECT_TRUE(test, fw.running[RPU(1)]);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(other, STOP));
	xlnx_told(test, "-8 -18 -17 ");
	xlnx_works(xt, rproc);
	xlnx_works(xt, other);
}

/* Two children, and only the first one is a core. */
static void xlnx_lockstep_order(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_lockstep(xt);

	xlnx_told(test, "mode7:0 tcm7:1 ");
	KUNIT_EXPECT_FALSE(test, xlnx_has(1));
	KUNIT_EXPECT_EQ(test, xlnx_tcm_at(rproc, 0x30000),
			(u64)XLNX_TCM_AT + 3 * XLNX_TCM_SIZE);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, START));
	xlnx_told(test, "+15 +16 +17 +18 +7 wake7 ");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, STOP));
	xlnx_told(test, "-7 -18 -17 -16 -15 ");
	xlnx_works(xt, rproc);
}

/* The second core alone; and lockstep is what it is without a word. */
static void xlnx_other_modes(struct kunit *test)
{
	static const struct {
		const char *compatible;
		int mode;
		int tcm_mode;
		int core;
		const char *told;
	} modes[] = {
		{ "xlnx,zynqmp-r5fss", 2, 1, 1, "mode8:1 tcm8:1 " },
		{ "xlnx,zynqmp-r5fss", -1, -1, 0, "mode7:0 tcm7:1 " },
		{ "xlnx,versal-r5fss", -1, -1, 0, "mode7:0 " },
		{ "xlnx,versal-r5fss", 1, 1, 0, "mode7:0 tcm7:1 " },
		{ "xlnx,versal-net-r52fss", 1, -1, 0, "mode7:0 " },
		{ "xlnx,versal-r5fss", 3, -1, -1, "" },
	};
	struct xlnx_test *xt = test->priv;
	struct test_node *node[2];
	struct platform_device *pdev;
	int i, core;

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		xlnx_new_fss(xt, modes[i].compatible, modes[i].mode,
			     modes[i].tcm_mode);
		for (core = 0; core < 2; core++)
			node[core] = xlnx_new_core(xt, core, 2);
		xlnx_attach_nodes(xt, node);
		pdev = xlnx_add(xt);
		xlnx_told(test, modes[i].told);
		for (core = 0; core < 2; core++)
			KUNIT_EXPECT_EQ_MSG(test, xlnx_has(core),
					    core == modes[i].core, "%d", i);
		kunit_release_action(test, xlnx_remove_device, pdev);
		for (core = 1; core >= 0; core--)
			kunit_release_action(test, test_node_detach, node[core]);
		kunit_release_action(test, test_node_detach, xt->fss);
	}
}

/**
 * struct xlnx_tree - what a device tree of before 6.10 leaves open
 * @mode: xlnx,cluster-mode
 * @core: the core that it has
 * @pa: where its TCM is, for each 64 KiB of the core's addresses; 0: there is none
 * @last: the last one, to the firmware
 * @told: what the firmware is told if it refuses that one
 */
struct xlnx_tree {
	int mode;
	int core;
	u64 pa[4];
	u32 last;
	const char *told;
};

static const struct xlnx_tree xlnx_trees[] = {
	{ 0, 0, { 0xffe00000, 0, 0xffe20000 }, TCM(1), "+15 no16 -15 " },
	{ 0, 1, { 0xffe90000, 0, 0xffeb0000 }, TCM(3), "+17 no18 -17 " },
	{ 1, 0, { 0xffe00000, 0xffe10000, 0xffe20000, 0xffe30000 }, TCM(3),
	  "+15 +16 +17 no18 -17 -16 -15 " },
};

/* There is no such memory on this machine: so it is refused. */
static void xlnx_check_tree(struct kunit *test, const struct xlnx_tree *tree)
{
	struct rproc *rproc = rproc_get_by_phandle(TEST_RPU_CORE(tree->core));
	int i;

	KUNIT_ASSERT_NOT_NULL(test, rproc);
	for (i = 0; i < ARRAY_SIZE(tree->pa); i++)
		KUNIT_EXPECT_EQ(test, tree->pa[i],
				xlnx_tcm_at(rproc, 0x10000 * i));
	fw.fail_api = EEMI_REQUEST_NODE;
	fw.fail_node = tree->last;
	fw.fail_status = EEMI_NO_ACCESS;
	KUNIT_EXPECT_EQ(test, -EACCES, xlnx_request(rproc, START));
	xlnx_told(test, tree->told);
	rproc_put(rproc);
}

static void xlnx_old_tree(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct platform_device *pdev;
	struct test_node *node;
	int i;

	for (i = 0; i < ARRAY_SIZE(xlnx_trees); i++) {
		xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", xlnx_trees[i].mode, -1);
		node = xlnx_new_core(xt, xlnx_trees[i].core, 0);
		test_node_attach(test, xt->fss);
		test_node_attach(test, node);
		pdev = xlnx_add(xt);
		fw_told();
		xlnx_check_tree(test, &xlnx_trees[i]);
		kunit_release_action(test, xlnx_remove_device, pdev);
		kunit_release_action(test, test_node_detach, node);
		kunit_release_action(test, test_node_detach, xt->fss);
	}
}

/* The versions of the functions decide how a core is held and stopped. */
static void xlnx_versions(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	fw_told();
	fw.version[EEMI_REQUEST_NODE] = 1;
	fw.version[EEMI_RELEASE_NODE] = 1;
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, START));
	xlnx_told(test, "+15 +16 wake7 ");
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, STOP));
	xlnx_told(test, "down7 -16 -15 ");
	xlnx_works(xt, rproc);
}

/* The "address" of a wakeup is one of two. */
static void xlnx_vectors(struct kunit *test)
{
	static const u32 entries[][2] = {
		{ 0x0, 0 }, { 0x7ffffffe, 0 }, { 0xfffbffff, 0 },
		{ 0xfffc0000, 0xffff0000 }, { 0xffff0000, 0xffff0000 },
		{ 0xffffffff, 0xffff0000 },
	};
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);
	int i;

	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		xt->image->ehdr.e_entry = entries[i][0];
		xlnx_write_image(xt);
		KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, START));
		KUNIT_EXPECT_EQ_MSG(test, fw.address, (u64)entries[i][1],
				    "0x%x", entries[i][0]);
		KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, STOP));
	}
	KUNIT_EXPECT_EQ(test, fw.wrong, 0U);
}

/* All that it can answer, and what that is here. */
static const struct {
	u32 status;
	int err;
} xlnx_statuses[] = {
	{ EEMI_NO_FEATURE, -EOPNOTSUPP },
	{ EEMI_NO_ACCESS, -EACCES },
	{ EEMI_INVALID_NODE, -ENODEV },
	{ 2000, -EIO },			/* internal error */
	{ 2001, -EIO },			/* conflict */
	{ 2005, -EIO },			/* aborted */
	{ 1, -EIO },
	{ U32_MAX, -EOPNOTSUPP },	/* SMCCC: no such function */
	{ EEMI_DOUBLE_REQUEST, 0 },
};

/**
 * struct xlnx_step - a call that is refused, and what is told to the firmware then
 * @api: the call
 * @node: to which node
 * @told: all of the start
 */
struct xlnx_step {
	u32 api;
	u32 node;
	const char *told;
};

static const struct xlnx_step xlnx_start_steps[] = {
	{ EEMI_REQUEST_NODE, TCM(0), "no15 " },
	{ EEMI_REQUEST_NODE, TCM(1), "+15 no16 -15 " },
	{ EEMI_REQUEST_NODE, TCM(2),
	  "+15 +16 no17 -16 -15 " },
	{ EEMI_REQUEST_NODE, TCM(3),
	  "+15 +16 +17 no18 -17 -16 -15 " },
	{ EEMI_REQUEST_NODE, RPU(0),
	  "+15 +16 +17 +18 no7 -18 -17 -16 -15 " },
	{ EEMI_REQUEST_WAKEUP, RPU(0),
	  "+15 +16 +17 +18 +7 no7 -7 -18 -17 -16 -15 " },
};

/* Each step of a start refused in each way: all is as before, the last one first. */
static void xlnx_start_refused(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_lockstep(xt);
	int step, i;

	for (step = 0; step < ARRAY_SIZE(xlnx_start_steps); step++)
		for (i = 0; i < ARRAY_SIZE(xlnx_statuses); i++) {
			fw_told();
			fw.fail_api = xlnx_start_steps[step].api;
			fw.fail_node = xlnx_start_steps[step].node;
			fw.fail_status = xlnx_statuses[i].status;
			if (!xlnx_statuses[i].err)
				continue;
			KUNIT_EXPECT_EQ_MSG(test, xlnx_statuses[i].err,
					    xlnx_request(rproc, START),
					    "%d %d", step, i);
			xlnx_told(test, xlnx_start_steps[step].told);
			KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_OFF);
		}
	xlnx_works(xt, rproc);
}

/* What it was asked for before, it has: that is no error. */
static void xlnx_double_request(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = xlnx_split(xt);

	fw.requested[TCM(0)] = true;
	fw.requested[RPU(0)] = true;
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, START));
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, STOP));
	xlnx_works(xt, rproc);
}

/* A cluster whose mode can't be set has no cores. */
static void xlnx_mode_refused(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct test_node *node;

	fw.fail_api = EEMI_IOCTL;
	fw.fail_node = RPU(0);
	fw.fail_status = EEMI_NO_ACCESS;
	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 1, 1);
	node = xlnx_new_core(xt, 0, 4);
	test_node_attach(test, xt->fss);
	test_node_attach(test, node);
	xlnx_add(xt);
	xlnx_told(test, "no7 ");
	KUNIT_EXPECT_FALSE(test, xlnx_has(0));
}

/* A cluster of its own with this for the platform firmware; what its probe gives. */
static int xlnx_probe_with(struct kunit *test, const char *method)
{
	struct xlnx_test *xt = test->priv;
	struct test_node *np = NULL;
	int ret;

	if (method) {
		np = test_node_new(test, NULL, "zynqmp-firmware");
		test_node_set_string(test, np, "compatible",
				     "xlnx,zynqmp-firmware");
		test_node_set_string(test, np, "method", method);
		test_node_attach(test, np);
	}
	ret = test_node_probe(test, xt->fss, "xlnx_r5");
	KUNIT_EXPECT_FALSE(test, xlnx_has(0));
	kunit_release_action(test, test_node_remove_device, xt->fss);
	if (np)
		kunit_release_action(test, test_node_detach, np);

	return ret;
}

/* Real calls, to firmware that knows none of them. */
static void xlnx_conduits(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct test_node *node;

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 1, 1);
	node = xlnx_new_core(xt, 0, 4);
	test_node_attach(test, xt->fss);
	test_node_attach(test, node);
	KUNIT_EXPECT_EQ(test, -ENODEV, xlnx_probe_with(test, NULL));
	KUNIT_EXPECT_EQ(test, -ENODEV, xlnx_probe_with(test, "pigeon"));
	KUNIT_EXPECT_EQ(test, 0, xlnx_probe_with(test, "hvc"));
}

/* Device trees in which something does not fit. */
static void xlnx_no_sense(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct test_node *node[2];

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 0, 0);
	node[0] = xlnx_new_core(xt, 0, 1);
	/* It has banks that nothing switches on. */
	node[1] = xlnx_new_core(xt, 1, 0);
	xlnx_set_banks(test, node[1], 1, 2);
	xlnx_attach_nodes(xt, node);
	xlnx_add(xt);
	KUNIT_EXPECT_TRUE(test, xlnx_has(0));
	KUNIT_EXPECT_FALSE(test, xlnx_has(1));
}

static struct kunit_case xlnx_r5_cases[] = {
	KUNIT_CASE(xlnx_conduits),
	KUNIT_CASE(xlnx_no_sense),
	KUNIT_CASE_SLOW(xlnx_split_order),
	KUNIT_CASE(xlnx_lockstep_order),
	KUNIT_CASE(xlnx_other_modes),
	KUNIT_CASE(xlnx_old_tree),
	KUNIT_CASE(xlnx_versions),
	KUNIT_CASE_SLOW(xlnx_vectors),
	KUNIT_CASE_SLOW(xlnx_start_refused),
	KUNIT_CASE(xlnx_double_request),
	KUNIT_CASE(xlnx_mode_refused),
	{ }
};

static struct kunit_suite xlnx_r5_suite = {
	.name = "xlnx_r5",
	.init = xlnx_init,
	.test_cases = xlnx_r5_cases,
};

kunit_test_suite(xlnx_r5_suite);

MODULE_DESCRIPTION("KUnit tests of AMD's Cortex-R5F and R52 remote cores");
MODULE_LICENSE("GPL");
