// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* GICv2 (ARM IHI 0048). See gic.h. */
#include "gic.h"

#define GICD_ITARGETSR	0x800u

#define GICC_CTLR	0x00u
#define GICC_PMR	0x04u
#define GICC_BPR	0x08u
#define GICC_IAR	0x0cu
#define GICC_EOIR	0x10u

/* Our group, as this security state counts them */
#define GICC_CTLR_ENABLE	1u
/* Whether the part's old interrupt lines bypass the GIC: left as they are. */
#define GICC_CTLR_BYPASS	0x1e0u

/* INTID without the number of the CPU that sent an SGI */
#define GICC_IAR_INTID		0x3ffu

/* The IAR as it was read is what EOIR wants. */
static uint32_t acknowledged;

/*
 * Where our SPIs go: to this core, or where port.mk says, for cores that share one. A
 * core that reads the targets of an SGI or PPI finds itself.
 */
static uint8_t targets(void)
{
#ifdef PORT_GIC_TARGETS
	return PORT_GIC_TARGETS;
#else
	return (uint8_t)mmio_read32(PORT_GICD + GICD_ITARGETSR);
#endif
}

static void route(uint32_t intid)
{
	gic_set_bit(GICD_ICENABLER, intid);
	mmio_write8(PORT_GICD + GICD_IPRIORITYR + intid, GIC_PRIORITY);
	mmio_write8(PORT_GICD + GICD_ITARGETSR + intid, targets());
	gic_set_bit(GICD_ISENABLER, intid);
}

static void set_ctlr(uint32_t enable)
{
	uint32_t bypass = mmio_read32(PORT_GICC + GICC_CTLR) & GICC_CTLR_BYPASS;

	/* With EOImode 0: EOIR does it all, whatever Linux had here. */
	mmio_write32(PORT_GICC + GICC_CTLR, bypass | enable);
}

void gic_init(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	/* SGIs and PPIs, this core's own: none is wanted. */
	mmio_write32(PORT_GICD + GICD_ICENABLER, 0xffffffff);
	for (i = 0; i < count; i++)
		route(intids[i]);
	mmio_write32(PORT_GICC + GICC_PMR, GIC_PRIORITY_MASK);
	mmio_write32(PORT_GICC + GICC_BPR, 0);
	set_ctlr(GICC_CTLR_ENABLE);
	for (i = 0; i < count; i++)
		if (gic_bit_is_set(GICD_ISACTIVER, intids[i]))
			mmio_write32(PORT_GICC + GICC_EOIR, intids[i]);
}

void gic_keep(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (!gic_bit_is_set(GICD_ISENABLER, intids[i]) ||
		    mmio_read8(PORT_GICD + GICD_ITARGETSR + intids[i]) != targets())
			route(intids[i]);
}

/* These registers are each core's own. */
void gic_own(uint32_t intid)
{
	mmio_write8(PORT_GICD + GICD_IPRIORITYR + intid, GIC_PRIORITY);
	gic_set_bit(GICD_ISENABLER, intid);
}

void gic_off(const uint32_t *intids, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		gic_set_bit(GICD_ICENABLER, intids[i]);
		gic_set_bit(GICD_ICPENDR, intids[i]);
	}
	set_ctlr(0);
}

uint32_t gic_ack(void)
{
	acknowledged = mmio_read32(PORT_GICC + GICC_IAR);
	return acknowledged & GICC_IAR_INTID;
}

void gic_eoi(uint32_t intid)
{
	(void)intid;
	mmio_write32(PORT_GICC + GICC_EOIR, acknowledged);
}
