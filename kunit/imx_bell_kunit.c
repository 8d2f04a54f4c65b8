// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of imx_rproc's doorbell, with a mailbox controller as the kernel's own of the MU: it
 * has room for one word, and interrupts when the core has taken it. A core that takes none
 * blocks it, and kicks come in any context.
 */

#include <kunit/test.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "../drivers/remoteproc/imx_rproc.h"
#include "test_remote.h"

#define MANY	1000
#define WORD(vq)	((u32)(vq) << 16)

/* The platform firmware of the test does what it is told. */
static void bell_call(unsigned long function, struct arm_smccc_res *res)
{
	memset(res, 0, sizeof(*res));
}

/* All is where it is. */
static const struct openamp_rproc_map bell_map = {
	.da = 0x70000000, .pa = 0x70000000, .size = 0x2000000,
};

static const struct openamp_rproc_memory bell_memory = {
	.maps = &bell_map, .num_maps = 1,
};

static void bell_unregister(void *pdev)
{
	platform_device_unregister(pdev);
}

static struct device *bell_add_core(struct kunit *test)
{
	const struct imx_rproc_platform platform = {
		.call = bell_call, .memory = &bell_memory,
	};
	static const char names[] = "tx\0rx";
	struct test_node *node = test_node_new(test, NULL, "imx-bell");
	struct platform_device *pdev;

	test_node_set_string(test, node, "compatible", "fsl,imx93-cm33");
	test_node_cells(test, node, "phandle", REMOTE_CORE);
	test_rpu_set_memory(test, node, test_rpu_memory);
	test_node_cells(test, node, "mboxes", REMOTE_MAILBOX, REMOTE_TX,
			REMOTE_MAILBOX, REMOTE_RX);
	test_node_set(test, node, "mbox-names", names, sizeof(names));
	test_node_attach(test, node);
	pdev = platform_device_alloc("kunit-imx-bell", PLATFORM_DEVID_AUTO);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	device_set_node(&pdev->dev, of_fwnode_handle(of_node_get(node->np)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add_data(pdev, &platform,
							  sizeof(platform)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add(pdev));
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, bell_unregister, pdev));

	return &pdev->dev;
}

static struct openamp_rproc *bell_start(struct kunit *test)
{
	struct rproc *rproc = rproc_get_by_phandle(REMOTE_CORE);

	KUNIT_ASSERT_NOT_NULL(test, rproc);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   test_rpu_put_rproc,
							   rproc));
	remote_write_image(test);
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rproc, REMOTE_FILE));
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(rproc));

	return rproc->priv;
}

/* A core that runs, whose MU is the controller of the test. */
static struct openamp_rproc *bell_make(struct kunit *test)
{
	mailbox.kind = BY_INTERRUPT;
	remote_add_mailbox(test);
	KUNIT_ASSERT_TRUE(test, device_is_bound(bell_add_core(test)));

	return bell_start(test);
}

static void bell_kick(void *data)
{
	struct openamp_rproc *oa = data;

	oa->rproc->ops->kick(oa->rproc, 1);
}

static void bell_kick_many(void *data)
{
	int i;

	for (i = 0; i < MANY; i++)
		bell_kick(data);
}

static int bell_sent(void)
{
	return atomic_read(&mailbox.sent[REMOTE_TX]);
}

static void bell_take(void)
{
	WRITE_ONCE(mailbox.loaded, false);
	irq_work_queue(&mailbox.done);
	irq_work_sync(&mailbox.done);
}

/* The number of the virtqueue, in the upper half. */
static void imx_bell_words(struct kunit *test)
{
	struct openamp_rproc *oa = bell_make(test);
	int vq;

	for (vq = 0; vq < 3; vq++) {
		oa->rproc->ops->kick(oa->rproc, vq);
		remote_wait(test, &mailbox.sent[REMOTE_TX], vq + 1);
		KUNIT_EXPECT_EQ(test, mailbox.word, WORD(vq));
		irq_work_sync(&mailbox.done);
	}
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.sent[REMOTE_STOP]));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.sent[REMOTE_RX]));
}

