// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation of each probe and of each call that makes something fails in
 * its turn, or one in three: -ENOMEM, nothing left behind, and then it works. What is
 * lost shows in the scan for leaks at the end of the run.
 *
 * Only allocations of the calling thread fail: what the drivers do in interrupts
 * allocates nothing that it cannot do without. About half of the allocations are
 * kmemleak's own, which has something in reserve: nothing comes of those.
 *
 * The probe and the start of remote cores are not here: on the way the kernel's
 * own regmap and remoteproc lose memory and use what they have freed.
 */

#include <kunit/test.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <rpmsg_uapi.h>

#include "channels.h"
#include "test_node.h"

#define LOCAL		2000
#define REMOTE		30
#define MOST		2000	/* allocations that one call may make */
#define STEP		3	/* one in so many fails: in the long form all of them */

static bool long_form;
module_param(long_form, bool, 0);
MODULE_PARM_DESC(long_form, "each allocation fails in its turn");

/**
 * struct fault_test - what a test has
 * @fr: a remote
 * @ctrl: name of its control device
 * @file: that device, open
 * @info: the ioctls' argument
 * @node: name of the endpoint device that was made
 * @dev: the device that is probed
 * @drv: by this driver
 * @channels: channels that the remote has when nothing is made
 */
struct fault_test {
	struct fake_remote *fr;
	char ctrl[RPMSG_NAME_SIZE];
	struct file *file;
	struct rpmsg_endpoint_info __user *info;
	char node[RPMSG_NAME_SIZE];
	struct device *dev;
	struct device_driver *drv;
	unsigned int channels;
};

/**
 * struct fault_call - what is to fail
 * @make: the call. Returns 0 or a negative errno
 * @undo: after it has succeeded: checks that what was made is whole, and undoes it
 * @failed: after it has failed: checks that nothing is there
 * @least: allocations that it makes at least, else the test shows little
 * @err: what it may also fail with, where the kernel's frameworks or upstream's
 *	conventions hide -ENOMEM; or 0
 */
struct fault_call {
	int (*make)(struct kunit *test);
	void (*undo)(struct kunit *test);
	void (*failed)(struct kunit *test);
	unsigned int least;
	int err;
};

/* Makes the @nth allocation fail. Returns whether there was one. */
static bool fault_once(struct kunit *test, const struct fault_call *call,
		       unsigned int nth)
{
	unsigned int left;
	int err;

	current->fail_nth = nth;
	err = call->make(test);
	left = current->fail_nth;
	current->fail_nth = 0;

	/* Without what failed, the kernel's frameworks may do as well. */
	if (!err) {
		call->undo(test);
		return !left;
	}
	if (err != call->err)
		KUNIT_EXPECT_EQ_MSG(test, err, -ENOMEM, "allocation %u", nth);
	KUNIT_EXPECT_EQ_MSG(test, left, 0, "it fails by itself");
	call->failed(test);
	return !left;
}

static void fault_each(struct kunit *test, const struct fault_call *call)
{
	const unsigned int step = long_form ? 1 : STEP;
	unsigned int nth;

	for (nth = 1; fault_once(test, call, nth); nth += step)
		KUNIT_ASSERT_LT(test, nth, MOST);
	KUNIT_EXPECT_GE(test, nth - 1, call->least);
	kunit_info(test, "%u allocations failed", (nth - 1) / step);
}

/* All of this shows nothing unless allocations fail. */
static void fault_works(struct kunit *test)
{
	void *first, *second;

	current->fail_nth = 1;
	first = kmalloc(16, GFP_KERNEL);
	second = kmalloc(16, GFP_KERNEL);
	current->fail_nth = 0;
	KUNIT_EXPECT_NULL(test, first);
	KUNIT_EXPECT_NOT_NULL(test, second);
	kfree(first);
	kfree(second);
}

static void fault_close(void *data)
{
	struct fault_test *t = data;

	node_close(t->file);
}

static struct fault_test *fault_new(struct kunit *test)
{
	struct fault_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	return t;
}

static struct fault_test *fault_add_remote(struct kunit *test)
{
	struct fault_test *t = fault_new(test);

	t->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = 16, .features = FAKE_F_NS,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(t->fr));
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_ctrl", 0, 0, t->ctrl));
	t->channels = channel_count(t->fr);
	return t;
}

static struct fault_test *fault_open_ctrl(struct kunit *test)
{
	struct fault_test *t = fault_add_remote(test);

	t->info = user_pages(test, PAGE_SIZE);
	t->file = node_open(t->ctrl, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, fault_close, t));
	return t;
}

/* The remote throws away what it hears. */
static void fault_consume(struct fake_ring *ring)
{
	struct fake_buf buf;

	if (ring != &ring->fr->ring[FAKE_TX])
		return;
	while (fake_ring_take(ring, &buf))
		fake_ring_use(ring, buf.id, 0);
}

/* The memory for the argument is there before anything fails. */
static void fault_set_info(struct kunit *test, const char *name)
{
	const struct rpmsg_endpoint_info info = { .src = LOCAL, .dst = REMOTE };
	struct fault_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, 0UL, copy_to_user(t->info, &info, sizeof(info)));
	KUNIT_ASSERT_EQ(test, 0UL, copy_to_user(t->info->name, name,
						strlen(name)));
}

