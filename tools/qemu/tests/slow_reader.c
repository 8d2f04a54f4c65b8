// SPDX-License-Identifier: GPL-2.0-only
/* A reader that sleeps while its remote sends and sends. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "kernel.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define FLOOD		70000	/* and in the long form: */
#define FLOOD_LONG	200000
#define SMALL_FLOOD	5000
#define SIZE		32
#define MEMORY		(2 * 1024 * 1024)
#define ECHOES		200
/* So few that a flood lasts longer, even if a whole ring comes between each. */
#define FEW_ECHOES	20
#define SLOW_ADDR	3000u

#define DEFAULT_LIMIT	65536
#define BIG_LIMIT	"1048576"
/* What a copied message may cost beyond its payload. */
#define BOOKKEEPING	128
#define STABLE_S	1.0

/**
 * struct scene - a remote, its slow reader and another one
 * @bench: the remote
 * @slow: the device of the slow reader
 * @fd: its file
 * @other: file of another endpoint of the same remote, an echo
 * @share: shared buffers that one endpoint may keep
 */
struct scene {
	struct bench bench;
	struct node slow;
	int fd;
	int other;
	unsigned int share;
};

static struct rproc rproc;
static int flood;

static struct scene begin(void)
{
	struct scene scene = { .bench = bench_start(&rproc) };
	struct node node;

	scene.slow = ctrl_create_ept(&scene.bench.ctrl, "slow", SLOW_ADDR,
				     BENCH_SINK_ADDR);
	scene.fd = node_must_open(&scene.slow, O_RDWR | O_NONBLOCK);
	scene.other = bench_endpoint(&scene.bench, BENCH_ECHO_ADDR, O_RDWR, &node);
	scene.share = bench_ring_size(&rproc, 0) / 2;
	return scene;
}

static void end(struct scene *scene)
{
	close(scene->fd);
	close(scene->other);
	bench_stop(&scene->bench);
}

static long long counter(const struct scene *scene, const char *name)
{
	char attr[64] = "statistics/";

	strcat(attr, name);
	return node_attr(&scene->slow, attr);
}

/* Waits until no more comes. Return: how many messages wait. */
static long long wait_stalled(const struct scene *scene, long long at_least)
{
	static const struct timespec interval = { .tv_nsec = 10000000 };
	long long queued, before = -1;
	double since = now();

	if (!node_wait_attr(&scene->slow, "statistics/rx_queued", at_least))
		bail("the flood does not fill the queue");
	do {
		queued = counter(scene, "rx_queued");
		if (queued != before)
			since = now();
		before = queued;
		nanosleep(&interval, NULL);
	} while (now() - since < STABLE_S);
	return queued;
}

/*
 * Whether the other endpoint is held back; then one answer is still to come.
 * The firmware may answer once before it goes on with a flood.
 */
static bool other_is_held(const struct scene *scene)
{
	for (int i = 0; i < 3; i++) {
		if (message_send(scene->other, SIZE, 1))
			bail("the other endpoint cannot send");
		if (!wait_fd(scene->other, POLLIN, NEVER_MS))
			return true;
		if (message_expect(scene->other, SIZE, 1))
			bail("the other endpoint got something wrong");
	}
	return false;
}

/* What the remote's own folder says. */
static void remote_attr(const struct scene *scene, const char *name, char *text, size_t size)
{
	char path[PATH_LEN];
	int err;

	snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/device/../rpmsg/%s",
		 scene->bench.ctrl.name, name);
	err = read_text(path, text, size);
	if (err)
		snprintf(text, size, "errno %d", -err);
}

static bool reader_is_told(void *data)
{
	const int *log = data;
	char text[512], expected[128];

	snprintf(expected, sizeof(expected),
		 "endpoint %u holds all messages back: slow_reader (%d)",
		 SLOW_ADDR, getpid());
	while (kmsg_next(*log, text, sizeof(text)) >= 0)
		if (strstr(text, expected))
			return true;
	return false;
}

/* Where all wait for one reader, it can be found out which. */
static void test_told(const struct scene *scene, int log)
{
	char text[128], expected[128];

	snprintf(expected, sizeof(expected), "%u %d slow_reader", SLOW_ADDR, getpid());
	remote_attr(scene, "stalled_by", text, sizeof(text));
	if (!ok(!strcmp(text, expected), "the remote's folder says who holds it back"))
		diag("expected \"%s\", got \"%s\"", expected, text);
	remote_attr(scene, "stalls", text, sizeof(text));
	ok(strtoll(text, NULL, 10) > 0, "and counts that (%s)", text);
	ok(wait_until(reader_is_told, &log), "the log says so as well");
}

/* Memory in use beyond what was in use before, and the most of it. */
struct memory {
	long long before;
	long long most;
};

static void memory_sample(struct memory *memory)
{
	long long used = memory->before - free_memory();

	if (used > memory->most)
		memory->most = used;
}

