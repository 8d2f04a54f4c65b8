// SPDX-License-Identifier: GPL-2.0-only
/*
 * The coprocessor's life (RM0436, chapter 10): it leaves reset while BOOT_MCU is set, and
 * at a reset of its own begins again where that is so. It is played by the second processor,
 * which an interrupt brings to EL2 whatever it does.
 */
#include "hyp.h"
#include "monitor.h"
#include "stm32.h"
#include "stm32_core.h"

#define GICD_ISENABLER0		0x100u
#define GICD_ISPENDR		0x200u
#define GICD_ICPENDR		0x280u
#define GICD_SGIR		0xf00u
#define GICC_CTLR		0x00u
#define GICC_PMR		0x04u
#define GICC_IAR		0x0cu
#define GICC_EOIR		0x10u
#define GIC_SPECIAL		1020u

#define SGI_WAKE		15u
#define SGI_TO_CORE		(BIT(16 + 1) | SGI_WAKE)
#define PPI_TIMER		26u		/* of EL2 */

/*
 * Protected by the lock. The compiler knows that the lock's functions do not read them, and
 * would leave stores out.
 */
static volatile bool released;	/* BOOT_MCU */
static volatile bool wanted;	/* the core is to run: by Linux, and by the watchdog */
static volatile bool held;	/* it does not */

/* One after the other: a processor that takes the lock again and again would keep it. */
static uint32_t next_ticket;
static uint32_t served_ticket;

void stm32_lock(void)
{
	uint32_t ticket = __atomic_fetch_add(&next_ticket, 1, __ATOMIC_RELAXED);

	while (__atomic_load_n(&served_ticket, __ATOMIC_ACQUIRE) != ticket)
		;
}

void stm32_unlock(void)
{
	__atomic_store_n(&served_ticket, served_ticket + 1, __ATOMIC_RELEASE);
}

void stm32_set_interrupt(uint32_t intid, bool pending)
{
	/* What the other side has written is there first. */
	wmb();
	write32(STM32_GICD + (pending ? GICD_ISPENDR : GICD_ICPENDR) + intid / 32 * 4,
		BIT(intid % 32));
}

void stm32_wake_core(void)
{
	/* So is what the core is woken for. */
	wmb();
	write32(STM32_GICD + GICD_SGIR, SGI_TO_CORE);
}

bool core_boot(void)
{
	return released;
}

void core_set_boot(bool value)
{
	stm32_lock();
	released = value;
	wanted = wanted || released;
	stm32_unlock();
	stm32_wake_core();
}

/* Returns when nothing of the firmware runs any more, as it is with a real reset. */
void core_reset(void)
{
	bool done;

	stm32_lock();
	wanted = false;
	stm32_unlock();
	stm32_wake_core();
	do {
		stm32_lock();
		done = held;
		wanted = done && released;
		stm32_unlock();
	} while (!done);
	stm32_wake_core();
}

void core_watchdog_reset(void)
{
	stm32_lock();
	wanted = released;
	stm32_unlock();
	stm32_set_interrupt(STM32_INTID_WWDG, true);
	hyp_hold();
}

void platform_lockup(void)
{
	core_watchdog_reset();
}

/* The timer's is a level. */
static void acknowledge(void)
{
	uint32_t intid;

	while ((intid = read32(STM32_GICC + GICC_IAR)) % 1024 < GIC_SPECIAL) {
		if (intid == PPI_TIMER)
			__asm__ volatile("msr cnthp_ctl_el2, %0; isb" : : "r"(0ull));
		write32(STM32_GICC + GICC_EOIR, intid);
	}
}

static bool is_wanted(void)
{
	bool yes;

	stm32_lock();
	yes = wanted;
	stm32_unlock();
	return yes;
}

void platform_interrupt(void)
{
	acknowledge();
	if (!is_wanted())
		hyp_hold();
	if (wwdg_expired())
		core_watchdog_reset();
}

/* An interrupt that comes after it was looked for ends the sleep of this processor. */
void platform_wfi(void)
{
	bool interrupted;

	for (;;) {
		platform_interrupt();
		stm32_lock();
		interrupted = ipcc_interrupts_core();
		stm32_unlock();
		if (interrupted || wwdg_interrupts_core())
			return;
		__asm__ volatile("dsb sy; wfi" : : : "memory");
	}
}

void platform_hold(void)
{
	wwdg_off();
	stm32_lock();
	held = true;
	for (;;) {
		stm32_unlock();
		acknowledge();
		stm32_lock();
		if (wanted)
			break;
		stm32_unlock();
		__asm__ volatile("dsb sy; wfi" : : : "memory");
		stm32_lock();
	}
	held = false;
	stm32_unlock();
	hyp_reset_below(0);
}

void platform_init_core(void)
{
	write32(STM32_GICD + GICD_ISENABLER0, BIT(PPI_TIMER) | BIT(SGI_WAKE));
	write32(STM32_GICC + GICC_PMR, 0xff);
	write32(STM32_GICC + GICC_CTLR, 1);
}
