// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a crash or a hang of a remote core is noticed, while it is on: by the crash word
 * in its resource table, by a heartbeat there that stands still, and by what its
 * family can see of it. Each ends in one line in the log and in one report, after
 * which nothing is looked at until the next start.
 *
 * Where the entry is, the firmware's file says, which the remote core does not see.
 * What the core writes into it is read once, and lies of its own are its own loss.
 */

#include <linux/align.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "openamp_rproc.h"

/* Whether there is a crash word, and what the family sees, is asked so often. */
#define OPENAMP_HEALTH_LOOK_MS		1000U

/* How far a period that firmware asks for is followed. */
#define OPENAMP_HEALTH_MIN_MS		100
#define OPENAMP_HEALTH_MAX_MS		(60 * MSEC_PER_SEC)

/* A heartbeat is missed after so many periods, and after so long in any case. */
#define OPENAMP_HEALTH_PERIODS		3
#define OPENAMP_HEALTH_LEAST_MS		1000

/* Who sleeps for longer than a day sleeps until the next one. */
#define OPENAMP_HEALTH_LONGEST_MS	(24 * 60 * 60 * MSEC_PER_SEC)

static const char * const openamp_health_reasons[OPENAMP_HEALTH_REASONS] = {
	[OPENAMP_HEALTH_FAULT]		= "fault",
	[OPENAMP_HEALTH_PANIC]		= "panic",
	[OPENAMP_HEALTH_WATCHDOG]	= "watchdog",
	[OPENAMP_HEALTH_OWN_RESET]	= "reset, and not by Linux",
};

static u32 openamp_health_read(const __le32 *shared)
{
	return le32_to_cpu(READ_ONCE(*shared));
}

static u64 openamp_health_read_address(const __le32 shared[2])
{
	return openamp_health_read(&shared[0]) |
	       (u64)openamp_health_read(&shared[1]) << 32;
}

/* The text is the remote core's: as it was, however long, with nothing of effect. */
static void openamp_health_say(struct openamp_rproc *oa, u32 reason)
{
	const struct openamp_health_entry *entry = oa->health.entry;
	char text[OPENAMP_HEALTH_TEXT], number[sizeof("reason 4294967295")];
	const char *name = number;

	if (reason < OPENAMP_HEALTH_REASONS)
		name = openamp_health_reasons[reason];
	else
		snprintf(number, sizeof(number), "reason %u", reason);
	/* What the word vouches for is read after the word. */
	rmb();
	memcpy(text, entry->text, sizeof(text));
	dev_err(&oa->rproc->dev,
		"the remote core has crashed: %s, pc 0x%llx, address 0x%llx: %*pE\n",
		name, openamp_health_read_address(entry->pc),
		openamp_health_read_address(entry->addr),
		(int)strnlen(text, sizeof(text)), text);
}

static bool openamp_health_has_crashed(struct openamp_rproc *oa)
{
	u32 reason;

	if (!oa->health.entry)
		return false;
	reason = openamp_health_read(&oa->health.entry->reason);
	if (reason == OPENAMP_HEALTH_NONE)
		return false;
	openamp_health_say(oa, reason);

	return true;
}

static bool openamp_health_is_off(struct openamp_rproc *oa)
{
	if (!oa->data->hw->runs || oa->data->hw->runs(oa))
		return false;
	dev_err(&oa->rproc->dev,
		"the remote core has crashed: it is off, and Linux did not ask it to\n");

	return true;
}

/*
 * Of a crash that others have told of, a mailbox or a watchdog, the crash word alone has
 * more to say.
 */
static bool openamp_health_is_over(struct openamp_rproc *oa)
{
	return openamp_health_has_crashed(oa) || !openamp_rproc_is_well(oa) ||
	       openamp_health_is_off(oa);
}

static unsigned int openamp_health_limit_ms(const struct openamp_health *health)
{
	return max(OPENAMP_HEALTH_PERIODS * health->period_ms,
		   (u32)OPENAMP_HEALTH_LEAST_MS);
}

