// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoint devices: read, write, poll, ioctls and attributes, right and wrong.
 * What happens when they go is in rpmsg_char_life_kunit.c.
 */

#include <linux/module.h>
#include <linux/uaccess.h>

#include <rpmsg_uapi.h>
#include <uapi/linux/rpmsg_frame.h>

#include "char_fixture.h"

#define IN	(POLLIN | POLLRDNORM)
#define OUT	(POLLOUT | POLLWRNORM)

static void char_read_sizes(struct kunit *test)
{
	static const u16 sizes[] = { 0, 1, 15, 16, 17, 255, 256, 495, FAKE_MTU };
	struct char_test *t = test->priv;
	u8 *sent = kunit_kmalloc(test, FAKE_BUF_SIZE, GFP_KERNEL);
	u8 *got = kunit_kzalloc(test, FAKE_BUF_SIZE, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, sent);
	KUNIT_ASSERT_NOT_NULL(test, got);
	for (i = 0; i < FAKE_BUF_SIZE; i++)
		sent[i] = i * 7 + 1;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_ASSERT_EQ(test, char_say(t, sent, sizes[i]), 0);
		KUNIT_EXPECT_EQ(test, node_read(t->file, got, FAKE_BUF_SIZE),
				(ssize_t)sizes[i]);
		KUNIT_EXPECT_MEMEQ(test, got, sent, sizes[i]);
		memset(got, 0, FAKE_BUF_SIZE);
	}
	KUNIT_EXPECT_EQ(test, node_read(t->file, got, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* A read takes one message, in order, whatever room it has. */
static void char_read_short(struct kunit *test)
{
	struct char_test *t = test->priv;
	char text[16] = "";

	KUNIT_ASSERT_EQ(test, char_say(t, "first", 5), 0);
	KUNIT_ASSERT_EQ(test, char_say(t, "second", 6), 0);
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, 0), 0L);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued"), 2LL);
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, 3), 3L);
	KUNIT_EXPECT_STREQ(test, text, "fir");
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, sizeof(text)), 6L);
	KUNIT_EXPECT_STREQ(test, text, "second");
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_truncated"), 1LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_messages"), 2LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_bytes"), 11LL);
}

/* Memory that is not there costs no message, memory that is not yet there works. */
static void char_read_user(struct kunit *test)
{
	struct char_test *t = test->priv;
	u8 __user *fresh = user_pages(test, 2 * PAGE_SIZE);
	void __user *hole = user_hole(test);
	char text[8] = "";

	KUNIT_ASSERT_EQ(test, char_say(t, "fault", 5), 0);
	KUNIT_EXPECT_EQ(test, node_read_user(t->file, hole, 8), (ssize_t)-EFAULT);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued"), 1LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_messages"), 0LL);

	/* Across the border of two pages that nobody has touched. */
	fresh += PAGE_SIZE - 2;
	KUNIT_EXPECT_EQ(test, node_read_user(t->file, fresh, 8), 5L);
	KUNIT_EXPECT_EQ(test, copy_from_user(text, fresh, 5), 0UL);
	KUNIT_EXPECT_STREQ(test, text, "fault");
	KUNIT_EXPECT_EQ(test, node_read_user(t->file, fresh, 8), (ssize_t)-EAGAIN);
}

static void char_write_sizes(struct kunit *test)
{
	static const u16 sizes[] = { 0, 1, 15, 16, 17, 255, 256, 495, FAKE_MTU };
	struct char_test *t = test->priv;
	u8 *bytes = kunit_kmalloc(test, FAKE_BUF_SIZE, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (i = 0; i < FAKE_BUF_SIZE; i++)
		bytes[i] = i * 5 + 3;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_EXPECT_EQ(test, node_write(t->file, bytes, sizes[i]),
				(ssize_t)sizes[i]);
		KUNIT_ASSERT_EQ(test, char_free_one(t), 0);
		KUNIT_EXPECT_EQ(test, t->msg.src, (u32)CHAR_LOCAL);
		KUNIT_EXPECT_EQ(test, t->msg.dst, (u32)CHAR_REMOTE);
		KUNIT_EXPECT_EQ(test, t->msg.len, sizes[i]);
		KUNIT_EXPECT_MEMEQ(test, t->msg.data, bytes, sizes[i]);
	}
	KUNIT_EXPECT_EQ(test, node_write(t->file, bytes, FAKE_MTU + 1),
			(ssize_t)-EMSGSIZE);
	KUNIT_EXPECT_EQ(test, char_hear(t), -EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_messages"),
			(s64)ARRAY_SIZE(sizes));
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_bytes"), 1551LL);
}

