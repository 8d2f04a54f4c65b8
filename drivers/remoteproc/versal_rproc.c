// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD Versal: the two Cortex-R5F cores of the RPU, as two instances, started
 * and stopped with the reset bits of the CRL block.
 *
 * Register names are those of the Versal register reference, AM012.
 */

#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/regmap.h>

#include "openamp_rproc.h"

#define VERSAL_RPU_CORES	2

/* CRL.RST_CPU_R5: a set bit holds in reset. Both cores need AMBA, the bus. */
#define RST_CPU_R5_CPU(n)	BIT(n)
#define RST_CPU_R5_AMBA		BIT(2)

/*
 * A core that is up counts laps within microseconds. How long a busy machine may
 * need to run a modelled core is anybody's guess: each try waits twice as long
 * as the one before, 10 seconds in all.
 */
#define VERSAL_BOOT_LAPS	3
#define VERSAL_BOOT_POLL_US	100
#define VERSAL_BOOT_TRY_US	(10 * USEC_PER_MSEC)
#define VERSAL_BOOT_TRIES	10

/**
 * struct versal_rpu_data - match data of the cluster
 * @reset_bus: bits that neither core can do without
 * @reset_cpu: bit per core
 */
struct versal_rpu_data {
	u32 reset_bus;
	u32 reset_cpu[VERSAL_RPU_CORES];
};

/**
 * struct versal_rpu - the cluster
 * @dev: its platform device
 * @data: match data
 * @reset: the reset register, which both cores share
 * @boot: page at the cores' reset address, NULL if images bring their vectors
 * @boot_lock: one core at a time writes to @boot
 */
struct versal_rpu {
	struct device *dev;
	const struct versal_rpu_data *data;
	struct regmap *reset;
	struct versal_boot_page *boot;
	struct mutex boot_lock; /* see above */
};

/**
 * struct versal_r5 - one core
 * @rpu: the cluster that it is in
 * @index: which core: 0 or 1
 */
struct versal_r5 {
	struct versal_rpu *rpu;
	u32 index;
};

/*
 * Both cores come out of reset at address 0, in ARM state. A core has its number
 * in the lowest bit of MPIDR (Aff0). It counts in its own struct behind the
 * code, so that Linux sees that it runs, until there is an entry point, and goes
 * there; BX takes bit 0 of it for Thumb. In any other exception it sleeps.
 */
static const u32 versal_boot_code[] = {
	0xea000006,	/*	b	reset			*/
	0xea000011,	/*	b	park	undefined	*/
	0xea000010,	/*	b	park	SVC		*/
	0xea00000f,	/*	b	park	prefetch abort	*/
	0xea00000e,	/*	b	park	data abort	*/
	0xea00000d,	/*	b	park	reserved	*/
	0xea00000c,	/*	b	park	IRQ		*/
	0xea00000b,	/*	b	park	FIQ		*/
	0xee100fb0,	/* reset: mrc	p15, 0, r0, c0, c0, 5	*/
	0xe2000001,	/*	and	r0, r0, #1		*/
	0xe28f1028,	/*	adr	r1, core		*/
	0xe0811180,	/*	add	r1, r1, r0, lsl #3	*/
	0xe5912000,	/* wait: ldr	r2, [r1]		*/
	0xe2822001,	/*	add	r2, r2, #1		*/
	0xe5812000,	/*	str	r2, [r1]		*/
	0xe5912004,	/*	ldr	r2, [r1, #4]		*/
	0xe3520000,	/*	cmp	r2, #0			*/
	0x0afffff9,	/*	beq	wait			*/
	0xf57ff06f,	/*	isb				*/
	0xe12fff12,	/*	bx	r2			*/
	0xe320f003,	/* park: wfi				*/
	0xeafffffd,	/*	b	park			*/
			/* core:				*/
};

/**
 * struct versal_boot_core - how a core that starts and Linux meet
 * @laps: counted up by the core while it waits
 * @entry: entry point, 0 while the core has to wait
 */
struct versal_boot_core {
	u32 laps;
	u32 entry;
};

/**
 * struct versal_boot_page - what stands at the cores' reset address
 * @code: versal_boot_code
 * @core: per core
 */
struct versal_boot_page {
	u32 code[ARRAY_SIZE(versal_boot_code)];
	struct versal_boot_core core[VERSAL_RPU_CORES];
};

/*
 * The other core may be running, and may even be on its way through the page:
 * what it reads there does not change.
 */
static void versal_rpu_write_boot(struct versal_rpu *rpu)
{
	unsigned int i;

	mutex_lock(&rpu->boot_lock);
	for (i = 0; i < ARRAY_SIZE(versal_boot_code); i++)
		WRITE_ONCE(rpu->boot->code[i], versal_boot_code[i]);
	mutex_unlock(&rpu->boot_lock);
}

