/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A driver for a channel that a remote announces, whose probe(), callback and remove() do
 * what a test says, and which notes what came when.
 */

#ifndef KUNIT_ORDER_H
#define KUNIT_ORDER_H

#include <linux/completion.h>
#include <linux/rpmsg/ns.h>

#include "channels.h"
#include "virtio_rpmsg_kunit.h"

/* The channel that the driver below takes, and the remote's address of it. */
#define SERVICE		"kunit-order"
#define SERVICE_ADDR	7

/* An address that the driver makes for itself, and one that nobody has. */
#define FIXED_ADDR	500
#define NOBODYS_ADDR	501

/* The number that is the answer to a request. */
#define ANSWER		4711

/* How often another callback runs, where one that must not run would have. */
#define TURNS		50

/**
 * struct order_client - what the driver does, and what became of it
 * @fr: the remote
 * @in_probe: called by probe() with the channel; gives its return value
 * @in_callback: called by the callback, or NULL
 * @ept: the endpoint that probe() made besides the channel's, or NULL
 * @turns: an endpoint of another channel
 * @turned: for each message of @turns
 * @q: for a client that reads for itself
 * @done: probe() is over
 * @came: messages that came
 * @disorder: a number that came out of order, or -1
 * @early: messages before @done
 * @at_remove: @came when remove() was called
 * @probes: how often probe() was over
 * @removes: how often remove() was called
 * @answer: the answer came
 * @leave: remove() was called
 */
struct order_client {
	struct fake_remote *fr;
	int (*in_probe)(struct rpmsg_device *rpdev);
	void (*in_callback)(struct rpmsg_device *rpdev);
	struct rpmsg_endpoint *ept;
	struct rpmsg_endpoint *turns;
	struct completion turned;
	struct rpmsg_rxq q;
	bool done;
	unsigned int came;
	s64 disorder;
	unsigned int early;
	unsigned int at_remove;
	unsigned int probes;
	unsigned int removes;
	struct completion answer;
	struct completion leave;
};

/* One channel at a time. */
static struct order_client client;

static inline int order_callback(struct rpmsg_device *rpdev, void *data, int len,
				 void *priv, u32 src)
{
	u32 value = *(u32 *)data;

	if (value == ANSWER) {
		complete(&client.answer);
		return 0;
	}
	if (!READ_ONCE(client.done))
		client.early++;
	if (client.in_callback)
		client.in_callback(rpdev);
	if (value != client.came)
		client.disorder = value;
	/* The test looks at the rest when it sees the count: order_came(). */
	smp_store_release(&client.came, client.came + 1);
	return 0;
}

static inline bool order_came(unsigned int n)
{
	/* Pairs with the release in order_callback(). */
	return bed_comes(smp_load_acquire(&client.came) >= n);
}

static inline int order_probe(struct rpmsg_device *rpdev)
{
	int err = client.in_probe ? client.in_probe(rpdev) : 0;

	WRITE_ONCE(client.done, true);
	/* As above. */
	smp_store_release(&client.probes, client.probes + 1);
	return err;
}

static inline void order_remove(struct rpmsg_device *rpdev)
{
	/* Pairs with the release in order_callback(). */
	client.at_remove = smp_load_acquire(&client.came);
	complete_all(&client.leave);
	if (client.ept)
		rpmsg_destroy_ept(client.ept);
	client.ept = NULL;
	/* As above. */
	smp_store_release(&client.removes, client.removes + 1);
}

static const struct rpmsg_device_id order_ids[] = {
	{ .name = SERVICE },
	{ }
};

static struct rpmsg_driver order_driver = {
	.drv.name	= "kunit_order",
	.id_table	= order_ids,
	.probe		= order_probe,
	.remove		= order_remove,
	.callback	= order_callback,
};

/* What the remote does. */

static inline int order_post_ns(struct fake_remote *fr, const char *name, u32 flags)
{
	struct rpmsg_ns_msg msg = {
		.addr = (__force __rpmsg32)cpu_to_le32(SERVICE_ADDR),
		.flags = (__force __rpmsg32)cpu_to_le32(flags),
	};

	strscpy(msg.name, name, sizeof(msg.name));
	return fake_remote_post(fr, RPMSG_NS_ADDR, RPMSG_NS_ADDR, &msg,
				sizeof(msg));
}

