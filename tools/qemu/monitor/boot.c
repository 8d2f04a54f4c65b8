// SPDX-License-Identifier: GPL-2.0-only
/* Makes EL3 ready and leaves for Linux; hands out SMCs. */
#include "monitor.h"

#define SCR_NS		BIT(0)	/* what is below is non-secure */
#define SCR_RES1	(BIT(4) | BIT(5))
#define SCR_HCE		BIT(8)	/* HVC is there */
#define SCR_RW		BIT(10)	/* EL2 is AArch64 */

#define SCTLR_EL2_RES1	0x30c50830u	/* and no more: MMU and caches off */
#define SPSR_EL2H	0x3c9u		/* EL2 with its own stack, all masked */

void boot(void)
{
	uint64_t scr = SCR_NS | SCR_RES1 | SCR_HCE | SCR_RW;

	__asm__ volatile("msr scr_el3, %0" : : "r"(scr));
	__asm__ volatile("msr cptr_el3, xzr");	/* nothing traps here */
	__asm__ volatile("msr cntfrq_el0, %0" : : "r"((uint64_t)COUNTER_HZ));
	__asm__ volatile("msr sctlr_el2, %0" : : "r"((uint64_t)SCTLR_EL2_RES1));
	__asm__ volatile("isb");
	platform_init();
	__asm__ volatile("msr spsr_el3, %0" : : "r"((uint64_t)SPSR_EL2H));
	__asm__ volatile("msr elr_el3, %0" : : "r"((uint64_t)MONITOR_KERNEL));
	__asm__ volatile("isb");
}

void smc_serve(struct smc *smc)
{
	const struct smc_range *range;
	uint32_t id = (uint32_t)smc->x[0];

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
