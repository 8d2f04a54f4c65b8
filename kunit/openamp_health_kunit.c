// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of how a crash or a hang of a remote core is noticed. The core is one whose
 * reset register is memory; what its firmware would write into the health entry of its
 * table, the test writes. Crashed cores are left as they are, to be looked at.
 */

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/iopoll.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "../drivers/remoteproc/openamp_health.h"
#include "log.h"
#include "test_core.h"
#include "test_sleep.h"

#define CRASHED		"the remote core has crashed: "
#define NOT_USED	"is not used"

#define A_WHILE_US	(60 * USEC_PER_SEC)	/* much more than anything takes */
#define POLL_US		1000

/* Short and long: a heartbeat is missed after a second, or three periods. */
#define SHORT_MS	100
#define LONG_MS		2000

/**
 * struct health_table - a resource table with nothing but a health entry
 * @hdr: its header
 * @offset: of the entry
 * @health: the entry
 * @behind: something that follows
 */
struct health_table {
	struct resource_table hdr;
	u32 offset[1];
	struct openamp_health_entry health;
	u8 behind[16];
} __packed;

/**
 * struct health_image - a file with that table
 * @usual: an image, whose own table is not used
 * @table: this is
 */
struct health_image {
	struct test_image usual;
	struct health_table table;
} __packed;

/**
 * struct health_test - what each test has
 * @core: the core
 * @image: the file
 * @live: the entry as the remote core sees it, once it is on
 * @log: the kernel's log since the start
 */
struct health_test {
	struct test_core *core;
	struct health_image image;
	struct openamp_health_entry *live;
	struct kmsg_dump_iter log;
};

static struct health_test *health_new(struct kunit *test, u32 period_ms)
{
	struct health_test *ht = kunit_kzalloc(test, sizeof(*ht), GFP_KERNEL);
	struct health_table *table;
	struct elf32_shdr *shdr;

	KUNIT_ASSERT_NOT_NULL(test, ht);
	ht->core = test->priv;
	ht->image.usual = ht->core->image;
	shdr = &ht->image.usual.shdr[1];
	shdr->sh_offset = offsetof(struct health_image, table);
	shdr->sh_size = sizeof(*table);

	table = &ht->image.table;
	table->hdr.ver = 1;
	table->hdr.num = 1;
	table->offset[0] = offsetof(struct health_table, health);
	table->health.type = cpu_to_le32(OPENAMP_HEALTH_TYPE);
	table->health.magic = cpu_to_le32(OPENAMP_HEALTH_MAGIC);
	table->health.version = cpu_to_le16(OPENAMP_HEALTH_VERSION);
	table->health.size = cpu_to_le16(sizeof(table->health));
	table->health.period_ms = cpu_to_le32(period_ms);

	return ht;
}

static void health_start(struct health_test *ht)
{
	struct test_core *core = ht->core;

	log_begin(&ht->log);
	KUNIT_ASSERT_EQ(core->test, 0,
			test_core_start(core, &ht->image, sizeof(ht->image)));
	ht->live = test_core_da_to_va(core, TEST_IMAGE_TABLE_AT +
				      ht->image.table.offset[0],
				      sizeof(*ht->live));
}

static bool health_is_crashed(struct health_test *ht)
{
	return READ_ONCE(ht->core->rproc->state) == RPROC_CRASHED;
}

/* It crashes, and the log has this of it, once and in one line. */
static void health_expect_crash(struct health_test *ht, const char *reason)
{
	struct kunit *test = ht->core->test;
	unsigned int lines;
	bool crashed;

	KUNIT_ASSERT_EQ_MSG(test, 0,
			    read_poll_timeout(health_is_crashed, crashed, crashed,
					      POLL_US, A_WHILE_US, false, ht),
			    "%s", reason);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, &lines), 1);
	KUNIT_EXPECT_EQ(test, lines, 1);
	KUNIT_EXPECT_EQ_MSG(test, log_count(&ht->log, reason, NULL), 1, "%s",
			    reason);
}

