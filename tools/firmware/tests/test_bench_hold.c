// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The bench application holds the ring from Linux back. */
#include "bench_driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct driver_message msg;

static unsigned int fill_ring(void)
{
	unsigned int count = 0;

	while (driver_send(&bench_driver, 9, BENCH_SINK_ADDR, &count, 4))
		count++;
	return count;
}

static void forever(void)
{
	unsigned int i;

	bench_driver_ready();
	CHECK(bench_ask(BENCH_OP_HOLD, BENCH_HOLD_FOREVER, 0, 0, 0).arg[0] ==
	      BENCH_OK);
	/* The command's own buffer came back, so there is room for all. */
	CHECK(fill_ring() == DRIVER_NUM);
	for (i = 0; i < 100; i++)
		bench_step();
	CHECK(driver_reclaim(&bench_driver) == 0);

	/* A reset ends it. */
	driver_stop(&bench_driver);
	bench_step();
	driver_start(&bench_driver, &bench_table.usual.rpmsg, 0);
	driver_send(&bench_driver, 9, BENCH_ECHO_ADDR, "x", 1);
	bench_step();
	CHECK(driver_receive(&bench_driver, &msg) && msg.src == BENCH_ECHO_ADDR);
}

/* The command must be the last that is taken, even in the middle of a batch. */
static void at_once(void)
{
	struct bench_cmd cmd = {
		.magic = BENCH_MAGIC, .op = BENCH_OP_HOLD,
		.arg = { BENCH_HOLD_FOREVER },
	};
	unsigned int i;

	bench_driver_ready();
	driver_send(&bench_driver, 9, BENCH_SINK_ADDR, "abcd", 4);
	driver_send(&bench_driver, 9, BENCH_CONTROL_ADDR, &cmd, sizeof(cmd));
	driver_send(&bench_driver, 9, BENCH_SINK_ADDR, "abcd", 4);
	for (i = 0; i < 10; i++)
		bench_step();
	CHECK(driver_reclaim(&bench_driver) == 2);
}

static void floods_go_on(void)
{
	unsigned int i, n = 0;

	bench_driver_ready();
	CHECK(bench_ask(BENCH_OP_SOURCE, 5, 5000, 8, 0).arg[0] == BENCH_OK);
	CHECK(bench_ask(BENCH_OP_HOLD, BENCH_HOLD_FOREVER, 0, 0, 0).arg[0] ==
	      BENCH_OK);
	for (i = 0; i < 5000; i++) {
		bench_step();
		while (driver_receive_saved(&msg))
			n++;
	}
	CHECK(n == 5000);
}

static void until_full(void)
{
	unsigned int i, round;

	bench_driver_ready();
	driver_ring_off(&bench_driver.out);
	CHECK(bench_ask(BENCH_OP_HOLD, BENCH_HOLD_FULL, 3, 0, 0).arg[0] == BENCH_OK);
	driver_reclaim(&bench_driver);

	/* Not full, Linux waits: nothing. */
	for (i = 0; i < DRIVER_NUM - 1; i++)
		driver_send(&bench_driver, 9, BENCH_SINK_ADDR, &i, 4);
	driver_ring_on(&bench_driver.out);
	for (i = 0; i < 100; i++)
		bench_step();
	CHECK(driver_reclaim(&bench_driver) == 0);

	/* Full, Linux does not wait: nothing. */
	driver_ring_off(&bench_driver.out);
	CHECK(fill_ring() == 1);
	host_rings = 0;
	for (i = 0; i < 100; i++)
		bench_step();
	CHECK(driver_reclaim(&bench_driver) == 0 && host_rings == 0);

	/* Full, and Linux waits: three, with one doorbell. And again. */
	for (round = 0; round < 5; round++) {
		host_rings = 0;
		driver_ring_on(&bench_driver.out);
		for (i = 0; i < 100; i++)
			bench_step();
		CHECK(driver_reclaim(&bench_driver) == 3 && host_rings == 1);
		driver_ring_off(&bench_driver.out);
		CHECK(fill_ring() == 3);
	}
}

/* More at a time than the application takes in one poll. */
static void until_full_many(void)
{
	unsigned int i;

	bench_driver_ready();
	driver_ring_off(&bench_driver.out);
	bench_ask(BENCH_OP_HOLD, BENCH_HOLD_FULL, 100, 0, 0);
	CHECK(fill_ring() == DRIVER_NUM);
	driver_ring_on(&bench_driver.out);
	for (i = 0; i < 100; i++)
		bench_step();
	CHECK(driver_reclaim(&bench_driver) == 100);
}

void test_bench_hold(void)
{
	RUN(forever, "bench: hold for ever, until a reset");
	RUN(at_once, "bench: hold takes effect with the very next message");
	RUN(floods_go_on, "bench: floods go on while the ring is held");
	RUN(until_full, "bench: hold until the ring is full and Linux waits");
	RUN(until_full_many, "bench: hold, then a hundred at a time");
}
