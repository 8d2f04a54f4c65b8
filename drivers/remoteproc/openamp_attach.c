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

#include <linux/build_bug.h>
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

#define OPENAMP_ATTACH_MAGIC	0x78616d70U

/**
 * struct openamp_attach_magic - the block that says where a table is (AMD)
 * @version: of the block; nobody looks at it, so firmware may have anything there
 * @magic: OPENAMP_ATTACH_MAGIC
 * @inverse: of @magic
 * @size: of the table, in bytes
 * @table: its device address
 */
struct openamp_attach_magic {
	__le32 version;
	__le32 magic;
	__le32 inverse;
	__le32 size;
	__le64 table;
} __packed;

static_assert(sizeof(struct openamp_attach_magic) == 24);

/* Makes a copy of the table the remoteproc core's, and checks it. */
static int openamp_attach_copy_table(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	struct resource_table *table;

	table = kmalloc(oa->table_size, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	if (!openamp_mem_read(oa, table, oa->table_da, oa->table_size)) {
		dev_err(&rproc->dev,
			"resource table at 0x%llx is not in its memory\n",
			oa->table_da);
		kfree(table);
		return -EINVAL;
	}

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
		/* What was added so far: the core does not, on this way. */
		rproc_resource_cleanup(rproc);
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
			openamp_mem_write(oa, oa->table_da + table->offset[i],
					  hdr, openamp_attach_entry_size(hdr));
	}
	rproc->cached_table = table;
	rproc->table_ptr = live;
}

/**
 * openamp_rproc_is_fenced() - can the core be let run without Linux?
 * @oa: the remote core, which Linux talks to
 *
 * Return: true if all memory that it was told to use is its own for ever, that is, in
 * regions of the device tree or in its pool.
 */
bool openamp_rproc_is_fenced(struct openamp_rproc *oa)
{
	struct rproc_mem_entry *mem;
	struct rproc_vdev *rvdev;
	char name[OPENAMP_RSC_NAME];

	/* All that is allocated for the core is from there. */
	if (openamp_rproc_memory(oa)->pool)
		return true;
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

static bool openamp_attach_use_region(struct openamp_rproc *oa,
				      const struct openamp_rproc_region *region)
{
	if (!region || !region->va)
		return false;
	oa->table_da = region->da;
	oa->table_size = min_t(size_t, region->size, OPENAMP_ATTACH_MAX);

	return true;
}

/* The block is the firmware's: any part of it may be anything. */
static bool openamp_attach_use_magic(struct openamp_rproc *oa,
				     const struct openamp_rproc_region *region)
{
	struct openamp_attach_magic magic;
	u64 da;
	u32 size;

	if (!region ||
	    !openamp_mem_read(oa, &magic, region->da, sizeof(magic)) ||
	    le32_to_cpu(magic.magic) != OPENAMP_ATTACH_MAGIC ||
	    le32_to_cpu(magic.inverse) != ~OPENAMP_ATTACH_MAGIC)
		return false;
	da = le64_to_cpu(magic.table);
	size = le32_to_cpu(magic.size);
	if (!size || size > OPENAMP_ATTACH_MAX ||
	    openamp_rproc_room(oa, da) < size) {
		dev_err(oa->dev,
			"its resource table (0x%x bytes at 0x%llx) is not in its memory\n",
			size, da);
		return false;
	}
	oa->table_da = da;
	oa->table_size = size;

	return true;
}

/* Memory of the core's own is not what is meant, and need not be on. */
static const struct openamp_rproc_region *
openamp_attach_first_region(struct openamp_rproc *oa)
{
	return oa->regions[0].is_iomem ? NULL : &oa->regions[0];
}

/* Finds the table of a core that Linux has not started. */
static bool openamp_attach_find_table(struct openamp_rproc *oa)
{
	switch (openamp_rproc_memory(oa)->table) {
	case OPENAMP_TABLE_FIRST:
		return openamp_attach_use_region(oa, openamp_attach_first_region(oa));
	case OPENAMP_TABLE_MAGIC:
		return openamp_attach_use_magic(oa, openamp_attach_first_region(oa));
	default:
		return openamp_attach_use_region(oa,
			openamp_rproc_find_region(oa, OPENAMP_ATTACH_REGION));
	}
}

/* Returns 0, -EINVAL after a line in the log, or -ENOMEM. */
static int openamp_attach_try_table(struct openamp_rproc *oa)
{
	int ret = openamp_attach_copy_table(oa);

	openamp_rproc_forget_table(oa->rproc);
	if (ret)
		oa->table_size = 0;

	return ret;
}

static int openamp_attach_found(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	int ret;

	mutex_lock(&rproc->lock);
	ret = openamp_rproc_change(oa, OPENAMP_FOUND);
	if (!ret)
		rproc->state = RPROC_DETACHED;
	mutex_unlock(&rproc->lock);

	return ret;
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
	bool needs_table = openamp_rproc_memory(oa)->table == OPENAMP_TABLE_NAMED;
	const struct openamp_rproc_hw *hw = oa->data->hw;
	int ret = 0;

	if (!hw->runs || !hw->attach || !hw->runs(oa))
		return 0;

	if (openamp_attach_find_table(oa))
		ret = openamp_attach_try_table(oa);
	if (ret && ret != -EINVAL)
		return ret;
	if (oa->table_size || !needs_table)
		return openamp_attach_found(oa);
	if (ret)
		dev_info(oa->dev, "it runs, and can't be attached to\n");

	return 0;
}
