// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus: callbacks and a driver's probe().
 */

#include <linux/module.h>

#include "order.h"

static int probe_spoken_to(struct rpmsg_device *rpdev)
{
	int err = order_post(client.fr, rpdev->ept->addr, 0, 3);

	order_ring(client.fr);
	return err ?: order_take_turns();
}

static int probe_fails(struct rpmsg_device *rpdev)
{
	return probe_spoken_to(rpdev) ?: -ENODEV;
}

static void callback_after_probe(struct kunit *test)
{
	client.in_probe = probe_spoken_to;
	order_make_channel(test, NULL);
	order_expect(test, 3);
}

static void callback_not_after_failed_probe(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fails;
	order_make_channel(test, NULL);
	KUNIT_EXPECT_EQ(test, 0, order_take_turns());
	KUNIT_EXPECT_EQ(test, client.came, 0U);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

static void callback_in_probe_that_asks(struct kunit *test)
{
	struct bed *bed = test->priv;
	u32 addr;

	client.in_probe = probe_asks;
	bed->fr->on_kick = answer_kick;
	order_make_channel(test, &addr);
	/* It has bound. */
	KUNIT_EXPECT_EQ(test, 0, order_post(bed->fr, addr, 0, 3));
	order_ring(bed->fr);
	order_expect(test, 3);
}

/* The same channel can be bound again, and is waited for each time. */
static void callback_after_second_probe(struct kunit *test)
{
	struct rpmsg_device *rpdev;

	client.in_probe = probe_spoken_to;
	rpdev = order_make_channel(test, NULL);
	order_expect(test, 3);

	device_release_driver(&rpdev->dev);
	client.came = 0;
	client.done = false;
	KUNIT_ASSERT_EQ(test, device_attach(&rpdev->dev), 1);
	order_expect(test, 3);
}

static struct kunit_case virtio_rpmsg_probe_cases[] = {
	KUNIT_CASE(callback_after_probe),
	KUNIT_CASE(callback_not_after_failed_probe),
	KUNIT_CASE(callback_in_probe_that_asks),
	KUNIT_CASE(callback_after_second_probe),
	{ }
};

static int virtio_rpmsg_probe_suite_init(struct kunit_suite *suite)
{
	return register_rpmsg_driver(&order_driver);
}

static void virtio_rpmsg_probe_suite_exit(struct kunit_suite *suite)
{
	unregister_rpmsg_driver(&order_driver);
}

static struct kunit_suite virtio_rpmsg_probe_suite = {
	.name = "virtio_rpmsg_probe",
	.suite_init = virtio_rpmsg_probe_suite_init,
	.suite_exit = virtio_rpmsg_probe_suite_exit,
	.init = order_init,
	.test_cases = virtio_rpmsg_probe_cases,
};

kunit_test_suite(virtio_rpmsg_probe_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, callbacks and a driver's probe()");
MODULE_LICENSE("GPL");
