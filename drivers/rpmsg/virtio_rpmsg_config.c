// SPDX-License-Identifier: GPL-2.0-only
/*
 * How large the shared buffers are, each direction on its own.
 *
 * Remotes say so in the device's configuration space, in one of two dialects, which
 * claim a feature bit each. The bits mean other things to other people, so a bit
 * alone is not believed: what does not make sense, or does not fit, is declined. A
 * remote that says nothing takes the size from the ring's descriptors; it gets 512
 * bytes, or what the module's parameters say.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dma-mapping.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/rpmsg/ns.h>
#include <linux/virtio_config.h>

#include "virtio_rpmsg.h"

/* What a remote expects that negotiates nothing. */
#define VRP_BUF_SIZE		512

/* The smallest has room for an announcement; the length of a payload has 16 bits. */
#define VRP_MIN_BUF_SIZE	((u32)(sizeof(struct vrp_hdr) + sizeof(struct rpmsg_ns_msg)))
#define VRP_MAX_BUF_SIZE	65536U

/* Fewer buffers than this, in each direction, are no use. */
#define VRP_MIN_BUFS		4

static bool is_buf_size(u32 size)
{
	return size >= VRP_MIN_BUF_SIZE && size <= VRP_MAX_BUF_SIZE &&
	       IS_ALIGNED(size, 4);
}

/* When the module is loaded this refuses it, with what is written in sysfs only that. */
static int set_buf_size(const char *text, const struct kernel_param *kp)
{
	unsigned int size;

	if (kstrtouint(text, 0, &size) || !is_buf_size(size)) {
		pr_err("%s must be a multiple of 4 from %u to %u\n", kp->name,
		       VRP_MIN_BUF_SIZE, VRP_MAX_BUF_SIZE);
		return -EINVAL;
	}
	WRITE_ONCE(*(unsigned int *)kp->arg, size);
	return 0;
}

static const struct kernel_param_ops buf_size_ops = {
	.set = set_buf_size,
	.get = param_get_uint,
};

static unsigned int rx_buf_size = VRP_BUF_SIZE;
module_param_cb(rx_buf_size, &buf_size_ops, &rx_buf_size, 0644);
MODULE_PARM_DESC(rx_buf_size, "Bytes of a receive buffer, header included, for remotes that do not say, from their next start on (56 to 65536, a multiple of 4; default 512)");

static unsigned int tx_buf_size = VRP_BUF_SIZE;
module_param_cb(tx_buf_size, &buf_size_ops, &tx_buf_size, 0644);
MODULE_PARM_DESC(tx_buf_size, "Bytes of a transmit buffer, as rx_buf_size; only for remotes that take the size from the ring");

/**
 * struct vrp_dialect - a way to tell the sizes
 * @feature: the device feature bit
 * @len: bytes of the configuration that must be there
 * @rx: offset of the size of buffers to Linux, 32 bits little-endian
 * @tx: offset of the size of buffers from Linux
 * @has_version: a byte of version, 1, and 16 bits of @len stand in front
 */
struct vrp_dialect {
	unsigned int feature;
	unsigned int len;
	unsigned int rx;
	unsigned int tx;
	bool has_version;
};

static const struct vrp_dialect dialects[] = {
	/* OpenAMP: packed, sizes as the remote sees them. */
	{ .feature = VIRTIO_RPMSG_F_BUFSZ, .len = 11, .rx = 3, .tx = 7,
	  .has_version = true },
	/* NuttX: host to remote, remote to host, and words for later use. */
	{ .feature = VIRTIO_RPMSG_F_BUFSZ_NUTTX, .len = 64, .rx = 4, .tx = 0 },
};

/* What makes a ring another one than ours: virtio's core accepts these by itself. */
static const unsigned int other_rings[] = {
	VIRTIO_F_RING_PACKED,
	VIRTIO_F_IN_ORDER,
	38,	/* VIRTIO_F_NOTIFICATION_DATA, for which Linux 6.1 has no name */
};

/* The fields are packed. */
static u32 le_bytes(const u8 *at, unsigned int len)
{
	u32 value = 0;

	while (len--)
		value = value << 8 | at[len];
	return value;
}

/* What is not there stays all ones, which make no sense. */
static bool dialect_read(struct virtio_device *vdev,
			 const struct vrp_dialect *dialect,
			 struct vrp_buf_sizes *sizes)
{
	u8 config[64];

	/* A transport without a configuration space has no way to read one. */
	if (!vdev->config->get)
		return false;
	memset(config, 0xff, sizeof(config));
	vdev->config->get(vdev, 0, config, dialect->len);
	if (dialect->has_version &&
	    (config[0] != 1 || le_bytes(&config[1], 2) != dialect->len))
		return false;

	sizes->rx = le_bytes(&config[dialect->rx], 4);
	sizes->tx = le_bytes(&config[dialect->tx], 4);
	return is_buf_size(sizes->rx) && is_buf_size(sizes->tx);
}

/* As many as the carveout has room for would be had: are that enough? */
static bool dialect_fits(struct virtio_device *vdev,
			 const struct vrp_buf_sizes *sizes)
{
	struct device *dma_dev = vdev->dev.parent;
	size_t size = (size_t)VRP_MIN_BUFS * (sizes->rx + sizes->tx);
	dma_addr_t dma;
	void *base;

	base = dma_alloc_coherent(dma_dev, size, &dma, GFP_KERNEL | __GFP_NOWARN);
	if (base)
		dma_free_coherent(dma_dev, size, base, dma);
	return base;
}

static bool dialect_works(struct virtio_device *vdev,
			  const struct vrp_dialect *dialect)
{
	struct vrp_buf_sizes sizes;

	if (!dialect_read(vdev, dialect, &sizes)) {
		dev_info(&vdev->dev,
			 "feature bit %u does not come with buffer sizes, declined\n",
			 dialect->feature);
		return false;
	}
	if (!dialect_fits(vdev, &sizes)) {
		dev_warn(&vdev->dev,
			 "no room for %u buffers of %u and %u bytes, declined\n",
			 VRP_MIN_BUFS, sizes.rx, sizes.tx);
		return false;
	}
	return true;
}

/**
 * vrp_validate() - decline what the remote offers and does not make sense
 * @vdev: the device, features not accepted yet
 *
 * Return: 0.
 */
int vrp_validate(struct virtio_device *vdev)
{
	bool found = false;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(other_rings); i++)
		__virtio_clear_bit(vdev, other_rings[i]);
	for (i = 0; i < ARRAY_SIZE(dialects); i++) {
		if (!virtio_has_feature(vdev, dialects[i].feature))
			continue;
		/* One is enough. */
		if (!found && dialect_works(vdev, &dialects[i]))
			found = true;
		else
			__virtio_clear_bit(vdev, dialects[i].feature);
	}
	return 0;
}

/**
 * vrp_get_buf_sizes() - what was agreed on
 * @vdev: the device, features accepted
 * @sizes: result
 *
 * The remote can have changed the configuration since: it is checked again.
 *
 * Return: 0, or -EINVAL when it makes no sense any more.
 */
int vrp_get_buf_sizes(struct virtio_device *vdev, struct vrp_buf_sizes *sizes)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dialects); i++) {
		if (virtio_has_feature(vdev, dialects[i].feature))
			return dialect_read(vdev, &dialects[i], sizes) ?
			       0 : -EINVAL;
	}

	sizes->rx = READ_ONCE(rx_buf_size);
	sizes->tx = READ_ONCE(tx_buf_size);
	return 0;
}
