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

/* struct smc, and to a multiple of 16 */
#define FRAME		(32 * 8)

/* Of each core, see link.ld. */
#define STACK_SHIFT	12

	.macro	own_stack
	mrs	x1, mpidr_el1
	and	x1, x1, #0xff
	ldr	x0, =__stack_top
	sub	x0, x0, x1, lsl #STACK_SHIFT
	mov	sp, x0
	.endm

	.section .text.entry, "ax"
	.global	_start, core_end
_start:
	ldr	x0, =vectors
	msr	vbar_el3, x0
	own_stack
	cbnz	x1, core_end
	ldr	x0, =__bss_start
	ldr	x1, =__bss_end
clear:
	cmp	x0, x1
	b.hs	cleared
	str	xzr, [x0], #8
	b	clear
cleared:
	bl	boot
	b	leave

	/* From wherever a core is; nothing of it is kept. */
core_end:
	own_stack
	bl	core_wait
leave:
	/* As the kernel wants it, Documentation/arch/arm64/booting.rst. */
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
	vector	unexpected
	vector	signal		// FIQ
	.rept	5
	vector	unexpected
	.endr

	.macro	save
	sub	sp, sp, #FRAME
	stp	x0, x1, [sp, #0]
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
	.endm

smc:
	save
	mrs	x1, ESR
	ubfx	x0, x1, #26, #6
	cmp	x0, #EC_SMC64
	b.ne	unexpected
#if MONITOR_EL == 2
	mrs	x0, ELR
	add	x0, x0, #4
	msr	ELR, x0
#endif
	mov	x0, sp
	bl	smc_serve
	b	restore

signal:
	save
	bl	core_signalled
restore:
	ldp	x0, x1, [sp, #0]
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
	add	sp, sp, #FRAME
	eret

unexpected:
	mrs	x0, ESR
	mrs	x1, ELR
	bl	died
