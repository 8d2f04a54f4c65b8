/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A remote core made by a test: a virtio device of the rpmsg kind whose rings
 * are in the test's memory and whose device side is what the test calls here.
 *
 *	fr = fake_remote_add(test, &(struct fake_remote_config){ .num = 16 });
 *	fake_remote_send(fr, 0x2000, 1024, "hello", 5);	(remote to Linux)
 *	fake_remote_recv(fr, &msg);			(Linux to remote)
 *	fake_remote_done(fr, &msg);			(give that buffer back)
 *	fake_remote_del(fr);	(as when the remote stops; else at the test's end)
 *
 * fake_remote.ko exports the functions; load it before the suites that use it
 * and after virtio_rpmsg_bus, which is what binds to the device.
 *
 * Functions whose description does not say that they sleep can be called in any
 * context and from several at once: the device side has a lock of its own. After
 * the driver has reset the device they touch neither rings nor buffers.
 *
 *	fake_remote_main.c	the virtio device
 *	fake_remote_ring.c	the device side of its rings
 */

#ifndef FAKE_REMOTE_H
#define FAKE_REMOTE_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/rpmsg.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/virtio.h>
#include <linux/virtio_ring.h>

struct fake_remote;
struct kunit;
struct platform_device;

/* The two rings, as find_vqs() numbers them. */
#define FAKE_RX			0	/* remote to Linux */
#define FAKE_TX			1	/* Linux to remote */

/* Device feature bit 0: the remote takes part in the name service. */
#define FAKE_F_NS		BIT_ULL(0)

/* Of the rings in memory, as remoteproc has it. */
#define FAKE_RING_ALIGN		4096

/* Bytes of a buffer that nobody negotiated, and of the payload in it. */
#define FAKE_BUF_SIZE		512
#define FAKE_MTU		(FAKE_BUF_SIZE - sizeof(struct fake_hdr))

/**
 * struct fake_hdr - the header of each message, as it is on the wire
 * @src: address of the sender
 * @dst: address of the receiver
 * @reserved: nothing
 * @len: payload bytes
 * @flags: nothing
 */
struct fake_hdr {
	__le32 src;
	__le32 dst;
	__le32 reserved;
	__le16 len;
	__le16 flags;
};

/**
 * struct fake_remote_config - what kind of remote to make
 * @num: buffers of each ring, a power of two
 * @features: what the device offers: FAKE_F_NS, BIT_ULL(VIRTIO_RING_F_EVENT_IDX)...
 * @status: bits that the remote keeps set in the device's status
 * @find_vqs_err: errno with which finding the rings fails, or 0
 * @config: configuration space
 * @config_len: bytes of it that are there
 * @config_reads: after so many reads it is all zeros; 0: it never is
 * @on_config: called before each read of it, with how many there were; may write to
 *	the remote's copy of @config
 */
struct fake_remote_config {
	unsigned int num;
	u64 features;
	u8 status;
	int find_vqs_err;
	u8 config[64];
	unsigned int config_len;
	unsigned int config_reads;
	void (*on_config)(struct fake_remote *fr, unsigned int reads);
};

/**
 * struct fake_ring - the device side of one ring
 * @fr: whose it is
 * @vq: what the driver has, NULL while it has none
 * @vring: the shared part; write to it at will
 * @next_avail: index of the available entry to take next
 * @next_used: index of the used entry to write next
 * @signalled: @next_used when the driver was last told
 * @kicks: notifications by the driver
 * @irqs: interrupts that we raised
 * @irq: raises them
 */
struct fake_ring {
	struct fake_remote *fr;
	struct virtqueue *vq;
	struct vring vring;
	u16 next_avail;
	u16 next_used;
	u16 signalled;
	atomic_t kicks;
	atomic_t irqs;
	struct irq_work irq;
};

/**
 * struct fake_remote - a remote
 * @test: whose it is
 * @cfg: how it was made
 * @parent: the device that shared memory is allocated for
 * @vdev: the virtio device, NULL once deleted
 * @lock: serializes the device side
 * @running: the driver has set DRIVER_OK and not reset the device since
 * @status: the device's status byte
 * @resets: how often the driver reset the device
 * @config_reads: how often the driver read the configuration space
 * @ring: FAKE_RX and FAKE_TX
 * @on_kick: called for each notification by the driver, in its context (maybe
 *	atomic), outside @lock; set before the device is added or while it is idle
 * @priv: for the test
 */
struct fake_remote {
	struct kunit *test;
	struct fake_remote_config cfg;
	struct platform_device *parent;
	struct virtio_device *vdev;
	spinlock_t lock; /* see above */
	bool running;
	u8 status;
	unsigned int resets;
	unsigned int config_reads;
	struct fake_ring ring[2];
	void (*on_kick)(struct fake_ring *ring);
	void *priv;
};

/**
 * struct fake_buf - an available buffer that the device took
 * @id: head of its descriptor, what goes into the used ring
 * @len: bytes that the driver made available
 * @writable: whether the device may write
 * @va: the buffer itself, valid until the driver resets the device
 */
struct fake_buf {
	u32 id;
	u32 len;
	bool writable;
	void *va;
};

/**
 * struct fake_msg - a message that Linux sent, copied
 * @id: what goes into the used ring
 * @src: sender
 * @dst: receiver
 * @reserved: of the header
 * @len: payload bytes, as the header says
 * @flags: of the header
 * @desc_len: bytes that the descriptor gives
 * @data: the first FAKE_MTU bytes of payload, as far as the descriptor goes
 */
struct fake_msg {
	u32 id;
	u32 src;
	u32 dst;
	u32 reserved;
	u16 len;
	u16 flags;
	u32 desc_len;
	u8 data[FAKE_BUF_SIZE - sizeof(struct fake_hdr)];
};

/* Is it this ring that a function of the driver's is called for? With @arg its first argument. */
static inline bool fake_ring_is(const struct fake_ring *ring, const void *arg)
{
	/* What the driver's ring begins with is where its parts are. */
	const struct vring *vring = arg;

	return vring->used == ring->vring.used;
}

/* Lifetime. They sleep. A failure to make one ends the test. */
struct fake_remote *fake_remote_add(struct kunit *test,
				    const struct fake_remote_config *cfg);
void fake_remote_del(struct fake_remote *fr);
bool fake_remote_is_bound(struct fake_remote *fr);
struct rpmsg_device *fake_remote_ctrl(struct fake_remote *fr);

/* Whole messages. 0, -ENOBUFS (no buffer), -EAGAIN (nothing), -ESHUTDOWN. */
int fake_remote_post(struct fake_remote *fr, u32 src, u32 dst,
		     const void *data, u16 len);
int fake_remote_send(struct fake_remote *fr, u32 src, u32 dst,
		     const void *data, u16 len);
int fake_remote_recv(struct fake_remote *fr, struct fake_msg *msg);
void fake_remote_done(struct fake_remote *fr, const struct fake_msg *msg);

/* For fake_remote_main.c. */
void fake_ring_init(struct fake_remote *fr, struct fake_ring *ring);
void fake_ring_zero(struct fake_ring *ring);

/* Buffers, to do anything at all with. */
unsigned int fake_ring_avail(struct fake_ring *ring);
bool fake_ring_take(struct fake_ring *ring, struct fake_buf *buf);
void fake_ring_use(struct fake_ring *ring, u32 id, u32 len);
void fake_ring_jump(struct fake_ring *ring, u16 by);
void fake_hdr_write(const struct fake_buf *buf, u32 src, u32 dst, u16 len);

/* Interrupts. */
void fake_ring_interrupt(struct fake_ring *ring);
void fake_ring_interrupt_atomic(struct fake_ring *ring);
bool fake_ring_wants_irq(struct fake_ring *ring);
bool fake_ring_signal(struct fake_ring *ring);
void fake_ring_mute_kicks(struct fake_ring *ring, bool mute);

#endif /* FAKE_REMOTE_H */
