// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoint devices: how they come and go, in every order with open and close, and
 * several threads on one file.
 */

#include <linux/bitmap.h>
#include <linux/file.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

#include <rpmsg_uapi.h>

#include "char_fixture.h"

#define THREADS		4
#define EACH		200	/* messages of each thread */
#define ALL		(THREADS * EACH)

/* Ways in which an endpoint device goes. */
enum way { WAY_ATTRIBUTE, WAY_IOCTL, WAY_UNBIND, WAY_REMOTE };

static void go(struct kunit *test, enum way way)
{
	struct char_test *t = test->priv;
	struct device *dev;

	switch (way) {
	case WAY_ATTRIBUTE:
		KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", t->node),
				0L);
		break;
	case WAY_IOCTL:
		KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_DESTROY_EPT_IOCTL,
						 NULL), 0L);
		break;
	case WAY_UNBIND:
		dev = channel_get(t->fr, "rpmsg_ctrl", 0, 0);
		KUNIT_ASSERT_NOT_NULL(test, dev);
		device_release_driver(dev);
		put_device(dev);
		break;
	case WAY_REMOTE:
		fake_remote_del(t->fr);
		break;
	}
}

/**
 * struct life - one order of things
 * @desc: in words
 * @way: how the device goes
 * @open: a file is open then
 * @messages: that many wait in it
 */
struct life {
	const char *desc;
	enum way way;
	bool open;
	unsigned int messages;
};

static const struct life lives[] = {
	{ "closed, attribute", WAY_ATTRIBUTE, false, 0 },
	{ "closed, driver unbound", WAY_UNBIND, false, 0 },
	{ "closed, remote gone", WAY_REMOTE, false, 0 },
	{ "open, attribute", WAY_ATTRIBUTE, true, 0 },
	{ "open, ioctl", WAY_IOCTL, true, 0 },
	{ "open, driver unbound", WAY_UNBIND, true, 0 },
	{ "open, remote gone", WAY_REMOTE, true, 0 },
	/* Held in the ring, and beyond that copied. */
	{ "messages held, attribute", WAY_ATTRIBUTE, true, 3 },
	{ "messages held, ioctl", WAY_IOCTL, true, 3 },
	{ "messages held, driver unbound", WAY_UNBIND, true, 3 },
	{ "messages held, remote gone", WAY_REMOTE, true, 3 },
	{ "messages copied, attribute", WAY_ATTRIBUTE, true, 40 },
	{ "messages copied, ioctl", WAY_IOCTL, true, 40 },
	{ "messages copied, driver unbound", WAY_UNBIND, true, 40 },
	{ "messages copied, remote gone", WAY_REMOTE, true, 40 },
};

static void life_desc(const struct life *life, char *desc)
{
	strscpy(desc, life->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(life, lives, life_desc);

static void expect_messages_then_epipe(struct kunit *test, unsigned int count)
{
	struct char_test *t = test->priv;
	u32 got, i;

	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ(test, node_poll(t->file),
				POLLIN | POLLRDNORM | POLLHUP | POLLERR);
		KUNIT_ASSERT_EQ(test, node_read(t->file, &got, sizeof(got)), 4L);
		KUNIT_EXPECT_EQ(test, got, i);
	}
	KUNIT_EXPECT_EQ(test, node_poll(t->file), POLLHUP | POLLERR);
	KUNIT_EXPECT_EQ(test, node_read(t->file, &got, sizeof(got)),
			(ssize_t)-EPIPE);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), (ssize_t)-EPIPE);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "", 0), (ssize_t)-EPIPE);
}

static void life_orders(struct kunit *test)
{
	const struct life *life = test->param_value;
	struct char_test *t = test->priv;
	struct file *again;
	u32 i;

	if (!life->open)
		char_close(t);
	for (i = 0; i < life->messages; i++)
		KUNIT_ASSERT_EQ(test, char_say_in_time(t, &i, sizeof(i)), 0);
	KUNIT_ASSERT_TRUE(test, char_queued(t, life->messages));

	go(test, life->way);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "mtu"), (s64)-ENOENT);
	if (!life->open)
		return;

	/* Who found the node before it went, and opens it after. */
	again = dentry_open(&t->file->f_path, O_RDWR, current_cred());
	KUNIT_EXPECT_PTR_EQ(test, again, ERR_PTR(-ENETRESET));
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_DESTROY_EPT_IOCTL, NULL),
			0L);
	expect_messages_then_epipe(test, life->messages);
}

