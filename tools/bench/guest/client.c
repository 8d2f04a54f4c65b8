// SPDX-License-Identifier: GPL-2.0-only
/* Measurements of a driver in the kernel: see ../module/bench_client.c. */
#include <stdio.h>

#include "kernel.h"
#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define MODULE		"bench_client"
#define PARAMETERS	"/sys/module/" MODULE "/parameters/"

static void announce(struct rig *rig, bool there)
{
	uint32_t args[4] = { there, BENCH_SINK_ADDR };

	bench_call(&rig->bench, BENCH_OP_CLIENT_ANNOUNCE, args);
	if (args[0] != BENCH_OK)
		bail("the firmware announces nothing");
}

static bool is_bound(void *expected)
{
	return (read_number(PARAMETERS "address") > 0) == *(const bool *)expected;
}

static void set_bound(struct rig *rig, bool bound)
{
	announce(rig, bound);
	if (!wait_until(is_bound, &bound))
		bail("the driver in the kernel is %s", bound ? "not bound" : "still bound");
}

bool begin_client(struct rig *rig, const struct row *row)
{
	int err = module_load(MODULE);

	(void)row;
	if (err)
		bail("%s cannot be loaded: %d", MODULE, err);
	set_bound(rig, true);
	return true;
}

void end_client(struct rig *rig, const struct row *row)
{
	(void)row;
	set_bound(rig, false);
	module_unload(MODULE);
}

static void tell(struct rig *rig, const char *parameter, const char *text)
{
	int err = write_text(parameter, text);

	rig->calls++;
	if (err)
		bail("%s of %s gives %d", parameter, text, err);
}

void run_client_to_remote(struct rig *rig, const struct row *row)
{
	uint32_t args[4] = { 0 };
	char text[32];

	snprintf(text, sizeof(text), "%u %u", row->messages, row->size);
	tell(rig, PARAMETERS "send", text);
	bench_call(&rig->bench, BENCH_OP_SINK_STATS, args);
	if (args[0] != row->messages)
		bail("%u of %u messages arrived", args[0], row->messages);
}

void run_client_to_linux(struct rig *rig, const struct row *row)
{
	char text[32];

	bench_flood(&rig->bench, 0, read_number(PARAMETERS "address"), row->messages, row->size);
	snprintf(text, sizeof(text), "%u", row->messages);
	tell(rig, PARAMETERS "wait", text);
}
