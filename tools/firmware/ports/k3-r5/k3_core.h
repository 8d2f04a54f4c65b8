/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * A Cortex-R5F in the MAIN domain of TI's AM64x, for ../k3/mailbox.c: its Vectored Interrupt
 * Manager, by the AM64x Technical Reference Manual (SPRUIM2), chapter "R5FSS". The core sees the
 * mailbox where the bus has it.
 */
#ifndef PORT_K3_CORE_H
#define PORT_K3_CORE_H

#include "mmio.h"

#define K3_MAILBOX		PORT_MAILBOX

/* That the interrupt that was taken last is over. */
#define VIM_IRQVEC		(PORT_VIM + 0x18u)
/* Registers of 32 interrupts each */
#define VIM_GROUPS		16u
#define VIM_GROUP(n)		(PORT_VIM + 0x400u + 0x20u * (n))
#define VIM_STATUS(n)		(VIM_GROUP(n) + 0x4u)
#define VIM_ENABLE(n)		(VIM_GROUP(n) + 0x8u)
#define VIM_DISABLE(n)		(VIM_GROUP(n) + 0xcu)
#define VIM_IS_FIQ(n)		(VIM_GROUP(n) + 0x18u)
#define VIM_IS_PULSE(n)		(VIM_GROUP(n) + 0x1cu)

#define VIM_N			(PORT_MAILBOX_IRQ / 32u)
#define VIM_BIT			(1u << (PORT_MAILBOX_IRQ % 32u))

static inline uint32_t k3_read(uint32_t addr)
{
	return mmio_read32(addr);
}

static inline void k3_write(uint32_t addr, uint32_t value)
{
	mmio_write32(addr, value);
}

static inline void k3_irq_clear(void)
{
	k3_write(VIM_STATUS(VIM_N), VIM_BIT);
}

/* Who was here before may have left interrupts on, and one in service. */
static inline void k3_open(void)
{
	uint32_t n;

	for (n = 0; n < VIM_GROUPS; n++)
		k3_write(VIM_DISABLE(n), ~0u);
	k3_write(VIM_IRQVEC, 0);
	k3_write(VIM_IS_FIQ(VIM_N), k3_read(VIM_IS_FIQ(VIM_N)) & ~VIM_BIT);
	k3_write(VIM_IS_PULSE(VIM_N), k3_read(VIM_IS_PULSE(VIM_N)) & ~VIM_BIT);
}

static inline void k3_irq_on(void)
{
	k3_irq_clear();
	k3_write(VIM_ENABLE(VIM_N), VIM_BIT);
}

static inline void k3_irq_off(void)
{
	k3_write(VIM_DISABLE(VIM_N), VIM_BIT);
}

#endif /* PORT_K3_CORE_H */
