// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware in the shapes that toolchains and vendors' linker scripts give it (see
 * tools/firmware/shapes): it starts and does its work, without a word in the log, or
 * is refused with one line that says what is wrong.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "start_log.h"
#include "sysutil.h"
#include "tap.h"

#define PATCHED		"patched.elf"
#define NO_MEMORY	0xf1050000u	/* an address without memory */
#define ECHOES		100		/* messages, of all lengths in turn */
#define HELLO		"hello from"	/* what each firmware logs first */
#define TRACE_SIZE	256u		/* so much of the log is looked at */

/**
 * struct shape - firmware in a shape of its own
 * @name: shape-NAME of tools/firmware/shapes
 * @title: what is about it
 * @says: what the one line in the log has, if there is to be one
 * @error: of the start, or 0
 */
struct shape {
	const char *name;
	const char *title;
	const char *says;
	int error;
};

static const struct shape shapes[] = {
	{ "tail", "a table that ends where its memory does", NULL, 0 },
	{ "hostile", "the same, which the core changes to 255 vrings", NULL, 0 },
	{ "noload", "sections that are not loaded, in segments of their own",
	  NULL, 0 },
	{ "noload-lld", "the same at the end of a segment, by LLVM's linker",
	  NULL, 0 },
	{ "plain-lld", "what LLVM's linker makes", NULL, 0 },
	{ "lma", "variables with a load address of their own", NULL, 0 },
	{ "carve", "memory by its address, and entries that say little", NULL, 0 },
	{ "tcm", "a section at an address without a memory region",
	  "(0x10 bytes at 0x40000) is in none of this core's memory regions for firmware (",
	  -EINVAL },
};

static struct rproc rproc;
static int log_fd;

static void start(const char *file, int error, const char *title)
{
	log_fd = kmsg_open();
	is(rproc_try_start(&rproc, file), error, "%s: %s", title,
	   error ? "it is refused" : "it starts");
}

/* One line with @says, or none at all; the remoteproc core may add one of its own. */
static void check_log(const char *says, int error)
{
	struct start_log found = start_log_read(log_fd, says ? says : "");

	close(log_fd);
	ok(!found.warned, "the kernel does not warn");
	is(found.causes, says ? 1 : 0, says ? "one line says: %s" :
	   "no line%s", says ? says : "");
	if (!in_range(found.lines, says ? 1 : 0, (says ? 1 : 0) + (error ? 1 : 0),
		      "in so many lines"))
		diag("the first: %s", found.first);
}

static void must_echo(void)
{
	struct node node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	int err = 0;

	for (unsigned int i = 0; i < ECHOES && !err; i++)
		err = message_echo(fd, 1 + i * (MTU - 1) / (ECHOES - 1), i);
	is(err, 0, "it works: %d messages come back", ECHOES);
	close(fd);
}

static void must_stop(void)
{
	is(rproc_stop(&rproc), 0, "and stops");
	ok(rproc_is(&rproc, "offline"), "and is offline");
	is(node_count(&rproc), 0, "and leaves nothing");
}

static void test_shape(const struct shape *shape)
{
	char app[32];

	snprintf(app, sizeof(app), "shape-%s", shape->name);
	start(rproc_firmware(&rproc, app), shape->error, shape->title);
	if (!shape->error) {
		must_echo();
		must_stop();
	}
	check_log(shape->says, shape->error);
}

/* AMD's own layout, for cores that have TCM for it. */
static void test_amd(void)
{
	static const struct shape shape = {
		"amd", "vectors and variables in TCM, table and code in DDR", NULL, 0
	};
	char path[128];

	snprintf(path, sizeof(path), FIRMWARE_DIR "/%s",
		 rproc_firmware(&rproc, "shape-amd"));
	if (!access(path, R_OK))
		test_shape(&shape);
}

/* A segment whose load address has no memory: the line has both addresses. */
static void test_load_address(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "shape-lma"));
	char says[128];

	snprintf(says, sizeof(says),
		 "at 0x%x, its load address; it runs at 0x%llx)", NO_MEMORY,
		 (unsigned long long)IMAGE_GET(&image, Phdr,
					       image_segment(&image), p_vaddr));
	IMAGE_SET(&image, Phdr, image_segment(&image), p_paddr, NO_MEMORY);
	image_write(&image, PATCHED);
	image_free(&image);
	start(PATCHED, -EINVAL, "a load address without memory");
	check_log(says, -EINVAL);
}

