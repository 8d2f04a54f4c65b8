// SPDX-License-Identifier: GPL-2.0-only
/*
 * Services named "rpmsg-tty": terminals, with firmware that announces two and sends
 * back what is written to each.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "kernel.h"
#include "message.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"

#define CLASS_DIR	"/sys/class/tty"
#define MAX_TTYS	256	/* more than there can be numbers in use here */
#define COUNT		2	/* terminals of the firmware */
#define FIRST_ADDR	1024u
#define BULK		(100 * 1024)
#define ROUNDS		5
#define MTU		496

#define FLAGS		(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)

/**
 * struct tty - a terminal of a remote core
 * @rproc: the core
 * @addr: the address in the firmware
 * @name: "ttyRPMSGN"
 */
struct tty {
	const struct rproc *rproc;
	uint32_t addr;
	char name[32];
};

static unsigned char out[4 * BULK], in[4 * BULK];

/* The path in sysfs has the core and the channel, which has the address. */
static bool tty_find(void *data)
{
	struct tty *tty = data;
	char path[PATH_LEN], real[PATH_MAX], core[64], channel[64];

	snprintf(core, sizeof(core), "/%s/", tty->rproc->device);
	snprintf(channel, sizeof(channel), ".rpmsg-tty.-1.%u/", tty->addr);
	for (int i = 0; i < MAX_TTYS; i++) {
		snprintf(tty->name, sizeof(tty->name), "ttyRPMSG%d", i);
		snprintf(path, sizeof(path), CLASS_DIR "/%s", tty->name);
		if (realpath(path, real) && strstr(real, core) &&
		    strstr(real, channel)) {
			snprintf(path, sizeof(path), "/dev/%s", tty->name);
			return !access(path, F_OK);
		}
	}
	return false;
}

static bool tty_is_gone(void *data)
{
	struct tty *tty = data;
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/dev/%s", tty->name);
	return access(path, F_OK);
}

static struct tty tty_wait(const struct rproc *rproc, unsigned int i)
{
	struct tty tty = { .rproc = rproc, .addr = FIRST_ADDR + i };

	if (!wait_until(tty_find, &tty))
		bail("%s has no terminal %u", rproc->name, i);
	return tty;
}

static int tty_try_open(const struct tty *tty, int flags)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/dev/%s", tty->name);
	return sys(open(path, flags));
}

static int tty_open(const struct tty *tty)
{
	int fd = tty_try_open(tty, FLAGS);

	if (fd < 0)
		bail("%s cannot be opened: %s", tty->name, strerror(-fd));
	return fd;
}

/* Reads that many bytes, waiting for them. Return: how many came, or -errno. */
static long read_all(int fd, unsigned char *buf, size_t len)
{
	size_t done = 0;
	long n;

	while (done < len) {
		n = sys(read(fd, buf + done, len - done));
		if (n == -EAGAIN)
			n = wait_fd(fd, POLLIN, LIMIT_MS) > 0 ? 0 : -ETIMEDOUT;
		else if (!n)
			break;
		if (n < 0)
			return n;
		done += n;
	}
	return done;
}

static long write_all(int fd, const unsigned char *buf, size_t len)
{
	size_t done = 0;
	long n;

	while (done < len) {
		n = sys(write(fd, buf + done, len - done));
		if (n == -EAGAIN)
			n = wait_fd(fd, POLLOUT, LIMIT_MS) > 0 ? 0 : -ETIMEDOUT;
		if (n < 0)
			return n;
		done += n;
	}
	return done;
}

/* Writes and reads as poll() says, both ways at once. Return: 0 or -errno. */
static int pump(int fd, size_t len)
{
	size_t sent = 0, seen = 0;
	long n;

	while (seen < len) {
		int events = wait_fd(fd, sent < len ? POLLIN | POLLOUT : POLLIN,
				     LIMIT_MS);

		if (events <= 0)
			return events ?: -ETIMEDOUT;
		if (events & POLLOUT && sent < len) {
			n = sys(write(fd, out + sent, len - sent));
			if (n < 0 && n != -EAGAIN)
				return n;
			sent += n > 0 ? n : 0;
		}
		if (events & POLLIN) {
			n = sys(read(fd, in + seen, len - seen));
			if (n < 0 && n != -EAGAIN)
				return n;
			seen += n > 0 ? n : 0;
		}
	}
	return memcmp(in, out, len) ? -EBADMSG : 0;
}

