// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of a firmware file before anything of it is used.
 *
 * The core's own check looks at the identification and at the first header of
 * each table. Its loader then follows the number of headers, the section names
 * and the segments without asking whether they are inside the file or where the
 * remote core has memory. What is accepted here can be given to the loader.
 */

#include <linux/elf.h>
#include <linux/firmware.h>
#include <linux/remoteproc.h>
#include <linux/string.h>

#include "openamp_rproc.h"

/**
 * struct openamp_elf - a firmware file while it is checked
 * @oa: the remote core that it is for
 * @fw: the whole file
 * @hdr: its header, widened; only what is used is filled in
 * @names: section names, with a 0 at the end; NULL if there are no sections
 * @names_size: bytes in @names
 */
struct openamp_elf {
	struct openamp_rproc *oa;
	const struct firmware *fw;
	struct elf64_hdr hdr;
	const char *names;
	u64 names_size;
};

#ifdef __BIG_ENDIAN
#define OPENAMP_ELF_DATA	ELFDATA2MSB
#else
#define OPENAMP_ELF_DATA	ELFDATA2LSB
#endif

static bool openamp_elf_is64(const struct openamp_elf *elf)
{
	return elf->oa->data->elf_class == ELFCLASS64;
}

static bool openamp_elf_in_file(const struct openamp_elf *elf, u64 offset,
				u64 size)
{
	return offset <= elf->fw->size && size <= elf->fw->size - offset;
}

/* e_ident and e_machine are at the same place in both classes. */
static int openamp_elf_check_ident(const struct openamp_elf *elf)
{
	const struct openamp_rproc_data *data = elf->oa->data;
	const struct elf32_hdr *hdr = (const void *)elf->fw->data;
	bool is64 = openamp_elf_is64(elf);

	if (elf->fw->size < sizeof(*hdr) ||
	    memcmp(hdr->e_ident, ELFMAG, SELFMAG))
		return openamp_rproc_bad_fw(elf->oa, "is not an ELF file");
	if (hdr->e_ident[EI_CLASS] != data->elf_class)
		return openamp_rproc_bad_fw(elf->oa,
					    "is not a %u-bit ELF file",
					    is64 ? 64 : 32);
	/* The loader takes all numbers as they are. */
	if (hdr->e_ident[EI_DATA] != OPENAMP_ELF_DATA)
		return openamp_rproc_bad_fw(elf->oa,
					    "has another byte order than Linux");
	if (hdr->e_machine != data->elf_machine)
		return openamp_rproc_bad_fw(elf->oa,
					    "is for ELF machine %u, this core is %u",
					    hdr->e_machine, data->elf_machine);
	if (is64 && elf->fw->size < sizeof(struct elf64_hdr))
		return openamp_rproc_bad_fw(elf->oa, "is cut short");

	return 0;
}

static void openamp_elf_read_hdr(struct openamp_elf *elf)
{
	const struct elf32_hdr *hdr32 = (const void *)elf->fw->data;

	if (openamp_elf_is64(elf)) {
		memcpy(&elf->hdr, elf->fw->data, sizeof(elf->hdr));
		return;
	}
	elf->hdr.e_entry = hdr32->e_entry;
	elf->hdr.e_phoff = hdr32->e_phoff;
	elf->hdr.e_shoff = hdr32->e_shoff;
	elf->hdr.e_phentsize = hdr32->e_phentsize;
	elf->hdr.e_shentsize = hdr32->e_shentsize;
	elf->hdr.e_phnum = hdr32->e_phnum;
	elf->hdr.e_shnum = hdr32->e_shnum;
	elf->hdr.e_shstrndx = hdr32->e_shstrndx;
}

