// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of versal_rproc, and of what all drivers for remote cores share. The
 * reset register is memory, a thread of the test plays the core, and the
 * mailboxes are the test's own. What goes to the reset register is seen as the
 * kernel's regmap traces it.
 */

#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/completion.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/regmap.h>
#include <linux/remoteproc.h>
#include <linux/tracepoint.h>

#include "test_rpu.h"

#define CPU(n)		BIT(n)
#define AMBA		BIT(2)
#define ALL_HELD	(CPU(0) | CPU(1) | AMBA)
#define MAILBOX		0x70000020	/* phandle that nobody else has */
#define MAX_WRITES	64

/* Words of the page at the reset address, behind the code. */
#define BOOT_WORDS	22
#define BOOT_LAPS(n)	((BOOT_WORDS + 2 * (n)) * sizeof(u32))
#define BOOT_ENTRY(n)	(BOOT_LAPS(n) + sizeof(u32))
#define BOOT_FIRST_WORD	0xea000006	/* a branch over the vectors */

/**
 * struct versal_test - what each test has
 * @test: the test
 * @reset: the reset register
 * @boot: the page at the cores' reset address
 * @rpu: the cluster's node
 * @core: nodes of the cores
 * @mailbox: node of the mailboxes
 * @player: the thread that plays a core, NULL while there is none
 * @index: which core it plays
 * @writes: what was written to the reset register
 * @num_writes: how often
 * @trace: the tracepoint that tells
 */
struct versal_test {
	struct kunit *test;
	void __iomem *reset;
	void __iomem *boot;
	struct test_node *rpu;
	struct test_node *core[2];
	struct test_node *mailbox;
	struct task_struct *player;
	u32 index;
	u32 writes[MAX_WRITES];
	unsigned int num_writes;
	struct tracepoint *trace;
};

/* The mailboxes: one that is rung, and one that rings. */
static struct {
	struct mbox_controller mbox;
	struct mbox_chan chans[2];
	int rings;
	int startups;
	int shutdowns;
	int send_error;
	int startup_error;
} fake;

static int fake_startup(struct mbox_chan *chan)
{
	fake.startups++;

	return fake.startup_error;
}

static void fake_shutdown(struct mbox_chan *chan)
{
	fake.shutdowns++;
}

static int fake_send(struct mbox_chan *chan, void *data)
{
	if (chan != &fake.chans[0])
		return -EINVAL;
	fake.rings++;

	return fake.send_error;
}

static const struct mbox_chan_ops fake_ops = {
	.startup = fake_startup,
	.shutdown = fake_shutdown,
	.send_data = fake_send,
};

static struct mbox_chan *fake_xlate(struct mbox_controller *mbox,
				    const struct of_phandle_args *spec)
{
	return &mbox->chans[spec->args[0] & 1];
}

static int fake_probe(struct platform_device *pdev)
{
	memset(&fake, 0, sizeof(fake));
	fake.mbox.dev = &pdev->dev;
	fake.mbox.ops = &fake_ops;
	fake.mbox.chans = fake.chans;
	fake.mbox.num_chans = ARRAY_SIZE(fake.chans);
	fake.mbox.of_xlate = fake_xlate;

	return devm_mbox_controller_register(&pdev->dev, &fake.mbox);
}

static const struct of_device_id fake_of_match[] = {
	{ .compatible = "kunit,mailbox" },
	{ }
};

static struct platform_driver fake_driver = {
	.probe = fake_probe,
	.driver = {
		.name = "kunit_mailbox",
		.of_match_table = fake_of_match,
	},
};

/* One of the operations, as the remoteproc core calls it: with its lock held. */
static int versal_do(struct rproc *rproc, int (*op)(struct rproc *rproc))
{
	int ret;

	mutex_lock(&rproc->lock);
	ret = op(rproc);
	mutex_unlock(&rproc->lock);

	return ret;
}

/* Nobody else on this machine writes to a regmap. */
static void versal_traced(void *data, struct regmap *map, unsigned int reg,
			  unsigned int value)
{
	struct versal_test *vt = data;

	if (vt->num_writes < MAX_WRITES)
		vt->writes[vt->num_writes] = value;
	vt->num_writes++;
}

