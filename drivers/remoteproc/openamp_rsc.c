// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of a resource table before the core acts on it.
 *
 * All of a table is checked before any of it takes effect, and what is wrong is
 * said in one line. Some of it the core would follow blindly: a vring that its
 * own virtio device cannot have leaves that device behind, without a driver,
 * and the start succeeds; the name of a carveout is used as a format string; a
 * table close to the end of its memory region lets the running remote core
 * point the kernel beyond it.
 */

#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/virtio_ring.h>

#include "openamp_rproc.h"

/* Far more than firmware has, and few enough to make a device for each. */
#define OPENAMP_RSC_MAX_ENTRIES		256

/* Virtio 1.2, section 2.7: the most that a split ring can have. */
#define OPENAMP_RSC_MAX_VRING_NUM	32768
#define OPENAMP_RSC_MIN_VRING_ALIGN	4
#define OPENAMP_RSC_MAX_VRING_ALIGN	SZ_64K

/* What the DMA interface gives without a pool of its own, and no warning. */
#define OPENAMP_RSC_MAX_CARVEOUT	SZ_4M

/*
 * The remote core may change the table while it runs, and the core's virtio
 * transport finds the configuration space behind as many vrings as the table
 * says at that moment: up to 255. Virtio drivers read less than this of it.
 */
#define OPENAMP_RSC_MAX_CONFIG		256
#define OPENAMP_RSC_VDEV_REACH \
	(sizeof(struct fw_rsc_vdev) + \
	 U8_MAX * sizeof(struct fw_rsc_vdev_vring) + OPENAMP_RSC_MAX_CONFIG)

/**
 * struct openamp_rsc - a resource table while it is checked
 * @oa: the remote core that it is for
 * @table: the core's copy of the table, which nobody else writes to yet
 * @size: bytes in @table
 * @vdevs: virtio devices so far
 */
struct openamp_rsc {
	struct openamp_rproc *oa;
	const struct resource_table *table;
	size_t size;
	unsigned int vdevs;
};

static int openamp_rsc_check_reserved(struct openamp_rsc *rsc, unsigned int i,
				      u32 reserved)
{
	if (reserved)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u has reserved bytes that are not 0",
					    i);

	return 0;
}

/* Names come with the firmware: a terminator and no conversions. */
static int openamp_rsc_check_name(struct openamp_rsc *rsc, unsigned int i,
				  const u8 *name, size_t size)
{
	if (!memchr(name, '\0', size) || memchr(name, '%', size))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u has no proper name",
					    i);

	return 0;
}

/* The core uses the region of that name. */
static int
openamp_rsc_check_carveout_region(struct openamp_rsc *rsc,
				  const struct openamp_rproc_region *region,
				  const struct fw_rsc_carveout *mem)
{
	u64 offset = mem->da == FW_RSC_ADDR_ANY ? 0 : mem->da - region->da;

	if (offset > region->size || mem->len > region->size - offset)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: carveout %s (0x%x bytes at 0x%x) is outside its memory region",
					    mem->name, mem->len, mem->da);

	return 0;
}

static int openamp_rsc_check_carveout(struct openamp_rsc *rsc, unsigned int i,
				      const struct fw_rsc_carveout *mem)
{
	const struct openamp_rproc_region *region;
	int ret;

	ret = openamp_rsc_check_reserved(rsc, i, mem->reserved) ?:
	      openamp_rsc_check_name(rsc, i, mem->name, sizeof(mem->name));
	if (ret)
		return ret;

	region = openamp_rproc_find_region(rsc->oa, mem->name);
	if (region)
		return openamp_rsc_check_carveout_region(rsc, region, mem);

	if (mem->da != FW_RSC_ADDR_ANY)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: carveout %s at 0x%x is none of this core's memory regions",
					    mem->name, mem->da);
	if (!mem->len || mem->len > OPENAMP_RSC_MAX_CARVEOUT)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: carveout %s of 0x%x bytes is absurd",
					    mem->name, mem->len);

	return 0;
}

static int openamp_rsc_check_trace(struct openamp_rsc *rsc, unsigned int i,
				   const struct fw_rsc_trace *trace)
{
	/*
	 * A buffer where Linux has no memory is no error: it cannot be read,
	 * and the core says so when somebody tries.
	 */
	if (!trace->len || trace->da > U32_MAX - trace->len)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: trace buffer %u (0x%x bytes at 0x%x) is absurd",
					    i, trace->len, trace->da);

	return openamp_rsc_check_reserved(rsc, i, trace->reserved);
}

