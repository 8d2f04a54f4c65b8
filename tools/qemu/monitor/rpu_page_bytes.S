/* SPDX-License-Identifier: GPL-2.0-only */
/* rpu_page.S, linked. */
	.section .rodata
	.balign	4
	.global	rpu_page_bytes
rpu_page_bytes:
	.incbin	"rpu_page.bin"
