// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of gic_doorbell: with interrupts of this machine's own GIC that no device
 * has. The test plays the remote core: it makes them pending, and looks.
 */

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of_irq.h>

#include "program.h"
#include "test_node.h"

#define DOORBELL	0x700000b0	/* a phandle that nobody else has */
#define FIRST_SPI	120
#define NUM_LINES	3
#define TX		0
#define TX_STOP		1
#define RX		2
#define EDGE		1
#define LEVEL		4
#define A_WHILE		(30 * HZ)	/* much more than anything takes */

static const char gic_names[] = "tx\0tx-stop\0rx-1";

/**
 * struct gic_test - what each test has
 * @test: the test
 * @node: the doorbells' node, not attached yet
 * @user: the client's node
 * @client: the client
 * @chan: its channels, NULL while they are not open
 * @irq: Linux's numbers of the interrupts
 * @rings: how often Linux was rung
 * @again: how often Linux is rung again while it is told
 * @hard: each time in a hard interrupt
 * @rang: completed each time
 */
struct gic_test {
	struct kunit *test;
	struct test_node *node;
	struct test_node *user;
	struct mbox_client client;
	struct mbox_chan *chan[NUM_LINES];
	int irq[NUM_LINES];
	int rings;
	int again;
	bool hard;
	struct completion rang;
};

static void gic_told(struct mbox_client *client, void *msg)
{
	struct gic_test *gt = container_of(client, struct gic_test, client);

	gt->rings++;
	if (gt->again && gt->again--)
		irq_set_irqchip_state(gt->irq[RX], IRQCHIP_STATE_PENDING, true);
	gt->hard &= !!in_hardirq();
	complete(&gt->rang);
}

static void gic_close(struct gic_test *gt, int line)
{
	if (gt->chan[line])
		mbox_free_channel(gt->chan[line]);
	gt->chan[line] = NULL;
}

static void gic_close_all(void *data)
{
	int i;

	for (i = 0; i < NUM_LINES; i++)
		gic_close(data, i);
}

static void gic_set_lines(struct gic_test *gt, u32 type)
{
	test_node_cells(gt->test, gt->node, "interrupts", 0, FIRST_SPI, type,
			0, FIRST_SPI + 1, type, 0, FIRST_SPI + 2, type);
}

static void gic_probe(struct gic_test *gt)
{
	struct kunit *test = gt->test;
	int i;

	gic_set_lines(gt, EDGE);
	test_node_set(test, gt->node, "interrupt-names", gic_names,
		      sizeof(gic_names));
	KUNIT_ASSERT_EQ(test, 0,
			test_node_probe(test, gt->node, "gic_doorbell"));
	for (i = 0; i < NUM_LINES; i++)
		gt->irq[i] = of_irq_get(gt->node->np, i);
	test_node_attach(test, gt->user);
	gt->client.dev = test_node_add_device(test, gt->user);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, gic_close_all, gt));
}

static void gic_open(struct gic_test *gt, int line)
{
	gt->chan[line] = mbox_request_channel(&gt->client, line);
	if (!IS_ERR(gt->chan[line]))
		return;
	KUNIT_FAIL(gt->test, "line %d: %pe", line, gt->chan[line]);
	gt->chan[line] = NULL;
	kunit_skip(gt->test, "there is nothing to test");
}

static bool gic_is_pending(struct gic_test *gt, int line)
{
	bool pending = false;

	KUNIT_EXPECT_EQ(gt->test, 0,
			irq_get_irqchip_state(gt->irq[line],
					      IRQCHIP_STATE_PENDING, &pending));

	return pending;
}

static void gic_set_pending(struct gic_test *gt, int line, bool pending)
{
	KUNIT_EXPECT_EQ(gt->test, 0,
			irq_set_irqchip_state(gt->irq[line],
					      IRQCHIP_STATE_PENDING, pending));
}

static void gic_ring(struct gic_test *gt, int line)
{
	static u32 ring;

	KUNIT_EXPECT_GE(gt->test, mbox_send_message(gt->chan[line], &ring), 0);
	mbox_client_txdone(gt->chan[line], 0);
}

static void gic_rings_remote(struct kunit *test)
{
	struct gic_test *gt = test->priv;
	int line;

	gic_probe(gt);
	for (line = TX; line <= TX_STOP; line++) {
		gic_open(gt, line);
		KUNIT_EXPECT_FALSE(test, gic_is_pending(gt, line));
		gic_ring(gt, line);
		KUNIT_EXPECT_TRUE(test, gic_is_pending(gt, line));
		KUNIT_EXPECT_FALSE(test, gic_is_pending(gt, !line));
		/* It is still there, and one: nobody has taken it. */
		gic_ring(gt, line);
		KUNIT_EXPECT_TRUE(test, gic_is_pending(gt, line));
		gic_set_pending(gt, line, false);
	}
	KUNIT_EXPECT_EQ(test, gt->rings, 0);
}

