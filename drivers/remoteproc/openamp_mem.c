// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading and writing a remote core's memory, of whatever kind it is.
 *
 * Memory that belongs to the core (TCM, on-chip SRAM) may sit behind a port that is 32
 * bits wide and knows nothing of single bytes: it is read and written by aligned words
 * only, and a word that is changed in part is read first. Everything else goes by
 * memcpy().
 */

#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/string.h>

#include "openamp_rproc.h"

#define OPENAMP_MEM_WORD	sizeof(u32)

/* The part of the word around @at that an access of @size bytes is to: its length. */
static size_t openamp_mem_part(const void __iomem *at, size_t size,
			       unsigned int *skip)
{
	*skip = (unsigned long)at % OPENAMP_MEM_WORD;

	return min(size, OPENAMP_MEM_WORD - *skip);
}

/* @from: NULL for zeros */
static void openamp_mem_to_io(void __iomem *to, const void *from, size_t size)
{
	unsigned int skip;
	size_t part;
	u32 word;

	for (; size; size -= part, to += part) {
		part = openamp_mem_part(to, size, &skip);
		word = part < sizeof(word) ? __raw_readl(to - skip) : 0;
		if (from)
			memcpy((u8 *)&word + skip, from, part);
		else
			memset((u8 *)&word + skip, 0, part);
		__raw_writel(word, to - skip);
		if (from)
			from += part;
	}
}

static void openamp_mem_from_io(void *to, const void __iomem *from, size_t size)
{
	unsigned int skip;
	size_t part;
	u32 word;

	for (; size; size -= part, to += part, from += part) {
		part = openamp_mem_part(from, size, &skip);
		word = __raw_readl(from - skip);
		memcpy(to, (u8 *)&word + skip, part);
	}
}

/**
 * openamp_mem_room() - how much memory that Linux has mapped there is
 * @oa: the remote core
 * @da: device address
 * @enough: no more than this is asked for
 *
 * What is the core's own may have several banks in a row, as the TCM of two cores in
 * lockstep: to the core, and so to its firmware, they are one memory.
 *
 * Return: bytes from @da on; it may be more than @enough.
 */
u64 openamp_mem_room(struct openamp_rproc *oa, u64 da, u64 enough)
{
	struct openamp_rproc_place place;
	u64 room = 0;

	do {
		if (!openamp_rproc_find_place(oa, da + room, &place) ||
		    !place.region->va || (room && !place.region->is_iomem))
			break;
		room += place.left;
	} while (room < enough && place.region->is_iomem);

	return room;
}

/* @from: NULL for zeros */
static void openamp_mem_put(const struct openamp_rproc_place *place,
			    const void *from, size_t size)
{
	void *va = place->region->va + place->offset;

	if (place->region->is_iomem)
		openamp_mem_to_io((__force void __iomem *)va, from, size);
	else if (from)
		memcpy(va, from, size);
	else
		memset(va, 0, size);
}

static void openamp_mem_get(const struct openamp_rproc_place *place, void *to,
			    size_t size)
{
	const void *va = place->region->va + place->offset;

	if (place->region->is_iomem)
		openamp_mem_from_io(to, (__force const void __iomem *)va, size);
	else
		memcpy(to, va, size);
}

/* What is at @da, of which there is enough: how much of @size is in one place. */
static size_t openamp_mem_part_at(struct openamp_rproc *oa, u64 da, size_t size,
				  struct openamp_rproc_place *place)
{
	openamp_rproc_find_place(oa, da, place);

	return min_t(u64, size, place->left);
}

/**
 * openamp_mem_write() - copy bytes to the remote core's memory
 * @oa: the remote core
 * @da: device address
 * @from: the bytes; NULL for zeros
 * @size: how many
 *
 * Return: whether they are all in memory that Linux has mapped, see openamp_mem_room();
 * else nothing was written.
 */
bool openamp_mem_write(struct openamp_rproc *oa, u64 da, const void *from,
		       size_t size)
{
	struct openamp_rproc_place place;
	size_t part;

	if (openamp_mem_room(oa, da, size) < size)
		return false;
	for (; size; size -= part, da += part) {
		part = openamp_mem_part_at(oa, da, size, &place);
		openamp_mem_put(&place, from, part);
		if (from)
			from += part;
	}

	return true;
}
EXPORT_SYMBOL_GPL(openamp_mem_write);

/**
 * openamp_mem_read() - copy bytes from the remote core's memory
 * @oa: the remote core
 * @to: where to
 * @da: device address
 * @size: how many bytes
 *
 * Return: whether they are all in memory that Linux has mapped, see openamp_mem_room();
 * else nothing was read.
 */
bool openamp_mem_read(struct openamp_rproc *oa, void *to, u64 da, size_t size)
{
	struct openamp_rproc_place place;
	size_t part;

	if (openamp_mem_room(oa, da, size) < size)
		return false;
	for (; size; size -= part, da += part, to += part) {
		part = openamp_mem_part_at(oa, da, size, &place);
		openamp_mem_get(&place, to, part);
	}

	return true;
}
EXPORT_SYMBOL_GPL(openamp_mem_read);

/**
 * openamp_mem_dump() - read part of a region for a core dump
 * @rproc: the remote core
 * @segment: the region
 * @to: where to
 * @offset: from the region's start, in bytes
 * @size: how many bytes
 */
void openamp_mem_dump(struct rproc *rproc, struct rproc_dump_segment *segment,
		      void *to, size_t offset, size_t size)
{
	if (!openamp_mem_read(rproc->priv, to, segment->da + offset, size))
		memset(to, 0xff, size);
}
