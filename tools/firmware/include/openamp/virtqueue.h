/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Device side of a virtio split ring (VIRTIO 1.2, 2.7). Linux is the driver: it
 * makes buffers available, we take them, and give them back used.
 *
 * Linux is not trusted to be free of faults. Indices are bounded by the size of
 * the ring, a buffer that is available while it is still ours is refused, and
 * a buffer's address is checked by port_shared(). A buffer that cannot be used is
 * given back with length 0 and counted.
 */
#ifndef OPENAMP_VIRTQUEUE_H
#define OPENAMP_VIRTQUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include <openamp/config.h>

/* VIRTIO 1.2, 2.7.5, 2.7.6, 2.7.8 */
#define VRING_DESC_F_NEXT		1u
#define VRING_DESC_F_WRITE		2u
#define VRING_DESC_F_INDIRECT		4u
#define VRING_AVAIL_F_NO_INTERRUPT	1u
#define VRING_USED_F_NO_NOTIFY		1u

/**
 * struct vring_desc - a descriptor (VIRTIO 1.2, 2.7.5)
 * @addr_low: device address of the buffer, low half
 * @addr_high: high half. In two, since not every core can load 64 bits at once,
 *	       and the buffer is ours: Linux does not change it any more.
 * @len: its size, bytes
 * @flags: VRING_DESC_F_*
 * @next: next descriptor of a chain
 */
