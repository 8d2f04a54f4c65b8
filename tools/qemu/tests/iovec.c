// SPDX-License-Identifier: GPL-2.0-only
/*
 * read and write have a way of their own through the driver; readv, writev and preadv2
 * take the other. What a program sees is the same.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define HEADER	sizeof(struct rpmsg_frame)
#define PIECES	3

static long page;
static char out[4096], in[4096];

/* One way to read and to write; both give bytes or a negative errno. */
struct way {
	const char *name;
	long (*read)(int fd, void *buf, size_t len);
	long (*write)(int fd, const void *buf, size_t len);
};

static long plain_read(int fd, void *buf, size_t len)
{
	return sys(read(fd, buf, len));
}

static long plain_write(int fd, const void *buf, size_t len)
{
	return sys(write(fd, buf, len));
}

/* Pieces that are as uneven as can be: 1 byte, a half, the rest. */
static void split(struct iovec iov[PIECES], const void *buf, size_t len)
{
	char *at = (char *)buf;
	size_t first = len ? 1 : 0, half = (len - first) / 2;

	iov[0] = (struct iovec){ at, first };
	iov[1] = (struct iovec){ at + first, half };
	iov[2] = (struct iovec){ at + first + half, len - first - half };
}

static long split_read(int fd, void *buf, size_t len)
{
	struct iovec iov[PIECES];

	split(iov, buf, len);
	return sys(readv(fd, iov, PIECES));
}

static long split_write(int fd, const void *buf, size_t len)
{
	struct iovec iov[PIECES];

	split(iov, buf, len);
	return sys(writev(fd, iov, PIECES));
}

static long one_read(int fd, void *buf, size_t len)
{
	struct iovec iov = { buf, len };

	return sys(preadv2(fd, &iov, 1, -1, 0));
}

static long one_write(int fd, const void *buf, size_t len)
{
	struct iovec iov = { (void *)buf, len };

	return sys(pwritev2(fd, &iov, 1, -1, 0));
}

static const struct way ways[] = {
	{ "read and write", plain_read, plain_write },
	{ "readv and writev in pieces", split_read, split_write },
	{ "preadv2 and pwritev2 of one piece", one_read, one_write },
};

static void wait_for(const struct node *node, unsigned int messages)
{
	if (!node_wait_attr(node, "statistics/rx_queued", messages))
		bail("the echo does not come");
}

/* Sends a message that the other ways do not differ in. */
static void send(const struct way *way, int fd, const struct node *node, size_t len)
{
	message_fill(out, len, len);
	if (way->write(fd, out, len) != (long)len)
		bail("%s: cannot send", way->name);
	wait_for(node, 1);
}

static void test_messages(const struct way *way, int fd, const struct node *node)
{
	static const size_t sizes[] = { 1, 2, 15, 16, 17, 255, MTU };
	unsigned int good = 0;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		send(way, fd, node, sizes[i]);
		memset(in, 0xee, sizeof(in));
		good += way->read(fd, in, sizeof(in)) == (long)sizes[i] &&
			message_is(in, sizes[i], sizes[i]) &&
			in[sizes[i]] == (char)0xee;
	}
	is(good, ARRAY_SIZE(sizes), "%s: messages of %zu sizes come back intact",
	   way->name, ARRAY_SIZE(sizes));
	/* At any address, from one page into the next. */
	for (good = 0; good < 16; good++) {
		message_fill(out + good, 100, good);
		if (way->write(fd, out + good, 100) != 100)
			break;
		wait_for(node, 1);
		if (way->read(fd, in + 4000 - good, 96) != 96 ||
		    !message_is(out + good, 100, good) ||
		    memcmp(in + 4000 - good, out + good, 96))
			break;
	}
	is(good, 16, "%s: and from and to 16 addresses in a row", way->name);
}

static void test_limits(const struct way *way, int fd, const struct node *node)
{
	long long cut = node_attr(node, "statistics/rx_truncated");
	long long sent = node_attr(node, "statistics/tx_messages");

	is(way->write(fd, out, MTU + 1), -EMSGSIZE, "%s: one byte too many", way->name);
	is(node_attr(node, "statistics/tx_messages"), sent, "is not sent");
	is(way->read(fd, in, sizeof(in)), -EAGAIN, "there is no message");
	is(way->read(fd, in, 0), 0, "nothing is asked for, nothing is read");

	send(way, fd, node, 20);
	is(way->read(fd, in, 0), 0, "nothing is asked for, with a message");
	is(way->read(fd, in, 5), 5, "a short read");
	is(node_attr(node, "statistics/rx_truncated") - cut, 1, "is counted");
	is(way->read(fd, in, 15), -EAGAIN, "and the rest is not kept");
}

