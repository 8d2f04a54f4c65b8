// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus: order around the name service. What a remote sends behind an
 * announcement reaches the driver that this brings, after its probe(), and what it
 * sends ahead of a withdrawal does so before its remove().
 */

#include <linux/module.h>

#include "order.h"

static int probe_fixed(struct rpmsg_device *rpdev)
{
	struct rpmsg_channel_info chinfo = { .src = FIXED_ADDR };

	client.ept = rpmsg_create_ept(rpdev, order_callback, NULL, chinfo);
	return client.ept ? 0 : -ENOMEM;
}

static int probe_fixed_in_turn(struct rpmsg_device *rpdev)
{
	return probe_fixed(rpdev) ?: order_take_turns();
}

/* The answer is behind messages for an address that the driver makes later. */
static int probe_asks_then_fixed(struct rpmsg_device *rpdev)
{
	return probe_asks(rpdev) ?: probe_fixed(rpdev);
}

/* What it waits for is on another channel: nobody can know. */
static int probe_waits_for_turn(struct rpmsg_device *rpdev)
{
	return wait_for_completion_timeout(&client.turned, 20 * HZ) ? 0 : -ETIMEDOUT;
}

static void callback_is_slow(struct rpmsg_device *rpdev)
{
	usleep_range(2000, 3000);
}

static void callback_until_remove(struct rpmsg_device *rpdev)
{
	wait_for_completion(&client.leave);
}

static void callback_destroys(struct rpmsg_device *rpdev)
{
	if (client.ept)
		rpmsg_destroy_ept(client.ept);
	client.ept = NULL;
}

static void announced_then_data(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fixed_in_turn;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, FIXED_ADDR, 0, 5));
	order_ring(bed->fr);
	order_expect(test, 5);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* More than may be kept: the ring waits, and nothing is lost. */
static void announced_then_more(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fixed;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, FIXED_ADDR, 0, BED_NUM - 1));
	order_ring(bed->fr);
	order_expect(test, BED_NUM - 1);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* Two announcements, and what is for the second one's driver. */
static void announced_among_others(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fixed;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, "another", RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, 3));
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, FIXED_ADDR, 0, 3));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, 3));
	order_ring(bed->fr);
	order_expect(test, 3);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* What nobody takes is dropped, and all buffers come back. */
static void announced_to_nobody(struct kunit *test)
{
	struct bed *bed = test->priv;
	unsigned int i;

	for (i = 0; i < 20; i++) {
		KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, "nobodys", i & 1));
		KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, BED_NUM - 1));
		order_ring(bed->fr);
		KUNIT_ASSERT_TRUE(test, channels_settle(bed->fr));
	}
	KUNIT_EXPECT_EQ(test, channel_count(bed->fr), SERVICE_CHANNELS);
}

/* Sends a number as soon as there is a buffer for it. */
static bool comes_through(struct fake_remote *fr, u32 dst, u32 value)
{
	bool sent = bed_comes(!order_post(fr, dst, value, 1));

	order_ring(fr);
	return sent;
}

/* Announcements that come to nothing, without an end: others get their messages. */
static void announced_without_end(struct kunit *test)
{
	struct bed *bed = test->priv;
	u32 i, n;

	for (i = 0; i < 100; i++) {
		for (n = 0; n < BED_NUM; n++) {
			u32 dst = n & 1 ? RPMSG_NS_ADDR : NOBODYS_ADDR;

			KUNIT_ASSERT_TRUE(test, comes_through(bed->fr, dst, n));
		}
		KUNIT_ASSERT_TRUE(test, comes_through(bed->fr, client.turns->addr, i));
		KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&client.turned,
								    20 * HZ));
	}
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* Without an announcement they do not wait for anything. */
static void stray_at_rest(struct kunit *test)
{
	struct bed *bed = test->priv;

	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, FIXED_ADDR, 0, BED_NUM));
	order_ring(bed->fr);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	client.in_probe = probe_fixed;
	order_make_channel(test, NULL);
	KUNIT_EXPECT_EQ(test, 0, order_take_turns());
	KUNIT_EXPECT_EQ(test, client.came, 0U);
}

/* The name service goes while its callback runs. */
static void name_service_unbound(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct device *ns = channel_get(bed->fr, "rpmsg_ns", 53, 53);

	KUNIT_ASSERT_NOT_NULL(test, ns);
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, "nobodys", RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, BED_NUM - 1));
	order_ring(bed->fr);
	device_release_driver(ns);
	put_device(ns);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* And the remote does. */
static void remote_goes(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fixed;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, BED_NUM - 1));
	order_ring(bed->fr);
	fake_remote_del(bed->fr);
	KUNIT_EXPECT_EQ(test, client.probes, client.removes);
}

/* The answer comes behind more than may be kept, and the probe waits for it. */
static void answer_behind_strays(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_asks_then_fixed;
	bed->fr->on_kick = answer_kick;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, BED_QUOTA + 4));
	order_ring(bed->fr);
	KUNIT_EXPECT_TRUE(test, order_probed());
	KUNIT_EXPECT_NOT_NULL(test, client.ept);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

static void other_behind_strays(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct device *dev;

	client.in_probe = probe_waits_for_turn;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, NOBODYS_ADDR, 0, BED_QUOTA + 4));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, client.turns->addr, 0, 1));
	order_ring(bed->fr);
	KUNIT_EXPECT_TRUE(test, order_probed());
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
	dev = channel_get(bed->fr, SERVICE, -1, SERVICE_ADDR);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_EXPECT_NOT_NULL(test, dev->driver);
	put_device(dev);
}

