// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channel devices, and their announcement to the remote.
 *
 * A channel comes from the remote's announcement, from a program's ioctl, or is
 * one of the two that each remote has: the name service and the control device.
 * It goes by the same ways and with the remote. Any two of them can meet, so
 * whoever clears a channel's live flag is the one who unregisters it.
 */

#include <linux/ctype.h>
#include <linux/rpmsg/ns.h>
#include <linux/slab.h>

#include <rpmsg_private.h>

#include "virtio_rpmsg.h"

/* More services than any known firmware has, fewer than would hurt. */
#define VRP_MAX_CHANNELS	256

/**
 * struct vrp_channel - a channel device on this transport
 * @rpdev: what rpmsg drivers see
 * @vrp: the remote; a reference is held
 * @gate: holds callbacks back while its driver is in probe()
 * @node: in vrp.channels, from before it is registered until it is out of sysfs
 * @service: one of our own, which only the remote's end removes
 * @live: registered, and nobody is about to unregister it
 */
struct vrp_channel {
	struct rpmsg_device rpdev;
	struct vrp *vrp;
	struct vrp_gate gate;
	struct list_head node;
	bool service;
	bool live;
};

#define to_vrp_channel(r)	container_of(r, struct vrp_channel, rpdev)

static const struct rpmsg_device_ops vrp_channel_ops;

/**
 * vrp_of_channel() - the remote behind a channel
 * @rpdev: any channel
 *
 * Return: NULL when the channel is on another transport.
 */
struct vrp *vrp_of_channel(struct rpmsg_device *rpdev)
{
	return rpdev->ops == &vrp_channel_ops ? to_vrp_channel(rpdev)->vrp : NULL;
}

/**
 * vrp_gate_of_channel() - what holds the channel's callbacks back
 * @rpdev: a channel on this transport
 *
 * Return: the gate.
 */
struct vrp_gate *vrp_gate_of_channel(struct rpmsg_device *rpdev)
{
	return &to_vrp_channel(rpdev)->gate;
}

static void vrp_unclaim_channel(struct vrp *vrp, struct vrp_channel *vch)
{
	guard(mutex)(&vrp->channels_lock);

	if (list_empty(&vch->node))
		return;
	list_del_init(&vch->node);
	vrp->num_channels--;
}

static void vrp_release_device(struct device *dev)
{
	struct rpmsg_device *rpdev = container_of(dev, struct rpmsg_device, dev);
	struct vrp_channel *vch = to_vrp_channel(rpdev);
	struct vrp *vrp = vch->vrp;

	/* Where registering failed, nobody else does. */
	vrp_unclaim_channel(vrp, vch);
	compat_rpmsg_free_override(rpdev);
	kfree(vch);
	vrp_put(vrp);
}

static struct vrp_channel *vrp_alloc_channel(struct vrp *vrp, u32 src, u32 dst)
{
	struct vrp_channel *vch;

	vch = kzalloc(sizeof(*vch), GFP_KERNEL);
	if (!vch)
		return NULL;

	vch->vrp = vrp;
	vrp_gate_init(&vch->gate);
	INIT_LIST_HEAD(&vch->node);
	vch->rpdev.ops = &vrp_channel_ops;
	vch->rpdev.src = src;
	vch->rpdev.dst = dst;
	vch->rpdev.little_endian = virtio_is_little_endian(vrp->vdev);
	vch->rpdev.dev.parent = &vrp->vdev->dev;
	vch->rpdev.dev.release = vrp_release_device;
	kref_get(&vrp->ref);
	return vch;
}

/* The name becomes a file name in sysfs and a word in uevents. */
static bool name_is_sane(const char *name)
{
	if (!*name)
		return false;
	for (; *name; name++)
		if (!isascii(*name) || !isprint(*name) || *name == '/')
			return false;
	return true;
}

static bool channel_matches(const struct vrp_channel *vch,
			    const struct rpmsg_channel_info *chinfo)
{
	const struct rpmsg_device *rpdev = &vch->rpdev;

	return (chinfo->src == RPMSG_ADDR_ANY || chinfo->src == rpdev->src) &&
	       (chinfo->dst == RPMSG_ADDR_ANY || chinfo->dst == rpdev->dst) &&
	       !strncmp(chinfo->name, rpdev->id.name, RPMSG_NAME_SIZE);
}

