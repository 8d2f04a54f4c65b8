/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Code and data in the private region, which is cached; the resource table and
 * the log in the window that is not.
 */
ENTRY(_start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
	table PT_LOAD FLAGS(6);
}

SECTIONS
{
	. = PORT_FIRMWARE_BASE;
	.text : {
		KEEP(*(.vectors .start))
		*(.text .text.*)
		. = ALIGN(8);
		*(.rodata .rodata.*)
		. = ALIGN(4096);
	} :text
	__data_start = .;

	.data : ALIGN(4096) {
		*(.data .data.*)
		. = ALIGN(8);
	} :data
	.bss (NOLOAD) : ALIGN(16) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(16);
		__bss_end = .;
	} :data
	.stack (NOLOAD) : ALIGN(16) {
		. += 8192;
		__stack_top = .;
		. += 2048;
		__fault_stack_top = .;
	} :data
	__image_end = .;

	. = PORT_WINDOW_BASE;
	.resource_table : {
		KEEP(*(.resource_table))
	} :table
	. = PORT_WINDOW_BASE + 4096;
	.trace (NOLOAD) : {
		*(.noinit.trace)
	} :table
	__window_end = .;

	/DISCARD/ : {
		*(.ARM.exidx* .eh_frame .comment .note.*)
	}
}

ASSERT(__image_end <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
ASSERT(SIZEOF(.resource_table) <= 4096, "resource table is too big")
ASSERT(__window_end <= PORT_SHARED_BASE, "log is too big")
