// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <string.h>

#include "bench_driver.h"
#include "tap.h"
#include "tests.h"

#define ASKER 0x9999u

struct driver bench_driver;

static struct driver_message saved[1024];
static unsigned int num_saved, next_saved;

void bench_driver_start(uint32_t features)
{
	num_saved = 0;
	next_saved = 0;
	bench_table.usual.rpmsg.status = 0;
	bench_table.usual.health.boots = 0;
	bench_init();
	driver_start(&bench_driver, &bench_table.usual.rpmsg, features);
	bench_step();
}

void bench_driver_ready(void)
{
	struct driver_message msg;

	bench_driver_start(0xffffffff & ~VIRTIO_F_EVENT_IDX);
	driver_receive(&bench_driver, &msg);
}

bool driver_receive_saved(struct driver_message *msg)
{
	if (next_saved < num_saved) {
		*msg = saved[next_saved++];
		return true;
	}
	return driver_receive(&bench_driver, msg);
}

struct bench_cmd bench_ask(uint32_t op, uint32_t arg0, uint32_t arg1,
			   uint32_t arg2, uint32_t arg3)
{
	struct bench_cmd cmd = {
		.magic = BENCH_MAGIC, .op = op, .arg = { arg0, arg1, arg2, arg3 },
	};
	struct driver_message msg;
	unsigned int tries;

	if (next_saved == num_saved) {
		num_saved = 0;
		next_saved = 0;
	}
	CHECK(driver_send(&bench_driver, ASKER, BENCH_CONTROL_ADDR, &cmd, sizeof(cmd)));
	for (tries = 0; tries < 1000; tries++) {
		if (!driver_receive(&bench_driver, &msg)) {
			bench_step();
			continue;
		}
		if (msg.dst == ASKER) {
			CHECK(msg.src == BENCH_CONTROL_ADDR && msg.len == sizeof(cmd));
			memcpy(&cmd, msg.data, sizeof(cmd));
			CHECK(cmd.magic == BENCH_MAGIC);
			return cmd;
		}
		if (num_saved < 1024)
			saved[num_saved++] = msg;
	}
	CHECK(!"no answer");
	return cmd;
}
