/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * As in TI's examples: the vectors at 0, in ATCM, with all that runs before the MPU is on, since
 * until then nothing can be executed from 0x80000000 on; the resource table first in the core's
 * DDR; code and data behind it.
 */
ENTRY(_start)

PHDRS
{
	vectors PT_LOAD FLAGS(5);
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
	table PT_LOAD FLAGS(6);
	log PT_LOAD FLAGS(6);
}

SECTIONS
{
	.vectors PORT_TCM : {
		KEEP(*(.vectors))
		*/vectors.o(.text)
		*/start.o(.text)
		*/mpu.o(.text .text.* .rodata .rodata.*)
	} :vectors
	__tcm_end = .;

	. = PORT_FIRMWARE_BASE;
	.text : {
		*(.text .text.*)
		. = ALIGN(8);
		*(.rodata .rodata.*)
	} :text

	. = ALIGN(4096);
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

ASSERT(__tcm_end <= PORT_TCM + PORT_LOW_SIZE, "the TCM is too small")
ASSERT(__data_end <= PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE, "image is too big")
ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
ASSERT(SIZEOF(.resource_table) <= 4096, "resource table is too big")
ASSERT(__log_end <= PORT_LOG_BASE + 8192, "log is too big")