/* The loader takes the size of a header from the class, not from the file. */
static int openamp_elf_check_hdr(struct openamp_elf *elf)
{
	bool is64 = openamp_elf_is64(elf);
	size_t phentsize = is64 ? sizeof(struct elf64_phdr) :
				  sizeof(struct elf32_phdr);
	size_t shentsize = is64 ? sizeof(struct elf64_shdr) :
				  sizeof(struct elf32_shdr);

	if (elf->hdr.e_phentsize != phentsize ||
	    !openamp_elf_in_file(elf, elf->hdr.e_phoff,
				 (u64)elf->hdr.e_phnum * phentsize))
		return openamp_rproc_bad_fw(elf->oa,
					    "program headers are cut short");
	if (!elf->hdr.e_shnum) {
		/* The loader would take the names' header from anywhere. */
		if (elf->hdr.e_shstrndx)
			return openamp_rproc_bad_fw(elf->oa,
						    "names sections but has none");
		return 0;
	}
	if (elf->hdr.e_shentsize != shentsize ||
	    elf->hdr.e_shstrndx >= elf->hdr.e_shnum ||
	    !openamp_elf_in_file(elf, elf->hdr.e_shoff,
				 (u64)elf->hdr.e_shnum * shentsize))
		return openamp_rproc_bad_fw(elf->oa,
					    "section headers are cut short");

	return 0;
}

/* A program header of either class, widened. */
static struct elf64_phdr openamp_elf_phdr(const struct openamp_elf *elf,
					  unsigned int i)
{
	const u8 *at = elf->fw->data + elf->hdr.e_phoff +
		       i * elf->hdr.e_phentsize;
	struct elf64_phdr phdr = {};
	struct elf32_phdr phdr32;

	if (openamp_elf_is64(elf)) {
		memcpy(&phdr, at, sizeof(phdr));
	} else {
		memcpy(&phdr32, at, sizeof(phdr32));
		phdr.p_type = phdr32.p_type;
		phdr.p_offset = phdr32.p_offset;
		phdr.p_paddr = phdr32.p_paddr;
		phdr.p_filesz = phdr32.p_filesz;
		phdr.p_memsz = phdr32.p_memsz;
	}

	return phdr;
}

/* A section header of either class, widened. */
static struct elf64_shdr openamp_elf_shdr(const struct openamp_elf *elf,
					  unsigned int i)
{
	const u8 *at = elf->fw->data + elf->hdr.e_shoff +
		       i * elf->hdr.e_shentsize;
	struct elf64_shdr shdr = {};
	struct elf32_shdr shdr32;

	if (openamp_elf_is64(elf)) {
		memcpy(&shdr, at, sizeof(shdr));
	} else {
		memcpy(&shdr32, at, sizeof(shdr32));
		shdr.sh_name = shdr32.sh_name;
		shdr.sh_addr = shdr32.sh_addr;
		shdr.sh_offset = shdr32.sh_offset;
		shdr.sh_size = shdr32.sh_size;
	}

	return shdr;
}

static int openamp_elf_check_segment(const struct openamp_elf *elf,
				     unsigned int i,
				     const struct elf64_phdr *phdr)
{
	void *va;

	if (phdr->p_filesz > phdr->p_memsz)
		return openamp_rproc_bad_fw(elf->oa,
					    "segment %u is longer in the file than in memory",
					    i);
	if (!openamp_elf_in_file(elf, phdr->p_offset, phdr->p_filesz))
		return openamp_rproc_bad_fw(elf->oa, "segment %u is cut short",
					    i);
	if (openamp_rproc_room(elf->oa, phdr->p_paddr, &va) < phdr->p_memsz)
		return openamp_rproc_bad_fw(elf->oa,
					    "segment %u (0x%llx bytes at 0x%llx) is outside this core's memory regions",
					    i, phdr->p_memsz, phdr->p_paddr);

	return 0;
}

static int openamp_elf_check_segments(const struct openamp_elf *elf)
{
	unsigned int i, loadable = 0;
	void *va;
	int ret;

	for (i = 0; i < elf->hdr.e_phnum; i++) {
		struct elf64_phdr phdr = openamp_elf_phdr(elf, i);

		if (phdr.p_type != PT_LOAD || !phdr.p_memsz)
			continue;
		ret = openamp_elf_check_segment(elf, i, &phdr);
		if (ret)
			return ret;
		loadable++;
	}

	if (!loadable)
		return openamp_rproc_bad_fw(elf->oa, "has nothing to load");
	if (!openamp_rproc_room(elf->oa, elf->hdr.e_entry, &va))
		return openamp_rproc_bad_fw(elf->oa,
					    "entry point 0x%llx is outside this core's memory regions",
					    elf->hdr.e_entry);

	return 0;
}