static struct vrp_channel *vrp_find_channel(struct vrp *vrp,
					    const struct rpmsg_channel_info *chinfo)
{
	struct vrp_channel *vch;

	lockdep_assert_held(&vrp->channels_lock);

	list_for_each_entry(vch, &vrp->channels, node)
		if (channel_matches(vch, chinfo))
			return vch;
	return NULL;
}

/* From here on nobody else can make a channel of this name and addresses. */
static int vrp_claim_channel(struct vrp *vrp, struct vrp_channel *vch,
			     const struct rpmsg_channel_info *chinfo)
{
	guard(mutex)(&vrp->channels_lock);

	if (vrp->closed)
		return -EPIPE;
	if (vrp_find_channel(vrp, chinfo))
		return -EEXIST;
	if (vrp->num_channels >= VRP_MAX_CHANNELS)
		return -ENOSPC;

	vrp->num_channels++;
	list_add_tail(&vch->node, &vrp->channels);
	return 0;
}

static void vrp_free_unregistered(struct vrp_channel *vch)
{
	struct vrp *vrp = vch->vrp;

	kfree(vch);
	vrp_put(vrp);
}

static void vrp_unregister_channel(struct vrp *vrp, struct vrp_channel *vch)
{
	struct device *dev = &vch->rpdev.dev;

	get_device(dev);
	device_unregister(dev);
	vrp_unclaim_channel(vrp, vch);
	put_device(dev);
}

/* Registers a channel that was claimed. On failure it is gone. */
static int vrp_register_channel(struct vrp *vrp, struct vrp_channel *vch,
				int (*add)(struct rpmsg_device *rpdev))
{
	int err;

	/* When it fails, the core has put the device and the channel with it. */
	err = add(&vch->rpdev);
	if (err)
		return err;

	scoped_guard(mutex, &vrp->channels_lock) {
		vch->live = !vrp->closed;
		if (vch->live)
			return 0;
	}

	/* Whoever removes the channels has not seen this one. */
	vrp_unregister_channel(vrp, vch);
	return -EPIPE;
}

static int vrp_add_channel(struct vrp *vrp, struct vrp_channel *vch,
			   const struct rpmsg_channel_info *chinfo)
{
	int err;

	strscpy_pad(vch->rpdev.id.name, chinfo->name, RPMSG_NAME_SIZE);
	/* Those that the remote knows already are not announced to it. */
	vch->rpdev.announce = chinfo->src != RPMSG_ADDR_ANY;

	err = vrp_claim_channel(vrp, vch, chinfo);
	if (err) {
		vrp_free_unregistered(vch);
		return err;
	}
	return vrp_register_channel(vrp, vch, rpmsg_register_device);
}

static struct rpmsg_device *vrp_create_channel(struct rpmsg_device *rpdev,
					       struct rpmsg_channel_info *chinfo)
{
	struct vrp *vrp = vrp_of_channel(rpdev);
	struct vrp_channel *vch;
	int err;

	/* As long as the core's %s must find an end. */
	chinfo->name[RPMSG_NAME_SIZE - 1] = '\0';
	if (!name_is_sane(chinfo->name)) {
		dev_warn_ratelimited(&vrp->vdev->dev,
				     "channel refused: its name is empty or not printable\n");
		return NULL;
	}

	vch = vrp_alloc_channel(vrp, chinfo->src, chinfo->dst);
	if (!vch)
		return NULL;

	err = vrp_add_channel(vrp, vch, chinfo);
	if (err) {
		dev_warn_ratelimited(&vrp->vdev->dev,
				     "channel %s:%d:%d refused (%d)\n", chinfo->name,
				     chinfo->src, chinfo->dst, err);
		return NULL;
	}
	return &vch->rpdev;
}

/* The caller unregisters it. */
static struct vrp_channel *vrp_take_channel(struct vrp *vrp,
					    const struct rpmsg_channel_info *chinfo)
{
	struct vrp_channel *vch;

	guard(mutex)(&vrp->channels_lock);
	vch = vrp_find_channel(vrp, chinfo);
	if (!vch || !vch->live || vch->service)
		return NULL;
	vch->live = false;
	return vch;
}

static int vrp_release_channel(struct rpmsg_device *rpdev,
			       struct rpmsg_channel_info *chinfo)
{
	struct vrp *vrp = vrp_of_channel(rpdev);
	struct vrp_channel *vch;

