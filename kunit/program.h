/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a program does, for suites: device nodes, attributes, memory of its own,
 * and other threads. Every function gives errors as negative errno.
 */

#ifndef KUNIT_PROGRAM_H
#define KUNIT_PROGRAM_H

#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/types.h>

struct kunit;
struct task_struct;

/* How long anything may take that is to happen. */
#define PROGRAM_LIMIT	(120 * HZ)

struct file *node_open(const char *name, int flags);
void node_close(struct file *file);
ssize_t node_read(struct file *file, void *buf, size_t len);
ssize_t node_write(struct file *file, const void *buf, size_t len);
ssize_t node_read_user(struct file *file, void __user *buf, size_t len);
ssize_t node_write_user(struct file *file, const void __user *buf, size_t len);
long node_ioctl(struct file *file, unsigned int cmd, void __user *arg);
void node_set_nonblock(struct file *file, bool on);
u16 node_poll(struct file *file);
bool node_exists(const char *name);

int param_write(const char *module, const char *param, const char *text);

ssize_t attr_read(const char *device, const char *attr, char *text, size_t size);
ssize_t attr_write(const char *device, const char *attr, const char *text);
s64 attr_number(const char *device, const char *attr);
bool attr_is(struct kunit *test, const char *device, const char *attr,
	     const char *expected);

void __user *user_pages(struct kunit *test, size_t len);
void __user *user_hole(struct kunit *test);

/**
 * struct worker - another thread of the program
 * @task: the thread
 * @fn: what it runs
 * @data: for @fn
 * @result: what @fn returned
 * @done: @result is there
 */
struct worker {
	struct task_struct *task;
	long (*fn)(void *data);
	void *data;
	long result;
	struct completion done;
};

void worker_start(struct kunit *test, struct worker *worker,
		  long (*fn)(void *data), void *data);
bool worker_wait_asleep(struct worker *worker);
void worker_signal(struct worker *worker, int signal);
long worker_join(struct worker *worker);

#endif /* KUNIT_PROGRAM_H */
