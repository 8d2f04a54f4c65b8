/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Firmware of a modelled board: what a part's own platform firmware does for Linux, by
 * SMC. One processor runs Linux. The MMU and the caches of its level are off, and the
 * models have no caches.
 *
 * It is the first code, at EL3. It serves SMCs there and enters Linux at EL2; or, with
 * MONITOR_EL 2, it takes them at EL2 on their way up (HCR_EL2.TSC) and enters Linux at EL1,
 * where QEMU itself answers what gets to EL3, as it does if it is told of a kernel.
 *
 * A platform has a header and a table of calls; the rest is for all.
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
 * @x: x0 to x7 as the caller has set them, and what he finds there; x[0] is the
 *	function's id at first
 *
 * The same as in entry.S. What a function does not change the caller has back.
 */
struct smc {
	uint64_t x[8];
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

/* boot.c, called by entry.S */
void boot(void);
void smc_serve(struct smc *smc);
void died(uint64_t esr, uint64_t elr);

/* psci.c */
void psci_serve(struct smc *smc);

/* gicv3.c: everything is for the non-secure world, that is, for Linux. */
void gicv3_init(uintptr_t distributor, uintptr_t redistributor);

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

/* Microseconds since some time. */
uint64_t now_us(void);

#endif /* MONITOR_H */
