// SPDX-License-Identifier: GPL-2.0-only
/*
 * The coprocessor's window watchdog, WWDG1 (RM0436, chapter 49), as far as firmware needs it
 * that writes WWDG_CR: bit 7 switches it on, and without bit 6 it is at its end. It has no
 * window, and its clock is so slow that a busy machine is no hang: half a time after it was
 * written it interrupts the core, then it resets it.
 */
#include "monitor.h"
#include "stm32_core.h"

#define WWDG_CR_T6		BIT(6)
#define WWDG_CR_WDGA		BIT(7)

#define HALF_US			5000000u

#define TIMER_ON		1u	/* CNTHP_CTL_EL2.ENABLE */
#define TICKS_PER_US		63u	/* of a timer of 62.5 MHz, and not too early */

static bool on;
static bool told;
static uint64_t written_us;

static void set_timer(uint64_t us)
{
	__asm__ volatile("msr cnthp_tval_el2, %0" : : "r"(us * TICKS_PER_US));
	__asm__ volatile("msr cnthp_ctl_el2, %0; isb" : : "r"((uint64_t)TIMER_ON));
}

void wwdg_off(void)
{
	on = false;
	__asm__ volatile("msr cnthp_ctl_el2, %0; isb" : : "r"(0ull));
}

void wwdg_write(uint32_t value)
{
	on = on || value & WWDG_CR_WDGA;
	if (on && !(value & WWDG_CR_T6))
		core_watchdog_reset();
	told = false;
	written_us = now_us();
	if (on)
		set_timer(HALF_US);
}

bool wwdg_expired(void)
{
	uint64_t since = now_us() - written_us;

	if (!on)
		return false;
	if (since >= 2 * HALF_US)
		return true;
	set_timer((since < HALF_US ? HALF_US : 2 * HALF_US) - since);
	return false;
}

bool wwdg_interrupts_core(void)
{
	if (!on || told || now_us() - written_us < HALF_US)
		return false;
	told = true;
	return true;
}
