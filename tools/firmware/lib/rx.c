// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Messages from Linux, and the main loop's part. Linux makes filled buffers
 * available in vring 1; we take one, deliver it and give it back used.
 */
#include <stddef.h>

#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/shm.h>

#include "internal.h"

void rpmsg_batch_begin(struct rpmsg_device *rdev)
{
	rdev->batch++;
}

void rpmsg_batch_end(struct rpmsg_device *rdev)
{
	uint32_t ids[2];
	unsigned int count = 0;

	if (--rdev->batch || !rdev->is_up)
		return;

	/* Both rings first: one doorbell may then do for the two. */
	if (virtqueue_publish(&rdev->rx))
		ids[count++] = rdev->notifyid[1];
	if (virtqueue_publish(&rdev->tx))
		ids[count++] = rdev->notifyid[0];
	if (count) {
		rdev->stats.rings++;
		port_notify(ids, count);
	}
}

/* Takes what the header says into @buf. Returns false if it is not a message. */
static bool read_header(const struct virtqueue_slot *slot,
			struct rpmsg_buffer *buf, uint32_t *dst)
{
	const struct rpmsg_header *header = slot->addr;

	buf->src = shm_load(&header->src);
	buf->len = shm_load(&header->len);
	buf->data = (struct rpmsg_header *)slot->addr + 1;
	*dst = shm_load(&header->dst);
	return buf->len <= slot->len - sizeof(*header);
}

static int deliver(struct rpmsg_device *rdev, uint32_t dst,
		   const struct rpmsg_buffer *buf)
{
	struct rpmsg_endpoint *ept;
	int verdict;

	if (dst == RPMSG_NS_ADDR) {
		rpmsg_ns_receive(rdev, buf);
		return RPMSG_DONE;
	}
	ept = rpmsg_find_ept(rdev, dst);
	if (!ept) {
		rdev->stats.rx_unknown++;
		return RPMSG_DONE;
	}
	if (ept->dst == RPMSG_ADDR_ANY)
		ept->dst = buf->src;
	verdict = ept->receive(ept, buf);
	if (verdict != RPMSG_RETRY)
		rdev->stats.rx++;
	return verdict;
}

/* Returns RPMSG_RETRY if no message is out of the way, or else what to do next. */
static int receive_one(struct rpmsg_device *rdev)
{
	struct rpmsg_buffer buf = { .generation = rdev->generation };
	struct virtqueue_slot *slot;
	int verdict = RPMSG_DONE;
	int head = virtqueue_take(&rdev->rx);
	uint32_t dst;

	if (head < 0)
		return RPMSG_RETRY;

	slot = &rdev->rx.slot[head];
	buf.head = (uint16_t)head;
	if (read_header(slot, &buf, &dst))
		verdict = deliver(rdev, dst, &buf);
	else
		rdev->stats.rx_bad++;

	/* A callback that held it, or even released it already, decided. */
	if (slot->state != VQ_TAKEN)
		return verdict == RPMSG_STOP ? RPMSG_STOP : RPMSG_DONE;
	if (verdict == RPMSG_RETRY) {
		virtqueue_untake(&rdev->rx, buf.head);
		rdev->rx_blocked = true;
		return RPMSG_RETRY;
	}
	virtqueue_give(&rdev->rx, buf.head, 0);
	return verdict;
}

unsigned int rpmsg_poll(struct rpmsg_device *rdev, unsigned int budget)
{
	unsigned int done = 0;
	int next = RPMSG_DONE;

	openamp_heartbeat();
	if (!rpmsg_check_link(rdev))
		return 0;

	rpmsg_batch_begin(rdev);
	rpmsg_ns_announce_due(rdev);
	rdev->rx_blocked = !budget;
	while (done < budget && next == RPMSG_DONE) {
		next = receive_one(rdev);
		done += next != RPMSG_RETRY;
	}
	rpmsg_batch_end(rdev);
	return done;
}

bool rpmsg_idle_begin(struct rpmsg_device *rdev)
{
	bool rx = rdev->is_up && !rdev->rx_blocked;
	bool tx = rdev->is_up && rdev->tx_starved;

	if (!port_has_kick())
		return true;

	/* Each ring whose buffers would change something may wake us. */
	if ((rx && virtqueue_kick_on(&rdev->rx)) ||
	    (tx && virtqueue_kick_on(&rdev->tx)))
		return false;
	openamp_sleep_begin(RSC_HEALTH_UNTIL_RUNG);
	return true;
}

void rpmsg_idle_end(struct rpmsg_device *rdev)
{
	if (port_has_kick())
		openamp_sleep_end();
	if (!rdev->is_up)
		return;

	if (rdev->rx.kicks)
		virtqueue_kick_off(&rdev->rx);
	if (rdev->tx.kicks)
		virtqueue_kick_off(&rdev->tx);
}

void rpmsg_idle(struct rpmsg_device *rdev)
{
	if (rpmsg_idle_begin(rdev))
		port_idle();
	rpmsg_idle_end(rdev);
}

static int check_rx(const struct rpmsg_device *rdev,
		    const struct rpmsg_buffer *buf, uint8_t state)
{
	if (!rdev->is_up || buf->generation != rdev->generation ||
	    buf->head >= rdev->rx.num ||
	    rdev->rx.slot[buf->head].state != state)
		return RPMSG_ERR_STALE;
	return 0;
}

int rpmsg_hold_rx_buffer(struct rpmsg_device *rdev,
			 const struct rpmsg_buffer *buf)
{
	int ret = check_rx(rdev, buf, VQ_TAKEN);

	if (!ret)
		rdev->rx.slot[buf->head].state = VQ_HELD;
	return ret;
}

int rpmsg_release_rx_buffer(struct rpmsg_device *rdev,
			    const struct rpmsg_buffer *buf)
{
	int ret = check_rx(rdev, buf, VQ_HELD);

	if (ret)
		return ret;
	rpmsg_batch_begin(rdev);
	virtqueue_give(&rdev->rx, buf->head, 0);
	rpmsg_batch_end(rdev);
	return 0;
}
