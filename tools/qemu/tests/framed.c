// SPDX-License-Identifier: GPL-2.0-only
/* Framed mode: many messages in one system call. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define HEADER	sizeof(struct rpmsg_frame)
#define FLOOD	5000
#define OWN_ADDR	2000u

/* Sizes of the messages of most tests; with headers and padding: */
static const size_t sizes[] = { 5, 0, 16, MTU, 1 };
#define ALL	(24 + 16 + 32 + 16 + MTU + 24)

static long page;
static char out[65536], in[65536];

static size_t padded(size_t len)
{
	return (HEADER + len + RPMSG_FRAME_ALIGN - 1) & ~(RPMSG_FRAME_ALIGN - 1);
}

static int set_framed(int fd, uint32_t on)
{
	return sys(ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on));
}

/* Puts a frame at @at. Returns where the next one goes. */
static size_t put(char *at, size_t len, uint32_t addr, uint32_t seed)
{
	struct rpmsg_frame frame = { .len = len, .addr = addr };

	memset(at, 0xff, padded(len));
	memcpy(at, &frame, HEADER);
	message_fill(at + HEADER, len, seed);
	return padded(len);
}

static size_t put_all(char *at)
{
	size_t size = 0;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		size += put(at + size, sizes[i], RPMSG_FRAME_ADDR_DEFAULT, i);
	return size;
}

/* Whether there is such a frame, with zeros behind it where it is not the last. */
static bool is_frame(const char *at, size_t left, size_t len, uint32_t addr,
		     uint32_t seed)
{
	const struct rpmsg_frame *frame = (const void *)at;

	if (left < HEADER + len || frame->len != len || frame->addr != addr ||
	    frame->flags || frame->reserved ||
	    !message_is(at + HEADER, len, seed))
		return false;
	for (size_t i = HEADER + len; i < padded(len) && i < left; i++) {
		if (at[i])
			return false;
	}
	return true;
}

/* Messages of the echo wait, all of them. */
static void send_and_wait(int fd, const struct node *node)
{
	if (write(fd, out, put_all(out)) != ALL)
		bail("cannot send: %s", strerror(errno));
	if (!node_wait_attr(node, "statistics/rx_queued", ARRAY_SIZE(sizes)))
		bail("they do not come back");
}

static void test_ioctl(int fd, const struct node *node)
{
	uint32_t framed = 7;

	is(sys(ioctl(fd, RPMSG_GET_FRAMED_IOCTL, &framed)), 0, "the mode can be read");
	is(framed, 0, "it is off at first");
	is(set_framed(fd, 2), -EINVAL, "there is no mode 2");
	is(sys(ioctl(fd, RPMSG_SET_FRAMED_IOCTL, NULL)), -EFAULT, "none without memory");
	is(message_echo(fd, 9, 9), 0, "messages are as always");
	is(set_framed(fd, 1), 0, "it is switched on");
	close(fd);
	fd = node_must_open(node, O_RDWR | O_NONBLOCK);
	is(sys(ioctl(fd, RPMSG_GET_FRAMED_IOCTL, &framed)), 0, "the next to open the file");
	is(framed, 0, "finds it off");
	close(fd);
}

static void test_many(int fd, const struct node *node)
{
	long long before = node_attr(node, "statistics/tx_messages");
	size_t at = 0;

	is(put_all(out), ALL, "%zu messages are written at once", ARRAY_SIZE(sizes));
	is(sys(write(fd, out, ALL)), ALL, "all are taken");
	is(node_attr(node, "statistics/tx_messages") - before, ARRAY_SIZE(sizes),
	   "and counted");
	ok(node_wait_attr(node, "statistics/rx_queued", ARRAY_SIZE(sizes)),
	   "they come back");
	memset(in, 0xee, sizeof(in));
	is(sys(read(fd, in, sizeof(in))), ALL, "and are read at once");
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		ok(is_frame(in + at, ALL - at, sizes[i], BENCH_ECHO_ADDR, i),
		   "message %zu is intact, with its sender and zeros behind it", i);
		at += padded(sizes[i]);
	}
	ok(in[ALL] == (char)0xee, "nothing is written behind the last");
	is(sys(read(fd, in, sizeof(in))), -EAGAIN, "then there is none");
}

