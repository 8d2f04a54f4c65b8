// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what the drivers for remote cores accept as firmware: images are
 * built in memory, broken, written to the firmware folder, and started through
 * the kernel's own loader. The core is one whose reset register is memory.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/remoteproc.h>

#include "test_core.h"

#define LINUX_MEMORY	0x50000000	/* that no remote core has */

static bool long_form;
module_param(long_form, bool, 0);
MODULE_PARM_DESC(long_form, "each size that is cut to, and all images at random");

/* Where everything is, and what the remote core finds in its table. */
static void rsc_good(struct kunit *test)
{
	struct test_core *rsc = test->priv;
	u8 *text = test_core_da_to_va(rsc, 0, TEST_IMAGE_TEXT + TEST_IMAGE_BSS + 1);
	struct test_table *table = test_core_da_to_va(rsc, TEST_IMAGE_TABLE_AT,
					    sizeof(*table));
	int i;

	memset(text, 0xee, TEST_IMAGE_TEXT + TEST_IMAGE_BSS + 1);
	KUNIT_ASSERT_EQ(test, 0, test_core_start(rsc, &rsc->image, sizeof(rsc->image)));
	KUNIT_EXPECT_EQ(test, rsc->rproc->bootaddr, rsc->da);
	KUNIT_EXPECT_MEMEQ(test, text, rsc->image.text, TEST_IMAGE_TEXT);
	for (i = 0; i < TEST_IMAGE_BSS; i++)
		KUNIT_EXPECT_EQ(test, text[TEST_IMAGE_TEXT + i], 0);
	KUNIT_EXPECT_EQ(test, text[TEST_IMAGE_TEXT + TEST_IMAGE_BSS], 0xee);

	KUNIT_EXPECT_EQ(test, table->hdr.ver, 1);
	KUNIT_EXPECT_EQ(test, table->carveout.pa, rsc->da);
	KUNIT_EXPECT_EQ(test, table->vdev.id, VIRTIO_ID_RPMSG);
	for (i = 0; i < RVDEV_NUM_VRINGS; i++)
		KUNIT_EXPECT_EQ(test, table->vring[i].num, TEST_IMAGE_RINGS);
	KUNIT_EXPECT_NE(test, table->vring[0].notifyid,
			table->vring[1].notifyid);
	test_core_must_stop(rsc);
}

/**
 * struct rsc_poke - a number in an image, and what it is changed to
 * @title: in words
 * @offset: where it is
 * @size: bytes that it has
 * @value: the new value
 * @rel: added to @value is where the core's firmware memory starts
 */
struct rsc_poke {
	const char *title;
	u16 offset;
	u8 size;
	u32 value;
	bool rel;
};

#define POKE(title, member, value) \
	{ title, offsetof(struct test_image, member), \
	  sizeof_field(struct test_image, member), value }
#define POKE_DA(title, member, value) \
	{ title, offsetof(struct test_image, member), \
	  sizeof_field(struct test_image, member), value, true }

static void rsc_poke(struct test_core *rsc, const struct rsc_poke *poke)
{
	/* The build and the machine are little-endian, as images are. */
	u32 value = poke->value + (poke->rel ? rsc->da : 0);

	test_image_build(&rsc->image, rsc->da);
	memcpy((u8 *)&rsc->image + poke->offset, &value, poke->size);
}

