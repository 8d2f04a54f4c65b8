/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pseudo-random nonsense of a remote: messages with bad lengths among good ones, and
 * rings that are written over. What the good ones must be read as is known.
 */

#ifndef KUNIT_HOSTILE_H
#define KUNIT_HOSTILE_H

#include <linux/prandom.h>
#include <linux/string.h>

#include "fake_remote.h"

#define FUZZ_SEED	0x6d736770
#define FUZZ_EPTS	4

/* What stands everywhere but in good messages, which never have it. */
#define FUZZ_POISON	0xff

/**
 * struct fuzz - pseudo-random messages, and what must come of them
 * @rnd: the generator
 * @seed: what it began with, to be printed when something fails
 * @buf_size: bytes of a receive buffer
 * @addr: addresses of endpoints
 * @num: how many
 * @sent: valid messages for each, by number
 * @seen: of which were read
 * @wrong: read, and not the one that was due
 */
struct fuzz {
	struct rnd_state rnd;
	u32 seed;
	u32 buf_size;
	u32 addr[FUZZ_EPTS];
	unsigned int num;
	u32 sent[FUZZ_EPTS];
	u32 seen[FUZZ_EPTS];
	unsigned int wrong;
};

static inline void fuzz_begin(struct fuzz *f, u32 seed, u32 buf_size)
{
	f->seed = seed;
	f->buf_size = buf_size;
	prandom_seed_state(&f->rnd, seed);
}

static inline u32 fuzz_below(struct fuzz *f, u32 n)
{
	return prandom_u32_state(&f->rnd) % n;
}

static inline u32 fuzz_used(struct fuzz *f)
{
	switch (fuzz_below(f, 8)) {
	case 0:
	case 1:
		return prandom_u32_state(&f->rnd);
	case 2:
		return fuzz_below(f, sizeof(struct fake_hdr));
	case 3:
		return f->buf_size + fuzz_below(f, 8) - 3;
	default:
		return fuzz_below(f, f->buf_size + 4);
	}
}

static inline u16 fuzz_len(struct fuzz *f, u32 used)
{
	switch (fuzz_below(f, 4)) {
	case 0:
		return prandom_u32_state(&f->rnd);
	case 1:
		return used - sizeof(struct fake_hdr) + fuzz_below(f, 3) - 1;
	default:
		return fuzz_below(f, f->buf_size - sizeof(struct fake_hdr));
	}
}

/* Is it a message? What the driver must find as well. */
static inline bool fuzz_is_valid(u32 buf_size, u32 used, u16 len)
{
	return used <= buf_size && used >= sizeof(struct fake_hdr) &&
	       len <= used - sizeof(struct fake_hdr);
}

/* The content of a valid message and its sender say which one it is. */
static inline void fuzz_fill(void *data, u16 len, u32 number)
{
	memset(data, number % 251, len);
	memcpy(data, &number, min(len, 4));
}

static inline u32 fuzz_src(u32 number)
{
	return number * 0x9e3779b1u;
}

static inline bool fuzz_is(const void *data, size_t len, u32 number)
{
	size_t head = min(len, sizeof(number));

	return !memcmp(data, &number, head) &&
	       !memchr_inv(data + head, number % 251, len - head);
}

/* Posts one in a buffer that was taken. Returns whether it is valid. */
static inline bool fuzz_post(struct fuzz *f, struct fake_ring *ring,
			     const struct fake_buf *buf)
{
	unsigned int who = fuzz_below(f, f->num + 1);
	u32 used = fuzz_used(f), dst = prandom_u32_state(&f->rnd) | BIT(31);
	u32 src = prandom_u32_state(&f->rnd);
	u16 len = fuzz_len(f, used);
	bool valid = who < f->num && fuzz_is_valid(f->buf_size, used, len);

	memset(buf->va, FUZZ_POISON, f->buf_size);
	if (who < f->num)
		dst = f->addr[who];
	if (valid) {
		src = fuzz_src(f->sent[who]);
		fuzz_fill(buf->va + sizeof(struct fake_hdr), len, f->sent[who]++);
	}
	fake_hdr_write(buf, src, dst, len);
	fake_ring_use(ring, buf->id, used);
	return valid;
}

/* A message was read: it must be the one that is due. */
static inline void fuzz_check(struct fuzz *f, unsigned int who, const void *data,
			      size_t len, u32 src)
{
	u32 number = f->seen[who]++;

	if (len > f->buf_size - sizeof(struct fake_hdr) ||
	    !fuzz_is(data, len, number) || src != fuzz_src(number))
		f->wrong++;
}

/* All that a descriptor has. Half of the time they all are one circle. */
static inline void fuzz_descs(struct fuzz *f, struct vring *vr)
{
	unsigned int i;

	prandom_bytes_state(&f->rnd, vr->desc, vr->num * sizeof(*vr->desc));
	if (fuzz_below(f, 2))
		return;
	for (i = 0; i < vr->num; i++) {
		vr->desc[i].flags = (__force __virtio16)cpu_to_le16(VRING_DESC_F_NEXT);
		vr->desc[i].next = (__force __virtio16)cpu_to_le16((i + 1) % vr->num);
	}
}

/* Whatever the remote writes into the shared part of a ring. */
static inline void fuzz_ring(struct fuzz *f, struct fake_ring *ring)
{
	struct vring *vr = &ring->vring;
	unsigned int i;

	for (i = 0; i < 4; i++)
		fake_ring_use(ring, fuzz_below(f, vr->num + 2), fuzz_used(f));
	if (!fuzz_below(f, 3))
		prandom_bytes_state(&f->rnd, vr->used, sizeof(*vr->used));
	if (!fuzz_below(f, 3))
		fake_ring_jump(ring, prandom_u32_state(&f->rnd));
	if (!fuzz_below(f, 3))
		fuzz_descs(f, vr);
	fake_ring_interrupt(ring);
}

#endif /* KUNIT_HOSTILE_H */