static void test_room(int fd, const struct node *node)
{
	send_and_wait(fd, node);
	is(sys(read(fd, in, HEADER + 4)), -EMSGSIZE, "without room for the first");
	is(sys(read(fd, in, 1)), -EMSGSIZE, "nothing is read");
	is(sys(read(fd, in, HEADER + 5)), HEADER + 5,
	   "the padding of the last need not fit");
	ok(is_frame(in, HEADER + 5, 5, BENCH_ECHO_ADDR, 0), "it is intact");
	is(sys(read(fd, in, 16 + 32 + HEADER + MTU - 1)), 16 + 32,
	   "those that fit whole are read");
	ok(is_frame(in, 16, 0, BENCH_ECHO_ADDR, 1) &&
	   is_frame(in + 16, 32, 16, BENCH_ECHO_ADDR, 2), "and are intact");
	is(sys(read(fd, in, sizeof(in))), 16 + MTU + 24, "the others come next");
	ok(is_frame(in, HEADER + MTU, MTU, BENCH_ECHO_ADDR, 3), "intact");
	is(node_attr(node, "statistics/rx_truncated"), 0, "nothing was cut");
}

static void test_bad_frames(int fd)
{
	static const struct {
		const char *title;
		struct rpmsg_frame frame;
		size_t size;
		int err;
	} bad[] = {
		{ "half a header", { .len = 0 }, HEADER / 2, -EINVAL },
		{ "less payload than it says", { .len = 20 }, HEADER + 19, -EINVAL },
		{ "flags", { .len = 4, .flags = 1 }, 24, -EINVAL },
		{ "a reserved word", { .len = 4, .reserved = 1 }, 24, -EINVAL },
		{ "one byte too many", { .len = MTU + 1 }, HEADER + 504, -EMSGSIZE },
		{ "4 GiB", { .len = 0xffffffff }, HEADER + 504, -EMSGSIZE },
	};
	char buf[64];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		memset(out, 0, sizeof(out));
		memcpy(out, &bad[i].frame, HEADER);
		is(sys(write(fd, out, bad[i].size)), bad[i].err, "%s",
		   bad[i].title);
		put(out, 8, RPMSG_FRAME_ADDR_DEFAULT, i);
		memcpy(out + 24, &bad[i].frame, HEADER);
		is(sys(write(fd, out, 24 + bad[i].size)), 24,
		   "behind a good one it is left over");
		is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "which is sent");
		is(sys(read(fd, buf, sizeof(buf))), 24, "alone");
	}
	is(sys(write(fd, out, 0)), 0, "nothing is nothing");
}

static void test_address(struct bench *bench, int fd)
{
	uint32_t args[4] = { 0 };
	size_t size;

	bench_call(bench, BENCH_OP_SINK_STATS, args);
	size = put(out, 3, BENCH_SINK_ADDR, 0);
	size += put(out + size, 4, RPMSG_FRAME_ADDR_DEFAULT, 1);
	size += put(out + size, 5, BENCH_SINK_ADDR, 2);
	is(sys(write(fd, out, size)), size, "to three addresses at once");
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "one is answered");
	is(sys(read(fd, in, sizeof(in))), 24, "by whom it was for");
	ok(is_frame(in, 24, 4, BENCH_ECHO_ADDR, 1), "intact");
	bench_call(bench, BENCH_OP_SINK_STATS, args);
	is(args[0], 2, "the other two went where they should");
}

static char *map_two(void)
{
	char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (two == MAP_FAILED || mprotect(two + page, page, PROT_NONE))
		bail("cannot map memory");
	return two;
}

/* Memory that ends in the middle of a message. */
static void test_bad_memory(int fd, const struct node *node)
{
	char *two = map_two(), *start = two + page - 24 - HEADER - 2;

	put(start, 8, RPMSG_FRAME_ADDR_DEFAULT, 0);
	memcpy(start + 24, &(struct rpmsg_frame){ .len = 8, .addr = 30 }, HEADER);
	is(sys(write(fd, start, 48)), 24, "what is there is written");
	is(sys(write(fd, start + 24, 24)), -EFAULT, "what is not gives EFAULT");
	is(sys(write(fd, two + page, 24)), -EFAULT, "without a header as well");
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "one comes back");
	is(sys(read(fd, in, sizeof(in))), 24, "and no other");

	send_and_wait(fd, node);
	start = two + page - 24 - 16 - 20;
	is(sys(read(fd, start, 4096)), 40, "messages are read as far as there is memory");
	ok(is_frame(start, 24, 5, BENCH_ECHO_ADDR, 0) &&
	   is_frame(start + 24, 16, 0, BENCH_ECHO_ADDR, 1), "intact");
	is(sys(read(fd, two + page, 4096)), -EFAULT, "without any, EFAULT");
	is(sys(read(fd, in, sizeof(in))), ALL - 40, "the others are still there");
	ok(is_frame(in, 32, 16, BENCH_ECHO_ADDR, 2), "in their order");
	munmap(two, 2 * page);
}

