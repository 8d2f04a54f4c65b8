// SPDX-License-Identifier: GPL-2.0-only
/*
 * Framed mode and a remote that misbehaves: whatever it writes, what a program reads
 * are whole frames of what was sent, and nothing else.
 */

#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

#include "frames.h"

#define STORM		400
#define REMOTES		4
#define ROUNDS		60
#define BATCH		32	/* messages at most before it looks at signals */

/* Takes a buffer, posts something in it, and maybe interrupts. */
static bool storm_post(struct frames *fs)
{
	struct fake_ring *ring = &fs->t.fr->ring[FAKE_RX];
	struct fake_buf buf;
	bool taken = fake_ring_take(ring, &buf);

	if (taken)
		fuzz_post(&fs->f, ring, &buf);
	if (!fuzz_below(&fs->f, 4) || !fake_ring_avail(ring))
		fake_ring_interrupt(ring);
	return taken;
}

/* Bad and good messages; reads of all sizes, at all addresses. */
static void frame_storm(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct fuzz *f = &fs->f;
	unsigned int n = 0;
	ssize_t ret;

	while (n < STORM) {
		n += storm_post(fs);
		if (fuzz_below(f, 3))
			continue;
		ret = frames_read(fs, 1 + fuzz_below(f, fs->size - 32),
				  fuzz_below(f, 16), fuzz_below(f, 2));
		KUNIT_EXPECT_TRUE_MSG(test, ret > 0 || ret == -EAGAIN ||
				      ret == -EMSGSIZE, "seed %#x: %zd", f->seed, ret);
	}
	fake_ring_interrupt(&fs->t.fr->ring[FAKE_RX]);
	frames_drain(fs);
	frames_expect_right(test);
	KUNIT_EXPECT_EQ_MSG(test, f->seen[0], f->sent[0], "seed %#x", f->seed);
	KUNIT_EXPECT_GT(test, f->sent[0], STORM / 20);
	KUNIT_EXPECT_EQ(test, attr_number(fs->t.node, "statistics/rx_dropped"), 0LL);
	KUNIT_EXPECT_TRUE(test, channels_settle(fs->t.fr));
}

/* What there was no room for is counted; the rest is the last that was sent. */
static void frame_dropped(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct fuzz *f = &fs->f;
	unsigned int n = 0;
	s64 queued;

	KUNIT_EXPECT_EQ(test, attr_write(fs->t.node, "rx_queue_limit", "0"), 1L);
	KUNIT_EXPECT_EQ(test, attr_write(fs->t.node, "rx_policy", "drop"), 4L);
	while (n < STORM / 2)
		n += storm_post(fs);
	fake_ring_interrupt(&fs->t.fr->ring[FAKE_RX]);

	queued = attr_number(fs->t.node, "statistics/rx_queued");
	KUNIT_EXPECT_GT(test, queued, 0LL);
	KUNIT_EXPECT_EQ(test, attr_number(fs->t.node, "statistics/rx_dropped"),
			(s64)f->sent[0] - queued);
	f->seen[0] = f->sent[0] - queued;
	frames_drain(fs);
	frames_expect_right(test);
	KUNIT_EXPECT_EQ_MSG(test, f->seen[0], f->sent[0], "seed %#x", f->seed);
}

/**
 * struct scribbler - writes to the lengths in a ring's headers all the time
 * @fs: until its @stop
 * @hdrs: the headers
 */
struct scribbler {
	struct frames *fs;
	struct fake_hdr *hdrs[CHAR_RING];
};

static long scribble(void *data)
{
	struct scribbler *s = data;
	unsigned int i;

	for (i = 0; !READ_ONCE(s->fs->stop); i++) {
		WRITE_ONCE(s->hdrs[i % CHAR_RING]->len, cpu_to_le16(i * 31 % 600));
		cond_resched();
	}
	return 0;
}

/* Returns how many frames, or -EBADMSG when one is longer than it can be. */
static int scribbled_frames(struct frames *fs, size_t size, u32 most)
{
	struct rpmsg_frame frame;
	size_t at = 0;
	int n;

	for (n = 0; at + FRAME_HDR <= size; n++) {
		memcpy(&frame, fs->buf + at, FRAME_HDR);
		at += FRAME_HDR;
		if (frame.len > most || frame.flags || frame.reserved ||
		    frame.addr != CHAR_REMOTE || at + frame.len > size ||
		    memchr_inv(fs->buf + at, 0x11, frame.len))
			return -EBADMSG;
		at = ALIGN(at + frame.len, RPMSG_FRAME_ALIGN);
	}
	return at < size ? -EBADMSG : n;
}