static void health_expect_fine(struct health_test *ht)
{
	KUNIT_EXPECT_EQ(ht->core->test, ht->core->rproc->state, RPROC_RUNNING);
	KUNIT_EXPECT_EQ(ht->core->test, log_count(&ht->log, CRASHED, NULL), 0);
}

static void health_beat(struct health_test *ht, u32 beat)
{
	WRITE_ONCE(ht->live->beat, cpu_to_le32(beat));
}

/* Writes what comes of @beat(@i) for i = 1, 2, ... for as long as @ms. */
static void health_beat_for(struct health_test *ht, unsigned int ms,
			    u32 (*beat)(u32 i))
{
	unsigned long end = jiffies + msecs_to_jiffies(ms);
	u32 i = 1;

	while (time_before(jiffies, end)) {
		health_beat(ht, beat(i++));
		usleep_range(5000, 10000);
	}
}

static u32 health_count(u32 i)
{
	return i;
}

/* Far ahead, and back. */
static u32 health_jump(u32 i)
{
	return i * 0x9e3779b1;
}

static void health_goes_on(struct kunit *test)
{
	struct health_test *ht = health_new(test, LONG_MS);

	health_start(ht);
	health_beat_for(ht, 4 * LONG_MS, health_count);
	health_expect_fine(ht);
	health_beat_for(ht, 4 * LONG_MS, health_jump);
	health_expect_fine(ht);
	test_core_must_stop(ht->core);
}

static void health_stands_still(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	unsigned long begin;

	health_start(ht);
	/* Who has not begun is waited for. */
	msleep(20 * SHORT_MS);
	health_expect_fine(ht);

	begin = jiffies;
	health_beat(ht, 1);
	health_expect_crash(ht, "no heartbeat for ");
	KUNIT_EXPECT_GE(test, jiffies_to_msecs(jiffies - begin), 1000);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
}

static void health_asleep(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	unsigned long begin;

	health_start(ht);
	WRITE_ONCE(ht->live->asleep, cpu_to_le32(OPENAMP_HEALTH_UNTIL_RUNG));
	health_beat(ht, 1);
	msleep(30 * SHORT_MS);
	health_expect_fine(ht);

	/* Awake, and asleep for a time that it gives. */
	health_beat(ht, 2);
	begin = jiffies;
	WRITE_ONCE(ht->live->asleep, cpu_to_le32(30 * SHORT_MS));
	health_expect_crash(ht, "no heartbeat for ");
	KUNIT_EXPECT_GE(test, jiffies_to_msecs(jiffies - begin), 40 * SHORT_MS);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
}

/* A period of nothing, or of a hundred years, is no reason to look all the time. */
static void health_periods(struct kunit *test)
{
	static const u32 periods[] = { 0, 1, U32_MAX };
	struct health_test *ht;
	int i;

	for (i = 0; i < ARRAY_SIZE(periods); i++) {
		ht = health_new(test, periods[i]);
		health_start(ht);
		health_beat(ht, 1);
		WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_PANIC));
		health_expect_crash(ht, "crashed: panic, pc 0x0, address 0x0: ");
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
	}
}

/**
 * struct health_word - a crash word and what the log makes of it
 * @reason: openamp_health_entry.reason
 * @text: 64 bytes, what there is not is 0
 * @line: a part of the line
 */
struct health_word {
	u32 reason;
	const char *text;
	const char *line;
};

#define SIXTY	"012345678901234567890123456789012345678901234567890123456789"

static const struct health_word health_words[] = {
	{ OPENAMP_HEALTH_FAULT, "data abort",
	  "fault, pc 0x123456789abcdef0, address 0xfeedc0de00000001: data abort" },
	{ OPENAMP_HEALTH_WATCHDOG, "", "watchdog, pc 0x1" },
	{ OPENAMP_HEALTH_OWN_RESET, "x", "reset, and not by Linux, pc 0x1" },
	{ OPENAMP_HEALTH_REASONS, "x", "reason 5, pc 0x1" },
	{ U32_MAX, "x", "reason 4294967295, pc 0x1" },
	{ OPENAMP_HEALTH_PANIC, SIXTY "abcd", ": " SIXTY "abcd" },
	{ OPENAMP_HEALTH_PANIC, "%s%n%p", ": %s%n%p" },
	{ OPENAMP_HEALTH_PANIC, "a\n<0>\033[2J\x80", ": a\\n<0>\\e[2J\\200" },
	{ OPENAMP_HEALTH_PANIC, "\n\n\n", ": \\n\\n\\n" },
};

