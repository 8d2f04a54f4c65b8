/* SPDX-License-Identifier: GPL-2.0-only */
/* The first instructions of the board, at EL3; and SMCs. "DDI 0487" is the Arm ARM. */

/* ESR_ELx.EC: SMC from AArch64 (DDI 0487, D24.2.40 and D24.2.42) */
#define EC_SMC64	0x17

/* Where it serves. One that is trapped has not been executed: the way back is behind it. */
#if MONITOR_EL == 2
#define ESR		esr_el2
#define ELR		elr_el2
#else
#define ESR		esr_el3
#define ELR		elr_el3
#endif

/* struct smc, x8 to x18, and x30; a multiple of 16 */
#define FRAME		(20 * 8 + 16)

	.section .text.entry, "ax"
	.global	_start
_start:
	ldr	x0, =__stack_top
	mov	sp, x0
	ldr	x0, =vectors
	msr	vbar_el3, x0
	ldr	x0, =__bss_start
	ldr	x1, =__bss_end
clear:
	cmp	x0, x1
	b.hs	cleared
	str	xzr, [x0], #8
	b	clear
cleared:
	bl	boot
	/* As the kernel wants it, Documentation/arch/arm64/booting.rst. */
	ldr	x0, =MONITOR_DTB
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	eret

	.macro	vector target
	.balign	128
	b	\target
	.endm

	.text
	.balign	2048
vectors:
	.rept	8		// of this level itself
	vector	unexpected
	.endr
	vector	smc		// synchronous, from AArch64 below
	.rept	7
	vector	unexpected
	.endr

smc:
	sub	sp, sp, #FRAME
	stp	x0, x1, [sp]
	stp	x2, x3, [sp, #16]
	stp	x4, x5, [sp, #32]
	stp	x6, x7, [sp, #48]
	stp	x8, x9, [sp, #64]
	stp	x10, x11, [sp, #80]
	stp	x12, x13, [sp, #96]
	stp	x14, x15, [sp, #112]
	stp	x16, x17, [sp, #128]
	stp	x18, x30, [sp, #144]
	mrs	x0, ESR
	ubfx	x0, x0, #26, #6
	cmp	x0, #EC_SMC64
	b.ne	unexpected
#if MONITOR_EL == 2
	mrs	x0, ELR
	add	x0, x0, #4
	msr	ELR, x0
#endif
	mov	x0, sp
	bl	smc_serve
	ldp	x0, x1, [sp]
	ldp	x2, x3, [sp, #16]
	ldp	x4, x5, [sp, #32]
	ldp	x6, x7, [sp, #48]
	ldp	x8, x9, [sp, #64]
	ldp	x10, x11, [sp, #80]
	ldp	x12, x13, [sp, #96]
	ldp	x14, x15, [sp, #112]
	ldp	x16, x17, [sp, #128]
	ldp	x18, x30, [sp, #144]
	add	sp, sp, #FRAME
	eret

unexpected:
	mrs	x0, ESR
	mrs	x1, ELR
	bl	died
