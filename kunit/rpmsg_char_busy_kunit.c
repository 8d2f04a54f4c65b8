// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readers that look at the ring before they sleep: who does and who does not, and what
 * others notice of it.
 */

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sched/clock.h>
#include <linux/uaccess.h>

#include <uapi/linux/rpmsg_frame.h>

#include "char_fixture.h"

#define LONG_US		200000u	/* longer than anything here takes else */
#define OTHER		2001	/* address of another endpoint */
#define ROUNDS		20u
#define READABLE	(EPOLLIN | EPOLLRDNORM)
#define WRITABLE	(EPOLLOUT | EPOLLWRNORM)

static atomic_t busy_looks;

static int busy_look(struct kprobe *kp, struct pt_regs *regs)
{
	atomic_inc(&busy_looks);
	return 0;
}

static struct kprobe busy_probe = {
	.symbol_name = "virtio_rpmsg_busy_poll_begin",
	.pre_handler = busy_look,
};

static void busy_end(void *unused)
{
	unregister_kprobe(&busy_probe);
	/* So that it can be registered again. */
	busy_probe.addr = NULL;
	busy_probe.flags = 0;
	param_write("rpmsg_char", "busy_poll_max", "0");
}

static int busy_init(struct kunit *test)
{
	int err = char_init(test);

	if (err)
		return err;
	atomic_set(&busy_looks, 0);
	KUNIT_ASSERT_EQ(test, register_kprobe(&busy_probe), 0);
	return kunit_add_action_or_reset(test, busy_end, NULL);
}

static long busy_ioctl(struct kunit *test, u32 us)
{
	struct char_test *t = test->priv;
	u32 __user *arg = user_pages(test, PAGE_SIZE);

	KUNIT_ASSERT_EQ(test, put_user(us, arg), 0);
	return node_ioctl(t->file, RPMSG_SET_BUSY_POLL_IOCTL, arg);
}

static void busy_set(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, param_write("rpmsg_char", "busy_poll_max", "200000"), 0);
	KUNIT_ASSERT_EQ(test, busy_ioctl(test, LONG_US), 0L);
}

/* Only root allows it, and can take that back. */
static void busy_allowed(struct kunit *test)
{
	struct char_test *t = test->priv;
	char byte;

	KUNIT_EXPECT_EQ(test, busy_ioctl(test, 0), 0L);
	KUNIT_EXPECT_EQ(test, busy_ioctl(test, 1), (long)-EPERM);
	busy_set(test);
	KUNIT_EXPECT_EQ(test, busy_ioctl(test, LONG_US + 1), (long)-EPERM);

	KUNIT_EXPECT_EQ(test, param_write("rpmsg_char", "busy_poll_max", "0"), 0);
	node_set_nonblock(t->file, false);
	KUNIT_EXPECT_EQ(test, char_say(t, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), 1L);
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 0);
}

static void busy_add(struct file *file, wait_queue_head_t *head, poll_table *table)
{
}

static __poll_t busy_poll(struct char_test *t, poll_queue_proc add, __poll_t events)
{
	poll_table table = { ._qproc = add, ._key = events };

	return vfs_poll(t->file, &table);
}

/* epoll_ctl(), io_uring and others come to wait, but not to sleep at once. */
static void busy_not_for_epoll(struct kunit *test)
{
	struct char_test *t = test->priv;
	u64 start = local_clock();

	busy_set(test);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, busy_add, READABLE), 0U);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, READABLE), 0U);
	KUNIT_EXPECT_EQ(test, node_poll(t->file), POLLOUT | POLLWRNORM);
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 0);
	KUNIT_EXPECT_LT(test, local_clock() - start, (u64)LONG_US * NSEC_PER_USEC);
}

