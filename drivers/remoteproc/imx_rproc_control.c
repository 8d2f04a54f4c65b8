// SPDX-License-Identifier: GPL-2.0-only
/*
 * NXP i.MX Cortex-M: how a core is held and let go. There are three ways, and a fourth for
 * i.MX95 in imx_rproc_sm.c.
 *
 * The System Reset Controller (SRC) has a register for it, on all parts up to i.MX8M. On
 * i.MX8MN and 8MP the core also waits for a bit in IOMUXC_GPR22. The platform firmware of
 * NXP (imx-atf) does that for Linux there, by the SiP call 0xc2000005; upstream TF-A,
 * which Debian has, knows neither of its functions and answers -1 to each. Where
 * the core's own firmware starts it, Linux can only attach.
 */

#include <linux/errno.h>
#include <linux/mfd/syscon.h>
#include <linux/of.h>
#include <linux/property.h>

#include "imx_rproc.h"

#define IMX_SIP_RPROC		0xc2000005
#define IMX_SIP_RPROC_START	0
#define IMX_SIP_RPROC_STARTED	1
#define IMX_SIP_RPROC_STOP	2

static int imx_rproc_src_start(struct imx_rproc *priv, u64 entry)
{
	const struct imx_rproc_src *src = priv->soc->src;

	if (priv->gpr)
		return regmap_clear_bits(priv->gpr, priv->soc->gpr->reg,
					 priv->soc->gpr->wait);

	return regmap_update_bits(priv->src, src->reg, src->mask, src->run);
}

/* With a bit to wait for, its reset ends by itself: it has to wait before that. */
static int imx_rproc_src_stop(struct imx_rproc *priv)
{
	const struct imx_rproc_src *src = priv->soc->src;
	int ret = 0;

	if (priv->gpr)
		ret = regmap_set_bits(priv->gpr, priv->soc->gpr->reg,
				      priv->soc->gpr->wait);

	return ret ?: regmap_update_bits(priv->src, src->reg, src->mask,
					 src->stop);
}

static bool imx_rproc_src_runs(struct imx_rproc *priv)
{
	const struct imx_rproc_src *src = priv->soc->src;
	u32 value;

	if (priv->gpr && (regmap_read(priv->gpr, priv->soc->gpr->reg, &value) ||
			  value & priv->soc->gpr->wait))
		return false;

	return !regmap_read(priv->src, src->reg, &value) &&
	       value & src->enabled && !(value & src->held);
}

static const struct imx_rproc_control imx_rproc_by_src = {
	.start	= imx_rproc_src_start,
	.stop	= imx_rproc_src_stop,
	.runs	= imx_rproc_src_runs,
};

static void imx_rproc_smc(unsigned long function, struct arm_smccc_res *res)
{
	arm_smccc_smc(IMX_SIP_RPROC, function, 0, 0, 0, 0, 0, 0, res);
}

static int imx_rproc_smc_start(struct imx_rproc *priv, u64 entry)
{
	struct arm_smccc_res res;

	priv->call(IMX_SIP_RPROC_START, &res);
	if (!res.a0)
		return 0;
	dev_err(priv->dev, "the platform firmware did not start it: %ld\n",
		(long)res.a0);

	return -EIO;
}

static int imx_rproc_smc_stop(struct imx_rproc *priv)
{
	struct arm_smccc_res res;

	priv->call(IMX_SIP_RPROC_STOP, &res);
	if (res.a0) {
		dev_err(priv->dev, "the platform firmware did not stop it: %ld\n",
			(long)res.a0);
		return -EIO;
	}
	if (res.a1)
		dev_dbg(priv->dev, "stopped while it was not waiting\n");

	return 0;
}

static bool imx_rproc_smc_runs(struct imx_rproc *priv)
{
	struct arm_smccc_res res;

	priv->call(IMX_SIP_RPROC_STARTED, &res);

	return (long)res.a0 > 0;
}

static const struct imx_rproc_control imx_rproc_by_smc = {
	.start	= imx_rproc_smc_start,
	.stop	= imx_rproc_smc_stop,
	.runs	= imx_rproc_smc_runs,
};

