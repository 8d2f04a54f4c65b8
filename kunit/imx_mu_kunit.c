// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of imx_mu. Its registers are memory: what it wrote can be read, and status bits
 * stay as the test has set them.
 */

#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/mailbox_client.h>
#include <linux/module.h>
#include <linux/of_irq.h>

#include "test_node.h"

#define MU		0x70000001	/* phandle that nobody else has */
#define SPI_EDGE	200		/* the machine has nothing there */
#define LONG		(10 * HZ)	/* for what happens at once */

#define TX		0
#define RX		1
#define TXDB		2
#define RXDB		3

/* i.MX 7Dual Reference Manual, "Messaging Unit": the status and the control register. */
#define GI(n)		BIT(31 - (n))
#define RF(n)		BIT(27 - (n))
#define TE(n)		BIT(23 - (n))
#define GIR(n)		BIT(19 - (n))
#define FLAGS		0x7		/* of no interest, and not to be changed */

/**
 * struct mu_version - where one version has its registers
 * @compatible: which one
 * @tr: words to send
 * @rr: words received
 * @sr: status
 * @cr: control
 */
struct mu_version {
	const char *compatible;
	u32 tr;
	u32 rr;
	u32 sr;
	u32 cr;
};

static const struct mu_version versions[] = {
	{ "fsl,imx6sx-mu", 0x0, 0x10, 0x20, 0x24 },
	{ "fsl,imx7ulp-mu", 0x20, 0x40, 0x60, 0x64 },
};

static void version_name(const struct mu_version *version, char *name)
{
	strscpy(name, version->compatible, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(version, versions, version_name);

/**
 * struct mu_test - what each test has
 * @version: of the MU; the first one unless the test takes all
 * @regs: where the test sees the registers
 * @node: the MU, not attached yet
 * @users: how many clients there are
 */
struct mu_test {
	const struct mu_version *version;
	void __iomem *regs;
	struct test_node *node;
	unsigned int users;
};

/**
 * struct mu_user - the client of one channel
 * @client: what the framework knows of it
 * @chan: the channel
 * @word: the last one that came
 * @told: completed when something came
 * @sent: completed when something was sent
 */
struct mu_user {
	struct mbox_client client;
	struct mbox_chan *chan;
	u32 word;
	struct completion told;
	struct completion sent;
};

static void user_told(struct mbox_client *client, void *msg)
{
	struct mu_user *user = container_of(client, struct mu_user, client);

	user->word = msg ? *(u32 *)msg : 0;
	complete(&user->told);
}

static void user_sent(struct mbox_client *client, void *msg, int result)
{
	struct mu_user *user = container_of(client, struct mu_user, client);

	complete(&user->sent);
}

static void user_close(void *data)
{
	struct mu_user *user = data;

	if (!IS_ERR_OR_NULL(user->chan))
		mbox_free_channel(user->chan);
	user->chan = NULL;
}

static struct mu_user *user_new(struct kunit *test, const u32 *mboxes, int count)
{
	struct mu_test *mu = test->priv;
	struct test_node *node;
	struct mu_user *user;
	char name[16];

	user = kunit_kzalloc(test, sizeof(*user), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, user);
	init_completion(&user->told);
	init_completion(&user->sent);
	snprintf(name, sizeof(name), "user%u", mu->users++);
	node = test_node_new(test, NULL, name);
	test_node_set_cells(test, node, "mboxes", mboxes, count);
	test_node_attach(test, node);
	user->client.dev = test_node_add_device(test, node);
	user->client.rx_callback = user_told;
	user->client.tx_done = user_sent;

	return user;
}

static int user_open(struct mu_user *user)
{
	user->chan = mbox_request_channel(&user->client, 0);

	return PTR_ERR_OR_ZERO(user->chan);
}

static struct mu_user *must_open(struct kunit *test, u32 type, u32 index)
{
	struct mu_user *user = user_new(test, (const u32[]){ MU, type, index },
					3);

	KUNIT_ASSERT_EQ(test, 0, user_open(user));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, user_close,
							   user));

	return user;
}

static void must_probe(struct kunit *test)
{
	struct mu_test *mu = test->priv;

	if (test->param_value)
		mu->version = test->param_value;
	test_node_set_string(test, mu->node, "compatible",
			     mu->version->compatible);
	test_node_cells(test, mu->node, "interrupts", 0, SPI_EDGE,
			IRQ_TYPE_EDGE_RISING);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, mu->node, "imx_mu"));
}

static u32 get(struct kunit *test, u32 offset)
{
	struct mu_test *mu = test->priv;

	return readl(mu->regs + offset);
}

static void put(struct kunit *test, u32 offset, u32 value)
{
	struct mu_test *mu = test->priv;

	writel(value, mu->regs + offset);
}

static u32 control(struct kunit *test)
{
	struct mu_test *mu = test->priv;

	return get(test, mu->version->cr);
}

