// SPDX-License-Identifier: GPL-2.0-only
/*
 * The inter-processor communication controller, IPCC (RM0436, chapter 12). Linux is
 * processor 1 and the coprocessor 2; here they are counted from 0.
 *
 * Its interrupts are levels. An interrupt that the GIC was told to be pending is no more when
 * it was taken, so each access that leaves the level high tells it again; one that Linux has
 * masked meanwhile, as a threaded interrupt is, waits.
 */
#include "monitor.h"
#include "stm32.h"
#include "stm32_core.h"

#define IPCC_CHANNELS		6u

#define IPCC_CR			0x0u
#define IPCC_CR_RXOIE		BIT(0)
#define IPCC_CR_TXFIE		BIT(16)
#define IPCC_MR			0x4u
#define IPCC_SCR		0x8u
#define IPCC_TOYSR		0xcu
#define IPCC_OTHER		0x10u	/* the same of processor 2 */
#define IPCC_HWCFGR		0x3f0u
#define IPCC_VERR		0x3f4u
#define IPCC_VERSION		0x10u

#define CHANNELS		(BIT(IPCC_CHANNELS) - 1)

/**
 * struct ipcc_side - one processor's
 * @cr: which of the two interrupts are on
 * @mr: masked: received in the lower half, free in the upper half
 * @occupied: channels to the other one
 */
static struct ipcc_side {
	uint32_t cr;
	uint32_t mr;
	uint32_t occupied;
} sides[2];

static bool received(unsigned int side)
{
	return sides[side].cr & IPCC_CR_RXOIE &&
	       sides[!side].occupied & ~sides[side].mr & CHANNELS;
}

static bool is_free(unsigned int side)
{
	return sides[side].cr & IPCC_CR_TXFIE &&
	       ~sides[side].occupied & ~(sides[side].mr >> 16) & CHANNELS;
}

bool ipcc_interrupts_core(void)
{
	return received(1) || is_free(1);
}

static void interrupt(void)
{
	stm32_set_interrupt(STM32_INTID_IPCC_RX, received(0));
	stm32_set_interrupt(STM32_INTID_IPCC_TX, is_free(0));
	if (ipcc_interrupts_core())
		stm32_wake_core();
}

uint32_t ipcc_read(uint32_t offset)
{
	const struct ipcc_side *side = &sides[offset / IPCC_OTHER & 1];

	if (offset == IPCC_HWCFGR)
		return IPCC_CHANNELS;
	if (offset == IPCC_VERR)
		return IPCC_VERSION;
	if (offset >= 2 * IPCC_OTHER)
		return 0;
	switch (offset % IPCC_OTHER) {
	case IPCC_CR:
		return side->cr;
	case IPCC_MR:
		return side->mr;
	case IPCC_TOYSR:
		return side->occupied;
	default:
		return 0;
	}
}

void ipcc_write(uint32_t offset, uint32_t value)
{
	unsigned int number = offset / IPCC_OTHER & 1;
	struct ipcc_side *side = &sides[number];

	if (offset >= 2 * IPCC_OTHER)
		return;
	switch (offset % IPCC_OTHER) {
	case IPCC_CR:
		side->cr = value;
		break;
	case IPCC_MR:
		side->mr = value;
		break;
	case IPCC_SCR:
		sides[!number].occupied &= ~value;
		side->occupied |= value >> 16 & CHANNELS;
		break;
	default:
		return;
	}
	interrupt();
}

void ipcc_init(void)
{
	sides[0].mr = ~0u;
	sides[1].mr = ~0u;
}
