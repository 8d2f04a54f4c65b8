// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flow control of /dev/rpmsgN, on transports that have it (Qualcomm's GLINK), as upstream's
 * driver offers it: EPOLLPRI when the remote asks for a pause or to go on, and an ioctl
 * each way. Nothing is done about it in the kernel.
 */

#include <linux/cleanup.h>
#include <linux/poll.h>
#include <linux/uaccess.h>

#include <rpmsg_flow.h>

#include "rpmsg_char.h"

static int eptdev_flow_cb(struct rpmsg_device *rpdev, void *priv, bool enable)
{
	struct rpmsg_eptdev *eptdev = priv;

	if (!eptdev)
		return 0;

	WRITE_ONCE(eptdev->flow_paused, enable);
	/* Who sees that there are news sees them as well. */
	smp_store_release(&eptdev->flow_news, true);
	wake_up_interruptible_poll(&eptdev->rxq.poll_wait, EPOLLPRI);
	return 0;
}

/**
 * rpmsg_flow_attach() - hear of what the remote asks for
 * @ept: an endpoint that has its device in &rpmsg_endpoint.priv
 */
void rpmsg_flow_attach(struct rpmsg_endpoint *ept)
{
	compat_rpmsg_set_flow_cb(ept, eptdev_flow_cb);
}

/**
 * rpmsg_flow_detach() - hear no more of it
 * @ept: the endpoint
 */
void rpmsg_flow_detach(struct rpmsg_endpoint *ept)
{
	compat_rpmsg_set_flow_cb(ept, NULL);
}

/**
 * rpmsg_flow_get() - has the remote asked for a pause?
 * @eptdev: the device
 * @arg: receives 1 if so, or 0, which it is for ever where there is no flow control
 *
 * What is told is no news any more.
 *
 * Return: 0 or -EFAULT.
 */
long rpmsg_flow_get(struct rpmsg_eptdev *eptdev, int __user *arg)
{
	/* What comes after the look is news again. */
	smp_store_mb(eptdev->flow_news, false);
	return put_user(READ_ONCE(eptdev->flow_paused), arg);
}

/**
 * rpmsg_flow_set() - ask the remote for a pause, or to go on
 * @eptdev: the device
 * @pause: 1 or 0
 *
 * Return: 0; -EINVAL for other values; -EOPNOTSUPP where the kernel or the transport, as
 * virtio, has no flow control; -EPIPE when the channel is gone; an error of the transport.
 */
long rpmsg_flow_set(struct rpmsg_eptdev *eptdev, unsigned long pause)
{
	struct rpmsg_endpoint *ept;

	if (pause > 1)
		return -EINVAL;
	if (eptdev->is_virtio)
		return -EOPNOTSUPP;

	guard(mutex)(&eptdev->lock);
	ept = rcu_dereference_protected(eptdev->ept, lockdep_is_held(&eptdev->lock));
	return ept ? compat_rpmsg_set_flow_control(ept, pause, eptdev->chinfo.dst) : -EPIPE;
}
