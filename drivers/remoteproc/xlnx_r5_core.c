// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD's Cortex-R5F and R52: one core, or two in lockstep, which the platform firmware
 * starts and stops, with its TCM.
 */

#include <linux/device.h>
#include <linux/iopoll.h>
#include <linux/mod_devicetable.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/slab.h>

#include "openamp_rproc.h"
#include "xlnx_r5.h"

/*
 * A core fetches its vectors from 0 or from here (UG1085, "Exception Vector Pointers");
 * of an address the firmware only takes which of them it is. The high ones are at the end of
 * OCM, and an image that is entered anywhere in OCM has them there.
 */
#define XLNX_R5_HIGH_VECTORS	0xffff0000
#define XLNX_R5_OCM		0xfffc0000

/* How long the firmware may take to stop a core, which it says it has done. */
#define XLNX_R5_STOP_US		(1 * USEC_PER_SEC)
#define XLNX_R5_POLL_US		1000

/* The last ones first. What the firmware does not take back stays on. */
static void xlnx_r5_release_tcm(struct xlnx_r5_core *core, struct device *dev,
				unsigned int count)
{
	int ret;

	while (count--) {
		ret = eemi_release_node(core->cluster->call, core->tcm[count]);
		if (ret)
			dev_warn(dev, "can't release TCM 0x%x: %d\n",
				 core->tcm[count], ret);
	}
}

/* An access to TCM that is off is an error of the bus. */
static int xlnx_r5_request_tcm(struct openamp_rproc *oa)
{
	struct xlnx_r5_core *core = oa->priv;
	unsigned int i;
	int ret;

	for (i = 0; i < core->num_tcm; i++) {
		ret = eemi_request_node(core->cluster->call, core->tcm[i]);
		if (ret) {
			dev_err(oa->dev,
				"the firmware does not switch TCM 0x%x on: %d\n",
				core->tcm[i], ret);
			xlnx_r5_release_tcm(core, oa->dev, i);
			return ret;
		}
	}

	return 0;
}

/*
 * As upstream's driver does: TCM with ECC must be written before it is read, and firmware
 * may count on zeros. The core's own memory comes first of what is not in DDR.
 */
static void xlnx_r5_clear_tcm(struct openamp_rproc *oa)
{
	const struct xlnx_r5_core *core = oa->priv;
	unsigned int i, left = core->num_tcm;

	for (i = 0; i < oa->num_regions && left; i++) {
		if (!oa->regions[i].is_iomem)
			continue;
		openamp_mem_write(oa, oa->regions[i].da, NULL,
				  oa->regions[i].size);
		left--;
	}
}

static void xlnx_r5_unprepare(struct openamp_rproc *oa)
{
	struct xlnx_r5_core *core = oa->priv;

	xlnx_r5_release_tcm(core, oa->dev, core->num_tcm);
}

/* Firmware that does not say so is taken to have done as it was told. */
static bool xlnx_r5_core_runs(struct xlnx_r5_core *core)
{
	u32 status;

	if (!core->has_status ||
	    eemi_node_status(core->cluster->call, core->node, &status))
		return core->on;

	return status == EEMI_NODE_RUNNING;
}

static bool xlnx_r5_runs(struct openamp_rproc *oa)
{
	return xlnx_r5_core_runs(oa->priv);
}

static int xlnx_r5_prepare(struct openamp_rproc *oa)
{
	int ret;

	if (xlnx_r5_runs(oa)) {
		dev_err(oa->dev,
			"runs already, and Linux has not started it: bind its driver anew to attach to it\n");
		return -EBUSY;
	}
	ret = xlnx_r5_request_tcm(oa);
	if (!ret)
		xlnx_r5_clear_tcm(oa);

	return ret;
}

/* Later firmware holds a core for those who request it, and stops it after the last. */
static int xlnx_r5_request(struct xlnx_r5_core *core)
{
	int ret;

	if (core->requested ||
	    eemi_version(core->cluster->call, EEMI_REQUEST_NODE) < 2)
		return 0;
	ret = eemi_request_node(core->cluster->call, core->node);
	core->requested = !ret;

	return ret;
}

static int xlnx_r5_release(struct xlnx_r5_core *core)
{
	int ret = eemi_release_node(core->cluster->call, core->node);

	if (!ret)
		core->requested = false;

	return ret;
}

static int xlnx_r5_start(struct openamp_rproc *oa)
{
	struct xlnx_r5_core *core = oa->priv;
	u64 vectors = oa->rproc->bootaddr >= XLNX_R5_OCM ?
		      XLNX_R5_HIGH_VECTORS : 0;
	int ret;

	ret = xlnx_r5_request(core);
	if (!ret) {
		ret = eemi_wake_up(core->cluster->call, core->node, vectors);
		core->on = !ret;
	}
	if (!ret)
		return 0;

	if (core->requested)
		xlnx_r5_release(core);
	dev_err(oa->dev, "the firmware does not start it: %d\n", ret);

	return ret;
}

