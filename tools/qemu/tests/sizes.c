// SPDX-License-Identifier: GPL-2.0-only
/* Sizes of messages, and the memory that they come from and go to. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

/* More than there are buffers: what each failure loses would be missed. */
#define REPEATS		600
#define HUGE_WRITE	(8 * 1024 * 1024)

static long page;

/* What this program did to the device, to compare with its counters. */
static struct {
	long long messages;
	long long bytes;
} sent, received;

static int echo(int fd, size_t len, uint32_t seed)
{
	int err = message_echo(fd, len, seed);

	if (err)
		return err;
	sent.messages++;
	sent.bytes += len;
	received.messages++;
	received.bytes += len;
	return 0;
}

static int send_one(int fd, size_t len, uint32_t seed)
{
	sent.messages++;
	sent.bytes += len;
	return message_send(fd, len, seed);
}

/* Waits for the next message without reading it. */
static void await(int fd)
{
	if (wait_fd(fd, POLLIN, LIMIT_MS) != POLLIN)
		bail("no message came");
}

static void test_intact(int fd)
{
	static const size_t sizes[] = { 0, 1, 16, 495, 496 };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		is(echo(fd, sizes[i], i), 0,
		   "a message of %zu bytes goes there and back", sizes[i]);
	for (size_t len = 0; len <= MTU && !err; len++)
		err = echo(fd, len, ~len);
	is(err, 0, "so does one of each size up to %d", MTU);
}

static void test_too_long(int fd, const struct node *node)
{
	static char huge[HUGE_WRITE];
	struct iovec parts[] = { { huge, 400 }, { huge, 90 }, { huge, 7 } };
	long long before = node_attr(node, "statistics/tx_messages");
	unsigned int i;

	is(sys(write(fd, huge, MTU + 1)), -EMSGSIZE, "%d bytes give EMSGSIZE",
	   MTU + 1);
	is(sys(writev(fd, parts, 3)), -EMSGSIZE, "in three parts as well");
	is(sys(write(fd, huge, HUGE_WRITE)), -EMSGSIZE, "and so do 8 MiB");
	for (i = 0; i < REPEATS; i++) {
		if (sys(write(fd, huge, MTU + 1)) != -EMSGSIZE)
			break;
	}
	is(i, REPEATS, "each time");
	is(echo(fd, MTU, 1), 0, "no buffer is lost by that");
	is(node_attr(node, "statistics/tx_messages") - before, 1,
	   "and nothing counted as sent");
}

static void test_vectors(int fd)
{
	char out[MTU], in[MTU + 4] = { 0 };
	struct iovec from[] = {
		{ out, 1 }, { out + 1, 0 }, { out + 1, 200 },
		{ out + 201, MTU - 201 },
	};
	struct iovec to[] = { { in, 3 }, { in + 3, 400 }, { in + 403, 97 } };

	message_fill(out, MTU, 5);
	is(sys(writev(fd, from, 4)), MTU, "a message can be written from parts");
	await(fd);
	is(sys(readv(fd, to, 3)), MTU, "and read into others");
	ok(!memcmp(in, out, MTU), "it is intact");
	sent.messages++;
	sent.bytes += MTU;
	received.messages++;
	received.bytes += MTU;
}

static void test_short_read(int fd, const struct node *node)
{
	long long before = node_attr(node, "statistics/rx_truncated");
	char buf[100];

	send_one(fd, 100, 6);
	send_one(fd, 50, 7);
	await(fd);
	is(sys(read(fd, buf, 0)), 0, "a read of nothing takes nothing");
	is(sys(read(fd, buf, 10)), 10, "a short read gets what fits");
	ok(message_is(buf, 10, 6), "of the first message");
	is(node_attr(node, "statistics/rx_truncated") - before, 1,
	   "which is counted");
	is(message_expect(fd, 50, 7), 0, "the next read gets the next message");
	is(node_attr(node, "statistics/rx_truncated") - before, 1,
	   "which is not");
	received.messages += 2;
	received.bytes += 150;
}

static void *map(size_t size, int protection)
{
	void *at = mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			0);

	if (at == MAP_FAILED)
		bail("no memory");
	return at;
}

