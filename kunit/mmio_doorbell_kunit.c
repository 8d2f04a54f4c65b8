// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of mmio_doorbell. Its registers are memory: what it wrote can be read.
 * Order shows where two writes go to the same register, as the last one stays.
 */

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of_irq.h>

#include "test_node.h"

#define REGISTERS_SIZE	0x100
#define DOORBELL	0x70000001	/* phandle that nobody else has */
/*
 * Shared peripheral interrupts of the GIC at which the machine has nothing: two,
 * as the kernel remembers of which kind one is.
 */
#define SPI_EDGE	200
#define SPI_LEVEL	201
#define LONG		(10 * HZ)	/* for what happens at once */

/**
 * struct doorbell_test - what each test has
 * @test: the test
 * @regs: where the test sees the registers
 * @pa: where they are
 * @node: the doorbell, not attached yet
 * @user: the device that asks for the mailbox
 * @client: the mailbox client
 * @chan: the channel, NULL while it is closed
 * @rings: rings that the client was told of
 * @clear: offset of a register that the client looks at
 * @cleared: what the client found there at the last ring
 * @rang: completed when the client is told
 * @passed: completed when all handlers of the interrupt that came before the
 *	    test's own have run
 */
struct doorbell_test {
	struct kunit *test;
	void __iomem *regs;
	phys_addr_t pa;
	struct test_node *node;
	struct test_node *user;
	struct mbox_client client;
	struct mbox_chan *chan;
	int rings;
	u32 clear;
	u32 cleared;
	struct completion rang;
	struct completion passed;
};

/**
 * struct doorbell_reg - what a register has to hold
 * @offset: which one
 * @value: its value; all that are not listed hold 0
 */
struct doorbell_reg {
	u32 offset;
	u32 value;
};

static void expect_registers(struct doorbell_test *db,
			     const struct doorbell_reg *regs, size_t count)
{
	u32 offset, value;
	size_t i;

	for (offset = 0; offset < REGISTERS_SIZE; offset += sizeof(u32)) {
		for (i = 0, value = 0; i < count; i++)
			if (regs[i].offset == offset)
				value = regs[i].value;
		KUNIT_EXPECT_EQ_MSG(db->test, readl(db->regs + offset), value,
				    "register 0x%x", offset);
	}
}

#define EXPECT_REGISTERS(db, ...) \
	expect_registers(db, (const struct doorbell_reg[]){ __VA_ARGS__ }, \
			 ARRAY_SIZE(((const struct doorbell_reg[]) \
				     { __VA_ARGS__ })))

static void clear_registers(struct doorbell_test *db)
{
	memset_io(db->regs, 0, REGISTERS_SIZE);
}

/* The mailbox framework calls this in the doorbell's interrupt. */
static void doorbell_told(struct mbox_client *client, void *msg)
{
	struct doorbell_test *db = container_of(client, struct doorbell_test,
						client);

	db->cleared = readl(db->regs + db->clear);
	db->rings++;
	complete(&db->rang);
}

static void doorbell_close(void *data)
{
	struct doorbell_test *db = data;

	if (!IS_ERR_OR_NULL(db->chan))
		mbox_free_channel(db->chan);
	db->chan = NULL;
}

/* Probes the doorbell, and makes the device of a client of it. */
static void doorbell_probe(struct doorbell_test *db)
{
	KUNIT_ASSERT_EQ(db->test, 0,
			test_node_probe(db->test, db->node, "mmio_doorbell"));
	test_node_attach(db->test, db->user);
	db->client.dev = test_node_add_device(db->test, db->user);
	KUNIT_ASSERT_EQ(db->test, 0,
			kunit_add_action(db->test, doorbell_close, db));
}

static long doorbell_open(struct doorbell_test *db)
{
	db->chan = mbox_request_channel(&db->client, 0);

	return PTR_ERR_OR_ZERO(db->chan);
}

static void doorbell_must_open(struct doorbell_test *db)
{
	doorbell_probe(db);
	KUNIT_ASSERT_EQ(db->test, 0, doorbell_open(db));
}