/* What is unread when the file is closed after the device went. */
static void life_close_unread(struct kunit *test)
{
	const struct life *life = test->param_value;
	struct char_test *t = test->priv;
	u32 i;

	if (!life->open) {
		kunit_skip(test, "nothing is open");
		return;
	}
	for (i = 0; i < life->messages; i++)
		KUNIT_ASSERT_EQ(test, char_say_in_time(t, &i, sizeof(i)), 0);
	go(test, life->way);
	char_close(t);
	if (life->way != WAY_REMOTE)
		KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

static long read_one(void *data)
{
	struct char_test *t = data;
	u32 value;

	return node_read(t->file, &value, sizeof(value));
}

static long write_one(void *data)
{
	struct char_test *t = data;

	return node_write(t->file, "late", 4);
}

/* A reader and a writer that sleep; the ring is full. */
static void start_sleepers(struct kunit *test)
{
	struct char_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
	node_set_nonblock(t->file, false);
	worker_start(test, &t->worker[0], read_one, t);
	worker_start(test, &t->worker[1], write_one, t);
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[0]));
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[1]));
}

static void expect_sleepers(struct kunit *test, long reader, long writer)
{
	struct char_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[0]), reader);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[1]), writer);
}

static void life_sleepers(struct kunit *test)
{
	const struct life *life = test->param_value;

	if (!life->open || life->messages) {
		kunit_skip(test, "nobody sleeps");
		return;
	}
	start_sleepers(test);
	go(test, life->way);
	expect_sleepers(test, -EPIPE, -EPIPE);
}

static void life_signals(struct kunit *test)
{
	static const int signals[] = { SIGTERM, SIGKILL };
	struct char_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		start_sleepers(test);
		worker_signal(&t->worker[0], signals[i]);
		worker_signal(&t->worker[1], signals[i]);
		expect_sleepers(test, -ERESTARTSYS, -ERESTARTSYS);
		while (!char_free_one(t))
			;
		node_set_nonblock(t->file, true);
	}
	KUNIT_EXPECT_EQ(test, char_say(t, "fine", 4), 0);
	KUNIT_EXPECT_EQ(test, read_one(t), 4L);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_messages"),
			2LL * CHAR_RING);
}

static void life_wake(struct kunit *test)
{
	struct char_test *t = test->priv;

	start_sleepers(test);
	KUNIT_EXPECT_EQ(test, char_say(t, "wake", 4), 0);
	KUNIT_EXPECT_EQ(test, char_free_one(t), 0);
	expect_sleepers(test, 4, 4);
}

/* Some remotes do not ring for the buffers that they are done with. */
static void life_wake_silently(struct kunit *test)
{
	struct char_test *t = test->priv;

	start_sleepers(test);
	KUNIT_EXPECT_EQ(test, char_say(t, "wake", 4), 0);
	KUNIT_EXPECT_EQ(test, char_hear(t), 0);
	fake_remote_done(t->fr, &t->msg);
	expect_sleepers(test, 4, 4);
}

