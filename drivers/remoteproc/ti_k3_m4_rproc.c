// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI AM62x and AM64x: the Cortex-M4F of the MCU domain, by the kernel's own device-tree
 * binding, remoteproc/ti,k3-m4f-rproc.yaml.
 */

#include <linux/elf.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pm.h>

#include "ti_k3.h"

/* Its own memory, and for the rest the addresses of the bus, also of the former. */
static const struct openamp_rproc_map ti_k3_m4_maps[] = {
	{ .name = "iram", .da = 0x0 },
	{ .name = "dram", .da = 0x30000 },
	{ .size = 1ULL << 32 },
};

static const struct openamp_rproc_memory ti_k3_m4_memory = {
	.maps		= ti_k3_m4_maps,
	.num_maps	= ARRAY_SIZE(ti_k3_m4_maps),
	.banks		= true,
	.pool		= true,
	.table		= OPENAMP_TABLE_FIRST,
};

static const struct ti_k3_soc ti_k3_am64_m4 = {
	.data = {
		.hw		= &ti_k3_hw,
		.elf_class	= ELFCLASS32,
		.elf_machine	= EM_ARM,
		.memory		= &ti_k3_m4_memory,
		.ignores_entry	= true,
		.fetches_vectors = true,
		.auto_boot	= "firmware-name",
		.doorbells	= &ti_k3_doorbells,
	},
	.local_reset	= true,
};

static const struct of_device_id ti_k3_m4_of_match[] = {
	{ .compatible = "ti,am64-m4fss", .data = &ti_k3_am64_m4 },
	{ }
};
MODULE_DEVICE_TABLE(of, ti_k3_m4_of_match);

static struct platform_driver ti_k3_m4_driver = {
	.probe		= ti_k3_probe,
	.shutdown	= openamp_rproc_shutdown,
	.driver		= {
		.name		= "k3-m4-rproc",
		.pm		= pm_sleep_ptr(&openamp_rproc_pm),
		.of_match_table	= ti_k3_m4_of_match,
	},
};
module_platform_driver(ti_k3_m4_driver);

MODULE_DESCRIPTION("TI K3 Cortex-M4F remote processors");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
