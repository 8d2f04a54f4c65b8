// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and a configuration space that lies about the sizes of buffers:
 * sizes that make no sense or have no room, or are others each time they are read.
 */

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/virtio_config.h>

#include "hostile.h"
#include "log.h"
#include "sizes.h"
#include "virtio_rpmsg_kunit.h"

#define HDR		((u32)sizeof(struct fake_hdr))

/* Remotes with random configurations. */
#define LIES_REMOTES	60

/* A size that no dialect is declined for. */
#define SANE		4096

/**
 * struct size_case - one size that is told
 * @size: bytes
 * @good: it makes sense
 */
struct size_case {
	u32 size;
	bool good;
};

static const struct size_case size_cases[] = {
	{ 0 }, { 1 }, { 16 }, { 20 }, { 28 }, { 32 }, { 52 }, { 55 },
	{ 56, true }, { 57 }, { 58 }, { 60, true }, { 514 }, { 515 },
	{ 4095 }, { 4097 }, { 65532, true }, { 65535 }, { 65536, true },
	{ 65537 }, { 65540 }, { 0x10000 * 16 }, { 0x7ffffffc }, { 0x80000000 },
	{ 0x80000200 }, { 0xfffff000 }, { 0xfffffffc }, { 0xffffffff },
};

/* The sizes in use, as the ring and senders see them. */
static void expect_sizes(struct kunit *test, struct fake_remote *fr, u32 rx, u32 tx)
{
	struct bed bed = { .fr = fr };
	struct bed_ept *be;
	struct fake_buf buf;
	u32 i;

	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr));
	bed.ctrl = fake_remote_ctrl(fr);
	be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, rpmsg_get_mtu(be->ept), (ssize_t)(tx - HDR));
	KUNIT_ASSERT_TRUE(test, fake_ring_take(&fr->ring[FAKE_RX], &buf));
	KUNIT_EXPECT_EQ(test, buf.len, rx);

	/* The whole of a buffer is one message, and one byte more is none. */
	for (i = 0; i < 2; i++) {
		fuzz_fill(buf.va + HDR, rx - HDR, 9);
		fake_hdr_write(&buf, BED_REMOTE, be->ept->addr, rx - HDR);
		fake_ring_use(&fr->ring[FAKE_RX], buf.id, rx + i);
		fake_ring_interrupt(&fr->ring[FAKE_RX]);
		KUNIT_EXPECT_EQ(test, rpmsg_rxq_next_len(&be->q), i ? 0 : rx - HDR);
		rpmsg_rxq_close(&be->q);
		rpmsg_rxq_open(&be->q);
		KUNIT_ASSERT_TRUE(test, fake_ring_take(&fr->ring[FAKE_RX], &buf));
	}
}

static void expect_told(struct kunit *test, enum sizes_how how, u32 rx, u32 tx,
			bool good)
{
	struct fake_remote_config cfg = { .num = BED_NUM };
	struct fake_remote *fr;

	sizes_config(&cfg, how, rx, tx);
	fr = fake_remote_add(test, &cfg);
	KUNIT_EXPECT_EQ_MSG(test, fr->vdev->features, good ? cfg.features : 0,
			    "%u to Linux, %u from it", rx, tx);
	expect_sizes(test, fr, good ? rx : FAKE_BUF_SIZE, good ? tx : FAKE_BUF_SIZE);
	fake_remote_del(fr);
}

static void lies_sizes(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(size_cases); i++) {
		const struct size_case *c = &size_cases[i];

		expect_told(test, SIZES_OPENAMP, c->size, SANE, c->good);
		expect_told(test, SIZES_OPENAMP, SANE, c->size, c->good);
		expect_told(test, SIZES_NUTTX, c->size, SANE, c->good);
		expect_told(test, SIZES_NUTTX, SANE, c->size, c->good);
	}
}

