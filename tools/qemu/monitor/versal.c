// SPDX-License-Identifier: GPL-2.0-only
/* AMD Versal as a platform. */
#include "eemi.h"
#include "ipi.h"
#include "monitor.h"
#include "versal.h"

const struct smc_range platform_calls[] = {
	{ 0x84000000, 0x8400001f, psci_serve },
	{ 0xc4000000, 0xc400001f, psci_serve },
	{ IPI_FIRST, IPI_LAST, ipi_serve },
	{ EEMI_FIRST, EEMI_LAST, eemi_serve },
	{ 0, 0, NULL }
};

void platform_init(void)
{
	gicv3_init(VERSAL_GICD, VERSAL_GICR);
	control_init();
}
