// SPDX-License-Identifier: GPL-2.0-only
/*
 * Framed mode and a program that misbehaves: bad headers, memory that is missing or
 * changes meanwhile. The remote gets whole messages as they were accepted, and no
 * byte of anything else.
 */

#include <linux/kprobes.h>
#include <linux/mman.h>
#include <linux/module.h>

#include "frames.h"

#define STORM		400
#define ROUNDS		300
#define ANY		RPMSG_FRAME_ADDR_DEFAULT

/**
 * struct writer - what a test expects of the next writes
 * @fs: the device
 * @sent: messages accepted so far, by number
 * @heard: of which the remote took
 */
struct writer {
	struct frames *fs;
	u32 sent;
	u32 heard;
};

/* The remote takes a message, poisons its buffer and gives it back. */
static bool hear_any(struct frames *fs, struct fake_hdr *hdr, u8 *copy)
{
	struct fake_ring *ring = &fs->t.fr->ring[FAKE_TX];
	struct fake_buf buf;

	if (!fake_ring_take(ring, &buf))
		return false;
	memcpy(hdr, buf.va, sizeof(*hdr));
	if (buf.len != HDR + le16_to_cpu(hdr->len) || buf.len > fs->sizes->tx)
		fs->wrong++;
	else
		memcpy(copy, buf.va + HDR, buf.len - HDR);
	memset(buf.va, FUZZ_POISON, fs->sizes->tx);
	fake_ring_use(ring, buf.id, 0);
	return true;
}

/* All that was accepted, in order, and no more. */
static void hear_all(struct kunit *test, struct writer *w, const u32 *lens)
{
	u8 *copy = kunit_kmalloc(test, w->fs->sizes->tx, GFP_KERNEL);
	struct fake_hdr hdr;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	while (hear_any(w->fs, &hdr, copy)) {
		u16 len = le16_to_cpu(hdr.len);

		KUNIT_EXPECT_EQ(test, len, *lens++);
		KUNIT_EXPECT_TRUE(test, fuzz_is(copy, len, w->heard));
		KUNIT_EXPECT_EQ(test, le32_to_cpu(hdr.src), CHAR_LOCAL);
		KUNIT_EXPECT_EQ(test, le32_to_cpu(hdr.dst), CHAR_REMOTE);
		w->heard++;
	}
	kunit_kfree(test, copy);
	KUNIT_EXPECT_EQ(test, w->heard, w->sent);
	KUNIT_EXPECT_EQ(test, w->fs->wrong, 0);
}

static ssize_t write_at(struct kunit *test, size_t offset, size_t size, bool user)
{
	struct frames *fs = test->priv;

	if (!user)
		return node_write(fs->t.file, fs->buf + offset, size);
	KUNIT_ASSERT_EQ(test, 0UL, copy_to_user(fs->user + offset, fs->buf + offset,
						size));
	return node_write_user(fs->t.file, fs->user + offset, size);
}

/**
 * struct bad_frame - a header that is refused
 * @desc: in words
 * @frame: the header; its length is beyond the mtu by so much where @over says so
 * @over: see @frame
 * @there: bytes of the frame that are there, if not all of it
 * @err: what write() says
 */
struct bad_frame {
	const char *desc;
	struct rpmsg_frame frame;
	bool over;
	size_t there;
	int err;
};

