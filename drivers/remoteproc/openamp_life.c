// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: start, attach, stop and
 * recovery of a core. Each step either succeeds or leaves nothing behind that a later
 * start would stumble over.
 *
 * The remoteproc core counts uses (rproc->power): the first start starts, each later
 * one only counts, and of as many stops the last one stops. Drivers in the kernel that
 * share a core need that. Users do not: see openamp_sysfs.c. What must stop a core,
 * whoever uses it, sets the count to 1 first.
 */

#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

static int openamp_rproc_prepare_attach(struct openamp_rproc *oa)
{
	const struct openamp_rproc_hw *hw = oa->data->hw;
	int ret = openamp_rproc_may(oa, OPENAMP_ATTACH);

	if (ret)
		return ret;
	if (!hw->runs(oa)) {
		dev_err(&oa->rproc->dev,
			"does not run any more: stop it, then start it\n");
		return -ENODEV;
	}

	return hw->attach(oa);
}

int openamp_rproc_prepare(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	if (rproc->state == RPROC_DETACHED)
		return openamp_rproc_prepare_attach(oa);

	return oa->data->hw->prepare ? oa->data->hw->prepare(oa) : 0;
}

/*
 * Nothing of Linux uses the core any more. That is the end of a stop, of a detach, and
 * of a start that failed, whose core may not have stopped.
 */
int openamp_rproc_unprepare(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	openamp_rproc_forget_table(rproc);
	openamp_rproc_backoff_stop(oa);
	if (oa->life.state == OPENAMP_DETACHED)
		rproc->state = RPROC_DETACHED;
	else if (!openamp_rproc_change(oa, OPENAMP_RELEASED) &&
		 oa->data->hw->unprepare)
		oa->data->hw->unprepare(oa);

	return 0;
}

int openamp_rproc_start(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;
	bool recovery = oa->life.state == OPENAMP_CRASHED;
	int ret;

	ret = openamp_rproc_change(oa, OPENAMP_START);
	if (ret)
		return ret;

	ret = openamp_rproc_open_channels(oa);
	if (!ret) {
		/* The image is in memory before the core fetches it. */
		wmb();
		ret = oa->data->hw->start(oa);
	}
	if (ret) {
		openamp_rproc_change(oa, OPENAMP_HALTED);
		return ret;
	}
	openamp_rproc_backoff_start(oa, recovery);
	openamp_rproc_add_gate(oa);
	openamp_health_start(oa);

	return 0;
}

int openamp_rproc_attach(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	ret = openamp_rproc_change(oa, OPENAMP_ATTACH);
	if (ret)
		return ret;

	openamp_rproc_publish_table(oa);
	openamp_rproc_add_gate(oa);
	openamp_health_start(oa);

	return 0;
}

/* The virtio devices have been reset, which the core sees when it is rung. */
static int openamp_rproc_let_go(struct openamp_rproc *oa)
{
	int ret;

	openamp_rproc_look_at_state(oa);
	ret = openamp_rproc_change(oa, OPENAMP_DETACH);
	if (ret)
		return ret;

	openamp_rproc_kick(oa->rproc, 0);
	dev_info(&oa->rproc->dev, "detached: it runs on\n");

	return 0;
}

/* What is rung for virtqueues from now on would be for the next firmware. */
static int openamp_rproc_stop_core(struct openamp_rproc *oa)
{
	int ret;

	openamp_bell_mute(&oa->tx);
	ret = oa->data->hw->stop ? oa->data->hw->stop(oa) : -EOPNOTSUPP;
	if (!ret) {
		openamp_bell_mute(&oa->tx);
		openamp_bell_mute(&oa->ask_stop);
	}
	openamp_rproc_change(oa, ret ? OPENAMP_STUCK : OPENAMP_HALTED);

	return ret;
}

/* Linux lets it run: it was asked for that, or can do nothing else. */
static bool openamp_rproc_leaves(struct openamp_rproc *oa)
{
	return oa->rproc->state == RPROC_DETACHED ||
	       READ_ONCE(oa->life.detacher) == current ||
	       (!oa->data->hw->stop && openamp_rproc_is_fenced(oa));
}

/*
 * The remoteproc core calls this for a core that runs or has crashed, and at the end of
 * a start that failed or, its state being "detached", of an attach that failed. One that
 * does not stop is running, also if it has crashed: of a crashed one the remoteproc core
 * would say that it can be started, and not do it.
 */
