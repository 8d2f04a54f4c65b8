/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* The groups of tests, each in a file of its own. */
#ifndef TESTS_TESTS_H
#define TESTS_TESTS_H

#include <stdbool.h>

#include <openamp/rpmsg.h>

#include "../apps/app.h"

void test_string(void);
void test_trace(void);
void test_virtqueue(void);
void test_rpmsg(void);
void test_buffers(void);
void test_reset(void);
void test_hostile(void);
void test_echo(void);
void test_bench(void);
void test_bench_hold(void);
void test_health(void);
void test_threads(void);
void test_k3_m4(void);
void test_k3_r5(void);
void test_mu(void);

/* The sample applications, under names of their own. */
extern struct openamp_table echo_table;
extern struct app_roomy_table bench_table;
struct rpmsg_device *echo_init(void);
struct rpmsg_device *bench_init(void);
bool echo_step(void);
bool bench_step(void);

/* What was asked of the bench application that would end this program. */
extern uint32_t bench_crashed;

/* The tables' trace buffers as text. */
const char *trace_text(const struct openamp_table *table);

/* Has the text of @table's trace buffer this in it? */
bool trace_has(const struct openamp_table *table, const char *text);

#endif /* TESTS_TESTS_H */
