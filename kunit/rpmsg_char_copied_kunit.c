// SPDX-License-Identifier: GPL-2.0-only
/*
 * Endpoint devices on a transport that is not virtio, as Qualcomm's GLINK and SMD: messages
 * are copied, the transport learns when one could not be, and there may be flow control.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/rpmsg/ns.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <rpmsg_private.h>
#include <rpmsg_uapi.h>

#include "channels.h"
#include "log.h"

#define SRC	7	/* of the channel */
#define DST	8
#define SIZE	1000	/* of a message */

/**
 * struct copied - a transport of one channel and one control channel, for each test
 * @bus: the parent of both
 * @rpdev: the channel
 * @node: its device
 * @file: that, open
 * @len: of the last message that was sent, or -1
 * @sent: the message
 * @dst: where it went
 * @send_error: what sending without waiting returns
 * @pause: what the remote was asked for last, or -1
 * @flow_error: what asking returns
 */
struct copied {
	struct device *bus;
	struct rpmsg_device *rpdev;
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	int len;
	char sent[16];
	u32 dst;
	int send_error;
	int pause;
	int flow_error;
};

static struct copied *copied_of(struct rpmsg_endpoint *ept)
{
	return dev_get_drvdata(ept->rpdev->dev.parent);
}

static void copied_destroy_ept(struct rpmsg_endpoint *ept)
{
	kfree(ept);
}

static int copied_sendto(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
			 u32 dst)
{
	struct copied *c = copied_of(ept);

	c->len = len;
	c->dst = dst;
	memcpy(c->sent, data, min_t(size_t, len, sizeof(c->sent)));
	return 0;
}

static int copied_trysendto(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
			    u32 dst)
{
	return copied_of(ept)->send_error ?: copied_sendto(ept, data, len, dst);
}

#ifdef HAVE_RPMSG_FLOW_CONTROL
static int copied_set_flow(struct rpmsg_endpoint *ept, bool pause, u32 dst)
{
	struct copied *c = copied_of(ept);

	c->pause = pause;
	c->dst = dst;
	return c->flow_error;
}
#endif

static const struct rpmsg_endpoint_ops copied_ept_ops = {
	.destroy_ept		= copied_destroy_ept,
	.sendto			= copied_sendto,
	.trysendto		= copied_trysendto,
#ifdef HAVE_RPMSG_FLOW_CONTROL
	.set_flow_control	= copied_set_flow,
#endif
};

static struct rpmsg_endpoint *copied_create_ept(struct rpmsg_device *rpdev,
						rpmsg_rx_cb_t cb, void *priv,
						struct rpmsg_channel_info chinfo)
{
	struct rpmsg_endpoint *ept = kzalloc(sizeof(*ept), GFP_KERNEL);

	if (!ept)
		return NULL;
	kref_init(&ept->refcount);
	mutex_init(&ept->cb_lock);
	ept->rpdev = rpdev;
	ept->cb = cb;
	ept->priv = priv;
	ept->addr = chinfo.src;
	ept->ops = &copied_ept_ops;
	/* A remote that speaks as soon as it is heard. */
	if (chinfo.src == RPMSG_NS_ADDR)
		cb(rpdev, "first", 5, priv, RPMSG_ADDR_ANY);
	return ept;
}

static const struct rpmsg_device_ops copied_dev_ops = {
	.create_ept = copied_create_ept,
};

static void copied_release(struct device *dev)
{
	struct rpmsg_device *rpdev = container_of(dev, struct rpmsg_device, dev);

	compat_rpmsg_free_override(rpdev);
	kfree(rpdev);
}

static void copied_unregister(void *rpdev)
{
	device_unregister(&((struct rpmsg_device *)rpdev)->dev);
}

