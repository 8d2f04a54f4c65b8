/* SPDX-License-Identifier: GPL-2.0-only */
/* How the guest program tells the emulator's plugin what to count. */
#ifndef MARKER_H
#define MARKER_H

/*
 * Two AArch64 instructions, HINT #112 and HINT #113. No architecture extension has
 * given these numbers a meaning, and a processor executes such a hint as NOP (Arm
 * Architecture Reference Manual, C6.2, HINT).
 */
#define MARKER_HINT(number)	(0xd503201fu | (number) << 5)
#define MARKER_BEGIN		MARKER_HINT(112u)
#define MARKER_END		MARKER_HINT(113u)

#endif /* MARKER_H */
