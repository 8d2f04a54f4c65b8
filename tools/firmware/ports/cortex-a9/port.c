// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-A9 of i.MX6Q. Linux stops this core by its reset, without asking. Where
 * things are comes from port.mk.
 */
#include <openamp/port.h>

#include "gic.h"

static const uint32_t doorbell = PORT_INTID_KICK;
static uint32_t kicks;

void port_init(void)
{
	gic_init(&doorbell, 1);
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	__asm__ volatile("dsb" : : : "memory");
	gic_set_bit(GICD_ISPENDR, PORT_INTID_LINUX);
}

bool port_has_kick(void)
{
	return true;
}

static void acknowledge_all(void)
{
	uint32_t intid;

	while ((intid = gic_ack()) < GIC_SPECIAL) {
		if (intid == PORT_INTID_KICK)
			kicks++;
		gic_eoi(intid);
	}
	/* What Linux stored before it rang is loaded after this. */
	__asm__ volatile("dsb" : : : "memory");
}

void port_idle(void)
{
	/* Masked at the core, a pending interrupt ends WFI all the same. */
	__asm__ volatile("dsb\n\twfi" : : : "memory");
	acknowledge_all();
}

uint32_t port_kicks(void)
{
	return kicks;
}