static void health_word(struct kunit *test)
{
	const struct health_word *word = test->param_value;
	struct health_test *ht = health_new(test, LONG_MS);

	health_start(ht);
	ht->live->pc[0] = cpu_to_le32(0x9abcdef0);
	ht->live->pc[1] = cpu_to_le32(0x12345678);
	ht->live->addr[0] = cpu_to_le32(1);
	ht->live->addr[1] = cpu_to_le32(0xfeedc0de);
	memcpy(ht->live->text, word->text,
	       min(strlen(word->text), sizeof(ht->live->text)));
	/* As the remote core does: the word comes last. */
	wmb();
	WRITE_ONCE(ht->live->reason, cpu_to_le32(word->reason));
	health_expect_crash(ht, word->line);

	/* Loaded anew, it has not crashed. */
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
	health_start(ht);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(ht->live->reason), 0);
	health_expect_fine(ht);
	test_core_must_stop(ht->core);
}

static void health_word_title(const struct health_word *word, char *title)
{
	snprintf(title, KUNIT_PARAM_DESC_SIZE, "%u, %*pE", word->reason,
		 (int)min(strlen(word->text), 20), word->text);
}

KUNIT_ARRAY_PARAM(health_words, health_words, health_word_title);

#define EIGHT	"xxxxxxxx"

/* Text of its own behind the entry is not taken for a part of it. */
static void health_at_the_edge(struct kunit *test)
{
	struct health_test *ht = health_new(test, LONG_MS);
	struct elf32_shdr *shdr = &ht->image.usual.shdr[1];

	/* The entry ends where the table does. */
	shdr->sh_size = offsetof(struct health_table, behind);
	health_start(ht);
	memset(ht->live->text, 'x', sizeof(ht->live->text) + 8);
	WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_FAULT));
	health_expect_crash(ht, "fault, pc 0x0, address 0x0: xxxx");
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, EIGHT EIGHT EIGHT EIGHT EIGHT
					EIGHT EIGHT EIGHT, NULL), 1);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, EIGHT EIGHT EIGHT EIGHT EIGHT
					EIGHT EIGHT EIGHT "x", NULL), 0);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
}

static void health_is_cut(struct health_test *ht)
{
	ht->image.usual.shdr[1].sh_size = offsetof(struct health_table, behind) - 1;
}

static void health_has_version(struct health_test *ht)
{
	ht->image.table.health.version = cpu_to_le16(OPENAMP_HEALTH_VERSION + 1);
}

static void health_has_size(struct health_test *ht)
{
	ht->image.table.health.size = 0;
}

static void health_is_not_aligned(struct health_test *ht)
{
	u8 *at = (u8 *)&ht->image.table.health;

	memmove(at + 2, at, sizeof(ht->image.table.health));
	ht->image.table.offset[0] += 2;
}

static void health_is_not_ours(struct health_test *ht)
{
	ht->image.table.health.magic = 0;
}

static void health_is_a_word(struct health_test *ht)
{
	ht->image.usual.shdr[1].sh_size =
		offsetof(struct health_table, health.magic) + 3;
}

/**
 * struct health_bad - an entry that is not used, which is no error
 * @title: what is wrong with it
 * @make: makes it so
 * @said: the log says so
 */
struct health_bad {
	const char *title;
	void (*make)(struct health_test *ht);
	bool said;
};

