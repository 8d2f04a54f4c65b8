// SPDX-License-Identifier: GPL-2.0-only
/* What tests want of calls. See control.h. */
#include "control.h"
#include "monitor.h"

static volatile struct control *control;

void control_init(uintptr_t where)
{
	uintptr_t at;

	for (at = 0; at < sizeof(*control); at += 4)
		write32(where + at, 0);
	control = (volatile struct control *)where;
	control->magic = CONTROL_MAGIC;
}

void control_note(uint32_t api, const uint32_t *arg)
{
	volatile struct control_call *call = &control->log[control->logged % CONTROL_LOG];
	unsigned int i;

	call->api = api;
	for (i = 0; i < CONTROL_ARGS; i++)
		call->arg[i] = arg[i];
	control->logged++;
}

bool control_runs(uint32_t core)
{
	return control->running & BIT(core);
}

bool control_fails(uint32_t api, uint32_t node, uint32_t *status)
{
	volatile struct control_api *wanted;

	if (api >= CONTROL_APIS)
		return false;
	wanted = &control->api[api];
	wanted->calls++;
	if (!wanted->count || (wanted->node && wanted->node != node))
		return false;
	if (wanted->skip) {
		wanted->skip--;
		return false;
	}
	if (wanted->count != CONTROL_ALWAYS)
		wanted->count--;
	*status = wanted->status;
	return true;
}

uint32_t control_version(uint32_t api, uint32_t version)
{
	uint32_t wanted = api < CONTROL_APIS ? control->api[api].version : 0;

	return wanted ? wanted : version;
}
