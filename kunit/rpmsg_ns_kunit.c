// SPDX-License-Identifier: GPL-2.0-only
/*
 * The name service: what a remote announces, well and badly, and what channels
 * come of it. The remote is a fake one, the modules are the real ones.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/rpmsg.h>

#include "channels.h"
#include "log.h"

#define RING_SIZE	16

/* What the bus lets a remote have, the service channels included. */
#define MAX_CHANNELS	256

static int ns_init(struct kunit *test)
{
	struct fake_remote *fr;

	fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = RING_SIZE, .features = FAKE_F_NS,
	});
	test->priv = fr;
	return fake_remote_is_bound(fr) ? 0 : -ENODEV;
}

/* The driver works still: a channel can come and go. */
static void expect_alive(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, announce(fr, "alive", 77, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "alive", -1, 77));
	KUNIT_EXPECT_EQ(test, announce(fr, "alive", 77, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_FALSE(test, channel_exists(fr, "alive", -1, 77));
}

static void ns_services(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "rpmsg_ctrl", 0, 0));
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "rpmsg_ns", 53, 53));
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
}

/* Who does not offer the feature is not listened to. */
static void ns_not_offered(struct kunit *test)
{
	struct fake_remote *fr;

	fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = RING_SIZE,
	});
	KUNIT_EXPECT_EQ(test, channel_count(fr), 1U);
	KUNIT_EXPECT_EQ(test, announce(fr, "unheard", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), 1U);
}

static void ns_create_destroy(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, announce(fr, "service", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "service", -1, 5));
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);

	KUNIT_EXPECT_EQ(test, announce(fr, "service", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_FALSE(test, channel_exists(fr, "service", -1, 5));
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
}

static void ns_twice(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, announce(fr, "twice", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "twice", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);

	/* The same service at another address is another channel. */
	KUNIT_EXPECT_EQ(test, announce(fr, "twice", 6, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "twice", -1, 6));
	/* And so is another one at the same address. */
	KUNIT_EXPECT_EQ(test, announce(fr, "thrice", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 3);

	KUNIT_EXPECT_EQ(test, announce(fr, "twice", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "twice", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 2);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "twice", -1, 6));
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "thrice", -1, 5));
}

static void ns_destroy_unknown(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, announce(fr, "known", 5, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "unknown", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "known", 6, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "know", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "known5", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "known", -1, 5));
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);
}

/* The two service channels are not the remote's to destroy. */
static void ns_destroy_services(struct kunit *test)
{
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, announce(fr, "rpmsg_ctrl", 0, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "rpmsg_ns", 53, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "rpmsg_ns", RPMSG_ADDR_ANY,
				       RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
	expect_alive(test);
}

/* What a remote calls a service does not make a line of its own in the log. */
static void ns_forged_line(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	struct kmsg_dump_iter log;
	unsigned int lines;

	log_begin(&log);
	KUNIT_EXPECT_EQ(test, announce(fr, "x\nforged \x1b[2J", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, log_count(&log, "to destroy", &lines), 1);
	KUNIT_EXPECT_EQ(test, lines, 1);
	KUNIT_EXPECT_EQ(test, log_count(&log, "no channel x\\nforged \\e[2J at 5", NULL), 1);
	expect_alive(test);
}

static void ns_bad_names(struct kunit *test)
{
	static const char * const names[] = {
		"", "/", "a/b", "../x", "a\n", "\t", "a\x7f", "\x80", "\xff\xfe",
		"caf\xc3\xa9", "\x01",
	};
	struct fake_remote *fr = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		KUNIT_EXPECT_EQ_MSG(test,
				    announce(fr, names[i], 5, RPMSG_NS_CREATE),
				    0, "case %u", i);
		KUNIT_EXPECT_EQ_MSG(test, channel_count(fr), SERVICE_CHANNELS,
				    "case %u", i);
	}
	expect_alive(test);
}

static void ns_odd_names(struct kunit *test)
{
	static const char * const names[] = {
		" ", "a b", "%s%n", "..", "a.b.-1.5", "~!@#$%^&*()",
		"1234567890123456789012345678901",
	};
	struct fake_remote *fr = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		KUNIT_EXPECT_EQ(test, announce(fr, names[i], 5, RPMSG_NS_CREATE),
				0);
		KUNIT_EXPECT_TRUE_MSG(test, channel_exists(fr, names[i], -1, 5),
				      "'%s'", names[i]);
		KUNIT_EXPECT_EQ(test, announce(fr, names[i], 5, RPMSG_NS_DESTROY),
				0);
		KUNIT_EXPECT_FALSE_MSG(test, channel_exists(fr, names[i], -1, 5),
				       "'%s'", names[i]);
	}
}

