// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The memory map (ARM DDI 0406C, B5: PMSAv7). Nothing is mapped that port.mk does not name,
 * so that a stray access is a fault with a line in the log.
 */
#include <stdint.h>

#include "mpu.h"

/* Region access control (B5.1.3 and B5.2, table of TEX, C and B) */
#define RACR_B		(1u << 0)
#define RACR_C		(1u << 1)
#define RACR_S		(1u << 2)
#define RACR_TEX1	(1u << 3)
#define RACR_RW		(1u << 8)	/* AP 0b001: privileged only */
#define RACR_XN		(1u << 12)

/* Normal, not cached: TCM is as fast as a cache */
#define MAP_TCM		(RACR_RW | RACR_TEX1)
/* Normal, write-through: what is in memory is what was stored, also for a dump of it */
#define MAP_PRIVATE	(RACR_RW | RACR_C)
/* Normal, shareable, not cached: as Linux maps it */
#define MAP_SHARED	(RACR_RW | RACR_TEX1 | RACR_S | RACR_XN)
/* Device, shareable */
#define MAP_DEVICE	(RACR_RW | RACR_B | RACR_S | RACR_XN)

#define RSR_ENABLE	1u
#define SMALLEST	32u

#define SCTLR_M		(1u << 0)
#define SCTLR_C		(1u << 2)
#define SCTLR_Z		(1u << 11)
#define SCTLR_I		(1u << 12)

#define PAGE		0x1000u
#define PAGE_OF(addr)	((addr) & ~(PAGE - 1))

/* With the vectors elsewhere, what is at address 0 is theirs all the same: see port.mk. */
#ifdef PORT_TCM
#define LOW_BASE	PORT_TCM
#else
#define LOW_BASE	0
#endif

struct area {
	uint32_t base, size, attr;
};

static const struct area areas[] = {
	{ LOW_BASE, PORT_LOW_SIZE, MAP_TCM },
	{ PORT_FIRMWARE_BASE, PORT_FIRMWARE_SIZE, MAP_PRIVATE },
	{ PORT_WINDOW_BASE, PORT_WINDOW_SIZE, MAP_SHARED },
	{ PAGE_OF(PORT_DOORBELL), PAGE, MAP_DEVICE },
#ifdef PORT_GICD
	{ PAGE_OF(PORT_GICD), PAGE, MAP_DEVICE },
	{ PAGE_OF(PORT_GICC), PAGE, MAP_DEVICE },
	{ PAGE_OF(PORT_KICK_STATUS), PAGE, MAP_DEVICE },
#endif
#ifdef PORT_VIM
	{ PAGE_OF(PORT_VIM), PAGE, MAP_DEVICE },
#endif
	{ 0 }
};

/* How many regions there are (MPUIR.DRegion, B6.1.67) */
static uint32_t num_regions(void)
{
	uint32_t mpuir;

	__asm__ volatile("mrc p15, 0, %0, c0, c0, 4" : "=r"(mpuir));
	return mpuir >> 8 & 0xff;
}

/* @log2: of the size; @base is a multiple of that (B5.1.1). */
static void set_region(uint32_t number, uint32_t base, uint32_t log2, uint32_t attr)
{
	__asm__ volatile("mcr p15, 0, %0, c6, c2, 0" : : "r"(number));
	__asm__ volatile("mcr p15, 0, %0, c6, c1, 0" : : "r"(base));
	__asm__ volatile("mcr p15, 0, %0, c6, c1, 4" : : "r"(attr));
	__asm__ volatile("mcr p15, 0, %0, c6, c1, 2" : : "r"((log2 - 1) << 1 | RSR_ENABLE));
}

/* The largest region that begins at @base and is not larger than @size */
static uint32_t largest(uint32_t base, uint32_t size)
{
	uint32_t log2 = 31u - (uint32_t)__builtin_clz(size);
	uint32_t aligned = base ? (uint32_t)__builtin_ctz(base) : 31u;

	return log2 < aligned ? log2 : aligned;
}

void port_mpu_on(void)
{
	uint32_t regions = num_regions(), number = 0, log2, sctlr;
	const struct area *area;

	for (area = areas; area->size; area++) {
		struct area left = *area;

		while (left.size >= SMALLEST && number < regions) {
			log2 = largest(left.base, left.size);
			set_region(number++, left.base, log2, left.attr);
			left.base += 1u << log2;
			left.size -= 1u << log2;
		}
	}
	while (number < regions) {
		__asm__ volatile("mcr p15, 0, %0, c6, c2, 0" : : "r"(number++));
		__asm__ volatile("mcr p15, 0, %0, c6, c1, 2" : : "r"(0));
	}

	__asm__ volatile("mrc p15, 0, %0, c1, c0, 0" : "=r"(sctlr));
	sctlr |= SCTLR_M | SCTLR_C | SCTLR_Z | SCTLR_I;
	__asm__ volatile("dsb\n\tmcr p15, 0, %0, c1, c0, 0\n\tisb" : : "r"(sctlr) : "memory");
}