static const struct health_bad health_bads[] = {
	{ "cut short", health_is_cut, true },
	{ "version", health_has_version, true },
	{ "size", health_has_size, true },
	{ "not aligned", health_is_not_aligned, true },
	{ "another's", health_is_not_ours, false },
	{ "only a type", health_is_a_word, false },
};

static void health_bad(struct kunit *test)
{
	const struct health_bad *bad = test->param_value;
	struct health_test *ht = health_new(test, SHORT_MS);

	bad->make(ht);
	health_start(ht);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, NOT_USED, NULL), bad->said);
	/* Whatever the remote core writes there. */
	memset(ht->live, 0xff, offsetof(struct openamp_health_entry, text));
	msleep(20 * SHORT_MS);
	health_expect_fine(ht);
	test_core_must_stop(ht->core);
}

static void health_bad_title(const struct health_bad *bad, char *title)
{
	strscpy(title, bad->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(health_bads, health_bads, health_bad_title);

/* What the remote core makes of its table is not where the entry is looked for. */
static void health_offset_changes(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	struct health_table *table;

	health_start(ht);
	table = test_core_da_to_va(ht->core, TEST_IMAGE_TABLE_AT, sizeof(*table));
	table->offset[0] = 0x7ffffff0;
	table->hdr.num = U32_MAX;
	memset(&ht->live->type, 0xff, offsetof(struct openamp_health_entry, beat));
	health_beat(ht, 1);
	msleep(5 * SHORT_MS);
	health_expect_fine(ht);
	WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_FAULT));
	health_expect_crash(ht, "fault, pc 0x0");
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
}

/* Also without an entry: a core that is held in reset does not run. */
static void health_is_off(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "registers", NULL);
	struct test_core *core = test->priv;
	struct health_test *ht = health_new(test, 0);
	u32 __iomem *reset;

	ht->image.table.hdr.num = 0;
	health_start(ht);
	reset = ioremap(mem->base, sizeof(*reset));
	KUNIT_ASSERT_TRUE(test, reset);
	writel(BIT(0), reset);
	iounmap(reset);
	health_expect_crash(ht, "it is off, and Linux did not ask it to");
	/* And is known to have. */
	sleep_wake_up(test, core->rproc);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), 1);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(core->rproc));
}

static void health_off_after_sleep(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "registers", NULL);
	struct health_test *ht = health_new(test, 0);
	struct rproc *rproc = ht->core->rproc;
	struct openamp_rproc *oa = rproc->priv;
	u32 __iomem *reset;

	health_start(ht);
	/* It is frozen. */
	cancel_delayed_work_sync(&oa->health.work);
	sleep_expect(test, rproc, 0);
	health_expect_fine(ht);
	reset = ioremap(mem->base, sizeof(*reset));
	KUNIT_ASSERT_TRUE(test, reset);
	writel(BIT(0), reset);
	iounmap(reset);
	sleep_wake_up(test, rproc);
	health_expect_crash(ht, "it was off when Linux woke up");
	sleep_wake_up(test, rproc);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), 1);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(rproc));
}

/* It stands still for as long as Linux sleeps, or Linux has not looked. */
static void health_beats_after_sleep(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	struct rproc *rproc = ht->core->rproc;
	struct openamp_rproc *oa = rproc->priv;

	health_start(ht);
	health_beat(ht, 1);
	flush_delayed_work(&oa->health.work);
	cancel_delayed_work_sync(&oa->health.work);
	KUNIT_ASSERT_TRUE(test, oa->health.has_beaten);
	oa->health.since = jiffies - msecs_to_jiffies(10 * MSEC_PER_SEC);
	sleep_expect(test, rproc, 0);
	mod_delayed_work(system_wq, &oa->health.work, 0);
	flush_delayed_work(&oa->health.work);
	health_expect_fine(ht);
	health_expect_crash(ht, "no heartbeat for");
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(rproc));
}

