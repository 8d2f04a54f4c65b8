/* SPDX-License-Identifier: GPL-2.0-only */
/* Both processors' first instructions, at EL2; and what comes from below. See hyp.h. */

/* struct frame */
#define FRAME		(32 * 8)

	.section .text.entry, "ax"
	.global	_start
_start:
	ldr	x0, =__stack_top
	mov	sp, x0
	ldr	x0, =vectors
	msr	vbar_el2, x0
	ldr	x0, =__bss_start
	ldr	x1, =__bss_end
clear:
	cmp	x0, x1
	b.hs	cleared
	str	xzr, [x0], #8
	b	clear
cleared:
	bl	hyp_boot
	/* As the kernel wants it, Documentation/arch/arm/booting.rst. */
	mov	x0, xzr
	mov	w1, #-1
	ldr	x2, =MONITOR_DTB
	eret

	.global	hyp_secondary
hyp_secondary:
	ldr	x0, =vectors
	msr	vbar_el2, x0
	ldr	x0, =core_stack_top
	mov	sp, x0
	bl	hyp_boot_core
	bl	platform_init_core
	.global	hyp_hold
hyp_hold:
	ldr	x0, =core_stack_top
	mov	sp, x0
	bl	platform_hold
	.irp	number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
	mov	x\number, xzr
	.endr
	eret

	.macro	vector target
	.balign	128
	b	\target
	.endm

	.text
	.balign	2048
vectors:
	.rept	12		// of EL2 itself, and from AArch64 below
	vector	unexpected
	.endr
	vector	synchronous	// from AArch32 below
	vector	interrupt
	.rept	2
	vector	unexpected
	.endr

unexpected:
	b	hyp_unexpected

interrupt:
	stp	x0, x1, [sp, #-FRAME]!
	ldr	x0, =platform_interrupt
	b	from_below
synchronous:
	stp	x0, x1, [sp, #-FRAME]!
	ldr	x0, =hyp_trap
from_below:
	stp	x2, x3, [sp, #16]
	stp	x4, x5, [sp, #32]
	stp	x6, x7, [sp, #48]
	stp	x8, x9, [sp, #64]
	stp	x10, x11, [sp, #80]
	stp	x12, x13, [sp, #96]
	stp	x14, x15, [sp, #112]
	stp	x16, x17, [sp, #128]
	stp	x18, x19, [sp, #144]
	stp	x20, x21, [sp, #160]
	stp	x22, x23, [sp, #176]
	stp	x24, x25, [sp, #192]
	stp	x26, x27, [sp, #208]
	stp	x28, x29, [sp, #224]
	str	x30, [sp, #240]
	mov	x1, x0
	mov	x0, sp
	blr	x1
	ldp	x2, x3, [sp, #16]
	ldp	x4, x5, [sp, #32]
	ldp	x6, x7, [sp, #48]
	ldp	x8, x9, [sp, #64]
	ldp	x10, x11, [sp, #80]
	ldp	x12, x13, [sp, #96]
	ldp	x14, x15, [sp, #112]
	ldp	x16, x17, [sp, #128]
	ldp	x18, x19, [sp, #144]
	ldp	x20, x21, [sp, #160]
	ldp	x22, x23, [sp, #176]
	ldp	x24, x25, [sp, #192]
	ldp	x26, x27, [sp, #208]
	ldp	x28, x29, [sp, #224]
	ldr	x30, [sp, #240]
	ldp	x0, x1, [sp], #FRAME
	eret

	.bss
	.balign	16
	.skip	4096
core_stack_top:
