// SPDX-License-Identifier: GPL-2.0-only
/*
 * NXP i.MX: the Cortex-M4, M7 or M33 beside Linux, by the kernel's own device-tree binding,
 * remoteproc/fsl,imx-rproc.yaml.
 */

#include <linux/clk.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#include "imx_rproc.h"

static void imx_rproc_init_data(struct imx_rproc *priv)
{
	const struct imx_rproc_platform *platform = dev_get_platdata(priv->dev);

	priv->data = priv->soc->data;
	if (platform && platform->memory)
		priv->data.memory = platform->memory;
}

static int imx_rproc_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct imx_rproc *priv;
	struct clk *clk;
	int ret;

	priv = devm_kzalloc(dev, sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;

	priv->dev = dev;
	priv->soc = device_get_match_data(dev);
	imx_rproc_init_data(priv);
	/* Of a core that runs already, too: Linux would switch it off as unused. */
	clk = devm_clk_get_optional_enabled(dev, NULL);
	if (IS_ERR(clk))
		return dev_err_probe(dev, PTR_ERR(clk),
				     "can't switch its clock on\n");
	ret = imx_rproc_init_control(priv);
	if (ret)
		return ret;

	return devm_openamp_rproc_register(dev, "imx-rproc", &priv->data,
					   priv);
}

static struct platform_driver imx_rproc_driver = {
	.probe		= imx_rproc_probe,
	.shutdown	= openamp_rproc_shutdown,
	.driver		= {
		.name		= "imx-rproc",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= imx_rproc_of_match,
	},
};
module_platform_driver(imx_rproc_driver);

/* Not needed to load, but a core without its doorbell has to wait for it. */
MODULE_SOFTDEP("pre: imx-mailbox imx_mu");
MODULE_DESCRIPTION("NXP i.MX Cortex-M remote processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
