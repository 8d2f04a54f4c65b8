// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of imx_rproc: the System Reset Controller and the IOMUXC's register are memory,
 * the platform firmware is the test's, and so is the memory that the core has for itself.
 */

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
#define OTHERS		0x80a00040	/* bits that are not the core's */
#define GPR22		0x58
#define GPR22_WAIT	BIT(0)
#define UNKNOWN		-1L		/* SMCCC, 5.2: no such function */

/* Calls of the SiP function 0xc2000005 of imx-atf. */
#define CALL_START	0
#define CALL_STARTED	1
#define CALL_STOP	2

/**
 * struct imx_part - a part whose core has a reset that Linux can reach
 * @compatible: of the core
 * @reg: register in the SRC
 * @run: the core's bits there when it runs
 * @stop: and when it does not
 * @waits: it waits for GPR22 as well
 */
struct imx_part {
	const char *compatible;
	u32 reg;
	u32 run;
	u32 stop;
	bool waits;
};

/* From the reference manuals, "System Reset Controller". */
static const struct imx_part parts[] = {
	{ "fsl,imx6sx-cm4", 0x0, BIT(22) | BIT(12) | BIT(3),
	  BIT(22) | BIT(4) | BIT(3) },
	{ "fsl,imx7d-cm4", 0xc, 0xe, 0xb },
	{ "fsl,imx8mq-cm4", 0xc, 0xe, 0xb },
	{ "fsl,imx8mm-cm4", 0xc, 0xe, 0xb },
	{ "fsl,imx8mn-cm7-mmio", 0xc, 0xa, 0xa, true },
	{ "fsl,imx8mp-cm7-mmio", 0xc, 0xa, 0xa, true },
};

KUNIT_ARRAY_PARAM_DESC(part, parts, compatible);

/* The platform firmware of the test, and what it was told. */
static struct {
	long error;		/* what it answers to the call @fails */
	unsigned long fails;
	bool unknown;		/* it knows none of them */
	bool on;
	unsigned int calls[3];
} fake;

static void fake_call(unsigned long function, struct arm_smccc_res *res)
{
	memset(res, 0, sizeof(*res));
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
	struct test_node *node;
	struct platform_device *pdev;
	struct rproc *rproc;
	u32 da;
};

static void imx_unregister(void *pdev)
{
	platform_device_unregister(pdev);
}

static void imx_put(void *rproc)
{
	rproc_put(rproc);
}

/* Returns whether the driver is bound. */
static bool imx_probe(struct kunit *test, const char *compatible)
{
	struct imx_test *imx = test->priv;
	const struct imx_rproc_platform platform = {
		.call = fake_call, .memory = &imx->memory,
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

static void imx_must_probe(struct kunit *test, const char *compatible)
{
	struct imx_test *imx = test->priv;

	KUNIT_ASSERT_TRUE(test, imx_probe(test, compatible));
	imx->rproc = rproc_get_by_phandle(CORE);
	KUNIT_ASSERT_NOT_NULL(test, imx->rproc);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, imx_put,
							   imx->rproc));
}

/* Firmware without a table, whose segment begins with these vectors. */
static void imx_write_image(struct kunit *test, u32 da, u32 stack, u32 reset)
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
static void imx_write_good_image(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_write_image(test, imx->da, 0x20001000, imx->da + 0x21);
}

static u32 imx_read(struct kunit *test, u32 reg)
{
	struct imx_test *imx = test->priv;

	return readl(imx->regs + reg);
}

static void imx_write(struct kunit *test, u32 reg, u32 value)
{
	struct imx_test *imx = test->priv;

	writel(value, imx->regs + reg);
}

static int imx_request(struct kunit *test, const char *what)
{
	struct imx_test *imx = test->priv;

	return rproc_attr_write(imx->rproc, "state", what);
}

static void imx_expect_state(struct kunit *test, const char *state)
{
	struct imx_test *imx = test->priv;

	KUNIT_EXPECT_STREQ(test, rproc_attr_read(imx->rproc, "state"), state);
}

static void imx_by_reset(struct kunit *test)
{
	const struct imx_part *part = test->param_value;
	u32 waits = part->waits ? GPR22_WAIT : 0;
	int i;

	imx_write(test, part->reg, OTHERS);
	if (part->waits)
		imx_write(test, GPR22, OTHERS | GPR22_WAIT);
	imx_must_probe(test, part->compatible);
	KUNIT_EXPECT_EQ_MSG(test, imx_read(test, part->reg), OTHERS,
			    "nothing changes before a start");
	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
		KUNIT_EXPECT_EQ(test, imx_read(test, part->reg),
				OTHERS | part->run);
		if (part->waits)
			KUNIT_EXPECT_EQ(test, imx_read(test, GPR22), OTHERS);
		KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
		KUNIT_EXPECT_EQ(test, imx_read(test, part->reg),
				OTHERS | part->stop);
		if (part->waits)
			KUNIT_EXPECT_EQ(test, imx_read(test, GPR22),
					OTHERS | waits);
	}
	KUNIT_EXPECT_EQ_MSG(test, fake.calls[CALL_STARTED], 0,
			    "these do not call the platform firmware");
}

