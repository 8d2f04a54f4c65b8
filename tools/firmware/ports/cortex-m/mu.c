// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over NXP's Messaging Unit, by the conventions of its rpmsg-lite: channel 1, a
 * word with the ring's notify id in its upper half. Registers by the i.MX 7Dual Reference
 * Manual, chapter "Messaging Unit", where this is side B; those of PORT_MU_V2 by the i.MX 93
 * Applications Processor Reference Manual, where this is side A.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "scs.h"

#define MU_CHANNEL	1u
#ifdef PORT_MU_V2
#define MU_TR		(PORT_MU + 0x200u + 4u * MU_CHANNEL)
#define MU_RR		(PORT_MU + 0x280u + 4u * MU_CHANNEL)
#define MU_TSR		(PORT_MU + 0x124u)
#define MU_RSR		(PORT_MU + 0x12cu)
#define MU_RCR		(PORT_MU + 0x128u)
#define MU_TE		(1u << MU_CHANNEL)
#define MU_RF		(1u << MU_CHANNEL)
#else
#define MU_TR		(PORT_MU + 4u * MU_CHANNEL)
#define MU_RR		(PORT_MU + 0x10u + 4u * MU_CHANNEL)
#define MU_TSR		(PORT_MU + 0x20u)
#define MU_RSR		(PORT_MU + 0x20u)
#define MU_RCR		(PORT_MU + 0x24u)
#define MU_TE		(1u << (23u - MU_CHANNEL))	/* Linux has read the last word */
#define MU_RF		(1u << (27u - MU_CHANNEL))	/* Linux has sent one */
#endif
#define MU_RIE		MU_RF				/* an interrupt when it has */

#define NVIC_WORD	(4u * (PORT_MU_IRQ / 32u))
#define NVIC_BIT	(1u << (PORT_MU_IRQ % 32u))
#define NVIC_ISER	(0xe000e100u + NVIC_WORD)
#define NVIC_ICPR	(0xe000e280u + NVIC_WORD)

static uint32_t kicks;

/* A word that came before this core was ready is a ring like any other. */
void doorbell_init(void)
{
	scs_write(MU_RCR, scs_read(MU_RCR) | MU_RIE);
	scs_write(NVIC_ISER, NVIC_BIT);
}

/*
 * When Linux has not read the last word, one more would have to wait, and says nothing
 * new: Linux looks at all rings after it has read that one.
 */
void port_notify(const uint32_t *notifyids, unsigned int count)
{
	(void)count;
	port_dsb();
	if (scs_read(MU_TSR) & MU_TE)
		scs_write(MU_TR, notifyids[0] << 16);
}

bool port_has_kick(void)
{
	return true;
}

void port_idle(void)
{
	port_dsb();
	port_wfi();
	if (scs_read(MU_RSR) & MU_RF) {
		(void)scs_read(MU_RR);
		kicks++;
	}
	scs_write(NVIC_ICPR, NVIC_BIT);
	/* What Linux stored before it rang is loaded after this. */
	port_dsb();
}

uint32_t port_kicks(void)
{
	return kicks;
}
