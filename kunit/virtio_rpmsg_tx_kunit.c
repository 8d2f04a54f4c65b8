// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus, from Linux to the remote: sending, the full ring, and those
 * who wait for a buffer.
 */

#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

#include "virtio_rpmsg_kunit.h"

/* What the 20 ms look needs at most; far below the 15 s of a sender's patience. */
#define TX_SOON		(10 * HZ)

/**
 * struct sender - a thread that sends numbers
 * @ept: from which endpoint
 * @first: the first number
 * @count: how many
 * @err: what ended it
 * @task: the thread
 * @done: it has ended
 */
struct sender {
	struct rpmsg_endpoint *ept;
	u32 first;
	unsigned int count;
	int err;
	struct task_struct *task;
	struct completion done;
};

static int sender_thread(void *data)
{
	struct sender *s = data;
	unsigned int i;

	allow_signal(SIGINT);
	for (i = 0; i < s->count && !s->err; i++) {
		u32 value = s->first + i;

		s->err = rpmsg_sendto(s->ept, &value, sizeof(value), BED_REMOTE);
	}
	complete_all(&s->done);
	return 0;
}

static void sender_join(void *data)
{
	struct sender *s = data;

	wait_for_completion(&s->done);
	put_task_struct(s->task);
}

static struct sender *sender_start(struct kunit *test, struct bed_ept *be,
				   u32 first, unsigned int count)
{
	struct sender *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	s->ept = be->ept;
	s->first = first;
	s->count = count;
	init_completion(&s->done);
	s->task = kthread_create(sender_thread, s, "rpmsg-sender");
	KUNIT_ASSERT_FALSE(test, IS_ERR(s->task));
	get_task_struct(s->task);
	wake_up_process(s->task);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, sender_join, s));
	return s;
}

static void fill(struct kunit *test, struct bed_ept *be)
{
	u32 i;

	for (i = 0; i < BED_NUM; i++)
		KUNIT_ASSERT_EQ(test, 0, rpmsg_trysendto(be->ept, &i, sizeof(i),
							 BED_REMOTE));
}

/* Takes a message and gives its buffer back; the number in it, or -1. */
static s64 consume(struct bed *bed)
{
	struct fake_msg msg;

	if (fake_remote_recv(bed->fr, &msg))
		return -1;
	fake_remote_done(bed->fr, &msg);
	return *(u32 *)msg.data;
}

/* A sender waits when it has asked for the interrupt. */
static bool sender_waits(struct bed *bed, struct sender *s)
{
	return bed_comes(fake_ring_wants_irq(&bed->fr->ring[FAKE_TX]) &&
			 READ_ONCE(s->task->__state) == TASK_INTERRUPTIBLE);
}

static struct sender *blocked_sender(struct kunit *test, struct bed_ept *be)
{
	struct sender *s;

	fill(test, be);
	s = sender_start(test, be, BED_NUM, 1);
	KUNIT_ASSERT_TRUE(test, sender_waits(test->priv, s));
	KUNIT_ASSERT_FALSE(test, completion_done(&s->done));
	return s;
}

static void expect_msg(struct kunit *test, u32 src, u32 dst, const char *text)
{
	struct bed *bed = test->priv;
	struct fake_msg msg;

	KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
	KUNIT_EXPECT_EQ(test, msg.src, src);
	KUNIT_EXPECT_EQ(test, msg.dst, dst);
	KUNIT_EXPECT_EQ(test, msg.reserved, 0);
	KUNIT_EXPECT_EQ(test, msg.flags, 0);
	KUNIT_ASSERT_EQ(test, msg.len, strlen(text));
	KUNIT_EXPECT_EQ(test, msg.desc_len, sizeof(struct fake_hdr) + msg.len);
	KUNIT_EXPECT_MEMEQ(test, msg.data, text, msg.len);
	fake_remote_done(bed->fr, &msg);
}

static void send_variants(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct rpmsg_endpoint *ept = be->ept;

	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(ept, "send", 4));
	expect_msg(test, ept->addr, bed->ctrl->dst, "send");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_sendto(ept, "sendto", 6, 77));
	expect_msg(test, ept->addr, 77, "sendto");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send_offchannel(ept, 5, 78, "off", 3));
	expect_msg(test, 5, 78, "off");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_trysend(ept, "try", 3));
	expect_msg(test, ept->addr, bed->ctrl->dst, "try");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_trysendto(ept, "tryto", 5, 79));
	expect_msg(test, ept->addr, 79, "tryto");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_trysend_offchannel(ept, 6, 80, "o", 1));
	expect_msg(test, 6, 80, "o");
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(ept, "", 0));
	expect_msg(test, ept->addr, bed->ctrl->dst, "");

	KUNIT_EXPECT_EQ(test, atomic_read(&bed->fr->ring[FAKE_TX].kicks), 7);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

