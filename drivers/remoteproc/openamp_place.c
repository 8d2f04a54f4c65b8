// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is at an address of a remote core: the translation into its regions.
 */

#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/remoteproc.h>

#include "openamp_rproc.h"

/* @pa: @address is Linux's, else the remote core's own. */
static bool openamp_rproc_find_address(struct openamp_rproc *oa, u64 address,
				       bool pa, struct openamp_rproc_place *place)
{
	const struct openamp_rproc_region *region = oa->regions;
	unsigned int i;
	u64 start;

	for (i = 0; i < oa->num_regions; i++, region++) {
		start = pa ? region->pa : region->da;
		place->left = openamp_rproc_left(address, start, region->size);
		if (place->left) {
			place->region = region;
			place->offset = address - start;
			return true;
		}
	}

	return false;
}

/**
 * openamp_rproc_find_place() - find out what is at a device address
 * @oa: the remote core
 * @da: device address, of a region or by an alias of it
 * @place: filled in if there is a memory region, of whatever kind
 *
 * Return: whether there is one.
 */
bool openamp_rproc_find_place(struct openamp_rproc *oa, u64 da,
			      struct openamp_rproc_place *place)
{
	const struct openamp_rproc_memory *memory = openamp_rproc_memory(oa);
	unsigned int i;
	u64 left;

	if (openamp_rproc_find_address(oa, da, false, place))
		return true;

	for (i = 0; i < memory->num_maps; i++) {
		const struct openamp_rproc_map *map = &memory->maps[i];

		left = openamp_rproc_left(da, map->da, map->size);
		if (!left)
			continue;
		if (!openamp_rproc_find_address(oa, map->pa + (da - map->da),
						true, place))
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
 *
 * Return: the number of bytes from @da to the end of the memory region or of
 * the core's window on it, whichever comes first, or of the last one of
 * banks that follow each other; 0 if @da is in no region that may hold firmware.
 */
u64 openamp_rproc_room(struct openamp_rproc *oa, u64 da)
{
	struct openamp_rproc_place place;

	if (!openamp_rproc_find_place(oa, da, &place) ||
	    !place.region->loadable)
		return 0;

	return openamp_mem_room(oa, da, U64_MAX);
}

/**
 * openamp_rproc_touches() - is any of this firmware memory?
 * @oa: the remote core
 * @da: device address
 * @size: bytes
 *
 * Return: whether at least one byte is in a region that may hold firmware: the first one at
 * any address that the core has for it, others where the core sees all of the region.
 */
bool openamp_rproc_touches(struct openamp_rproc *oa, u64 da, u64 size)
{
	unsigned int i;

	if (openamp_rproc_room(oa, da))
		return true;
	for (i = 0; i < oa->num_regions; i++) {
		const struct openamp_rproc_region *region = &oa->regions[i];

		if (region->loadable && openamp_rproc_left(region->da, da, size))
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
	struct openamp_rproc_place place;

	if (!len || !openamp_rproc_find_place(rproc->priv, da, &place) ||
	    !place.region->loadable || place.left < len)
		return NULL;
	if (is_iomem)
		*is_iomem = place.region->is_iomem;

	return place.region->va + place.offset;
}