static int make_ept(struct kunit *test)
{
	struct fault_test *t = test->priv;

	return node_ioctl(t->file, RPMSG_CREATE_EPT_IOCTL, t->info);
}

/* A message each way. */
static void expect_talk(struct kunit *test, struct file *file)
{
	struct fake_msg *msg = kunit_kzalloc(test, sizeof(*msg), GFP_KERNEL);
	struct fault_test *t = test->priv;
	char byte = 0;

	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, 0, fake_remote_send(t->fr, REMOTE, LOCAL, "x", 1));
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), 1L);
	KUNIT_EXPECT_EQ(test, byte, 'x');
	KUNIT_EXPECT_EQ(test, node_write(file, "pong", 4), 4L);
	KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(t->fr, msg));
	fake_remote_done(t->fr, msg);
	KUNIT_EXPECT_EQ(test, msg->dst, (u32)REMOTE);
	kunit_kfree(test, msg);
}

static void undo_ept(struct kunit *test)
{
	struct fault_test *t = test->priv;
	struct file *file;

	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", t->node,
					sizeof(t->node)), 0L);
	file = node_open(t->node, O_RDWR | O_NONBLOCK);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	expect_talk(test, file);
	node_close(file);
	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "destroy_ept", t->node), 0L);
	KUNIT_EXPECT_FALSE(test, node_exists(t->node));
}

/* The number of the device that is not there is that of the next one. */
static void no_ept(struct kunit *test)
{
	struct fault_test *t = test->priv;

	if (*t->node)
		KUNIT_EXPECT_FALSE(test, node_exists(t->node));
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels);
}

static void fault_create_ept(struct kunit *test)
{
	static const struct fault_call call = { make_ept, undo_ept, no_ept, 5 };

	fault_open_ctrl(test);
	fault_set_info(test, "fault");
	fault_each(test, &call);
}

static int make_ept_by_attribute(struct kunit *test)
{
	struct fault_test *t = test->priv;
	ssize_t ret = attr_write(t->ctrl, "export_ept", "fault 2000 30");

	return ret < 0 ? ret : 0;
}

static void fault_export_ept(struct kunit *test)
{
	static const struct fault_call call = {
		make_ept_by_attribute, undo_ept, no_ept, 5,
	};

	fault_open_ctrl(test);
	fault_each(test, &call);
}

static int make_channel(struct kunit *test)
{
	struct fault_test *t = test->priv;

	return node_ioctl(t->file, RPMSG_CREATE_DEV_IOCTL, t->info);
}

/* A driver that could not take the channel leaves it as it is, without a node. */
static void undo_channel(struct kunit *test)
{
	struct fault_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels + 1);
	KUNIT_ASSERT_EQ(test, 0L, node_ioctl(t->file, RPMSG_RELEASE_DEV_IOCTL,
					     t->info));
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels);
}

static void no_channel(struct kunit *test)
{
	struct fault_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels);
}

/* "rpmsg-raw" is what rpmsg_char binds to. */
static void fault_create_channel(struct kunit *test)
{
	static const struct fault_call call = {
		make_channel, undo_channel, no_channel, 10, -ENXIO,
	};
	struct fault_test *t = fault_open_ctrl(test);

	/* Each channel is announced: who does not listen has a full ring soon. */
	t->fr->on_kick = fault_consume;
	fault_set_info(test, "rpmsg-raw");
	fault_each(test, &call);
}

/*
 * The channel cannot be announced, so the core takes the driver away again, and
 * then the endpoint that it had made for it.
 */
static void fault_announcement(struct kunit *test)
{
	struct fault_test *t = fault_open_ctrl(test);
	struct device *dev;

	fault_set_info(test, "rpmsg-raw");
	virtio_break_device(t->fr->vdev);
	KUNIT_ASSERT_EQ(test, 0, make_channel(test));
	dev = channel_get(t->fr, "rpmsg-raw", LOCAL, REMOTE);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_EXPECT_FALSE(test, device_is_bound(dev));
	put_device(dev);
	KUNIT_EXPECT_FALSE(test, node_exists("rpmsg0"));
	undo_channel(test);
}

static int make_open(struct kunit *test)
{
	struct fault_test *t = test->priv;
	struct file *file = node_open(t->node, O_RDWR | O_NONBLOCK);

	if (IS_ERR(file))
		return PTR_ERR(file);
	t->file = file;
	return 0;
}

static void undo_open(struct kunit *test)
{
	struct fault_test *t = test->priv;

	expect_talk(test, t->file);
	node_close(t->file);
}

static void not_open(struct kunit *test)
{
	struct fault_test *t = test->priv;

	/* No endpoint: the message is for nobody, and its buffer comes back. */
	KUNIT_EXPECT_EQ(test, 0, fake_remote_send(t->fr, REMOTE, LOCAL, "x", 1));
	KUNIT_EXPECT_TRUE(test, channels_settle(t->fr));
}