/* A core that has not begun yet may take its time: what it does before is its own. */
static bool openamp_health_stands_still(struct openamp_health *health)
{
	u32 beat = openamp_health_read(&health->entry->beat);
	u32 asleep = openamp_health_read(&health->entry->asleep);
	unsigned long limit = msecs_to_jiffies(openamp_health_limit_ms(health));

	if (beat != health->beat || asleep == OPENAMP_HEALTH_UNTIL_RUNG) {
		health->has_beaten |= beat != health->beat;
		health->beat = beat;
		health->since = jiffies;
		return false;
	}
	asleep = min_t(u32, asleep, OPENAMP_HEALTH_LONGEST_MS);

	return health->has_beaten &&
	       time_after(jiffies, health->since + limit + msecs_to_jiffies(asleep));
}

static bool openamp_health_hangs(struct openamp_rproc *oa)
{
	struct openamp_health *health = &oa->health;

	if (!health->entry || !health->period_ms ||
	    !openamp_health_stands_still(health))
		return false;
	dev_err(&oa->rproc->dev,
		"the remote core has crashed: no heartbeat for %u ms, and there is one each %u ms\n",
		jiffies_to_msecs(jiffies - health->since), health->period_ms);

	return true;
}

static void openamp_health_queue(struct openamp_health *health,
				 unsigned int delay_ms)
{
	lockdep_assert_held(&health->lock);

	if (health->on)
		mod_delayed_work(system_freezable_power_efficient_wq,
				 &health->work, msecs_to_jiffies(delay_ms));
}

/* Firmware that cannot ring has its crash word looked at as well. */
static unsigned int openamp_health_interval_ms(struct openamp_rproc *oa)
{
	unsigned int period_ms = oa->health.period_ms;

	if (!period_ms || oa->data->hw->runs)
		return min_not_zero(period_ms, OPENAMP_HEALTH_LOOK_MS);

	return period_ms;
}

static void openamp_health_switch(struct openamp_health *health, bool on,
				  unsigned int delay_ms)
{
	spin_lock_irq(&health->lock);
	health->on = on;
	openamp_health_queue(health, delay_ms);
	spin_unlock_irq(&health->lock);
}

/* Nothing here may wait for rproc->lock: whoever stops the work has it. */
static void openamp_health_work(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(to_delayed_work(work),
						struct openamp_rproc,
						health.work);
	enum rproc_crash_type type = RPROC_FATAL_ERROR;

	if (!openamp_health_is_over(oa)) {
		if (!openamp_health_hangs(oa)) {
			spin_lock_irq(&oa->health.lock);
			openamp_health_queue(&oa->health,
					     openamp_health_interval_ms(oa));
			spin_unlock_irq(&oa->health.lock);
			return;
		}
		type = RPROC_WATCHDOG;
	}
	openamp_health_switch(&oa->health, false, 0);
	openamp_rproc_report(oa, type);
}

/**
 * openamp_health_look() - the remote core has rung: has it crashed?
 * @oa: the remote core
 *
 * In any context, with interrupts off or not. Costs a read of the crash word.
 */
void openamp_health_look(struct openamp_rproc *oa)
{
	struct openamp_health *health = &oa->health;
	const struct openamp_health_entry *entry = READ_ONCE(health->entry);
	unsigned long flags;

	/* One of an earlier start is in memory that is there all the same. */
	if (!entry || !READ_ONCE(entry->reason))
		return;
	spin_lock_irqsave(&health->lock, flags);
	openamp_health_queue(health, 0);
	spin_unlock_irqrestore(&health->lock, flags);
}

/* Where an entry is that makes sense; what others say in entries of theirs does not. */
static bool openamp_health_is_entry(struct openamp_rproc *oa, unsigned int i,
				    struct openamp_health_entry *file)
{
	const struct resource_table *table = oa->rproc->cached_table;
	size_t left = oa->rproc->table_sz - table->offset[i];

