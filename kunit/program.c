// SPDX-License-Identifier: GPL-2.0-only
/*
 * See program.h. A kernel thread opens files by name as a program does, and
 * borrows an address space from KUnit where a driver wants user memory.
 */

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kstrtox.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>

#include "program.h"

#define PATH_LEN	128

/**
 * node_open() - open a file in /dev
 * @name: its name
 * @flags: O_RDWR and the like
 *
 * Return: the file, on which node_close() is due, or an error pointer.
 */
struct file *node_open(const char *name, int flags)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/dev/%s", name);
	return filp_open(path, flags, 0);
}
EXPORT_SYMBOL_GPL(node_open);

/**
 * node_close() - close a file
 * @file: the file
 *
 * The driver's release() has run when it returns, if this was the last reference.
 * A mere fput() leaves that to a work item when a kernel thread does it.
 */
void node_close(struct file *file)
{
	__fput_sync(file);
}
EXPORT_SYMBOL_GPL(node_close);

/*
 * kernel_read() and kernel_write() take no file that has functions for a program's
 * memory as well: what they do, for one that does.
 */
static ssize_t node_call(struct file *file, void *buf, size_t len,
			 unsigned int direction,
			 ssize_t (*call)(struct kiocb *iocb, struct iov_iter *iter))
{
	struct kvec vec = { .iov_base = buf, .iov_len = len };
	struct iov_iter iter;
	struct kiocb iocb;

	if (!call)
		return -EINVAL;
	init_sync_kiocb(&iocb, file);
	iov_iter_kvec(&iter, direction, &vec, 1, len);
	return call(&iocb, &iter);
}

/**
 * node_read() - read into the kernel's memory
 * @file: the file
 * @buf: where to
 * @len: room in bytes
 *
 * Return: bytes read, or a negative errno.
 */
ssize_t node_read(struct file *file, void *buf, size_t len)
{
	return node_call(file, buf, len, ITER_DEST, file->f_op->read_iter);
}
EXPORT_SYMBOL_GPL(node_read);

/**
 * node_write() - write from the kernel's memory
 * @file: the file
 * @buf: where from
 * @len: bytes
 *
 * Return: bytes written, or a negative errno.
 */
ssize_t node_write(struct file *file, const void *buf, size_t len)
{
	return node_call(file, (void *)buf, len, ITER_SOURCE,
			 file->f_op->write_iter);
}
EXPORT_SYMBOL_GPL(node_write);

/**
 * node_read_user() - read into the program's memory, as read(2) does
 * @file: the file
 * @buf: where to
 * @len: room in bytes
 *
 * Return: bytes read, or a negative errno.
 */
ssize_t node_read_user(struct file *file, void __user *buf, size_t len)
{
	return file->f_op->read(file, buf, len, NULL);
}
EXPORT_SYMBOL_GPL(node_read_user);

/**
 * node_write_user() - write from the program's memory, as write(2) does
 * @file: the file
 * @buf: where from
 * @len: bytes
 *
 * Return: bytes written, or a negative errno.
 */
ssize_t node_write_user(struct file *file, const void __user *buf, size_t len)
{
	return file->f_op->write(file, buf, len, NULL);
}
EXPORT_SYMBOL_GPL(node_write_user);

/**
 * node_ioctl() - the ioctl system call
 * @file: the file
 * @cmd: the request
 * @arg: its argument, in the program's memory
 *
 * Return: what the driver returned.
 */
long node_ioctl(struct file *file, unsigned int cmd, void __user *arg)
{
	return file->f_op->unlocked_ioctl(file, cmd, (unsigned long)arg);
}
EXPORT_SYMBOL_GPL(node_ioctl);

/**
 * node_set_nonblock() - what fcntl(F_SETFL) does with O_NONBLOCK
 * @file: the file
 * @on: set or clear
 */
void node_set_nonblock(struct file *file, bool on)
{
	spin_lock(&file->f_lock);
	if (on)
		file->f_flags |= O_NONBLOCK;
	else
		file->f_flags &= ~O_NONBLOCK;
	spin_unlock(&file->f_lock);
}
EXPORT_SYMBOL_GPL(node_set_nonblock);

/**
 * node_poll() - the poll system call, for all events, without waiting
 * @file: the file
 *
 * Return: the events, POLLIN and the like.
 */
u16 node_poll(struct file *file)
{
	return mangle_poll(vfs_poll(file, NULL));
}
EXPORT_SYMBOL_GPL(node_poll);

/**
 * node_exists() - is there such a file in /dev?
 * @name: its name
 *
 * Return: the answer.
 */
bool node_exists(const char *name)
{
	struct file *file = node_open(name, O_PATH);

	if (IS_ERR(file))
		return false;
	node_close(file);
	return true;
}
EXPORT_SYMBOL_GPL(node_exists);

/**
 * param_write() - write a module's parameter
 * @module: the module
 * @param: the parameter
 * @text: what to write
 *
 * Return: 0 or a negative errno.
 */
int param_write(const char *module, const char *param, const char *text)
{
	char path[PATH_LEN];
	struct file *file;
	ssize_t n;

	snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", module, param);
	file = filp_open(path, O_WRONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	n = node_write(file, text, strlen(text));
	node_close(file);
	return n < 0 ? n : 0;
}
EXPORT_SYMBOL_GPL(param_write);

static struct file *attr_open(const char *device, const char *attr, int flags)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/%s", device, attr);
	return filp_open(path, flags, 0);
}

/**
 * attr_read() - read an attribute
 * @device: a device of class rpmsg
 * @attr: the attribute, with its group if it is in one
 * @text: result, without the new line
 * @size: room in bytes
 *
 * Return: length of @text, or a negative errno.
 */
