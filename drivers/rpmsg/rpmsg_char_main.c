// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoints as character devices: /dev/rpmsgN.
 *
 * One appears for each channel named "rpmsg-raw" or "rpmsg_chrdev", on the channel's own
 * endpoint, and one for each that a program asks a control device for, on an
 * endpoint that exists while the node is open.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/idr.h>
#include <linux/module.h>
#include <linux/rpmsg/ns.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>

#include <rpmsg_private.h>
#include <rpmsg_uapi.h>
#include <uapi/linux/rpmsg_frame.h>

#include "rpmsg_char.h"

#define RPMSG_DEV_MAX	(MINORMASK + 1)

unsigned int rpmsg_busy_poll_max;
module_param_named(busy_poll_max, rpmsg_busy_poll_max, uint, 0644);
MODULE_PARM_DESC(busy_poll_max, "Most microseconds that a program may look at the ring before it sleeps (default 0: not at all)");

static dev_t rpmsg_major;
static DEFINE_IDA(rpmsg_minors);
/*
 * Held while a device is added, and while one is destroyed until it is out of sysfs: its
 * node can be opened, and used to destroy it, before it is added.
 */
static DEFINE_MUTEX(eptdev_life_lock);

/*
 * For transports on which an endpoint cannot be given a queue of its own. They are told when
 * the message was not taken: qcom_smd offers it again with the next interrupt, qcom_glink
 * and mtk_rpmsg lose it, as they do when upstream's driver has no memory for it.
 */
static int rpmsg_eptdev_callback(struct rpmsg_device *rpdev, void *data, int len,
				 void *priv, u32 src)
{
	struct rpmsg_eptdev *eptdev = priv;
	int err;

	if (!eptdev)
		return 0;
	err = rpmsg_rxq_copy_in(&eptdev->rxq, data, len, src);
	if (err)
		dev_warn_ratelimited(&eptdev->dev,
				     "%d bytes not taken: beyond rx_queue_limit, or no memory\n",
				     len);
	return err;
}

static struct rpmsg_endpoint *eptdev_ept(struct rpmsg_eptdev *eptdev)
{
	return rcu_dereference_protected(eptdev->ept,
					 lockdep_is_held(&eptdev->lock));
}

/**
 * rpmsg_eptdev_src() - the local address of a device
 * @eptdev: the device
 *
 * Return: while there is an endpoint its address, else the one that was asked for.
 */
u32 rpmsg_eptdev_src(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_endpoint *ept;

	guard(mutex)(&eptdev->lock);
	ept = eptdev_ept(eptdev);
	return ept ? ept->addr : eptdev->chinfo.src;
}

/* Only virtio channels tell before there is an endpoint. */
static void eptdev_set_mtu(struct rpmsg_eptdev *eptdev,
			   struct rpmsg_endpoint *ept)
{
	ssize_t mtu = virtio_rpmsg_channel_mtu(eptdev->rpdev);

	if (mtu < 0 && ept)
		mtu = rpmsg_get_mtu(ept);
	WRITE_ONCE(eptdev->mtu, mtu < 0 ? SIZE_MAX : mtu);
}

static int eptdev_create_ept(struct rpmsg_eptdev *eptdev)
{
	rpmsg_rx_cb_t cb = eptdev->is_virtio ? NULL : rpmsg_eptdev_callback;
	struct rpmsg_endpoint *ept;

	/* The callback may run before this returns. */
	rpmsg_rxq_open(&eptdev->rxq);
	ept = rpmsg_create_ept(eptdev->rpdev, cb, eptdev, eptdev->chinfo);
	if (!ept) {
		rpmsg_rxq_close(&eptdev->rxq);
		return virtio_rpmsg_addr_in_use(eptdev->rpdev, eptdev->chinfo.src) ?
		       -EADDRINUSE : -EINVAL;
	}

	if (eptdev->is_virtio)
		virtio_rpmsg_attach_rxq(ept, &eptdev->rxq);
	else
		rpmsg_flow_attach(ept);
	eptdev_set_mtu(eptdev, ept);
	rcu_assign_pointer(eptdev->ept, ept);
	return 0;
}

