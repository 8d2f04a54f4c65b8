// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus, from the remote to Linux: held buffers, quotas, and what a full
 * queue does.
 */

#include <linux/module.h>

#include "virtio_rpmsg_kunit.h"

/* What one queue may hold, and all together. */
#define QUOTA		BED_QUOTA

/* Where messages go that must not be in the way. */
#define OTHER_ADDR	99

static void buffer_is_held(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct rpmsg_rx_msg *msg;
	int kicks;

	KUNIT_ASSERT_EQ(test, bed_avail(bed), BED_NUM);
	KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, 7, be->ept->addr,
						  "payload", 7));
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM - 1);
	KUNIT_EXPECT_EQ(test, rpmsg_rxq_next_len(&be->q), 7);

	msg = rpmsg_rxq_pop(&be->q);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_NOT_NULL(test, msg->ring);
	KUNIT_EXPECT_EQ(test, msg->src, 7);
	KUNIT_EXPECT_EQ(test, msg->dst, be->ept->addr);
	KUNIT_ASSERT_EQ(test, msg->len, 7);
	KUNIT_EXPECT_MEMEQ(test, msg->data, "payload", 7);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM - 1);

	kicks = atomic_read(&ring->kicks);
	rpmsg_rx_msg_done(msg);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	KUNIT_EXPECT_EQ(test, atomic_read(&ring->kicks), kicks + 1);
	KUNIT_EXPECT_NULL(test, rpmsg_rxq_pop(&be->q));
	KUNIT_EXPECT_EQ(test, rpmsg_rxq_next_len(&be->q), 0);
}

static void sizes(struct kunit *test)
{
	static const u16 lens[] = { 0, 1, 3, 255, 256, FAKE_MTU - 1, FAKE_MTU };
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u8 *data = kunit_kmalloc(test, FAKE_MTU, GFP_KERNEL);
	struct rpmsg_rx_msg *msg;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	for (i = 0; i < FAKE_MTU; i++)
		data[i] = i * 7;
	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, 7,
							  be->ept->addr, data,
							  lens[i]));
		msg = rpmsg_rxq_pop(&be->q);
		KUNIT_ASSERT_NOT_NULL(test, msg);
		KUNIT_EXPECT_EQ(test, msg->len, lens[i]);
		KUNIT_EXPECT_MEMEQ(test, msg->data, data, lens[i]);
		rpmsg_rx_msg_done(msg);
	}
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

/* A ring full of messages, and one interrupt. */
static void many_per_interrupt(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u32 i;

	for (i = 0; i < BED_NUM; i++)
		KUNIT_ASSERT_EQ(test, 0, fake_remote_post(bed->fr, BED_REMOTE,
							  be->ept->addr, &i,
							  sizeof(i)));
	fake_ring_interrupt_atomic(&bed->fr->ring[FAKE_RX]);
	/* The work, if any, goes on where the interrupt had enough. */
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_stats(be).queued == BED_NUM));
	bed_read_many(test, be, 0, BED_NUM);
	bed_expect_all_back(test, bed);
}

/* What a remote sends before it is listened to, nobody interrupts for again. */
static void sent_before_the_endpoint(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be;

	KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, 7, 1024, "early", 5));
	be = bed_ept_add(test, bed, 1024);
	KUNIT_EXPECT_NULL(test, rpmsg_rxq_pop(&be->q));
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

static void quota_of_one(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	bed_send_many(test, be, 0, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM - QUOTA);
	KUNIT_EXPECT_EQ(test, be->q.held, QUOTA);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
	bed_queue_many(test, be, QUOTA, 3 * BED_NUM - QUOTA);
	KUNIT_EXPECT_LE(test, be->q.held, QUOTA);
	KUNIT_EXPECT_GT(test, be->q.copied, 0);
	bed_read_many(test, be, 0, 3 * BED_NUM);
	bed_expect_all_back(test, bed);
	KUNIT_EXPECT_EQ(test, be->q.held, 0);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
}

/*
 * Buffers go back two at a time here, or three at once; a single one must not stay
 * behind because a copy is read last.
 */
static void all_buffers_go_back(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	LIST_HEAD(three);
	int idx;

	bed_queue_many(test, be, 0, QUOTA + 1);
	KUNIT_EXPECT_GT(test, be->q.copied, 0);

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	KUNIT_EXPECT_EQ(test, rpmsg_rxq_pop_many(&be->q, &three, 3, PAGE_SIZE, 0, 1),
			3);
	rpmsg_rx_msgs_done(&be->q, &three);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	bed_read_many(test, be, 3, QUOTA - 2);
	bed_expect_all_back(test, bed);
}

static void quota_of_all(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be[BED_NUM];
	unsigned int i, held = 0;

	for (i = 0; i < BED_NUM; i++)
		be[i] = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	/* Each has room for copies only if the others give buffers back. */
	for (i = 0; i < BED_NUM; i++)
		bed_queue_many(test, be[i], i * 100, 2 * QUOTA);
	for (i = 0; i < BED_NUM; i++) {
		KUNIT_EXPECT_LE(test, be[i]->q.held, QUOTA);
		held += be[i]->q.held;
	}
	KUNIT_EXPECT_LT(test, held, BED_NUM);

	for (i = 0; i < BED_NUM; i++)
		bed_read_many(test, be[i], i * 100, 2 * QUOTA);
	bed_expect_all_back(test, bed);
}

