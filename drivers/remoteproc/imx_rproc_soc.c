// SPDX-License-Identifier: GPL-2.0-only
/*
 * NXP i.MX Cortex-M: the parts. Windows are those of the reference manuals, chapter
 * "Memory Maps", tables for the Cortex-M; registers those of "System Reset Controller".
 *
 * A Cortex-M sees most memory twice: below 0x20000000, where it fetches instructions on
 * its code bus, and where Linux sees it. The first window that holds a region has its
 * device address, so those where both see the same come first.
 */

#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/sizes.h>

#include "imx_rproc.h"

/* A window on memory, the same address where both see it there, ... */
#define IMX_WINDOW(core, linux_addr, bytes) \
	{ .da = (core), .pa = (linux_addr), .size = (bytes) }
/* ... and the core's own memory. */
#define IMX_TCM(tcm, core, linux_addr, bytes) \
	{ .name = (tcm), .da = (core), .pa = (linux_addr), .size = (bytes) }

/* MU: the number of the virtqueue in the upper half; what comes in does not say which. */
static const struct openamp_rproc_doorbells imx_rproc_doorbells = {
	.tx = { .carries = OPENAMP_BELL_WORD_HIGH },
};

/* @vectors: where it starts stands in the second word of its memory at 0. */
#define IMX_DATA(driven_by, memory_of, vectors) { \
	.hw		= &(driven_by), \
	.elf_class	= ELFCLASS32, \
	.elf_machine	= EM_ARM, \
	.memory		= &(memory_of), \
	.ignores_entry	= true, \
	.fetches_vectors = (vectors), \
	.auto_boot	= "fsl,auto-boot", \
	.doorbells	= &imx_rproc_doorbells, \
}

static const struct openamp_rproc_map imx6sx_maps[] = {
	IMX_TCM("tcml", 0x1fff8000, 0x007f8000, SZ_32K),
	IMX_TCM("tcmu", 0x20000000, 0x00800000, SZ_32K),
	IMX_WINDOW(0x00000000, 0x007f8000, SZ_32K),
	IMX_WINDOW(0x208f8000, 0x008f8000, SZ_16K),
	IMX_WINDOW(0x00180000, 0x008f8000, SZ_16K),
	IMX_WINDOW(0x80000000, 0x80000000, 0x60000000),
	IMX_WINDOW(0x10000000, 0x80000000, 0x0fff8000),
};

static const struct openamp_rproc_memory imx6sx_memory = {
	.maps		= imx6sx_maps,
	.num_maps	= ARRAY_SIZE(imx6sx_maps),
};

/* Its first words are in OCRAM_S, which the boot loader uses in the same way. */
static const struct openamp_rproc_map imx7d_maps[] = {
	IMX_TCM("tcml", 0x1fff8000, 0x007f8000, SZ_32K),
	IMX_TCM("tcmu", 0x20000000, 0x00800000, SZ_32K),
	IMX_TCM("ocram_s", 0x00180000, 0x00180000, SZ_32K),
	IMX_WINDOW(0x00900000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x00920000, 0x00920000, SZ_128K),
	IMX_WINDOW(0x00940000, 0x00940000, SZ_32K),
	IMX_WINDOW(0x80000000, 0x80000000, 0x60000000),
	IMX_WINDOW(0x00000000, 0x00180000, SZ_32K),
	IMX_WINDOW(0x10000000, 0x80000000, 0x0fff0000),
	IMX_WINDOW(0x20200000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x20220000, 0x00920000, SZ_128K),
	IMX_WINDOW(0x20240000, 0x00940000, SZ_32K),
};

static const struct openamp_rproc_memory imx7d_memory = {
	.maps		= imx7d_maps,
	.num_maps	= ARRAY_SIZE(imx7d_maps),
};

static const struct openamp_rproc_map imx8mq_maps[] = {
	IMX_TCM("tcm", 0x1ffe0000, 0x007e0000, SZ_256K),
	IMX_WINDOW(0x00180000, 0x00180000, SZ_32K),
	IMX_WINDOW(0x00900000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x00920000, 0x00920000, SZ_128K),
	IMX_WINDOW(0x08000000, 0x08000000, SZ_128M),
	IMX_WINDOW(0x40000000, 0x40000000, 0x80000000),
	IMX_WINDOW(0x00000000, 0x007e0000, SZ_128K),
	IMX_WINDOW(0x10000000, 0x40000000, 0x0ffe0000),
	IMX_WINDOW(0x20180000, 0x00180000, SZ_32K),
	IMX_WINDOW(0x20200000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x20220000, 0x00920000, SZ_128K),
};

