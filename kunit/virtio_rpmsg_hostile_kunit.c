// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and a remote that writes nonsense. A bad message costs the
 * remote that message and nobody anything else. A bad id or index breaks the ring:
 * then senders get -EIO, and the removal is as clean as ever.
 */

#include <linux/kthread.h>
#include <linux/module.h>

#include "hostile.h"
#include "virtio_rpmsg_kunit.h"

#define FUZZ_MESSAGES	10000
#define FUZZ_REMOTES	60

/**
 * struct bad_len - lengths that contradict each other
 * @used: what the used ring says
 * @len: what the header says
 * @good: they do not
 */
struct bad_len {
	u32 used;
	u16 len;
	bool good;
};

static const struct bad_len bad_lens[] = {
	{ 0, 0 }, { 1, 0 }, { 15, 0 }, { 15, 1 },
	{ 16, 0, true }, { 16, 1 }, { 17, 1, true }, { 17, 2 },
	{ 512, 0, true }, { 512, 496, true }, { 512, 497 }, { 512, 512 },
	{ 512, 0x7fff }, { 512, 0x8000 }, { 512, 0xffff },
	{ 513, 0 }, { 513, 496 }, { 513, 497 }, { 1024, 1 },
	{ 0x10000, 1 }, { 0x10010, 1 }, { 0x7fffffff, 1 }, { 0x80000000, 0 },
	{ 0xffffffff, 0 }, { 0xffffffff, 0xffff }, { 0xfffffff0, 0xffff },
};

static void post(struct kunit *test, struct bed *bed, u32 dst, u32 used, u16 len)
{
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct fake_buf buf;

	KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
	KUNIT_ASSERT_TRUE(test, buf.writable);
	KUNIT_ASSERT_EQ(test, buf.len, FAKE_BUF_SIZE);
	fake_hdr_write(&buf, BED_REMOTE, dst, len);
	fake_ring_use(ring, buf.id, used);
}

/* Both rings still work, and all their buffers are there. */
static void expect_sound(struct kunit *test, struct bed *bed, struct bed_ept *be)
{
	struct fake_msg msg;

	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	KUNIT_EXPECT_EQ(test, 0, bed_send_u32(bed, be, 4711));
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), 4711);
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, "x", 1));
	KUNIT_EXPECT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
	fake_remote_done(bed->fr, &msg);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
	KUNIT_EXPECT_EQ(test, be->q.held, 0);
	KUNIT_EXPECT_EQ(test, be->q.copied, 0);
}

static void lengths(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_rx_msg *msg;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_lens); i++) {
		const struct bad_len *bad = &bad_lens[i];

		post(test, bed, be->ept->addr, bad->used, bad->len);
		fake_ring_interrupt(&bed->fr->ring[FAKE_RX]);
		msg = rpmsg_rxq_pop(&be->q);
		KUNIT_EXPECT_EQ_MSG(test, !!msg, bad->good, "used %u, len %u",
				    bad->used, bad->len);
		if (msg) {
			KUNIT_EXPECT_EQ(test, msg->len, bad->len);
			rpmsg_rx_msg_done(msg);
		}
		KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	}
	expect_sound(test, bed, be);
}

static void unknown_addresses(struct kunit *test)
{
	static const u32 addrs[] = { 0, 53, 1023, 1025, 0x7fffffff, 0x80000000,
				     RPMSG_ADDR_ANY - 1, RPMSG_ADDR_ANY };
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, 1024);
	unsigned int i, round;

	for (round = 0; round < BED_NUM; round++) {
		for (i = 0; i < ARRAY_SIZE(addrs); i++)
			post(test, bed, addrs[i], 20, 4);
		fake_ring_interrupt(&bed->fr->ring[FAKE_RX]);
		KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(bed) == BED_NUM));
	}
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	expect_sound(test, bed, be);
}

/* The driver's warning about the ring is the sign that it was given up. */
static void expect_rx_broken(struct kunit *test, struct bed_ept *be)
{
	struct bed *bed = test->priv;
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];

	fake_ring_interrupt(ring);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(ring->vq));
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
	/* The other ring has done nothing wrong. */
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, "x", 1));
	fake_remote_del(bed->fr);
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EPIPE);
}

static void rx_id_out_of_range(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	fake_ring_use(&bed->fr->ring[FAKE_RX], BED_NUM, 20);
	expect_rx_broken(test, be);
}

static void rx_id_huge(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	fake_ring_use(&bed->fr->ring[FAKE_RX], 0xffffffff, 20);
	expect_rx_broken(test, be);
}

/* Given back twice: the second time the driver may hold the buffer. */
static void rx_id_twice(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	u32 value = 1;
	struct fake_buf buf;

	KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
	fake_hdr_write(&buf, BED_REMOTE, be->ept->addr, 4);
	memcpy(buf.va + sizeof(struct fake_hdr), &value, 4);
	fake_ring_use(ring, buf.id, 20);
	fake_ring_use(ring, buf.id, 20);
	fake_ring_interrupt(ring);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(ring->vq));
	/* What was right about it is readable, and its buffer goes nowhere. */
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), 1);
	expect_rx_broken(test, be);
}