	memset(file, 0, sizeof(*file));
	memcpy(file, (const u8 *)table + table->offset[i],
	       min(left, sizeof(*file)));
	if (le32_to_cpu(file->type) != OPENAMP_HEALTH_TYPE ||
	    le32_to_cpu(file->magic) != OPENAMP_HEALTH_MAGIC)
		return false;
	if (left >= sizeof(*file) &&
	    le16_to_cpu(file->version) == OPENAMP_HEALTH_VERSION &&
	    le16_to_cpu(file->size) == sizeof(*file))
		return true;
	openamp_rproc_odd_fw(oa, KERN_INFO,
			     "resource table: entry %u, a health entry of version %u and %u bytes with %zu bytes of room, is not used: version %u has %zu bytes",
			     i, le16_to_cpu(file->version),
			     le16_to_cpu(file->size), left,
			     OPENAMP_HEALTH_VERSION, sizeof(*file));

	return false;
}

static void openamp_health_take(struct openamp_rproc *oa, u32 offset,
				const struct openamp_health_entry *file)
{
	struct openamp_health *health = &oa->health;
	bool is_iomem = false;
	const void *va = openamp_rproc_da_to_va(oa->rproc, oa->table_da,
						oa->table_size, &is_iomem);

	/* In no memory region: that has been said. */
	if (!va)
		return;
	/* It may be looked at when the core and its own memory are off. */
	if (is_iomem) {
		openamp_rproc_odd_fw(oa, KERN_INFO,
				     "resource table: the health entry at 0x%llx is not used: it is in memory of the core's own",
				     oa->table_da + offset);
		return;
	}
	if (!IS_ALIGNED((unsigned long)va + offset, sizeof(u32))) {
		openamp_rproc_odd_fw(oa, KERN_INFO,
				     "resource table: the health entry at 0x%llx is not used: it is not aligned to 4",
				     oa->table_da + offset);
		return;
	}
	WRITE_ONCE(health->entry, va + offset);
	health->beat = le32_to_cpu(file->beat);
	if (file->period_ms)
		health->period_ms = clamp_t(u32, le32_to_cpu(file->period_ms),
					    OPENAMP_HEALTH_MIN_MS,
					    OPENAMP_HEALTH_MAX_MS);
}

static void openamp_health_find(struct openamp_rproc *oa)
{
	const struct resource_table *table = oa->rproc->cached_table;
	struct openamp_health_entry file;
	unsigned int i;

	WRITE_ONCE(oa->health.entry, NULL);
	oa->health.period_ms = 0;
	for (i = 0; table && i < table->num; i++) {
		if (!openamp_health_is_entry(oa, i, &file))
			continue;
		openamp_health_take(oa, table->offset[i], &file);
		break;
	}
}

/**
 * openamp_health_start() - the remote core is on: look after it
 * @oa: the remote core, whose resource table has been checked
 */
void openamp_health_start(struct openamp_rproc *oa)
{
	struct openamp_health *health = &oa->health;

	openamp_health_find(oa);
	health->has_beaten = false;
	health->since = jiffies;
	if (health->entry || oa->data->hw->runs)
		openamp_health_switch(health, true,
				      openamp_health_interval_ms(oa));
}

/**
 * openamp_health_stop() - the remote core will be off
 * @oa: the remote core
 */
void openamp_health_stop(struct openamp_rproc *oa)
{
	openamp_health_switch(&oa->health, false, 0);
	cancel_delayed_work_sync(&oa->health.work);
}

/**
 * openamp_health_resume() - Linux has slept: has the remote core run on?
 * @oa: the remote core
 *
 * Firmware does where the machine lets it. A core that has lost its power has crashed.
 * Whatever its clock did meanwhile, its heartbeat has all the time that it ever has.
 */
void openamp_health_resume(struct openamp_rproc *oa)
{
	const struct openamp_rproc_hw *hw = oa->data->hw;

	/* The work item is frozen still. */
	oa->health.since = jiffies;
	if (!openamp_rproc_is_well(oa) || !hw->runs || hw->runs(oa))
		return;
	dev_err(&oa->rproc->dev,
		"the remote core has crashed: it was off when Linux woke up\n");
	openamp_health_switch(&oa->health, false, 0);
	openamp_rproc_report(oa, RPROC_FATAL_ERROR);
}

/**
 * openamp_health_init() - before anything can ring
 * @oa: the remote core
 */
void openamp_health_init(struct openamp_rproc *oa)
{
	spin_lock_init(&oa->health.lock);
	INIT_DELAYED_WORK(&oa->health.work, openamp_health_work);
}