/* The status becomes this, and the MU interrupts. */
static void raise(struct kunit *test, u32 status)
{
	struct mu_test *mu = test->priv;
	int irq = of_irq_get(mu->node->np, 0);

	put(test, mu->version->sr, status);
	KUNIT_ASSERT_GT(test, irq, 0);
	KUNIT_ASSERT_EQ(test, 0,
			irq_set_irqchip_state(irq, IRQCHIP_STATE_PENDING,
					      true));
}

#define EXPECT_DONE(test, done) \
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(done, LONG), 0)

static void expect_word(struct kunit *test, u32 index, u32 word)
{
	struct mu_test *mu = test->priv;

	KUNIT_EXPECT_EQ(test, word, get(test, mu->version->tr +
					      index * sizeof(u32)));
}

static void send(struct kunit *test, struct mu_user *user, u32 *word)
{
	KUNIT_EXPECT_GE(test, mbox_send_message(user->chan, word), 0);
}

static void mu_sends(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	u32 words[] = { 0x10000, 0x20000 }, i;
	struct mu_user *user;

	must_probe(test);
	put(test, mu->version->cr, FLAGS);
	for (i = 0; i < 4; i++) {
		put(test, mu->version->sr, TE(i));
		user = must_open(test, TX, i);
		KUNIT_EXPECT_EQ(test, control(test), FLAGS);

		/* The second waits until the first has been read. */
		send(test, user, &words[0]);
		send(test, user, &words[1]);
		expect_word(test, i, words[0]);
		KUNIT_EXPECT_EQ(test, control(test), FLAGS | TE(i));
		KUNIT_EXPECT_FALSE(test, completion_done(&user->sent));
		raise(test, TE(i));
		EXPECT_DONE(test, &user->sent);
		expect_word(test, i, words[1]);
		raise(test, TE(i));
		EXPECT_DONE(test, &user->sent);
		KUNIT_EXPECT_EQ(test, control(test), FLAGS);
	}
}

/* A word that nobody has read yet stays, and the next one follows it. */
static void mu_sends_when_full(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	struct mu_user *full, *other;
	u32 word = 0x30000;

	must_probe(test);
	full = must_open(test, TX, 1);
	other = must_open(test, RX, 3);
	put(test, mu->version->tr + 4, 0x99);
	put(test, mu->version->sr, TE(0) | TE(2) | TE(3));
	send(test, full, &word);
	expect_word(test, 1, 0x99);
	raise(test, RF(3) | TE(0));
	EXPECT_DONE(test, &other->told);
	expect_word(test, 1, 0x99);

	raise(test, TE(1) | RF(3));
	EXPECT_DONE(test, &other->told);
	expect_word(test, 1, word);
	KUNIT_EXPECT_FALSE(test, completion_done(&full->sent));
	raise(test, TE(1));
	EXPECT_DONE(test, &full->sent);
}

/* What had to wait is not for whoever opens the channel next. */
static void mu_forgets_what_waits(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	u32 first = 0x30000, second = 0x40000;
	struct mu_user *user;

	must_probe(test);
	user = must_open(test, TX, 0);
	put(test, mu->version->sr, 0);
	send(test, user, &first);
	KUNIT_EXPECT_EQ(test, control(test), TE(0));
	user_close(user);
	KUNIT_EXPECT_EQ(test, control(test), 0);
	KUNIT_ASSERT_EQ(test, 0, user_open(user));
	put(test, mu->version->sr, TE(0));
	send(test, user, &second);
	expect_word(test, 0, second);
	raise(test, TE(0));
	EXPECT_DONE(test, &user->sent);
	expect_word(test, 0, second);
}

static void mu_receives(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	struct mu_user *user;
	u32 i;

	must_probe(test);
	put(test, mu->version->cr, FLAGS);
	for (i = 0; i < 4; i++) {
		user = must_open(test, RX, i);
		put(test, mu->version->rr + i * sizeof(u32), 0xabc0 + i);
		raise(test, RF(i) | GI(0) | TE(0));
		EXPECT_DONE(test, &user->told);
		KUNIT_EXPECT_EQ(test, user->word, 0xabc0 + i);
	}
	KUNIT_EXPECT_EQ(test, control(test),
			FLAGS | RF(0) | RF(1) | RF(2) | RF(3));
}

static void mu_is_rung(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	struct mu_user *user;
	u32 i;

	must_probe(test);
	for (i = 0; i < 4; i++) {
		put(test, mu->version->sr, GI(i) | RF(0));
		user = must_open(test, RXDB, i);
		KUNIT_EXPECT_EQ_MSG(test, GI(i), get(test, mu->version->sr),
				    "an old ring is taken back");
		raise(test, GI(i) | RF(0) | TE(0));
		EXPECT_DONE(test, &user->told);
		KUNIT_EXPECT_EQ_MSG(test, GI(i), get(test, mu->version->sr),
				    "this ring alone is taken back");
	}
	KUNIT_EXPECT_EQ(test, control(test), GI(0) | GI(1) | GI(2) | GI(3));
}

