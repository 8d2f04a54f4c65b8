// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: start, stop and
 * recovery of a core, and the end of its driver. Each step either succeeds or
 * leaves nothing behind that a later start would stumble over.
 *
 * The remoteproc core counts uses (rproc->power): the first start starts, each
 * later one only counts and returns 0, and it takes as many stops, of which the
 * last one stops. So "start, start, stop" leaves a core running. No operation is
 * called for the second start: a driver can neither refuse it nor see it. A stop
 * that fails is not counted.
 */

#include <linux/device.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

/**
 * struct openamp_rproc_removal - the end of a remote core
 * @work: ends it
 * @oa: the remote core
 */
struct openamp_rproc_removal {
	struct work_struct work;
	struct openamp_rproc *oa;
};

/*
 * From its start until it is known to be off a core uses its memory, and what is
 * known about it must not be forgotten: the family's module stays.
 */
static int openamp_rproc_hold(struct openamp_rproc *oa)
{
	if (oa->life.ending || !try_module_get(oa->dev->driver->owner))
		return -ENODEV;
	oa->life.on = true;

	return 0;
}

static void openamp_rproc_release(struct openamp_rproc *oa)
{
	oa->life.on = false;
	module_put(oa->dev->driver->owner);
}

static int openamp_rproc_halt(struct openamp_rproc *oa)
{
	int ret = oa->data->hw->stop(oa);

	if (!ret)
		openamp_rproc_release(oa);

	return ret;
}

int openamp_rproc_prepare(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	return oa->data->hw->prepare ? oa->data->hw->prepare(oa) : 0;
}

/* Also at the end of a start that failed, whose core may not have stopped. */
int openamp_rproc_unprepare(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	if (!oa->life.on && oa->data->hw->unprepare)
		oa->data->hw->unprepare(oa);

	return 0;
}

int openamp_rproc_start(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	ret = openamp_rproc_hold(oa);
	if (ret)
		return ret;

	ret = openamp_rproc_open_channels(oa) ?: oa->data->hw->start(oa);
	if (ret) {
		openamp_rproc_release(oa);
		return ret;
	}
	if (oa->life.uses)
		atomic_set(&rproc->power, oa->life.uses);
	openamp_rproc_add_gate(oa);
	openamp_health_start(oa);

	return 0;
}

/*
 * The remoteproc core calls this for a core that runs or has crashed, and, while
 * its state is "offline", at the end of a start that failed. One that does not
 * stop is running, also if it has crashed: of a crashed one the remoteproc core
 * would say that it can be started, and not do it.
 */
int openamp_rproc_stop(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	openamp_health_stop(oa);
	openamp_rproc_remove_gate(oa);
	ret = openamp_rproc_halt(oa);

	if (rproc->state == RPROC_OFFLINE) {
		if (oa->life.uses)
			atomic_set(&rproc->power, 0);
		return ret;
	}

	oa->life.uses = 0;
	if (ret)
		rproc->state = RPROC_RUNNING;

	return ret;
}

/*
 * Recovering from a crash, the remoteproc core stops the remote core, calls this
 * and starts it again. When that fails, because the firmware's file is gone or
 * has become bad, it leaves the state at "offline" but keeps its count of uses
 * and all resources, so that neither "stop" nor "start" would do anything any
 * more. Therefore the count is 0 for as long as the core is off, and a work item
 * cleans up when the recovery has not started it.
 */
void openamp_rproc_coredump(struct rproc *rproc)
{
	struct openamp_rproc *oa = rproc->priv;

	oa->coredump(rproc);
	oa->life.uses = atomic_xchg(&rproc->power, 0);
	schedule_work(&oa->life.recovered);
}

/* As the remoteproc core does at the end of a stop. */
static void openamp_rproc_clean_up(struct openamp_rproc *oa)
{
	rproc_resource_cleanup(oa->rproc);
	openamp_rproc_forget_table(oa->rproc);
	openamp_rproc_unprepare(oa->rproc);
	oa->life.uses = 0;
}

/**
 * openamp_rproc_settle() - finish what failed half-way
 * @oa: the remote core, whose rproc->lock is held
 *
 * That is a recovery that did not get as far as the start, or a start that failed
 * and whose core could not be stopped.
 *
 * Return: 0: the core is off or runs, with all that belongs to it; or -EBUSY: it
 * cannot be stopped.
 */
int openamp_rproc_settle(struct openamp_rproc *oa)
{
	struct device *dev = &oa->rproc->dev;
	int ret;

	lockdep_assert_held(&oa->rproc->lock);

	if (oa->rproc->state != RPROC_OFFLINE || (!oa->life.on && !oa->life.uses))
		return 0;

	ret = oa->life.on ? openamp_rproc_halt(oa) : 0;
	if (ret) {
		dev_err(dev, "still on after a start that failed, and does not stop: %d\n",
			ret);
		return -EBUSY;
	}
	if (oa->life.uses)
		dev_err(dev,
			"could not be recovered: it is off, and can be started\n");
	openamp_rproc_clean_up(oa);

	return 0;
}

/* The recovery has the lock until it has ended, well or badly. */
static void openamp_rproc_recovered(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work, struct openamp_rproc,
						life.recovered);

	mutex_lock(&oa->rproc->lock);
	openamp_rproc_settle(oa);
	mutex_unlock(&oa->rproc->lock);
}

/*
 * rproc_del() shuts down once, which stops nothing while there are more uses. A
 * core that does not stop keeps its processor, its memory, which is reserved, and
 * the module.
 */
static void openamp_rproc_end(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work,
						struct openamp_rproc_removal,
						work)->oa;
	struct rproc *rproc = oa->rproc;

	/* From here on nothing starts it, a recovery neither. */
	mutex_lock(&rproc->lock);
	oa->life.ending = true;
	mutex_unlock(&rproc->lock);

	while (READ_ONCE(oa->life.on) && !rproc_shutdown(rproc))
		continue;

	mutex_lock(&rproc->lock);
	if (rproc->state != RPROC_OFFLINE) {
		rproc->state = RPROC_OFFLINE;
		openamp_rproc_clean_up(oa);
	} else {
		openamp_rproc_settle(oa);
	}
	mutex_unlock(&rproc->lock);

	rproc_del(rproc);
	cancel_work_sync(&oa->life.recovered);
}

/* In a work item: a signal to this process would make rproc_shutdown() fail. */
static void openamp_rproc_remove(void *data)
{
	struct openamp_rproc_removal removal = { .oa = data };

	INIT_WORK_ONSTACK(&removal.work, openamp_rproc_end);
	schedule_work(&removal.work);
	flush_work(&removal.work);
	destroy_work_on_stack(&removal.work);
}

/**
 * devm_openamp_rproc_add() - let users start a remote core
 * @oa: the remote core
 *
 * It is stopped and removed when its driver is unbound.
 *
 * Return: 0 or a negative error number.
 */
int devm_openamp_rproc_add(struct openamp_rproc *oa)
{
	int ret;

	INIT_WORK(&oa->life.recovered, openamp_rproc_recovered);
	ret = rproc_add(oa->rproc);
	if (ret)
		return ret;

	return devm_add_action_or_reset(oa->dev, openamp_rproc_remove, oa);
}
