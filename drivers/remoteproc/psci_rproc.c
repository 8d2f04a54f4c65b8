// SPDX-License-Identifier: GPL-2.0-only
/*
 * Remote cores made of arm64 application processors, by PSCI (Arm DEN 0022).
 *
 * PSCI can start a processor that is off, and tell whether it is. It cannot stop
 * one: that, a processor can do only by itself. So a remote core is asked to,
 * with a doorbell of its own, "stop"; one that does not answer runs until the board is reset, and
 * nothing else may be done with it and its memory until then.
 */

#include <linux/arm-smccc.h>
#include <linux/elf.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/slab.h>

#include <uapi/linux/psci.h>

#include "openamp_cpu.h"
#include "openamp_rproc.h"
#include "psci_rproc.h"

/* How long Linux may take to switch a processor off, that it has left. */
#define PSCI_RPROC_OFF_US	(1 * USEC_PER_SEC)
/* How long a remote core may take to switch itself off, that was asked to. */
#define PSCI_RPROC_STOP_US	(5 * USEC_PER_SEC)
#define PSCI_RPROC_POLL_US	1000

/**
 * struct psci_rproc - one remote core
 * @cpu: the processor
 * @call: how PSCI is called
 */
struct psci_rproc {
	struct openamp_cpu cpu;
	psci_rproc_call *call;
};

static long psci_rproc_hvc(u32 function, u64 arg0, u64 arg1, u64 arg2)
{
	struct arm_smccc_res res;

	arm_smccc_hvc(function, arg0, arg1, arg2, 0, 0, 0, 0, &res);

	return res.a0;
}

static long psci_rproc_smc(u32 function, u64 arg0, u64 arg1, u64 arg2)
{
	struct arm_smccc_res res;

	arm_smccc_smc(function, arg0, arg1, arg2, 0, 0, 0, 0, &res);

	return res.a0;
}

/* Arm DEN 0022, 5.2.2 */
static int psci_rproc_errno(long ret)
{
	switch ((s32)ret) {
	case PSCI_RET_SUCCESS:
		return 0;
	case PSCI_RET_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	case PSCI_RET_INVALID_PARAMS:
		return -EINVAL;
	case PSCI_RET_INVALID_ADDRESS:
		return -EFAULT;
	case PSCI_RET_DENIED:
	case PSCI_RET_DISABLED:
		return -EPERM;
	case PSCI_RET_ALREADY_ON:
	case PSCI_RET_ON_PENDING:
		return -EBUSY;
	case PSCI_RET_NOT_PRESENT:
		return -ENODEV;
	default:
		return -EIO;
	}
}

/* Returns PSCI_0_2_AFFINITY_LEVEL_..., or a negative error of PSCI. */
static int psci_rproc_affinity(struct psci_rproc *core)
{
	return core->call(PSCI_0_2_FN64_AFFINITY_INFO, core->cpu.hwid, 0, 0);
}

/* Returns 0, -ETIMEDOUT if it runs on, or what PSCI has against the question. */
static int psci_rproc_wait_off(struct psci_rproc *core, u64 timeout_us)
{
	int state, ret;

	ret = read_poll_timeout(psci_rproc_affinity, state,
				state == PSCI_0_2_AFFINITY_LEVEL_OFF ||
				state < 0, PSCI_RPROC_POLL_US, timeout_us,
				false, core);

	return state < 0 ? psci_rproc_errno(state) : ret;
}

static int psci_rproc_prepare(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;
	int ret;

	ret = openamp_cpu_take(&core->cpu);
	if (ret)
		return ret;

	ret = psci_rproc_wait_off(core, PSCI_RPROC_OFF_US);
	if (!ret)
		return 0;
	if (ret == -ETIMEDOUT) {
		ret = -EBUSY;
		dev_err(oa->dev,
			"CPU 0x%llx runs, and not Linux: only a reset of the board can stop it\n",
			core->cpu.hwid);
	} else {
		dev_err(oa->dev, "PSCI knows nothing of CPU 0x%llx: %d\n",
			core->cpu.hwid, ret);
	}
	openamp_cpu_give_back(&core->cpu);

	return ret;
}

static void psci_rproc_unprepare(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;

	openamp_cpu_give_back(&core->cpu);
}

static int psci_rproc_start(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;
	long ret;

	ret = core->call(PSCI_0_2_FN64_CPU_ON, core->cpu.hwid,
			 oa->rproc->bootaddr, 0);
	if (ret == PSCI_RET_SUCCESS)
		return 0;

	dev_err(oa->dev, "PSCI does not start CPU 0x%llx: %ld\n",
		core->cpu.hwid, ret);

	return psci_rproc_errno(ret);
}

