// SPDX-License-Identifier: GPL-2.0-only
/* See image.h. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"

#define TABLE_NAME	".resource_table"

struct image image_read_whole(const char *file)
{
	struct image image = { 0 };
	char path[PATH_LEN];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), FIRMWARE_DIR "/%s", file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		bail("cannot read %s: %s", path, strerror(errno));
	image.size = st.st_size;
	image.data = malloc(image.size);
	if (!image.data || read(fd, image.data, image.size) != st.st_size)
		bail("cannot read all of %s", path);
	close(fd);
	return image;
}

void image_write(const struct image *image, const char *file)
{
	char path[PATH_LEN];
	int fd;

	snprintf(path, sizeof(path), FIRMWARE_DIR "/%s", file);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 ||
	    write(fd, image->data, image->size) != (ssize_t)image->size ||
	    close(fd))
		bail("cannot write %s: %s", path, strerror(errno));
}

void image_free(struct image *image)
{
	free(image->data);
	image->data = NULL;
}

bool image_is_64(const struct image *image)
{
	return image->data[EI_CLASS] == ELFCLASS64;
}

void *image_header(struct image *image)
{
	return image->data;
}

/* The first segment that is loaded. */
void *image_segment(struct image *image)
{
	void *header = image_header(image);
	uint64_t count = IMAGE_GET(image, Ehdr, header, e_phnum);
	uint8_t *segment = image->data + IMAGE_GET(image, Ehdr, header, e_phoff);

	for (; count; count--) {
		if (IMAGE_GET(image, Phdr, segment, p_type) == PT_LOAD &&
		    IMAGE_GET(image, Phdr, segment, p_filesz))
			return segment;
		segment += IMAGE_GET(image, Ehdr, header, e_phentsize);
	}
	bail("an image has no segments");
}

static void *section(struct image *image, uint64_t index)
{
	void *header = image_header(image);

	return image->data + IMAGE_GET(image, Ehdr, header, e_shoff) +
	       index * IMAGE_GET(image, Ehdr, header, e_shentsize);
}

static void *section_of_table(struct image *image)
{
	void *header = image_header(image);
	uint64_t count = IMAGE_GET(image, Ehdr, header, e_shnum);
	void *strings = section(image, IMAGE_GET(image, Ehdr, header, e_shstrndx));
	const char *names = (char *)image->data +
			    IMAGE_GET(image, Shdr, strings, sh_offset);

	for (uint64_t i = 0; i < count; i++) {
		void *at = section(image, i);

		if (!strcmp(names + IMAGE_GET(image, Shdr, at, sh_name), TABLE_NAME))
			return at;
	}
	return NULL;
}

void *image_table_section(struct image *image)
{
	void *at = section_of_table(image);

	if (!at)
		bail("an image has no resource table");
	return at;
}

struct rsc_table_header *image_table(struct image *image)
{
	return (void *)(image->data + IMAGE_GET(image, Shdr,
						image_table_section(image),
						sh_offset));
}

uint32_t *image_table_offsets(struct image *image)
{
	return (void *)(image_table(image) + 1);
}

/* What is changed in an image is not to be found by its checksum. */
static void forget_checksum(struct image *image)
{
	void *shdr = section_of_table(image);
	struct rsc_table_header *table;
	struct rsc_checksum *entry;
	uint32_t *offset;

	if (!shdr)
		return;
	table = image_table(image);
	offset = image_table_offsets(image);
	for (uint32_t i = 0; i < table->num; i++) {
		entry = (void *)((uint8_t *)table + offset[i]);
		if (entry->type == RSC_TYPE_CHECKSUM)
			entry->algorithm = RSC_CHECKSUM_NONE;
	}
}

struct image image_read(const char *file)
{
	struct image image = image_read_whole(file);

	forget_checksum(&image);
	return image;
}

static void *table_entry(struct image *image, uint32_t type)
{
	struct rsc_table_header *table = image_table(image);
	uint32_t *offset = image_table_offsets(image);

	for (uint32_t i = 0; i < table->num; i++) {
		uint32_t *entry = (void *)((uint8_t *)table + offset[i]);

		if (*entry == type)
			return entry;
	}
	bail("a resource table has no entry of type %u", type);
}

struct rsc_trace *image_trace(struct image *image)
{
	return table_entry(image, RSC_TYPE_TRACE);
}

struct rsc_rpmsg_vdev *image_vdev(struct image *image)
{
	return table_entry(image, RSC_TYPE_VDEV);
}

struct rsc_rpmsg_config *image_config(struct image *image)
{
	return (void *)(image_vdev(image) + 1);
}
