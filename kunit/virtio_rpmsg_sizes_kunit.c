// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and a remote that writes nonsense, with buffers of other sizes
 * than 512 bytes, however they came about. Around each message stands poison: none
 * of it may be read as a message, and none of it written over.
 */

#include <linux/io.h>
#include <linux/module.h>

#include "hostile.h"
#include "sizes.h"
#include "virtio_rpmsg_kunit.h"

#define HDR		((u32)sizeof(struct fake_hdr))
#define EVENT_IDX	BIT_ULL(VIRTIO_RING_F_EVENT_IDX)

/* Messages for each size, and remotes that write over their rings. */
#define SIZES_MESSAGES	600
#define SIZES_REMOTES	8

static const struct sizes all_sizes[] = {
	{ "OpenAMP", SIZES_OPENAMP, 4096, 1024, EVENT_IDX },
	{ "OpenAMP", SIZES_OPENAMP, 65536, 65536, 0 },
	{ "OpenAMP", SIZES_OPENAMP, 56, 65536, EVENT_IDX },
	{ "OpenAMP", SIZES_OPENAMP, 516, 508, 0 },
	{ "NuttX", SIZES_NUTTX, 65536, 56, 0 },
	{ "NuttX", SIZES_NUTTX, 2048, 8192, EVENT_IDX },
	{ "NuttX", SIZES_NUTTX, 60, 60, EVENT_IDX },
	{ "parameters", SIZES_PARAMETERS, 1024, 2048, 0 },
	{ "parameters", SIZES_PARAMETERS, 65532, 64, EVENT_IDX },
};

KUNIT_ARRAY_PARAM(all_sizes, all_sizes, sizes_desc);

/**
 * struct sizes_test - what each test has
 * @bed: the remote
 * @be: an endpoint
 * @sizes: of the buffers
 * @rx: receive buffers, by descriptor
 * @tx: transmit buffers, by the order in which they were first used
 */
struct sizes_test {
	struct bed bed;
	struct bed_ept *be;
	const struct sizes *sizes;
	u8 *rx[BED_NUM];
	u8 *tx[BED_NUM];
};

static u8 *desc_va(struct fake_ring *ring, u32 id)
{
	return phys_to_virt(le64_to_cpu((__force __le64)ring->vring.desc[id].addr));
}

/* Learns where all buffers are, and poisons them. */
static void poison(struct kunit *test, struct sizes_test *t)
{
	struct fake_ring *tx = &t->bed.fr->ring[FAKE_TX];
	struct fake_buf buf;
	unsigned int i;

	for (i = 0; i < BED_NUM; i++) {
		t->rx[i] = desc_va(&t->bed.fr->ring[FAKE_RX], i);
		memset(t->rx[i], FUZZ_POISON, t->sizes->rx);
		KUNIT_ASSERT_EQ(test, 0, rpmsg_trysend(t->be->ept, "x", 1));
	}
	for (i = 0; i < BED_NUM; i++) {
		KUNIT_ASSERT_TRUE(test, fake_ring_take(tx, &buf));
		t->tx[i] = buf.va;
		memset(buf.va, FUZZ_POISON, t->sizes->tx);
		fake_ring_use(tx, buf.id, 0);
	}
	KUNIT_ASSERT_EQ(test, bed_tx_free(t->be), BED_NUM);
}

/* A buffer has poison from a place on. */
static bool is_poisoned(const u8 *buf, size_t from, size_t size)
{
	return !memchr_inv(buf + from, FUZZ_POISON, size - from);
}

static void sizes_make(struct kunit *test, struct sizes_test *t)
{
	t->sizes = test->param_value;
	t->bed.fr = sizes_remote(test, t->sizes, BED_NUM, 0);
	t->bed.ctrl = fake_remote_ctrl(t->bed.fr);
	t->be = bed_ept_add(test, &t->bed, RPMSG_ADDR_ANY);
	KUNIT_ASSERT_EQ(test, rpmsg_get_mtu(t->be->ept),
			(ssize_t)(t->sizes->tx - HDR));
}

static int sizes_init(struct kunit *test)
{
	struct sizes_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	sizes_make(test, t);
	poison(test, t);
	return 0;
}