static int versal_r5_assert(struct versal_r5 *core)
{
	u32 cpu = core->rpu->data->reset_cpu[core->index];

	return regmap_update_bits(core->rpu->reset, 0, cpu, cpu);
}

static int versal_r5_release(struct versal_r5 *core)
{
	const struct versal_rpu_data *data = core->rpu->data;

	return regmap_update_bits(core->rpu->reset, 0, data->reset_bus |
				  data->reset_cpu[core->index], 0);
}

/* Does the core wait for its entry point? */
static bool versal_r5_is_up(struct versal_boot_core *boot, u32 before,
			    u64 timeout_us)
{
	u32 laps;

	return !read_poll_timeout(READ_ONCE, laps,
				  laps - before >= VERSAL_BOOT_LAPS,
				  VERSAL_BOOT_POLL_US, timeout_us, false,
				  boot->laps);
}

/*
 * Seen from the reset register a core is up at once. QEMU's model acts on a
 * reset later, when the core's thread gets to it (after one more lap at most),
 * and forgets a release that comes in between: then the reset has to be given
 * again. A core that counts on has its reset behind it.
 */
static int versal_r5_boot(struct versal_r5 *core, u32 entry)
{
	struct versal_boot_core *boot = &core->rpu->boot->core[core->index];
	unsigned int try;
	u32 before;
	int ret;

	WRITE_ONCE(boot->entry, 0);
	versal_rpu_write_boot(core->rpu);

	for (try = 0; try < VERSAL_BOOT_TRIES; try++) {
		ret = versal_r5_assert(core);
		if (ret)
			return ret;
		before = READ_ONCE(boot->laps);
		/* Image and vectors are in memory before they are fetched. */
		wmb();
		ret = versal_r5_release(core);
		if (ret)
			return ret;
		if (versal_r5_is_up(boot, before, VERSAL_BOOT_TRY_US << try)) {
			WRITE_ONCE(boot->entry, entry);
			return 0;
		}
	}
	versal_r5_assert(core);

	return -ETIMEDOUT;
}

static int versal_r5_start(struct openamp_rproc *oa)
{
	struct versal_r5 *core = oa->priv;

	if (core->rpu->boot)
		return versal_r5_boot(core, oa->rproc->bootaddr);

	/* The image is in memory before the core fetches it. */
	wmb();

	return versal_r5_release(core);
}

static int versal_r5_hold(struct openamp_rproc *oa)
{
	return versal_r5_assert(oa->priv);
}

/* Others that can write to the register: firmware, a debugger. */
static int versal_r5_alive(struct openamp_rproc *oa)
{
	struct versal_r5 *core = oa->priv;
	const struct versal_rpu_data *data = core->rpu->data;
	u32 held;

	if (regmap_read(core->rpu->reset, 0, &held))
		return 0;

	return held & (data->reset_bus | data->reset_cpu[core->index]) ?
	       -ESHUTDOWN : 0;
}

static const struct openamp_rproc_hw versal_r5_hw = {
	.prepare	= versal_r5_hold,
	.start		= versal_r5_start,
	.stop		= versal_r5_hold,
	.alive		= versal_r5_alive,
};

static const struct openamp_rproc_data versal_r5_data = {
	.hw		= &versal_r5_hw,
	.elf_class	= ELFCLASS32,
	.elf_machine	= EM_ARM,
};

/* Without a boot page it starts at address 0, where the image has its vectors. */
static const struct openamp_rproc_data versal_r5_vectors_data = {
	.hw		= &versal_r5_hw,
	.elf_class	= ELFCLASS32,
	.elf_machine	= EM_ARM,
	.ignores_entry	= true,
};

static int versal_r5_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct versal_r5 *core;
	const char *name;
	int ret;

	core = devm_kzalloc(dev, sizeof(*core), GFP_KERNEL);
	if (!core)
		return -ENOMEM;

	core->rpu = dev_get_drvdata(dev->parent);
	ret = of_property_read_u32(dev->of_node, "reg", &core->index);
	if (ret || core->index >= VERSAL_RPU_CORES)
		return dev_err_probe(dev, -EINVAL, "reg is not a core number\n");

	name = devm_kasprintf(dev, GFP_KERNEL, "r5_%u", core->index);
	if (!name)
		return -ENOMEM;

	return devm_openamp_rproc_register(dev, name,
					   core->rpu->boot ?
					   device_get_match_data(dev) :
					   &versal_r5_vectors_data, core);
}

static const struct regmap_config versal_rpu_regmap_config = {
	.reg_bits	= 32,
	.reg_stride	= 4,
	.val_bits	= 32,
	.max_register	= 0,
};

