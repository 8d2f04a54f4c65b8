// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Faults of a Cortex-M (Armv7-M Architecture Reference Manual, DDI 0403E, B3.2). */
#include <stdbool.h>

#include <openamp/trace.h>

#include "fault.h"
#include "scs.h"

#define SCB_CFSR		0xe000ed28u	/* why */
#define CFSR_MEMORY		0x000000ffu
#define CFSR_MMFAR_VALID	(1u << 7)
#define CFSR_BUS		0x0000ff00u
#define CFSR_BFAR_VALID		(1u << 15)
#define CFSR_USAGE		0xffff0000u
#define SCB_HFSR		0xe000ed2cu
#define SCB_MMFAR		0xe000ed34u
#define SCB_BFAR		0xe000ed38u

#define EXCEPTION_HARD_FAULT	3u
#define XPSR_PADDED		(1u << 9)	/* a word was left out to align the stack */

/* Places in the frame, and of registers for a dump. */
enum { FRAME_R0, FRAME_R12 = 4, FRAME_LR, FRAME_PC, FRAME_XPSR, FRAME_WORDS };
enum { REG_R12 = 12, REG_SP, REG_LR, REG_PC, REG_PSR };

uintptr_t port_fault_registers[OPENAMP_REGISTERS];

/* With interrupts masked, all of these are hard faults (B1.5.8). */
static const char *fault_name(uint32_t exception, uint32_t why)
{
	if (why & CFSR_MEMORY)
		return "memory fault";
	if (why & CFSR_BUS)
		return "bus fault";
	if (why & CFSR_USAGE)
		return "usage fault";

	return exception == EXCEPTION_HARD_FAULT ? "hard fault" : "exception";
}

static uint32_t fault_address(uint32_t why)
{
	if (why & CFSR_MMFAR_VALID)
		return scs_read(SCB_MMFAR);

	return why & CFSR_BFAR_VALID ? scs_read(SCB_BFAR) : 0;
}

static void save_frame(const uint32_t *frame)
{
	unsigned int i;

	for (i = FRAME_R0; i < FRAME_R12; i++)
		port_fault_registers[i] = frame[i];
	port_fault_registers[REG_R12] = frame[FRAME_R12];
	port_fault_registers[REG_LR] = frame[FRAME_LR];
	port_fault_registers[REG_PC] = frame[FRAME_PC];
	port_fault_registers[REG_PSR] = frame[FRAME_XPSR];
	port_fault_registers[REG_SP] = (uintptr_t)(frame + FRAME_WORDS) +
				       (frame[FRAME_XPSR] & XPSR_PADDED ? 4 : 0);
}

void port_fault(const uint32_t *frame, uint32_t exception)
{
	uint32_t why = scs_read(SCB_CFSR), address = fault_address(why);
	const char *name = fault_name(exception, why);
	static bool again;

	/* A fault while this is printed must not print. */
	if (again)
		return;
	again = true;
	/* After a stack overflow there is no frame, and reading it would be a lock-up. */
	if (frame >= __stack_bottom && frame + FRAME_WORDS <= __stack_top)
		save_frame(frame);
	openamp_save_registers(port_fault_registers);
	trace_printf("FAULT %s %u: pc 0x%08x cfsr 0x%08x hfsr 0x%08x address 0x%08x\n",
		     name, exception, port_fault_registers[REG_PC], why,
		     scs_read(SCB_HFSR), address);
	openamp_report_crash(RSC_HEALTH_FAULT, port_fault_registers[REG_PC],
			     address, name);
}
