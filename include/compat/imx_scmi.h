/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls to the System Manager of i.MX95, which kernels have from 6.16 on, if they are built
 * with them. Included by one file, after imx_rproc.h.
 */

#ifndef COMPAT_IMX_SCMI_H
#define COMPAT_IMX_SCMI_H

#if defined(HAVE_IMX_SCMI) && IS_ENABLED(CONFIG_IMX_SCMI_CPU_DRV) && \
	IS_ENABLED(CONFIG_IMX_SCMI_LMM_DRV)
#include <linux/firmware/imx/sm.h>

static int compat_sm_cpu_vector(u32 cpu, u64 vector)
{
	return scmi_imx_cpu_reset_vector_set(cpu, vector, true, false, false);
}

static int compat_sm_own_machine(u32 *machine)
{
	struct scmi_imx_lmm_info info = { };
	int ret = scmi_imx_lmm_info(LMM_ID_DISCOVER, &info);

	*machine = info.lmid;

	return ret;
}

static int compat_sm_machine_vector(u32 machine, u32 cpu, u64 vector)
{
	return scmi_imx_lmm_reset_vector_set(machine, cpu, 0, vector);
}

static int compat_sm_machine_power(u32 machine)
{
	return scmi_imx_lmm_operation(machine, SCMI_IMX_LMM_POWER_ON, 0);
}

static int compat_sm_machine_boot(u32 machine)
{
	return scmi_imx_lmm_operation(machine, SCMI_IMX_LMM_BOOT, 0);
}

static int compat_sm_machine_stop(u32 machine)
{
	return scmi_imx_lmm_operation(machine, SCMI_IMX_LMM_SHUTDOWN,
				      SCMI_IMX_LMM_OP_FORCEFUL);
}

static const struct imx_rproc_sm_calls compat_imx_sm = {
	.cpu_start	= scmi_imx_cpu_start,
	.cpu_started	= scmi_imx_cpu_started,
	.cpu_vector	= compat_sm_cpu_vector,
	.own_machine	= compat_sm_own_machine,
	.machine_vector	= compat_sm_machine_vector,
	.machine_power	= compat_sm_machine_power,
	.machine_boot	= compat_sm_machine_boot,
	.machine_stop	= compat_sm_machine_stop,
};

#define COMPAT_IMX_SM	(&compat_imx_sm)
#else
#define COMPAT_IMX_SM	NULL
#endif

#endif /* COMPAT_IMX_SCMI_H */