static const struct openamp_rproc_memory imx8mq_memory = {
	.maps		= imx8mq_maps,
	.num_maps	= ARRAY_SIZE(imx8mq_maps),
};

static const struct openamp_rproc_map imx8mn_maps[] = {
	IMX_TCM("itcm", 0x00000000, 0x007e0000, SZ_128K),
	IMX_TCM("dtcm", 0x20000000, 0x00800000, SZ_128K),
	IMX_WINDOW(0x00180000, 0x00180000, 0x9000),
	IMX_WINDOW(0x00900000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x00920000, 0x00920000, SZ_128K),
	IMX_WINDOW(0x00940000, 0x00940000, 0x50000),
	IMX_WINDOW(0x08000000, 0x08000000, SZ_128M),
	IMX_WINDOW(0x40000000, 0x40000000, 0x80000000),
	IMX_WINDOW(0x10000000, 0x40000000, 0x0ffe0000),
	IMX_WINDOW(0x20180000, 0x00180000, SZ_32K),
	IMX_WINDOW(0x20200000, 0x00900000, SZ_128K),
	IMX_WINDOW(0x20220000, 0x00920000, SZ_128K),
	IMX_WINDOW(0x20240000, 0x00940000, SZ_256K),
};

static const struct openamp_rproc_memory imx8mn_memory = {
	.maps		= imx8mn_maps,
	.num_maps	= ARRAY_SIZE(imx8mn_maps),
};

static const struct openamp_rproc_map imx93_maps[] = {
	IMX_TCM("tcml", 0x0ffc0000, 0x201c0000, SZ_256K),
	IMX_TCM("tcmu", 0x20000000, 0x20200000, SZ_256K),
	IMX_WINDOW(0x1ffc0000, 0x201c0000, SZ_256K),
	IMX_WINDOW(0x30000000, 0x20200000, SZ_256K),
	IMX_WINDOW(0x80000000, 0x80000000, SZ_256M),
	/* Where the trees of its boards have rings and buffers. */
	IMX_WINDOW(0xa0000000, 0xa0000000, SZ_256M),
	IMX_WINDOW(0xc0000000, 0xc0000000, SZ_256M),
	IMX_WINDOW(0x90000000, 0x80000000, SZ_256M),
	IMX_WINDOW(0xd0000000, 0xc0000000, SZ_256M),
};

static const struct openamp_rproc_memory imx93_memory = {
	.maps		= imx93_maps,
	.num_maps	= ARRAY_SIZE(imx93_maps),
};

static const struct openamp_rproc_map imx8ulp_maps[] = {
	IMX_TCM("tcm", 0x1ffc0000, 0x1ffc0000, 0xc0000),
	IMX_TCM("ssram", 0x21000000, 0x21000000, SZ_64K),
	IMX_WINDOW(0x80000000, 0x80000000, 0x60000000),
};

static const struct openamp_rproc_memory imx8ulp_memory = {
	.maps		= imx8ulp_maps,
	.num_maps	= ARRAY_SIZE(imx8ulp_maps),
};

static const struct openamp_rproc_map imx95_maps[] = {
	IMX_TCM("itcm", 0x00000000, 0x203c0000, SZ_256K),
	IMX_TCM("dtcm", 0x20000000, 0x20400000, SZ_256K),
	IMX_WINDOW(0x80000000, 0x80000000, 0x50000000),
};

static const struct openamp_rproc_memory imx95_memory = {
	.maps		= imx95_maps,
	.num_maps	= ARRAY_SIZE(imx95_maps),
};

/* SRC_SCR: M4 enable, M4P reset, M4C non-self-clearing reset, M4C reset. */
static const struct imx_rproc_src imx6sx_src = {
	.reg		= 0x0,
	.mask		= BIT(22) | BIT(12) | BIT(4) | BIT(3),
	.run		= BIT(22) | BIT(12) | BIT(3),
	.stop		= BIT(22) | BIT(4) | BIT(3),
	.enabled	= BIT(22),
	.held		= BIT(4),
};