/* One that makes no sense is refused in a line that says what would, and is not used. */
static void expect_refused(struct kunit *test, const char *name, u32 size)
{
	struct kmsg_dump_iter log;
	struct fake_remote *fr;

	log_begin(&log);
	KUNIT_EXPECT_EQ_MSG(test, sizes_set_parameter(name, size), -EINVAL, "%s=%u",
			    name, size);
	KUNIT_EXPECT_EQ(test, log_count(&log, name, NULL), 1);
	KUNIT_EXPECT_EQ(test, log_count(&log, "a multiple of 4 from 56 to 65536", NULL), 1);
	fr = fake_remote_add(test, &(struct fake_remote_config){ .num = BED_NUM });
	expect_sizes(test, fr, FAKE_BUF_SIZE, FAKE_BUF_SIZE);
	fake_remote_del(fr);
}

static void lies_parameters(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(size_cases); i++) {
		const struct size_case *c = &size_cases[i];
		struct sizes sizes = { "", SIZES_PARAMETERS, c->size, SANE };
		struct fake_remote *fr;

		if (!c->good) {
			expect_refused(test, "rx_buf_size", c->size);
			expect_refused(test, "tx_buf_size", c->size);
			continue;
		}
		fr = sizes_remote(test, &sizes, BED_NUM, 0);
		expect_sizes(test, fr, c->size, SANE);
		fake_remote_del(fr);
		swap(sizes.rx, sizes.tx);
		fr = sizes_remote(test, &sizes, BED_NUM, 0);
		expect_sizes(test, fr, SANE, c->size);
		fake_remote_del(fr);
	}
}

/**
 * struct change - a configuration that is another one later
 * @desc: in words
 * @from: the first read that finds it changed, from 0
 * @rx: size to Linux then
 * @tx: from Linux
 * @bound: that makes sense as well
 */
struct change {
	const char *desc;
	unsigned int from;
	u32 rx;
	u32 tx;
	bool bound;
};

static const struct change changes[] = {
	{ "grows", 1, 65536, 65536, true },
	{ "shrinks", 1, 56, 56, true },
	{ "no announcement to Linux", 1, 52, SANE },
	{ "the other way round", 1, 1024, SANE, true },
	{ "no header to Linux", 1, 12, 1024 },
	{ "no header from Linux", 1, SANE, 12 },
	{ "nothing", 1, 0, 0 },
	{ "odd", 1, SANE + 2, 1024 },
	{ "huge", 1, 0xfffffffc, 1024 },
	{ "all huge", 1, 0x80000000, 0x80000000 },
	{ "beyond 16 bits of payload", 1, SANE, 65540 },
};

static void change_desc(const struct change *change, char *desc)
{
	strscpy(desc, change->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(changes, changes, change_desc);

static const struct change *change_now;
static enum sizes_how change_how;

static void change_config(struct fake_remote *fr, unsigned int reads)
{
	if (reads >= change_now->from)
		sizes_write(fr->cfg.config, change_how, change_now->rx,
			    change_now->tx);
}

/* Good when it was offered, something else when it is put to use. */
static void lies_change(struct kunit *test)
{
	struct fake_remote_config cfg;
	struct fake_remote *fr;

	change_now = test->param_value;
	for (change_how = SIZES_OPENAMP; change_how <= SIZES_NUTTX; change_how++) {
		cfg = (struct fake_remote_config){
			.num = BED_NUM, .on_config = change_config,
		};
		sizes_config(&cfg, change_how, SANE, 1024);
		fr = fake_remote_add(test, &cfg);
		KUNIT_EXPECT_EQ(test, fake_remote_is_bound(fr), change_now->bound);
		if (change_now->bound)
			expect_sizes(test, fr, change_now->rx, change_now->tx);
		else
			KUNIT_EXPECT_TRUE(test, fr->status & VIRTIO_CONFIG_S_FAILED);
		fake_remote_del(fr);
	}
}

/* Each read finds other sizes: those of one read are used, and not of two. */
static void flip_config(struct fake_remote *fr, unsigned int reads)
{
	u32 size = reads % 2 ? 1024 : 65536;

	sizes_write(fr->cfg.config, SIZES_OPENAMP, size, size);
}

static void lies_each_read(struct kunit *test)
{
	struct fake_remote_config cfg = {
		.num = BED_NUM, .on_config = flip_config,
	};
	struct bed bed;
	struct bed_ept *be;
	struct fake_buf buf;

	sizes_config(&cfg, SIZES_OPENAMP, SANE, SANE);
	bed.fr = fake_remote_add(test, &cfg);
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed.fr));
	bed.ctrl = fake_remote_ctrl(bed.fr);
	be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	KUNIT_ASSERT_TRUE(test, fake_ring_take(&bed.fr->ring[FAKE_RX], &buf));
	KUNIT_EXPECT_EQ(test, rpmsg_get_mtu(be->ept), (ssize_t)(buf.len - HDR));
	KUNIT_EXPECT_LE(test, bed.fr->config_reads, 2U);
}

