// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: where in its life a core
 * is, and what may happen to it there.
 *
 * The remoteproc core has states of its own, which follow from ours, with two
 * exceptions: of a crash and of a recovery that ends before the start no operation
 * tells the driver. So these are looked up before anything is decided.
 */

#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "openamp_rproc.h"

/**
 * struct openamp_step - what comes of an event
 * @next: the next state
 * @err: or, if this is not 0, a negative error number: the state stays
 * @why: what the log says then; NULL where there is nothing to say
 */
struct openamp_step {
	enum openamp_state next;
	int err;
	const char *why;
};

#define GO(state)		{ .next = OPENAMP_##state }
#define NO(errno, reason)	{ .err = -(errno), .why = (reason) }

#define RUNS			"it runs already"
#define IS_OFF			"it is off"
#define HAS_CRASHED		"it has crashed: stop it, or start it anew"
#define IS_LOST			"it was told to stop and did not: stop it again"
#define RUNS_ALONE		"it runs, and Linux is detached from it: stop it first"

static const struct openamp_step
openamp_steps[OPENAMP_NUM_STATES][OPENAMP_NUM_EVENTS] = {
	[OPENAMP_OFF] = {
		[OPENAMP_FOUND]		= GO(DETACHED),
		[OPENAMP_START]		= GO(ON),
		[OPENAMP_ATTACH]	= NO(EINVAL, IS_OFF),
		[OPENAMP_CRASH]		= NO(EINVAL, NULL),
		[OPENAMP_HALTED]	= GO(OFF),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= GO(OFF),
		[OPENAMP_DETACH]	= NO(EINVAL, IS_OFF),
		[OPENAMP_END]		= GO(GONE),
	},
	[OPENAMP_ON] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= NO(EBUSY, RUNS),
		[OPENAMP_ATTACH]	= NO(EBUSY, RUNS),
		[OPENAMP_CRASH]		= GO(CRASHED),
		[OPENAMP_HALTED]	= GO(CRASHED),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= NO(EBUSY, NULL),
		[OPENAMP_DETACH]	= GO(DETACHED),
		[OPENAMP_END]		= NO(EBUSY, NULL),
	},
	[OPENAMP_ATTACHED] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= NO(EBUSY, RUNS),
		[OPENAMP_ATTACH]	= NO(EBUSY, RUNS),
		[OPENAMP_CRASH]		= GO(CRASHED),
		[OPENAMP_HALTED]	= GO(CRASHED),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= NO(EBUSY, NULL),
		[OPENAMP_DETACH]	= GO(DETACHED),
		[OPENAMP_END]		= NO(EBUSY, NULL),
	},
	[OPENAMP_CRASHED] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= GO(ON),
		[OPENAMP_ATTACH]	= NO(EBUSY, HAS_CRASHED),
		[OPENAMP_CRASH]		= GO(CRASHED),
		[OPENAMP_HALTED]	= GO(CRASHED),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= GO(OFF),
		[OPENAMP_DETACH]	= NO(EINVAL, HAS_CRASHED),
		[OPENAMP_END]		= NO(EBUSY, NULL),
	},
	[OPENAMP_LOST] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= NO(EBUSY, IS_LOST),
		[OPENAMP_ATTACH]	= NO(EBUSY, IS_LOST),
		[OPENAMP_CRASH]		= GO(LOST),
		[OPENAMP_HALTED]	= GO(CRASHED),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= NO(EBUSY, NULL),
		[OPENAMP_DETACH]	= NO(EINVAL, IS_LOST),
		/* Its module, its memory and its processor stay for ever. */
		[OPENAMP_END]		= GO(LOST),
	},
	[OPENAMP_DETACHED] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= NO(EBUSY, RUNS_ALONE),
		[OPENAMP_ATTACH]	= GO(ATTACHED),
		[OPENAMP_CRASH]		= NO(EINVAL, NULL),
		[OPENAMP_HALTED]	= GO(CRASHED),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= NO(EBUSY, NULL),
		[OPENAMP_DETACH]	= NO(EINVAL, NULL),
		[OPENAMP_END]		= GO(GONE),
	},
	[OPENAMP_GONE] = {
		[OPENAMP_FOUND]		= NO(EBUSY, NULL),
		[OPENAMP_START]		= NO(ENODEV, NULL),
		[OPENAMP_ATTACH]	= NO(ENODEV, NULL),
		[OPENAMP_CRASH]		= NO(ENODEV, NULL),
		[OPENAMP_HALTED]	= GO(GONE),
		[OPENAMP_STUCK]		= GO(LOST),
		[OPENAMP_RELEASED]	= GO(GONE),
		[OPENAMP_DETACH]	= NO(ENODEV, NULL),
		[OPENAMP_END]		= GO(GONE),
	},
};

