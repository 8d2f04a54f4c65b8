// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the remote core can change in the resource table while a virtio device is in
 * use, and Linux must not follow.
 *
 * The remoteproc core's virtio transport looks up the configuration space behind as
 * many vrings as the shared table says at that moment, up to 255, and for as many
 * bytes as it says: a remote core could lead it beyond the end of its memory. And it
 * takes the status from there, which virtio's own checks then warn of. So a device of
 * ours gets other operations for these before any driver sees it: the place of the
 * configuration space is that of the table in the firmware file, which was checked,
 * and the status is what Linux has set and the remote core has left there.
 */

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "openamp_rproc.h"

/* The transport's operations, and the same with ours in between. */
static const struct virtio_config_ops *openamp_vdev_core_ops;
static struct virtio_config_ops openamp_vdev_ops;
static DEFINE_MUTEX(openamp_vdev_lock); /* held while these two are set */

/* The list does not change while there is a virtio device. */
static struct rproc_vdev *openamp_vdev_find(struct rproc *rproc,
					    struct virtio_device *vdev)
{
	struct rproc_vdev *rvdev;

	list_for_each_entry(rvdev, &rproc->rvdevs, node)
		if (vdev->dev.parent == &rvdev->pdev->dev)
			return rvdev;

	return NULL;
}

/* Part of the configuration space in the shared table; NULL if it has no such. */
static void *openamp_vdev_config(struct virtio_device *vdev,
				 unsigned int offset, unsigned int len)
{
	struct rproc *rproc = rproc_get_by_child(&vdev->dev);
	struct rproc_vdev *rvdev = openamp_vdev_find(rproc, vdev);
	const struct fw_rsc_vdev *rsc;

	/* The copy from the file, which the remote core does not see. */
	rsc = (void *)rproc->cached_table + rvdev->rsc_offset;
	if (len > rsc->config_len || offset > rsc->config_len - len) {
		dev_err_ratelimited(&vdev->dev,
				    "%u bytes at %u are beyond the configuration space of %u bytes\n",
				    len, offset, rsc->config_len);
		return NULL;
	}

	return (void *)rproc->table_ptr + rvdev->rsc_offset +
	       struct_size(rsc, vring, rsc->num_of_vrings) + offset;
}

static void openamp_vdev_get(struct virtio_device *vdev, unsigned int offset,
			     void *buf, unsigned int len)
{
	const void *config = openamp_vdev_config(vdev, offset, len);

	if (config)
		memcpy(buf, config, len);
	else
		memset(buf, 0, len);
}

static void openamp_vdev_set(struct virtio_device *vdev, unsigned int offset,
			     const void *buf, unsigned int len)
{
	void *config = openamp_vdev_config(vdev, offset, len);

	if (config)
		memcpy(config, buf, len);
}

static u8 *openamp_vdev_status(struct virtio_device *vdev)
{
	struct rproc *rproc = rproc_get_by_child(&vdev->dev);
	struct openamp_rproc *oa = rproc->priv;

	return &oa->vdev_status[openamp_vdev_find(rproc, vdev)->index];
}

static u8 openamp_vdev_get_status(struct virtio_device *vdev)
{
	return *openamp_vdev_status(vdev) &
	       openamp_vdev_core_ops->get_status(vdev);
}

static void openamp_vdev_set_status(struct virtio_device *vdev, u8 status)
{
	*openamp_vdev_status(vdev) = status;
	openamp_vdev_core_ops->set_status(vdev, status);
}

static void openamp_vdev_reset(struct virtio_device *vdev)
{
	*openamp_vdev_status(vdev) = 0;
	openamp_vdev_core_ops->reset(vdev);
}

/* All devices of the transport have the same operations. */
static void openamp_vdev_guard(struct virtio_device *vdev)
{
	mutex_lock(&openamp_vdev_lock);
	if (!openamp_vdev_core_ops) {
		openamp_vdev_ops = *vdev->config;
		openamp_vdev_ops.get = openamp_vdev_get;
		openamp_vdev_ops.set = openamp_vdev_set;
		openamp_vdev_ops.get_status = openamp_vdev_get_status;
		openamp_vdev_ops.set_status = openamp_vdev_set_status;
		openamp_vdev_ops.reset = openamp_vdev_reset;
		openamp_vdev_core_ops = vdev->config;
	}
	mutex_unlock(&openamp_vdev_lock);
	vdev->config = &openamp_vdev_ops;
	/* What virtio has set before the first driver comes. */
	*openamp_vdev_status(vdev) = VIRTIO_CONFIG_S_ACKNOWLEDGE;
}

/*
 * A driver is about to probe a virtio device, of any transport; those of our remote
 * cores count. When the device is added would be too late for a driver that is
 * registered at the same time.
 */
static int openamp_vdev_notify(struct notifier_block *nb, unsigned long action,
			       void *data)
{
	struct virtio_device *vdev = dev_to_virtio(data);
	struct rproc *rproc = rproc_get_by_child(&vdev->dev);

	if (action == BUS_NOTIFY_BIND_DRIVER && rproc &&
	    rproc->ops->da_to_va == openamp_rproc_da_to_va &&
	    vdev->config != &openamp_vdev_ops &&
	    openamp_vdev_find(rproc, vdev))
		openamp_vdev_guard(vdev);

	return NOTIFY_DONE;
}

static struct notifier_block openamp_vdev_nb = {
	.notifier_call = openamp_vdev_notify,
};

/* It drives nothing: what it is for is the bus, which nothing else gives. */
static const struct virtio_device_id openamp_vdev_none[] = {
	{ 0 },
};

static int openamp_vdev_probe(struct virtio_device *vdev)
{
	return -ENODEV;
}

static void openamp_vdev_remove(struct virtio_device *vdev)
{
}

static struct virtio_driver openamp_vdev_driver = {
	.driver.name	= "openamp_vdev",
	.id_table	= openamp_vdev_none,
	.probe		= openamp_vdev_probe,
	.remove		= openamp_vdev_remove,
};

int openamp_vdev_register(void)
{
	int ret;

	ret = register_virtio_driver(&openamp_vdev_driver);
	if (ret)
		return ret;
	ret = bus_register_notifier(openamp_vdev_driver.driver.bus,
				    &openamp_vdev_nb);
	if (ret)
		unregister_virtio_driver(&openamp_vdev_driver);

	return ret;
}

void openamp_vdev_unregister(void)
{
	bus_unregister_notifier(openamp_vdev_driver.driver.bus,
				&openamp_vdev_nb);
	unregister_virtio_driver(&openamp_vdev_driver);
}
