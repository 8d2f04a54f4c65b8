// SPDX-License-Identifier: GPL-2.0-only
/* Measurements with one message in a system call. */
#include <string.h>
#include <unistd.h>

#include "rig.h"
#include "tap.h"

void rig_write(struct rig *rig, size_t len)
{
	ssize_t n = write(rig->fd, rig->buf, len);

	rig->calls++;
	if (n != (ssize_t)len)
		bail("a write of %zu bytes gives %zd: %s", len, n,
		     n < 0 ? strerror(errno) : "too short");
}

void rig_read(struct rig *rig, size_t len)
{
	ssize_t n = read(rig->fd, rig->buf, rig->room);

	rig->calls++;
	if (n != (ssize_t)len)
		bail("a read of %zu bytes gives %zd: %s", len, n,
		     n < 0 ? strerror(errno) : "another length");
}

void run_echo(struct rig *rig, const struct row *row)
{
	unsigned int sent = 0;

	for (unsigned int got = 0; got < row->messages; got++) {
		while (sent < row->messages && sent - got < row->window) {
			rig_write(rig, row->size);
			sent++;
		}
		rig_read(rig, row->size);
	}
}

/* What the firmware has counted is asked for behind the last message. */
void run_to_remote(struct rig *rig, const struct row *row)
{
	uint32_t args[4] = { 0 };

	for (unsigned int i = 0; i < row->messages; i++)
		rig_write(rig, row->size);

	bench_call(&rig->bench, BENCH_OP_SINK_STATS, args);
	if (args[0] != row->messages)
		bail("%u of %u messages arrived", args[0], row->messages);
}

void run_to_linux(struct rig *rig, const struct row *row)
{
	bench_flood(&rig->bench, 0, rig->addr, row->messages, row->size);
	for (unsigned int i = 0; i < row->messages; i++)
		rig_read(rig, row->size);
}
