// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "tap.h"
#include "tests.h"

const char *trace_text(const struct openamp_table *table)
{
	return (const char *)(uintptr_t)table->trace.da;
}

bool trace_has(const struct openamp_table *table, const char *text)
{
	return strstr(trace_text(table), text);
}

int main(void)
{
	test_string();
	test_trace();
	test_virtqueue();
	test_rpmsg();
	test_buffers();
	test_reset();
	test_hostile();
	test_echo();
	test_bench();
	test_bench_hold();
	test_health();
	test_threads();
	test_k3_m4();
	test_k3_r5();
	test_mu();
	return tap_done();
}
