// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <string.h>

#include <openamp/shm.h>

#include "driver.h"
#include "host_port.h"

#define ALIGN_USED 4096u

static void ring_start(struct driver_ring *ring, uint32_t offset,
		       uint32_t buffers, uint16_t flags, bool event_idx)
{
	uint8_t *base = host_shared + offset;
	uint32_t size = virtqueue_size(DRIVER_NUM, ALIGN_USED);
	uint16_t i;

	memset(ring, 0, sizeof(*ring));
	memset(base, 0, size);
	ring->desc = (struct vring_desc *)base;
	ring->avail = (struct vring_avail *)(base + 16 * DRIVER_NUM);
	ring->used = (struct vring_used *)(base + 8192);
	ring->event_idx = event_idx;
	ring->buffers = buffers;
	for (i = 0; i < DRIVER_NUM; i++) {
		ring->desc[i].addr_low = HOST_SHARED_BASE + buffers +
					 i * DRIVER_BUF_SIZE;
		ring->desc[i].len = DRIVER_BUF_SIZE;
		ring->desc[i].flags = flags;
		/* The stack is emptied from its end: in ascending order. */
		ring->free[i] = (uint16_t)(DRIVER_NUM - 1 - i);
	}
	ring->num_free = DRIVER_NUM;
}

void driver_prepare(struct driver *drv, struct rsc_rpmsg_vdev *vdev,
		    uint32_t features)
{
	bool event_idx = vdev->dfeatures & features & VIRTIO_F_EVENT_IDX;

	drv->vdev = vdev;
	vdev->gfeatures = vdev->dfeatures & features;
	ring_start(&drv->in, 0, 0x10000, VRING_DESC_F_WRITE, event_idx);
	ring_start(&drv->out, 0x8000, 0x40000, 0, event_idx);
	vdev->vring[0].da = HOST_SHARED_BASE;
	vdev->vring[0].notifyid = 0;
	vdev->vring[1].da = HOST_SHARED_BASE + 0x8000;
	vdev->vring[1].notifyid = 1;
	while (drv->in.num_free)
		driver_add(&drv->in, drv->in.free[--drv->in.num_free]);
}

void driver_ok(struct driver *drv)
{
	__atomic_store_n(&drv->vdev->status, 7, __ATOMIC_RELEASE);
}

void driver_start(struct driver *drv, struct rsc_rpmsg_vdev *vdev,
		  uint32_t features)
{
	driver_prepare(drv, vdev, features);
	driver_ok(drv);
}

void driver_stop(struct driver *drv)
{
	__atomic_store_n(&drv->vdev->status, 0, __ATOMIC_RELEASE);
}

void driver_add(struct driver_ring *ring, uint16_t head)
{
	shm_store(&ring->avail->ring[ring->avail_idx % DRIVER_NUM], head);
	ring->avail_idx++;
	__atomic_thread_fence(__ATOMIC_RELEASE);
	shm_store(&ring->avail->idx, ring->avail_idx);
}

bool driver_get(struct driver_ring *ring, struct vring_used_elem *elem)
{
	struct vring_used_elem *from;

	if (shm_load(&ring->used->idx) == ring->last_used)
		return false;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	from = &ring->used->ring[ring->last_used % DRIVER_NUM];
	elem->id = shm_load(&from->id);
	elem->len = shm_load(&from->len);
	ring->last_used++;
	return true;
}

bool driver_send(struct driver *drv, uint32_t src, uint32_t dst,
		 const void *data, uint32_t len)
{
	struct rpmsg_header header = {
		.src = src, .dst = dst, .reserved = 0xa5a5a5a5,
		.len = (uint16_t)len, .flags = 0xffff,
	};
	uint16_t head;
	uint8_t *buf;

	if (!drv->out.num_free && !driver_reclaim(drv))
		return false;
	head = drv->out.free[--drv->out.num_free];
	buf = host_shared + drv->out.buffers + head * DRIVER_BUF_SIZE;
	memcpy(buf, &header, sizeof(header));
	memcpy(buf + sizeof(header), data, len);
	/* As virtio_rpmsg_bus does it: the descriptor ends where the message does. */
	drv->out.desc[head].len = (uint32_t)sizeof(header) + len;
	driver_add(&drv->out, head);
	return true;
}

unsigned int driver_reclaim(struct driver *drv)
{
	struct vring_used_elem elem;
	unsigned int count = 0;

	while (driver_get(&drv->out, &elem)) {
		drv->out.free[drv->out.num_free++] = (uint16_t)elem.id;
		count++;
	}
	return count;
}

bool driver_receive(struct driver *drv, struct driver_message *msg)
{
	struct vring_used_elem elem;
	struct rpmsg_header header;
	uint8_t *buf;

	if (!driver_get(&drv->in, &elem))
		return false;
	memset(msg, 0, sizeof(*msg));
	msg->used_len = elem.len;
	if (elem.id < DRIVER_NUM && elem.len >= sizeof(header)) {
		buf = host_shared + drv->in.buffers + elem.id * DRIVER_BUF_SIZE;
		memcpy(&header, buf, sizeof(header));
		msg->src = header.src;
		msg->dst = header.dst;
		msg->reserved = header.reserved;
		msg->flags = header.flags;
		msg->len = header.len <= DRIVER_MTU ? header.len : 0;
		memcpy(msg->data, buf + sizeof(header), msg->len);
	}
	driver_add(&drv->in, (uint16_t)elem.id);
	return true;
}

bool driver_wants_kick(struct driver_ring *ring)
{
	uint16_t from = ring->kicked;
	uint16_t to = ring->avail_idx;
	uint16_t event;

	ring->kicked = to;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!ring->event_idx)
		return !(shm_load(&ring->used->flags) & VRING_USED_F_NO_NOTIFY);
	event = shm_load((uint16_t *)&ring->used->ring[DRIVER_NUM]);
	/* Is the event among the indices from (inclusive) to (exclusive)? */
	return (uint16_t)(event - from) < (uint16_t)(to - from);
}

bool driver_ring_on(struct driver_ring *ring)
{
	shm_store(&ring->avail->flags, 0);
	shm_store(&ring->avail->ring[DRIVER_NUM], ring->last_used);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return shm_load(&ring->used->idx) != ring->last_used;
}

void driver_ring_off(struct driver_ring *ring)
{
	shm_store(&ring->avail->flags, VRING_AVAIL_F_NO_INTERRUPT);
	shm_store(&ring->avail->ring[DRIVER_NUM], (uint16_t)(ring->last_used - 1));
}