static void doorbell_must_ring(struct doorbell_test *db)
{
	static u32 ring;

	KUNIT_EXPECT_GE(db->test, mbox_send_message(db->chan, &ring), 0);
	mbox_client_txdone(db->chan, 0);
}

static void doorbell_no_properties(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	doorbell_must_open(db);
	doorbell_must_ring(db);
	doorbell_close(db);
	expect_registers(db, NULL, 0);
}

static void doorbell_startup(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,clear", 0x10, 0xc1);
	test_node_cells(test, db->node, "openamp,status", 0x14, 0x51);
	test_node_cells(test, db->node, "openamp,enable",
			0x20, 0xe1, 0x24, 0, 0x28, 0xffffffff);
	test_node_cells(test, db->node, "openamp,disable", 0x30, 0xd1);
	test_node_cells(test, db->node, "openamp,trigger", 0x40, 0x71);
	doorbell_probe(db);
	expect_registers(db, NULL, 0);

	writel(0x99, db->regs + 0x24);
	KUNIT_ASSERT_EQ(test, 0, doorbell_open(db));
	EXPECT_REGISTERS(db, { 0x10, 0xc1 }, { 0x20, 0xe1 },
			 { 0x28, 0xffffffff });
}

static void doorbell_startup_order(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	/* "clear" comes before all of "enable", and those in order. */
	test_node_cells(test, db->node, "openamp,clear", 0x10, 0xc1);
	test_node_cells(test, db->node, "openamp,enable", 0x10, 0xe1,
			0x20, 0xe2, 0x20, 0xe3, 0x24, 0xe5, 0x20, 0xe4);
	doorbell_must_open(db);
	EXPECT_REGISTERS(db, { 0x10, 0xe1 }, { 0x20, 0xe4 }, { 0x24, 0xe5 });
}

static void doorbell_shutdown(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,clear", 0x10, 0xc1);
	test_node_cells(test, db->node, "openamp,enable", 0x20, 0xe1);
	test_node_cells(test, db->node, "openamp,disable",
			0x20, 0xd1, 0x30, 0xd2, 0x20, 0xd3, 0x34, 0xd4);
	test_node_cells(test, db->node, "openamp,trigger", 0x40, 0x71);
	doorbell_must_open(db);

	clear_registers(db);
	doorbell_close(db);
	EXPECT_REGISTERS(db, { 0x20, 0xd3 }, { 0x30, 0xd2 }, { 0x34, 0xd4 });

	/* And it opens again. */
	clear_registers(db);
	KUNIT_ASSERT_EQ(test, 0, doorbell_open(db));
	EXPECT_REGISTERS(db, { 0x10, 0xc1 }, { 0x20, 0xe1 });
}

static void doorbell_ring(struct kunit *test)
{
	struct doorbell_test *db = test->priv;
	int i;

	test_node_cells(test, db->node, "openamp,clear", 0x10, 0xc1);
	test_node_cells(test, db->node, "openamp,enable", 0x20, 0xe1);
	test_node_cells(test, db->node, "openamp,trigger", 0x40, 0x80000001);
	doorbell_must_open(db);

	/* More often than the framework has places in its queue. */
	for (i = 0; i < 2 * 20 + 1; i++) {
		clear_registers(db);
		doorbell_must_ring(db);
		EXPECT_REGISTERS(db, { 0x40, 0x80000001 });
	}
}

/* The last register of the block counts as one of it. */
static void doorbell_last_register(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "openamp,trigger",
			REGISTERS_SIZE - 4, 1);
	doorbell_must_open(db);
	doorbell_must_ring(db);
	EXPECT_REGISTERS(db, { REGISTERS_SIZE - 4, 1 });
}

static int doorbell_irq(struct doorbell_test *db)
{
	int irq = of_irq_get(db->node->np, 0);

	KUNIT_ASSERT_GT(db->test, irq, 0);

	return irq;
}

