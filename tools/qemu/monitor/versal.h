/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * AMD Versal as QEMU models it, without TCM, IPI and platform controller: where they are
 * instead. The board's device tree and Linux's tests agree with this; for C and assembler.
 */
#ifndef VERSAL_H
#define VERSAL_H

/*
 * Can Linux ring the cores? QEMU 7.2 has no interrupt controller for them. That of 11.1 has
 * security extensions, and lets the cores, which are non-secure to QEMU, have no
 * interrupts but those of group 1. All are in group 0, unless QEMU is told of a Linux
 * kernel: then it makes its interrupt controllers ready for it, and answers SMCs at EL3.
 */
#define VERSAL_RINGS		(MONITOR_EL == 2)
#define VERSAL_CFU		0xf12b0000	/* rings them in place of the IPI */

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
#define RPU_HIGH_VECTORS	0xffff0000	/* in OCM: for either core */
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
