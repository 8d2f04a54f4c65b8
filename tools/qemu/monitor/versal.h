/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * AMD Versal as QEMU models it, without TCM, IPI and platform controller: where they are
 * instead. The board's device tree and Linux's tests agree with this; for C and assembler.
 */
#ifndef VERSAL_H
#define VERSAL_H

#define VERSAL_GICD		0xf9000000
#define VERSAL_GICR		0xf9080000
#define VERSAL_RST_CPU_R5	0xff5e0300	/* in the CRL block */

/*
 * DDR in place of TCM. Both cores fetch their vectors from DDR address 0. In combined
 * mode that is core 0's TCM. Otherwise each core has its own elsewhere, and at 0 there
 * are vectors of the monitor's, which send the cores on by RPU_PAGE.
 */
#define RPU_CORES		2
#define RPU_VECTORS		0x0
#define RPU_TCM(core)		(0x40000 + 0x20000 * (core))
#define RPU_TCM_SIZE		0x10000		/* ATCM; BTCM does not matter here */
#define RPU_PAGE		0x80000

/* In it, besides code: a struct rpu_core for each core, then its handlers. */
#define RPU_PAGE_CORES		0x400
#define RPU_CORE_SIZE		16
#define RPU_PAGE_HANDLERS	0x440
#define RPU_PAGE_SIZE		0x480
#define RPU_EXCEPTIONS		8

/* For tests; behind the IPI's buffers, which are Linux's and the firmware's alone. */
#define VERSAL_CONTROL		0xfe801000

#endif /* VERSAL_H */