static const struct rsc_poke bad_elf[] = {
	POKE("no magic", ehdr.e_ident[EI_MAG1], 'x'),
	POKE("unknown class", ehdr.e_ident[EI_CLASS], 9),
	POKE("64-bit", ehdr.e_ident[EI_CLASS], ELFCLASS64),
	POKE("big-endian", ehdr.e_ident[EI_DATA], ELFDATA2MSB),
	POKE("another machine", ehdr.e_machine, EM_386),
	POKE("no segments", ehdr.e_phnum, 0),
	POKE("65535 segments", ehdr.e_phnum, 0xffff),
	POKE("segments at 4 GiB", ehdr.e_phoff, 0xffffffff),
	POKE("segments behind the file", ehdr.e_phoff,
	     sizeof(struct test_image)),
	POKE("short program headers", ehdr.e_phentsize, 8),
	POKE("long program headers", ehdr.e_phentsize, 64),
	POKE("sections at 4 GiB", ehdr.e_shoff, 0xfffffff0),
	POKE("sections half outside", ehdr.e_shoff,
	     sizeof(struct test_image) - sizeof(struct elf32_shdr)),
	POKE("65535 sections", ehdr.e_shnum, 0xffff),
	POKE("short section headers", ehdr.e_shentsize, 8),
	POKE("names nowhere", ehdr.e_shstrndx, 3),
	POKE("a name at 4 GiB", shdr[1].sh_name, 0xfffffff0),
	POKE("a name behind the names", shdr[0].sh_name,
	     sizeof_field(struct test_image, names)),
	POKE("names of no bytes", shdr[2].sh_size, 0),
	POKE("names without end", shdr[2].sh_size, 10),
	POKE("names behind the file", shdr[2].sh_offset, 0xffffffff),

	POKE("segment in Linux's memory", phdr[0].p_paddr, LINUX_MEMORY),
	POKE("segment at 0", phdr[0].p_paddr, 0),
	POKE_DA("segment below the memory", phdr[0].p_paddr, -1),
	POKE_DA("segment over the end", phdr[0].p_paddr,
		0x10000 - TEST_IMAGE_TEXT - TEST_IMAGE_BSS + 1),
	POKE("segment that wraps around", phdr[0].p_paddr, 0xfffffff0),
	POKE("segment one too long", phdr[0].p_memsz, 0x10001),
	POKE("segment of 4 GiB", phdr[0].p_memsz, 0xffffffff),
	POKE("longer in the file", phdr[0].p_filesz,
	     TEST_IMAGE_TEXT + TEST_IMAGE_BSS + 1),
	POKE("segment behind the file", phdr[0].p_offset, 0xfffffff0),
	POKE("segment half behind it", phdr[0].p_offset,
	     sizeof(struct test_image) - TEST_IMAGE_TEXT + 1),
};

static const struct rsc_poke bad_table[] = {
	POKE("table of 15 bytes", shdr[1].sh_size, 15),
	POKE("table of its header", shdr[1].sh_size, 16),
	POKE("table of 2 GiB", shdr[1].sh_size, 0x80000000),
	POKE("table one byte short", shdr[1].sh_size,
	     sizeof(struct test_table) - 1),
	POKE("table behind the file", shdr[1].sh_offset, 0xfffffff0),
	POKE("version 0", table.hdr.ver, 0),
	POKE("version 2", table.hdr.ver, 2),
	POKE("reserved in the header", table.hdr.reserved[0], 1),
	POKE("2^30 entries", table.hdr.num, 1 << 30),
	POKE("2^32 - 1 entries", table.hdr.num, 0xffffffff),
	POKE("entry over the header", table.offset[0], 0),
	POKE("entry over the offsets", table.offset[1], 24),
	POKE("entry behind the table", table.offset[2],
	     sizeof(struct test_table)),
	POKE("entry at the end", table.offset[2],
	     sizeof(struct test_table) - 4),
	POKE("entry at 4 GiB", table.offset[1], 0xfffffffc),

	POKE("carveout elsewhere", table.carveout.da, LINUX_MEMORY),
	POKE("carveout of 4 GiB", table.carveout.len, 0xffffffff),
	POKE("carveout one too long", table.carveout.len, 0x10001),
	POKE_DA("carveout of a region, in another", table.carveout.da, 0x10000),
	POKE("carveout with a format", table.carveout.name[0], '%'),
	POKE("carveout with reserved", table.carveout.reserved, 1),
	POKE("an IOMMU", table.carveout_hdr, RSC_DEVMEM),
	POKE("trace of 2 GiB", table.trace.len, 0x80000000),
	POKE("trace with reserved", table.trace.reserved, 1),

	POKE("no rings", table.vdev.num_of_vrings, 0),
	POKE("one ring", table.vdev.num_of_vrings, 1),
	POKE("three rings", table.vdev.num_of_vrings, 3),
	POKE("255 rings", table.vdev.num_of_vrings, 255),
	POKE("configuration too long", table.vdev.config_len,
	     TEST_IMAGE_CONFIG + 1),
	POKE("4 GiB of configuration", table.vdev.config_len, 0xffffffff),
	POKE("device with reserved", table.vdev.reserved[1], 1),
	POKE("ring of 0", table.vring[0].num, 0),
	POKE("ring of 3", table.vring[1].num, 3),
	POKE("ring of 2^31", table.vring[0].num, 1u << 31),
	POKE("ring of 65536", table.vring[1].num, 65536),
	POKE("ring that does not fit", table.vring[1].num, 1024),
	POKE("alignment 0", table.vring[0].align, 0),
	POKE("alignment 2", table.vring[1].align, 2),
	POKE("alignment 24", table.vring[1].align, 24),
	POKE("alignment of 2 MiB", table.vring[0].align, 2 << 20),
	POKE("alignment 2^31", table.vring[0].align, 1u << 31),
	POKE("ring elsewhere", table.vring[0].da, LINUX_MEMORY),
	POKE_DA("ring in the firmware", table.vring[1].da, 0),
	POKE_DA("ring that goes over the end", table.vring[0].da, 0x24000 - 0x800),
	POKE_DA("ring that is not aligned", table.vring[0].da, 0x20000 + 8),
	POKE_DA("ring before its memory", table.vring[0].da, 0x20000 - 0x1000),
	POKE_DA("ring behind its memory", table.vring[0].da, 0x24000),
};

