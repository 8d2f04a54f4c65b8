// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The floods of the bench firmware: up to four at once, taking turns. */
#include <string.h>

#include "bench_source.h"

#define SOURCE_BATCH 32u

static struct {
	uint32_t dst;
	uint32_t count;
	uint32_t size;
	uint32_t sent;
} source[BENCH_SOURCES];

static unsigned int turn;

/* pattern[i] = i & 0xff, long enough for 256 bytes from any start. */
static uint8_t pattern[512];

void bench_source_reset(void)
{
	unsigned int i;

	memset(source, 0, sizeof(source));
	turn = 0;
	for (i = 0; i < sizeof(pattern); i++)
		pattern[i] = (uint8_t)i;
}

void bench_source_start(struct bench_cmd *cmd, uint32_t room)
{
	uint32_t id = cmd->arg[3];
	uint32_t size = cmd->arg[2];

	if (id >= BENCH_SOURCES || source[id].sent < source[id].count ||
	    size < BENCH_SOURCE_MIN_SIZE || size > room) {
		cmd->arg[0] = BENCH_BAD;
		return;
	}
	source[id].dst = cmd->arg[0];
	source[id].count = cmd->arg[1];
	source[id].size = size;
	source[id].sent = 0;
	cmd->arg[0] = BENCH_OK;
}

void bench_source_stats(struct bench_cmd *cmd)
{
	uint32_t id = cmd->arg[3];

	cmd->arg[0] = id < BENCH_SOURCES ? source[id].sent : 0;
	cmd->arg[1] = id < BENCH_SOURCES ? source[id].count - source[id].sent : 0;
}

/* Returns the id whose turn it is, or BENCH_SOURCES if all are done. */
static unsigned int next_source(void)
{
	unsigned int i;

	for (i = 0; i < BENCH_SOURCES; i++) {
		unsigned int id = (turn + i) % BENCH_SOURCES;

		if (source[id].sent < source[id].count)
			return id;
	}
	return BENCH_SOURCES;
}

static void fill(uint8_t *data, uint32_t sequence, uint32_t count, uint32_t size)
{
	const struct bench_payload head = { .sequence = sequence, .count = count };
	uint32_t i, step;

	memcpy(data, &head, sizeof(head));
	for (i = sizeof(head); i < size; i += step) {
		step = size - i < 256 ? size - i : 256;
		memcpy(data + i, &pattern[(sequence + i) & 0xff], step);
	}
}

unsigned int bench_source_run(struct rpmsg_device *rdev)
{
	unsigned int done;

	for (done = 0; done < SOURCE_BATCH; done++) {
		unsigned int id = next_source();
		struct rpmsg_buffer buf;

		if (id == BENCH_SOURCES || rpmsg_get_tx_payload_buffer(rdev, &buf))
			break;
		if (buf.len < source[id].size) {
			/* Fitted when the flood began: Linux changed its mind. */
			rpmsg_release_tx_buffer(rdev, &buf);
			source[id].count = source[id].sent;
			continue;
		}
		fill(buf.data, source[id].sent, source[id].count, source[id].size);
		rpmsg_send_nocopy(rdev, &buf, BENCH_SOURCE_ADDR + id,
				  source[id].dst, source[id].size);
		source[id].sent++;
		turn = id + 1;
	}
	return done;
}