/* The first word stays until the core takes it, and what was rung since is one more. */
static void imx_bell_blocked(struct kunit *test)
{
	struct openamp_rproc *oa = bell_make(test);
	enum remote_context context;

	mailbox.holds = true;
	for (context = IN_TASK; context <= IN_WORK; context++) {
		atomic_set(&mailbox.sent[REMOTE_TX], 0);
		oa->rproc->ops->kick(oa->rproc, 0);
		remote_call_in(context, bell_kick_many, oa);
		KUNIT_EXPECT_EQ_MSG(test, 1, bell_sent(), "%s",
				    remote_context_names[context]);
		KUNIT_EXPECT_EQ(test, mailbox.word, WORD(0));
		bell_take();
		remote_wait(test, &mailbox.sent[REMOTE_TX], 2);
		KUNIT_EXPECT_EQ(test, mailbox.word, WORD(1));
		bell_take();
		KUNIT_EXPECT_EQ(test, 2, bell_sent());
	}
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.refused));
}

/* It refuses, as one whose power is off, and does not say when it would not. */
static void imx_bell_full(struct kunit *test)
{
	struct openamp_rproc *oa = bell_make(test);

	mailbox.full = true;
	bell_kick_many(oa);
	remote_wait(test, &mailbox.refused, 3);
	KUNIT_EXPECT_EQ(test, 0, bell_sent());
	WRITE_ONCE(mailbox.full, false);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
	KUNIT_EXPECT_EQ(test, mailbox.word, WORD(1));
}

/* What a core has not taken when it is stopped is not for the next firmware. */
static void imx_bell_stopped(struct kunit *test)
{
	struct openamp_rproc *oa = bell_make(test);

	mailbox.holds = true;
	bell_kick_many(oa);
	KUNIT_EXPECT_EQ(test, 1, bell_sent());
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
	bell_take();
	bell_kick_many(oa);
	KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
	KUNIT_EXPECT_EQ(test, 1, bell_sent());
	oa->rproc->ops->kick(oa->rproc, 2);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 2);
	KUNIT_EXPECT_EQ(test, mailbox.word, WORD(2));
}

/* The MU's driver comes after this one. */
static void imx_bell_late(struct kunit *test)
{
	struct test_node *node = remote_new_mailbox(test);
	struct openamp_rproc *oa;
	struct device *dev;
	bool bound;

	test_node_attach(test, node);
	dev = bell_add_core(test);
	KUNIT_EXPECT_FALSE(test, device_is_bound(dev));
	KUNIT_EXPECT_NULL(test, rproc_get_by_phandle(REMOTE_CORE));
	mailbox.kind = BY_INTERRUPT;
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, MAILBOX_DRIVER));
	KUNIT_ASSERT_EQ(test, 0, read_poll_timeout(device_is_bound, bound,
						   bound, 100, REMOTE_WAIT_US,
						   false, dev));
	oa = bell_start(test);
	bell_kick(oa);
	remote_wait(test, &mailbox.sent[REMOTE_TX], 1);
}

static struct kunit_case imx_bell_cases[] = {
	KUNIT_CASE(imx_bell_words),
	KUNIT_CASE(imx_bell_blocked),
	KUNIT_CASE(imx_bell_full),
	KUNIT_CASE(imx_bell_stopped),
	KUNIT_CASE(imx_bell_late),
	{ }
};

static struct kunit_suite imx_bell_suite = {
	.name = "imx_bell",
	.suite_init = remote_suite_init,
	.suite_exit = remote_suite_exit,
	.init = remote_init,
	.test_cases = imx_bell_cases,
};

kunit_test_suite(imx_bell_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_rproc");
MODULE_DESCRIPTION("KUnit tests of imx_rproc's doorbell");
MODULE_LICENSE("GPL");