/*
 * Reads messages @from to @to - 1 of a flood of @count, and nothing else.
 * Return: 0 or a negative errno.
 */
static int drain(const struct scene *scene, uint32_t from, uint32_t to,
		 uint32_t count, struct memory *memory)
{
	char buf[MTU];
	int n;

	for (uint32_t i = from; i < to; i++) {
		n = sys(read(scene->fd, buf, sizeof(buf)));
		if (n == -EAGAIN)
			n = message_receive(scene->fd, buf, sizeof(buf));
		if (n < 0)
			return n;
		if (n != SIZE || !bench_flood_is(buf, n, i, count)) {
			diag("message %u is wrong: %d bytes, number %u", i, n,
			     *(uint32_t *)buf);
			return -EBADMSG;
		}
		if (memory && i % 10000 == 0)
			memory_sample(memory);
	}
	return 0;
}

/* Return: how many messages an endpoint takes before its remote is held back. */
static long long test_hold(void)
{
	struct scene scene = begin();
	struct memory memory = { .before = free_memory() };
	long long capacity;
	int log = kmsg_open();
	char text[128];
	double start;

	bench_flood(&scene.bench, 0, SLOW_ADDR, flood, SIZE);
	capacity = wait_stalled(&scene, scene.share +
				DEFAULT_LIMIT / (SIZE + BOOKKEEPING));
	in_range(capacity, scene.share, scene.share + DEFAULT_LIMIT / SIZE,
		 "a reader that sleeps has its share and its limit queued");
	is(counter(&scene, "rx_queued_bytes"), capacity * SIZE, "in bytes as well");
	is(counter(&scene, "rx_dropped"), 0, "nothing is dropped");
	ok(other_is_held(&scene), "the remote is held back, for others as well");
	is(counter(&scene, "rx_queued"), capacity, "nothing more comes");
	test_told(&scene, log);
	close(log);
	memory_sample(&memory);

	start = now();
	is(drain(&scene, 0, flood, flood, &memory), 0,
	   "once it wakes the reader misses none of %d", flood);
	diag("%.0f a second", flood / (now() - start));
	is(message_expect(scene.other, SIZE, 1), 0, "the other one goes on");
	remote_attr(&scene, "stalled_by", text, sizeof(text));
	ok(!text[0], "nobody holds it back any more (\"%s\")", text);
	remote_attr(&scene, "stalled_ms", text, sizeof(text));
	ok(strtoll(text, NULL, 10) >= 1000, "it was held back for long (%s ms)", text);
	is(counter(&scene, "rx_messages"), flood, "all are counted");
	is(counter(&scene, "rx_dropped"), 0, "none is dropped");
	is(counter(&scene, "rx_queued"), 0, "none is left");
	is(counter(&scene, "rx_high_water"), capacity,
	   "there were never more queued than while it slept");
	memory_in_range(memory.most, 0, MEMORY,
			"that took no more than 2 MiB (in bytes)");
	end(&scene);
	return capacity;
}

/* Up to the last message that fits, nobody else is held back. */
static void test_brink(long long capacity)
{
	struct scene scene = begin();
	char buf[MTU];
	int i, err = 0;

	bench_flood(&scene.bench, 0, SLOW_ADDR, scene.share, SIZE);
	bench_wait_flood(&scene.bench, 0);
	is(message_echo(scene.other, SIZE, 0), 0,
	   "others go on when the share is used up");
	bench_flood(&scene.bench, 0, SLOW_ADDR, capacity - scene.share, SIZE);
	bench_wait_flood(&scene.bench, 0);
	is(counter(&scene, "rx_queued"), capacity, "as many wait as can");
	for (i = 0; i < ECHOES && !err; i++)
		err = message_echo(scene.other, SIZE, i);
	is(err, 0, "others go on when the limit is reached as well");

	bench_flood(&scene.bench, 0, SLOW_ADDR, 1, SIZE);
	ok(other_is_held(&scene), "one more message holds them back");
	is(sys(read(scene.fd, buf, sizeof(buf))), SIZE, "when one is read");
	is(message_expect(scene.other, SIZE, 1), 0, "they go on");
	is(counter(&scene, "rx_queued"), capacity, "with that message queued");
	end(&scene);
}

