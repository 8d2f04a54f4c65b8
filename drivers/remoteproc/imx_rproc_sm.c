// SPDX-License-Identifier: GPL-2.0-only
/*
 * NXP i.MX95: a core that the part's own firmware, the System Manager, holds and lets go. It
 * has put all cores into logical machines. One in Linux's own is started by itself, one in
 * another with that machine, if Linux may do that. The calls are SCMI protocols of NXP's,
 * "LMM" and "CPU" in the kernel's imx95.rst.
 */

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/property.h>

#include "imx_rproc.h"

#include <compat/imx_scmi.h>

/* The core takes its first words from the start of 64 KiB, wherever in them its entry is. */
#define IMX_RPROC_SM_VECTOR	GENMASK(31, 16)

static int imx_rproc_sm_done(struct imx_rproc *priv, const char *what, int ret)
{
	if (ret)
		dev_err(priv->dev, "the System Manager did not %s it: %d\n",
			what, ret);

	return ret;
}

static int imx_rproc_sm_start(struct imx_rproc *priv, u64 entry)
{
	const struct imx_rproc_sm *sm = priv->soc->sm;
	u64 vector = entry & IMX_RPROC_SM_VECTOR;

	return imx_rproc_sm_done(priv, "start",
				 priv->sm->cpu_vector(sm->cpu, vector) ?:
				 priv->sm->cpu_start(sm->cpu, true));
}

static int imx_rproc_sm_stop(struct imx_rproc *priv)
{
	return imx_rproc_sm_done(priv, "stop",
				 priv->sm->cpu_start(priv->soc->sm->cpu, false));
}

static bool imx_rproc_sm_runs(struct imx_rproc *priv)
{
	bool started = false;

	return !priv->sm->cpu_started(priv->soc->sm->cpu, &started) && started;
}

/* Nothing says that one which is stopped can be stopped. */
static int imx_rproc_sm_hold(struct imx_rproc *priv)
{
	return imx_rproc_sm_runs(priv) ? imx_rproc_sm_stop(priv) : 0;
}

static const struct imx_rproc_control imx_rproc_by_cpu = {
	.start	= imx_rproc_sm_start,
	.hold	= imx_rproc_sm_hold,
	.stop	= imx_rproc_sm_stop,
	.runs	= imx_rproc_sm_runs,
};

static int imx_rproc_lm_start(struct imx_rproc *priv, u64 entry)
{
	const struct imx_rproc_sm *sm = priv->soc->sm;
	u64 vector = entry & IMX_RPROC_SM_VECTOR;

	return imx_rproc_sm_done(priv, "start",
				 priv->sm->machine_vector(sm->machine, sm->cpu, vector) ?:
				 priv->sm->machine_boot(sm->machine));
}

/* Its TCM is there while it has power: for a dump, and for what it is started with next. */
static int imx_rproc_lm_stop(struct imx_rproc *priv)
{
	u32 machine = priv->soc->sm->machine;

	return imx_rproc_sm_done(priv, "stop",
				 priv->sm->machine_stop(machine) ?:
				 priv->sm->machine_power(machine));
}

static int imx_rproc_lm_hold(struct imx_rproc *priv)
{
	if (imx_rproc_sm_runs(priv))
		return imx_rproc_lm_stop(priv);

	return imx_rproc_sm_done(priv, "switch on",
				 priv->sm->machine_power(priv->soc->sm->machine));
}

static void imx_rproc_lm_off(struct imx_rproc *priv)
{
	imx_rproc_sm_done(priv, "switch off",
			  priv->sm->machine_stop(priv->soc->sm->machine));
}

static const struct imx_rproc_control imx_rproc_by_machine = {
	.start	= imx_rproc_lm_start,
	.hold	= imx_rproc_lm_hold,
	.stop	= imx_rproc_lm_stop,
	.off	= imx_rproc_lm_off,
	.runs	= imx_rproc_sm_runs,
};

/* Linux may start and stop a machine, or only talk to it: power tells which. */
static int imx_rproc_init_machine(struct imx_rproc *priv, bool started)
{
	u32 machine = priv->soc->sm->machine;
	int ret;

	priv->control = &imx_rproc_by_machine;
	ret = priv->sm->machine_power(machine);
	if (ret == -EACCES) {
		priv->data.hw = &imx_rproc_watched_hw;
		return 0;
	}
	if (!ret && !started)
		ret = priv->sm->machine_stop(machine);

	return ret ? dev_err_probe(priv->dev, ret,
				   "can't switch its logical machine\n") : 0;
}

/**
 * imx_rproc_init_sm() - find out how the System Manager holds a core and lets it go
 * @priv: the core; its device and part are filled in
 *
 * Return: 0 or a negative error number: -EPROBE_DEFER if SCMI is not there yet,
 * -EOPNOTSUPP if this kernel does not have the calls.
 */
int imx_rproc_init_sm(struct imx_rproc *priv)
{
	const struct imx_rproc_platform *platform = dev_get_platdata(priv->dev);
	bool started = false;
	u32 own = 0;
	int ret;

	priv->sm = platform && platform->sm ? platform->sm : COMPAT_IMX_SM;
	if (!priv->sm)
		return dev_err_probe(priv->dev, -EOPNOTSUPP,
				     "this kernel cannot call the System Manager\n");
	ret = priv->sm->cpu_started(priv->soc->sm->cpu, &started) ?:
	      priv->sm->own_machine(&own);
	if (ret)
		return dev_err_probe(priv->dev, ret,
				     "can't ask the System Manager\n");
	if (own != priv->soc->sm->machine)
		return imx_rproc_init_machine(priv, started);
	priv->control = &imx_rproc_by_cpu;

	return 0;
}
