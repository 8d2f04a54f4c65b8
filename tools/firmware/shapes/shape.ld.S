/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * An image in one of the shapes that vendors' linker scripts give it. What it says
 * nothing of, such as segments, is what the linker makes of it.
 *
 * SHAPE_TAIL	the resource table ends where its memory region does
 * SHAPE_NOLOAD	sections without bytes in memory that is for rings or buffers, and far
 *		away, where the core has no memory region
 * SHAPE_LMA	variables are loaded behind the code and copied by the start code
 * SHAPE_TCM	a section at 0x40000, where the core has no memory region
 * SHAPE_PHDRS	three segments: sections without bytes, however far away, make the last
 *		one longer
 */
ENTRY(_start)

#ifdef PORT_WINDOW_BASE
#define TABLE_BASE	PORT_WINDOW_BASE
#define TABLE_END	PORT_SHARED_BASE
#else
#define TABLE_BASE	(PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE - 0x4000)
#define TABLE_END	(PORT_FIRMWARE_BASE + PORT_FIRMWARE_SIZE)
#endif

#define TRACE_BASE	(TABLE_BASE + 0x1000)

#ifdef SHAPE_TAIL
#define TABLE_AT	(TABLE_END - SHAPE_TABLE_SIZE)
#else
#define TABLE_AT	TABLE_BASE
#endif

#ifdef SHAPE_LMA
#define DATA_AT		PORT_FIRMWARE_BASE + 0x40000 : AT(ADDR(.text) + SIZEOF(.text))
#else
#define DATA_AT		: ALIGN(4096)
#endif

#ifdef SHAPE_PHDRS
#define IN_VECTORS	:vectors
#define IN_TEXT		:text
#define IN_DATA		:data
#define IN_TABLE	:table

PHDRS
{
	text PT_LOAD FLAGS(5);
	data PT_LOAD FLAGS(6);
	table PT_LOAD FLAGS(6);
#ifdef PORT_TCM
	vectors PT_LOAD FLAGS(5);
#endif
}
#else
#define IN_VECTORS
#define IN_TEXT
#define IN_DATA
#define IN_TABLE
#endif

SECTIONS
{
#ifdef PORT_TCM
	.vectors PORT_TCM : {
		KEEP(*(.vectors))
	} IN_VECTORS
#endif
#ifdef SHAPE_TCM
	.tcm 0x40000 : {
		KEEP(*(.tcm))
	}
#endif
	.text PORT_FIRMWARE_BASE : {
#ifdef PORT_TCM
		KEEP(*(.start))
#else
		KEEP(*(.vectors .start))
#endif
		*(.text .text.*)
		. = ALIGN(8);
		*(.rodata .rodata.*)
		. = ALIGN(4096);
	} IN_TEXT
	.data DATA_AT {
		__data_start = .;
		*(.data .data.*)
		. = ALIGN(4096);
		__data_end = .;
	} IN_DATA
	__data_load = LOADADDR(.data);
	.bss (NOLOAD) : ALIGN(16) {
		__bss_start = .;
		*(.bss .bss.* COMMON)
		. = ALIGN(16);
		__bss_end = .;
	} IN_DATA
	.stack (NOLOAD) : ALIGN(16) {
		. += 8192;
		__stack_top = .;
		. += 2048;
		__fault_stack_top = .;
	} IN_DATA
	__image_end = .;

#ifdef SHAPE_TAIL
	.trace TRACE_BASE (NOLOAD) : {
		*(.noinit.trace)
	} IN_TABLE
#endif
	.resource_table TABLE_AT : AT(TABLE_AT) SUBALIGN(8) {
		KEEP(*(.shape_table))
		KEEP(*(.resource_table))
	} IN_TABLE
#ifndef SHAPE_TAIL
	.trace TRACE_BASE (NOLOAD) : {
		*(.noinit.trace)
	} IN_TABLE
#endif
#ifdef SHAPE_NOLOAD
	.shm PORT_SHARED_BASE + 0x10000 (NOLOAD) : {
		KEEP(*(.shm))
	} IN_TABLE
	.far PORT_FIRMWARE_BASE + 0x10000000 (NOLOAD) : {
		KEEP(*(.far))
	} IN_TABLE
#endif

	/DISCARD/ : {
		*(.ARM.exidx* .ARM.attributes .eh_frame .comment .note.*)
	}
}

ASSERT(SIZEOF(.resource_table) > 0, "no resource table")
#ifdef SHAPE_TAIL
ASSERT(ADDR(.resource_table) + SIZEOF(.resource_table) == TABLE_END,
       "SHAPE_TABLE_SIZE is not the table's size")
#endif