/* Pages that the kernel brings in while it copies. */
static void test_untouched(int fd, const struct node *node)
{
	char *fresh = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (fresh == MAP_FAILED)
		bail("cannot map memory");
	send_and_wait(fd, node);
	is(sys(read(fd, fresh + page - 100, 2 * page)), 24 + 16 + 32,
	   "as many as there are pages for");
	is(sys(read(fd, fresh + page, 2 * page)), ALL - 72, "and then the others");
	ok(is_frame(fresh + page, HEADER + MTU, MTU, BENCH_ECHO_ADDR, 3), "intact");
	munmap(fresh, 4 * page);
}

/* A ring that fills: a short write, then EAGAIN, then all the rest. */
static void test_partial(struct bench *bench)
{
	unsigned int ring = bench_ring_size(bench->rproc, 1), most = ring + 40;
	uint32_t args[4] = { 0 };
	struct node node;
	size_t size = 0;
	long n;
	int fd;

	fd = bench_endpoint(bench, BENCH_SINK_ADDR, O_RDWR | O_NONBLOCK, &node);
	set_framed(fd, 1);
	bench_call(bench, BENCH_OP_SINK_STATS, args);
	for (unsigned int i = 0; i < most; i++)
		size += put(out + size, 4, RPMSG_FRAME_ADDR_DEFAULT, i);
	bench_hold(bench, BENCH_HOLD_FULL, 8);
	n = sys(write(fd, out, size));
	in_range(n, (ring - 1) * 24, size - 24, "a ring is filled with a short write");
	is(n % 24, 0, "of whole messages");
	while (n < (long)size) {
		long more = sys(write(fd, out + n, size - n));

		if (more == -EAGAIN) {
			if (wait_fd(fd, POLLOUT, LIMIT_MS) != POLLOUT)
				bail("there is never room again");
		} else if (more <= 0) {
			bail("a write gives %ld", more);
		} else {
			n += more;
		}
	}
	is(n, size, "the rest follows as there is room");
	close(fd);
}

static void test_flood(struct bench *bench)
{
	struct node node = ctrl_create_ept(&bench->ctrl, "flood", OWN_ADDR,
					   BENCH_SINK_ADDR);
	unsigned int good = 0, reads = 0;
	int fd = node_must_open(&node, O_RDWR);

	set_framed(fd, 1);
	bench_flood(bench, 0, OWN_ADDR, FLOOD, 300);
	while (good < FLOOD) {
		long n = sys(read(fd, in, 64 * padded(300)));

		if (n <= 0)
			bail("a read gives %ld after %u messages", n, good);
		reads++;
		for (long at = 0; at < n; at += padded(300), good++) {
			if (!bench_flood_is(in + at + HEADER, 300, good, FLOOD))
				bail("message %u is not intact", good);
		}
	}
	is(good, FLOOD, "a flood is read, in order and intact");
	in_range(reads, FLOOD / 64, FLOOD - 1, "with fewer reads than messages");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node;
	int fd;

	page = sysconf(_SC_PAGESIZE);
	node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	test_ioctl(node_must_open(&node, O_RDWR | O_NONBLOCK), &node);

	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);
	is(set_framed(fd, 1), 0, "framed mode is on");
	test_many(fd, &node);
	test_room(fd, &node);
	test_bad_frames(fd);
	test_address(&bench, fd);
	test_bad_memory(fd, &node);
	test_untouched(fd, &node);
	is(set_framed(fd, 0), 0, "framed mode is off");
	is(message_echo(fd, MTU, 3), 0, "and messages are as always");
	close(fd);

	test_flood(&bench);
	test_partial(&bench);
	bench_stop(&bench);
	return done();
}
