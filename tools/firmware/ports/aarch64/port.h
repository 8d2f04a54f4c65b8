/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Between the files of this port. */
#ifndef PORT_AARCH64_H
#define PORT_AARCH64_H

#include <stdbool.h>
#include <stdint.h>

#include <openamp/health.h>

/* From the linker script: behind what may be executed. */
extern char __data_start[];

/**
 * port_entry() - remember how this core was started
 * @current_el: CurrentEL at entry
 */
void port_entry(uint64_t current_el);

/**
 * port_mmu_on() - make the memory map and switch MMU and caches on
 *
 * Called once, with the MMU off and .bss cleared.
 */
void port_mmu_on(void);

/**
 * port_cpu_off() - get rid of cached data and call PSCI's CPU_OFF
 * @smc: not 0: by SMC; else by HVC
 */
void port_cpu_off(unsigned int smc) __attribute__((noreturn));

/* Written by start.S before it calls port_fault(). */
extern uintptr_t port_fault_registers[OPENAMP_REGISTERS];

/**
 * port_fault() - leave a line about an exception in the log, wait for the end
 * @kind: number of the exception vector, 0 to 15
 * @esr: exception syndrome
 * @elr: address of the instruction
 * @far: address of the access
 *
 * Called by start.S. The core does nothing more but switch itself off when Linux
 * asks for it. Returns when the fault was in here.
 */
void port_fault(uint64_t kind, uint64_t esr, uint64_t elr, uint64_t far);

#endif /* PORT_AARCH64_H */
