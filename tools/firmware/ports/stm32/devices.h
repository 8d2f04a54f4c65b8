/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Devices of STM32MP1 by their offsets in RM0436, and where the monitor has them. */
#ifndef PORT_DEVICES_H
#define PORT_DEVICES_H

#include <stdint.h>

#define TAMP		(PORT_DEVICE_BASE + 0x2000u)
#define IPCC		(PORT_DEVICE_BASE + 0x3000u)
#define WWDG		(PORT_DEVICE_BASE + 0x4000u)

static inline uint32_t mmio_read32(uintptr_t addr)
{
	return *(volatile uint32_t *)addr;
}

static inline void mmio_write32(uintptr_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

/* What was stored is seen before a device is told, and what is loaded next is new. */
static inline void port_dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/** ipcc_init() - let Linux ring, and forget what it has asked of who was here before */
void ipcc_init(void);

/** ipcc_agree_to_stop() - acknowledge that Linux asks for it */
void ipcc_agree_to_stop(void);

#endif /* PORT_DEVICES_H */
