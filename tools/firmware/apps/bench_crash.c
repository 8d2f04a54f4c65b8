// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* How the bench firmware crashes on request, as firmware in the field does. */
#include <openamp/bench_proto.h>
#include <openamp/health.h>
#include <openamp/port.h>

#include "bench_crash.h"

#define NS_PER_MS	1000000ull

/* Interrupts are masked at the core, always: nothing gets it out of there. */
static void hang(uint32_t ms)
{
	uint64_t begin = port_now();

	while (!ms || !begin || port_now() - begin < ms * NS_PER_MS)
		__asm__ volatile("" : : : "memory");
}

/* As a watchdog that resets only the core, except that registers are kept. */
static void start_again(void)
{
	((void (*)(void))(uintptr_t)_start)();
}

void bench_crash(uint32_t kind, uint32_t ms)
{
	switch (kind) {
	case BENCH_CRASH_FAULT:
		__builtin_trap();
	case BENCH_CRASH_HANG:
		hang(ms);
		break;
	case BENCH_CRASH_RESET:
		start_again();
		break;
	case BENCH_CRASH_SILENCE:
		port_stop();
	case BENCH_CRASH_PANIC:
		openamp_panic(RSC_HEALTH_PANIC, "asked to");
	case BENCH_CRASH_TAKEN:
		port_take_kick();
		hang(ms);
		break;
	default:
		break;
	}
}
