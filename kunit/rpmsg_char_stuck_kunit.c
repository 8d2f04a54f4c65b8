// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is there when the kernel brings it in, and that it cannot copy to or from all
 * the same, as arm64's MTE has it. Here it is a page without access, and functions that
 * say that they have brought it in.
 */

#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <uapi/linux/rpmsg_frame.h>

#include "char_fixture.h"

#define MOST	(3 * CHAR_RING)	/* failures, more than there are buffers */

/**
 * struct stuck - one system call to memory that cannot be used
 * @desc: in words
 * @write: it is a write
 * @framed: in framed mode
 * @iter: with an iov_iter
 */
struct stuck {
	const char *desc;
	bool write;
	bool framed;
	bool iter;
};

static const struct stuck stucks[] = {
	{ "read", false, false, false },
	{ "read, iov_iter", false, false, true },
	{ "read, framed", false, true, false },
	{ "read, framed, iov_iter", false, true, true },
	{ "write", true, false, false },
	{ "write, iov_iter", true, false, true },
	{ "write, framed", true, true, false },
	{ "write, framed, iov_iter", true, true, true },
};

static void stuck_desc(const struct stuck *stuck, char *desc)
{
	strscpy(desc, stuck->desc, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(stuck, stucks, stuck_desc);

/* Who is told so, and how often it was. */
static struct task_struct *stuck_task;
static atomic_t stuck_faults;

static int stuck_fault_in(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	if (current == READ_ONCE(stuck_task)) {
		atomic_inc(&stuck_faults);
		regs_set_return_value(regs, 0);
	}
	return 0;
}

static struct kretprobe stuck_probes[] = {
	{ .kp.symbol_name = "fault_in_safe_writeable", .handler = stuck_fault_in },
	{ .kp.symbol_name = "fault_in_readable", .handler = stuck_fault_in },
	{ .kp.symbol_name = "fault_in_iov_iter_writeable", .handler = stuck_fault_in },
	{ .kp.symbol_name = "fault_in_iov_iter_readable", .handler = stuck_fault_in },
};

static void stuck_end(void *data)
{
	struct kretprobe *probe = data;

	unregister_kretprobe(probe);
	/* So that it can be registered again. */
	probe->kp.addr = NULL;
	probe->kp.flags = 0;
}

static int stuck_init(struct kunit *test)
{
	const struct stuck *stuck = test->param_value;
	struct char_test *t;
	u32 __user *framed;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(stuck_probes); i++) {
		KUNIT_ASSERT_EQ(test, register_kretprobe(&stuck_probes[i]), 0);
		err = kunit_add_action_or_reset(test, stuck_end, &stuck_probes[i]);
		KUNIT_ASSERT_EQ(test, err, 0);
	}
	err = char_init(test);
	if (err)
		return err;
	t = test->priv;
	framed = user_pages(test, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, put_user(stuck->framed, framed), 0);
	KUNIT_ASSERT_EQ(test, node_ioctl(t->file, RPMSG_SET_FRAMED_IOCTL, framed), 0L);
	return 0;
}

/**
 * struct stuck_call - for the thread that makes the calls
 * @stuck: what it calls
 * @file: the device
 * @mm: whose memory it is
 * @user: where
 * @len: how much of it
 */
struct stuck_call {
	const struct stuck *stuck;
	struct file *file;
	struct mm_struct *mm;
	u8 __user *user;
	size_t len;
};

static ssize_t stuck_call_once(const struct stuck_call *c)
{
	struct iov_iter iter;
	struct kiocb iocb;

	if (!c->stuck->iter)
		return c->stuck->write ? node_write_user(c->file, c->user, c->len) :
					 node_read_user(c->file, c->user, c->len);

	init_sync_kiocb(&iocb, c->file);
	iov_iter_ubuf(&iter, c->stuck->write ? ITER_SOURCE : ITER_DEST, c->user, c->len);
	return c->stuck->write ? c->file->f_op->write_iter(&iocb, &iter) :
				 c->file->f_op->read_iter(&iocb, &iter);
}

/* Returns the first result that is not -EFAULT, or that. */
static long stuck_calls(void *data)
{
	struct stuck_call *c = data;
	ssize_t ret = -EFAULT;
	unsigned int i;

	kthread_use_mm(c->mm);
	WRITE_ONCE(stuck_task, current);
	for (i = 0; i < MOST && ret == -EFAULT; i++)
		ret = stuck_call_once(c);
	WRITE_ONCE(stuck_task, NULL);
	kthread_unuse_mm(c->mm);
	return ret;
}

/* In the program's memory: a page, and one behind it that cannot be used. */
static u8 __user *stuck_memory(struct kunit *test)
{
	u8 __user *pages = user_pages(test, 2 * PAGE_SIZE);

	KUNIT_ASSERT_EQ(test, 0, vm_munmap((unsigned long)pages + PAGE_SIZE, PAGE_SIZE));
	return pages;
}

/* Copies that begin @before bytes in front of the page that cannot be used. */
static void stuck_at(struct kunit *test, size_t before)
{
	struct char_test *t = test->priv;
	struct stuck_call c = {
		.stuck = test->param_value,
		.file = t->file,
		.mm = current->mm,
		.user = stuck_memory(test) + PAGE_SIZE - before,
		.len = 64,
	};
	const struct rpmsg_frame frame = { .len = 40, .addr = RPMSG_FRAME_ADDR_DEFAULT };

	if (before >= sizeof(frame))
		KUNIT_ASSERT_EQ(test, 0UL, copy_to_user(c.user, &frame, sizeof(frame)));
	atomic_set(&stuck_faults, 0);
	worker_start(test, &t->worker[0], stuck_calls, &c);
	KUNIT_ASSERT_EQ_MSG(test, worker_join(&t->worker[0]), (long)-EFAULT,
			    "%zu bytes in front of it", before);
	/* A header that is written is not brought in, but looked at. */
	if (!c.stuck->write || !c.stuck->framed || before >= sizeof(frame))
		KUNIT_EXPECT_GE(test, atomic_read(&stuck_faults), MOST);
	/* Once a call, or a few times: one of these functions calls another. */
	KUNIT_EXPECT_LE(test, atomic_read(&stuck_faults), 4 * MOST);
}

/* Each fails at once, and neither a message nor a buffer is lost. */
static void stuck_cases(struct kunit *test)
{
	const struct stuck *stuck = test->param_value;
	struct char_test *t = test->priv;
	static const size_t before[] = { 0, 1, 8, 16, 17, 30 };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, char_say(t, "0123456789abcdef0123456789abcdef01234567", 40),
			0);
	for (i = 0; i < ARRAY_SIZE(before); i++)
		stuck_at(test, before[i]);

	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_queued"), 1LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/rx_messages"), 0LL);
	KUNIT_EXPECT_EQ(test, attr_number(t->node, "statistics/tx_messages"), 0LL);
	KUNIT_EXPECT_EQ(test, char_hear(t), -EAGAIN);
	if (stuck->write && !stuck->framed)
		KUNIT_EXPECT_EQ(test, char_fill(t), (unsigned int)CHAR_RING);
}

static struct kunit_case rpmsg_char_stuck_cases[] = {
	KUNIT_CASE_PARAM_ATTR(stuck_cases, stuck_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{ }
};

static struct kunit_suite rpmsg_char_stuck_suite = {
	.name		= "rpmsg_char_stuck",
	.init		= stuck_init,
	.test_cases	= rpmsg_char_stuck_cases,
};

kunit_test_suite(rpmsg_char_stuck_suite);

MODULE_DESCRIPTION("KUnit suite of memory that cannot be copied to or from");
MODULE_LICENSE("GPL");
