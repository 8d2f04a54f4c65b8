// SPDX-License-Identifier: GPL-2.0-only
/* Must compile: else the compiler or the headers are at fault, not the kernel. */
#include <linux/remoteproc.h>
#include <linux/rpmsg.h>
#include <linux/virtio_config.h>

int probe(struct rpmsg_device *rpdev);
int probe(struct rpmsg_device *rpdev)
{
	return rpdev->src;
}
