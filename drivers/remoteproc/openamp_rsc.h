/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the vrings of a resource table are, for its check and for what comes of it. */
#ifndef OPENAMP_RSC_H
#define OPENAMP_RSC_H

#include <linux/mm.h>
#include <linux/remoteproc.h>
#include <linux/virtio_ring.h>

#include "openamp_rproc.h"

/* Of any two numbers, which the compiler takes them for. */
#define OPENAMP_RSC_NAME	sizeof("vdev4294967295vring4294967295")

/* What the core sets aside for a ring: whole pages. */
static inline size_t
openamp_rsc_vring_size(const struct fw_rsc_vdev_vring *vring)
{
	return PAGE_ALIGN(vring_size(vring->num, vring->align));
}

static inline const char *openamp_rsc_vring_name(char *name, unsigned int vdev,
						 unsigned int vring)
{
	snprintf(name, OPENAMP_RSC_NAME, "vdev%uvring%u", vdev, vring);

	return name;
}

/* An entry of a table that has been checked; what it is, its header says. */
static inline struct fw_rsc_hdr *
openamp_rsc_entry(struct resource_table *table, unsigned int i)
{
	return (void *)table + table->offset[i];
}

/* Bytes of an entry behind its type; what is unknown is left to the core. */
static inline size_t openamp_rsc_entry_size(u32 type)
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

#endif /* OPENAMP_RSC_H */
