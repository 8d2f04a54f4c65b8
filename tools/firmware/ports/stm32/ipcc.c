// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Doorbells over the IPCC of STM32MP1 (RM0436, chapter 12), as processor 2. By the
 * conventions of ST's firmware and of Linux's stm32_rproc each ring has a channel, in both
 * directions; by two more Linux asks this core to stop and to stop communicating, and waits
 * until the channel is free.
 */
#include <openamp/port.h>

#include "devices.h"

#define CHANNEL_SHUTDOWN	(1u << 2)
#define CHANNEL_DETACH		(1u << 3)
#define CHANNELS_RINGS		3u
#define CHANNELS_ALL		0xfu
#define TO_LINUX		16		/* in CR, MR and SCR, above the same from Linux */

#define C1TOC2SR		(IPCC + 0x0cu)
#define C2CR			(IPCC + 0x10u)
#define C2CR_BOTH		((1u << 16) | 1u)
#define C2MR			(IPCC + 0x14u)
#define C2SCR			(IPCC + 0x18u)
#define C2TOC1SR		(IPCC + 0x1cu)

static uint32_t kicks;
static uint32_t stops;

/* Channels that were occupied when Linux was to be rung. */
static uint32_t owed;

/* Interrupts that are wanted: what Linux sends, and channels that become free for @owed. */
static void set_mask(void)
{
	uint32_t wanted = stops ? CHANNELS_ALL & ~CHANNEL_SHUTDOWN : CHANNELS_ALL;

	mmio_write32(C2MR, ~(owed << TO_LINUX | wanted));
}

void ipcc_init(void)
{
	mmio_write32(C2SCR, CHANNEL_SHUTDOWN | CHANNEL_DETACH);
	set_mask();
	mmio_write32(C2CR, C2CR_BOTH);
}

void ipcc_agree_to_stop(void)
{
	port_dsb();
	mmio_write32(C2SCR, CHANNEL_SHUTDOWN);
}

/*
 * A channel that is still occupied Linux may have looked at already: it is rung again when
 * it is free.
 */
static void ring_linux(void)
{
	uint32_t now = owed & ~mmio_read32(C2TOC1SR);

	owed &= ~now;
	set_mask();
	if (now)
		mmio_write32(C2SCR, now << TO_LINUX);
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	unsigned int i;

	port_dsb();
	for (i = 0; i < count; i++)
		owed |= 1u << notifyids[i] % 32 & CHANNELS_RINGS;
	ring_linux();
}

bool port_has_kick(void)
{
	return true;
}

void port_idle(void)
{
	uint32_t sent;

	/* Masked at the core, a pending interrupt ends WFI all the same. */
	port_dsb();
	__asm__ volatile("wfi" : : : "memory");
	if (owed)
		ring_linux();
	sent = mmio_read32(C1TOC2SR) & CHANNELS_ALL;
	if (sent & CHANNELS_RINGS)
		kicks++;
	if (sent & CHANNEL_SHUTDOWN && !stops++)
		set_mask();
	mmio_write32(C2SCR, sent & ~CHANNEL_SHUTDOWN);
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
