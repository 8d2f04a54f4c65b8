// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a resource table asks for by address, and what has no memory of its own.
 *
 * The remoteproc core knows regions by name only: what asks for an address in one of
 * them and has another name, it would put anywhere. So the core is told of such
 * entries as if they were regions.
 */

#include <linux/dma-mapping.h>
#include <linux/remoteproc.h>

#include "openamp_rsc.h"

static int openamp_carveout_add(struct openamp_rproc *oa, const char *name,
				const struct openamp_rproc_place *place,
				u32 da, size_t len)
{
	const struct openamp_rproc_region *region = place->region;
	struct rproc_mem_entry *mem;

	mem = rproc_mem_entry_init(oa->dev,
				   region->va ? region->va + place->offset : NULL,
				   region->pa + place->offset, len, da, NULL,
				   NULL, "%s", name);
	if (!mem)
		return -ENOMEM;
	mem->is_iomem = region->is_iomem;
	rproc_add_carveout(oa->rproc, mem);

	return 0;
}

/* As the core allocates one, but without a warning of the kernel's for a large one. */
static int openamp_carveout_alloc(struct rproc *rproc,
				  struct rproc_mem_entry *mem)
{
	mem->va = dma_alloc_coherent(rproc->dev.parent, mem->len, &mem->dma,
				     GFP_KERNEL | __GFP_NOWARN);
	if (!mem->va)
		return -ENOMEM;
	mem->da = mem->dma;

	return 0;
}

static int openamp_carveout_release(struct rproc *rproc,
				    struct rproc_mem_entry *mem)
{
	/* Also of what has not been allocated, when a start fails. */
	if (mem->va)
		dma_free_coherent(rproc->dev.parent, mem->len, mem->va,
				  mem->dma);

	return 0;
}

static int openamp_carveout_add_anywhere(struct openamp_rproc *oa,
					 const struct fw_rsc_carveout *rsc)
{
	struct rproc_mem_entry *mem;

	mem = rproc_mem_entry_init(oa->dev, NULL, 0, rsc->len, FW_RSC_ADDR_ANY,
				   openamp_carveout_alloc,
				   openamp_carveout_release, "%s", rsc->name);
	if (!mem)
		return -ENOMEM;
	rproc_add_carveout(oa->rproc, mem);

	return 0;
}

/* A length of 0 means all that there is. */
static int openamp_carveout_add_entry(struct openamp_rproc *oa,
				      const struct fw_rsc_carveout *rsc)
{
	struct openamp_rproc_place place;

	if (openamp_rproc_find_region(oa, rsc->name))
		return 0;
	if (rsc->da == FW_RSC_ADDR_ANY)
		return openamp_carveout_add_anywhere(oa, rsc);
	if (!openamp_rproc_find_place(oa, rsc->da, &place))
		return -EINVAL;

	return openamp_carveout_add(oa, rsc->name, &place, rsc->da,
				    rsc->len ?: place.left);
}

static int openamp_carveout_add_vrings(struct openamp_rproc *oa,
				       const struct fw_rsc_vdev *rsc,
				       unsigned int vdev)
{
	struct openamp_rproc_place place;
	char name[OPENAMP_RSC_NAME];
	unsigned int i;
	int ret;

	for (i = 0; i < rsc->num_of_vrings; i++) {
		const struct fw_rsc_vdev_vring *vring = &rsc->vring[i];

		if (vring->da == FW_RSC_ADDR_ANY)
			continue;
		if (!openamp_rproc_find_place(oa, vring->da, &place))
			return -EINVAL;
		openamp_rsc_vring_name(name, vdev, i);
		ret = openamp_carveout_add(oa, name, &place, vring->da,
					   place.left);
		if (ret)
			return ret;
	}

	return 0;
}

/**
 * openamp_rproc_add_table_carveouts() - tell the core where entries have their memory
 * @oa: the remote core, whose table openamp_rproc_check_table() found to be good
 *
 * Before the regions themselves: of several carveouts of one name, the core uses the
 * first. It forgets them at each stop.
 *
 * Return: 0 or -ENOMEM.
 */
int openamp_rproc_add_table_carveouts(struct openamp_rproc *oa)
{
	struct resource_table *table = oa->rproc->cached_table;
	unsigned int i, vdev = 0;
	int ret = 0;

	for (i = 0; table && i < table->num && !ret; i++) {
		struct fw_rsc_hdr *hdr = openamp_rsc_entry(table, i);

		if (hdr->type == RSC_CARVEOUT)
			ret = openamp_carveout_add_entry(oa, (void *)hdr->data);
		else if (hdr->type == RSC_VDEV)
			ret = openamp_carveout_add_vrings(oa,
							  (void *)hdr->data,
							  vdev++);
	}

	return ret;
}
