// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is to go wrong, in debugfs, k3_fake/fault: "KIND N" makes it happen to the N-th call
 * from then on, and to no other. Who makes it happen to the first one, the second one and so on
 * has been through all of them. Reading gives "KIND N" as well: 0 when it has happened.
 */

#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "k3_fake.h"

static unsigned int late_ms = 300;
module_param(late_ms, uint, 0644);
MODULE_PARM_DESC(late_ms, "How late is what is late");

static const char * const k3_fault_kinds[] = {
	[K3_FAULT_NONE]		= "none",
	[K3_FAULT_REFUSE]	= "refuse",
	[K3_FAULT_LATE]		= "late",
	[K3_FAULT_DEAF]		= "deaf",
	[K3_FAULT_MUTE]		= "mute",
};

static DEFINE_MUTEX(fault_lock); /* of struct k3_fake's fault */

enum k3_fault_kind k3_fault_next(struct k3_fake *fake, u16 type)
{
	enum k3_fault_kind kind = K3_FAULT_NONE;

	mutex_lock(&fault_lock);
	if (fake->fault.left && !--fake->fault.left)
		kind = fake->fault.kind;
	mutex_unlock(&fault_lock);
	if (kind != K3_FAULT_NONE)
		dev_info(fake->dev, "call 0x%04x: %s\n", type, k3_fault_kinds[kind]);

	return kind;
}

void k3_fault_sleep(void)
{
	msleep(late_ms);
}

static int k3_fault_show(struct seq_file *s, void *unused)
{
	struct k3_fake *fake = s->private;

	mutex_lock(&fault_lock);
	seq_printf(s, "%s %u\n", k3_fault_kinds[fake->fault.kind], fake->fault.left);
	mutex_unlock(&fault_lock);

	return 0;
}

static int k3_fault_open(struct inode *inode, struct file *file)
{
	return single_open(file, k3_fault_show, inode->i_private);
}

static ssize_t k3_fault_write(struct file *file, const char __user *from, size_t count,
			      loff_t *pos)
{
	struct k3_fake *fake = file_inode(file)->i_private;
	char text[32] = {}, kind[16];
	unsigned int left;
	int found;

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, count))
		return -EFAULT;
	if (sscanf(text, "%15s %u", kind, &left) != 2)
		return -EINVAL;
	found = match_string(k3_fault_kinds, ARRAY_SIZE(k3_fault_kinds), kind);
	if (found < 0)
		return found;

	mutex_lock(&fault_lock);
	fake->fault.kind = found;
	fake->fault.left = left;
	mutex_unlock(&fault_lock);

	return count;
}

static const struct file_operations k3_fault_fops = {
	.owner		= THIS_MODULE,
	.open		= k3_fault_open,
	.read		= seq_read,
	.write		= k3_fault_write,
	.llseek		= seq_lseek,
	.release	= single_release,
};

static void k3_fault_remove(void *folder)
{
	debugfs_remove_recursive(folder);
}

int k3_fault_init(struct k3_fake *fake)
{
	struct dentry *folder = debugfs_create_dir("k3_fake", NULL);

	debugfs_create_file("fault", 0600, folder, fake, &k3_fault_fops);

	return devm_add_action_or_reset(fake->dev, k3_fault_remove, folder);
}