static void imx_by_firmware(struct kunit *test)
{
	imx_write(test, 0xc, OTHERS);
	imx_must_probe(test, "fsl,imx8mp-cm7");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	KUNIT_EXPECT_TRUE(test, fake.on);
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_START], 1);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	KUNIT_EXPECT_FALSE(test, fake.on);
	KUNIT_EXPECT_EQ(test, imx_read(test, 0xc), OTHERS);
}

/* What it answers to a start and to a stop, and that both work the next time. */
static void imx_firmware_fails(struct kunit *test)
{
	static const long errors[] = { -5, 1, LONG_MAX, LONG_MIN };
	int i;

	imx_must_probe(test, "fsl,imx8mn-cm7");
	for (i = 0; i < ARRAY_SIZE(errors); i++) {
		fake.fails = CALL_START;
		fake.error = errors[i];
		KUNIT_EXPECT_EQ(test, -EIO, imx_request(test, "start"));
		imx_expect_state(test, "offline");
		fake.error = 0;
		KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));

		fake.fails = CALL_STOP;
		fake.error = errors[i];
		KUNIT_EXPECT_EQ(test, -EIO, imx_request(test, "stop"));
		imx_expect_state(test, "running");
		fake.error = 0;
		KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
		imx_expect_state(test, "offline");
	}
}

/* Upstream TF-A has the call's number for something else, and says so. */
static void imx_firmware_does_not_know(struct kunit *test)
{
	fake.unknown = true;
	imx_write(test, 0xc, 0);
	imx_write(test, GPR22, GPR22_WAIT);
	imx_must_probe(test, "fsl,imx8mp-cm7");
	imx_expect_state(test, "offline");
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_STARTED], 1);
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	KUNIT_EXPECT_EQ(test, imx_read(test, GPR22), 0);
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_START], 0);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	KUNIT_EXPECT_EQ(test, imx_read(test, GPR22), GPR22_WAIT);
}

/* And where nothing else can start it, there is no remote core. */
static void imx_nobody_can(struct kunit *test)
{
	fake.unknown = true;
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx93-cm33"));
}

/* The first words of an image in DRAM go to where the core takes them from. */
static void imx_vectors(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_must_probe(test, "fsl,imx7d-cm4");
	writel(0x99, imx->tcm + 8);
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	KUNIT_EXPECT_EQ(test, readl(imx->tcm), 0x20001000);
	KUNIT_EXPECT_EQ(test, readl(imx->tcm + 4), imx->da + 0x21);
	KUNIT_EXPECT_EQ(test, readl(imx->tcm + 8), 0x99);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
}

/* Those of one that has something there stay, by whichever address it says so. */
static void imx_vectors_in_place(struct kunit *test)
{
	struct imx_test *imx = test->priv;
	u32 i;

	imx_must_probe(test, "fsl,imx7d-cm4");
	for (i = 0; i < 2; i++) {
		memset_io(imx->tcm, 0, TCM_SIZE);
		imx_write_image(test, imx->maps[i].da, 0x20000800, 0x1234567);
		KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
		KUNIT_EXPECT_EQ(test, readl(imx->tcm), 0x20000800);
		KUNIT_EXPECT_EQ(test, readl(imx->tcm + 4), 0x1234567);
		KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	}
}

static void imx_no_vectors(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_must_probe(test, "fsl,imx7d-cm4");
	/* An entry in Arm state, one that is another's, and no vectors at all. */
	imx_write_image(test, imx->da, 0x20001000, imx->da + 0x20);
	KUNIT_EXPECT_EQ(test, -EINVAL, imx_request(test, "start"));
	imx_write_image(test, imx->da, 0x20001000, imx->da + 0x31);
	KUNIT_EXPECT_EQ(test, -EINVAL, imx_request(test, "start"));
	imx_write_image(test, imx->da, 0, 0);
	KUNIT_EXPECT_EQ(test, -EINVAL, imx_request(test, "start"));
	/* In the core's memory, behind its first words. */
	imx_write_image(test, 4, 0, 0);
	KUNIT_EXPECT_EQ(test, -EINVAL, imx_request(test, "start"));
	KUNIT_EXPECT_EQ(test, readl(imx->tcm), 0);
	imx_write_good_image(test);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));
}

