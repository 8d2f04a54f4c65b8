// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Writes the checksum of a linked image into the entry for it in its resource table.
 *
 *	checksum FILE...
 *
 * An image whose table has no such entry stays as it is. For a build machine that is
 * little-endian, as the images are.
 */
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openamp/resource_table.h>

#define CRC32_POLYNOMIAL	0xedb88320u	/* reflected */

/**
 * struct image - a file
 * @name: its name
 * @data: its bytes
 * @size: how many they are
 * @entry: in @data
 */
struct image {
	const char *name;
	uint8_t *data;
	size_t size;
	struct rsc_checksum *entry;
};

__attribute__((noreturn, format(printf, 2, 3)))
static void fail(const struct image *image, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "checksum: %s: ", image->name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static void *at(const struct image *image, uint64_t offset, uint64_t size)
{
	if (offset > image->size || size > image->size - offset)
		fail(image, "is cut short");
	return image->data + offset;
}

/* A field of a header of either class. */
#define GET(image, type, part, field) \
	((image)->data[EI_CLASS] == ELFCLASS64 ? \
	 (uint64_t)((Elf64_##type *)(part))->field : \
	 (uint64_t)((Elf32_##type *)(part))->field)

static void read_image(struct image *image)
{
	FILE *file = fopen(image->name, "rb");
	long size = -1;

	if (file && !fseek(file, 0, SEEK_END))
		size = ftell(file);
	if (size < 0)
		fail(image, "%s", strerror(errno));
	rewind(file);
	image->size = (size_t)size;
	image->data = malloc(image->size + 1);
	if (!image->data || fread(image->data, 1, image->size, file) != image->size)
		fail(image, "cannot be read");
	fclose(file);
	if (image->size < sizeof(Elf64_Ehdr) || memcmp(image->data, ELFMAG, SELFMAG))
		fail(image, "is not an ELF file");
}

static void write_image(const struct image *image)
{
	FILE *file = fopen(image->name, "r+b");

	if (!file || fwrite(image->data, 1, image->size, file) != image->size ||
	    fclose(file))
		fail(image, "cannot be written: %s", strerror(errno));
}

static void *section(const struct image *image, uint64_t i)
{
	uint64_t size = GET(image, Ehdr, image->data, e_shentsize);

	return at(image, GET(image, Ehdr, image->data, e_shoff) + i * size, size);
}

static bool is_table(const struct image *image, void *shdr)
{
	static const char name[] = ".resource_table";
	void *names = section(image, GET(image, Ehdr, image->data, e_shstrndx));
	uint64_t start = GET(image, Shdr, names, sh_offset) +
			 GET(image, Shdr, shdr, sh_name);

	return start <= image->size && image->size - start >= sizeof(name) &&
	       !memcmp(image->data + start, name, sizeof(name));
}

static struct rsc_checksum *find_in_table(const struct image *image,
					  uint64_t offset, uint64_t size)
{
	struct rsc_table_header *table = at(image, offset, size);
	uint32_t *offsets = (uint32_t *)(table + 1);
	struct rsc_checksum *entry;
	uint32_t i;

	for (i = 0; i < table->num; i++) {
		at(image, offset + sizeof(*table), (i + 1) * sizeof(*offsets));
		entry = at(image, offset + offsets[i], sizeof(entry->type));
		if (entry->type != RSC_TYPE_CHECKSUM)
			continue;
		entry = at(image, offset + offsets[i], sizeof(*entry));
		if (entry->magic == RSC_CHECKSUM_MAGIC &&
		    entry->size == sizeof(*entry))
			return entry;
	}
	return NULL;
}

static void find_entry(struct image *image)
{
	uint64_t i;

	for (i = 0; i < GET(image, Ehdr, image->data, e_shnum); i++) {
		void *shdr = section(image, i);

		if (!is_table(image, shdr))
			continue;
		image->entry = find_in_table(image,
					     GET(image, Shdr, shdr, sh_offset),
					     GET(image, Shdr, shdr, sh_size));
		return;
	}
}

static uint32_t crc32_of(uint32_t crc, const uint8_t *data, uint64_t size)
{
	unsigned int bit;

	while (size--) {
		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC32_POLYNOMIAL : 0);
	}
	return crc;
}

static uint32_t checksum(const struct image *image)
{
	uint64_t size = GET(image, Ehdr, image->data, e_phentsize);
	uint64_t offset = GET(image, Ehdr, image->data, e_phoff);
	uint64_t i, count = GET(image, Ehdr, image->data, e_phnum);
	uint32_t crc = 0xffffffff;

	for (i = 0; i < count; i++) {
		void *phdr = at(image, offset + i * size, size);
		uint64_t bytes = GET(image, Phdr, phdr, p_filesz);

		if (GET(image, Phdr, phdr, p_type) == PT_LOAD)
			crc = crc32_of(crc, at(image, GET(image, Phdr, phdr, p_offset),
					       bytes), bytes);
	}
	return ~crc;
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		struct image image = { .name = argv[i] };
		uint32_t value;

		read_image(&image);
		find_entry(&image);
		if (image.entry) {
			image.entry->algorithm = RSC_CHECKSUM_CRC32;
			memset(image.entry->value, 0, sizeof(image.entry->value));
			value = checksum(&image);
			memcpy(image.entry->value, &value, sizeof(value));
			write_image(&image);
		}
		free(image.data);
	}
	return 0;
}
