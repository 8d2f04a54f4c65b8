// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * What Linux knows of the coprocessor of STM32MP1 besides its rings: that it runs and where
 * its table is, for who attaches, and whether its watchdog has ended it.
 */
#include <openamp/port.h>

#include "devices.h"

/* Backup registers, by the conventions of stm32_rproc. */
#define TAMP_RSC_TABLE		(TAMP + 0x144u)
#define TAMP_M4_STATE		(TAMP + 0x148u)
#define M4_STATE_RUNS		2u

#define WWDG_CR			(WWDG + 0x0u)
#define WWDG_CR_ON		0xffu	/* all of its time */
#define WWDG_CR_END		0x80u	/* none */

#define ALIVE_NS		1000000000u
#define NS_PER_TICK		16u	/* of a timer of 62.5 MHz */

void port_init(void)
{
	ipcc_init();
	mmio_write32(TAMP_RSC_TABLE, PORT_WINDOW_BASE);
	mmio_write32(TAMP_M4_STATE, M4_STATE_RUNS);
	mmio_write32(WWDG_CR, WWDG_CR_ON);
}

/* Not with each heartbeat, of which a core that is busy has many. */
void port_alive(void)
{
	static uint64_t written;
	uint64_t now = port_now();

	if (now - written < ALIVE_NS)
		return;
	written = now;
	mmio_write32(WWDG_CR, WWDG_CR_ON);
}

void port_crashed(void)
{
	port_dsb();
	mmio_write32(WWDG_CR, WWDG_CR_END);
}

uint64_t port_now(void)
{
	uint64_t count;

	__asm__ volatile("isb\n\tmrrc p15, 1, %Q0, %R0, c14" : "=r"(count));
	return count * NS_PER_TICK;
}

/* Linux holds the core in reset when it has agreed. */
void port_stop(void)
{
	ipcc_agree_to_stop();
	for (;;)
		__asm__ volatile("wfi");
}
