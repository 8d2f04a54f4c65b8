// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoints and channels for a shell: what the ioctls of /dev/rpmsg_ctrlN do, by
 * writing to attributes.
 */

#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "rpmsg_ctrl.h"

/* An address is decimal, 0x hexadecimal, or -1 for any. */
static int parse_addr(const char *text, u32 *addr)
{
	s64 value;
	int err;

	err = kstrtos64(text, 0, &value);
	if (err)
		return err;
	if (value < -1 || value > U32_MAX)
		return -ERANGE;

	*addr = value;
	return 0;
}

static int parse_words(char **words, int n, struct rpmsg_channel_info *chinfo)
{
	int err = 0;

	if (n < 1 || n > 3)
		return -EINVAL;
	if (strscpy_pad(chinfo->name, words[0], sizeof(chinfo->name)) < 0)
		return -EINVAL;

	chinfo->src = RPMSG_ADDR_ANY;
	chinfo->dst = RPMSG_ADDR_ANY;
	if (n > 1)
		err = parse_addr(words[1], &chinfo->src);
	if (!err && n > 2)
		err = parse_addr(words[2], &chinfo->dst);
	return err;
}

/* "<name> [<src> [<dst>]]" */
static int parse_chinfo(const char *buf, struct rpmsg_channel_info *chinfo)
{
	char **words;
	int n, err;

	words = argv_split(GFP_KERNEL, buf, &n);
	if (!words)
		return -ENOMEM;

	err = parse_words(words, n, chinfo);
	argv_free(words);
	return err;
}

static ssize_t export_ept_show(struct device *dev, struct device_attribute *attr,
			       char *buf)
{
	struct rpmsg_ctrl *ctrl = dev_to_ctrl(dev);

	guard(mutex)(&ctrl->lock);
	return sysfs_emit(buf, "%s\n", ctrl->last_ept);
}

static ssize_t export_ept_store(struct device *dev, struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct rpmsg_channel_info chinfo;
	int err;

	err = parse_chinfo(buf, &chinfo);
	if (!err)
		err = rpmsg_ctrl_create_ept(dev_to_ctrl(dev), &chinfo);
	return err ?: count;
}
static DEVICE_ATTR_RW(export_ept);

static ssize_t destroy_ept_store(struct device *dev,
				 struct device_attribute *attr, const char *buf,
				 size_t count)
{
	char name[RPMSG_NAME_SIZE];
	int err;

	if (strscpy(name, buf, sizeof(name)) < 0)
		return -EINVAL;

	err = rpmsg_ctrl_destroy_ept(dev_to_ctrl(dev), strim(name));
	return err ?: count;
}
static DEVICE_ATTR_WO(destroy_ept);

static ssize_t export_dev_store(struct device *dev, struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct rpmsg_channel_info chinfo;
	int err;

	err = parse_chinfo(buf, &chinfo);
	if (!err)
		err = rpmsg_ctrl_create_dev(dev_to_ctrl(dev), &chinfo);
	return err ?: count;
}
static DEVICE_ATTR_WO(export_dev);

static ssize_t release_dev_store(struct device *dev,
				 struct device_attribute *attr, const char *buf,
				 size_t count)
{
	struct rpmsg_channel_info chinfo;
	int err;

	err = parse_chinfo(buf, &chinfo);
	if (!err)
		err = rpmsg_ctrl_release_dev(dev_to_ctrl(dev), &chinfo);
	return err ?: count;
}
static DEVICE_ATTR_WO(release_dev);

static struct attribute *ctrl_attrs[] = {
	&dev_attr_export_ept.attr,
	&dev_attr_destroy_ept.attr,
	&dev_attr_export_dev.attr,
	&dev_attr_release_dev.attr,
	NULL
};

static const struct attribute_group ctrl_group = {
	.attrs = ctrl_attrs,
};

const struct attribute_group *rpmsg_ctrl_groups[] = {
	&ctrl_group,
	NULL
};
