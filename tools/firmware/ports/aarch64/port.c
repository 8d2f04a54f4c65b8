// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * An application core of an arm64 system, in AArch64 state. Where things are
 * comes from port.mk.
 */
#include <stddef.h>

#include <openamp/port.h>
#include <openamp/trace.h>

#include "gic.h"
#include "port.h"

#ifndef PORT_PSCI_SMC
#define PORT_PSCI_SMC 0
#endif

/* CurrentEL of EL2 */
#define CURRENT_EL2 (2u << 2)

#define NUM_DOORBELLS 2u
static const uint32_t doorbells[NUM_DOORBELLS] = {
	PORT_INTID_KICK, PORT_INTID_STOP,
};

static bool from_el2;
static uint32_t stops;
static uint32_t kicks;

void port_entry(uint64_t current_el)
{
	from_el2 = current_el == CURRENT_EL2;
}

void port_init(void)
{
	gic_init(doorbells, NUM_DOORBELLS);
}

const char *port_core(void)
{
	return from_el2 ? PORT_CORE " from EL2" : PORT_CORE " from EL1";
}

void *port_shared(uint64_t da, uint32_t size)
{
	uint64_t offset = da - PORT_SHARED_BASE;

	if (da < PORT_SHARED_BASE || offset >= PORT_SHARED_SIZE ||
	    size > PORT_SHARED_SIZE - offset)
		return NULL;
	return (void *)(uintptr_t)da;
}

/* Full system: that is the domain of what is not cached. */
void port_mb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

void port_rmb(void)
{
	__asm__ volatile("dmb ld" : : : "memory");
}

void port_wmb(void)
{
	__asm__ volatile("dmb st" : : : "memory");
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	__asm__ volatile("dsb st" : : : "memory");
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
		if (intid == PORT_INTID_STOP)
			stops++;
		if (intid == PORT_INTID_KICK)
			kicks++;
		gic_eoi(intid);
	}
	/* What Linux stored before it rang is loaded after this. */
	__asm__ volatile("dsb sy" : : : "memory");
}

void port_idle(void)
{
	/* Masked at the core, a pending interrupt ends WFI all the same. */
	__asm__ volatile("dsb sy\n\twfi" : : : "memory");
	acknowledge_all();
}

uint32_t port_kicks(void)
{
	return kicks;
}

uint32_t port_stop_requests(void)
{
	return stops;
}

void port_stop(void)
{
	gic_off(doorbells, NUM_DOORBELLS);
	/* PSCI is where it was at entry: below a hypervisor, or above EL2. */
	port_cpu_off(from_el2 || PORT_PSCI_SMC);
}

void port_fault(uint64_t kind, uint64_t esr, uint64_t elr, uint64_t far)
{
	static const char * const names[] = {
		"synchronous", "irq", "fiq", "serror",
	};
	static bool again;

	/* A fault while this is printed must not print. */
	if (again)
		return;
	again = true;
	trace_printf("FAULT %s: elr 0x%08x esr 0x%08x far 0x%08x vector %u\n",
		     names[kind & 3], (uint32_t)elr, (uint32_t)esr, (uint32_t)far,
		     (uint32_t)kind);
	/* Nobody else can switch this core off. */
	while (!stops)
		port_idle();
	port_stop();
}