/* A failed write costs no buffer: more of them than there are buffers. */
static void char_write_user(struct kunit *test)
{
	struct char_test *t = test->priv;
	void __user *fresh = user_pages(test, PAGE_SIZE);
	void __user *hole = user_hole(test);
	unsigned int i;

	for (i = 0; i < 3 * CHAR_RING; i++)
		KUNIT_EXPECT_EQ(test, node_write_user(t->file, hole, 8),
				(ssize_t)-EFAULT);
	KUNIT_EXPECT_EQ(test, char_hear(t), -EAGAIN);
	KUNIT_EXPECT_EQ(test, node_write_user(t->file, fresh, 8), 8L);
	KUNIT_EXPECT_EQ(test, char_hear(t), 0);
	KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING - 1);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_messages"),
			(s64)CHAR_RING);
}

static void char_no_destination(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	struct file *file;

	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", "deaf 2001"), 0L);
	attr_read(t->ctrl, "export_ept", node, sizeof(node));
	file = node_open(node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, node_write(file, "x", 1), (ssize_t)-EINVAL);
	KUNIT_EXPECT_EQ(test, fake_remote_send(t->fr, 9, 2001, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, node_read(file, node, 8), 1L);
	node_close(file);
	KUNIT_EXPECT_EQ(test, char_hear(t), -EAGAIN);
}

static void char_full_ring(struct kunit *test)
{
	struct char_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_would_block"),
			2LL);
	KUNIT_EXPECT_EQ(test, char_free_one(t), 0);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), 1L);
	KUNIT_EXPECT_EQ(test, node_write(t->file, "x", 1), (ssize_t)-EAGAIN);
}

static void char_poll_masks(struct kunit *test)
{
	struct char_test *t = test->priv;
	char byte;

	KUNIT_EXPECT_EQ(test, node_poll(t->file), OUT);
	KUNIT_EXPECT_EQ(test, char_say(t, "", 0), 0);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), IN | OUT);
	KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), IN);
	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), 0L);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), 0);
	KUNIT_EXPECT_EQ(test, char_free_one(t), 0);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), OUT);

	KUNIT_EXPECT_EQ(test, char_say(t, "x", 1), 0);
	fake_remote_del(t->fr);
	KUNIT_EXPECT_EQ(test, node_poll(t->file),
			IN | POLLHUP | POLLERR);
	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), 1L);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), POLLHUP | POLLERR);
}

/* A program that sleeps in poll, as epoll's and others' code sees it. */
struct poller {
	poll_table table;
	wait_queue_entry_t entry[2];
	wait_queue_head_t *head[2];
	unsigned int n;
	atomic_t wakes;
};

static int poller_wake(wait_queue_entry_t *entry, unsigned int mode, int sync,
		       void *key)
{
	atomic_inc(entry->private);
	return 0;
}

static void poller_add(struct file *file, wait_queue_head_t *head,
		       poll_table *table)
{
	struct poller *p = container_of(table, struct poller, table);

	if (p->n == ARRAY_SIZE(p->entry))
		return;
	init_waitqueue_func_entry(&p->entry[p->n], poller_wake);
	p->entry[p->n].private = &p->wakes;
	p->head[p->n] = head;
	add_wait_queue(head, &p->entry[p->n++]);
}

