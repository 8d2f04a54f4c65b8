// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware that makes no sense: an error, a line in the log that says why, and
 * the next good start works.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "start_log.h"
#include "sysutil.h"
#include "tap.h"

#define BAD_FILE	"bad.elf"

/* The cause, and the remoteproc core's word that it does not start. */
#define MOST_ERRORS	2
/* Of a file that cannot be read, the firmware loader tells as well. */
#define MOST_LOADER_ERRORS	8

/* Of 130 starts and stops; an image that is kept each time would be 4 MiB. */
#define MEMORY_NOISE	(2 * 1024 * 1024)

#define NO_MEMORY	0xf1050000u	/* an address without memory */
#define LINUX_MEMORY	0x11111111u	/* stands for an address of Linux's own */

/**
 * struct flaw - what is wrong with an image
 * @title: in words
 * @apply: makes it wrong
 * @value: for @apply
 * @cause: a word of the line in the log
 */
struct flaw {
	const char *title;
	void (*apply)(struct image *image, uint32_t value);
	uint32_t value;
	const char *cause;
};

#define SET_HEADER(image, field, value) \
	IMAGE_SET(image, Ehdr, image_header(image), field, value)
#define SET_SEGMENT(image, field, value) \
	IMAGE_SET(image, Phdr, image_segment(image), field, value)
#define SET_SECTION(image, field, value) \
	IMAGE_SET(image, Shdr, image_table_section(image), field, value)

static struct rproc rproc;

static void set_size(struct image *image, uint32_t value)
{
	image->size = value;
}

static void cut_half(struct image *image, uint32_t value)
{
	(void)value;
	image->size /= 2;
}

static void cut_segment(struct image *image, uint32_t value)
{
	image->size = IMAGE_GET(image, Phdr, image_segment(image), p_offset) + value;
}

static void set_ident(struct image *image, uint32_t value)
{
	image->data[value >> 8] = value & 0xff;
}

static void set_other_class(struct image *image, uint32_t value)
{
	(void)value;
	image->data[EI_CLASS] = image_is_64(image) ? ELFCLASS32 : ELFCLASS64;
}

/*
 * An image that is right for the other class of cores: a header and a segment of
 * @bits, and nothing more.
 */
#define MAKE_OTHER(bits, machine, image) do { \
	Elf##bits##_Ehdr header = { \
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS##bits, ELFDATA2LSB, 1 }, \
		.e_type = ET_EXEC, .e_machine = (machine), .e_version = 1, \
		.e_phoff = sizeof(header), .e_ehsize = sizeof(header), \
		.e_phentsize = sizeof(Elf##bits##_Phdr), .e_phnum = 1, \
		.e_shentsize = sizeof(Elf##bits##_Shdr), \
	}; \
	Elf##bits##_Phdr segment = { \
		.p_type = PT_LOAD, .p_filesz = 16, .p_memsz = 16, \
	}; \
\
	header.e_entry = IMAGE_GET(image, Ehdr, image_header(image), e_entry); \
	segment.p_paddr = IMAGE_GET(image, Phdr, image_segment(image), p_paddr); \
	memcpy((image)->data, &header, sizeof(header)); \
	memcpy((image)->data + sizeof(header), &segment, sizeof(segment)); \
} while (0)

static void make_other_class(struct image *image, uint32_t value)
{
	(void)value;
	if (image_is_64(image))
		MAKE_OTHER(32, EM_ARM, image);
	else
		MAKE_OTHER(64, EM_AARCH64, image);
}

static void set_machine(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_machine, value);
}

static void set_entry(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_entry, value);
}

static void set_phnum(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_phnum, value);
}

static void set_phoff(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_phoff, value);
}

static void set_phentsize(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_phentsize, value);
}

static void set_shoff(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_shoff, value);
}

static void set_shnum(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_shnum, value);
}

static void set_shstrndx(struct image *image, uint32_t value)
{
	SET_HEADER(image, e_shstrndx, value);
}

static void set_paddr(struct image *image, uint32_t value)
{
	SET_SEGMENT(image, p_paddr, value);
}

static void set_memsz(struct image *image, uint32_t value)
{
	SET_SEGMENT(image, p_memsz, value);
}

static void set_filesz(struct image *image, uint32_t value)
{
	SET_SEGMENT(image, p_filesz, value);
}

static void set_offset(struct image *image, uint32_t value)
{
	SET_SEGMENT(image, p_offset, value);
}

static void set_section_name(struct image *image, uint32_t value)
{
	SET_SECTION(image, sh_name, value);
}

static void set_table_size(struct image *image, uint32_t value)
{
	SET_SECTION(image, sh_size, value);
}

static void set_table_offset(struct image *image, uint32_t value)
{
	SET_SECTION(image, sh_offset, value);
}

static void set_table_version(struct image *image, uint32_t value)
{
	image_table(image)->ver = value;
}

