// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: how a core comes with its
 * driver, goes with it, and what becomes of it when the machine sleeps or goes down.
 */

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/remoteproc.h>
#include <linux/suspend.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

/* More than any family takes to stop a core and to find that it does not stop. */
#define OPENAMP_DOWN_MS		(15 * MSEC_PER_SEC)

/**
 * struct openamp_rproc_removal - the end of a remote core
 * @work: ends it
 * @oa: the remote core
 */
struct openamp_rproc_removal {
	struct work_struct work;
	struct openamp_rproc *oa;
};

static void openamp_rproc_prepare_end(struct openamp_rproc *oa)
{
	openamp_rproc_settle(oa);
	openamp_rproc_use_once(oa);
	if (oa->life.state == OPENAMP_LOST &&
	    oa->rproc->state == RPROC_OFFLINE)
		openamp_rproc_halt(oa);
	if (oa->life.state == OPENAMP_DETACHED && oa->data->hw->detach)
		oa->data->hw->detach(oa);
}

/* Stops it, unless Linux is detached from it, and lets nobody start it again. */
static void openamp_rproc_end_use(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	int ret;

	do {
		mutex_lock(&rproc->lock);
		openamp_rproc_prepare_end(oa);
		mutex_unlock(&rproc->lock);

		/* Nothing to stop is an error for it. */
		rproc_shutdown(rproc);

		/* A driver in the kernel may have started it in between. */
		mutex_lock(&rproc->lock);
		ret = openamp_rproc_change(oa, OPENAMP_END);
		mutex_unlock(&rproc->lock);
	} while (ret == -EBUSY);
}

/* A core that does not stop keeps its processor, its memory and the module. */
static void openamp_rproc_end(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work,
						struct openamp_rproc_removal,
						work)->oa;
	struct rproc *rproc = oa->rproc;

	openamp_rproc_remove_attributes(oa);
	openamp_rproc_end_use(oa);

	mutex_lock(&rproc->lock);
	if (oa->life.state == OPENAMP_LOST) {
		rproc->state = RPROC_OFFLINE;
		rproc_resource_cleanup(rproc);
		openamp_rproc_forget_table(rproc);
	}
	mutex_unlock(&rproc->lock);

	rproc_del(rproc);
	openamp_rproc_end_backoff(oa);
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

static void openamp_rproc_down(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(work, struct openamp_rproc,
						life.down);

	openamp_rproc_end_use(oa);
	complete_all(&oa->life.is_down);
}

/**
 * openamp_rproc_shutdown() - the machine is halted, rebooted or starts another kernel
 * @pdev: platform device of the remote core
 *
 * The memory of a core that runs on would be somebody else's. It is given some time:
 * one that somebody is stuck in, as one that does not stop, does not hold the machine up.
 */
void openamp_rproc_shutdown(struct platform_device *pdev)
{
	struct openamp_rproc *oa = platform_get_drvdata(pdev);

	queue_work(system_long_wq, &oa->life.down);
	if (!wait_for_completion_timeout(&oa->life.is_down,
					 msecs_to_jiffies(OPENAMP_DOWN_MS)))
		dev_err(&oa->rproc->dev,
			"is not stopped yet: the machine goes down without\n");
	openamp_rproc_end_backoff(oa);
}
EXPORT_SYMBOL_GPL(openamp_rproc_shutdown);

/* Does it run, or may it, where nothing can tell? */
static bool openamp_rproc_runs(struct openamp_rproc *oa)
{
	enum openamp_state state = READ_ONCE(oa->life.state);

	if (oa->data->hw->runs)
		return oa->data->hw->runs(oa);

	return state != OPENAMP_OFF && state != OPENAMP_GONE;
}

/**
 * openamp_rproc_may_sleep() - may the machine go to sleep?
 * @oa: the remote core
 * @state: how: pm_suspend_target_state
 *
 * Return: 0, or -EBUSY after a line in the kernel log, if that would fail for this core.
 */
int openamp_rproc_may_sleep(struct openamp_rproc *oa, suspend_state_t state)
{
	if (!oa->data->hw->is_cpu || state != PM_SUSPEND_MEM ||
	    !openamp_rproc_runs(oa))
		return 0;
	dev_err(&oa->rproc->dev,
		"%s runs, so the machine cannot suspend to RAM, only to idle: stop it first\n",
		oa->rproc->name);

	return -EBUSY;
}
EXPORT_SYMBOL_GPL(openamp_rproc_may_sleep);

/* Before any device is suspended, and after all programs are: none starts the core. */
static int openamp_rproc_prepare_sleep(struct device *dev)
{
	return openamp_rproc_may_sleep(dev_get_drvdata(dev),
				       pm_suspend_target_state);
}

static int openamp_rproc_resume(struct device *dev)
{
	openamp_health_resume(dev_get_drvdata(dev));

	return 0;
}

const struct dev_pm_ops openamp_rproc_pm = {
	.prepare	= openamp_rproc_prepare_sleep,
	.resume		= openamp_rproc_resume,
	.restore	= openamp_rproc_resume,
};
EXPORT_SYMBOL_GPL(openamp_rproc_pm);

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
	struct device *dev = &oa->rproc->dev;
	int ret;

	mutex_init(&oa->life.request);
	init_completion(&oa->life.is_down);
	INIT_WORK(&oa->life.recovered, openamp_rproc_recovered);
	INIT_WORK(&oa->life.down, openamp_rproc_down);
	openamp_rproc_init_backoff(oa);
	ret = openamp_rproc_find_running(oa);
	if (ret)
		return ret;

	/* Who hears of the device finds its files as they will be. */
	dev_set_uevent_suppress(dev, true);
	ret = rproc_add(oa->rproc);
	if (ret)
		return ret;
	ret = openamp_rproc_add_attributes(oa);
	dev_set_uevent_suppress(dev, false);
	kobject_uevent(&dev->kobj, KOBJ_ADD);
	if (ret) {
		rproc_del(oa->rproc);
		return ret;
	}

	return devm_add_action_or_reset(oa->dev, openamp_rproc_remove, oa);
}
