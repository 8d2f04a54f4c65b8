// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of a resource table before the core acts on it.
 *
 * All of a table is checked before any of it takes effect, and what is wrong is
 * said in one line. What the core accepts is accepted, except where it would follow
 * blindly (the name of a carveout is used as a format string; a ring of the wrong
 * size or alignment goes beyond its memory; a device with fewer than two rings ends
 * in a null pointer when it goes away) and where it would give firmware memory that
 * is not where the firmware wants it.
 */

#include <linux/align.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/of.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "openamp_rsc.h"

/* Far more than firmware has, and few enough to make a device for each. */
#define OPENAMP_RSC_MAX_ENTRIES		256

/* Virtio 1.2, section 2.7: the most that a split ring can have, and the least */
#define OPENAMP_RSC_MAX_VRING_NUM	32768
#define OPENAMP_RSC_MIN_VRING_ALIGN	4

/* With this and the most buffers, a ring still is what the page allocator can give. */
#define OPENAMP_RSC_MAX_VRING_ALIGN	SZ_1M

/* What a virtio device may have that is not in any memory region */
#define OPENAMP_RSC_NO_BUFFER		BIT(RVDEV_NUM_VRINGS)
#define OPENAMP_RSC_MISSING_TEXT	(2 * OPENAMP_RSC_NAME + sizeof("vdev31buffer, "))

/**
 * struct openamp_rsc - a resource table while it is checked
 * @oa: the remote core that it is for
 * @table: the core's copy of the table, which nobody else writes to yet
 * @size: bytes in @table
 * @vdevs: virtio devices so far
 * @missing: per virtio device, bits of the vrings and OPENAMP_RSC_NO_BUFFER: for
 *	     these the device tree has no memory
 */
struct openamp_rsc {
	struct openamp_rproc *oa;
	struct resource_table *table;
	size_t size;
	unsigned int vdevs;
	u8 missing[OPENAMP_RPROC_MAX_VDEVS];
};

/* The core refuses these, too, but does not say which. */
static int openamp_rsc_check_reserved(struct openamp_rsc *rsc, unsigned int i,
				      u32 reserved)
{
	if (reserved)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u has reserved bytes that are not 0",
					    i);

	return 0;
}

/* Where there is no region for something that needs one. */
static int openamp_rsc_nowhere(struct openamp_rsc *rsc, const char *what,
			       u32 da)
{
	char regions[OPENAMP_RPROC_REGIONS_TEXT];

	openamp_rproc_list_regions(rsc->oa, true, regions, sizeof(regions));

	return openamp_rproc_bad_fw(rsc->oa,
				    "resource table: %s wants to be at 0x%x, which is in none of this core's memory regions (%s): add one there, or let Linux choose (address 0xffffffff)",
				    what, da, regions);
}

/* Was there one of this name before? The core has no place for a second. */
static bool openamp_rsc_is_second(struct openamp_rsc *rsc, unsigned int i,
				  const struct fw_rsc_carveout *mem)
{
	const struct fw_rsc_carveout *other;
	const struct fw_rsc_hdr *hdr;

	while (i--) {
		hdr = openamp_rsc_entry(rsc->table, i);
		other = (const void *)hdr->data;
		if (hdr->type == RSC_CARVEOUT && !strcmp(other->name, mem->name))
			return true;
	}

	return false;
}

/* The core takes a name for a format. That it has an end, entries can undo in others. */
static int openamp_rsc_check_name(struct openamp_rsc *rsc, unsigned int i,
				  const struct fw_rsc_carveout *mem)
{
	if (!memchr(mem->name, '\0', sizeof(mem->name)))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is a carveout over another entry",
					    i);
	if (strchr(mem->name, '%'))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u: a carveout with %% in its name, which the kernel's core takes for a format",
					    i);
	if (openamp_rsc_is_second(rsc, i, mem))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is another carveout %*pE: give it a name of its own",
					    i, (int)strlen(mem->name),
					    mem->name);

	return 0;
}

static int openamp_rsc_check_carveout_place(struct openamp_rsc *rsc,
					    const struct fw_rsc_carveout *mem)
{
	const struct openamp_rproc_region *named;
	struct openamp_rproc_place place;
	char what[4 * sizeof(mem->name) + sizeof("carveout ")];

	snprintf(what, sizeof(what), "carveout %*pE", (int)strlen(mem->name),
		 mem->name);
	named = openamp_rproc_find_region(rsc->oa, mem->name);
	if (mem->da == FW_RSC_ADDR_ANY && named) {
		place.region = named;
		place.left = named->size;
	} else if (mem->da == FW_RSC_ADDR_ANY) {
		return mem->len ? 0 :
		       openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s has neither a length nor an address, and there is no memory region of that name",
					    what);
	} else if (!openamp_rproc_find_place(rsc->oa, mem->da, &place)) {
		return openamp_rsc_nowhere(rsc, what, mem->da);
	}

	if ((named && place.region != named) || mem->len > place.left)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s (0x%x bytes at 0x%x) is not in memory region %s (0x%zx bytes at 0x%llx)",
					    what, mem->len, mem->da,
					    (named ?: place.region)->name,
					    (named ?: place.region)->size,
					    (named ?: place.region)->da);

	return 0;
}