static void versal_find_trace(struct tracepoint *tp, void *data)
{
	struct versal_test *vt = data;

	if (!strcmp(tp->name, "regmap_reg_write"))
		vt->trace = tp;
}

static void versal_untrace(void *data)
{
	struct versal_test *vt = data;

	tracepoint_probe_unregister(vt->trace, versal_traced, vt);
	tracepoint_synchronize_unregister();
}

static void expect_writes(struct versal_test *vt, const u32 *writes, int count)
{
	int i;

	KUNIT_ASSERT_EQ(vt->test, vt->num_writes, count);
	for (i = 0; i < count; i++)
		KUNIT_EXPECT_EQ_MSG(vt->test, vt->writes[i], writes[i],
				    "write %d", i);
	vt->num_writes = 0;
}

#define EXPECT_WRITES(vt, ...) \
	expect_writes(vt, (const u32[]){ __VA_ARGS__ }, \
		      ARRAY_SIZE(((const u32[]){ __VA_ARGS__ })))

/* Counts laps while the core is let run and has no entry point. */
static int versal_play(void *data)
{
	struct versal_test *vt = data;
	u32 held = AMBA | CPU(vt->index);

	while (!kthread_should_stop()) {
		if (!(readl(vt->reset) & held) &&
		    !readl(vt->boot + BOOT_ENTRY(vt->index)))
			writel(readl(vt->boot + BOOT_LAPS(vt->index)) + 1,
			       vt->boot + BOOT_LAPS(vt->index));
		cond_resched();
	}

	return 0;
}

static void versal_stop_player(void *data)
{
	struct versal_test *vt = data;

	if (vt->player)
		kthread_stop(vt->player);
	vt->player = NULL;
}

static void versal_play_core(struct versal_test *vt, u32 index)
{
	struct task_struct *player;

	vt->index = index;
	player = kthread_run(versal_play, vt, "core%u", index);
	KUNIT_ASSERT_FALSE(vt->test, IS_ERR(player));
	vt->player = player;
	KUNIT_ASSERT_EQ(vt->test, 0,
			kunit_add_action_or_reset(vt->test, versal_stop_player,
						  vt));
}

static void versal_add_core(struct versal_test *vt, u32 index)
{
	vt->core[index] = test_rpu_add_core(vt->test, vt->rpu, index,
					    test_rpu_memory);
}

static int versal_probe(struct versal_test *vt)
{
	int i;

	test_node_attach(vt->test, vt->rpu);
	for (i = 0; i < ARRAY_SIZE(vt->core); i++)
		if (vt->core[i])
			test_node_attach(vt->test, vt->core[i]);

	return test_node_probe(vt->test, vt->rpu, "versal_rpu");
}

/* A cluster with core @index only. */
static struct rproc *versal_probe_core(struct versal_test *vt, u32 index)
{
	versal_add_core(vt, index);
	KUNIT_ASSERT_EQ(vt->test, 0, versal_probe(vt));

	return test_rpu_rproc(vt->test, index);
}

static void versal_use_boot(struct versal_test *vt)
{
	static const char * const boot[] = { "boot", NULL };

	test_rpu_set_memory(vt->test, vt->rpu, boot);
}

/* Probing leaves the register alone: a core may run that Linux did not start. */
static void versal_probe_only(struct kunit *test)
{
	struct versal_test *vt = test->priv;
	struct rproc *rproc[2];

	writel(0, vt->reset);
	versal_add_core(vt, 1);
	versal_add_core(vt, 0);
	KUNIT_ASSERT_EQ(test, 0, versal_probe(vt));
	rproc[0] = test_rpu_rproc(test, 0);
	rproc[1] = test_rpu_rproc(test, 1);
	KUNIT_EXPECT_STREQ(test, rproc[0]->name, "r5_0");
	KUNIT_EXPECT_STREQ(test, rproc[1]->name, "r5_1");
	/* Core 0 first, whatever the order in the tree. */
	KUNIT_EXPECT_LT(test, rproc[0]->index, rproc[1]->index);
	KUNIT_EXPECT_EQ(test, rproc[0]->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, vt->num_writes, 0);
}

