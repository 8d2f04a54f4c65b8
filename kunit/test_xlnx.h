/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Remote cores of xlnx_r5_rproc for tests: the platform firmware is the test's. It keeps
 * what it is told in words, starts and stops nothing, and fails where it is told to.
 */
#ifndef KUNIT_TEST_XLNX_H
#define KUNIT_TEST_XLNX_H

#include <kunit/test.h>
#include <linux/fwnode.h>
#include <linux/kernel.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>

#include "../drivers/remoteproc/openamp_rproc.h"
#include "../drivers/remoteproc/xlnx_eemi.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rproc_attr.h"
#include "test_rpu.h"

#define XLNX_FILE	"kunit-r5.elf"
#define XLNX_PATH	"/lib/firmware/" XLNX_FILE
#define XLNX_FIRMWARE	0x700000a0	/* phandle of the platform firmware */

/* ZynqMP's numbers */
#define RPU(n)		(7 + (n))
#define TCM(n)		(15 + (n))
#define NODES		20

/* As in dts/kunit-virt.dtso; four banks in a page. */
#define XLNX_TCM_AT	0x70001000
#define XLNX_TCM_SIZE	0x400

#define XLNX_APIS	64
#define XLNX_LOG	256

/* The platform firmware. */
static struct {
	u32 version[XLNX_APIS];		/* of its functions; 0: there is none */
	u32 fail_api;			/* a call of this one */
	u32 fail_node;			/* to this node, 0: to any */
	u32 fail_status;		/* gets this for an answer */
	bool requested[NODES];
	bool running[NODES];
	bool stuck;			/* a core is not stopped, though told to be */
	u64 address;			/* of the last wakeup */
	unsigned int wrong;		/* calls that must not come */
	char log[XLNX_LOG];		/* what it was told */
} fw;

__printf(1, 2)
static inline void fw_note(const char *fmt, ...)
{
	size_t len = strlen(fw.log);
	va_list args;

	va_start(args, fmt);
	vscnprintf(fw.log + len, sizeof(fw.log) - len, fmt, args);
	va_end(args);
}

/* What it was told since this was asked last. */
static inline const char *fw_told(void)
{
	static char told[XLNX_LOG];

	strscpy(told, fw.log, sizeof(told));
	fw.log[0] = '\0';

	return told;
}

static inline void fw_stop(u32 node)
{
	if (!fw.stuck)
		fw.running[node] = false;
}

static inline void fw_request(u32 node, bool on)
{
	fw_note("%c%u ", on ? '+' : '-', node);
	/* It would not let somebody else give back what he does not have. */
	fw.wrong += !on && !fw.requested[node];
	fw.requested[node] = on;
	if (!on)
		fw_stop(node);
}

/* The memory of a core that runs is on. */
static inline void fw_wake(u32 node, u64 address)
{
	fw_note("wake%u ", node);
	fw.wrong += fw.running[node] || !(address & 1);
	fw.address = address & ~1ULL;
	fw.running[node] = true;
}

static inline void fw_ioctl(u32 node, u32 what, u32 value)
{
	fw.wrong += fw.running[node];
	fw_note("%s%u:%u ", what == EEMI_IOCTL_SET_RPU_MODE ? "mode" : "tcm",
		node, value);
}

static inline void fw_do(u32 api, const u32 *arg, struct arm_smccc_res *res)
{
	u32 node = arg[0];

	switch (api) {
	case EEMI_GET_NODE_STATUS:
		res->a0 |= (u64)fw.running[node] << 32;
		break;
	case EEMI_REQUEST_NODE:
		if (fw.requested[node])
			res->a0 = EEMI_DOUBLE_REQUEST;
		fw_request(node, true);
		break;
	case EEMI_RELEASE_NODE:
		fw_request(node, false);
		break;
	case EEMI_REQUEST_WAKEUP:
		fw_wake(node, arg[1] | (u64)arg[2] << 32);
		break;
	case EEMI_FORCE_POWERDOWN:
		fw_note("down%u ", node);
		fw_stop(node);
		break;
	case EEMI_IOCTL:
		fw_ioctl(node, arg[1], arg[2]);
		break;
	default:
		fw.wrong++;
	}
}

static inline void fw_call(unsigned long function, unsigned long arg0,
			   unsigned long arg1, struct arm_smccc_res *res)
{
	u32 arg[] = { arg0, arg0 >> 32, arg1, arg1 >> 32 };
	u32 api = (u32)function & 0xffff;

	memset(res, 0, sizeof(*res));
	if (function != EEMI_FUNCTION(api) || api >= XLNX_APIS) {
		fw.wrong++;
		res->a0 = ~0UL;
	} else if (api == EEMI_FEATURE_CHECK) {
		res->a0 = fw.version[arg[0]] ? (u64)fw.version[arg[0]] << 32 :
					       EEMI_NO_FEATURE;
	} else if (arg[0] >= NODES || !fw.version[api]) {
		fw.wrong++;
		res->a0 = EEMI_INVALID_NODE;
	} else if (api == fw.fail_api &&
		   (!fw.fail_node || arg[0] == fw.fail_node)) {
		fw_note("no%u ", arg[0]);
		res->a0 = fw.fail_status;
	} else {
		fw_do(api, arg, res);
	}
}