static void test_drop(void)
{
	struct scene scene = begin();
	struct memory memory = { .before = free_memory() };
	uint32_t args[4] = { 0 };
	long long queued;
	int i, err = 0;

	is(node_set_attr(&scene.slow, "rx_policy", "drop"), 0,
	   "the policy can be drop");
	bench_flood(&scene.bench, 0, SLOW_ADDR, flood, SIZE);
	for (i = 0; i < FEW_ECHOES && !err; i++)
		err = message_echo(scene.other, SIZE, i);
	is(err, 0, "then others go on");
	bench_call(&scene.bench, BENCH_OP_SOURCE_STATS, args);
	in_range(args[1], 1, flood - 1, "while the flood comes in");
	memory_sample(&memory);

	bench_wait_flood(&scene.bench, 0);
	memory_sample(&memory);
	queued = counter(&scene, "rx_queued");
	in_range(queued, scene.share, scene.share + DEFAULT_LIMIT / SIZE,
		 "the reader that sleeps has its share and its limit queued");
	is(counter(&scene, "rx_dropped"), flood - queued,
	   "and all others counted as dropped");
	in_range(counter(&scene, "rx_high_water"), queued,
		 scene.share + DEFAULT_LIMIT / SIZE, "there were never many more");
	is(drain(&scene, flood - queued, flood, flood, NULL), 0,
	   "those that are left are the newest, in order");
	is(sys(read(scene.fd, args, sizeof(args))), -EAGAIN, "and no others");
	is(counter(&scene, "rx_messages"), queued, "they are counted as read");
	memory_in_range(memory.most, 0, MEMORY,
			"that took no more than 2 MiB (in bytes)");
	end(&scene);
}

/* Each of these lets a remote go on that was held back. */
static void test_policy_change(long long capacity)
{
	struct scene scene = begin();
	long long queued;

	bench_flood(&scene.bench, 0, SLOW_ADDR, SMALL_FLOOD, SIZE);
	is(wait_stalled(&scene, capacity), capacity, "a queue is full");
	ok(other_is_held(&scene), "and the remote held back");
	is(node_set_attr(&scene.slow, "rx_policy", "drop"), 0,
	   "when its policy becomes drop");
	is(message_expect(scene.other, SIZE, 1), 0, "others go on");
	bench_wait_flood(&scene.bench, 0);
	queued = counter(&scene, "rx_queued");
	is(counter(&scene, "rx_dropped"), SMALL_FLOOD - queued,
	   "and so does the flood");
	is(drain(&scene, SMALL_FLOOD - queued, SMALL_FLOOD, SMALL_FLOOD, NULL), 0,
	   "the newest messages are left");
	end(&scene);
}

static void test_limit_change(void)
{
	struct scene scene = begin();

	is(node_set_attr(&scene.slow, "rx_queue_limit", "0"), 0,
	   "the limit can be 0");
	bench_flood(&scene.bench, 0, SLOW_ADDR, SMALL_FLOOD, SIZE);
	is(wait_stalled(&scene, scene.share), scene.share,
	   "then only shared buffers are kept");
	ok(other_is_held(&scene), "and the remote is held back");
	is(node_set_attr(&scene.slow, "rx_queue_limit", BIG_LIMIT), 0,
	   "when the limit becomes larger");
	is(message_expect(scene.other, SIZE, 1), 0, "others go on");
	bench_wait_flood(&scene.bench, 0);
	is(counter(&scene, "rx_queued"), SMALL_FLOOD, "all messages are queued");
	is(node_set_attr(&scene.slow, "rx_queue_limit", "0"), 0,
	   "when the limit becomes smaller");
	is(drain(&scene, 0, SMALL_FLOOD, SMALL_FLOOD, NULL), 0,
	   "they stay, and can be read");
	is(counter(&scene, "rx_dropped"), 0, "none is dropped");
	end(&scene);
}

static void test_close(long long capacity)
{
	struct scene scene = begin();

	bench_flood(&scene.bench, 0, SLOW_ADDR, SMALL_FLOOD, SIZE);
	is(wait_stalled(&scene, capacity), capacity, "a queue is full");
	ok(other_is_held(&scene), "and the remote held back");
	is(sys(close(scene.fd)), 0, "when the reader goes away");
	is(message_expect(scene.other, SIZE, 1), 0, "others go on");
	bench_wait_flood(&scene.bench, 0);
	scene.fd = node_must_open(&scene.slow, O_RDWR | O_NONBLOCK);
	end(&scene);
}

static void test_stop(long long capacity)
{
	struct scene scene = begin();
	char byte;

	bench_flood(&scene.bench, 0, SLOW_ADDR, SMALL_FLOOD, SIZE);
	is(wait_stalled(&scene, capacity), capacity, "a queue is full");
	is(rproc_stop(&rproc), 0, "and the core stops");
	is(drain(&scene, 0, capacity, SMALL_FLOOD, NULL), 0,
	   "what had been received can be read");
	is(sys(read(scene.fd, &byte, 1)), -EPIPE, "then read gives EPIPE");
	close(scene.fd);
	close(scene.other);
	bench_close(&scene.bench);
}

int main(void)
{
	long long capacity;

	flood = rounds(FLOOD, FLOOD_LONG);
	rproc = rproc_get(0);
	capacity = test_hold();
	test_brink(capacity);
	test_drop();
	test_policy_change(capacity);
	test_limit_change();
	test_close(capacity);
	test_stop(capacity);
	return done();
}