/* At the edge, but good. */
static const struct rsc_poke good_images[] = {
	POKE("a segment less", ehdr.e_phnum, 1),
	POKE("no sections but names", ehdr.e_shnum, 0),
	POKE("nothing to load", phdr[0].p_memsz, 0),
	POKE("no machine", ehdr.e_machine, EM_NONE),
	POKE("segment as long as its memory", phdr[0].p_memsz, 0x10000),
	POKE_DA("segment up to the end", phdr[0].p_paddr,
		0x10000 - TEST_IMAGE_TEXT - TEST_IMAGE_BSS),
	POKE_DA("segment in the other memory", phdr[0].p_paddr, 0x10000),
	POKE("segment of zeros only", phdr[0].p_filesz, 0),
	POKE("no entry point", ehdr.e_entry, 0),
	POKE("entry point nowhere", ehdr.e_entry, LINUX_MEMORY),
	POKE_DA("entry point at the end", ehdr.e_entry, 0xffff),
	POKE_DA("entry point for Thumb", ehdr.e_entry, 1),
	POKE("no resource table", names[2], 'x'),
	POKE("table in Linux's memory", shdr[1].sh_addr, LINUX_MEMORY),
	POKE_DA("table over the end", shdr[1].sh_addr,
		0x10000 - sizeof(struct test_table) + 1),
	POKE_DA("table at the end", shdr[1].sh_addr,
		0x10000 - sizeof(struct test_table)),
	POKE("no entries", table.hdr.num, 0),
	POKE("carveout anywhere", table.carveout.da, FW_RSC_ADDR_ANY),
	POKE("carveout as long as its memory", table.carveout.len, 0x10000),
	POKE("carveout of all there is", table.carveout.len, 0),
	POKE("carveout of another name", table.carveout.name[0], 'x'),
	POKE("trace where nothing is", table.trace.da, LINUX_MEMORY),
	POKE("trace of no bytes", table.trace.len, 0),
	POKE("trace at no address", table.trace.da, FW_RSC_ADDR_ANY),
	POKE("trace of almost 2 GiB", table.trace.len, 0x7fffffff),
	POKE("a vendor's entry", table.trace_hdr, RSC_VENDOR_START),
	POKE("a vendor's entry at the end", table.vdev_hdr, RSC_VENDOR_END),
	POKE("an unknown entry", table.trace_hdr, 77),
	POKE("no configuration", table.vdev.config_len, 0),
	POKE("all features", table.vdev.dfeatures, 0xffffffff),
	POKE("the longest ring that fits", table.vring[1].num, 512),
	POKE("ring of 1", table.vring[0].num, 1),
	POKE("alignment 4", table.vring[1].align, 4),
	POKE("alignment 4096", table.vring[1].align, 4096),
	POKE("ring at 0", table.vring[0].da, 0),
	POKE_DA("ring where its memory is", table.vring[1].da, 0x24000),
	POKE_DA("ring at the end of its memory", table.vring[1].da, 0x27000),
};

