// SPDX-License-Identifier: GPL-2.0-only
/*
 * An rpmsg driver as others write them, to test what the bus does for such
 * drivers. It binds to a channel whose remote end sends each message back.
 *
 * In debugfs, folder rpmsg_test_client:
 *	bound	1 while there is a channel
 *	run	the name of a test; the write does it
 *	results	of the last test, a line each: "ok TITLE" or "not ok TITLE: ..."
 */

#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/ns.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "offchannel.h"

#define CLIENT_MTU	496
#define CLIENT_ADDR	3333	/* of an extra endpoint */
#define ORDER_MESSAGES	400
#define LEAK_ROUNDS	600
#define FULL_MOST	100000
#define LIMIT		(60 * HZ)
#define RESULTS_SIZE	SZ_32K

/**
 * struct client_sink - what an endpoint got
 * @came: completed for each message
 * @len: of the last message
 * @src: sender of the last message
 * @data: copy of the last message
 * @next: number that the next message must begin with
 * @gaps: how many did not
 * @delay_ms: how long the callback sleeps
 * @hold: keep the next message's buffer
 * @held: that buffer
 */
struct client_sink {
	struct completion came;
	int len;
	u32 src;
	u8 data[CLIENT_MTU];
	u32 next;
	unsigned int gaps;
	unsigned int delay_ms;
	bool hold;
	void *held;
};

/* All protected by the lock, but for what callbacks write. */
static DEFINE_MUTEX(client_lock);
static struct rpmsg_device *client_rpdev;
static struct client_sink client_sink, client_extra;
static char *client_results;
static size_t client_results_len;
static struct dentry *client_dir;

static __printf(3, 4) void check(long got, long expected, const char *title, ...)
{
	size_t *len = &client_results_len;
	va_list args;

	*len += scnprintf(client_results + *len, RESULTS_SIZE - *len, "%sok ",
			  got == expected ? "" : "not ");
	va_start(args, title);
	*len += vscnprintf(client_results + *len, RESULTS_SIZE - *len, title,
			   args);
	va_end(args);
	if (got != expected)
		*len += scnprintf(client_results + *len, RESULTS_SIZE - *len,
				  ": got %ld, expected %ld", got, expected);
	*len += scnprintf(client_results + *len, RESULTS_SIZE - *len, "\n");
}

/* Sleeps, as callbacks of drivers do. */
static int client_receive(struct rpmsg_device *rpdev, void *data, int len,
			  void *priv, u32 src)
{
	struct client_sink *sink = priv;
	u32 number;

	msleep(sink->delay_ms);
	sink->len = len;
	sink->src = src;
	memcpy(sink->data, data, min(len, CLIENT_MTU));
	if (len >= sizeof(number)) {
		memcpy(&number, data, sizeof(number));
		sink->gaps += number != sink->next;
		sink->next = number + 1;
	}
	if (sink->hold) {
		struct rpmsg_endpoint *ept = rpdev->ept;

		sink->hold = false;
		sink->held = data;
		virtio_rpmsg_hold_rx_buffer(ept, data);
	}
	complete(&sink->came);
	return 0;
}

static void client_reset(struct client_sink *sink)
{
	memset(sink, 0, sizeof(*sink));
	init_completion(&sink->came);
}

static void client_fill(u8 *data, int len, u8 seed)
{
	while (len--)
		*data++ = seed++ * 7;
}

static bool came(struct client_sink *sink)
{
	return wait_for_completion_timeout(&sink->came, LIMIT);
}

/* What was sent to the echo comes back to this endpoint. */
static void check_echo(int ret, struct client_sink *sink, const u8 *data,
		       int len, const char *what)
{
	check(ret, 0, "%s of %d bytes succeeds", what, len);
	if (ret)
		return;
	check(came(sink), true, "it comes back");
	check(sink->len, len, "as long as it was");
	check(memcmp(sink->data, data, len), 0, "and intact");
	check(sink->src, client_rpdev->dst, "from the channel's destination");
}

static void check_offchannel(u8 *data, int len)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	u32 src = ept->addr, dst = client_rpdev->dst;
	struct client_sink *sink = &client_sink;

	if (!has_offchannel)
		return;
	check_echo(rpmsg_send_offchannel(ept, src, dst, data, len), sink, data, len,
		   "send_offchannel");
	check_echo(rpmsg_trysend_offchannel(ept, src, dst, data, len), sink, data, len,
		   "trysend_offchannel");
}

