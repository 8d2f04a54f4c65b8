/* SPDX-License-Identifier: GPL-2.0-only */
/* The monitor of a board (tools/qemu/monitor), which fails calls that a test wants to fail. */
#ifndef TESTS_MONITOR_H
#define TESTS_MONITOR_H

#include <stdint.h>

#include "control.h"

/* Maps the page of struct control that is at @addr. */
volatile struct control *monitor_control(uint64_t addr);

/* Says what is wanted of the calls of an API. */
void monitor_want(volatile struct control *control, unsigned int api,
		  const struct control_api *wanted);

#endif /* TESTS_MONITOR_H */
