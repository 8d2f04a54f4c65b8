// SPDX-License-Identifier: GPL-2.0-only
/*
 * The segments of a firmware file: where they may be, and how they get there.
 *
 * As the remoteproc core's loader does, this goes by the physical address of a
 * segment (p_paddr), which is the load address of its sections. Beyond that, zeros
 * may be where there is no firmware memory: linkers make them of sections that are
 * not to be loaded (NOLOAD), such as those that describe rings and buffers.
 */

#include <linux/sched.h>

#include "openamp_elf.h"

#define SEGMENT_TEXT	96

/* A segment in words, with both of its addresses if they differ. */
static const char *openamp_segment_text(char *text, unsigned int i,
					const struct elf64_phdr *phdr)
{
	int len;

	len = scnprintf(text, SEGMENT_TEXT, "segment %u (0x%llx bytes at 0x%llx",
			i, phdr->p_memsz, phdr->p_paddr);
	if (phdr->p_vaddr != phdr->p_paddr)
		len += scnprintf(text + len, SEGMENT_TEXT - len,
				 ", its load address; it runs at 0x%llx",
				 phdr->p_vaddr);
	scnprintf(text + len, SEGMENT_TEXT - len, ")");

	return text;
}

/* Nothing is there: what the core has, and what would help. */
static int openamp_segment_nowhere(const struct openamp_elf *elf,
				   const char *segment)
{
	char regions[OPENAMP_RPROC_REGIONS_TEXT];

	openamp_rproc_list_regions(elf->oa, false, regions, sizeof(regions));

	return openamp_rproc_bad_fw(elf->oa,
				    "%s is in none of this core's memory regions for firmware (%s): link it into one, or add a region there",
				    segment, regions);
}

static int openamp_segment_beyond(const struct openamp_elf *elf,
				  const char *segment,
				  const struct openamp_rproc_place *place)
{
	const struct openamp_rproc_region *region = place->region;

	return openamp_rproc_bad_fw(elf->oa,
				    "%s goes beyond the end of memory region %s (0x%llx-0x%llx): link it smaller, or make the region larger",
				    segment, region->name, region->da,
				    region->da + region->size - 1);
}

/*
 * What a segment has in the file. In the memory of a vring it is of no use, as Linux
 * clears that later, but harmless; buffers are not mapped.
 */
static int openamp_segment_check_bytes(const struct openamp_elf *elf,
				       const char *segment,
				       const struct elf64_phdr *phdr)
{
	struct openamp_rproc_place place;

	if (!openamp_rproc_find_place(elf->oa, phdr->p_paddr, &place))
		return openamp_segment_nowhere(elf, segment);
	if (!place.region->va)
		return openamp_rproc_bad_fw(elf->oa,
					    "%s has bytes for memory region %s, where Linux has its messages: make the section NOLOAD",
					    segment, place.region->name);
	if (openamp_mem_room(elf->oa, phdr->p_paddr, phdr->p_filesz) < phdr->p_filesz)
		return openamp_segment_beyond(elf, segment, &place);

	return 0;
}

/*
 * Zeros: cleared if they are in firmware memory, left out if they are elsewhere.
 * What is half in it is a mistake: too many variables, as a rule.
 */
static int openamp_segment_zeros(const struct openamp_elf *elf,
				 const char *segment, u64 da, u64 size,
				 bool load)
{
	struct openamp_rproc_place place;

	if (openamp_rproc_room(elf->oa, da) >= size) {
		if (load)
			openamp_mem_write(elf->oa, da, NULL, size);
		return 0;
	}
	if (!openamp_rproc_touches(elf->oa, da, size))
		return 0;
	if (!openamp_rproc_find_place(elf->oa, da, &place))
		return openamp_segment_nowhere(elf, segment);

	return openamp_segment_beyond(elf, segment, &place);
}

/* Is a section zeros of this segment? */
static bool openamp_segment_has(const struct elf64_phdr *phdr,
				const struct elf64_shdr *shdr)
{
	return shdr->sh_type == SHT_NOBITS && shdr->sh_flags & SHF_ALLOC &&
	       shdr->sh_size && shdr->sh_addr >= phdr->p_vaddr &&
	       shdr->sh_addr - phdr->p_vaddr < phdr->p_memsz;
}

/*
 * The zeros behind the bytes of a segment. GNU's linker puts a NOLOAD section far
 * away into a segment of its own. LLVM's puts it into the one before, which then
 * goes from there to here with all that is in between; only the sections tell what
 * is meant.
 */