static int openamp_rsc_check_carveout(struct openamp_rsc *rsc, unsigned int i,
				      const struct fw_rsc_carveout *mem)
{
	return openamp_rsc_check_reserved(rsc, i, mem->reserved) ?:
	       openamp_rsc_check_name(rsc, i, mem) ?:
	       openamp_rsc_check_carveout_place(rsc, mem);
}

/*
 * A buffer where Linux has no memory is no error: it cannot be read, and the core says
 * so when a program tries. How much there is, the core checks with numbers that are
 * too small on machines of 32 bits.
 */
static int openamp_rsc_check_trace(struct openamp_rsc *rsc, unsigned int i,
				   const struct fw_rsc_trace *trace)
{
	if (trace->len > S32_MAX)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is a trace buffer of 0x%x bytes, more than any core has",
					    i, trace->len);

	return openamp_rsc_check_reserved(rsc, i, trace->reserved);
}

/* Rings over the table would clear it, and what Linux says there. */
static bool openamp_rsc_is_over_table(struct openamp_rsc *rsc, u64 da,
				      u64 size)
{
	u64 table = rsc->oa->table_da;

	return table < da + size && da < table + rsc->oa->table_size;
}

/* A ring that wants to be at some address: there must be memory for it. */
static int openamp_rsc_check_vring_place(struct openamp_rsc *rsc,
					 const char *name, size_t size,
					 const struct fw_rsc_vdev_vring *vring)
{
	const struct openamp_rproc_region *named;
	struct openamp_rproc_place place;

	if (!openamp_rproc_find_place(rsc->oa, vring->da, &place))
		return openamp_rsc_nowhere(rsc, name, vring->da);
	named = openamp_rproc_find_region(rsc->oa, name);
	if (named && place.region != named)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s wants to be at 0x%x, its memory region is at 0x%llx",
					    name, vring->da, named->da);
	if (size > place.left || !place.region->va)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s wants 0x%zx bytes at 0x%x, memory region %s has 0x%llx for it",
					    name, size, vring->da,
					    place.region->name,
					    place.region->va ? place.left : 0);
	if (!IS_ALIGNED((unsigned long)place.region->va + place.offset,
			vring->align))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s at 0x%x is not aligned to %u",
					    name, vring->da, vring->align);
	if (openamp_rsc_is_over_table(rsc, vring->da, size))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s (0x%zx bytes at 0x%x) is over the table itself",
					    name, size, vring->da);

	return 0;
}

/*
 * A ring that may be anywhere, but for its name: in the region of that name, or where
 * Linux finds memory, in whole pages.
 */
static int openamp_rsc_check_vring_anywhere(struct openamp_rsc *rsc,
					    unsigned int i, const char *name,
					    size_t size,
					    const struct fw_rsc_vdev_vring *vring)
{
	const struct openamp_rproc_region *region;

	region = openamp_rproc_find_region(rsc->oa, name);
	if (region && size > region->size)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s needs 0x%zx bytes, its memory region has 0x%zx",
					    name, size, region->size);
	if (!IS_ALIGNED(region ? (unsigned long)region->va : PAGE_SIZE,
			vring->align))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s can't be aligned to %u: %s",
					    name, vring->align,
					    region ? "its memory region is not" :
					    "there is no memory region of that name");
	if (region && openamp_rsc_is_over_table(rsc, region->da, size))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: it is in memory region %s, which Linux clears",
					    name);
	if (!region)
		rsc->missing[rsc->vdevs] |= BIT(i);

	return 0;
}

static int openamp_rsc_check_vring(struct openamp_rsc *rsc, unsigned int i,
				   const struct fw_rsc_vdev_vring *vring)
{
	char name[OPENAMP_RSC_NAME];
	size_t size;

	openamp_rsc_vring_name(name, rsc->vdevs, i);
	if (!is_power_of_2(vring->num) ||
	    vring->num > OPENAMP_RSC_MAX_VRING_NUM)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s has %u buffers, not a power of 2 up to %u",
					    name, vring->num,
					    OPENAMP_RSC_MAX_VRING_NUM);
	if (!is_power_of_2(vring->align) ||
	    vring->align < OPENAMP_RSC_MIN_VRING_ALIGN ||
	    vring->align > OPENAMP_RSC_MAX_VRING_ALIGN)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s has alignment %u, not a power of 2 from %u to %u",
					    name, vring->align,
					    OPENAMP_RSC_MIN_VRING_ALIGN,
					    OPENAMP_RSC_MAX_VRING_ALIGN);

	size = openamp_rsc_vring_size(vring);
	if (vring->da == FW_RSC_ADDR_ANY)
		return openamp_rsc_check_vring_anywhere(rsc, i, name, size,
							vring);

	return openamp_rsc_check_vring_place(rsc, name, size, vring);
}

