// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The memory map: virtual addresses are physical ones, in sections of 1 MiB (ARM
 * DDI 0406C, B3.5.1, short-descriptor format). Nothing is mapped that port.mk does
 * not name, so that a stray access is a fault with a line in the log.
 */
#include <stdint.h>

#include "mmu.h"

#define SECTION_SIZE	0x100000u
#define ENTRIES		4096u

/* Section descriptors (B3.5.1), TEX remap off (B3.8.2) */
#define SECTION		0x2u
#define SECTION_B	(1u << 2)
#define SECTION_XN	(1u << 4)
#define SECTION_RW	(1u << 10)	/* AP 0b001: privileged only */
#define SECTION_TEX(n)	((uint32_t)(n) << 12)

/* Device, shareable */
#define MAP_DEVICE	(SECTION | SECTION_RW | SECTION_XN | SECTION_B)
/* Normal, non-cacheable */
#define MAP_SHARED	(SECTION | SECTION_RW | SECTION_XN | SECTION_TEX(1))
/*
 * Normal, write-back in the core's own cache, not cached outside of it: the outer
 * cache is Linux's, and a core that is reset leaves nothing dirty in it, to be
 * written over the next image some time.
 */
#define MAP_PRIVATE	(SECTION | SECTION_RW | SECTION_TEX(4) | SECTION_B)

#define SCTLR_M		(1u << 0)
#define SCTLR_C		(1u << 2)
#define SCTLR_Z		(1u << 11)
#define SCTLR_I		(1u << 12)

#define DACR_CLIENT	1u	/* domain 0: descriptors say who may what */

static uint32_t table[ENTRIES] __attribute__((aligned(16384)));

static void map(uint32_t addr, uint32_t size, uint32_t attr)
{
	uint32_t at;

	for (at = 0; at < size; at += SECTION_SIZE)
		table[(addr + at) / SECTION_SIZE] = (addr + at) | attr;
}

void port_mmu_on(void)
{
	uint32_t sctlr;

	map(PORT_DEVICE_BASE, SECTION_SIZE, MAP_DEVICE);
	map(PORT_WINDOW_BASE, PORT_WINDOW_SIZE, MAP_SHARED);
	map(PORT_FIRMWARE_BASE, PORT_FIRMWARE_SIZE, MAP_PRIVATE);

	/* TTBCR 0: TTBR0 serves all addresses; its walks are not cached. */
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 2" : : "r"(0));
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 0" : : "r"(table));
	__asm__ volatile("mcr p15, 0, %0, c3, c0, 0" : : "r"(DACR_CLIENT));
	/* The table is in memory, the registers in effect, the TLB empty. */
	__asm__ volatile("dsb\n\tmcr p15, 0, %0, c8, c7, 0\n\tdsb\n\tisb"
			 : : "r"(0) : "memory");
	__asm__ volatile("mrc p15, 0, %0, c1, c0, 0" : "=r"(sctlr));
	sctlr |= SCTLR_M | SCTLR_C | SCTLR_Z | SCTLR_I;
	__asm__ volatile("mcr p15, 0, %0, c1, c0, 0\n\tisb"
			 : : "r"(sctlr) : "memory");
}