/* After a stop and a crash nothing is looked at, whatever is there. */
static void health_after_the_end(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	int i;

	for (i = 0; i < 3; i++) {
		health_start(ht);
		health_beat(ht, 1);
		test_core_must_stop(ht->core);
		WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_FAULT));
	}
	msleep(20 * SHORT_MS);
	KUNIT_EXPECT_EQ(test, ht->core->rproc->state, RPROC_OFFLINE);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), 0);

	health_start(ht);
	WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_FAULT));
	health_expect_crash(ht, "fault");
	msleep(20 * SHORT_MS);
	KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), 1);
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
}

/* A mailbox or a watchdog has told of it, and the crash word, if there is one, says more. */
static void health_told_by_others(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	struct openamp_rproc *oa = ht->core->rproc->priv;
	bool crashed;
	u32 reason;

	for (reason = 0; reason <= OPENAMP_HEALTH_FAULT; reason++) {
		health_start(ht);
		health_beat(ht, 1);
		flush_delayed_work(&oa->health.work);
		cancel_delayed_work_sync(&oa->health.work);
		KUNIT_ASSERT_TRUE(test, oa->health.has_beaten);
		WRITE_ONCE(ht->live->reason, cpu_to_le32(reason));
		openamp_rproc_report(oa, RPROC_WATCHDOG);
		KUNIT_ASSERT_EQ(test, 0,
				read_poll_timeout(health_is_crashed, crashed, crashed,
						  POLL_US, A_WHILE_US, false, ht));
		oa->health.since = jiffies - msecs_to_jiffies(10 * MSEC_PER_SEC);
		mod_delayed_work(system_wq, &oa->health.work, 0);
		flush_delayed_work(&oa->health.work);
		KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), reason);
		KUNIT_EXPECT_FALSE(test, oa->health.on);
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(ht->core->rproc));
	}
}

/* And with recovery on it starts again, and is looked after again. */
static void health_recovered(struct kunit *test)
{
	struct health_test *ht = health_new(test, SHORT_MS);
	__le32 reason;
	int i, state;

	ht->core->rproc->recovery_disabled = false;
	health_start(ht);
	for (i = 1; i <= 3; i++) {
		WRITE_ONCE(ht->live->reason, cpu_to_le32(OPENAMP_HEALTH_PANIC));
		KUNIT_ASSERT_EQ(test, 0,
				read_poll_timeout(READ_ONCE, reason, !reason,
						  POLL_US, A_WHILE_US, false,
						  ht->live->reason));
		/* Each time it is waited for longer. */
		KUNIT_ASSERT_EQ(test, 0,
				read_poll_timeout(READ_ONCE, state, state == RPROC_RUNNING,
						  POLL_US, A_WHILE_US, false,
						  ht->core->rproc->state));
		KUNIT_EXPECT_EQ(test, log_count(&ht->log, CRASHED, NULL), i);
	}
	test_core_must_stop(ht->core);
}

static int health_init(struct kunit *test)
{
	int ret = test_core_init(test, test_rpu_memory);
	struct test_core *core = test->priv;

	if (!ret)
		core->rproc->recovery_disabled = true;

	return ret;
}

static struct kunit_case openamp_health_cases[] = {
	KUNIT_CASE_SLOW(health_goes_on),
	KUNIT_CASE_SLOW(health_stands_still),
	KUNIT_CASE_SLOW(health_asleep),
	KUNIT_CASE_SLOW(health_periods),
	KUNIT_CASE_PARAM_ATTR(health_word, health_words_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(health_at_the_edge),
	KUNIT_CASE_PARAM_ATTR(health_bad, health_bads_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(health_offset_changes),
	KUNIT_CASE(health_is_off),
	KUNIT_CASE(health_off_after_sleep),
	KUNIT_CASE_SLOW(health_beats_after_sleep),
	KUNIT_CASE_SLOW(health_after_the_end),
	KUNIT_CASE(health_told_by_others),
	KUNIT_CASE_SLOW(health_recovered),
	{ }
};

static struct kunit_suite openamp_health_suite = {
	.name = "openamp_health",
	.init = health_init,
	.test_cases = openamp_health_cases,
};

kunit_test_suite(openamp_health_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of how crashes of remote cores are noticed");
MODULE_LICENSE("GPL");
