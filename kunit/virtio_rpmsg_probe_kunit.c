// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus: callbacks and a driver's probe(), and the queue that a driver
 * attaches there.
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

static int attach_between(struct rpmsg_device *rpdev, u32 before, u32 after)
{
	int err = order_post(client.fr, rpdev->ept->addr, 0, before);

	order_ring(client.fr);
	err = err ?: virtio_rpmsg_attach_rxq(rpdev->ept, &client.q);
	err = err ?: order_post(client.fr, rpdev->ept->addr, before, after);
	order_ring(client.fr);
	return err;
}

static int probe_attaches(struct rpmsg_device *rpdev)
{
	rpmsg_rxq_open(&client.q);
	return attach_between(rpdev, 3, 3);
}

static int probe_attaches_full(struct rpmsg_device *rpdev)
{
	rpmsg_rxq_open(&client.q);
	return attach_between(rpdev, BED_QUOTA + 3, 2);
}

static int probe_attaches_early(struct rpmsg_device *rpdev)
{
	rpmsg_rxq_open_early(&client.q);
	return attach_between(rpdev, 3, 3);
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

static u32 read_number(void)
{
	struct rpmsg_rx_msg *msg = rpmsg_rxq_pop(&client.q);
	u32 value;

	if (!msg)
		return -1;
	value = *(u32 *)msg->data;
	rpmsg_rx_msg_done(msg);
	return value;
}

static void expect_numbers(struct kunit *test, u32 n)
{
	struct bed *bed = test->priv;
	u32 i, value;

	for (i = 0; i < n; i++) {
		KUNIT_ASSERT_TRUE(test, bed_comes(rpmsg_rxq_readable(&client.q)));
		value = read_number();
		KUNIT_ASSERT_EQ(test, value, i);
	}
	KUNIT_EXPECT_EQ(test, client.came, 0U);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
	KUNIT_EXPECT_FALSE(test, rpmsg_rxq_readable(&client.q));
}

static void attach_moves(struct kunit *test)
{
	client.in_probe = probe_attaches;
	order_make_channel(test, NULL);
	expect_numbers(test, 6);
}

static void attach_moves_all(struct kunit *test)
{
	client.in_probe = probe_attaches_full;
	order_make_channel(test, NULL);
	expect_numbers(test, BED_QUOTA + 5);
}

/* No buffer is held for a queue that nobody reads yet. */
static void attach_moves_early(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_attaches_early;
	order_make_channel(test, NULL);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
	expect_numbers(test, 6);
}

static struct kunit_case virtio_rpmsg_probe_cases[] = {
	KUNIT_CASE(callback_after_probe),
	KUNIT_CASE(callback_not_after_failed_probe),
	KUNIT_CASE(callback_in_probe_that_asks),
	KUNIT_CASE(callback_after_second_probe),
	KUNIT_CASE(attach_moves),
	KUNIT_CASE(attach_moves_all),
	KUNIT_CASE(attach_moves_early),
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
