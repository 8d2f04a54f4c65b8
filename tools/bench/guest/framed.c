// SPDX-License-Identifier: GPL-2.0-only
/* Measurements with many messages in a system call. */
#include <linux/rpmsg_frame.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "rig.h"
#include "tap.h"

static size_t frame_size(const struct row *row)
{
	size_t align = RPMSG_FRAME_ALIGN;

	return (sizeof(struct rpmsg_frame) + row->size + align - 1) & ~(align - 1);
}

bool begin_framed(struct rig *rig, const struct row *row)
{
	struct rpmsg_frame frame = {
		.len = row->size, .addr = RPMSG_FRAME_ADDR_DEFAULT,
	};
	uint32_t on = 1;

	memset(rig->buf, 0, rig->room);
	for (unsigned int i = 0; i < row->window; i++)
		memcpy(rig->buf + i * frame_size(row), &frame, sizeof(frame));
	return !ioctl(rig->fd, RPMSG_SET_FRAMED_IOCTL, &on);
}

void run_framed_to_remote(struct rig *rig, const struct row *row)
{
	unsigned int sent, now;
	uint32_t args[4] = { 0 };

	for (sent = 0; sent < row->messages; sent += now) {
		size_t left = row->messages - sent;

		if (left > row->window)
			left = row->window;
		rig_write(rig, left * frame_size(row));
		now = left;
	}
	bench_call(&rig->bench, BENCH_OP_SINK_STATS, args);
	if (args[0] != row->messages)
		bail("%u of %u messages arrived", args[0], row->messages);
}

void run_framed_to_linux(struct rig *rig, const struct row *row)
{
	unsigned int got = 0;

	bench_flood(&rig->bench, 0, rig->addr, row->messages, row->size);
	while (got < row->messages) {
		ssize_t n = read(rig->fd, rig->buf, row->window * frame_size(row));

		rig->calls++;
		if (n <= 0)
			bail("a framed read gives %zd: %s", n, strerror(errno));
		got += (n + RPMSG_FRAME_ALIGN - 1) / frame_size(row);
	}
}
