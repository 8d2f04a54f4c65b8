// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-R5 of AMD Versal. Where things are comes from port.mk.
 *
 * Linux cannot ring this core: the doorbell would need an interrupt controller,
 * which not every model of the part has. The core polls.
 */
#include <stddef.h>

#include <openamp/port.h>
#include <openamp/trace.h>

#include "fault.h"

/*
 * Force Event Register for Error Interrupt Status, here the upper half of a 32-bit
 * register: Command Timeout Error (SD Host Controller Simplified Spec 3.0, 2.2.28).
 */
#define DOORBELL_RING 0x10000u

void port_init(void)
{
	/* Linux's mailbox driver has enabled the doorbell; nothing else is used. */
}

const char *port_core(void)
{
	return PORT_CORE;
}

void *port_shared(uint64_t da, uint32_t size)
{
	uint32_t offset;

	if (da < PORT_SHARED_BASE || da - PORT_SHARED_BASE >= PORT_SHARED_SIZE)
		return NULL;
	offset = (uint32_t)da - PORT_SHARED_BASE;
	if (size > PORT_SHARED_SIZE - offset)
		return NULL;
	return (void *)(uint32_t)da;
}

/* Full system: Linux's cores are outside of this core's shareability domain. */
void port_mb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

/* ARMv7 has no barrier for loads only. */
void port_rmb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
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
	__asm__ volatile("dsb sy" : : : "memory");
	*(volatile uint32_t *)PORT_DOORBELL = DOORBELL_RING;
}

bool port_has_kick(void)
{
	return false;
}

void port_idle(void)
{
	/*
	 * Neither WFI nor WFE: with no interrupt and no event from Linux they
	 * would never end. YIELD gives way where cores share something.
	 */
	__asm__ volatile("yield" : : : "memory");
}

static uint32_t data_fault_status(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c5, c0, 0" : "=r"(value));
	return value;
}

static uint32_t data_fault_address(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c6, c0, 0" : "=r"(value));
	return value;
}

void port_fault(uint32_t kind, uint32_t lr, uint32_t spsr)
{
	static const char * const names[] = {
		"reset", "undefined instruction", "supervisor call",
		"prefetch abort", "data abort", "reserved", "irq", "fiq",
	};
	static bool again;

	/* A fault while this is printed must not print. */
	if (again)
		return;
	again = true;
	trace_printf("FAULT %s: lr 0x%08x spsr 0x%08x dfsr 0x%08x dfar 0x%08x\n",
		     names[kind & 7], lr, spsr, data_fault_status(),
		     data_fault_address());
}
