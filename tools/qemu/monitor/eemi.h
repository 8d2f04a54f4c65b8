/* SPDX-License-Identifier: GPL-2.0-only */
/* AMD's EEMI calls (UG1200). */
#ifndef EEMI_H
#define EEMI_H

#include <stdbool.h>
#include <stdint.h>

#include "monitor.h"

#define EEMI_FIRST		0xc2000000u
#define EEMI_LAST		0xc2000fffu

#define EEMI_FEATURE_CHECK	63u

#define EEMI_SUCCESS		0u
#define EEMI_NO_FEATURE		19u
#define EEMI_INTERNAL		2000u
#define EEMI_CONFLICT		2001u
#define EEMI_NO_ACCESS		2002u
#define EEMI_INVALID_NODE	2003u
#define EEMI_DOUBLE_REQUEST	2004u

#define EEMI_ARGUMENTS		4
#define EEMI_RESULTS		3

/**
 * struct eemi_call - one API
 * @api: its number
 * @version: that it has
 * @serve: serves it: of @arg, EEMI_ARGUMENTS of them, makes @result, EEMI_RESULTS that
 *	   are 0, and the status
 */
struct eemi_call {
	uint16_t api;
	uint16_t version;
	uint32_t (*serve)(const uint32_t *arg, uint32_t *result);
};

/* The platform's, up to an entry without @serve. */
extern const struct eemi_call eemi_calls[];

void eemi_serve(struct smc *smc);

/* The API of the call with this number, or NULL. */
const struct eemi_call *eemi_find(uint32_t api);

/* The version that an API has, as the tests want it. */
uint32_t eemi_version(const struct eemi_call *call);

#endif /* EEMI_H */