/*
 * The ring waits a moment for a reader that is behind, and then copies its messages:
 * others' may stand behind them.
 */
static void patience_ends(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *slow = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *other = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	bed_send_many(test, slow, 0, QUOTA + 1);
	KUNIT_ASSERT_EQ(test, bed_send_u32(bed, other, 7), 0);
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_stats(other).queued == 1));
	KUNIT_EXPECT_EQ(test, bed_stats(slow).queued, QUOTA + 1);
	KUNIT_EXPECT_GT(test, slow->q.copied, 0);
	KUNIT_EXPECT_EQ(test, bed_read_u32(other), 7);
	bed_read_many(test, slow, 0, QUOTA + 1);
	bed_expect_all_back(test, bed);
}

/* Nothing is copied where interrupts are off. */
static void no_copy_in_interrupts(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	unsigned long flags;
	u32 i;

	for (i = 0; i < BED_NUM; i++)
		KUNIT_ASSERT_EQ(test, 0, fake_remote_post(bed->fr, BED_REMOTE,
							  be->ept->addr, &i,
							  sizeof(i)));
	local_irq_save(flags);
	fake_ring_interrupt_atomic(&bed->fr->ring[FAKE_RX]);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
	KUNIT_EXPECT_EQ(test, be->q.held, QUOTA);
	local_irq_restore(flags);
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_stats(be).queued == BED_NUM));
	bed_read_many(test, be, 0, BED_NUM);
}

/* Queue full, policy hold: the remote runs out of buffers, nothing is lost. */
static void back_pressure(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u32 sent = 0, read = 0;

	rpmsg_rxq_set_limit(&be->q, 0);
	while (!bed_send_u32(bed, be, sent))
		sent++;
	/* A ring full: those held, the one that waits, and all behind it. */
	KUNIT_EXPECT_EQ(test, sent, BED_NUM);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), 0);

	/* Each that is read makes room for one more. */
	for (; read < 5 * BED_NUM; read++) {
		KUNIT_ASSERT_EQ(test, bed_read_u32(be), read);
		KUNIT_ASSERT_EQ(test, bed_avail(bed), 1);
		KUNIT_ASSERT_EQ(test, 0, bed_send_u32(bed, be, sent));
		sent++;
	}
	bed_read_many(test, be, read, sent - read);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 0);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

static void stalled_ring_goes_on(struct kunit *test, struct bed_ept *be,
				 struct bed_ept *other)
{
	struct bed *bed = test->priv;

	rpmsg_rxq_set_limit(&be->q, 0);
	bed_send_many(test, be, 0, QUOTA + 1);
	KUNIT_ASSERT_EQ(test, 0, bed_send_u32(bed, other, 1));
	KUNIT_ASSERT_EQ(test, bed_stats(be).queued, QUOTA);
	KUNIT_ASSERT_EQ(test, bed_stats(other).queued, 0);
}

static void stall_ends_with_a_limit(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *other = bed_ept_add(test, bed, OTHER_ADDR);

	stalled_ring_goes_on(test, be, other);
	rpmsg_rxq_set_limit(&be->q, RPMSG_RXQ_LIMIT_DEFAULT);
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_stats(other).queued == 1));
	bed_read_many(test, other, 1, 1);
	bed_read_many(test, be, 0, QUOTA + 1);
}

static void stall_ends_with_a_policy(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *other = bed_ept_add(test, bed, OTHER_ADDR);

	stalled_ring_goes_on(test, be, other);
	rpmsg_rxq_set_policy(&be->q, RPMSG_RX_DROP);
	bed_read_many(test, other, 1, 1);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 1);
	bed_read_many(test, be, 1, QUOTA);
}

static void stall_ends_with_close(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *other = bed_ept_add(test, bed, OTHER_ADDR);

	stalled_ring_goes_on(test, be, other);
	rpmsg_rxq_close(&be->q);
	bed_read_many(test, other, 1, 1);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, QUOTA + 1);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

static void stall_ends_with_the_endpoint(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *other = bed_ept_add(test, bed, OTHER_ADDR);

	stalled_ring_goes_on(test, be, other);
	rpmsg_destroy_ept(be->ept);
	be->ept = NULL;
	bed_read_many(test, other, 1, 1);
	/* What it had is readable; the one that waited is nobody's now. */
	bed_read_many(test, be, 0, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

static void drop_policy(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u32 n = 3 * BED_NUM;

	rpmsg_rxq_set_policy(&be->q, RPMSG_RX_DROP);
	rpmsg_rxq_set_limit(&be->q, 0);
	bed_send_many(test, be, 0, n);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, n - QUOTA);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM - QUOTA);
	bed_read_many(test, be, n - QUOTA, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

/* The oldest go, whether they are held or copied. */
static void drop_policy_with_copies(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	size_t cost = sizeof(struct rpmsg_rx_msg) + sizeof(u32);
	u32 n = 100, kept;

	rpmsg_rxq_set_policy(&be->q, RPMSG_RX_DROP);
	rpmsg_rxq_set_limit(&be->q, 10 * cost + cost / 2);
	bed_send_many(test, be, 0, n);
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_stats(be).queued +
					  bed_stats(be).dropped == n));
	KUNIT_EXPECT_LE(test, be->q.copied, be->q.limit);
	kept = bed_stats(be).queued;
	KUNIT_EXPECT_GE(test, kept, 10);
	KUNIT_EXPECT_LE(test, kept, 10 + QUOTA);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, n - kept);
	bed_read_many(test, be, n - kept, kept);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
	bed_expect_all_back(test, bed);
}

