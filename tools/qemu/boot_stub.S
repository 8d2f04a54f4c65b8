/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot loader for QEMU's virt board that starts firmware on the second processor, and
 * then Linux: both are in memory already. What starts Linux is what QEMU itself has put at
 * the start of the memory.
 */
#define PSCI_CPU_ON		0xc4000003	/* Arm DEN 0022, SMC64 */
#define SECOND_PROCESSOR	1		/* its MPIDR */
#define FIRMWARE_ENTRY		0x70000000	/* see dts/virt.dtso */
#define QEMU_LOADER		0x40000000

	.text
	.global	_start
_start:
	ldr	x0, =PSCI_CPU_ON
	mov	x1, #SECOND_PROCESSOR
	ldr	x2, =FIRMWARE_ENTRY
	mov	x3, xzr
	hvc	#0
	ldr	x4, =QEMU_LOADER
	br	x4