/* Senders that have looked it up are in a section of virtio_rpmsg_srcu, as the bus expects. */
static void eptdev_destroy_ept(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_endpoint *ept = eptdev_ept(eptdev);

	RCU_INIT_POINTER(eptdev->ept, NULL);
	if (!ept)
		return;
	if (!eptdev->is_virtio)
		rpmsg_flow_detach(ept);
	rpmsg_destroy_ept(ept);
}

/*
 * The channel's own endpoint is the core's to destroy: it does so after remove(),
 * and when a probe fails after ours. It only must not know of the device then.
 */
static void eptdev_leave_default(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_endpoint *ept = eptdev_ept(eptdev);

	RCU_INIT_POINTER(eptdev->ept, NULL);
	if (eptdev->is_virtio) {
		virtio_rpmsg_attach_rxq(ept, NULL);
		return;
	}
	rpmsg_flow_detach(ept);
	/* Transports that hold this around callbacks are done with the last. */
	scoped_guard(mutex, &ept->cb_lock)
		ept->priv = NULL;
	/* And so are those that have a spinlock instead. */
	synchronize_rcu();
}

static int rpmsg_eptdev_open(struct inode *inode, struct file *filp)
{
	struct rpmsg_eptdev *eptdev = container_of(inode->i_cdev,
						   struct rpmsg_eptdev, cdev);
	int err = 0;

	guard(mutex)(&eptdev->lock);
	if (eptdev->gone)
		return -ENETRESET;
	if (eptdev->opened)
		return -EBUSY;

	if (eptdev->is_default)
		rpmsg_rxq_open(&eptdev->rxq);
	else
		err = eptdev_create_ept(eptdev);
	if (err)
		return err;

	eptdev->opened = true;
	rpmsg_rxq_set_owner(&eptdev->rxq, current);
	WRITE_ONCE(eptdev->framed, false);
	WRITE_ONCE(eptdev->busy_poll, 0);
	get_device(&eptdev->dev);
	filp->private_data = eptdev;
	err = stream_open(inode, filp);
	/*
	 * Reads and writes heed IOCB_NOWAIT, so io_uring needs no thread for them. On
	 * other transports a write can wait for a lock.
	 */
	if (eptdev->is_virtio)
		filp->f_mode |= FMODE_NOWAIT;
	return err;
}

static int rpmsg_eptdev_release(struct inode *inode, struct file *filp)
{
	struct rpmsg_eptdev *eptdev = filp->private_data;

	scoped_guard(mutex, &eptdev->lock) {
		rpmsg_rxq_close(&eptdev->rxq);
		if (!eptdev->gone && !eptdev->is_default)
			eptdev_destroy_ept(eptdev);
		/* Nothing would hold back what comes before the next open: as upstream. */
		if (!eptdev->gone && eptdev->is_default && !eptdev->is_virtio)
			rpmsg_rxq_open_early(&eptdev->rxq);
		WRITE_ONCE(eptdev->flow_news, false);
		eptdev->opened = false;
		rpmsg_rxq_set_owner(&eptdev->rxq, NULL);
	}
	put_device(&eptdev->dev);
	return 0;
}

static long eptdev_set_framed(struct rpmsg_eptdev *eptdev, u32 __user *arg)
{
	u32 framed;

	if (get_user(framed, arg))
		return -EFAULT;
	if (framed > 1)
		return -EINVAL;
	if (!eptdev->is_virtio)
		return -EOPNOTSUPP;
	WRITE_ONCE(eptdev->framed, framed);
	return 0;
}

static long eptdev_set_busy_poll(struct rpmsg_eptdev *eptdev, u32 __user *arg)
{
	u32 us;

	if (get_user(us, arg))
		return -EFAULT;
	if (us > READ_ONCE(rpmsg_busy_poll_max))
		return -EPERM;
	if (!eptdev->is_virtio)
		return -EOPNOTSUPP;
	WRITE_ONCE(eptdev->busy_poll, us);
	return 0;
}

