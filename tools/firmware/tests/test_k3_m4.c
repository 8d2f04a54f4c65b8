// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The doorbell of the Cortex-M4F of AM62x, see port.mk there. */
#define PORT_MAILBOX		0x29000000u
#define PORT_MAILBOX_USER	2u
#define PORT_MAILBOX_IRQ	50u

#define CORE			"k3 m4"
#define K3(name)		k3_m4_##name
#define MAILBOX_AT		0xc9000000u
#define USER			2u
#define IRQ_BIT			(1u << 18)

/* In the place of the core's own scs.h. */
#define PORT_SCS_H
#define scs_read		hw_read
#define scs_write		hw_write

#include "k3.h"

/* The translation: what is at 0x20000000 on the bus is at 0xc0000000, 512 MiB of it. */
static bool is_open(void)
{
	return hw.opened[0] == 0x8000001du && hw.opened[1] == 0xc0000000u &&
	       hw.opened[2] == 0x20000000u && !hw.opened[3];
}

static bool core_write(uint32_t addr, uint32_t value)
{
	switch (addr) {
	case 0x44200020u ... 0x4420002cu:
		hw.opened[(addr - 0x44200020u) / 4] = value;
		return true;
	case 0xe000e104u:
		hw.irq[0] |= value;
		return true;
	case 0xe000e184u:
		hw.irq[0] &= ~value;
		return true;
	case 0xe000e284u:
		hw.irq[1] = value;
		return true;
	default:
		return false;
	}
}

void test_k3_m4(void)
{
	test_all();
}