/* What the remote side does: it makes the interrupt pending. */
static void doorbell_raise(struct doorbell_test *db)
{
	KUNIT_ASSERT_EQ(db->test, 0,
			irq_set_irqchip_state(doorbell_irq(db),
					      IRQCHIP_STATE_PENDING, true));
}

static void expect_told(struct doorbell_test *db)
{
	KUNIT_ASSERT_GT(db->test,
			wait_for_completion_timeout(&db->rang, LONG), 0);
}

static void doorbell_receive(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "interrupts",
			0, SPI_LEVEL, IRQ_TYPE_LEVEL_HIGH);
	test_node_cells(test, db->node, "openamp,status", 0x30, 0x14);
	test_node_cells(test, db->node, "openamp,clear", 0x34, 0xc1);
	doorbell_must_open(db);

	/* Each bit of the mask does, alone or with others. */
	db->clear = 0x34;
	clear_registers(db);
	writel(0x10, db->regs + 0x30);
	doorbell_raise(db);
	expect_told(db);
	KUNIT_EXPECT_EQ(test, db->cleared, 0xc1);
	EXPECT_REGISTERS(db, { 0x30, 0x10 }, { 0x34, 0xc1 });

	clear_registers(db);
	writel(0xffffffeb | 0x04, db->regs + 0x30);
	doorbell_raise(db);
	expect_told(db);
	KUNIT_EXPECT_EQ(test, db->cleared, 0xc1);
	KUNIT_EXPECT_EQ(test, db->rings, 2);
}

/* Without "status" each interrupt is a ring, without "clear" none is cleared. */
static void doorbell_receive_edge(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "interrupts",
			0, SPI_EDGE, IRQ_TYPE_EDGE_RISING);
	doorbell_must_open(db);
	doorbell_raise(db);
	expect_told(db);
	doorbell_raise(db);
	expect_told(db);
	KUNIT_EXPECT_EQ(test, db->rings, 2);
	expect_registers(db, NULL, 0);
}

static irqreturn_t other_handler(int irq, void *data)
{
	struct doorbell_test *db = data;

	complete(&db->passed);

	return IRQ_HANDLED;
}

/* Handlers run in the order of their requests: the other one comes last. */
static void doorbell_raise_shared(struct doorbell_test *db)
{
	int irq = doorbell_irq(db);

	KUNIT_ASSERT_EQ(db->test, 0, request_irq(irq, other_handler,
						 IRQF_SHARED, "other", db));
	doorbell_raise(db);
	KUNIT_EXPECT_GT(db->test,
			wait_for_completion_timeout(&db->passed, LONG), 0);
	free_irq(irq, db);
}

static void doorbell_not_ours(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "interrupts",
			0, SPI_EDGE, IRQ_TYPE_EDGE_RISING);
	test_node_cells(test, db->node, "openamp,status", 0x30, 0x10);
	test_node_cells(test, db->node, "openamp,clear", 0x34, 0xc1);
	doorbell_must_open(db);

	clear_registers(db);
	writel(0xffffffef, db->regs + 0x30);
	doorbell_raise_shared(db);
	KUNIT_EXPECT_EQ(test, db->rings, 0);
	EXPECT_REGISTERS(db, { 0x30, 0xffffffef });

	/* The other one does not keep ours away. */
	writel(0x10, db->regs + 0x30);
	doorbell_raise_shared(db);
	KUNIT_EXPECT_EQ(test, db->rings, 1);
}

/* A closed channel is told nothing; what came meanwhile is not kept. */
static void doorbell_closed(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	test_node_cells(test, db->node, "interrupts",
			0, SPI_EDGE, IRQ_TYPE_EDGE_RISING);
	test_node_cells(test, db->node, "openamp,status", 0x30, 0x10);
	doorbell_must_open(db);
	doorbell_close(db);
	writel(0x10, db->regs + 0x30);
	doorbell_raise_shared(db);
	KUNIT_EXPECT_EQ(test, db->rings, 0);
	KUNIT_ASSERT_EQ(test, 0, doorbell_open(db));
	doorbell_raise_shared(db);
	KUNIT_EXPECT_EQ(test, db->rings, 1);
}

