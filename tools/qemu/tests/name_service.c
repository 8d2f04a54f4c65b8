// SPDX-License-Identifier: GPL-2.0-only
/* Services that a remote announces and withdraws while it runs. */
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		50
#define FIRST_ADDR	5000u
#define MANY		400u	/* more than Linux takes from one remote */
#define MOST		256u

static void announce(struct bench *bench, bool there, uint32_t addr)
{
	uint32_t args[4] = { there, addr };

	bench_call(bench, BENCH_OP_ANNOUNCE, args);
	if (args[0] != BENCH_OK)
		bail("the firmware announces nothing");
}

static struct node announce_and_wait(struct bench *bench, uint32_t addr)
{
	announce(bench, true, addr);
	return node_wait(bench->rproc, BENCH_RAW_NAME, addr);
}

static void test_come_and_go(struct bench *bench)
{
	unsigned int before = node_count(bench->rproc);
	struct node node = announce_and_wait(bench, BENCH_SINK_ADDR);
	unsigned int i;
	char byte;
	int fd;

	is(node_attr(&node, "dst"), BENCH_SINK_ADDR,
	   "a channel that the remote announces gets a device");
	fd = node_must_open(&node, O_RDWR);
	is(message_send(fd, 16, 1), 0, "which works");
	announce(bench, false, BENCH_SINK_ADDR);
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLHUP | POLLERR,
	   "who has it open is told when the channel is withdrawn");
	is(sys(read(fd, &byte, 1)), -EPIPE, "read gives EPIPE");
	is(message_send(fd, 16, 1), -EPIPE, "and write as well");
	ok(node_wait_gone(&node), "the node goes away");
	is(sys(close(fd)), 0, "the file can be closed");

	for (i = 0; i < ROUNDS; i++) {
		node = announce_and_wait(bench, BENCH_SINK_ADDR);
		announce(bench, false, BENCH_SINK_ADDR);
		if (!node_wait_gone(&node))
			break;
	}
	is(i, ROUNDS, "it comes and goes again and again");
	is(node_count(bench->rproc), before, "and nothing is left");
}

/* Announcements are handled in order: a later one tells that those before are. */
static void settle(struct bench *bench)
{
	static uint32_t addr = FIRST_ADDR + 2 * MANY;
	struct node node = announce_and_wait(bench, ++addr);

	announce(bench, false, addr);
	node_wait_gone(&node);
}

static void test_twice(struct bench *bench)
{
	struct node node = announce_and_wait(bench, BENCH_SINK_ADDR);
	struct node again;
	unsigned int count = node_count(bench->rproc);
	int fd = node_must_open(&node, O_RDWR);

	announce(bench, true, BENCH_SINK_ADDR);
	settle(bench);
	is(node_count(bench->rproc), count, "announced twice, it is there once");
	is(message_send(fd, 16, 1), 0, "who has it open goes on");
	announce(bench, false, BENCH_SINK_ADDR);
	ok(node_wait_gone(&node), "withdrawn once, it goes away");
	close(fd);
	announce(bench, false, BENCH_SINK_ADDR);
	settle(bench);
	ok(!node_find(bench->rproc, BENCH_RAW_NAME, BENCH_SINK_ADDR, &again),
	   "withdrawn twice, it stays away");
	is(node_count(bench->rproc), count - 1, "and all others stay");
}

static void test_many(struct bench *bench)
{
	unsigned int before = node_count(bench->rproc);
	struct node node;
	uint32_t i;
	int fd;

	for (i = 0; i < MANY; i++)
		announce(bench, true, FIRST_ADDR + i);
	/* There is no room for one that would tell. */
	announce(bench, false, FIRST_ADDR);
	settle(bench);
	in_range(node_count(bench->rproc), before + MOST / 2, before + MOST,
		 "a remote that announces %u channels gets some of them", MANY);
	for (i = 0; i < MANY; i++)
		announce(bench, false, FIRST_ADDR + i);
	settle(bench);
	is(node_count(bench->rproc), before, "and all go away again");

	node = node_wait(bench->rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 2), 0, "the first one works as ever");
	close(fd);
}

/* Stopping takes away what is there and what is on its way. */
static void test_stop(const struct rproc *rproc)
{
	struct bench bench = bench_start(rproc);
	struct node node = announce_and_wait(&bench, BENCH_SINK_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	uint32_t i;

	for (i = 0; i < MANY / 8; i++)
		announce(&bench, true, FIRST_ADDR + i);
	bench_stop(&bench);
	is(node_count(rproc), 0, "no channel outlives its remote");
	is(message_send(fd, 16, 1), -EPIPE, "also one that was announced late");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);

	test_come_and_go(&bench);
	test_twice(&bench);
	test_many(&bench);
	bench_stop(&bench);
	test_stop(&rproc);
	return done();
}
