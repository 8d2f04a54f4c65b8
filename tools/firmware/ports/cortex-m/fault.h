/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
#ifndef PORT_FAULT_H
#define PORT_FAULT_H

#include <stdint.h>

#include <openamp/health.h>

/* Of the linker script: the stack that is used till a fault. */
extern uint32_t __stack_bottom[], __stack_top[];

/* r4 to r11 are written by start.S before it calls port_fault(). */
extern uintptr_t port_fault_registers[OPENAMP_REGISTERS];

/**
 * port_fault() - leave a line about an exception in the log, and tell Linux
 * @frame: what the core has put onto the stack: r0 to r3, r12, lr, pc, xpsr
 * @exception: its number (Armv7-M ARM, B1.5.2)
 *
 * Called by start.S, which parks the core afterwards.
 */
void port_fault(const uint32_t *frame, uint32_t exception);

#endif /* PORT_FAULT_H */
