// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what segments and sections do to a core's memory, in the shapes that toolchains
 * and vendors give them, and of entry points. Images are built in memory and started
 * through the kernel's own loader.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_elf.h"

/* Makes another segment, of zeros only, with nothing in the file. */
static struct elf32_phdr *elf_add_zeros(struct test_core *core, u32 da, u32 size)
{
	struct elf32_phdr *phdr = &core->image.phdr[2];

	phdr->p_type = PT_LOAD;
	phdr->p_vaddr = da;
	phdr->p_paddr = da;
	phdr->p_memsz = size;

	return phdr;
}

/* Makes a section without bytes in the file. */
static void elf_add_section(struct test_core *core, u32 da, u32 size)
{
	struct elf32_shdr *shdr = &core->image.shdr[0];

	shdr->sh_type = SHT_NOBITS;
	shdr->sh_flags = SHF_ALLOC;
	shdr->sh_addr = da;
	shdr->sh_size = size;
}

static void elf_poison(struct test_core *core, u32 offset, size_t size)
{
	memset(test_core_da_to_va(core, offset, size), POISON, size);
}

/* Are @size bytes at @offset all @value, and those at their sides poison? */
static void elf_expect_filled(struct test_core *core, u32 offset, size_t size,
			      u8 value)
{
	const u8 *at = test_core_da_to_va(core, offset - 1, size + 1);

	KUNIT_EXPECT_EQ(core->test, at[0], POISON);
	KUNIT_EXPECT_NULL(core->test, memchr_inv(at + 1, value, size));
}

/**
 * struct elf_zeros - a segment of zeros, and what becomes of it
 * @title: in words
 * @offset: where it is, from the start of firmware memory; or an address, if that is
 *	    in no memory of the core
 * @size: bytes
 * @refused: it is no good
 */
struct elf_zeros {
	const char *title;
	u32 offset;
	u32 size;
	bool refused;
};

static const struct elf_zeros zeros[] = {
	{ "in a vring", VRING0, 0x1000 },
	{ "in the buffers", BUFFER + 0x100, 0x1000 },
	{ "in no memory", OUTSIDE, 0x1000 },
	{ "in no memory, up to 4 GiB", 0xfffff000, 0x1000 },
	{ "from the vrings to the buffers", VRING0, 0xe0000 },
	{ "just behind the firmware's memory", MORE + MORE_SIZE, 0x1000 },
	{ "in the firmware's memory", 0x8000, 0x1000 },
	{ "up to its end", FIRMWARE_SIZE - 0x10, 0x10 },
	{ "one beyond its end", FIRMWARE_SIZE - 0x10, 0x11, true },
	{ "from one before its start", -1, 2, true },
	{ "over all of it", -1, FIRMWARE_SIZE + 2, true },
	{ "from the one region to the other", 0x8000, 0x8001, true },
	{ "from the other to nowhere", MORE, MORE_SIZE + 1, true },
};

