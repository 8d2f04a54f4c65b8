// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD's Cortex-R5F and R52: what is known of a core from its device tree, and what its
 * type has.
 */

#include <linux/device.h>
#include <linux/elf.h>
#include <linux/of.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "xlnx_r5.h"

/* ZynqMP's nodes, for device trees that do not have those of the TCM. */
#define ZYNQMP_RPU_1		8
#define ZYNQMP_R5_0_ATCM	15
#define ZYNQMP_R5_0_BTCM	16
#define ZYNQMP_R5_1_ATCM	17
#define ZYNQMP_R5_1_BTCM	18

/*
 * AMD's IPI. What is rung for waits until the remote core has taken the last message: a
 * second one would be over the first. The remote core need not say what it rings for.
 */
static const struct openamp_rproc_doorbells xlnx_r5_doorbells = {
	.tx		= { .carries = OPENAMP_BELL_FRAME, .peek = true },
	.answers	= true,
};

#define XLNX_R5_DATA(_memory) {					\
	.hw		= &xlnx_r5_hw,				\
	.elf_class	= ELFCLASS32,				\
	.elf_machine	= EM_ARM,				\
	.memory		= &(_memory),				\
	.ignores_entry	= true,					\
	.doorbells	= &xlnx_r5_doorbells,			\
}

static const struct openamp_rproc_memory xlnx_r5_memory = {
	.banks	= true,
	.table	= OPENAMP_TABLE_MAGIC,
};

static const struct openamp_rproc_data xlnx_r5_data =
	XLNX_R5_DATA(xlnx_r5_memory);

/*
 * Device trees for ZynqMP did not have the TCM before 6.10. All else is at the same
 * address for the cores as for Linux.
 */
#define ZYNQMP_TCM(_name, _da, _pa) \
	{ .name = (_name), .da = (_da), .pa = (_pa), .size = SZ_64K }
#define ZYNQMP_ALL		{ .size = 1ULL << 32 }

static const struct openamp_rproc_map zynqmp_r5_0_maps[] = {
	ZYNQMP_TCM("atcm0", 0x00000, 0xffe00000),
	ZYNQMP_TCM("btcm0", 0x20000, 0xffe20000),
	ZYNQMP_ALL,
};

static const struct openamp_rproc_map zynqmp_r5_1_maps[] = {
	ZYNQMP_TCM("atcm1", 0x00000, 0xffe90000),
	ZYNQMP_TCM("btcm1", 0x20000, 0xffeb0000),
	ZYNQMP_ALL,
};

static const struct openamp_rproc_map zynqmp_lockstep_maps[] = {
	ZYNQMP_TCM("atcm0", 0x00000, 0xffe00000),
	ZYNQMP_TCM("btcm0", 0x20000, 0xffe20000),
	ZYNQMP_TCM("atcm1", 0x10000, 0xffe10000),
	ZYNQMP_TCM("btcm1", 0x30000, 0xffe30000),
	ZYNQMP_ALL,
};

static const struct openamp_rproc_memory zynqmp_r5_0_memory = {
	.maps		= zynqmp_r5_0_maps,
	.num_maps	= ARRAY_SIZE(zynqmp_r5_0_maps),
	.table		= OPENAMP_TABLE_MAGIC,
};

static const struct openamp_rproc_memory zynqmp_r5_1_memory = {
	.maps		= zynqmp_r5_1_maps,
	.num_maps	= ARRAY_SIZE(zynqmp_r5_1_maps),
	.table		= OPENAMP_TABLE_MAGIC,
};

static const struct openamp_rproc_memory zynqmp_lockstep_memory = {
	.maps		= zynqmp_lockstep_maps,
	.num_maps	= ARRAY_SIZE(zynqmp_lockstep_maps),
	.table		= OPENAMP_TABLE_MAGIC,
};

/**
 * struct zynqmp_r5_old - what a device tree without "reg" does not say
 * @tcm: the firmware's numbers of the TCM
 * @num_tcm: how many
 * @data: match data
 */
struct zynqmp_r5_old {
	u32 tcm[XLNX_R5_MAX_TCM];
	unsigned int num_tcm;
	struct openamp_rproc_data data;
};

static const struct zynqmp_r5_old zynqmp_r5_0 = {
	.tcm		= { ZYNQMP_R5_0_ATCM, ZYNQMP_R5_0_BTCM },
	.num_tcm	= 2,
	.data		= XLNX_R5_DATA(zynqmp_r5_0_memory),
};

static const struct zynqmp_r5_old zynqmp_r5_1 = {
	.tcm		= { ZYNQMP_R5_1_ATCM, ZYNQMP_R5_1_BTCM },
	.num_tcm	= 2,
	.data		= XLNX_R5_DATA(zynqmp_r5_1_memory),
};

static const struct zynqmp_r5_old zynqmp_lockstep = {
	.tcm		= { ZYNQMP_R5_0_ATCM, ZYNQMP_R5_0_BTCM,
			    ZYNQMP_R5_1_ATCM, ZYNQMP_R5_1_BTCM },
	.num_tcm	= 4,
	.data		= XLNX_R5_DATA(zynqmp_lockstep_memory),
};

static const struct openamp_rproc_data *
zynqmp_r5_use_old(struct xlnx_r5_core *core)
{
	const struct zynqmp_r5_old *old = &zynqmp_r5_0;

	if (core->cluster->mode == XLNX_R5_LOCKSTEP)
		old = &zynqmp_lockstep;
	else if (core->node == ZYNQMP_RPU_1)
		old = &zynqmp_r5_1;
	memcpy(core->tcm, old->tcm, sizeof(core->tcm));
	core->num_tcm = old->num_tcm;

	return &old->data;
}

/* The firmware's number of an entry of "power-domains". */
static int xlnx_r5_read_node(struct device *dev, int index, u32 *node)
{
	struct of_phandle_args args;
	int ret;

	ret = of_parse_phandle_with_args(dev->of_node, "power-domains",
					 "#power-domain-cells", index, &args);
	if (ret || args.args_count < 1)
		return dev_err_probe(dev, -EINVAL,
				     "no entry %d in power-domains\n", index);
	*node = args.args[0];
	of_node_put(args.np);

	return 0;
}

/**
 * xlnx_r5_read_nodes() - what the device tree says of a core
 * @dev: the core's device
 * @core: filled in with the firmware's numbers: in "power-domains" the core's own is
 *	  first, and those of the TCM are in the order of "reg"
 * @data: filled in with the match data
 *
 * Return: 0, or -EINVAL if the device tree does not make sense.
 */
int xlnx_r5_read_nodes(struct device *dev, struct xlnx_r5_core *core,
		       const struct openamp_rproc_data **data)
{
	int count = of_property_count_strings(dev->of_node, "reg-names");
	unsigned int i;
	int ret;

	ret = xlnx_r5_read_node(dev, 0, &core->node);
	if (ret)
		return ret;
	if (!of_find_property(dev->of_node, "reg", NULL) &&
	    of_device_is_compatible(dev->of_node, "xlnx,zynqmp-r5f")) {
		*data = zynqmp_r5_use_old(core);
		return 0;
	}
	*data = &xlnx_r5_data;
	if (count < 0 || count > XLNX_R5_MAX_TCM)
		return dev_err_probe(dev, -EINVAL,
				     "reg-names has no 1 to %d banks\n",
				     XLNX_R5_MAX_TCM);

	core->num_tcm = count;
	for (i = 0; i < core->num_tcm && !ret; i++)
		ret = xlnx_r5_read_node(dev, i + 1, &core->tcm[i]);

	return ret;
}
