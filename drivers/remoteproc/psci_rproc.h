/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PSCI_RPROC_H
#define PSCI_RPROC_H

#include <linux/types.h>

/**
 * typedef psci_rproc_call - call the firmware that implements PSCI
 * @function: function identifier (Arm DEN 0022, 5.1)
 * @arg0: first argument
 * @arg1: second
 * @arg2: third
 *
 * May be called in any context.
 *
 * Return: what the function returned, negative for an error.
 */
typedef long psci_rproc_call(u32 function, u64 arg0, u64 arg1, u64 arg2);

/**
 * struct psci_rproc_platform - platform data, which is optional
 * @call: used instead of the "method" of the device tree's /psci node; tests have
 *	  their own
 */
struct psci_rproc_platform {
	psci_rproc_call *call;
};

#endif /* PSCI_RPROC_H */
