// SPDX-License-Identifier: GPL-2.0-only
/* Makes the board ready and leaves for Linux; hands out SMCs. */
#include "monitor.h"

#define ESR_SMC_NUMBER	0xffffu	/* in the instruction; that of Linux has 0 */

uint64_t boot(void)
{
	gicv3_init();
	core_first();
	platform_init();
	return core_leave(MONITOR_KERNEL, MONITOR_DTB);
}

void smc_serve(struct smc *smc, uint64_t esr)
{
	const struct smc_range *range;
	uint32_t id = (uint32_t)smc->x[0];

	if (esr & ESR_SMC_NUMBER) {
		platform_trap(smc);
		return;
	}

	for (range = platform_calls; range->serve; range++) {
		if (id >= range->first && id <= range->last) {
			range->serve(smc);
			return;
		}
	}
	smc->x[0] = SMC_UNKNOWN;
}

void died(uint64_t esr, uint64_t elr)
{
	host_die("unexpected exception, ESR and ELR:", esr, elr);
}
