/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* A driver that talks to the bench application. */
#ifndef TESTS_BENCH_DRIVER_H
#define TESTS_BENCH_DRIVER_H

#include <openamp/bench_proto.h>

#include "driver.h"

extern struct driver bench_driver;

/* Starts the application, and the driver with these features. */
void bench_driver_start(uint32_t features);

/* The same, past the announcement, without event index. */
void bench_driver_ready(void);

/*
 * Sends a command and steps the application until its answer comes. Messages
 * that come before are saved.
 */
struct bench_cmd bench_ask(uint32_t op, uint32_t arg0, uint32_t arg1,
			   uint32_t arg2, uint32_t arg3);

/* driver_receive(), the saved messages first. */
bool driver_receive_saved(struct driver_message *msg);

#endif /* TESTS_BENCH_DRIVER_H */