static void versal_hold_and_start(struct kunit *test)
{
	const u32 index = *(const u32 *)test->param_value;
	const u32 other = CPU(!index);
	struct versal_test *vt = test->priv;
	struct rproc *rproc = versal_probe_core(vt, index);

	/* From running to held; what is held is not written again. */
	writel(0, vt->reset);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->prepare));
	EXPECT_WRITES(vt, CPU(index));
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->prepare));
	KUNIT_EXPECT_EQ(test, vt->num_writes, 0);

	/* The bus is let go with the core; the other core stays as it is. */
	writel(ALL_HELD, vt->reset);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->start));
	EXPECT_WRITES(vt, other);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->stop));
	EXPECT_WRITES(vt, ALL_HELD & ~AMBA);
	KUNIT_EXPECT_EQ(test, readl(vt->reset), ALL_HELD & ~AMBA);

	/* Bits that nobody knows stay. */
	writel(0xfffffff8 | CPU(index), vt->reset);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->start));
	EXPECT_WRITES(vt, 0xfffffff8);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->stop));
	EXPECT_WRITES(vt, 0xfffffff8 | CPU(index));
}

/*
 * Released, and held and released again as often as the player was too late: this
 * machine may have had something better to do.
 */
static void expect_released(struct versal_test *vt, u32 index)
{
	int i;

	KUNIT_ASSERT_EQ(vt->test, vt->num_writes % 2, 1);
	KUNIT_ASSERT_LE(vt->test, vt->num_writes, MAX_WRITES);
	for (i = 0; i < vt->num_writes; i++)
		KUNIT_EXPECT_EQ_MSG(vt->test, vt->writes[i],
				    i % 2 ? CPU(0) | CPU(1) : CPU(!index),
				    "write %d", i);
	vt->num_writes = 0;
}

static void versal_boot(struct kunit *test)
{
	const u32 index = *(const u32 *)test->param_value;
	struct versal_test *vt = test->priv;
	struct rproc *rproc;
	u32 laps;

	versal_use_boot(vt);
	rproc = versal_probe_core(vt, index);
	writel(ALL_HELD, vt->reset);
	writel(0xfffffffe, vt->boot + BOOT_LAPS(index));	/* wraps */
	writel(0x11111111, vt->boot + BOOT_LAPS(!index));
	writel(0x22222222, vt->boot + BOOT_ENTRY(!index));
	versal_play_core(vt, index);

	rproc->bootaddr = 0x70010101;
	KUNIT_ASSERT_EQ(test, 0, versal_do(rproc, rproc->ops->start));
	expect_released(vt, index);
	versal_stop_player(vt);
	KUNIT_EXPECT_EQ(test, readl(vt->boot), BOOT_FIRST_WORD);
	KUNIT_EXPECT_EQ(test, readl(vt->boot + BOOT_ENTRY(index)), 0x70010101);
	laps = readl(vt->boot + BOOT_LAPS(index));
	KUNIT_EXPECT_GE(test, laps + 2, 3);
	/* The other core may be on its way through the page. */
	KUNIT_EXPECT_EQ(test, readl(vt->boot + BOOT_LAPS(!index)), 0x11111111);
	KUNIT_EXPECT_EQ(test, readl(vt->boot + BOOT_ENTRY(!index)), 0x22222222);
	KUNIT_EXPECT_EQ(test, 0, versal_do(rproc, rproc->ops->stop));
	EXPECT_WRITES(vt, CPU(0) | CPU(1));
}

/* A core that never counts: ten tries, and it is held at the end. */
static void versal_boot_timeout(struct kunit *test)
{
	struct versal_test *vt = test->priv;
	struct rproc *rproc;
	int i;

	versal_use_boot(vt);
	rproc = versal_probe_core(vt, 0);
	writel(ALL_HELD, vt->reset);
	rproc->bootaddr = 0x70010000;
	KUNIT_EXPECT_EQ(test, versal_do(rproc, rproc->ops->start), -ETIMEDOUT);
	/* It is held to begin with: released ten times, held ten times. */
	KUNIT_ASSERT_EQ(test, vt->num_writes, 20);
	for (i = 0; i < 20; i += 2) {
		KUNIT_EXPECT_EQ(test, vt->writes[i], CPU(1));
		KUNIT_EXPECT_EQ(test, vt->writes[i + 1], CPU(0) | CPU(1));
	}
	/* No entry point that it could find later. */
	KUNIT_EXPECT_EQ(test, readl(vt->boot + BOOT_ENTRY(0)), 0);
}

