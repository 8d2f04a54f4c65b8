// SPDX-License-Identifier: GPL-2.0-only
/* Readers that look at the ring themselves before they sleep. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define PARAMETER	"/sys/module/rpmsg_char/parameters/busy_poll_max"
#define POLL_PARAMETER	"/proc/sys/net/core/busy_poll"
#define MESSAGES	2000
#define LONG_US		1000u
#define VERY_LONG_US	5000000u
#define OWN_ADDR	2000u
#define FEW		100	/* messages that an endpoint may keep */

static int set_busy_poll(int fd, uint32_t us)
{
	return sys(ioctl(fd, RPMSG_SET_BUSY_POLL_IOCTL, &us));
}

static void test_ioctl(int fd)
{
	char text[16] = "";
	uint32_t us = 7;

	is(sys(ioctl(fd, RPMSG_GET_BUSY_POLL_IOCTL, &us)), 0, "the time can be read");
	is(us, 0, "it is 0 at first");
	read_text(PARAMETER, text, sizeof(text));
	is(strtol(text, NULL, 10), 0, "and so is the parameter");
	is(set_busy_poll(fd, 1), -EPERM, "nothing else is allowed then");
	write_text(PARAMETER, "1000");
	is(set_busy_poll(fd, LONG_US + 1), -EPERM, "more than the parameter is refused");
	is(set_busy_poll(fd, LONG_US), 0, "as much as that is not");
	ioctl(fd, RPMSG_GET_BUSY_POLL_IOCTL, &us);
	is(us, LONG_US, "and can be read");
	is(sys(ioctl(fd, RPMSG_SET_BUSY_POLL_IOCTL, NULL)), -EFAULT,
	   "without memory it is not set");
}

/* message_echo() waits with poll(), a blocking read() by itself. */
static void test_messages(int fd)
{
	char buf[MTU];
	int err = 0;

	for (unsigned int i = 0; i < MESSAGES && !err; i++)
		err = message_echo(fd, i % MTU, i);
	is(err, 0, "%u messages come back to poll()", MESSAGES);
	for (unsigned int i = 0; i < MESSAGES && !err; i++) {
		err = message_send(fd, MTU, i);
		if (!err && (read(fd, buf, MTU) != MTU || !message_is(buf, MTU, i)))
			err = -EBADMSG;
	}
	is(err, 0, "and to read()");
}

/* Another endpoint's messages, while this one's reader looks, and behind it. */
static void test_others(struct bench *bench, int fd, int other)
{
	unsigned int got = 0;
	char buf[MTU];
	int err = 0;

	bench_flood(bench, 0, OWN_ADDR, FEW, MTU);
	for (unsigned int i = 0; got < FEW && !err; i++) {
		if (i < FEW)
			err = message_echo(fd, 16, i);
		while (!err && read(other, buf, MTU) == MTU) {
			if (!bench_flood_is(buf, MTU, got++, FEW))
				err = -EBADMSG;
		}
		if (i >= FEW && !err && got < FEW &&
		    wait_fd(other, POLLIN, LIMIT_MS) != POLLIN)
			err = -ETIMEDOUT;
	}
	is(err, 0, "others' messages come as well, in order");
	is(got, FEW, "all of them");
}

static void *send_later(void *data)
{
	usleep(100000);
	message_send(*(int *)data, 8, 1);
	return NULL;
}

/* What comes after the looking is over wakes the reader all the same. */
static void test_late(int fd)
{
	pthread_t thread;
	char buf[MTU];

	set_busy_poll(fd, 50);
	pthread_create(&thread, NULL, send_later, &fd);
	is(sys(read(fd, buf, MTU)), 8, "a message that is late wakes the reader");
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, send_later, &fd);
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "and who polls");
	pthread_join(thread, NULL);
	is(sys(read(fd, buf, MTU)), 8, "it is there");
}

/* How many milliseconds until an epoll has the file. */
static double add_to_epoll(int fd)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	double start = now();

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		bail("cannot have an epoll");
	start = (now() - start) * 1000;
	close(epoll);
	return start;
}

/* How many milliseconds a poll takes that finds @fd ready for @events, or else @other. */
static double poll_ready(int fd, short events, int other)
{
	struct pollfd fds[] = { { fd, events, 0 }, { other, POLLIN, 0 } };
	double start = now();

	if (poll(fds, 2, LIMIT_MS) != 1)
		bail("poll finds nothing");
	return (now() - start) * 1000;
}

static void *look_for(void *data)
{
	return (void *)(long)wait_fd(*(int *)data, POLLIN, LIMIT_MS);
}

/* Who does not sleep does not look either, and who looks for a file sees the others. */
static void test_ready(int fd)
{
	pthread_t thread;
	char buf[MTU];
	void *events;
	int fds[2];

	if (pipe(fds) || write(fds[1], "x", 1) != 1)
		bail("cannot have a pipe");
	write_text(PARAMETER, "5000000");
	is(set_busy_poll(fd, VERY_LONG_US), 0, "the parameter can be raised");
	in_range(add_to_epoll(fd), 0, 500, "an epoll has the file at once (in ms)");
	if (write_text(POLL_PARAMETER, "5000000"))
		skip("poll", "this kernel cannot look in it");
	in_range(poll_ready(fd, POLLIN | POLLOUT, -1), 0, 500,
		 "a poll ends at once when it can be written (in ms)");
	in_range(poll_ready(fd, POLLIN, fds[0]), 0, 500, "or another file read (in ms)");

	pthread_create(&thread, NULL, look_for, &fd);
	usleep(100000);
	is(message_send(fd, 8, 1), 0, "somebody else writes");
	pthread_join(thread, &events);
	is((long)events, POLLIN, "a poll that looks finds the message");
	is(sys(read(fd, buf, MTU)), 8, "it is there");
	write_text(POLL_PARAMETER, "0");
	close(fds[0]);
	close(fds[1]);
}

static void on_alarm(int sig)
{
	(void)sig;
}

/* One that looks for seconds ends at once for a signal, and for the remote's end. */
static void test_ends(const struct rproc *rproc, int fd)
{
	struct sigaction action = { .sa_handler = on_alarm };
	int status = -1;
	double start;
	char buf[MTU];
	pid_t pid;

	sigaction(SIGALRM, &action, NULL);
	alarm(1);
	start = now();
	is(sys(read(fd, buf, MTU)), -EINTR, "a signal ends it");
	in_range((now() - start) * 1000, 500, 4000, "at once (in ms)");

	pid = fork();
	if (!pid) {
		usleep(300000);
		_exit(rproc_stop(rproc) ? 1 : 0);
	}
	start = now();
	is(sys(read(fd, buf, MTU)), -EPIPE, "the remote's end does");
	in_range((now() - start) * 1000, 200, 4000, "at once as well (in ms)");
	waitpid(pid, &status, 0);
	is(status, 0, "which comes");
	write_text(PARAMETER, "0");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node, own;
	int fd, other;

	fd = bench_endpoint(&bench, BENCH_ECHO_ADDR, O_RDWR, &node);
	own = ctrl_create_ept(&bench.ctrl, "own", OWN_ADDR, BENCH_SINK_ADDR);
	other = node_must_open(&own, O_RDWR | O_NONBLOCK);
	test_ioctl(fd);
	test_messages(fd);
	test_others(&bench, fd, other);
	test_late(fd);
	test_ready(fd);
	test_ends(&rproc, fd);
	close(fd);
	close(other);
	bench_close(&bench);
	return done();
}
