// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-R5 of AMD ZynqMP and Versal: how it rings Linux, by one store. How Linux rings
 * it, if it can, is in poll.c and kick.c. Where things are comes from port.mk.
 */
#include <openamp/port.h>

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	__asm__ volatile("dsb sy" : : : "memory");
	*(volatile uint32_t *)PORT_DOORBELL = PORT_DOORBELL_RING;
}