/*
 * Entries that the remote did not write name buffer 0 and no length: each is a bad
 * message in a buffer that it has. An index that goes further than it has buffers
 * breaks the ring.
 */
static void rx_index_jumps(struct kunit *test)
{
	static const u16 jumps[] = { 1, BED_NUM, BED_NUM + 1, 0x7fff, 0x8000, 0xffff };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(jumps); i++) {
		struct bed bed;
		struct bed_ept *be;
		struct fake_ring *ring;

		bed_make(test, &bed, 0);
		be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
		ring = &bed.fr->ring[FAKE_RX];
		fake_ring_jump(ring, jumps[i]);
		fake_ring_interrupt(ring);
		if (jumps[i] <= BED_NUM)
			KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(&bed) ==
							  BED_NUM + jumps[i]));
		else
			KUNIT_EXPECT_EQ(test, bed_avail(&bed), BED_NUM);
		KUNIT_EXPECT_EQ(test, virtqueue_is_broken(ring->vq),
				jumps[i] > BED_NUM);
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), -1);
		KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, "x", 1));
		bed_ept_del(be);
		fake_remote_del(bed.fr);
	}
}

static void tx_index_jumps(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	/* The first entry names a buffer that the remote has, the next not. */
	KUNIT_ASSERT_EQ(test, 0, rpmsg_send(be->ept, "x", 1));
	fake_ring_jump(&bed->fr->ring[FAKE_TX], 0x8000);
	fake_ring_interrupt(&bed->fr->ring[FAKE_TX]);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(bed->fr->ring[FAKE_TX].vq));
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EIO);
	fake_remote_del(bed->fr);
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EPIPE);
}

static void expect_tx_broken(struct kunit *test, struct bed_ept *be)
{
	struct bed *bed = test->priv;
	u32 value = 5;
	size_t room;
	int i, err = 0;

	/* It is looked at when no buffer is left. */
	for (i = 0; i <= BED_NUM && !err; i++)
		err = rpmsg_trysend(be->ept, "x", 1);
	KUNIT_EXPECT_EQ(test, err, -ENOMEM);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(bed->fr->ring[FAKE_TX].vq));
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EIO);
	KUNIT_EXPECT_EQ(test, rpmsg_trysend(be->ept, "x", 1), -EIO);
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_tx_ready(be->ept));
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EIO),
			    virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, true));

	/* The other ring has done nothing wrong. */
	KUNIT_EXPECT_EQ(test, 0, bed_send_u32(bed, be, value));
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), value);
	fake_remote_del(bed->fr);
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EPIPE);
}

static void tx_id_out_of_range(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	fake_ring_use(&bed->fr->ring[FAKE_TX], BED_NUM, 0);
	expect_tx_broken(test, be);
}

static void tx_id_never_given(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);

	fake_ring_use(&bed->fr->ring[FAKE_TX], 3, 0);
	fake_ring_interrupt(&bed->fr->ring[FAKE_TX]);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(bed->fr->ring[FAKE_TX].vq));
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EIO);
	KUNIT_EXPECT_EQ(test, rpmsg_trysend(be->ept, "x", 1), -EIO);
}

static void tx_id_twice(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_msg msg;

	KUNIT_ASSERT_EQ(test, 0, rpmsg_send(be->ept, "x", 1));
	KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
	fake_remote_done(bed->fr, &msg);
	fake_remote_done(bed->fr, &msg);
	fake_ring_interrupt(&bed->fr->ring[FAKE_TX]);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(bed->fr->ring[FAKE_TX].vq));
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EIO);
}

/**
 * struct scribbler - a thread that never stops writing to a ring's headers
 * @hdrs: the headers
 */
struct scribbler {
	struct fake_hdr *hdrs[BED_NUM];
};

static int scribble(void *data)
{
	struct scribbler *s = data;
	unsigned int i = 0;

	while (!kthread_should_stop()) {
		WRITE_ONCE(s->hdrs[i % BED_NUM]->len, cpu_to_le16(i * 31 % 600));
		i++;
		cond_resched();
	}
	return 0;
}

/* The length changes while the driver looks at it, and afterwards. */
static void header_that_changes(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct scribbler *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	struct fake_buf bufs[BED_NUM];
	struct task_struct *task;
	struct rpmsg_rx_msg *msg;
	unsigned int i, round, seen = 0, too_long = 0;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (i = 0; i < BED_NUM; i++) {
		KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &bufs[i]));
		s->hdrs[i] = bufs[i].va;
		fake_hdr_write(&bufs[i], BED_REMOTE, be->ept->addr, 0);
	}
	task = kthread_run(scribble, s, "rpmsg-scribbler");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	for (round = 0; round < 200; round++) {
		for (i = 0; i < BED_NUM; i++)
			fake_ring_use(ring, bufs[i].id, 16 + round);
		fake_ring_interrupt(ring);
		while ((msg = rpmsg_rxq_pop(&be->q))) {
			too_long += msg->len > round;
			seen++;
			rpmsg_rx_msg_done(msg);
		}
		if (!bed_comes(bed_avail(bed) == BED_NUM))
			break;
		for (i = 0; i < BED_NUM; i++)
			fake_ring_take(ring, &bufs[i]);
	}
	kthread_stop(task);
	KUNIT_EXPECT_EQ(test, round, 200);
	KUNIT_EXPECT_EQ(test, too_long, 0);
	/* Some were good, and not all. */
	KUNIT_EXPECT_GT(test, seen, 0);
	KUNIT_EXPECT_LT(test, seen, 200 * BED_NUM);
}

