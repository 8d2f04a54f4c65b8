// SPDX-License-Identifier: GPL-2.0-only
/*
 * A remote core made by a test, see fake_remote.h: its virtio device, as far as
 * virtio's core and the driver call it.
 */

#include <kunit/test.h>

#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include <rpmsg_private.h>

#include "fake_remote.h"

/**
 * struct fake_vdev - the virtio device, which may live longer than the test
 * @vdev: what the driver sees
 * @fr: the remote, valid until the device is unregistered
 */
struct fake_vdev {
	struct virtio_device vdev;
	struct fake_remote *fr;
};

static struct fake_remote *to_fake(struct virtio_device *vdev)
{
	return container_of(vdev, struct fake_vdev, vdev)->fr;
}

static void fake_vdev_release(struct device *dev)
{
	kfree(container_of(dev_to_virtio(dev), struct fake_vdev, vdev));
}

static u8 fake_get_status(struct virtio_device *vdev)
{
	struct fake_remote *fr = to_fake(vdev);

	return fr->status | fr->cfg.status;
}

static void fake_set_status(struct virtio_device *vdev, u8 status)
{
	struct fake_remote *fr = to_fake(vdev);
	unsigned long flags;

	spin_lock_irqsave(&fr->lock, flags);
	fr->status = status;
	if (status & VIRTIO_CONFIG_S_DRIVER_OK)
		fr->running = true;
	spin_unlock_irqrestore(&fr->lock, flags);
}

static void fake_reset(struct virtio_device *vdev)
{
	struct fake_remote *fr = to_fake(vdev);
	unsigned long flags;

	spin_lock_irqsave(&fr->lock, flags);
	fr->status = 0;
	fr->running = false;
	fr->resets++;
	spin_unlock_irqrestore(&fr->lock, flags);
}

static u64 fake_get_features(struct virtio_device *vdev)
{
	return to_fake(vdev)->cfg.features;
}

static int fake_finalize_features(struct virtio_device *vdev)
{
	vring_transport_features(vdev);
	return 0;
}

static bool fake_notify(struct virtqueue *vq)
{
	struct fake_remote *fr = to_fake(vq->vdev);
	struct fake_ring *ring = &fr->ring[vq->index];

	/* As drivers whose mailbox waits, or that resume something first. */
	if (!in_hardirq() && !irqs_disabled())
		might_sleep();
	atomic_inc(&ring->kicks);
	if (fr->on_kick)
		fr->on_kick(ring);
	return true;
}

/* Who raises an interrupt now is in an RCU reader: no one is left afterwards. */
static void fake_del_vqs(struct virtio_device *vdev)
{
	struct fake_remote *fr = to_fake(vdev);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fr->ring); i++) {
		struct fake_ring *ring = &fr->ring[i];
		struct virtqueue *vq = ring->vq;

		if (!vq)
			continue;
		WRITE_ONCE(ring->vq, NULL);
		synchronize_rcu();
		vring_del_virtqueue(vq);
	}
}

static int fake_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
			 struct virtqueue *vqs[], struct virtqueue_info infos[],
			 struct irq_affinity *desc)
{
	struct fake_remote *fr = to_fake(vdev);
	unsigned int i;

	if (fr->cfg.find_vqs_err)
		return fr->cfg.find_vqs_err;
	if (nvqs != ARRAY_SIZE(fr->ring))
		return -EINVAL;

	for (i = 0; i < nvqs; i++) {
		struct fake_ring *ring = &fr->ring[i];

		fake_ring_zero(ring);
		vqs[i] = vring_new_virtqueue(i, fr->cfg.num, FAKE_RING_ALIGN,
					     vdev, false, false,
					     ring->vring.desc, fake_notify,
					     infos[i].callback, infos[i].name);
		if (!vqs[i]) {
			fake_del_vqs(vdev);
			return -ENOMEM;
		}
		WRITE_ONCE(ring->vq, vqs[i]);
	}
	return 0;
}

/* As remoteproc's: what is out of bounds leaves the buffer as it is. */
static void fake_get(struct virtio_device *vdev, unsigned int offset, void *buf,
		     unsigned int len)
{
	struct fake_remote *fr = to_fake(vdev);

	if (fr->cfg.on_config)
		fr->cfg.on_config(fr, fr->config_reads);
	if (fr->config_reads++ >= fr->cfg.config_reads && fr->cfg.config_reads)
		memset(fr->cfg.config, 0, sizeof(fr->cfg.config));
	if (offset <= fr->cfg.config_len && len <= fr->cfg.config_len - offset)
		memcpy(buf, &fr->cfg.config[offset], len);
}