/* As the core does: by name, to the page. */
static int openamp_rsc_check_vring_region(struct openamp_rsc *rsc,
					  unsigned int i,
					  const struct fw_rsc_vdev_vring *vring)
{
	const struct openamp_rproc_region *region;
	char name[sizeof("vdev0vring0")];
	size_t size;

	snprintf(name, sizeof(name), "vdev%uvring%u", rsc->vdevs, i);
	region = openamp_rproc_find_region(rsc->oa, name);
	if (!region)
		return 0;

	size = PAGE_ALIGN(vring_size(vring->num, vring->align));
	if (size > region->size)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s needs 0x%zx bytes, its memory region has 0x%zx",
					    name, size, region->size);
	/* The core puts the ring at the start of the region in any case. */
	if (vring->da != FW_RSC_ADDR_ANY && vring->da != region->da)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: %s is at 0x%x, its memory region at 0x%llx",
					    name, vring->da, region->da);

	return 0;
}

static int openamp_rsc_check_vring(struct openamp_rsc *rsc, unsigned int i,
				   const struct fw_rsc_vdev_vring *vring)
{
	if (!is_power_of_2(vring->num) ||
	    vring->num > OPENAMP_RSC_MAX_VRING_NUM)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: vdev%uvring%u has %u buffers, not a power of 2 up to %u",
					    rsc->vdevs, i, vring->num,
					    OPENAMP_RSC_MAX_VRING_NUM);
	if (!is_power_of_2(vring->align) ||
	    vring->align < OPENAMP_RSC_MIN_VRING_ALIGN ||
	    vring->align > OPENAMP_RSC_MAX_VRING_ALIGN)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: vdev%uvring%u has alignment %u, not a power of 2 from %u to %u",
					    rsc->vdevs, i, vring->align,
					    OPENAMP_RSC_MIN_VRING_ALIGN,
					    OPENAMP_RSC_MAX_VRING_ALIGN);

	return openamp_rsc_check_vring_region(rsc, i, vring);
}

static int openamp_rsc_check_vdev(struct openamp_rsc *rsc, unsigned int i,
				  const struct fw_rsc_vdev *vdev, size_t avail)
{
	u64 da = rsc->oa->table_da + ((void *)vdev - (void *)rsc->table);
	unsigned int v;
	void *va;
	int ret;

	/*
	 * A virtio driver asks for as many rings as it needs, and the core
	 * gives it two whatever the table says.
	 */
	if (vdev->num_of_vrings != RVDEV_NUM_VRINGS)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: vdev%u has %u vrings instead of %u",
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
	if (openamp_rproc_room(rsc->oa, da, &va) < OPENAMP_RSC_VDEV_REACH)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: vdev%u is less than %zu bytes from the end of its memory region",
					    rsc->vdevs, OPENAMP_RSC_VDEV_REACH);
	if (rsc->vdevs == OPENAMP_RPROC_MAX_VDEVS)
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: has more than %u virtio devices",
					    OPENAMP_RPROC_MAX_VDEVS);

	for (v = 0; v < RVDEV_NUM_VRINGS; v++) {
		ret = openamp_rsc_check_vring(rsc, v, &vdev->vring[v]);
		if (ret)
			return ret;
	}
	rsc->vdevs++;

	return 0;
}

/* Bytes of an entry behind its type; what is unknown is left to the core. */
static size_t openamp_rsc_entry_size(u32 type)
{
	switch (type) {
	case RSC_CARVEOUT:
		return sizeof(struct fw_rsc_carveout);
	case RSC_DEVMEM:
		return sizeof(struct fw_rsc_devmem);
	case RSC_TRACE:
		return sizeof(struct fw_rsc_trace);
	case RSC_VDEV:
		return sizeof(struct fw_rsc_vdev);
	default:
		return 0;
	}
}

static int openamp_rsc_check_entry(struct openamp_rsc *rsc, unsigned int i)
{
	const struct fw_rsc_hdr *hdr;
	u32 offset = rsc->table->offset[i];
	size_t avail;

	/* Entries that lie over the offsets would change them under the core. */
	if (offset < struct_size(rsc->table, offset, rsc->table->num) ||
	    offset > rsc->size || rsc->size - offset < sizeof(*hdr))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is outside the table",
					    i);
	hdr = (const void *)rsc->table + offset;
	avail = rsc->size - offset - sizeof(*hdr);
	if (avail < openamp_rsc_entry_size(hdr->type))
		return openamp_rproc_bad_fw(rsc->oa,
					    "resource table: entry %u is cut short",
					    i);

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

/**
 * openamp_rproc_check_table() - check the table that the core has just loaded
 * @oa: the remote core; the table is at rproc->table_ptr
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
					    "resource table: has %u entries",
					    rsc.table->num);

	for (i = 0; i < rsc.table->num; i++) {
		ret = openamp_rsc_check_entry(&rsc, i);
		if (ret)
			return ret;
	}

	return 0;
}
