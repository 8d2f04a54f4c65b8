// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Messages to Linux. Linux makes empty buffers available in vring 0; we take
 * one, fill it and give it back used.
 */
#include <stddef.h>
#include <string.h>

#include <openamp/shm.h>

#include "internal.h"

static int take_buffer(struct rpmsg_device *rdev)
{
	int head;

	if (rdev->num_spare)
		return rdev->spare[--rdev->num_spare];

	head = virtqueue_take(&rdev->tx);
	rdev->tx_starved = head < 0;
	if (head < 0) {
		rdev->stats.tx_full++;
		return RPMSG_ERR_AGAIN;
	}
	return head;
}

int rpmsg_get_tx_payload_buffer(struct rpmsg_device *rdev,
				struct rpmsg_buffer *buf)
{
	struct virtqueue_slot *slot;
	uint32_t room;
	int head;

	if (!rdev->is_up)
		return RPMSG_ERR_DOWN;
	head = take_buffer(rdev);
	if (head < 0)
		return head;

	slot = &rdev->tx.slot[head];
	slot->state = VQ_TAKEN;
	/* The length on the wire has 16 bits. */
	room = slot->len - (uint32_t)sizeof(struct rpmsg_header);
	*buf = (struct rpmsg_buffer){
		.data = (struct rpmsg_header *)slot->addr + 1,
		.len = room > UINT16_MAX ? UINT16_MAX : (uint16_t)room,
		.head = (uint16_t)head,
		.generation = rdev->generation,
	};
	return 0;
}

/* Is it a buffer that we handed out and that did not come back yet? */
static bool is_ours(const struct rpmsg_device *rdev,
		    const struct rpmsg_buffer *buf)
{
	return rdev->is_up && buf->generation == rdev->generation &&
	       buf->head < rdev->tx.num &&
	       rdev->tx.slot[buf->head].state == VQ_TAKEN;
}

int rpmsg_send_nocopy(struct rpmsg_device *rdev, const struct rpmsg_buffer *buf,
		      uint32_t src, uint32_t dst, uint32_t len)
{
	struct rpmsg_header *header;

	if (!is_ours(rdev, buf))
		return RPMSG_ERR_STALE;
	if (len > buf->len)
		return RPMSG_ERR_SIZE;

	header = rdev->tx.slot[buf->head].addr;
	shm_store(&header->src, src);
	shm_store(&header->dst, dst);
	shm_store(&header->reserved, 0);
	shm_store(&header->len, (uint16_t)len);
	shm_store(&header->flags, 0);

	rpmsg_batch_begin(rdev);
	virtqueue_give(&rdev->tx, buf->head, (uint32_t)sizeof(*header) + len);
	rdev->stats.tx++;
	rpmsg_batch_end(rdev);
	return 0;
}

int rpmsg_release_tx_buffer(struct rpmsg_device *rdev,
			    const struct rpmsg_buffer *buf)
{
	if (!is_ours(rdev, buf))
		return RPMSG_ERR_STALE;
	rdev->tx.slot[buf->head].state = VQ_SPARE;
	rdev->spare[rdev->num_spare++] = buf->head;
	return 0;
}

int rpmsg_sendto(struct rpmsg_endpoint *ept, uint32_t dst, const void *data,
		 uint32_t len)
{
	struct rpmsg_device *rdev = ept->rdev;
	struct rpmsg_buffer buf;
	int ret;

	ret = rpmsg_get_tx_payload_buffer(rdev, &buf);
	if (ret)
		return ret;
	if (len > buf.len) {
		rpmsg_release_tx_buffer(rdev, &buf);
		return RPMSG_ERR_SIZE;
	}
	if (len)
		memcpy(buf.data, data, len);
	return rpmsg_send_nocopy(rdev, &buf, ept->addr, dst, len);
}

int rpmsg_send(struct rpmsg_endpoint *ept, const void *data, uint32_t len)
{
	if (ept->dst == RPMSG_ADDR_ANY)
		return RPMSG_ERR_INVAL;
	return rpmsg_sendto(ept, ept->dst, data, len);
}
