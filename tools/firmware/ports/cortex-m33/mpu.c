// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The memory protection unit of Armv8-M (Architecture Reference Manual, DDI 0553, D1.2,
 * "MPU_..."), that of the Secure state.
 *
 * By default a Cortex-M takes all from 0xa0000000 on for device memory, where i.MX93 has
 * DRAM, and SRAM for cached memory. Linux maps what it shares as Normal, not cached.
 */
#include "mpu.h"
#include "scs.h"

#define MPU_TYPE		0xe000ed90u
#define MPU_TYPE_REGIONS	(0xffu << 8)
#define MPU_CTRL		0xe000ed94u
#define MPU_CTRL_ENABLE		(1u << 0)
#define MPU_CTRL_DEFAULT	(1u << 2)	/* where no region is, as without MPU */
#define MPU_RNR			0xe000ed98u
#define MPU_RBAR		0xe000ed9cu
#define MPU_RBAR_XN		(1u << 0)
#define MPU_RBAR_RW		(1u << 1)
#define MPU_RBAR_SHARED		(2u << 3)	/* outer */
#define MPU_RLAR		0xe000eda0u
#define MPU_RLAR_ENABLE		(1u << 0)	/* attributes 0 */
#define MPU_MAIR0		0xe000edc0u
#define MPU_MAIR_NORMAL_NC	0x44u

#define UNIT			32u		/* regions begin and end at one of these */

#if (PORT_SHARED_BASE | PORT_SHARED_SIZE) & (UNIT - 1)
#error "PORT_SHARED_BASE, _SIZE: a region is made of 32 bytes"
#endif

void port_mpu_on(void)
{
	/* A core may have been made without one. */
	if (!(scs_read(MPU_TYPE) & MPU_TYPE_REGIONS))
		return;

	scs_write(MPU_MAIR0, MPU_MAIR_NORMAL_NC);
	scs_write(MPU_RNR, 0);
	scs_write(MPU_RBAR, PORT_SHARED_BASE | MPU_RBAR_SHARED | MPU_RBAR_RW |
			    MPU_RBAR_XN);
	/* The last unit, by its address. */
	scs_write(MPU_RLAR, (PORT_SHARED_BASE + PORT_SHARED_SIZE - UNIT) |
			    MPU_RLAR_ENABLE);
	scs_write(MPU_CTRL, MPU_CTRL_ENABLE | MPU_CTRL_DEFAULT);
	port_dsb();
}