static int xlnx_r5_halt(struct xlnx_r5_core *core)
{
	eemi_conduit *call = core->cluster->call;

	if (eemi_version(call, EEMI_RELEASE_NODE) > 1) {
		/* One that somebody else has started can't be released otherwise. */
		xlnx_r5_request(core);
		return xlnx_r5_release(core);
	}
	if (eemi_version(call, EEMI_FORCE_POWERDOWN) == 1)
		return eemi_power_down(call, core->node);

	return -EOPNOTSUPP;
}

/* Somebody else's request may keep it running, too. */
static int xlnx_r5_wait_off(struct xlnx_r5_core *core)
{
	bool runs;

	if (!core->has_status)
		return 0;

	return read_poll_timeout(xlnx_r5_core_runs, runs, !runs, XLNX_R5_POLL_US,
				 XLNX_R5_STOP_US, false, core);
}

static int xlnx_r5_stop(struct openamp_rproc *oa)
{
	struct xlnx_r5_core *core = oa->priv;
	int ret;

	if (!core->on && !xlnx_r5_core_runs(core))
		return 0;

	ret = xlnx_r5_halt(core) ?: xlnx_r5_wait_off(core);
	if (ret && core->has_status && !xlnx_r5_core_runs(core))
		ret = 0;
	if (ret)
		dev_err(oa->dev,
			"the firmware does not stop it: %d. It runs on, and its memory stays reserved\n",
			ret);
	else
		core->on = false;

	return ret;
}

/*
 * Its TCM stays requested when Linux is detached from it and its driver goes: the
 * firmware switches off what nobody has requested.
 */
static int xlnx_r5_attach(struct openamp_rproc *oa)
{
	struct xlnx_r5_core *core = oa->priv;
	int ret = xlnx_r5_request_tcm(oa);

	core->on |= !ret;

	return ret;
}

const struct openamp_rproc_hw xlnx_r5_hw = {
	.prepare	= xlnx_r5_prepare,
	.unprepare	= xlnx_r5_unprepare,
	.start		= xlnx_r5_start,
	.stop		= xlnx_r5_stop,
	.runs		= xlnx_r5_runs,
	.attach		= xlnx_r5_attach,
};

/* Only a core that is off can be told how it runs. */
static int xlnx_r5_set_mode(struct device *dev, struct xlnx_r5_core *core)
{
	const struct xlnx_r5_cluster *cluster = core->cluster;
	int ret;

	if (xlnx_r5_core_runs(core))
		return 0;
	ret = eemi_ioctl(cluster->call, core->node, EEMI_IOCTL_SET_RPU_MODE,
			 cluster->mode == XLNX_R5_LOCKSTEP ? EEMI_RPU_LOCKSTEP :
							     EEMI_RPU_SPLIT);
	if (ret)
		return dev_err_probe(dev, ret,
				     "the firmware does not set the cluster's mode\n");
	if (cluster->tcm_mode == XLNX_R5_TCM_AS_IT_IS)
		return 0;
	ret = eemi_ioctl(cluster->call, core->node, EEMI_IOCTL_SET_TCM_MODE,
			 cluster->tcm_mode);

	return ret ? dev_err_probe(dev, ret,
				   "the firmware does not set the TCM's mode\n") : 0;
}

static int xlnx_r5_core_probe(struct platform_device *pdev)
{
	const struct openamp_rproc_data *data;
	struct device *dev = &pdev->dev;
	struct xlnx_r5_core *core;
	int ret;

	core = devm_kzalloc(dev, sizeof(*core), GFP_KERNEL);
	if (!core)
		return -ENOMEM;

	core->cluster = dev_get_drvdata(dev->parent);
	ret = xlnx_r5_read_nodes(dev, core, &data);
	if (ret)
		return ret;
	core->has_status = eemi_version(core->cluster->call,
					EEMI_GET_NODE_STATUS) > 1;
	ret = xlnx_r5_set_mode(dev, core);
	if (ret)
		return ret;

	return devm_openamp_rproc_register(dev, dev_name(dev), data, core);
}

static const struct of_device_id xlnx_r5_core_of_match[] = {
	{ .compatible = "xlnx,zynqmp-r5f" },
	{ .compatible = "xlnx,versal-r5f" },
	{ .compatible = "xlnx,versal-net-r52f" },
	{ }
};

struct platform_driver xlnx_r5_core_driver = {
	.probe	= xlnx_r5_core_probe,
	.shutdown = openamp_rproc_shutdown,
	.driver	= {
		.name		= "xlnx_r5_core",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= xlnx_r5_core_of_match,
	},
};