static void send_refused(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u8 *data = kunit_kzalloc(test, FAKE_MTU + 1, GFP_KERNEL);
	struct rpmsg_endpoint *ept = be->ept;
	struct fake_msg *msg = kunit_kzalloc(test, sizeof(*msg), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, rpmsg_get_mtu(ept), FAKE_MTU);
	KUNIT_EXPECT_EQ(test, virtio_rpmsg_channel_mtu(bed->ctrl), FAKE_MTU);
	KUNIT_EXPECT_EQ(test, rpmsg_send(ept, data, FAKE_MTU + 1), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, rpmsg_trysend(ept, data, INT_MAX), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, rpmsg_send(ept, data, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, rpmsg_sendto(ept, data, 1, RPMSG_ADDR_ANY), -EINVAL);
	KUNIT_EXPECT_EQ(test, rpmsg_send_offchannel(ept, RPMSG_ADDR_ANY, 1, data, 1),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, fake_remote_recv(bed->fr, msg), -EAGAIN);

	KUNIT_EXPECT_EQ(test, rpmsg_send(ept, data, FAKE_MTU), 0);
	KUNIT_EXPECT_EQ(test, fake_remote_recv(bed->fr, msg), 0);
	KUNIT_EXPECT_EQ(test, msg->desc_len, FAKE_BUF_SIZE);
}

static void nocopy(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	size_t room = 0;
	void *buf;

	buf = virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, false);
	KUNIT_ASSERT_FALSE(test, IS_ERR(buf));
	KUNIT_EXPECT_EQ(test, room, FAKE_MTU);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM - 1);
	KUNIT_EXPECT_EQ(test, virtio_rpmsg_send_nocopy(be->ept, buf, room + 1, 9),
			-EMSGSIZE);

	memcpy(buf, "in place", 8);
	KUNIT_EXPECT_EQ(test, virtio_rpmsg_send_nocopy(be->ept, buf, 8, 9), 0);
	expect_msg(test, be->ept->addr, 9, "in place");
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

static void full_ring(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	u32 i, value = 1000;
	size_t room;

	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_tx_ready(be->ept));
	fill(test, be);
	KUNIT_EXPECT_EQ(test, rpmsg_trysendto(be->ept, &value, 4, 1), -ENOMEM);
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EAGAIN),
			    virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, false));
	KUNIT_EXPECT_FALSE(test, virtio_rpmsg_tx_ready(be->ept));

	/* What is given back is found without any interrupt. */
	KUNIT_EXPECT_EQ(test, consume(bed), 0);
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_tx_ready(be->ept));
	KUNIT_EXPECT_EQ(test, rpmsg_trysendto(be->ept, &value, 4, 1), 0);
	KUNIT_EXPECT_EQ(test, rpmsg_trysendto(be->ept, &value, 4, 1), -ENOMEM);

	for (i = 1; i < BED_NUM; i++)
		KUNIT_EXPECT_EQ(test, consume(bed), i);
	KUNIT_EXPECT_EQ(test, consume(bed), 1000);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->fr->ring[FAKE_TX].irqs), 0);
}

static void given_back_in_any_order(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_msg msg;
	u32 ids[BED_NUM];
	int i;

	fill(test, be);
	for (i = 0; i < BED_NUM; i++) {
		KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
		ids[i] = msg.id;
	}
	/* The length that a remote says it used of them means nothing. */
	for (i = BED_NUM - 1; i >= 0; i--)
		fake_ring_use(&bed->fr->ring[FAKE_TX], ids[i], 0xffffffff);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

static void kicks_only_when_asked(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_TX];

	fake_ring_mute_kicks(ring, true);
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, "quiet", 5));
	KUNIT_EXPECT_EQ(test, atomic_read(&ring->kicks), 0);
	fake_ring_mute_kicks(ring, false);
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, "loud", 4));
	KUNIT_EXPECT_EQ(test, atomic_read(&ring->kicks), 1);
}

static void kicks_by_event_index(struct kunit *test)
{
	struct bed bed;
	struct bed_ept *be;
	struct fake_ring *ring;
	int i;

	bed_make(test, &bed, BIT_ULL(VIRTIO_RING_F_EVENT_IDX));
	be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	ring = &bed.fr->ring[FAKE_TX];

	/* One for the first; the remote has not looked since. */
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, &i, sizeof(i)));
	KUNIT_EXPECT_EQ(test, atomic_read(&ring->kicks), 1);
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, consume(&bed), i);
	KUNIT_EXPECT_EQ(test, 0, rpmsg_send(be->ept, &i, sizeof(i)));
	KUNIT_EXPECT_EQ(test, atomic_read(&ring->kicks), 2);
}

