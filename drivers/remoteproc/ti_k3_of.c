// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI K3: what a core needs before it is known. The device tree is that of upstream's
 * drivers, remoteproc/ti,k3-m4f-rproc.yaml and ti,k3-dsp-rproc.yaml.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/slab.h>

#include "ti_k3.h"

static const struct ti_k3_reset ti_k3_framework_reset = {
	.hold		= reset_control_assert,
	.release	= reset_control_deassert,
	.is_held	= reset_control_status,
};

static int ti_k3_find_reset(struct ti_k3 *core)
{
	const struct ti_k3_platform *platform = dev_get_platdata(core->dev);

	if (platform) {
		core->reset = platform->reset;
		return 0;
	}
	core->reset = &ti_k3_framework_reset;
	core->line = devm_reset_control_get_exclusive(core->dev, NULL);

	return IS_ERR(core->line) ?
	       dev_err_probe(core->dev, PTR_ERR(core->line),
			     "can't get its reset\n") : 0;
}

static int ti_k3_find_sci(struct ti_k3 *core)
{
	const struct ti_k3_platform *platform = dev_get_platdata(core->dev);

	core->sci = platform ? platform->sci :
		    devm_ti_sci_get_by_phandle(core->dev, "ti,sci");

	return IS_ERR(core->sci) ?
	       dev_err_probe(core->dev, PTR_ERR(core->sci),
			     "can't find its system firmware, \"ti,sci\"\n") : 0;
}

/* The second number is a host that the processor could be handed over to. */
static int ti_k3_read_numbers(struct ti_k3 *core)
{
	struct device_node *np = core->dev->of_node;
	u32 processor[2];
	int ret;

	ret = of_property_read_u32(np, "ti,sci-dev-id", &core->device);
	if (!ret)
		ret = of_property_read_u32_array(np, "ti,sci-proc-ids",
						 processor,
						 ARRAY_SIZE(processor));
	if (ret)
		return dev_err_probe(core->dev, ret,
				     "no ti,sci-dev-id or ti,sci-proc-ids\n");
	core->processor = processor[0];

	return 0;
}

static void ti_k3_give_back(void *data)
{
	struct ti_k3 *core = data;

	if (core->sci->ops.proc_ops.release(core->sci, core->processor))
		dev_warn(core->dev,
			 "the system firmware does not take the processor back\n");
}

/* From here on nobody else can start or stop it. */
static int ti_k3_claim(struct ti_k3 *core)
{
	int ret = core->sci->ops.proc_ops.request(core->sci, core->processor);

	if (ret)
		return dev_err_probe(core->dev, ret,
				     "the system firmware does not let Linux have the processor\n");

	return devm_add_action_or_reset(core->dev, ti_k3_give_back, core);
}

static int ti_k3_find_state(struct ti_k3 *core)
{
	int ret = ti_k3_look(core, &core->on);

	return ret ? dev_err_probe(core->dev, ret,
				   "the system firmware does not say whether it runs\n") : 0;
}

/**
 * ti_k3_probe() - make a core known
 * @pdev: its device, whose match data is a struct ti_k3_soc
 *
 * Return: 0 or a negative error number: -EPROBE_DEFER if the system firmware, the reset or
 * the mailbox is not there yet.
 */
int ti_k3_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct ti_k3 *core;
	int ret;

	core = devm_kzalloc(dev, sizeof(*core), GFP_KERNEL);
	if (!core)
		return -ENOMEM;

	core->dev = dev;
	core->soc = device_get_match_data(dev);
	ret = ti_k3_find_sci(core) ?: ti_k3_read_numbers(core) ?:
	      ti_k3_find_reset(core) ?: ti_k3_claim(core) ?:
	      ti_k3_find_state(core);
	if (ret)
		return ret;

	return devm_openamp_rproc_register(dev, dev_name(dev), &core->soc->data,
					   core);
}
EXPORT_SYMBOL_GPL(ti_k3_probe);

MODULE_DESCRIPTION("What the drivers of TI K3 remote processors share");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
