// SPDX-License-Identifier: GPL-2.0-only
/* Tests of imx_rproc: how each part starts and stops, and what it starts with. */

#include "test_imx.h"
#include "test_sleep.h"

#define OTHERS		0x80a00040	/* bits that are not the core's */

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
	KUNIT_EXPECT_EQ_MSG(test, fake.calls[CALL_STOP], 1,
			    "it is held while its memory is written");
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

/* What may still run is not written over. */
static void imx_not_held(struct kunit *test)
{
	imx_must_probe(test, "fsl,imx8mp-cm7");
	fake.fails = CALL_STOP;
	fake.error = -5;
	KUNIT_EXPECT_EQ(test, -EIO, imx_request(test, "start"));
	imx_expect_state(test, "offline");
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_START], 0);
}

/* Upstream TF-A has the call's number for something else, and says so. */
static void imx_firmware_does_not_know(struct kunit *test)
{
	fake.unknown = true;
	/* Out of reset, and it waits: that is off. */
	imx_write(test, 0xc, 0xa);
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

/* A core whose power has gone is as one that the part's reset has held. */
static void imx_sleeps(struct kunit *test)
{
	const struct imx_part *part = test->param_value;
	struct imx_test *imx = test->priv;

	imx_must_probe(test, part->compatible);
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	imx_write(test, part->reg, part->run);
	sleep_expect(test, imx->rproc, 0);
	imx_write(test, part->reg, part->stop);
	imx_write(test, GPR22, GPR22_WAIT);
	sleep_expect(test, imx->rproc, 1);
	KUNIT_EXPECT_EQ(test, imx_read(test, part->reg), part->run);
	if (part->waits)
		KUNIT_EXPECT_EQ(test, imx_read(test, GPR22), 0);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
}

static void imx_sleeps_by_firmware(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_must_probe(test, "fsl,imx8mp-cm7");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	sleep_expect(test, imx->rproc, 0);
	fake.on = false;
	sleep_expect(test, imx->rproc, 1);
	KUNIT_EXPECT_TRUE(test, fake.on);
	KUNIT_EXPECT_EQ(test, fake.calls[CALL_START], 2);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
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

static struct kunit_case imx_rproc_cases[] = {
	KUNIT_CASE_PARAM_ATTR(imx_by_reset, part_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(imx_by_firmware),
	KUNIT_CASE(imx_firmware_fails),
	KUNIT_CASE(imx_not_held),
	KUNIT_CASE(imx_firmware_does_not_know),
	KUNIT_CASE(imx_vectors),
	KUNIT_CASE(imx_vectors_in_place),
	KUNIT_CASE(imx_no_vectors),
	KUNIT_CASE_PARAM_ATTR(imx_found, part_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(imx_found_by_firmware),
	KUNIT_CASE_PARAM_ATTR(imx_sleeps, part_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(imx_sleeps_by_firmware),
	KUNIT_CASE(imx_not_ours),
	KUNIT_CASE(imx_nothing_to_do),
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
