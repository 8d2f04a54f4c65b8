/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
#ifndef PORT_FAULT_H
#define PORT_FAULT_H

#include <stdint.h>

#include <openamp/health.h>

/* Written by vectors.S before it calls port_fault(), all but the program counter. */
extern uintptr_t port_fault_registers[OPENAMP_REGISTERS];

/**
 * port_fault() - leave a line about an exception in the log
 * @kind: number of the exception vector
 * @lr: link register of the exception
 * @spsr: program status at the exception
 *
 * Called by start.S, which parks the core afterwards.
 */
void port_fault(uint32_t kind, uint32_t lr, uint32_t spsr);

#endif /* PORT_FAULT_H */
