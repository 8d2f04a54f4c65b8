// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The echo application. */
#include <string.h>

#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct driver drv;
static struct driver_message msg;
static uint8_t data[DRIVER_MTU];

static void start(void)
{
	echo_table.rpmsg.status = 0;
	echo_table.health.boots = 0;
	echo_init();
	driver_start(&drv, &echo_table.rpmsg, 0xffffffff);
	echo_step();
}

static void announces(void)
{
	start();
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.dst == 53 && msg.len == 40);
	CHECK(!strcmp((char *)msg.data, "rpmsg-raw"));
	CHECK(msg.data[32] == 0 && msg.data[33] == 4 && msg.data[36] == 0);
	CHECK(trace_has(&echo_table, "openamp echo: hello from host "));
	CHECK(trace_has(&echo_table, "(plain rings, 256 buffers each way)\n"));
	CHECK(trace_has(&echo_table, "rings at 0x3e100000 and 0x3e108000"));
	CHECK(trace_has(&echo_table, "announcing \"rpmsg-raw\" at 0x400\n"));
	CHECK(echo_table.trace.len == 4096);
}

static void sizes(void)
{
	static const uint32_t sizes[] = { 0, 1, 16, 495, 496 };
	unsigned int i, k;

	start();
	driver_receive(&drv, &msg);
	for (i = 0; i < 5; i++) {
		for (k = 0; k < sizes[i]; k++)
			data[k] = (uint8_t)(k * 7 + i);
		CHECK(driver_send(&drv, 0x1000 + i, 1024, data, sizes[i]));
		CHECK(echo_step());
		CHECK(driver_receive(&drv, &msg));
		CHECK(msg.src == 1024 && msg.dst == 0x1000 + i);
		CHECK(msg.len == sizes[i] && !memcmp(msg.data, data, sizes[i]));
	}
	CHECK(!echo_step());
	CHECK(trace_has(&echo_table, "message 4: 495 bytes from 0x1003\n"));
}

static void in_order(void)
{
	uint32_t sent = 0, got = 0, value;

	start();
	driver_receive(&drv, &msg);
	/* 64 in flight, and 16-bit indices that wrap. */
	while (got < 70000) {
		while (sent < 70000 && sent - got < 64) {
			CHECK(driver_send(&drv, 7, 1024, &sent, sizeof(sent)));
			sent++;
		}
		CHECK(echo_step());
		while (driver_receive(&drv, &msg)) {
			memcpy(&value, msg.data, sizeof(value));
			CHECK(value == got);
			got++;
		}
	}
	CHECK(trace_has(&echo_table, "message 16: 4 bytes from 0x7\n"
				     "further messages are not logged\n"
				     "10000 messages\n20000 messages\n"));
	CHECK(trace_has(&echo_table, "\n70000 messages\n"));
	CHECK(!trace_has(&echo_table, "message 17"));
}

/* Linux gives no buffers back: its own sending is held back, nothing is lost. */
static void back_pressure(void)
{
	struct vring_used_elem elem[DRIVER_NUM], got;
	uint32_t sent = 0, value, i;

	start();
	driver_receive(&drv, &msg);
	for (i = 0; i < 600; i++) {
		if (driver_send(&drv, 7, 1024, &sent, sizeof(sent)))
			sent++;
		echo_step();
	}
	CHECK(sent == 2 * DRIVER_NUM);
	for (i = 0; i < DRIVER_NUM; i++)
		CHECK(driver_get(&drv.in, &elem[i]));
	CHECK(!driver_get(&drv.in, &elem[0]));
	for (i = 0; i < DRIVER_NUM; i++) {
		driver_add(&drv.in, (uint16_t)elem[i].id);
		CHECK(echo_step());
		CHECK(driver_get(&drv.in, &got) && got.id == elem[i].id);
		memcpy(&value, host_shared + drv.in.buffers +
		       got.id * DRIVER_BUF_SIZE + sizeof(struct rpmsg_header), 4);
		CHECK(value == DRIVER_NUM + i);
	}
	CHECK(!echo_step());
}

void test_echo(void)
{
	RUN(announces, "echo: announces itself and says so in the log");
	RUN(sizes, "echo: messages of 0 to 496 bytes");
	RUN(in_order, "echo: 70000 in order with 64 in flight");
	RUN(back_pressure, "echo: without buffers it holds back and loses nothing");
}