static void openamp_rsc_look_for_buffer(struct openamp_rsc *rsc)
{
	char name[OPENAMP_RSC_NAME];

	snprintf(name, sizeof(name), "vdev%ubuffer", rsc->vdevs);
	if (!openamp_rproc_find_region(rsc->oa, name))
		rsc->missing[rsc->vdevs] |= OPENAMP_RSC_NO_BUFFER;
}

static int openamp_rsc_check_vdev(struct openamp_rsc *rsc, unsigned int i,
				  const struct fw_rsc_vdev *vdev, size_t avail)
{
	unsigned int v;
	int ret;

	if (vdev->num_of_vrings != RVDEV_NUM_VRINGS)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: vdev%u has %u vrings, and the kernel's core can only do with %u",
					    rsc->vdevs, vdev->num_of_vrings,
					    RVDEV_NUM_VRINGS);
	ret = openamp_rsc_check_reserved(rsc, i, vdev->reserved[0] |
						 vdev->reserved[1]);
	if (ret)
		return ret;
	avail -= sizeof(*vdev);
	if (avail < RVDEV_NUM_VRINGS * sizeof(vdev->vring[0]) ||
	    avail - RVDEV_NUM_VRINGS * sizeof(vdev->vring[0]) <
	    vdev->config_len)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is cut short",
					    i);
	if (rsc->vdevs == OPENAMP_RPROC_MAX_VDEVS)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: has more than %u virtio devices",
					    OPENAMP_RPROC_MAX_VDEVS);

	for (v = 0; v < RVDEV_NUM_VRINGS; v++) {
		ret = openamp_rsc_check_vring(rsc, v, &vdev->vring[v]);
		if (ret)
			return ret;
	}
	openamp_rsc_look_for_buffer(rsc);
	rsc->vdevs++;

	return 0;
}

/*
 * Finds an entry that is whole, but for what its own fields say of its length. Returns
 * NULL after a line in the log; @avail is filled in with what there is behind its type.
 */
static struct fw_rsc_hdr *openamp_rsc_get_entry(struct openamp_rsc *rsc,
						unsigned int i, size_t *avail)
{
	struct fw_rsc_hdr *hdr;
	u32 offset = rsc->table->offset[i];

	/* Entries that lie over the offsets would change them under the core. */
	if (offset < struct_size(rsc->table, offset, rsc->table->num) ||
	    offset > rsc->size || rsc->size - offset < sizeof(*hdr)) {
		openamp_rproc_bad_fw(rsc->oa,
				     "resource table: entry %u is outside the table",
				     i);
		return NULL;
	}
	hdr = openamp_rsc_entry(rsc->table, i);
	*avail = rsc->size - offset - sizeof(*hdr);
	if (*avail < openamp_rsc_entry_size(hdr->type)) {
		openamp_rproc_bad_fw(rsc->oa,
				     "resource table: entry %u is cut short",
				     i);
		return NULL;
	}

	return hdr;
}

/*
 * With an address of 0, firmware means that it has none, unless the ring's region is
 * there; for the core that is an address as any other. One in the pool is where Linux had
 * put the ring, before it was detached from a core that runs on.
 */
static void openamp_rsc_unify_vdev(struct openamp_rsc *rsc,
				   struct fw_rsc_vdev *vdev, unsigned int index,
				   size_t avail)
{
	const struct openamp_rproc_region *region;
	char name[OPENAMP_RSC_NAME];
	unsigned int i;

	if (index >= OPENAMP_RPROC_MAX_VDEVS ||
	    avail < struct_size(vdev, vring, RVDEV_NUM_VRINGS))
		return;
	for (i = 0; i < RVDEV_NUM_VRINGS; i++) {
		openamp_rsc_vring_name(name, index, i);
		region = openamp_rproc_find_region(rsc->oa, name);
		if ((!vdev->vring[i].da && (!region || region->da)) ||
		    openamp_rproc_in_pool(rsc->oa, vdev->vring[i].da))
			vdev->vring[i].da = FW_RSC_ADDR_ANY;
	}
}

static void openamp_rsc_unify_carveout(struct openamp_rsc *rsc,
				       struct fw_rsc_carveout *mem)
{
	/* The core uses 31 bytes of a name. */
	mem->name[sizeof(mem->name) - 1] = '\0';
	if (openamp_rproc_in_pool(rsc->oa, mem->da))
		mem->da = FW_RSC_ADDR_ANY;
}