/* Somebody else has the interrupt to himself: no channel, and later one. */
static void doorbell_irq_busy(struct kunit *test)
{
	struct doorbell_test *db = test->priv;
	int irq;

	test_node_cells(test, db->node, "interrupts",
			0, SPI_EDGE, IRQ_TYPE_EDGE_RISING);
	test_node_cells(test, db->node, "openamp,status", 0x30, 0x10);
	test_node_cells(test, db->node, "openamp,enable", 0x20, 0xe1);
	doorbell_probe(db);
	irq = doorbell_irq(db);
	KUNIT_ASSERT_EQ(test, 0, request_irq(irq, other_handler, 0, "other",
					     db));
	KUNIT_EXPECT_EQ(test, doorbell_open(db), -EBUSY);
	KUNIT_EXPECT_EQ(test, readl(db->regs + 0x20), 0);
	free_irq(irq, db);

	KUNIT_ASSERT_EQ(test, 0, doorbell_open(db));
	writel(0x10, db->regs + 0x30);
	doorbell_raise(db);
	expect_told(db);
}

/* Two doorbells cannot have the same registers. */
static void doorbell_registers_busy(struct kunit *test)
{
	struct doorbell_test *db = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, request_mem_region(db->pa, 4, "other"));
	KUNIT_EXPECT_EQ(test, test_node_probe(test, db->node, "mmio_doorbell"),
			-EBUSY);
	release_mem_region(db->pa, 4);
}

static void doorbell_one_client(struct kunit *test)
{
	struct doorbell_test *db = test->priv;
	struct mbox_client other = {};

	doorbell_must_open(db);
	other.dev = db->client.dev;
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(mbox_request_channel(&other, 0)),
			-EBUSY);
	doorbell_must_ring(db);
}

/**
 * struct doorbell_flaw - a property that makes no sense
 * @title: in words
 * @size: bytes in it
 * @cells: what they are
 * @one: only wrong for a property that takes exactly one register
 */
struct doorbell_flaw {
	const char *title;
	int size;
	u32 cells[4];
	bool one;
};

static const struct doorbell_flaw doorbell_flaws[] = {
	{ "empty", 0 },
	{ "one byte", 1, { 0x10 } },
	{ "one cell", 4, { 0x10 } },
	{ "one cell and a half", 6, { 0x10, 1 } },
	{ "nine bytes", 9, { 0x10, 1 } },
	{ "three cells", 12, { 0x10, 1, 0x14 } },
	{ "offset 1", 8, { 1, 1 } },
	{ "offset 2", 8, { 2, 1 } },
	{ "behind the last", 8, { REGISTERS_SIZE, 1 } },
	{ "unaligned at the end", 8, { REGISTERS_SIZE - 3, 1 } },
	{ "at 2 GiB", 8, { 0x80000000, 1 } },
	{ "at 4 GiB - 4", 8, { 0xfffffffc, 1 } },
	{ "at 4 GiB - 1", 8, { 0xffffffff, 1 } },
	{ "the second is outside", 16, { 0x10, 1, REGISTERS_SIZE, 1 } },
	{ "value 0", 8, { 0x10, 0 }, true },
	{ "two of them", 16, { 0x10, 1, 0x14, 1 }, true },
};

