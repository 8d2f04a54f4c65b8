/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The other side of the rings: what Linux does, small and from the specification,
 * with handles to do it wrong on purpose.
 */
#ifndef TESTS_DRIVER_H
#define TESTS_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include <openamp/rpmsg.h>

#define DRIVER_NUM	256u
#define DRIVER_BUF_SIZE	512u
#define DRIVER_MTU	(DRIVER_BUF_SIZE - 16u)

/**
 * struct driver_ring - driver side of one ring
 * @desc: descriptors
 * @avail: available ring
 * @used: used ring
 * @event_idx: VIRTIO_F_EVENT_IDX was accepted
 * @avail_idx: buffers made available so far
 * @kicked: available index at the last decision to kick
 * @last_used: used entries taken so far
 * @free: heads not in the ring
 * @num_free: how many
 * @buffers: offset of buffer 0 in host_shared
 */
struct driver_ring {
	struct vring_desc *desc;
	struct vring_avail *avail;
	struct vring_used *used;
	bool event_idx;
	uint16_t avail_idx;
	uint16_t kicked;
	uint16_t last_used;
	uint16_t free[DRIVER_NUM];
	unsigned int num_free;
	uint32_t buffers;
};

/**
 * struct driver - driver of one rpmsg device
 * @vdev: the device's entry in the resource table
 * @in: vring 0, messages to the driver
 * @out: vring 1, messages from the driver
 */
struct driver {
	struct rsc_rpmsg_vdev *vdev;
	struct driver_ring in;
	struct driver_ring out;
};

/**
 * struct driver_message - a received message
 * @src: sender
 * @dst: receiver
 * @reserved: as it came
 * @flags: as they came
 * @len: bytes in @data
 * @used_len: bytes that the device says it wrote
 * @data: payload
 */
struct driver_message {
	uint32_t src;
	uint32_t dst;
	uint32_t reserved;
	uint32_t flags;
	uint32_t len;
	uint32_t used_len;
	uint8_t data[DRIVER_MTU];
};

/* Puts rings and buffers in place, gives empty buffers, sets DRIVER_OK. */
void driver_start(struct driver *drv, struct rsc_rpmsg_vdev *vdev,
		  uint32_t features);

/* The same without the last step. */
void driver_prepare(struct driver *drv, struct rsc_rpmsg_vdev *vdev,
		    uint32_t features);
void driver_ok(struct driver *drv);

/* Writes status 0. */
void driver_stop(struct driver *drv);

/* Sends; returns false if no buffer is free. */
bool driver_send(struct driver *drv, uint32_t src, uint32_t dst,
		 const void *data, uint32_t len);

/* Receives; returns false if there is nothing. The buffer goes back at once. */
bool driver_receive(struct driver *drv, struct driver_message *msg);

/* Takes back what the device has used of the out ring; returns how many. */
unsigned int driver_reclaim(struct driver *drv);

/* Makes descriptor @head available as it stands. */
void driver_add(struct driver_ring *ring, uint16_t head);

/* Takes a used entry; returns false if there is none. */
bool driver_get(struct driver_ring *ring, struct vring_used_elem *elem);

/* Would the driver kick now? (VIRTIO 1.2, 2.7.13.4.1) */
bool driver_wants_kick(struct driver_ring *ring);

/* Asks for doorbells; returns true if there is something to take already. */
bool driver_ring_on(struct driver_ring *ring);

/* Asks for no doorbells. */
void driver_ring_off(struct driver_ring *ring);

#endif /* TESTS_DRIVER_H */