static void gic_is_rung(struct kunit *test)
{
	struct gic_test *gt = test->priv;
	int i;

	gic_probe(gt);
	gic_open(gt, RX);
	for (i = 1; i <= 100; i++) {
		gic_set_pending(gt, RX, true);
		KUNIT_ASSERT_NE(test, 0, wait_for_completion_timeout(&gt->rang,
								     A_WHILE));
		KUNIT_EXPECT_EQ(test, gt->rings, i);
	}
	KUNIT_EXPECT_TRUE(test, gt->hard);
	KUNIT_EXPECT_FALSE(test, gic_is_pending(gt, RX));
}

/* Rings from before are nobody's; closed, nobody is told. */
static void gic_stale_ring(struct kunit *test)
{
	struct gic_test *gt = test->priv;
	int i;

	gic_probe(gt);
	for (i = 1; i <= 2; i++) {
		gic_set_pending(gt, RX, true);
		gic_open(gt, RX);
		synchronize_irq(gt->irq[RX]);
		KUNIT_EXPECT_EQ(test, gt->rings, i - 1);
		gic_set_pending(gt, RX, true);
		KUNIT_EXPECT_NE(test, 0, wait_for_completion_timeout(&gt->rang,
								     A_WHILE));
		KUNIT_EXPECT_EQ(test, gt->rings, i);
		gic_close(gt, RX);
	}
	gic_set_pending(gt, RX, false);
}

static void gic_set_active(struct gic_test *gt, int line)
{
	KUNIT_EXPECT_EQ(gt->test, 0,
			irq_set_irqchip_state(gt->irq[line],
					      IRQCHIP_STATE_ACTIVE, true));
}

static bool gic_is_active(struct gic_test *gt, int line)
{
	bool active = true;

	KUNIT_EXPECT_EQ(gt->test, 0,
			irq_get_irqchip_state(gt->irq[line],
					      IRQCHIP_STATE_ACTIVE, &active));

	return active;
}

/*
 * The remote core was stopped before it took a ring, or before it was done with one:
 * that is not for what runs there next. What is rung later is.
 */
static void gic_stale_ring_out(struct kunit *test)
{
	struct gic_test *gt = test->priv;
	int line;

	gic_probe(gt);
	for (line = TX; line <= TX_STOP; line++) {
		gic_open(gt, line);
		gic_ring(gt, line);
		gic_set_active(gt, line);
		gic_close(gt, line);
		KUNIT_EXPECT_TRUE(test, gic_is_pending(gt, line));
		gic_open(gt, line);
		KUNIT_EXPECT_FALSE(test, gic_is_pending(gt, line));
		KUNIT_EXPECT_FALSE(test, gic_is_active(gt, line));
		gic_ring(gt, line);
		KUNIT_EXPECT_TRUE(test, gic_is_pending(gt, line));
		gic_set_pending(gt, line, false);
	}
}

static void gic_wait_rings(struct gic_test *gt, int rings)
{
	while (READ_ONCE(gt->rings) < rings)
		if (!wait_for_completion_timeout(&gt->rang, A_WHILE))
			break;
	KUNIT_EXPECT_GE(gt->test, READ_ONCE(gt->rings), rings);
}

static void gic_let_all(void *unused)
{
	param_write("gic_doorbell", "rings_per_ms", "128\n");
}

/* Rings without pause come slowly, and the last one comes; also when closed meanwhile. */
static void gic_storm(struct kunit *test)
{
	const int limit = max(MSEC_PER_SEC / HZ, 1L), many = 50 * limit;
	struct gic_test *gt = test->priv;
	unsigned long begin;
	int i;

	KUNIT_ASSERT_EQ(test, 0, param_write("gic_doorbell", "rings_per_ms",
					     "1\n"));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action(test, gic_let_all, NULL));
	gic_probe(gt);
	for (i = 0; i < 3; i++) {
		gic_open(gt, RX);
		gt->rings = 0;
		gt->again = many - 1;
		begin = jiffies;
		gic_set_pending(gt, RX, true);
		gic_wait_rings(gt, many);
		KUNIT_EXPECT_GE(test, jiffies - begin, many / limit / 2);
		gic_set_pending(gt, RX, true);
		gic_wait_rings(gt, many + 1);

		gt->again = INT_MAX;
		gic_set_pending(gt, RX, true);
		gic_wait_rings(gt, many + 2 * limit);
		gic_close(gt, RX);
		gt->again = 0;
		gic_set_pending(gt, RX, false);
	}
}