static struct rpmsg_device *copied_channel(struct kunit *test, const char *name,
					   const char *driver)
{
	struct rpmsg_device *rpdev = kzalloc(sizeof(*rpdev), GFP_KERNEL);
	struct copied *c = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, rpdev);
	strscpy(rpdev->id.name, name, sizeof(rpdev->id.name));
	rpdev->src = SRC;
	rpdev->dst = DST;
	rpdev->ops = &copied_dev_ops;
	rpdev->dev.parent = c->bus;
	rpdev->dev.release = copied_release;
	KUNIT_ASSERT_EQ(test, 0, driver ? rpmsg_register_device_override(rpdev, driver) :
					  rpmsg_register_device(rpdev));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, copied_unregister, rpdev));
	return rpdev;
}

static void copied_unregister_bus(void *bus)
{
	root_device_unregister(bus);
}

static void copied_close(void *data)
{
	struct copied *c = data;

	if (!IS_ERR_OR_NULL(c->file))
		node_close(c->file);
	c->file = NULL;
}

static void copied_open(struct kunit *test)
{
	struct copied *c = test->priv;

	c->file = node_open(c->node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, c->file);
}

static int copied_init(struct kunit *test)
{
	struct copied *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	test->priv = c;
	c->bus = root_device_register("kunit-copied");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, c->bus);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, copied_unregister_bus,
							   c->bus));
	dev_set_drvdata(c->bus, c);
	c->len = -1;
	c->pause = -1;
	c->rpdev = copied_channel(test, "rpmsg-raw", NULL);
	KUNIT_ASSERT_TRUE(test, device_for_each_child(&c->rpdev->dev, c->node, channel_any));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, copied_close, c));
	return 0;
}

/* A message comes; returns what the transport is told. */
static int copied_say(struct copied *c, u32 number)
{
	struct rpmsg_endpoint *ept = c->rpdev->ept;
	u32 words[SIZE / sizeof(u32)] = { number };

	return ept->cb(ept->rpdev, words, SIZE, ept->priv, RPMSG_ADDR_ANY);
}

/* Reads what is there; returns how many, all in order from @first on. */
static u32 copied_read_all(struct kunit *test, u32 first)
{
	u32 words[SIZE / sizeof(u32)], n = 0;
	struct copied *c = test->priv;

	while (node_read(c->file, words, SIZE) == SIZE)
		KUNIT_EXPECT_EQ(test, words[0], first + n++);
	return n;
}

/* A reader may be as late as with upstream's driver, and lose nothing. */
static void copied_late(struct kunit *test)
{
	struct copied *c = test->priv;
	u32 i;

	copied_open(test);
	for (i = 0; i < 500; i++)
		KUNIT_ASSERT_EQ_MSG(test, copied_say(c, i), 0, "message %u", i);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 0), 500U);
	KUNIT_EXPECT_EQ(test, attr_number(c->node, "statistics/rx_dropped"), 0LL);
}

/* Beyond the limit the transport is told, and so is whoever looks. */
static void copied_full(struct kunit *test)
{
	struct copied *c = test->priv;
	struct kmsg_dump_iter log;
	u32 n = 0, i;

	copied_open(test);
	KUNIT_EXPECT_EQ(test, attr_write(c->node, "rx_queue_limit", "20000"), 5L);
	log_begin(&log);
	while (n < 100 && !copied_say(c, n))
		n++;
	KUNIT_EXPECT_GT(test, n, 10U);
	KUNIT_EXPECT_LT(test, n, 20U);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_LT(test, copied_say(c, n), 0);
	KUNIT_EXPECT_EQ(test, attr_number(c->node, "statistics/rx_dropped"), 5LL);
	KUNIT_EXPECT_GE(test, log_count(&log, c->node, NULL), 1U);
	KUNIT_EXPECT_LE(test, log_count(&log, c->node, NULL), 5U);

	/* A program can raise it, and what was refused may come again. */
	KUNIT_EXPECT_EQ(test, attr_write(c->node, "rx_queue_limit", "200000"), 6L);
	for (i = n; i < 100; i++)
		KUNIT_EXPECT_EQ(test, copied_say(c, i), 0);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 0), 100U);

	/* One that wants the latest is asked for. */
	KUNIT_EXPECT_EQ(test, attr_write(c->node, "rx_policy", "drop"), 4L);
	KUNIT_EXPECT_EQ(test, attr_write(c->node, "rx_queue_limit", "20000"), 5L);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, copied_say(c, i), 0);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 100 - n), n);
}

