/* SPDX-License-Identifier: GPL-2.0-only */
/* An endpoint device in framed mode, for buffers of several sizes. */

#ifndef KUNIT_FRAMES_H
#define KUNIT_FRAMES_H

#include <linux/uaccess.h>
#include <uapi/linux/rpmsg_frame.h>

#include "char_fixture.h"
#include "hostile.h"
#include "sizes.h"

#define FRAME_HDR	sizeof(struct rpmsg_frame)
#define HDR		((u32)sizeof(struct fake_hdr))

/* What the program's memory has before it is read to. */
#define FRAMES_BLANK	0x5a

/**
 * struct frames - what each test has
 * @t: the device, open, not blocking, in framed mode
 * @sizes: of the remote's buffers
 * @f: the remote's nonsense
 * @size: bytes of @buf and @user
 * @buf: memory for reads and writes
 * @user: as @buf, the program's own
 * @stop: other threads are to end
 * @wrong: frames that make no sense
 */
struct frames {
	struct char_test t;
	const struct sizes *sizes;
	struct fuzz f;
	size_t size;
	u8 *buf;
	u8 __user *user;
	bool stop;
	unsigned int wrong;
};

static const struct sizes frames_sizes[] = {
	{ "default", SIZES_PARAMETERS, 512, 512, BIT_ULL(VIRTIO_RING_F_EVENT_IDX) },
	{ "OpenAMP", SIZES_OPENAMP, 4096, 1024, 0 },
	{ "NuttX", SIZES_NUTTX, 56, 2048, 0 },
	{ "OpenAMP", SIZES_OPENAMP, 65536, 65536, BIT_ULL(VIRTIO_RING_F_EVENT_IDX) },
	{ "parameters", SIZES_PARAMETERS, 65532, 56, 0 },
};

KUNIT_ARRAY_PARAM(frames, frames_sizes, sizes_desc);

static inline void frames_set(struct kunit *test, struct frames *fs)
{
	u32 __user *on = (u32 __user *)fs->user;

	KUNIT_ASSERT_EQ(test, put_user(1, on), 0);
	KUNIT_ASSERT_EQ(test, node_ioctl(fs->t.file, RPMSG_SET_FRAMED_IOCTL, on), 0L);
}

static inline int frames_init(struct kunit *test)
{
	struct frames *fs = kunit_kzalloc(test, sizeof(*fs), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, fs);
	fs->sizes = test->param_value ?: &frames_sizes[0];
	fs->t.fr = sizes_remote(test, fs->sizes, CHAR_RING, FAKE_F_NS);
	char_begin(test, &fs->t);

	fs->size = 3 * (max(fs->sizes->rx, fs->sizes->tx) + FRAME_HDR) + 64;
	fs->buf = kunit_kzalloc(test, fs->size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, fs->buf);
	fs->user = user_pages(test, PAGE_ALIGN(fs->size));
	frames_set(test, fs);
	fuzz_begin(&fs->f, FUZZ_SEED ^ fs->sizes->rx, fs->sizes->rx);
	fs->f.addr[fs->f.num++] = CHAR_LOCAL;
	return 0;
}

/* Puts a frame down. Returns where the next one goes, after its padding. */
static inline size_t frames_put(u8 *at, u32 len, u32 addr, u32 number)
{
	struct rpmsg_frame frame = { .len = len, .addr = addr };

	memcpy(at, &frame, sizeof(frame));
	fuzz_fill(at + sizeof(frame), len, number);
	return ALIGN(sizeof(frame) + len, RPMSG_FRAME_ALIGN);
}

/* Goes through what was read: whole frames, of the messages that are due. */
static inline void frames_check(struct frames *fs, const u8 *buf, size_t size)
{
	size_t at = 0, end;
	struct rpmsg_frame frame;

	while (at < size) {
		memcpy(&frame, buf + at, min(sizeof(frame), size - at));
		end = at + sizeof(frame);
		if (end > size || frame.flags || frame.reserved ||
		    frame.len > fs->sizes->rx - HDR || frame.len > size - end) {
			fs->wrong++;
			return;
		}
		fuzz_check(&fs->f, 0, buf + end, frame.len, frame.addr);
		end += frame.len;
		at += ALIGN(sizeof(frame) + frame.len, RPMSG_FRAME_ALIGN);
		if (memchr_inv(buf + end, 0, min(at, size) - end))
			fs->wrong++;
	}
}

/* Reads to somewhere in @buf, or to @user and from there to @buf. */
static inline ssize_t frames_read(struct frames *fs, size_t room, size_t offset,
				  bool user)
{
	u8 *buf = fs->buf + offset;
	ssize_t n;

	memset(fs->buf, FRAMES_BLANK, offset + room + 8);
	if (user) {
		n = node_read_user(fs->t.file, fs->user + offset, room);
		if (n > 0 && copy_from_user(buf, fs->user + offset, n))
			fs->wrong++;
	} else {
		n = node_read(fs->t.file, buf, room);
	}
	if (n < 0)
		return n;

	if (n > room || memchr_inv(fs->buf, FRAMES_BLANK, offset) ||
	    memchr_inv(buf + n, FRAMES_BLANK, room + 8 - n))
		fs->wrong++;
	else
		frames_check(fs, buf, n);
	return n;
}

/* Reads until all that is to come has come, or nothing more does. */
static inline void frames_drain(struct frames *fs)
{
	unsigned long end = jiffies + PROGRAM_LIMIT;

	while (fs->f.seen[0] != fs->f.sent[0] && time_before(jiffies, end) &&
	       !fs->wrong) {
		if (frames_read(fs, fs->size - 16, 0, false) == -EAGAIN)
			usleep_range(50, 100);
	}
}

static inline void frames_expect_right(struct kunit *test)
{
	struct frames *fs = test->priv;

	KUNIT_EXPECT_EQ_MSG(test, fs->wrong, 0, "seed %#x", fs->f.seed);
	KUNIT_EXPECT_EQ_MSG(test, fs->f.wrong, 0, "seed %#x", fs->f.seed);
}

#endif /* KUNIT_FRAMES_H */