/* Afterwards nobody looks at it any more. */
static void lies_later(struct kunit *test)
{
	struct fake_remote_config cfg = { .num = BED_NUM };
	struct fake_remote *fr;
	unsigned int reads;

	sizes_config(&cfg, SIZES_OPENAMP, SANE, 1024);
	fr = fake_remote_add(test, &cfg);
	reads = fr->config_reads;
	memset(fr->cfg.config, 0xff, sizeof(fr->cfg.config));
	expect_sizes(test, fr, SANE, 1024);
	KUNIT_EXPECT_EQ(test, fr->config_reads, reads);
}

static struct rnd_state random_state;

static void random_config(struct fake_remote *fr, unsigned int reads)
{
	u8 *config = fr->cfg.config;

	/* One byte each time; the first is as it should be. */
	if (reads)
		config[prandom_u32_state(&random_state) % fr->cfg.config_len] =
			prandom_u32_state(&random_state);
}

static void lies_random(struct kunit *test)
{
	unsigned int n, bound = 0;

	prandom_seed_state(&random_state, FUZZ_SEED);
	for (n = 0; n < LIES_REMOTES; n++) {
		struct fake_remote_config cfg = {
			.num = BED_NUM, .on_config = random_config,
		};
		struct fake_remote *fr;
		struct fake_buf buf;

		sizes_config(&cfg, n % 2 ? SIZES_NUTTX : SIZES_OPENAMP, 65536, SANE);
		fr = fake_remote_add(test, &cfg);
		if (!fake_remote_is_bound(fr))
			continue;
		bound++;
		KUNIT_ASSERT_TRUE(test, fake_ring_take(&fr->ring[FAKE_RX], &buf));
		KUNIT_EXPECT_TRUE_MSG(test, buf.len >= 2 * HDR && buf.len <= 65536 &&
				      IS_ALIGNED(buf.len, 4),
				      "seed %#x, remote %u: %u bytes", FUZZ_SEED, n,
				      buf.len);
		fake_remote_del(fr);
	}
	KUNIT_EXPECT_GT(test, bound, 0);
	KUNIT_EXPECT_LT(test, bound, LIES_REMOTES);
}

/**
 * struct narrow - shared memory that is short
 * @kp: where it is asked for
 * @room: bytes of the largest piece that can be had
 * @refused: how often more was asked for
 */
struct narrow {
	struct kprobe kp;
	size_t room;
	unsigned int refused;
};

/* Nobody has that much. */
static int narrow_alloc(struct kprobe *kp, struct pt_regs *regs)
{
	struct narrow *w = container_of(kp, struct narrow, kp);
	struct device *dev = (void *)regs_get_kernel_argument(regs, 0);

	if (strncmp(dev_name(dev), "fake-remote", 11) ||
	    regs_get_kernel_argument(regs, 1) <= w->room)
		return 0;
	regs->regs[1] = BIT_ULL(40);
	w->refused++;
	return 0;
}

static void narrow_end(void *data)
{
	struct narrow *w = data;

	unregister_kprobe(&w->kp);
}

