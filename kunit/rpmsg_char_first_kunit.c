// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoint devices from the beginning: what comes before the first open, what tells them
 * from others, and programs that destroy them as soon as they can be opened.
 */

#include <linux/module.h>

#include <rpmsg_uapi.h>

#include "char_fixture.h"

#define SENDER		40	/* of the announced channel */
#define SIZE		400
#define FLOOD		1000
#define LIMIT		65536	/* of a queue, at first */
#define RACE_NODES	16
#define RACE_ROUNDS	50

/* Announces a channel; returns its local address, and its device in @node. */
static u32 first_channel(struct kunit *test, char *node)
{
	struct char_test *t = test->priv;
	s64 src;

	KUNIT_ASSERT_EQ(test, announce(t->fr, "rpmsg-raw", SENDER, 0), 0);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg-raw", -1, SENDER, node));
	src = attr_number(node, "src");
	KUNIT_ASSERT_GE(test, src, 1024LL);
	return src;
}

static s64 first_stat(const char *node, const char *name)
{
	char attr[40];

	snprintf(attr, sizeof(attr), "statistics/%s", name);
	return attr_number(node, attr);
}

/* A remote that has no buffer waits until all were copied. */
static int first_send(struct kunit *test, u32 dst, u32 number)
{
	struct char_test *t = test->priv;
	static u32 words[SIZE / sizeof(u32)];
	int err;

	words[0] = number;
	err = fake_remote_send(t->fr, SENDER, dst, words, SIZE);
	if (err != -ENOBUFS || !channels_settle(t->fr))
		return err;
	return fake_remote_send(t->fr, SENDER, dst, words, SIZE);
}

/* Reads what is there; returns how many messages, all in order from 0 on. */
static u32 first_read_all(struct kunit *test, struct file *file)
{
	u32 words[SIZE / sizeof(u32)], n = 0;

	while (node_read(file, words, SIZE) == SIZE)
		KUNIT_EXPECT_EQ(test, words[0], n++);
	return n;
}

static struct file *first_open(struct kunit *test, const char *node)
{
	struct file *file = node_open(node, O_RDWR | O_NONBLOCK);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	return file;
}

static void first_kept(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	u32 addr = first_channel(test, node), i;
	struct file *file;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, first_send(test, addr, i), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_queued"), 3LL);

	file = first_open(test, node);
	KUNIT_EXPECT_EQ(test, node_poll(file) & POLLIN, POLLIN);
	KUNIT_EXPECT_EQ(test, first_read_all(test, file), 3U);
	KUNIT_EXPECT_EQ(test, first_send(test, addr, 0), 0);
	KUNIT_EXPECT_EQ(test, first_read_all(test, file), 1U);
	node_close(file);

	/* After a close nothing is. */
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_dropped"), 0LL);
	KUNIT_EXPECT_EQ(test, first_send(test, addr, 0), 0);
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_dropped"), 1LL);
	file = first_open(test, node);
	KUNIT_EXPECT_EQ(test, first_read_all(test, file), 0U);
	node_close(file);
}

/* A flood is bounded, and stands in nobody's way. */
static void first_bounded(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	u32 addr = first_channel(test, node), i;
	struct file *file;
	s64 queued;

	for (i = 0; i < FLOOD; i++)
		KUNIT_ASSERT_EQ(test, first_send(test, addr, i), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	queued = first_stat(node, "rx_queued");
	KUNIT_EXPECT_GT(test, queued, LIMIT / SIZE / 2LL);
	KUNIT_EXPECT_LE(test, queued, LIMIT / SIZE + 0LL);
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_dropped"), FLOOD - queued);

	/* Others are served meanwhile. */
	KUNIT_EXPECT_EQ(test, char_say(t, "fine", 4), 0);
	KUNIT_EXPECT_EQ(test, node_poll(t->file) & POLLIN, POLLIN);

	file = first_open(test, node);
	KUNIT_EXPECT_EQ(test, first_read_all(test, file), (u32)queued);
	node_close(file);
}

/* The limit is the one that the attribute says, and the policy does not matter. */
static void first_limit(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	u32 addr = first_channel(test, node), i;
	struct file *file;

	KUNIT_EXPECT_GT(test, attr_write(node, "rx_policy", "drop"), 0L);
	KUNIT_EXPECT_GT(test, attr_write(node, "rx_queue_limit", "0"), 0L);
	KUNIT_EXPECT_EQ(test, first_send(test, addr, 9), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_dropped"), 1LL);
	KUNIT_EXPECT_GT(test, attr_write(node, "rx_queue_limit", "1000"), 0L);
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, first_send(test, addr, i), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_queued"), 2LL);
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_dropped"), 9LL);
	file = first_open(test, node);
	KUNIT_EXPECT_EQ(test, first_read_all(test, file), 2U);
	node_close(file);
}

/* The channel, or the remote, goes before any program came. */
static void first_unread(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	u32 addr = first_channel(test, node);

	KUNIT_EXPECT_EQ(test, first_send(test, addr, 0), 0);
	KUNIT_EXPECT_EQ(test, announce(t->fr, "rpmsg-raw", SENDER, 1), 0);
	KUNIT_EXPECT_FALSE(test, node_exists(node));
	addr = first_channel(test, node);
	KUNIT_EXPECT_EQ(test, first_stat(node, "rx_queued"), 0LL);
	KUNIT_EXPECT_EQ(test, first_send(test, addr, 0), 0);
	fake_remote_del(t->fr);
	KUNIT_EXPECT_FALSE(test, node_exists(node));
}

static void first_make(struct kunit *test, const char *words, char *node)
{
	struct char_test *t = test->priv;

	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", words), 0L);
	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", node,
					RPMSG_NAME_SIZE), 0L);
}

