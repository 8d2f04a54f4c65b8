// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Device side of the virtio split ring. Section numbers are those of VIRTIO 1.2.
 */
#include <stddef.h>

#include <openamp/port.h>
#include <openamp/shm.h>
#include <openamp/virtqueue.h>

/* Offset of the used ring: 2.7.2, in the legacy layout that remoteproc uses. */
static uint32_t used_offset(uint32_t num, uint32_t align)
{
	uint32_t end = num * (uint32_t)sizeof(struct vring_desc) +
		       (uint32_t)sizeof(uint16_t) * (3 + num);

	return (end + align - 1) & ~(align - 1);
}

uint32_t virtqueue_size(uint32_t num, uint32_t align)
{
	return used_offset(num, align) + (uint32_t)sizeof(uint16_t) * 3 +
	       num * (uint32_t)sizeof(struct vring_used_elem);
}

/* 2.7.7: where Linux says from which used index on it wants to be rung. */
static uint16_t *used_event(struct virtqueue *vq)
{
	return &vq->avail->ring[vq->num];
}

/* 2.7.10: where we say from which available index on we want to be rung. */
static uint16_t *avail_event(struct virtqueue *vq)
{
	return (uint16_t *)&vq->used->ring[vq->num];
}

/*
 * 2.7.7.1: does the step from index @from to index @to (both free running) pass
 * the index @event?
 */
static bool event_passed(uint16_t event, uint16_t to, uint16_t from)
{
	return (uint16_t)(to - event - 1) < (uint16_t)(to - from);
}

static bool is_power_of_two(uint32_t n)
{
	return n && !(n & (n - 1));
}

bool virtqueue_init(struct virtqueue *vq, const struct virtqueue_config *cfg)
{
	uint8_t *base;

	*vq = (struct virtqueue){ .broken = true };
	if (!is_power_of_two(cfg->num) || cfg->num > OPENAMP_RING_MAX)
		return false;
	/* Above 64 KiB used_offset() could overflow; nobody needs it. */
	if (!is_power_of_two(cfg->align) || cfg->align < 4 || cfg->align > 65536)
		return false;
	if (cfg->da & 15)
		return false;
	base = port_shared(cfg->da, virtqueue_size(cfg->num, cfg->align));
	if (!base)
		return false;

	vq->desc = (struct vring_desc *)base;
	vq->avail = (struct vring_avail *)(base + cfg->num * sizeof(*vq->desc));
	vq->used = (struct vring_used *)(base + used_offset(cfg->num, cfg->align));
	vq->num = (uint16_t)cfg->num;
	vq->dir_flag = cfg->writable ? VRING_DESC_F_WRITE : 0;
	vq->min_len = cfg->min_len;
	vq->event_idx = cfg->event_idx;
	vq->broken = false;
	virtqueue_kick_off(vq);
	return true;
}

unsigned int virtqueue_available(struct virtqueue *vq)
{
	uint16_t count;

	if (vq->broken || vq->renewed)
		return 0;

	vq->seen_avail = shm_load(&vq->avail->idx);
	count = vq->seen_avail - vq->last_avail;
	if (count > vq->num) {
		/* No driver can have made more available than there are. */
		vq->broken = true;
		return 0;
	}
	/* The entries and buffers are read only after the index (2.7.6). */
	port_rmb();
	return count;
}

/* Copies descriptor @head into its slot. Returns false if it is of no use. */
static bool load_desc(struct virtqueue *vq, uint16_t head)
{
	const uint16_t known = VRING_DESC_F_NEXT | VRING_DESC_F_WRITE |
			       VRING_DESC_F_INDIRECT;
	struct vring_desc *desc = &vq->desc[head];
	struct virtqueue_slot *slot = &vq->slot[head];
	uint64_t addr = shm_load(&desc->addr_low) |
			(uint64_t)shm_load(&desc->addr_high) << 32;

	slot->len = shm_load(&desc->len);
	if ((shm_load(&desc->flags) & known) != vq->dir_flag)
		return false;
	if (slot->len < vq->min_len || !slot->len || addr & 3)
		return false;
	slot->addr = port_shared(addr, slot->len);
	return slot->addr;
}