static void closed_queue(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	bed_send_many(test, be, 0, QUOTA + 3);
	rpmsg_rxq_close(&be->q);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, QUOTA + 3);
	bed_send_many(test, be, 0, 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, QUOTA + 5);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);

	rpmsg_rxq_open(&be->q);
	bed_send_many(test, be, 50, 1);
	bed_read_many(test, be, 50, 1);
}

static void counters(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_rx_msg *msg;

	bed_queue_many(test, be, 0, QUOTA + 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued_bytes, 4 * (QUOTA + 2));
	KUNIT_EXPECT_EQ(test, bed_stats(be).messages, 0);
	bed_read_many(test, be, 0, 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).messages, 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).bytes, 8);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued, QUOTA);

	/* Put back, a message is as if nobody had taken it. */
	msg = rpmsg_rxq_pop(&be->q);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	rpmsg_rxq_unpop(&be->q, msg);
	KUNIT_EXPECT_EQ(test, bed_stats(be).messages, 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).bytes, 8);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued, QUOTA);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued_bytes, 4 * QUOTA);
	bed_read_many(test, be, 2, QUOTA);

	rpmsg_rxq_count_truncated(&be->q);
	rpmsg_rxq_count_would_block(&be->q);
	KUNIT_EXPECT_EQ(test, bed_stats(be).truncated, 1);
	KUNIT_EXPECT_EQ(test, bed_stats(be).would_block, 1);
	KUNIT_EXPECT_EQ(test, bed_stats(be).high_water, QUOTA + 2);
	KUNIT_EXPECT_EQ(test, bed_stats(be).queued_bytes, 0);
}

/* For transports whose buffers cannot be held. */
static void copy_in(struct kunit *test)
{
	struct bed_ept *be = bed_ept_add(test, test->priv, RPMSG_ADDR_ANY);
	size_t cost = sizeof(struct rpmsg_rx_msg) + sizeof(u32);
	u32 i;

	rpmsg_rxq_set_limit(&be->q, 2 * cost);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, rpmsg_rxq_copy_in(&be->q, &i, sizeof(i), 7),
				i < 2 ? 0 : -ENOSPC);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 2);
	rpmsg_rxq_set_policy(&be->q, RPMSG_RX_DROP);
	for (i = 4; i < 6; i++)
		KUNIT_EXPECT_EQ(test, rpmsg_rxq_copy_in(&be->q, &i, sizeof(i), 7), 0);
	KUNIT_EXPECT_EQ(test, bed_stats(be).dropped, 4);
	bed_read_many(test, be, 4, 2);

	/* One that can never fit displaces all others, and is dropped as well. */
	rpmsg_rxq_set_limit(&be->q, cost - 1);
	KUNIT_EXPECT_EQ(test, rpmsg_rxq_copy_in(&be->q, &i, sizeof(i), 7), -ENOSPC);
	rpmsg_rxq_close(&be->q);
	KUNIT_EXPECT_EQ(test, rpmsg_rxq_copy_in(&be->q, &i, 0, 7), -ENOSPC);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
}

static struct kunit_case virtio_rpmsg_rx_cases[] = {
	KUNIT_CASE(buffer_is_held),
	KUNIT_CASE(sizes),
	KUNIT_CASE(many_per_interrupt),
	KUNIT_CASE(sent_before_the_endpoint),
	KUNIT_CASE(quota_of_one),
	KUNIT_CASE(all_buffers_go_back),
	KUNIT_CASE(quota_of_all),
	KUNIT_CASE(patience_ends),
	KUNIT_CASE(no_copy_in_interrupts),
	KUNIT_CASE(back_pressure),
	KUNIT_CASE(stall_ends_with_a_limit),
	KUNIT_CASE(stall_ends_with_a_policy),
	KUNIT_CASE(stall_ends_with_close),
	KUNIT_CASE(stall_ends_with_the_endpoint),
	KUNIT_CASE(drop_policy),
	KUNIT_CASE(drop_policy_with_copies),
	KUNIT_CASE(closed_queue),
	KUNIT_CASE(counters),
	KUNIT_CASE(copy_in),
	{ }
};

static struct kunit_suite virtio_rpmsg_rx_suite = {
	.name = "virtio_rpmsg_rx",
	.init = bed_init,
	.test_cases = virtio_rpmsg_rx_cases,
};

kunit_test_suite(virtio_rpmsg_rx_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, from the remote to Linux");
MODULE_LICENSE("GPL");
