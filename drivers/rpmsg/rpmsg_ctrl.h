/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control devices.
 *
 *	rpmsg_ctrl_main.c	devices and their ioctls
 *	rpmsg_ctrl_sysfs.c	the same for a shell
 */

#ifndef RPMSG_CTRL_H
#define RPMSG_CTRL_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/rpmsg.h>

/**
 * struct rpmsg_ctrl - a control device
 * @dev: the device, which files hold a reference to
 * @cdev: its node
 * @lock: protects all below; held while something is made or removed
 * @rpdev: the control channel, NULL when it is gone
 * @last_ept: name of the endpoint device that was made last
 */
struct rpmsg_ctrl {
	struct device dev;
	struct cdev cdev;
	struct mutex lock; /* see above */
	struct rpmsg_device *rpdev;
	char last_ept[RPMSG_NAME_SIZE];
};

static inline struct rpmsg_ctrl *dev_to_ctrl(struct device *dev)
{
	return container_of(dev, struct rpmsg_ctrl, dev);
}

int rpmsg_ctrl_create_ept(struct rpmsg_ctrl *ctrl,
			  const struct rpmsg_channel_info *chinfo);
int rpmsg_ctrl_destroy_ept(struct rpmsg_ctrl *ctrl, const char *name);
int rpmsg_ctrl_create_dev(struct rpmsg_ctrl *ctrl,
			  struct rpmsg_channel_info *chinfo);
int rpmsg_ctrl_release_dev(struct rpmsg_ctrl *ctrl,
			   struct rpmsg_channel_info *chinfo);

extern const struct attribute_group *rpmsg_ctrl_groups[];

#endif /* RPMSG_CTRL_H */
