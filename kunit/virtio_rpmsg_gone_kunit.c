// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus: what stays readable when the remote goes.
 */

#include <linux/module.h>
#include <linux/string.h>

#include "virtio_rpmsg_kunit.h"

/* What one queue may hold. */
#define QUOTA		BED_QUOTA

/* What was received is readable after the remote, its ring and its memory. */
static void evacuation(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	bed_queue_many(test, be, 0, QUOTA + 3);
	KUNIT_ASSERT_GT(test, be->q.held, 0);
	fake_remote_del(bed->fr);
	KUNIT_EXPECT_EQ(test, be->q.held, 0);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued, QUOTA + 3);
	bed_read_many(test, be, 0, QUOTA + 3);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 0);
}

/*
 * Long messages for whose copies there is no room, between short ones for which there is: all
 * of them are in memory of our own afterwards.
 */
static void evacuation_between_copies(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_rx_msg *msg;
	u8 data[100];
	u32 i;

	rpmsg_rxq_set_limit(&be->q, 2 * (sizeof(struct rpmsg_rx_msg) + sizeof(u32)));
	rpmsg_rxq_close(&be->q);
	rpmsg_rxq_open_early(&be->q);
	bed_queue_many(test, be, 0, 1);
	KUNIT_ASSERT_TRUE(test, bed_comes(!READ_ONCE(be->q.held)));
	rpmsg_rxq_open(&be->q);
	for (i = 1; i <= QUOTA; i++) {
		memset(data, i, sizeof(data));
		KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, BED_REMOTE, be->ept->addr,
							  data, sizeof(data)));
	}
	bed_queue_many(test, be, i, 1);
	KUNIT_ASSERT_EQ(test, be->q.held, QUOTA);

	fake_remote_del(bed->fr);
	KUNIT_ASSERT_EQ(test, be->q.held, 0);
	bed_read_many(test, be, 0, 1);
	for (i = 1; i <= QUOTA; i++) {
		msg = rpmsg_rxq_pop(&be->q);
		KUNIT_ASSERT_NOT_NULL(test, msg);
		KUNIT_EXPECT_EQ(test, msg->len, sizeof(data));
		KUNIT_EXPECT_PTR_EQ(test, memchr_inv(msg->data, i, sizeof(data)), NULL);
		rpmsg_rx_msg_done(msg);
	}
	bed_read_many(test, be, i, 1);
}

/* The number in a message that the caller has taken; the message stays the caller's. */
static u32 number_in(const struct rpmsg_rx_msg *msg)
{
	return *(const u32 *)msg->data;
}

/*
 * Two readers put a copy and a message in a ring buffer back, in front of messages that were
 * copied meanwhile.
 */
static void evacuation_of_what_was_put_back(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_rx_msg *copy = NULL, *held;
	u32 n = QUOTA + 3;
	size_t copied;
	int idx;

	bed_queue_many(test, be, 0, n);
	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	for (held = rpmsg_rxq_pop(&be->q); held && !held->ring; held = rpmsg_rxq_pop(&be->q)) {
		if (copy)
			rpmsg_rx_msg_done(copy);
		copy = held;
	}
	KUNIT_EXPECT_NOT_NULL(test, copy);
	KUNIT_EXPECT_NOT_NULL(test, held);
	if (!copy || !held)
		goto unlock;
	KUNIT_EXPECT_EQ(test, number_in(held), number_in(copy) + 1);

	copied = be->q.copied;
	bed_queue_many(test, be, n, BED_NUM);
	n += BED_NUM;
	KUNIT_EXPECT_GT(test, be->q.copied, copied);
	rpmsg_rxq_unpop(&be->q, held);
	rpmsg_rxq_unpop(&be->q, copy);
unlock:
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	fake_remote_del(bed->fr);
	KUNIT_ASSERT_EQ(test, be->q.held, 0);
	for (n -= bed_stats(be).queued; bed_stats(be).queued; n++)
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), n);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 0);
}

/* A ring that waits for room when its remote goes, waits no more. */
static void evacuation_while_stalled(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	rpmsg_rxq_set_limit(&be->q, 0);
	bed_send_many(test, be, 0, BED_NUM);
	fake_remote_del(bed->fr);
	bed_read_many(test, be, 0, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	rpmsg_rxq_set_limit(&be->q, RPMSG_RXQ_LIMIT_DEFAULT);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
}

/* A reader that puts a message back after its queue was cut off. */
static void unpop_after_detach(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_rx_msg *msg;

	bed_send_many(test, be, 0, 3);
	msg = rpmsg_rxq_pop(&be->q);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_ASSERT_EQ(test, 0, virtio_rpmsg_attach_rxq(be->ept, NULL));
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM - 1);
	rpmsg_rxq_unpop(&be->q, msg);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	KUNIT_EXPECT_EQ(test, be->q.held, 0);
	bed_read_many(test, be, 0, 3);
}

static struct kunit_case virtio_rpmsg_gone_cases[] = {
	KUNIT_CASE(evacuation),
	KUNIT_CASE(evacuation_between_copies),
	KUNIT_CASE(evacuation_of_what_was_put_back),
	KUNIT_CASE(evacuation_while_stalled),
	KUNIT_CASE(unpop_after_detach),
	{ }
};

static struct kunit_suite virtio_rpmsg_gone_suite = {
	.name = "virtio_rpmsg_gone",
	.init = bed_init,
	.test_cases = virtio_rpmsg_gone_cases,
};

kunit_test_suite(virtio_rpmsg_gone_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, what a remote leaves behind");
MODULE_LICENSE("GPL");
