/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Entry of a Cortex-A9 in ARM state, Secure Supervisor mode, MMU and caches off,
 * as after reset. "DDI 0406C" is the Architecture Reference Manual of ARMv7-A.
 */
	.syntax	unified
	.arm

/* SCTLR: M, A, C, Z, I, V and TE off (DDI 0406C, B4.1.130) */
#define SCTLR_CLEAR	0x40003807

	.text
	.global	reset
reset:
	cpsid	aif, #0x13
	mrc	p15, 0, r0, c1, c0, 0
	ldr	r1, =SCTLR_CLEAR
	bic	r0, r0, r1
	mcr	p15, 0, r0, c1, c0, 0
	ldr	r0, =_start
	mcr	p15, 0, r0, c12, c0, 0	@ VBAR
	mov	r0, #0
	mcr	p15, 0, r0, c7, c5, 0	@ ICIALLU
	mcr	p15, 0, r0, c7, c5, 6	@ BPIALL
	mcr	p15, 0, r0, c8, c7, 0	@ TLBIALL
	dsb
	isb

	/*
	 * What the data cache holds after reset is not valid, and the A9 does not
	 * invalidate it by itself (Cortex-A9 TRM, DDI 0388, 2.4.1).
	 */
	mcr	p15, 2, r0, c0, c0, 0	@ CSSELR: level 1, data
	isb
	mrc	p15, 1, r0, c0, c0, 0	@ CCSIDR (B4.1.19)
	and	r1, r0, #7
	add	r1, r1, #4		@ log2 of the bytes of a line
	ubfx	r2, r0, #3, #10		@ the last way
	ubfx	r3, r0, #13, #15	@ the last set
	clz	r4, r2			@ the way stands in the topmost bits
way:
	mov	r5, r3
set:
	lsl	r6, r2, r4
	orr	r6, r6, r5, lsl r1
	mcr	p15, 0, r6, c7, c6, 2	@ DCISW (B4.2.1)
	subs	r5, r5, #1
	bpl	set
	subs	r2, r2, #1
	bpl	way
	dsb

	ldr	sp, =__stack_top
	ldr	r0, =__bss_start
	ldr	r1, =__bss_end
	mov	r2, #0
clear:
	cmp	r0, r1
	strlo	r2, [r0], #4
	blo	clear
	bl	port_mmu_on
	bl	main
	.global	park
park:
	wfi
	b	park
