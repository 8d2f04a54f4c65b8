// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over NXP's Messaging Unit, by the conventions of its rpmsg-lite: channel 1, a
 * word with the ring's notify id in its upper half. Registers by the i.MX 7Dual Reference
 * Manual, chapter "Messaging Unit"; this is side B.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "scs.h"

#define MU_CHANNEL	1u
#define MU_TR		(PORT_MU + 4u * MU_CHANNEL)
#define MU_RR		(PORT_MU + 0x10u + 4u * MU_CHANNEL)
#define MU_SR		(PORT_MU + 0x20u)
#define MU_SR_TE	(1u << (23u - MU_CHANNEL))	/* Linux has read the last word */
#define MU_SR_RF	(1u << (27u - MU_CHANNEL))	/* Linux has sent one */
#define MU_CR		(PORT_MU + 0x24u)
#define MU_CR_RIE	(1u << (27u - MU_CHANNEL))

#define NVIC_WORD	(4u * (PORT_MU_IRQ / 32u))
#define NVIC_BIT	(1u << (PORT_MU_IRQ % 32u))
#define NVIC_ISER	(0xe000e100u + NVIC_WORD)
#define NVIC_ICPR	(0xe000e280u + NVIC_WORD)

static uint32_t kicks;

/* A word that came before this core was ready is a ring like any other. */
void doorbell_init(void)
{
	scs_write(MU_CR, scs_read(MU_CR) | MU_CR_RIE);
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
	if (scs_read(MU_SR) & MU_SR_TE)
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
	if (scs_read(MU_SR) & MU_SR_RF) {
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
