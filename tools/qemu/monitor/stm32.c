// SPDX-License-Identifier: GPL-2.0-only
/* STM32MP1 as a platform: its registers. Those that nothing acts on keep what is written. */
#include "hyp.h"
#include "monitor.h"
#include "stm32.h"
#include "stm32_core.h"

#define RCC_TZCR		0x000u	/* 0: Linux may write the next one itself */
#define RCC_MP_GCR		0x10cu
#define RCC_MP_GCR_BOOT_MCU	BIT(0)
#define RCC_MP_GRSTCSETR	0x404u
#define RCC_MP_GRSTCSETR_MCURST	BIT(1)

static uint32_t pwr[STM32_PAGE / 4];
static uint32_t tamp[STM32_PAGE / 4];

static uint32_t rcc_read(uint32_t offset)
{
	return offset == RCC_MP_GCR && core_boot() ? RCC_MP_GCR_BOOT_MCU : 0;
}

/* The coprocessor has no business there. */
static void rcc_write(unsigned int cpu, uint32_t offset, uint32_t value)
{
	if (cpu)
		return;
	if (offset == RCC_MP_GCR)
		core_set_boot(value & RCC_MP_GCR_BOOT_MCU);
	if (offset == RCC_MP_GRSTCSETR && value & RCC_MP_GRSTCSETR_MCURST)
		core_reset();
}

uint32_t platform_read(unsigned int cpu, uint32_t addr)
{
	uint32_t offset = addr % STM32_PAGE, value;

	switch (addr - offset) {
	case STM32_RCC:
		return rcc_read(offset);
	case STM32_PWR:
		return pwr[offset / 4];
	case STM32_TAMP:
		return tamp[offset / 4];
	case STM32_IPCC:
		stm32_lock();
		value = ipcc_read(offset);
		stm32_unlock();
		return value;
	case STM32_WWDG:
		return 0;
	default:
		if (cpu)
			platform_lockup();
		host_die("Linux reads where nothing is:", addr, 0);
	}
}

void platform_write(unsigned int cpu, uint32_t addr, uint32_t value)
{
	uint32_t offset = addr % STM32_PAGE;

	switch (addr - offset) {
	case STM32_RCC:
		rcc_write(cpu, offset, value);
		break;
	case STM32_PWR:
		pwr[offset / 4] = value;
		break;
	case STM32_TAMP:
		tamp[offset / 4] = value;
		break;
	case STM32_IPCC:
		stm32_lock();
		ipcc_write(offset, value);
		stm32_unlock();
		break;
	case STM32_WWDG:
		if (cpu && !offset)
			wwdg_write(value);
		break;
	default:
		if (cpu)
			platform_lockup();
		host_die("Linux writes where nothing is:", addr, value);
	}
}

void platform_init(void)
{
	ipcc_init();
}