static void mu_rings(struct kunit *test)
{
	struct mu_test *mu = test->priv;
	struct mu_user *user;
	u32 i, word = 0;

	must_probe(test);
	put(test, mu->version->cr, FLAGS);
	for (i = 0; i < 4; i++) {
		user = must_open(test, TXDB, i);
		send(test, user, &word);
		EXPECT_DONE(test, &user->sent);
		KUNIT_EXPECT_EQ(test, control(test), FLAGS | GIR(i));
		put(test, mu->version->cr, FLAGS);
	}
	/* More often than the framework has places in its queue. */
	for (i = 0; i < 2 * 20 + 1; i++) {
		send(test, user, &word);
		EXPECT_DONE(test, &user->sent);
	}
}

static void mu_all_at_once(struct kunit *test)
{
	struct mu_user *rx, *rxdb, *tx, *closed;
	struct mu_test *mu = test->priv;
	u32 word = 7;

	must_probe(test);
	closed = must_open(test, RX, 0);
	rx = must_open(test, RX, 2);
	rxdb = must_open(test, RXDB, 2);
	tx = must_open(test, TX, 2);
	put(test, mu->version->sr, TE(2));
	send(test, tx, &word);
	user_close(closed);
	raise(test, GENMASK(31, 20));
	EXPECT_DONE(test, &rx->told);
	EXPECT_DONE(test, &rxdb->told);
	EXPECT_DONE(test, &tx->sent);
	KUNIT_EXPECT_FALSE(test, completion_done(&closed->told));
	KUNIT_EXPECT_EQ(test, control(test), RF(2) | GI(2));
	user_close(rx);
	user_close(rxdb);
	KUNIT_EXPECT_EQ(test, control(test), 0);
}

static void mu_cannot_send(struct kunit *test)
{
	struct mu_user *user;
	u32 word = 1;

	must_probe(test);
	user = must_open(test, RX, 0);
	send(test, user, &word);
	user_close(user);
	user = must_open(test, RXDB, 0);
	send(test, user, &word);
	expect_word(test, 0, 0);
	KUNIT_EXPECT_EQ(test, control(test), GI(0));
}

static void mu_is_quiet(struct kunit *test)
{
	struct mu_test *mu = test->priv;

	put(test, mu->version->cr, U32_MAX);
	must_probe(test);
	KUNIT_EXPECT_EQ(test, control(test), GENMASK(19, 0));
}

static void mu_specifiers(struct kunit *test)
{
	static const u32 bad[][3] = {
		{ MU, 4, 0 }, { MU, 0, 4 }, { MU, 3, 4 }, { MU, U32_MAX, 0 },
		{ MU, 0, U32_MAX },
	};
	struct mu_user *user;
	int i;

	must_probe(test);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		user = user_new(test, bad[i], ARRAY_SIZE(bad[i]));
		KUNIT_EXPECT_EQ_MSG(test, -EINVAL, user_open(user), "%d", i);
	}
}

static void mu_needs_interrupt(struct kunit *test)
{
	struct mu_test *mu = test->priv;

	test_node_set_string(test, mu->node, "compatible", "fsl,imx6sx-mu");
	KUNIT_EXPECT_EQ(test, -ENXIO,
			test_node_probe(test, mu->node, "imx_mu"));
}

static int mu_init(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "registers",
							  NULL);
	struct mu_test *mu;

	mu = kunit_kzalloc(test, sizeof(*mu), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, mu);
	test->priv = mu;
	mu->version = &versions[0];
	mu->regs = test_node_map_registers(test, mem);
	mu->node = test_node_new(test, NULL, "mailbox");
	test_node_cells(test, mu->node, "phandle", MU);
	test_node_cells(test, mu->node, "reg", upper_32_bits(mem->base),
			lower_32_bits(mem->base), 0, 0x80);
	test_node_cells(test, mu->node, "#mbox-cells", 2);

	return 0;
}

static struct kunit_case mu_cases[] = {
	KUNIT_CASE_PARAM(mu_sends, version_gen_params),
	KUNIT_CASE_PARAM(mu_sends_when_full, version_gen_params),
	KUNIT_CASE(mu_forgets_what_waits),
	KUNIT_CASE_PARAM(mu_receives, version_gen_params),
	KUNIT_CASE_PARAM(mu_is_rung, version_gen_params),
	KUNIT_CASE_PARAM(mu_rings, version_gen_params),
	KUNIT_CASE(mu_all_at_once),
	KUNIT_CASE(mu_cannot_send),
	KUNIT_CASE(mu_is_quiet),
	KUNIT_CASE(mu_specifiers),
	KUNIT_CASE(mu_needs_interrupt),
	{ }
};

static struct kunit_suite mu_suite = {
	.name = "imx_mu",
	.init = mu_init,
	.test_cases = mu_cases,
};

kunit_test_suite(mu_suite);

/* Tested through the device tree and the mailbox framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_mu");
MODULE_DESCRIPTION("KUnit tests of imx_mu");
MODULE_LICENSE("GPL");
