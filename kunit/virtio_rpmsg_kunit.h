/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the suites of virtio_rpmsg_bus have in common: a remote with small rings,
 * endpoints on its control channel that read for themselves, and waiting for
 * what another thread is about to do.
 */

#ifndef VIRTIO_RPMSG_KUNIT_H
#define VIRTIO_RPMSG_KUNIT_H

#include <kunit/test.h>

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>

#include <rpmsg_private.h>

#include "fake_remote.h"

/* Buffers of each ring, and how many one queue, and all together, may hold. */
#define BED_NUM			16
#define BED_QUOTA		(BED_NUM / 2)
#define BED_QUOTA_OF_ALL	(BED_NUM / 4 * 3)

/* The address that messages of the remote come from. */
#define BED_REMOTE	0x2000

/* Something that must come, however slow the machine: whether it did. */
#define bed_comes(cond) ({						\
	unsigned long bed_limit = jiffies + 20 * HZ;			\
	bool bed_came;							\
									\
	do {								\
		bed_came = (cond);					\
		if (bed_came)						\
			break;						\
		usleep_range(50, 100);					\
	} while (time_before(jiffies, bed_limit));			\
	bed_came;							\
})

/**
 * struct bed - what a test runs on
 * @fr: the remote
 * @ctrl: its control channel, on which endpoints are made
 */
struct bed {
	struct fake_remote *fr;
	struct rpmsg_device *ctrl;
};

/**
 * struct bed_ept - an endpoint whose messages the test reads
 * @ept: the endpoint
 * @q: its queue
 */
struct bed_ept {
	struct rpmsg_endpoint *ept;
	struct rpmsg_rxq q;
};

static inline void bed_make(struct kunit *test, struct bed *bed, u64 features)
{
	bed->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = BED_NUM,
		.features = features,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed->fr));
	bed->ctrl = fake_remote_ctrl(bed->fr);
}

static inline int bed_init(struct kunit *test)
{
	struct bed *bed = kunit_kzalloc(test, sizeof(*bed), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bed);
	bed_make(test, bed, 0);
	test->priv = bed;
	return 0;
}

static inline void bed_ept_del(void *data)
{
	struct bed_ept *be = data;

	if (be->ept)
		rpmsg_destroy_ept(be->ept);
	be->ept = NULL;
	rpmsg_rxq_close(&be->q);
}

/* An endpoint at any local address or at a given one, until the test ends. */
static inline struct bed_ept *bed_ept_add(struct kunit *test, struct bed *bed,
					  u32 addr)
{
	struct rpmsg_channel_info chinfo = { .src = addr };
	struct bed_ept *be;

	be = kunit_kzalloc(test, sizeof(*be), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, be);
	rpmsg_rxq_init(&be->q);
	rpmsg_rxq_open(&be->q);
	be->ept = rpmsg_create_ept(bed->ctrl, NULL, NULL, chinfo);
	KUNIT_ASSERT_NOT_NULL(test, be->ept);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, bed_ept_del, be));
	KUNIT_ASSERT_EQ(test, 0, virtio_rpmsg_attach_rxq(be->ept, &be->q));
	return be;
}

/* A message whose content is a number. */
static inline int bed_send_u32(struct bed *bed, struct bed_ept *be, u32 value)
{
	return fake_remote_send(bed->fr, BED_REMOTE, be->ept->addr, &value,
				sizeof(value));
}

/* Takes the oldest message; -1 when there is none, or it is not a number. */
static inline s64 bed_read_u32(struct bed_ept *be)
{
	struct rpmsg_rx_msg *msg = rpmsg_rxq_pop(&be->q);
	s64 value = -1;

	if (!msg)
		return -1;
	if (msg->len == sizeof(u32))
		value = *(u32 *)msg->data;
	rpmsg_rx_msg_done(msg);
	return value;
}

static inline unsigned int bed_avail(struct bed *bed)
{
	return fake_ring_avail(&bed->fr->ring[FAKE_RX]);
}

/*
 * All messages have been read: the remote has all buffers again. Those of messages that were
 * copied come back when the work item that copied them runs the ring, which may be later.
 */
static inline void bed_expect_all_back(struct kunit *test, struct bed *bed)
{
	KUNIT_EXPECT_TRUE_MSG(test, bed_comes(bed_avail(bed) == BED_NUM),
			      "%u of %u", bed_avail(bed), BED_NUM);
}

static inline struct rpmsg_rxq_stats bed_stats(struct bed_ept *be)
{
	struct rpmsg_rxq_stats stats;

	rpmsg_rxq_get_stats(&be->q, &stats);
	return stats;
}

/* Beyond what the queue may hold they wait for the work item that copies them. */
static inline void bed_send_many(struct kunit *test, struct bed_ept *be, u32 first, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		KUNIT_ASSERT_TRUE(test, bed_comes(!bed_send_u32(test->priv, be,
								first + i)));
}

/* As bed_send_many(), until all are in the queue. */
static inline void bed_queue_many(struct kunit *test, struct bed_ept *be, u32 first, u32 n)
{
	unsigned int before = bed_stats(be).queued;

	bed_send_many(test, be, first, n);
	KUNIT_ASSERT_TRUE(test, bed_comes(bed_stats(be).queued == before + n));
}

static inline void bed_read_many(struct kunit *test, struct bed_ept *be, u32 first, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), first + i);
}

/* How many transmit buffers a sender can have now. None is lost by asking. */
static inline unsigned int bed_tx_free(struct bed_ept *be)
{
	void *bufs[BED_NUM + 1];
	unsigned int i, n;
	size_t room;

	for (n = 0; n < ARRAY_SIZE(bufs); n++) {
		bufs[n] = virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, false);
		if (IS_ERR(bufs[n]))
			break;
	}
	for (i = 0; i < n; i++)
		virtio_rpmsg_release_tx_buffer(be->ept, bufs[i]);
	return n;
}

#endif /* VIRTIO_RPMSG_KUNIT_H */
