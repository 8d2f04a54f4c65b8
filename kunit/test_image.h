/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A firmware image that a test builds in memory: ELF32 for ARM, one segment, a
 * resource table with a carveout, a trace buffer and a virtio device.
 */
#ifndef KUNIT_TEST_IMAGE_H
#define KUNIT_TEST_IMAGE_H

#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/virtio_ids.h>

#define TEST_IMAGE_TEXT		64	/* bytes of the segment in the file */
#define TEST_IMAGE_BSS		32	/* and more in memory */
#define TEST_IMAGE_RINGS	16	/* descriptors of each vring */
#define TEST_IMAGE_CONFIG	8

/**
 * struct test_table - the resource table
 * @hdr: its header
 * @offset: of each entry
 * @carveout_hdr: type of the first entry
 * @carveout: memory by the name of the region that it is in
 * @trace_hdr: type of the second
 * @trace: a trace buffer behind the segment
 * @vdev_hdr: type of the third
 * @vdev: a virtio device
 * @vring: its rings
 * @config: its configuration space
 */
struct test_table {
	struct resource_table hdr;
	u32 offset[3];
	u32 carveout_hdr;
	struct fw_rsc_carveout carveout;
	u32 trace_hdr;
	struct fw_rsc_trace trace;
	u32 vdev_hdr;
	struct fw_rsc_vdev vdev;
	struct fw_rsc_vdev_vring vring[RVDEV_NUM_VRINGS];
	u8 config[TEST_IMAGE_CONFIG];
} __packed;

/**
 * struct test_image - the file
 * @ehdr: ELF header
 * @phdr: of the segment, of notes that are not loaded, and of nothing
 * @shdr: of no section, the table, and the names
 * @text: the segment
 * @table: the table
 * @names: section names
 */
struct test_image {
	struct elf32_hdr ehdr;
	struct elf32_phdr phdr[3];
	struct elf32_shdr shdr[3];
	u8 text[TEST_IMAGE_TEXT];
	struct test_table table;
	char names[28];
} __packed;

/* Where the table stands in the remote core's memory, from the segment's start */
#define TEST_IMAGE_TABLE_AT	0x100
#define TEST_IMAGE_TRACE_AT	0x1000
#define TEST_IMAGE_TRACE_LEN	0x100

static inline void test_image_build_table(struct test_table *table, u32 da)
{
	int i;

	table->hdr.ver = 1;
	table->hdr.num = ARRAY_SIZE(table->offset);
	table->offset[0] = offsetof(struct test_table, carveout_hdr);
	table->offset[1] = offsetof(struct test_table, trace_hdr);
	table->offset[2] = offsetof(struct test_table, vdev_hdr);

	table->carveout_hdr = RSC_CARVEOUT;
	table->carveout.da = da;
	table->carveout.pa = FW_RSC_ADDR_ANY;
	table->carveout.len = 0x1000;
	strscpy(table->carveout.name, "firmware", sizeof(table->carveout.name));

	table->trace_hdr = RSC_TRACE;
	table->trace.da = da + TEST_IMAGE_TRACE_AT;
	table->trace.len = TEST_IMAGE_TRACE_LEN;
	strscpy(table->trace.name, "trace", sizeof(table->trace.name));

	table->vdev_hdr = RSC_VDEV;
	table->vdev.id = VIRTIO_ID_RPMSG;
	table->vdev.config_len = TEST_IMAGE_CONFIG;
	table->vdev.num_of_vrings = RVDEV_NUM_VRINGS;
	for (i = 0; i < RVDEV_NUM_VRINGS; i++) {
		table->vring[i].da = FW_RSC_ADDR_ANY;
		table->vring[i].align = 16;
		table->vring[i].num = TEST_IMAGE_RINGS;
	}
}

static inline void test_image_build_headers(struct test_image *image, u32 da)
{
	image->phdr[0].p_type = PT_LOAD;
	image->phdr[0].p_offset = offsetof(struct test_image, text);
	image->phdr[0].p_paddr = da;
	image->phdr[0].p_filesz = TEST_IMAGE_TEXT;
	image->phdr[0].p_memsz = TEST_IMAGE_TEXT + TEST_IMAGE_BSS;
	/* Neither counts: notes are not loaded, and of this there is nothing. */
	image->phdr[1].p_type = PT_NOTE;
	image->phdr[1].p_memsz = 4;
	image->phdr[2].p_type = PT_LOAD;

	image->shdr[1].sh_name = 1;
	image->shdr[1].sh_type = SHT_PROGBITS;
	image->shdr[1].sh_addr = da + TEST_IMAGE_TABLE_AT;
	image->shdr[1].sh_offset = offsetof(struct test_image, table);
	image->shdr[1].sh_size = sizeof(image->table);
	image->shdr[2].sh_name = sizeof("\0.resource_table");
	image->shdr[2].sh_type = SHT_STRTAB;
	image->shdr[2].sh_offset = offsetof(struct test_image, names);
	image->shdr[2].sh_size = sizeof(image->names);
}

/**
 * test_image_build() - make a good image
 * @image: filled in
 * @da: device address where it is loaded, and its entry point
 */
static inline void test_image_build(struct test_image *image, u32 da)
{
	int i;

	memset(image, 0, sizeof(*image));
	memcpy(image->ehdr.e_ident, ELFMAG, SELFMAG);
	image->ehdr.e_ident[EI_CLASS] = ELFCLASS32;
	image->ehdr.e_ident[EI_DATA] = ELFDATA2LSB;
	image->ehdr.e_ident[EI_VERSION] = EV_CURRENT;
	image->ehdr.e_type = ET_EXEC;
	image->ehdr.e_machine = EM_ARM;
	image->ehdr.e_version = EV_CURRENT;
	image->ehdr.e_entry = da;
	image->ehdr.e_phoff = offsetof(struct test_image, phdr);
	image->ehdr.e_shoff = offsetof(struct test_image, shdr);
	image->ehdr.e_ehsize = sizeof(image->ehdr);
	image->ehdr.e_phentsize = sizeof(image->phdr[0]);
	image->ehdr.e_phnum = ARRAY_SIZE(image->phdr);
	image->ehdr.e_shentsize = sizeof(image->shdr[0]);
	image->ehdr.e_shnum = ARRAY_SIZE(image->shdr);
	image->ehdr.e_shstrndx = ARRAY_SIZE(image->shdr) - 1;
	test_image_build_headers(image, da);
	for (i = 0; i < TEST_IMAGE_TEXT; i++)
		image->text[i] = 0xa5 ^ i;
	test_image_build_table(&image->table, da);
	memcpy(image->names, "\0.resource_table\0.shstrtab",
	       sizeof("\0.resource_table\0.shstrtab"));
}

/* Writes a file, an image or another, anew. */
static inline void test_image_write(struct kunit *test, const char *path,
				    const void *data, size_t size)
{
	struct file *file = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	loff_t pos = 0;
	ssize_t written;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "can't write %s: %ld", path,
			       PTR_ERR(file));
	written = kernel_write(file, data, size, &pos);
	/* Not at some later time: firmware that is written to is not read. */
	__fput_sync(file);
	KUNIT_ASSERT_EQ(test, written, (ssize_t)size);
}

#endif /* KUNIT_TEST_IMAGE_H */
