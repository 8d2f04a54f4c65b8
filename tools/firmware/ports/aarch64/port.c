// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * An application core of an arm64 system, in AArch64 state. Where things are
 * comes from port.mk.
 */
#include <stddef.h>

#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/trace.h>

#include "doorbell.h"
#include "port.h"
#include "words.h"

#ifndef PORT_PSCI_SMC
#define PORT_PSCI_SMC 0
#endif

/* Linux can't switch this core off. It can only ask. */
#ifndef PORT_INTID_STOP
#error "PORT_INTID_STOP: the doorbell by which Linux asks this core to stop"
#endif

#define NS_PER_S	1000000000u

/* CurrentEL of EL2 */
#define CURRENT_EL2 (2u << 2)

/*
 * Not cleared at the entry point: a core that goes there by itself, having been reset
 * or not, is at EL1 and PSCI where it was before. Linux loads it with 0.
 */
static bool from_el2 OPENAMP_TRACE_SECTION;

uintptr_t port_fault_registers[OPENAMP_REGISTERS];

void port_entry(uint64_t current_el)
{
	if (current_el == CURRENT_EL2)
		from_el2 = true;
}

/* In a second, and in each one from then on. */
static void timer_start(void)
{
	uint64_t frequency;

	__asm__ volatile("mrs %0, cntfrq_el0" : "=r" (frequency));
	__asm__ volatile("msr cntv_tval_el0, %0" : : "r" (frequency));
	__asm__ volatile("msr cntv_ctl_el0, %0; isb" : : "r" (1ul));
}

/* A core that was started before Linux is not rung until it has taken its SPIs back. */
void port_tick(void)
{
	timer_start();
	doorbell_keep();
}

void port_init(void)
{
	doorbell_init();
	words_init();
	timer_start();
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

/* The counter that all cores share; the hypervisor's offset does not matter. */
uint64_t port_now(void)
{
	uint64_t ticks, frequency;

	__asm__ volatile("isb; mrs %0, cntvct_el0" : "=r" (ticks) : : "memory");
	__asm__ volatile("mrs %0, cntfrq_el0" : "=r" (frequency));
	return ticks / frequency * NS_PER_S +
	       ticks % frequency * NS_PER_S / frequency;
}

void port_stop(void)
{
	__asm__ volatile("msr cntv_ctl_el0, xzr");
	doorbell_off();
	words_off();
	/* PSCI is where it was at entry: below a hypervisor, or above EL2. */
	port_cpu_off(from_el2 || PORT_PSCI_SMC);
}

/* ESR_EL1.EC of the exceptions that firmware has as a rule (DDI 0487, ESR_EL1) */
static const char *exception_class(uint64_t esr)
{
	switch (esr >> 26 & 0x3f) {
	case 0x00:
		return "undefined instruction";
	case 0x0e:
		return "illegal execution state";
	case 0x20:
	case 0x21:
		return "instruction abort";
	case 0x22:
		return "pc not aligned";
	case 0x24:
	case 0x25:
		return "data abort";
	case 0x26:
		return "sp not aligned";
	case 0x3c:
		return "brk instruction";
	default:
		return "synchronous exception";
	}
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
	openamp_save_registers(port_fault_registers);
	trace_printf("FAULT %s: elr 0x%08x esr 0x%08x far 0x%08x vector %u\n",
		     names[kind & 3], (uint32_t)elr, (uint32_t)esr, (uint32_t)far,
		     (uint32_t)kind);
	openamp_report_crash(RSC_HEALTH_FAULT, elr, far,
			     kind & 3 ? names[kind & 3] : exception_class(esr));
	/* Nobody else can switch this core off. */
	while (!port_stop_requests())
		port_idle();
	port_stop();
}
