// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a remote core: the reserved memory that its device-tree node lists, and
 * where the core sees it. What it has of its own is in openamp_bank.c.
 */

#include <linux/io.h>
#include <linux/of.h>
#include <linux/of_reserved_mem.h>
#include <linux/slab.h>

#include "openamp_rproc.h"

static bool openamp_rproc_is_vdev_region(const char *name, const char *what)
{
	unsigned int index;
	int len = 0;

	return sscanf(name, "vdev%u%n", &index, &len) == 1 &&
	       !strncmp(name + len, what, strlen(what));
}

/*
 * Uncached normal memory: the remote core is not coherent with us, and firmware
 * images are copied with memcpy(), which needs unaligned access.
 */
static int openamp_rproc_memremap(struct device *dev,
				  struct openamp_rproc_region *region)
{
	void *va = devm_memremap(dev, region->pa, region->size, MEMREMAP_WC);

	if (IS_ERR_OR_NULL(va))
		return dev_err_probe(dev, va ? PTR_ERR(va) : -ENXIO,
				     "can't map memory region %s\n",
				     region->name);
	region->va = va;

	return 0;
}

/**
 * devm_openamp_rproc_map_region() - look up and map an entry of "memory-region"
 * @dev: device whose node has the property
 * @index: which entry
 * @region: filled in; the device address is set to the physical one
 *
 * Return: 0; -EINVAL if the entry is not a static reserved region with
 * "no-map" (Linux must not have a cached mapping of it at the same time);
 * -ENXIO if it cannot be mapped; -ENOMEM.
 */
int devm_openamp_rproc_map_region(struct device *dev, int index,
				  struct openamp_rproc_region *region)
{
	struct device_node *np;
	struct reserved_mem *rmem;
	const char *name;
	bool no_map;
	int ret;

	np = of_parse_phandle(dev->of_node, "memory-region", index);
	if (!np)
		return dev_err_probe(dev, -EINVAL, "no memory-region %d\n",
				     index);
	ret = of_property_read_string_index(dev->of_node,
					    "memory-region-names", index,
					    &name);
	if (ret)
		region->name = devm_kasprintf(dev, GFP_KERNEL, "%pOFn", np);
	else
		region->name = name;
	/* What some of NXP's device trees call it. */
	if (region->name && !strcmp(region->name, "vdevbuffer"))
		region->name = "vdev0buffer";
	rmem = of_reserved_mem_lookup(np);
	no_map = of_property_read_bool(np, "no-map");
	of_node_put(np);

	if (!region->name)
		return -ENOMEM;
	if (!rmem || !no_map)
		return dev_err_probe(dev, -EINVAL,
				     "memory region %s is not reserved no-map memory\n",
				     region->name);
	region->pa = rmem->base;
	region->da = rmem->base;
	region->size = rmem->size;

	if (openamp_rproc_is_vdev_region(region->name, "buffer"))
		return 0;
	region->loadable = !openamp_rproc_is_vdev_region(region->name, "vring");

	return openamp_rproc_memremap(dev, region);
}
EXPORT_SYMBOL_GPL(devm_openamp_rproc_map_region);

static bool openamp_rproc_overlap(u64 a, u64 a_size, u64 b, u64 b_size)
{
	return openamp_rproc_left(a, b, b_size) ||
	       openamp_rproc_left(b, a, a_size);
}

/**
 * openamp_rproc_memory() - what memory a core of this type has
 * @oa: the remote core
 *
 * Return: as its match data has it; never NULL.
 */
const struct openamp_rproc_memory *openamp_rproc_memory(struct openamp_rproc *oa)
{
	static const struct openamp_rproc_memory plain;

	return oa->data->memory ?: &plain;
}

/**
 * openamp_rproc_find_map() - find a window by name
 * @oa: the remote core
 * @name: the name
 *
 * Return: the window, or NULL.
 */
const struct openamp_rproc_map *
openamp_rproc_find_map(struct openamp_rproc *oa, const char *name)
{
	const struct openamp_rproc_memory *memory = openamp_rproc_memory(oa);
	unsigned int i;

	for (i = 0; i < memory->num_maps; i++)
		if (memory->maps[i].name && !strcmp(memory->maps[i].name, name))
			return &memory->maps[i];

	return NULL;
}

/**
 * openamp_rproc_pa_to_da() - where the remote core sees a region
 * @oa: the remote core
 * @region: its device address is filled in
 *
 * Return: 0, or -EINVAL after a line in the kernel log: it is not all in one window.
 */
int openamp_rproc_pa_to_da(struct openamp_rproc *oa,
			   struct openamp_rproc_region *region)
{
	const struct openamp_rproc_memory *memory = openamp_rproc_memory(oa);
	unsigned int i;

	region->da = region->pa;
	if (!memory->maps)
		return 0;

	for (i = 0; i < memory->num_maps; i++) {
		const struct openamp_rproc_map *map = &memory->maps[i];

		if (openamp_rproc_left(region->pa, map->pa, map->size) >=
		    region->size) {
			region->da = map->da + (region->pa - map->pa);
			return 0;
		}
	}

	return dev_err_probe(oa->dev, -EINVAL,
			     "this core can't reach memory region %s\n",
			     region->name);
}

/*
 * What is written to one region must not turn up in another, and an address of the core
 * must not be in two. Regions of other cores may be the same memory: that is how cores
 * share some.
 */
