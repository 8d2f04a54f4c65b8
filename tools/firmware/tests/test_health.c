// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Heartbeat, crash word, and a core that was reset by something else than Linux. */
#include <setjmp.h>
#include <string.h>

#include <openamp/health.h>

#include "../apps/bench_crash.h"
#include "bench_driver.h"
#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct rsc_health health;
static struct rsc_rpmsg_vdev vdev;
static struct rpmsg_device rdev;
static struct driver drv;
static uint32_t seen_asleep, seen_reason;
static jmp_buf out;

uint32_t bench_crashed;

void bench_crash(uint32_t kind, uint32_t ms)
{
	CHECK(ms == 7);
	bench_crashed = kind;
}

/* As Linux has just loaded it. */
static void load(void)
{
	const struct rsc_health loaded = RSC_HEALTH(1000);

	health = loaded;
	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(RPMSG_F_NS, DRIVER_NUM);
	host_rings = 0;
}

static void enter(void)
{
	openamp_health_init(&health);
	rpmsg_init_device(&rdev, &vdev, NULL);
}

static void see_asleep(void)
{
	seen_asleep = health.asleep;
}

/* Returns what asleep was in port_idle(). */
static uint32_t idle(bool has_kick)
{
	seen_asleep = 77;
	host_has_kick = has_kick;
	host_idle = see_asleep;
	rpmsg_idle(&rdev);
	host_idle = NULL;
	host_has_kick = false;
	return seen_asleep;
}

static void heartbeat(void)
{
	uint32_t beat;
	unsigned int i;

	load();
	CHECK(!health.boots && !health.beat);
	enter();
	CHECK(health.boots == 1 && health.beat && !health.asleep);
	for (i = 0; i < 100; i++) {
		beat = health.beat;
		rpmsg_poll(&rdev, i % 3);
		CHECK(health.beat == beat + 1);
	}
	driver_start(&drv, &vdev, RPMSG_F_NS);
	beat = health.beat;
	rpmsg_poll(&rdev, 9);
	CHECK(rdev.is_up && health.beat == beat + 1);
	health.beat = 0xffffffff;
	openamp_health_init(&health);
	CHECK(health.beat == 0);
	CHECK(health.period_ms == 1000 && health.size == sizeof(health));
}

static void sleeps(void)
{
	uint32_t beat;

	load();
	enter();
	beat = health.beat;
	CHECK(idle(true) == RSC_HEALTH_UNTIL_RUNG);
	CHECK(!health.asleep && health.beat == beat + 1);
	/* A core that polls is awake. */
	CHECK(idle(false) == 0 && !health.asleep);

	/* There is something to do: it does not sleep. */
	driver_start(&drv, &vdev, RPMSG_F_NS);
	rpmsg_poll(&rdev, 9);
	CHECK(driver_send(&drv, 1, 2, "x", 1));
	CHECK(idle(true) == 77 && !health.asleep);
	rpmsg_poll(&rdev, 9);
	CHECK(idle(true) == RSC_HEALTH_UNTIL_RUNG && !health.asleep);
}

static void see_reason(void)
{
	seen_reason = health.reason;
}

static void reports(void)
{
	char text[100];

	load();
	enter();
	host_notify = see_reason;
	memset(text, 'x', sizeof(text));
	openamp_report_crash(RSC_HEALTH_FAULT, 0x123456789abcdef0, 0xfedc, text);
	host_notify = NULL;
	/* It is there when Linux is rung, which is once. */
	CHECK(host_rings == 1 && seen_reason == RSC_HEALTH_FAULT);
	CHECK(health.pc[0] == 0x9abcdef0 && health.pc[1] == 0x12345678);
	CHECK(health.addr[0] == 0xfedc && !health.addr[1]);
	CHECK(!memcmp(health.text, text, sizeof(health.text)));
	/* What comes of the first one is not told. */
	openamp_report_crash(RSC_HEALTH_PANIC, 1, 2, "again");
	CHECK(host_rings == 1 && health.reason == RSC_HEALTH_FAULT);
	CHECK(health.text[0] == 'x');

	load();
	enter();
	openamp_report_crash(RSC_HEALTH_WATCHDOG, 0, 0, "");
	CHECK(health.reason == RSC_HEALTH_WATCHDOG && !health.text[0]);
}

static void leave(void)
{
	longjmp(out, 1);
}

static void panics(void)
{
	load();
	enter();
	host_idle = leave;
	if (!setjmp(out))
		openamp_panic(RSC_HEALTH_PANIC, "out of luck");
	host_idle = NULL;
	CHECK(host_rings == 1 && health.reason == RSC_HEALTH_PANIC);
	CHECK(!strcmp(health.text, "out of luck") && health.pc[0]);
}

static void own_reset(void)
{
	load();
	enter();
	CHECK(!openamp_was_reset() && !health.reason && !host_rings);
	driver_start(&drv, &vdev, RPMSG_F_NS);
	rpmsg_poll(&rdev, 9);
	CHECK(rdev.is_up);

	/* The entry point again, with the table and the rings as they are. */
	enter();
	CHECK(openamp_was_reset() && health.boots == 2);
	CHECK(health.reason == RSC_HEALTH_OWN_RESET && host_rings);
	rpmsg_poll(&rdev, 9);
	CHECK(!rdev.is_up);

	/* Linux resets the device: that goes on, whatever it thinks of the rest. */
	driver_stop(&drv);
	rpmsg_poll(&rdev, 9);
	driver_start(&drv, &vdev, RPMSG_F_NS);
	rpmsg_poll(&rdev, 9);
	CHECK(rdev.is_up);

	/* And what Linux loads anew was not reset. */
	load();
	enter();
	CHECK(!openamp_was_reset() && !health.reason);
}

static void reset_after_crash(void)
{
	load();
	enter();
	openamp_report_crash(RSC_HEALTH_FAULT, 5, 6, "first");
	enter();
	CHECK(openamp_was_reset() && health.reason == RSC_HEALTH_FAULT);
	CHECK(!strcmp(health.text, "first"));
}

static void on_request(void)
{
	uint32_t kind;

	for (kind = BENCH_CRASH_FAULT; kind <= BENCH_CRASH_TAKEN; kind++) {
		bench_driver_ready();
		bench_crashed = 0;
		CHECK(bench_ask(BENCH_OP_CRASH, kind, 7, 0, 0).arg[0] == BENCH_OK);
		bench_step();
		CHECK(bench_crashed == kind);
	}
	bench_driver_ready();
	bench_crashed = 0;
	CHECK(bench_ask(BENCH_OP_CRASH, 0, 0, 0, 0).arg[0] == BENCH_BAD);
	CHECK(bench_ask(BENCH_OP_CRASH, kind, 0, 0, 0).arg[0] == BENCH_BAD);
	bench_step();
	CHECK(!bench_crashed);
}

void test_health(void)
{
	RUN(heartbeat, "health: each poll is a heartbeat");
	RUN(sleeps, "health: asleep only while it waits for Linux");
	RUN(reports, "health: the first crash is told, once, and whole");
	RUN(panics, "health: a panic is told and does not return");
	RUN(own_reset, "health: a reset that is not Linux's is a crash");
	RUN(reset_after_crash, "health: what came before the reset stays");
	RUN(on_request, "health: bench crashes on request, after the answer");
}