static void sender_woken_by_interrupt(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_ring *ring = &bed->fr->ring[FAKE_TX];
	struct sender *s;
	u32 i;

	KUNIT_EXPECT_FALSE(test, fake_ring_wants_irq(ring));
	s = blocked_sender(test, be);
	KUNIT_EXPECT_EQ(test, consume(bed), 0);
	fake_ring_interrupt(ring);
	KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&s->done, TX_SOON));
	KUNIT_EXPECT_EQ(test, s->err, 0);
	/* Nobody waits: the remote need not interrupt. */
	KUNIT_EXPECT_FALSE(test, fake_ring_wants_irq(ring));
	for (i = 1; i <= BED_NUM; i++)
		KUNIT_EXPECT_EQ(test, consume(bed), i);
}

/* Some remotes never interrupt for what they used. */
static void sender_woken_by_a_look(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct sender *s = blocked_sender(test, be);

	KUNIT_EXPECT_EQ(test, consume(bed), 0);
	KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&s->done, TX_SOON));
	KUNIT_EXPECT_EQ(test, s->err, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&bed->fr->ring[FAKE_TX].irqs), 0);
}

static void sender_woken_by_a_release(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct sender *s;
	size_t room;
	void *buf;
	u32 i;

	buf = virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, false);
	KUNIT_ASSERT_FALSE(test, IS_ERR(buf));
	for (i = 1; i < BED_NUM; i++)
		KUNIT_ASSERT_EQ(test, 0, rpmsg_trysend(be->ept, &i, sizeof(i)));
	s = sender_start(test, be, BED_NUM, 1);
	KUNIT_EXPECT_TRUE(test, sender_waits(bed, s));
	virtio_rpmsg_release_tx_buffer(be->ept, buf);
	KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&s->done, TX_SOON));
	KUNIT_EXPECT_EQ(test, s->err, 0);
}

static void sender_interrupted(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct sender *s = blocked_sender(test, be);
	unsigned int i;

	send_sig(SIGINT, s->task, 1);
	KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&s->done, TX_SOON));
	KUNIT_EXPECT_EQ(test, s->err, -ERESTARTSYS);
	for (i = 0; i < BED_NUM; i++)
		KUNIT_EXPECT_EQ(test, consume(bed), i);
	KUNIT_EXPECT_EQ(test, consume(bed), -1);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

static void sender_and_removal(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct sender *s = blocked_sender(test, be);
	size_t room;

	fake_remote_del(bed->fr);
	KUNIT_ASSERT_TRUE(test, wait_for_completion_timeout(&s->done, TX_SOON));
	KUNIT_EXPECT_EQ(test, s->err, -EPIPE);
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_tx_ready(be->ept));
	KUNIT_EXPECT_EQ(test, rpmsg_send(be->ept, "x", 1), -EPIPE);
	KUNIT_EXPECT_EQ(test, rpmsg_trysend(be->ept, "x", 1), -EPIPE);
	KUNIT_EXPECT_PTR_EQ(test, ERR_PTR(-EPIPE),
			    virtio_rpmsg_get_tx_payload_buffer(be->ept, &room, true));
}

/**
 * struct window - plays the remote at the entry of vrp_ring_irq_on()
 * @kp: the probe
 * @bed: whose transmit ring
 * @id: the buffer to give back then
 * @hits: how often
 */
struct window {
	struct kprobe kp;
	struct bed *bed;
	u32 id;
	unsigned int hits;
};

static int window_open(struct kprobe *kp, struct pt_regs *regs)
{
	struct window *w = container_of(kp, struct window, kp);
	struct fake_ring *ring = &w->bed->fr->ring[FAKE_TX];

	if (fake_ring_is(ring, (void *)regs_get_kernel_argument(regs, 0)) &&
	    !w->hits++)
		fake_ring_use(ring, w->id, 0);
	return 0;
}

/*
 * The remote gives a buffer back after the driver saw that there was none and
 * before it asked for the interrupt, so that none comes.
 */