/* Behind @good bytes comes a page that is not there. */
static void test_bad_memory(const struct way *way, int fd, const struct node *node)
{
	char *map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long long sent = node_attr(node, "statistics/tx_messages");
	char *edge = map + page;

	if (map == MAP_FAILED || mprotect(edge, page, PROT_NONE))
		bail("no memory");
	is(way->write(fd, edge - 8, 16), -EFAULT, "%s: half of a message", way->name);
	is(way->write(fd, (void *)-4096L, 16), -EFAULT, "one from the kernel's memory");
	is(node_attr(node, "statistics/tx_messages"), sent, "are not sent");

	send(way, fd, node, 16);
	is(way->read(fd, edge - 8, 16), -EFAULT, "into too little memory");
	is(way->read(fd, edge, 16), -EFAULT, "into none");
	is(way->read(fd, (void *)-4096L, 16), -EFAULT, "into the kernel's");
	is(node_attr(node, "statistics/rx_queued"), 1, "it is still there");
	munmap(map, 2 * page);

	/* Fresh pages, that the first access brings. */
	map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	is(way->read(fd, map + page - 8, 100), 16, "then it is read, to fresh pages");
	ok(message_is(map + page - 8, 16, 16), "and is intact");
	munmap(map, 2 * page);
}

static void test_framed(const struct way *way, int fd, const struct node *node)
{
	static const size_t sizes[] = { 3, 0, 21, MTU };
	const struct way *plain = &ways[0];
	static char expected[4096];
	size_t size = 0;
	uint32_t on = 1;
	long n;

	ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on);
	/* Not at a multiple of anything. */
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct rpmsg_frame frame = { .len = sizes[i],
					     .addr = RPMSG_FRAME_ADDR_DEFAULT };

		memcpy(out + 3 + size, &frame, HEADER);
		message_fill(out + 3 + size + HEADER, sizes[i], i);
		size += (HEADER + sizes[i] + 7) & ~7UL;
	}
	if (plain->write(fd, out + 3, size) != (long)size)
		bail("cannot send frames");
	wait_for(node, ARRAY_SIZE(sizes));
	n = plain->read(fd, expected, sizeof(expected));

	is(way->write(fd, out + 3, size), size, "%s: frames", way->name);
	wait_for(node, ARRAY_SIZE(sizes));
	is(way->read(fd, in + 5, sizeof(in) - 5), n, "come back");
	ok(n > 0 && !memcmp(in + 5, expected, n), "byte for byte the same");

	is(way->write(fd, out + 3, HEADER - 1), -EINVAL, "a part of a header is none");
	is(way->write(fd, (void *)-4096L, 64), -EFAULT, "nor is the kernel's memory");
	is(way->read(fd, in, sizeof(in)), -EAGAIN, "nothing was sent");
	on = 0;
	ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on);
}

static void on_alarm(int signal)
{
	(void)signal;
}

/* A file that blocks: a signal ends it, and RWF_NOWAIT does not wait. */
static void test_blocking(const struct node *node)
{
	const struct itimerval soon = { .it_interval = { 0, 50000 },
					.it_value = { 0, 50000 } };
	const struct sigaction action = { .sa_handler = on_alarm };
	struct iovec iov = { in, sizeof(in) };
	int fd = node_must_open(node, O_RDWR);

	is(sys(preadv2(fd, &iov, 1, -1, RWF_NOWAIT)), -EAGAIN, "RWF_NOWAIT does not wait");
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		is(ways[i].read(fd, in, sizeof(in)), -EINTR, "%s: a signal ends it",
		   ways[i].name);
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	is(message_echo(fd, 33, 33), 0, "then all is as always");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR | O_NONBLOCK);

	page = sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		test_messages(&ways[i], fd, &node);
		test_limits(&ways[i], fd, &node);
		test_bad_memory(&ways[i], fd, &node);
		test_framed(&ways[i], fd, &node);
	}
	close(fd);
	test_blocking(&node);
	bench_stop(&bench);
	return done();
}