/* 32 bytes without an end are a name of 31, whatever follows in the message. */
static void ns_unterminated(struct kunit *test)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz012345";
	static const char cut[] = "abcdefghijklmnopqrstuvwxyz01234";
	struct fake_remote *fr = test->priv;

	/* The address's bytes would be printable. */
	KUNIT_EXPECT_EQ(test, announce(fr, name, 0x41414141, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, cut, -1, 0x41414141));
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);

	KUNIT_EXPECT_EQ(test, announce(fr, name, 0x41414141, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);
	KUNIT_EXPECT_EQ(test, announce(fr, name, 0x41414141, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
}

/* What stands behind a name's end is no part of it. */
static void ns_garbage_after_name(struct kunit *test)
{
	struct rpmsg_ns_msg msg = {
		.addr = (__force __rpmsg32)cpu_to_le32(5),
	};
	struct fake_remote *fr = test->priv;

	memset(msg.name, 0xa5, sizeof(msg.name));
	strscpy(msg.name, "clean", sizeof(msg.name));
	KUNIT_EXPECT_EQ(test, announce_bytes(fr, &msg, sizeof(msg)), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(fr));
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "clean", -1, 5));
	KUNIT_EXPECT_EQ(test, announce(fr, "clean", 5, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
}

static void ns_wrong_sizes(struct kunit *test)
{
	static const u16 sizes[] = { 0, 1, 32, 36, 39, 41, 44, 80, FAKE_MTU };
	struct fake_remote *fr = test->priv;
	u8 bytes[FAKE_MTU] = "size";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_EXPECT_EQ(test, announce_bytes(fr, bytes, sizes[i]), 0);
		KUNIT_EXPECT_TRUE(test, channels_settle(fr));
		KUNIT_EXPECT_EQ_MSG(test, channel_count(fr), SERVICE_CHANNELS,
				    "%u bytes", sizes[i]);
	}
	KUNIT_EXPECT_EQ(test, announce_bytes(fr, bytes,
					     sizeof(struct rpmsg_ns_msg)), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(fr));
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "size", -1, 0));
}

/* Bit 0 says whether it comes or goes; the others say nothing. */
static void ns_wrong_flags(struct kunit *test)
{
	static const u32 others[] = {
		0, 2, 4, 0x80, 0x100, 0x8000, 0x10000, 0x80000000, 0xfffffffe,
	};
	struct fake_remote *fr = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		KUNIT_EXPECT_EQ(test, announce(fr, "flags", 5, others[i]), 0);
		KUNIT_EXPECT_TRUE_MSG(test, channel_exists(fr, "flags", -1, 5),
				      "flags %#x", others[i]);
		KUNIT_EXPECT_EQ(test, announce(fr, "flags", 5, others[i] | 1), 0);
		KUNIT_EXPECT_FALSE_MSG(test, channel_exists(fr, "flags", -1, 5),
				       "flags %#x", others[i] | 1);
	}
}

static void ns_addresses(struct kunit *test)
{
	static const u32 addrs[] = {
		0, 1, 53, 1023, 1024, 0x7fffffff, 0x80000000, 0xfffffffe,
		RPMSG_ADDR_ANY,
	};
	struct fake_remote *fr = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(addrs); i++) {
		KUNIT_EXPECT_EQ(test, announce(fr, "addr", addrs[i],
					       RPMSG_NS_CREATE), 0);
		KUNIT_EXPECT_TRUE_MSG(test, channel_exists(fr, "addr", -1, addrs[i]),
				      "address %#x", addrs[i]);
		KUNIT_EXPECT_EQ(test, announce(fr, "addr", addrs[i],
					       RPMSG_NS_DESTROY), 0);
		KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
	}
}

/* Who sends an announcement, and from which endpoint, makes no difference. */
static void ns_any_sender(struct kunit *test)
{
	struct rpmsg_ns_msg msg = { .name = "sender" };
	struct fake_remote *fr = test->priv;

	KUNIT_EXPECT_EQ(test, fake_remote_send(fr, 0xffffffff, RPMSG_NS_ADDR, &msg,
					       sizeof(msg)), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(fr));
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "sender", -1, 0));
}

static void ns_same_storm(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	unsigned int i;

	for (i = 0; i < 200; i++) {
		KUNIT_ASSERT_EQ(test, announce(fr, "same", 5, RPMSG_NS_CREATE), 0);
		KUNIT_ASSERT_EQ(test, channel_count(fr), SERVICE_CHANNELS + 1);
	}
}