static void test_send(void)
{
	static const int sizes[] = { 0, 1, 16, CLIENT_MTU };
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	struct client_sink *sink = &client_sink;
	u32 dst = client_rpdev->dst;
	u8 data[CLIENT_MTU];
	int i, len;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		len = sizes[i];
		client_fill(data, len, i);
		check_echo(rpmsg_send(ept, data, len), sink, data, len, "send");
		check_echo(rpmsg_sendto(ept, data, len, dst), sink, data, len,
			   "sendto");
		check_echo(rpmsg_trysend(ept, data, len), sink, data, len,
			   "trysend");
		check_echo(rpmsg_trysendto(ept, data, len, dst), sink, data, len,
			   "trysendto");
		check_offchannel(data, len);
	}
	check(completion_done(&sink->came), false, "nothing else comes");
}

static void check_offchannel_limits(u8 *data, int len)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	u32 src = ept->addr, dst = client_rpdev->dst;

	if (!has_offchannel)
		return;
	check(rpmsg_send_offchannel(ept, src, dst, data, len), -EMSGSIZE,
	      "send_offchannel too");
	check(rpmsg_trysend_offchannel(ept, src, dst, data, len), -EMSGSIZE,
	      "trysend_offchannel too");
	check(rpmsg_send_offchannel(ept, RPMSG_ADDR_ANY, dst, data, 1), -EINVAL,
	      "a message needs a source");
}

static void test_limits(void)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	u32 dst = client_rpdev->dst;
	u8 data[CLIENT_MTU + 1] = { };
	int len = CLIENT_MTU + 1;

	check(rpmsg_get_mtu(ept), CLIENT_MTU, "rpmsg_get_mtu tells the most");
	check(rpmsg_send(ept, data, len), -EMSGSIZE, "send refuses more");
	check(rpmsg_sendto(ept, data, len, dst), -EMSGSIZE, "sendto too");
	check(rpmsg_trysend(ept, data, len), -EMSGSIZE, "trysend too");
	check(rpmsg_trysendto(ept, data, len, dst), -EMSGSIZE, "trysendto too");
	check_offchannel_limits(data, len);
	check(rpmsg_sendto(ept, data, 1, RPMSG_ADDR_ANY), -EINVAL,
	      "a message needs a destination");
	check(rpmsg_poll(ept, NULL, NULL) == (EPOLLOUT | EPOLLWRNORM), true,
	      "rpmsg_poll says that there are buffers");
}

static struct rpmsg_endpoint *create_ept(u32 addr)
{
	struct rpmsg_channel_info chinfo = {
		.name = "extra", .src = addr, .dst = RPMSG_ADDR_ANY,
	};

	client_reset(&client_extra);
	return rpmsg_create_ept(client_rpdev, client_receive, &client_extra,
				chinfo);
}

static void test_extra(u32 addr)
{
	struct rpmsg_endpoint *main = client_rpdev->ept, *extra;
	u8 data[16];

	client_fill(data, sizeof(data), 9);
	extra = create_ept(addr);
	check(!extra, false, "an endpoint at %d can be made", (int)addr);
	if (!extra)
		return;
	if (addr != RPMSG_ADDR_ANY)
		check(extra->addr, addr, "it has that address");
	check(extra->addr != main->addr, true, "not the channel's");
	check_echo(rpmsg_sendto(extra, data, sizeof(data), client_rpdev->dst),
		   &client_extra, data, sizeof(data), "sendto from there");
	if (has_offchannel)
		check_echo(rpmsg_send_offchannel(main, extra->addr, client_rpdev->dst,
						 data, sizeof(data)),
			   &client_extra, data, sizeof(data), "send_offchannel for it");
	check(completion_done(&client_sink.came), false,
	      "the channel's endpoint gets nothing of that");
	rpmsg_destroy_ept(extra);
	check_echo(rpmsg_send(main, data, sizeof(data)), &client_sink, data,
		   sizeof(data), "then send from the channel's");
}

static void test_endpoints(void)
{
	struct rpmsg_endpoint *extra;
	unsigned int i;

	test_extra(RPMSG_ADDR_ANY);
	test_extra(CLIENT_ADDR);
	test_extra(CLIENT_ADDR);
	check(!create_ept(client_rpdev->ept->addr), true,
	      "an address that is used cannot be had");
	check(!create_ept(RPMSG_NS_ADDR), true, "nor the name service's");
	for (i = 0; i < LEAK_ROUNDS; i++) {
		extra = create_ept(RPMSG_ADDR_ANY);
		if (!extra)
			break;
		rpmsg_destroy_ept(extra);
	}
	check(i, LEAK_ROUNDS, "endpoints can be made again and again");
}

