// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels as terminals: the end of a channel with files open, what is left of the terminal
 * after that, and much of it at once. The remote is a fake one.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/termios.h>
#include <linux/uaccess.h>

#include "tty_fixture.h"

#define RACES		200
#define LIVES		40

static long read_one(void *data)
{
	struct term_test *t = data;
	char byte;

	return node_read(t->file, &byte, 1);
}

/* Ways in which a channel goes. */
enum way { WAY_WITHDRAWN, WAY_UNBOUND, WAY_REMOTE };

struct life {
	const char *desc;
	enum way way;
};

static const struct life lives[] = {
	{ "withdrawn", WAY_WITHDRAWN },
	{ "driver unbound", WAY_UNBOUND },
	{ "remote gone", WAY_REMOTE },
};

static void life_desc(const struct life *life, char *desc)
{
	strscpy(desc, life->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(life, lives, life_desc);

static void go(struct kunit *test, enum way way)
{
	struct term_test *t = test->priv;
	struct device *dev;

	switch (way) {
	case WAY_WITHDRAWN:
		KUNIT_EXPECT_EQ(test, announce_post(t->fr, "rpmsg-tty", TTY_REMOTE,
						    RPMSG_NS_DESTROY), 0);
		KUNIT_EXPECT_TRUE(test, comes(!channel_exists(t->fr, "rpmsg-tty", -1,
							      TTY_REMOTE)));
		break;
	case WAY_UNBOUND:
		dev = channel_get(t->fr, "rpmsg-tty", -1, TTY_REMOTE);
		KUNIT_ASSERT_NOT_NULL(test, dev);
		device_release_driver(dev);
		put_device(dev);
		break;
	case WAY_REMOTE:
		fake_remote_del(t->fr);
		break;
	}
}

/* As of any terminal that was hung up: the end of file, and EIO for who writes. */
static void expect_hung_up(struct kunit *test)
{
	struct term_test *t = test->priv;
	char byte;

	/* A withdrawn channel is out of sysfs before its driver has let go of it. */
	KUNIT_EXPECT_TRUE(test, comes(node_poll(t->file) & POLLHUP));
	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), 0L);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), (ssize_t)-EIO);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
}

static void term_hangup(struct kunit *test)
{
	const struct life *life = test->param_value;
	struct term_test *t = test->priv;
	char old[RPMSG_NAME_SIZE];

	KUNIT_EXPECT_EQ(test, term_say(t, "unread", 6), 0);
	go(test, life->way);
	expect_hung_up(test);

	/* Another channel is another terminal, as long as the first is open. */
	strscpy(old, t->node, sizeof(old));
	if (life->way != WAY_WITHDRAWN)
		term_remote(test);
	else
		term_announce(test);
	KUNIT_EXPECT_STRNEQ(test, t->node, old);
	term_close(t);
	term_open(test);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), 1L);
	KUNIT_EXPECT_EQ(test, term_hear(t), 0);
	KUNIT_EXPECT_EQ(test, term_say(t, "y", 1), 0);
	KUNIT_EXPECT_EQ(test, term_read_all(t, old, 1), 1);
}

/* A reader and a writer that sleep; the ring is full. */
static void term_hangup_sleepers(struct kunit *test)
{
	const struct life *life = test->param_value;
	struct term_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, term_fill(t), 4 * TTY_RING);
	node_set_nonblock(t->file, false);
	worker_start(test, &t->worker[0], read_one, t);
	worker_start(test, &t->worker[1], write_late, t);
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[0]));
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[1]));
	go(test, life->way);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[0]), 0L);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[1]), -EIO);
	expect_hung_up(test);
}

