// SPDX-License-Identifier: GPL-2.0-only
/* Makes EL2 ready and leaves for Linux; takes accesses that have come here. See hyp.h. */
#include "hyp.h"
#include "monitor.h"

#define HCR_VM		BIT(0)	/* stage 2 is on */
#define HCR_FMO		BIT(3)	/* interrupts come here */
#define HCR_IMO		BIT(4)
#define HCR_AMO		BIT(5)
#define HCR_TWI		BIT(13)	/* and WFI; what is below is AArch32, without RW */

#define CPTR_EL2_RES1	0x33ffu		/* nothing traps */
#define CNTHCTL_TIMERS	0x3u		/* the physical ones are below's */
#define SCTLR_AARCH32	0x00c50078u	/* its reset value: MMU and caches off */
#define SPSR_SVC	0x1d3u		/* AArch32, Supervisor, all masked */

#define PSCI_CPU_ON	0xc4000003u

/* ESR_EL2 (DDI 0487, D24.2.40) */
#define ESR_EC(esr)	((esr) >> 26)
#define EC_WFI		0x01u
#define EC_DATA_ABORT	0x24u
#define ESR_IL		BIT(25)		/* an instruction of 4 bytes */
#define ESR_ISV		BIT(24)		/* what follows is valid */
#define ESR_SAS(esr)	((esr) >> 22 & 3)
#define SAS_WORD	2u
#define ESR_SRT(esr)	((esr) >> 16 & 31)
#define ESR_WNR		BIT(6)		/* it was a store */

#define sysreg_read(name) ({						\
	uint64_t value_;						\
	__asm__ volatile("mrs %0, " #name : "=r"(value_));		\
	value_;								\
})
#define sysreg_write(name, value) ({					\
	__asm__ volatile("msr " #name ", %0" : : "r"((uint64_t)(value)));	\
})

static unsigned int this_cpu(void)
{
	return sysreg_read(mpidr_el1) & 0xff;
}

void hyp_reset_below(uint64_t entry)
{
	sysreg_write(sctlr_el1, SCTLR_AARCH32);
	sysreg_write(spsr_el2, SPSR_SVC);
	sysreg_write(elr_el2, entry);
	__asm__ volatile("isb");
}

static void init_below(uint64_t hcr)
{
	sysreg_write(hcr_el2, HCR_VM | hcr);
	sysreg_write(cptr_el2, CPTR_EL2_RES1);
	sysreg_write(hstr_el2, 0);
	sysreg_write(cnthctl_el2, CNTHCTL_TIMERS);
	sysreg_write(cntvoff_el2, 0);
	sysreg_write(vpidr_el2, sysreg_read(midr_el1));
	sysreg_write(vmpidr_el2, sysreg_read(mpidr_el1));
}

static void start_other(void)
{
	register uint64_t x0 __asm__("x0") = PSCI_CPU_ON;
	register uint64_t x1 __asm__("x1") = 1;
	register uint64_t x2 __asm__("x2") = (uintptr_t)hyp_secondary;
	register uint64_t x3 __asm__("x3") = 0;

	__asm__ volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) : : "memory");
	if (x0)
		host_die("the second processor does not start:", x0, 0);
}

void hyp_boot(void)
{
	init_below(0);
	hyp_stage2_linux();
	platform_init();
	start_other();
	hyp_reset_below(MONITOR_KERNEL);
}

void hyp_boot_core(void)
{
	init_below(HCR_FMO | HCR_IMO | HCR_AMO | HCR_TWI);
	hyp_stage2_core();
}

/*
 * Supervisor mode has its own r13 and r14, which AArch64 sees as x19 and x18 (DDI 0487, D1.20.1).
 * No code of ours or of Linux does such accesses in another mode.
 */
static uint64_t *register_of(struct frame *frame, uint32_t number)
{
	static uint64_t zero;

	if (number == 13 || number == 14)
		return &frame->x[number == 13 ? 19 : 18];
	if (number < 31)
		return &frame->x[number];
	zero = 0;
	return &zero;
}

static void skip_instruction(uint32_t esr)
{
	sysreg_write(elr_el2, sysreg_read(elr_el2) + (esr & ESR_IL ? 4 : 2));
}

__attribute__((noreturn)) static void die_below(const char *why, uint64_t a)
{
	if (this_cpu())
		platform_lockup();
	host_die(why, a, sysreg_read(elr_el2));
}

static void access(struct frame *frame, uint32_t esr)
{
	uint32_t addr = (uint32_t)(sysreg_read(hpfar_el2) << 8) |
			(sysreg_read(far_el2) & 0xfff);
	uint64_t *value = register_of(frame, ESR_SRT(esr));

	if (!(esr & ESR_ISV) || ESR_SAS(esr) != SAS_WORD)
		die_below("an access that is none of one word, address and ELR:", addr);
	if (esr & ESR_WNR)
		platform_write(this_cpu(), addr, (uint32_t)*value);
	else
		*value = platform_read(this_cpu(), addr);
	skip_instruction(esr);
}

void hyp_trap(struct frame *frame)
{
	uint32_t esr = (uint32_t)sysreg_read(esr_el2);

	switch (ESR_EC(esr)) {
	case EC_WFI:
		skip_instruction(esr);
		platform_wfi();
		return;
	case EC_DATA_ABORT:
		access(frame, esr);
		return;
	default:
		die_below("unexpected exception, ESR and ELR:", esr);
	}
}

void hyp_unexpected(void)
{
	host_die("exception in the monitor, ESR and ELR:", sysreg_read(esr_el2),
		 sysreg_read(elr_el2));
}
