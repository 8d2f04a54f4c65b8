/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* How the bench firmware crashes on request. */
#ifndef OPENAMP_BENCH_CRASH_H
#define OPENAMP_BENCH_CRASH_H

#include <stdint.h>

/* The image's entry point. */
extern char _start[];

/**
 * bench_crash() - crash
 * @kind: BENCH_CRASH_...
 * @ms: how long a hang is, in milliseconds; 0: for ever
 *
 * Returns after a hang, and for a kind that there is not.
 */
void bench_crash(uint32_t kind, uint32_t ms);

#endif /* OPENAMP_BENCH_CRASH_H */