static void set_table_num(struct image *image, uint32_t value)
{
	image_table(image)->num = value;
}

static void set_table_reserved(struct image *image, uint32_t value)
{
	image_table(image)->reserved[1] = value;
}

static void set_entry_offset(struct image *image, uint32_t value)
{
	image_table_offsets(image)[1] = value;
}

static void set_vring_num(struct image *image, uint32_t value)
{
	image_vdev(image)->vring[1].num = value;
}

static void set_vring_align(struct image *image, uint32_t value)
{
	image_vdev(image)->vring[0].align = value;
}

static void set_vring_da(struct image *image, uint32_t value)
{
	image_vdev(image)->vring[0].da = value;
}

static void set_vrings(struct image *image, uint32_t value)
{
	image_vdev(image)->num_of_vrings = value;
}

static void set_config_len(struct image *image, uint32_t value)
{
	image_vdev(image)->config_len = value;
}

static void set_vdev_reserved(struct image *image, uint32_t value)
{
	image_vdev(image)->reserved[0] = value;
}

static void set_trace_len(struct image *image, uint32_t value)
{
	image_trace(image)->len = value;
}

static void set_trace_reserved(struct image *image, uint32_t value)
{
	image_trace(image)->reserved = value;
}

static void set_vdev_type(struct image *image, uint32_t value)
{
	image_vdev(image)->type = value;
}

static const struct flaw flaws[] = {
	{ "less than a header", set_size, 20, "ELF" },
	{ "a header only", set_size, sizeof(Elf32_Ehdr), "" },
	{ "not an ELF file", set_ident, EI_MAG1 << 8 | 'x', "ELF" },
	{ "an unknown class", set_ident, EI_CLASS << 8 | 9, "ELF" },
	{ "marked as of the other class", set_other_class, 0, "" },
	{ "of the other class", make_other_class, 0, "-bit" },
	{ "big-endian", set_ident, EI_DATA << 8 | ELFDATA2MSB, "byte order" },
	{ "for another machine", set_machine, EM_386, "machine" },
	{ "cut in half", cut_half, 0, "" },
	{ "cut at its first segment", cut_segment, 1, "" },

	{ "without segments", set_phnum, 0, "no segments" },
	{ "with more segments than it has room for", set_phnum, 0xffff,
	  "program headers" },
	{ "with segments at 4 GiB", set_phoff, 0xffffffff, "" },
	{ "with short program headers", set_phentsize, 8, "program headers" },
	{ "with sections at 4 GiB", set_shoff, 0xfffffff0, "section" },
	{ "with more sections than it has room for", set_shnum, 0xffff, "section" },
	{ "with section names where no section is", set_shstrndx, 0xfff0,
	  "section" },
	{ "with a section name at 4 GiB", set_section_name, 0xfffffff0, "name" },

	{ "with a segment in Linux's memory", set_paddr, LINUX_MEMORY, "segment" },
	{ "with a segment where no memory is", set_paddr, NO_MEMORY,
	  "its load address" },
	{ "with a segment that wraps around", set_paddr, 0xfffffff0, "segment" },
	{ "with a segment longer than its memory", set_memsz, 0x80000000,
	  "segment" },
	{ "with a segment of 4 GiB", set_memsz, 0xffffffff, "segment" },
	{ "with a segment longer in the file", set_filesz, 0x7fffffff, "segment" },
	{ "with a segment behind the file", set_offset, 0xfffffff0, "segment" },

	{ "with a table of 8 bytes", set_table_size, 8, "resource table" },
	{ "with a table cut behind its header", set_table_size, 16,
	  "resource table" },
	{ "with a table cut in its first entry", set_table_size, 40, "cut short" },
	{ "with a table cut in its last entry", set_table_size, 260, "cut short" },
	{ "with a table of 2 GiB", set_table_size, 0x80000000, "resource table" },
	{ "with a table behind the file", set_table_offset, 0xfffffff0,
	  "resource table" },
	{ "with a table of version 2", set_table_version, 2, "ver" },
	{ "with 2^30 entries", set_table_num, 1 << 30, "resource table" },
	{ "with 2^32 - 1 entries", set_table_num, 0xffffffff, "resource table" },
	{ "with reserved bytes in use", set_table_reserved, 1, "reserved" },
	{ "with an entry behind the table", set_entry_offset, 0x1000,
	  "outside the table" },
	{ "with an entry at 4 GiB", set_entry_offset, 0xfffffffc,
	  "outside the table" },
	{ "with an entry over the table's header", set_entry_offset, 0,
	  "outside the table" },

	{ "with rings of 0", set_vring_num, 0, "vring" },
	{ "with rings of 3", set_vring_num, 3, "vring" },
	{ "with rings of 2^31", set_vring_num, 1u << 31, "vring" },
	{ "with rings of 65536", set_vring_num, 65536, "vring" },
	{ "with rings that do not fit", set_vring_num, 32768, "vring" },
	{ "with alignment 0", set_vring_align, 0, "alignment" },
	{ "with alignment 3", set_vring_align, 3, "alignment" },
	{ "with alignment 2^31", set_vring_align, 1u << 31, "alignment" },
	{ "with a ring in Linux's memory", set_vring_da, LINUX_MEMORY,
	  "vdev0vring0 wants to be at" },
	{ "without rings", set_vrings, 0, "vrings" },
	{ "with one ring", set_vrings, 1, "vrings" },
	{ "with three rings", set_vrings, 3, "vrings" },
	{ "with 255 rings", set_vrings, 255, "vrings" },
	{ "with 4 GiB of configuration", set_config_len, 0xffffffff, "cut short" },
	{ "with reserved bytes in a device", set_vdev_reserved, 1, "reserved" },
	{ "with a trace buffer of 2 GiB", set_trace_len, 1u << 31, "trace" },
	{ "with reserved bytes in a trace buffer", set_trace_reserved, 1,
	  "reserved" },
	{ "with a request for an IOMMU", set_vdev_type, 1, "IOMMU" },
};

