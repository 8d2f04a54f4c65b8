/* SPDX-License-Identifier: GPL-2.0-only */
/* A terminal of a fake remote, announced and opened for each test. */

#ifndef KUNIT_TTY_FIXTURE_H
#define KUNIT_TTY_FIXTURE_H

#include <kunit/test.h>
#include <linux/rpmsg.h>

#include "channels.h"

#define TTY_RING	16	/* buffers each way */
#define TTY_REMOTE	30	/* the remote's address */
#define TTY_FLAGS	(O_RDWR | O_NOCTTY | O_NONBLOCK)

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
 * @opened: how often a thread has had the file open
 * @stop: ends the threads
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

static inline void term_close(void *data)
{
	struct term_test *t = data;

	if (!IS_ERR_OR_NULL(t->file))
		node_close(t->file);
	t->file = NULL;
}

static inline void term_open(struct kunit *test)
{
	struct term_test *t = test->priv;

	t->file = node_open(t->node, TTY_FLAGS);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
}

/* Announces a terminal and finds it. */
static inline void term_announce(struct kunit *test)
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

static inline void term_remote(struct kunit *test)
{
	struct term_test *t = test->priv;

	t->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = TTY_RING, .features = FAKE_F_NS,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(t->fr));
	term_announce(test);
}

static inline int term_init(struct kunit *test)
{
	struct term_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	term_remote(test);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, term_close, t));
	term_open(test);
	return 0;
}

static inline int term_say(struct term_test *t, const void *data, u16 len)
{
	return fake_remote_send(t->fr, TTY_REMOTE, t->local, data, len);
}

/* The remote takes a message and gives its buffer back. */
static inline int term_hear(struct term_test *t)
{
	int err = fake_remote_recv(t->fr, &t->msg);

	if (err)
		return err;
	fake_remote_done(t->fr, &t->msg);
	fake_ring_signal(&t->fr->ring[FAKE_TX]);
	return 0;
}

/* The driver holds no message. */
static inline bool term_is_idle(struct term_test *t)
{
	return fake_ring_avail(&t->fr->ring[FAKE_RX]) == TTY_RING;
}

/* Reads that many bytes, waiting for them. Returns how many came. */
static inline size_t term_read_all(struct term_test *t, u8 *buf, size_t len)
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

/* Fills the transmit ring. Returns how many bytes that took. */
static inline size_t term_fill(struct term_test *t)
{
	size_t done = 0;
	ssize_t n;

	while ((n = node_write(t->file, "fill", 4)) > 0)
		done += n;
	return done;
}

/* For a thread. */
static inline long write_late(void *data)
{
	struct term_test *t = data;

	return node_write(t->file, "late", 4);
}

#endif /* KUNIT_TTY_FIXTURE_H */
