/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Vectors and code in one memory of the core's own, data and stacks in another. The
 * resource table and the log are in memory that Linux has as well.
 */
ENTRY(_start)

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
	table PT_LOAD FLAGS(6);
	log PT_LOAD FLAGS(6);
}

SECTIONS
{
	. = PORT_CODE_BASE;
	.text : {
		KEEP(*(.vectors))
		*(.text .text.*)
		. = ALIGN(8);
		*(.rodata .rodata.*)
	} :text
	__code_end = .;

	. = PORT_DATA_BASE;
	.data : {
		*(.data .data.*)
		. = ALIGN(8);
	} :data
	.bss (NOLOAD) : ALIGN(8) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(8);
		__bss_end = .;
	} :data
	/* What runs over its end is below all data: a fault, not a riddle. */
	.stack (NOLOAD) : ALIGN(8) {
		__stack_bottom = .;
		. += 6144;
		__stack_top = .;
		. += 1024;
		__fault_stack_top = .;
	} :data
	__data_end = .;

	. = PORT_TABLE_BASE;
	.resource_table : {
		KEEP(*(.resource_table))
	} :table

	. = PORT_LOG_BASE;
	.trace (NOLOAD) : {
		*(.noinit.trace)
	} :log
	__log_end = .;

	/DISCARD/ : {
		*(.ARM.exidx* .eh_frame .comment .note.*)
	}
}

ASSERT(__code_end <= PORT_CODE_BASE + PORT_CODE_SIZE, "the code is too big")
ASSERT(__data_end <= PORT_DATA_BASE + PORT_DATA_SIZE, "the data is too big")
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
ASSERT(SIZEOF(.resource_table) <= 4096, "resource table is too big")
ASSERT(__log_end <= PORT_LOG_BASE + 8192, "log is too big")
