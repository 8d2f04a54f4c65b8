// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* GICv3 and v4 (ARM IHI 0069). See gic.h. */
#include <stddef.h>

#include "gic.h"

#define GICD_CTLR	0x0u
#define GICD_IROUTER	0x6000u		/* one of 64 bits for each SPI */

/* A write that disables something has not taken effect yet */
#define GICD_CTLR_RWP	(1u << 31)
#define GICR_CTLR_RWP	(1u << 3)

/* A redistributor: frames of 64 KiB, the second for SGIs and PPIs */
#define GICR_FRAME	0x10000u
#define GICR_CTLR	0x0u
#define GICR_TYPER	0x8u
#define GICR_WAKER	0x14u
#define GICR_IGROUPR0	(GICR_FRAME + 0x80u)
#define GICR_ISENABLER0	(GICR_FRAME + 0x100u)
#define GICR_ICENABLER0	(GICR_FRAME + 0x180u)
#define GICR_IPRIORITYR	(GICR_FRAME + 0x400u)

#define GICR_TYPER_VLPIS	(1u << 1)	/* two more frames */
#define GICR_TYPER_LAST		(1u << 4)

/* GICR_WAKER */
#define WAKER_SLEEP		(1u << 1)
#define WAKER_CHILDREN_ASLEEP	(1u << 2)

/* CPU interface, by their encoding: the assembler need not know the names. */
#define ICC_PMR_EL1		"S3_0_C4_C6_0"
#define ICC_IAR1_EL1		"S3_0_C12_C12_0"
#define ICC_EOIR1_EL1		"S3_0_C12_C12_1"
#define ICC_BPR1_EL1		"S3_0_C12_C12_3"
#define ICC_CTLR_EL1		"S3_0_C12_C12_4"
#define ICC_SRE_EL1		"S3_0_C12_C12_5"
#define ICC_IGRPEN1_EL1		"S3_0_C12_C12_7"

#define read_sysreg(reg) ({ \
	uint64_t value_; \
	__asm__ volatile("mrs %0, " reg : "=r"(value_) : : "memory"); \
	value_; \
})

#define write_sysreg(reg, value) ({ \
	__asm__ volatile("msr " reg ", %0" : : "r"((uint64_t)(value)) : "memory"); \
})

static void isb(void)
{
	__asm__ volatile("isb" : : : "memory");
}

static void dsb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* This core's redistributor; 0: not found */
static uintptr_t gicr;

/* Aff3.Aff2.Aff1.Aff0 of this core as the GIC packs it, 8 bits each (GICR_TYPER) */
static uint32_t own_affinity(void)
{
	uint64_t mpidr = read_sysreg("mpidr_el1");

	return (uint32_t)(mpidr >> 32 & 0xff) << 24 | (uint32_t)(mpidr & 0xffffff);
}

static uintptr_t find_redistributor(void)
{
	uintptr_t base = PORT_GICR;
	uint32_t type;

	do {
		/* Two words: affinity in the upper one. */
		type = mmio_read32(base + GICR_TYPER);
		if (mmio_read32(base + GICR_TYPER + 4) == own_affinity())
			return base;
		base += (type & GICR_TYPER_VLPIS ? 4 : 2) * GICR_FRAME;
	} while (!(type & GICR_TYPER_LAST) && base < PORT_GICR + PORT_GICR_SIZE);
	return 0;
}

static void redistributor_wake(void)
{
	uint32_t waker = mmio_read32(gicr + GICR_WAKER);

	mmio_write32(gicr + GICR_WAKER, waker & ~WAKER_SLEEP);
	while (mmio_read32(gicr + GICR_WAKER) & WAKER_CHILDREN_ASLEEP)
		continue;
}

static void redistributor_sleep(void)
{
	uint32_t waker = mmio_read32(gicr + GICR_WAKER);

	mmio_write32(gicr + GICR_WAKER, waker | WAKER_SLEEP);
	/*
	 * With two security states the register is Secure, reads as 0, and PSCI
	 * does this: there is nothing to wait for.
	 */
	if (!(mmio_read32(gicr + GICR_WAKER) & WAKER_SLEEP))
		return;
	while (!(mmio_read32(gicr + GICR_WAKER) & WAKER_CHILDREN_ASLEEP))
		continue;
}

static void distributor_settle(void)
{
	while (mmio_read32(PORT_GICD + GICD_CTLR) & GICD_CTLR_RWP)
		continue;
}

static void disable(uint32_t intid)
{
	gic_set_bit(GICD_ICENABLER, intid);
	distributor_settle();
}

static volatile uint64_t *router(uint32_t intid)
{
	return (volatile uint64_t *)(uintptr_t)(PORT_GICD + GICD_IROUTER + 8 * intid);
}

/* The affinity of this core, as it is routed to */
static uint64_t own_route(void)
{
	uint32_t affinity = own_affinity();

	return (affinity & 0xffffff) | (uint64_t)(affinity >> 24) << 32;
}

static void route(uint32_t intid)
{
	/* The route changes while it is disabled (GICD_IROUTER<n>). */
	disable(intid);
	mmio_write8(PORT_GICD + GICD_IPRIORITYR + intid, GIC_PRIORITY);
	*router(intid) = own_route();
	gic_set_bit(GICD_ISENABLER, intid);
}

void gic_init(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	gicr = find_redistributor();
	if (!gicr)
		return;
	redistributor_wake();
	/* SGIs and PPIs, this core's own: none is wanted. */
	mmio_write32(gicr + GICR_ICENABLER0, 0xffffffff);
	while (mmio_read32(gicr + GICR_CTLR) & GICR_CTLR_RWP)
		continue;

	write_sysreg(ICC_SRE_EL1, read_sysreg(ICC_SRE_EL1) | 1);
	isb();
	write_sysreg(ICC_PMR_EL1, GIC_PRIORITY_MASK);
	write_sysreg(ICC_BPR1_EL1, 0);
	/* EOImode 0: EOIR does it all, whatever Linux had here. */
	write_sysreg(ICC_CTLR_EL1, 0);
	write_sysreg(ICC_IGRPEN1_EL1, 1);
	isb();
	for (i = 0; i < count; i++)
		route(intids[i]);
}

void gic_keep(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (!gic_bit_is_set(GICD_ISENABLER, intids[i]) ||
		    *router(intids[i]) != own_route())
			route(intids[i]);
}

void gic_own(uint32_t intid)
{
	if (!gicr)
		return;
	/* Group 1, as Linux has its own; with two security states it is that already. */
	mmio_write32(gicr + GICR_IGROUPR0,
		     mmio_read32(gicr + GICR_IGROUPR0) | 1u << intid);
	mmio_write8(gicr + GICR_IPRIORITYR + intid, GIC_PRIORITY);
	mmio_write32(gicr + GICR_ISENABLER0, 1u << intid);
}

void gic_off(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		disable(intids[i]);
		gic_set_bit(GICD_ICPENDR, intids[i]);
	}
	dsb();
	write_sysreg(ICC_IGRPEN1_EL1, 0);
	isb();
	dsb();
	if (gicr)
		redistributor_sleep();
}

uint32_t gic_ack(void)
{
	uint32_t intid = (uint32_t)read_sysreg(ICC_IAR1_EL1) & 0xffffff;

	/* It is acknowledged before anything that is done because of it. */
	dsb();
	return intid;
}

void gic_eoi(uint32_t intid)
{
	write_sysreg(ICC_EOIR1_EL1, intid);
	isb();
}
