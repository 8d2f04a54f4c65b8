// SPDX-License-Identifier: GPL-2.0-only
/* SMCs of EL1 that are to go no further than EL2, where entry.S serves them. */
#include "monitor.h"

#define HCR_RW		BIT(31)	/* EL1 is AArch64 */
#define HCR_TSC		BIT(19)	/* its SMCs are for EL2 */
#define CNTHCTL_EL1	3u	/* EL1 has the physical counter and timer */
#define CPTR_EL2_RES1	0x33ffu	/* and no more: nothing traps */
#define SCTLR_EL1_RES1	0x30d00800u

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

/* On the first core's stack, which is free once EL3 has been left. */
void el2_take_smcs(void)
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