/*
 * A core that is off is not rung. It may have switched itself off without being
 * asked, or after an earlier stop has given up.
 */
static int psci_rproc_stop(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;
	int state = psci_rproc_affinity(core);
	int ret;

	if (state == PSCI_0_2_AFFINITY_LEVEL_OFF)
		return 0;
	if (state >= 0)
		openamp_rproc_ring_stop(oa);
	ret = psci_rproc_wait_off(core, PSCI_RPROC_STOP_US);
	if (ret)
		dev_err(oa->dev,
			"CPU 0x%llx does not switch itself off: %d. It can't be recovered without a reset of the board; its memory stays reserved\n",
			core->cpu.hwid, ret);

	return ret;
}

/* PSCI cannot tell Linux from firmware. */
static bool psci_rproc_runs(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;
	int state;

	if (openamp_cpu_is_online(&core->cpu))
		return false;
	state = psci_rproc_affinity(core);

	return state >= 0 && state != PSCI_0_2_AFFINITY_LEVEL_OFF;
}

static int psci_rproc_attach(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;

	return openamp_cpu_take(&core->cpu);
}

static void psci_rproc_detach(struct openamp_rproc *oa)
{
	struct psci_rproc *core = oa->priv;

	openamp_cpu_leave(&core->cpu);
}

static const struct openamp_rproc_hw psci_rproc_hw = {
	.prepare	= psci_rproc_prepare,
	.unprepare	= psci_rproc_unprepare,
	.start		= psci_rproc_start,
	.stop		= psci_rproc_stop,
	.runs		= psci_rproc_runs,
	.attach		= psci_rproc_attach,
	.detach		= psci_rproc_detach,
	.is_cpu		= true,
};

static const struct openamp_rproc_data psci_rproc_data = {
	.hw		= &psci_rproc_hw,
	.elf_class	= ELFCLASS64,
	.elf_machine	= EM_AARCH64,
};

/* Without that doorbell a core could be started, and never be stopped. */
static int psci_rproc_check_stop(struct device *dev)
{
	if (of_property_match_string(dev->of_node, "mbox-names", "stop") >= 0)
		return 0;

	return dev_err_probe(dev, -EINVAL,
			     "no mailbox \"stop\": add a doorbell by which the core is asked to switch itself off to mboxes, and its name to mbox-names\n");
}

/* Before version 0.2 the functions had numbers of the board's choice. */
static const struct of_device_id psci_rproc_psci_match[] = {
	{ .compatible = "arm,psci-0.2" },
	{ .compatible = "arm,psci-1.0" },
	{ }
};

static psci_rproc_call *psci_rproc_find_call(struct device *dev)
{
	struct psci_rproc_platform *platform = dev_get_platdata(dev);
	psci_rproc_call *call = NULL;
	const char *method = NULL;
	struct device_node *np;

	if (platform)
		return platform->call;

	np = of_find_matching_node(NULL, psci_rproc_psci_match);
	of_property_read_string(np, "method", &method);
	if (method && !strcmp(method, "hvc"))
		call = psci_rproc_hvc;
	else if (method && !strcmp(method, "smc"))
		call = psci_rproc_smc;
	of_node_put(np);

	return call;
}

static int psci_rproc_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct psci_rproc *core;
	const char *name;
	int ret;

	core = devm_kzalloc(dev, sizeof(*core), GFP_KERNEL);
	if (!core)
		return -ENOMEM;

	ret = openamp_cpu_init(dev, &core->cpu) ?: psci_rproc_check_stop(dev);
	if (ret)
		return ret;
	core->call = psci_rproc_find_call(dev);
	if (!core->call)
		return dev_err_probe(dev, -ENODEV, "no PSCI 0.2 or later\n");

	name = devm_kasprintf(dev, GFP_KERNEL, "cpu%llx", core->cpu.hwid);
	if (!name)
		return -ENOMEM;

	return devm_openamp_rproc_register(dev, name,
					   device_get_match_data(dev), core);
}

static const struct of_device_id psci_rproc_of_match[] = {
	{ .compatible = "openamp,psci-rproc", .data = &psci_rproc_data },
	{ }
};
MODULE_DEVICE_TABLE(of, psci_rproc_of_match);

static struct platform_driver psci_rproc_driver = {
	.probe	= psci_rproc_probe,
	.shutdown = openamp_rproc_shutdown,
	.driver	= {
		.name		= "psci_rproc",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= psci_rproc_of_match,
	},
};
module_platform_driver(psci_rproc_driver);

/* Not needed to load, but a core without its doorbell has to wait for it. */
MODULE_SOFTDEP("pre: gic_doorbell");
MODULE_DESCRIPTION("Remote cores made of application processors, by PSCI");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
