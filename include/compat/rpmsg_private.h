/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the rpmsg core's interface that no kernel headers package ships.
 *
 * The core calls bus drivers through two tables. Their layout is private to
 * drivers/rpmsg and changes between releases without any warning from the
 * compiler or from modversions: a wrong guess calls the wrong function. So each
 * layout that is known has a header, and they are told apart by what goes with
 * them in the public headers (see probes/); Kbuild.probes refuses any other
 * kernel, and so does this file. The test "layouts" compares them with what each
 * kernel says of itself (BTF).
 */

#ifndef COMPAT_RPMSG_PRIVATE_H
#define COMPAT_RPMSG_PRIVATE_H

#include <linux/build_bug.h>
#include <linux/device.h>
#include <linux/poll.h>
#include <linux/rpmsg.h>
#include <linux/slab.h>
#include <linux/string.h>

#if defined(COMPAT_RPMSG_OPS_IS_6_1)
#include "rpmsg_ops_6_1.h"
#elif defined(COMPAT_RPMSG_OPS_IS_6_12)
#include "rpmsg_ops_6_12.h"
#elif defined(COMPAT_RPMSG_OPS_IS_7_2)
#include "rpmsg_ops_7_2.h"
#else
#error "openamp-dkms: Kbuild.probes has not found out about struct rpmsg_endpoint_ops"
#endif

/* The core's functions hand on what they are given. */
static_assert(__same_type(&rpmsg_send, ((struct rpmsg_endpoint_ops *)NULL)->send));
static_assert(__same_type(&rpmsg_trysendto,
			  ((struct rpmsg_endpoint_ops *)NULL)->trysendto));

/**
 * struct rpmsg_device_ops - what a bus does for its channels
 * @create_channel: make a channel device, NULL on failure
 * @release_channel: remove a channel device, 0 or a negative errno
 * @create_ept: bind an endpoint to an address, NULL on failure
 * @announce_create: tell the remote of a new channel, optional
 * @announce_destroy: tell the remote that a channel goes away, optional
 */
struct rpmsg_device_ops {
	struct rpmsg_device *(*create_channel)(struct rpmsg_device *rpdev,
					       struct rpmsg_channel_info *chinfo);
	int (*release_channel)(struct rpmsg_device *rpdev,
			       struct rpmsg_channel_info *chinfo);
	struct rpmsg_endpoint *(*create_ept)(struct rpmsg_device *rpdev,
					     rpmsg_rx_cb_t cb, void *priv,
					     struct rpmsg_channel_info chinfo);
	int (*announce_create)(struct rpmsg_device *rpdev);
	int (*announce_destroy)(struct rpmsg_device *rpdev);
};

static_assert(offsetof(struct rpmsg_device_ops, create_ept) == 2 * sizeof(void *));
static_assert(sizeof(struct rpmsg_device_ops) == 5 * sizeof(void *));

/*
 * The first word of what the core exports as its class of devices: in older kernels, 6.1
 * among them, a pointer to the class, in newer ones, as 6.12, the class itself. No header
 * tells which, and modversions do not mind.
 */
extern const void *const rpmsg_class[];

/* In all of them a class begins with a pointer to its name: is it there? */
static inline struct class *compat_rpmsg_class(void)
{
	const char *name = rpmsg_class[0];

	BUILD_BUG_ON(offsetof(struct class, name) != 0);
	if (!strncmp(name, "rpmsg", sizeof("rpmsg")))
		return (struct class *)rpmsg_class;
	return (struct class *)rpmsg_class[0];
}

struct device *rpmsg_find_device(struct device *parent,
				 struct rpmsg_channel_info *chinfo);
struct rpmsg_device *rpmsg_create_channel(struct rpmsg_device *rpdev,
					  struct rpmsg_channel_info *chinfo);
int rpmsg_release_channel(struct rpmsg_device *rpdev,
			  struct rpmsg_channel_info *chinfo);

/* The name that a user wrote to driver_override belongs to the device. */
static inline void compat_rpmsg_free_override(struct rpmsg_device *rpdev)
{
#ifdef HAVE_RPMSG_DRIVER_OVERRIDE
	kfree(rpdev->driver_override);
#endif
}

#endif /* COMPAT_RPMSG_PRIVATE_H */