/* A few bytes there and back. */
static int echo(int fd, unsigned int seed)
{
	unsigned char there[100], back[100];
	long n;

	message_fill(there, sizeof(there), seed);
	n = write_all(fd, there, sizeof(there));
	if (n < 0)
		return n;
	n = read_all(fd, back, sizeof(back));
	if (n != sizeof(back))
		return n < 0 ? n : -EPIPE;
	return memcmp(there, back, sizeof(back)) ? -EBADMSG : 0;
}

static void test_raw(int fd)
{
	struct termios mode;
	unsigned char all[256], back[256];

	is(sys(tcgetattr(fd, &mode)), 0, "it is a terminal");
	is(mode.c_iflag, 0, "what comes in is as the remote sent it");
	is(mode.c_oflag, 0, "what goes out is as the program wrote it");
	is(mode.c_lflag, 0, "there is no echo, no line, no signal");
	is(mode.c_cflag & CSIZE, CS8, "bytes have eight bits");
	for (int i = 0; i < 256; i++)
		all[i] = i;
	is(write_all(fd, all, 256), 256, "all 256 bytes can be written");
	is(read_all(fd, back, 256), 256, "and come back");
	ok(!memcmp(all, back, 256), "as they were");
	is(sys(read(fd, back, 1)), -EAGAIN, "a read of what is not there gives EAGAIN");
	is(wait_fd(fd, POLLIN | POLLOUT, 0), POLLOUT, "and poll says the same");
}

static void test_bulk(int fd)
{
	message_fill(out, BULK, 1);
	is(pump(fd, BULK), 0, "%d KiB come back", BULK / 1024);
}

/*
 * A reader that stops: the firmware cannot send, so it takes nothing any more, and
 * the writer has to wait. Nothing of all that is under way is lost.
 */
static void test_stopped_reader(int fd)
{
	size_t sent = 0;
	long n;

	message_fill(out, sizeof(out), 2);
	for (;;) {
		n = sys(write(fd, out + sent, sizeof(out) - sent));
		if (n > 0)
			sent += n;
		else if (n != -EAGAIN || wait_fd(fd, POLLOUT, 2 * NEVER_MS) <= 0)
			break;
	}
	is(n, -EAGAIN, "a writer that nobody reads from has to wait");
	in_range(sent, 2 * MTU, sizeof(out) - 1, "after some bytes");
	is(read_all(fd, in, sent), sent, "all of these can be read");
	ok(!memcmp(in, out, sent), "in their order");
	is(wait_fd(fd, POLLOUT, LIMIT_MS) & POLLOUT, POLLOUT,
	   "then there is room again");
	is(echo(fd, 3), 0, "and the terminal works");
	is(sys(read(fd, in, 1)), -EAGAIN, "nothing else has come");
}

/**
 * struct reader - a thread that reads from a terminal
 * @thread: the thread
 * @tid: its id, once it runs
 * @fd: the terminal
 * @result: what read() gave
 */
struct reader {
	pthread_t thread;
	atomic_int tid;
	int fd;
	int result;
};

static void *read_one(void *data)
{
	struct reader *reader = data;
	char byte;

	reader->tid = gettid();
	reader->result = sys(read(reader->fd, &byte, 1));
	return NULL;
}

static bool has_tid(void *data)
{
	return ((struct reader *)data)->tid;
}

static void start_reader(struct reader *reader, int fd)
{
	*reader = (struct reader){ .fd = fd };
	if (pthread_create(&reader->thread, NULL, read_one, reader) ||
	    !wait_until(has_tid, reader) ||
	    !wait_in_syscall(reader->tid, SYS_read))
		bail("a reader does not sleep");
}

static void test_hangup(const struct rproc *rproc)
{
	struct tty tty = tty_wait(rproc, 0), again;
	struct reader reader;
	char byte;
	int fd = tty_try_open(&tty, FLAGS & ~O_NONBLOCK), fd2;

	start_reader(&reader, fd);
	is(rproc_stop(rproc), 0, "the core stops with a terminal open");
	pthread_join(reader.thread, NULL);
	is(reader.result, 0, "who reads from it gets the end of file");
	is(sys(read(fd, &byte, 1)), 0, "at each read");
	is(sys(write(fd, "x", 1)), -EIO, "and who writes EIO");
	ok(wait_fd(fd, POLLIN, 0) & POLLHUP, "poll tells of the end");
	ok(wait_until(tty_is_gone, &tty), "the node is gone");

	rproc_start(rproc, "tty");
	again = tty_wait(rproc, 0);
	ok(strcmp(again.name, tty.name), "a new start makes another terminal");
	fd2 = tty_open(&again);
	is(echo(fd2, 4), 0, "which works");
	is(sys(read(fd, &byte, 1)), 0, "and the old file stays at its end");
	is(sys(close(fd)), 0, "until it is closed");
	is(echo(fd2, 5), 0, "of which the new one does not notice");
	is(sys(close(fd2)), 0, "that can be closed as well");
}