static void char_poll_wakes(struct kunit *test)
{
	struct char_test *t = test->priv;
	struct poller *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
	init_poll_funcptr(&p->table, poller_add);
	KUNIT_EXPECT_EQ(test, mangle_poll(vfs_poll(t->file, &p->table)), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), 0);

	KUNIT_EXPECT_EQ(test, char_say(t, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), 1);
	KUNIT_EXPECT_EQ(test, char_free_one(t), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), 2);
	KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", t->node), 0L);
	KUNIT_EXPECT_GE(test, atomic_read(&p->wakes), 3);

	while (p->n--)
		remove_wait_queue(p->head[p->n], &p->entry[p->n]);
}

/* Who polls leaves the queue when it likes to, as long as the file is there. */
static void char_poll_outlives(struct kunit *test)
{
	struct char_test *t = test->priv;
	struct poller *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	init_poll_funcptr(&p->table, poller_add);
	vfs_poll(t->file, &p->table);
	fake_remote_del(t->fr);
	KUNIT_EXPECT_GE(test, atomic_read(&p->wakes), 1);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
	rcu_barrier();
	while (p->n--)
		remove_wait_queue(p->head[p->n], &p->entry[p->n]);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), POLLHUP | POLLERR);
}

/* Reads one frame to memory that takes no more. */
static ssize_t char_read_frame(struct kunit *test, u32 __user *on)
{
	u8 buf[sizeof(struct rpmsg_frame) + 4];
	struct char_test *t = test->priv;
	ssize_t ret;

	KUNIT_EXPECT_EQ(test, put_user(1, on), 0);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_SET_FRAMED_IOCTL, on), 0L);
	ret = node_read(t->file, buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, node_read_user(t->file, user_hole(test), PAGE_SIZE),
			(ssize_t)-EFAULT);
	KUNIT_EXPECT_EQ(test, put_user(0, on), 0);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_SET_FRAMED_IOCTL, on), 0L);
	return ret;
}

/* An event for each read that leaves messages, and for those that are put back. */
static void char_poll_wakes_again(struct kunit *test)
{
	u32 __user *on = user_pages(test, PAGE_SIZE);
	struct char_test *t = test->priv;
	struct poller *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	char text[4];
	int i, wakes;

	KUNIT_ASSERT_NOT_NULL(test, p);
	init_poll_funcptr(&p->table, poller_add);
	vfs_poll(t->file, &p->table);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, char_say(t, "text", 4), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), 4);
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, 4), 4L);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), 5);

	/* One is read, and then the others are put back. */
	KUNIT_EXPECT_EQ(test, char_read_frame(test, on),
			(ssize_t)sizeof(struct rpmsg_frame) + 4);
	wakes = atomic_read(&p->wakes);
	KUNIT_EXPECT_GE(test, wakes, 7);
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, 4), 4L);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), wakes + 1);

	/* The last one is put back, and then nothing is left. */
	KUNIT_EXPECT_EQ(test, node_read_user(t->file, user_hole(test), 4), (ssize_t)-EFAULT);
	KUNIT_EXPECT_GE(test, atomic_read(&p->wakes), wakes + 2);
	wakes = atomic_read(&p->wakes);
	KUNIT_EXPECT_EQ(test, node_read(t->file, text, 4), 4L);
	KUNIT_EXPECT_EQ(test, atomic_read(&p->wakes), wakes);

	while (p->n--)
		remove_wait_queue(p->head[p->n], &p->entry[p->n]);
}