static const struct virtio_config_ops fake_config_ops = {
	.get			= fake_get,
	.get_status		= fake_get_status,
	.set_status		= fake_set_status,
	.reset			= fake_reset,
	.get_features		= fake_get_features,
	.finalize_features	= fake_finalize_features,
	.find_vqs		= fake_find_vqs,
	.del_vqs		= fake_del_vqs,
};

/* Lifetime. */

static void fake_remote_cleanup(void *data)
{
	struct fake_remote *fr = data;

	fake_remote_del(fr);
	platform_device_unregister(fr->parent);
}

static void fake_add_vdev(struct fake_remote *fr)
{
	struct fake_vdev *fv;
	int err;

	fv = kzalloc(sizeof(*fv), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(fr->test, fv);
	fv->fr = fr;
	fv->vdev.id.device = VIRTIO_ID_RPMSG;
	fv->vdev.id.vendor = VIRTIO_DEV_ANY_ID;
	fv->vdev.config = &fake_config_ops;
	fv->vdev.dev.parent = &fr->parent->dev;
	fv->vdev.dev.release = fake_vdev_release;

	/* What is called meanwhile finds it. */
	fr->vdev = &fv->vdev;
	err = register_virtio_device(&fv->vdev);
	if (err) {
		fr->vdev = NULL;
		put_device(&fv->vdev.dev);
	}
	KUNIT_ASSERT_EQ(fr->test, err, 0);
}

/**
 * fake_remote_add() - make a remote, and its virtio device
 * @test: whose it is; it is deleted at its end
 * @cfg: what kind of remote; copied
 *
 * On return the driver has probed, if it is there. Sleeps.
 *
 * Return: the remote; a failure fails the test and ends it.
 */
struct fake_remote *fake_remote_add(struct kunit *test,
				    const struct fake_remote_config *cfg)
{
	struct platform_device_info info = {
		.name = "fake-remote",
		.id = PLATFORM_DEVID_AUTO,
		.dma_mask = DMA_BIT_MASK(64),
	};
	struct fake_remote *fr;

	fr = kunit_kzalloc(test, sizeof(*fr), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, fr);
	fr->test = test;
	fr->cfg = *cfg;
	spin_lock_init(&fr->lock);
	fake_ring_init(fr, &fr->ring[FAKE_RX]);
	fake_ring_init(fr, &fr->ring[FAKE_TX]);

	fr->parent = platform_device_register_full(&info);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fr->parent);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   fake_remote_cleanup,
							   fr));
	fake_add_vdev(fr);
	return fr;
}
EXPORT_SYMBOL_GPL(fake_remote_add);

/**
 * fake_remote_del() - remove the virtio device, as when the remote stops
 * @fr: the remote; nothing happens when it is deleted already
 *
 * Sleeps. The rings stay readable until the end of the test.
 */
void fake_remote_del(struct fake_remote *fr)
{
	struct virtio_device *vdev = fr->vdev;

	if (!vdev)
		return;
	unregister_virtio_device(vdev);
	fr->vdev = NULL;
}
EXPORT_SYMBOL_GPL(fake_remote_del);

/**
 * fake_remote_is_bound() - did the driver take the device?
 * @fr: the remote
 *
 * Return: whether it did.
 */
bool fake_remote_is_bound(struct fake_remote *fr)
{
	return fr->vdev && fr->vdev->dev.driver;
}
EXPORT_SYMBOL_GPL(fake_remote_is_bound);

static void fake_put_device(void *data)
{
	put_device(data);
}

/**
 * fake_remote_ctrl() - the channel that each remote has
 * @fr: the remote
 *
 * Where a test calls rpmsg_create_channel() on. Sleeps.
 *
 * Return: the channel; a reference is held until the test ends.
 */
struct rpmsg_device *fake_remote_ctrl(struct fake_remote *fr)
{
	struct rpmsg_channel_info chinfo = { .name = "rpmsg_ctrl" };
	struct device *dev;

	KUNIT_ASSERT_NOT_NULL(fr->test, fr->vdev);
	dev = rpmsg_find_device(&fr->vdev->dev, &chinfo);
	KUNIT_ASSERT_NOT_NULL(fr->test, dev);
	KUNIT_ASSERT_EQ(fr->test, 0,
			kunit_add_action_or_reset(fr->test, fake_put_device,
						  dev));
	return container_of(dev, struct rpmsg_device, dev);
}
EXPORT_SYMBOL_GPL(fake_remote_ctrl);

MODULE_DESCRIPTION("A remote core made by a test");
MODULE_LICENSE("GPL");
