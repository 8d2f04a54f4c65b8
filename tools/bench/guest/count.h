/* SPDX-License-Identifier: GPL-2.0-only */
/* What a piece of work costs the processor that Linux runs on. */
#ifndef COUNT_H
#define COUNT_H

#include <stdint.h>

/**
 * struct cost - what happened between count_begin() and count_end()
 * @instructions: instructions in the kernel, interrupts and idling included; 0 where
 *	they cannot be counted
 * @user: instructions in programs
 * @interrupts: doorbells of the remote that Linux took
 * @doorbells: doorbells that Linux rang
 * @seconds: by the clock, which the emulator makes
 *
 * Under icount the counter counts what all processors do, and the remote core's part,
 * which the firmware measures by the clock (an instruction is a nanosecond), is taken
 * off by the caller.
 *
 * Doorbells are counted by a probe in the kernel, which takes time of its own: while
 * they are counted, instructions are not, and the other way round.
 *
 * Loads and stores of shared memory are counted by a plugin of the emulator, if there
 * is one, which is told when. Nothing of it is here.
 */
struct cost {
	double instructions;
	double user;
	double interrupts;
	double doorbells;
	double seconds;
};

/**
 * enum count_what - what to count
 * @COUNT_INSTRUCTIONS: instructions and interrupts
 * @COUNT_DOORBELLS: doorbells
 * @COUNT_SHARED: loads and stores of shared memory; on arm64 only
 */
enum count_what {
	COUNT_INSTRUCTIONS,
	COUNT_DOORBELLS,
	COUNT_SHARED,
};

/* Without a counter of instructions only the others work. */
void count_open(void);

void count_begin(enum count_what what);

/* Adds to @cost, all of it or what was counted. */
void count_end(struct cost *cost);

#endif /* COUNT_H */
