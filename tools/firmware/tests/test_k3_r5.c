// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The doorbell of the first Cortex-R5F of AM64x, see port.mk there. */
#define PORT_MAILBOX		0x29020000u
#define PORT_MAILBOX_USER	0u
#define PORT_MAILBOX_IRQ	98u
#define PORT_VIM		0x2fff0000u

#define CORE			"k3 r5"
#define K3(name)		k3_r5_##name
#define MAILBOX_AT		0x29020000u
#define USER			0u
#define IRQ_BIT			(1u << 2)

/* In the place of the core's own mmio.h. */
#define PORT_MMIO_H
#define mmio_read32		r5_read
#define mmio_write32		hw_write
#include <stdint.h>
static uint32_t r5_read(uint32_t addr);

#include "k3.h"

#define GROUPS	16u

/* Each interrupt is off, this one is for IRQ and a level, and none is in service. */
static bool is_open(void)
{
	return hw.opened[0] == (1u << GROUPS) - 1 && hw.opened[1] == ~IRQ_BIT &&
	       hw.opened[2] == ~IRQ_BIT && hw.opened[3];
}

static uint32_t r5_read(uint32_t addr)
{
	return addr == 0x2fff0478u || addr == 0x2fff047cu ? ~0u : hw_read(addr);
}

static bool core_write(uint32_t addr, uint32_t value)
{
	uint32_t group = (addr - 0x2fff0400u) / 0x20u;

	switch (addr) {
	case 0x2fff0018u:
		hw.opened[3] = 1;
		return true;
	case 0x2fff0464u:
		hw.irq[1] = value;
		return true;
	case 0x2fff0468u:
		hw.irq[0] |= value;
		return true;
	case 0x2fff0478u:
		hw.opened[1] = value;
		return true;
	case 0x2fff047cu:
		hw.opened[2] = value;
		return true;
	default:
		if (group >= GROUPS || addr % 0x20u != 0xcu)
			return false;
		hw.opened[0] |= (uint32_t)(value == ~0u) << group;
		hw.irq[0] &= group == 3 ? ~value : ~0u;
		return true;
	}
}

void test_k3_r5(void)
{
	test_all();
}
