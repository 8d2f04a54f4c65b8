/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * AMD's Cortex-R5F and R52: what the driver of the cluster and that of a core share.
 */
#ifndef XLNX_R5_H
#define XLNX_R5_H

#include <linux/platform_device.h>
#include <linux/types.h>

#include "openamp_rproc.h"
#include "xlnx_eemi.h"

/* xlnx,cluster-mode */
#define XLNX_R5_SPLIT		0
#define XLNX_R5_LOCKSTEP	1
#define XLNX_R5_SINGLE		2
#define XLNX_R5_MODES		3

/* xlnx,tcm-mode is neither there nor known. */
#define XLNX_R5_TCM_AS_IT_IS	-1

/**
 * struct xlnx_r5_cluster - a cluster of two cores
 * @call: how the firmware is called
 * @mode: XLNX_R5_SPLIT, _LOCKSTEP or _SINGLE
 * @tcm_mode: xlnx,tcm-mode, or XLNX_R5_TCM_AS_IT_IS
 */
struct xlnx_r5_cluster {
	eemi_conduit *call;
	u32 mode;
	int tcm_mode;
};

/* Lockstep has those of two cores. */
#define XLNX_R5_MAX_TCM		4

/**
 * struct xlnx_r5_core - one core
 * @cluster: where it is
 * @node: the firmware's number of it
 * @tcm: those of its banks of TCM
 * @num_tcm: how many
 * @has_status: the firmware says whether the core runs
 * @requested: it is held for Linux
 * @on: it may run: it has been started or attached to, and not been stopped
 */
struct xlnx_r5_core {
	const struct xlnx_r5_cluster *cluster;
	u32 node;
	u32 tcm[XLNX_R5_MAX_TCM];
	unsigned int num_tcm;
	bool has_status;
	bool requested;
	bool on;
};

/* xlnx_r5_core.c */
extern const struct openamp_rproc_hw xlnx_r5_hw;
extern struct platform_driver xlnx_r5_core_driver;

/* xlnx_r5_of.c */
int xlnx_r5_read_nodes(struct device *dev, struct xlnx_r5_core *core,
		       const struct openamp_rproc_data **data);

#endif /* XLNX_R5_H */