/**
 * struct versal_address - what a device address and a length have to give
 * @title: in words
 * @offset: from the start of the core's firmware memory
 * @len: bytes
 * @found: Linux sees them
 */
struct versal_address {
	const char *title;
	s64 offset;
	size_t len;
	bool found;
};

/* "firmware" has 64 KiB, "more" 4 KiB behind it; a vring is 128 KiB away. */
static const struct versal_address addresses[] = {
	{ "first byte", 0, 1, true },
	{ "no bytes", 0, 0, false },
	{ "all of it", 0, 0x10000, true },
	{ "one more", 0, 0x10001, false },
	{ "one below", -1, 1, false },
	{ "over the start", -1, 2, false },
	{ "last byte", 0xffff, 1, true },
	{ "over the edge to the next", 0xffff, 2, false },
	{ "the next", 0x10000, 0x1000, true },
	{ "the next and more", 0x10000, 0x1001, false },
	{ "behind the next", 0x11000, 1, false },
	{ "a vring", 0x20000, 1, false },
	{ "a buffer", 0xf0000, 1, false },
	{ "length that wraps", 1, SIZE_MAX, false },
	{ "4 GiB further", 1LL << 32, 1, false },
	{ "Linux's memory", -0x20010000LL, 4, false },
	{ "address 0", -0x70010000LL, 4, false },
};

static void versal_address_title(const struct versal_address *address,
				 char *title)
{
	strscpy(title, address->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(address, addresses, versal_address_title);

static void versal_translate(struct kunit *test)
{
	const struct versal_address *address = test->param_value;
	struct versal_test *vt = test->priv;
	struct rproc *rproc = versal_probe_core(vt, 0);
	u64 da = test_node_memory(test, "firmware", NULL)->base +
		 address->offset;
	bool iomem = true;
	void *va;

	va = rproc->ops->da_to_va(rproc, da, address->len, &iomem);
	KUNIT_EXPECT_EQ(test, !!va, address->found);
	if (va) {
		KUNIT_EXPECT_FALSE(test, iomem);
		memset(va, 0x5a, address->len);
	}
}

static void versal_add_mailbox(struct versal_test *vt, const char *names,
			       int size)
{
	struct kunit *test = vt->test;

	vt->mailbox = test_node_new(test, NULL, "mailbox");
	test_node_set_string(test, vt->mailbox, "compatible", "kunit,mailbox");
	test_node_cells(test, vt->mailbox, "#mbox-cells", 1);
	test_node_cells(test, vt->mailbox, "phandle", MAILBOX);
	versal_add_core(vt, 0);
	test_node_cells(test, vt->core[0], "mboxes", MAILBOX, 0, MAILBOX, 1);
	test_node_set(test, vt->core[0], "mbox-names", names, size);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, vt->mailbox,
						 "kunit_mailbox"));
}

static void versal_kick(struct kunit *test)
{
	static const char names[] = "tx\0rx";
	struct versal_test *vt = test->priv;
	struct rproc *rproc;
	int i;

	versal_add_mailbox(vt, names, sizeof(names));
	KUNIT_ASSERT_EQ(test, 0, versal_probe(vt));
	KUNIT_EXPECT_EQ(test, fake.startups, 2);
	rproc = test_rpu_rproc(test, 0);
	for (i = 1; i <= 50; i++) {
		rproc->ops->kick(rproc, i);
		KUNIT_EXPECT_EQ(test, fake.rings, i);
	}
	/* No gate is open: a ring finds nobody, and does no harm. */
	mbox_chan_received_data(&fake.chans[1], NULL);
	kunit_release_action(test, test_rpu_put_rproc, rproc);
	kunit_release_action(test, test_node_remove_device, vt->rpu);
	KUNIT_EXPECT_EQ(test, fake.shutdowns, 2);
}