static const struct bad_frame bad_frames[] = {
	{ "a byte too long", { .len = 1, .addr = ANY }, true, 0, -EMSGSIZE },
	{ "a buffer too long", { .len = 16, .addr = ANY }, true, 0, -EMSGSIZE },
	{ "64 KiB", { .len = 65536, .addr = ANY }, false, 0, -EMSGSIZE },
	{ "64 KiB and 4", { .len = 65540, .addr = ANY }, false, 0, -EMSGSIZE },
	{ "2 GiB", { .len = 0x80000000, .addr = ANY }, false, 0, -EMSGSIZE },
	{ "all ones", { 0xffffffff, ANY, ~0U, ~0U }, false, 0, -EMSGSIZE },
	{ "wraps with the header", { .len = 0xfffffff0, .addr = ANY }, false, 0, -EMSGSIZE },
	{ "a flag", { .len = 4, .addr = ANY, .flags = 1 }, false, 0, -EINVAL },
	{ "another flag", { 4, ANY, 0x80000000, 0 }, false, 0, -EINVAL },
	{ "reserved", { 4, ANY, 0, 1 }, false, 0, -EINVAL },
	{ "no payload", { .len = 8, .addr = ANY }, false, 16, -EINVAL },
	{ "a byte missing", { .len = 8, .addr = ANY }, false, 23, -EINVAL },
	{ "half a header", { .len = 0, .addr = ANY }, false, 8, -EINVAL },
	{ "most of a header", { .len = 0, .addr = ANY }, false, 15, -EINVAL },
	{ "a byte of a header", { .len = 0, .addr = ANY }, false, 1, -EINVAL },
};

static void frame_bad_one(struct kunit *test, const struct bad_frame *bad,
			  struct writer *w, bool user)
{
	struct frames *fs = test->priv;
	u32 mtu = fs->sizes->tx - HDR, lens[] = { 3, mtu };
	struct rpmsg_frame frame = bad->frame;
	size_t at, size, offset = w->sent % 16;
	unsigned int good;

	if (bad->over)
		frame.len += mtu;
	for (good = 0; good <= 2; good++) {
		u8 *buf = fs->buf + offset;

		memset(fs->buf, FRAMES_BLANK, fs->size);
		for (at = 0, size = 0; size < good; size++)
			at += frames_put(buf + at, lens[size], ANY, w->sent + size);
		memcpy(buf + at, &frame, FRAME_HDR);
		size = bad->there ? at + bad->there : fs->size - offset;
		KUNIT_EXPECT_EQ_MSG(test, write_at(test, offset, size, user),
				    (ssize_t)(at ?: bad->err), "%s after %u",
				    bad->desc, good);
		w->sent += good;
		hear_all(test, w, lens);
	}
}

static void frame_bad_headers(struct kunit *test)
{
	struct writer w = { .fs = test->priv };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_frames); i++) {
		frame_bad_one(test, &bad_frames[i], &w, false);
		frame_bad_one(test, &bad_frames[i], &w, true);
	}
	KUNIT_EXPECT_EQ(test, attr_number(w.fs->t.node, "statistics/tx_messages"),
			(s64)w.sent);
}

/* Puts one down that may be bad. Returns what write() would say to it: 0 if good. */
static int storm_put(struct frames *fs, u8 *at, u32 number, u32 *len, size_t *end)
{
	u32 mtu = fs->sizes->tx - HDR;
	struct rpmsg_frame frame;

	*len = fuzz_below(&fs->f, mtu + 1);
	*end = frames_put(at, *len, ANY, number);
	if (fuzz_below(&fs->f, 6))
		return 0;

	memcpy(&frame, at, sizeof(frame));
	switch (fuzz_below(&fs->f, 4)) {
	case 0:
		frame.len = mtu + 1 + fuzz_below(&fs->f, 0x10000);
		break;
	case 1:
		frame.len = BIT(31) | prandom_u32_state(&fs->f.rnd);
		break;
	case 2:
		frame.flags = 1 + fuzz_below(&fs->f, 1000);
		break;
	default:
		frame.reserved = 1 + fuzz_below(&fs->f, 1000);
	}
	memcpy(at, &frame, sizeof(frame));
	return frame.len > mtu ? -EMSGSIZE : -EINVAL;
}

