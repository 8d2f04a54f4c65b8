// SPDX-License-Identifier: GPL-2.0-only
/*
 * An endpoint that no program has open keeps nothing, and costs nothing, once it was open:
 * the program speaks_first has what comes before that.
 */
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define FLOOD		20000
#define SIZE		496
#define FEW		10
#define OWN_ADDR	2000u	/* of an endpoint that a program makes */

/* A few kernel allocations may come and go; kept messages would be 10 MB. */
#define MEMORY_NOISE	(1024 * 1024)

static long long dropped(const struct node *node)
{
	return node_attr(node, "statistics/rx_dropped");
}

/* The channel's own endpoint: its address is there as long as the channel. */
static void test_default(struct bench *bench)
{
	struct node node = node_wait(bench->rproc, BENCH_RAW_NAME,
				     BENCH_ECHO_ADDR);
	uint32_t addr = node_attr(&node, "src");
	long long memory = free_memory();
	char buf[SIZE];
	int fd;

	close(node_must_open(&node, O_RDWR));
	bench_flood(bench, 0, addr, FLOOD, SIZE);
	bench_wait_flood(bench, 0);
	is(dropped(&node), FLOOD, "what comes to a closed endpoint is dropped");
	is(node_attr(&node, "statistics/rx_queued"), 0, "nothing is queued");
	is(node_attr(&node, "statistics/rx_high_water"), 0, "nothing ever was");
	in_range(memory - free_memory(), -MEMORY_NOISE, MEMORY_NOISE,
		 "no memory is used (in bytes)");

	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(sys(read(fd, buf, SIZE)), -EAGAIN, "once it is open nothing is there");
	is(node_attr(&node, "statistics/rx_would_block"), 1,
	   "and the read that found nothing is counted");
	is(message_echo(fd, SIZE, 1), 0, "it works");

	bench_flood(bench, 0, addr, FEW, SIZE);
	ok(node_wait_attr(&node, "statistics/rx_queued", FEW),
	   "messages wait in it");
	close(fd);
	is(node_attr(&node, "statistics/rx_queued"), 0, "but not when it is closed");
	is(dropped(&node), FLOOD + FEW, "they are dropped");

	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(sys(read(fd, buf, SIZE)), -EAGAIN, "the next to open it finds nothing");
	is(message_echo(fd, SIZE, 2), 0, "it works");
	close(fd);
}

static void test_created(struct bench *bench)
{
	struct node node = ctrl_create_ept(&bench->ctrl, "own", OWN_ADDR,
					   BENCH_ECHO_ADDR);
	char buf[SIZE];
	int fd;

	bench_flood(bench, 0, OWN_ADDR, FEW, SIZE);
	bench_wait_flood(bench, 0);
	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(sys(read(fd, buf, SIZE)), -EAGAIN,
	   "an endpoint of a program's finds nothing when it is opened");
	bench_flood(bench, 0, OWN_ADDR, FEW, SIZE);
	ok(node_wait_attr(&node, "statistics/rx_queued", FEW),
	   "messages wait in it");
	close(fd);
	bench_flood(bench, 0, OWN_ADDR, FEW, SIZE);
	bench_wait_flood(bench, 0);
	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(sys(read(fd, buf, SIZE)), -EAGAIN, "but not for the next to open it");
	is(dropped(&node), FEW, "those that waited are dropped");
	is(message_echo(fd, SIZE, 3), 0, "it works");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);

	test_default(&bench);
	test_created(&bench);
	bench_stop(&bench);
	return done();
}
