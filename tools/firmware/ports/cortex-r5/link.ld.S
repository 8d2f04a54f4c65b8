/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * One image, wholly inside the firmware region. No segment stands at address 0:
 * the vectors there belong to Linux's driver, since both cores share them.
 */
ENTRY(_start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
}

SECTIONS
{
	. = PORT_FIRMWARE_BASE;
	.text : {
		KEEP(*(.vectors))
		*(.text .text.*)
		*(.rodata .rodata.*)
	} :text

	. = ALIGN(4096);
	.resource_table : {
		KEEP(*(.resource_table))
	} :data
	.data : ALIGN(8) {
		*(.data .data.*)
		. = ALIGN(8);
	} :data
	.bss (NOLOAD) : ALIGN(8) {
		__bss_start = .;
		*(.bss .bss.* .noinit.trace COMMON)
		. = ALIGN(8);
		__bss_end = .;
	} :data
	.stack (NOLOAD) : ALIGN(8) {
		. += 8192;
		__stack_top = .;
		. += 1024;
		__fault_stack_top = .;
	} :data

	/DISCARD/ : {
		*(.ARM.exidx*)
		*(.note.gnu.build-id)
	}
}

ASSERT(. <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
