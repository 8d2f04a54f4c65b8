// SPDX-License-Identifier: GPL-2.0-only
/* Writers that find no buffer. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

/* "At once" on a busy host; what is wrong takes 15 s. */
#define AT_ONCE_S	5
#define ROUNDS		20

/**
 * struct writer - a process that sleeps in write()
 * @pid: it
 * @fd: the file
 */
struct writer {
	pid_t pid;
	int fd;
};

static struct rproc rproc;
static unsigned int buffers;

static int try_write(int fd)
{
	return sys(write(fd, "0123456789abcdef", 16));
}

/* Writes until there is no buffer. Return: how many times it worked. */
static unsigned int fill(int fd)
{
	unsigned int count = 0;
	int n;

	while ((n = try_write(fd)) == 16 && count < 10 * buffers)
		count++;
	if (n != -EAGAIN)
		bail("write says %d, not EAGAIN", n);
	return count;
}

static struct bench start(uint32_t mode, int *fd, int flags, struct node *node)
{
	struct bench bench = bench_start(&rproc);

	*fd = bench_endpoint(&bench, BENCH_SINK_ADDR, O_RDWR | flags, node);
	bench_hold(&bench, mode, 1);
	return bench;
}

static int poll_out(int epoll, int timeout_ms)
{
	struct epoll_event event = { 0 };
	int n = sys(epoll_wait(epoll, &event, 1, timeout_ms));

	return n > 0 ? (int)event.events : n;
}

static int epoll_of(int fd, uint32_t events)
{
	struct epoll_event event = { .events = events };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		bail("cannot make an epoll");
	return epoll;
}

static void test_held(void)
{
	struct node node;
	int fd, epoll;
	struct bench bench = start(BENCH_HOLD_FOREVER, &fd, O_NONBLOCK, &node);

	epoll = epoll_of(fd, EPOLLOUT);
	is(wait_fd(fd, POLLOUT, 0), POLLOUT, "poll says POLLOUT at first");
	is(poll_out(epoll, 0), EPOLLOUT, "and so does epoll");
	is(fill(fd), buffers, "as many writes work as there are buffers");
	is(node_attr(&node, "statistics/tx_would_block"), 1,
	   "the one that gave EAGAIN is counted");
	is(node_attr(&node, "statistics/tx_messages"), buffers,
	   "and the others as sent");
	is(wait_fd(fd, POLLOUT, NEVER_MS), 0, "poll says no POLLOUT");
	is(poll_out(epoll, NEVER_MS), 0, "nor does epoll");
	is(try_write(fd), -EAGAIN, "a write gives EAGAIN again");
	is(sys(write(fd, "", 0)), -EAGAIN, "and so does an empty one");
	is(rproc_stop(&rproc), 0, "the core stops with its ring full");
	is(poll_out(epoll, LIMIT_MS), EPOLLHUP | EPOLLERR,
	   "epoll tells of the end");
	is(try_write(fd), -EPIPE, "and so does a write");
	close(epoll);
	close(fd);
	bench_close(&bench);
}

/*
 * The firmware gives one buffer back when the ring is full and Linux waits for a
 * doorbell. Who sees the buffer before the doorbell has come can fill the ring again
 * while Linux still waits for it, and gets one more.
 */
static void test_one_free(void)
{
	struct node node;
	int fd, epoll, edge;
	struct bench bench = start(BENCH_HOLD_FULL, &fd, O_NONBLOCK, &node);
	unsigned int i;

	is(fill(fd), buffers, "as many writes work as there are buffers");
	is(wait_fd(fd, POLLOUT, LIMIT_MS), POLLOUT,
	   "poll says POLLOUT when one comes free");
	ok(fill(fd) >= 1, "then a write works");
	for (i = 0; i < ROUNDS; i++) {
		if (wait_fd(fd, POLLOUT, LIMIT_MS) != POLLOUT || fill(fd) < 1)
			break;
	}
	is(i, ROUNDS, "each time");

	epoll = epoll_of(fd, EPOLLOUT);
	is(poll_out(epoll, LIMIT_MS), EPOLLOUT, "epoll says so, too");
	ok(fill(fd) >= 1, "then a write works");
	close(epoll);

	edge = epoll_of(fd, EPOLLOUT | EPOLLET);
	for (i = 0; i < ROUNDS; i++) {
		if (poll_out(edge, LIMIT_MS) != EPOLLOUT || fill(fd) < 1)
			break;
	}
	is(i, ROUNDS, "an edge-triggered epoll says so each time");
	close(edge);
	close(fd);
	bench_stop(&bench);
}

