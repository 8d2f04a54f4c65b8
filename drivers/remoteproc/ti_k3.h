/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TI K3: what the drivers of Cortex-M4F and DSP cores share. The system firmware (TI-SCI)
 * owns power, resets and processors; Linux asks it by the kernel's ti_sci.
 */
#ifndef TI_K3_H
#define TI_K3_H

#include <linux/platform_device.h>
#include <linux/reset.h>
#include <linux/soc/ti/ti_sci_protocol.h>
#include <linux/types.h>

#include "openamp_rproc.h"

/**
 * struct ti_k3_soc - a type of core
 * @data: what all families have
 * @local_reset: it can be held in reset while it has power, so that its memory can be
 *		 written. Else it runs as soon as it has power
 * @boot_align: it starts where its boot vector says, a multiple of this; 0: at an address
 *		of its own
 */
struct ti_k3_soc {
	struct openamp_rproc_data data;
	bool local_reset;
	u32 boot_align;
};

/**
 * struct ti_k3_reset - how the local reset is driven: the reset framework's functions
 * @hold: holds the core
 * @release: lets it run
 * @is_held: 1 if it is held, 0 if not, or a negative error number
 */
struct ti_k3_reset {
	int (*hold)(struct reset_control *line);
	int (*release)(struct reset_control *line);
	int (*is_held)(struct reset_control *line);
};

/**
 * struct ti_k3_platform - platform data of a device in a test
 * @sci: its system firmware
 * @reset: its reset, whose functions are given no line
 */
struct ti_k3_platform {
	const struct ti_sci_handle *sci;
	const struct ti_k3_reset *reset;
};

/**
 * struct ti_k3 - one core
 * @dev: its platform device
 * @soc: its type
 * @sci: how the system firmware is called
 * @reset: how its local reset is driven
 * @line: the reset
 * @device: the system firmware's number of it as a device
 * @processor: and as a processor
 * @on: it may run: it was let run, or ran when its driver came
 */
struct ti_k3 {
	struct device *dev;
	const struct ti_k3_soc *soc;
	const struct ti_sci_handle *sci;
	const struct ti_k3_reset *reset;
	struct reset_control *line;
	u32 device;
	u8 processor;
	bool on;
};

/* ti_k3_of.c */
int ti_k3_probe(struct platform_device *pdev);

/* ti_k3_core.c */
extern const struct openamp_rproc_hw ti_k3_hw;
int ti_k3_look(struct ti_k3 *core, bool *runs);

/* ti_k3_mail.c */
extern const struct openamp_rproc_doorbells ti_k3_doorbells;
void ti_k3_ask_to_stop(struct openamp_rproc *oa);

#endif /* TI_K3_H */