/* For cores that do not start at 0, in memory of their own. */
static const struct flaw entry_flaws[] = {
	{ "with a segment in the boot page", set_paddr, 0, "segment" },
	{ "with its entry point nowhere", set_entry, LINUX_MEMORY, "entry point" },
	{ "without an entry point", set_entry, 0, "entry point 0x0" },
};

/* Looks at what a failed start left in the log. */
static void check_log(int log, const char *cause, unsigned int most)
{
	struct start_log found = start_log_read(log, cause);

	ok(!found.warned, "the kernel does not warn");
	ok(found.causes, "the log says why%s%s", *cause ? ", with the word " : "",
	   cause);
	in_range(found.lines, 1, most, "in few lines");
}

static void try_file(const char *file, int error, const char *title,
		     const char *cause, unsigned int most)
{
	int log = kmsg_open();

	is(rproc_try_start(&rproc, file), error, "firmware %s is refused", title);
	ok(rproc_is(&rproc, "offline"), "the core stays offline");
	check_log(log, cause, most);
	close(log);
}

/* The start of the memory that the kernel itself is in, and 16 MiB. */
static uint32_t linux_memory(void)
{
	static uint32_t addr;
	char line[100];
	FILE *file;

	file = addr ? NULL : fopen("/proc/iomem", "re");
	while (file && !addr && fgets(line, sizeof(line), file)) {
		if (strstr(line, "System RAM"))
			addr = strtoul(line, NULL, 16) + 0x1000000;
	}
	if (file)
		fclose(file);
	if (!addr)
		bail("/proc/iomem does not say where Linux's memory is");
	return addr;
}

static void try_flaw(const struct flaw *flaw)
{
	struct image image = image_read(rproc_firmware(&rproc, "echo"));

	flaw->apply(&image, flaw->value == LINUX_MEMORY ? linux_memory() :
			    flaw->value);
	image_write(&image, BAD_FILE);
	image_free(&image);
	try_file(BAD_FILE, -EINVAL, flaw->title, flaw->cause, MOST_ERRORS);
}

static void test_good(void)
{
	struct node node;
	int fd;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "the next good start works");
	close(fd);
	is(rproc_stop(&rproc), 0, "and stops");
	is(node_count(&rproc), 0, "and leaves nothing");
}

static void test_unreadable(void)
{
	struct image empty = { 0 };

	try_file("no-such-file.elf", -ENOENT, "that is not there", "-2",
		 MOST_LOADER_ERRORS);
	test_good();
	image_write(&empty, BAD_FILE);
	try_file(BAD_FILE, -EINVAL, "of no bytes", "-22", MOST_LOADER_ERRORS);
	test_good();
}

static void test_while_running(void)
{
	struct node node;
	int fd;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(rproc_try_start(&rproc, BAD_FILE), -EBUSY,
	   "a core that runs cannot be given other firmware");
	is(message_echo(fd, MTU, 2), 0, "and goes on");
	close(fd);
	is(rproc_stop(&rproc), 0, "it stops");
}

static void try_flaws(const struct flaw *flaw, size_t count)
{
	while (count--) {
		try_flaw(flaw++);
		test_good();
	}
}

int main(void)
{
	long long memory;

	rproc = rproc_get(0);
	test_good();
	memory = free_memory();
	try_flaws(flaws, ARRAY_SIZE(flaws));
	if (rproc_has_entry())
		try_flaws(entry_flaws, ARRAY_SIZE(entry_flaws));
	memory_in_range(memory - free_memory(), -MEMORY_NOISE, MEMORY_NOISE,
			"no memory is lost by all that (in bytes)");
	test_unreadable();
	test_while_running();
	unlink(FIRMWARE_DIR "/" BAD_FILE);
	return done();
}
