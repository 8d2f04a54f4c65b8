// SPDX-License-Identifier: GPL-2.0-only
/* AMD Versal as a platform. */
#include "eemi.h"
#include "ipi.h"
#include "monitor.h"
#include "versal.h"

#define SIP_VERSION	0x8200ff03u

/* 0.1: without the calls that came later. Linux 7.2 would take "unknown" for a late one. */
static void sip_version(struct smc *smc)
{
	smc->x[0] = 0;
	smc->x[1] = 1;
}

const struct smc_range platform_calls[] = {
	{ 0x84000000, 0x8400001f, psci_serve },
	{ 0xc4000000, 0xc400001f, psci_serve },
	{ SIP_VERSION, SIP_VERSION, sip_version },
	{ IPI_FIRST, IPI_LAST, ipi_serve },
	{ EEMI_FIRST, EEMI_LAST, eemi_serve },
	{ 0, 0, NULL }
};

void platform_init(void)
{
	gicv3_init(VERSAL_GICD, VERSAL_GICR);
	control_init();
}
