// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and its rings: descriptors that a remote writes over, indices that wrap,
 * kinds of rings that are not ours, and callbacks that come when the device is gone or have not
 * ended when it goes. What a remote does to indices and ids is in the suite virtio_rpmsg_hostile.
 */

#include <linux/completion.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/virtio_config.h>
#include <linux/workqueue.h>

#include "virtio_rpmsg_kunit.h"

/* What VIRTIO calls NOTIFICATION_DATA. */
#define F_NOTIFICATION_DATA	38

static const u16 desc_flags[] = {
	VRING_DESC_F_NEXT,
	VRING_DESC_F_NEXT | VRING_DESC_F_WRITE,
	VRING_DESC_F_INDIRECT,
	VRING_DESC_F_NEXT | VRING_DESC_F_INDIRECT | VRING_DESC_F_WRITE,
	U16_MAX,
};

static void flags_desc(const u16 *flags, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%#x", *flags);
}

KUNIT_ARRAY_PARAM(desc_flags, desc_flags, flags_desc);

/* All descriptors are one circle, or a list of the remote's. */
static void write_descs(struct fake_ring *ring, u16 flags)
{
	struct vring *vr = &ring->vring;
	unsigned int i;

	for (i = 0; i < vr->num; i++) {
		WRITE_ONCE(vr->desc[i].next,
			   (__force __virtio16)cpu_to_le16((i + 1) % vr->num));
		WRITE_ONCE(vr->desc[i].flags, (__force __virtio16)cpu_to_le16(flags));
	}
}

/* The remote has what it needs before it writes over the ring. */
static void descs_from_remote(struct kunit *test)
{
	const u16 *flags = test->param_value;
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct fake_buf bufs[BED_NUM];
	u32 i;

	for (i = 0; i < BED_NUM; i++)
		KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &bufs[i]));
	write_descs(ring, *flags);
	for (i = 0; i < BED_NUM; i++) {
		fake_hdr_write(&bufs[i], BED_REMOTE, be->ept->addr, sizeof(i));
		memcpy(bufs[i].va + sizeof(struct fake_hdr), &i, sizeof(i));
		fake_ring_use(ring, bufs[i].id, sizeof(struct fake_hdr) + sizeof(i));
		fake_ring_interrupt(ring);
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), i);
	}
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

static void descs_to_remote(struct kunit *test)
{
	const u16 *flags = test->param_value;
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_TX];
	struct fake_buf buf;
	unsigned int i;

	for (i = 0; i < 3 * BED_NUM; i++) {
		KUNIT_ASSERT_EQ(test, 0, rpmsg_trysendto(be->ept, "x", 1, BED_REMOTE));
		KUNIT_ASSERT_TRUE(test, fake_ring_take(ring, &buf));
		write_descs(ring, *flags);
		fake_ring_use(ring, buf.id, 0);
		fake_ring_interrupt(ring);
	}
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

/*
 * Once around all values of the indices. The kernel's virtio_ring does not call the driver
 * when the used index is 0, as it thinks that it has seen that.
 */
static void indices_wrap(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	u32 i, k, wrong = 0;

	/* In steps of which one ends at 0. */
	for (i = 0; i <= U16_MAX; i += 4) {
		for (k = i; k < i + 4; k++)
			KUNIT_ASSERT_EQ(test, 0,
					fake_remote_post(bed->fr, BED_REMOTE,
							 be->ept->addr, &k, sizeof(k)));
		fake_ring_interrupt(ring);
		KUNIT_ASSERT_TRUE_MSG(test, bed_comes(bed_stats(be).queued == 4),
				      "after %u messages", k);
		for (k = i; k < i + 4; k++)
			wrong += bed_read_u32(be) != k;
	}
	KUNIT_EXPECT_EQ(test, ring->next_used, 0);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static void other_rings_are_declined(struct kunit *test)
{
	static const unsigned int bits[] = {
		VIRTIO_F_RING_PACKED, VIRTIO_F_IN_ORDER, F_NOTIFICATION_DATA,
	};
	struct fake_remote_config cfg = { .num = BED_NUM };
	struct fake_remote *fr;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bits); i++)
		cfg.features |= BIT_ULL(bits[i]);
	fr = fake_remote_add(test, &cfg);
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr));
	for (i = 0; i < ARRAY_SIZE(bits); i++)
		KUNIT_EXPECT_FALSE(test, __virtio_test_bit(fr->vdev, bits[i]));
}

/*
 * A mailbox's work item has taken the callback's address, and is kept from going on until the
 * device and its virtqueues are gone.
 */
