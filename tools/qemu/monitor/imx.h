/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An i.MX8M Plus as Linux finds it, on QEMU's virt board: core 2 stands for its Cortex-M7.
 * What the board has not is at the part's own addresses for Linux, which runs in stage 2 of
 * the translation: the TCM is memory of the monitor's, and accesses to the registers are
 * served by it. The board's device tree and Linux's tests agree with this.
 */
#ifndef IMX_H
#define IMX_H

#define IMX_GICD		0x08000000
#define IMX_GICR		0x080a0000

#define IMX_CPUS		2	/* Linux's */
#define IMX_REMOTE		2

/* As Linux sees them; the registers' blocks have the part's size. */
#define IMX_ITCM		0x007e0000
#define IMX_DTCM		0x00800000
#define IMX_TCM_SIZE		0x20000
#define IMX_GPR			0x30340000
#define IMX_SRC			0x30390000
#define IMX_BLOCK_SIZE		0x10000

/* For tests; the monitor itself is behind it. */
#define IMX_CONTROL		0x7fe00000

/* There, besides the functions of the SiP call: the core is let go, whoever does it. */
#define IMX_LET_GO		3
/* And: Linux suspends to RAM. If that fails, the core loses its power meanwhile. */
#define IMX_SUSPEND		4

#endif /* IMX_H */
