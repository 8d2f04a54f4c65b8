// SPDX-License-Identifier: GPL-2.0-only
/* The System Manager of i.MX95 can be called: from 6.16 on. */
#include <linux/firmware/imx/sm.h>

int probe(u32 cpu);
int probe(u32 cpu)
{
	struct scmi_imx_lmm_info info;

	return scmi_imx_cpu_reset_vector_set(cpu, 0, true, false, false) ?:
	       scmi_imx_lmm_info(LMM_ID_DISCOVER, &info) ?:
	       scmi_imx_lmm_operation(info.lmid, SCMI_IMX_LMM_POWER_ON, 0);
}