static long rpmsg_eptdev_ioctl(struct file *filp, unsigned int cmd,
			       unsigned long arg)
{
	struct rpmsg_eptdev *eptdev = filp->private_data;

	switch (cmd) {
	case RPMSG_SET_FRAMED_IOCTL:
		return eptdev_set_framed(eptdev, (u32 __user *)arg);
	case RPMSG_GET_FRAMED_IOCTL:
		return put_user((u32)READ_ONCE(eptdev->framed), (u32 __user *)arg);
	case RPMSG_SET_BUSY_POLL_IOCTL:
		return eptdev_set_busy_poll(eptdev, (u32 __user *)arg);
	case RPMSG_GET_BUSY_POLL_IOCTL:
		return put_user(READ_ONCE(eptdev->busy_poll), (u32 __user *)arg);
	case RPMSG_GET_OUTGOING_FLOWCONTROL:
		return rpmsg_flow_get(eptdev, (int __user *)arg);
	case RPMSG_SET_INCOMING_FLOWCONTROL:
		return rpmsg_flow_set(eptdev, arg);
	case RPMSG_DESTROY_EPT_IOCTL:
		/* A channel's own endpoint goes with the channel. */
		if (eptdev->is_default)
			return -EINVAL;
		return rpmsg_chrdev_eptdev_destroy(&eptdev->dev, NULL);
	default:
		return -EINVAL;
	}
}

static const struct file_operations rpmsg_eptdev_fops = {
	.owner		= THIS_MODULE,
	.open		= rpmsg_eptdev_open,
	.release	= rpmsg_eptdev_release,
	.read		= rpmsg_eptdev_read,
	.write		= rpmsg_eptdev_write,
	.read_iter	= rpmsg_eptdev_read_iter,
	.write_iter	= rpmsg_eptdev_write_iter,
	.poll		= rpmsg_eptdev_poll,
	.unlocked_ioctl	= rpmsg_eptdev_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};

static void rpmsg_eptdev_release_device(struct device *dev)
{
	struct rpmsg_eptdev *eptdev = dev_to_eptdev(dev);

	/* What came before the first program, when none came. */
	rpmsg_rxq_close(&eptdev->rxq);
	ida_free(&rpmsg_minors, MINOR(dev->devt));
	kfree(eptdev);
}

static struct rpmsg_eptdev *eptdev_alloc(struct rpmsg_device *rpdev,
					 struct device *parent,
					 const struct rpmsg_channel_info *chinfo)
{
	struct rpmsg_eptdev *eptdev;
	int minor;

	eptdev = kzalloc(sizeof(*eptdev), GFP_KERNEL);
	if (!eptdev)
		return ERR_PTR(-ENOMEM);

	minor = ida_alloc_max(&rpmsg_minors, RPMSG_DEV_MAX - 1, GFP_KERNEL);
	if (minor < 0) {
		kfree(eptdev);
		return ERR_PTR(minor);
	}

	mutex_init(&eptdev->lock);
	eptdev->rpdev = rpdev;
	eptdev->chinfo = *chinfo;
	eptdev->is_virtio = virtio_rpmsg_channel_mtu(rpdev) >= 0;
	eptdev_set_mtu(eptdev, rpdev->ept);
	rpmsg_rxq_init(&eptdev->rxq);
	if (!eptdev->is_virtio)
		rpmsg_rxq_set_limit(&eptdev->rxq, RPMSG_RXQ_LIMIT_COPIED);

	device_initialize(&eptdev->dev);
	/* Nothing there to suspend: its files in sysfs would be a fifth of the device. */
	device_set_pm_not_required(&eptdev->dev);
	eptdev->dev.class = compat_rpmsg_class();
	eptdev->dev.parent = parent;
	eptdev->dev.groups = rpmsg_eptdev_groups;
	eptdev->dev.release = rpmsg_eptdev_release_device;
	eptdev->dev.devt = MKDEV(MAJOR(rpmsg_major), minor);
	eptdev->dev.id = minor;
	dev_set_drvdata(&eptdev->dev, eptdev);
	cdev_init(&eptdev->cdev, &rpmsg_eptdev_fops);
	eptdev->cdev.owner = THIS_MODULE;
	return eptdev;
}

