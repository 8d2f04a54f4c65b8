// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and a remote whose event index is nonsense: it never moves, stops
 * moving, goes back, jumps. Whatever it is, messages go on, at worst when the driver
 * rings without having been asked.
 */

#include <linux/kprobes.h>
#include <linux/module.h>

#include "hostile.h"
#include "virtio_rpmsg_kunit.h"

#define EVENT_IDX	BIT_ULL(VIRTIO_RING_F_EVENT_IDX)

/* The driver rings once more after a second: no message waits for longer. */
#define GUARD		(5 * HZ)

/* Messages that the remote takes each time that it is rung, and how often. */
#define BATCH		(BED_NUM / 2)

/**
 * struct event_style - how the remote moves its event index
 * @desc: in words
 * @value: what it writes after it has taken @taken buffers
 * @batches: how often the sender has to wait for it
 */
struct event_style {
	const char *desc;
	u16 (*value)(struct rnd_state *rnd, u16 taken);
	unsigned int batches;
};

static u16 value_zero(struct rnd_state *rnd, u16 taken)
{
	return 0;
}

static u16 value_right(struct rnd_state *rnd, u16 taken)
{
	return taken;
}

static u16 value_stops(struct rnd_state *rnd, u16 taken)
{
	return min(taken, 1);
}

static u16 value_back(struct rnd_state *rnd, u16 taken)
{
	return -taken;
}

static u16 value_behind(struct rnd_state *rnd, u16 taken)
{
	return taken - 1;
}

static u16 value_ahead(struct rnd_state *rnd, u16 taken)
{
	return taken + 0x7fff;
}

static u16 value_ones(struct rnd_state *rnd, u16 taken)
{
	return 0xffff;
}

static u16 value_random(struct rnd_state *rnd, u16 taken)
{
	return prandom_u32_state(rnd);
}

static const struct event_style styles[] = {
	{ "as it should", value_right, 40 },
	{ "never moves", value_zero, 6 },
	{ "stops", value_stops, 2 },
	{ "goes back", value_back, 2 },
	{ "is behind", value_behind, 1 },
	{ "is far ahead", value_ahead, 1 },
	{ "is all ones", value_ones, 1 },
	{ "jumps", value_random, 2 },
};

static void style_desc(const struct event_style *style, char *desc)
{
	strscpy(desc, style->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(styles, styles, style_desc);

/**
 * struct event_test - what each test has
 * @bed: the remote
 * @be: an endpoint
 * @style: of its event index
 * @rnd: for those that jump
 * @kicked: the transmit ring was rung
 */
struct event_test {
	struct bed bed;
	struct bed_ept *be;
	const struct event_style *style;
	struct rnd_state rnd;
	struct completion kicked;
};

static void event_kicked(struct fake_ring *ring)
{
	struct event_test *t = ring->fr->priv;

	if (ring == &ring->fr->ring[FAKE_TX])
		complete(&t->kicked);
}

static int event_init(struct kunit *test)
{
	struct event_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->style = test->param_value;
	prandom_seed_state(&t->rnd, FUZZ_SEED);
	init_completion(&t->kicked);
	bed_make(test, &t->bed, EVENT_IDX);
	t->be = bed_ept_add(test, &t->bed, RPMSG_ADDR_ANY);
	t->bed.fr->priv = t;
	t->bed.fr->on_kick = event_kicked;
	return 0;
}

static void event_move(struct event_test *t, struct fake_ring *ring)
{
	u16 value = t->style->value(&t->rnd, ring->next_avail);

	WRITE_ONCE(vring_avail_event(&ring->vring),
		   (__force __virtio16)cpu_to_le16(value));
}

/* A remote that sleeps until it is rung, and then takes what there is. */
static unsigned int event_take_all(struct kunit *test, u32 *next)
{
	struct event_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_TX];
	struct fake_msg msg;
	unsigned int n;
	u32 number;

	for (n = 0; !fake_remote_recv(t->bed.fr, &msg); n++) {
		event_move(t, ring);
		memcpy(&number, msg.data, sizeof(number));
		KUNIT_EXPECT_EQ(test, number, (*next)++);
		fake_remote_done(t->bed.fr, &msg);
	}
	return n;
}

static void event_to_remote(struct kunit *test)
{
	struct event_test *t = test->priv;
	unsigned int batch, i;
	u32 sent = 0, seen = 0;

	event_move(t, &t->bed.fr->ring[FAKE_TX]);
	for (batch = 0; batch < t->style->batches; batch++) {
		for (i = 0; i < BATCH; i++, sent++)
			KUNIT_ASSERT_EQ(test, 0, rpmsg_trysend(t->be->ept, &sent,
							       sizeof(sent)));
		while (seen < sent) {
			if (!wait_for_completion_timeout(&t->kicked, GUARD))
				break;
			event_take_all(test, &seen);
		}
		KUNIT_ASSERT_EQ_MSG(test, seen, sent, "seed %#x: not rung for batch %u",
				    FUZZ_SEED, batch);
	}
	KUNIT_EXPECT_EQ(test, bed_tx_free(t->be), BED_NUM);
}

/* The remote hears of buffers as it likes; its messages come in any case. */
static void event_to_linux(struct kunit *test)
{
	struct event_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_RX];
	u32 n, seen = 0;
	s64 value;

	for (n = 0; n < 40 * BED_NUM; n++) {
		KUNIT_ASSERT_EQ(test, 0, fake_remote_post(t->bed.fr, BED_REMOTE,
							  t->be->ept->addr, &n, 4));
		event_move(t, ring);
		/* The driver's own index is in shared memory as well. */
		WRITE_ONCE(vring_used_event(&ring->vring),
			   (__force __virtio16)cpu_to_le16(prandom_u32_state(&t->rnd)));
		if (n % 5 == 0)
			fake_ring_interrupt(ring);
		while ((value = bed_read_u32(t->be)) >= 0)
			KUNIT_EXPECT_EQ(test, value, seen++);
	}
	fake_ring_interrupt(ring);
	while ((value = bed_read_u32(t->be)) >= 0)
		KUNIT_EXPECT_EQ(test, value, seen++);
	KUNIT_EXPECT_EQ(test, seen, n);
	KUNIT_EXPECT_EQ(test, bed_avail(&t->bed), BED_NUM);
}