static void frame_write_storm(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct writer w = { .fs = fs };
	unsigned int n, i, most;
	u32 lens[8];

	for (n = 0; n < STORM; n++) {
		size_t offset = fuzz_below(&fs->f, 16), at = 0, end;
		ssize_t ret;
		int err = 0;

		most = 1 + fuzz_below(&fs->f, 3);
		for (i = 0; i < most && !err; i++) {
			err = storm_put(fs, fs->buf + offset + at, w.sent, &lens[i],
					&end);
			if (!err) {
				at += end;
				w.sent++;
			}
		}
		ret = write_at(test, offset, err ? at + end : at,
			       fuzz_below(&fs->f, 2));
		KUNIT_EXPECT_EQ_MSG(test, ret, (ssize_t)(at ?: err), "seed %#x, %u",
				    fs->f.seed, n);
		hear_all(test, &w, lens);
	}
	KUNIT_EXPECT_EQ(test, attr_number(fs->t.node, "statistics/tx_messages"),
			(s64)w.sent);
}

static long scribble(void *data)
{
	struct frames *fs = data;
	struct rpmsg_frame *frame = (void *)fs->buf;
	u32 i;

	for (i = 0; !READ_ONCE(fs->stop); i++) {
		WRITE_ONCE(frame->len, i * 31 % (fs->sizes->tx + HDR));
		cond_resched();
	}
	return 0;
}

/* The length changes after it was checked: what was checked is what is sent. */
static void frame_len_changes(struct kunit *test)
{
	struct frames *fs = test->priv;
	size_t size = FRAME_HDR + fs->sizes->tx - HDR;
	unsigned int n, sent = 0, odd = 0;
	struct fake_hdr hdr;
	u8 *copy;

	copy = kunit_kmalloc(test, fs->sizes->tx, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	memset(fs->buf, 0x11, fs->size);
	*(struct rpmsg_frame *)fs->buf = (struct rpmsg_frame){ .addr = ANY };
	worker_start(test, &fs->t.worker[0], scribble, fs);
	for (n = 0; n < ROUNDS; n++) {
		node_write(fs->t.file, fs->buf, size);
		while (hear_any(fs, &hdr, copy)) {
			sent++;
			odd += memchr_inv(copy, 0x11, le16_to_cpu(hdr.len)) ? 1 : 0;
		}
	}
	WRITE_ONCE(fs->stop, true);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), 0L);
	KUNIT_EXPECT_EQ(test, fs->wrong, 0);
	KUNIT_EXPECT_EQ(test, odd, 0);
	KUNIT_EXPECT_GT(test, sent, 0);
}

/* Memory that ends in a header or a payload: what is whole is sent. */
static void frame_write_hole(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct writer w = { .fs = fs };
	u8 __user *end = user_pages(test, 2 * PAGE_SIZE) + PAGE_SIZE;
	size_t each = ALIGN(FRAME_HDR + 5, RPMSG_FRAME_ALIGN), left, at;
	const u32 lens[] = { 5, 5, 5 };
	ssize_t ret;
	u32 i, n;

	KUNIT_ASSERT_EQ(test, 0, vm_munmap((unsigned long)end, PAGE_SIZE));
	for (left = 0; left <= 3 * each; left++) {
		/* Nobody reads the padding. */
		n = (left + each - FRAME_HDR - 5) / each;
		for (i = 0, at = 0; i < 3; i++)
			at += frames_put(fs->buf + at, 5, ANY, w.sent + i);
		KUNIT_ASSERT_EQ(test, 0UL, copy_to_user(end - left, fs->buf, left));
		ret = node_write_user(fs->t.file, end - left, 3 * each);
		KUNIT_EXPECT_EQ_MSG(test, ret, (ssize_t)(n * each ?: -EFAULT),
				    "%zu bytes left", left);
		w.sent += n;
		hear_all(test, &w, lens);
	}
}

/**
 * struct window - the ring breaks when messages are in buffers and not in the ring
 * @kp: where that is
 * @ring: the ring
 */
struct window {
	struct kprobe kp;
	struct fake_ring *ring;
};

