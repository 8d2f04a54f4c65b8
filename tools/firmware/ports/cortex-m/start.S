/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Vectors of a Cortex-M, its entry, and what becomes of exceptions (Armv7-M Architecture
 * Reference Manual, DDI 0403E, B1.5).
 *
 * The first two words are what the core takes from address 0; where these vectors stand
 * elsewhere, Linux has copied them. No interrupt is ever taken: the core sleeps with them
 * masked, and a pending one wakes it. So every exception is a fault.
 */
	.syntax	unified
	.thumb

	.section .vectors, "a", %progbits
	.balign	128			@ VTOR, B3.2.5
	.global	vectors
vectors:
	.word	__stack_top
	.word	_start
	.rept	14
	.word	fault
	.endr

	.text
	.global	_start
	.type	_start, %function
	.thumb_func
_start:
	cpsid	i
	ldr	r0, =0xe000ed08		@ VTOR
	ldr	r1, =vectors
	str	r1, [r0]
	dsb
	ldr	r0, =__bss_start
	ldr	r1, =__bss_end
	movs	r2, #0
clear:
	cmp	r0, r1
	itt	lo
	strlo	r2, [r0], #4
	blo	clear
	ldr	r0, =__stack_top
	msr	msp, r0
	bl	main
	.global	park
	.type	park, %function
	.thumb_func
park:
	wfi
	b	park

	/*
	 * The core has put r0 to r3, r12, lr, pc and xpsr onto the stack; all else is as it
	 * was. See struct openamp_registers.
	 */
	.type	fault, %function
	.thumb_func
fault:
	mrs	r0, msp
	mrs	r1, ipsr
	ldr	r2, =port_fault_registers
	adds	r2, #16
	stmia	r2, {r4-r11}
	ldr	r2, =__fault_stack_top
	msr	msp, r2
	bl	port_fault
	b	park
