/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A monitor at EL2: Linux and the remote core run below it in AArch32, and what they do at
 * addresses where the model has nothing comes here. Processor 0 is Linux's, 1 is the remote
 * core. QEMU itself answers PSCI.
 */
#ifndef HYP_H
#define HYP_H

#include <stdint.h>

/**
 * struct frame - the registers of what was interrupted
 * @x: x0 to x30, which are AArch32's registers of all modes
 * @unused: to make the size a multiple of 16
 *
 * The same as in hyp_entry.S.
 */
struct frame {
	uint64_t x[31];
	uint64_t unused;
};

/* hyp.c, called by hyp_entry.S */
void hyp_boot(void);
void hyp_boot_core(void);
void hyp_trap(struct frame *frame);
void hyp_unexpected(void);

/* hyp_entry.S: the second processor comes from reset; it drops what it does and waits. */
void hyp_secondary(void);
__attribute__((noreturn)) void hyp_hold(void);

/* hyp.c: what is below has its reset state, and goes on at @entry after the next ERET. */
void hyp_reset_below(uint64_t entry);

/* hyp_stage2.c: the tables of one processor. */
void hyp_stage2_linux(void);
void hyp_stage2_core(void);

/*
 * The platform's. First of all: before Linux runs, on its processor; and on the other one.
 */
void platform_init(void);
void platform_init_core(void);

/* Called by hyp_entry.S: returns when the remote core is let go. */
void platform_hold(void);

/* One word of a device. */
uint32_t platform_read(unsigned int cpu, uint32_t addr);
void platform_write(unsigned int cpu, uint32_t addr, uint32_t value);

/* The remote core sleeps until an interrupt of its own. */
void platform_wfi(void);

/* It has done what a core cannot go on from. */
__attribute__((noreturn)) void platform_lockup(void);

/* An interrupt has come to its processor: they are all EL2's. */
void platform_interrupt(void);

#endif /* HYP_H */