static void life_open(struct kunit *test)
{
	struct char_test *t = test->priv;
	char other[RPMSG_NAME_SIZE];
	struct file *file;
	unsigned int i;

	KUNIT_EXPECT_PTR_EQ(test, node_open(t->node, O_RDWR), ERR_PTR(-EBUSY));
	KUNIT_EXPECT_PTR_EQ(test, node_open(t->node, O_RDONLY), ERR_PTR(-EBUSY));
	for (i = 0; i < 100; i++) {
		char_close(t);
		char_open(test);
	}

	/* Another endpoint of the same address, while neither is open. */
	char_close(t);
	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", "twin 2000 30"), 0L);
	attr_read(t->ctrl, "export_ept", other, sizeof(other));
	char_open(test);
	KUNIT_EXPECT_PTR_EQ(test, node_open(other, O_RDWR), ERR_PTR(-EADDRINUSE));
	char_close(t);
	file = node_open(other, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_PTR_EQ(test, node_open(t->node, O_RDWR), ERR_PTR(-EADDRINUSE));
	node_close(file);
	char_open(test);
}

/* A channel's own endpoint: its address, while the file is open and not. */
static void life_raw(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE], byte;
	struct file *file;
	s64 src;

	KUNIT_EXPECT_EQ(test, announce(t->fr, "rpmsg-raw", 40, 0), 0);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg-raw", -1, 40, node));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "name", "rpmsg-raw"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "dst", "40"));
	src = attr_number(node, "src");
	KUNIT_EXPECT_GE(test, src, 1024LL);

	KUNIT_EXPECT_EQ(test, fake_remote_send(t->fr, 40, src, "1", 1), 0);
	file = node_open(node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), 1L);
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, node_ioctl(file, RPMSG_DESTROY_EPT_IOCTL, NULL),
			(long)-EINVAL);
	KUNIT_EXPECT_EQ(test, node_write(file, "w", 1), 1L);
	KUNIT_EXPECT_EQ(test, char_hear(t), 0);
	KUNIT_EXPECT_EQ(test, t->msg.src, (u32)src);
	KUNIT_EXPECT_EQ(test, t->msg.dst, 40U);

	KUNIT_EXPECT_EQ(test, fake_remote_send(t->fr, 40, src, "2", 1), 0);
	KUNIT_EXPECT_EQ(test, announce_post(t->fr, "rpmsg-raw", 40, 1), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	KUNIT_EXPECT_FALSE(test, node_exists(node));
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), 1L);
	KUNIT_EXPECT_EQ(test, byte, '2');
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), (ssize_t)-EPIPE);
	KUNIT_EXPECT_EQ(test, node_write(file, "w", 1), (ssize_t)-EPIPE);
	node_close(file);
}

/**
 * struct readers - threads that read from one file
 * @t: the test
 * @seen: numbers that were read
 * @twice: numbers that were read more than once
 */
struct readers {
	struct char_test *t;
	DECLARE_BITMAP(seen, ALL);
	atomic_t twice;
};

/* Reads numbers until the end, and returns how it ended. */
static long read_numbers(void *data)
{
	struct readers *r = data;
	ssize_t n;
	u32 value;

	while ((n = node_read(r->t->file, &value, sizeof(value))) == 4)
		if (value >= ALL || test_and_set_bit(value, r->seen))
			atomic_inc(&r->twice);
	return n;
}

