/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Firmware of a modelled board: what a part's own platform firmware does for Linux, by
 * SMC. The MMU and the caches of its level are off, and the
 * models have no caches.
 *
 * It is the first code, at EL3. It serves SMCs there and enters Linux at EL2; or, with
 * MONITOR_EL 2, it takes them at EL2 on their way up (HCR_EL2.TSC) and enters Linux at EL1,
 * where QEMU itself answers what gets to EL3, as it does if it is told of a kernel.
 *
 * A platform has a header and a table of calls; the rest is for all. One that plays devices
 * runs at EL2 instead: see hyp.h.
 */
#ifndef MONITOR_H
#define MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define BIT(n)		(1u << (n))

#define SMC_UNKNOWN	(~0ull)	/* SMCCC: no such function */

/**
 * struct smc - the registers of an SMC
 * @x: x0 to x30 as the caller has set them, and what he finds there; x[0] is the
 *	function's id at first
 *
 * The same as in entry.S. What a function does not change the caller has back.
 */
struct smc {
	uint64_t x[31];
};

/**
 * struct smc_range - functions of one kind
 * @first: the lowest of their ids
 * @last: the highest
 * @serve: serves one
 */
struct smc_range {
	uint32_t first;
	uint32_t last;
	void (*serve)(struct smc *smc);
};

/* The platform's: what it serves, up to an entry without @serve. */
extern const struct smc_range platform_calls[];

/* The platform's: makes its devices ready before Linux runs. */
void platform_init(void);

/*
 * The platform's: makes ready what is below EL3 on this core, which is about to go there.
 * Returns the SPSR for it.
 */
uint64_t platform_enter(unsigned int core);

/* The platform's: an SMC with a number, from what it has at EL2. */
void platform_trap(struct smc *smc);

/* The platform's: so many cores, from 0 on, are Linux's to switch on and off. */
extern const unsigned int platform_cpus;

/* The platform's: what becomes of the board when Linux suspends to RAM; NULL: Linux cannot. */
extern void (*const platform_suspend)(void);

/* The platform's: where the parts of its interrupt controller are. */
extern const uintptr_t platform_distributor, platform_redistributors;

/* boot.c, called by entry.S, which gives what they return to what is below, in x0. */
uint64_t boot(void);
void smc_serve(struct smc *smc, uint64_t esr);
void died(uint64_t esr, uint64_t elr);

/* el2.c: this core's SMCs are served at EL2 from now on, and EL1 can be left for. */
void el2_take_smcs(void);

/* psci.c */
void psci_serve(struct smc *smc);

/* core.c: MONITOR_CORES of them, by the lowest byte of MPIDR. See there. */
uint64_t core_wait(void);
void core_signalled(void);

unsigned int core_self(void);
void core_first(void);
bool core_is_on(unsigned int core);

/* core_leave() - go to @entry below EL3, when what called this is left; returns @context */
uint64_t core_leave(uint64_t entry, uint64_t context);

/*
 * core_sleep() - sleep until an interrupt is pending for Linux, and then as core_leave(). The
 * interrupt controller keeps all but what is in the core.
 */
uint64_t core_sleep(uint64_t entry, uint64_t context);

/* core_on() - let a core run from @entry with @context in x0; false: it does already */
bool core_on(unsigned int core, uint64_t entry, uint64_t context);

/* core_stop() - stop another core, whatever it does; false: it did not */
bool core_stop(unsigned int core);

/* entry.S: leaves all that this core does, and waits to be switched on. */
__attribute__((noreturn)) void core_end(void);

/*
 * gicv3.c: everything is for the non-secure world, that is, for Linux, but for an interrupt
 * by which cores are called to EL3.
 */
void gicv3_init(void);
void gicv3_init_core(unsigned int core);
void gicv3_signal(unsigned int core);
void gicv3_take_signal(void);

/* For a core that sleeps: all that is enabled can wake it, does it, and after that. */
void gicv3_let_wake(void);
bool gicv3_wakes(void);
void gicv3_end_wake(void);

/* control.c: what a test wants of calls, see control.h. */
void control_init(uintptr_t where);

/* Keeps a call, with CONTROL_ARGS arguments, for a test. */
void control_note(uint32_t api, const uint32_t *arg);

/* Does a test want a core to be taken for one that runs? */
bool control_runs(uint32_t core);

/* What a test has said of a call: true if it fails, with @status. */
bool control_fails(uint32_t api, uint32_t node, uint32_t *status);

/* The version that a test wants, or @version. */
uint32_t control_version(uint32_t api, uint32_t version);

/* host.c, by semihosting: ends the emulator, and says why. */
__attribute__((noreturn)) void host_exit(uint64_t status);
__attribute__((noreturn)) void host_die(const char *why, uint64_t a, uint64_t b);

/* By instructions of their own: address 0 is as good as any, which compilers doubt. */
static inline uint32_t read32(uintptr_t addr)
{
	uint32_t value;

	__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(addr) : "memory");
	return value;
}

static inline void write32(uintptr_t addr, uint32_t value)
{
	__asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(addr) : "memory");
}

/* What was written is there for whoever is told of it next. */
static inline void wmb(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

#define COUNTER_HZ	62500000u	/* of QEMU's */

/* clock.c: microseconds since some time. */
uint64_t now_us(void);

#endif /* MONITOR_H */
