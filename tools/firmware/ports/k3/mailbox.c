// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over the mailbox of TI's K3, by the conventions of TI's firmware: a word is the
 * notify id of a ring, or one of those at the very top. Queue 1 is from Linux and queue 0 is to
 * Linux. What the mailbox looks like from a core, and how it interrupts it, is in the port's
 * k3_core.h.
 *
 * Registers by the AM62x Technical Reference Manual (SPRUIV7), chapter "Mailbox". Not seen on
 * silicon.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "k3_core.h"

/* Words that are no rings. */
#define WORD_CONTROL		0xffffff00u
#define WORD_READY		0xffffff00u
#define WORD_SHUTDOWN		0xffffff14u
#define WORD_SHUTDOWN_ACK	0xffffff15u

#define MAILBOX_MESSAGE(q)	(K3_MAILBOX + 0x40u + 4u * (q))
#define MAILBOX_FULL(q)		(K3_MAILBOX + 0x80u + 4u * (q))
#define MAILBOX_COUNT(q)	(K3_MAILBOX + 0xc0u + 4u * (q))
#define MAILBOX_STATUS		(K3_MAILBOX + 0x104u + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_ENABLE		(K3_MAILBOX + 0x108u + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_DISABLE		(K3_MAILBOX + 0x10cu + 0x10u * PORT_MAILBOX_USER)
#define MAILBOX_HAS_WORD(q)	(1u << (2u * (q)))
#define MAILBOX_HAS_ROOM(q)	(1u << (2u * (q) + 1u))

#define TO_LINUX		0u
#define FROM_LINUX		1u

#define MAX_IDS			32u

static uint32_t kicks;
static uint32_t stops;
static uint32_t unsent;		/* bits: rings that Linux is to be told of */

/* As many as there is room for; the mailbox tells when there is more. */
static void send(void)
{
	uint32_t id;

	for (id = 0; id < MAX_IDS && !k3_read(MAILBOX_FULL(TO_LINUX)); id++) {
		if (!(unsent & (1u << id)))
			continue;
		k3_write(MAILBOX_MESSAGE(TO_LINUX), id);
		unsent &= ~(1u << id);
	}
	k3_write(unsent ? MAILBOX_ENABLE : MAILBOX_DISABLE,
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
		while (k3_read(MAILBOX_COUNT(FROM_LINUX)))
			take(k3_read(MAILBOX_MESSAGE(FROM_LINUX)));
		k3_write(MAILBOX_STATUS, MAILBOX_HAS_WORD(FROM_LINUX) |
					 MAILBOX_HAS_ROOM(TO_LINUX));
	} while (k3_read(MAILBOX_COUNT(FROM_LINUX)));
}

/*
 * What is in the mailbox by now may be for firmware that ran before this, also a request to
 * shut down. A ring is not lost by that: rings are looked at before this core sleeps.
 */
void doorbell_init(void)
{
	k3_open();
	receive();
	kicks = 0;
	stops = 0;
	k3_write(MAILBOX_ENABLE, MAILBOX_HAS_WORD(FROM_LINUX));
	k3_irq_on();
	if (!k3_read(MAILBOX_FULL(TO_LINUX)))
		k3_write(MAILBOX_MESSAGE(TO_LINUX), WORD_READY);
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
	k3_irq_clear();
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
	k3_write(MAILBOX_DISABLE, MAILBOX_HAS_WORD(FROM_LINUX) |
				  MAILBOX_HAS_ROOM(TO_LINUX));
	k3_irq_off();
	k3_irq_clear();
	/* Linux waits for this one, and takes what is before it. */
	while (k3_read(MAILBOX_FULL(TO_LINUX)))
		;
	k3_write(MAILBOX_MESSAGE(TO_LINUX), WORD_SHUTDOWN_ACK);
	port_dsb();
	for (;;)
		port_wfi();
}