/* Stop and start with traffic: what was written last may be lost, nothing else. */
static void test_restart(const struct rproc *rproc)
{
	int err = 0, i;

	for (i = 0; i < ROUNDS && !err; i++) {
		struct tty tty = tty_wait(rproc, i % COUNT);
		int fd = tty_open(&tty);

		err = echo(fd, i);
		if (write(fd, out, MTU) < 0)
			err = -errno;
		err = rproc_stop(rproc) ?: err;
		close(fd);
		rproc_start(rproc, "tty");
	}
	is(err, 0, "each start makes terminals that work");
	is(i, ROUNDS, "%d times", ROUNDS);
}

static void test_modules(const struct rproc *rproc)
{
	struct tty tty = tty_wait(rproc, 0);
	int fd = tty_open(&tty);

	is(module_unload("rpmsg_tty"), -EWOULDBLOCK,
	   "the module of a terminal that is open cannot go");
	is(module_unload("virtio_rpmsg_bus"), -EWOULDBLOCK, "nor what it needs");
	is(echo(fd, 6), 0, "the terminal works");
	close(fd);
	/* The tty layer lets go of the last file in work of its own. */
	for (int i = 0; i < LIMIT_MS / 10 && module_unload("rpmsg_tty"); i++)
		usleep(10000);
	ok(!module_is_loaded("rpmsg_tty"), "then it can");
	ok(tty_is_gone(&tty), "and the terminals with it");
	is(module_load("rpmsg_tty"), 0, "it can come back");
	tty = tty_wait(rproc, 0);
	fd = tty_open(&tty);
	is(echo(fd, 7), 0, "and then there is a terminal again");
	is(rproc_stop(rproc), 0, "the core stops");
	is(sys(write(fd, "x", 1)), -EIO, "the terminal is hung up");
	is(module_unload("rpmsg_tty"), -EWOULDBLOCK,
	   "with a file open that is hung up the module cannot go either");
	close(fd);
	rproc_start(rproc, "tty");
}

/* Terminals of two cores, and two of each, at the same time. */
static void test_all(void)
{
	unsigned int cores = rproc_count() < 2 ? 1 : 2, n = 0;
	struct rproc rproc[2];
	int fd[2 * COUNT], err = 0;

	for (unsigned int i = 0; i < cores; i++) {
		rproc[i] = rproc_get(i);
		rproc_start(&rproc[i], "tty");
		for (unsigned int k = 0; k < COUNT; k++) {
			struct tty tty = tty_wait(&rproc[i], k);

			fd[n++] = tty_open(&tty);
		}
	}
	for (unsigned int i = 0; i < 200 && !err; i++) {
		for (unsigned int k = 0; k < n && !err; k++) {
			message_fill(out, MTU, i * n + k);
			err = write_all(fd[k], out, MTU) == MTU ? 0 : -EIO;
		}
		for (unsigned int k = 0; k < n && !err; k++) {
			message_fill(out, MTU, i * n + k);
			if (read_all(fd[k], in, MTU) != MTU || memcmp(in, out, MTU))
				err = -EBADMSG;
		}
	}
	is(err, 0, "%u terminals of %u cores carry what is theirs", n, cores);
	for (unsigned int i = 0; i < cores; i++)
		is(rproc_stop(&rproc[i]), 0, "core %u stops", i);
	while (n)
		close(fd[--n]);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct tty tty;
	int fd;

	rproc_start(&rproc, "tty");
	tty = tty_wait(&rproc, 0);
	tty_wait(&rproc, 1);
	fd = tty_open(&tty);
	test_raw(fd);
	test_bulk(fd);
	test_stopped_reader(fd);
	close(fd);
	test_hangup(&rproc);
	test_restart(&rproc);
	test_modules(&rproc);
	is(rproc_stop(&rproc), 0, "the core stops");
	test_all();
	return done();
}