/* Without "tx" the core polls, and a kick goes nowhere. */
static void versal_kick_nowhere(struct kunit *test)
{
	static const char names[] = "other\0rx";
	struct versal_test *vt = test->priv;
	struct rproc *rproc;

	versal_add_mailbox(vt, names, sizeof(names));
	KUNIT_ASSERT_EQ(test, 0, versal_probe(vt));
	KUNIT_EXPECT_EQ(test, fake.startups, 1);
	rproc = test_rpu_rproc(test, 0);
	rproc->ops->kick(rproc, 0);
	KUNIT_EXPECT_EQ(test, fake.rings, 0);
}

/* Nothing that a core must have may be missing or wrong. */
static void versal_bad_memory(struct kunit *test)
{
	static const char * const mapped[] = { "firmware", "mapped", NULL };
	struct versal_test *vt = test->priv;

	/* The cluster is there, the core is not. */
	vt->core[0] = test_rpu_add_core(test, vt->rpu, 0, mapped);
	KUNIT_EXPECT_EQ(test, versal_probe(vt), 0);
	KUNIT_EXPECT_NULL(test, rproc_get_by_phandle(TEST_RPU_CORE(0)));
}

static void versal_bad_boot(struct kunit *test)
{
	const char * const *names = test->param_value;
	char list[] = "boot";
	struct versal_test *vt = test->priv;
	u32 phandle;

	test_node_memory(test, names[0], &phandle);
	test_node_cells(test, vt->rpu, "memory-region", phandle);
	test_node_set(test, vt->rpu, "memory-region-names", list, sizeof(list));
	KUNIT_EXPECT_EQ(test, versal_probe(vt), -EINVAL);
}

static const u32 indices[] = { 0, 1 };
static const char * const bad_boots[] = { "mapped", "tiny" };

static void index_title(const u32 *index, char *title)
{
	snprintf(title, KUNIT_PARAM_DESC_SIZE, "core %u", *index);
}

static void bad_boot_title(const char * const *name, char *title)
{
	strscpy(title, *name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(index, indices, index_title);
KUNIT_ARRAY_PARAM(bad_boot, bad_boots, bad_boot_title);

static int versal_init(struct kunit *test)
{
	struct versal_test *vt;

	vt = kunit_kzalloc(test, sizeof(*vt), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, vt);
	test->priv = vt;
	vt->test = test;
	vt->reset = test_node_map_registers(test,
					    test_node_memory(test, "registers",
							     NULL));
	vt->boot = test_node_map_registers(test,
					   test_node_memory(test, "boot",
							    NULL));
	vt->rpu = test_rpu_new(test);

	for_each_kernel_tracepoint(versal_find_trace, vt);
	KUNIT_ASSERT_NOT_NULL_MSG(test, vt->trace, "regmap has no tracepoints");
	KUNIT_ASSERT_EQ(test, 0,
			tracepoint_probe_register(vt->trace, versal_traced,
						  vt));

	return kunit_add_action_or_reset(test, versal_untrace, vt);
}

static int versal_suite_init(struct kunit_suite *suite)
{
	return platform_driver_register(&fake_driver);
}

static void versal_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&fake_driver);
}

static struct kunit_case versal_rproc_cases[] = {
	KUNIT_CASE(versal_probe_only),
	KUNIT_CASE_PARAM(versal_hold_and_start, index_gen_params),
	KUNIT_CASE_PARAM(versal_boot, index_gen_params),
	KUNIT_CASE_SLOW(versal_boot_timeout),
	KUNIT_CASE_PARAM_ATTR(versal_translate, address_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(versal_kick),
	KUNIT_CASE(versal_kick_nowhere),
	KUNIT_CASE(versal_bad_memory),
	KUNIT_CASE_PARAM(versal_bad_boot, bad_boot_gen_params),
	{ }
};

static struct kunit_suite versal_rproc_suite = {
	.name = "versal_rproc",
	.suite_init = versal_suite_init,
	.suite_exit = versal_suite_exit,
	.init = versal_init,
	.test_cases = versal_rproc_cases,
};

kunit_test_suite(versal_rproc_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of versal_rproc");
MODULE_LICENSE("GPL");
