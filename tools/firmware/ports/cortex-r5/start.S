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
 * The MPU and the caches stay off, as they are after reset. The core's default
 * memory map then makes everything below 0x80000000 Normal memory that is never
 * cached, and the registers above Strongly-ordered (B5.1.2). That is what memory
 * shared with Linux has to be, which maps it uncached too. Firmware that needs
 * the caches turns the MPU on first, with a region for the shared memory and
 * the resource table that is Normal, shareable, non-cacheable.
 */
	.syntax	unified
	.arm

	.text
	.global	reset
reset:
	cpsid	aif, #0x13
	ldr	sp, =__stack_top
	ldr	r0, =__bss_start
	ldr	r1, =__bss_end
	mov	r2, #0
clear:
	cmp	r0, r1
	strlo	r2, [r0], #4
	blo	clear
	bl	main
	.global	park
park:
	wfi
	b	park
