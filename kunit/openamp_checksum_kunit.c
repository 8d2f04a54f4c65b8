// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the checksum that firmware can carry. Images are built in memory and
 * started through the kernel's own loader.
 */

#include <kunit/test.h>
#include <linux/crc32.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "log.h"
#include "test_core.h"
#include "test_rproc_attr.h"

#define TYPE		321
#define MAGIC		0x4d555343
#define NONE		0
#define CRC32		1

#define DAMAGED		"is damaged: the checksum of its segments is 0x"
#define NOT_CHECKED	"is not checked: its checksum"

/**
 * struct sum_entry - as the wire protocol has it
 * @type: TYPE
 * @magic: MAGIC
 * @version: 1
 * @size: of this structure
 * @algorithm: NONE, CRC32
 * @value: of which four bytes count
 */
struct sum_entry {
	__le32 type;
	__le32 magic;
	__le16 version;
	__le16 size;
	__le32 algorithm;
	__le32 value[8];
};

/**
 * struct sum_table - a resource table with nothing but a checksum
 * @hdr: its header
 * @offset: of the entry
 * @sum: the entry
 */
struct sum_table {
	struct resource_table hdr;
	u32 offset[1];
	struct sum_entry sum;
};

/**
 * struct sum_image - a file with that table
 * @usual: an image, whose own table is not used
 * @table: this is, in a segment with what is around it
 * @behind: the end of that segment
 */
struct sum_image {
	struct test_image usual;
	struct sum_table table;
	u8 behind[20];
} __packed;

/* Where the second segment starts: with the section names of the usual image. */
#define SEGMENT_AT	offsetof(struct sum_image, usual.names)
#define SEGMENT_SIZE	(sizeof(struct sum_image) - SEGMENT_AT)

/* By the definition, from both segments as a remote's tool would do it. */
static u32 sum_of(struct kunit *test, const struct sum_image *image)
{
	struct sum_image *copy = kunit_kzalloc(test, sizeof(*copy), GFP_KERNEL);
	u32 crc = ~0;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	*copy = *image;
	memset(copy->table.sum.value, 0, sizeof(copy->table.sum.value));
	crc = crc32_le(crc, copy->usual.text, sizeof(copy->usual.text));
	crc = crc32_le(crc, (u8 *)copy + SEGMENT_AT, SEGMENT_SIZE);

	return ~crc;
}

static struct sum_image *sum_new(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct sum_image *image = kunit_kzalloc(test, sizeof(*image), GFP_KERNEL);
	struct elf32_phdr *phdr;
	struct elf32_shdr *shdr;

	KUNIT_ASSERT_NOT_NULL(test, image);
	image->usual = core->image;
	phdr = &image->usual.phdr[2];
	phdr->p_paddr = core->da + TEST_IMAGE_TABLE_AT;
	phdr->p_offset = SEGMENT_AT;
	phdr->p_filesz = SEGMENT_SIZE;
	phdr->p_memsz = SEGMENT_SIZE;
	shdr = &image->usual.shdr[1];
	shdr->sh_offset = offsetof(struct sum_image, table);
	shdr->sh_addr = phdr->p_paddr + shdr->sh_offset - SEGMENT_AT;
	shdr->sh_size = sizeof(image->table);

	image->table.hdr.ver = 1;
	image->table.hdr.num = 1;
	image->table.offset[0] = offsetof(struct sum_table, sum);
	image->table.sum.type = cpu_to_le32(TYPE);
	image->table.sum.magic = cpu_to_le32(MAGIC);
	image->table.sum.version = cpu_to_le16(1);
	image->table.sum.size = cpu_to_le16(sizeof(image->table.sum));
	image->table.sum.algorithm = cpu_to_le32(CRC32);
	memset(image->behind, 0x5a, sizeof(image->behind));
	image->table.sum.value[0] = cpu_to_le32(sum_of(test, image));

	return image;
}