/* While the callback sleeps over each message, more of them come. */
static void test_order(void)
{
	struct client_sink *sink = &client_sink;
	u32 number, answers = 0;
	int ret = 0;

	sink->delay_ms = 1;
	for (number = 0; number < ORDER_MESSAGES && !ret; number++)
		ret = rpmsg_send(client_rpdev->ept, &number, sizeof(number));
	check(ret, 0, "many messages can be sent at once");
	while (answers < number && came(sink))
		answers++;
	check(answers, ORDER_MESSAGES, "all come back");
	check(sink->gaps, 0, "in order");
}

static void test_tx_nocopy(void)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	u32 dst = client_rpdev->dst;
	u8 data[CLIENT_MTU];
	unsigned int i;
	size_t room;
	void *buf;

	check(virtio_rpmsg_is_ept(ept), true, "the endpoint has shared buffers");
	check(virtio_rpmsg_channel_mtu(client_rpdev), CLIENT_MTU, "of that size");
	client_fill(data, sizeof(data), 3);
	buf = virtio_rpmsg_get_tx_payload_buffer(ept, &room, true);
	check(PTR_ERR_OR_ZERO(buf), 0, "a shared buffer can be had");
	if (IS_ERR(buf))
		return;
	check(room, CLIENT_MTU, "it has room for the largest message");
	memcpy(buf, data, room);
	check(virtio_rpmsg_send_nocopy(ept, buf, room + 1, dst), -EMSGSIZE,
	      "it cannot be sent with more");
	check_echo(virtio_rpmsg_send_nocopy(ept, buf, room, dst), &client_sink, data,
		   room, "send_nocopy");
	for (i = 0; i < LEAK_ROUNDS; i++) {
		buf = virtio_rpmsg_get_tx_payload_buffer(ept, &room, false);
		if (IS_ERR(buf))
			break;
		virtio_rpmsg_release_tx_buffer(ept, buf);
	}
	check(i, LEAK_ROUNDS, "a buffer that is not sent can be given back");
}

/* Sends a message to the echo and keeps the buffer that it comes back in. */
static void *keep_one(const u8 *data, int len)
{
	struct client_sink *sink = &client_sink;

	sink->held = NULL;
	sink->hold = true;
	if (rpmsg_send(client_rpdev->ept, (void *)data, len) || !came(sink))
		return NULL;
	return sink->held;
}

/* Others come and go through the ring while one is kept. */
static void test_rx_nocopy(void)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	struct client_sink *sink = &client_sink;
	u8 data[CLIENT_MTU], other[16];
	unsigned int i;
	void *held;

	client_fill(data, sizeof(data), 5);
	client_fill(other, sizeof(other), 6);
	held = keep_one(data, sizeof(data));
	check(!held, false, "a message can be kept");
	if (!held)
		return;
	for (i = 0; i < LEAK_ROUNDS; i++) {
		if (rpmsg_send(ept, other, sizeof(other)) || !came(sink) ||
		    memcmp(sink->data, other, sizeof(other)))
			break;
	}
	check(i, LEAK_ROUNDS, "others come meanwhile");
	check(memcmp(held, data, sizeof(data)), 0, "it is still intact");
	virtio_rpmsg_release_rx_buffer(ept, held);

	for (i = 0; i < LEAK_ROUNDS; i++) {
		held = keep_one(data, sizeof(data));
		if (!held)
			break;
		virtio_rpmsg_release_rx_buffer(ept, held);
	}
	check(i, LEAK_ROUNDS, "messages can be kept and given back");
	check_echo(rpmsg_send(ept, data, sizeof(data)), sink, data, sizeof(data),
		   "send afterwards");
}

