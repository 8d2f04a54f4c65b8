// SPDX-License-Identifier: GPL-2.0-only
/*
 * Remote cores made of the application processors of i.MX6Q, i.MX6DL and i.MX7D,
 * through the System Reset Controller (SRC): it holds a core in reset, whatever
 * the core does, and has a register for the address where it starts (i.MX 6Dual/
 * 6Quad Reference Manual, chapter "System Reset Controller"; i.MX 7Dual Reference
 * Manual, the same).
 */

#include <linux/elf.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>

#include "openamp_cpu.h"
#include "openamp_rproc.h"

/* The reset of a core takes some clocks; QEMU's takes until its thread runs. */
#define IMX_SRC_RESET_US	(1 * USEC_PER_SEC)
#define IMX_SRC_POLL_US		100

/**
 * struct imx_src_data - match data of one type of part
 * @rproc: what all types of remote cores have
 * @cores: how many the part has
 * @enable: register with the bits that let cores run
 * @enable_bit: the bit of core 0 there
 * @reset: register with the bits that reset cores, and clear themselves
 * @reset_bit: the bit of core 0 there
 * @entry: register with the address where core 0 starts; that of the next core
 *	   is 8 bytes further, and its argument in between
 */
struct imx_src_data {
	struct openamp_rproc_data rproc;
	unsigned int cores;
	unsigned int enable;
	unsigned int enable_bit;
	unsigned int reset;
	unsigned int reset_bit;
	unsigned int entry;
};

/**
 * struct imx_src_core - one remote core
 * @cpu: the processor
 * @data: match data
 * @src: the SRC's registers
 */
struct imx_src_core {
	struct openamp_cpu cpu;
	const struct imx_src_data *data;
	void __iomem *src;
};

/**
 * struct imx_src_change - what to do with a core
 * @core: the core
 * @run: let it run; else hold it
 */
struct imx_src_change {
	struct imx_src_core *core;
	bool run;
};

static u32 imx_src_enable_mask(const struct imx_src_core *core)
{
	return BIT(core->data->enable_bit + core->cpu.hwid);
}

static u32 imx_src_reset_mask(const struct imx_src_core *core)
{
	return BIT(core->data->reset_bit + core->cpu.hwid);
}

static void imx_src_update(const struct imx_src_core *core, unsigned int reg,
			   u32 mask, u32 bits)
{
	void __iomem *addr = core->src + reg;

	writel((readl(addr) & ~mask) | bits, addr);
}

/*
 * The reset goes with the change, in one write where both are in one register, as
 * the manual has it.
 */
static int imx_src_write(void *data)
{
	const struct imx_src_change *change = data;
	const struct imx_src_core *core = change->core;
	u32 enable = imx_src_enable_mask(core);
	u32 reset = imx_src_reset_mask(core);
	u32 value = change->run ? enable : 0;

	if (core->data->enable == core->data->reset) {
		imx_src_update(core, core->data->enable, enable, value | reset);
	} else {
		imx_src_update(core, core->data->enable, enable, value);
		imx_src_update(core, core->data->reset, 0, reset);
	}

	return 0;
}

/*
 * The registers have bits of all cores, and of other devices. The kernel's own code
 * changes those under a lock that is not for us. While all other processors stand
 * still nobody is inside of it, but where that lock can be preempted (PREEMPT_RT): who
 * resets one of the other devices at that very moment may lose. No regmap: its lock
 * sleeps there, and here nothing may.
 */
static int imx_src_change(struct imx_src_core *core, bool run)
{
	struct imx_src_change change = { .core = core, .run = run };
	u32 value;
	int ret;

	ret = stop_machine(imx_src_write, &change, NULL);
	if (ret)
		return ret;

	return readl_poll_timeout(core->src + core->data->reset, value,
				  !(value & imx_src_reset_mask(core)),
				  IMX_SRC_POLL_US, IMX_SRC_RESET_US);
}

static int imx_src_hold(struct openamp_rproc *oa)
{
	struct imx_src_core *core = oa->priv;
	int ret;

	ret = imx_src_change(core, false);
	if (ret)
		dev_err(oa->dev, "can't hold core %llu in reset: %d\n",
			core->cpu.hwid, ret);

	return ret;
}

static int imx_src_prepare(struct openamp_rproc *oa)
{
	struct imx_src_core *core = oa->priv;
	int ret;

	ret = openamp_cpu_take(&core->cpu);
	if (ret)
		return ret;
	ret = imx_src_hold(oa);
	if (ret)
		openamp_cpu_give_back(&core->cpu);

	return ret;
}

static void imx_src_unprepare(struct openamp_rproc *oa)
{
	struct imx_src_core *core = oa->priv;

	openamp_cpu_give_back(&core->cpu);
}

