// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that read one message for each event that they are told once: an
 * edge-triggered epoll, and io_uring's multishot poll.
 */
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"
#include "uring.h"

#define BURST		2000u
#define SIZE		16u
#define FEW		5u
#define OWN_ADDR	2000u
#define POLL_ID		1u

static struct bench bench;
static struct node node;
static int fd;

/* An endpoint of its own: what messages come to it is up to the test. */
static void open_endpoint(void)
{
	node = ctrl_create_ept(&bench.ctrl, "edges", OWN_ADDR, BENCH_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
}

static void close_endpoint(void)
{
	close(fd);
	ctrl_write(&bench.ctrl, "destroy_ept", node.name);
}

static int watch(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		bail("cannot have an epoll");
	return epoll;
}

static int next_event(int epoll, int timeout_ms)
{
	struct epoll_event event;

	return sys(epoll_wait(epoll, &event, 1, timeout_ms));
}

/* How many of a burst are read when each event is worth one read. */
static unsigned int read_by_epoll(unsigned int burst)
{
	unsigned int got = 0;
	int epoll = watch();
	char buf[SIZE];

	bench_flood(&bench, 0, OWN_ADDR, burst, SIZE);
	while (got < burst && next_event(epoll, LIMIT_MS / 6) == 1) {
		if (read(fd, buf, SIZE) != SIZE ||
		    !bench_flood_is(buf, SIZE, got, burst))
			break;
		got++;
	}
	is(next_event(epoll, 0), 0, "and then no event is left");
	close(epoll);
	return got;
}

static void test_epoll(void)
{
	open_endpoint();
	is(read_by_epoll(BURST), BURST, "epoll: one read for each edge");
	is(read_by_epoll(1), 1, "as well for a message that comes alone");
	close_endpoint();
}

/* Messages that are not read either. */
static void test_each_message(void)
{
	unsigned int edges = 0;
	int epoll;

	open_endpoint();
	epoll = watch();
	for (unsigned int i = 0; i < FEW; i++) {
		if (message_send(fd, SIZE, i))
			bail("cannot send");
		edges += next_event(epoll, LIMIT_MS / 6) == 1;
	}
	is(edges, FEW, "an edge for each message, though none is read");
	is(next_event(epoll, NEVER_MS), 0, "and none without a message");
	close(epoll);
	close_endpoint();
}

static void test_framed(void)
{
	/* Room for one frame, as all are of one size. */
	char buf[sizeof(struct rpmsg_frame) + SIZE];
	unsigned int got = 0;
	uint32_t on = 1;
	int epoll;

	open_endpoint();
	if (ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on))
		bail("there is no framed mode");
	epoll = watch();
	bench_flood(&bench, 0, OWN_ADDR, BURST, SIZE);
	while (got < BURST && next_event(epoll, LIMIT_MS / 6) == 1 &&
	       read(fd, buf, sizeof(buf)) == sizeof(buf))
		got++;
	is(got, BURST, "framed mode: one read for each edge");
	close(epoll);
	close_endpoint();
}

/* Waits for a completion of the poll. Return: false when none comes. */
static bool next_completion(struct uring *ring)
{
	uint64_t data;
	int result;

	while (!uring_take(ring, &data, &result)) {
		int err = uring_submit(ring, 0);

		if (err)
			bail("io_uring: %s", strerror(-err));
		if (wait_fd(ring->fd, POLLIN, LIMIT_MS / 6) <= 0)
			return false;
	}
	if (!ring->more)
		uring_poll(ring, fd, POLLIN, POLL_ID);
	return result >= 0;
}

static void test_uring(void)
{
	unsigned int got = 0;
	struct uring ring;
	char buf[SIZE];

	if (!uring_open(&ring, 8)) {
		skip("io_uring: one read for each event", "this kernel has none");
		return;
	}
	open_endpoint();
	uring_poll(&ring, fd, POLLIN, POLL_ID);
	is(uring_submit(&ring, 0), 0, "a multishot poll begins");
	bench_flood(&bench, 0, OWN_ADDR, BURST, SIZE);
	while (got < BURST && next_completion(&ring)) {
		if (read(fd, buf, SIZE) == SIZE)
			got++;
	}
	is(got, BURST, "io_uring: one read for each event");
	uring_close(&ring);
	close_endpoint();
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	bench = bench_start(&rproc);
	test_epoll();
	test_each_message();
	test_framed();
	test_uring();
	bench_stop(&bench);
	return done();
}