/* A remote can have so many channels; it is refused the next, and no other. */
static void ns_many_storm(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	char name[RPMSG_NAME_SIZE];
	unsigned int i;

	for (i = 0; i < 2 * MAX_CHANNELS; i++) {
		snprintf(name, sizeof(name), "many%u", i);
		KUNIT_ASSERT_EQ(test, announce(fr, name, i, RPMSG_NS_CREATE), 0);
	}
	KUNIT_EXPECT_EQ(test, channel_count(fr), MAX_CHANNELS);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "many0", -1, 0));
	KUNIT_EXPECT_FALSE(test, channel_exists(fr, "many511", -1, 511));

	/* One goes, one can come. */
	KUNIT_EXPECT_EQ(test, announce(fr, "many0", 0, RPMSG_NS_DESTROY), 0);
	KUNIT_EXPECT_EQ(test, announce(fr, "many511", 511, RPMSG_NS_CREATE), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "many511", -1, 511));
	KUNIT_EXPECT_EQ(test, channel_count(fr), MAX_CHANNELS);

	for (i = 0; i < 2 * MAX_CHANNELS; i++) {
		snprintf(name, sizeof(name), "many%u", i);
		KUNIT_ASSERT_EQ(test, announce(fr, name, i, RPMSG_NS_DESTROY), 0);
	}
	KUNIT_EXPECT_EQ(test, channel_count(fr), SERVICE_CHANNELS);
	expect_alive(test);
}

static bool wait_for_channel(struct fake_remote *fr, const char *name, u32 addr)
{
	unsigned long end = jiffies + PROGRAM_LIMIT;

	while (!channel_exists(fr, name, -1, addr)) {
		if (time_after(jiffies, end))
			return false;
		usleep_range(100, 200);
	}
	return true;
}

/* Announcements in bursts, as many as the ring holds, against a model. */
static void ns_random_storm(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	bool there[8][4] = {};
	char name[RPMSG_NAME_SIZE];
	unsigned int i, n, addr;
	struct rnd_state rnd;
	u32 flags;

	prandom_seed_state(&rnd, 20261122);
	for (i = 0; i < 1000; i++) {
		n = prandom_u32_state(&rnd) % 8;
		addr = prandom_u32_state(&rnd) % 4;
		flags = prandom_u32_state(&rnd);
		snprintf(name, sizeof(name), "random%u", n);
		while (announce_post(fr, name, addr, flags) == -ENOBUFS)
			KUNIT_ASSERT_TRUE(test, channels_settle(fr));
		there[n][addr] = !(flags & RPMSG_NS_DESTROY);
	}

	/* All before it has been done when the last one has. */
	KUNIT_ASSERT_TRUE(test, channels_settle(fr));
	KUNIT_ASSERT_EQ(test, announce_post(fr, "last", 5, RPMSG_NS_CREATE), 0);
	KUNIT_ASSERT_TRUE(test, wait_for_channel(fr, "last", 5));
	for (i = 0; i < 8 * 4; i++) {
		n = i / 4;
		addr = i % 4;
		snprintf(name, sizeof(name), "random%u", n);
		KUNIT_EXPECT_EQ_MSG(test, channel_exists(fr, name, -1, addr),
				    there[n][addr], "%s at %u", name, addr);
	}
}

static atomic_t client_probes, client_removes, client_messages;

static int client_probe(struct rpmsg_device *rpdev)
{
	atomic_inc(&client_probes);
	return 0;
}

static void client_remove(struct rpmsg_device *rpdev)
{
	atomic_inc(&client_removes);
}

static int client_callback(struct rpmsg_device *rpdev, void *data, int len,
			   void *priv, u32 src)
{
	atomic_inc(&client_messages);
	return 0;
}

static struct rpmsg_device_id client_ids[] = {
	{ .name = "kunit-client" },
	{ }
};

static struct rpmsg_driver client_driver = {
	.drv.name	= "kunit_client",
	.id_table	= client_ids,
	.probe		= client_probe,
	.remove		= client_remove,
	.callback	= client_callback,
};

static void client_unregister(void *unused)
{
	unregister_rpmsg_driver(&client_driver);
}

static void client_register(struct kunit *test)
{
	atomic_set(&client_probes, 0);
	atomic_set(&client_removes, 0);
	atomic_set(&client_messages, 0);
	KUNIT_ASSERT_EQ(test, register_rpmsg_driver(&client_driver), 0);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   client_unregister,
							   NULL));
}