/* Each message reaches one of the readers, and the end reaches all. */
static void life_readers(struct kunit *test)
{
	struct char_test *t = test->priv;
	struct readers *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);
	unsigned long end = jiffies + PROGRAM_LIMIT;
	unsigned int i;
	u32 value = 0;

	KUNIT_ASSERT_NOT_NULL(test, r);
	r->t = t;
	node_set_nonblock(t->file, false);
	for (i = 0; i < THREADS; i++)
		worker_start(test, &t->worker[i], read_numbers, r);
	while (value < ALL && time_before(jiffies, end)) {
		if (!char_say(t, &value, sizeof(value)))
			value++;
		else
			cond_resched();
	}
	go(test, WAY_ATTRIBUTE);
	for (i = 0; i < THREADS; i++)
		KUNIT_EXPECT_EQ(test, worker_join(&t->worker[i]), (long)-EPIPE);
	KUNIT_EXPECT_EQ(test, value, (u32)ALL);
	KUNIT_EXPECT_TRUE(test, bitmap_full(r->seen, ALL));
	KUNIT_EXPECT_EQ(test, atomic_read(&r->twice), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/**
 * struct writer - a thread that writes to a file that others write to
 * @t: the test
 * @id: which thread
 */
struct writer {
	struct char_test *t;
	u32 id;
};

static long write_numbers(void *data)
{
	struct writer *w = data;
	u32 words[2] = { w->id };

	for (words[1] = 0; words[1] < EACH; words[1]++)
		if (node_write(w->t->file, words, sizeof(words)) != sizeof(words))
			break;
	return words[1];
}

/* All arrives, whole, and in each writer's order. */
static void life_writers(struct kunit *test)
{
	struct writer *w = kunit_kcalloc(test, THREADS, sizeof(*w), GFP_KERNEL);
	struct char_test *t = test->priv;
	unsigned long end = jiffies + PROGRAM_LIMIT;
	u32 next[THREADS] = {}, words[2];
	unsigned int i, got = 0, wrong = 0;

	KUNIT_ASSERT_NOT_NULL(test, w);
	node_set_nonblock(t->file, false);
	for (i = 0; i < THREADS; i++) {
		w[i].t = t;
		w[i].id = i;
		worker_start(test, &t->worker[i], write_numbers, &w[i]);
	}
	while (got < ALL && time_before(jiffies, end)) {
		if (char_free_one(t)) {
			cond_resched();
			continue;
		}
		got++;
		memcpy(words, t->msg.data, sizeof(words));
		if (t->msg.len != sizeof(words) || words[0] >= THREADS ||
		    words[1] != next[words[0]]++)
			wrong++;
	}
	if (got < ALL)
		go(test, WAY_ATTRIBUTE);
	for (i = 0; i < THREADS; i++)
		KUNIT_EXPECT_EQ(test, worker_join(&t->worker[i]), (long)EACH);
	KUNIT_EXPECT_EQ(test, got, (unsigned int)ALL);
	KUNIT_EXPECT_EQ(test, wrong, 0U);
	KUNIT_EXPECT_EQ(test, char_hear(t), -EAGAIN);
}

static long write_until_end(void *data)
{
	struct char_test *t = data;
	ssize_t n;

	while ((n = node_write(t->file, "storm", 5)) == 5)
		cond_resched();
	return n;
}

static long poll_until_end(void *data)
{
	struct char_test *t = data;

	while (!(node_poll(t->file) & POLLHUP))
		cond_resched();
	return node_poll(t->file) & POLLERR ? -EPIPE : 0;
}

static long read_until_end(void *data)
{
	struct char_test *t = data;
	char text[8];
	ssize_t n;

	while ((n = node_read(t->file, text, sizeof(text))) >= 0)
		;
	return n;
}

static long serve_until_end(void *data)
{
	struct char_test *t = data;
	int err;

	/* An echo, as far as there is room. */
	for (;;) {
		err = char_free_one(t);
		if (!err)
			err = char_say(t, t->msg.data, t->msg.len);
		if (err == -ESHUTDOWN)
			return -EPIPE;
		cond_resched();
	}
}

/* All at once, when the remote goes. */
static void life_storm(struct kunit *test)
{
	static long (* const programs[])(void *data) = {
		serve_until_end, read_until_end, read_until_end,
		write_until_end, write_until_end, poll_until_end,
	};
	struct char_test *t = test->priv;
	unsigned long end = jiffies + PROGRAM_LIMIT;
	unsigned int i;

	node_set_nonblock(t->file, false);
	for (i = 0; i < ARRAY_SIZE(programs); i++)
		worker_start(test, &t->worker[i], programs[i], t);
	while (attr_number(t->node, "statistics/rx_messages") < 100 &&
	       time_before(jiffies, end))
		usleep_range(100, 200);
	KUNIT_EXPECT_GE(test, attr_number(t->node, "statistics/rx_messages"), 100LL);
	fake_remote_del(t->fr);
	for (i = 0; i < ARRAY_SIZE(programs); i++)
		KUNIT_EXPECT_EQ_MSG(test, worker_join(&t->worker[i]), (long)-EPIPE,
				    "program %u", i);
}

static struct kunit_case life_cases[] = {
	KUNIT_CASE_PARAM_ATTR(life_orders, life_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_close_unread, life_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(life_sleepers, life_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(life_signals),
	KUNIT_CASE(life_wake),
	KUNIT_CASE(life_wake_silently),
	KUNIT_CASE(life_open),
	KUNIT_CASE(life_raw),
	KUNIT_CASE_SLOW(life_readers),
	KUNIT_CASE_SLOW(life_writers),
	KUNIT_CASE_SLOW(life_storm),
	{ }
};

static struct kunit_suite life_suite = {
	.name		= "rpmsg_char_life",
	.init		= char_init,
	.test_cases	= life_cases,
};

kunit_test_suite(life_suite);

MODULE_DESCRIPTION("KUnit suite of endpoint devices' lifetimes");
MODULE_LICENSE("GPL");