	vch = vrp_take_channel(vrp, chinfo);
	if (!vch)
		return -EINVAL;
	vrp_drain_channel(vrp, &vch->rpdev);
	vrp_unregister_channel(vrp, vch);
	return 0;
}

static int vrp_announce(struct rpmsg_device *rpdev, u32 what)
{
	struct vrp *vrp = vrp_of_channel(rpdev);
	struct rpmsg_ns_msg msg;
	int err;

	if (!rpdev->announce || !rpdev->ept || !vrp->has_ns)
		return 0;

	strscpy_pad(msg.name, rpdev->id.name, sizeof(msg.name));
	msg.addr = cpu_to_rpmsg32(rpdev, rpdev->ept->addr);
	msg.flags = cpu_to_rpmsg32(rpdev, what);
	err = rpmsg_sendto(rpdev->ept, &msg, sizeof(msg), RPMSG_NS_ADDR);

	/* A remote that is gone need not know. */
	return err == -EPIPE ? 0 : err;
}

static int vrp_announce_create(struct rpmsg_device *rpdev)
{
	return vrp_announce(rpdev, RPMSG_NS_CREATE);
}

static int vrp_announce_destroy(struct rpmsg_device *rpdev)
{
	return vrp_announce(rpdev, RPMSG_NS_DESTROY);
}

static const struct rpmsg_device_ops vrp_channel_ops = {
	.create_channel		= vrp_create_channel,
	.release_channel	= vrp_release_channel,
	.create_ept		= vrp_create_ept,
	.announce_create	= vrp_announce_create,
	.announce_destroy	= vrp_announce_destroy,
};

static int vrp_add_service(struct vrp *vrp, u32 addr,
			   int (*add)(struct rpmsg_device *rpdev))
{
	struct vrp_channel *vch;
	int err;

	vch = vrp_alloc_channel(vrp, addr, addr);
	if (!vch)
		return -ENOMEM;

	vch->service = true;
	scoped_guard(mutex, &vrp->channels_lock) {
		vrp->num_channels++;
		list_add_tail(&vch->node, &vrp->channels);
	}
	err = vrp_register_channel(vrp, vch, add);
	if (err || vrp->bus)
		return err;
	return vrp_gates_start(vrp, &vch->rpdev);
}

/* The core looks for drivers by this name, and programs for the device's. */
static int vrp_add_ctrl(struct rpmsg_device *rpdev)
{
	return rpmsg_register_device_override(rpdev, "rpmsg_ctrl");
}

/**
 * vrp_init_channels() - no channels yet
 * @vrp: the remote
 */
void vrp_init_channels(struct vrp *vrp)
{
	mutex_init(&vrp->channels_lock);
	init_waitqueue_head(&vrp->idle_wait);
	INIT_LIST_HEAD(&vrp->channels);
}

/**
 * vrp_add_service_channels() - add the channels that each remote has
 * @vrp: the remote
 *
 * Return: 0 or a negative errno; then vrp_remove_channels() is still due.
 */
int vrp_add_service_channels(struct vrp *vrp)
{
	int err;

	err = vrp_add_service(vrp, 0, vrp_add_ctrl);
	if (err || !vrp->has_ns)
		return err;
	return vrp_add_service(vrp, RPMSG_NS_ADDR, rpmsg_ns_register_device);
}

static struct vrp_channel *vrp_take_any_channel(struct vrp *vrp)
{
	struct vrp_channel *vch;

	guard(mutex)(&vrp->channels_lock);
	/* Last come, first go: the name service before what it made. */
	list_for_each_entry_reverse(vch, &vrp->channels, node) {
		if (vch->live) {
			vch->live = false;
			return vch;
		}
	}
	return NULL;
}

/**
 * vrp_close_channels() - make no more channels
 * @vrp: the remote, which is about to go
 */
void vrp_close_channels(struct vrp *vrp)
{
	guard(mutex)(&vrp->channels_lock);
	vrp->closed = true;
}

/**
 * vrp_remove_channels() - remove all channels
 * @vrp: the remote, closed, to which nothing is sent any more
 *
 * A channel that somebody else is about to make or remove goes with the service
 * channel whose driver is at it, because its remove() waits for that.
 */
void vrp_remove_channels(struct vrp *vrp)
{
	struct vrp_channel *vch;

	while ((vch = vrp_take_any_channel(vrp)))
		vrp_unregister_channel(vrp, vch);
}
