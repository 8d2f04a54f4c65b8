/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The Cortex-M4F in the MCU domain of TI's AM62x and AM64x, for ../k3/mailbox.c: its NVIC, and its
 * translation of addresses by the AM62x Technical Reference Manual (SPRUIV7), chapter
 * "Region-based Address Translation". Those from 0x80000000 to 0xbfffffff are those of the bus.
 */
#ifndef PORT_K3_CORE_H
#define PORT_K3_CORE_H

#include "scs.h"

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

#define K3_MAILBOX		(PORT_MAILBOX - RAT_BUS + RAT_LOCAL)

#define NVIC_WORD		(4u * (PORT_MAILBOX_IRQ / 32u))
#define NVIC_BIT		(1u << (PORT_MAILBOX_IRQ % 32u))
#define NVIC_ISER		(0xe000e100u + NVIC_WORD)
#define NVIC_ICER		(0xe000e180u + NVIC_WORD)
#define NVIC_ICPR		(0xe000e280u + NVIC_WORD)

static inline uint32_t k3_read(uint32_t addr)
{
	return scs_read(addr);
}

static inline void k3_write(uint32_t addr, uint32_t value)
{
	scs_write(addr, value);
}

/* Makes the mailbox and the interrupt controller ready for use. */
static inline void k3_open(void)
{
	scs_write(RAT_CTRL, 0);
	scs_write(RAT_BASE, RAT_LOCAL);
	scs_write(RAT_TRANS_LOW, RAT_BUS);
	scs_write(RAT_TRANS_HIGH, 0);
	scs_write(RAT_CTRL, RAT_CTRL_ENABLE | RAT_BITS);
	port_dsb();
}

static inline void k3_irq_on(void)
{
	scs_write(NVIC_ISER, NVIC_BIT);
}

static inline void k3_irq_off(void)
{
	scs_write(NVIC_ICER, NVIC_BIT);
}

static inline void k3_irq_clear(void)
{
	scs_write(NVIC_ICPR, NVIC_BIT);
}

#endif /* PORT_K3_CORE_H */
