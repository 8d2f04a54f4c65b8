// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stage 2 of the translation for Linux's processors (DDI 0487, "VMSAv8-64"; granule of
 * 4 KiB, 39 bits, from level 1): all is where it is, but the TCM, which is memory here, and
 * the blocks of registers, which are not there.
 */
#include "imx_part.h"

#define PAGE		0x1000ull
#define ENTRIES		512u
#define LEVEL1_SHIFT	30
#define LEVEL2_SHIFT	21
#define LEVEL3_SHIFT	12
#define INDEX(addr, shift)	((addr) >> (shift) & (ENTRIES - 1))

#define DESC_BLOCK	0x1ull
#define DESC_TABLE	0x3ull
#define DESC_PAGE	0x3ull
/* Normal memory, and what stage 1 says of it; to read and write; inner shareable; used */
#define DESC_ALL	(0xfull << 2 | 3ull << 6 | 3ull << 8 | 1ull << 10)

/* VTCR_EL2: 39 bits, level 1, walks as of cached memory, 40 bits of physical address */
#define VTCR		(1ull << 31 | 2ull << 16 | 3ull << 12 | 1ull << 10 | 1ull << 8 | \
			 1ull << 6 | 25)
#define HCR_VM		(1ull << 0)
#define HCR_RW		(1ull << 31)

#define LOST		0xdeadbeefu	/* Thumb code that is nowhere */

typedef uint64_t table_t[ENTRIES] __attribute__((aligned(PAGE)));

uint32_t imx_itcm[IMX_TCM_SIZE / 4] __attribute__((aligned(PAGE)));
static uint32_t dtcm[IMX_TCM_SIZE / 4] __attribute__((aligned(PAGE)));

/* Of the first GiB only some blocks are in pages: those with TCM and with registers. */
static table_t level1, level2, level3[3];
static unsigned int used;

/* The entry for a page. */
static uint64_t *page(uint64_t addr)
{
	uint64_t *block = &level2[INDEX(addr, LEVEL2_SHIFT)];
	uint64_t base = addr >> LEVEL2_SHIFT << LEVEL2_SHIFT;
	unsigned int i;

	if ((*block & DESC_TABLE) != DESC_TABLE) {
		if (used == ARRAY_SIZE(level3))
			host_die("too few tables for", addr, used);
		for (i = 0; i < ENTRIES; i++)
			level3[used][i] = (base + i * PAGE) | DESC_ALL | DESC_PAGE;
		*block = (uintptr_t)level3[used++] | DESC_TABLE;
	}
	return (uint64_t *)(uintptr_t)(*block & ~(PAGE - 1)) + INDEX(addr, LEVEL3_SHIFT);
}

static void map_tcm(uint64_t addr, const uint32_t *tcm)
{
	uint64_t offset;

	for (offset = 0; offset < IMX_TCM_SIZE; offset += PAGE)
		*page(addr + offset) = ((uintptr_t)tcm + offset) | DESC_ALL | DESC_PAGE;
}

static void unmap(uint64_t addr)
{
	uint64_t offset;

	for (offset = 0; offset < IMX_BLOCK_SIZE; offset += PAGE)
		*page(addr + offset) = 0;
}

void imx_lose_tcm(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dtcm); i++) {
		imx_itcm[i] = LOST;
		dtcm[i] = LOST;
	}
}

void imx_stage2_init(void)
{
	uint64_t i;

	for (i = 0; i < ENTRIES; i++) {
		level1[i] = i << LEVEL1_SHIFT | DESC_ALL | DESC_BLOCK;
		level2[i] = i << LEVEL2_SHIFT | DESC_ALL | DESC_BLOCK;
	}
	level1[0] = (uintptr_t)level2 | DESC_TABLE;
	map_tcm(IMX_ITCM, imx_itcm);
	map_tcm(IMX_DTCM, dtcm);
	unmap(IMX_GPR);
	unmap(IMX_SRC);
	/* All of it is there before it is walked. */
	wmb();
}

void imx_stage2_enter(void)
{
	__asm__ volatile("msr vbar_el2, %0" : : "r"(imx_el2_vectors));
	__asm__ volatile("msr vtcr_el2, %0" : : "r"(VTCR));
	__asm__ volatile("msr vttbr_el2, %0" : : "r"(level1));
	__asm__ volatile("msr hcr_el2, %0; isb" : : "r"(HCR_RW | HCR_VM));
	/* Nothing of what was translated before, in any way. */
	__asm__ volatile("tlbi alle1; dsb sy; isb" : : : "memory");
}
