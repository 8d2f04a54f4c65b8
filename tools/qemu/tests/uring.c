// SPDX-License-Identifier: GPL-2.0-only
/* Reads and writes through io_uring: none needs a thread of the kernel's. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"
#include "uring.h"

#define WINDOW		16
#define MESSAGES	2000
#define WRITES		WINDOW	/* user_data of writes; of reads: which buffer */

static char out[WINDOW][MTU], in[WINDOW][MTU];

/* Waits for one completion. Return: its user_data. */
static unsigned int complete(struct uring *ring, int *result)
{
	uint64_t data;

	while (!uring_take(ring, &data, result)) {
		int err = uring_submit(ring, 1);

		if (err)
			bail("io_uring: %s", strerror(-err));
	}
	return data;
}

/*
 * Reads are there before the messages: each waits until one comes. They end in the
 * order in which they began, as the messages do.
 */
static void test_echo(struct uring *ring, int fd)
{
	unsigned int sent = 0, got = 0, bad = 0;
	int result;

	for (; sent < WINDOW; sent++) {
		uring_read(ring, fd, in[sent], MTU, sent);
		message_fill(out[sent], MTU, sent);
		uring_write(ring, fd, out[sent], MTU, WRITES);
	}
	while (got < MESSAGES) {
		unsigned int slot = complete(ring, &result);

		bad += result != MTU;
		if (slot == WRITES)
			continue;
		got++;
		if (sent == MESSAGES)
			continue;
		uring_read(ring, fd, in[slot], MTU, slot);
		uring_write(ring, fd, out[slot], MTU, WRITES);
		sent++;
	}
	is(bad, 0, "%u messages go there and back", MESSAGES);
	is(uring_workers(), 0, "without a thread for any of them");
}

static void test_waiting_read(struct uring *ring, int fd)
{
	int result;

	uring_read(ring, fd, in[0], MTU, 0);
	is(uring_submit(ring, 0), 0, "a read waits");
	is(uring_workers(), 0, "without a thread");
	is(message_send(fd, 33, 7), 0, "a message is sent in another way");
	is(complete(ring, &result), 0, "the read ends");
	is(result, 33, "with the message");
	ok(message_is(in[0], 33, 7), "which is intact");
}

static void test_framed(struct uring *ring, int fd)
{
	struct rpmsg_frame frame = { .len = 8, .addr = RPMSG_FRAME_ADDR_DEFAULT };
	unsigned int got = 0;
	uint32_t on = 1;
	int result;

	if (ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on))
		bail("there is no framed mode");
	memset(out[0], 0, MTU);
	for (size_t i = 0; i < MTU / 24; i++)
		memcpy(out[0] + i * 24, &frame, sizeof(frame));
	uring_write(ring, fd, out[0], MTU / 24 * 24, WRITES);
	while (got < MTU / 24 * 24) {
		uring_read(ring, fd, in[0], MTU, 0);
		if (complete(ring, &result) == WRITES) {
			is(result, MTU / 24 * 24, "several messages are written");
			complete(ring, &result);
		}
		if (result <= 0)
			bail("a read gives %d", result);
		got += result;
	}
	is(got, MTU / 24 * 24, "and read");
	is(uring_workers(), 0, "without a thread");
}

/* A full ring: the write waits until there is room, as a thread would. */
static void test_full_ring(struct bench *bench, struct uring *ring)
{
	unsigned int most = 4 * bench_ring_size(bench->rproc, 1), bad = 0;
	struct node node;
	int fd, result;

	fd = bench_endpoint(bench, BENCH_SINK_ADDR, O_RDWR, &node);
	bench_hold(bench, BENCH_HOLD_FULL, 8);
	for (unsigned int i = 0; i < most; i++) {
		uring_write(ring, fd, out[0], 16, WRITES);
		if (i % 2) {
			complete(ring, &result);
			bad += result != 16;
		}
	}
	for (unsigned int i = 0; i < most / 2; i++) {
		complete(ring, &result);
		bad += result != 16;
	}
	is(bad, 0, "%u messages go to a ring that is full again and again", most);
	is(uring_workers(), 0, "without a thread");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct uring ring;
	struct node node;
	int fd;

	if (!uring_open(&ring, 4 * WINDOW)) {
		skip("io_uring", "this kernel has none");
		bench_stop(&bench);
		return done();
	}
	fd = bench_endpoint(&bench, BENCH_ECHO_ADDR, O_RDWR, &node);
	test_waiting_read(&ring, fd);
	test_echo(&ring, fd);
	test_framed(&ring, fd);
	close(fd);
	test_full_ring(&bench, &ring);
	uring_close(&ring);
	bench_stop(&bench);
	return done();
}
