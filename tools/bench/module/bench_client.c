// SPDX-License-Identifier: GPL-2.0-only
/*
 * An rpmsg driver in the kernel that does as little as a driver can, to measure what the
 * bus costs it. It binds to a channel named "rpmsg-openamp-test" and knows nothing of
 * either stack. In /sys/module/bench_client/parameters:
 *
 *	address	(read) the channel's local address; 0 while there is no channel
 *	send	(write) "COUNT SIZE": sends so many messages of so many bytes, and waits for
 *		buffers as rpmsg_send() does
 *	wait	(write) COUNT: waits until the callback was called so often since the last wait
 */

#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/rpmsg.h>
#include <linux/wait.h>

#define BENCH_MTU	496

static DEFINE_MUTEX(bench_lock); /* protects the channel, and serializes the parameters */
static struct rpmsg_device *bench_rpdev;
static DECLARE_WAIT_QUEUE_HEAD(bench_wait);
static atomic_t bench_came = ATOMIC_INIT(0);
static int bench_awaited; /* whoever makes bench_came so many wakes */

static int bench_receive(struct rpmsg_device *rpdev, void *data, int len, void *priv, u32 src)
{
	if (atomic_inc_return(&bench_came) == READ_ONCE(bench_awaited))
		wake_up(&bench_wait);
	return 0;
}

static int bench_send_all(unsigned int count, unsigned int size)
{
	static u8 data[BENCH_MTU];
	int err = 0;

	if (!bench_rpdev)
		return -ENODEV;
	if (size > sizeof(data))
		return -EMSGSIZE;
	while (count-- && !err)
		err = rpmsg_send(bench_rpdev->ept, data, size);
	return err;
}

static int bench_set_send(const char *text, const struct kernel_param *param)
{
	unsigned int count, size;
	int err;

	if (sscanf(text, "%u %u", &count, &size) != 2)
		return -EINVAL;
	mutex_lock(&bench_lock);
	err = bench_send_all(count, size);
	mutex_unlock(&bench_lock);
	return err;
}

static const struct kernel_param_ops bench_send_ops = {
	.set = bench_set_send,
};
module_param_cb(send, &bench_send_ops, NULL, 0200);

static int bench_set_wait(const char *text, const struct kernel_param *param)
{
	int count, err;

	err = kstrtoint(text, 0, &count);
	if (err)
		return err;
	WRITE_ONCE(bench_awaited, count);
	err = wait_event_killable(bench_wait, atomic_read(&bench_came) >= count);
	if (!err)
		atomic_sub(count, &bench_came);
	return err;
}

static const struct kernel_param_ops bench_wait_ops = {
	.set = bench_set_wait,
};
module_param_cb(wait, &bench_wait_ops, NULL, 0200);

static int bench_get_address(char *text, const struct kernel_param *param)
{
	int len;

	mutex_lock(&bench_lock);
	len = sysfs_emit(text, "%u\n", bench_rpdev ? bench_rpdev->ept->addr : 0);
	mutex_unlock(&bench_lock);
	return len;
}

static const struct kernel_param_ops bench_address_ops = {
	.get = bench_get_address,
};
module_param_cb(address, &bench_address_ops, NULL, 0400);

static int bench_probe(struct rpmsg_device *rpdev)
{
	mutex_lock(&bench_lock);
	bench_rpdev = rpdev;
	mutex_unlock(&bench_lock);
	return 0;
}

static void bench_remove(struct rpmsg_device *rpdev)
{
	mutex_lock(&bench_lock);
	bench_rpdev = NULL;
	mutex_unlock(&bench_lock);
}

static const struct rpmsg_device_id bench_id_table[] = {
	{ .name = "rpmsg-openamp-test" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, bench_id_table);

static struct rpmsg_driver bench_driver = {
	.drv.name	= KBUILD_MODNAME,
	.id_table	= bench_id_table,
	.probe		= bench_probe,
	.callback	= bench_receive,
	.remove		= bench_remove,
};
module_rpmsg_driver(bench_driver);

MODULE_DESCRIPTION("A driver that does nothing, to measure the rpmsg bus");
MODULE_LICENSE("GPL");
