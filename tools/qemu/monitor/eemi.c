// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD's EEMI by SMC: arguments and results are 32-bit words, two in a register, the
 * lower half first; the first result is the status.
 */
#include "eemi.h"

#define API_MASK	0xfffu

const struct eemi_call *eemi_find(uint32_t api)
{
	const struct eemi_call *call;

	for (call = eemi_calls; call->serve; call++) {
		if (call->api == api)
			return call;
	}
	return NULL;
}

uint32_t eemi_version(const struct eemi_call *call)
{
	return control_version(call->api, call->version);
}

static uint32_t serve(uint32_t api, const uint32_t *arg, uint32_t *result)
{
	const struct eemi_call *call = eemi_find(api);
	uint32_t status;

	if (api != EEMI_FEATURE_CHECK)
		control_note(api, arg);
	if (control_fails(api, arg[0], &status))
		return status;
	return call ? call->serve(arg, result) : EEMI_NO_FEATURE;
}

void eemi_serve(struct smc *smc)
{
	uint32_t arg[EEMI_ARGUMENTS], result[EEMI_RESULTS] = { 0, 0, 0 };
	uint32_t status;
	unsigned int i;

	for (i = 0; i < EEMI_ARGUMENTS; i++)
		arg[i] = (uint32_t)(smc->x[1 + i / 2] >> i % 2 * 32);
	status = serve(smc->x[0] & API_MASK, arg, result);
	smc->x[0] = (uint64_t)result[0] << 32 | status;
	smc->x[1] = (uint64_t)result[2] << 32 | result[1];
}
