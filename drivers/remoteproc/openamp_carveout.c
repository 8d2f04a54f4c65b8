// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a resource table asks for by address, and what has no memory of its own.
 *
 * The remoteproc core knows regions by name only: what asks for an address in one of
 * them and has another name, it would put anywhere. So the core is told of such
 * entries as if they were regions.
 */

#include <linux/dma-mapping.h>
#include <linux/of_reserved_mem.h>
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

static int openamp_carveout_say_full(struct openamp_rproc *oa, const char *name,
				     size_t len)
{
	const struct reserved_mem *pool = openamp_rproc_pool(oa);

	return openamp_rproc_bad_fw(oa,
				    "resource table: %s needs 0x%zx bytes in one piece, which the core's DMA pool (0x%llx bytes at 0x%llx) does not have left",
				    name, len, pool ? (u64)pool->size : 0,
				    pool ? (u64)pool->base : 0);
}

/*
 * The core would take it from the pool as well, and where there is no room for it would say
 * that Linux has no memory. All of the pool is this core's: the firmware asks for too much.
 */
static int openamp_carveout_add_pooled(struct openamp_rproc *oa,
				       const char *name, size_t len)
{
	struct rproc_mem_entry *mem;

	mem = rproc_mem_entry_init(oa->dev, NULL, 0, len, FW_RSC_ADDR_ANY, NULL,
				   openamp_carveout_release, "%s", name);
	if (!mem)
		return -ENOMEM;
	rproc_add_carveout(oa->rproc, mem);

	return openamp_carveout_alloc(oa->rproc, mem) ?
	       openamp_carveout_say_full(oa, name, len) : 0;
}

static int openamp_carveout_add_vring(struct openamp_rproc *oa,
				      const char *name,
				      const struct fw_rsc_vdev_vring *vring)
{
	struct openamp_rproc_place place;

	if (vring->da != FW_RSC_ADDR_ANY)
		return openamp_rproc_find_place(oa, vring->da, &place) ?
		       openamp_carveout_add(oa, name, &place, vring->da,
					    place.left) : -EINVAL;
	if (!openamp_rproc_memory(oa)->pool ||
	    openamp_rproc_find_region(oa, name))
		return 0;

	return openamp_carveout_add_pooled(oa, name,
					   openamp_rsc_vring_size(vring));
}

static int openamp_carveout_add_vrings(struct openamp_rproc *oa,
				       const struct fw_rsc_vdev *rsc,
				       unsigned int vdev)
{
	char name[OPENAMP_RSC_NAME];
	unsigned int i;
	int ret = 0;

	for (i = 0; i < rsc->num_of_vrings && !ret; i++) {
		openamp_rsc_vring_name(name, vdev, i);
		ret = openamp_carveout_add_vring(oa, name, &rsc->vring[i]);
	}

	return ret;
}

/**
 * openamp_rproc_add_table_carveouts() - tell the core where entries have their memory
 * @oa: the remote core, whose table openamp_rproc_check_table() found to be good
 *
 * Before the regions themselves: of several carveouts of one name, the core uses the
 * first. It forgets them at each stop, and the caller has it do so after an error.
 *
 * Return: 0, -ENOMEM, or -EINVAL after a line in the kernel log: rings that do not fit in
 * the core's pool.
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
