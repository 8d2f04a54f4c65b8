/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's side of a split ring (VIRTIO 1.2, section 2.7) that another core reads and
 * writes at will.
 *
 * Descriptor i describes buffer i for ever. The ring never reads a descriptor back, nor the
 * available ring: which buffers the remote has is known from a bitmap of our own. Of what the
 * remote writes, it reads the used index, the used entries, the flags and the event index,
 * each once, and checks them before use. So whatever the remote does costs a bounded number
 * of steps, and ends in a ring that is broken at worst.
 *
 * The caller's lock is held in every call but vrp_ring_has_news().
 *
 * Barriers. The other side is another core that need not be in our shareability domain, so all
 * are the mandatory ones and not those for SMP:
 *
 *	ours					pairs with the remote's
 *	buffers and avail entries, barrier,	read avail index, barrier, read entries
 *	avail index: vrp_ring_publish()		and buffers
 *	avail index, mb(), read its flags	write flags or event index, barrier, read
 *	or event index: vrp_ring_publish()	the avail index
 *	read used index, rmb(), read used	write buffers and entries, barrier, write
 *	entries and buffers: vrp_ring_look()	the used index
 *	our flags or event index, mb(), read	write the used index, barrier, read our
 *	the used index: vrp_ring_irq_on()	flags or event index
 */

#ifndef VIRTIO_RPMSG_RING_H
#define VIRTIO_RPMSG_RING_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/virtio_byteorder.h>
#include <linux/virtio_ring.h>
#include <asm/barrier.h>

/**
 * struct vrp_ring - one ring
 * @vring: where its parts are; a copy, which nobody changes
 * @num: buffers, @vring.num at most
 * @le: the ring is little-endian (VIRTIO 1.0 and later); else as the processor
 * @event: both sides use event indices instead of flags
 * @to_us: the remote writes into the buffers
 * @irq_off: the remote was told last that it need not ring
 * @active: the remote has used a buffer
 * @broken: the remote has written nonsense: nothing is taken any more
 * @avail: available index: buffers lent so far, modulo 65536
 * @published: as much of @avail as the remote was told of
 * @used: used index: buffers that came back so far, modulo 65536
 * @seen: the remote's used index when it was read last
 * @lent: a bit for each buffer that the remote has
 */
struct vrp_ring {
	struct vring vring;
	unsigned int num;
	bool le;
	bool event;
	bool to_us;
	bool irq_off;
	bool active;
	bool broken;
	u16 avail;
	u16 published;
	u16 used;
	u16 seen;
	unsigned long *lent;
};

int vrp_ring_init(struct vrp_ring *ring, const struct vring *vring,
		  unsigned int num, bool le, bool event, bool to_us);
void vrp_ring_free(struct vrp_ring *ring);
void vrp_ring_describe(struct vrp_ring *ring, unsigned int id, u64 addr, u32 len);
bool vrp_ring_look(struct vrp_ring *ring);
bool vrp_ring_publish(struct vrp_ring *ring);
void vrp_ring_irq_off(struct vrp_ring *ring);
bool vrp_ring_irq_on(struct vrp_ring *ring);
bool vrp_ring_near_zero(const struct vrp_ring *ring);

/* How many buffers the remote has. */
static inline unsigned int vrp_ring_num_lent(const struct vrp_ring *ring)
{
	return (u16)(ring->avail - ring->used);
}

/* Buffer @id now goes to the remote with @len bytes. Not for one that is lent. */
static inline void vrp_ring_set_len(struct vrp_ring *ring, unsigned int id, u32 len)
{
	WRITE_ONCE(ring->vring.desc[id].len, __cpu_to_virtio32(ring->le, len));
}

/* Lends buffer @id, which must not be lent, from the next vrp_ring_publish() on. */
static inline void vrp_ring_put(struct vrp_ring *ring, unsigned int id)
{
	unsigned int slot = ring->avail & (ring->vring.num - 1);

	WRITE_ONCE(ring->vring.avail->ring[slot], __cpu_to_virtio16(ring->le, id));
	__set_bit(id, ring->lent);
	ring->avail++;
}

/*
 * Takes a buffer back. Returns its number, and in @len how many bytes the remote claims to
 * have written: any number. Negative when there is none, or the ring is broken.
 */
static inline int vrp_ring_take(struct vrp_ring *ring, u32 *len)
{
	unsigned int slot = ring->used & (ring->vring.num - 1);
	const vring_used_elem_t *elem = &ring->vring.used->ring[slot];
	u32 id;

	if (ring->used == ring->seen && !vrp_ring_look(ring))
		return -1;

	id = __virtio32_to_cpu(ring->le, READ_ONCE(elem->id));
	*len = __virtio32_to_cpu(ring->le, READ_ONCE(elem->len));
	if (unlikely(id >= ring->num || !__test_and_clear_bit(id, ring->lent))) {
		ring->broken = true;
		ring->seen = ring->used;
		return -1;
	}
	ring->used++;
	return id;
}

/* Would a look find something? Without the lock, as long as the ring is there. */
static inline bool vrp_ring_has_news(const struct vrp_ring *ring)
{
	return __virtio16_to_cpu(ring->le, READ_ONCE(ring->vring.used->idx)) !=
	       READ_ONCE(ring->used);
}

#endif /* VIRTIO_RPMSG_RING_H */
