/* SPDX-License-Identifier: GPL-2.0-only */
/* An endpoint device of a fake remote, made and opened for each test. */

#ifndef KUNIT_CHAR_FIXTURE_H
#define KUNIT_CHAR_FIXTURE_H

#include <kunit/test.h>
#include <linux/rpmsg.h>

#include "channels.h"

#define CHAR_RING	16	/* buffers each way; an endpoint may hold 4 */
#define CHAR_LOCAL	2000	/* the endpoint's address */
#define CHAR_REMOTE	30	/* whom it sends to */

/**
 * struct char_test - what each test has
 * @fr: the remote
 * @ctrl: name of its control device
 * @node: name of the endpoint device
 * @file: that device, open, not blocking; NULL when a test closed it
 * @msg: for what the remote hears
 * @worker: other threads
 */
struct char_test {
	struct fake_remote *fr;
	char ctrl[RPMSG_NAME_SIZE];
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	struct fake_msg msg;
	struct worker worker[8];
};

static inline void char_close(void *data)
{
	struct char_test *t = data;

	if (!IS_ERR_OR_NULL(t->file))
		node_close(t->file);
	t->file = NULL;
}

static inline void char_open(struct kunit *test)
{
	struct char_test *t = test->priv;

	t->file = node_open(t->node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
}

/* The rest of a fixture whose remote is there. */
static inline void char_begin(struct kunit *test, struct char_test *t)
{
	test->priv = t;
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(t->fr));
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_ctrl", 0, 0, t->ctrl));
	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", "kunit 2000 30"),
			0L);
	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", t->node,
					sizeof(t->node)), 0L);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, char_close, t));
	char_open(test);
}

static inline int char_init(struct kunit *test)
{
	struct char_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = CHAR_RING, .features = FAKE_F_NS,
	});
	char_begin(test, t);
	return 0;
}

/* The remote sends to the endpoint. */
static inline int char_say(struct char_test *t, const void *data, u16 len)
{
	return fake_remote_send(t->fr, CHAR_REMOTE, CHAR_LOCAL, data, len);
}

/* The same, but waits for a buffer as long as a remote may have to. */
static inline int char_say_in_time(struct char_test *t, const void *data, u16 len)
{
	unsigned long limit = jiffies + 20 * HZ;
	int err;

	while ((err = char_say(t, data, len)) == -ENOBUFS &&
	       time_before(jiffies, limit))
		usleep_range(50, 100);
	return err;
}

/* Waits until that many messages are in the queue, where nobody reads. */
static inline bool char_queued(struct char_test *t, unsigned int n)
{
	unsigned long limit = jiffies + 20 * HZ;

	while (attr_number(t->node, "statistics/rx_queued") < n) {
		if (time_after(jiffies, limit))
			return false;
		usleep_range(50, 100);
	}
	return true;
}

/* The remote takes a message from t->msg's ring and keeps the buffer. */
static inline int char_hear(struct char_test *t)
{
	return fake_remote_recv(t->fr, &t->msg);
}

/* Fills the transmit ring; returns how many messages that took. */
static inline unsigned int char_fill(struct char_test *t)
{
	unsigned int n = 0;

	while (n < 2 * CHAR_RING && node_write(t->file, "fill", 4) == 4)
		n++;
	return n;
}

/* The remote gives one transmit buffer back, with an interrupt if we want it. */
static inline int char_free_one(struct char_test *t)
{
	int err = char_hear(t);

	if (err)
		return err;
	fake_remote_done(t->fr, &t->msg);
	fake_ring_signal(&t->fr->ring[FAKE_TX]);
	return 0;
}

#endif /* KUNIT_CHAR_FIXTURE_H */