/* Nor does one get lost while the device is closed, before the first open or after it. */
static void copied_closed(struct kunit *test)
{
	struct copied *c = test->priv;
	u32 i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, copied_say(c, i), 0);
	copied_open(test);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 0), 3U);
	copied_close(c);
	for (i = 3; i < 6; i++)
		KUNIT_EXPECT_EQ(test, copied_say(c, i), 0);
	copied_open(test);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 3), 3U);

	/* What was not read by the time of a close is. */
	KUNIT_EXPECT_EQ(test, copied_say(c, 6), 0);
	copied_close(c);
	copied_open(test);
	KUNIT_EXPECT_EQ(test, copied_read_all(test, 0), 0U);
}

static void copied_write(struct kunit *test)
{
	struct copied *c = test->priv;

	copied_open(test);
	KUNIT_EXPECT_EQ(test, node_write(c->file, "hello", 5), 5L);
	KUNIT_EXPECT_EQ(test, c->len, 5);
	KUNIT_EXPECT_EQ(test, c->dst, (u32)DST);
	KUNIT_EXPECT_MEMEQ(test, c->sent, "hello", 5);
	KUNIT_EXPECT_EQ(test, node_write(c->file, "", 0), 0L);
	KUNIT_EXPECT_EQ(test, c->len, 0);
	KUNIT_EXPECT_EQ(test, node_write_user(c->file, user_hole(test), 5),
			(ssize_t)-EFAULT);
	c->send_error = -ENOMEM;
	KUNIT_EXPECT_EQ(test, node_write(c->file, "again", 5), (ssize_t)-EAGAIN);
	c->send_error = -EIO;
	KUNIT_EXPECT_EQ(test, node_write(c->file, "again", 5), (ssize_t)-EIO);
	KUNIT_EXPECT_EQ(test, attr_number(c->node, "statistics/tx_messages"), 2LL);
}

