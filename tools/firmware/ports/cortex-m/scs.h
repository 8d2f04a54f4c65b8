/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Registers of the core's System Control Space, and others. */
#ifndef PORT_SCS_H
#define PORT_SCS_H

#include <stdint.h>

static inline uint32_t scs_read(uint32_t addr)
{
	return *(volatile uint32_t *)addr;
}

static inline void scs_write(uint32_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

/* What was written has arrived, what is loaded is loaded later. */
static inline void port_dsb(void)
{
	__asm__ volatile("dsb sy\n\tisb" : : : "memory");
}

/* Interrupts are masked at the core: a pending one ends it all the same. */
static inline void port_wfi(void)
{
	__asm__ volatile("wfi" : : : "memory");
}

#endif /* PORT_SCS_H */
