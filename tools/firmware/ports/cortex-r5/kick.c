// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * A core that Linux rings by a block with a status register and one that lets through, a
 * bit for each who rings. port.mk says which it is:
 *
 * - on real parts, the core's own IPI agent, where the bit is that of Linux's agent (UG1085,
 *   "Interprocessor interrupts", for ZynqMP; AM011 for Versal), and the interrupt is the
 *   core's alone;
 * - on the model, the configuration unit of the programmable logic (CFU_APB, AM012), where
 *   each core has a bit; they share one interrupt of the RPU's GIC, which goes to both.
 *
 * Either interrupt is level-sensitive, and that it is pending is all that is asked of it: it
 * ends WFI, and taking back the bit ends it. Acknowledging it would keep a shared one from
 * the other core, for which it may be. A core that is woken for the other one looks and
 * sleeps again; it does so over and over until the other one has taken back its bit, and for
 * as long as that one has been stopped with a ring underway.
 */
#include <openamp/port.h>

#include "gic.h"

/* The RPU's GIC has no other owner than the two cores. */
#define GICD_CTLR		0x00u
#define GICD_CTLR_ENABLE	1u

static const uint32_t doorbell = PORT_INTID_KICK;
static uint32_t kicks;

static void dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

void port_init(void)
{
	/* Writes that both cores make: what they write is the same. */
	gic_init(&doorbell, 1);
	mmio_write32(PORT_GICD + GICD_CTLR, GICD_CTLR_ENABLE);
	mmio_write32(PORT_KICK_ENABLE, PORT_KICK_BIT);
}

bool port_has_kick(void)
{
	return true;
}

void port_idle(void)
{
	/* Masked at the core, a pending interrupt ends WFI all the same. */
	dsb();
	__asm__ volatile("wfi" : : : "memory");
	if (mmio_read32(PORT_KICK_STATUS) & PORT_KICK_BIT) {
		mmio_write32(PORT_KICK_STATUS, PORT_KICK_BIT);
		kicks++;
	}
	/*
	 * It is taken back before Linux's stores are looked at, so that a ring for
	 * later ones stays; and what Linux stored before it rang is loaded after this.
	 */
	dsb();
}

uint32_t port_kicks(void)
{
	return kicks;
}
