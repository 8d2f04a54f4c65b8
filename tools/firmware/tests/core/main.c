// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The sample application "echo" with the port and the library on a core of its own kind,
 * which plays Linux as well: there is nobody else. The machine is a debugger's
 * (semihosting, Arm 2003-0013): results are written there.
 *
 * What the port leaves to the board, doorbells, is the test's.
 */
#include <stddef.h>
#include <string.h>

#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/trace.h>

#include "../../apps/app.h"
#include "doorbell.h"
#include "driver.h"

#define SYS_WRITE0		0x04
#define SYS_EXIT_EXTENDED	0x20
#define APPLICATION_EXIT	0x20026u

#define ECHO_ADDR	1024u
#define ROUNDS		70000u	/* 16-bit indices wrap */
#define NOWHERE		0xfffffff0u	/* no Cortex-M lets anything be there */

static struct openamp_table *table;
static struct driver drv;
static struct driver_message msg;
static uint8_t data[DRIVER_MTU];
static unsigned int tests, failed;
static bool expects_crash;

static void semihost(uint32_t operation, const void *argument)
{
	register uint32_t r0 __asm__("r0") = operation;
	register const void *r1 __asm__("r1") = argument;

	__asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static void number(char *text, unsigned int n)
{
	char *at = text + 1 + (n > 9);

	*at = '\0';
	for (; at > text; n /= 10)
		*--at = (char)('0' + n % 10);
}

static void result(bool good, const char *name)
{
	char count[3];

	number(count, ++tests);
	failed += !good;
	semihost(SYS_WRITE0, good ? "ok " : "not ok ");
	semihost(SYS_WRITE0, count);
	semihost(SYS_WRITE0, " - ");
	semihost(SYS_WRITE0, name);
	semihost(SYS_WRITE0, "\n");
}

static void done(void)
{
	const uint32_t block[] = { APPLICATION_EXIT, failed ? 1 : 0 };
	char count[3];

	number(count, tests);
	semihost(SYS_WRITE0, "1..");
	semihost(SYS_WRITE0, count);
	semihost(SYS_WRITE0, "\n");
	semihost(SYS_EXIT_EXTENDED, block);
}

void doorbell_init(void)
{
}

bool port_has_kick(void)
{
	return false;
}

void port_idle(void)
{
}

/* Rung in the fault handler: what Linux finds then. */
static void crashed(void)
{
	const struct rsc_health *health = &table->health;

	result(health->reason == RSC_HEALTH_FAULT, "a fault is reported");
	result(health->addr[0] == NOWHERE, "with the address of the access");
	result(!memcmp(health->text, "bus fault", sizeof("bus fault")), "with what it is");
	result(health->pc[0] && !(health->pc[0] & 1),
	       "with the address of the instruction");
	done();
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	(void)notifyids;
	(void)count;
	if (expects_crash)
		crashed();
}

static bool comes_up(void)
{
	struct rsc_rpmsg_vdev *vdev = app_init()->vdev;

	table = (void *)((uint8_t *)vdev - offsetof(struct openamp_table, rpmsg));
	driver_start(&drv, vdev, 0xffffffff);
	app_step();
	return driver_receive(&drv, &msg) && msg.dst == 53 && msg.len == 40 &&
	       !memcmp(msg.data, "rpmsg-raw", sizeof("rpmsg-raw"));
}

static bool echoes(void)
{
	uint32_t i, k, len;

	for (i = 0; i < ROUNDS; i++) {
		len = i % (DRIVER_MTU + 1);
		for (k = 0; k < len; k += 7)
			data[k] = (uint8_t)(i + k);
		if (!driver_send(&drv, 7, ECHO_ADDR, data, len) || !app_step() ||
		    !driver_receive(&drv, &msg) || msg.len != len ||
		    memcmp(msg.data, data, len))
			return false;
		driver_reclaim(&drv);
	}
	return true;
}

static bool refuses(void)
{
	return !port_shared(PORT_SHARED_BASE - 1, 1) &&
	       !port_shared(PORT_DATA_BASE, 1) &&
	       !port_shared(PORT_SHARED_BASE, PORT_SHARED_SIZE + 1) &&
	       !port_shared(PORT_SHARED_BASE + PORT_SHARED_SIZE, 1) &&
	       !port_shared(PORT_SHARED_BASE + 1, 0xffffffff) &&
	       !port_shared(PORT_SHARED_BASE + 0x100000000ull, 1) &&
	       port_shared(PORT_SHARED_BASE, PORT_SHARED_SIZE);
}

int main(void)
{
	port_init();
	result(comes_up(), "echo announces itself");
	result(echoes(), "70000 messages of 0 to 496 bytes come back");
	result(refuses(), "addresses outside of the shared memory are refused");
	expects_crash = true;
	(void)*(volatile uint32_t *)NOWHERE;
	__asm__ volatile("dsb sy" : : : "memory");
	result(false, "a fault is a fault");
	done();
	return 0;
}