/* Posts one whose lengths are these, and looks at what comes of it. */
static void lengths_one(struct kunit *test, u32 used, u16 len)
{
	struct sizes_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_RX];
	bool valid = fuzz_is_valid(t->sizes->rx, used, len);
	struct rpmsg_rx_msg *msg;
	struct fake_buf buf;

	KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
	KUNIT_ASSERT_EQ(test, buf.len, t->sizes->rx);
	if (valid)
		fuzz_fill(buf.va + HDR, len, used);
	fake_hdr_write(&buf, BED_REMOTE, t->be->ept->addr, len);
	fake_ring_use(ring, buf.id, used);
	fake_ring_interrupt(ring);

	msg = rpmsg_rxq_pop(&t->be->q);
	KUNIT_EXPECT_EQ_MSG(test, !!msg, valid, "used %u, len %u", used, len);
	if (msg) {
		KUNIT_EXPECT_EQ(test, msg->len, len);
		KUNIT_EXPECT_TRUE(test, fuzz_is(msg->data, msg->len, used));
		rpmsg_rx_msg_done(msg);
	}
	KUNIT_EXPECT_TRUE(test, is_poisoned(buf.va, HDR + (valid ? len : 0),
					    t->sizes->rx));
	memset(buf.va, FUZZ_POISON, t->sizes->rx);
	KUNIT_EXPECT_EQ(test, bed_avail(&t->bed), BED_NUM);
}

static void sizes_lengths(struct kunit *test)
{
	struct sizes_test *t = test->priv;
	u32 size = t->sizes->rx;
	const u32 used[] = {
		0, 1, HDR - 1, HDR, HDR + 1, size - 1, size, size + 1, size + 4,
		size + HDR, 2 * size, BED_NUM * size, 0x10000 + size, 0x7fffffff,
		0x80000000, 0xfffffff0, 0xffffffff,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(used); i++) {
		lengths_one(test, used[i], 0);
		lengths_one(test, used[i], 1);
		lengths_one(test, used[i], used[i] - HDR - 1);
		lengths_one(test, used[i], used[i] - HDR);
		lengths_one(test, used[i], used[i] - HDR + 1);
		lengths_one(test, used[i], size - HDR);
		lengths_one(test, used[i], size - HDR + 1);
		lengths_one(test, used[i], size);
		lengths_one(test, used[i], 0x8000);
		lengths_one(test, used[i], 0xffff);
	}
	for (i = 0; i < BED_NUM; i++) {
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->rx[i], 0, t->sizes->rx));
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->tx[i], 0, t->sizes->tx));
	}
}

/* Takes what was sent: it is in one buffer, and nothing is anywhere else. */
static void sent_one(struct kunit *test, u32 len)
{
	struct sizes_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_TX];
	const struct fake_hdr *hdr;
	unsigned int i, found = 0;
	struct fake_buf buf;

	KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
	hdr = buf.va;
	KUNIT_EXPECT_EQ(test, buf.len, HDR + len);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(hdr->len), len);
	KUNIT_EXPECT_TRUE(test, fuzz_is(hdr + 1, len, len));
	for (i = 0; i < BED_NUM; i++) {
		bool here = t->tx[i] == buf.va;

		found += here;
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->tx[i], here ? HDR + len : 0,
						    t->sizes->tx));
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->rx[i], 0, t->sizes->rx));
	}
	KUNIT_EXPECT_EQ(test, found, 1);
	memset(buf.va, FUZZ_POISON, t->sizes->tx);
	fake_ring_use(ring, buf.id, 0xffffffff);
}

static void sizes_send(struct kunit *test)
{
	struct sizes_test *t = test->priv;
	u32 mtu = t->sizes->tx - HDR, i;
	const u32 good[] = { 0, 1, mtu / 2, mtu - 1, mtu };
	const u32 bad[] = { mtu + 1, mtu + HDR, mtu + 2 * HDR, 65536, 65536 + mtu };
	struct fake_buf buf;
	void *data;

	data = kunit_kzalloc(test, 2 * 65536, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, data);
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		fuzz_fill(data, good[i], good[i]);
		KUNIT_EXPECT_EQ(test, 0, rpmsg_send(t->be->ept, data, good[i]));
		sent_one(test, good[i]);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ(test, -EMSGSIZE, rpmsg_send(t->be->ept, data, bad[i]));
		KUNIT_EXPECT_EQ(test, -EMSGSIZE, rpmsg_trysendto(t->be->ept, data,
								 bad[i], 1));
	}
	KUNIT_EXPECT_FALSE(test, fake_ring_take(&t->bed.fr->ring[FAKE_TX], &buf));
	for (i = 0; i < BED_NUM; i++)
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->tx[i], 0, t->sizes->tx));
	KUNIT_EXPECT_EQ(test, bed_tx_free(t->be), BED_NUM);
}

static void storm_read(struct fuzz *f, struct bed_ept *be)
{
	struct rpmsg_rx_msg *msg = rpmsg_rxq_pop(&be->q);

	if (!msg)
		return;
	fuzz_check(f, 0, msg->data, msg->len, msg->src);
	rpmsg_rx_msg_done(msg);
}

