/* SPDX-License-Identifier: GPL-2.0-only */
/* Flow control between endpoints, from 6.6 on. */

#ifndef COMPAT_RPMSG_FLOW_H
#define COMPAT_RPMSG_FLOW_H

#include <linux/errno.h>
#include <linux/rpmsg.h>

typedef int (*compat_rpmsg_flow_cb_t)(struct rpmsg_device *rpdev, void *priv, bool enable);

/* @cb is called when the remote asks for a pause, or to go on; NULL for never. */
static inline void compat_rpmsg_set_flow_cb(struct rpmsg_endpoint *ept,
					    compat_rpmsg_flow_cb_t cb)
{
#ifdef HAVE_RPMSG_FLOW_CONTROL
	WRITE_ONCE(ept->flow_cb, cb);
#endif
}

/* Returns 0, or -EOPNOTSUPP where the kernel or the transport has none. */
static inline int compat_rpmsg_set_flow_control(struct rpmsg_endpoint *ept, bool pause,
						u32 dst)
{
#ifdef HAVE_RPMSG_FLOW_CONTROL
	return rpmsg_set_flow_control(ept, pause, dst);
#else
	return -EOPNOTSUPP;
#endif
}

#endif /* COMPAT_RPMSG_FLOW_H */