/* Uses all buffers, with room for @most bytes of payload, and reads what comes. */
static int scribbled_round(struct frames *fs, struct fake_buf *bufs, u32 most)
{
	struct fake_ring *ring = &fs->t.fr->ring[FAKE_RX];
	unsigned long end = jiffies + PROGRAM_LIMIT;
	int i, n, seen = 0;
	ssize_t ret;

	for (i = 0; i < CHAR_RING; i++)
		fake_ring_use(ring, bufs[i].id, HDR + most);
	fake_ring_interrupt(ring);
	while (fake_ring_avail(ring) < CHAR_RING && time_before(jiffies, end)) {
		ret = node_read(fs->t.file, fs->buf, fs->size);
		n = ret > 0 ? scribbled_frames(fs, ret, most) : 0;
		if (n < 0)
			return n;
		seen += n;
	}
	for (i = 0; i < CHAR_RING; i++) {
		if (!fake_ring_take(ring, &bufs[i]))
			return -ENOBUFS;
	}
	return seen;
}

/* The length changes while the driver looks at it, and while it is read. */
static void frame_header_changes(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct scribbler s = { .fs = fs };
	struct fake_buf bufs[CHAR_RING];
	int i, n, seen = 0;

	for (i = 0; i < CHAR_RING; i++) {
		KUNIT_ASSERT_TRUE(test, fake_ring_take(&fs->t.fr->ring[FAKE_RX],
						       &bufs[i]));
		memset(bufs[i].va, 0x11, fs->sizes->rx);
		fake_hdr_write(&bufs[i], CHAR_REMOTE, CHAR_LOCAL, 0);
		s.hdrs[i] = bufs[i].va;
	}
	worker_start(test, &fs->t.worker[0], scribble, &s);
	for (i = 0; i < ROUNDS; i++) {
		n = scribbled_round(fs, bufs, 2 * i % (fs->sizes->rx - HDR));
		if (n < 0)
			break;
		seen += n;
	}
	WRITE_ONCE(fs->stop, true);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), 0L);
	KUNIT_EXPECT_EQ_MSG(test, i, ROUNDS, "error %d", n);
	/* Some were good, and not all. */
	KUNIT_EXPECT_GT(test, seen, 0);
	KUNIT_EXPECT_LT(test, seen, ROUNDS * CHAR_RING);
}

/* Reads until there is nothing more to come. Returns why. */
static long read_to_the_end(void *data)
{
	struct frames *fs = data;
	ssize_t ret;

	do {
		ret = frames_read(fs, fs->size - 32, fs->f.seen[0] % 8, false);
	} while (ret > 0);
	return ret;
}

/* A remote stops in the middle of a storm: a part is read, in order, then no more. */
static void frame_stop(struct kunit *test)
{
	struct frames *fs = test->priv;
	u32 i;

	node_set_nonblock(fs->t.file, false);
	worker_start(test, &fs->t.worker[0], read_to_the_end, fs);
	for (i = 0; i < STORM; i++)
		storm_post(fs);
	fake_remote_del(fs->t.fr);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), (long)-EPIPE);
	frames_expect_right(test);
	KUNIT_EXPECT_GT(test, fs->f.seen[0], 0);
	KUNIT_EXPECT_LE(test, fs->f.seen[0], fs->f.sent[0]);
}

/* The rings are written over while the program reads and writes. */
static void frame_rings_one(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct fuzz *f = &fs->f;
	size_t size = frames_put(fs->buf, 8, RPMSG_FRAME_ADDR_DEFAULT, 1);
	u8 *frame = kunit_kmalloc(test, size, GFP_KERNEL);
	unsigned int i;
	ssize_t ret;

	KUNIT_ASSERT_NOT_NULL(test, frame);
	memcpy(frame, fs->buf, size);
	for (i = 0; i < CHAR_RING / 2; i++) {
		node_write(fs->t.file, frame, size);
		storm_post(fs);
	}
	fuzz_ring(f, &fs->t.fr->ring[FAKE_TX]);
	fuzz_ring(f, &fs->t.fr->ring[FAKE_RX]);
	for (i = 0; i < CHAR_RING; i++) {
		ret = node_write(fs->t.file, frame, size);
		KUNIT_EXPECT_TRUE_MSG(test, ret == size || ret == -EAGAIN ||
				      ret == -EIO, "seed %#x: %zd", f->seed, ret);
		ret = node_read(fs->t.file, fs->buf, fs->size);
		KUNIT_EXPECT_TRUE_MSG(test, ret > 0 || ret == -EAGAIN,
				      "seed %#x: %zd", f->seed, ret);
	}
	fake_remote_del(fs->t.fr);
	KUNIT_EXPECT_EQ(test, node_write(fs->t.file, frame, size), (ssize_t)-EPIPE);
	do {
		ret = node_read(fs->t.file, fs->buf, fs->size);
	} while (ret > 0);
	KUNIT_EXPECT_EQ(test, ret, (ssize_t)-EPIPE);
}

static void frame_rings(struct kunit *test)
{
	struct frames *fs = test->priv;
	unsigned int n;

	for (n = 0; n < REMOTES; n++) {
		u32 seed = fs->f.seed + n;

		frame_rings_one(test);
		char_close(&fs->t);
		frames_init(test);
		fs = test->priv;
		fuzz_begin(&fs->f, seed + 1, fs->sizes->rx);
	}
}

