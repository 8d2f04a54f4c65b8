// SPDX-License-Identifier: GPL-2.0-only
/* Start, stop, and what that does to who has a device open. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

/* What the C library makes of poll(). */
#ifdef SYS_poll
#define POLL_CALL	SYS_poll
#else
#define POLL_CALL	SYS_ppoll
#endif

#define CYCLES		20	/* and in the long form: */
#define CYCLES_LONG	1000
#define MESSAGES	20	/* in each cycle */
#define UNREAD		100	/* more than are kept in the shared buffers */
#define ALTERNATIONS	5

/* Return: a file of the channel's device, or a negative errno. */
static int start_echo(const struct rproc *rproc, struct node *node)
{
	int err = rproc_try_start(rproc, rproc_firmware(rproc, "echo"));

	if (err)
		return err;
	*node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	return node_open(node, O_RDWR);
}

static int talk(int fd, unsigned int count, uint32_t seed)
{
	int err = 0;

	for (unsigned int i = 0; i < count && !err; i++)
		err = message_echo(fd, (seed + i * 37) % (MTU + 1), seed + i);
	return err;
}

/* With the file open at the stop in every second cycle. */
static int cycle(const struct rproc *rproc, unsigned int i)
{
	char byte;
	struct node node;
	int fd = start_echo(rproc, &node);
	int err;

	if (fd < 0)
		return fd;
	err = talk(fd, MESSAGES, i * 1000);
	if (i % 2)
		close(fd);
	if (!err)
		err = rproc_stop(rproc);
	if (i % 2)
		return err;
	if (!err && sys(read(fd, &byte, 1)) != -EPIPE)
		err = -EBADMSG;
	close(fd);
	return err;
}

static void test_cycles(const struct rproc *rproc)
{
	int i, cycles = rounds(CYCLES, CYCLES_LONG), err = 0;
	double start = now();

	for (i = 0; i < cycles && !err; i++)
		err = cycle(rproc, i);
	is(err, 0, "%s starts and stops with traffic in between", rproc->name);
	is(i, cycles, "%d times", cycles);
	is(node_count(rproc), 0, "no device is left");
	ok(rproc_is(rproc, "offline"), "the core is offline");
	diag("%.0f ms each", (now() - start) * 1000 / cycles);
}

/**
 * struct sleeper - a thread that sleeps in a system call on a file
 * @thread: it
 * @tid: its id, valid when @ready has been posted
 * @ready: it is about to make the call
 * @fd: the file
 * @result: what the call returned
 */
struct sleeper {
	pthread_t thread;
	pid_t tid;
	pthread_barrier_t ready;
	int fd;
	int result;
};

static void *read_one(void *data)
{
	struct sleeper *sleeper = data;
	char buf[MTU];

	sleeper->tid = gettid();
	pthread_barrier_wait(&sleeper->ready);
	sleeper->result = sys(read(sleeper->fd, buf, sizeof(buf)));
	return NULL;
}

static void *poll_one(void *data)
{
	struct sleeper *sleeper = data;

	sleeper->tid = gettid();
	pthread_barrier_wait(&sleeper->ready);
	sleeper->result = wait_fd(sleeper->fd, POLLIN, -1);
	return NULL;
}

static void start_sleeper(struct sleeper *sleeper, int fd, long syscall_nr,
			  void *(*run)(void *data))
{
	sleeper->fd = fd;
	pthread_barrier_init(&sleeper->ready, NULL, 2);
	if (pthread_create(&sleeper->thread, NULL, run, sleeper))
		bail("cannot create a thread");
	pthread_barrier_wait(&sleeper->ready);
	if (!wait_in_syscall(sleeper->tid, syscall_nr))
		bail("a thread does not sleep in system call %ld", syscall_nr);
}

static int end_sleeper(struct sleeper *sleeper)
{
	pthread_join(sleeper->thread, NULL);
	pthread_barrier_destroy(&sleeper->ready);
	return sleeper->result;
}

static void nothing(int signal)
{
	(void)signal;
}

static void test_signal(const struct rproc *rproc)
{
	struct sigaction action = { .sa_handler = nothing };
	struct sleeper reader;
	struct node node;
	int fd = start_echo(rproc, &node);

	if (!ok(fd >= 0, "an echo is there"))
		return;
	sigaction(SIGUSR1, &action, NULL);
	start_sleeper(&reader, fd, SYS_read, read_one);
	pthread_kill(reader.thread, SIGUSR1);
	is(end_sleeper(&reader), -EINTR, "a signal ends a reader's sleep");
	start_sleeper(&reader, fd, SYS_read, read_one);
	is(message_send(fd, 7, 1), 0, "a message is sent");
	is(end_sleeper(&reader), 7, "its echo does as well");
	is(rproc_stop(rproc), 0, "the core stops");
	close(fd);
}