static void data_then_withdrawal(struct kunit *test)
{
	struct bed *bed = test->priv;
	u32 addr;

	client.in_callback = callback_is_slow;
	order_make_channel(test, &addr);
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, addr, 0, 8));
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_DESTROY));
	order_ring(bed->fr);
	KUNIT_ASSERT_TRUE(test, order_removed());
	KUNIT_EXPECT_EQ(test, client.at_remove, 8U);
	KUNIT_EXPECT_EQ(test, client.disorder, -1);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

static void all_in_one_burst(struct kunit *test)
{
	struct bed *bed = test->priv;

	client.in_probe = probe_fixed;
	client.in_callback = callback_is_slow;
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_CREATE));
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, FIXED_ADDR, 0, 6));
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_DESTROY));
	order_ring(bed->fr);
	KUNIT_ASSERT_TRUE(test, order_removed());
	KUNIT_EXPECT_EQ(test, client.at_remove, 6U);
	KUNIT_EXPECT_EQ(test, client.early, 0U);
	KUNIT_EXPECT_EQ(test, client.disorder, -1);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

static u32 send_addr;

/* Returns how many were sent until the driver was gone. */
static long send_until_removed(void *data)
{
	struct fake_remote *fr = data;
	long sent = 0;
	u32 i = 0;

	/* Pairs with the release in order_remove(). */
	while (!smp_load_acquire(&client.removes)) {
		if (!fake_remote_send(fr, SERVICE_ADDR, send_addr, &i, sizeof(i)))
			sent++;
		cond_resched();
	}
	return sent;
}

/* A remote that does not stop sending does not keep the channel. */
static void data_without_end(struct kunit *test)
{
	struct worker *worker = kunit_kzalloc(test, sizeof(*worker), GFP_KERNEL);
	struct bed *bed = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, worker);
	client.in_callback = callback_is_slow;
	order_make_channel(test, &send_addr);
	worker_start(test, worker, send_until_removed, bed->fr);
	KUNIT_EXPECT_TRUE(test, order_came(3));
	KUNIT_EXPECT_TRUE(test, bed_comes(!order_post_ns(bed->fr, SERVICE, 1)));
	order_ring(bed->fr);
	KUNIT_EXPECT_TRUE(test, order_removed());
	KUNIT_EXPECT_GT(test, worker_join(worker), 0L);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* A callback that waits for its driver's remove() does not wait for ever. */
static void callback_waits_for_remove(struct kunit *test)
{
	struct bed *bed = test->priv;
	u32 addr;

	client.in_callback = callback_until_remove;
	order_make_channel(test, &addr);
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, addr, 0, 1));
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_DESTROY));
	order_ring(bed->fr);
	KUNIT_EXPECT_TRUE(test, order_removed());
	complete_all(&client.leave);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

/* The endpoints of a channel that is withdrawn can go meanwhile. */
static void callback_destroys_another(struct kunit *test)
{
	struct bed *bed = test->priv;
	u32 addr;

	client.in_probe = probe_fixed;
	client.in_callback = callback_destroys;
	order_make_channel(test, &addr);
	KUNIT_ASSERT_EQ(test, 0, order_post(bed->fr, addr, 0, 3));
	KUNIT_ASSERT_EQ(test, 0, order_post_ns(bed->fr, SERVICE, RPMSG_NS_DESTROY));
	order_ring(bed->fr);
	KUNIT_EXPECT_TRUE(test, order_removed());
	KUNIT_EXPECT_EQ(test, client.at_remove, 3U);
	KUNIT_EXPECT_TRUE(test, channels_settle(bed->fr));
}

static struct kunit_case virtio_rpmsg_order_cases[] = {
	KUNIT_CASE(announced_then_data),
	KUNIT_CASE(announced_then_more),
	KUNIT_CASE(announced_among_others),
	KUNIT_CASE(announced_to_nobody),
	KUNIT_CASE(announced_without_end),
	KUNIT_CASE(stray_at_rest),
	KUNIT_CASE(name_service_unbound),
	KUNIT_CASE(remote_goes),
	KUNIT_CASE(answer_behind_strays),
	KUNIT_CASE_SLOW(other_behind_strays),
	KUNIT_CASE(data_then_withdrawal),
	KUNIT_CASE(all_in_one_burst),
	KUNIT_CASE(data_without_end),
	KUNIT_CASE_SLOW(callback_waits_for_remove),
	KUNIT_CASE(callback_destroys_another),
	{ }
};

static int virtio_rpmsg_order_suite_init(struct kunit_suite *suite)
{
	return register_rpmsg_driver(&order_driver);
}

static void virtio_rpmsg_order_suite_exit(struct kunit_suite *suite)
{
	unregister_rpmsg_driver(&order_driver);
}

static struct kunit_suite virtio_rpmsg_order_suite = {
	.name = "virtio_rpmsg_order",
	.suite_init = virtio_rpmsg_order_suite_init,
	.suite_exit = virtio_rpmsg_order_suite_exit,
	.init = order_init,
	.test_cases = virtio_rpmsg_order_cases,
};

kunit_test_suite(virtio_rpmsg_order_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, order around the name service");
MODULE_LICENSE("GPL");
