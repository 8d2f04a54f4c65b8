/* SPDX-License-Identifier: GPL-2.0-only */
/* The Cortex-R5 cores of Versal. */
#ifndef RPU_H
#define RPU_H

#include "versal.h"

#include <stdbool.h>
#include <stdint.h>

/* rpu_page.S, of which the rest is data. */
extern const uint32_t rpu_page_bytes[RPU_PAGE_SIZE / 4];

/* Where the firmware's vectors are: at 0 in the core's own TCM or in all TCM; or high. */
enum rpu_vectors { RPU_IN_OWN_TCM, RPU_IN_ALL_TCM, RPU_HIGH };

/**
 * rpu_start() - let a core run its firmware
 * @core: which
 * @vectors: where it has its vectors, which have been loaded
 *
 * Return: does it run?
 */
bool rpu_start(unsigned int core, enum rpu_vectors vectors);

/* Holds a core in reset. */
void rpu_stop(unsigned int core);

bool rpu_runs(unsigned int core);

#endif /* RPU_H */
