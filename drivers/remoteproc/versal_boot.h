/* SPDX-License-Identifier: GPL-2.0-only */
/* AMD Versal: the page at the reset address of the Cortex-R5F cores. */
#ifndef VERSAL_BOOT_H
#define VERSAL_BOOT_H

#include <linux/types.h>

struct device;
struct versal_boot;

#define VERSAL_RPU_CORES	2

/* How often a core is given its reset until it counts. */
#define VERSAL_BOOT_TRIES	10

struct versal_boot *devm_versal_boot_map(struct device *dev);
void versal_boot_prepare(struct versal_boot *boot, unsigned int index);
u32 versal_boot_laps(struct versal_boot *boot, unsigned int index);
bool versal_boot_is_up(struct versal_boot *boot, unsigned int index, u32 before,
		       unsigned int try);
void versal_boot_go(struct versal_boot *boot, unsigned int index, u32 entry);

#endif /* VERSAL_BOOT_H */
