// SPDX-License-Identifier: GPL-2.0-only
/* AMD Versal as a platform. */
#include "eemi.h"
#include "ipi.h"
#include "monitor.h"
#include "versal.h"

#define SIP_VERSION	0x8200ff03u

#define SCTLR_EL2_RES1	0x30c50830u	/* and no more: MMU and caches off */
#define SPSR_EL2H	0x3c9u		/* EL2 with its own stack, all masked */
#define SPSR_EL1H	0x3c5u		/* EL1 with its own stack, all masked */

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

const unsigned int platform_cpus = 1;
void (*const platform_suspend)(void);
const uintptr_t platform_distributor = VERSAL_GICD;
const uintptr_t platform_redistributors = VERSAL_GICR;

void platform_init(void)
{
	control_init(VERSAL_CONTROL);
}

void platform_trap(struct smc *smc)
{
	host_die("an SMC that nobody here makes, x0 and x1:", smc->x[0], smc->x[1]);
}

uint64_t platform_enter(unsigned int core)
{
	(void)core;
	__asm__ volatile("msr sctlr_el2, %0" : : "r"((uint64_t)SCTLR_EL2_RES1));
	if (MONITOR_EL == 3)
		return SPSR_EL2H;
	el2_take_smcs();
	return SPSR_EL1H;
}
