// SPDX-License-Identifier: GPL-2.0-only
/* What time it is. */
#include "monitor.h"

uint64_t now_us(void)
{
	uint64_t count;

	__asm__ volatile("isb; mrs %0, cntpct_el0" : "=r"(count));
	return count / (COUNTER_HZ / 1000000);
}