/* A flood to a reader that does not read, while the channel goes. */
static void term_hangup_flooded(struct kunit *test)
{
	const struct life *life = test->param_value;
	struct term_test *t = test->priv;
	unsigned long idle = jiffies + HZ / 4;
	u8 data[64] = {};

	while (time_before(jiffies, idle)) {
		if (!term_say(t, data, sizeof(data)))
			idle = jiffies + HZ / 4;
	}
	if (life->way == WAY_WITHDRAWN) {
		/* The announcement needs a buffer as well. */
		KUNIT_EXPECT_TRUE(test, comes(node_read(t->file, data, sizeof(data)) ==
					      -EAGAIN && term_is_idle(t)));
	}
	go(test, life->way);
	expect_hung_up(test);
	term_close(t);
	if (life->way != WAY_REMOTE)
		KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* The number is free again when the last file has gone, and its settings with it. */
static void term_numbers(struct kunit *test)
{
	struct term_test *t = test->priv;
	void __user *mem = user_pages(test, PAGE_SIZE);
	char first[RPMSG_NAME_SIZE];
	struct termios2 raw, set;

	strscpy(first, t->node, sizeof(first));
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, TCGETS2, mem), 0L);
	KUNIT_ASSERT_EQ(test, copy_from_user(&raw, mem, sizeof(raw)), 0);
	KUNIT_EXPECT_EQ(test, raw.c_iflag, 0);
	KUNIT_EXPECT_EQ(test, raw.c_oflag, 0);
	KUNIT_EXPECT_EQ(test, raw.c_lflag, 0);
	KUNIT_EXPECT_EQ(test, raw.c_cflag & CSIZE, CS8);
	set = raw;
	set.c_lflag = ECHO | ICANON;
	KUNIT_ASSERT_EQ(test, copy_to_user(mem, &set, sizeof(set)), 0);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, TCSETS2, mem), 0L);

	/* They stay from one open to the next, as stty(1) needs it. */
	term_close(t);
	term_open(test);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, TCGETS2, mem), 0L);
	KUNIT_ASSERT_EQ(test, copy_from_user(&set, mem, sizeof(set)), 0);
	KUNIT_EXPECT_EQ(test, set.c_lflag, ECHO | ICANON);

	go(test, WAY_WITHDRAWN);
	term_close(t);
	/* The tty layer lets go of the port in work of its own. */
	KUNIT_EXPECT_TRUE(test, comes(({
		term_announce(test);
		if (strcmp(t->node, first))
			go(test, WAY_WITHDRAWN);
		!strcmp(t->node, first);
	})));
	term_open(test);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, TCGETS2, mem), 0L);
	KUNIT_ASSERT_EQ(test, copy_from_user(&set, mem, sizeof(set)), 0);
	KUNIT_EXPECT_EQ(test, set.c_lflag, 0);
}

static long open_and_close(void *data)
{
	struct term_test *t = data;

	while (!READ_ONCE(t->stop)) {
		struct file *file = node_open(t->node, TTY_FLAGS);

		if (IS_ERR(file)) {
			cond_resched();
			continue;
		}
		WRITE_ONCE(t->opened, t->opened + 1);
		node_write(file, "x", 1);
		node_close(file);
	}
	return 0;
}

static long say_and_hear(void *data)
{
	struct term_test *t = data;
	struct fake_msg *msg = kzalloc(sizeof(*msg), GFP_KERNEL);

	while (msg && !READ_ONCE(t->stop)) {
		fake_remote_post(t->fr, TTY_REMOTE, t->local, "flood", 5);
		fake_ring_signal(&t->fr->ring[FAKE_RX]);
		if (!fake_remote_recv(t->fr, msg)) {
			fake_remote_done(t->fr, msg);
			fake_ring_signal(&t->fr->ring[FAKE_TX]);
		}
		usleep_range(20, 50);
	}
	kfree(msg);
	return 0;
}

/* Open, write, close, messages and hang-up all at once. */
static void term_races(struct kunit *test)
{
	struct term_test *t = test->priv;
	unsigned long limit = jiffies + PROGRAM_LIMIT;
	struct device *dev;
	unsigned int i;

	term_close(t);
	dev = channel_get(t->fr, "rpmsg-tty", -1, TTY_REMOTE);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	worker_start(test, &t->worker[0], open_and_close, t);
	worker_start(test, &t->worker[1], say_and_hear, t);
	/* On a busy machine it takes longer till there was an open file. */
	for (i = 0; i < RACES || (!READ_ONCE(t->opened) && time_before(jiffies, limit)); i++) {
		device_release_driver(dev);
		KUNIT_EXPECT_GE(test, device_attach(dev), 0);
		WRITE_ONCE(t->local, container_of(dev, struct rpmsg_device, dev)->src);
		usleep_range(100, 2000);
	}
	WRITE_ONCE(t->stop, true);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[0]), 0L);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[1]), 0L);
	KUNIT_EXPECT_GT(test, t->opened, 0L);
	put_device(dev);
}

/* Remotes come and go under open files. */
static void term_lives(struct kunit *test)
{
	struct term_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < LIVES; i++) {
		KUNIT_EXPECT_EQ(test, term_say(t, "some", 4), 0);
		KUNIT_EXPECT_EQ(test, node_write(t->file, "some", 4), 4L);
		fake_remote_del(t->fr);
		expect_hung_up(test);
		term_close(t);
		term_remote(test);
		term_open(test);
	}
}

static struct kunit_case rpmsg_tty_life_cases[] = {
	KUNIT_CASE_PARAM_ATTR(term_hangup, life_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(term_hangup_sleepers, life_gen_params),
	KUNIT_CASE_PARAM_ATTR(term_hangup_flooded, life_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(term_numbers),
	KUNIT_CASE_SLOW(term_races),
	KUNIT_CASE_SLOW(term_lives),
	{ }
};

static struct kunit_suite rpmsg_tty_life_suite = {
	.name = "rpmsg_tty_life",
	.init = term_init,
	.test_cases = rpmsg_tty_life_cases,
};

kunit_test_suite(rpmsg_tty_life_suite);

MODULE_DESCRIPTION("KUnit: the end of rpmsg channels that are terminals");
MODULE_LICENSE("GPL");
