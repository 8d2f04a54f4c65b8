// SPDX-License-Identifier: GPL-2.0-only
/* See bench.h. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "image.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

struct bench bench_open(const struct rproc *rproc)
{
	struct bench bench = { .rproc = rproc };

	bench.ctrl = ctrl_open(rproc);
	bench.fd = bench_endpoint(&bench, BENCH_CONTROL_ADDR, O_RDWR,
				  &bench.node);
	return bench;
}

struct bench bench_start(const struct rproc *rproc)
{
	rproc_start(rproc, "bench");
	/* The firmware is there when it announces its channel. */
	node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	return bench_open(rproc);
}

void bench_close(struct bench *bench)
{
	close(bench->fd);
	close(bench->ctrl.fd);
}

int bench_wait_again(const struct rproc *rproc)
{
	return message_wait_echo(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
}

void bench_stop(struct bench *bench)
{
	int err;

	bench_close(bench);
	err = rproc_stop(bench->rproc);
	if (err)
		bail("%s does not stop: %s", bench->rproc->name, strerror(-err));
}

int bench_endpoint(struct bench *bench, uint32_t dst, int flags,
		   struct node *node)
{
	char name[32];

	snprintf(name, sizeof(name), "to-%u", dst);
	*node = ctrl_create_ept(&bench->ctrl, name, ADDR_ANY, dst);
	return node_must_open(node, flags);
}

void bench_call(struct bench *bench, uint32_t op, uint32_t args[4])
{
	struct bench_cmd cmd = { .magic = BENCH_MAGIC, .op = op };
	int n;

	memcpy(cmd.arg, args, sizeof(cmd.arg));
	n = sys(write(bench->fd, &cmd, sizeof(cmd)));
	if (n != sizeof(cmd))
		bail("cannot send command %u: %s", op, strerror(-n));

	n = message_receive(bench->fd, &cmd, sizeof(cmd));
	if (n != sizeof(cmd))
		bail("no answer to command %u (%d)", op, n);
	if (cmd.magic != BENCH_MAGIC || cmd.op != (op | BENCH_REPLY))
		bail("strange answer to command %u: %#x", op, cmd.op);
	memcpy(args, cmd.arg, sizeof(cmd.arg));
}

void bench_crash(struct bench *bench, uint32_t kind, uint32_t ms)
{
	struct bench_cmd cmd = {
		.magic = BENCH_MAGIC, .op = BENCH_OP_CRASH, .arg = { kind, ms },
	};
	int n = sys(write(bench->fd, &cmd, sizeof(cmd)));

	if (n != sizeof(cmd))
		bail("cannot send the command to crash: %s", strerror(-n));
	n = message_receive(bench->fd, &cmd, sizeof(cmd));
	if (n != -EPIPE && (n != sizeof(cmd) || cmd.arg[0] != BENCH_OK))
		bail("the firmware does not crash: %d", n);
}

void bench_flood(struct bench *bench, uint32_t id, uint32_t dst, uint32_t count,
		 uint32_t size)
{
	uint32_t args[4] = { dst, count, size, id };

	bench_call(bench, BENCH_OP_SOURCE, args);
	if (args[0] != BENCH_OK)
		bail("the firmware refuses a flood");
}

void bench_wait_flood(struct bench *bench, uint32_t id)
{
	uint32_t left = 0, args[4];
	double end = 0;

	do {
		memset(args, 0, sizeof(args));
		args[3] = id;
		bench_call(bench, BENCH_OP_SOURCE_STATS, args);
		if (args[1] != left)
			end = now() + LIMIT_S;
		left = args[1];
		if (left && now() > end)
			bail("a flood stands still: %u messages left", left);
	} while (left);
}

bool bench_flood_is(const void *buf, size_t len, uint32_t sequence,
		    uint32_t count)
{
	const struct bench_payload *payload = buf;
	const uint8_t *byte = buf;

	if (len < sizeof(*payload) || payload->sequence != sequence ||
	    payload->count != count)
		return false;
	for (size_t i = sizeof(*payload); i < len; i++) {
		if (byte[i] != (uint8_t)(sequence + i))
			return false;
	}
	return true;
}

void bench_hold(struct bench *bench, uint32_t mode, uint32_t each)
{
	uint32_t args[4] = { mode, each };

	bench_call(bench, BENCH_OP_HOLD, args);
	if (args[0] != BENCH_OK)
		bail("the firmware refuses to hold");
}

unsigned int bench_ring_size(const struct rproc *rproc, unsigned int ring)
{
	struct image image = image_read(rproc_firmware(rproc, "bench"));
	unsigned int num = image_vdev(&image)->vring[ring].num;

	image_free(&image);
	return num;
}