static void sum_expect(struct kunit *test, struct sum_image *image, int ret)
{
	struct test_core *core = test->priv;

	KUNIT_ASSERT_EQ(test, ret,
			test_core_start(core, image, sizeof(*image)));
	if (!ret)
		test_core_must_stop(core);
	KUNIT_EXPECT_EQ(test, core->rproc->state, RPROC_OFFLINE);
}

static void sum_right(struct kunit *test)
{
	struct sum_image *image = sum_new(test);
	struct kmsg_dump_iter log;

	log_begin(&log);
	sum_expect(test, image, 0);
	sum_expect(test, image, 0);
	/* What the entry has behind the value is as good as 0. */
	image->table.sum.value[7] = cpu_to_le32(4711);
	sum_expect(test, image, 0);
	/* Bytes of the file that no segment has do not count. */
	image->usual.shdr[0].sh_link = 1;
	sum_expect(test, image, 0);
	KUNIT_EXPECT_EQ(test, log_count(&log, "checksum", NULL), 0);
}

/* Any bit of either segment, and of the value itself. */
static void sum_wrong(struct kunit *test)
{
	struct sum_image *image = sum_new(test);
	u8 *at[] = {
		&image->usual.text[0], &image->usual.text[TEST_IMAGE_TEXT - 1],
		(u8 *)&image->table.sum.algorithm + 4, image->behind,
		&image->behind[sizeof(image->behind) - 1],
		(u8 *)&image->table.sum.value + 3,
	};
	struct kmsg_dump_iter log;
	char line[128];
	int i;

	for (i = 0; i < ARRAY_SIZE(at); i++) {
		log_begin(&log);
		*at[i] ^= 1 << i;
		sum_expect(test, image, -EINVAL);
		KUNIT_EXPECT_EQ(test, log_count(&log, DAMAGED, NULL), 1);
		snprintf(line, sizeof(line), DAMAGED
			 "%08x, and its resource table says 0x%08x",
			 sum_of(test, image),
			 le32_to_cpu(image->table.sum.value[0]));
		KUNIT_EXPECT_EQ_MSG(test, log_count(&log, line, NULL), 1, "%s",
				    line);
		*at[i] ^= 1 << i;
	}
	sum_expect(test, image, 0);
}

/* After a crash the file is loaded again: it may have become another. */
static void sum_wrong_later(struct kunit *test)
{
	struct sum_image *image = sum_new(test);
	struct test_core *core = test->priv;
	struct kmsg_dump_iter log;

	KUNIT_ASSERT_EQ(test, 0, test_core_start(core, image, sizeof(*image)));
	log_begin(&log);
	image->usual.text[3] ^= 1;
	test_image_write(test, TEST_CORE_PATH, image, sizeof(*image));
	rproc_report_crash(core->rproc, RPROC_FATAL_ERROR);
	flush_work(&core->rproc->crash_handler);
	KUNIT_EXPECT_STREQ(test, rproc_attr_read(core->rproc, "state"), "crashed");
	KUNIT_EXPECT_EQ(test, log_count(&log, DAMAGED, NULL), 1);
	image->usual.text[3] ^= 1;
	test_image_write(test, TEST_CORE_PATH, image, sizeof(*image));
	KUNIT_EXPECT_EQ(test, rproc_attr_write(core->rproc, "state", "start"), 0);
	KUNIT_EXPECT_STREQ(test, rproc_attr_read(core->rproc, "state"), "running");
	KUNIT_EXPECT_EQ(test, rproc_attr_write(core->rproc, "state", "stop"), 0);
}

static void sum_has_version(struct sum_image *image)
{
	image->table.sum.version = cpu_to_le16(2);
}

static void sum_has_size(struct sum_image *image)
{
	image->table.sum.size = cpu_to_le16(sizeof(image->table.sum) + 4);
}

static void sum_has_algorithm(struct sum_image *image)
{
	image->table.sum.algorithm = cpu_to_le32(CRC32 + 1);
}

static void sum_has_none(struct sum_image *image)
{
	image->table.sum.algorithm = cpu_to_le32(NONE);
}

static void sum_is_not_ours(struct sum_image *image)
{
	image->table.sum.magic = 0;
}

static void sum_is_cut(struct sum_image *image)
{
	image->usual.shdr[1].sh_size--;
}

