/* SPDX-License-Identifier: GPL-2.0-only */
/* Firmware images, to look into and to break. */
#ifndef IMAGE_H
#define IMAGE_H

#include <elf.h>
#include <openamp/resource_table.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct image - an ELF32 file in memory
 * @data: the file
 * @size: bytes in it
 */
struct image {
	uint8_t *data;
	size_t size;
};

/* Reads a file from the firmware folder, which must succeed. */
struct image image_read(const char *file);

/* Writes a file to the firmware folder, which must succeed. */
void image_write(const struct image *image, const char *file);

void image_free(struct image *image);

/* Parts of an image that is whole, for reading and writing. */
Elf32_Ehdr *image_header(struct image *image);
Elf32_Phdr *image_segment(struct image *image);
Elf32_Shdr *image_table_section(struct image *image);
struct rsc_table_header *image_table(struct image *image);
uint32_t *image_table_offsets(struct image *image);
struct rsc_trace *image_trace(struct image *image);
struct rsc_rpmsg_vdev *image_vdev(struct image *image);

#endif /* IMAGE_H */
