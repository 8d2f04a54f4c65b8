// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the driver writes for the Cortex-M4 of an i.MX7D, on an emulator that has its reset
 * controller and its memory, and not the core: a register that keeps what is written, the
 * image's segments in DRAM, and the first words where the core takes them from.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "binding.h"
#include "image.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"

#define COMPATIBLE	"fsl,imx7d-cm4"
#define CLOCK		"/sys/kernel/debug/clk/arm_m4_root_clk/clk_enable_count"

/* i.MX 7Dual Reference Manual, "System Reset Controller": the M4's register. */
#define SRC		0x30390000u
#define M4RCR		(0x0c / sizeof(uint32_t))
#define M4RCR_M4	0xfu
#define M4RCR_OTHERS	0xa0u	/* of its watchdog: not the driver's */
#define RUNS		0xeu
#define STOPPED		0xbu

/* The core takes its first words from OCRAM_S, which it has at 0. */
#define OCRAM_S		0x00180000u
#define VECTORS		2

/* Its code bus has all of DRAM at another address. */
#define CODE_BUS	0x10000000u
#define CODE_BUS_END	0x1fff0000u
#define DRAM		0x80000000u

static volatile uint32_t *src;

/* Uncached, as the core would see it. */
static volatile uint32_t *map(uint32_t addr, size_t size)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, addr);

	if (fd < 0 || at == MAP_FAILED)
		bail("cannot map 0x%x: %s", addr, strerror(errno));
	close(fd);
	return at;
}

static uint32_t linux_addr(uint32_t addr)
{
	return addr >= CODE_BUS && addr < CODE_BUS_END ? addr - CODE_BUS + DRAM : addr;
}

static bool is_imx7d(const struct rproc *rproc)
{
	char path[PATH_LEN], text[64];

	snprintf(path, sizeof(path), "%s/device/of_node/compatible", rproc->dir);
	return !read_text(path, text, sizeof(text)) && !strcmp(text, COMPATIBLE);
}

static bool m4_is(uint32_t state)
{
	uint32_t value = src[M4RCR];

	if (value == (state | M4RCR_OTHERS))
		return true;
	diag("M4RCR is 0x%x", value);
	return false;
}

/* @segment: a header of the image that is in memory, where the core does not change it. */
static bool is_loaded(const struct image *image, const Elf32_Phdr *segment)
{
	uint32_t addr = linux_addr(segment->p_paddr), page = addr & 0xfff;
	volatile uint32_t *at = map(addr - page, page + segment->p_filesz) + page / 4;
	size_t i, words = segment->p_filesz / 4;
	uint32_t word;

	for (i = 0; i < words; i++) {
		memcpy(&word, image->data + segment->p_offset + 4 * i, sizeof(word));
		if (at[i] != word)
			break;
	}
	if (i < words)
		diag("0x%x is not what the image has for 0x%x", addr, segment->p_paddr);
	munmap((void *)(at - page / 4), page + segment->p_filesz);
	return i == words;
}

/* Linux writes to the table, which is in its own segment, and not to code and data. */
static void test_memory(const char *file)
{
	struct image image = image_read_whole(file);
	Elf32_Ehdr *header = image_header(&image);
	Elf32_Phdr *segment = (void *)(image.data + header->e_phoff);
	volatile uint32_t *first = map(OCRAM_S, sizeof(uint32_t) * VECTORS);
	uint32_t vectors[VECTORS];
	unsigned int loaded = 0;

	memcpy(vectors, image.data + segment->p_offset, sizeof(vectors));
	for (unsigned int i = 0; i < header->e_phnum; i++)
		if (segment[i].p_type == PT_LOAD && segment[i].p_flags & PF_X)
			loaded += is_loaded(&image, &segment[i]);
	is(loaded, 1, "the image's code is in DRAM");
	is(first[0], vectors[0], "its stack pointer is where the core takes it from");
	is(first[1], header->e_entry | 1, "and so is its entry");
	munmap((void *)first, sizeof(vectors));
	image_free(&image);
}

static void spoil_memory(void)
{
	volatile uint32_t *first = map(OCRAM_S, sizeof(uint32_t) * VECTORS);

	memset((void *)first, 0xff, sizeof(uint32_t) * VECTORS);
	munmap((void *)first, sizeof(uint32_t) * VECTORS);
}

static void test_start_and_stop(struct rproc *rproc)
{
	const char *file = rproc_firmware(rproc, "echo");

	spoil_memory();
	is(rproc_try_start(rproc, file), 0, "it starts");
	ok(m4_is(RUNS), "the core is enabled and out of reset");
	test_memory(file);
	is(rproc_stop(rproc), 0, "it stops");
	ok(m4_is(STOPPED), "the core is held in reset");
	ok(rproc_is(rproc, "offline"), "it is offline");
}

/* The driver that comes finds by the register whether the core runs. */
static void test_found(struct rproc *rproc)
{
	struct binding binding = binding_of(rproc);

	is(rproc_try_start(rproc, rproc_firmware(rproc, "echo")), 0, "it starts");
	is(rproc_request(rproc, "detach"), 0, "Linux detaches");
	is(binding_write(&binding, "unbind") ?: binding_write(&binding, "bind"), 0,
	   "the driver goes and comes");
	ok(rproc_find_again(rproc) && rproc_is(rproc, "detached"),
	   "it has found that the core runs");
	ok(m4_is(RUNS), "the core was left alone");
	is(rproc_request(rproc, "start"), 0, "Linux attaches");
	ok(m4_is(RUNS), "the core is not started again");
	is(rproc_stop(rproc), 0, "it stops");
	ok(m4_is(STOPPED), "the core is held in reset");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	if (!is_imx7d(&rproc)) {
		skip("an i.MX7D's Cortex-M4", "the board has none");
		return done();
	}
	src = map(SRC, sysconf(_SC_PAGESIZE));
	is(src[M4RCR] & M4RCR_M4, 0, "nothing has touched the core's reset");
	src[M4RCR] |= M4RCR_OTHERS;
	ok(read_number(CLOCK) > 0, "the core's clock is on");
	test_start_and_stop(&rproc);
	test_start_and_stop(&rproc);
	test_found(&rproc);
	return done();
}