/**
 * struct sum_odd - an entry whose value does not count, which is wrong
 * @title: why
 * @make: makes it so
 * @said: the log says so, once
 */
struct sum_odd {
	const char *title;
	void (*make)(struct sum_image *image);
	bool said;
};

static const struct sum_odd sum_odds[] = {
	{ "version", sum_has_version, true },
	{ "size", sum_has_size, true },
	{ "algorithm", sum_has_algorithm, true },
	{ "no value", sum_has_none, false },
	{ "another's", sum_is_not_ours, false },
	{ "cut short", sum_is_cut, false },
};

static void sum_odd(struct kunit *test)
{
	const struct sum_odd *odd = test->param_value;
	struct sum_image *image = sum_new(test);
	struct kmsg_dump_iter log;

	log_begin(&log);
	image->usual.text[0] ^= 1;
	odd->make(image);
	sum_expect(test, image, 0);
	KUNIT_EXPECT_EQ(test, log_count(&log, NOT_CHECKED, NULL), odd->said);
	KUNIT_EXPECT_EQ(test, log_count(&log, DAMAGED, NULL), 0);
}

static void sum_odd_title(const struct sum_odd *odd, char *title)
{
	strscpy(title, odd->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sum_odds, sum_odds, sum_odd_title);

/* Half of the value in a segment, and all bytes in two: that takes no longer. */
static void sum_segments(struct kunit *test)
{
	struct sum_image *image = sum_new(test);
	struct elf32_phdr *phdr = image->usual.phdr;
	struct kmsg_dump_iter log;
	u32 crc;

	/* The second one ends within the value, of which what it has is 0. */
	phdr[2].p_filesz = offsetof(struct sum_image, table.sum.value) + 2 -
			   SEGMENT_AT;
	crc = crc32_le(~0, image->usual.text, sizeof(image->usual.text));
	crc = crc32_le(crc, (u8 *)image + SEGMENT_AT, phdr[2].p_filesz - 2);
	crc = crc32_le(crc, (const u8 *)"\0", 2);
	image->table.sum.value[0] = cpu_to_le32(~crc);
	sum_expect(test, image, 0);

	log_begin(&log);
	phdr[1] = phdr[0];
	phdr[1].p_offset = 0;
	phdr[1].p_filesz = sizeof(*image);
	phdr[1].p_memsz = sizeof(*image);
	phdr[1].p_paddr += 0x2000;
	phdr[2].p_filesz = SEGMENT_SIZE;
	sum_expect(test, image, -EINVAL);
	KUNIT_EXPECT_EQ(test, log_count(&log, "its segments share some", NULL), 1);
}

/* Offsets that lead out of the table, or over its end. */
static void sum_offsets(struct kunit *test)
{
	static const u32 offsets[] = {
		sizeof(struct sum_table), sizeof(struct sum_table) - 1,
		0x7fffffff, U32_MAX, U32_MAX - 3,
	};
	struct sum_image *image = sum_new(test);
	int i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		image->table.offset[0] = offsets[i];
		sum_expect(test, image, -EINVAL);
	}
	image->table.offset[0] = offsetof(struct sum_table, sum);
	image->table.sum.value[0] = cpu_to_le32(sum_of(test, image));
	sum_expect(test, image, 0);
}

static int sum_init(struct kunit *test)
{
	return test_core_init(test, test_rpu_memory);
}

static struct kunit_case openamp_checksum_cases[] = {
	KUNIT_CASE(sum_right),
	KUNIT_CASE(sum_wrong),
	KUNIT_CASE(sum_wrong_later),
	KUNIT_CASE_PARAM(sum_odd, sum_odds_gen_params),
	KUNIT_CASE(sum_segments),
	KUNIT_CASE(sum_offsets),
	{ }
};

static struct kunit_suite openamp_checksum_suite = {
	.name = "openamp_checksum",
	.init = sum_init,
	.test_cases = openamp_checksum_cases,
};

kunit_test_suite(openamp_checksum_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of the checksum of firmware");
MODULE_LICENSE("GPL");