/* Later firmware: cores are stopped by being released. */
static inline void fw_reset(void)
{
	memset(&fw, 0, sizeof(fw));
	fw.version[EEMI_GET_NODE_STATUS] = 2;
	fw.version[EEMI_FORCE_POWERDOWN] = 1;
	fw.version[EEMI_REQUEST_WAKEUP] = 1;
	fw.version[EEMI_REQUEST_NODE] = 2;
	fw.version[EEMI_RELEASE_NODE] = 2;
	fw.version[EEMI_IOCTL] = 2;
}

/* It does as it is told, so that all can be stopped. */
static inline void fw_heal(void *unused)
{
	fw.fail_api = 0;
	fw.stuck = false;
	fw.version[EEMI_REQUEST_NODE] = 2;
	fw.version[EEMI_RELEASE_NODE] = 2;
}

/**
 * struct xlnx_test - what each test has
 * @test: the test
 * @fss: the cluster's node
 * @image: firmware of the cores
 */
struct xlnx_test {
	struct kunit *test;
	struct test_node *fss;
	struct test_image *image;
};

static inline void xlnx_write_image(struct xlnx_test *xt)
{
	test_image_write(xt->test, XLNX_PATH, xt->image, sizeof(*xt->image));
}

static inline int xlnx_init(struct kunit *test)
{
	struct xlnx_test *xt = kunit_kzalloc(test, sizeof(*xt), GFP_KERNEL);
	struct test_node *np;

	KUNIT_ASSERT_NOT_NULL(test, xt);
	test->priv = xt;
	xt->test = test;
	fw_reset();
	xt->image = kunit_kzalloc(test, sizeof(*xt->image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, xt->image);
	test_image_build(xt->image, test_node_memory(test, "firmware",
						     NULL)->base);
	xlnx_write_image(xt);
	np = test_node_new(test, NULL, "platform-firmware");
	test_node_cells(test, np, "phandle", XLNX_FIRMWARE);
	test_node_cells(test, np, "#power-domain-cells", 1);
	test_node_attach(test, np);
	/* As a provider of power domains says it: the cores need not wait for it. */
	fwnode_dev_initialized(of_fwnode_handle(np->np), true);

	return 0;
}

/* A cluster's node, not attached yet. @mode, @tcm_mode: -1 for no such property */
static inline void xlnx_new_fss(struct xlnx_test *xt, const char *compatible,
				int mode, int tcm_mode)
{
	struct kunit *test = xt->test;
	u32 i, ranges[6 * 6];

	xt->fss = test_node_new(test, NULL, "r5fss");
	test_node_set_string(test, xt->fss, "compatible", compatible);
	test_node_cells(test, xt->fss, "#address-cells", 2);
	test_node_cells(test, xt->fss, "#size-cells", 2);
	/* All four banks for core 0, the upper two for core 1. */
	for (i = 0; i < 6; i++) {
		u32 bank = i < 4 ? i : i - 2;
		u32 range[] = { i >= 4, 0x10000 * (i % 4), 0,
				XLNX_TCM_AT + XLNX_TCM_SIZE * bank,
				0, XLNX_TCM_SIZE };

		memcpy(ranges + 6 * i, range, sizeof(range));
	}
	test_node_set_cells(test, xt->fss, "ranges", ranges, 6 * 6);
	if (mode >= 0)
		test_node_cells(test, xt->fss, "xlnx,cluster-mode", mode);
	if (tcm_mode >= 0)
		test_node_cells(test, xt->fss, "xlnx,tcm-mode", tcm_mode);
}

static inline void xlnx_set_banks(struct kunit *test, struct test_node *node,
				  u32 core, int banks)
{
	static const char names[] = "atcm0\0btcm0\0atcm1\0btcm1";
	u32 i, reg[4 * 4];

	for (i = 0; i < banks; i++) {
		reg[4 * i] = core;
		reg[4 * i + 1] = 0x10000 * i;
		reg[4 * i + 2] = 0;
		reg[4 * i + 3] = XLNX_TCM_SIZE;
	}
	test_node_set_cells(test, node, "reg", reg, 4 * banks);
	test_node_set(test, node, "reg-names", names, 6 * banks);
}

/* A core's node. @banks: of TCM in "reg", 0 for a device tree of before 6.10 */
static inline struct test_node *xlnx_new_core(struct xlnx_test *xt, u32 core,
					      int banks)
{
	struct kunit *test = xt->test;
	struct test_node *node;
	u32 i, domains[2 * 5] = { XLNX_FIRMWARE, RPU(core) };
	char name[8];

	snprintf(name, sizeof(name), "r5f@%u", core);
	node = test_node_new(test, xt->fss, name);
	test_node_set_string(test, node, "compatible", "xlnx,zynqmp-r5f");
	test_node_set_string(test, node, "firmware-name", XLNX_FILE);
	test_node_cells(test, node, "phandle", TEST_RPU_CORE(core));
	test_rpu_set_memory(test, node, test_rpu_memory);
	for (i = 0; i < banks; i++) {
		domains[2 * i + 2] = XLNX_FIRMWARE;
		domains[2 * i + 3] = TCM(2 * core + i);
	}
	test_node_set_cells(test, node, "power-domains", domains,
			    2 * (banks + 1));
	if (banks)
		xlnx_set_banks(test, node, core, banks);

	return node;
}

static inline void xlnx_remove_device(void *pdev)
{
	platform_device_unregister(pdev);
}

/* Makes the cluster's device; whether its driver is bound is another thing. */
static inline struct platform_device *xlnx_add(struct xlnx_test *xt)
{
	static const struct eemi_platform platform = { .call = fw_call };
	struct kunit *test = xt->test;
	struct platform_device *pdev;

	pdev = platform_device_alloc("kunit-r5fss", PLATFORM_DEVID_AUTO);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	device_set_node(&pdev->dev, of_fwnode_handle(of_node_get(xt->fss->np)));
	KUNIT_ASSERT_EQ(test, 0,
			platform_device_add_data(pdev, &platform,
						 sizeof(platform)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add(pdev));
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, xlnx_remove_device,
						  pdev));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, fw_heal, NULL));

	return pdev;
}