static void callback_after_removal(struct kunit *test)
{
	struct bed *bed = test->priv;
	vq_callback_t *callback[2];
	struct virtqueue *vq[2];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vq); i++) {
		vq[i] = bed->fr->ring[i].vq;
		callback[i] = vq[i]->callback;
	}
	fake_remote_del(bed->fr);
	for (i = 0; i < ARRAY_SIZE(vq); i++)
		callback[i](vq[i]);
}

/**
 * struct held - a callback that rings the remote, which sleeps, while the device goes
 * @fr: the remote
 * @call: calls the driver
 * @in_kick: it has come so far
 * @in_section: in a section that is waited for
 * @go: it may go on
 * @remove: removes the device
 * @kp: where that waits for sections
 * @waits: it has come so far
 */
struct held {
	struct fake_remote *fr;
	struct work_struct call;
	bool in_kick;
	bool in_section;
	struct completion go;
	struct work_struct remove;
	struct kprobe kp;
	bool waits;
};

static void held_call(struct work_struct *work)
{
	struct held *held = container_of(work, struct held, call);
	struct virtqueue *vq = held->fr->ring[FAKE_RX].vq;

	vq->callback(vq);
}

static void held_kick(struct fake_ring *ring)
{
	struct held *held = ring->fr->priv;

	held->in_section = srcu_read_lock_held(&virtio_rpmsg_srcu);
	WRITE_ONCE(held->in_kick, true);
	wait_for_completion_timeout(&held->go, 60 * HZ);
}

static void held_remove(struct work_struct *work)
{
	fake_remote_del(container_of(work, struct held, remove)->fr);
}

static int held_waits(struct kprobe *kp, struct pt_regs *regs)
{
	if (regs_get_kernel_argument(regs, 0) == (unsigned long)&virtio_rpmsg_srcu)
		WRITE_ONCE(container_of(kp, struct held, kp)->waits, true);
	return 0;
}

/*
 * A mailbox's work item is in the middle of the callback, which rings the remote and sleeps in
 * that: the virtqueue stays until it has ended.
 */
static void callback_in_a_kick(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct fake_ring *ring = &bed->fr->ring[FAKE_RX];
	struct held *held = kunit_kzalloc(test, sizeof(*held), GFP_KERNEL);
	struct virtqueue *vq;

	KUNIT_ASSERT_NOT_NULL(test, held);
	held->fr = bed->fr;
	INIT_WORK(&held->call, held_call);
	INIT_WORK(&held->remove, held_remove);
	init_completion(&held->go);
	held->kp.symbol_name = "synchronize_srcu";
	held->kp.pre_handler = held_waits;
	KUNIT_ASSERT_EQ(test, 0, register_kprobe(&held->kp));
	bed->fr->priv = held;
	bed->fr->on_kick = held_kick;

	/* Nobody has that address: the buffer goes back, and the remote is rung. */
	KUNIT_EXPECT_EQ(test, 0, fake_remote_post(bed->fr, BED_REMOTE, BED_REMOTE, "x", 1));
	queue_work(system_unbound_wq, &held->call);
	KUNIT_EXPECT_TRUE(test, bed_comes(READ_ONCE(held->in_kick)));
	KUNIT_EXPECT_TRUE(test, held->in_section);

	queue_work(system_unbound_wq, &held->remove);
	KUNIT_EXPECT_TRUE(test, bed_comes(READ_ONCE(held->waits) || !READ_ONCE(ring->vq)));
	vq = READ_ONCE(ring->vq);
	KUNIT_EXPECT_NOT_NULL(test, vq);
	complete_all(&held->go);
	flush_work(&held->call);
	flush_work(&held->remove);
	unregister_kprobe(&held->kp);
	KUNIT_EXPECT_NULL(test, ring->vq);
}

static struct kunit_case virtio_rpmsg_ring_cases[] = {
	KUNIT_CASE_PARAM(descs_from_remote, desc_flags_gen_params),
	KUNIT_CASE_PARAM(descs_to_remote, desc_flags_gen_params),
	KUNIT_CASE_SLOW(indices_wrap),
	KUNIT_CASE(other_rings_are_declined),
	KUNIT_CASE(callback_after_removal),
	KUNIT_CASE(callback_in_a_kick),
	{ }
};

static struct kunit_suite virtio_rpmsg_ring_suite = {
	.name = "virtio_rpmsg_ring",
	.init = bed_init,
	.test_cases = virtio_rpmsg_ring_cases,
};

kunit_test_suite(virtio_rpmsg_ring_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, its rings");
MODULE_LICENSE("GPL");