static void char_ioctls(struct kunit *test)
{
	static const unsigned int unknown[] = {
		0, RPMSG_CREATE_EPT_IOCTL, RPMSG_CREATE_DEV_IOCTL,
		RPMSG_RELEASE_DEV_IOCTL, _IO(0xb5, 7), _IOR(0xb5, 5, char), ~0U,
	};
	struct char_test *t = test->priv;
	int __user *value = user_pages(test, PAGE_SIZE);
	int got = -1;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, put_user(-1, value), 0);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_GET_OUTGOING_FLOWCONTROL,
					 value), 0L);
	KUNIT_EXPECT_EQ(test, get_user(got, value), 0);
	KUNIT_EXPECT_EQ(test, got, 0);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_GET_OUTGOING_FLOWCONTROL,
					 user_hole(test)), (long)-EFAULT);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_SET_INCOMING_FLOWCONTROL,
					 (void __user *)1), (long)-EOPNOTSUPP);
	for (i = 0; i < ARRAY_SIZE(unknown); i++)
		KUNIT_EXPECT_EQ_MSG(test, node_ioctl(t->file, unknown[i], value),
				    (long)-EINVAL, "ioctl %#x", unknown[i]);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), OUT);

	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_DESTROY_EPT_IOCTL, NULL),
			0L);
	KUNIT_EXPECT_EQ(test, node_ioctl(t->file, RPMSG_DESTROY_EPT_IOCTL, NULL),
			0L);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), POLLHUP | POLLERR);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
}

static void char_attributes(struct kunit *test)
{
	static const struct {
		const char *attr, *text;
	} fresh[] = {
		{ "name", "kunit" }, { "src", "2000" }, { "dst", "30" },
		{ "mtu", "496" }, { "rx_queue_limit", "65536" },
		{ "rx_policy", "hold" }, { "statistics/rx_messages", "0" },
		{ "statistics/rx_bytes", "0" }, { "statistics/rx_queued", "0" },
		{ "statistics/rx_queued_bytes", "0" },
		{ "statistics/rx_high_water", "0" },
		{ "statistics/rx_dropped", "0" },
		{ "statistics/rx_truncated", "0" },
		{ "statistics/rx_would_block", "0" },
		{ "statistics/tx_messages", "0" }, { "statistics/tx_bytes", "0" },
		{ "statistics/tx_would_block", "0" },
	};
	static const struct {
		const char *attr, *text;
		ssize_t result;
	} writes[] = {
		{ "rx_queue_limit", "0", 1 }, { "rx_queue_limit", "16777216\n", 9 },
		{ "rx_queue_limit", "0x100", 5 },
		{ "rx_queue_limit", "16777217", -ERANGE },
		{ "rx_queue_limit", "4294967296", -ERANGE },
		{ "rx_queue_limit", "-1", -EINVAL }, { "rx_queue_limit", "x", -EINVAL },
		{ "rx_queue_limit", "\n", -EINVAL }, { "rx_policy", "drop\n", 5 },
		{ "rx_policy", "hold", 4 }, { "rx_policy", "drop", 4 },
		{ "rx_policy", "Drop", -EINVAL }, { "rx_policy", "dro", -EINVAL },
		{ "rx_policy", "\n", -EINVAL }, { "rx_policy", "dropped", -EINVAL },
	};
	struct char_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fresh); i++)
		KUNIT_EXPECT_TRUE(test, attr_is(test, t->node, fresh[i].attr,
						fresh[i].text));
	for (i = 0; i < ARRAY_SIZE(writes); i++)
		KUNIT_EXPECT_EQ_MSG(test, attr_write(t->node, writes[i].attr,
						     writes[i].text),
				    writes[i].result, "%s '%s'", writes[i].attr,
				    writes[i].text);
	KUNIT_EXPECT_TRUE(test, attr_is(test, t->node, "rx_queue_limit", "256"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, t->node, "rx_policy", "drop"));
}

static void char_counters(struct kunit *test)
{
	struct char_test *t = test->priv;
	char byte;

	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_would_block"),
			1LL);
	KUNIT_EXPECT_EQ(test, char_say(t, "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, char_say(t, "de", 2), 0);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued_bytes"),
			5LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_high_water"), 2LL);

	/* What waits when the file is closed is lost, and counted. */
	char_close(t);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_dropped"), 2LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued"), 0LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued_bytes"),
			0LL);
	KUNIT_EXPECT_EQ(test, char_say(t, "late", 4), 0);
	char_open(test);
	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_dropped"), 2LL);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* "hold": the remote runs out of buffers, and nothing is lost. */
