/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The interrupt controller. As a rule it belongs to Linux, which has reset the
 * distributor, switched it on and set the groups; where it does not, the port switches
 * it on. What is here touches only what is the firmware's own in either case:
 *
 * - the CPU interface (and the redistributor) of this core;
 * - of the distributor, for its own SPIs only, registers that have a byte, a word
 *   of their own or bits that are set and cleared by writing 1. Others, such as
 *   GICD_CTLR or GICD_ICFGR, could only be changed by reading and writing back
 *   what Linux may be changing at the same time.
 *
 * So GICD_ICFGR stays as it is, and where no device drives these SPIs it does not
 * matter what it says. A level-sensitive one that is made pending by GICD_ISPENDR
 * is no longer pending once it is acknowledged, like an edge-triggered one
 * (GICD_ISPENDRn in ARM IHI 0048 and ARM IHI 0069). The SPI to Linux is Linux's.
 *
 * Interrupts are masked at the core: one that is pending ends WFI, and is then
 * acknowledged, but no exception is taken.
 */
#ifndef PORT_GIC_H
#define PORT_GIC_H

#include <stdbool.h>
#include <stdint.h>

/* Priority of our SPIs: anything below the mask, which lets all pass. */
#define GIC_PRIORITY		0xa0u
#define GIC_PRIORITY_MASK	0xffu

/* Special INTIDs, from 1020 on: nothing to acknowledge (ARM IHI 0069, INTIDs) */
#define GIC_SPECIAL		1020u

/* Distributor registers of both versions. */
#define GICD_ISENABLER		0x100u
#define GICD_ICENABLER		0x180u
#define GICD_ISPENDR		0x200u
#define GICD_ICPENDR		0x280u
#define GICD_ISACTIVER		0x300u
#define GICD_IPRIORITYR		0x400u

/**
 * gic_init() - route our SPIs to this core and let it have them
 * @intids: their INTIDs
 * @count: how many they are
 *
 * GICv2: one that was acknowledged and not ended, when the core was reset, is ended. The
 * interrupt controller was not reset, and would hold back all that come after it. (GICv3 is
 * that of cores which are switched off, and their part of it with them.)
 *
 * One that is pending already stays so: Linux may have rung by now, also to ask the
 * core to stop. What is older Linux has taken back before it started the core, and
 * gic_off() at the end of what ran here before.
 */
void gic_init(const uint32_t *intids, unsigned int count);

/**
 * gic_off() - the opposite, before the core goes off
 * @intids: as for gic_init()
 * @count: the same
 *
 * Rings that were not acknowledged are forgotten.
 */
void gic_off(const uint32_t *intids, unsigned int count);

/**
 * gic_keep() - let this core have our SPIs again
 * @intids: as for gic_init()
 * @count: the same
 *
 * Linux's driver disables all SPIs when it starts, and routes them to itself. That may be
 * after this core has started. What is pending stays so.
 */
void gic_keep(const uint32_t *intids, unsigned int count);

/**
 * gic_own() - let this core have an interrupt of its own
 * @intid: a PPI
 */
void gic_own(uint32_t intid);

/**
 * gic_ack() - take a pending interrupt
 *
 * Return: its INTID, or at least GIC_SPECIAL if there is none.
 */
uint32_t gic_ack(void);

/**
 * gic_eoi() - done with it
 * @intid: what gic_ack() returned
 */
void gic_eoi(uint32_t intid);

static inline uint32_t mmio_read32(uintptr_t addr)
{
	return *(volatile uint32_t *)addr;
}

static inline void mmio_write32(uintptr_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

static inline uint8_t mmio_read8(uintptr_t addr)
{
	return *(volatile uint8_t *)addr;
}

static inline void mmio_write8(uintptr_t addr, uint8_t value)
{
	*(volatile uint8_t *)addr = value;
}

/* Is an interrupt's bit set in an array of bits? */
static inline bool gic_bit_is_set(uint32_t array, uint32_t intid)
{
	return mmio_read32(PORT_GICD + array + intid / 32 * 4) >> intid % 32 & 1u;
}

/**
 * gic_set_bit() - write 1 to an interrupt's bit in an array of bits
 * @array: GICD_ISENABLER and the like
 * @intid: the interrupt
 */
static inline void gic_set_bit(uint32_t array, uint32_t intid)
{
	mmio_write32(PORT_GICD + array + intid / 32 * 4, 1u << intid % 32);
}

#endif /* PORT_GIC_H */