/* What cannot be sent must not stay in the framework's queue. */
static void gic_wrong_way(struct kunit *test)
{
	struct gic_test *gt = test->priv;
	int i;

	gic_probe(gt);
	gic_open(gt, RX);
	for (i = 0; i < 100; i++)
		gic_ring(gt, RX);
	KUNIT_EXPECT_EQ(test, gt->rings, 0);
	KUNIT_EXPECT_FALSE(test, gic_is_pending(gt, RX));
}

static void gic_expect_bad(struct gic_test *gt, int err)
{
	KUNIT_EXPECT_EQ(gt->test, err, test_node_probe(gt->test, gt->node,
						       "gic_doorbell"));
}

static void gic_no_interrupts(struct kunit *test)
{
	gic_expect_bad(test->priv, -EINVAL);
}

static void gic_no_names(struct kunit *test)
{
	struct gic_test *gt = test->priv;

	gic_set_lines(gt, EDGE);
	gic_expect_bad(gt, -EINVAL);
}

static void gic_bad_name(struct kunit *test)
{
	static const char names[] = "tx\0txx\0rx";
	struct gic_test *gt = test->priv;

	gic_set_lines(gt, EDGE);
	test_node_set(test, gt->node, "interrupt-names", names, sizeof(names));
	gic_expect_bad(gt, -EINVAL);
}

static void gic_few_names(struct kunit *test)
{
	static const char names[] = "tx\0rx";
	struct gic_test *gt = test->priv;

	gic_set_lines(gt, EDGE);
	test_node_set(test, gt->node, "interrupt-names", names, sizeof(names));
	gic_expect_bad(gt, -ENODATA);
}

static void gic_level(struct kunit *test)
{
	struct gic_test *gt = test->priv;

	/* Numbers that the other cases have not made edge-triggered. */
	test_node_cells(test, gt->node, "interrupts", 0, FIRST_SPI + 8, LEVEL);
	test_node_set_string(test, gt->node, "interrupt-names", "rx");
	gic_expect_bad(gt, -EINVAL);
}

static int gic_init(struct kunit *test)
{
	struct device_node *gic;
	struct gic_test *gt;

	gic = of_find_compatible_node(NULL, NULL, "arm,gic-v3");
	if (!gic)
		kunit_skip(test, "there is no GICv3");
	gt = kunit_kzalloc(test, sizeof(*gt), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, gt);
	test->priv = gt;
	gt->test = test;
	gt->hard = true;
	init_completion(&gt->rang);
	gt->client.rx_callback = gic_told;
	gt->client.knows_txdone = true;

	gt->node = test_node_new(test, NULL, "gic-doorbell");
	test_node_set_string(test, gt->node, "compatible",
			     "openamp,gic-doorbell");
	test_node_cells(test, gt->node, "phandle", DOORBELL);
	test_node_cells(test, gt->node, "interrupt-parent", gic->phandle);
	test_node_cells(test, gt->node, "#mbox-cells", 1);
	of_node_put(gic);

	gt->user = test_node_new(test, NULL, "gic-user");
	test_node_cells(test, gt->user, "mboxes", DOORBELL, TX, DOORBELL,
			TX_STOP, DOORBELL, RX);

	return 0;
}

static struct kunit_case gic_doorbell_cases[] = {
	KUNIT_CASE(gic_rings_remote),
	KUNIT_CASE(gic_is_rung),
	KUNIT_CASE(gic_stale_ring),
	KUNIT_CASE(gic_stale_ring_out),
	KUNIT_CASE_SLOW(gic_storm),
	KUNIT_CASE(gic_wrong_way),
	KUNIT_CASE(gic_no_interrupts),
	KUNIT_CASE(gic_no_names),
	KUNIT_CASE(gic_bad_name),
	KUNIT_CASE(gic_few_names),
	KUNIT_CASE(gic_level),
	{ }
};

static struct kunit_suite gic_doorbell_suite = {
	.name = "gic_doorbell",
	.init = gic_init,
	.test_cases = gic_doorbell_cases,
};

kunit_test_suite(gic_doorbell_suite);

/* Tested through the mailbox framework: no symbol tells. */
MODULE_SOFTDEP("pre: gic_doorbell");
MODULE_DESCRIPTION("KUnit tests of gic_doorbell");
MODULE_LICENSE("GPL");