static void char_policy_hold(struct kunit *test)
{
	struct char_test *t = test->priv;
	u32 sent = 0, got, i;

	KUNIT_EXPECT_EQ(test, attr_write(t->node, "rx_queue_limit", "0"), 1L);
	while (sent < 100 && !char_say(t, &sent, sizeof(sent)))
		sent++;
	KUNIT_EXPECT_EQ(test, sent, (u32)CHAR_RING);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued"),
			(s64)CHAR_RING / 2);

	for (i = 0; i < sent; i++) {
		KUNIT_ASSERT_EQ(test, node_read(t->file, &got, sizeof(got)), 4L);
		KUNIT_EXPECT_EQ(test, got, i);
	}
	KUNIT_EXPECT_EQ(test, node_read(t->file, &got, 4), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_dropped"), 0LL);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* "drop": the remote notices nothing, and the freshest are there. */
static void char_policy_drop(struct kunit *test)
{
	struct char_test *t = test->priv;
	u32 sent, got, i;

	KUNIT_EXPECT_EQ(test, attr_write(t->node, "rx_queue_limit", "0"), 1L);
	KUNIT_EXPECT_EQ(test, attr_write(t->node, "rx_policy", "drop"), 4L);
	for (sent = 0; sent < 100; sent++)
		KUNIT_ASSERT_EQ(test, char_say(t, &sent, sizeof(sent)), 0);
	for (i = sent - CHAR_RING / 2; i < sent; i++) {
		KUNIT_ASSERT_EQ(test, node_read(t->file, &got, sizeof(got)), 4L);
		KUNIT_EXPECT_EQ(test, got, i);
	}
	KUNIT_EXPECT_EQ(test, node_read(t->file, &got, 4), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_dropped"),
			(s64)sent - CHAR_RING / 2);
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

/* A reader that changes its mind while the ring is held back. */
static void char_policy_change(struct kunit *test)
{
	struct char_test *t = test->priv;
	u32 sent = 0;

	KUNIT_EXPECT_EQ(test, attr_write(t->node, "rx_queue_limit", "0"), 1L);
	while (sent < 100 && !char_say(t, &sent, sizeof(sent)))
		sent++;
	KUNIT_EXPECT_EQ(test, sent, (u32)CHAR_RING);
	KUNIT_EXPECT_EQ(test, attr_write(t->node, "rx_queue_limit", "65536"), 5L);
	KUNIT_EXPECT_EQ(test, char_say_in_time(t, &sent, sizeof(sent)), 0);
	KUNIT_EXPECT_TRUE(test, char_queued(t, CHAR_RING + 1));
}

static struct kunit_case char_cases[] = {
	KUNIT_CASE(char_read_sizes),
	KUNIT_CASE(char_read_short),
	KUNIT_CASE(char_read_user),
	KUNIT_CASE(char_write_sizes),
	KUNIT_CASE(char_write_user),
	KUNIT_CASE(char_no_destination),
	KUNIT_CASE(char_full_ring),
	KUNIT_CASE(char_poll_masks),
	KUNIT_CASE(char_poll_wakes),
	KUNIT_CASE(char_poll_wakes_again),
	KUNIT_CASE(char_poll_outlives),
	KUNIT_CASE(char_ioctls),
	KUNIT_CASE(char_attributes),
	KUNIT_CASE(char_counters),
	KUNIT_CASE(char_policy_hold),
	KUNIT_CASE(char_policy_drop),
	KUNIT_CASE(char_policy_change),
	{ }
};

static struct kunit_suite char_suite = {
	.name		= "rpmsg_char",
	.init		= char_init,
	.test_cases	= char_cases,
};

kunit_test_suite(char_suite);

MODULE_DESCRIPTION("KUnit suite of endpoint devices");
MODULE_LICENSE("GPL");