/* What poll() and select() wait for is there: they do not sleep either. */
static void busy_not_when_ready(struct kunit *test)
{
	__poll_t all = READABLE | WRITABLE | POLL_BUSY_LOOP;
	struct char_test *t = test->priv;

	busy_set(test);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, busy_add, all),
			(__force u32)WRITABLE);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, all), (__force u32)WRITABLE);
	KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
	KUNIT_EXPECT_EQ(test, char_say(t, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, all), (__force u32)READABLE);
	fake_remote_del(t->fr);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, POLL_BUSY_LOOP | EPOLLIN),
			(__force u32)(READABLE | EPOLLHUP | EPOLLERR));
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 0);
}

/* The core asks, in each round but the first, which does not know of all files yet. */
static void busy_asked(struct kunit *test)
{
	__poll_t in = READABLE | POLL_BUSY_LOOP;
	struct char_test *t = test->priv;

	busy_set(test);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, busy_add, in),
			(__force u32)POLL_BUSY_LOOP);
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 0);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, in),
			(__force u32)POLL_BUSY_LOOP);
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 1);

	/* It is found without an interrupt. */
	KUNIT_EXPECT_EQ(test, fake_remote_post(t->fr, CHAR_REMOTE, CHAR_LOCAL, "x", 1), 0);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, in), (__force u32)READABLE);
	KUNIT_EXPECT_EQ(test, atomic_read(&busy_looks), 2);
	KUNIT_EXPECT_EQ(test, (__force u32)busy_poll(t, NULL, WRITABLE | POLL_BUSY_LOOP),
			(__force u32)(READABLE | WRITABLE));
}

/* A message for another endpoint; returns whether it had come by the time it was sent. */
static bool busy_other_comes(struct kunit *test, struct file *other)
{
	struct char_test *t = test->priv;
	unsigned long end = jiffies + PROGRAM_LIMIT;
	bool at_once;
	char byte;

	KUNIT_EXPECT_EQ(test, fake_remote_send(t->fr, 31, OTHER, "y", 1), 0);
	at_once = node_poll(other) & POLLIN;
	while (!(node_poll(other) & POLLIN) && time_before(jiffies, end))
		usleep_range(100, 200);
	KUNIT_EXPECT_EQ(test, node_read(other, &byte, 1), 1L);
	return at_once;
}

/*
 * Messages for others come at once, whatever the one that has found a message does next.
 * Seldom the ring is just being looked at by a work item, that delivers it.
 */
static void busy_others(struct kunit *test)
{
	struct char_test *t = test->priv;
	char node[RPMSG_NAME_SIZE], byte;
	unsigned int i, late = 0;
	struct file *other;

	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", "other 2001 31"), 0L);
	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", node, sizeof(node)), 0L);
	other = node_open(node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, other);
	busy_set(test);
	node_set_nonblock(t->file, false);
	for (i = 0; i < ROUNDS; i++) {
		/* Without an interrupt: who reads looks for it. */
		KUNIT_EXPECT_EQ(test, fake_remote_post(t->fr, CHAR_REMOTE, CHAR_LOCAL, "x", 1),
				0);
		KUNIT_EXPECT_EQ(test, node_read(t->file, &byte, 1), 1L);
		late += !busy_other_comes(test, other);
	}
	node_close(other);
	KUNIT_EXPECT_GE(test, (unsigned int)atomic_read(&busy_looks), ROUNDS);
	KUNIT_EXPECT_LT(test, late, ROUNDS / 4);
}

static struct kunit_case busy_cases[] = {
	KUNIT_CASE(busy_allowed),
	KUNIT_CASE(busy_not_for_epoll),
	KUNIT_CASE(busy_not_when_ready),
	KUNIT_CASE(busy_asked),
	KUNIT_CASE(busy_others),
	{ }
};

static struct kunit_suite busy_suite = {
	.name		= "rpmsg_char_busy",
	.init		= busy_init,
	.test_cases	= busy_cases,
};

kunit_test_suite(busy_suite);

MODULE_DESCRIPTION("KUnit suite of readers that look at the ring");
MODULE_LICENSE("GPL");
