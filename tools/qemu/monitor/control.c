// SPDX-License-Identifier: GPL-2.0-only
/* What tests want of EEMI calls. See control.h. */
#include "control.h"
#include "eemi.h"
#include "versal.h"

static volatile struct control *const control = (volatile struct control *)VERSAL_CONTROL;

void control_init(void)
{
	uintptr_t at;

	for (at = 0; at < sizeof(*control); at += 4)
		write32(VERSAL_CONTROL + at, 0);
	control->magic = CONTROL_MAGIC;
}

void control_note(uint32_t api, const uint32_t *arg)
{
	volatile struct control_call *call = &control->log[control->logged % CONTROL_LOG];
	unsigned int i;

	if (api == EEMI_FEATURE_CHECK)
		return;
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
