/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Exception vectors of an ARMv7 core, and what becomes of exceptions. The first
 * vector is the entry point of the image; the port has "reset". The code may be out of
 * a branch's reach from the vectors, so these load its address.
 */
	.syntax	unified
	.arm

	.section .vectors, "ax", %progbits
	.global	_start
	.type	_start, %function
_start:
	.rept	8
	ldr	pc, [pc, #24]	@ the word that is as far into the table below
	.endr
	.word	reset
	.word	undefined
	.word	supervisor_call
	.word	prefetch_abort
	.word	data_abort
	.word	reserved
	.word	irq
	.word	fiq
	.size	_start, . - _start

	.text
	/*
	 * Each mode has its own lr and sp; none returns, so one stack does for all, and
	 * until then sp is free to use. All registers as they were: see struct
	 * openamp_registers.
	 */
	.macro	fault name, number
\name:
	ldr	sp, =port_fault_registers
	stmia	sp, {r0-r12}
	mov	r0, #\number
	b	fault
	.endm

	fault	undefined, 1
	fault	supervisor_call, 2
	fault	prefetch_abort, 3
	fault	data_abort, 4
	fault	reserved, 5
	fault	irq, 6
	fault	fiq, 7

fault:
	mov	r4, sp
	mov	r1, lr
	mrs	r2, spsr
	mrs	r3, cpsr
	cps	#0x13		@ Supervisor: what the firmware runs in
	str	sp, [r4, #52]
	str	lr, [r4, #56]
	msr	cpsr_c, r3
	str	r2, [r4, #64]
	ldr	sp, =__fault_stack_top
	bl	port_fault
	b	park