static void zeros_title(const struct elf_zeros *shape, char *title)
{
	strscpy(title, shape->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(zeros, zeros, zeros_title);

static u32 zeros_da(struct test_core *core, const struct elf_zeros *shape)
{
	return shape->offset >= OUTSIDE && shape->offset != (u32)-1 ?
	       shape->offset : core->da + shape->offset;
}

static void expect_zeros(struct test_core *core, const struct elf_zeros *shape)
{
	if (shape->refused) {
		test_core_expect_refused(core, sizeof(core->image),
					 shape->title);
		elf_expect_filled(core, 1, FIRMWARE_SIZE - 1, POISON);
	} else {
		test_core_must_start(core);
		if (shape->offset < FIRMWARE_SIZE)
			elf_expect_filled(core, shape->offset, shape->size, 0);
		test_core_must_stop(core);
	}
	test_core_must_work(core);
}

/* As GNU's linker writes a section that is not loaded: a segment of its own. */
static void elf_zeros_segment(struct kunit *test)
{
	const struct elf_zeros *shape = test->param_value;
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr;

	elf_poison(core, 0, FIRMWARE_SIZE);
	phdr = elf_add_zeros(core, zeros_da(core, shape), shape->size);
	/* Of no bytes, it says nothing where they would be. */
	phdr->p_offset = 0xfffffff0;
	expect_zeros(core, shape);
}

/* As LLVM's writes it: at the end of the segment before it. */
static void elf_zeros_section(struct kunit *test)
{
	const struct elf_zeros *shape = test->param_value;
	struct test_core *core = test->priv;
	u32 da = zeros_da(core, shape);

	if (da < core->da + TEST_IMAGE_TEXT)
		kunit_skip(test, "not behind the segment");
	elf_poison(core, 0, FIRMWARE_SIZE);
	core->image.phdr[0].p_vaddr = core->da;
	core->image.phdr[0].p_memsz = da + shape->size - core->da;
	elf_add_section(core, da, shape->size);
	/* All of it is in one region: then all is cleared. */
	if (shape->offset < FIRMWARE_SIZE && !shape->refused)
		elf_poison(core, shape->offset - 1, 1);
	if (da + shape->size - core->da <= FIRMWARE_SIZE)
		kunit_skip(test, "all in one region");
	expect_zeros(core, shape);
}

/* Sections say nothing of such a segment: then it all has to be in one region. */
static void elf_zeros_without_section(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr;

	core->image.phdr[0].p_memsz = FIRMWARE_SIZE;
	test_core_expect_accepted(core, "up to the end");
	core->image.phdr[0].p_memsz++;
	test_core_expect_refused(core, sizeof(core->image), "one more");
	core->image.ehdr.e_shnum = 0;
	test_core_expect_refused(core, sizeof(core->image), "no sections");
	core->image.phdr[0].p_memsz--;
	test_core_expect_accepted(core, "no sections, up to the end");

	/* Nothing comes directly after "more". */
	phdr = elf_add_zeros(core, core->da + MORE_END - 0x30, 0x40);
	phdr->p_offset = offsetof(struct test_image, text);
	phdr->p_filesz = 0x30;
	test_core_expect_refused(core, sizeof(core->image), "bytes up to the end");
	phdr->p_memsz = 0x30;
	test_core_expect_accepted(core, "nothing but bytes");
}

/* Bytes: what counts is the load address, and that there is memory. */
static void elf_bytes(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr = elf_add_zeros(core, core->da + 0x2000, 0x40);
	const u8 *at = test_core_da_to_va(core, 0x2000, 0x41);

	phdr->p_offset = offsetof(struct test_image, text);
	phdr->p_filesz = 0x30;
	phdr->p_vaddr = OUTSIDE;
	elf_poison(core, 0x2000, 0x41);
	test_core_must_start(core);
	KUNIT_EXPECT_MEMEQ(test, at, core->image.text, 0x30);
	KUNIT_EXPECT_NULL(test, memchr_inv(at + 0x30, 0, 0x10));
	KUNIT_EXPECT_EQ(test, at[0x40], POISON);
	test_core_must_stop(core);

	phdr->p_vaddr = phdr->p_paddr;
	phdr->p_paddr = OUTSIDE;
	test_core_expect_refused(core, sizeof(core->image), "nowhere");
	phdr->p_paddr = core->da + BUFFER;
	test_core_expect_refused(core, sizeof(core->image), "buffers");
	phdr->p_paddr = core->da + VRING0;
	test_core_expect_accepted(core, "vring");
	phdr->p_paddr = core->da + FIRMWARE_SIZE - 0x2f;
	test_core_expect_refused(core, sizeof(core->image), "over the end");
	phdr->p_paddr = core->da + FIRMWARE_SIZE - 0x40;
	test_core_expect_accepted(core, "at the end");
	test_core_must_work(core);
}

/* A core that goes to its entry point has to have memory there. */
static void elf_entry(struct kunit *test)
{
	struct test_core *core = test->priv;
	static const u32 bad[] = { 0, OUTSIDE };
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		core->image.ehdr.e_entry = bad[i];
		test_core_expect_refused(core, sizeof(core->image), "nowhere");
	}
	core->image.ehdr.e_entry = core->da - 1;
	test_core_expect_refused(core, sizeof(core->image), "one before");
	core->image.ehdr.e_entry = core->da + VRING0;
	test_core_expect_refused(core, sizeof(core->image), "in a vring");
}

/* Memory that is listed twice. */
static void elf_overlap(struct kunit *test)
{
	static const char * const twice[] = { "more", "firmware", "again", NULL };
	static const char * const once[] = { "more", "again", NULL };
	struct test_node *rpu = test_rpu_new(test);
	struct test_node *bad, *good;

	bad = test_rpu_add_core(test, rpu, 0, twice);
	good = test_rpu_add_core(test, rpu, 1, once);
	test_node_attach(test, rpu);
	test_node_attach(test, bad);
	test_node_attach(test, good);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, rpu, "versal_rpu"));
	KUNIT_EXPECT_NULL(test, rproc_get_by_phandle(TEST_RPU_CORE(0)));
	test_rpu_rproc(test, 1);
}

static int elf_init_boot(struct kunit *test)
{
	return test_core_init_boot(test, test_rpu_memory, true);
}

static struct kunit_case openamp_elf_cases[] = {
	KUNIT_CASE_PARAM_ATTR(elf_zeros_segment, zeros_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM_ATTR(elf_zeros_section, zeros_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(elf_zeros_without_section),
	KUNIT_CASE(elf_bytes),
	{ }
};

static struct kunit_suite openamp_elf_suite = {
	.name = "openamp_elf",
	.init = elf_init,
	.test_cases = openamp_elf_cases,
};

static struct kunit_case openamp_elf_entry_cases[] = {
	KUNIT_CASE(elf_entry),
	{ }
};

static struct kunit_suite openamp_elf_entry_suite = {
	.name = "openamp_elf_entry",
	.init = elf_init_boot,
	.test_cases = openamp_elf_entry_cases,
};

static struct kunit_case openamp_elf_region_cases[] = {
	KUNIT_CASE(elf_overlap),
	{ }
};

static struct kunit_suite openamp_elf_region_suite = {
	.name = "openamp_elf_region",
	.test_cases = openamp_elf_region_cases,
};

kunit_test_suites(&openamp_elf_suite, &openamp_elf_entry_suite,
		  &openamp_elf_region_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of segments in the shapes that others make");
MODULE_LICENSE("GPL");
