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
 * struct imx_rproc_soc - a type of part
 * @data: what all families have
 * @src: the core's reset; NULL: Linux has none
 * @gpr: NULL: it does not wait
 * @smc: the platform firmware starts and stops it, if it can
 */
struct imx_rproc_soc {
	struct openamp_rproc_data data;
	const struct imx_rproc_src *src;
	const struct imx_rproc_gpr *gpr;
	bool smc;
};

struct imx_rproc;

/**
 * struct imx_rproc_control - one way to hold the core and let it go
 * @start: lets it run
 * @stop: stops it, also one that is stopped
 * @runs: does it?
 */
struct imx_rproc_control {
	int (*start)(struct imx_rproc *priv);
	int (*stop)(struct imx_rproc *priv);
	bool (*runs)(struct imx_rproc *priv);
};

/**
 * typedef imx_rproc_call - call the platform firmware
 * @function: 0 start, 1 is it started?, 2 stop
 * @res: filled in with what the firmware returned
 */
typedef void imx_rproc_call(unsigned long function, struct arm_smccc_res *res);

/**
 * struct imx_rproc_platform - platform data, which is optional; tests have some
 * @call: used instead of the SMC
 * @memory: used instead of the part's
 */
struct imx_rproc_platform {
	imx_rproc_call *call;
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
 */
struct imx_rproc {
	struct device *dev;
	const struct imx_rproc_soc *soc;
	struct openamp_rproc_data data;
	const struct imx_rproc_control *control;
	struct regmap *src;
	struct regmap *gpr;
	imx_rproc_call *call;
};

/* imx_rproc_control.c */
int imx_rproc_init_control(struct imx_rproc *priv);
extern const struct openamp_rproc_hw imx_rproc_hw;
extern const struct openamp_rproc_hw imx_rproc_others_hw;

/* imx_rproc_soc.c */
extern const struct of_device_id imx_rproc_of_match[];

#endif /* IMX_RPROC_H */
