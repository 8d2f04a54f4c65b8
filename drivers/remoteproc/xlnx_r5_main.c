// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD ZynqMP and Versal: the RPU, a cluster of two Cortex-R5F (Versal Net: R52), which run
 * apart, in lockstep as one, or one of them alone.
 *
 * The device tree is that of upstream's driver, Documentation/devicetree/bindings/
 * remoteproc/xlnx,zynqmp-r5fss.yaml in the kernel.
 */

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/pm_domain.h>
#include <linux/slab.h>

#include "xlnx_r5.h"

/*
 * The kernel would switch the power domain of a core on when its driver comes, if it has
 * only one, and off when it goes: for the firmware that is a start and a stop. So a core
 * gets a domain that does nothing.
 */
static struct dev_pm_domain xlnx_r5_no_domain = {
	.ops = {
		.resume		= pm_generic_resume,
		.restore	= pm_generic_restore,
	},
};

static void xlnx_r5_remove_core(void *pdev)
{
	platform_device_unregister(pdev);
}

/* As of_platform_device_create() does, with that domain before its driver comes. */
static int xlnx_r5_add_core(struct device *dev, struct device_node *np)
{
	struct platform_device *pdev = of_device_alloc(np, NULL, dev);
	int ret;

	if (!pdev)
		return -ENOMEM;
	pdev->name = dev_name(&pdev->dev);
	pdev->id = PLATFORM_DEVID_NONE;
	pdev->dev.bus = &platform_bus_type;
	pdev->dev.coherent_dma_mask = DMA_BIT_MASK(32);
	pdev->dev.dma_mask = &pdev->dev.coherent_dma_mask;
	dev_pm_domain_set(&pdev->dev, &xlnx_r5_no_domain);
	ret = device_add(&pdev->dev);
	if (ret) {
		platform_device_put(pdev);
		return dev_err_probe(dev, ret, "can't add core %pOFn\n", np);
	}

	return devm_add_action_or_reset(dev, xlnx_r5_remove_core, pdev);
}

/* In lockstep only the first one counts; alone runs the second one, where there are two. */
static bool xlnx_r5_uses_core(const struct xlnx_r5_cluster *cluster, int index,
			      int count)
{
	switch (cluster->mode) {
	case XLNX_R5_LOCKSTEP:
		return index == 0;
	case XLNX_R5_SINGLE:
		return index == count - 1;
	default:
		return true;
	}
}

static int xlnx_r5_add_cores(struct device *dev)
{
	const struct xlnx_r5_cluster *cluster = dev_get_drvdata(dev);
	int count = of_get_available_child_count(dev->of_node);
	struct device_node *np;
	int index = 0, ret;

	if (!count)
		return dev_err_probe(dev, -EINVAL, "has no cores\n");

	for_each_available_child_of_node(dev->of_node, np) {
		if (!xlnx_r5_uses_core(cluster, index++, count))
			continue;
		ret = xlnx_r5_add_core(dev, np);
		if (ret) {
			of_node_put(np);
			return ret;
		}
	}

	return 0;
}

static int xlnx_r5_read_modes(struct device *dev,
			      struct xlnx_r5_cluster *cluster)
{
	u32 tcm_mode;

	cluster->mode = XLNX_R5_LOCKSTEP;
	of_property_read_u32(dev->of_node, "xlnx,cluster-mode", &cluster->mode);
	if (cluster->mode >= XLNX_R5_MODES)
		return dev_err_probe(dev, -EINVAL,
				     "xlnx,cluster-mode %u is none\n",
				     cluster->mode);

	/* Combined in lockstep, as the values have it; 1 is combined for both. */
	cluster->tcm_mode = XLNX_R5_TCM_AS_IT_IS;
	if (!of_property_read_u32(dev->of_node, "xlnx,tcm-mode", &tcm_mode))
		cluster->tcm_mode = tcm_mode == 1;
	else if (of_device_is_compatible(dev->of_node, "xlnx,zynqmp-r5fss"))
		cluster->tcm_mode = cluster->mode == XLNX_R5_LOCKSTEP;

	return 0;
}

static int xlnx_r5_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct xlnx_r5_cluster *cluster;
	int ret;

	cluster = devm_kzalloc(dev, sizeof(*cluster), GFP_KERNEL);
	if (!cluster)
		return -ENOMEM;

	cluster->call = eemi_find(dev);
	if (!cluster->call)
		return dev_err_probe(dev, -ENODEV,
				     "the device tree does not say how the platform firmware is called\n");
	ret = xlnx_r5_read_modes(dev, cluster);
	if (ret)
		return ret;
	platform_set_drvdata(pdev, cluster);

	return xlnx_r5_add_cores(dev);
}

static const struct of_device_id xlnx_r5_of_match[] = {
	{ .compatible = "xlnx,zynqmp-r5fss" },
	{ .compatible = "xlnx,versal-r5fss" },
	{ .compatible = "xlnx,versal-net-r52fss" },
	{ }
};
MODULE_DEVICE_TABLE(of, xlnx_r5_of_match);

static struct platform_driver xlnx_r5_driver = {
	.probe	= xlnx_r5_probe,
	.driver	= {
		.name		= "xlnx_r5",
		.of_match_table	= xlnx_r5_of_match,
	},
};

/* Cores are added by the cluster: their driver is there first. */
static struct platform_driver * const xlnx_r5_drivers[] = {
	&xlnx_r5_core_driver,
	&xlnx_r5_driver,
};

static int __init xlnx_r5_init(void)
{
	return platform_register_drivers(xlnx_r5_drivers,
					 ARRAY_SIZE(xlnx_r5_drivers));
}
module_init(xlnx_r5_init);

static void __exit xlnx_r5_exit(void)
{
	platform_unregister_drivers(xlnx_r5_drivers,
				    ARRAY_SIZE(xlnx_r5_drivers));
}
module_exit(xlnx_r5_exit);

MODULE_DESCRIPTION("AMD ZynqMP and Versal Cortex-R5F and R52 remote processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