/*
 * Nothing comes and goes through the endpoint any more. Open files stay: what was
 * received can still be read. So do the wait queues, for all who poll these files, as epoll
 * and io_uring: they hold or leave a file before its last reference to the device is put,
 * and need no wake_up_pollfree(). Returns false when that has been done.
 */
static bool eptdev_end(struct rpmsg_eptdev *eptdev)
{
	scoped_guard(mutex, &eptdev->lock) {
		if (eptdev->gone)
			return false;

		if (eptdev->is_default)
			eptdev_leave_default(eptdev);
		else
			eptdev_destroy_ept(eptdev);
		/* Readers that see it find all messages in the queue. */
		smp_store_release(&eptdev->gone, true);
	}

	wake_up_interruptible_all(&eptdev->rxq.rx_wait);
	wake_up_interruptible_all(&eptdev->rxq.tx_wait);
	wake_up_interruptible_all(&eptdev->rxq.poll_wait);
	return true;
}

/* On failure the device is gone. */
static int eptdev_add(struct rpmsg_eptdev *eptdev)
{
	int err;

	guard(mutex)(&eptdev_life_lock);
	rpmsg_eptdev_name(eptdev);
	err = dev_set_name(&eptdev->dev, "rpmsg%d", eptdev->dev.id);
	if (!err)
		err = cdev_device_add(&eptdev->cdev, &eptdev->dev);
	if (err) {
		/* A node that was kept since its number was another device's may be open. */
		eptdev_end(eptdev);
		rpmsg_eptdev_unname(eptdev);
		put_device(&eptdev->dev);
	}
	return err;
}

/**
 * rpmsg_chrdev_eptdev_new() - make an endpoint device
 * @rpdev: channel on which its endpoint will be created
 * @parent: device that it appears under
 * @chinfo: name, local address or RPMSG_ADDR_ANY, remote address
 *
 * Return: the device with a reference that the caller puts, as it can be destroyed at
 * once, or an error pointer: -EADDRINUSE when an endpoint has the local address now,
 * -EINVAL when it is the name service's, which only virtio has, -ENOSPC when there are no
 * more minor numbers.
 */
struct device *rpmsg_chrdev_eptdev_new(struct rpmsg_device *rpdev,
				       struct device *parent,
				       const struct rpmsg_channel_info *chinfo)
{
	struct rpmsg_eptdev *eptdev;
	int err;

	if (chinfo->src == RPMSG_NS_ADDR && virtio_rpmsg_channel_mtu(rpdev) >= 0)
		return ERR_PTR(-EINVAL);
	if (virtio_rpmsg_addr_in_use(rpdev, chinfo->src))
		return ERR_PTR(-EADDRINUSE);

	eptdev = eptdev_alloc(rpdev, parent, chinfo);
	if (IS_ERR(eptdev))
		return ERR_CAST(eptdev);

	get_device(&eptdev->dev);
	err = eptdev_add(eptdev);
	if (err) {
		put_device(&eptdev->dev);
		return ERR_PTR(err);
	}
	return &eptdev->dev;
}
EXPORT_SYMBOL(rpmsg_chrdev_eptdev_new);

/**
 * rpmsg_chrdev_eptdev_create() - make an endpoint device
 * @rpdev: channel on which its endpoint will be created
 * @parent: device that it appears under
 * @chinfo: name, local address or RPMSG_ADDR_ANY, remote address
 *
 * Return: 0, or the error of rpmsg_chrdev_eptdev_new().
 */
int rpmsg_chrdev_eptdev_create(struct rpmsg_device *rpdev, struct device *parent,
			       struct rpmsg_channel_info chinfo)
{
	struct device *dev = rpmsg_chrdev_eptdev_new(rpdev, parent, &chinfo);

	if (IS_ERR(dev))
		return PTR_ERR(dev);
	put_device(dev);
	return 0;
}
EXPORT_SYMBOL(rpmsg_chrdev_eptdev_create);

