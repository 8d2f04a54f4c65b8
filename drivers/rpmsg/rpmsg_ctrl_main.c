// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control devices: /dev/rpmsg_ctrlN, one for each remote.
 *
 * Programs create and destroy endpoint devices and channels with ioctls, shells
 * by writing to attributes; see Documentation/ABI/testing/sysfs-class-rpmsg.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rpmsg.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <rpmsg_private.h>

#include "rpmsg_char.h"
#include "rpmsg_ctrl.h"

#define RPMSG_DEV_MAX	(MINORMASK + 1)

static dev_t rpmsg_major;
static DEFINE_IDA(rpmsg_ctrl_minors);

/**
 * rpmsg_ctrl_create_ept() - make an endpoint device
 * @ctrl: the control device
 * @chinfo: name and addresses
 *
 * Return: 0; -ENODEV when the remote is gone, or the error of
 * rpmsg_chrdev_eptdev_new().
 */
int rpmsg_ctrl_create_ept(struct rpmsg_ctrl *ctrl,
			  const struct rpmsg_channel_info *chinfo)
{
	struct device *dev;

	guard(mutex)(&ctrl->lock);
	if (!ctrl->rpdev)
		return -ENODEV;

	dev = rpmsg_chrdev_eptdev_new(ctrl->rpdev, &ctrl->dev, chinfo);
	if (IS_ERR(dev))
		return PTR_ERR(dev);

	strscpy(ctrl->last_ept, dev_name(dev), sizeof(ctrl->last_ept));
	put_device(dev);
	return 0;
}

/**
 * rpmsg_ctrl_destroy_ept() - destroy an endpoint device
 * @ctrl: the control device that it was made with
 * @name: the device's name, "rpmsgN"
 *
 * Return: 0, or -ENODEV when there is none of that name.
 */
int rpmsg_ctrl_destroy_ept(struct rpmsg_ctrl *ctrl, const char *name)
{
	struct device *dev = device_find_child_by_name(&ctrl->dev, name);

	if (!dev)
		return -ENODEV;

	rpmsg_chrdev_eptdev_destroy(dev, NULL);
	put_device(dev);
	return 0;
}

/**
 * rpmsg_ctrl_create_dev() - make a channel device
 * @ctrl: the control device
 * @chinfo: name and addresses; one with a local address is announced
 *
 * Return: 0, -ENODEV when the remote is gone, -ENXIO when the bus refused, which
 * it gives the reason for in the kernel log.
 */
int rpmsg_ctrl_create_dev(struct rpmsg_ctrl *ctrl,
			  struct rpmsg_channel_info *chinfo)
{
	guard(mutex)(&ctrl->lock);
	if (!ctrl->rpdev)
		return -ENODEV;
	return rpmsg_create_channel(ctrl->rpdev, chinfo) ? 0 : -ENXIO;
}

/**
 * rpmsg_ctrl_release_dev() - remove a channel device
 * @ctrl: the control device
 * @chinfo: name and addresses; RPMSG_ADDR_ANY matches each
 *
 * Return: 0, -ENODEV when the remote is gone, -EINVAL when there is none.
 */
int rpmsg_ctrl_release_dev(struct rpmsg_ctrl *ctrl,
			   struct rpmsg_channel_info *chinfo)
{
	guard(mutex)(&ctrl->lock);
	if (!ctrl->rpdev)
		return -ENODEV;
	return rpmsg_release_channel(ctrl->rpdev, chinfo);
}

static int rpmsg_ctrl_open(struct inode *inode, struct file *filp)
{
	struct rpmsg_ctrl *ctrl = container_of(inode->i_cdev, struct rpmsg_ctrl,
					       cdev);

	get_device(&ctrl->dev);
	filp->private_data = ctrl;
	return 0;
}

static int rpmsg_ctrl_release(struct inode *inode, struct file *filp)
{
	struct rpmsg_ctrl *ctrl = filp->private_data;

	put_device(&ctrl->dev);
	return 0;
}

static long rpmsg_ctrl_ioctl(struct file *filp, unsigned int cmd,
			     unsigned long arg)
{
	struct rpmsg_ctrl *ctrl = filp->private_data;
	struct rpmsg_endpoint_info info;
	struct rpmsg_channel_info chinfo;

	if (cmd != RPMSG_CREATE_EPT_IOCTL && cmd != RPMSG_CREATE_DEV_IOCTL &&
	    cmd != RPMSG_RELEASE_DEV_IOCTL)
		return -EINVAL;
	if (copy_from_user(&info, (void __user *)arg, sizeof(info)))
		return -EFAULT;
	if (strnlen(info.name, sizeof(info.name)) == sizeof(info.name))
		return -EINVAL;

	strscpy_pad(chinfo.name, info.name, sizeof(chinfo.name));
	chinfo.src = info.src;
	chinfo.dst = info.dst;

	switch (cmd) {
	case RPMSG_CREATE_EPT_IOCTL:
		return rpmsg_ctrl_create_ept(ctrl, &chinfo);
	case RPMSG_CREATE_DEV_IOCTL:
		return rpmsg_ctrl_create_dev(ctrl, &chinfo);
	default:
		return rpmsg_ctrl_release_dev(ctrl, &chinfo);
	}
}

