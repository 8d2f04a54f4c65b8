// SPDX-License-Identifier: GPL-2.0-only
/*
 * A remote core made by a test, see fake_remote.h: the device side of its rings.
 *
 * The rings are plain memory of the test. Their buffers are what the driver
 * allocated for the parent device, which is reached here by the physical address
 * in the descriptor, as a remote reaches it.
 */

#include <kunit/test.h>

#include <linux/io.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "fake_remote.h"

static void fake_irq(struct irq_work *work)
{
	struct fake_ring *ring = container_of(work, struct fake_ring, irq);
	struct virtqueue *vq = READ_ONCE(ring->vq);

	if (vq)
		vring_interrupt(0, vq);
}

/**
 * fake_ring_init() - make a ring, in zeroed memory of the test
 * @fr: whose it is
 * @ring: the ring
 */
void fake_ring_init(struct fake_remote *fr, struct fake_ring *ring)
{
	size_t size = vring_size(fr->cfg.num, FAKE_RING_ALIGN);
	void *pages;

	/* A power of two of bytes is as aligned as it is large. */
	pages = kunit_kzalloc(fr->test, roundup_pow_of_two(size), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(fr->test, pages);
	vring_init(&ring->vring, fr->cfg.num, pages, FAKE_RING_ALIGN);
	ring->fr = fr;
	ring->irq = IRQ_WORK_INIT_HARD(fake_irq);
}

/**
 * fake_ring_zero() - make a ring as it is when a remote starts
 * @ring: the ring
 */
void fake_ring_zero(struct fake_ring *ring)
{
	memset(ring->vring.desc, 0,
	       vring_size(ring->vring.num, FAKE_RING_ALIGN));
	ring->next_avail = 0;
	ring->next_used = 0;
	ring->signalled = 0;
}

static bool has_event_idx(const struct fake_ring *ring)
{
	return ring->fr->vdev &&
	       virtio_has_feature(ring->fr->vdev, VIRTIO_RING_F_EVENT_IDX);
}

static u16 avail_idx(const struct fake_ring *ring)
{
	/* Pairs with the driver's barrier: what the index covers is there. */
	return le16_to_cpu((__force __le16)smp_load_acquire(&ring->vring.avail->idx));
}

static bool ring_take(struct fake_ring *ring, struct fake_buf *buf)
{
	struct vring *vr = &ring->vring;
	struct vring_desc *desc;
	unsigned int slot = ring->next_avail & (vr->num - 1);

	if (!ring->fr->running || ring->next_avail == avail_idx(ring))
		return false;

	buf->id = le16_to_cpu((__force __le16)vr->avail->ring[slot]);
	desc = &vr->desc[buf->id];
	buf->len = le32_to_cpu((__force __le32)desc->len);
	buf->writable = le16_to_cpu((__force __le16)desc->flags) &
			VRING_DESC_F_WRITE;
	buf->va = phys_to_virt(le64_to_cpu((__force __le64)desc->addr));

	ring->next_avail++;
	if (has_event_idx(ring))
		WRITE_ONCE(vring_avail_event(vr),
			   (__force __virtio16)cpu_to_le16(ring->next_avail));
	return true;
}

static void ring_use(struct fake_ring *ring, u32 id, u32 len)
{
	struct vring *vr = &ring->vring;
	vring_used_elem_t *elem = &vr->used->ring[ring->next_used & (vr->num - 1)];

	elem->id = (__force __virtio32)cpu_to_le32(id);
	elem->len = (__force __virtio32)cpu_to_le32(len);
	ring->next_used++;
	/* The driver sees the entry when it sees the index. */
	smp_store_release(&vr->used->idx,
			  (__force __virtio16)cpu_to_le16(ring->next_used));
}

/**
 * fake_ring_avail() - how many buffers the driver has given us
 * @ring: the ring
 *
 * Return: those not taken yet.
 */
unsigned int fake_ring_avail(struct fake_ring *ring)
{
	return (u16)(avail_idx(ring) - ring->next_avail);
}
EXPORT_SYMBOL_GPL(fake_ring_avail);

/**
 * fake_ring_take() - take the next available buffer
 * @ring: the ring
 * @buf: describes it
 *
 * Return: false when there is none, or the device is reset.
 */
bool fake_ring_take(struct fake_ring *ring, struct fake_buf *buf)
{
	unsigned long flags;
	bool taken;

	spin_lock_irqsave(&ring->fr->lock, flags);
	taken = ring_take(ring, buf);
	spin_unlock_irqrestore(&ring->fr->lock, flags);
	return taken;
}
EXPORT_SYMBOL_GPL(fake_ring_take);

/**
 * fake_ring_use() - put an entry in the used ring
 * @ring: the ring
 * @id: any id
 * @len: any length
 *
 * Interrupts nobody.
 */
void fake_ring_use(struct fake_ring *ring, u32 id, u32 len)
{
	unsigned long flags;

	spin_lock_irqsave(&ring->fr->lock, flags);
	ring_use(ring, id, len);
	spin_unlock_irqrestore(&ring->fr->lock, flags);
}
EXPORT_SYMBOL_GPL(fake_ring_use);

/**
 * fake_ring_jump() - move the used index without having used anything
 * @ring: the ring
 * @by: how far, modulo 65536
 */
void fake_ring_jump(struct fake_ring *ring, u16 by)
{
	unsigned long flags;

	spin_lock_irqsave(&ring->fr->lock, flags);
	ring->next_used += by;
	WRITE_ONCE(ring->vring.used->idx,
		   (__force __virtio16)cpu_to_le16(ring->next_used));
	spin_unlock_irqrestore(&ring->fr->lock, flags);
}
EXPORT_SYMBOL_GPL(fake_ring_jump);

/**
 * fake_hdr_write() - write a message's header
 * @buf: a buffer of the receive ring
 * @src: sender
 * @dst: receiver
 * @len: any length
 */
void fake_hdr_write(const struct fake_buf *buf, u32 src, u32 dst, u16 len)
{
	struct fake_hdr *hdr = buf->va;

	hdr->src = cpu_to_le32(src);
	hdr->dst = cpu_to_le32(dst);
	/* Remotes keep what they like there. */
	hdr->reserved = cpu_to_le32(0xdeadbeef);
	hdr->len = cpu_to_le16(len);
	hdr->flags = 0;
}
EXPORT_SYMBOL_GPL(fake_hdr_write);

/**
 * fake_remote_post() - send a message without an interrupt
 * @fr: the remote
 * @src: address of the remote endpoint
 * @dst: address of the endpoint in Linux
 * @data: payload
 * @len: its length in bytes, FAKE_MTU at most
 *
 * Return: 0, -ENOBUFS when the driver has given no buffer, -ESHUTDOWN when the
 * device is reset, -EMSGSIZE.
 */
int fake_remote_post(struct fake_remote *fr, u32 src, u32 dst,
		     const void *data, u16 len)
{
	struct fake_ring *ring = &fr->ring[FAKE_RX];
	struct fake_buf buf;
	unsigned long flags;
	int err = 0;

	if (len > FAKE_MTU)
		return -EMSGSIZE;

	spin_lock_irqsave(&fr->lock, flags);
	if (!fr->running) {
		err = -ESHUTDOWN;
	} else if (!ring_take(ring, &buf)) {
		err = -ENOBUFS;
	} else {
		fake_hdr_write(&buf, src, dst, len);
		memcpy(buf.va + sizeof(struct fake_hdr), data, len);
		ring_use(ring, buf.id, sizeof(struct fake_hdr) + len);
	}
	spin_unlock_irqrestore(&fr->lock, flags);
	return err;
}
EXPORT_SYMBOL_GPL(fake_remote_post);

/**
 * fake_remote_send() - send a message, and interrupt if the driver asked
 * @fr: the remote
 * @src: address of the remote endpoint
 * @dst: address of the endpoint in Linux
 * @data: payload
 * @len: its length in bytes, FAKE_MTU at most
 *
 * Return: as fake_remote_post(). The interrupt is over by then. Sleeps.
 */
int fake_remote_send(struct fake_remote *fr, u32 src, u32 dst,
		     const void *data, u16 len)
{
	int err = fake_remote_post(fr, src, dst, data, len);

	if (!err)
		fake_ring_signal(&fr->ring[FAKE_RX]);
	return err;
}
EXPORT_SYMBOL_GPL(fake_remote_send);

/**
 * fake_remote_recv() - take a message that Linux sent
 * @fr: the remote
 * @msg: receives it; the buffer is ours until fake_remote_done()
 *
 * Return: 0, -EAGAIN when there is none, -ESHUTDOWN when the device is reset.
 */
int fake_remote_recv(struct fake_remote *fr, struct fake_msg *msg)
{
	struct fake_hdr *hdr;
	struct fake_buf buf;
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&fr->lock, flags);
	if (!fr->running) {
		err = -ESHUTDOWN;
	} else if (!ring_take(&fr->ring[FAKE_TX], &buf)) {
		err = -EAGAIN;
	} else {
		hdr = buf.va;
		msg->id = buf.id;
		msg->desc_len = buf.len;
		msg->src = le32_to_cpu(hdr->src);
		msg->dst = le32_to_cpu(hdr->dst);
		msg->reserved = le32_to_cpu(hdr->reserved);
		msg->len = le16_to_cpu(hdr->len);
		msg->flags = le16_to_cpu(hdr->flags);
		memcpy(msg->data, hdr + 1,
		       min(FAKE_MTU, msg->desc_len - sizeof(*hdr)));
	}
	spin_unlock_irqrestore(&fr->lock, flags);
	return err;
}
EXPORT_SYMBOL_GPL(fake_remote_recv);

