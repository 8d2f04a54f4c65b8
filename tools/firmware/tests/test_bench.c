// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The bench application: commands, floods, sink. */
#include <stddef.h>
#include <string.h>

#include <openamp/bench_proto.h>

#include "bench_driver.h"
#include "tap.h"
#include "tests.h"

static struct driver_message msg;

static void announces(void)
{
	bench_driver_start(0xffffffff);
	CHECK(driver_receive(&bench_driver, &msg));
	CHECK(msg.dst == 53 && !strcmp((char *)msg.data, "rpmsg-raw"));
	CHECK(msg.data[32] == 30 && msg.data[33] == 0);
	CHECK(!driver_receive(&bench_driver, &msg));
	CHECK(trace_has(&bench_table.usual, "openamp bench: hello from host"));
}

static void echoes(void)
{
	bench_driver_ready();
	driver_send(&bench_driver, 9, BENCH_ECHO_ADDR, "ping", 4);
	bench_step();
	CHECK(driver_receive(&bench_driver, &msg));
	CHECK(msg.src == 30 && msg.dst == 9 && !memcmp(msg.data, "ping", 4));
}

static void sinks(void)
{
	static const uint32_t words[] = { 100, 101, 102, 104, 105, 4, 5 };
	struct bench_cmd cmd;
	unsigned int i;

	bench_driver_ready();
	for (i = 0; i < 7; i++) {
		driver_send(&bench_driver, 9, BENCH_SINK_ADDR, &words[i], 4);
		driver_send(&bench_driver, 9, BENCH_SINK_ADDR, "abc", 3);
	}
	cmd = bench_ask(BENCH_OP_SINK_STATS, 0, 0, 0, 0);
	CHECK(cmd.op == (BENCH_OP_SINK_STATS | BENCH_REPLY));
	CHECK(cmd.arg[0] == 14 && cmd.arg[1] == 49 && cmd.arg[2] == 2 &&
	      cmd.arg[3] == 0);
	cmd = bench_ask(BENCH_OP_SINK_STATS, 0, 0, 0, 0);
	CHECK(cmd.arg[0] == 0 && cmd.arg[1] == 0 && cmd.arg[2] == 0);
	driver_send(&bench_driver, 9, BENCH_SINK_ADDR, &words[6], 4);
	cmd = bench_ask(BENCH_OP_SINK_STATS, 0, 0, 0, 0);
	CHECK(cmd.arg[0] == 1 && cmd.arg[2] == 0);
}

/* This port has neither a clock nor doorbells, but it rings. */
static void tells_times(void)
{
	struct bench_cmd cmd;
	uint32_t rings;

	bench_driver_ready();
	cmd = bench_ask(BENCH_OP_TIMES, 0, 0, 0, 0);
	CHECK(cmd.op == (BENCH_OP_TIMES | BENCH_REPLY));
	CHECK(!cmd.arg[0] && !cmd.arg[1] && !cmd.arg[2]);
	rings = cmd.arg[3];
	cmd = bench_ask(BENCH_OP_TIMES, 0, 0, 0, 0);
	CHECK(cmd.arg[3] == rings + 1);
}

static void check_payload(uint32_t sequence, uint32_t count, uint32_t size)
{
	struct bench_payload head;
	uint32_t i;

	memcpy(&head, msg.data, sizeof(head));
	CHECK(msg.len == size);
	CHECK(head.sequence == sequence && head.count == count);
	for (i = sizeof(head); i < size; i++)
		CHECK(msg.data[i] == (uint8_t)(sequence + i));
}

