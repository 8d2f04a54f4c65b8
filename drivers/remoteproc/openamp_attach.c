// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: cores that run already, and
 * the resource table that such a core has in its memory.
 *
 * Whoever has started the core, its table is as little to be trusted as anything that it
 * writes. It is copied once, the copy is checked as a file's would be, and the remoteproc
 * core acts on the copy. Then the copy goes back to where the table was, with what Linux
 * has filled in, and from there on all is as for a core that Linux has started: what the
 * table says is what the copy says.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "openamp_rsc.h"

/* Where a core that Linux has not started has its table: at the start of it. */
#define OPENAMP_ATTACH_REGION	"rsc-table"
/* As much of it as is copied: more than any table has. */
#define OPENAMP_ATTACH_MAX	SZ_16K

/* Makes a copy of the table the remoteproc core's, and checks it. */
static int openamp_attach_copy_table(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	struct resource_table *table;
	void *live;

	live = openamp_rproc_da_to_va(rproc, oa->table_da, oa->table_size,
				      NULL);
	if (!live) {
		dev_err(&rproc->dev,
			"resource table at 0x%llx is not in its memory\n",
			oa->table_da);
		return -EINVAL;
	}
	table = kmemdup(live, oa->table_size, GFP_KERNEL);
	if (!table)
		return -ENOMEM;

	rproc->cached_table = table;
	rproc->table_ptr = table;
	rproc->table_sz = oa->table_size;
	if (oa->table_size < sizeof(*table) || table->ver != 1 ||
	    table->reserved[0] || table->reserved[1] ||
	    table->num > (oa->table_size - sizeof(*table)) / sizeof(u32))
		return openamp_rproc_bad_fw(oa,
					    "no resource table of version 1 at 0x%llx",
					    oa->table_da);

	return openamp_rproc_check_table(oa);
}

/**
 * openamp_rproc_get_loaded_table() - the table of a core that runs
 * @rproc: the remote core
 * @size: filled in with the table's
 *
 * Return: a copy, which the remoteproc core uses until openamp_rproc_publish_table();
 * NULL if the core has no table, or an error.
 */
struct resource_table *openamp_rproc_get_loaded_table(struct rproc *rproc,
						      size_t *size)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	if (!oa->table_size)
		return NULL;

	ret = openamp_attach_copy_table(oa) ?:
	      openamp_rproc_add_all_carveouts(oa);
	if (ret) {
		openamp_rproc_forget_table(rproc);
		return ERR_PTR(ret);
	}
	*size = oa->table_size;

	return rproc->table_ptr;
}

/* What Linux fills in; a vendor's entries are the core's. */
static bool openamp_attach_is_ours(const struct fw_rsc_hdr *hdr)
{
	return hdr->type == RSC_CARVEOUT || hdr->type == RSC_VDEV;
}

static size_t openamp_attach_entry_size(const struct fw_rsc_hdr *hdr)
{
	const struct fw_rsc_vdev *vdev = (const void *)hdr->data;
	size_t size = sizeof(*hdr) + openamp_rsc_entry_size(hdr->type);

	if (hdr->type == RSC_VDEV)
		size += vdev->num_of_vrings * sizeof(vdev->vring[0]);

	return size;
}

/**
 * openamp_rproc_publish_table() - let a core that runs see what Linux has filled in
 * @oa: the remote core
 */
void openamp_rproc_publish_table(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	struct resource_table *table = rproc->table_ptr;
	struct fw_rsc_hdr *hdr;
	unsigned int i;
	void *live;

	live = openamp_rproc_da_to_va(rproc, oa->table_da, oa->table_size,
				      NULL);
	if (!table || !live)
		return;

	for (i = 0; i < table->num; i++) {
		hdr = openamp_rsc_entry(table, i);
		if (openamp_attach_is_ours(hdr))
			memcpy(live + table->offset[i], hdr,
			       openamp_attach_entry_size(hdr));
	}
	rproc->cached_table = table;
	rproc->table_ptr = live;
}

/**
 * openamp_rproc_is_fenced() - can the core be let run without Linux?
 * @oa: the remote core, which Linux talks to
 *
 * Return: true if all memory that it was told to use is its own for ever, that is, in
 * regions of the device tree.
 */
bool openamp_rproc_is_fenced(struct openamp_rproc *oa)
{
	struct rproc_mem_entry *mem;
	struct rproc_vdev *rvdev;
	char name[OPENAMP_RSC_NAME];

	list_for_each_entry(mem, &oa->rproc->carveouts, node)
		if (mem->release)
			return false;
	list_for_each_entry(rvdev, &oa->rproc->rvdevs, node) {
		snprintf(name, sizeof(name), "vdev%ubuffer", rvdev->index);
		if (!openamp_rproc_find_region(oa, name))
			return false;
	}

	return true;
}

/**
 * openamp_rproc_find_running() - does somebody else's firmware run there already?
 * @oa: the remote core, of which nobody has been told yet
 *
 * If it can be attached to, its state is "detached" from now on. Else it is as one that
 * is off: a start says what is in its way, or resets it.
 *
 * Return: 0 or a negative error number.
 */
int openamp_rproc_find_running(struct openamp_rproc *oa)
{
	const struct openamp_rproc_hw *hw = oa->data->hw;
	const struct openamp_rproc_region *region;
	struct rproc *rproc = oa->rproc;
	int ret;

	region = openamp_rproc_find_region(oa, OPENAMP_ATTACH_REGION);
	if (!region || !region->va || !hw->runs || !hw->attach ||
	    !hw->runs(oa))
		return 0;

	oa->table_da = region->da;
	oa->table_size = min_t(size_t, region->size, OPENAMP_ATTACH_MAX);
	ret = openamp_attach_copy_table(oa);
	openamp_rproc_forget_table(rproc);
	if (ret)
		oa->table_size = 0;
	if (ret == -EINVAL) {
		dev_info(oa->dev,
			 "it runs, and can't be attached to\n");
		return 0;
	}
	if (ret)
		return ret;

	mutex_lock(&rproc->lock);
	ret = openamp_rproc_change(oa, OPENAMP_FOUND);
	if (!ret)
		rproc->state = RPROC_DETACHED;
	mutex_unlock(&rproc->lock);

	return ret;
}