static int versal_rpu_map_boot(struct versal_rpu *rpu)
{
	struct openamp_rproc_region boot = {};
	int index, ret;

	index = of_property_match_string(rpu->dev->of_node,
					 "memory-region-names", "boot");
	if (index < 0)
		return 0;

	ret = devm_openamp_rproc_map_region(rpu->dev, index, &boot);
	if (ret)
		return ret;
	if (boot.size < sizeof(*rpu->boot))
		return dev_err_probe(rpu->dev, -EINVAL,
				     "the boot region is too small\n");
	rpu->boot = boot.va;

	return 0;
}

static void versal_rpu_remove_core(void *dev)
{
	of_platform_device_destroy(dev, NULL);
}

static struct device_node *versal_rpu_find_core(struct versal_rpu *rpu,
						u32 index)
{
	struct device_node *np;
	u32 reg;

	for_each_available_child_of_node(rpu->dev->of_node, np)
		if (!of_property_read_u32(np, "reg", &reg) && reg == index)
			return np;

	return NULL;
}

/*
 * Core 0 first, whatever the order in the device tree, so that it gets the
 * lower remoteproc number.
 */
static int versal_rpu_add_cores(struct versal_rpu *rpu)
{
	struct platform_device *pdev;
	struct device_node *np;
	u32 index;
	int ret;

	for (index = 0; index < VERSAL_RPU_CORES; index++) {
		np = versal_rpu_find_core(rpu, index);
		if (!np)
			continue;
		pdev = of_platform_device_create(np, NULL, rpu->dev);
		of_node_put(np);
		if (!pdev)
			return dev_err_probe(rpu->dev, -ENODEV,
					     "can't add core %u\n", index);
		ret = devm_add_action_or_reset(rpu->dev, versal_rpu_remove_core,
					       &pdev->dev);
		if (ret)
			return ret;
	}

	return 0;
}

static int versal_rpu_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct versal_rpu *rpu;
	void __iomem *base;
	int ret;

	rpu = devm_kzalloc(dev, sizeof(*rpu), GFP_KERNEL);
	if (!rpu)
		return -ENOMEM;

	rpu->dev = dev;
	rpu->data = device_get_match_data(dev);
	mutex_init(&rpu->boot_lock);

	base = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(base))
		return dev_err_probe(dev, PTR_ERR(base),
				     "can't map the reset register\n");
	rpu->reset = devm_regmap_init_mmio(dev, base,
					   &versal_rpu_regmap_config);
	if (IS_ERR(rpu->reset))
		return dev_err_probe(dev, PTR_ERR(rpu->reset),
				     "can't make a regmap\n");
	ret = versal_rpu_map_boot(rpu);
	if (ret)
		return ret;

	platform_set_drvdata(pdev, rpu);

	return versal_rpu_add_cores(rpu);
}

static const struct versal_rpu_data versal_rpu_data = {
	.reset_bus = RST_CPU_R5_AMBA,
	.reset_cpu = { RST_CPU_R5_CPU(0), RST_CPU_R5_CPU(1) },
};

static const struct of_device_id versal_rpu_of_match[] = {
	{ .compatible = "openamp,versal-rpu", .data = &versal_rpu_data },
	{ }
};
MODULE_DEVICE_TABLE(of, versal_rpu_of_match);

static const struct of_device_id versal_r5_of_match[] = {
	{ .compatible = "openamp,versal-r5f", .data = &versal_r5_data },
	{ }
};
MODULE_DEVICE_TABLE(of, versal_r5_of_match);

static struct platform_driver versal_r5_driver = {
	.probe	= versal_r5_probe,
	.driver	= {
		.name		= "versal_r5",
		.of_match_table	= versal_r5_of_match,
	},
};

static struct platform_driver versal_rpu_driver = {
	.probe	= versal_rpu_probe,
	.driver	= {
		.name		= "versal_rpu",
		.of_match_table	= versal_rpu_of_match,
	},
};

/* Cores are added by the cluster: their driver is there first. */
static struct platform_driver * const versal_rproc_drivers[] = {
	&versal_r5_driver,
	&versal_rpu_driver,
};

static int __init versal_rproc_init(void)
{
	return platform_register_drivers(versal_rproc_drivers,
					 ARRAY_SIZE(versal_rproc_drivers));
}
module_init(versal_rproc_init);

static void __exit versal_rproc_exit(void)
{
	platform_unregister_drivers(versal_rproc_drivers,
				    ARRAY_SIZE(versal_rproc_drivers));
}
module_exit(versal_rproc_exit);

/* Not needed to load, but a core without its doorbell has to wait for it. */
MODULE_SOFTDEP("pre: mmio_doorbell");
MODULE_DESCRIPTION("AMD Versal Cortex-R5F remote processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