static void flood(void)
{
	static const uint32_t sizes[] = { 8, 9, 11, 100, 263, 264, 265, 495, 496 };
	uint32_t i, n;

	bench_driver_ready();
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct bench_cmd cmd;

		cmd = bench_ask(BENCH_OP_SOURCE, 5, 400, sizes[i], 2);
		CHECK(cmd.arg[0] == BENCH_OK && cmd.arg[1] == 400);
		for (n = 0; n < 400; n++) {
			while (!driver_receive(&bench_driver, &msg))
				CHECK(bench_step());
			CHECK(msg.src == BENCH_SOURCE_ADDR + 2 && msg.dst == 5);
			check_payload(n, 400, sizes[i]);
		}
		CHECK(!bench_step());
		CHECK(!driver_receive(&bench_driver, &msg));
		cmd = bench_ask(BENCH_OP_SOURCE_STATS, 0, 0, 0, 2);
		CHECK(cmd.arg[0] == 400 && cmd.arg[1] == 0);
	}
}

/* Four floods at once, a slow reader, and echo and commands in between. */
static void four_floods(void)
{
	uint32_t got[BENCH_SOURCES] = { 0 };
	uint32_t echoed = 0, asked = 0, total = 0;
	unsigned int i;

	bench_driver_ready();
	for (i = 0; i < BENCH_SOURCES; i++)
		CHECK(bench_ask(BENCH_OP_SOURCE, 50 + i, 20000, 8 + 100 * i, i).arg[0] ==
		      BENCH_OK);
	CHECK(bench_ask(BENCH_OP_SOURCE, 1, 1, 8, 1).arg[0] == BENCH_BAD);

	while (total < 80000) {
		bench_step();
		if (asked == echoed && asked < 1000) {
			driver_send(&bench_driver, 77, BENCH_ECHO_ADDR, &asked, 4);
			asked++;
		}
		/* Never more than three buffers come back between two steps. */
		for (i = 0; i < 3 && driver_receive_saved(&msg); i++) {
			unsigned int id = msg.src - BENCH_SOURCE_ADDR;

			if (msg.src == BENCH_ECHO_ADDR) {
				CHECK(!memcmp(msg.data, &echoed, 4));
				echoed++;
				continue;
			}
			CHECK(id < BENCH_SOURCES && msg.dst == 50 + id);
			check_payload(got[id], 20000, 8 + 100 * id);
			got[id]++;
			total++;
			/* The first began a few batches before the last. */
			CHECK(got[0] < got[3] + 512);
		}
	}
	/* Echo was served all the while. */
	CHECK(echoed >= 200);
	for (i = 0; i < BENCH_SOURCES; i++)
		CHECK(got[i] == 20000);
}

static void bad_commands(void)
{
	struct bench_cmd cmd = { .magic = BENCH_MAGIC, .op = BENCH_OP_SINK_STATS };

	bench_driver_ready();
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 1, 7, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 1, 497, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 1, 0xffffffff, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 1, 8, 4).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 1, 8, 0xffffffff).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_HOLD, 0, 0, 0, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_HOLD, 3, 0, 0, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(0, 9, 9, 9, 9).arg[0] == BENCH_BAD);
	CHECK(bench_ask(99, 9, 9, 9, 9).op == (99 | BENCH_REPLY));
	CHECK(bench_ask(BENCH_OP_SOURCE_STATS, 9, 9, 9, 4).arg[0] == 0);

	/* Not commands at all: no answer. */
	driver_send(&bench_driver, 9, BENCH_CONTROL_ADDR, &cmd, sizeof(cmd) - 1);
	cmd.magic++;
	driver_send(&bench_driver, 9, BENCH_CONTROL_ADDR, &cmd, sizeof(cmd));
	while (bench_step())
		;
	CHECK(!driver_receive(&bench_driver, &msg));
	CHECK(driver_reclaim(&bench_driver) > 0);
}

static void announce_others(void)
{
	unsigned int op;

	bench_driver_ready();
	for (op = BENCH_OP_ANNOUNCE; op <= BENCH_OP_CLIENT_ANNOUNCE; op++) {
		const char *name = op == BENCH_OP_ANNOUNCE ? "rpmsg-raw" :
							     "rpmsg-openamp-test";
		unsigned int create;

		for (create = 0; create < 2; create++) {
			CHECK(bench_ask(op, create, 0x1f2, 0, 0).arg[0] == BENCH_OK);
			CHECK(driver_receive_saved(&msg));
			CHECK(msg.dst == 53 && msg.len == 40);
			CHECK(!strcmp((char *)msg.data, name));
			CHECK(msg.data[32] == 0xf2 && msg.data[33] == 1);
			CHECK(msg.data[36] == !create);
		}
	}
}