ssize_t attr_read(const char *device, const char *attr, char *text, size_t size)
{
	struct file *file = attr_open(device, attr, O_RDONLY);
	ssize_t n;

	text[0] = '\0';
	if (IS_ERR(file))
		return PTR_ERR(file);

	n = node_read(file, text, size - 1);
	node_close(file);
	if (n < 0)
		return n;
	text[n] = '\0';
	if (n && text[n - 1] == '\n')
		text[--n] = '\0';
	return n;
}
EXPORT_SYMBOL_GPL(attr_read);

/**
 * attr_write() - write an attribute
 * @device: a device of class rpmsg
 * @attr: the attribute
 * @text: what to write
 *
 * Return: bytes written, or a negative errno.
 */
ssize_t attr_write(const char *device, const char *attr, const char *text)
{
	struct file *file = attr_open(device, attr, O_WRONLY);
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);

	n = node_write(file, text, strlen(text));
	node_close(file);
	return n;
}
EXPORT_SYMBOL_GPL(attr_write);

/**
 * attr_number() - read an attribute that is a decimal number
 * @device: a device of class rpmsg
 * @attr: the attribute
 *
 * Return: the number, or a negative errno.
 */
s64 attr_number(const char *device, const char *attr)
{
	char text[32];
	ssize_t n = attr_read(device, attr, text, sizeof(text));
	s64 value;

	if (n < 0)
		return n;
	return kstrtos64(text, 10, &value) ?: value;
}
EXPORT_SYMBOL_GPL(attr_number);

/**
 * attr_is() - compare an attribute, and tell when it differs
 * @test: who tells
 * @device: a device of class rpmsg
 * @attr: the attribute
 * @expected: its text, without a new line
 *
 * Return: whether it is that.
 */
bool attr_is(struct kunit *test, const char *device, const char *attr,
	     const char *expected)
{
	char text[64];
	ssize_t n = attr_read(device, attr, text, sizeof(text));

	if (n >= 0 && !strcmp(text, expected))
		return true;
	kunit_info(test, "%s/%s is '%s' (%zd), not '%s'\n", device, attr, text, n,
		   expected);
	return false;
}
EXPORT_SYMBOL_GPL(attr_is);

static unsigned long user_map(struct kunit *test, size_t len, unsigned long prot)
{
	unsigned long addr;

	addr = kunit_vm_mmap(test, NULL, 0, len, prot,
			     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_NE(test, addr, 0UL);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(addr));
	return addr;
}

/**
 * user_pages() - memory of the program, that nobody has touched yet
 * @test: whose thread gets it, until the end
 * @len: bytes
 *
 * Return: where it is.
 */
void __user *user_pages(struct kunit *test, size_t len)
{
	return (void __user *)user_map(test, len, PROT_READ | PROT_WRITE);
}
EXPORT_SYMBOL_GPL(user_pages);

/**
 * user_hole() - a page of the program's that can be neither read nor written
 * @test: whose thread gets it, until the end
 *
 * Return: where it is.
 */
void __user *user_hole(struct kunit *test)
{
	return (void __user *)user_map(test, PAGE_SIZE, PROT_NONE);
}
EXPORT_SYMBOL_GPL(user_hole);

static int worker_thread(void *data)
{
	struct worker *worker = data;

	allow_signal(SIGTERM);
	allow_signal(SIGKILL);
	worker->result = worker->fn(worker->data);
	complete(&worker->done);
	return 0;
}

/**
 * worker_start() - run a function in another thread
 * @test: ends when there can be none
 * @worker: the thread
 * @fn: the function; it ends by itself
 * @data: for the function
 */
void worker_start(struct kunit *test, struct worker *worker,
		  long (*fn)(void *data), void *data)
{
	worker->fn = fn;
	worker->data = data;
	init_completion(&worker->done);
	worker->task = kthread_create(worker_thread, worker, "kunit_worker");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, worker->task);
	/* It can be gone before anybody asks for it. */
	get_task_struct(worker->task);
	wake_up_process(worker->task);
}
EXPORT_SYMBOL_GPL(worker_start);

/**
 * worker_wait_asleep() - wait until a thread waits for something
 * @worker: the thread
 *
 * Return: true when it sleeps interruptibly, or is about to; false when it ended
 * or did not sleep within the limit.
 */
bool worker_wait_asleep(struct worker *worker)
{
	unsigned long end = jiffies + PROGRAM_LIMIT;

	while (time_before(jiffies, end)) {
		if (completion_done(&worker->done))
			return false;
		if (READ_ONCE(worker->task->__state) == TASK_INTERRUPTIBLE)
			return true;
		usleep_range(100, 200);
	}
	return false;
}
EXPORT_SYMBOL_GPL(worker_wait_asleep);

/**
 * worker_signal() - send a signal to a thread
 * @worker: the thread
 * @signal: SIGTERM or SIGKILL
 */
void worker_signal(struct worker *worker, int signal)
{
	send_sig(signal, worker->task, 1);
}
EXPORT_SYMBOL_GPL(worker_signal);

/**
 * worker_join() - wait until a thread has ended
 * @worker: the thread
 *
 * Return: what its function returned; -ETIMEDOUT when it had to be killed.
 */
long worker_join(struct worker *worker)
{
	long result = -ETIMEDOUT;

	if (wait_for_completion_timeout(&worker->done, PROGRAM_LIMIT)) {
		result = worker->result;
	} else {
		worker_signal(worker, SIGKILL);
		wait_for_completion(&worker->done);
	}
	kthread_stop(worker->task);
	put_task_struct(worker->task);
	return result;
}
EXPORT_SYMBOL_GPL(worker_join);

MODULE_DESCRIPTION("Files, memory and threads for KUnit suites");
MODULE_LICENSE("GPL");
