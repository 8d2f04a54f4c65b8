// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-R5 of AMD Versal: how it rings Linux. How Linux rings it, if it can, is in
 * poll.c and cfu.c. Where things are comes from port.mk.
 */
#include <openamp/port.h>

/*
 * Force Event Register for Error Interrupt Status, here the upper half of a 32-bit
 * register: Command Timeout Error (SD Host Controller Simplified Spec 3.0, 2.2.28).
 */
#define DOORBELL_RING 0x10000u

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	__asm__ volatile("dsb sy" : : : "memory");
	*(volatile uint32_t *)PORT_DOORBELL = DOORBELL_RING;
}