static struct narrow *narrow_begin(struct kunit *test)
{
	struct narrow *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	w->kp.symbol_name = "dma_alloc_attrs";
	w->kp.pre_handler = narrow_alloc;
	KUNIT_ASSERT_EQ(test, 0, register_kprobe(&w->kp));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, narrow_end, w));
	return w;
}

/* Room for @num buffers each way of the sizes that the remote asks for. */
static void narrow_one(struct kunit *test, struct narrow *w, u32 num, u32 rx, u32 tx)
{
	struct fake_remote_config cfg = { .num = BED_NUM };
	bool good = num >= 4;
	struct fake_remote *fr;

	sizes_config(&cfg, SIZES_OPENAMP, rx, tx);
	w->room = (size_t)num * (rx + tx);
	w->refused = 0;
	fr = fake_remote_add(test, &cfg);
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr));
	KUNIT_EXPECT_EQ(test, fr->vdev->features, good ? cfg.features : 0);
	KUNIT_EXPECT_GT(test, w->refused, 0);
	if (good)
		KUNIT_EXPECT_EQ(test, fake_ring_avail(&fr->ring[FAKE_RX]),
				rounddown_pow_of_two(num));
	expect_sizes(test, fr, good ? rx : FAKE_BUF_SIZE, good ? tx : FAKE_BUF_SIZE);
	fake_remote_del(fr);
}

static void lies_no_room(struct kunit *test)
{
	struct narrow *w = narrow_begin(test);
	struct fake_remote *fr;

	narrow_one(test, w, BED_NUM - 1, 65536, 65536);
	narrow_one(test, w, 7, 65536, 56);
	narrow_one(test, w, 4, 56, 65536);
	narrow_one(test, w, 3, 65536, 65536);
	narrow_one(test, w, 1, 65536, 4096);

	/* Not even two buffers of 512 bytes. */
	w->room = 1023;
	fr = fake_remote_add(test, &(struct fake_remote_config){ .num = BED_NUM });
	KUNIT_EXPECT_FALSE(test, fake_remote_is_bound(fr));
	KUNIT_EXPECT_TRUE(test, fr->status & VIRTIO_CONFIG_S_FAILED);
}

/* There was room for what it said first, and is none for what it says then. */
static const struct change grows = { "grows", 1, 65536, 65536, true };

static void lies_no_room_later(struct kunit *test)
{
	struct fake_remote_config cfg = {
		.num = BED_NUM, .on_config = change_config,
	};
	struct narrow *w = narrow_begin(test);
	struct fake_remote *fr;

	change_now = &grows;
	change_how = SIZES_OPENAMP;
	sizes_config(&cfg, SIZES_OPENAMP, 1024, 1024);
	w->room = 3 * 2 * 65536;
	fr = fake_remote_add(test, &cfg);
	expect_sizes(test, fr, 65536, 65536);
	w->room = 65536;
	fr = fake_remote_add(test, &cfg);
	KUNIT_EXPECT_FALSE(test, fake_remote_is_bound(fr));
	KUNIT_EXPECT_TRUE(test, fr->status & VIRTIO_CONFIG_S_FAILED);
}

static struct kunit_case virtio_rpmsg_lies_cases[] = {
	KUNIT_CASE_SLOW(lies_sizes),
	KUNIT_CASE_SLOW(lies_parameters),
	KUNIT_CASE_PARAM_ATTR(lies_change, changes_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(lies_each_read),
	KUNIT_CASE(lies_later),
	KUNIT_CASE_SLOW(lies_random),
	KUNIT_CASE(lies_no_room),
	KUNIT_CASE(lies_no_room_later),
	{ }
};

static struct kunit_suite virtio_rpmsg_lies_suite = {
	.name = "virtio_rpmsg_lies",
	.test_cases = virtio_rpmsg_lies_cases,
};

kunit_test_suite(virtio_rpmsg_lies_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus and a configuration that lies");
MODULE_LICENSE("GPL");
