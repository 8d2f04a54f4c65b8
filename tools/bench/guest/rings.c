// SPDX-License-Identifier: GPL-2.0-only
/* Measurements with io_uring. */
#include <poll.h>
#include <string.h>

#include "rig.h"
#include "tap.h"

bool begin_uring(struct rig *rig, const struct row *row)
{
	return uring_open(&rig->ring, row->window);
}

/*
 * io_uring waits for POLLOUT before it tries again. With a driver that never has it, as
 * upstream's of Linux 6.1, requests do not end: none are made then.
 */
bool begin_uring_writes(struct rig *rig, const struct row *row)
{
	struct pollfd poll_fd = { .fd = rig->fd, .events = POLLOUT };

	return poll(&poll_fd, 1, 0) == 1 && (poll_fd.revents & POLLOUT) &&
	       begin_uring(rig, row);
}

void end_uring(struct rig *rig, const struct row *row)
{
	(void)row;
	uring_close(&rig->ring);
}

/* Submits what was added, and waits for all of it. */
static void complete(struct rig *rig, const struct row *row, unsigned int n)
{
	int err = uring_submit(&rig->ring, n), result;
	uint64_t data;

	rig->calls++;
	while (n && !err) {
		if (uring_take(&rig->ring, &data, &result)) {
			n--;
			if (result != (int)row->size)
				bail("io_uring gives %d", result);
			continue;
		}
		err = uring_submit(&rig->ring, n);
		rig->calls++;
	}
	if (err)
		bail("io_uring: %s", strerror(-err));
}

static unsigned int batch(const struct row *row, unsigned int done)
{
	unsigned int left = row->messages - done;

	return left < row->window ? left : row->window;
}

void run_uring_to_remote(struct rig *rig, const struct row *row)
{
	uint32_t args[4] = { 0 };
	unsigned int done, n;

	for (done = 0; done < row->messages; done += n) {
		n = batch(row, done);
		for (unsigned int i = 0; i < n; i++)
			uring_write(&rig->ring, rig->fd, rig->buf, row->size, 0);
		complete(rig, row, n);
	}
	bench_call(&rig->bench, BENCH_OP_SINK_STATS, args);
	if (args[0] != row->messages)
		bail("%u of %u messages arrived", args[0], row->messages);
}

void run_uring_to_linux(struct rig *rig, const struct row *row)
{
	unsigned int done, n;

	bench_flood(&rig->bench, 0, rig->addr, row->messages, row->size);
	for (done = 0; done < row->messages; done += n) {
		n = batch(row, done);
		for (unsigned int i = 0; i < n; i++)
			uring_read(&rig->ring, rig->fd, rig->buf + i * 512,
				   row->size, 0);
		complete(rig, row, n);
	}
}
