// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels as terminals: bytes both ways, rings that are full, readers that stop,
 * and the end of a channel with files open. The remote is a fake one.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/termios.h>
#include <linux/uaccess.h>

#include "channels.h"

#define TTY_RING	16	/* buffers each way */
#define TTY_REMOTE	30	/* the remote's address */
#define TTY_MTU		((size_t)FAKE_MTU)
#define TTY_FLAGS	(O_RDWR | O_NOCTTY | O_NONBLOCK)

/* More than the line discipline, the tty layer and the ring hold together. */
#define FLOOD		(512 * 1024)

#define RACES		200
#define LIVES		40

/* Something that must come, however slow the machine: whether it did. */
#define comes(cond) ({							\
	unsigned long limit_ = jiffies + PROGRAM_LIMIT;			\
	bool came_;							\
									\
	while (!(came_ = (cond)) && time_before(jiffies, limit_))	\
		usleep_range(50, 100);					\
	came_;								\
})

/**
 * struct term_test - what each test has
 * @fr: the remote
 * @local: address of the channel's endpoint in Linux
 * @node: name of the terminal
 * @file: that, open; NULL when a test closed it
 * @msg: for what the remote hears
 * @worker: other threads
 * @opened: how often open_and_close() has had the file open
 * @stop: ends them
 */
struct term_test {
	struct fake_remote *fr;
	u32 local;
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	struct fake_msg msg;
	struct worker worker[2];
	long opened;
	bool stop;
};

static void term_close(void *data)
{
	struct term_test *t = data;

	if (!IS_ERR_OR_NULL(t->file))
		node_close(t->file);
	t->file = NULL;
}

static void term_open(struct kunit *test)
{
	struct term_test *t = test->priv;

	t->file = node_open(t->node, TTY_FLAGS);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
}

/* Announces a terminal and finds it. */
static void term_announce(struct kunit *test)
{
	struct term_test *t = test->priv;
	struct device *dev;

	KUNIT_ASSERT_EQ(test, announce(t->fr, "rpmsg-tty", TTY_REMOTE,
				       RPMSG_NS_CREATE), 0);
	dev = channel_get(t->fr, "rpmsg-tty", -1, TTY_REMOTE);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	t->local = container_of(dev, struct rpmsg_device, dev)->src;
	put_device(dev);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg-tty", -1, TTY_REMOTE,
					     t->node));
}

static void term_remote(struct kunit *test)
{
	struct term_test *t = test->priv;

	t->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = TTY_RING, .features = FAKE_F_NS,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(t->fr));
	term_announce(test);
}

static int term_init(struct kunit *test)
{
	struct term_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	term_remote(test);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, term_close, t));
	term_open(test);
	return 0;
}

static int term_say(struct term_test *t, const void *data, u16 len)
{
	return fake_remote_send(t->fr, TTY_REMOTE, t->local, data, len);
}

/* The remote takes a message and gives its buffer back. */
static int term_hear(struct term_test *t)
{
	int err = fake_remote_recv(t->fr, &t->msg);

	if (err)
		return err;
	fake_remote_done(t->fr, &t->msg);
	fake_ring_signal(&t->fr->ring[FAKE_TX]);
	return 0;
}

/* The driver holds no message. */
static bool term_is_idle(struct term_test *t)
{
	return fake_ring_avail(&t->fr->ring[FAKE_RX]) == TTY_RING;
}

/* Reads that many bytes, waiting for them. Returns how many came. */
static size_t term_read_all(struct term_test *t, u8 *buf, size_t len)
{
	unsigned long limit = jiffies + PROGRAM_LIMIT;
	size_t done = 0;
	ssize_t n;

	while (done < len && time_before(jiffies, limit)) {
		n = node_read(t->file, buf + done, len - done);
		if (n > 0)
			done += n;
		else if (n == -EAGAIN)
			usleep_range(50, 100);
		else
			break;
	}
	return done;
}

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

static long write_late(void *data)
{
	struct term_test *t = data;

	return node_write(t->file, "late", 4);
}

/* Fills the transmit ring. Returns how many bytes that took. */
static size_t term_fill(struct term_test *t)
{
	size_t done = 0;
	ssize_t n;

	while ((n = node_write(t->file, "fill", 4)) > 0)
		done += n;
	return done;
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

static struct kunit_case rpmsg_tty_cases[] = {
	KUNIT_CASE(term_raw),
	KUNIT_CASE(term_messages),
	KUNIT_CASE(term_full_ring),
	KUNIT_CASE(term_full_ring_quiet),
	KUNIT_CASE_SLOW(term_stopped_reader),
	KUNIT_CASE_SLOW(term_flush),
	KUNIT_CASE(term_closed),
	KUNIT_CASE_PARAM(term_hangup, life_gen_params),
	KUNIT_CASE_PARAM(term_hangup_sleepers, life_gen_params),
	KUNIT_CASE_PARAM(term_hangup_flooded, life_gen_params),
	KUNIT_CASE(term_numbers),
	KUNIT_CASE_SLOW(term_races),
	KUNIT_CASE_SLOW(term_lives),
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
