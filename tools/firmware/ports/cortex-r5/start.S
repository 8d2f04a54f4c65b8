/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Entry of a Cortex-R5 in ARM state, Supervisor mode, interrupts masked, as
 * after reset (ARM DDI 0406C, B1.9.1).
 *
 * An image with vectors at address 0, where the core starts, takes exceptions by
 * itself. Where none of it stands there, Linux's driver puts a page of branches there,
 * which sends each core to the entry point of its own image. Entry is a vector table of its
 * own, so that such a page may send exception n to the entry point + 4 * n.
 *
 * Without PORT_MPU the MPU and the caches stay off, as they are after reset. The core's
 * default memory map then makes everything below 0x80000000 Normal memory that is never
 * cached, and the registers above Strongly-ordered (B5.1.2). That is what memory
 * shared with Linux has to be, which maps it uncached too. With PORT_MPU they are on, see
 * mpu.c.
 */
	.syntax	unified
	.arm

/* ACTLR of Cortex-R5 (ARM DDI 0460): ECC checks of ATCM, B0TCM and B1TCM */
#define ACTLR_TCM_ECC	0x0e000000
/* SCTLR: M, C, Z and I off */
#define SCTLR_CLEAR	0x1805

	.text
	.global	reset
reset:
	cpsid	aif, #0x13
#ifdef PORT_TCM
	/*
	 * Nobody has written all of the TCM, and what was never written fails a check: a
	 * store of less than the width of a check reads what is around it.
	 */
	mrc	p15, 0, r0, c1, c0, 1
	bic	r0, r0, #ACTLR_TCM_ECC
	mcr	p15, 0, r0, c1, c0, 1
#endif
#ifdef PORT_MPU
	mrc	p15, 0, r0, c1, c0, 0
	ldr	r1, =SCTLR_CLEAR
	bic	r0, r0, r1
	dsb
	mcr	p15, 0, r0, c1, c0, 0
	isb
	/* What the caches hold after reset is not valid (ARM DDI 0460, initialization). */
	mov	r0, #0
	mcr	p15, 0, r0, c15, c5, 0	@ all of the data cache
	mcr	p15, 0, r0, c7, c5, 0	@ ICIALLU
	mcr	p15, 0, r0, c7, c5, 6	@ BPIALL
	dsb
	isb
#endif
	ldr	sp, =__stack_top
	ldr	r0, =__bss_start
	ldr	r1, =__bss_end
	mov	r2, #0
clear:
	cmp	r0, r1
	strlo	r2, [r0], #4
	blo	clear
#ifdef PORT_MPU
	bl	port_mpu_on
#endif
	bl	main
	.global	park
park:
	wfi
	b	park
