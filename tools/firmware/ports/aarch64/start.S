/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Entry from PSCI CPU_ON: AArch64, little-endian, at EL2 or
 * EL1 with interrupts masked, MMU and data cache off. Everything here runs at
 * EL1: entered at EL2, what EL2 could trap is let through and EL2 is left behind.
 *
 * "DDI 0487" is the Arm Architecture Reference Manual.
 */
#include "psci.h"

/* SCTLR_EL1 with MMU, caches and checks off: the bits that are RES1 in Armv8.0 */
#define SCTLR_OFF	0x30d00800
#define SCTLR_C		(1 << 2)

/* HCR_EL2.RW: EL1 is AArch64. No stage 2, nothing trapped, EL1 gets interrupts. */
#define HCR_RW		(1 << 31)

/* CPTR_EL2: nothing trapped; the rest is RES1 */
#define CPTR_NO_TRAPS	0x33ff

/* CNTHCTL_EL2.EL1PCTEN, EL1PCEN: EL1 may use the counter and the timer */
#define CNTHCTL_EL1	0x3

/* SPSR_EL2: EL1 with its own stack pointer; D, A, I, F masked */
#define SPSR_EL1H	0x3c5

/* ICC_SRE_EL2: SRE, DFB, DIB, Enable */
#define ICC_SRE_ALL	0xf

#define CURRENT_EL2	(2 << 2)

/*
 * Does @op, a DC operation by address, to each cache line from \start up to \end.
 * Lines are as short as the shortest on the way (DDI 0487, CTR_EL0.DminLine).
 */
	.macro	each_line op, start, end, line, tmp
	mrs	\tmp, ctr_el0
	ubfx	\tmp, \tmp, #16, #4
	mov	\line, #4
	lsl	\line, \line, \tmp
	sub	\tmp, \line, #1
	bic	\start, \start, \tmp
1:	dc	\op, \start
	add	\start, \start, \line
	cmp	\start, \end
	b.lo	1b
	dsb	sy
	.endm

	.section .start, "ax", %progbits
#ifdef PORT_FIRST_WORDS
	/* As at the start of a Cortex-M's vectors: the stack, and the entry as Thumb code. */
	.word	__stack_top
	.word	_start + 1
#endif
	.global	_start
	.type	_start, %function
_start:
	msr	daifset, #0xf
	mrs	x19, currentel
	cmp	x19, #CURRENT_EL2
	b.lo	at_el1
	b.hi	lost		// EL3: not by PSCI

	ldr	x0, =HCR_RW
	msr	hcr_el2, x0
	isb
	mov	x0, #CPTR_NO_TRAPS
	msr	cptr_el2, x0
	msr	hstr_el2, xzr
	msr	vttbr_el2, xzr
	msr	cntvoff_el2, xzr
	mov	x0, #CNTHCTL_EL1
	msr	cnthctl_el2, x0
	/* What EL1 reads as its MIDR and MPIDR is unknown after reset. */
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0
#if PORT_GIC == 3
	mov	x0, #ICC_SRE_ALL
	msr	S3_4_C12_C9_5, x0	// ICC_SRE_EL2
	isb
#endif
	ldr	x0, =SCTLR_OFF
	msr	sctlr_el1, x0
	mov	x0, #SPSR_EL1H
	msr	spsr_el2, x0
	adr	x0, at_el1
	msr	elr_el2, x0
	eret

at_el1:
	ldr	x0, =SCTLR_OFF
	msr	sctlr_el1, x0
	msr	spsel, #1
	ldr	x0, =port_vectors
	msr	vbar_el1, x0
	isb

	/*
	 * Linux wrote the image around the caches. Lines from before, of whoever
	 * used this memory then, must neither be read nor be written back over it.
	 * With the MMU off this reaches all caches of the outer shareable domain,
	 * and no such line can come back: nobody maps the region.
	 */
	ldr	x0, =PORT_FIRMWARE_BASE
	ldr	x1, =__image_end
	each_line ivac, x0, x1, x2, x3
	ic	iallu
	dsb	sy
	isb

	ldr	x0, =__bss_start
	ldr	x1, =__bss_end
clear:
	cmp	x0, x1
	b.hs	cleared
	stp	xzr, xzr, [x0], #16
	b	clear
cleared:
	ldr	x0, =__stack_top
	mov	sp, x0
	mov	x0, x19
	bl	port_entry
	bl	port_mmu_on
	bl	main
	/* main() returns for no port with CPU_OFF. */
lost:
	wfi
	b	lost
	.size	_start, . - _start

/*
 * void port_cpu_off(unsigned int smc): by SMC, or else by HVC
 *
 * The next image comes into the same memory around the caches, so nothing of
 * this one may be left in them. The data cache goes off first, so that none of
 * it can come back in; until CPU_OFF no memory is written (ARM DEN 0022:
 * the core's own caches are then PSCI's).
 */
	.text
	.global	port_cpu_off
	.type	port_cpu_off, %function
port_cpu_off:
	mov	w19, w0
	mrs	x0, sctlr_el1
	bic	x0, x0, #SCTLR_C
	dsb	sy
	msr	sctlr_el1, x0
	isb
	ldr	x0, =PORT_FIRMWARE_BASE
	ldr	x1, =__image_end
	each_line civac, x0, x1, x2, x3
	isb
	ldr	w0, =PSCI_CPU_OFF
	cbz	w19, 2f
	smc	#0
	b	lost
2:	hvc	#0
	b	lost
	.size	port_cpu_off, . - port_cpu_off

/*
 * None of the 16 vectors returns, so one stack does for all, and registers that Linux
 * uses for its threads are free.
 */
	.balign	2048
port_vectors:
	.set	kind, 0
	.rept	16
	.balign	128
	msr	tpidr_el1, x0
	mov	x0, #kind
	b	fault
	.set	kind, kind + 1
	.endr
	.size	port_vectors, . - port_vectors

/* All registers as they were: see struct openamp_registers. */
fault:
	msr	tpidrro_el0, x1
	ldr	x1, =port_fault_registers
	stp	x2, x3, [x1, #16]
	stp	x4, x5, [x1, #32]
	stp	x6, x7, [x1, #48]
	stp	x8, x9, [x1, #64]
	stp	x10, x11, [x1, #80]
	stp	x12, x13, [x1, #96]
	stp	x14, x15, [x1, #112]
	stp	x16, x17, [x1, #128]
	stp	x18, x19, [x1, #144]
	stp	x20, x21, [x1, #160]
	stp	x22, x23, [x1, #176]
	stp	x24, x25, [x1, #192]
	stp	x26, x27, [x1, #208]
	stp	x28, x29, [x1, #224]
	mov	x2, sp
	stp	x30, x2, [x1, #240]
	mrs	x2, tpidr_el1
	mrs	x3, tpidrro_el0
	stp	x2, x3, [x1]
	mrs	x2, elr_el1
	mrs	x3, spsr_el1
	stp	x2, x3, [x1, #256]

	ldr	x1, =__fault_stack_top
	mov	sp, x1
	mrs	x1, esr_el1
	mrs	x2, elr_el1
	mrs	x3, far_el1
	bl	port_fault
	b	lost
