/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Code and data in the firmware region, in memory that Linux owns too. Without
 * PORT_TCM nothing stands at address 0: the vectors there belong to Linux's driver, since
 * both cores share them. With it they stand there, in the core's own TCM; and with
 * PORT_TCM_DATA, what is not loaded is in TCM as well.
 */
ENTRY(_start)

#ifdef PORT_TCM_DATA
#define IN_BSS	:tcm
#else
#define IN_BSS	:data
#endif

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
#ifdef PORT_TCM
	vectors PT_LOAD FLAGS(5);
#endif
#ifdef PORT_TCM_DATA
	tcm PT_LOAD FLAGS(6);
#endif
}

SECTIONS
{
	. = PORT_FIRMWARE_BASE;
	.text : {
#ifndef PORT_TCM
		KEEP(*(.vectors))
#endif
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
	.trace (NOLOAD) : ALIGN(8) {
		*(.noinit.trace)
	} :data
	__image_end = .;

#ifdef PORT_TCM_DATA
	. = PORT_TCM_DATA;
#endif
	.bss (NOLOAD) : ALIGN(8) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(8);
		__bss_end = .;
	} IN_BSS
	.stack (NOLOAD) : ALIGN(8) {
		. += 8192;
		__stack_top = .;
		. += 1024;
		__fault_stack_top = .;
	} IN_BSS
	__bss_image_end = .;

#ifdef PORT_TCM
	.vectors PORT_TCM : {
		KEEP(*(.vectors))
	} :vectors
#endif

	/DISCARD/ : {
		*(.ARM.exidx*)
		*(.note.gnu.build-id)
	}
}

#ifdef PORT_TCM_DATA
ASSERT(__bss_image_end <= PORT_TCM_DATA + PORT_TCM_SIZE, "the TCM is too small")
ASSERT(__image_end <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
#else
ASSERT(__bss_image_end <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
#endif
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
