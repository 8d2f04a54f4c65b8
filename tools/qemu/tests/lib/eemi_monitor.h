/* SPDX-License-Identifier: GPL-2.0-only */
/* The monitor of a board that has one, see tools/qemu/monitor/control.h. */
#ifndef EEMI_MONITOR_H
#define EEMI_MONITOR_H

#include <stddef.h>

#include "control.h"

/* APIs of EEMI. */
#define NODE_STATUS	3
#define POWER_DOWN	8
#define WAKE_UP		10
#define REQUEST		13
#define RELEASE		14
#define IOCTL		34

/* The monitor does as it is told there. */
volatile struct control *monitor_control(void);

/**
 * monitor_calls() - which calls have been made
 * @since: how many had been before these: control->logged, as it was then
 * @api: only those of this API
 * @args: so many of their arguments
 *
 * Return: the arguments, as text: "7 1 0, 7 3 1", in hexadecimal. It holds until this is
 * called again.
 */
const char *monitor_calls(uint32_t since, unsigned int api, unsigned int args);

#endif /* EEMI_MONITOR_H */
