// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: firmware that crashes again
 * and again is not started again and again at once.
 *
 * The remoteproc core recovers as soon as it hears of a crash, from whoever reports it.
 * Until the file has been read no operation is asked whether to go on, so a recovery that
 * comes too early ends there: the remote core is stopped and its dump is made, then
 * loading the image gives -EAGAIN, and the state is "crashed", without any lock held. So
 * all requests of users work meanwhile as for any core that has crashed. When the time
 * has come, the core's own file "recovery" is told what a user would tell it: nothing
 * else of the remoteproc core that is exported recovers.
 */

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "openamp_rproc.h"

#define OPENAMP_BACKOFF_FIRST_MS	(1 * MSEC_PER_SEC)
#define OPENAMP_BACKOFF_MAX_MS		(60 * MSEC_PER_SEC)

/* What ran for so long is taken to be well. */
#define OPENAMP_BACKOFF_HEALTH_MS	(60 * MSEC_PER_SEC)

static struct device_attribute *openamp_backoff_find(struct device *dev)
{
	const struct attribute_group * const *group = dev->class->dev_groups;
	struct attribute **attr;

	for (; group && *group; group++)
		for (attr = (*group)->attrs; attr && *attr; attr++)
			if (!strcmp((*attr)->name, "recovery"))
				return container_of(*attr,
						    struct device_attribute,
						    attr);

	return NULL;
}

static void openamp_backoff_retry(struct work_struct *work)
{
	struct openamp_rproc *oa = container_of(to_delayed_work(work),
						struct openamp_rproc,
						life.backoff.retry);
	struct device *dev = &oa->rproc->dev;
	struct device_attribute *attr = openamp_backoff_find(dev);

	if (oa->rproc->recovery_disabled)
		return;
	if (attr)
		attr->store(dev, attr, "recover", strlen("recover"));
	else
		dev_err(dev, "stays crashed: this kernel has no way to recover it\n");
}

void openamp_rproc_init_backoff(struct openamp_rproc *oa)
{
	INIT_DELAYED_WORK(&oa->life.backoff.retry, openamp_backoff_retry);
}

/* When nothing can start it any more. */
void openamp_rproc_end_backoff(struct openamp_rproc *oa)
{
	cancel_delayed_work_sync(&oa->life.backoff.retry);
}

/**
 * openamp_rproc_backs_off() - is a recovery put off?
 * @oa: the remote core, whose rproc->lock is held
 *
 * Return: true if it will be tried later by itself.
 */
bool openamp_rproc_backs_off(struct openamp_rproc *oa)
{
	return delayed_work_pending(&oa->life.backoff.retry);
}

/**
 * openamp_rproc_backoff_start() - the core was started
 * @oa: the remote core, whose rproc->lock is held
 * @recovery: after a crash; else by a user, for whom all begins anew
 */
void openamp_rproc_backoff_start(struct openamp_rproc *oa, bool recovery)
{
	struct openamp_rproc_backoff *backoff = &oa->life.backoff;

	backoff->since = jiffies;
	if (recovery)
		backoff->recoveries++;
	else
		backoff->delay_ms = 0;
}

/* Nothing is left to recover. */
void openamp_rproc_backoff_stop(struct openamp_rproc *oa)
{
	cancel_delayed_work(&oa->life.backoff.retry);
}

/**
 * openamp_rproc_backoff_crash() - a recovery has stopped the core: is it too early?
 * @oa: the remote core, whose rproc->lock is held
 *
 * The first recovery after a crash is the remoteproc core's, and may have to wait. Each
 * one after that is asked for, by a user or by our own timer, as is each while the
 * recovery is disabled.
 *
 * Return: true if the crash is new.
 */
bool openamp_rproc_backoff_crash(struct openamp_rproc *oa)
{
	struct openamp_rproc_backoff *backoff = &oa->life.backoff;
	struct rproc *rproc = oa->rproc;
	unsigned int wait_ms;

	cancel_delayed_work(&backoff->retry);
	if (rproc->crash_cnt == backoff->crashes)
		return false;
	backoff->crashes = rproc->crash_cnt;

	if (time_after(jiffies, backoff->since +
		       msecs_to_jiffies(OPENAMP_BACKOFF_HEALTH_MS)))
		backoff->delay_ms = 0;
	wait_ms = rproc->recovery_disabled ? 0 : backoff->delay_ms;
	backoff->delay_ms = clamp(2 * backoff->delay_ms,
				  (unsigned int)OPENAMP_BACKOFF_FIRST_MS,
				  (unsigned int)OPENAMP_BACKOFF_MAX_MS);
	if (wait_ms) {
		dev_warn(&rproc->dev,
			 "crashes again and again: recovery in %u ms\n",
			 wait_ms);
		queue_delayed_work(system_freezable_wq, &backoff->retry,
				   msecs_to_jiffies(wait_ms));
	}

	return true;
}
