/* SPDX-License-Identifier: GPL-2.0-only */
/* The channels of a fake remote, and how it announces them. */

#ifndef KUNIT_CHANNELS_H
#define KUNIT_CHANNELS_H

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/ns.h>
#include <linux/string.h>

#include "fake_remote.h"
#include "program.h"

/* The two channels of each remote with a name service, rpmsg_ctrl and rpmsg_ns. */
#define SERVICE_CHANNELS	2

/*
 * Waits until the driver has given all receive buffers back. The buffer of a lone
 * message goes back when its callback returns; those of a burst may do so before,
 * because the driver copies what is beyond an endpoint's share of them.
 */
static inline bool channels_settle(struct fake_remote *fr)
{
	unsigned long end = jiffies + PROGRAM_LIMIT;

	while (fake_ring_avail(&fr->ring[FAKE_RX]) < fr->cfg.num) {
		if (time_after(jiffies, end))
			return false;
		usleep_range(50, 100);
	}
	return true;
}

/* Sends an announcement of any shape. */
static inline int announce_bytes(struct fake_remote *fr, const void *data,
				 u16 len)
{
	return fake_remote_send(fr, RPMSG_NS_ADDR, RPMSG_NS_ADDR, data, len);
}

/* Sends one without waiting for what comes of it. Names are cut at 32 bytes. */
static inline int announce_post(struct fake_remote *fr, const char *name,
				u32 addr, u32 flags)
{
	struct rpmsg_ns_msg msg = {
		.addr = (__force __rpmsg32)cpu_to_le32(addr),
		.flags = (__force __rpmsg32)cpu_to_le32(flags),
	};

	memcpy(msg.name, name, strnlen(name, sizeof(msg.name)));
	return announce_bytes(fr, &msg, sizeof(msg));
}

/* Sends one and waits until the driver has done what it says. */
static inline int announce(struct fake_remote *fr, const char *name, u32 addr,
			   u32 flags)
{
	int err = announce_post(fr, name, addr, flags);

	if (err)
		return err;
	return channels_settle(fr) ? 0 : -ETIMEDOUT;
}

/* A reference is held on what is returned; NULL when there is no such channel. */
static inline struct device *channel_get(struct fake_remote *fr,
					 const char *name, u32 src, u32 dst)
{
	char full[80];

	snprintf(full, sizeof(full), "%s.%s.%d.%d", dev_name(&fr->vdev->dev),
		 name, (int)src, (int)dst);
	return device_find_child_by_name(&fr->vdev->dev, full);
}

static inline bool channel_exists(struct fake_remote *fr, const char *name,
				  u32 src, u32 dst)
{
	struct device *dev = channel_get(fr, name, src, dst);

	put_device(dev);
	return dev;
}

static inline int channel_count_one(struct device *dev, void *data)
{
	unsigned int *count = data;

	(*count)++;
	return 0;
}

static inline unsigned int channel_count(struct fake_remote *fr)
{
	unsigned int count = 0;

	device_for_each_child(&fr->vdev->dev, &count, channel_count_one);
	return count;
}

static inline int channel_any(struct device *dev, void *data)
{
	strscpy(data, dev_name(dev), RPMSG_NAME_SIZE);
	return 1;
}

/*
 * The name of the device of class rpmsg that a channel has: RPMSG_NAME_SIZE bytes
 * of @name. Returns false when it has none.
 */
static inline bool channel_node(struct fake_remote *fr, const char *channel,
				u32 src, u32 dst, char *name)
{
	struct device *dev = channel_get(fr, channel, src, dst);
	bool found;

	if (!dev)
		return false;
	found = device_for_each_child(dev, name, channel_any);
	put_device(dev);
	return found;
}

#endif /* KUNIT_CHANNELS_H */
