// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* What the ports to ARMv7 cores share. Where things are comes from port.mk. */
#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/trace.h>

#include "fault.h"

#define DATA_ABORT	4u	/* the exception vector's number */
#define REGISTER_PC	15

uintptr_t port_fault_registers[OPENAMP_REGISTERS];

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
	/* How far the link register is behind the instruction (DDI 0406C, B1.8.3) */
	static const uint8_t ahead[] = { 0, 4, 4, 4, 8, 0, 4, 4 };
	static bool again;
	uint32_t addr = kind == DATA_ABORT ? data_fault_address() : 0;
	uint32_t pc = lr - ahead[kind & 7];

	/* A fault while this is printed must not print. */
	if (again)
		return;
	again = true;
	port_fault_registers[REGISTER_PC] = pc;
	openamp_save_registers(port_fault_registers);
	trace_printf("FAULT %s: lr 0x%08x spsr 0x%08x dfsr 0x%08x dfar 0x%08x\n",
		     names[kind & 7], lr, spsr, data_fault_status(),
		     data_fault_address());
	openamp_report_crash(RSC_HEALTH_FAULT, pc, addr, names[kind & 7]);
}