/* Is there such a core? */
static inline bool xlnx_has(u32 core)
{
	struct rproc *rproc = rproc_get_by_phandle(TEST_RPU_CORE(core));

	if (rproc)
		rproc_put(rproc);

	return rproc;
}

/* Of the children of a node, the one that is attached last becomes the first. */
static inline void xlnx_attach_nodes(struct xlnx_test *xt,
				     struct test_node * const *node)
{
	test_node_attach(xt->test, xt->fss);
	test_node_attach(xt->test, node[1]);
	test_node_attach(xt->test, node[0]);
}

/* Split, as most tests want it. Returns core 0. */
static inline struct rproc *xlnx_split(struct xlnx_test *xt)
{
	struct test_node *node[2];
	u32 i;

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 0, 0);
	for (i = 0; i < 2; i++)
		node[i] = xlnx_new_core(xt, i, 2);
	xlnx_attach_nodes(xt, node);
	xlnx_add(xt);

	return test_rpu_rproc(xt->test, 0);
}

/* Two cores in the tree, one of which counts. Returns it. */
static inline struct rproc *xlnx_lockstep(struct xlnx_test *xt)
{
	struct test_node *node[2];

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 1, 1);
	node[0] = xlnx_new_core(xt, 0, 4);
	node[1] = xlnx_new_core(xt, 1, 2);
	xlnx_attach_nodes(xt, node);
	xlnx_add(xt);

	return test_rpu_rproc(xt->test, 0);
}

static inline enum openamp_state xlnx_state(struct rproc *rproc)
{
	return ((struct openamp_rproc *)rproc->priv)->life.state;
}

static inline int xlnx_request(struct rproc *rproc, const char *what)
{
	return rproc_attr_write(rproc, "state", what);
}

static inline void xlnx_told(struct kunit *test, const char *what)
{
	KUNIT_EXPECT_STREQ(test, what, fw_told());
	KUNIT_EXPECT_EQ(test, fw.wrong, 0U);
}

static inline void xlnx_is(struct kunit *test, struct rproc *rproc, const char *word)
{
	KUNIT_EXPECT_STREQ(test, word, rproc_attr_read(rproc, "state"));
}

/* A core that is off, after whatever it was, starts and stops, and leaves nothing on. */
static inline void xlnx_works(struct xlnx_test *xt, struct rproc *rproc)
{
	struct kunit *test = xt->test;

	fw_heal(NULL);
	KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_OFF);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "start"));
	KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_ON);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	KUNIT_EXPECT_EQ(test, xlnx_state(rproc), OPENAMP_OFF);
	KUNIT_EXPECT_NULL(test, memchr_inv(fw.requested, 0,
					   sizeof(fw.requested)));
	KUNIT_EXPECT_NULL(test, memchr_inv(fw.running, 0, sizeof(fw.running)));
	KUNIT_EXPECT_EQ(test, fw.wrong, 0U);
	fw_told();
}

/* The first byte of the TCM of core 0, and the last one. */
static inline void xlnx_tcm_is(struct kunit *test, struct rproc *rproc, u8 first)
{
	u8 other = 0xff ^ first, bytes[2] = { other, other };

	openamp_mem_read(rproc->priv, &bytes[0], 0, 1);
	openamp_mem_read(rproc->priv, &bytes[1], 0x10000 + XLNX_TCM_SIZE - 1, 1);
	KUNIT_EXPECT_EQ(test, bytes[0], first);
	KUNIT_EXPECT_EQ(test, bytes[1], first);
}

static inline void xlnx_fill_tcm(struct rproc *rproc)
{
	static const u8 byte = 0xee;

	openamp_mem_write(rproc->priv, 0, &byte, 1);
	openamp_mem_write(rproc->priv, 0x10000 + XLNX_TCM_SIZE - 1, &byte, 1);
}

#endif /* KUNIT_TEST_XLNX_H */