/**
 * fake_remote_done() - give a message's buffer back, without an interrupt
 * @fr: the remote
 * @msg: what fake_remote_recv() filled
 */
void fake_remote_done(struct fake_remote *fr, const struct fake_msg *msg)
{
	fake_ring_use(&fr->ring[FAKE_TX], msg->id, 0);
}
EXPORT_SYMBOL_GPL(fake_remote_done);

/* Interrupts. */

/**
 * fake_ring_interrupt() - call back the driver from a hard interrupt
 * @ring: the ring
 *
 * Whether or not it asked. Returns when the interrupt is over. Sleeps.
 */
void fake_ring_interrupt(struct fake_ring *ring)
{
	atomic_inc(&ring->irqs);
	irq_work_queue(&ring->irq);
	irq_work_sync(&ring->irq);
}
EXPORT_SYMBOL_GPL(fake_ring_interrupt);

/**
 * fake_ring_interrupt_atomic() - call back the driver from here
 * @ring: the ring
 *
 * With interrupts off, as a mailbox's threaded or nested handler would.
 */
void fake_ring_interrupt_atomic(struct fake_ring *ring)
{
	unsigned long flags;

	atomic_inc(&ring->irqs);
	local_irq_save(flags);
	fake_irq(&ring->irq);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(fake_ring_interrupt_atomic);

/**
 * fake_ring_wants_irq() - did the driver ask to hear of what was used since?
 * @ring: the ring
 *
 * Return: what its flag says, or its event index if that was negotiated.
 */
bool fake_ring_wants_irq(struct fake_ring *ring)
{
	u16 event;

	/* What we used is seen before we look: the driver does it vice versa. */
	smp_mb();
	if (!has_event_idx(ring))
		return !(le16_to_cpu((__force __le16)READ_ONCE(ring->vring.avail->flags)) &
			 VRING_AVAIL_F_NO_INTERRUPT);

	event = le16_to_cpu((__force __le16)READ_ONCE(vring_used_event(&ring->vring)));
	return vring_need_event(event, ring->next_used, ring->signalled);
}
EXPORT_SYMBOL_GPL(fake_ring_wants_irq);

/**
 * fake_ring_signal() - interrupt the driver if it asked
 * @ring: the ring
 *
 * Return: whether it did. Sleeps then.
 */
bool fake_ring_signal(struct fake_ring *ring)
{
	bool wanted = fake_ring_wants_irq(ring);

	ring->signalled = ring->next_used;
	if (wanted)
		fake_ring_interrupt(ring);
	return wanted;
}
EXPORT_SYMBOL_GPL(fake_ring_signal);

/**
 * fake_ring_mute_kicks() - tell the driver whether to notify us
 * @ring: the ring
 * @mute: true for "do not"; without effect where event indices are in use
 */
void fake_ring_mute_kicks(struct fake_ring *ring, bool mute)
{
	WRITE_ONCE(ring->vring.used->flags,
		   (__force __virtio16)cpu_to_le16(mute ? VRING_USED_F_NO_NOTIFY : 0));
}
EXPORT_SYMBOL_GPL(fake_ring_mute_kicks);