static void fault_open(struct kunit *test)
{
	static const struct fault_call call = {
		make_open, undo_open, not_open, 3, -EINVAL,
	};
	struct fault_test *t = fault_add_remote(test);

	KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "export_ept", "fault 2000 30"),
			0L);
	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", t->node,
					sizeof(t->node)), 0L);
	fault_each(test, &call);
}

/* The driver of t->dev is t->drv, and it has just let the device go. */
static int make_probe(struct kunit *test)
{
	struct fault_test *t = test->priv;

	return device_driver_attach(t->drv, t->dev);
}

static void undo_probe(struct kunit *test)
{
	struct fault_test *t = test->priv;

	KUNIT_ASSERT_TRUE(test, device_is_bound(t->dev));
	device_release_driver(t->dev);
}

static void not_probed(struct kunit *test)
{
	struct fault_test *t = test->priv;

	KUNIT_EXPECT_FALSE(test, device_is_bound(t->dev));
	KUNIT_EXPECT_NULL(test, dev_get_drvdata(t->dev));
	KUNIT_EXPECT_TRUE(test, list_empty(&t->dev->devres_head));
}

static void fault_probe(struct kunit *test, struct device *dev,
			unsigned int least, int err)
{
	const struct fault_call call = {
		make_probe, undo_probe, not_probed, least, err,
	};
	struct fault_test *t = test->priv;

	KUNIT_ASSERT_TRUE(test, device_is_bound(dev));
	t->dev = dev;
	t->drv = dev->driver;
	device_release_driver(dev);
	fault_each(test, &call);
	KUNIT_ASSERT_EQ(test, 0, device_driver_attach(t->drv, dev));
}

static void fault_probe_channel(struct kunit *test, const char *name, u32 src,
				u32 dst, unsigned int least)
{
	struct fault_test *t = test->priv;
	struct device *dev = channel_get(t->fr, name, src, dst);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	fault_probe(test, dev, least, 0);
	put_device(dev);
}

static void fault_probe_ctrl(struct kunit *test)
{
	fault_add_remote(test);
	fault_probe_channel(test, "rpmsg_ctrl", 0, 0, 5);
}

static void fault_probe_ns(struct kunit *test)
{
	struct fault_test *t = fault_add_remote(test);

	fault_probe_channel(test, "rpmsg_ns", RPMSG_NS_ADDR, RPMSG_NS_ADDR, 1);
	KUNIT_EXPECT_EQ(test, 0, announce(t->fr, "fault", 77, RPMSG_NS_CREATE));
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels + 1);
}

static void fault_probe_char(struct kunit *test)
{
	struct fault_test *t = fault_open_ctrl(test);

	t->fr->on_kick = fault_consume;
	fault_set_info(test, "rpmsg-raw");
	KUNIT_ASSERT_EQ(test, 0, make_channel(test));
	fault_probe_channel(test, "rpmsg-raw", LOCAL, REMOTE, 5);
	KUNIT_EXPECT_TRUE(test, channel_node(t->fr, "rpmsg-raw", LOCAL, REMOTE,
					     t->node));
	KUNIT_EXPECT_TRUE(test, node_exists(t->node));
}

/* With it come the service channels and the probes of their drivers. */
static void fault_probe_bus(struct kunit *test)
{
	struct fault_test *t = fault_add_remote(test);

	/* The core gives a device that has no name -EINVAL. */
	fault_probe(test, &t->fr->vdev->dev, 20, -EINVAL);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), t->channels);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_ctrl", 0, 0, t->ctrl));
	KUNIT_EXPECT_EQ(test, 0, make_ept_by_attribute(test));
	undo_ept(test);
}

static void fault_probe_doorbell(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "registers", NULL);
	struct test_node *node = test_node_new(test, NULL, "doorbell");

	fault_new(test);
	test_node_set_string(test, node, "compatible", "openamp,mmio-doorbell");
	test_node_cells(test, node, "reg", 0, mem->base, 0, 0x100);
	test_node_cells(test, node, "#mbox-cells", 0);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, "mmio_doorbell"));
	/* That is what a region that could not be asked for looks like. */
	fault_probe(test, &node->pdev->dev, 2, -EBUSY);
}

static struct kunit_case fault_cases[] = {
	KUNIT_CASE(fault_works),
	KUNIT_CASE_SLOW(fault_create_ept),
	KUNIT_CASE_SLOW(fault_export_ept),
	KUNIT_CASE_SLOW(fault_create_channel),
	KUNIT_CASE(fault_announcement),
	KUNIT_CASE(fault_open),
	KUNIT_CASE(fault_probe_ctrl),
	KUNIT_CASE(fault_probe_ns),
	KUNIT_CASE_SLOW(fault_probe_char),
	KUNIT_CASE_SLOW(fault_probe_bus),
	KUNIT_CASE(fault_probe_doorbell),
	{ }
};

static struct kunit_suite fault_suite = {
	.name = "fault",
	.test_cases = fault_cases,
};

kunit_test_suite(fault_suite);

MODULE_SOFTDEP("pre: mmio_doorbell");
MODULE_DESCRIPTION("KUnit tests of what happens without memory");
MODULE_LICENSE("GPL");