/* Numbers @first to @first + @n - 1. */
static inline int order_post(struct fake_remote *fr, u32 dst, u32 first, u32 n)
{
	int err = 0;
	u32 i;

	for (i = first; i < first + n && !err; i++)
		err = fake_remote_post(fr, SERVICE_ADDR, dst, &i, sizeof(i));
	return err;
}

/* One interrupt for all that was posted. */
static inline void order_ring(struct fake_remote *fr)
{
	fake_ring_signal(&fr->ring[FAKE_RX]);
}

/* Each message from Linux is answered, in the sender's context. */
static inline void answer_kick(struct fake_ring *ring)
{
	struct fake_remote *fr = ring->fr;
	struct fake_msg msg;
	u32 value = ANSWER;

	while (!fake_remote_recv(fr, &msg)) {
		fake_remote_done(fr, &msg);
		fake_remote_post(fr, msg.dst, msg.src, &value, sizeof(value));
		fake_ring_interrupt_atomic(&fr->ring[FAKE_RX]);
	}
}

/* Callbacks of another endpoint. */

static inline int order_turn(struct rpmsg_device *rpdev, void *data, int len,
			     void *priv, u32 src)
{
	complete(&client.turned);
	return 0;
}

/* Callbacks of another endpoint run one after the other. */
static inline int order_take_turns(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < TURNS; i++) {
		err = fake_remote_send(client.fr, SERVICE_ADDR, client.turns->addr,
				       &i, sizeof(i));
		if (err)
			return err;
		if (!wait_for_completion_timeout(&client.turned, 20 * HZ))
			return -ETIMEDOUT;
	}
	return 0;
}

static inline int probe_asks(struct rpmsg_device *rpdev)
{
	int err = rpmsg_send(rpdev->ept, "?", 1);

	if (err)
		return err;
	return wait_for_completion_timeout(&client.answer, 20 * HZ) ? 0 : -ETIMEDOUT;
}

static inline void order_turns_del(void *data)
{
	rpmsg_destroy_ept(client.turns);
}

static inline void order_client_del(void *data)
{
	fake_remote_del(client.fr);
	rpmsg_rxq_close(&client.q);
}

static inline int order_init(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct bed *bed = kunit_kzalloc(test, sizeof(*bed), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bed);
	bed_make(test, bed, FAKE_F_NS);
	test->priv = bed;

	memset(&client, 0, sizeof(client));
	client.fr = bed->fr;
	client.disorder = -1;
	init_completion(&client.turned);
	init_completion(&client.answer);
	init_completion(&client.leave);
	rpmsg_rxq_init(&client.q);
	client.turns = rpmsg_create_ept(bed->ctrl, order_turn, NULL, chinfo);
	KUNIT_ASSERT_NOT_NULL(test, client.turns);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, order_client_del, NULL));
	return kunit_add_action_or_reset(test, order_turns_del, NULL);
}

/* @n messages came, in order, none of them before probe() was over. */
static inline void order_expect(struct kunit *test, unsigned int n)
{
	KUNIT_EXPECT_TRUE(test, order_came(n));
	KUNIT_EXPECT_EQ(test, client.came, n);
	KUNIT_EXPECT_EQ(test, client.disorder, -1);
	KUNIT_EXPECT_EQ(test, client.early, 0U);
}

static inline bool order_probed(void)
{
	/* Pairs with the release in order_probe(). */
	return bed_comes(smp_load_acquire(&client.probes));
}

static inline bool order_removed(void)
{
	/* Pairs with the release in order_remove(). */
	return bed_comes(smp_load_acquire(&client.removes));
}

/* Returns the channel, whose driver has bound, and its endpoint's address. */
static inline struct rpmsg_device *order_make_channel(struct kunit *test, u32 *addr)
{
	struct rpmsg_channel_info chinfo = {
		.name = SERVICE, .src = RPMSG_ADDR_ANY, .dst = SERVICE_ADDR,
	};
	struct bed *bed = test->priv;
	struct rpmsg_device *rpdev;

	rpdev = rpmsg_create_channel(bed->ctrl, &chinfo);
	KUNIT_ASSERT_NOT_NULL(test, rpdev);
	KUNIT_ASSERT_TRUE(test, order_probed());
	if (addr) {
		KUNIT_ASSERT_NOT_NULL(test, rpdev->ept);
		*addr = rpdev->ept->addr;
	}
	return rpdev;
}

#endif /* KUNIT_ORDER_H */