/* M4RCR: enable, platform reset, core reset (self-clearing), core reset (not so). */
static const struct imx_rproc_src imx7d_src = {
	.reg		= 0x0c,
	.mask		= BIT(3) | BIT(2) | BIT(1) | BIT(0),
	.run		= BIT(3) | BIT(2) | BIT(1),
	.stop		= BIT(3) | BIT(1) | BIT(0),
	.enabled	= BIT(3),
	.held		= BIT(0),
};

/* M7RCR: the same bits; the core reset ends by itself, and CPUWAIT holds it then. */
static const struct imx_rproc_src imx8mn_src = {
	.reg		= 0x0c,
	.mask		= BIT(3) | BIT(2) | BIT(1) | BIT(0),
	.run		= BIT(3) | BIT(2) | BIT(1),
	.stop		= BIT(3) | BIT(1),
	.enabled	= BIT(3),
	.held		= BIT(0),
};

static const struct imx_rproc_gpr imx8mn_gpr = {
	.compatible	= "fsl,imx8mn-iomuxc-gpr",
	.reg		= 0x58,
	.wait		= BIT(0),
};

static const struct imx_rproc_gpr imx8mp_gpr = {
	.compatible	= "fsl,imx8mp-iomuxc-gpr",
	.reg		= 0x58,
	.wait		= BIT(0),
};

static const struct imx_rproc_soc imx6sx_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx6sx_memory, true),
	.src	= &imx6sx_src,
};

static const struct imx_rproc_soc imx7d_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx7d_memory, true),
	.src	= &imx7d_src,
};

static const struct imx_rproc_soc imx8mq_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx8mq_memory, true),
	.src	= &imx7d_src,
};

static const struct imx_rproc_soc imx8mn_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx8mn_memory, true),
	.src	= &imx8mn_src,
	.gpr	= &imx8mn_gpr,
	.smc	= true,
};

static const struct imx_rproc_soc imx8mn_mmio_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx8mn_memory, true),
	.src	= &imx8mn_src,
	.gpr	= &imx8mn_gpr,
};

static const struct imx_rproc_soc imx8mp_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx8mn_memory, true),
	.src	= &imx8mn_src,
	.gpr	= &imx8mp_gpr,
	.smc	= true,
};

static const struct imx_rproc_soc imx8mp_mmio_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx8mn_memory, true),
	.src	= &imx8mn_src,
	.gpr	= &imx8mp_gpr,
};

static const struct imx_rproc_soc imx93_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx93_memory, false),
	.smc	= true,
};

static const struct imx_rproc_soc imx8ulp_soc = {
	.data	= IMX_DATA(imx_rproc_others_hw, imx8ulp_memory, false),
};

/* As NXP's configurations of the System Manager number them. */
static const struct imx_rproc_sm imx95_sm = {
	.cpu		= 1,
	.machine	= 1,
};

static const struct imx_rproc_soc imx95_soc = {
	.data	= IMX_DATA(imx_rproc_hw, imx95_memory, false),
	.sm	= &imx95_sm,
};

const struct of_device_id imx_rproc_of_match[] = {
	{ .compatible = "fsl,imx6sx-cm4",	.data = &imx6sx_soc },
	{ .compatible = "fsl,imx7d-cm4",	.data = &imx7d_soc },
	{ .compatible = "fsl,imx8mq-cm4",	.data = &imx8mq_soc },
	{ .compatible = "fsl,imx8mm-cm4",	.data = &imx8mq_soc },
	{ .compatible = "fsl,imx8mn-cm7",	.data = &imx8mn_soc },
	{ .compatible = "fsl,imx8mn-cm7-mmio",	.data = &imx8mn_mmio_soc },
	{ .compatible = "fsl,imx8mp-cm7",	.data = &imx8mp_soc },
	{ .compatible = "fsl,imx8mp-cm7-mmio",	.data = &imx8mp_mmio_soc },
	{ .compatible = "fsl,imx8ulp-cm33",	.data = &imx8ulp_soc },
	{ .compatible = "fsl,imx93-cm33",	.data = &imx93_soc },
	{ .compatible = "fsl,imx95-cm7",	.data = &imx95_soc },
	{ }
};
MODULE_DEVICE_TABLE(of, imx_rproc_of_match);