static void test_wakeups(const struct rproc *rproc)
{
	struct sleeper reader, poller;
	struct node node;
	int fd = start_echo(rproc, &node);

	if (!ok(fd >= 0, "an echo is there"))
		return;
	start_sleeper(&reader, fd, SYS_read, read_one);
	start_sleeper(&poller, fd, POLL_CALL, poll_one);
	is(rproc_stop(rproc), 0, "it stops while a reader and a poller sleep");
	is(end_sleeper(&reader), -EPIPE, "the reader is woken with EPIPE");
	is(end_sleeper(&poller), POLLHUP | POLLERR,
	   "the poller is woken with POLLHUP and POLLERR");
	close(fd);
}

/* What has been received is not lost by the stop. */
static void test_unread(const struct rproc *rproc)
{
	struct node node;
	char buf[MTU];
	unsigned int i;
	int err = 0, fd = start_echo(rproc, &node);

	if (!ok(fd >= 0, "an echo is there"))
		return;
	for (i = 0; i < UNREAD && !err; i++)
		err = message_send(fd, i, i);
	is(err, 0, "%d messages are sent", UNREAD);
	ok(node_wait_attr(&node, "statistics/rx_queued", UNREAD),
	   "and come back");
	is(rproc_stop(rproc), 0, "the core stops before they are read");

	is(sys(write(fd, "x", 1)), -EPIPE, "a write gives EPIPE");
	is(wait_fd(fd, POLLIN | POLLOUT, 0), POLLIN | POLLHUP | POLLERR,
	   "poll says that there is something to read, and the end");
	for (i = 0; i < UNREAD && !err; i++)
		err = message_expect(fd, i, i);
	is(err, 0, "all of them can be read, intact and in order");
	is(sys(read(fd, buf, sizeof(buf))), -EPIPE, "then read gives EPIPE");
	is(wait_fd(fd, POLLIN | POLLOUT, 0), POLLHUP | POLLERR,
	   "and poll just the end");
	close(fd);
}

/* A file from before is of no use to the next start, and of no harm. */
static void test_fresh_device(const struct rproc *rproc)
{
	struct node old_node, node;
	int old = start_echo(rproc, &old_node);
	int fd;

	is(rproc_stop(rproc), 0, "the core stops with the device open");
	is(node_open(&old_node, O_RDWR), -ENOENT, "its node is gone");
	fd = start_echo(rproc, &node);
	if (!ok(fd >= 0, "a later start makes a fresh device"))
		return;
	is(talk(fd, MESSAGES, 1), 0, "which works");
	is(sys(write(old, "x", 1)), -EPIPE, "the old file still gives EPIPE");
	is(wait_fd(old, POLLIN, 0), POLLHUP | POLLERR, "also to poll");
	is(sys(close(old)), 0, "and can be closed");
	is(talk(fd, MESSAGES, 2), 0, "the new one goes on working");
	is(node_attr(&node, "statistics/rx_messages"), 2 * MESSAGES,
	   "its counters began at 0");
	is(rproc_stop(rproc), 0, "the core stops");
	close(fd);
}

static void test_alternately(const struct rproc rproc[2])
{
	int err = 0;

	for (unsigned int i = 0; i < 2 * ALTERNATIONS && !err; i++)
		err = cycle(&rproc[i % 2], i / 2);
	is(err, 0, "both cores start and stop, one after the other");
}

static void *cycle_many(void *data)
{
	const struct rproc *rproc = data;
	long err = 0;

	for (unsigned int i = 0; i < ALTERNATIONS && !err; i++)
		err = cycle(rproc, i);
	return (void *)err;
}

static void test_at_once(struct rproc rproc[2])
{
	pthread_t thread;
	struct node node;
	void *err;
	int fd;

	pthread_create(&thread, NULL, cycle_many, &rproc[1]);
	err = cycle_many(&rproc[0]);
	is((long)err, 0, "%s starts and stops", rproc[0].name);
	pthread_join(thread, &err);
	is((long)err, 0, "while %s does too", rproc[1].name);

	fd = start_echo(&rproc[0], &node);
	if (!ok(fd >= 0, "%s runs", rproc[0].name))
		return;
	pthread_create(&thread, NULL, cycle_many, &rproc[1]);
	is(talk(fd, 50 * MESSAGES, 3), 0, "its messages come and go");
	pthread_join(thread, &err);
	is((long)err, 0, "while %s starts and stops", rproc[1].name);
	is(talk(fd, MESSAGES, 4), 0, "and afterwards");
	is(rproc_stop(&rproc[0]), 0, "it stops");
	close(fd);
}

int main(void)
{
	struct rproc rproc[2] = { rproc_get(0) };

	test_cycles(&rproc[0]);
	test_signal(&rproc[0]);
	test_wakeups(&rproc[0]);
	test_unread(&rproc[0]);
	test_fresh_device(&rproc[0]);
	if (rproc_count() < 2) {
		skip("two cores at once", "the board has one");
		return done();
	}
	rproc[1] = rproc_get(1);
	test_alternately(rproc);
	test_at_once(rproc);
	return done();
}
