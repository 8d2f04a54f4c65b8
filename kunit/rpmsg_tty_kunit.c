// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels as terminals: bytes both ways, rings that are full, readers that stop, and
 * terminals that are closed. The remote is a fake one.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/termios.h>

#include "tty_fixture.h"

#define TTY_MTU	((size_t)FAKE_MTU)

/* More than the line discipline, the tty layer and the ring hold together. */
#define FLOOD		(512 * 1024)

static void fill_bytes(u8 *buf, size_t len, size_t from)
{
	size_t i;

	for (i = 0; i < len; i++)
		buf[i] = (from + i) % 251;
}

/* No byte means anything to the terminal, and no echo goes back. */
static void term_raw(struct kunit *test)
{
	struct term_test *t = test->priv;
	u8 all[256], got[256];
	unsigned int i;

	KUNIT_EXPECT_EQ(test, strncmp(t->node, "ttyRPMSG", 8), 0);
	for (i = 0; i < 256; i++)
		all[i] = i;
	KUNIT_EXPECT_EQ(test, node_write(t->file, all, 256), 256L);
	KUNIT_ASSERT_EQ(test, term_hear(t), 0);
	KUNIT_EXPECT_EQ(test, t->msg.len, 256);
	KUNIT_EXPECT_EQ(test, t->msg.src, t->local);
	KUNIT_EXPECT_EQ(test, t->msg.dst, TTY_REMOTE);
	KUNIT_EXPECT_MEMEQ(test, t->msg.data, all, 256);

	KUNIT_EXPECT_EQ(test, term_say(t, all, 256), 0);
	KUNIT_EXPECT_EQ(test, term_read_all(t, got, 256), 256);
	KUNIT_EXPECT_MEMEQ(test, got, all, 256);
	KUNIT_EXPECT_EQ(test, term_hear(t), -EAGAIN);
	KUNIT_EXPECT_EQ(test, node_read(t->file, got, 1), (ssize_t)-EAGAIN);
	/* An empty message is no end of file. */
	KUNIT_EXPECT_EQ(test, term_say(t, all, 0), 0);
	KUNIT_EXPECT_EQ(test, term_say(t, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, term_read_all(t, got, 1), 1);
	KUNIT_EXPECT_EQ(test, node_read(t->file, got, 1), (ssize_t)-EAGAIN);
}

/* A write of up to the mtu is one message, a longer one goes in as few as can be. */
static void term_messages(struct kunit *test)
{
	struct term_test *t = test->priv;
	const size_t sizes[] = { 1, TTY_MTU - 1, TTY_MTU, TTY_MTU + 1, 5 * TTY_MTU + 7 };
	u8 *data = kunit_kzalloc(test, 6 * TTY_MTU, GFP_KERNEL);
	size_t len, left;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	fill_bytes(data, 6 * TTY_MTU, 0);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_EXPECT_EQ(test, node_write(t->file, data, sizes[i]),
				(ssize_t)sizes[i]);
		for (left = sizes[i]; left; left -= len) {
			len = min(left, TTY_MTU);
			KUNIT_ASSERT_EQ(test, term_hear(t), 0);
			KUNIT_ASSERT_EQ(test, t->msg.len, len);
			KUNIT_EXPECT_MEMEQ(test, t->msg.data,
					   data + sizes[i] - left, len);
		}
		KUNIT_EXPECT_EQ(test, term_hear(t), -EAGAIN);
	}
}

/* A full ring: no more is taken, and who waits for room is woken when there is. */
static void term_full_ring(struct kunit *test)
{
	struct term_test *t = test->priv;
	u8 *data = kunit_kzalloc(test, 2 * TTY_RING * TTY_MTU, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_TRUE(test, node_poll(t->file) & POLLOUT);
	KUNIT_EXPECT_EQ(test, node_write(t->file, data, 2 * TTY_RING * TTY_MTU),
			(ssize_t)(TTY_RING * TTY_MTU));
	KUNIT_EXPECT_EQ(test, node_write(t->file, data, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_FALSE(test, node_poll(t->file) & POLLOUT);
	KUNIT_ASSERT_EQ(test, term_hear(t), 0);
	KUNIT_EXPECT_TRUE(test, node_poll(t->file) & POLLOUT);
	KUNIT_EXPECT_EQ(test, term_fill(t), 4);

	node_set_nonblock(t->file, false);
	worker_start(test, &t->worker[0], write_late, t);
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[0]));
	KUNIT_EXPECT_EQ(test, term_hear(t), 0);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[0]), 4L);
	for (i = 0; i < TTY_RING; i++)
		KUNIT_EXPECT_EQ(test, term_hear(t), 0);
	KUNIT_EXPECT_EQ(test, term_hear(t), -EAGAIN);
	KUNIT_EXPECT_MEMEQ(test, t->msg.data, "late", 4);
}

/* A remote that does not say when it used a buffer. */
static void term_full_ring_quiet(struct kunit *test)
{
	struct term_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, term_fill(t), 4 * TTY_RING);
	node_set_nonblock(t->file, false);
	worker_start(test, &t->worker[0], write_late, t);
	KUNIT_EXPECT_TRUE(test, worker_wait_asleep(&t->worker[0]));
	KUNIT_ASSERT_EQ(test, fake_remote_recv(t->fr, &t->msg), 0);
	fake_remote_done(t->fr, &t->msg);
	KUNIT_EXPECT_EQ(test, worker_join(&t->worker[0]), 4L);
}

/*
 * A reader that stops: what the remote may send before it has to wait is bounded, and
 * all of it comes.
 */