static const struct file_operations rpmsg_ctrl_fops = {
	.owner		= THIS_MODULE,
	.open		= rpmsg_ctrl_open,
	.release	= rpmsg_ctrl_release,
	.unlocked_ioctl	= rpmsg_ctrl_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.llseek		= noop_llseek,
};

static void rpmsg_ctrl_release_device(struct device *dev)
{
	struct rpmsg_ctrl *ctrl = dev_to_ctrl(dev);

	ida_free(&rpmsg_ctrl_minors, MINOR(dev->devt));
	kfree(ctrl);
}

static struct rpmsg_ctrl *rpmsg_ctrl_alloc(struct rpmsg_device *rpdev)
{
	struct rpmsg_ctrl *ctrl;
	int minor;

	ctrl = kzalloc(sizeof(*ctrl), GFP_KERNEL);
	if (!ctrl)
		return ERR_PTR(-ENOMEM);

	minor = ida_alloc_max(&rpmsg_ctrl_minors, RPMSG_DEV_MAX - 1, GFP_KERNEL);
	if (minor < 0) {
		kfree(ctrl);
		return ERR_PTR(minor);
	}

	mutex_init(&ctrl->lock);
	ctrl->rpdev = rpdev;
	device_initialize(&ctrl->dev);
	ctrl->dev.class = compat_rpmsg_class();
	ctrl->dev.parent = &rpdev->dev;
	ctrl->dev.groups = rpmsg_ctrl_groups;
	ctrl->dev.release = rpmsg_ctrl_release_device;
	ctrl->dev.devt = MKDEV(MAJOR(rpmsg_major), minor);
	ctrl->dev.id = minor;
	cdev_init(&ctrl->cdev, &rpmsg_ctrl_fops);
	ctrl->cdev.owner = THIS_MODULE;
	return ctrl;
}

/* What is under way ends here; nothing new begins, in files that are open either. */
static void rpmsg_ctrl_end(struct rpmsg_ctrl *ctrl)
{
	scoped_guard(mutex, &ctrl->lock)
		ctrl->rpdev = NULL;

	rpmsg_chrdev_eptdev_destroy_all(&ctrl->dev);
}

static int rpmsg_ctrl_probe(struct rpmsg_device *rpdev)
{
	struct rpmsg_ctrl *ctrl;
	int err;

	ctrl = rpmsg_ctrl_alloc(rpdev);
	if (IS_ERR(ctrl))
		return PTR_ERR(ctrl);

	dev_set_drvdata(&rpdev->dev, ctrl);
	err = dev_set_name(&ctrl->dev, "rpmsg_ctrl%d", ctrl->dev.id);
	if (!err)
		err = cdev_device_add(&ctrl->cdev, &ctrl->dev);
	if (err) {
		/* It can be used before it is added. */
		rpmsg_ctrl_end(ctrl);
		put_device(&ctrl->dev);
	}
	return err;
}

static void rpmsg_ctrl_remove(struct rpmsg_device *rpdev)
{
	struct rpmsg_ctrl *ctrl = dev_get_drvdata(&rpdev->dev);

	rpmsg_ctrl_end(ctrl);
	cdev_device_del(&ctrl->cdev, &ctrl->dev);
	put_device(&ctrl->dev);
}

static struct rpmsg_driver rpmsg_ctrl_driver = {
	.drv.name	= KBUILD_MODNAME,
	.probe		= rpmsg_ctrl_probe,
	.remove		= rpmsg_ctrl_remove,
};

static int __init rpmsg_ctrl_init(void)
{
	int err;

	err = alloc_chrdev_region(&rpmsg_major, 0, RPMSG_DEV_MAX, "rpmsg_ctrl");
	if (err)
		return err;

	err = register_rpmsg_driver(&rpmsg_ctrl_driver);
	if (err)
		unregister_chrdev_region(rpmsg_major, RPMSG_DEV_MAX);
	return err;
}
module_init(rpmsg_ctrl_init);

static void __exit rpmsg_ctrl_exit(void)
{
	unregister_rpmsg_driver(&rpmsg_ctrl_driver);
	unregister_chrdev_region(rpmsg_major, RPMSG_DEV_MAX);
}
module_exit(rpmsg_ctrl_exit);

MODULE_ALIAS("rpmsg:" KBUILD_MODNAME);
MODULE_DESCRIPTION("Rpmsg control devices");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
