/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a crash or a hang of a remote core is noticed: what its firmware says in a
 * vendor's entry of the resource table, and what its family can see.
 */
#ifndef OPENAMP_HEALTH_H
#define OPENAMP_HEALTH_H

#include <linux/build_bug.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct openamp_rproc;

#define OPENAMP_HEALTH_TYPE		320	/* one of RSC_VENDOR_START to _END */
#define OPENAMP_HEALTH_MAGIC		0x544c4845
#define OPENAMP_HEALTH_VERSION		1
#define OPENAMP_HEALTH_TEXT		64

/* openamp_health_entry.asleep: until Linux rings */
#define OPENAMP_HEALTH_UNTIL_RUNG	U32_MAX

/**
 * enum openamp_health_reason - why a remote core has crashed
 * @OPENAMP_HEALTH_NONE: it has not
 * @OPENAMP_HEALTH_FAULT: an exception of the processor
 * @OPENAMP_HEALTH_PANIC: its firmware found that it could not go on
 * @OPENAMP_HEALTH_WATCHDOG: a watchdog of its own has bitten
 * @OPENAMP_HEALTH_OWN_RESET: it was reset, and not by Linux
 * @OPENAMP_HEALTH_REASONS: how many of these there are
 */
enum openamp_health_reason {
	OPENAMP_HEALTH_NONE,
	OPENAMP_HEALTH_FAULT,
	OPENAMP_HEALTH_PANIC,
	OPENAMP_HEALTH_WATCHDOG,
	OPENAMP_HEALTH_OWN_RESET,
	OPENAMP_HEALTH_REASONS
};

/**
 * struct openamp_health_entry - the entry, which the remote core writes to
 * @type: OPENAMP_HEALTH_TYPE
 * @magic: OPENAMP_HEALTH_MAGIC
 * @version: OPENAMP_HEALTH_VERSION
 * @size: of this structure
 * @period_ms: @beat changes within so many milliseconds, once it has changed for the
 *	       first time; 0: it never does
 * @beat: counted up
 * @asleep: not 0: @beat stands still for so many milliseconds more, or
 *	    OPENAMP_HEALTH_UNTIL_RUNG
 * @boots: how often the firmware has been entered since it was loaded
 * @reason: enum openamp_health_reason, written after all that follows
 * @pc: low and high half of the address of the instruction
 * @addr: low and high half of the address of the access, or 0
 * @text: for people; need not be terminated
 *
 * Described in Documentation/wire-protocol.rst.
 */
struct openamp_health_entry {
	__le32 type;
	__le32 magic;
	__le16 version;
	__le16 size;
	__le32 period_ms;
	__le32 beat;
	__le32 asleep;
	__le32 boots;
	__le32 reason;
	__le32 pc[2];
	__le32 addr[2];
	char text[OPENAMP_HEALTH_TEXT];
};

static_assert(offsetof(struct openamp_health_entry, beat) == 16);
static_assert(offsetof(struct openamp_health_entry, reason) == 28);
static_assert(offsetof(struct openamp_health_entry, text) == 48);
static_assert(sizeof(struct openamp_health_entry) == 112);

/**
 * struct openamp_health - what is known of a remote core's health
 * @work: has a look, every now and then, and not while Linux sleeps: what would be asked
 *	  may sleep as well
 * @lock: protects @on, and that @work is not queued while it is false
 * @on: the core runs, and no crash of it has been reported
 * @entry: in the shared table, also after the core has been stopped; NULL if the
 *	   firmware has none
 * @period_ms: as the firmware's file has it
 * @beat: the counter when it was last looked at
 * @has_beaten: it has changed since the start
 * @since: when it last changed, or the core said that it was asleep; in jiffies
 *
 * What @lock does not protect belongs to @work while @on is true.
 */
struct openamp_health {
	struct delayed_work work;
	spinlock_t lock; /* see above */
	bool on;
	const struct openamp_health_entry *entry;
	u32 period_ms;
	u32 beat;
	bool has_beaten;
	unsigned long since;
};

void openamp_health_init(struct openamp_rproc *oa);
void openamp_health_start(struct openamp_rproc *oa);
void openamp_health_stop(struct openamp_rproc *oa);
void openamp_health_look(struct openamp_rproc *oa);
void openamp_health_resume(struct openamp_rproc *oa);

#endif /* OPENAMP_HEALTH_H */
