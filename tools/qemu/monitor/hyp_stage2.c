// SPDX-License-Identifier: GPL-2.0-only
/*
 * What Linux and the remote core see of memory (DDI 0487, D8.3: 4 KiB granule, 32 bits): a
 * table of four entries of 1 GiB, and tables with blocks of 2 MiB. Linux has all but the
 * monitor's own block and STM32_IO; the remote core has its own memory at 0 and what it
 * shares with Linux.
 */
#include "hyp.h"
#include "monitor.h"
#include "stm32.h"

#define BLOCK		0x200000u
#define BLOCKS		512u
#define GIB		0x40000000u

#define TABLE_VALID	3u
#define BLOCK_VALID	1u
#define BLOCK_RW	(3u << 6)
#define BLOCK_SHARED	(3u << 8)
#define BLOCK_AF	(1u << 10)
#define BLOCK_DEVICE	(BLOCK_VALID | BLOCK_RW | BLOCK_AF | 1u << 2)
#define BLOCK_MEMORY	(BLOCK_VALID | BLOCK_RW | BLOCK_AF | BLOCK_SHARED | 15u << 2)

/* From level 1, in the caches, for 32 bits. */
#define VTCR		(1u << 31 | 3u << 12 | 1u << 10 | 1u << 8 | 1u << 6 | 32u)

struct tables {
	uint64_t level1[4];
	uint64_t level2[2][BLOCKS] __attribute__((aligned(4096)));
};

static struct tables linux_tables __attribute__((aligned(4096)));
static struct tables core_tables __attribute__((aligned(4096)));

static void map(struct tables *tables, uint32_t at, uint32_t to, uint32_t attributes)
{
	tables->level2[at / GIB][at % GIB / BLOCK] = to | attributes;
}

static void use(struct tables *tables, uint64_t vmid)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tables->level2); i++)
		tables->level1[i] = (uintptr_t)tables->level2[i] | TABLE_VALID;
	/* The tables are in memory before they are walked. */
	wmb();
	__asm__ volatile("msr vtcr_el2, %0" : : "r"((uint64_t)VTCR));
	__asm__ volatile("msr vttbr_el2, %0" : : "r"((uintptr_t)tables | vmid << 48));
	__asm__ volatile("isb\n\ttlbi vmalls12e1\n\tdsb sy\n\tisb" : : : "memory");
}

void hyp_stage2_linux(void)
{
	uint32_t at;

	for (at = 0; at < GIB; at += BLOCK)
		if (at != STM32_IO)
			map(&linux_tables, at, at, BLOCK_DEVICE);
	for (at = GIB; at < 2 * GIB; at += BLOCK)
		if (at != MONITOR_BASE)
			map(&linux_tables, at, at, BLOCK_MEMORY);
	use(&linux_tables, 0);
}

void hyp_stage2_core(void)
{
	map(&core_tables, 0, STM32_RETRAM, BLOCK_MEMORY);
	map(&core_tables, STM32_SHARED, STM32_SHARED, BLOCK_MEMORY);
	use(&core_tables, 1);
}
