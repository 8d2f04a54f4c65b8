// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rpmsg name service: a remote's announcements become channel devices.
 *
 * An announcement is a message to address 53: 32 bytes of name, an address and
 * flags, 40 bytes together. Bit 0 of the flags tells whether the service comes
 * or goes.
 */

#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/ns.h>
#include <linux/string.h>

#include <rpmsg_private.h>

/**
 * rpmsg_ns_register_device() - make a channel the one of the name service
 * @rpdev: the channel, not registered yet
 *
 * Return: 0, or a negative errno; then the device has been put.
 */
int rpmsg_ns_register_device(struct rpmsg_device *rpdev)
{
	rpdev->src = RPMSG_NS_ADDR;
	rpdev->dst = RPMSG_NS_ADDR;

	return rpmsg_register_device_override(rpdev, "rpmsg_ns");
}
EXPORT_SYMBOL(rpmsg_ns_register_device);

static void rpmsg_ns_create(struct rpmsg_device *rpdev,
			    struct rpmsg_channel_info *chinfo)
{
	/* The bus says why when it refuses one. */
	if (rpmsg_create_channel(rpdev, chinfo))
		dev_dbg(&rpdev->dev, "channel %*pE at %u\n",
			(int)strlen(chinfo->name), chinfo->name, chinfo->dst);
}

static void rpmsg_ns_destroy(struct rpmsg_device *rpdev,
			     struct rpmsg_channel_info *chinfo)
{
	if (rpmsg_release_channel(rpdev, chinfo))
		dev_warn_ratelimited(&rpdev->dev,
				     "no channel %*pE at %u to destroy\n",
				     (int)strlen(chinfo->name), chinfo->name,
				     chinfo->dst);
}

static int rpmsg_ns_callback(struct rpmsg_device *rpdev, void *data, int len,
			     void *priv, u32 src)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct rpmsg_ns_msg msg;

	if (len != sizeof(msg)) {
		dev_warn_ratelimited(&rpdev->dev,
				     "announcement of %d bytes, not %zu\n", len,
				     sizeof(msg));
		return -EINVAL;
	}

	/* The remote can change it while we look. */
	memcpy(&msg, data, sizeof(msg));
	strscpy_pad(chinfo.name, msg.name, sizeof(chinfo.name));
	chinfo.dst = rpmsg32_to_cpu(rpdev, msg.addr);

	if (rpmsg32_to_cpu(rpdev, msg.flags) & RPMSG_NS_DESTROY)
		rpmsg_ns_destroy(rpdev, &chinfo);
	else
		rpmsg_ns_create(rpdev, &chinfo);
	return 0;
}

static int rpmsg_ns_probe(struct rpmsg_device *rpdev)
{
	struct rpmsg_channel_info chinfo = {
		.name = "name_service",
		.src = RPMSG_NS_ADDR,
		.dst = RPMSG_NS_ADDR,
	};

	/* Its own endpoint: the driver has no callback for the core to bind. */
	rpdev->ept = rpmsg_create_ept(rpdev, rpmsg_ns_callback, NULL, chinfo);
	return rpdev->ept ? 0 : -ENOMEM;
}

static struct rpmsg_driver rpmsg_ns_driver = {
	.drv.name	= KBUILD_MODNAME,
	.probe		= rpmsg_ns_probe,
};
module_rpmsg_driver(rpmsg_ns_driver);

MODULE_DESCRIPTION("Rpmsg name service");
MODULE_ALIAS("rpmsg:" KBUILD_MODNAME);
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