/* Who looks at a ring that was given up stops looking, and sleeps. */
static void frame_busy_broken(struct kunit *test)
{
	struct frames *fs = test->priv;
	struct fake_ring *ring = &fs->t.fr->ring[FAKE_RX];
	u32 __user *us = (u32 __user *)fs->user;

	KUNIT_ASSERT_EQ(test, param_write("rpmsg_char", "busy_poll_max", "1000"), 0);
	if (!put_user(1000, us))
		KUNIT_EXPECT_EQ(test, node_ioctl(fs->t.file, RPMSG_SET_BUSY_POLL_IOCTL,
						 us), 0L);
	fake_ring_use(ring, CHAR_RING, 20);
	fake_ring_interrupt(ring);
	KUNIT_EXPECT_TRUE(test, virtqueue_is_broken(ring->vq));
	node_set_nonblock(fs->t.file, false);
	worker_start(test, &fs->t.worker[0], read_to_the_end, fs);
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&fs->t.worker[0]));
	fake_remote_del(fs->t.fr);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), (long)-EPIPE);
	KUNIT_EXPECT_EQ(test, param_write("rpmsg_char", "busy_poll_max", "0"), 0);
}

static long read_killed(void *data)
{
	struct frames *fs = data;

	worker_signal(&fs->t.worker[0], SIGKILL);
	return node_read(fs->t.file, fs->buf, fs->size);
}

/* However much there is to read, and room for it: who is killed ends soon. */
static void frame_killed(struct kunit *test)
{
	size_t each = FRAME_HDR + 8, all = 2 * BATCH - 4;
	struct frames *fs = test->priv;
	unsigned int i;

	KUNIT_ASSERT_GE(test, fs->size, all * each);
	for (i = 0; i < all; i++)
		KUNIT_ASSERT_EQ(test, char_say_in_time(&fs->t, "01234567", 8), 0);
	worker_start(test, &fs->t.worker[0], read_killed, fs);
	KUNIT_EXPECT_EQ(test, worker_join(&fs->t.worker[0]), (long)(BATCH * each));
	/* The rest is there for others. */
	KUNIT_EXPECT_EQ(test, node_read(fs->t.file, fs->buf, fs->size),
			(ssize_t)((all - BATCH) * each));
}

/* Messages of 5 bytes wait, to be read to where memory ends after @left bytes. */
static void hole_one(struct kunit *test, size_t left, ssize_t due)
{
	struct frames *fs = test->priv;
	u8 __user *end = user_pages(test, 2 * PAGE_SIZE) + PAGE_SIZE;
	ssize_t ret;
	u8 data[5];
	u32 i;

	/* The page in front of it is one that nobody has touched. */
	KUNIT_ASSERT_EQ(test, 0, vm_munmap((unsigned long)end, PAGE_SIZE));
	for (i = 0; i < 3; i++) {
		u32 number = fs->f.sent[0]++;

		fuzz_fill(data, sizeof(data), number);
		KUNIT_ASSERT_EQ(test, 0, fake_remote_send(fs->t.fr, fuzz_src(number),
							  CHAR_LOCAL, data,
							  sizeof(data)));
	}
	ret = node_read_user(fs->t.file, end - left, PAGE_SIZE);
	KUNIT_EXPECT_EQ_MSG(test, ret, due, "%zu bytes left", left);
	if (ret > 0) {
		KUNIT_ASSERT_EQ(test, 0UL, copy_from_user(fs->buf, end - left, ret));
		frames_check(fs, fs->buf, ret);
	}
	frames_drain(fs);
	KUNIT_ASSERT_EQ(test, fs->f.seen[0], fs->f.sent[0]);
}

/*
 * Memory that ends in a message: in its header, its payload or its padding. What was
 * before is read, and nothing is lost.
 */
static void frame_read_hole(struct kunit *test)
{
	size_t each = ALIGN(FRAME_HDR + 5, RPMSG_FRAME_ALIGN), left;

	for (left = 0; left <= 3 * each; left++)
		hole_one(test, left, left / each * each ?: -EFAULT);
	frames_expect_right(test);
}

static struct kunit_case rpmsg_char_frame_read_cases[] = {
	KUNIT_CASE_PARAM_ATTR(frame_storm, frames_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(frame_dropped, frames_gen_params),
	KUNIT_CASE_PARAM(frame_header_changes, frames_gen_params),
	KUNIT_CASE_PARAM_ATTR(frame_stop, frames_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(frame_rings, frames_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(frame_busy_broken),
	KUNIT_CASE(frame_read_hole),
	KUNIT_CASE(frame_killed),
	{ }
};

static struct kunit_suite rpmsg_char_frame_read_suite = {
	.name		= "rpmsg_char_frame_read",
	.init		= frames_init,
	.test_cases	= rpmsg_char_frame_read_cases,
};

kunit_test_suite(rpmsg_char_frame_read_suite);

MODULE_DESCRIPTION("KUnit suite of framed mode, reading from a bad remote");
MODULE_LICENSE("GPL");