static void doorbell_flaw_title(const struct doorbell_flaw *flaw, char *title)
{
	strscpy(title, flaw->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(doorbell_flaw, doorbell_flaws, doorbell_flaw_title);

/* A doorbell that is right but for one property, which is @flaw. */
static int doorbell_try(struct kunit *test, const char *prop,
			const struct doorbell_flaw *flaw)
{
	struct doorbell_test *db = test->priv;
	struct test_node *node = test_node_new(test, NULL, prop);
	__be32 cells[ARRAY_SIZE(flaw->cells)];
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(cells); i++)
		cells[i] = cpu_to_be32(flaw->cells[i]);
	test_node_set_string(test, node, "compatible", "openamp,mmio-doorbell");
	test_node_cells(test, node, "reg", 0, db->pa, 0, REGISTERS_SIZE);
	test_node_cells(test, node, "#mbox-cells", 0);
	test_node_set(test, node, prop, cells, flaw->size);
	ret = test_node_probe(test, node, "mmio_doorbell");
	kunit_release_action(test, test_node_remove_device, node);

	return ret;
}

static void doorbell_bad_property(struct kunit *test)
{
	static const char * const lists[] = {
		"openamp,enable", "openamp,disable",
	};
	static const char * const ones[] = {
		"openamp,trigger", "openamp,status", "openamp,clear",
	};
	const struct doorbell_flaw *flaw = test->param_value;
	int i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		KUNIT_EXPECT_EQ_MSG(test, doorbell_try(test, lists[i], flaw),
				    flaw->one ? 0 : -EINVAL, "%s", lists[i]);
	for (i = 0; i < ARRAY_SIZE(ones); i++)
		KUNIT_EXPECT_EQ_MSG(test, doorbell_try(test, ones[i], flaw),
				    -EINVAL, "%s", ones[i]);
}

static void doorbell_no_registers(struct kunit *test)
{
	struct test_node *node = test_node_new(test, NULL, "no-registers");

	test_node_set_string(test, node, "compatible", "openamp,mmio-doorbell");
	test_node_cells(test, node, "#mbox-cells", 0);
	KUNIT_EXPECT_EQ(test, test_node_probe(test, node, "mmio_doorbell"),
			-EINVAL);
}

static int doorbell_init(struct kunit *test)
{
	const struct reserved_mem *mem;
	struct doorbell_test *db;

	db = kunit_kzalloc(test, sizeof(*db), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, db);
	test->priv = db;
	db->test = test;
	init_completion(&db->rang);
	init_completion(&db->passed);
	db->client.rx_callback = doorbell_told;
	db->client.knows_txdone = true;

	mem = test_node_memory(test, "registers", NULL);
	db->pa = mem->base;
	db->regs = test_node_map_registers(test, mem);

	db->node = test_node_new(test, NULL, "doorbell");
	test_node_set_string(test, db->node, "compatible",
			     "openamp,mmio-doorbell");
	test_node_cells(test, db->node, "reg", 0, db->pa, 0, REGISTERS_SIZE);
	test_node_cells(test, db->node, "#mbox-cells", 0);
	test_node_cells(test, db->node, "phandle", DOORBELL);
	db->user = test_node_new(test, NULL, "user");
	test_node_cells(test, db->user, "mboxes", DOORBELL);

	return 0;
}

static struct kunit_case mmio_doorbell_cases[] = {
	KUNIT_CASE(doorbell_no_properties),
	KUNIT_CASE(doorbell_startup),
	KUNIT_CASE(doorbell_startup_order),
	KUNIT_CASE(doorbell_shutdown),
	KUNIT_CASE(doorbell_ring),
	KUNIT_CASE(doorbell_last_register),
	KUNIT_CASE(doorbell_receive),
	KUNIT_CASE(doorbell_receive_edge),
	KUNIT_CASE(doorbell_not_ours),
	KUNIT_CASE(doorbell_closed),
	KUNIT_CASE(doorbell_irq_busy),
	KUNIT_CASE(doorbell_registers_busy),
	KUNIT_CASE(doorbell_one_client),
	KUNIT_CASE_PARAM_ATTR(doorbell_bad_property, doorbell_flaw_gen_params,
			      { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(doorbell_no_registers),
	{ }
};

static struct kunit_suite mmio_doorbell_suite = {
	.name = "mmio_doorbell",
	.init = doorbell_init,
	.test_cases = mmio_doorbell_cases,
};

kunit_test_suite(mmio_doorbell_suite);

/* Tested through the device tree and the mailbox framework: no symbol tells. */
MODULE_SOFTDEP("pre: mmio_doorbell");
MODULE_DESCRIPTION("KUnit tests of mmio_doorbell");
MODULE_LICENSE("GPL");
