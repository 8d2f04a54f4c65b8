/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine that sleeps, and a clock that wakes it up. */
#ifndef SLEEP_H
#define SLEEP_H

#include <stdbool.h>

/* Can the machine do that: is @word among those in @file of /sys/power? */
bool sleep_can(const char *file, const char *word);

/* Is there a clock that can wake it up? */
bool sleep_has_clock(void);

/* Whether the next "mem" is suspend to RAM ("deep") or to idle ("s2idle"). Return: 0 or -errno. */
int sleep_mode(const char *mode);

/**
 * sleep_for() - sleep once
 * @state: "mem" or "freeze"
 * @seconds: until the clock wakes it up; 0: that is not set. Where the time has come before it
 *	sleeps, this is tried again with more
 *
 * Return: 0 or a negative errno.
 */
int sleep_for(const char *state, unsigned int seconds);

#endif /* SLEEP_H */
