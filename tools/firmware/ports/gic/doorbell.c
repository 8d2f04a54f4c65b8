// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over interrupts of the GIC, in both directions. port.mk says which they
 * are: PORT_INTID_KICK and PORT_INTID_LINUX, PORT_INTID_STOP if Linux has to ask the core
 * to stop, and PORT_INTID_TIMER if the port has a timer.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "gic.h"
#include "words.h"

/* A number that no interrupt has. */
#ifndef PORT_INTID_STOP
#define PORT_INTID_STOP GIC_SPECIAL
#endif

#define NUM_DOORBELLS (PORT_INTID_STOP == GIC_SPECIAL ? 1u : 2u)

static const uint32_t doorbells[2] = { PORT_INTID_KICK, PORT_INTID_STOP };
static uint32_t kicks;
static uint32_t stops;
static uint64_t idled;

static void dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

void doorbell_init(void)
{
	gic_init(doorbells, NUM_DOORBELLS);
#ifdef PORT_INTID_TIMER
	gic_own(PORT_INTID_TIMER);
#endif
}

void doorbell_keep(void)
{
	gic_keep(doorbells, NUM_DOORBELLS);
}

void doorbell_off(void)
{
	gic_off(doorbells, NUM_DOORBELLS);
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	dsb();
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
		if (intid == PORT_INTID_KICK) {
			kicks++;
			stops += words_ask_to_stop();
		}
		if (intid == PORT_INTID_STOP)
			stops++;
#ifdef PORT_INTID_TIMER
		if (intid == PORT_INTID_TIMER)
			port_tick();
#endif
		gic_eoi(intid);
	}
	/* What Linux stored before it rang is loaded after this. */
	dsb();
}

void port_idle(void)
{
	uint64_t begin = port_now();

	/* Masked at the core, a pending interrupt ends WFI all the same. */
	dsb();
	__asm__ volatile("wfi" : : : "memory");
	idled += port_now() - begin;
	acknowledge_all();
}

void port_take_kick(void)
{
	gic_set_bit(GICD_ISPENDR, PORT_INTID_KICK);
	while (gic_ack() != PORT_INTID_KICK)
		;
}

uint64_t port_idled(void)
{
	return idled;
}

uint32_t port_kicks(void)
{
	return kicks;
}

uint32_t port_stop_requests(void)
{
	return stops;
}