/* One buffer only: an announcement needs two, one for the answer. */
static void announce_short_of_buffers(void)
{
	struct bench_cmd cmd = {
		.magic = BENCH_MAGIC, .op = BENCH_OP_ANNOUNCE, .arg = { 1, 7 },
	};
	struct vring_used_elem elem;
	unsigned int i;

	bench_driver_ready();
	bench_ask(BENCH_OP_SOURCE, 5, 255, 8, 0);
	for (i = 0; i < 20; i++)
		bench_step();
	driver_send(&bench_driver, 9, BENCH_CONTROL_ADDR, &cmd, sizeof(cmd));
	for (i = 0; i < 5; i++)
		CHECK(!bench_step());
	for (i = 0; i < 255; i++)
		CHECK(driver_get(&bench_driver.in, &elem));
	CHECK(!driver_get(&bench_driver.in, &elem));
	driver_add(&bench_driver.in, (uint16_t)elem.id);
	CHECK(bench_step());
	CHECK(driver_receive(&bench_driver, &msg) && msg.dst == 53);
	CHECK(driver_receive(&bench_driver, &msg) && msg.dst == 9);
	CHECK(msg.data[7] == 0x80 && msg.data[8] == BENCH_OK);
}

static void expect_greeting(uint32_t dst)
{
	CHECK(driver_receive_saved(&msg));
	CHECK(msg.src == BENCH_TALK_ADDR && msg.dst == dst && msg.len == 5);
	CHECK(!memcmp(msg.data, BENCH_GREETING, 5));
	CHECK(!driver_receive_saved(&msg));
}

/* An empty message says where to send to; another program's is followed. */
static void talks_first(void)
{
	bench_driver_ready();
	driver_send(&bench_driver, 9, BENCH_TALK_ADDR, "", 0);
	bench_step();
	expect_greeting(9);
	CHECK(!bench_step());
	driver_send(&bench_driver, 11, BENCH_TALK_ADDR, "", 0);
	bench_step();
	expect_greeting(11);
}

static void announce_to_it(uint32_t addr, uint32_t flags)
{
	struct rpmsg_ns_message ns = {
		.name = "a", .addr = addr, .flags = flags,
	};

	driver_send(&bench_driver, addr, RPMSG_NS_ADDR, &ns, sizeof(ns));
	bench_step();
}

static void greets_services(void)
{
	bench_driver_ready();
	announce_to_it(20, RPMSG_NS_CREATE);
	CHECK(!driver_receive_saved(&msg));
	CHECK(bench_ask(BENCH_OP_GREET, 1, 0, 0, 0).arg[0] == BENCH_OK);
	announce_to_it(21, RPMSG_NS_CREATE);
	expect_greeting(21);
	announce_to_it(21, RPMSG_NS_DESTROY);
	CHECK(!driver_receive_saved(&msg));
	CHECK(bench_ask(BENCH_OP_GREET, 0, 0, 0, 0).arg[0] == BENCH_OK);
	announce_to_it(22, RPMSG_NS_CREATE);
	CHECK(!driver_receive_saved(&msg));
}

void test_bench(void)
{
	RUN(announces, "bench: announces its echo endpoint");
	RUN(echoes, "bench: echo");
	RUN(sinks, "bench: sink counts messages, bytes and gaps");
	RUN(tells_times, "bench: tells how often it rang");
	RUN(flood, "bench: a flood of each size, every byte");
	RUN(four_floods, "bench: four floods, a slow reader, echo in between");
	RUN(bad_commands, "bench: bad commands");
	RUN(announce_others, "bench: announces and withdraws on command");
	RUN(announce_short_of_buffers, "bench: a command waits for its buffers");
	RUN(talks_first, "bench: speaks first to whom an empty message came from");
	RUN(greets_services, "bench: greets what Linux announces, if it is asked to");
}