static int window_break(struct kprobe *kp, struct pt_regs *regs)
{
	struct window *w = container_of(kp, struct window, kp);

	fake_ring_use(w->ring, CHAR_RING, 0);
	fake_ring_interrupt_atomic(w->ring);
	return 0;
}

/* What was not sent is not accepted either. */
static void frame_write_breaks(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct window w = {
		.kp.symbol_name = "virtio_rpmsg_send_nocopy_many",
		.kp.pre_handler = window_break,
		.ring = &fs->t.fr->ring[FAKE_TX],
	};
	size_t at = frames_put(fs->buf, 5, ANY, 0);
	ssize_t ret;

	at += frames_put(fs->buf + at, 5, ANY, 1);
	KUNIT_ASSERT_EQ(test, 0, register_kprobe(&w.kp));
	ret = node_write(fs->t.file, fs->buf, at);
	unregister_kprobe(&w.kp);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(w.ring->vq));
	KUNIT_EXPECT_EQ(test, ret, (ssize_t)-EIO);
	KUNIT_EXPECT_EQ(test, node_write(fs->t.file, fs->buf, at), (ssize_t)-EIO);
	KUNIT_EXPECT_EQ(test, attr_number(fs->t.node, "statistics/tx_messages"), 0LL);
	KUNIT_EXPECT_EQ(test, attr_number(fs->t.node, "statistics/tx_bytes"), 0LL);
}

/* Sends until there is nobody to send to. */
static long write_to_the_end(void *data)
{
	struct writer *w = data;
	size_t size;
	ssize_t ret;

	do {
		size = frames_put(w->fs->buf, 4, ANY, w->sent);
		size += frames_put(w->fs->buf + size, 4, ANY, w->sent + 1);
		ret = node_write(w->fs->t.file, w->fs->buf, size);
		if (ret > 0)
			w->sent += ret / (size / 2);
		/* What was not accepted yet comes once more. */
	} while (ret > 0);
	return ret;
}

/* The remote stops while the program sends, and waits for room. */
static void frame_write_stop(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct writer w = { .fs = fs };
	unsigned long end = jiffies + PROGRAM_LIMIT;
	struct fake_hdr hdr;
	u8 *copy;

	copy = kunit_kmalloc(test, fs->sizes->tx, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	node_set_nonblock(fs->t.file, false);
	worker_start(test, &fs->t.worker[0], write_to_the_end, &w);
	while (w.heard < STORM && time_before(jiffies, end)) {
		if (!hear_any(fs, &hdr, copy)) {
			usleep_range(50, 100);
			continue;
		}
		if (le16_to_cpu(hdr.len) != 4 || !fuzz_is(copy, 4, w.heard))
			fs->wrong++;
		w.heard++;
		fake_ring_signal(&fs->t.fr->ring[FAKE_TX]);
	}
	fake_remote_del(fs->t.fr);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), (long)-EPIPE);
	KUNIT_EXPECT_EQ(test, fs->wrong, 0);
	KUNIT_EXPECT_EQ(test, w.heard, STORM);
	KUNIT_EXPECT_LE(test, w.heard, w.sent);
}

static struct kunit_case rpmsg_char_frame_write_cases[] = {
	KUNIT_CASE_PARAM(frame_bad_headers, frames_gen_params),
	KUNIT_CASE_PARAM_ATTR(frame_write_storm, frames_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(frame_len_changes, frames_gen_params),
	KUNIT_CASE(frame_write_hole),
	KUNIT_CASE(frame_write_breaks),
	KUNIT_CASE_PARAM_ATTR(frame_write_stop, frames_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{ }
};

static struct kunit_suite rpmsg_char_frame_write_suite = {
	.name		= "rpmsg_char_frame_write",
	.init		= frames_init,
	.test_cases	= rpmsg_char_frame_write_cases,
};

kunit_test_suite(rpmsg_char_frame_write_suite);

MODULE_DESCRIPTION("KUnit suite of framed mode, a program that misbehaves");
MODULE_LICENSE("GPL");