static void fuzz_read(struct fuzz *f, struct bed_ept *be[], unsigned int who)
{
	struct rpmsg_rx_msg *msg = rpmsg_rxq_pop(&be[who]->q);

	if (!msg)
		return;
	fuzz_check(f, who, msg->data, msg->len, msg->src);
	rpmsg_rx_msg_done(msg);
}

static void fuzz_messages(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct fuzz *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct bed_ept *be[FUZZ_EPTS];
	unsigned int i, n = 0;
	struct fake_buf buf;

	KUNIT_ASSERT_NOT_NULL(test, f);
	fuzz_begin(f, FUZZ_SEED, FAKE_BUF_SIZE);
	for (i = 0; i < FUZZ_EPTS; i++) {
		be[i] = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
		rpmsg_rxq_set_limit(&be[i]->q, i * 2048);
		f->addr[f->num++] = be[i]->ept->addr;
	}

	while (n < FUZZ_MESSAGES) {
		if (fake_ring_take(ring, &buf)) {
			fuzz_post(f, ring, &buf);
			n++;
		}
		if (!fuzz_below(f, 4) || !fake_ring_avail(ring))
			fake_ring_interrupt(ring);
		fuzz_read(f, be, fuzz_below(f, FUZZ_EPTS));
	}

	fake_ring_interrupt(ring);
	for (i = 0; i < 4 * FUZZ_MESSAGES; i++)
		fuzz_read(f, be, i % FUZZ_EPTS);
	KUNIT_EXPECT_EQ_MSG(test, f->wrong, 0, "seed %#x", f->seed);
	for (i = 0; i < FUZZ_EPTS; i++) {
		KUNIT_EXPECT_EQ_MSG(test, f->seen[i], f->sent[i], "seed %#x", f->seed);
		KUNIT_EXPECT_GT(test, f->sent[i], FUZZ_MESSAGES / 50);
		KUNIT_EXPECT_EQ(test, bed_stats(be[i]).dropped, 0);
	}
	expect_sound(test, bed, be[0]);
}

static void fuzz_rings(struct kunit *test)
{
	struct fuzz *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	unsigned int n;

	KUNIT_ASSERT_NOT_NULL(test, f);
	fuzz_begin(f, FUZZ_SEED, FAKE_BUF_SIZE);
	for (n = 0; n < FUZZ_REMOTES; n++) {
		struct bed bed;
		struct bed_ept *be;
		int i, err;

		bed_make(test, &bed, n % 2 ? BIT_ULL(VIRTIO_RING_F_EVENT_IDX) : 0);
		be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
		for (i = 0; i < BED_NUM / 2; i++)
			rpmsg_trysend(be->ept, "x", 1);
		fuzz_ring(f, &bed.fr->ring[FAKE_RX]);
		fuzz_ring(f, &bed.fr->ring[FAKE_TX]);
		for (i = 0; i < BED_NUM; i++) {
			err = rpmsg_trysend(be->ept, "x", 1);
			KUNIT_EXPECT_TRUE(test, !err || err == -EIO ||
					  err == -ENOMEM);
		}
		fake_remote_del(bed.fr);
		KUNIT_EXPECT_EQ(test, rpmsg_trysend(be->ept, "x", 1), -EPIPE);
		bed_ept_del(be);
	}
}

static struct kunit_case virtio_rpmsg_hostile_cases[] = {
	KUNIT_CASE(lengths),
	KUNIT_CASE(unknown_addresses),
	KUNIT_CASE(rx_id_out_of_range),
	KUNIT_CASE(rx_id_huge),
	KUNIT_CASE(rx_id_twice),
	KUNIT_CASE(rx_index_jumps),
	KUNIT_CASE(tx_id_out_of_range),
	KUNIT_CASE(tx_id_never_given),
	KUNIT_CASE(tx_id_twice),
	KUNIT_CASE(tx_index_jumps),
	KUNIT_CASE(header_that_changes),
	KUNIT_CASE_SLOW(fuzz_messages),
	KUNIT_CASE_SLOW(fuzz_rings),
	{ }
};

static struct kunit_suite virtio_rpmsg_hostile_suite = {
	.name = "virtio_rpmsg_hostile",
	.init = bed_init,
	.test_cases = virtio_rpmsg_hostile_cases,
};

kunit_test_suite(virtio_rpmsg_hostile_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus and a remote that writes nonsense");
MODULE_LICENSE("GPL");