static void term_stopped_reader(struct kunit *test)
{
	struct term_test *t = test->priv;
	u8 *out = kunit_kzalloc(test, TTY_MTU, GFP_KERNEL);
	u8 *in = kunit_kzalloc(test, TTY_MTU, GFP_KERNEL);
	size_t sent = 0, seen = 0, before, n;
	unsigned int round, i;

	KUNIT_ASSERT_NOT_NULL(test, out);
	KUNIT_ASSERT_NOT_NULL(test, in);
	for (round = 0; round < 3; round++) {
		unsigned long idle = jiffies + HZ;

		before = sent;
		/* Until for a second none of what was sent was taken. */
		while (time_before(jiffies, idle) && sent < FLOOD) {
			fill_bytes(out, TTY_MTU, sent);
			if (term_say(t, out, TTY_MTU)) {
				usleep_range(50, 100);
				continue;
			}
			sent += TTY_MTU;
			idle = jiffies + HZ;
		}
		KUNIT_EXPECT_GT(test, sent, before);
		KUNIT_EXPECT_LT(test, sent - before, (size_t)FLOOD / 2);
		KUNIT_EXPECT_TRUE(test, node_poll(t->file) & POLLIN);
		while (seen < sent) {
			n = term_read_all(t, in, min(TTY_MTU, sent - seen));
			KUNIT_ASSERT_GT(test, n, 0);
			for (i = 0; i < n; i++)
				KUNIT_ASSERT_EQ(test, in[i], (seen + i) % 251);
			seen += n;
		}
	}
	KUNIT_EXPECT_EQ(test, node_read(t->file, in, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* Reads up to and with @word. Returns how many bytes stood before it, if it came. */
static ssize_t term_read_up_to(struct term_test *t, const char *word)
{
	size_t len = strlen(word), skipped = 0;
	char got[8] = {};

	if (term_read_all(t, got, len) < len)
		return -ETIMEDOUT;
	while (memcmp(got, word, len)) {
		memmove(got, got + 1, len - 1);
		if (!term_read_all(t, got + len - 1, 1))
			return -ETIMEDOUT;
		skipped++;
	}

	return skipped;
}

/* What waits is dropped when a program says so, and the remote can go on. */
static void term_flush(struct kunit *test)
{
	struct term_test *t = test->priv;
	u8 *out = kunit_kzalloc(test, TTY_MTU, GFP_KERNEL);
	unsigned long idle = jiffies + HZ;
	ssize_t sent = 0, rest;
	char got;

	KUNIT_ASSERT_NOT_NULL(test, out);
	while (time_before(jiffies, idle)) {
		if (!term_say(t, out, TTY_MTU)) {
			idle = jiffies + HZ;
			sent += TTY_MTU;
		}
		usleep_range(50, 100);
	}
	/*
	 * Each time what the line discipline has; what the ring and the tty's buffers hold
	 * follows when the tty's work item runs, which may be late. Unless each flush lets
	 * the remote go on, the driver never becomes idle.
	 */
	KUNIT_EXPECT_TRUE(test, comes(!node_ioctl(t->file, TCFLSH,
						  (void __user *)TCIFLUSH) &&
				      term_is_idle(t) &&
				      node_read(t->file, &got, 1) == -EAGAIN));
	KUNIT_EXPECT_EQ(test, term_say(t, "after", 5), 0);
	rest = term_read_up_to(t, "after");
	KUNIT_EXPECT_GE(test, rest, 0);
	KUNIT_EXPECT_LT(test, rest, sent);
}

/* Before it is opened for the first time something is kept, later nothing. */
static void term_closed(struct kunit *test)
{
	struct term_test *t = test->priv;
	char got[8] = {};
	unsigned int i;

	term_close(t);
	KUNIT_EXPECT_EQ(test, term_say(t, "lost", 4), 0);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
	term_open(test);
	KUNIT_EXPECT_EQ(test, term_say(t, "next", 4), 0);
	KUNIT_EXPECT_EQ(test, term_read_all(t, got, 4), 4);
	KUNIT_EXPECT_STREQ(test, got, "next");
	KUNIT_EXPECT_EQ(test, node_read(t->file, got, 1), (ssize_t)-EAGAIN);
	term_close(t);

	term_remote(test);
	/* The remote is not held back by a terminal that is not open. */
	KUNIT_EXPECT_EQ(test, term_say(t, "hello", 5), 0);
	for (i = 0; i < 64 * TTY_RING; i++)
		KUNIT_ASSERT_TRUE(test, comes(!term_say(t, ".", 1)));
	term_open(test);
	KUNIT_EXPECT_EQ(test, term_read_all(t, got, 5), 5);
	KUNIT_EXPECT_STREQ(test, got, "hello");
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

static struct kunit_case rpmsg_tty_cases[] = {
	KUNIT_CASE(term_raw),
	KUNIT_CASE(term_messages),
	KUNIT_CASE(term_full_ring),
	KUNIT_CASE(term_full_ring_quiet),
	KUNIT_CASE_SLOW(term_stopped_reader),
	KUNIT_CASE_SLOW(term_flush),
	KUNIT_CASE(term_closed),
	{ }
};

static struct kunit_suite rpmsg_tty_suite = {
	.name = "rpmsg_tty",
	.init = term_init,
	.test_cases = rpmsg_tty_cases,
};

kunit_test_suite(rpmsg_tty_suite);

MODULE_DESCRIPTION("KUnit: rpmsg channels as terminals");
MODULE_LICENSE("GPL");