/* A driver for the name binds, gets messages, and is removed with the channel. */
static void ns_driver(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	struct device *dev;
	u32 addr;

	client_register(test);
	KUNIT_EXPECT_EQ(test, announce(fr, "kunit-client2", 5, 0), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&client_probes), 0);

	KUNIT_EXPECT_EQ(test, announce(fr, "kunit-client", 5, 0), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&client_probes), 1);
	dev = channel_get(fr, "kunit-client", -1, 5);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	addr = container_of(dev, struct rpmsg_device, dev)->ept->addr;
	put_device(dev);
	KUNIT_EXPECT_GE(test, addr, 1024U);
	KUNIT_EXPECT_EQ(test, fake_remote_send(fr, 5, addr, "hi", 2), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(fr));
	KUNIT_EXPECT_EQ(test, atomic_read(&client_messages), 1);

	KUNIT_EXPECT_EQ(test, announce(fr, "kunit-client", 5, 1), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&client_removes), 1);
	KUNIT_EXPECT_EQ(test, fake_remote_send(fr, 5, addr, "hi", 2), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(fr));
	KUNIT_EXPECT_EQ(test, atomic_read(&client_messages), 1);
}

/* Without the driver nobody listens; with it again, announcements count. */
static void ns_unbind(struct kunit *test)
{
	struct fake_remote *fr = test->priv;
	struct device *ns = channel_get(fr, "rpmsg_ns", 53, 53);

	KUNIT_ASSERT_NOT_NULL(test, ns);
	KUNIT_EXPECT_EQ(test, announce(fr, "before", 5, 0), 0);
	device_release_driver(ns);
	KUNIT_EXPECT_EQ(test, announce(fr, "between", 5, 0), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "before", -1, 5));
	KUNIT_EXPECT_FALSE(test, channel_exists(fr, "between", -1, 5));

	KUNIT_EXPECT_EQ(test, device_attach(ns), 1);
	put_device(ns);
	KUNIT_EXPECT_EQ(test, announce(fr, "after", 5, 0), 0);
	KUNIT_EXPECT_TRUE(test, channel_exists(fr, "after", -1, 5));
	KUNIT_EXPECT_EQ(test, announce(fr, "before", 5, 1), 0);
	KUNIT_EXPECT_FALSE(test, channel_exists(fr, "before", -1, 5));
}

/* Returns how many were sent before the remote was stopped. */
static long announce_until_gone(void *data)
{
	struct fake_remote *fr = data;
	long sent = 0;
	int err;

	do {
		err = announce_post(fr, "kunit-client", sent / 2 % 8, sent & 1);
		if (!err)
			sent++;
		cond_resched();
	} while (err != -ESHUTDOWN);
	return sent;
}

/* The remote goes on announcing while it is being removed. */
static void ns_storm_at_removal(struct kunit *test)
{
	struct worker *worker = kunit_kzalloc(test, sizeof(*worker), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, worker);
	client_register(test);
	for (i = 0; i < 20; i++) {
		struct fake_remote *fr;
		int target = atomic_read(&client_probes) + 3;
		unsigned long end = jiffies + PROGRAM_LIMIT;

		fr = fake_remote_add(test, &(struct fake_remote_config){
			.num = RING_SIZE, .features = FAKE_F_NS,
		});
		worker_start(test, worker, announce_until_gone, fr);
		while (atomic_read(&client_probes) < target &&
		       time_before(jiffies, end))
			usleep_range(50, 100);
		KUNIT_EXPECT_GE(test, atomic_read(&client_probes), target);
		fake_remote_del(fr);
		KUNIT_EXPECT_GT(test, worker_join(worker), 0L);
		KUNIT_EXPECT_EQ(test, atomic_read(&client_probes),
				atomic_read(&client_removes));
	}
}

static struct kunit_case ns_cases[] = {
	KUNIT_CASE(ns_services),
	KUNIT_CASE(ns_not_offered),
	KUNIT_CASE(ns_create_destroy),
	KUNIT_CASE(ns_twice),
	KUNIT_CASE(ns_destroy_unknown),
	KUNIT_CASE(ns_destroy_services),
	KUNIT_CASE(ns_forged_line),
	KUNIT_CASE(ns_bad_names),
	KUNIT_CASE(ns_odd_names),
	KUNIT_CASE(ns_unterminated),
	KUNIT_CASE(ns_garbage_after_name),
	KUNIT_CASE(ns_wrong_sizes),
	KUNIT_CASE(ns_wrong_flags),
	KUNIT_CASE(ns_addresses),
	KUNIT_CASE(ns_any_sender),
	KUNIT_CASE_SLOW(ns_same_storm),
	KUNIT_CASE_SLOW(ns_many_storm),
	KUNIT_CASE_SLOW(ns_random_storm),
	KUNIT_CASE(ns_driver),
	KUNIT_CASE(ns_unbind),
	KUNIT_CASE_SLOW(ns_storm_at_removal),
	{ }
};

static struct kunit_suite ns_suite = {
	.name		= "rpmsg_ns",
	.init		= ns_init,
	.test_cases	= ns_cases,
};

kunit_test_suite(ns_suite);

MODULE_DESCRIPTION("KUnit suite of the name service");
MODULE_LICENSE("GPL");
