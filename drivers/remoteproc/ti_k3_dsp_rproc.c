// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI K3: the C66 and C7x DSPs of J721E, J721S2 and AM62A, by the kernel's own device-tree
 * binding, remoteproc/ti,k3-dsp-rproc.yaml.
 */

#include <linux/elf.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/sizes.h>

#include "ti_k3.h"

/* Its own memory, and for the rest the addresses of the bus. */
static const struct openamp_rproc_map ti_k3_c66_maps[] = {
	{ .name = "l2sram", .da = 0x800000 },
	{ .name = "l1pram", .da = 0xe00000 },
	{ .name = "l1dram", .da = 0xf00000 },
	{ .size = 1ULL << 32 },
};

static const struct openamp_rproc_memory ti_k3_c66_memory = {
	.maps		= ti_k3_c66_maps,
	.num_maps	= ARRAY_SIZE(ti_k3_c66_maps),
	.banks		= true,
	.pool		= true,
	.table		= OPENAMP_TABLE_FIRST,
};

/*
 * That of a C7x is only on while the core runs: "reg" has it, and Linux cannot load
 * anything there.
 */
static const struct openamp_rproc_memory ti_k3_c7x_memory = {
	.pool		= true,
	.table		= OPENAMP_TABLE_FIRST,
};

static const struct ti_k3_soc ti_k3_c66 = {
	.data = {
		.hw		= &ti_k3_hw,
		.elf_class	= ELFCLASS32,
		.elf_machine	= EM_TI_C6000,
		.memory		= &ti_k3_c66_memory,
		.auto_boot	= "firmware-name",
		.doorbells	= &ti_k3_doorbells,
	},
	.local_reset	= true,
	.boot_align	= SZ_1K,
};

/* TI's tools have a machine of their own for it, which no header names. */
static const struct ti_k3_soc ti_k3_c7x = {
	.data = {
		.hw		= &ti_k3_hw,
		.elf_machine	= EM_NONE,
		.memory		= &ti_k3_c7x_memory,
		.auto_boot	= "firmware-name",
		.doorbells	= &ti_k3_doorbells,
	},
	.boot_align	= SZ_2M,
};

static const struct of_device_id ti_k3_dsp_of_match[] = {
	{ .compatible = "ti,j721e-c66-dsp",	.data = &ti_k3_c66 },
	{ .compatible = "ti,j721e-c71-dsp",	.data = &ti_k3_c7x },
	{ .compatible = "ti,j721s2-c71-dsp",	.data = &ti_k3_c7x },
	{ .compatible = "ti,am62a-c7xv-dsp",	.data = &ti_k3_c7x },
	{ }
};
MODULE_DEVICE_TABLE(of, ti_k3_dsp_of_match);

static struct platform_driver ti_k3_dsp_driver = {
	.probe		= ti_k3_probe,
	.shutdown	= openamp_rproc_shutdown,
	.driver		= {
		.name		= "k3-dsp-rproc",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= ti_k3_dsp_of_match,
	},
};
module_platform_driver(ti_k3_dsp_driver);

MODULE_DESCRIPTION("TI K3 C66 and C7x remote processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