/**
 * struct to_and_fro - a used index that moves each time that the driver looks
 * @get: the driver asks for a message: there is none
 * @enable: it asks whether one came meanwhile: there is
 * @ring: the ring
 * @left: how often to do that
 * @looks: how often it was done in an interrupt
 */
struct to_and_fro {
	struct kprobe get;
	struct kprobe enable;
	struct fake_ring *ring;
	unsigned int left;
	unsigned int looks;
};

static void fro_set(struct to_and_fro *w, struct pt_regs *regs, unsigned int by)
{
	if (!fake_ring_is(w->ring, (void *)regs_get_kernel_argument(regs, 0)) ||
	    !in_hardirq() || !w->left)
		return;
	w->left -= by;
	w->looks += by;
	WRITE_ONCE(w->ring->vring.used->idx,
		   (__force __virtio16)cpu_to_le16(w->ring->next_used + by));
}

static int fro_get(struct kprobe *kp, struct pt_regs *regs)
{
	fro_set(container_of(kp, struct to_and_fro, get), regs, 0);
	return 0;
}

static int fro_enable(struct kprobe *kp, struct pt_regs *regs)
{
	fro_set(container_of(kp, struct to_and_fro, enable), regs, 1);
	return 0;
}

/* An interrupt ends, also when the ring is empty and not empty in turn. */
static void event_to_and_fro(struct kunit *test)
{
	struct event_test *t = test->priv;
	struct fake_ring *ring = &t->bed.fr->ring[FAKE_RX];
	struct to_and_fro w = {
		.ring = ring, .left = 5000,
		.get = { .symbol_name = "vrp_ring_look", .pre_handler = fro_get },
		.enable = { .symbol_name = "vrp_ring_irq_on", .pre_handler = fro_enable },
	};
	int err;

	KUNIT_ASSERT_EQ(test, 0, register_kprobe(&w.get));
	err = register_kprobe(&w.enable);
	if (!err) {
		/* An interrupt for nothing would go no further than virtio's core. */
		WRITE_ONCE(ring->vring.used->idx,
			   (__force __virtio16)cpu_to_le16(ring->next_used + 1));
		fake_ring_interrupt(ring);
		unregister_kprobe(&w.enable);
	}
	unregister_kprobe(&w.get);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_GT(test, w.looks, 0);
	KUNIT_EXPECT_LT(test, w.looks, 200);

	/* What stood there last may have been taken for an entry: then for all. */
	fake_ring_jump(ring, 1);
	fake_ring_interrupt(ring);
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(&t->bed) == BED_NUM + 1));
	KUNIT_EXPECT_EQ(test, 0, bed_send_u32(&t->bed, t->be, 4711));
	KUNIT_EXPECT_EQ(test, bed_read_u32(t->be), 4711);
}

static struct kunit_case virtio_rpmsg_event_cases[] = {
	KUNIT_CASE_PARAM_ATTR(event_to_remote, styles_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(event_to_linux, styles_gen_params),
	KUNIT_CASE(event_to_and_fro),
	{ }
};

static struct kunit_suite virtio_rpmsg_event_suite = {
	.name = "virtio_rpmsg_event",
	.init = event_init,
	.test_cases = virtio_rpmsg_event_cases,
};

kunit_test_suite(virtio_rpmsg_event_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus and event indices that make no sense");
MODULE_LICENSE("GPL");
