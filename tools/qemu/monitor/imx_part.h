/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of this platform. */
#ifndef IMX_PART_H
#define IMX_PART_H

#include "imx.h"
#include "monitor.h"

/*
 * imx_src.c: the registers by which the Cortex-M7 is held and let go. Both ways, the SiP call
 * and Linux's own accesses, are for the same ones.
 */
uint32_t imx_read(uint64_t addr);
void imx_write(uint64_t addr, uint32_t value);

/*
 * imx_src.c: what the SiP call does. imx_stop(): false: it does not stop. imx_runs(): it is let
 * go; what it does then, as to switch itself off, is not seen.
 */
void imx_start(void);
bool imx_stop(void);
bool imx_runs(void);

/* imx_src.c: the core is as after the board's reset, and nothing is left in its memory. */
void imx_lose_power(void);

/* imx_stage2.c: the Cortex-M7's ITCM */
extern uint32_t imx_itcm[IMX_TCM_SIZE / 4];

/* imx_stage2.c: the Cortex-M7's memory has lost what was in it. */
void imx_lose_tcm(void);

/* imx_stage2.c: makes the tables; and has this core, one of Linux's, translated by them. */
void imx_stage2_init(void);
void imx_stage2_enter(void);

/* imx_trap.S: vectors of EL2, which call platform_trap() by an SMC. */
extern char imx_el2_vectors[];

#endif /* IMX_PART_H */
