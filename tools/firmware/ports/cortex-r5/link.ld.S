/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Code and data are private; the resource table and the log are in the window that Linux
 * reads too. Without PORT_TCM nothing stands at address 0: the vectors there belong to
 * Linux's driver, since both cores share them. With it they stand there, in the core's own
 * TCM; with PORT_TCM_CODE the code follows them; and with PORT_TCM_DATA, variables and
 * stack are in TCM as well.
 */
ENTRY(_start)

#ifdef PORT_TCM_CODE
#define IN_TEXT		:vectors
#else
#define IN_TEXT		:text
#endif

PHDRS
{
#ifndef PORT_TCM_CODE
	text PT_LOAD FLAGS(5);
#endif
	data PT_LOAD FLAGS(6);
	table PT_LOAD FLAGS(6);
#ifdef PORT_TCM
	vectors PT_LOAD FLAGS(5);
#endif
}

SECTIONS
{
#ifdef PORT_TCM
	.vectors PORT_TCM : {
		KEEP(*(.vectors))
	} :vectors
#endif
#ifndef PORT_TCM_CODE
	. = PORT_FIRMWARE_BASE;
#endif
	.text : {
#ifndef PORT_TCM
		KEEP(*(.vectors))
#endif
		*(.text .text.*)
		*(.rodata .rodata.*)
	} IN_TEXT
	__text_end = .;

#ifdef PORT_TCM_DATA
	. = PORT_TCM_DATA;
#else
	. = ALIGN(4096);
#endif
	.data : ALIGN(8) {
		*(.data .data.*)
		. = ALIGN(8);
	} :data
	.bss (NOLOAD) : ALIGN(8) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(8);
		__bss_end = .;
	} :data
	.stack (NOLOAD) : ALIGN(8) {
		. += 8192;
		__stack_top = .;
		. += 1024;
		__fault_stack_top = .;
	} :data
	__data_end = .;

	. = PORT_WINDOW_BASE;
	.resource_table : {
		KEEP(*(.resource_table))
	} :table
	.trace (NOLOAD) : ALIGN(8) {
		*(.noinit.trace)
	} :table
	__window_end = .;

	/DISCARD/ : {
		*(.ARM.exidx*)
		*(.note.gnu.build-id)
	}
}

#ifdef PORT_TCM_CODE
ASSERT(__text_end <= PORT_TCM + PORT_TCM_SIZE, "the TCM is too small for the code")
#endif
#ifdef PORT_TCM_DATA
ASSERT(__data_end <= PORT_TCM_DATA + PORT_TCM_SIZE, "the TCM is too small")
#else
ASSERT(__data_end <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
#endif
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
ASSERT(__window_end <= PORT_SHARED_BASE, "log is too big")
