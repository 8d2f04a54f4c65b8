/* SPDX-License-Identifier: GPL-2.0-only */
/* Firmware images, to look into and to break. */
#ifndef IMAGE_H
#define IMAGE_H

#include <elf.h>
#include <openamp/resource_table.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct image - an ELF file in memory, of either class
 * @data: the file
 * @size: bytes in it
 */
struct image {
	uint8_t *data;
	size_t size;
};

/*
 * Reads a file from the firmware folder, which must succeed. So that it can be
 * changed, the image has no checksum any more.
 */
struct image image_read(const char *file);

/* The same, with its checksum. */
struct image image_read_whole(const char *file);

/* Writes a file to the firmware folder, which must succeed. */
void image_write(const struct image *image, const char *file);

void image_free(struct image *image);

bool image_is_64(const struct image *image);

/*
 * Parts of an image that is whole, for reading and writing. What the first three
 * point to depends on the class: IMAGE_GET() and IMAGE_SET() know.
 */
void *image_header(struct image *image);
void *image_segment(struct image *image);
void *image_table_section(struct image *image);
struct rsc_table_header *image_table(struct image *image);
uint32_t *image_table_offsets(struct image *image);
struct rsc_trace *image_trace(struct image *image);
struct rsc_rpmsg_vdev *image_vdev(struct image *image);
struct rsc_rpmsg_config *image_config(struct image *image);

/* A field of a part; @type is Ehdr, Phdr or Shdr. */
#define IMAGE_GET(image, type, part, field) \
	(image_is_64(image) ? (uint64_t)((Elf64_##type *)(part))->field : \
	 (uint64_t)((Elf32_##type *)(part))->field)

#define IMAGE_SET(image, type, part, field, value) do { \
	if (image_is_64(image)) \
		((Elf64_##type *)(part))->field = (value); \
	else \
		((Elf32_##type *)(part))->field = (value); \
} while (0)

#endif /* IMAGE_H */
