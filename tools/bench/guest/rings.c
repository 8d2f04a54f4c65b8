// SPDX-License-Identifier: GPL-2.0-only
/* Measurements with io_uring. */
#include <string.h>
#include <unistd.h>

#include "rig.h"
#include "tap.h"

/*
 * Upstream's driver has a worker thread for each, and blocks in them: requests that
 * wait for a full ring to empty do not end.
 */
static bool is_upstream(void)
{
	return access("/sys/module/virtio_rpmsg_bus/parameters/rx_buf_size", F_OK);
}

bool begin_uring(struct rig *rig, const struct row *row)
{
	return !is_upstream() && uring_open(&rig->ring, row->window);
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