/**
 * rpmsg_chrdev_eptdev_destroy() - destroy an endpoint device
 * @dev: the device
 * @data: unused, so that it can be called for each child of a device
 *
 * Open files stay: what was received can still be read from them. Several may
 * call it at once.
 *
 * Return: 0.
 */
int rpmsg_chrdev_eptdev_destroy(struct device *dev, void *data)
{
	struct rpmsg_eptdev *eptdev = dev_to_eptdev(dev);

	guard(mutex)(&eptdev_life_lock);
	if (!eptdev_end(eptdev))
		return 0;
	rpmsg_eptdev_unname(eptdev);
	cdev_device_del(&eptdev->cdev, &eptdev->dev);
	put_device(&eptdev->dev);
	return 0;
}
EXPORT_SYMBOL(rpmsg_chrdev_eptdev_destroy);

/**
 * rpmsg_chrdev_eptdev_destroy_all() - destroy the endpoint devices under a device
 * @parent: the device, which can be removed then
 *
 * Nobody may make new ones meanwhile.
 */
void rpmsg_chrdev_eptdev_destroy_all(struct device *parent)
{
	device_for_each_child(parent, NULL, rpmsg_chrdev_eptdev_destroy);

	/* One that a program destroys may be no child any more, but in sysfs. */
	mutex_lock(&eptdev_life_lock);
	mutex_unlock(&eptdev_life_lock);
}
EXPORT_SYMBOL(rpmsg_chrdev_eptdev_destroy_all);

static int rpmsg_chrdev_probe(struct rpmsg_device *rpdev)
{
	struct rpmsg_channel_info chinfo = { .src = rpdev->src, .dst = rpdev->dst };
	struct rpmsg_eptdev *eptdev;

	strscpy_pad(chinfo.name, rpdev->id.name, sizeof(chinfo.name));
	eptdev = eptdev_alloc(rpdev, &rpdev->dev, &chinfo);
	if (IS_ERR(eptdev))
		return PTR_ERR(eptdev);

	eptdev->is_default = true;
	/* The remote may speak first, and no program can have opened the device yet. */
	rpmsg_rxq_open_early(&eptdev->rxq);
	RCU_INIT_POINTER(eptdev->ept, rpdev->ept);
	if (eptdev->is_virtio) {
		virtio_rpmsg_attach_rxq(rpdev->ept, &eptdev->rxq);
	} else {
		rpdev->ept->priv = eptdev;
		rpmsg_flow_attach(rpdev->ept);
	}
	return eptdev_add(eptdev);
}

static void rpmsg_chrdev_remove(struct rpmsg_device *rpdev)
{
	rpmsg_chrdev_eptdev_destroy_all(&rpdev->dev);
}

static struct rpmsg_device_id rpmsg_chrdev_id_table[] = {
	{ .name = "rpmsg-raw" },
	/* What TI's firmware announces. */
	{ .name = "rpmsg_chrdev" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, rpmsg_chrdev_id_table);

static struct rpmsg_driver rpmsg_chrdev_driver = {
	.drv.name	= "rpmsg_chrdev",
	.probe		= rpmsg_chrdev_probe,
	.remove		= rpmsg_chrdev_remove,
	.callback	= rpmsg_eptdev_callback,
	.id_table	= rpmsg_chrdev_id_table,
};

static int __init rpmsg_chrdev_init(void)
{
	int err;

	err = alloc_chrdev_region(&rpmsg_major, 0, RPMSG_DEV_MAX, "rpmsg_char");
	if (err)
		return err;

	err = register_rpmsg_driver(&rpmsg_chrdev_driver);
	if (err)
		unregister_chrdev_region(rpmsg_major, RPMSG_DEV_MAX);
	return err;
}
module_init(rpmsg_chrdev_init);

static void __exit rpmsg_chrdev_exit(void)
{
	unregister_rpmsg_driver(&rpmsg_chrdev_driver);
	unregister_chrdev_region(rpmsg_major, RPMSG_DEV_MAX);
}
module_exit(rpmsg_chrdev_exit);

MODULE_DESCRIPTION("Rpmsg endpoints as character devices");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