static bool imx_rproc_firmware_can(struct imx_rproc *priv)
{
	const struct imx_rproc_platform *platform = dev_get_platdata(priv->dev);
	struct arm_smccc_res res;

	priv->call = platform && platform->call ? platform->call : imx_rproc_smc;
	priv->call(IMX_SIP_RPROC_STARTED, &res);

	return (long)res.a0 >= 0;
}

static int imx_rproc_find_gpr(struct imx_rproc *priv)
{
	const char *prop = "fsl,iomuxc-gpr";

	priv->gpr = device_property_present(priv->dev, prop) ?
		    syscon_regmap_lookup_by_phandle(priv->dev->of_node, prop) :
		    syscon_regmap_lookup_by_compatible(priv->soc->gpr->compatible);

	return IS_ERR(priv->gpr) ?
	       dev_err_probe(priv->dev, PTR_ERR(priv->gpr),
			     "can't find the registers of %s\n",
			     priv->soc->gpr->compatible) : 0;
}

static int imx_rproc_find_src(struct imx_rproc *priv)
{
	priv->src = syscon_regmap_lookup_by_phandle(priv->dev->of_node,
						    "syscon");
	if (IS_ERR(priv->src))
		return dev_err_probe(priv->dev, PTR_ERR(priv->src),
				     "can't find the reset controller, \"syscon\"\n");

	return priv->soc->gpr ? imx_rproc_find_gpr(priv) : 0;
}

/**
 * imx_rproc_init_control() - find out how a core is held and let go
 * @priv: the core; its device and part are filled in
 *
 * Return: 0 or a negative error number: -EPROBE_DEFER if registers are not there yet,
 * -ENODEV if the device tree does not have them.
 */
int imx_rproc_init_control(struct imx_rproc *priv)
{
	if (priv->soc->sm)
		return imx_rproc_init_sm(priv);
	if (priv->soc->smc && imx_rproc_firmware_can(priv)) {
		priv->control = &imx_rproc_by_smc;
		return 0;
	}
	if (priv->soc->smc && !priv->soc->src)
		return dev_err_probe(priv->dev, -ENODEV,
				     "the platform firmware does not know this core\n");
	if (!priv->soc->src)
		return 0;
	priv->control = &imx_rproc_by_src;

	return imx_rproc_find_src(priv);
}

static int imx_rproc_start(struct openamp_rproc *oa)
{
	struct imx_rproc *priv = oa->priv;

	return priv->control->start(priv, oa->rproc->bootaddr);
}

static int imx_rproc_hold(struct openamp_rproc *oa)
{
	struct imx_rproc *priv = oa->priv;

	return priv->control->hold ? priv->control->hold(priv) :
	       priv->control->stop(priv);
}

static void imx_rproc_off(struct openamp_rproc *oa)
{
	struct imx_rproc *priv = oa->priv;

	if (priv->control->off)
		priv->control->off(priv);
}

static int imx_rproc_stop(struct openamp_rproc *oa)
{
	struct imx_rproc *priv = oa->priv;

	return priv->control->stop(priv);
}

static bool imx_rproc_runs(struct openamp_rproc *oa)
{
	struct imx_rproc *priv = oa->priv;

	return priv->control->runs(priv);
}

/* There is nothing to take. */
static int imx_rproc_attach(struct openamp_rproc *oa)
{
	return 0;
}

const struct openamp_rproc_hw imx_rproc_hw = {
	.prepare	= imx_rproc_hold,
	.unprepare	= imx_rproc_off,
	.start		= imx_rproc_start,
	.stop		= imx_rproc_stop,
	.runs		= imx_rproc_runs,
	.attach		= imx_rproc_attach,
};

static int imx_rproc_not_ours(struct openamp_rproc *oa)
{
	dev_err(oa->dev, "Linux cannot start this core\n");

	return -EOPNOTSUPP;
}

static bool imx_rproc_always_runs(struct openamp_rproc *oa)
{
	return true;
}

/* Cores that others start and stop. */
const struct openamp_rproc_hw imx_rproc_others_hw = {
	.prepare	= imx_rproc_not_ours,
	.runs		= imx_rproc_always_runs,
	.attach		= imx_rproc_attach,
};

/* Such that Linux can find out whether they run. */
const struct openamp_rproc_hw imx_rproc_watched_hw = {
	.prepare	= imx_rproc_not_ours,
	.runs		= imx_rproc_runs,
	.attach		= imx_rproc_attach,
};
