// SPDX-License-Identifier: GPL-2.0-only
/*
 * What udev makes stable names of: which of a remote's endpoint devices has its
 * service's name for itself, and addresses that do not change while it is there.
 */

#include <linux/device.h>
#include <linux/device/class.h>
#include <linux/list.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "rpmsg_char.h"

/* All endpoint devices; whoever adds or removes one holds the lock for that. */
static LIST_HEAD(eptdevs);

/* The remoteproc device, of which several virtio devices can be the parts. */
static const struct device *remote_of(struct rpmsg_device *rpdev)
{
	const struct device *dev;

	for (dev = rpdev->dev.parent; dev; dev = dev->parent)
		if (dev->class && !strcmp(dev->class->name, "remoteproc"))
			return dev;
	return rpdev->dev.parent;
}

/**
 * rpmsg_eptdev_name() - find out what names a device can have
 * @eptdev: the device, not added yet
 *
 * The first of several that are there at a time has the service's name for itself, for as
 * long as it is there. Those of the same addresses are numbered.
 */
void rpmsg_eptdev_name(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_eptdev_names *names = &eptdev->names;
	struct rpmsg_eptdev *other;

	names->remote = remote_of(eptdev->rpdev);
	/* A channel that was made without a local address has got one since. */
	names->src = eptdev->is_default && !eptdev->rpdev->announce ?
		     RPMSG_ADDR_ANY : eptdev->chinfo.src;
	names->primary = true;
	names->number = 0;

	list_for_each_entry(other, &eptdevs, names.node) {
		if (other->names.remote != names->remote ||
		    strcmp(other->chinfo.name, eptdev->chinfo.name))
			continue;
		if (other->names.primary)
			names->primary = false;
		if (other->names.src == names->src &&
		    other->chinfo.dst == eptdev->chinfo.dst)
			names->number = max(names->number, other->names.number + 1);
	}
	list_add_tail(&names->node, &eptdevs);
}

/**
 * rpmsg_eptdev_unname() - the device's names are free again
 * @eptdev: the device
 */
void rpmsg_eptdev_unname(struct rpmsg_eptdev *eptdev)
{
	list_del(&eptdev->names.node);
}

static ssize_t primary_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	return sysfs_emit(buf, "%d\n", dev_to_eptdev(dev)->names.primary);
}
static DEVICE_ATTR_RO(primary);

/* As the kernel has them in the names of channels, where -1 is "any". */
static ssize_t address_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct rpmsg_eptdev *eptdev = dev_to_eptdev(dev);
	struct rpmsg_eptdev_names *names = &eptdev->names;

	if (names->number)
		return sysfs_emit(buf, "%d.%d.%u\n", names->src,
				  eptdev->chinfo.dst, names->number);
	return sysfs_emit(buf, "%d.%d\n", names->src, eptdev->chinfo.dst);
}
static DEVICE_ATTR_RO(address);

static struct attribute *eptdev_name_attrs[] = {
	&dev_attr_primary.attr,
	&dev_attr_address.attr,
	NULL
};

const struct attribute_group rpmsg_eptdev_name_group = {
	.attrs = eptdev_name_attrs,
};
