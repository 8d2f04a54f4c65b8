// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's side of a split ring; see virtio_rpmsg_ring.h. What is done once a batch is
 * here, what is done for each buffer there. This file is also compiled for the build machine,
 * where a generator plays the remote: tools/fuzz.
 */

#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/slab.h>

#include "virtio_rpmsg_ring.h"

/**
 * vrp_ring_init() - a ring of which the remote has no buffer yet
 * @ring: the ring
 * @vring: where its parts are, all zeros
 * @num: buffers, at most as many as it has descriptors
 * @le: it is little-endian
 * @event: event indices are in use
 * @to_us: the remote writes into the buffers, and we read them
 *
 * Return: 0 or -ENOMEM.
 */
int vrp_ring_init(struct vrp_ring *ring, const struct vring *vring,
		  unsigned int num, bool le, bool event, bool to_us)
{
	*ring = (struct vrp_ring){
		.vring = *vring, .num = num, .le = le, .event = event,
		.to_us = to_us,
	};
	ring->lent = bitmap_zalloc(num, GFP_KERNEL);
	return ring->lent ? 0 : -ENOMEM;
}

/**
 * vrp_ring_free() - free what vrp_ring_init() allocated
 * @ring: the ring, which the remote does not use any more
 */
void vrp_ring_free(struct vrp_ring *ring)
{
	bitmap_free(ring->lent);
	ring->lent = NULL;
}

/**
 * vrp_ring_describe() - write a descriptor, for good
 * @ring: the ring
 * @id: number of the buffer
 * @addr: where the remote finds it: a physical address, or one of the DMA API
 * @len: bytes there
 */
void vrp_ring_describe(struct vrp_ring *ring, unsigned int id, u64 addr, u32 len)
{
	ring->vring.desc[id] = (struct vring_desc){
		.addr = __cpu_to_virtio64(ring->le, addr),
		.len = __cpu_to_virtio32(ring->le, len),
		.flags = __cpu_to_virtio16(ring->le,
					   ring->to_us ? VRING_DESC_F_WRITE : 0),
	};
}

/**
 * vrp_ring_look() - see what the remote has used
 * @ring: the ring, of which all that was seen is taken
 *
 * One read of shared memory. An index that goes further than what is lent breaks the ring.
 *
 * Return: whether there is something to take.
 */
bool vrp_ring_look(struct vrp_ring *ring)
{
	u16 used = __virtio16_to_cpu(ring->le, READ_ONCE(ring->vring.used->idx));

	if (used == ring->used || ring->broken)
		return false;
	if ((u16)(used - ring->used) > vrp_ring_num_lent(ring)) {
		ring->broken = true;
		return false;
	}
	/* Entries and buffers are read after the index: see the table of pairs. */
	rmb();
	ring->seen = used;
	ring->active = true;
	return true;
}

/*
 * Does the remote want to be rung? There is firmware that offers event indices and never moves
 * its own: one whose index is still 0 although it has used buffers of this ring is rung each
 * time. The remote sees the new available index, or we see that it has used one: the barrier
 * is the caller's.
 */
static bool vrp_ring_wants_kick(const struct vrp_ring *ring, u16 old)
{
	u16 event;

	if (!ring->event)
		return !(__virtio16_to_cpu(ring->le,
					   READ_ONCE(ring->vring.used->flags)) &
			 VRING_USED_F_NO_NOTIFY);

	event = __virtio16_to_cpu(ring->le,
				  READ_ONCE(vring_avail_event(&ring->vring)));
	return vring_need_event(event, ring->published, old) ||
	       (!event && READ_ONCE(ring->vring.used->idx));
}

/**
 * vrp_ring_publish() - tell the remote of all buffers that were lent
 * @ring: the ring
 *
 * Return: whether the remote has to be rung.
 */
bool vrp_ring_publish(struct vrp_ring *ring)
{
	u16 old = ring->published;

	if (old == ring->avail)
		return false;

	if (ring->to_us)
		/* Buffers that are given back were read before the remote writes to them. */
		mb();
	else
		/* Buffers were written before the remote reads them. */
		wmb();
	ring->published = ring->avail;
	WRITE_ONCE(ring->vring.avail->idx,
		   __cpu_to_virtio16(ring->le, ring->avail));
	/* The remote sees the index, or we see that it wants to be rung. */
	mb();
	return vrp_ring_wants_kick(ring, old);
}

/**
 * vrp_ring_irq_off() - the remote need not ring
 * @ring: the ring
 *
 * It may all the same: an event index that was passed just now comes again after 65,535
 * buffers.
 */
void vrp_ring_irq_off(struct vrp_ring *ring)
{
	struct vring *vring = &ring->vring;

	if (ring->irq_off)
		return;
	ring->irq_off = true;
	if (ring->event)
		WRITE_ONCE(vring_used_event(vring),
			   __cpu_to_virtio16(ring->le, ring->used - 1));
	else
		WRITE_ONCE(vring->avail->flags,
			   __cpu_to_virtio16(ring->le,
					     VRING_AVAIL_F_NO_INTERRUPT));
}

/**
 * vrp_ring_irq_on() - the remote shall ring when it uses the next buffer
 * @ring: the ring, of which all that was seen is taken
 *
 * Return: true when it has used one already, and need not ring for that.
 */
bool vrp_ring_irq_on(struct vrp_ring *ring)
{
	struct vring *vring = &ring->vring;

	if (ring->event)
		WRITE_ONCE(vring_used_event(vring),
			   __cpu_to_virtio16(ring->le, ring->used));
	else if (ring->irq_off)
		WRITE_ONCE(vring->avail->flags, 0);
	ring->irq_off = false;
	/* The remote sees that, or we see what it has used. */
	mb();
	return !ring->broken && vrp_ring_has_news(ring);
}

/**
 * vrp_ring_near_zero() - can an interrupt of the kernel's virtio_ring get lost?
 * @ring: the ring
 *
 * vring_interrupt() calls the driver only if the used index is not where virtio_ring has last
 * seen it. As nothing is taken through virtio_ring, that is 0 for ever. So when the remote
 * leaves its index at a multiple of 65,536, the driver is not called.
 *
 * Return: true when the remote can do so with the buffers that it has.
 */
bool vrp_ring_near_zero(const struct vrp_ring *ring)
{
	u16 left = -ring->used;

	return left && left <= vrp_ring_num_lent(ring);
}