static void test_entry(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "echo"));
	const char *says = NULL;

	if (rproc_has_vectors())
		says = "where this core takes its stack pointer and its entry from";
	else if (rproc_has_entry())
		says = "is in none of this core's memory regions for firmware";

	IMAGE_SET(&image, Ehdr, image_header(&image), e_entry, NO_MEMORY);
	image_write(&image, PATCHED);
	image_free(&image);
	start(PATCHED, says ? -EINVAL : 0, "an entry point without memory");
	if (says) {
		check_log(says, -EINVAL);
		return;
	}
	must_echo();
	must_stop();
	check_log(NULL, 0);
}

/* A table that the core does not see: fixed rings could be used without. */
static void test_table_nowhere(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "echo"));

	IMAGE_SET(&image, Shdr, image_table_section(&image), sh_addr, NO_MEMORY);
	image_write(&image, PATCHED);
	image_free(&image);
	start(PATCHED, 0, "a table that is in no memory of the core's");
	check_log("the core will not see what Linux writes there", 0);
	is(rproc_stop(&rproc), 0, "and stops");
}

/*
 * A third device has no memory in the device tree: Linux takes its own, and says so, or
 * that of the core's pool, as for any other.
 * All three are the same entry of the table.
 */
static void test_misspelt(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "shape-carve"));
	uint32_t *offset = image_table_offsets(&image);

	offset[0] = offset[3];
	offset[1] = offset[3];
	image_write(&image, PATCHED);
	image_free(&image);
	start(PATCHED, 0, "rings without a memory region");
	is(rproc_stop(&rproc), 0, "and stops");
	check_log(rproc_has_pool() ? NULL :
		  "no memory region is named vdev2vring0, vdev2vring1, vdev2buffer: Linux",
		  0);
}

/* A byte of its code is not what was linked: the checksum of the samples says so. */
static void test_damaged(void)
{
	struct image image = image_read_whole(rproc_firmware(&rproc, "echo"));
	void *segment = image_segment(&image);

	image.data[IMAGE_GET(&image, Phdr, segment, p_offset) + 200] ^= 0x10;
	image_write(&image, PATCHED);
	image_free(&image);
	start(PATCHED, -EINVAL, "a damaged image");
	check_log("is damaged: the checksum of its segments is 0x", -EINVAL);
}

/* What the core has at an address, and a page behind it. */
static volatile uint32_t *map_memory(uint32_t da)
{
	size_t page = sysconf(_SC_PAGESIZE);
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	uint8_t *map;

	map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		   da & ~(page - 1));
	if (fd < 0 || map == MAP_FAILED)
		bail("cannot map 0x%x: %s", da, strerror(errno));
	close(fd);
	return (volatile uint32_t *)(map + (da & (page - 1)));
}

static void wipe(volatile uint32_t *at, size_t size)
{
	for (size_t i = 0; i < size / sizeof(*at); i++)
		at[i] = 0;
}

static bool says_hello(void *data)
{
	volatile uint32_t *trace = data;
	uint32_t text[TRACE_SIZE / sizeof(uint32_t) + 1] = { 0 };

	for (size_t i = 0; i < TRACE_SIZE / sizeof(uint32_t); i++)
		text[i] = trace[i];
	return strstr((char *)text, HELLO);
}

/*
 * Firmware without a table runs; with one before and after it, as ever. Of the one before
 * nothing is left: the samples would take its state in there for theirs.
 */
static void test_no_table(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "echo"));
	void *section = image_table_section(&image);
	size_t size = IMAGE_GET(&image, Shdr, section, sh_size);
	volatile uint32_t *table = map_memory(IMAGE_GET(&image, Shdr, section, sh_addr));
	volatile uint32_t *trace = map_memory(image_trace(&image)->da);

	image_free(&image);
	for (int i = 0; i < 2; i++) {
		wipe(trace, TRACE_SIZE);
		wipe(table, size);
		start(rproc_firmware(&rproc, "shape-notable"), 0,
		      "no resource table");
		ok(wait_until(says_hello, (void *)trace), "it runs: it logs \"" HELLO "\"");
		check_log("no resource table: there will be no channels", 0);
		is(node_count(&rproc), 0, "there is no node");
		is(rproc_stop(&rproc), 0, "it stops");

		start(rproc_firmware(&rproc, "echo"), 0, "a table again");
		must_echo();
		must_stop();
		check_log(NULL, 0);
	}
}

int main(void)
{
	rproc = rproc_get(0);
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		test_shape(&shapes[i]);
	test_amd();
	test_load_address();
	test_entry();
	test_table_nowhere();
	test_misspelt();
	test_damaged();
	test_no_table();
	unlink(FIRMWARE_DIR "/" PATCHED);
	return done();
}
