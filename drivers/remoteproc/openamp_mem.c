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

/* Where Linux sees that; NULL if it does not see all of it. */
static void *openamp_mem_find(struct openamp_rproc *oa, u64 da, size_t size,
			      bool *is_iomem)
{
	struct openamp_rproc_place place;

	if (!openamp_rproc_find_place(oa, da, &place) || place.left < size ||
	    !place.region->va)
		return NULL;
	*is_iomem = place.region->is_iomem;

	return place.region->va + place.offset;
}

/**
 * openamp_mem_write() - copy bytes to the remote core's memory
 * @oa: the remote core
 * @da: device address
 * @from: the bytes; NULL for zeros
 * @size: how many
 *
 * Return: whether they are all in one region that Linux has mapped; else nothing was
 * written.
 */
bool openamp_mem_write(struct openamp_rproc *oa, u64 da, const void *from,
		       size_t size)
{
	bool is_iomem;
	void *va = openamp_mem_find(oa, da, size, &is_iomem);

	if (!va)
		return false;
	if (is_iomem)
		openamp_mem_to_io((__force void __iomem *)va, from, size);
	else if (from)
		memcpy(va, from, size);
	else
		memset(va, 0, size);

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
 * Return: whether they are all in one region that Linux has mapped; else nothing was
 * read.
 */
bool openamp_mem_read(struct openamp_rproc *oa, void *to, u64 da, size_t size)
{
	bool is_iomem;
	const void *va = openamp_mem_find(oa, da, size, &is_iomem);

	if (!va)
		return false;
	if (is_iomem)
		openamp_mem_from_io(to, (__force const void __iomem *)va, size);
	else
		memcpy(to, va, size);

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