/* The remote takes no messages any more. */
static void test_full(void)
{
	struct rpmsg_endpoint *ept = client_rpdev->ept;
	u32 src = ept->addr, dst = client_rpdev->dst;
	unsigned int count = 0;
	u8 data[16] = { };
	size_t room;
	int ret;

	while (!(ret = rpmsg_trysend(ept, data, sizeof(data))) &&
	       count < FULL_MOST)
		count++;
	check(ret, -ENOMEM, "trysend says when there is no buffer");
	check(rpmsg_trysendto(ept, data, 1, dst), -ENOMEM, "trysendto too");
	if (has_offchannel)
		check(rpmsg_trysend_offchannel(ept, src, dst, data, 1), -ENOMEM,
		      "trysend_offchannel too");
	check(PTR_ERR(virtio_rpmsg_get_tx_payload_buffer(ept, &room, false)), -EAGAIN,
	      "none can be had to fill");
	check(!rpmsg_poll(ept, NULL, NULL), true, "rpmsg_poll says so as well");
	client_results_len += scnprintf(client_results + client_results_len,
					RESULTS_SIZE - client_results_len,
					"count %u\n", count);
}

/* Return: what the send returned, which waits for a buffer. */
static int test_block(void)
{
	u8 byte = 0;

	return rpmsg_send(client_rpdev->ept, &byte, 1);
}

static int client_do(const char *name)
{
	if (!client_rpdev)
		return -ENODEV;
	client_results_len = 0;
	client_results[0] = '\0';
	client_reset(&client_sink);

	if (!strcmp(name, "send")) {
		test_send();
		test_limits();
	} else if (!strcmp(name, "endpoints")) {
		test_endpoints();
	} else if (!strcmp(name, "order")) {
		test_order();
	} else if (!strcmp(name, "zerocopy")) {
		test_tx_nocopy();
		test_rx_nocopy();
	} else if (!strcmp(name, "full")) {
		test_full();
	} else if (!strcmp(name, "block")) {
		return test_block();
	} else {
		return -EINVAL;
	}
	return 0;
}

static ssize_t run_write(struct file *filp, const char __user *buf, size_t count,
			 loff_t *pos)
{
	char name[32] = "";
	int ret;

	if (count >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, buf, count))
		return -EFAULT;

	ret = mutex_lock_interruptible(&client_lock);
	if (ret)
		return ret;
	ret = client_do(strim(name));
	mutex_unlock(&client_lock);
	return ret ?: count;
}

static const struct file_operations run_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.write	= run_write,
};

static int results_show(struct seq_file *seq, void *unused)
{
	mutex_lock(&client_lock);
	seq_puts(seq, client_results);
	mutex_unlock(&client_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(results);

/* Without the lock, which a test may hold for long. */
static int bound_show(struct seq_file *seq, void *unused)
{
	seq_printf(seq, "%d\n", !!READ_ONCE(client_rpdev));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(bound);

static int client_probe(struct rpmsg_device *rpdev)
{
	int ret = 0;

	mutex_lock(&client_lock);
	if (client_rpdev) {
		ret = -EBUSY;
	} else {
		client_reset(&client_sink);
		rpdev->ept->priv = &client_sink;
		WRITE_ONCE(client_rpdev, rpdev);
	}
	mutex_unlock(&client_lock);
	return ret;
}

/* A test that runs ends first: when the remote is gone, its sends fail. */
static void client_remove(struct rpmsg_device *rpdev)
{
	mutex_lock(&client_lock);
	WRITE_ONCE(client_rpdev, NULL);
	mutex_unlock(&client_lock);
}

static const struct rpmsg_device_id client_id_table[] = {
	{ .name = "rpmsg-openamp-test" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, client_id_table);

static struct rpmsg_driver client_driver = {
	.drv.name	= KBUILD_MODNAME,
	.id_table	= client_id_table,
	.probe		= client_probe,
	.callback	= client_receive,
	.remove		= client_remove,
};

static int __init client_init(void)
{
	int err;

	client_results = kzalloc(RESULTS_SIZE, GFP_KERNEL);
	if (!client_results)
		return -ENOMEM;

	client_dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_file("run", 0200, client_dir, NULL, &run_fops);
	debugfs_create_file("results", 0400, client_dir, NULL, &results_fops);
	debugfs_create_file("bound", 0400, client_dir, NULL, &bound_fops);

	err = register_rpmsg_driver(&client_driver);
	if (err) {
		debugfs_remove(client_dir);
		kfree(client_results);
	}
	return err;
}
module_init(client_init);

static void __exit client_exit(void)
{
	unregister_rpmsg_driver(&client_driver);
	debugfs_remove(client_dir);
	kfree(client_results);
}
module_exit(client_exit);

MODULE_DESCRIPTION("Test of the rpmsg bus for drivers");
MODULE_LICENSE("GPL");
