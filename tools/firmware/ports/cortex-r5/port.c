// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-R5 of AMD Versal. Where things are comes from port.mk.
 *
 * Linux cannot ring this core: the doorbell would need an interrupt controller,
 * which not every model of the part has. The core polls.
 */
#include <openamp/port.h>

/*
 * Force Event Register for Error Interrupt Status, here the upper half of a 32-bit
 * register: Command Timeout Error (SD Host Controller Simplified Spec 3.0, 2.2.28).
 */
#define DOORBELL_RING 0x10000u

void port_init(void)
{
	/* Linux's mailbox driver has enabled the doorbell; nothing else is used. */
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	/* One line: Linux looks at all rings when it is rung. */
	(void)notifyids;
	(void)count;
	__asm__ volatile("dsb sy" : : : "memory");
	*(volatile uint32_t *)PORT_DOORBELL = DOORBELL_RING;
}

bool port_has_kick(void)
{
	return false;
}

void port_idle(void)
{
	/*
	 * Neither WFI nor WFE: with no interrupt and no event from Linux they
	 * would never end. YIELD gives way where cores share something.
	 */
	__asm__ volatile("yield" : : : "memory");
}
