// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * A core that Linux cannot ring: a doorbell would need an interrupt controller, which
 * not every model of the part has. The core polls.
 */
#include <openamp/port.h>

void port_init(void)
{
	/* Linux's mailbox driver has enabled the doorbell; nothing else is used. */
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
