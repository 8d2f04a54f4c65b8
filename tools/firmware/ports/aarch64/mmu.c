// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The memory map: virtual addresses are physical ones, 4 KiB granule, 39 bits
 * ("DDI 0487", the Arm Architecture Reference Manual, VMSAv8-64). Nothing is mapped
 * that port.mk does not name, so that a stray access is a fault with a line in
 * the log, and speculation reaches no memory of Linux's.
 */
#include <stddef.h>

#include "port.h"

#define PAGE_SIZE	0x1000ull
#define BLOCK_SIZE	0x200000ull	/* what an entry of level 2 spans */
#define ENTRIES		512u
#define TABLES		8u

/* Descriptors (DDI 0487, "Translation table descriptor formats"). */
#define DESC_BLOCK	0x1ull
#define DESC_TABLE	0x3ull		/* levels 1 and 2 */
#define DESC_PAGE	0x3ull		/* level 3 */
#define DESC_ATTR(n)	((uint64_t)(n) << 2)
#define DESC_READ_ONLY	(1ull << 7)
#define DESC_INNER	(3ull << 8)	/* inner shareable */
#define DESC_AF		(1ull << 10)
#define DESC_NO_EXEC	(3ull << 53)	/* PXN, UXN */
#define DESC_ADDR	0x0000fffffffff000ull

/* MAIR_EL1: 0 is Device-nGnRE, 1 Normal non-cacheable, 2 Normal write-back */
#define MAIR		0xff4404ull

#define MAP_DEVICE	(DESC_ATTR(0) | DESC_NO_EXEC)
#define MAP_SHARED	(DESC_ATTR(1) | DESC_NO_EXEC)
#define MAP_DATA	(DESC_ATTR(2) | DESC_INNER | DESC_NO_EXEC)
#define MAP_TEXT	(DESC_ATTR(2) | DESC_INNER | DESC_READ_ONLY)

/*
 * TCR_EL1: 39 bits in TTBR0, nothing in TTBR1; the tables are read as inner
 * shareable write-back memory.
 */
#define TCR_T0SZ	25ull
#define TCR_WALK	(1ull << 8 | 1ull << 10 | 3ull << 12)
#define TCR_EPD1	(1ull << 23)
#define TCR_IPS(n)	((uint64_t)(n) << 32)

/* ID_AA64MMFR0_EL1.PARange and TCR_EL1.IPS: 48 bits, the most with 4 KiB */
#define PA_48_BITS	5u

#define SCTLR_M		(1ull << 0)
#define SCTLR_C		(1ull << 2)
#define SCTLR_SA	(1ull << 3)
#define SCTLR_I		(1ull << 12)

/* The first is level 1. More than the ranges of any board should need. */
static uint64_t tables[TABLES][ENTRIES] __attribute__((aligned(PAGE_SIZE)));
static unsigned int tables_used;

static uint64_t *new_table(void)
{
	if (tables_used == TABLES)
		__builtin_trap();
	return tables[tables_used++];
}

/* The table of the next level that @entry points to, new if there is none. */
static uint64_t *next_table(uint64_t *entry)
{
	if (!*entry)
		*entry = (uintptr_t)new_table() | DESC_TABLE;
	return (uint64_t *)(uintptr_t)(*entry & DESC_ADDR);
}

static void map(uint64_t addr, uint64_t size, uint64_t attr)
{
	uint64_t end = addr + size;
	uint64_t step;

	for (; addr < end; addr += step) {
		uint64_t *level2 = next_table(&tables[0][addr >> 30]);
		uint64_t *entry = &level2[addr >> 21 & (ENTRIES - 1)];

		if (!(addr & (BLOCK_SIZE - 1)) && end - addr >= BLOCK_SIZE) {
			*entry = addr | attr | DESC_AF | DESC_BLOCK;
			step = BLOCK_SIZE;
			continue;
		}
		entry = &next_table(entry)[addr >> 12 & (ENTRIES - 1)];
		*entry = addr | attr | DESC_AF | DESC_PAGE;
		step = PAGE_SIZE;
	}
}

static void make_tables(void)
{
	uint64_t data = (uintptr_t)__data_start;

	new_table();
	map(PORT_DEVICE_BASE, PORT_DEVICE_SIZE, MAP_DEVICE);
	map(PORT_WINDOW_BASE, PORT_WINDOW_SIZE, MAP_SHARED);
	map(PORT_FIRMWARE_BASE, data - PORT_FIRMWARE_BASE, MAP_TEXT);
	map(data, PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE - data, MAP_DATA);
}

static unsigned int address_size(void)
{
	uint64_t features;

	__asm__("mrs %0, id_aa64mmfr0_el1" : "=r"(features));
	features &= 0xf;
	return features < PA_48_BITS ? (unsigned int)features : PA_48_BITS;
}

void port_mmu_on(void)
{
	uint64_t tcr = TCR_T0SZ | TCR_WALK | TCR_EPD1 | TCR_IPS(address_size());
	uint64_t sctlr;

	/* Written around the caches, which hold nothing of .bss: see start.S. */
	make_tables();

	__asm__ volatile("msr mair_el1, %0" : : "r"(MAIR));
	__asm__ volatile("msr tcr_el1, %0" : : "r"(tcr));
	__asm__ volatile("msr ttbr0_el1, %0" : : "r"(tables));
	/* The tables are in memory, the registers in effect, and then no TLB
	 * entry is left from whoever ran on this core before.
	 */
	__asm__ volatile("dsb sy\n\tisb\n\ttlbi vmalle1\n\tdsb nsh\n\tisb"
			 : : : "memory");
	__asm__ volatile("mrs %0, sctlr_el1" : "=r"(sctlr));
	sctlr |= SCTLR_M | SCTLR_C | SCTLR_SA | SCTLR_I;
	__asm__ volatile("msr sctlr_el1, %0\n\tisb" : : "r"(sctlr) : "memory");
}
