// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The memory protection unit (Armv7-M Architecture Reference Manual, DDI 0403E, B3.5).
 *
 * By default a Cortex-M takes all from 0x40000000 to 0x5fffffff for device memory, and
 * what is above it for cached memory (B3.1). i.MX8M has DRAM in both. Linux maps what it
 * shares as Normal, not cached.
 */
#include "mpu.h"
#include "scs.h"

#define MPU_TYPE		0xe000ed90u
#define MPU_TYPE_REGIONS	(0xffu << 8)
#define MPU_CTRL		0xe000ed94u
#define MPU_CTRL_ENABLE		(1u << 0)
#define MPU_CTRL_DEFAULT	(1u << 2)	/* where no region is, as without MPU */
#define MPU_RBAR		0xe000ed9cu
#define MPU_RBAR_VALID		(1u << 4)	/* the region's number is in the low bits */
#define MPU_RASR		0xe000eda0u
#define MPU_RASR_ENABLE		(1u << 0)
#define MPU_RASR_SIZE(bits)	(((bits) - 1u) << 1)
#define MPU_RASR_SHARED		(1u << 18)
#define MPU_RASR_NORMAL_NC	(1u << 19)	/* TEX 1, C 0, B 0 */
#define MPU_RASR_RW		(3u << 24)
#define MPU_RASR_XN		(1u << 28)

#if PORT_WINDOW_BASE & ((1u << PORT_WINDOW_BITS) - 1)
#error "PORT_WINDOW_BASE: a region is aligned to its size"
#endif

void port_mpu_on(void)
{
	/* A core may have been made without one. */
	if (!(scs_read(MPU_TYPE) & MPU_TYPE_REGIONS))
		return;

	scs_write(MPU_RBAR, PORT_WINDOW_BASE | MPU_RBAR_VALID);
	scs_write(MPU_RASR, MPU_RASR_ENABLE | MPU_RASR_SIZE(PORT_WINDOW_BITS) |
			    MPU_RASR_NORMAL_NC | MPU_RASR_SHARED |
			    MPU_RASR_RW | MPU_RASR_XN);
	scs_write(MPU_CTRL, MPU_CTRL_ENABLE | MPU_CTRL_DEFAULT);
	port_dsb();
}