/* The table that a core has in its memory when Linux comes. */
static void imx_write_table(struct kunit *test)
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

static void imx_attach_and_detach(struct kunit *test)
{
	imx_expect_state(test, "detached");
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));
	imx_expect_state(test, "attached");
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "detach"));
	imx_expect_state(test, "detached");
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));
	imx_expect_state(test, "attached");
}

/* A boot loader has started it. */
static void imx_found(struct kunit *test)
{
	const struct imx_part *part = test->param_value;

	imx_write_table(test);
	imx_write(test, part->reg, OTHERS | part->run);
	imx_write(test, GPR22, OTHERS);
	imx_must_probe(test, part->compatible);
	imx_attach_and_detach(test);
	KUNIT_EXPECT_EQ(test, imx_read(test, part->reg), OTHERS | part->run);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	imx_expect_state(test, "offline");
	KUNIT_EXPECT_EQ(test, imx_read(test, part->reg), OTHERS | part->stop);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));
	imx_expect_state(test, "running");
}

static void imx_found_by_firmware(struct kunit *test)
{
	imx_write_table(test);
	fake.on = true;
	imx_must_probe(test, "fsl,imx93-cm33");
	imx_attach_and_detach(test);
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_START], 0);
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_STOP], 0);
}

/* It is not Linux's to stop. */
static void imx_not_ours(struct kunit *test)
{
	imx_write_table(test);
	imx_must_probe(test, "fsl,imx8ulp-cm33");
	imx_attach_and_detach(test);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	imx_expect_state(test, "detached");
	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP, imx_request(test, "stop"));
	imx_expect_state(test, "detached");
	imx_attach_and_detach(test);
}

/* It has no table where Linux looks: there is nothing to talk to. */
static void imx_nothing_to_do(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "more", NULL);

	test_node_map_registers(test, mem);
	imx_must_probe(test, "fsl,imx8ulp-cm33");
	imx_expect_state(test, "offline");
	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP, imx_request(test, "start"));
	imx_expect_state(test, "offline");
}

static void imx_add_registers(struct kunit *test, const char *name, u32 phandle,
			      phys_addr_t base)
{
	struct test_node *node = test_node_new(test, NULL, name);

	test_node_set_string(test, node, "compatible", "syscon");
	test_node_cells(test, node, "phandle", phandle);
	test_node_cells(test, node, "reg", 0, base, 0, 0x100);
	test_node_attach(test, node);
}

/* A window that is the core's own memory, an alias of it, and DRAM. */
static void imx_make_memory(struct kunit *test)
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

static void imx_make_node(struct kunit *test, bool has_src)
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
	test_node_cells(test, imx->node, "fsl,iomuxc-gpr", GPR);
	test_node_set_cells(test, imx->node, "memory-region", phandles,
			    ARRAY_SIZE(phandles));
	test_node_set(test, imx->node, "memory-region-names", names,
		      sizeof(names));
}

static void imx_no_src(struct kunit *test)
{
	imx_make_node(test, false);
	KUNIT_EXPECT_FALSE(test, imx_probe(test, "fsl,imx7d-cm4"));
}

static int imx_init(struct kunit *test)
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
	imx_make_node(test, true);
	imx_write_good_image(test);

	return 0;
}

static struct kunit_case imx_rproc_cases[] = {
	KUNIT_CASE_PARAM(imx_by_reset, part_gen_params),
	KUNIT_CASE(imx_by_firmware),
	KUNIT_CASE(imx_firmware_fails),
	KUNIT_CASE(imx_firmware_does_not_know),
	KUNIT_CASE(imx_nobody_can),
	KUNIT_CASE(imx_vectors),
	KUNIT_CASE(imx_vectors_in_place),
	KUNIT_CASE(imx_no_vectors),
	KUNIT_CASE_PARAM(imx_found, part_gen_params),
	KUNIT_CASE(imx_found_by_firmware),
	KUNIT_CASE(imx_not_ours),
	KUNIT_CASE(imx_nothing_to_do),
	KUNIT_CASE(imx_no_src),
	{ }
};

static struct kunit_suite imx_rproc_suite = {
	.name = "imx_rproc",
	.init = imx_init,
	.test_cases = imx_rproc_cases,
};

kunit_test_suite(imx_rproc_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_rproc");
MODULE_DESCRIPTION("KUnit tests of imx_rproc");
MODULE_LICENSE("GPL");