static void rsc_poke_title(const struct rsc_poke *poke, char *title)
{
	strscpy(title, poke->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(bad_elf, bad_elf, rsc_poke_title);
KUNIT_ARRAY_PARAM(bad_table, bad_table, rsc_poke_title);
KUNIT_ARRAY_PARAM(good_image, good_images, rsc_poke_title);

static void rsc_bad(struct kunit *test)
{
	const struct rsc_poke *poke = test->param_value;
	struct test_core *rsc = test->priv;

	rsc_poke(rsc, poke);
	test_core_expect_refused(rsc, sizeof(rsc->image), poke->title);
	test_core_must_work(rsc);
}

static void rsc_edge(struct kunit *test)
{
	const struct rsc_poke *poke = test->param_value;
	struct test_core *rsc = test->priv;

	rsc_poke(rsc, poke);
	test_core_expect_accepted(rsc, poke->title);
	test_core_must_work(rsc);
}

#define CUT_STEP	5	/* bytes, which all members are out of step with */

/* The section names come last, so nothing that is cut is whole. */
static void rsc_cut(struct kunit *test)
{
	struct test_core *rsc = test->priv;
	char title[32];
	size_t size;

	for (size = 0; size < sizeof(rsc->image); size += long_form ? 1 : CUT_STEP) {
		snprintf(title, sizeof(title), "%zu bytes", size);
		test_core_expect_refused(rsc, size, title);
	}
	test_core_must_work(rsc);
}

/* Names of 32 bytes have no terminator: 31 count, as for the core. */
static void rsc_endless_name(struct kunit *test)
{
	struct test_core *rsc = test->priv;

	memset(rsc->image.table.carveout.name, 'f',
	       sizeof(rsc->image.table.carveout.name));
	test_core_expect_accepted(rsc, "a carveout's name");
	test_core_must_work(rsc);
}

static void rsc_no_file(struct kunit *test)
{
	struct test_core *rsc = test->priv;

	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rsc->rproc,
						    "kunit-openamp.none"));
	KUNIT_EXPECT_EQ(test, rproc_boot(rsc->rproc), -ENOENT);
	KUNIT_EXPECT_EQ(test, rsc->rproc->state, RPROC_OFFLINE);
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rsc->rproc, TEST_CORE_FILE));
	test_core_must_work(rsc);
}

#define MUTATIONS	250	/* images of each part */
#define MUTANT_BREAKS	12	/* in one: one image in eight still starts */
#define BETWEEN_GOOD	100	/* images, before a good one is tried */
#define SEEDS		3	/* that are taken: in the long form all of them */
static const u32 seeds[] = { 5, 1, 2, 3, 4, 6, 7, 8, 9, 10 };

static const void *seed_gen_params(const void *prev, char *title)
{
	const u32 *seed = prev ? (const u32 *)prev + 1 : seeds;
	const size_t count = long_form ? ARRAY_SIZE(seeds) : SEEDS;

	if (seed == seeds + count)
		return NULL;
	snprintf(title, KUNIT_PARAM_DESC_SIZE, "seed %u", *seed);

	return seed;
}

/* Numbers that a check may forget. */
static u32 mutant_value(struct test_core *rsc, struct rnd_state *rnd)
{
	const u32 values[] = {
		0, 1, 2, 3, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x10000,
		0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff,
		rsc->da, rsc->da + 1, rsc->da + rsc->size - 1,
		rsc->da + rsc->size, sizeof(rsc->image),
		sizeof(rsc->image) - 4, sizeof(struct test_table),
	};
	u32 choice = prandom_u32_state(rnd);

	if (choice & 1)
		return values[(choice >> 1) % ARRAY_SIZE(values)];

	return prandom_u32_state(rnd);
}

