// SPDX-License-Identifier: GPL-2.0-only
/* Measurements in which nobody sleeps. */
#include <linux/rpmsg_frame.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define PARAMETER	"/sys/module/rpmsg_char/parameters/busy_poll_max"
#define BUSY_US		1000u

static void set_remote_polling(struct rig *rig, uint32_t on)
{
	uint32_t args[4] = { on };

	bench_call(&rig->bench, BENCH_OP_POLL, args);
}

/* Where processors take turns, as under icount, one that polls keeps the other off. */
bool begin_polled(struct rig *rig, const struct row *row)
{
	const char *mode = getenv("bench_mode");
	uint32_t us = BUSY_US;

	(void)row;
	if (mode && !strcmp(mode, "icount"))
		return false;
	/* Upstream's has none. */
	if (write_text(PARAMETER, "1000") || ioctl(rig->fd, RPMSG_SET_BUSY_POLL_IOCTL, &us))
		return false;
	set_remote_polling(rig, 1);
	return true;
}

void end_polled(struct rig *rig, const struct row *row)
{
	(void)row;
	set_remote_polling(rig, 0);
}
