// SPDX-License-Identifier: GPL-2.0-only
/* Many messages, several in flight: each comes back once, intact, in order. */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

/* The rings' indices go round once; and in the long form: */
#define MESSAGES	70000
#define MESSAGES_LONG	100000
#define IN_FLIGHT	64
#define EACH		5000	/* messages of each of two processes */
#define EACH_LONG	20000

/* Sizes that do not repeat with the ring's. */
static size_t size_of(uint32_t i)
{
	return sizeof(i) + (i * 31) % 97;
}

static int send_next(int fd, uint32_t tag, uint32_t i)
{
	return message_send(fd, size_of(i), tag ^ i);
}

/*
 * Sends and receives on a non-blocking file until all @count have come back.
 * Return: 0 or a negative errno, and in @reached how many came back.
 */
static int run(int fd, uint32_t tag, uint32_t count, uint32_t *reached)
{
	uint32_t sent = 0, received = 0;
	int err = 0, events;

	while (received < count && !err) {
		while (sent < count && sent - received < IN_FLIGHT && !err) {
			err = send_next(fd, tag, sent);
			sent += !err;
		}
		if (err == -EAGAIN) {
			events = wait_fd(fd, POLLIN | POLLOUT, LIMIT_MS);
			err = events > 0 ? 0 : -ETIMEDOUT;
			if (err || !(events & POLLIN))
				continue;
		}
		if (!err)
			err = message_expect(fd, size_of(received),
					     tag ^ received);
		received += !err;
	}
	*reached = received;
	return err;
}

static void test_one(const struct rproc *rproc)
{
	struct node node = node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	uint32_t messages = rounds(MESSAGES, MESSAGES_LONG), reached;
	double start = now();

	is(run(fd, 0, messages, &reached), 0,
	   "messages come back in order with %d in flight", IN_FLIGHT);
	is(reached, messages, "all of them");
	diag("%.0f a second", reached / (now() - start));
	is(node_attr(&node, "statistics/rx_messages"), messages,
	   "as the counter says");
	is(wait_fd(fd, POLLIN, 0), 0, "and nothing besides");
	close(fd);
}

static void test_two(struct bench *bench)
{
	struct node nodes[2];
	uint32_t each = rounds(EACH, EACH_LONG), reached;
	int fd[2], status;
	pid_t child;

	for (int i = 0; i < 2; i++)
		fd[i] = bench_endpoint(bench, BENCH_ECHO_ADDR,
				       O_RDWR | O_NONBLOCK, &nodes[i]);
	child = fork();
	if (child < 0)
		bail("cannot fork");
	if (!child)
		_exit(run(fd[0], 0x10000000, each, &reached) ? 1 : 0);

	is(run(fd[1], 0x20000000, each, &reached), 0,
	   "two processes on two endpoints: the one gets its own messages");
	is(reached, each, "all of them");
	ok(waitpid(child, &status, 0) == child && status == 0, "so does the other");
	for (int i = 0; i < 2; i++) {
		is(node_attr(&nodes[i], "statistics/rx_messages"), each,
		   "the counter of number %d is right", i);
		close(fd[i]);
	}
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);

	test_one(&rproc);
	test_two(&bench);
	bench_stop(&bench);
	return done();
}