/* The loader compares section names with strcmp(). */
static int openamp_elf_check_names(struct openamp_elf *elf)
{
	struct elf64_shdr shdr;
	unsigned int i;

	if (!elf->hdr.e_shnum)
		return 0;

	shdr = openamp_elf_shdr(elf, elf->hdr.e_shstrndx);
	if (!shdr.sh_size ||
	    !openamp_elf_in_file(elf, shdr.sh_offset, shdr.sh_size) ||
	    elf->fw->data[shdr.sh_offset + shdr.sh_size - 1])
		return openamp_rproc_bad_fw(elf->oa,
					    "section names are cut short");
	elf->names = (const char *)elf->fw->data + shdr.sh_offset;
	elf->names_size = shdr.sh_size;

	for (i = 0; i < elf->hdr.e_shnum; i++) {
		if (openamp_elf_shdr(elf, i).sh_name >= elf->names_size)
			return openamp_rproc_bad_fw(elf->oa,
						    "section %u has no name",
						    i);
	}

	return 0;
}

static int openamp_elf_check_table(const struct openamp_elf *elf,
				   const struct elf64_shdr *shdr)
{
	struct resource_table table;
	void *va;

	if (shdr->sh_size < sizeof(table) ||
	    !openamp_elf_in_file(elf, shdr->sh_offset, shdr->sh_size))
		return openamp_rproc_bad_fw(elf->oa,
					    "resource table is cut short");
	memcpy(&table, elf->fw->data + shdr->sh_offset, sizeof(table));
	if (table.ver != 1)
		return openamp_rproc_bad_fw(elf->oa,
					    "resource table has version %u, not 1",
					    table.ver);
	if (table.num > (shdr->sh_size - sizeof(table)) / sizeof(u32))
		return openamp_rproc_bad_fw(elf->oa,
					    "resource table is too short for %u entries",
					    table.num);
	if (openamp_rproc_room(elf->oa, shdr->sh_addr, &va) < shdr->sh_size)
		return openamp_rproc_bad_fw(elf->oa,
					    "resource table (0x%llx bytes at 0x%llx) is outside this core's memory regions",
					    shdr->sh_size, shdr->sh_addr);

	return 0;
}

/* As the core finds it: the first section of that name. */
static int openamp_elf_find_table(const struct openamp_elf *elf, u64 *da,
				  u64 *size)
{
	struct elf64_shdr shdr;
	unsigned int i;
	int ret;

	*da = 0;
	*size = 0;

	for (i = 0; i < elf->hdr.e_shnum; i++) {
		shdr = openamp_elf_shdr(elf, i);
		if (strcmp(elf->names + shdr.sh_name, ".resource_table"))
			continue;

		ret = openamp_elf_check_table(elf, &shdr);
		if (ret)
			return ret;
		*da = shdr.sh_addr;
		*size = shdr.sh_size;
		break;
	}

	return 0;
}

/**
 * openamp_rproc_check_elf() - check all that the core's loader will follow
 * @oa: the remote core
 * @fw: the file
 * @table_da: filled in with the device address of the resource table
 * @table_size: filled in with its size in bytes, 0 if there is none
 *
 * Return: 0, or -EINVAL after a line in the kernel log that says what is wrong.
 */
int openamp_rproc_check_elf(struct openamp_rproc *oa,
			    const struct firmware *fw,
			    u64 *table_da, u64 *table_size)
{
	struct openamp_elf elf = { .oa = oa, .fw = fw };
	int ret;

	ret = openamp_elf_check_ident(&elf);
	if (ret)
		return ret;
	openamp_elf_read_hdr(&elf);

	return openamp_elf_check_hdr(&elf) ?:
	       openamp_elf_check_segments(&elf) ?:
	       openamp_elf_check_names(&elf) ?:
	       openamp_elf_find_table(&elf, table_da, table_size);
}