static void window_before_asking(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct window *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	struct fake_msg msg;
	bool ready;
	int err;

	KUNIT_ASSERT_NOT_NULL(test, w);
	fill(test, be);
	KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
	w->bed = bed;
	w->id = msg.id;
	w->kp.symbol_name = "vrp_ring_irq_on";
	w->kp.pre_handler = window_open;
	err = register_kprobe(&w->kp);
	if (err == -EOPNOTSUPP)
		kunit_skip(test, "needs CONFIG_KPROBES");
	KUNIT_ASSERT_EQ(test, err, 0);

	ready = virtio_rpmsg_tx_ready(be->ept);
	unregister_kprobe(&w->kp);

	KUNIT_EXPECT_EQ(test, w->hits, 1);
	KUNIT_EXPECT_TRUE(test, ready);
	KUNIT_EXPECT_FALSE(test, fake_ring_wants_irq(&bed->fr->ring[FAKE_TX]));
	KUNIT_EXPECT_EQ(test, rpmsg_trysend(be->ept, "x", 1), 0);
}

/**
 * struct woken - a writer that sleeps
 * @wait: in its endpoint's queue
 * @times: how often it was woken
 */
struct woken {
	struct wait_queue_entry wait;
	unsigned int times;
};

static int woken_count(struct wait_queue_entry *wait, unsigned int mode, int sync,
		       void *key)
{
	container_of(wait, struct woken, wait)->times++;
	return 0;
}

/* A second writer finds the buffers that came back, and takes one: the first is woken. */
static void collected_by_another(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *first = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct bed_ept *second = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct woken woken = {};
	unsigned long flags;

	init_waitqueue_func_entry(&woken.wait, woken_count);
	add_wait_queue(&first->q.tx_wait, &woken.wait);
	fill(test, first);
	KUNIT_EXPECT_FALSE(test, virtio_rpmsg_tx_ready(first->ept));
	/* What the driver does by itself after a time, it does not now. */
	local_irq_save(flags);
	consume(bed);
	consume(bed);
	KUNIT_EXPECT_EQ(test, rpmsg_trysendto(second->ept, "x", 1, BED_REMOTE), 0);
	KUNIT_EXPECT_EQ(test, woken.times, 1);
	local_irq_restore(flags);
	remove_wait_queue(&first->q.tx_wait, &woken.wait);
}

#define STRESS_SENDERS	4
#define STRESS_COUNT	1000

/* Four senders and two buffers' worth of patience: every number once, in order. */
static void stress(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct fake_ring *ring = &bed->fr->ring[FAKE_TX];
	struct sender *s[STRESS_SENDERS];
	u32 next[STRESS_SENDERS] = {};
	unsigned int i, total = 0, wrong = 0;
	struct bed_ept *be = NULL;
	s64 value;

	for (i = 0; i < STRESS_SENDERS; i++) {
		be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
		s[i] = sender_start(test, be, i * STRESS_COUNT, STRESS_COUNT);
	}

	while (total < STRESS_SENDERS * STRESS_COUNT) {
		if (!bed_comes(fake_ring_avail(ring)))
			break;
		value = consume(bed);
		i = div_u64(value, STRESS_COUNT);
		if (value < 0 || i >= STRESS_SENDERS ||
		    value != i * STRESS_COUNT + next[i])
			wrong++;
		else
			next[i]++;
		total++;
		fake_ring_signal(ring);
	}

	KUNIT_EXPECT_EQ(test, total, STRESS_SENDERS * STRESS_COUNT);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	for (i = 0; i < STRESS_SENDERS; i++) {
		KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&s[i]->done,
								    TX_SOON));
		KUNIT_EXPECT_EQ(test, s[i]->err, 0);
	}
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), BED_NUM);
}

static struct kunit_case virtio_rpmsg_tx_cases[] = {
	KUNIT_CASE(send_variants),
	KUNIT_CASE(send_refused),
	KUNIT_CASE(nocopy),
	KUNIT_CASE(full_ring),
	KUNIT_CASE(given_back_in_any_order),
	KUNIT_CASE(kicks_only_when_asked),
	KUNIT_CASE(kicks_by_event_index),
	KUNIT_CASE(sender_woken_by_interrupt),
	KUNIT_CASE(sender_woken_by_a_look),
	KUNIT_CASE(sender_woken_by_a_release),
	KUNIT_CASE(sender_interrupted),
	KUNIT_CASE(sender_and_removal),
	KUNIT_CASE(window_before_asking),
	KUNIT_CASE(collected_by_another),
	KUNIT_CASE_SLOW(stress),
	{ }
};

static struct kunit_suite virtio_rpmsg_tx_suite = {
	.name = "virtio_rpmsg_tx",
	.init = bed_init,
	.test_cases = virtio_rpmsg_tx_cases,
};

kunit_test_suite(virtio_rpmsg_tx_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, from Linux to the remote");
MODULE_LICENSE("GPL");
