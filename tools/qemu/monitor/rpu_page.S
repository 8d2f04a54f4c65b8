/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the Cortex-R5 cores run before and around their firmware, in RPU_PAGE; for
 * rpu.c, which has this as bytes. A core has its number in the lowest bit of MPIDR.
 */
#include "versal.h"

/* Exceptions go to 0xffff0000 (ARM DDI 0406C, B6.1.91) */
#define SCTLR_V	0x2000

	.syntax	unified
	.arm

	.text
	.global	_start
	/* Out of reset: counts, so that it is seen to run, until it may go. */
_start:
	mrc	p15, 0, r0, c0, c0, 5
	and	r0, r0, #1
	ldr	r1, =RPU_PAGE + RPU_PAGE_CORES
	add	r1, r1, r0, lsl #4
wait:
	ldr	r2, [r1]		@ laps
	add	r2, r2, #1
	str	r2, [r1]
	ldr	r2, [r1, #4]		@ go
	cmp	r2, #0
	beq	wait
	ldr	r2, [r1, #12]		@ high
	cmp	r2, #0
	mrcne	p15, 0, r3, c1, c0, 0
	orrne	r3, r3, #SCTLR_V
	mcrne	p15, 0, r3, c1, c0, 0
	ldr	r2, [r1, #8]		@ entry
	isb
	bx	r2
	.ltorg

	/*
	 * Each exception goes to the handler of the core that takes it, all registers
	 * as they were. In these modes, the flags are free.
	 */
	.macro	exception number
	mcr	p15, 0, r0, c13, c0, 4	@ TPIDRPRW
	mrc	p15, 0, r0, c0, c0, 5
	tst	r0, #1
	mrc	p15, 0, r0, c13, c0, 4
	ldreq	pc, handlers + 4 * \number
	ldrne	pc, handlers + 4 * (RPU_EXCEPTIONS + \number)
	.endm

	.org	0x100
exceptions:
	.irp	number, 0, 1, 2, 3, 4, 5, 6, 7
	.org	0x100 + 0x20 * \number
	exception \number
	.endr
	.org	0x200
park:
	wfi
	b	park

	.org	RPU_PAGE_HANDLERS
handlers:
	.fill	2 * RPU_EXCEPTIONS, 4, RPU_PAGE + 0x200
	.org	RPU_PAGE_SIZE