static void test_bad_read(int fd, const struct node *node)
{
	char *none = map(page, PROT_NONE), *constant = map(page, PROT_READ);
	char *two = map(2 * page, PROT_READ | PROT_WRITE);
	char *end = two + page;
	long long before;

	mprotect(end, page, PROT_NONE);
	send_one(fd, 300, 8);
	await(fd);
	before = node_attr(node, "statistics/rx_messages");
	is(sys(read(fd, none, MTU)), -EFAULT,
	   "a read to where no memory is gives EFAULT");
	is(sys(read(fd, constant, MTU)), -EFAULT, "to a constant as well");
	is(sys(read(fd, end - 299, MTU)), -EFAULT,
	   "and when a byte of the message has no room");
	is(sys(read(fd, (void *)-4096L, MTU)), -EFAULT,
	   "or the address is the kernel's");
	is(node_attr(node, "statistics/rx_messages"), before,
	   "nothing counts as read");
	is(node_attr(node, "statistics/rx_queued"), 1, "the message is kept");
	is(sys(read(fd, end - 300, MTU)), 300,
	   "memory behind the message's end does not matter");
	ok(message_is(end - 300, 300, 8), "the message is intact");
	received.messages++;
	received.bytes += 300;

	munmap(none, page);
	munmap(constant, page);
	munmap(two, 2 * page);
}

static void test_bad_write(int fd, struct bench *bench)
{
	char *two = map(2 * page, PROT_READ | PROT_WRITE);
	uint32_t args[4] = { 0 };
	struct node node;
	unsigned int i;
	int sink = bench_endpoint(bench, BENCH_SINK_ADDR, O_RDWR | O_NONBLOCK,
				  &node);

	mprotect(two + page, page, PROT_NONE);
	bench_call(bench, BENCH_OP_SINK_STATS, args);
	is(sys(write(sink, two + page, MTU)), -EFAULT,
	   "a write from where no memory is gives EFAULT");
	is(sys(write(sink, two + page - 299, 300)), -EFAULT,
	   "and so when a byte is missing");
	for (i = 0; i < REPEATS; i++) {
		if (sys(write(sink, two + page - 299, 300)) != -EFAULT)
			break;
	}
	is(i, REPEATS, "each time");
	is(sys(write(sink, two + page - 300, 300)), 300,
	   "what is all there is sent");
	is(node_attr(&node, "statistics/tx_messages"), 1,
	   "as the only message");
	bench_call(bench, BENCH_OP_SINK_STATS, args);
	is(args[0], 1, "the remote got no other");
	is(args[1], 300, "and all of that");
	is(echo(fd, MTU, 9), 0, "no buffer is lost");
	close(sink);
	munmap(two, 2 * page);
}

/* Pages that the kernel has to bring in while it copies. */
static void test_untouched(int fd)
{
	char *in = map(2 * page, PROT_READ | PROT_WRITE);
	char *zeros = map(2 * page, PROT_READ | PROT_WRITE);
	static const char zero[MTU];
	char *file, buf[MTU];
	int exe;

	send_one(fd, MTU, 10);
	await(fd);
	is(sys(read(fd, in + page - 100, MTU)), MTU,
	   "memory that was never touched can be read to");
	ok(message_is(in + page - 100, MTU, 10), "the message is intact");

	is(sys(write(fd, zeros + page - 100, MTU)), MTU, "and written from");
	is(message_receive(fd, buf, MTU), MTU, "it comes back");
	ok(!memcmp(buf, zero, MTU), "as zeros");

	exe = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	file = mmap(NULL, 2 * page, PROT_READ, MAP_PRIVATE, exe, 0);
	if (file == MAP_FAILED)
		bail("cannot map this program");
	is(sys(write(fd, file + page - 100, MTU)), MTU,
	   "a file that was never read can be written from");
	is(message_receive(fd, buf, MTU), MTU, "it comes back");
	ok(!memcmp(buf, file + page - 100, MTU), "as what is in the file");
	sent.messages += 2;
	sent.bytes += 2 * MTU;
	received.messages += 3;
	received.bytes += 3 * MTU;
	munmap(file, 2 * page);
	close(exe);
	munmap(in, 2 * page);
	munmap(zeros, 2 * page);
}

static void test_counters(const struct node *node)
{
	is(node_attr(node, "statistics/tx_messages"), sent.messages,
	   "the counter of sent messages is right");
	is(node_attr(node, "statistics/tx_bytes"), sent.bytes,
	   "and that of their bytes");
	is(node_attr(node, "statistics/rx_messages"), received.messages,
	   "the counter of received messages is right");
	is(node_attr(node, "statistics/rx_bytes"), received.bytes,
	   "and that of their bytes");
	is(node_attr(node, "statistics/rx_dropped"), 0, "nothing was dropped");
	is(node_attr(node, "statistics/rx_queued"), 0, "nothing waits");
	is(node_attr(node, "statistics/rx_queued_bytes"), 0, "not a byte");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node;
	int fd;

	page = sysconf(_SC_PAGESIZE);
	node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR | O_NONBLOCK);

	test_intact(fd);
	test_too_long(fd, &node);
	test_vectors(fd);
	test_short_read(fd, &node);
	test_bad_read(fd, &node);
	test_bad_write(fd, &bench);
	test_untouched(fd);
	test_counters(&node);

	close(fd);
	bench_stop(&bench);
	return done();
}