/* Two endpoints of one remote share its buffers. */
static void test_two_waiters(void)
{
	struct node node[2];
	int fd[2];
	struct bench bench = start(BENCH_HOLD_FULL, &fd[0], O_NONBLOCK, &node[0]);
	unsigned int i, events[2] = { 0 };

	fill(fd[0]);
	/* Another endpoint needs no buffer to be made. */
	fd[1] = bench_endpoint(&bench, BENCH_SINK_ADDR, O_RDWR | O_NONBLOCK,
			       &node[1]);
	is(try_write(fd[1]), -EAGAIN, "no endpoint of a remote finds a buffer");
	for (i = 0; i < ROUNDS; i++) {
		int k = i % 2;

		events[k] += wait_fd(fd[k], POLLOUT, LIMIT_MS) == POLLOUT &&
			     try_write(fd[k]) == 16;
	}
	is(events[0] + events[1], ROUNDS, "either is told when one comes free");
	close(fd[0]);
	close(fd[1]);
	bench_stop(&bench);
}

static void nothing(int signal)
{
	(void)signal;
}

/* A child that fills the ring and ends with the errno of the write behind. */
static struct writer start_writer(int fd)
{
	struct sigaction action = { .sa_handler = nothing };
	struct writer writer = { .fd = fd };
	int n;

	writer.pid = fork();
	if (writer.pid < 0)
		bail("cannot fork");
	if (!writer.pid) {
		sigaction(SIGUSR1, &action, NULL);
		while ((n = try_write(fd)) == 16)
			;
		_exit(-n);
	}
	if (!wait_in_syscall(writer.pid, SYS_write))
		bail("a writer does not sleep");
	return writer;
}

/* Return: its exit status, or that of waitpid() when it was killed. */
static int end_writer(const struct writer *writer, double since)
{
	int status;

	if (waitpid(writer->pid, &status, 0) != writer->pid)
		bail("a writer is gone");
	in_range((now() - since) * 1000, 0, AT_ONCE_S * 1000,
		 "at once (in ms)");
	return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}

static void test_signals(void)
{
	struct node node;
	int fd;
	struct bench bench = start(BENCH_HOLD_FOREVER, &fd, 0, &node);
	struct writer writer = start_writer(fd);
	double since = now();

	is(node_attr(&node, "statistics/tx_messages"), buffers,
	   "a writer sleeps when all buffers are used");
	kill(writer.pid, SIGUSR1);
	is(end_writer(&writer, since), EINTR, "a signal ends its sleep with EINTR");

	writer = start_writer(fd);
	since = now();
	kill(writer.pid, SIGKILL);
	is(end_writer(&writer, since), SIGKILL, "SIGKILL ends another one");

	writer = start_writer(fd);
	since = now();
	is(rproc_stop(&rproc), 0, "the core stops while a writer sleeps");
	is(end_writer(&writer, since), EPIPE, "whose write gives EPIPE");
	close(fd);
	bench_close(&bench);
}

static void test_poll_beside(void)
{
	struct node node;
	int fd;
	struct bench bench = start(BENCH_HOLD_FOREVER, &fd, 0, &node);
	struct writer writer = start_writer(fd);
	double since = now();
	int status;

	is(wait_fd(fd, POLLIN | POLLOUT, 0), 0,
	   "poll beside a writer that sleeps says that nothing is possible");
	in_range((now() - since) * 1000, 0, AT_ONCE_S * 1000, "at once (in ms)");
	since = now();
	is(sys(fcntl(fd, F_SETFL, O_NONBLOCK)), 0, "a file can become non-blocking");
	is(try_write(fd), -EAGAIN, "then a second writer gets EAGAIN");
	in_range((now() - since) * 1000, 0, AT_ONCE_S * 1000, "at once (in ms)");
	kill(writer.pid, SIGKILL);
	waitpid(writer.pid, &status, 0);
	close(fd);
	bench_stop(&bench);
}

/* A writer that sleeps goes on by itself when buffers come free. */
static void test_goes_on(void)
{
	struct node node;
	int fd;
	struct bench bench = start(BENCH_HOLD_FULL, &fd, 0, &node);
	unsigned int i;

	for (i = 0; i < 2 * buffers; i++) {
		if (try_write(fd) != 16)
			break;
	}
	is(i, 2 * buffers,
	   "a writer that sleeps goes on as buffers come free one by one");
	is(node_attr(&node, "statistics/tx_would_block"), 0,
	   "which is no write that would block");
	close(fd);
	bench_stop(&bench);
}

int main(void)
{
	rproc = rproc_get(0);
	buffers = bench_ring_size(&rproc, 1);

	test_held();
	test_one_free();
	test_two_waiters();
	test_signals();
	test_poll_beside();
	test_goes_on();
	return done();
}
