// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a remote core: the regions that its device-tree node lists, and
 * the translation of the core's addresses into them.
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

/* Bytes that are left from @addr to the end of a window, 0 if it is outside. */
static u64 openamp_rproc_left(u64 addr, u64 start, u64 size)
{
	return addr >= start && addr - start < size ? size - (addr - start) : 0;
}

/* Where the remote core sees a region; all of it must be in one window. */
static int openamp_rproc_pa_to_da(struct openamp_rproc *oa,
				  struct openamp_rproc_region *region)
{
	unsigned int i;

	if (!oa->data->maps)
		return 0;

	for (i = 0; i < oa->data->num_maps; i++) {
		const struct openamp_rproc_map *map = &oa->data->maps[i];

		if (openamp_rproc_left(region->pa, map->pa, map->size) >=
		    region->size) {
			region->da = map->da + (region->pa - map->pa);
			return 0;
		}
	}

	return -EINVAL;
}

/*
 * What is written to one region must not turn up in another. Regions of other cores
 * may be the same memory: that is how cores share some.
 */
static int openamp_rproc_check_overlap(struct openamp_rproc *oa, int index)
{
	const struct openamp_rproc_region *region = &oa->regions[index], *other;
	int i;

	for (i = 0; i < index; i++) {
		other = &oa->regions[i];
		if (openamp_rproc_left(region->pa, other->pa, other->size) ||
		    openamp_rproc_left(other->pa, region->pa, region->size))
			return dev_err_probe(oa->dev, -EINVAL,
					     "memory regions %s (0x%zx bytes at %pa) and %s (0x%zx bytes at %pa) overlap\n",
					     other->name, other->size,
					     &other->pa, region->name,
					     region->size, &region->pa);
	}

	return 0;
}

int openamp_rproc_init_regions(struct openamp_rproc *oa)
{
	int i, ret, count;

	count = of_count_phandle_with_args(oa->dev->of_node, "memory-region",
					   NULL);
	if (count <= 0)
		return dev_err_probe(oa->dev, -EINVAL, "no memory-region\n");

	oa->regions = devm_kcalloc(oa->dev, count, sizeof(*oa->regions),
				   GFP_KERNEL);
	if (!oa->regions)
		return -ENOMEM;
	oa->num_regions = count;

	for (i = 0; i < count; i++) {
		struct openamp_rproc_region *region = &oa->regions[i];

		ret = devm_openamp_rproc_map_region(oa->dev, i, region);
		if (ret)
			return ret;

		/* Resource tables have 32 bits for a device address. */
		ret = openamp_rproc_pa_to_da(oa, region);
		if (ret || region->da + region->size > 1ULL << 32)
			return dev_err_probe(oa->dev, -EINVAL,
					     "this core can't reach memory region %s\n",
					     region->name);
		ret = openamp_rproc_check_overlap(oa, i);
		if (ret)
			return ret;
	}

	return 0;
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

/* Does the device tree have memory for virtio devices, right or misspelt? */
bool openamp_rproc_has_vdev_regions(struct openamp_rproc *oa)
{
	unsigned int i;

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
		rproc_add_carveout(oa->rproc, mem);
	}

	return 0;
}

static bool openamp_rproc_find_pa(struct openamp_rproc *oa, u64 pa,
				  struct openamp_rproc_place *place)
{
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++) {
		place->region = &oa->regions[i];
		place->left = openamp_rproc_left(pa, place->region->pa,
						 place->region->size);
		if (place->left) {
			place->offset = pa - place->region->pa;
			return true;
		}
	}

	return false;
}

/**
 * openamp_rproc_find_place() - find out what is at a device address
 * @oa: the remote core
 * @da: device address
 * @place: filled in if there is a memory region, of whatever kind
 *
 * Return: whether there is one.
 */
bool openamp_rproc_find_place(struct openamp_rproc *oa, u64 da,
			      struct openamp_rproc_place *place)
{
	const struct openamp_rproc_map *map = oa->data->maps;
	unsigned int i;
	u64 left;

	if (!map)
		return openamp_rproc_find_pa(oa, da, place);

	for (i = 0; i < oa->data->num_maps; i++, map++) {
		left = openamp_rproc_left(da, map->da, map->size);
		if (!left)
			continue;
		if (!openamp_rproc_find_pa(oa, map->pa + (da - map->da), place))
			return false;
		place->left = min(place->left, left);
		return true;
	}

	return false;
}

/**
 * openamp_rproc_room() - how much firmware memory there is at a device address
 * @oa: the remote core
 * @da: device address
 * @va: filled in with the address where Linux sees it, if there is any
 *
 * Return: the number of bytes from @da to the end of the memory region or of
 * the core's window on it, whichever comes first; 0 if @da is in no region that
 * may hold firmware.
 */
u64 openamp_rproc_room(struct openamp_rproc *oa, u64 da, void **va)
{
	struct openamp_rproc_place place;

	if (!openamp_rproc_find_place(oa, da, &place) ||
	    !place.region->loadable)
		return 0;
	*va = place.region->va + place.offset;

	return place.left;
}

/**
 * openamp_rproc_touches() - is any of this firmware memory?
 * @oa: the remote core
 * @da: device address
 * @size: bytes
 *
 * Return: whether at least one byte is in a region that may hold firmware, seen
 * where the core sees all of the region.
 */
bool openamp_rproc_touches(struct openamp_rproc *oa, u64 da, u64 size)
{
	unsigned int i;

	for (i = 0; i < oa->num_regions; i++) {
		const struct openamp_rproc_region *region = &oa->regions[i];

		if (region->loadable &&
		    (openamp_rproc_left(da, region->da, region->size) ||
		     openamp_rproc_left(region->da, da, size)))
			return true;
	}

	return false;
}

/**
 * openamp_rproc_list_regions() - put the regions into words
 * @oa: the remote core
 * @all: also those that are for rings and buffers
 * @text: filled in with names and device addresses, as far as there is room
 * @size: the room
 *
 * Return: @text.
 */
const char *openamp_rproc_list_regions(struct openamp_rproc *oa, bool all,
				       char *text, size_t size)
{
	const struct openamp_rproc_region *region = oa->regions;
	size_t len = 0;
	unsigned int i;

	*text = '\0';
	for (i = 0; i < oa->num_regions; i++, region++)
		if (all || region->loadable)
			len += scnprintf(text + len, size - len,
					 "%s%s 0x%llx-0x%llx", len ? ", " : "",
					 region->name, region->da,
					 region->da + region->size - 1);

	return text;
}

void *openamp_rproc_da_to_va(struct rproc *rproc, u64 da, size_t len,
			     bool *is_iomem)
{
	void *va = NULL;

	if (!len || openamp_rproc_room(rproc->priv, da, &va) < len)
		return NULL;
	if (is_iomem)
		*is_iomem = false;

	return va;
}
