// SPDX-License-Identifier: GPL-2.0-only
/* Makes the levels above Linux ready and leaves for it; hands out SMCs. */
#include "monitor.h"

#define SCR_NS		BIT(0)	/* what is below is non-secure */
#define SCR_RES1	(BIT(4) | BIT(5))
#define SCR_HCE		BIT(8)	/* HVC is there */
#define SCR_RW		BIT(10)	/* EL2 is AArch64 */

#define SCTLR_EL2_RES1	0x30c50830u	/* and no more: MMU and caches off */
#define SPSR_EL2H	0x3c9u		/* EL2 with its own stack, all masked */

#define HCR_RW		BIT(31)	/* EL1 is AArch64 */
#define HCR_TSC		BIT(19)	/* its SMCs are for EL2 */
#define CNTHCTL_EL1	3u	/* EL1 has the physical counter and timer */
#define CPTR_EL2_RES1	0x33ffu	/* and no more: nothing traps */
#define SCTLR_EL1_RES1	0x30d00800u
#define SPSR_EL1H	0x3c5u		/* EL1 with its own stack, all masked */

#define COUNTER_HZ	62500000u	/* of QEMU's */

#define write_register(name, value) do { \
	uint64_t _to = (uint64_t)(value); \
	__asm__ volatile("msr " name ", %0" : : "r"(_to)); \
} while (0)
#define read_register(name) ({ \
	uint64_t _value; \
	__asm__ volatile("mrs %0, " name : "=r"(_value)); \
	_value; \
})

extern char __stack_top[];	/* link.ld */

/* For SMCs that go no further, on the stack that is free once EL3 has been left. */
static void prepare_el2(void)
{
	write_register("vbar_el2", read_register("vbar_el3"));
	write_register("sp_el2", __stack_top);
	write_register("hcr_el2", HCR_RW | HCR_TSC);
	write_register("cptr_el2", CPTR_EL2_RES1);
	write_register("hstr_el2", 0);
	write_register("vttbr_el2", 0);
	write_register("cnthctl_el2", CNTHCTL_EL1);
	write_register("cntvoff_el2", 0);
	write_register("vpidr_el2", read_register("midr_el1"));
	write_register("vmpidr_el2", read_register("mpidr_el1"));
	write_register("sctlr_el1", SCTLR_EL1_RES1);
}

void boot(void)
{
	uint64_t scr = SCR_NS | SCR_RES1 | SCR_HCE | SCR_RW;

	write_register("scr_el3", scr);
	write_register("cptr_el3", 0);	/* nothing traps here */
	write_register("cntfrq_el0", COUNTER_HZ);
	write_register("sctlr_el2", SCTLR_EL2_RES1);
	__asm__ volatile("isb");
	platform_init();
	if (MONITOR_EL == 2)
		prepare_el2();
	write_register("spsr_el3", MONITOR_EL == 2 ? SPSR_EL1H : SPSR_EL2H);
	write_register("elr_el3", MONITOR_KERNEL);
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

uint64_t now_us(void)
{
	uint64_t count;

	__asm__ volatile("isb; mrs %0, cntpct_el0" : "=r"(count));
	return count / (COUNTER_HZ / 1000000);
}
