// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: the first words of a Cortex-M.
 *
 * Out of reset it takes its stack pointer and its entry from device address 0 (Armv7-M
 * Architecture Reference Manual, B1.5.5), which is a small memory of its own. An image
 * that is linked elsewhere has these words at the start of the segment with its vectors:
 * they are copied.
 */

#include <asm/byteorder.h>
#include <linux/string.h>

#include "openamp_elf.h"

#define VECTORS_DA	0
#define VECTOR_RESET	1	/* the stack pointer is before it */
#define VECTOR_WORDS	2
#define VECTOR_THUMB	1	/* set in each address of code */

#define VECTORS_SIZE	(VECTOR_WORDS * sizeof(__le32))

/* Does this segment end up where the core looks, maybe by another address of it? */
static bool openamp_vectors_in_place(const struct openamp_elf *elf,
				     const struct elf64_phdr *phdr)
{
	struct openamp_rproc_place first, segment;

	if (!openamp_rproc_find_place(elf->oa, VECTORS_DA, &first) ||
	    !openamp_rproc_find_place(elf->oa, phdr->p_paddr, &segment) ||
	    first.region != segment.region)
		return false;

	return openamp_rproc_left(first.offset, segment.offset,
				  phdr->p_filesz) >= VECTORS_SIZE;
}

/* The image's entry is told by its header, which linkers and this agree on. */
static bool openamp_vectors_match(const struct openamp_elf *elf,
				  const struct elf64_phdr *phdr, __le32 *words)
{
	if (phdr->p_filesz < VECTORS_SIZE)
		return false;
	memcpy(words, elf->fw->data + phdr->p_offset, VECTORS_SIZE);

	return le32_to_cpu(words[VECTOR_RESET]) ==
	       (elf->hdr.e_entry | VECTOR_THUMB);
}

/**
 * openamp_elf_put_vectors() - have the first words where the core takes them from
 * @elf: the file, whose segments have been checked
 * @load: write them; else only find out whether that can be done
 *
 * Return: 0, or -EINVAL after a line in the kernel log.
 */
int openamp_elf_put_vectors(const struct openamp_elf *elf, bool load)
{
	struct elf64_phdr phdr;
	__le32 words[VECTOR_WORDS];
	bool found = false;
	unsigned int i;

	if (!elf->oa->data->fetches_vectors)
		return 0;

	for (i = 0; i < elf->hdr.e_phnum; i++) {
		phdr = openamp_elf_phdr(elf, i);
		if (phdr.p_type != PT_LOAD)
			continue;
		if (openamp_vectors_in_place(elf, &phdr))
			return 0;
		if (!found)
			found = openamp_vectors_match(elf, &phdr, words);
	}
	if (!found)
		return openamp_rproc_bad_fw(elf->oa,
					    "it has nothing at 0x%x, where this core takes its stack pointer and its entry from, and no segment begins with these: link the vectors there, or at the start of a segment",
					    VECTORS_DA);
	if (openamp_rproc_room(elf->oa, VECTORS_DA) < sizeof(words))
		return openamp_rproc_bad_fw(elf->oa,
					    "this core has no memory region at 0x%x for its first words: link the vectors there, or add a region",
					    VECTORS_DA);
	if (load)
		openamp_mem_write(elf->oa, VECTORS_DA, words, sizeof(words));

	return 0;
}