/* TI's library opens an endpoint and asks for its address. */
static void first_src(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	s64 src;

	first_make(test, "ti -1 30", node);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "src", "-1"));
	file = first_open(test, node);
	src = attr_number(node, "src");
	KUNIT_EXPECT_GE(test, src, 1024LL);
	KUNIT_EXPECT_EQ(test, node_write(file, "w", 1), 1L);
	KUNIT_EXPECT_EQ(test, char_hear(t), 0);
	KUNIT_EXPECT_EQ(test, t->msg.src, (u32)src);
	node_close(file);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "src", "-1"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, t->node, "src", "2000"));

	first_make(test, "zero 0 30", node);
	file = first_open(test, node);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "src", "0"));
	node_close(file);
}

static void first_names(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[4][RPMSG_NAME_SIZE];
	struct file *file;

	first_channel(test, node[0]);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[0], "address", "-1.40"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[0], "primary", "1"));
	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_dev", "rpmsg-raw 5 6"), 0L);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg-raw", 5, 6, node[1]));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "address", "5.6"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "primary", "0"));

	first_make(test, "same -1 7", node[1]);
	first_make(test, "same -1 7", node[2]);
	first_make(test, "same -1 8", node[3]);
	file = first_open(test, node[1]);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "address", "-1.7"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "primary", "1"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[2], "address", "-1.7.1"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[3], "address", "-1.8"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[3], "primary", "0"));
	node_close(file);

	/* Those that stay keep what they have, and nobody has it twice. */
	KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", node[1]), 0L);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[2], "address", "-1.7.1"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[2], "primary", "0"));
	first_make(test, "same -1 7", node[1]);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "address", "-1.7.2"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node[1], "primary", "1"));
}

static void first_chrdev(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];

	KUNIT_EXPECT_EQ(test, announce(t->fr, "rpmsg_chrdev", 14, 0), 0);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_chrdev", -1, 14, node));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "name", "rpmsg_chrdev"));
}

/**
 * struct race - programs that make and destroy devices
 * @t: the test
 * @made: how many so far
 * @over: they end
 */
struct race {
	struct char_test *t;
	atomic_t made;
	bool over;
};

/* Makes one and destroys it, if no other thread has. */
static long race_make(void *data)
{
	struct race *race = data;
	char node[RPMSG_NAME_SIZE];
	long made, n;

	for (made = 0; made < RACE_ROUNDS; made++) {
		n = attr_write(race->t->ctrl, "export_ept", "race -1 30");
		if (n < 0)
			return n;
		atomic_inc(&race->made);
		n = attr_read(race->t->ctrl, "export_ept", node, sizeof(node));
		if (n > 0)
			attr_write(race->t->ctrl, "destroy_ept", node);
	}
	return made;
}

/* Destroys each that can be opened. */
static long race_destroy(void *data)
{
	struct race *race = data;
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	long destroyed = 0;
	unsigned int i;

	for (i = 0; !READ_ONCE(race->over); i = (i + 1) % RACE_NODES) {
		snprintf(node, sizeof(node), "rpmsg%u", i);
		file = node_open(node, O_RDWR | O_NONBLOCK);
		if (IS_ERR_OR_NULL(file)) {
			cond_resched();
			continue;
		}
		destroyed += !node_ioctl(file, RPMSG_DESTROY_EPT_IOCTL, NULL);
		node_close(file);
	}
	return destroyed;
}

static void first_race(struct kunit *test)
{
	struct char_test *t = test->priv;
	struct race race = { .t = t };

	worker_start(test, &t->worker[0], race_destroy, &race);
	worker_start(test, &t->worker[1], race_destroy, &race);
	worker_start(test, &t->worker[2], race_make, &race);
	worker_start(test, &t->worker[3], race_make, &race);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[2]), (long)RACE_ROUNDS);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[3]), (long)RACE_ROUNDS);
	WRITE_ONCE(race.over, true);
	KUNIT_EXPECT_GT(test, worker_join(&t->worker[0]) +
			worker_join(&t->worker[1]), 0L);
	KUNIT_EXPECT_EQ(test, char_say(t, "fine", 4), 0);
}

/* The remote goes meanwhile. */
static void first_race_end(struct kunit *test)
{
	struct char_test *t = test->priv;
	unsigned long limit = jiffies + PROGRAM_LIMIT;
	struct race race = { .t = t };
	long made;

	worker_start(test, &t->worker[0], race_destroy, &race);
	worker_start(test, &t->worker[1], race_make, &race);
	while (atomic_read(&race.made) < RACE_ROUNDS / 2 && time_before(jiffies, limit))
		cond_resched();
	fake_remote_del(t->fr);
	made = worker_join(&t->worker[1]);
	KUNIT_EXPECT_TRUE_MSG(test, made < 0 || made == RACE_ROUNDS, "%ld", made);
	WRITE_ONCE(race.over, true);
	KUNIT_EXPECT_GE(test, worker_join(&t->worker[0]), 0L);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
}

static struct kunit_case first_cases[] = {
	KUNIT_CASE(first_kept),
	KUNIT_CASE_SLOW(first_bounded),
	KUNIT_CASE(first_limit),
	KUNIT_CASE(first_unread),
	KUNIT_CASE(first_src),
	KUNIT_CASE(first_names),
	KUNIT_CASE(first_chrdev),
	KUNIT_CASE_SLOW(first_race),
	KUNIT_CASE_SLOW(first_race_end),
	{ }
};

static struct kunit_suite first_suite = {
	.name		= "rpmsg_char_first",
	.init		= char_init,
	.test_cases	= first_cases,
};

kunit_test_suite(first_suite);

MODULE_DESCRIPTION("KUnit suite of endpoint devices from the beginning");
MODULE_LICENSE("GPL");