static void sizes_storm(struct kunit *test)
{
	struct sizes_test *t = test->priv;
	struct fuzz *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_RX];
	struct fake_buf buf;
	unsigned int n = 0;

	KUNIT_ASSERT_NOT_NULL(test, f);
	fuzz_begin(f, FUZZ_SEED ^ t->sizes->rx, t->sizes->rx);
	f->addr[f->num++] = t->be->ept->addr;
	while (n < SIZES_MESSAGES) {
		if (fake_ring_take(ring, &buf)) {
			fuzz_post(f, ring, &buf);
			n++;
		}
		if (!fuzz_below(f, 4) || !fake_ring_avail(ring))
			fake_ring_interrupt(ring);
		storm_read(f, t->be);
	}
	fake_ring_interrupt(ring);
	while (rpmsg_rxq_readable(&t->be->q))
		storm_read(f, t->be);

	KUNIT_EXPECT_EQ_MSG(test, f->wrong, 0, "seed %#x", f->seed);
	KUNIT_EXPECT_EQ_MSG(test, f->seen[0], f->sent[0], "seed %#x", f->seed);
	KUNIT_EXPECT_GT(test, f->sent[0], SIZES_MESSAGES / 50);
	KUNIT_EXPECT_EQ(test, bed_stats(t->be).dropped, 0);
	KUNIT_EXPECT_EQ(test, bed_avail(&t->bed), BED_NUM);
	for (n = 0; n < BED_NUM; n++)
		KUNIT_EXPECT_TRUE(test, is_poisoned(t->tx[n], 0, t->sizes->tx));
}

/* What waits when the remote stops is copied: as much as there was, no more. */
static void sizes_end(struct kunit *test)
{
	struct sizes_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_RX];
	u16 len = t->sizes->rx - HDR;
	struct rpmsg_rx_msg *msg;
	struct fake_buf buf;
	u32 i;

	for (i = 0; i < BED_QUOTA; i++) {
		KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
		fuzz_fill(buf.va + HDR, len - i, i);
		fake_hdr_write(&buf, BED_REMOTE, t->be->ept->addr, len - i);
		fake_ring_use(ring, buf.id, HDR + len);
	}
	fake_ring_interrupt(ring);
	fake_remote_del(t->bed.fr);
	for (i = 0; i < BED_QUOTA; i++) {
		msg = rpmsg_rxq_pop(&t->be->q);
		KUNIT_ASSERT_NOT_NULL(test, msg);
		KUNIT_EXPECT_EQ(test, msg->len, len - i);
		KUNIT_EXPECT_TRUE(test, fuzz_is(msg->data, msg->len, i));
		rpmsg_rx_msg_done(msg);
	}
	KUNIT_EXPECT_NULL(test, rpmsg_rxq_pop(&t->be->q));
}

/* The used index, the ids and the descriptors are the remote's to write as well. */
static void sizes_rings(struct kunit *test)
{
	struct sizes_test *t = test->priv;
	struct fuzz *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	unsigned int n, i;

	KUNIT_ASSERT_NOT_NULL(test, f);
	fuzz_begin(f, FUZZ_SEED ^ t->sizes->tx, t->sizes->rx);
	for (n = 0; n < SIZES_REMOTES; n++) {
		for (i = 0; i < BED_NUM / 2; i++)
			rpmsg_trysend(t->be->ept, "x", 1);
		fuzz_ring(f, &t->bed.fr->ring[FAKE_RX]);
		fuzz_ring(f, &t->bed.fr->ring[FAKE_TX]);
		for (i = 0; i < BED_NUM; i++) {
			int err = rpmsg_trysend(t->be->ept, "x", 1);

			KUNIT_EXPECT_TRUE_MSG(test, !err || err == -EIO ||
					      err == -ENOMEM, "seed %#x: %d",
					      f->seed, err);
		}
		fake_remote_del(t->bed.fr);
		KUNIT_EXPECT_EQ(test, rpmsg_trysend(t->be->ept, "x", 1), -EPIPE);
		bed_ept_del(t->be);
		sizes_make(test, t);
	}
}

static struct kunit_case virtio_rpmsg_sizes_cases[] = {
	KUNIT_CASE_PARAM_ATTR(sizes_lengths, all_sizes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(sizes_send, all_sizes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(sizes_storm, all_sizes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(sizes_end, all_sizes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(sizes_rings, all_sizes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{ }
};

static struct kunit_suite virtio_rpmsg_sizes_suite = {
	.name = "virtio_rpmsg_sizes",
	.init = sizes_init,
	.test_cases = virtio_rpmsg_sizes_cases,
};

kunit_test_suite(virtio_rpmsg_sizes_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, buffers of all sizes, and a bad remote");
MODULE_LICENSE("GPL");