struct vring_desc {
	uint32_t addr_low;
	uint32_t addr_high;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

/**
 * struct vring_avail - what Linux writes (VIRTIO 1.2, 2.7.6)
 * @flags: VRING_AVAIL_F_NO_INTERRUPT: do not ring me (without event index)
 * @idx: free-running count of buffers made available
 * @ring: their heads; after the last entry stands used_event
 */
struct vring_avail {
	uint16_t flags;
	uint16_t idx;
	uint16_t ring[];
};

/**
 * struct vring_used_elem - one buffer given back (VIRTIO 1.2, 2.7.8)
 * @id: head of the buffer
 * @len: bytes written into it
 */
struct vring_used_elem {
	uint32_t id;
	uint32_t len;
};

/**
 * struct vring_used - what we write (VIRTIO 1.2, 2.7.8)
 * @flags: VRING_USED_F_NO_NOTIFY: do not ring me (without event index)
 * @idx: free-running count of buffers given back
 * @ring: the buffers; after the last entry stands avail_event
 */
struct vring_used {
	uint16_t flags;
	uint16_t idx;
	struct vring_used_elem ring[];
};

/**
 * struct virtqueue_slot - what we remember of a buffer while it is ours
 * @addr: the checked buffer
 * @len: its checked size, bytes
 * @state: enum virtqueue_state
 */
struct virtqueue_slot {
	void *addr;
	uint32_t len;
	uint8_t state;
};

/**
 * enum virtqueue_state - who has a buffer
 * @VQ_THEIRS: Linux, or nobody
 * @VQ_TAKEN: we took it from the ring
 * @VQ_HELD: taken, and an application keeps it beyond its callback
 * @VQ_SPARE: taken for sending and not sent; it is used next
 */
enum virtqueue_state {
	VQ_THEIRS,
	VQ_TAKEN,
	VQ_HELD,
	VQ_SPARE,
};

/**
 * struct virtqueue - one ring; private to the library
 * @desc: descriptors, in shared memory
 * @avail: available ring, in shared memory
 * @used: used ring, in shared memory
 * @num: number of descriptors
 * @last_avail: available entries taken so far (free running)
 * @seen_avail: Linux's index when it was last read
 * @used_idx: buffers given back so far, published or not (free running)
 * @published: used index that Linux can see
 * @dir_flag: VRING_DESC_F_WRITE if we write these buffers, 0 if we read them
 * @min_len: smaller buffers are no good, bytes
 * @event_idx: VIRTIO_F_EVENT_IDX was negotiated
 * @kicks: Linux is asked to ring when it makes buffers available
 * @broken: Linux's index made no sense; nothing is taken until the next reset
 * @renewed: Linux has cleared the ring under us: it has reset the device
 * @bad: entries refused so far
 * @slot: our side of each descriptor
 */
struct virtqueue {
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
	uint16_t num;
	uint16_t last_avail;
	uint16_t seen_avail;
	uint16_t used_idx;
	uint16_t published;
	uint16_t dir_flag;
	uint32_t min_len;
	bool event_idx;
	bool kicks;
	bool broken;
	bool renewed;
	uint32_t bad;
	struct virtqueue_slot slot[OPENAMP_RING_MAX];
};

/**
 * struct virtqueue_config - what virtqueue_init() needs to know
 * @da: device address of the ring
 * @num: descriptors, a power of two, at most OPENAMP_RING_MAX
 * @align: alignment of the used ring, a power of two, bytes
 * @writable: we fill these buffers (else we read them)
 * @min_len: smallest useful buffer, bytes
 * @event_idx: VIRTIO_F_EVENT_IDX was negotiated
 */
struct virtqueue_config {
	uint32_t da;
	uint32_t num;
	uint32_t align;
	bool writable;
	uint32_t min_len;
	bool event_idx;
};

/**
 * virtqueue_size() - room that a ring takes (VIRTIO 1.2, 2.7.2)
 * @num: descriptors
 * @align: alignment of the used ring, bytes
 *
 * Return: bytes, including used_event and avail_event.
 */
uint32_t virtqueue_size(uint32_t num, uint32_t align);

/**
 * virtqueue_init() - start to use a ring that Linux has just made
 * @vq: the ring
 * @cfg: its place and shape
 *
 * All indices start at 0. Linux is asked not to ring.
 *
 * Return: true, or false if the configuration makes no sense.
 */
bool virtqueue_init(struct virtqueue *vq, const struct virtqueue_config *cfg);

/**
 * virtqueue_available() - buffers that could be taken
 * @vq: the ring
 *
 * Return: number of them as Linux's index says now, 0 to num.
 */
unsigned int virtqueue_available(struct virtqueue *vq);

/**
 * virtqueue_take() - take the next available buffer
 * @vq: the ring
 *
 * Useless buffers (chained, too short, outside the shared memory, wrong
 * direction, not 4-byte aligned) are given back on the way.
 *
 * Return: head of a buffer, whose slot says where it is, or -1 if there is none.
 */
int virtqueue_take(struct virtqueue *vq);

/**
 * virtqueue_untake() - put the buffer taken last back in front of the ring
 * @vq: the ring
 * @head: what virtqueue_take() just returned
 */
void virtqueue_untake(struct virtqueue *vq, uint16_t head);

/**
 * virtqueue_give() - give a buffer back
 * @vq: the ring
 * @head: the buffer, which must be ours
 * @len: bytes written into it
 *
 * Linux sees it after the next virtqueue_publish().
 */
void virtqueue_give(struct virtqueue *vq, uint16_t head, uint32_t len);

/**
 * virtqueue_publish() - show Linux all that was given back
 * @vq: the ring
 *
 * Return: true if Linux wants to be rung for it.
 */
bool virtqueue_publish(struct virtqueue *vq);

/**
 * virtqueue_wants_ring() - would Linux want to be rung?
 * @vq: the ring
 * @count: if that many more buffers were published now, 1 to num
 *
 * Return: true if so.
 */
bool virtqueue_wants_ring(struct virtqueue *vq, uint16_t count);

/**
 * virtqueue_kick_on() - ask Linux to ring for the next available buffer
 * @vq: the ring
 *
 * Return: true if buffers are available already: look before you sleep.
 */
bool virtqueue_kick_on(struct virtqueue *vq);

/**
 * virtqueue_kick_off() - ask Linux not to ring
 * @vq: the ring
 */
void virtqueue_kick_off(struct virtqueue *vq);

/**
 * virtqueue_check_renewed() - has Linux made the ring anew?
 * @vq: the ring
 *
 * Only we write the used index, so when it is no longer what we wrote, Linux has
 * reset the device and started it again between two looks at the status.
 *
 * Return: true if so: start over with virtqueue_init().
 */
bool virtqueue_check_renewed(struct virtqueue *vq);

#endif /* OPENAMP_VIRTQUEUE_H */