/* Breaks up to MUTANT_BREAKS things in a good image. Returns its size. */
static size_t mutate(struct test_core *rsc, struct rnd_state *rnd)
{
	size_t size = sizeof(rsc->image), at;
	u8 *bytes = (u8 *)&rsc->image;
	u32 count, value;

	test_image_build(&rsc->image, rsc->da);
	for (count = prandom_u32_state(rnd) % MUTANT_BREAKS + 1; count;
	     count--) {
		at = prandom_u32_state(rnd) % (sizeof(rsc->image) - 3);
		value = mutant_value(rsc, rnd);
		switch (prandom_u32_state(rnd) % 8) {
		case 0:
			size = min(size, at);
			break;
		case 1:
			bytes[at] ^= BIT(value % 8);
			break;
		case 2:
		case 3:
			bytes[at] = value;
			break;
		default:
			/* Numbers of 32 bits, where such numbers are. */
			memcpy(&bytes[at & ~3], &value, sizeof(value));
			break;
		}
	}

	return size;
}

/*
 * Whether a driver comes to the virtio devices of mutants. It takes most of the
 * time, for nothing that another image would not show: few seeds have it.
 */
static void set_autoprobe(struct kunit *test, bool on)
{
	test_image_write(test, "/sys/bus/virtio/drivers_autoprobe",
			 on ? "1" : "0", 1);
}

static void rsc_exit(struct kunit *test)
{
	set_autoprobe(test, true);
}

static void rsc_mutants(struct kunit *test)
{
	const u32 seed = *(const u32 *)test->param_value;
	struct test_core *rsc = test->priv;
	int i, ret, accepted = 0;
	struct rnd_state rnd;
	size_t size;

	set_autoprobe(test, seed % 5 == 0);
	prandom_seed_state(&rnd, seed);
	for (i = 0; i < MUTATIONS; i++) {
		size = mutate(rsc, &rnd);
		ret = test_core_start(rsc, &rsc->image, size);
		KUNIT_ASSERT_LE_MSG(test, ret, 0, "image %d", i);
		if (ret) {
			KUNIT_ASSERT_EQ_MSG(test, rsc->rproc->state,
					    RPROC_OFFLINE, "image %d", i);
		} else {
			test_core_must_stop(rsc);
			accepted++;
		}
		if (!(i % BETWEEN_GOOD))
			test_core_must_work(rsc);
	}
	/* Else they do not get deep enough, or are not broken enough. */
	KUNIT_EXPECT_GT(test, accepted, MUTATIONS / 20);
	KUNIT_EXPECT_LT(test, accepted, MUTATIONS - MUTATIONS / 20);
}

/* A core without vrings needs no table. */
static const char * const firmware_only[] = { "firmware", NULL };

static void rsc_without_table(struct kunit *test)
{
	struct test_core *rsc = test->priv;

	rsc->image.ehdr.e_shnum = 0;
	rsc->image.ehdr.e_shstrndx = 0;
	test_core_expect_accepted(rsc, "no sections");
	test_image_build(&rsc->image, rsc->da);
	rsc->image.names[2] = 'x';
	test_core_expect_accepted(rsc, "no table");
	test_core_must_work(rsc);
}

static int rsc_init(struct kunit *test)
{
	return test_core_init(test, test_rpu_memory);
}

static int rsc_init_without_table(struct kunit *test)
{
	return test_core_init(test, firmware_only);
}

static struct kunit_case openamp_rsc_cases[] = {
	KUNIT_CASE(rsc_good),
	KUNIT_CASE_PARAM_ATTR(rsc_edge, good_image_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(rsc_bad, bad_elf_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(rsc_bad, bad_table_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(rsc_cut),
	KUNIT_CASE(rsc_endless_name),
	KUNIT_CASE(rsc_no_file),
	KUNIT_CASE_PARAM_ATTR(rsc_mutants, seed_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{ }
};

static struct kunit_suite openamp_rsc_suite = {
	.name = "openamp_rsc",
	.init = rsc_init,
	.exit = rsc_exit,
	.test_cases = openamp_rsc_cases,
};

static struct kunit_case openamp_rsc_no_vring_cases[] = {
	KUNIT_CASE(rsc_without_table),
	{ }
};

static struct kunit_suite openamp_rsc_no_vring_suite = {
	.name = "openamp_rsc_no_vring",
	.init = rsc_init_without_table,
	.test_cases = openamp_rsc_no_vring_cases,
};

kunit_test_suites(&openamp_rsc_suite, &openamp_rsc_no_vring_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of firmware checks");
MODULE_LICENSE("GPL");
