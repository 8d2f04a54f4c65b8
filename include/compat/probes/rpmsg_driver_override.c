// SPDX-License-Identifier: GPL-2.0-only
/* A channel keeps its driver_override itself: up to 6.12.106. */
#include <linux/rpmsg.h>

const char *probe(struct rpmsg_device *rpdev);
const char *probe(struct rpmsg_device *rpdev)
{
	return rpdev->driver_override;
}