/*
 * What firmware says in different ways is made the same. As entries may lie over each
 * other, this comes before any of them is checked.
 */
static int openamp_rsc_unify(struct openamp_rsc *rsc)
{
	struct fw_rsc_hdr *hdr;
	unsigned int i, vdevs = 0;
	size_t avail;

	for (i = 0; i < rsc->table->num; i++) {
		hdr = openamp_rsc_get_entry(rsc, i, &avail);
		if (!hdr)
			return -EINVAL;
		if (hdr->type == RSC_CARVEOUT)
			openamp_rsc_unify_carveout(rsc, (void *)hdr->data);
		else if (hdr->type == RSC_VDEV)
			openamp_rsc_unify_vdev(rsc, (void *)hdr->data, vdevs++,
					       avail);
	}

	return 0;
}

static int openamp_rsc_check_entry(struct openamp_rsc *rsc, unsigned int i)
{
	const struct fw_rsc_hdr *hdr;
	size_t avail;

	hdr = openamp_rsc_get_entry(rsc, i, &avail);
	if (!hdr)
		return -EINVAL;

	switch (hdr->type) {
	case RSC_CARVEOUT:
		return openamp_rsc_check_carveout(rsc, i, (void *)hdr->data);
	case RSC_DEVMEM:
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u asks for an IOMMU, this core has none",
					    i);
	case RSC_TRACE:
		return openamp_rsc_check_trace(rsc, i, (void *)hdr->data);
	case RSC_VDEV:
		return openamp_rsc_check_vdev(rsc, i, (void *)hdr->data, avail);
	default:
		return 0;
	}
}

/* A region that Linux allocates from: some kernels' drivers take rings from there. */
static bool openamp_rsc_has_pool(struct openamp_rproc *oa)
{
	struct device_node *np = of_parse_phandle(oa->dev->of_node,
						  "memory-region", 0);
	bool pool = of_device_is_compatible(np, "shared-dma-pool");

	of_node_put(np);

	return pool;
}

/*
 * Rings and buffers for which the device tree has no memory are where Linux finds
 * some. On a board without any such regions that is how it is meant; else a name may
 * be wrong, and the remote core need not be able to reach that memory.
 */
static void openamp_rsc_say_missing(struct openamp_rsc *rsc, unsigned int vdev)
{
	bool pool = openamp_rsc_has_pool(rsc->oa);
	char name[OPENAMP_RSC_NAME], text[OPENAMP_RSC_MISSING_TEXT];
	size_t len = 0;
	unsigned int i;

	if (!rsc->missing[vdev] || openamp_rproc_memory(rsc->oa)->pool)
		return;
	for (i = 0; i < RVDEV_NUM_VRINGS; i++)
		if (rsc->missing[vdev] & BIT(i))
			len += scnprintf(text + len, sizeof(text) - len, "%s%s",
					 len ? ", " : "",
					 openamp_rsc_vring_name(name, vdev, i));
	if (rsc->missing[vdev] & OPENAMP_RSC_NO_BUFFER)
		scnprintf(text + len, sizeof(text) - len, "%svdev%ubuffer",
			  len ? ", " : "", vdev);

	openamp_rproc_odd_fw(rsc->oa,
			     pool || openamp_rproc_has_vdev_regions(rsc->oa) ?
			     KERN_WARNING : KERN_INFO,
			     "no memory region is named %s: Linux chooses the memory%s, and the core has to reach it",
			     text, pool ?
			     " (a DMA pool as the first region is not used for rings)" :
			     "");
}

/**
 * openamp_rproc_check_table() - check the table that the core has just loaded
 * @oa: the remote core; the table is at rproc->table_ptr, and the core's own copy
 *
 * What firmware leaves open in different ways is made the same in that copy.
 *
 * Return: 0, or -EINVAL after a line in the kernel log that says what is wrong.
 */
int openamp_rproc_check_table(struct openamp_rproc *oa)
{
	struct openamp_rsc rsc = {
		.oa = oa,
		.table = oa->rproc->table_ptr,
		.size = oa->rproc->table_sz,
	};
	unsigned int i;
	int ret;

	if (rsc.table->num > OPENAMP_RSC_MAX_ENTRIES)
		return openamp_rproc_bad_fw(rsc.oa,
					    "resource table: has %u entries, more than %u",
					    rsc.table->num,
					    OPENAMP_RSC_MAX_ENTRIES);

	ret = openamp_rsc_unify(&rsc);
	for (i = 0; i < rsc.table->num && !ret; i++)
		ret = openamp_rsc_check_entry(&rsc, i);
	if (ret)
		return ret;
	for (i = 0; i < rsc.vdevs; i++)
		openamp_rsc_say_missing(&rsc, i);

	return 0;
}