/* 53 is the name service's address where there is one, and an address like any other here. */
static void copied_address(struct kunit *test)
{
	struct rpmsg_device *rpdev = copied_channel(test, "rpmsg_ctrl", "rpmsg_ctrl");
	char ctrl[RPMSG_NAME_SIZE], node[RPMSG_NAME_SIZE], text[8] = "";
	struct file *file;

	KUNIT_ASSERT_TRUE(test, device_for_each_child(&rpdev->dev, ctrl, channel_any));
	KUNIT_ASSERT_GT(test, attr_write(ctrl, "export_ept", "fifty-three 53 9"), 0L);
	KUNIT_ASSERT_GT(test, attr_read(ctrl, "export_ept", node, sizeof(node)), 0L);
	file = node_open(node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	/* It came before the endpoint was made. */
	KUNIT_EXPECT_EQ(test, node_read(file, text, sizeof(text)), 5L);
	KUNIT_EXPECT_STREQ(test, text, "first");
	node_close(file);
}

#ifdef HAVE_RPMSG_FLOW_CONTROL

/* Who waits for news, as select() and others do. */
struct flow_wait {
	struct wait_queue_entry entry;
	__poll_t events;
};

static int flow_wake(struct wait_queue_entry *entry, unsigned int mode, int sync, void *key)
{
	container_of(entry, struct flow_wait, entry)->events |= key_to_poll(key);
	return 0;
}

struct flow_poll {
	poll_table table;
	struct flow_wait wait;
	wait_queue_head_t *head;
};

static void flow_add(struct file *file, wait_queue_head_t *head, poll_table *table)
{
	struct flow_poll *p = container_of(table, struct flow_poll, table);

	p->head = head;
	add_wait_queue(head, &p->wait.entry);
}

static int flow_outgoing(struct kunit *test, int __user *value)
{
	struct copied *c = test->priv;
	int got = -1;

	KUNIT_EXPECT_EQ(test, node_ioctl(c->file, RPMSG_GET_OUTGOING_FLOWCONTROL, value), 0L);
	KUNIT_EXPECT_EQ(test, get_user(got, value), 0);
	return got;
}

/* The remote asks for a pause, and to go on. */
static void copied_flow_remote(struct kunit *test)
{
	int __user *value = user_pages(test, PAGE_SIZE);
	struct flow_poll p = { .table._qproc = flow_add, .table._key = EPOLLPRI };
	struct copied *c = test->priv;
	struct rpmsg_endpoint *ept = c->rpdev->ept;

	copied_open(test);
	init_waitqueue_func_entry(&p.wait.entry, flow_wake);
	KUNIT_ASSERT_NOT_NULL(test, ept->flow_cb);
	KUNIT_EXPECT_EQ(test, (__force u32)(vfs_poll(c->file, &p.table) & EPOLLPRI), 0U);
	KUNIT_ASSERT_NOT_NULL(test, p.head);
	KUNIT_EXPECT_EQ(test, flow_outgoing(test, value), 0);

	KUNIT_EXPECT_EQ(test, ept->flow_cb(c->rpdev, ept->priv, true), 0);
	KUNIT_EXPECT_EQ(test, (__force u32)p.wait.events, (__force u32)EPOLLPRI);
	KUNIT_EXPECT_EQ(test, node_poll(c->file) & POLLPRI, POLLPRI);
	KUNIT_EXPECT_EQ(test, flow_outgoing(test, value), 1);
	KUNIT_EXPECT_EQ(test, node_poll(c->file) & POLLPRI, 0);
	KUNIT_EXPECT_EQ(test, flow_outgoing(test, value), 1);

	KUNIT_EXPECT_EQ(test, ept->flow_cb(c->rpdev, ept->priv, false), 0);
	KUNIT_EXPECT_EQ(test, node_poll(c->file) & POLLPRI, POLLPRI);
	KUNIT_EXPECT_EQ(test, flow_outgoing(test, value), 0);
	remove_wait_queue(p.head, &p.wait.entry);

	/* News are for the file that was open then. */
	KUNIT_EXPECT_EQ(test, ept->flow_cb(c->rpdev, ept->priv, true), 0);
	copied_close(c);
	copied_open(test);
	KUNIT_EXPECT_EQ(test, node_poll(c->file) & POLLPRI, 0);
	KUNIT_EXPECT_EQ(test, flow_outgoing(test, value), 1);
}

static long flow_incoming(struct copied *c, unsigned long pause)
{
	return node_ioctl(c->file, RPMSG_SET_INCOMING_FLOWCONTROL, (void __user *)pause);
}

/* We ask it. */
static void copied_flow_ours(struct kunit *test)
{
	struct copied *c = test->priv;

	copied_open(test);
	KUNIT_EXPECT_EQ(test, flow_incoming(c, 1), 0L);
	KUNIT_EXPECT_EQ(test, c->pause, 1);
	KUNIT_EXPECT_EQ(test, c->dst, (u32)DST);
	KUNIT_EXPECT_EQ(test, flow_incoming(c, 0), 0L);
	KUNIT_EXPECT_EQ(test, c->pause, 0);
	KUNIT_EXPECT_EQ(test, flow_incoming(c, 2), (long)-EINVAL);
	c->flow_error = -EIO;
	KUNIT_EXPECT_EQ(test, flow_incoming(c, 1), (long)-EIO);
}

#endif /* HAVE_RPMSG_FLOW_CONTROL */

static struct kunit_case copied_cases[] = {
	KUNIT_CASE(copied_late),
	KUNIT_CASE(copied_full),
	KUNIT_CASE(copied_closed),
	KUNIT_CASE(copied_write),
	KUNIT_CASE(copied_address),
#ifdef HAVE_RPMSG_FLOW_CONTROL
	KUNIT_CASE(copied_flow_remote),
	KUNIT_CASE(copied_flow_ours),
#endif
	{ }
};

static struct kunit_suite copied_suite = {
	.name		= "rpmsg_char_copied",
	.init		= copied_init,
	.test_cases	= copied_cases,
};

kunit_test_suite(copied_suite);

MODULE_DESCRIPTION("KUnit suite of endpoint devices on other transports than virtio");
MODULE_LICENSE("GPL");
