// SPDX-License-Identifier: GPL-2.0-only
/*
 * GICv3 (Arm IHI 0069): for the non-secure world, group 1, but for one interrupt that
 * calls a core to EL3, in group 0.
 */
#include "monitor.h"

#define GICD_CTLR		0x0000u
#define GICD_CTLR_ALL		0x37u	/* affinity routing for both worlds, all groups */
#define GICD_IGROUPR(n)		(0x0080u + 4 * (n))
#define GICD_IGROUPRS		32u

#define GICR_SIZE		0x20000u	/* of one core */
#define GICR_WAKER		0x00014u
#define GICR_IGROUPR0		0x10080u	/* in the frame for SGIs and PPIs */
#define GICR_ISENABLER0		0x10100u
#define GICR_ICENABLER0		0x10180u
#define GICR_ICPENDR0		0x10280u
#define GICR_ICACTIVER0		0x10380u
#define GICR_IPRIORITYR3	0x1040cu	/* of SGIs 12 to 15 */

#define SIGNAL			15u	/* an SGI that no operating system takes */

#define ICC_SRE_ALL		0xfu	/* system registers, and lower levels may, too */
#define ICC_PMR_ALL		0xffu
#define RPR_IDLE		0xffu
#define NO_INTERRUPT		1020u	/* and those above it */
#define PRIORITIES		32u

#define ICC_PMR_EL1		"S3_0_C4_C6_0"
#define ICC_IAR0_EL1		"S3_0_C12_C8_0"
#define ICC_EOIR0_EL1		"S3_0_C12_C8_1"
#define ICC_AP0R0_EL1		"S3_0_C12_C8_4"
#define ICC_AP1R0_EL1		"S3_0_C12_C9_0"
#define ICC_RPR_EL1		"S3_0_C12_C11_3"
#define ICC_EOIR1_EL1		"S3_0_C12_C12_1"
#define ICC_HPPIR1_EL1		"S3_0_C12_C12_2"
#define ICC_SGI0R_EL1		"S3_0_C12_C11_7"
#define ICC_IGRPEN0_EL1		"S3_0_C12_C12_6"
#define ICC_SRE_EL2		"S3_4_C12_C9_5"
#define ICC_SRE_EL3		"S3_6_C12_C12_5"
#define ICC_IGRPEN1_EL3		"S3_6_C12_C12_7"

#define write_sysreg(reg, value) ({ \
	__asm__ volatile("msr " reg ", %0; isb" : : "r"((uint64_t)(value)) : "memory"); \
})

#define read_sysreg(reg) ({ \
	uint64_t value_; \
	__asm__ volatile("mrs %0, " reg : "=r"(value_) : : "memory"); \
	value_; \
})

void gicv3_init(void)
{
	unsigned int i;

	write32(platform_distributor + GICD_CTLR, GICD_CTLR_ALL);
	for (i = 1; i < GICD_IGROUPRS; i++)
		write32(platform_distributor + GICD_IGROUPR(i), ~0u);
}

/*
 * The core has interrupts that it took and did not end. Their priorities are those registers,
 * but QEMU does not let EL3 write that of group 1 of the non-secure world: there they are
 * ended, one after the other, whichever they were.
 */
static void forget_active(void)
{
	unsigned int i;

	write_sysreg(ICC_AP0R0_EL1, 0);
	write_sysreg(ICC_AP1R0_EL1, 0);
	for (i = 0; i < PRIORITIES && read_sysreg(ICC_RPR_EL1) != RPR_IDLE; i++)
		write_sysreg(ICC_EOIR1_EL1, SIGNAL);
}

/* Nothing of what the core was doing is left: priorities that it had, what it let come. */
void gicv3_init_core(unsigned int core)
{
	uintptr_t redistributor = platform_redistributors + core * GICR_SIZE;

	write32(redistributor + GICR_WAKER, 0);
	write32(redistributor + GICR_ICENABLER0, ~0u);
	write32(redistributor + GICR_ICPENDR0, ~BIT(SIGNAL));
	write32(redistributor + GICR_ICACTIVER0, ~0u);
	write32(redistributor + GICR_IGROUPR0, ~BIT(SIGNAL));
	write32(redistributor + GICR_IPRIORITYR3, 0);
	write32(redistributor + GICR_ISENABLER0, BIT(SIGNAL));
	write_sysreg(ICC_SRE_EL3, ICC_SRE_ALL);
	write_sysreg(ICC_SRE_EL2, ICC_SRE_ALL);
	forget_active();
	write_sysreg(ICC_PMR_EL1, ICC_PMR_ALL);
	write_sysreg(ICC_IGRPEN0_EL1, 1);
	/* What runs next enables its own; one that waits is not woken by it. */
	write_sysreg(ICC_IGRPEN1_EL3, 0);
}

void gicv3_signal(unsigned int core)
{
	write_sysreg(ICC_SGI0R_EL1, (uint64_t)SIGNAL << 24 | BIT(core));
}

/* Whatever is acknowledged in this group is the signal, or nothing. */
void gicv3_take_signal(void)
{
	uint32_t interrupt = (uint32_t)read_sysreg(ICC_IAR0_EL1);

	/* It is acknowledged before anything that is done because of it. */
	wmb();
	if (interrupt == SIGNAL)
		write_sysreg(ICC_EOIR0_EL1, SIGNAL);
}

/* Whatever priorities Linux lets come; its core has lost that when it wakes up. */
void gicv3_let_wake(void)
{
	write_sysreg(ICC_PMR_EL1, ICC_PMR_ALL);
	write_sysreg(ICC_IGRPEN1_EL3, 1);
}

bool gicv3_wakes(void)
{
	return (uint32_t)read_sysreg(ICC_HPPIR1_EL1) < NO_INTERRUPT;
}

void gicv3_end_wake(void)
{
	write_sysreg(ICC_IGRPEN1_EL3, 0);
}
