/* SPDX-License-Identifier: GPL-2.0-only */
/* A firmware file, between openamp_elf.c and openamp_segment.c. */
#ifndef OPENAMP_ELF_H
#define OPENAMP_ELF_H

#include <linux/elf.h>
#include <linux/firmware.h>
#include <linux/types.h>

#include "openamp_rproc.h"

/**
 * struct openamp_elf - a firmware file while it is checked or loaded
 * @oa: the remote core that it is for
 * @fw: the whole file
 * @hdr: its header, widened; only what is used is filled in
 * @names: section names, with a 0 at the end; NULL if there are no sections
 * @names_size: bytes in @names
 * @table_offset: where in the file the resource table is
 * @table_size: bytes in it, 0 if there is none
 */
struct openamp_elf {
	struct openamp_rproc *oa;
	const struct firmware *fw;
	struct elf64_hdr hdr;
	const char *names;
	u64 names_size;
	u64 table_offset;
	u64 table_size;
};

/* openamp_elf.c */
bool openamp_elf_in_file(const struct openamp_elf *elf, u64 offset, u64 size);
struct elf64_phdr openamp_elf_phdr(const struct openamp_elf *elf,
				   unsigned int i);
struct elf64_shdr openamp_elf_shdr(const struct openamp_elf *elf,
				   unsigned int i);

/* openamp_checksum.c */
int openamp_elf_check_checksum(const struct openamp_elf *elf);

/* openamp_segment.c */
int openamp_elf_check_segments(const struct openamp_elf *elf);
void openamp_elf_load_segments(const struct openamp_elf *elf);

/* openamp_vectors.c */
int openamp_elf_put_vectors(const struct openamp_elf *elf, bool load);

#endif /* OPENAMP_ELF_H */
