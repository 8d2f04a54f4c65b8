/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * An image laid out as those that AMD's tools make for a Cortex-R5 that talks to Linux:
 * the vectors at 0, in ATCM; the resource table and the code in DDR, in that order;
 * constants, variables and stacks in BTCM. The segments are what the linker makes of it.
 */
ENTRY(_start)

MEMORY
{
	atcm : ORIGIN = PORT_TCM, LENGTH = PORT_TCM_SIZE
	btcm : ORIGIN = PORT_TCM_DATA, LENGTH = PORT_TCM_SIZE
	ddr : ORIGIN = PORT_FIRMWARE_BASE, LENGTH = PORT_FIRMWARE_SIZE
}

/* Where the table is in the memory for code. */
#define TABLE	PORT_FIRMWARE_BASE + 0x20000

SECTIONS
{
	.vectors : {
		KEEP(*(.vectors))
	} > atcm
	.resource_table TABLE : SUBALIGN(8) {
		KEEP(*(.resource_table))
	} > ddr
	.text TABLE + 0x200 : {
		*(.text .text.*)
	} > ddr
	.trace (NOLOAD) : ALIGN(8) {
		*(.noinit.trace)
	} > ddr
	.rodata : ALIGN(8) {
		*(.rodata .rodata.*)
	} > btcm
	.data : ALIGN(8) {
		__data_start = .;
		*(.data .data.*)
		. = ALIGN(8);
		__data_end = .;
	} > btcm
	__data_load = LOADADDR(.data);
	.bss (NOLOAD) : ALIGN(8) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(8);
		__bss_end = .;
	} > btcm
	.stack (NOLOAD) : ALIGN(16) {
		. += 8192;
		__stack_top = .;
		. += 2048;
		__fault_stack_top = .;
	} > btcm

	/DISCARD/ : {
		*(.ARM.exidx* .ARM.attributes .eh_frame .comment .note.*)
	}
}

ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
ASSERT(SIZEOF(.resource_table) <= 0x200, "the table is in the code")
