// SPDX-License-Identifier: GPL-2.0-only
/* A remote that speaks before the program does. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define OWN_ADDR	2000u
#define FLOOD		20000u
#define SIZE		496u
/*
 * Before the first open there is room for so many messages, whatever up to 80 bytes the
 * bookkeeping of each takes, and for no more, if it took nothing.
 */
#define KEPT		6u
#define LIMIT		"3456"
#define MEMORY		(1024 * 1024)	/* a tenth of the flood */

static struct bench bench;

static void ask(uint32_t op, uint32_t arg)
{
	uint32_t args[4] = { arg };

	bench_call(&bench, op, args);
	if (args[0] != BENCH_OK)
		bail("the firmware refuses command %u", op);
}

static void expect_greeting(int fd, const char *title)
{
	char buf[SIZE];
	int n = message_receive(fd, buf, sizeof(buf));

	is(n, strlen(BENCH_GREETING), "%s", title);
	ok(n > 0 && !memcmp(buf, BENCH_GREETING, n), "as it was sent");
}

static struct node make_channel(uint32_t src, uint32_t dst)
{
	int err = ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_DEV_IOCTL, RAW_NAME, src,
			     dst);

	if (err)
		bail("cannot make a channel: %s", strerror(-err));
	return node_wait(bench.rproc, RAW_NAME, dst);
}

static void remove_channel(uint32_t src, uint32_t dst)
{
	is(ctrl_ioctl(&bench.ctrl, RPMSG_RELEASE_DEV_IOCTL, RAW_NAME, src, dst), 0,
	   "the channel can be removed");
}

/* An announced address: the remote greets before any program has opened the device. */
static void test_announced(void)
{
	struct node node;
	char buf[SIZE];
	int fd;

	ask(BENCH_OP_GREET, 1);
	node = make_channel(OWN_ADDR, BENCH_TALK_ADDR);
	ok(node_wait_attr(&node, "statistics/rx_queued", 1),
	   "what the remote says first waits");
	fd = node_must_open(&node, O_RDWR);
	expect_greeting(fd, "for the first program that opens the device");
	is(node_attr(&node, "statistics/rx_dropped"), 0, "nothing is lost");
	close(fd);

	bench_flood(&bench, 0, OWN_ADDR, 1, SIZE);
	bench_wait_flood(&bench, 0);
	is(node_attr(&node, "statistics/rx_queued"), 0,
	   "nothing waits once it was closed");
	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(sys(read(fd, buf, sizeof(buf))), -EAGAIN, "the next one finds nothing");
	close(fd);
	ask(BENCH_OP_GREET, 0);
	remove_channel(OWN_ADDR, BENCH_TALK_ADDR);
}

/* Whether a work item has copied or dropped all that came, so that no buffer is held. */
static bool flood_is_settled(void *data)
{
	const struct node *node = data;

	return node_attr(node, "statistics/rx_queued") == KEPT &&
	       node_attr(node, "statistics/rx_dropped") == FLOOD - KEPT;
}

/* Nobody opens it: it neither grows nor holds the ring. */
static void test_flood(void)
{
	struct node node = make_channel(OWN_ADDR, BENCH_SINK_ADDR);
	long long memory = free_memory();
	unsigned int i = 0;
	char buf[SIZE];
	int fd;

	is(node_set_attr(&node, "rx_queue_limit", LIMIT), 0, "a node has a limit before that");
	bench_flood(&bench, 0, OWN_ADDR, FLOOD, SIZE);
	bench_wait_flood(&bench, 0);
	ok(wait_until(flood_is_settled, &node),
	   "of a flood as much is kept, and the rest is dropped and counted");
	is(node_attr(&node, "statistics/rx_queued"), KEPT, "so much");
	is(node_attr(&node, "statistics/rx_dropped"), FLOOD - KEPT, "and so much");
	memory_in_range(memory - free_memory(), -MEMORY, MEMORY,
			"no more memory is used (in bytes)");

	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	while (read(fd, buf, sizeof(buf)) == SIZE &&
	       bench_flood_is(buf, SIZE, i, FLOOD))
		i++;
	is(i, KEPT, "the first program reads the first messages, in order");
	bench_flood(&bench, 0, OWN_ADDR, 1, SIZE);
	is(message_receive(fd, buf, sizeof(buf)), SIZE, "and then what comes");
	close(fd);
	remove_channel(OWN_ADDR, BENCH_SINK_ADDR);
}

/* It goes unopened, with messages in it. */
static void test_never_opened(void)
{
	struct node node = make_channel(OWN_ADDR, BENCH_SINK_ADDR);

	bench_flood(&bench, 0, OWN_ADDR, 10, SIZE);
	ok(node_wait_attr(&node, "statistics/rx_queued", 10),
	   "messages wait for a program that never comes");
	remove_channel(OWN_ADDR, BENCH_SINK_ADDR);
	ok(node_wait_gone(&node), "its device goes with it");
}

/* The remote cannot know a program's address: an empty message tells it. */
static void test_hello(void)
{
	struct node node[2];
	int fd[2];

	for (unsigned int i = 0; i < 2; i++) {
		node[i] = ctrl_create_ept(&bench.ctrl, "talk", ADDR_ANY,
					  BENCH_TALK_ADDR);
		fd[i] = node_must_open(&node[i], O_RDWR);
		is(sys(write(fd[i], "", 0)), 0, "an empty message is sent");
		expect_greeting(fd[i], "then the remote speaks to its sender");
	}
	is(wait_fd(fd[0], POLLIN, NEVER_MS), 0, "and to the last one only");
	for (unsigned int i = 0; i < 2; i++) {
		close(fd[i]);
		ctrl_write(&bench.ctrl, "destroy_ept", node[i].name);
	}
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	bench = bench_start(&rproc);
	test_announced();
	test_flood();
	test_never_opened();
	test_hello();
	bench_stop(&bench);
	return done();
}