static int openamp_rproc_check_overlap(struct openamp_rproc *oa,
				       const struct openamp_rproc_region *region)
{
	const struct openamp_rproc_region *other = oa->regions;
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++, other++)
		if (openamp_rproc_overlap(region->pa, region->size, other->pa,
					  other->size) ||
		    openamp_rproc_overlap(region->da, region->size, other->da,
					  other->size))
			return dev_err_probe(oa->dev, -EINVAL,
					     "memory regions %s (0x%zx bytes at %pa, device address 0x%llx) and %s (0x%zx bytes at %pa, device address 0x%llx) overlap\n",
					     other->name, other->size,
					     &other->pa, other->da,
					     region->name, region->size,
					     &region->pa, region->da);

	return 0;
}

/**
 * openamp_rproc_add_region() - add a region that is mapped
 * @oa: the remote core; oa->regions has room
 * @region: copied
 *
 * Return: 0, or -EINVAL after a line in the kernel log.
 */
int openamp_rproc_add_region(struct openamp_rproc *oa,
			     const struct openamp_rproc_region *region)
{
	int ret;

	/* Resource tables have 32 bits for a device address. */
	if (region->da + region->size > 1ULL << 32)
		return dev_err_probe(oa->dev, -EINVAL,
				     "this core can't reach memory region %s\n",
				     region->name);
	ret = openamp_rproc_check_overlap(oa, region);
	if (!ret)
		oa->regions[oa->num_regions++] = *region;

	return ret;
}

static void openamp_rproc_release_pool(void *dev)
{
	of_reserved_mem_device_release(dev);
}

/* From where Linux allocates for the core from now on. It is not mapped here. */
static int openamp_rproc_init_pool(struct openamp_rproc *oa)
{
	struct device *dev = oa->dev;
	int ret = of_reserved_mem_device_init_by_idx(dev, dev->of_node, 0);

	if (ret)
		return dev_err_probe(dev, ret,
				     "the first memory-region is no DMA pool\n");

	return devm_add_action_or_reset(dev, openamp_rproc_release_pool, dev);
}

/**
 * openamp_rproc_pool() - the DMA pool of a core that has one
 * @oa: the remote core
 *
 * Return: the memory that Linux allocates from for the core, or NULL. Its bus addresses are
 * the core's own.
 */
const struct reserved_mem *openamp_rproc_pool(struct openamp_rproc *oa)
{
	struct reserved_mem *pool;
	struct device_node *np;

	if (!openamp_rproc_memory(oa)->pool)
		return NULL;
	np = of_parse_phandle(oa->dev->of_node, "memory-region", 0);
	pool = of_reserved_mem_lookup(np);
	of_node_put(np);

	return pool;
}

/**
 * openamp_rproc_in_pool() - is this in the DMA pool of a core that has one?
 * @oa: the remote core
 * @da: device address
 *
 * Return: whether Linux may allocate it for the core.
 */
bool openamp_rproc_in_pool(struct openamp_rproc *oa, u64 da)
{
	const struct reserved_mem *pool = openamp_rproc_pool(oa);

	return pool && openamp_rproc_left(da, pool->base, pool->size);
}

static int openamp_rproc_add_reserved(struct openamp_rproc *oa, int index)
{
	struct openamp_rproc_region region = { };

	return devm_openamp_rproc_map_region(oa->dev, index, &region) ?:
	       openamp_rproc_pa_to_da(oa, &region) ?:
	       openamp_rproc_add_region(oa, &region);
}

int openamp_rproc_init_regions(struct openamp_rproc *oa)
{
	bool pool = openamp_rproc_memory(oa)->pool;
	int i, count, ret = 0;

	count = of_count_phandle_with_args(oa->dev->of_node, "memory-region",
					   NULL);
	count = max(count, 0);
	/* Each of them may be in a bank, which then is two. */
	oa->regions = devm_kcalloc(oa->dev, 2 * count + openamp_bank_count(oa),
				   sizeof(*oa->regions), GFP_KERNEL);
	if (!oa->regions)
		return -ENOMEM;

	if (pool)
		ret = openamp_rproc_init_pool(oa);
	for (i = pool; i < count && !ret; i++)
		ret = openamp_rproc_add_reserved(oa, i);
	if (!ret)
		ret = openamp_bank_add_all(oa);
	if (!ret && !oa->num_regions)
		ret = dev_err_probe(oa->dev, -EINVAL, "no memory-region\n");

	return ret;
}

/**
 * openamp_rproc_find_region() - find a region by name
 * @oa: the remote core
 * @name: as in "memory-region-names"
 *
 * Return: the region, or NULL.
 */
const struct openamp_rproc_region *
openamp_rproc_find_region(struct openamp_rproc *oa, const char *name)
{
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++)
		if (!strcmp(oa->regions[i].name, name))
			return &oa->regions[i];

	return NULL;
}

/* Does the device tree have memory for virtio devices: a pool, or regions, right or misspelt? */
bool openamp_rproc_has_vdev_regions(struct openamp_rproc *oa)
{
	unsigned int i;

	if (openamp_rproc_memory(oa)->pool)
		return true;
	for (i = 0; i < oa->num_regions; i++)
		if (!strncmp(oa->regions[i].name, "vdev", strlen("vdev")))
			return true;

	return false;
}

/*
 * Tells the core of the regions, which it finds by name or by device address.
 * It forgets them at each stop. There is nothing to allocate or release: they
 * stay mapped as long as the driver is bound.
 */
int openamp_rproc_add_carveouts(struct openamp_rproc *oa)
{
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++) {
		struct openamp_rproc_region *region = &oa->regions[i];
		struct rproc_mem_entry *mem;

		mem = rproc_mem_entry_init(oa->dev, region->va, region->pa,
					   region->size, region->da, NULL, NULL,
					   "%s", region->name);
		if (!mem)
			return -ENOMEM;
		mem->is_iomem = region->is_iomem;
		rproc_add_carveout(oa->rproc, mem);
	}

	return 0;
}
