// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over the mailbox of TI's AM62x and AM64x, for the Cortex-M4F in their MCU domain,
 * by the conventions of TI's firmware: a word is the notify id of a ring, or one of those at
 * the very top. Queue 1 is from Linux and queue 0 is to Linux.
 *
 * Registers by the AM62x Technical Reference Manual (SPRUIV7), chapters "Mailbox" and
 * "Region-based Address Translation"; the core's addresses from 0x80000000 to 0xbfffffff
 * are those of the bus. Not seen on silicon.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "scs.h"

/* Words that are no rings. */
#define WORD_CONTROL		0xffffff00u
#define WORD_READY		0xffffff00u
#define WORD_SHUTDOWN		0xffffff14u
#define WORD_SHUTDOWN_ACK	0xffffff15u

/* What the core sees at 0xc0000000 is what is at 0x20000000 for others: the mailbox, too. */
#define RAT			0x44200000u
#define RAT_CTRL		(RAT + 0x20u)
#define RAT_CTRL_ENABLE		(1u << 31)
#define RAT_BASE		(RAT + 0x24u)
#define RAT_TRANS_LOW		(RAT + 0x28u)
#define RAT_TRANS_HIGH		(RAT + 0x2cu)
#define RAT_BITS		29u
#define RAT_LOCAL		0xc0000000u
#define RAT_BUS			0x20000000u

#define MAILBOX			(PORT_MAILBOX - RAT_BUS + RAT_LOCAL)
#define MAILBOX_MESSAGE(q)	(MAILBOX + 0x40u + 4u * (q))
#define MAILBOX_FULL(q)		(MAILBOX + 0x80u + 4u * (q))
#define MAILBOX_COUNT(q)	(MAILBOX + 0xc0u + 4u * (q))
#define MAILBOX_STATUS		(MAILBOX + 0x104u + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_ENABLE		(MAILBOX + 0x108u + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_DISABLE		(MAILBOX + 0x10cu + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_HAS_WORD(q)	(1u << (2u * (q)))
#define MAILBOX_HAS_ROOM(q)	(1u << (2u * (q) + 1u))

#define TO_LINUX		0u
#define FROM_LINUX		1u

#define NVIC_WORD		(4u * (PORT_MAILBOX_IRQ / 32u))
#define NVIC_BIT		(1u << (PORT_MAILBOX_IRQ % 32u))
#define NVIC_ISER		(0xe000e100u + NVIC_WORD)
#define NVIC_ICER		(0xe000e180u + NVIC_WORD)
#define NVIC_ICPR		(0xe000e280u + NVIC_WORD)

#define MAX_IDS			32u

static uint32_t kicks;
static uint32_t stops;
static uint32_t unsent;		/* bits: rings that Linux is to be told of */

static void map_mailbox(void)
{
	scs_write(RAT_CTRL, 0);
	scs_write(RAT_BASE, RAT_LOCAL);
	scs_write(RAT_TRANS_LOW, RAT_BUS);
	scs_write(RAT_TRANS_HIGH, 0);
	scs_write(RAT_CTRL, RAT_CTRL_ENABLE | RAT_BITS);
	port_dsb();
}

/* As many as there is room for; the mailbox tells when there is more. */
static void send(void)
{
	uint32_t id;

	for (id = 0; id < MAX_IDS && !scs_read(MAILBOX_FULL(TO_LINUX)); id++) {
		if (!(unsent & (1u << id)))
			continue;
		scs_write(MAILBOX_MESSAGE(TO_LINUX), id);
		unsent &= ~(1u << id);
	}
	scs_write(unsent ? MAILBOX_ENABLE : MAILBOX_DISABLE,
		  MAILBOX_HAS_ROOM(TO_LINUX));
}

static void take(uint32_t word)
{
	if (word == WORD_SHUTDOWN)
		stops++;
	else if (word < WORD_CONTROL)
		kicks++;
}

/* A word that comes between the last look and the acknowledgment is seen by another look. */
static void receive(void)
{
	do {
		while (scs_read(MAILBOX_COUNT(FROM_LINUX)))
			take(scs_read(MAILBOX_MESSAGE(FROM_LINUX)));
		scs_write(MAILBOX_STATUS, MAILBOX_HAS_WORD(FROM_LINUX) |
					  MAILBOX_HAS_ROOM(TO_LINUX));
	} while (scs_read(MAILBOX_COUNT(FROM_LINUX)));
}

/*
 * What is in the mailbox by now may be for firmware that ran before this, also a request to
 * shut down. A ring is not lost by that: rings are looked at before this core sleeps.
 */
void doorbell_init(void)
{
	map_mailbox();
	receive();
	kicks = 0;
	stops = 0;
	scs_write(MAILBOX_ENABLE, MAILBOX_HAS_WORD(FROM_LINUX));
	scs_write(NVIC_ISER, NVIC_BIT);
	if (!scs_read(MAILBOX_FULL(TO_LINUX)))
		scs_write(MAILBOX_MESSAGE(TO_LINUX), WORD_READY);
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (notifyids[i] < MAX_IDS)
			unsent |= 1u << notifyids[i];
	port_dsb();
	send();
}

bool port_has_kick(void)
{
	return true;
}

void port_idle(void)
{
	port_dsb();
	port_wfi();
	/* First: what comes from now on is pending again. */
	scs_write(NVIC_ICPR, NVIC_BIT);
	receive();
	send();
	/* What Linux stored before it rang is loaded after this. */
	port_dsb();
}

uint32_t port_kicks(void)
{
	return kicks;
}

uint32_t port_stop_requests(void)
{
	return stops;
}

/* Linux resets the core when it waits for an interrupt; none may come any more. */
void port_stop(void)
{
	scs_write(MAILBOX_DISABLE, MAILBOX_HAS_WORD(FROM_LINUX) |
				   MAILBOX_HAS_ROOM(TO_LINUX));
	scs_write(NVIC_ICER, NVIC_BIT);
	scs_write(NVIC_ICPR, NVIC_BIT);
	/* Linux waits for this one, and takes what is before it. */
	while (scs_read(MAILBOX_FULL(TO_LINUX)))
		;
	scs_write(MAILBOX_MESSAGE(TO_LINUX), WORD_SHUTDOWN_ACK);
	port_dsb();
	for (;;)
		port_wfi();
}