int virtqueue_take(struct virtqueue *vq)
{
	/* Bounded: a driver that adds bad entries as fast as we drop them. */
	unsigned int tries = vq->num;

	while (tries--) {
		uint16_t head;

		if (vq->broken || vq->renewed)
			return -1;
		if (vq->last_avail == vq->seen_avail && !virtqueue_available(vq))
			return -1;

		head = shm_load(&vq->avail->ring[vq->last_avail & (vq->num - 1)]);
		vq->last_avail++;
		if (head >= vq->num || vq->slot[head].state != VQ_THEIRS) {
			/* Not a buffer that could be given back. */
			vq->bad++;
			continue;
		}
		vq->slot[head].state = VQ_TAKEN;
		if (load_desc(vq, head))
			return head;
		vq->bad++;
		virtqueue_give(vq, head, 0);
	}
	return -1;
}

void virtqueue_untake(struct virtqueue *vq, uint16_t head)
{
	vq->slot[head].state = VQ_THEIRS;
	vq->last_avail--;
}

void virtqueue_give(struct virtqueue *vq, uint16_t head, uint32_t len)
{
	struct vring_used_elem *elem;

	vq->slot[head].state = VQ_THEIRS;
	elem = &vq->used->ring[vq->used_idx & (vq->num - 1)];
	shm_store(&elem->id, head);
	shm_store(&elem->len, len);
	vq->used_idx++;
}

bool virtqueue_check_renewed(struct virtqueue *vq)
{
	if (!vq->renewed && vq->used &&
	    shm_load(&vq->used->idx) != vq->published)
		vq->renewed = true;
	return vq->renewed;
}

bool virtqueue_wants_ring(struct virtqueue *vq, uint16_t count)
{
	uint16_t from = vq->published;

	if (vq->event_idx)
		return event_passed(shm_load(used_event(vq)), from + count, from);
	return !(shm_load(&vq->avail->flags) & VRING_AVAIL_F_NO_INTERRUPT);
}

bool virtqueue_publish(struct virtqueue *vq)
{
	uint16_t count = vq->used_idx - vq->published;
	bool ring;

	if (!count || virtqueue_check_renewed(vq))
		return false;

	/* Linux may look at the entries as soon as it sees the index (2.7.8.2). */
	port_wmb();
	shm_store(&vq->used->idx, vq->used_idx);

	/* The place for the next wish moves along, or Linux would hit it again. */
	if (vq->event_idx && !vq->kicks)
		virtqueue_kick_off(vq);

	/*
	 * Linux asks to be rung and then looks at the index again; we move the
	 * index and then look whether it asked. With a full barrier on both
	 * sides at least one of us sees the other (2.7.7.2).
	 */
	port_mb();
	ring = virtqueue_wants_ring(vq, count);
	vq->published = vq->used_idx;
	return ring;
}

bool virtqueue_kick_on(struct virtqueue *vq)
{
	if (vq->broken || vq->renewed)
		return false;
	vq->kicks = true;
	if (vq->event_idx)
		shm_store(avail_event(vq), vq->last_avail);
	else
		shm_store(&vq->used->flags, 0);

	/* The same on our side: ask first, then look (2.7.10.1). */
	port_mb();
	return virtqueue_available(vq);
}

void virtqueue_kick_off(struct virtqueue *vq)
{
	if (vq->broken || vq->renewed)
		return;
	vq->kicks = false;
	/*
	 * With an event index there is no "never". Half way round is out of
	 * reach from here, whenever Linux looked last.
	 */
	if (vq->event_idx)
		shm_store(avail_event(vq), (uint16_t)(vq->last_avail + 0x8000));
	else
		shm_store(&vq->used->flags, VRING_USED_F_NO_NOTIFY);
}
