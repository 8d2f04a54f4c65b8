// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of a firmware file before anything of it is used.
 *
 * The core's own check looks at the identification and at the first header of
 * each table, and then follows the number of headers and the section names without
 * asking whether they are inside the file. Here all is checked that is followed
 * later, and everything that is refused is what no toolchain writes, or what this
 * core cannot run.
 */

#include <linux/elf.h>
#include <linux/firmware.h>
#include <linux/remoteproc.h>
#include <linux/string.h>

#include "openamp_elf.h"

#ifdef __BIG_ENDIAN
#define OPENAMP_ELF_DATA	ELFDATA2MSB
#else
#define OPENAMP_ELF_DATA	ELFDATA2LSB
#endif

/* e_ident and e_machine are at the same place in both classes. */
static bool openamp_elf_is64(const struct openamp_elf *elf)
{
	const struct elf32_hdr *hdr = (const void *)elf->fw->data;

	return (elf->oa->data->elf_class ?: hdr->e_ident[EI_CLASS]) == ELFCLASS64;
}

bool openamp_elf_in_file(const struct openamp_elf *elf, u64 offset, u64 size)
{
	return offset <= elf->fw->size && size <= elf->fw->size - offset;
}

static int openamp_elf_check_ident(const struct openamp_elf *elf)
{
	const struct openamp_rproc_data *data = elf->oa->data;
	const struct elf32_hdr *hdr = (const void *)elf->fw->data;
	bool is64;

	if (elf->fw->size < sizeof(*hdr) ||
	    memcmp(hdr->e_ident, ELFMAG, SELFMAG))
		return openamp_rproc_bad_fw(elf->oa, "is not an ELF file");
	is64 = openamp_elf_is64(elf);
	if (hdr->e_ident[EI_CLASS] != (is64 ? ELFCLASS64 : ELFCLASS32))
		return openamp_rproc_bad_fw(elf->oa,
					    "is not a %u-bit ELF file",
					    is64 ? 64 : 32);
	/* The loader takes all numbers as they are. */
	if (hdr->e_ident[EI_DATA] != OPENAMP_ELF_DATA)
		return openamp_rproc_bad_fw(elf->oa,
					    "has another byte order than Linux");
	/* Tools that wrap bare bytes say nothing of a machine. */
	if (hdr->e_machine != EM_NONE && data->elf_machine != EM_NONE &&
	    hdr->e_machine != data->elf_machine)
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
	if (!elf->hdr.e_phnum)
		return openamp_rproc_bad_fw(elf->oa, "has no segments");
	if (!elf->hdr.e_shnum)
		return 0;
	if (elf->hdr.e_shentsize != shentsize ||
	    elf->hdr.e_shstrndx >= elf->hdr.e_shnum ||
	    !openamp_elf_in_file(elf, elf->hdr.e_shoff,
				 (u64)elf->hdr.e_shnum * shentsize))
		return openamp_rproc_bad_fw(elf->oa,
					    "section headers are cut short");

	return 0;
}

/* A program header of either class, widened. */
struct elf64_phdr openamp_elf_phdr(const struct openamp_elf *elf,
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
		phdr.p_vaddr = phdr32.p_vaddr;
		phdr.p_paddr = phdr32.p_paddr;
		phdr.p_filesz = phdr32.p_filesz;
		phdr.p_memsz = phdr32.p_memsz;
	}

	return phdr;
}

/* A section header of either class, widened. */
struct elf64_shdr openamp_elf_shdr(const struct openamp_elf *elf,
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
		shdr.sh_type = shdr32.sh_type;
		shdr.sh_flags = shdr32.sh_flags;
		shdr.sh_addr = shdr32.sh_addr;
		shdr.sh_offset = shdr32.sh_offset;
		shdr.sh_size = shdr32.sh_size;
	}

	return shdr;
}

/* Only where the core goes there; bit 0 of it may mean Thumb. */
static int openamp_elf_check_entry(const struct openamp_elf *elf)
{
	char regions[OPENAMP_RPROC_REGIONS_TEXT];

	if (elf->oa->data->ignores_entry ||
	    openamp_rproc_room(elf->oa, elf->hdr.e_entry))
		return 0;
	openamp_rproc_list_regions(elf->oa, false, regions, sizeof(regions));

	return openamp_rproc_bad_fw(elf->oa,
				    "entry point 0x%llx is in none of this core's memory regions for firmware (%s): it has to be where the core starts",
				    elf->hdr.e_entry, regions);
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
	if (table.reserved[0] || table.reserved[1])
		return openamp_rproc_bad_fw(elf->oa,
					    "resource table has reserved bytes that are not 0 in its header");

	return 0;
}

/* As the core finds it: the first section of that name. */
static int openamp_elf_find_table(struct openamp_elf *elf, u64 *da, u64 *size)
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
		elf->table_offset = shdr.sh_offset;
		elf->table_size = shdr.sh_size;
		break;
	}

	return 0;
}

/* Reads the headers of a file and checks all that is followed from there. */
static int openamp_elf_open(struct openamp_elf *elf)
{
	int ret;

	ret = openamp_elf_check_ident(elf);
	if (ret)
		return ret;
	openamp_elf_read_hdr(elf);

	return openamp_elf_check_hdr(elf) ?:
	       openamp_elf_check_segments(elf) ?:
	       openamp_elf_put_vectors(elf, false) ?:
	       openamp_elf_check_entry(elf) ?:
	       openamp_elf_check_names(elf);
}

/**
 * openamp_rproc_check_elf() - check all of a file that is followed later
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

	return openamp_elf_open(&elf) ?:
	       openamp_elf_find_table(&elf, table_da, table_size) ?:
	       openamp_elf_check_checksum(&elf);
}

/**
 * openamp_rproc_load_elf() - write a file's segments to the core's memory
 * @oa: the remote core, which does not run
 * @fw: the file
 *
 * Return: 0, or -EINVAL after a line in the kernel log, with nothing written.
 */
int openamp_rproc_load_elf(struct openamp_rproc *oa, const struct firmware *fw)
{
	struct openamp_elf elf = { .oa = oa, .fw = fw };
	int ret;

	ret = openamp_elf_open(&elf);
	if (ret)
		return ret;
	openamp_elf_load_segments(&elf);

	return openamp_elf_put_vectors(&elf, true);
}
