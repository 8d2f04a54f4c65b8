// SPDX-License-Identifier: GPL-2.0-only
/*
 * The board's cores. One that is off waits here at EL3. To be switched on, or stopped
 * whatever it does, it is given an interrupt that it cannot mask.
 */
#include "monitor.h"

#define SCR_NS		BIT(0)	/* what is below is non-secure */
#define SCR_FIQ		BIT(2)	/* the interrupts of EL3 come here */
#define SCR_RES1	(BIT(4) | BIT(5))
#define SCR_HCE		BIT(8)	/* HVC is there */
#define SCR_RW		BIT(10)	/* EL2 is AArch64, and without it EL1 */

#define STOP_LIMIT_US	60000000u	/* for a core that a busy machine has to run */

/* What a core does, and what it is to do. */
enum { ABSENT, OFF, ON, STOP };

/**
 * struct core - one of them
 * @state: OFF and ON are written by who switches it, ABSENT and OFF by itself
 * @entry: where it goes
 * @context: with this in x0
 *
 * Nobody switches the same core from two sides: Linux's drivers see to that.
 */
static struct core {
	volatile uint32_t state;
	volatile uint64_t entry;
	volatile uint64_t context;
} cores[MONITOR_CORES];

/* .bss has been cleared, and the distributor is ready. Not in .bss itself. */
static volatile bool ready __attribute__((section(".data")));

unsigned int core_self(void)
{
	uint64_t mpidr;

	__asm__ volatile("mrs %0, mpidr_el1" : "=r"(mpidr));
	return mpidr & 0xff;
}

bool core_is_on(unsigned int core)
{
	return cores[core].state == ON;
}

/* Also after it was stopped, in whatever it was then. */
static void init(unsigned int self)
{
	uint64_t scr = SCR_NS | SCR_FIQ | SCR_RES1 | SCR_HCE | SCR_RW;

	__asm__ volatile("msr scr_el3, %0" : : "r"(scr));
	__asm__ volatile("msr cptr_el3, xzr");	/* nothing traps here */
	__asm__ volatile("msr cntfrq_el0, %0" : : "r"((uint64_t)COUNTER_HZ));
	__asm__ volatile("msr cntv_ctl_el0, xzr");
	__asm__ volatile("msr cntp_ctl_el0, xzr");
	__asm__ volatile("isb");
	gicv3_init_core(self);
}

void core_first(void)
{
	init(0);
	cores[0].state = ON;
	ready = true;
}

uint64_t core_leave(uint64_t entry, uint64_t context)
{
	uint64_t spsr = platform_enter(core_self());

	__asm__ volatile("msr spsr_el3, %0" : : "r"(spsr));
	__asm__ volatile("msr elr_el3, %0" : : "r"(entry));
	__asm__ volatile("isb");
	return context;
}

uint64_t core_wait(void)
{
	unsigned int self = core_self();
	struct core *core = &cores[self];

	while (!ready)
		__asm__ volatile("yield");
	init(self);
	core->state = OFF;
	while (core->state != ON) {
		/* It may have ended by itself just before it was stopped. */
		if (core->state == STOP)
			core->state = OFF;
		__asm__ volatile("dsb sy; wfi" : : : "memory");
		gicv3_take_signal();
	}
	return core_leave(core->entry, core->context);
}

uint64_t core_sleep(uint64_t entry, uint64_t context)
{
	gicv3_let_wake();
	while (!gicv3_wakes()) {
		__asm__ volatile("dsb sy; wfi" : : : "memory");
		gicv3_take_signal();
	}
	gicv3_end_wake();
	return core_leave(entry, context);
}

bool core_on(unsigned int core, uint64_t entry, uint64_t context)
{
	while (cores[core].state == ABSENT)
		__asm__ volatile("yield");
	if (cores[core].state != OFF)
		return false;
	cores[core].entry = entry;
	cores[core].context = context;
	/* What it goes to is there as well. */
	wmb();
	cores[core].state = ON;
	/* It sees that when it is called. */
	wmb();
	gicv3_signal(core);
	return true;
}

bool core_stop(unsigned int core)
{
	uint64_t start = now_us();

	if (cores[core].state != ON)
		return true;
	cores[core].state = STOP;
	/* It sees that when it is called. */
	wmb();
	gicv3_signal(core);
	while (cores[core].state != OFF) {
		if (now_us() - start > STOP_LIMIT_US)
			return false;
	}
	return true;
}

/* One that comes late, from when it was switched on, is for nothing. */
void core_signalled(void)
{
	gicv3_take_signal();
	if (cores[core_self()].state == STOP)
		core_end();
}
