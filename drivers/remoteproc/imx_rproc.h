/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * NXP i.MX Cortex-M: what is different between parts, and how a core is held and let go.
 */
#ifndef IMX_RPROC_H
#define IMX_RPROC_H

#include <linux/arm-smccc.h>
#include <linux/regmap.h>
#include <linux/types.h>

#include "openamp_rproc.h"

/**
 * struct imx_rproc_src - the core's bits in the System Reset Controller
 * @reg: register, bytes from its start
 * @mask: the bits
 * @run: what they are to let it run
 * @stop: what they are to stop it
 * @enabled: set unless all of its platform is off
 * @held: set while it is in reset
 */
struct imx_rproc_src {
	u32 reg;
	u32 mask;
	u32 run;
	u32 stop;
	u32 enabled;
	u32 held;
};

/**
 * struct imx_rproc_gpr - a bit that makes the core wait before its first instruction
 * @compatible: of the register block, where the device tree has no "fsl,iomuxc-gpr"
 * @reg: register, bytes from the block's start
 * @wait: the bit
 */
struct imx_rproc_gpr {
	const char *compatible;
	u32 reg;
	u32 wait;
};

/**
 * struct imx_rproc_sm - what the System Manager knows the core by
 * @cpu: its number
 * @machine: the number of its logical machine
 */
struct imx_rproc_sm {
	u32 cpu;
	u32 machine;
};

/**
 * struct imx_rproc_soc - a type of part
 * @data: what all families have
 * @src: the core's reset; NULL: Linux has none
 * @gpr: NULL: it does not wait
 * @sm: the System Manager does; NULL: there is none
 * @smc: the platform firmware starts and stops it, if it can
 */
struct imx_rproc_soc {
	struct openamp_rproc_data data;
	const struct imx_rproc_src *src;
	const struct imx_rproc_gpr *gpr;
	const struct imx_rproc_sm *sm;
	bool smc;
};

struct imx_rproc;

/**
 * struct imx_rproc_control - one way to hold the core and let it go
 * @start: lets it run; @entry: where its firmware begins
 * @hold: optional; makes it safe to write its memory. NULL: as @stop
 * @stop: stops it, also one that is stopped; its memory can be written then
 * @off: optional; switches off what @hold and @stop have left on
 * @runs: does it?
 */
struct imx_rproc_control {
	int (*start)(struct imx_rproc *priv, u64 entry);
	int (*hold)(struct imx_rproc *priv);
	int (*stop)(struct imx_rproc *priv);
	void (*off)(struct imx_rproc *priv);
	bool (*runs)(struct imx_rproc *priv);
};

/**
 * typedef imx_rproc_call - call the platform firmware
 * @function: 0 start, 1 is it started?, 2 stop
 * @res: filled in with what the firmware returned
 */
typedef void imx_rproc_call(unsigned long function, struct arm_smccc_res *res);

/**
 * struct imx_rproc_sm_calls - the System Manager's calls that start and stop cores
 * @cpu_start: starts a core of Linux's own logical machine, or stops it
 * @cpu_started: was a core started?
 * @cpu_vector: says where such a core takes its first words from
 * @own_machine: what is Linux's own machine?
 * @machine_vector: says that of a core in another one
 * @machine_power: switches a machine on, but lets no core run; -EACCES if it is not Linux's to
 * @machine_boot: lets its cores run
 * @machine_stop: switches it off, whatever its cores do
 *
 * Each returns 0 or a negative error number.
 */
struct imx_rproc_sm_calls {
	int (*cpu_start)(u32 cpu, bool start);
	int (*cpu_started)(u32 cpu, bool *started);
	int (*cpu_vector)(u32 cpu, u64 vector);
	int (*own_machine)(u32 *machine);
	int (*machine_vector)(u32 machine, u32 cpu, u64 vector);
	int (*machine_power)(u32 machine);
	int (*machine_boot)(u32 machine);
	int (*machine_stop)(u32 machine);
};

/**
 * struct imx_rproc_platform - platform data, which is optional; tests have some
 * @call: used instead of the SMC
 * @sm: used instead of the kernel's
 * @memory: used instead of the part's
 */
struct imx_rproc_platform {
	imx_rproc_call *call;
	const struct imx_rproc_sm_calls *sm;
	const struct openamp_rproc_memory *memory;
};

/**
 * struct imx_rproc - one core
 * @dev: its platform device
 * @soc: the part that it is in
 * @data: that part's, for the family library
 * @control: how it is held and let go, for imx_rproc_hw
 * @src: registers of @soc->src
 * @gpr: registers of @soc->gpr
 * @call: calls the platform firmware
 * @sm: call the System Manager
 */
struct imx_rproc {
	struct device *dev;
	const struct imx_rproc_soc *soc;
	struct openamp_rproc_data data;
	const struct imx_rproc_control *control;
	struct regmap *src;
	struct regmap *gpr;
	imx_rproc_call *call;
	const struct imx_rproc_sm_calls *sm;
};

/* imx_rproc_control.c */
int imx_rproc_init_control(struct imx_rproc *priv);
extern const struct openamp_rproc_hw imx_rproc_hw;
extern const struct openamp_rproc_hw imx_rproc_others_hw;
extern const struct openamp_rproc_hw imx_rproc_watched_hw;

/* imx_rproc_sm.c */
int imx_rproc_init_sm(struct imx_rproc *priv);

/* imx_rproc_soc.c */
extern const struct of_device_id imx_rproc_of_match[];

#endif /* IMX_RPROC_H */
