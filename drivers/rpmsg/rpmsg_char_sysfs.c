// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes and counters of /dev/rpmsgN; see
 * Documentation/ABI/testing/sysfs-class-rpmsg.
 */

#include <linux/kstrtox.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "rpmsg_char.h"

static const char * const policy_names[] = {
	[RPMSG_RX_HOLD] = "hold",
	[RPMSG_RX_DROP] = "drop",
};

static ssize_t name_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sysfs_emit(buf, "%s\n", dev_to_eptdev(dev)->chinfo.name);
}
static DEVICE_ATTR_RO(name);

/* Signed, as upstream shows them: -1 is "any". */
static ssize_t src_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	return sysfs_emit(buf, "%d\n", rpmsg_eptdev_src(dev_to_eptdev(dev)));
}
static DEVICE_ATTR_RO(src);

static ssize_t dst_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	return sysfs_emit(buf, "%d\n", dev_to_eptdev(dev)->chinfo.dst);
}
static DEVICE_ATTR_RO(dst);

static ssize_t mtu_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	size_t mtu = READ_ONCE(dev_to_eptdev(dev)->mtu);

	return mtu == SIZE_MAX ? -EOPNOTSUPP : sysfs_emit(buf, "%zu\n", mtu);
}
static DEVICE_ATTR_RO(mtu);

static ssize_t rx_queue_limit_show(struct device *dev,
				   struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%zu\n", READ_ONCE(dev_to_eptdev(dev)->rxq.limit));
}

static ssize_t rx_queue_limit_store(struct device *dev,
				    struct device_attribute *attr,
				    const char *buf, size_t count)
{
	unsigned int limit;
	int err;

	err = kstrtouint(buf, 0, &limit);
	if (err)
		return err;
	if (limit > RPMSG_RXQ_LIMIT_MAX)
		return -ERANGE;

	rpmsg_rxq_set_limit(&dev_to_eptdev(dev)->rxq, limit);
	return count;
}
static DEVICE_ATTR_RW(rx_queue_limit);

static ssize_t rx_policy_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	enum rpmsg_rx_policy policy = READ_ONCE(dev_to_eptdev(dev)->rxq.policy);

	return sysfs_emit(buf, "%s\n", policy_names[policy]);
}

static ssize_t rx_policy_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count)
{
	int policy = sysfs_match_string(policy_names, buf);

	if (policy < 0)
		return policy;

	rpmsg_rxq_set_policy(&dev_to_eptdev(dev)->rxq, policy);
	return count;
}
static DEVICE_ATTR_RW(rx_policy);

static struct attribute *eptdev_attrs[] = {
	&dev_attr_name.attr,
	&dev_attr_src.attr,
	&dev_attr_dst.attr,
	&dev_attr_mtu.attr,
	&dev_attr_rx_queue_limit.attr,
	&dev_attr_rx_policy.attr,
	NULL
};

static const struct attribute_group eptdev_group = {
	.attrs = eptdev_attrs,
};

#define RX_COUNTER(field, member, format)				\
static ssize_t field##_show(struct device *dev,				\
			    struct device_attribute *attr, char *buf)	\
{									\
	struct rpmsg_rxq_stats stats;					\
									\
	rpmsg_rxq_get_stats(&dev_to_eptdev(dev)->rxq, &stats);		\
	return sysfs_emit(buf, format "\n", stats.member);		\
}									\
static DEVICE_ATTR_RO(field)

RX_COUNTER(rx_messages, messages, "%llu");
RX_COUNTER(rx_bytes, bytes, "%llu");
RX_COUNTER(rx_queued, queued, "%u");
RX_COUNTER(rx_queued_bytes, queued_bytes, "%zu");
RX_COUNTER(rx_high_water, high_water, "%u");
RX_COUNTER(rx_dropped, dropped, "%llu");
RX_COUNTER(rx_truncated, truncated, "%llu");
RX_COUNTER(rx_would_block, would_block, "%llu");

static ssize_t tx_messages_show(struct device *dev, struct device_attribute *attr,
				char *buf)
{
	return sysfs_emit(buf, "%lld\n",
			  atomic64_read(&dev_to_eptdev(dev)->tx_messages));
}
static DEVICE_ATTR_RO(tx_messages);

static ssize_t tx_bytes_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return sysfs_emit(buf, "%lld\n",
			  atomic64_read(&dev_to_eptdev(dev)->tx_bytes));
}
static DEVICE_ATTR_RO(tx_bytes);

static ssize_t tx_would_block_show(struct device *dev, struct device_attribute *attr,
				   char *buf)
{
	return sysfs_emit(buf, "%lld\n",
			  atomic64_read(&dev_to_eptdev(dev)->tx_would_block));
}
static DEVICE_ATTR_RO(tx_would_block);

static struct attribute *eptdev_statistics_attrs[] = {
	&dev_attr_rx_messages.attr,
	&dev_attr_rx_bytes.attr,
	&dev_attr_rx_queued.attr,
	&dev_attr_rx_queued_bytes.attr,
	&dev_attr_rx_high_water.attr,
	&dev_attr_rx_dropped.attr,
	&dev_attr_rx_truncated.attr,
	&dev_attr_rx_would_block.attr,
	&dev_attr_tx_messages.attr,
	&dev_attr_tx_bytes.attr,
	&dev_attr_tx_would_block.attr,
	NULL
};

static const struct attribute_group eptdev_statistics_group = {
	.name = "statistics",
	.attrs = eptdev_statistics_attrs,
};

const struct attribute_group *rpmsg_eptdev_groups[] = {
	&eptdev_group,
	&rpmsg_eptdev_name_group,
	&eptdev_statistics_group,
	NULL
};
