// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of mmio_doorbell with several channels, each of which writes a value of its
 * own to ring. The registers are memory: what was written can be read.
 */

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>

#include "test_node.h"

#define REGISTERS_SIZE	0x100
#define DOORBELL	0x70000001	/* phandle that nobody else has */
#define SPI_EDGE	200		/* the machine has nothing there */

/**
 * struct channels_test - what each test has
 * @regs: where the test sees the registers
 * @pa: where they are
 * @node: the doorbell, not attached yet
 * @client: the mailbox client
 */
struct channels_test {
	void __iomem *regs;
	phys_addr_t pa;
	struct test_node *node;
	struct mbox_client client;
};

static int channels_probe(struct kunit *test)
{
	struct channels_test *db = test->priv;

	return test_node_probe(test, db->node, "mmio_doorbell");
}

/* A client whose only mailbox is channel @index of the doorbell. */
static struct mbox_chan *channels_open(struct kunit *test, const char *name,
				       u32 index)
{
	struct test_node *user = test_node_new(test, NULL, name);
	struct channels_test *db = test->priv;

	test_node_cells(test, user, "mboxes", DOORBELL, index);
	test_node_attach(test, user);
	db->client.dev = test_node_add_device(test, user);

	return mbox_request_channel(&db->client, 0);
}

static void channels_close(void *chan)
{
	mbox_free_channel(chan);
}

static struct mbox_chan *channels_must_open(struct kunit *test,
					    const char *name, u32 index)
{
	struct mbox_chan *chan = channels_open(test, name, index);

	KUNIT_ASSERT_FALSE(test, IS_ERR(chan));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, channels_close,
							   chan));

	return chan;
}

static void channels_ring(struct kunit *test, struct mbox_chan *chan)
{
	static u32 ring;

	KUNIT_EXPECT_GE(test, mbox_send_message(chan, &ring), 0);
	mbox_client_txdone(chan, 0);
}

/* All registers are 0 but the one at @offset, which becomes 0. */
static void channels_expect(struct kunit *test, u32 offset, u32 value)
{
	struct channels_test *db = test->priv;
	u32 at;

	for (at = 0; at < REGISTERS_SIZE; at += sizeof(u32))
		KUNIT_EXPECT_EQ_MSG(test, readl(db->regs + at),
				    at == offset ? value : 0,
				    "register 0x%x", at);
	writel(0, db->regs + offset);
}

static void channels_each_rings(struct kunit *test)
{
	struct channels_test *db = test->priv;
	struct mbox_chan *first, *last;

	test_node_cells(test, db->node, "openamp,trigger",
			0x10, 1, 0x10, 2, 0x14, 0x80000000);
	KUNIT_ASSERT_EQ(test, channels_probe(test), 0);
	last = channels_must_open(test, "last", 2);
	first = channels_must_open(test, "first", 0);
	channels_expect(test, 0x10, 0);

	channels_ring(test, first);
	channels_expect(test, 0x10, 1);
	channels_ring(test, last);
	channels_expect(test, 0x14, 0x80000000);
	channels_ring(test, channels_must_open(test, "second", 1));
	channels_expect(test, 0x10, 2);
}

static void channels_no_such(struct kunit *test)
{
	struct channels_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,trigger", 0x10, 1, 0x10, 2);
	KUNIT_ASSERT_EQ(test, channels_probe(test), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(channels_open(test, "next", 2)), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(channels_open(test, "far", U32_MAX)),
			-EINVAL);
	channels_must_open(test, "one", 1);
	KUNIT_EXPECT_EQ(test, PTR_ERR(channels_open(test, "other", 1)), -EBUSY);
}

static void channels_no_trigger(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, channels_probe(test), -EINVAL);
}

static void channels_trigger_nothing(struct kunit *test)
{
	struct channels_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,trigger", 0x10, 1, 0x10, 0);
	KUNIT_EXPECT_EQ(test, channels_probe(test), -EINVAL);
}

static void channels_trigger_outside(struct kunit *test)
{
	struct channels_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,trigger",
			0x10, 1, REGISTERS_SIZE, 1);
	KUNIT_EXPECT_EQ(test, channels_probe(test), -EINVAL);
}

/* What only a mailbox with one channel has, "interrupts" last. */
static const char * const others[] = {
	"openamp,enable", "openamp,disable", "openamp,status", "openamp,clear",
	"interrupts",
};

static void channels_only_send(struct kunit *test)
{
	struct channels_test *db = test->priv;
	const char *other = *(const char * const *)test->param_value;

	test_node_cells(test, db->node, "openamp,trigger", 0x10, 1, 0x10, 2);
	if (strcmp(other, "interrupts"))
		test_node_cells(test, db->node, other, 0x20, 1);
	else
		test_node_cells(test, db->node, other,
				0, SPI_EDGE, IRQ_TYPE_EDGE_RISING);
	KUNIT_EXPECT_EQ(test, channels_probe(test), -EINVAL);
}

static void channels_other_title(const char * const *other, char *title)
{
	strscpy(title, *other, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(channels_other, others, channels_other_title);

static void channels_new_node(struct kunit *test, const char *name, u32 cells)
{
	struct channels_test *db = test->priv;

	db->node = test_node_new(test, NULL, name);
	test_node_set_string(test, db->node, "compatible",
			     "openamp,mmio-doorbell");
	test_node_cells(test, db->node, "reg", 0, db->pa, 0, REGISTERS_SIZE);
	test_node_cells(test, db->node, "#mbox-cells", cells);
	test_node_cells(test, db->node, "phandle", DOORBELL);
}

static void channels_two_cells(struct kunit *test)
{
	struct channels_test *db = test->priv;

	channels_new_node(test, "two-cells", 2);
	test_node_cells(test, db->node, "openamp,trigger", 0x10, 1);
	KUNIT_EXPECT_EQ(test, channels_probe(test), -EINVAL);
}

static int channels_init(struct kunit *test)
{
	const struct reserved_mem *mem;
	struct channels_test *db;

	db = kunit_kzalloc(test, sizeof(*db), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, db);
	test->priv = db;
	db->client.knows_txdone = true;

	mem = test_node_memory(test, "registers", NULL);
	db->pa = mem->base;
	db->regs = test_node_map_registers(test, mem);
	channels_new_node(test, "doorbell", 1);

	return 0;
}

static struct kunit_case mmio_doorbell_channels_cases[] = {
	KUNIT_CASE(channels_each_rings),
	KUNIT_CASE(channels_no_such),
	KUNIT_CASE(channels_no_trigger),
	KUNIT_CASE(channels_trigger_nothing),
	KUNIT_CASE(channels_trigger_outside),
	KUNIT_CASE_PARAM(channels_only_send, channels_other_gen_params),
	KUNIT_CASE(channels_two_cells),
	{ }
};

static struct kunit_suite mmio_doorbell_channels_suite = {
	.name = "mmio_doorbell_channels",
	.init = channels_init,
	.test_cases = mmio_doorbell_channels_cases,
};

kunit_test_suite(mmio_doorbell_channels_suite);

/* Tested through the device tree and the mailbox framework: no symbol tells. */
MODULE_SOFTDEP("pre: mmio_doorbell");
MODULE_DESCRIPTION("KUnit tests of mmio_doorbell with several channels");
MODULE_LICENSE("GPL");
