/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Registers, and the core's sleep. */
#ifndef PORT_MMIO_H
#define PORT_MMIO_H

#include <stdint.h>

static inline uint32_t mmio_read32(uint32_t addr)
{
	return *(volatile uint32_t *)addr;
}

static inline void mmio_write32(uint32_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

/* What was written has arrived, what is loaded is loaded later. */
static inline void port_dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* Interrupts are masked at the core: a pending one ends it all the same. */
static inline void port_wfi(void)
{
	__asm__ volatile("wfi" : : : "memory");
}

#endif /* PORT_MMIO_H */