int openamp_rproc_stop(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	openamp_health_stop(oa);
	openamp_rproc_remove_gate(oa);
	if (openamp_rproc_leaves(oa))
		return openamp_rproc_let_go(oa);

	openamp_rproc_look_at_state(oa);
	ret = openamp_rproc_stop_core(oa);
	if (ret && rproc->state != RPROC_OFFLINE)
		rproc->state = RPROC_RUNNING;

	return ret;
}

/**
 * openamp_rproc_halt() - stop a core of which the remoteproc core knows nothing
 * @oa: the remote core, whose rproc->lock is held: Linux is detached from it, or it was
 *	to be stopped at the end of a start that failed, and did not
 *
 * Return: 0 or a negative error number.
 */
int openamp_rproc_halt(struct openamp_rproc *oa)
{
	int ret;

	lockdep_assert_held(&oa->rproc->lock);

	if (!oa->data->hw->stop)
		return -EOPNOTSUPP;
	ret = openamp_rproc_stop_core(oa);
	if (ret)
		return ret;

	oa->rproc->state = RPROC_OFFLINE;

	return openamp_rproc_unprepare(oa->rproc);
}

/*
 * Recovering from a crash, the remoteproc core stops the remote core, calls this, reads
 * the file and starts it again. When that fails, it leaves the state at "offline" and
 * keeps all resources, so that neither "stop" nor "start" would do anything any more.
 * So a work item says then that it has crashed.
 */
void openamp_rproc_coredump(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	if (openamp_rproc_backoff_crash(oa))
		oa->coredump(rproc);
	schedule_work(&oa->life.recovered);
}

/**
 * openamp_rproc_settle() - finish what failed half-way
 * @oa: the remote core, whose rproc->lock is held, and which nobody starts or stops now
 *
 * That is a recovery that did not get as far as the start, or the stop of a core that
 * has crashed, which a signal has interrupted before it began.
 */
void openamp_rproc_settle(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	bool is_off = rproc->state == RPROC_OFFLINE;

	lockdep_assert_held(&rproc->lock);

	if (oa->life.state != OPENAMP_CRASHED ||
	    (!is_off && rproc->state != RPROC_RUNNING))
		return;

	rproc->state = RPROC_CRASHED;
	if (is_off && !openamp_rproc_backs_off(oa))
		dev_err(&rproc->dev,
			"could not be recovered: it is off until it is started, recovered or stopped\n");
}

/* The recovery has the lock until it has ended, well or badly. */
void openamp_rproc_recovered(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work, struct openamp_rproc,
						life.recovered);

	mutex_lock(&oa->rproc->lock);
	openamp_rproc_settle(oa);
	mutex_unlock(&oa->rproc->lock);
}

/**
 * openamp_rproc_is_well() - does Linux use the core, and is no crash of it known?
 * @oa: the remote core
 *
 * May be called in any context.
 *
 * Return: true if so.
 */
bool openamp_rproc_is_well(struct openamp_rproc *oa)
{
	enum openamp_state state = READ_ONCE(oa->life.state);

	return (state == OPENAMP_ON || state == OPENAMP_ATTACHED) &&
	       READ_ONCE(oa->rproc->state) != RPROC_CRASHED &&
	       !work_pending(&oa->rproc->crash_handler);
}

/**
 * openamp_rproc_report() - a core was found to have crashed
 * @oa: the remote core
 * @type: how
 *
 * May be called in any context and as often as it is seen: a core that Linux does not
 * use, or that is known to have crashed, is left alone.
 */
void openamp_rproc_report(struct openamp_rproc *oa, enum rproc_crash_type type)
{
	if (openamp_rproc_is_well(oa))
		rproc_report_crash(oa->rproc, type);
}
EXPORT_SYMBOL_GPL(openamp_rproc_report);

/**
 * openamp_rproc_use_once() - let the next stop be one, however many users there are
 * @oa: the remote core, whose rproc->lock is held
 *
 * Also of a core that has crashed, which older releases of 6.1 refuse to stop.
 *
 * Return: how many users it had.
 */
int openamp_rproc_use_once(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;

	lockdep_assert_held(&rproc->lock);

	if (rproc->state == RPROC_OFFLINE || rproc->state == RPROC_DETACHED)
		return 0;
	if (rproc->state == RPROC_CRASHED)
		rproc->state = RPROC_RUNNING;

	return atomic_xchg(&rproc->power, 1);
}
