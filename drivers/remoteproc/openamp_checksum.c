// SPDX-License-Identifier: GPL-2.0-only
/*
 * The checksum that a firmware file can carry over the bytes of its segments, in a
 * vendor's entry of its resource table: against files that were cut, copied badly or
 * patched by mistake, not against those that mean ill. A CRC, as that is what all
 * kernels give to modules, by one interface.
 */

#include <linux/build_bug.h>
#include <linux/crc32.h>
#include <linux/minmax.h>
#include <linux/remoteproc.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "openamp_elf.h"

#define OPENAMP_CHECKSUM_TYPE		321	/* one of RSC_VENDOR_START to _END */
#define OPENAMP_CHECKSUM_MAGIC		0x4d555343
#define OPENAMP_CHECKSUM_VERSION	1
#define OPENAMP_CHECKSUM_VALUE		32

/* openamp_checksum_entry.algorithm */
#define OPENAMP_CHECKSUM_NONE		0
#define OPENAMP_CHECKSUM_CRC32		1

/**
 * struct openamp_checksum_entry - the entry
 * @type: OPENAMP_CHECKSUM_TYPE
 * @magic: OPENAMP_CHECKSUM_MAGIC
 * @version: OPENAMP_CHECKSUM_VERSION
 * @size: of this structure
 * @algorithm: OPENAMP_CHECKSUM_NONE: there is no value; or _CRC32
 * @value: the checksum, least significant byte first
 *
 * Described in Documentation/wire-protocol.rst.
 */
struct openamp_checksum_entry {
	__le32 type;
	__le32 magic;
	__le16 version;
	__le16 size;
	__le32 algorithm;
	u8 value[OPENAMP_CHECKSUM_VALUE];
};

static_assert(offsetof(struct openamp_checksum_entry, value) == 16);
static_assert(sizeof(struct openamp_checksum_entry) == 48);

static bool openamp_checksum_is_entry(const struct openamp_checksum_entry *entry)
{
	return le32_to_cpu(entry->type) == OPENAMP_CHECKSUM_TYPE &&
	       le32_to_cpu(entry->magic) == OPENAMP_CHECKSUM_MAGIC;
}

/*
 * Looks for the first entry; where its value is in the file is filled in. The
 * offsets in the table are not checked yet.
 */
static bool openamp_checksum_find(const struct openamp_elf *elf,
				  struct openamp_checksum_entry *entry,
				  u64 *value_at)
{
	const u8 *table = elf->fw->data + elf->table_offset;
	struct resource_table hdr;
	unsigned int i;
	u32 offset;

	memcpy(&hdr, table, sizeof(hdr));
	for (i = 0; i < hdr.num; i++) {
		memcpy(&offset, table + struct_size(&hdr, offset, i),
		       sizeof(offset));
		if (offset > elf->table_size ||
		    elf->table_size - offset < sizeof(*entry))
			continue;
		memcpy(entry, table + offset, sizeof(*entry));
		if (!openamp_checksum_is_entry(entry))
			continue;
		*value_at = elf->table_offset + offset +
			    offsetof(struct openamp_checksum_entry, value);
		return true;
	}

	return false;
}

/* The bytes from @start to @end of a file, with those of the value taken for 0. */
static u32 openamp_checksum_bytes(u32 crc, const u8 *data, u64 start, u64 end,
				  u64 value_at)
{
	static const u8 zeros[OPENAMP_CHECKSUM_VALUE];
	u64 from = clamp(value_at, start, end);
	u64 to = clamp(value_at + sizeof(zeros), start, end);

	crc = crc32_le(crc, data + start, from - start);
	crc = crc32_le(crc, zeros, to - from);

	return crc32_le(crc, data + to, end - to);
}

/*
 * Segments that share bytes of the file are loaded as any; a checksum over many of
 * these would take its time.
 */
static int openamp_checksum_crc32(const struct openamp_elf *elf, u64 value_at,
				  u32 *crc)
{
	struct elf64_phdr phdr;
	unsigned int i;
	u64 bytes = 0;

	*crc = ~0;
	for (i = 0; i < elf->hdr.e_phnum; i++) {
		phdr = openamp_elf_phdr(elf, i);
		if (phdr.p_type != PT_LOAD ||
		    !openamp_elf_in_file(elf, phdr.p_offset, phdr.p_filesz))
			continue;
		bytes += phdr.p_filesz;
		if (bytes > elf->fw->size)
			return openamp_rproc_bad_fw(elf->oa,
						    "has a checksum over more bytes than the file has: its segments share some");
		*crc = openamp_checksum_bytes(*crc, elf->fw->data, phdr.p_offset,
					      phdr.p_offset + phdr.p_filesz,
					      value_at);
		cond_resched();
	}
	*crc = ~*crc;

	return 0;
}

/* Each file is checked twice when it is started: said when its table is not known yet. */
static void openamp_checksum_say_unknown(const struct openamp_elf *elf,
					 const struct openamp_checksum_entry *entry)
{
	if (elf->oa->rproc->cached_table)
		return;
	openamp_rproc_odd_fw(elf->oa, KERN_INFO,
			     "is not checked: its checksum (version %u, %u bytes, algorithm %u) is of no kind that is known",
			     le16_to_cpu(entry->version),
			     le16_to_cpu(entry->size),
			     le32_to_cpu(entry->algorithm));
}

static int openamp_checksum_compare(const struct openamp_elf *elf,
				    const struct openamp_checksum_entry *entry,
				    u64 value_at)
{
	__le32 value;
	u32 crc;
	int ret;

	ret = openamp_checksum_crc32(elf, value_at, &crc);
	if (ret)
		return ret;
	memcpy(&value, entry->value, sizeof(value));
	if (crc == le32_to_cpu(value))
		return 0;

	return openamp_rproc_bad_fw(elf->oa,
				    "is damaged: the checksum of its segments is 0x%08x, and its resource table says 0x%08x",
				    crc, le32_to_cpu(value));
}

/**
 * openamp_elf_check_checksum() - check a file's checksum, if it has one
 * @elf: the file, all of whose headers are checked
 *
 * Return: 0, or -EINVAL after a line in the kernel log.
 */
int openamp_elf_check_checksum(const struct openamp_elf *elf)
{
	struct openamp_checksum_entry entry;
	u64 value_at;

	if (!elf->table_size || !openamp_checksum_find(elf, &entry, &value_at))
		return 0;
	if (le16_to_cpu(entry.version) != OPENAMP_CHECKSUM_VERSION ||
	    le16_to_cpu(entry.size) != sizeof(entry) ||
	    le32_to_cpu(entry.algorithm) > OPENAMP_CHECKSUM_CRC32) {
		openamp_checksum_say_unknown(elf, &entry);
		return 0;
	}
	if (le32_to_cpu(entry.algorithm) == OPENAMP_CHECKSUM_NONE)
		return 0;

	return openamp_checksum_compare(elf, &entry, value_at);
}
