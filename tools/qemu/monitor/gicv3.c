// SPDX-License-Identifier: GPL-2.0-only
/* GICv3 (Arm IHI 0069), for the non-secure world and one processor. */
#include "monitor.h"

#define GICD_CTLR		0x0000u
#define GICD_CTLR_ALL		0x37u	/* affinity routing for both worlds, all groups */
#define GICD_IGROUPR(n)		(0x0080u + 4 * (n))
#define GICD_IGROUPRS		32u

#define GICR_WAKER		0x00014u
#define GICR_IGROUPR0		0x10080u	/* in the frame for SGIs and PPIs */

#define ICC_SRE_ALL		0xfu	/* system registers, and lower levels may, too */

/* ICC_SRE_EL3, ICC_SRE_EL2, ICC_IGRPEN1_EL3 */
void gicv3_init(uintptr_t distributor, uintptr_t redistributor)
{
	uint64_t sre = ICC_SRE_ALL;
	unsigned int i;

	write32(distributor + GICD_CTLR, GICD_CTLR_ALL);
	for (i = 1; i < GICD_IGROUPRS; i++)
		write32(distributor + GICD_IGROUPR(i), ~0u);
	write32(redistributor + GICR_WAKER, 0);
	write32(redistributor + GICR_IGROUPR0, ~0u);
	__asm__ volatile("msr S3_6_C12_C12_5, %0; isb" : : "r"(sre));
	__asm__ volatile("msr S3_4_C12_C9_5, %0; isb" : : "r"(sre));
	__asm__ volatile("msr S3_6_C12_C12_7, %0; isb" : : "r"(3ull));
}