static int openamp_segment_tail(const struct openamp_elf *elf,
				const char *segment,
				const struct elf64_phdr *phdr, bool load)
{
	u64 da = phdr->p_paddr + phdr->p_filesz;
	u64 size = phdr->p_memsz - phdr->p_filesz;
	struct elf64_shdr shdr;
	u64 end = 0;
	unsigned int i;
	int ret;

	if (!size)
		return 0;
	if (openamp_rproc_room(elf->oa, da) >= size)
		return openamp_segment_zeros(elf, segment, da, size, load);

	for (i = 0; i < elf->hdr.e_shnum; i++) {
		shdr = openamp_elf_shdr(elf, i);
		if (!openamp_segment_has(phdr, &shdr))
			continue;
		end = max(end, shdr.sh_addr - phdr->p_vaddr + shdr.sh_size);
		ret = openamp_segment_zeros(elf, segment, phdr->p_paddr +
					    (shdr.sh_addr - phdr->p_vaddr),
					    shdr.sh_size, load);
		if (ret)
			return ret;
	}

	/* They explain the segment's length. */
	if (end >= phdr->p_memsz)
		return 0;
	/* Or it is taken at its word: what follows bytes is in the same memory. */
	if (phdr->p_filesz) {
		da--;
		size++;
	}

	return openamp_segment_zeros(elf, segment, da, size, load);
}

static int openamp_segment_check(const struct openamp_elf *elf, unsigned int i,
				 const struct elf64_phdr *phdr)
{
	char segment[SEGMENT_TEXT];
	int ret = 0;

	openamp_segment_text(segment, i, phdr);
	if (phdr->p_filesz > phdr->p_memsz)
		return openamp_rproc_bad_fw(elf->oa,
					    "%s is longer in the file than in memory",
					    segment);
	if (phdr->p_filesz) {
		if (!openamp_elf_in_file(elf, phdr->p_offset, phdr->p_filesz))
			return openamp_rproc_bad_fw(elf->oa, "%s is cut short",
						    segment);
		ret = openamp_segment_check_bytes(elf, segment, phdr);
	}

	return ret ?: openamp_segment_tail(elf, segment, phdr, false);
}

/* Is it one that is loaded? */
static bool openamp_segment_counts(const struct elf64_phdr *phdr)
{
	return phdr->p_type == PT_LOAD && phdr->p_memsz;
}

/**
 * openamp_elf_check_segments() - check that all segments can be loaded
 * @elf: the file, whose headers are in it
 *
 * Return: 0, or -EINVAL after a line in the kernel log.
 */
int openamp_elf_check_segments(const struct openamp_elf *elf)
{
	unsigned int i;
	int ret;

	for (i = 0; i < elf->hdr.e_phnum; i++) {
		struct elf64_phdr phdr = openamp_elf_phdr(elf, i);

		if (!openamp_segment_counts(&phdr))
			continue;
		ret = openamp_segment_check(elf, i, &phdr);
		if (ret)
			return ret;
		cond_resched();
	}

	return 0;
}

static void openamp_segment_load(const struct openamp_elf *elf, unsigned int i,
				 const struct elf64_phdr *phdr)
{
	struct openamp_rproc_place place;

	if (phdr->p_filesz &&
	    openamp_rproc_find_place(elf->oa, phdr->p_paddr, &place)) {
		openamp_mem_write(elf->oa, phdr->p_paddr,
				  elf->fw->data + phdr->p_offset,
				  phdr->p_filesz);
		if (!place.region->loadable)
			openamp_rproc_odd_fw(elf->oa, KERN_WARNING,
					     "segment %u has bytes for memory region %s, which Linux clears: make the section NOLOAD",
					     i, place.region->name);
	}
	openamp_segment_tail(elf, NULL, phdr, true);
}

/**
 * openamp_elf_load_segments() - write the segments to the core's memory
 * @elf: the file, which openamp_elf_check_segments() found to be good
 */
void openamp_elf_load_segments(const struct openamp_elf *elf)
{
	bool loaded = false;
	unsigned int i;

	for (i = 0; i < elf->hdr.e_phnum; i++) {
		struct elf64_phdr phdr = openamp_elf_phdr(elf, i);

		if (!openamp_segment_counts(&phdr))
			continue;
		openamp_segment_load(elf, i, &phdr);
		loaded |= phdr.p_filesz;
		cond_resched();
	}

	if (!loaded)
		openamp_rproc_odd_fw(elf->oa, KERN_WARNING,
				     "nothing to load: the core runs what its memory has");
}
