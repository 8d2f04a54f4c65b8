// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that is part of the remote core, or of the chip: what "reg" of its node lists,
 * what "sram" points to, and what its type always has.
 *
 * It is mapped write-combining, which allows any access: the remoteproc core reads trace
 * buffers and fills in resource tables as in any memory. What may be large goes by
 * openamp_mem.c.
 */

#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/slab.h>

#include "openamp_rproc.h"

/* Maps a bank and adds it. All but the mapping is filled in. */
static int openamp_bank_add(struct openamp_rproc *oa,
			    struct openamp_rproc_region *bank)
{
	void __iomem *va;

	if (!bank->size || !IS_ALIGNED(bank->pa | bank->size, sizeof(u32)))
		return dev_err_probe(oa->dev, -EINVAL,
				     "memory %s (0x%zx bytes at %pa) is not made of 32-bit words\n",
				     bank->name, bank->size, &bank->pa);
	va = devm_ioremap_wc(oa->dev, bank->pa, bank->size);
	if (!va)
		return dev_err_probe(oa->dev, -ENXIO, "can't map memory %s\n",
				     bank->name);
	bank->va = (__force void *)va;
	bank->is_iomem = true;
	bank->loadable = true;

	return openamp_rproc_add_region(oa, bank);
}

/* Cells of an entry of "reg", and of the address in it. */
static int openamp_bank_reg_cells(struct openamp_rproc *oa, int *address)
{
	*address = of_n_addr_cells(oa->dev->of_node);

	return *address + of_n_size_cells(oa->dev->of_node);
}

/*
 * The node's own address is the core's, and its parent's "ranges" make the bus address
 * of it. The upper cell says which core. Where that is not so, the type has a window of
 * the bank's name.
 */
static int openamp_bank_reg_da(struct openamp_rproc *oa, int index,
			       struct openamp_rproc_region *bank)
{
	const struct openamp_rproc_map *map;
	int cells, address;
	u32 da = 0;
	int ret;

	map = openamp_rproc_find_map(oa, bank->name);
	cells = openamp_bank_reg_cells(oa, &address);
	ret = of_property_read_u32_index(oa->dev->of_node, "reg",
					 index * cells + address - 1, &da);
	bank->da = map ? map->da : da;

	return ret;
}

static int openamp_bank_add_reg(struct openamp_rproc *oa, int index)
{
	struct device_node *np = oa->dev->of_node;
	struct openamp_rproc_region bank = { };
	struct resource res;

	if (of_address_to_resource(np, index, &res))
		return dev_err_probe(oa->dev, -EINVAL,
				     "no address for entry %d of reg\n", index);
	if (of_property_read_string_index(np, "reg-names", index, &bank.name))
		return dev_err_probe(oa->dev, -EINVAL,
				     "no name for entry %d of reg\n", index);
	bank.pa = res.start;
	bank.size = resource_size(&res);

	return openamp_bank_reg_da(oa, index, &bank) ?:
	       openamp_bank_add(oa, &bank);
}

static int openamp_bank_add_sram(struct openamp_rproc *oa, int index)
{
	struct openamp_rproc_region bank = { };
	struct device_node *np;
	struct resource res;
	int ret;

	np = of_parse_phandle(oa->dev->of_node, "sram", index);
	ret = of_address_to_resource(np, 0, &res);
	if (!ret)
		bank.name = devm_kasprintf(oa->dev, GFP_KERNEL, "%s",
					   kbasename(np->full_name));
	of_node_put(np);
	if (ret)
		return dev_err_probe(oa->dev, -EINVAL,
				     "no address for entry %d of sram\n", index);
	if (!bank.name)
		return -ENOMEM;
	bank.pa = res.start;
	bank.size = resource_size(&res);

	return openamp_rproc_pa_to_da(oa, &bank) ?: openamp_bank_add(oa, &bank);
}

/* The first entry of "memory-region" that is all in a bank. */
static struct openamp_rproc_region *
openamp_bank_find_within(struct openamp_rproc *oa,
			 const struct openamp_rproc_region *bank)
{
	struct openamp_rproc_region *found = NULL;
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++) {
		struct openamp_rproc_region *region = &oa->regions[i];

		if (openamp_rproc_left(region->pa, bank->pa, bank->size) >=
		    region->size && (!found || region->pa < found->pa))
			found = region;
	}

	return found;
}

/*
 * The device trees of some boards list a part of such memory as a region, that with the
 * resource table (i.MX93, i.MX8ULP). It stays one, and the bank is what is around it.
 */
static int openamp_bank_add_around(struct openamp_rproc *oa,
				   struct openamp_rproc_region *bank)
{
	struct openamp_rproc_region *region, before;
	size_t skip;
	int ret;

	while ((region = openamp_bank_find_within(oa, bank))) {
		region->is_iomem = region->va;
		before = *bank;
		before.size = region->pa - bank->pa;
		skip = before.size + region->size;
		bank->pa += skip;
		bank->da += skip;
		bank->size -= skip;
		ret = before.size ? openamp_bank_add(oa, &before) : 0;
		if (ret)
			return ret;
	}

	return bank->size ? openamp_bank_add(oa, bank) : 0;
}

static int openamp_bank_add_map(struct openamp_rproc *oa, int index)
{
	const struct openamp_rproc_map *map = &openamp_rproc_memory(oa)->maps[index];
	struct openamp_rproc_region bank = {
		.name = map->name, .pa = map->pa, .da = map->da, .size = map->size,
	};

	/* One without a size is for the bank of this name in "reg". */
	return map->name && map->size ? openamp_bank_add_around(oa, &bank) : 0;
}

static int openamp_bank_count_reg(struct openamp_rproc *oa)
{
	int cells, address, count;

	if (!openamp_rproc_memory(oa)->banks)
		return 0;
	cells = openamp_bank_reg_cells(oa, &address);
	count = of_property_count_elems_of_size(oa->dev->of_node, "reg",
						cells * sizeof(u32));

	return max(count, 0);
}

static int openamp_bank_count_sram(struct openamp_rproc *oa)
{
	return max(of_count_phandle_with_args(oa->dev->of_node, "sram", NULL), 0);
}

/**
 * openamp_bank_count() - how many banks a remote core may have
 * @oa: the remote core
 *
 * Return: at least as many as it has.
 */
int openamp_bank_count(struct openamp_rproc *oa)
{
	return openamp_bank_count_reg(oa) + openamp_bank_count_sram(oa) +
	       openamp_rproc_memory(oa)->num_maps;
}

static int openamp_bank_add_each(struct openamp_rproc *oa, int count,
				 int (*add)(struct openamp_rproc *oa, int index))
{
	int i, ret = 0;

	for (i = 0; i < count && !ret; i++)
		ret = add(oa, i);

	return ret;
}

/**
 * openamp_bank_add_all() - add all banks of a remote core to its regions
 * @oa: the remote core
 *
 * What it shares with nobody comes before the chip's SRAM.
 *
 * Return: 0 or a negative error number.
 */
int openamp_bank_add_all(struct openamp_rproc *oa)
{
	return openamp_bank_add_each(oa, openamp_bank_count_reg(oa),
				     openamp_bank_add_reg) ?:
	       openamp_bank_add_each(oa, openamp_rproc_memory(oa)->num_maps,
				     openamp_bank_add_map) ?:
	       openamp_bank_add_each(oa, openamp_bank_count_sram(oa),
				     openamp_bank_add_sram);
}