/**
 * openamp_rproc_may() - would an event be accepted?
 * @oa: the remote core, whose rproc->lock is held
 * @event: the event
 *
 * Return: 0, or a negative error number after a line in the kernel log that says why
 * not, where there is something to say.
 */
int openamp_rproc_may(struct openamp_rproc *oa, enum openamp_event event)
{
	const struct openamp_step *step;

	step = &openamp_steps[openamp_rproc_look_at_state(oa)][event];
	if (step->why)
		dev_err(&oa->rproc->dev, "%s\n", step->why);

	return step->err;
}

/*
 * While anything of a core may be in use, or is to be remembered, its family's module
 * stays.
 */
static bool openamp_state_holds(enum openamp_state state)
{
	return state != OPENAMP_OFF && state != OPENAMP_GONE;
}

/**
 * openamp_rproc_change() - take an event in: the only function that changes the state
 * @oa: the remote core, whose rproc->lock is held
 * @event: the event
 *
 * Return: 0, or a negative error number, and the state is as before: that of the table,
 * or -ENODEV if the module is being unloaded.
 */
int openamp_rproc_change(struct openamp_rproc *oa, enum openamp_event event)
{
	struct module *module = oa->dev->driver->owner;
	enum openamp_state old = oa->life.state;
	const struct openamp_step *step = &openamp_steps[old][event];

	lockdep_assert_held(&oa->rproc->lock);

	if (step->err)
		return step->err;
	if (!openamp_state_holds(old) && openamp_state_holds(step->next) &&
	    !try_module_get(module))
		return -ENODEV;
	/* Read by who reports a crash, without the lock. */
	WRITE_ONCE(oa->life.state, step->next);
	if (openamp_state_holds(old) && !openamp_state_holds(step->next))
		module_put(module);

	return 0;
}

/**
 * openamp_rproc_look_at_state() - the state, with what the remoteproc core has not told
 * @oa: the remote core, whose rproc->lock is held
 *
 * Return: the state.
 */
enum openamp_state openamp_rproc_look_at_state(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;

	lockdep_assert_held(&rproc->lock);

	if (rproc->state == RPROC_CRASHED)
		openamp_rproc_change(oa, OPENAMP_CRASH);

	return oa->life.state;
}

/**
 * openamp_rproc_state_word() - the state as the remoteproc core's own file has it
 * @oa: the remote core
 *
 * Without the lock, as there. A core that is off in the middle of its recovery is not
 * "offline" for a user, who could not start it; one that did not stop runs.
 *
 * Return: a word.
 */
const char *openamp_rproc_state_word(struct openamp_rproc *oa)
{
	static const char * const words[] = {
		[RPROC_OFFLINE]		= "offline",
		[RPROC_SUSPENDED]	= "suspended",
		[RPROC_RUNNING]		= "running",
		[RPROC_CRASHED]		= "crashed",
		[RPROC_ATTACHED]	= "attached",
		[RPROC_DETACHED]	= "detached",
	};
	enum openamp_state ours = READ_ONCE(oa->life.state);
	unsigned int state = READ_ONCE(oa->rproc->state);

	if (state == RPROC_OFFLINE && ours == OPENAMP_LOST)
		state = RPROC_RUNNING;
	/* The last user of a core that is being stopped is not counted any more. */
	else if (state == RPROC_OFFLINE && ours == OPENAMP_CRASHED &&
		 atomic_read(&oa->rproc->power))
		state = RPROC_CRASHED;

	return state < ARRAY_SIZE(words) ? words[state] : "invalid";
}