static int imx_src_start(struct openamp_rproc *oa)
{
	struct imx_src_core *core = oa->priv;
	void __iomem *entry = core->src + core->data->entry +
			      8 * core->cpu.hwid;
	int ret;

	writel(oa->rproc->bootaddr, entry);
	writel(0, entry + 4);
	ret = imx_src_change(core, true);
	if (ret) {
		dev_err(oa->dev, "core %llu does not start: %d\n",
			core->cpu.hwid, ret);
		imx_src_hold(oa);
	}

	return ret;
}

static const struct openamp_rproc_hw imx_src_hw = {
	.prepare	= imx_src_prepare,
	.unprepare	= imx_src_unprepare,
	.start		= imx_src_start,
	.stop		= imx_src_hold,
	/* The kernel has all memory refresh itself then: none can be read. */
	.is_cpu		= true,
};

#define IMX_SRC_RPROC_DATA {		\
	.hw		= &imx_src_hw,	\
	.elf_class	= ELFCLASS32,	\
	.elf_machine	= EM_ARM,	\
}

/* SRC_SCR has both kinds of bits; there is none that enables core 0. */
static const struct imx_src_data imx6q_data = {
	.rproc		= IMX_SRC_RPROC_DATA,
	.cores		= 4,
	.enable		= 0x00,
	.enable_bit	= 21,
	.reset		= 0x00,
	.reset_bit	= 13,
	.entry		= 0x20,
};

static const struct imx_src_data imx6dl_data = {
	.rproc		= IMX_SRC_RPROC_DATA,
	.cores		= 2,
	.enable		= 0x00,
	.enable_bit	= 21,
	.reset		= 0x00,
	.reset_bit	= 13,
	.entry		= 0x20,
};

/* SRC_A7RCR1 and SRC_A7RCR0 */
static const struct imx_src_data imx7d_data = {
	.rproc		= IMX_SRC_RPROC_DATA,
	.cores		= 2,
	.enable		= 0x08,
	.enable_bit	= 0,
	.reset		= 0x04,
	.reset_bit	= 0,
	.entry		= 0x74,
};

static int imx_src_map(struct device *dev, struct imx_src_core *core)
{
	struct device_node *np;
	struct resource res;
	int ret;

	np = of_parse_phandle(dev->of_node, "syscon", 0);
	if (!np)
		return dev_err_probe(dev, -EINVAL, "no syscon property\n");
	ret = of_address_to_resource(np, 0, &res);
	of_node_put(np);
	if (ret)
		return dev_err_probe(dev, ret, "the SRC has no registers\n");

	/* Not asked for: the kernel's own code has them mapped, too. */
	core->src = devm_ioremap(dev, res.start, resource_size(&res));
	if (!core->src)
		return dev_err_probe(dev, -ENOMEM, "can't map the SRC\n");

	return 0;
}

static int imx_src_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct imx_src_core *core;
	const char *name;
	int ret;

	core = devm_kzalloc(dev, sizeof(*core), GFP_KERNEL);
	if (!core)
		return -ENOMEM;

	core->data = device_get_match_data(dev);
	ret = openamp_cpu_init(dev, &core->cpu);
	if (ret)
		return ret;
	/* Core 0 is the one that Linux cannot do without. */
	core->cpu.hwid &= 0xff;
	if (!core->cpu.hwid || core->cpu.hwid >= core->data->cores)
		return dev_err_probe(dev, -EINVAL,
				     "core %llu can't be a remote core\n",
				     core->cpu.hwid);

	ret = imx_src_map(dev, core);
	if (ret)
		return ret;

	name = devm_kasprintf(dev, GFP_KERNEL, "cpu%llu", core->cpu.hwid);
	if (!name)
		return -ENOMEM;

	return devm_openamp_rproc_register(dev, name, &core->data->rproc, core);
}

static const struct of_device_id imx_src_of_match[] = {
	{ .compatible = "openamp,imx6q-src-rproc", .data = &imx6q_data },
	{ .compatible = "openamp,imx6dl-src-rproc", .data = &imx6dl_data },
	{ .compatible = "openamp,imx7d-src-rproc", .data = &imx7d_data },
	{ }
};
MODULE_DEVICE_TABLE(of, imx_src_of_match);

static struct platform_driver imx_src_driver = {
	.probe	= imx_src_probe,
	.shutdown = openamp_rproc_shutdown,
	.driver	= {
		.name		= "imx_src_rproc",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= imx_src_of_match,
	},
};
module_platform_driver(imx_src_driver);

/* Not needed to load, but a core without its doorbell has to wait for it. */
MODULE_SOFTDEP("pre: gic_doorbell");
MODULE_DESCRIPTION("Remote cores made of i.MX6 and i.MX7 application processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
