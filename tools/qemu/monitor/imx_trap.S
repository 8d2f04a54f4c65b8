/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * EL2 below Linux: an access that stage 2 has nothing for is handed to EL3, by an SMC with
 * a number; and so is what should not come here.
 */
	.text
	.balign	2048
	.global	imx_el2_vectors
imx_el2_vectors:
	.rept	8
	.balign	128
	smc	#1
	.endr
	.balign	128
	smc	#1		// synchronous, from AArch64 below
	eret
	.rept	7
	.balign	128
	smc	#1
	.endr
	.balign	128
