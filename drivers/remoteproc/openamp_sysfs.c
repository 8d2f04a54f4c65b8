// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: the files of a core in sysfs
 * that are not the remoteproc core's.
 *
 * "state" takes the place of the one that the remoteproc core has made, and looks the
 * same. That one counts a start of a core that runs, or has crashed, as another user of
 * it, without asking the driver: it gives 0 and does nothing, and the core then takes as
 * many stops. Ours decides by our own state.
 */

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "openamp_rproc.h"

static struct openamp_rproc *openamp_rproc_of(struct device *dev)
{
	return container_of(dev, struct rproc, dev)->priv;
}

static int openamp_rproc_boot(struct openamp_rproc *oa)
{
	int ret = rproc_boot(oa->rproc);

	if (ret)
		dev_err(&oa->rproc->dev, "Boot failed: %d\n", ret);

	return ret;
}

/* Without effect when a signal comes before it begins. */
static int openamp_rproc_shut_down(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	int ret = rproc_shutdown(rproc);

	if (ret) {
		mutex_lock(&rproc->lock);
		openamp_rproc_settle(oa);
		mutex_unlock(&rproc->lock);
	}

	return ret;
}

/*
 * A core that has crashed is stopped, with all that it has, and started from its file.
 * Drivers in the kernel that use it do so afterwards as before.
 */
static int openamp_rproc_restart(struct openamp_rproc *oa, int users)
{
	int ret = openamp_rproc_shut_down(oa);
	bool is_off = !ret;

	if (!ret)
		ret = openamp_rproc_boot(oa);
	/* Of none that is off. */
	if (!ret || !is_off)
		atomic_add(users - 1, &oa->rproc->power);

	return ret;
}

static int openamp_rproc_request_start(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	enum openamp_state state;
	int ret, users = 0;

	ret = mutex_lock_interruptible(&rproc->lock);
	if (ret)
		return ret;
	openamp_rproc_settle(oa);
	state = openamp_rproc_look_at_state(oa);
	ret = openamp_rproc_may(oa, state == OPENAMP_DETACHED ?
				    OPENAMP_ATTACH : OPENAMP_START);
	if (!ret && state == OPENAMP_CRASHED)
		users = openamp_rproc_use_once(oa);
	mutex_unlock(&rproc->lock);
	if (ret)
		return ret;

	return users ? openamp_rproc_restart(oa, users) :
		       openamp_rproc_boot(oa);
}

/* Of one that does not work nobody has a use. */
static int openamp_rproc_request_stop(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	bool unknown;
	int ret;

	ret = mutex_lock_interruptible(&rproc->lock);
	if (ret)
		return ret;
	openamp_rproc_settle(oa);
	switch (openamp_rproc_look_at_state(oa)) {
	case OPENAMP_CRASHED:
	case OPENAMP_LOST:
	case OPENAMP_DETACHED:
		unknown = !openamp_rproc_use_once(oa);
		break;
	default:
		unknown = false;
		break;
	}
	if (unknown)
		ret = openamp_rproc_halt(oa);
	mutex_unlock(&rproc->lock);

	return unknown ? ret : openamp_rproc_shut_down(oa);
}

static int openamp_rproc_may_detach(struct openamp_rproc *oa)
{
	struct device *dev = &oa->rproc->dev;
	int ret = openamp_rproc_may(oa, OPENAMP_DETACH);

	if (ret)
		return ret;
	if (!oa->data->hw->attach) {
		dev_err(dev, "can't be attached to again: stop it\n");
		return -EOPNOTSUPP;
	}
	if (atomic_read(&oa->rproc->power) > 1) {
		dev_err(dev, "drivers in the kernel use it\n");
		return -EBUSY;
	}
	if (!openamp_rproc_is_fenced(oa)) {
		dev_err(dev, "uses memory that Linux takes back: stop it, or add memory regions\n");
		return -EBUSY;
	}

	return 0;
}

static int openamp_rproc_request_detach(struct openamp_rproc *oa)
{
	struct rproc *rproc = oa->rproc;
	int ret;

	ret = mutex_lock_interruptible(&rproc->lock);
	if (ret)
		return ret;
	ret = openamp_rproc_may_detach(oa);
	mutex_unlock(&rproc->lock);
	if (ret)
		return ret;

	WRITE_ONCE(oa->life.detacher, current);
	ret = rproc_shutdown(rproc);
	WRITE_ONCE(oa->life.detacher, NULL);

	return ret;
}

static ssize_t state_show(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  openamp_rproc_state_word(openamp_rproc_of(dev)));
}

static ssize_t state_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct openamp_rproc *oa = openamp_rproc_of(dev);
	int (*request)(struct openamp_rproc *oa);
	int ret;

	if (sysfs_streq(buf, "start")) {
		request = openamp_rproc_request_start;
	} else if (sysfs_streq(buf, "stop")) {
		request = openamp_rproc_request_stop;
	} else if (sysfs_streq(buf, "detach")) {
		request = openamp_rproc_request_detach;
	} else {
		dev_err(dev, "Unrecognised option: %*pE\n", (int)count, buf);
		return -EINVAL;
	}

	ret = mutex_lock_interruptible(&oa->life.request);
	if (ret)
		return ret;
	ret = request(oa);
	mutex_unlock(&oa->life.request);

	return ret ?: count;
}
static DEVICE_ATTR_RW(state);

static ssize_t crashes_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%u\n", openamp_rproc_of(dev)->rproc->crash_cnt);
}
static DEVICE_ATTR_RO(crashes);

static ssize_t recoveries_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  openamp_rproc_of(dev)->life.backoff.recoveries);
}
static DEVICE_ATTR_RO(recoveries);

static ssize_t backoff_ms_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  openamp_rproc_of(dev)->life.backoff.delay_ms);
}
static DEVICE_ATTR_RO(backoff_ms);

static struct attribute *openamp_rproc_health[] = {
	&dev_attr_crashes.attr,
	&dev_attr_recoveries.attr,
	&dev_attr_backoff_ms.attr,
	NULL
};

static const struct attribute_group openamp_rproc_health_group = {
	.name	= "health",
	.attrs	= openamp_rproc_health,
};

/**
 * openamp_rproc_add_attributes() - put our files in the place of the remoteproc core's
 * @oa: the remote core, of which nobody has been told yet
 *
 * Return: 0 or a negative error number.
 */
int openamp_rproc_add_attributes(struct openamp_rproc *oa)
{
	struct kobject *kobj = &oa->rproc->dev.kobj;
	int ret;

	/* It goes by its name, which is the same. */
	sysfs_remove_file(kobj, &dev_attr_state.attr);
	ret = sysfs_create_file(kobj, &dev_attr_state.attr);
	if (ret)
		return ret;
	ret = sysfs_create_group(kobj, &openamp_rproc_health_group);
	if (ret)
		sysfs_remove_file(kobj, &dev_attr_state.attr);

	return ret;
}

/**
 * openamp_rproc_remove_attributes() - remove them, and wait until nobody is in them
 * @oa: the remote core
 *
 * That the remoteproc core's own is not there any more does not matter when it removes
 * all of its files.
 */
void openamp_rproc_remove_attributes(struct openamp_rproc *oa)
{
	struct kobject *kobj = &oa->rproc->dev.kobj;

	sysfs_remove_group(kobj, &openamp_rproc_health_group);
	sysfs_remove_file(kobj, &dev_attr_state.attr);
}
