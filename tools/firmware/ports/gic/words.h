/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Words that go with a doorbell, for a port that has them, PORT_WORDS; see words.c. */
#ifndef PORT_WORDS_H
#define PORT_WORDS_H

#include <stdbool.h>

#ifdef PORT_WORDS

/** words_init() - forget what was for other firmware, and say that this one is ready */
void words_init(void);

/** words_ask_to_stop() - Linux has rung: does it want this core to stop? */
bool words_ask_to_stop(void);

/** words_off() - the core goes off: tell Linux, if it has asked for that by a word */
void words_off(void);

#else

static inline void words_init(void)
{
}

static inline bool words_ask_to_stop(void)
{
	return false;
}

static inline void words_off(void)
{
}

#endif

#endif /* PORT_WORDS_H */
