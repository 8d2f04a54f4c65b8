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

/**
 * monitor_calls() - which calls have been made
 * @control: what monitor_control() has given
 * @since: how many had been before these: control->logged, as it was then
 * @api: only those of this API
 * @args: so many of their arguments
 *
 * Return: the arguments, as text: "7 1 0, 7 3 1", in hexadecimal. It holds until this is
 * called again.
 */
const char *monitor_calls(volatile struct control *control, uint32_t since, unsigned int api,
			  unsigned int args);

#endif /* TESTS_MONITOR_H */
