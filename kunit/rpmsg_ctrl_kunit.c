// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control devices: every ioctl and attribute, right and wrong, and what becomes
 * of them when the remote goes.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <rpmsg_uapi.h>

#include "channels.h"

#define RING_SIZE	16
#define LOCAL		2000	/* an address of ours, below and beyond nothing */
#define REMOTE		30	/* one of the remote's */
#define MAX_CHANNELS	256	/* what a remote can have, services included */

/**
 * struct ctrl_test - what each test has
 * @fr: the remote
 * @ctrl: name of its control device
 * @file: that device, open
 * @info: the ioctls' argument
 */
struct ctrl_test {
	struct fake_remote *fr;
	char ctrl[RPMSG_NAME_SIZE];
	struct file *file;
	struct rpmsg_endpoint_info __user *info;
};

static void ctrl_close(void *data)
{
	struct ctrl_test *t = data;

	if (t->file)
		node_close(t->file);
	t->file = NULL;
}

static int ctrl_init(struct kunit *test)
{
	struct ctrl_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	t->fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = RING_SIZE, .features = FAKE_F_NS,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(t->fr));
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_ctrl", 0, 0, t->ctrl));
	t->info = user_pages(test, PAGE_SIZE);
	t->file = node_open(t->ctrl, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, ctrl_close, t));
	return 0;
}

static long ctrl_ioctl(struct ctrl_test *t, unsigned int cmd, const char *name,
		       u32 src, u32 dst)
{
	struct rpmsg_endpoint_info info = { .src = src, .dst = dst };

	memcpy(info.name, name, strnlen(name, sizeof(info.name)));
	if (copy_to_user(t->info, &info, sizeof(info)))
		return -EFAULT;
	return node_ioctl(t->file, cmd, t->info);
}

/* Makes an endpoint device and tells its name. */
static void make_ept(struct kunit *test, const char *name, u32 src, u32 dst,
		     char *node)
{
	struct ctrl_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, name, src, dst),
			0L);
	KUNIT_ASSERT_GT(test, attr_read(t->ctrl, "export_ept", node,
					RPMSG_NAME_SIZE), 0L);
}

/* One message each way. */
static void expect_talk(struct kunit *test, struct file *file, u32 local)
{
	struct ctrl_test *t = test->priv;
	struct fake_msg *msg = kunit_kzalloc(test, sizeof(*msg), GFP_KERNEL);
	char text[8] = "";

	KUNIT_ASSERT_NOT_NULL(test, msg);
	KUNIT_EXPECT_EQ(test, fake_remote_send(t->fr, REMOTE, local, "ping", 4), 0);
	KUNIT_EXPECT_EQ(test, node_read(file, text, sizeof(text)), 4L);
	KUNIT_EXPECT_STREQ(test, text, "ping");

	KUNIT_EXPECT_EQ(test, node_write(file, "pong!", 5), 5L);
	KUNIT_ASSERT_EQ(test, fake_remote_recv(t->fr, msg), 0);
	fake_remote_done(t->fr, msg);
	KUNIT_EXPECT_EQ(test, msg->src, local);
	KUNIT_EXPECT_EQ(test, msg->dst, (u32)REMOTE);
	KUNIT_EXPECT_EQ(test, msg->len, 5);
	KUNIT_EXPECT_MEMEQ(test, msg->data, "pong!", 5);
}

static void ctrl_create_ept(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	struct file *file;

	KUNIT_EXPECT_TRUE(test, attr_is(test, t->ctrl, "export_ept", ""));
	make_ept(test, "talk", LOCAL, REMOTE, node);
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "name", "talk"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "src", "2000"));
	KUNIT_EXPECT_TRUE(test, attr_is(test, node, "dst", "30"));

	file = node_open(node, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	expect_talk(test, file, LOCAL);
	node_close(file);

	KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", node), 0L);
	KUNIT_EXPECT_FALSE(test, node_exists(node));
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "destroy_ept", node),
			(ssize_t)-ENODEV);
}

static void ctrl_ioctl_bad_name(struct kunit *test)
{
	static const unsigned int cmds[] = {
		RPMSG_CREATE_EPT_IOCTL, RPMSG_CREATE_DEV_IOCTL,
		RPMSG_RELEASE_DEV_IOCTL,
	};
	static const char name[] = "abcdefghijklmnopqrstuvwxyz012345";
	struct ctrl_test *t = test->priv;
	void __user *hole = user_hole(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cmds); i++) {
		KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, cmds[i], name, LOCAL, REMOTE),
				(long)-EINVAL);
		KUNIT_EXPECT_EQ(test, node_ioctl(t->file, cmds[i], hole),
				(long)-EFAULT);
		KUNIT_EXPECT_EQ(test, node_ioctl(t->file, cmds[i], NULL),
				(long)-EFAULT);
		/* One byte of it is missing. */
		KUNIT_EXPECT_EQ(test, node_ioctl(t->file, cmds[i], hole - 39),
				(long)-EFAULT);
	}
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS);
	KUNIT_EXPECT_TRUE(test, attr_is(test, t->ctrl, "export_ept", ""));
}

static void ctrl_ioctl_unknown(struct kunit *test)
{
	static const unsigned int cmds[] = {
		0, 1, RPMSG_DESTROY_EPT_IOCTL, RPMSG_GET_OUTGOING_FLOWCONTROL,
		RPMSG_SET_INCOMING_FLOWCONTROL, _IO(0xb5, 1), _IO(0xb5, 7),
		_IOW(0xb5, 1, int), _IOW(0xb4, 1, struct rpmsg_endpoint_info), ~0U,
	};
	struct ctrl_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cmds); i++)
		KUNIT_EXPECT_EQ_MSG(test, ctrl_ioctl(t, cmds[i], "x", LOCAL, REMOTE),
				    (long)-EINVAL, "ioctl %#x", cmds[i]);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS);
}

static void ctrl_ept_addresses(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	struct file *file;

	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "ns", 53, 1),
			(long)-EINVAL);

	/* An address is in use while the device is open. */
	make_ept(test, "first", LOCAL, REMOTE, node);
	file = node_open(node, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "second", LOCAL,
					 1), (long)-EADDRINUSE);
	node_close(file);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "second", LOCAL,
					 1), 0L);
	/* Any address is never in use, and names need not differ. */
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "second", -1,
					 -1), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "", 0, 0), 0L);
}

static void ctrl_ept_many(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	char first[RPMSG_NAME_SIZE], node[RPMSG_NAME_SIZE];
	unsigned int i;

	for (i = 0; i < 300; i++) {
		make_ept(test, "many", -1, REMOTE, node);
		/* Minor numbers come back. */
		if (!i)
			strscpy(first, node, sizeof(first));
		KUNIT_ASSERT_STREQ(test, node, first);
		KUNIT_ASSERT_GT(test, attr_write(t->ctrl, "destroy_ept", node), 0L);
	}
}

static int client_probe(struct rpmsg_device *rpdev)
{
	return 0;
}

static int client_callback(struct rpmsg_device *rpdev, void *data, int len,
			   void *priv, u32 src)
{
	return 0;
}

static struct rpmsg_device_id client_ids[] = {
	{ .name = "kunit-ctrl" },
	{ }
};

static struct rpmsg_driver client_driver = {
	.drv.name	= "kunit_ctrl_client",
	.id_table	= client_ids,
	.probe		= client_probe,
	.callback	= client_callback,
};

static void client_unregister(void *unused)
{
	unregister_rpmsg_driver(&client_driver);
}

/* The remote hears of @name, with an address of 1024 or as asked for. */
static void expect_announced(struct kunit *test, const char *name, u32 addr,
			     u32 flags)
{
	struct ctrl_test *t = test->priv;
	struct fake_msg *msg = kunit_kzalloc(test, sizeof(*msg), GFP_KERNEL);
	struct rpmsg_ns_msg expected = {
		.addr = (__force __rpmsg32)cpu_to_le32(addr),
		.flags = (__force __rpmsg32)cpu_to_le32(flags),
	};

	KUNIT_ASSERT_NOT_NULL(test, msg);
	strscpy(expected.name, name, sizeof(expected.name));
	KUNIT_ASSERT_EQ(test, fake_remote_recv(t->fr, msg), 0);
	fake_remote_done(t->fr, msg);
	KUNIT_EXPECT_EQ(test, msg->src, addr);
	KUNIT_EXPECT_EQ(test, msg->dst, (u32)RPMSG_NS_ADDR);
	KUNIT_ASSERT_EQ(test, msg->len, (u16)sizeof(expected));
	KUNIT_EXPECT_MEMEQ(test, msg->data, &expected, sizeof(expected));
}

static void expect_silence(struct kunit *test)
{
	struct ctrl_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, fake_ring_avail(&t->fr->ring[FAKE_TX]), 0U);
}

static void ctrl_create_dev(struct kunit *test)
{
	struct ctrl_test *t = test->priv;

	/* Nobody listens there: the remote is not told. */
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "mute", LOCAL,
					 REMOTE), 0L);
	KUNIT_EXPECT_TRUE(test, channel_exists(t->fr, "mute", LOCAL, REMOTE));
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "mute", LOCAL,
					 REMOTE), (long)-ENXIO);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS + 1);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "", LOCAL,
					 REMOTE), (long)-ENXIO);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "a/b", LOCAL,
					 REMOTE), (long)-ENXIO);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "mute", LOCAL,
					 REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "mute", LOCAL,
					 REMOTE), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS);
	expect_silence(test);
}

static void ctrl_create_dev_announced(struct kunit *test)
{
	struct ctrl_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, register_rpmsg_driver(&client_driver), 0);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   client_unregister,
							   NULL));

	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "kunit-ctrl",
					 LOCAL, REMOTE), 0L);
	expect_announced(test, "kunit-ctrl", LOCAL, RPMSG_NS_CREATE);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "kunit-ctrl",
					 LOCAL, REMOTE), 0L);
	expect_announced(test, "kunit-ctrl", LOCAL, RPMSG_NS_DESTROY);

	/* One that the remote knows is not told of. */
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "kunit-ctrl",
					 -1, REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "kunit-ctrl",
					 -1, REMOTE), 0L);
	expect_silence(test);
}

static void ctrl_release_dev(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	unsigned int i;

	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "some",
						 LOCAL + i, REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "some", LOCAL,
					 REMOTE + 1), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "som", LOCAL,
					 REMOTE), (long)-EINVAL);

	/* Any address matches each, one at a time. */
	for (i = 3; i; i--) {
		KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS + i);
		KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "some",
						 -1, -1), 0L);
	}
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "some", -1, -1),
			(long)-EINVAL);

	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "rpmsg_ctrl", 0,
					 0), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "rpmsg_ns", -1,
					 -1), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS);
}

static void ctrl_dev_limit(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	unsigned int i;

	for (i = SERVICE_CHANNELS; i < MAX_CHANNELS; i++)
		KUNIT_ASSERT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "limit",
						 i, REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "limit", i,
					 REMOTE), (long)-ENXIO);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "limit", 2,
					 REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "limit", i,
					 REMOTE), 0L);
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), (unsigned int)MAX_CHANNELS);
}

static void ctrl_sysfs_words(struct kunit *test)
{
	static const struct {
		const char *words, *name, *src, *dst;
	} good[] = {
		{ "name\n", "name", "-1", "-1" },
		{ "src 2000", "src", "2000", "-1" },
		{ "dst -1 0x1e\n", "dst", "-1", "30" },
		{ "\t all  0x7D0 \t 30\n", "all", "2000", "30" },
		{ "max 4294967294 4294967295", "max", "-2", "-1" },
		{ "1234567890123456789012345678901 0 0",
		  "1234567890123456789012345678901", "0", "0" },
	};
	struct ctrl_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "export_ept",
						 good[i].words),
				(ssize_t)strlen(good[i].words));
		attr_read(t->ctrl, "export_ept", node, sizeof(node));
		KUNIT_EXPECT_TRUE(test, attr_is(test, node, "name", good[i].name));
		KUNIT_EXPECT_TRUE(test, attr_is(test, node, "src", good[i].src));
		KUNIT_EXPECT_TRUE(test, attr_is(test, node, "dst", good[i].dst));
	}
}

static void ctrl_sysfs_bad_words(struct kunit *test)
{
	static const struct {
		const char *words;
		ssize_t error;
	} bad[] = {
		{ "\n", -EINVAL }, { " \t", -EINVAL }, { "a 1 2 3", -EINVAL },
		{ "a b", -EINVAL }, { "a 1 b", -EINVAL }, { "a 1x", -EINVAL },
		{ "a 0x", -EINVAL }, { "a -", -EINVAL }, { "a 1,2", -EINVAL },
		{ "a -2", -ERANGE }, { "a 4294967296", -ERANGE },
		{ "a 1 -2", -ERANGE }, { "a 1 99999999999999999999", -ERANGE },
		{ "12345678901234567890123456789012", -EINVAL },
	};
	static const char * const attrs[] = {
		"export_ept", "export_dev", "release_dev",
	};
	struct ctrl_test *t = test->priv;
	unsigned int a, i;

	for (a = 0; a < ARRAY_SIZE(attrs); a++)
		for (i = 0; i < ARRAY_SIZE(bad); i++)
			KUNIT_EXPECT_EQ_MSG(test, attr_write(t->ctrl, attrs[a],
							     bad[i].words),
					    bad[i].error, "%s '%s'", attrs[a],
					    bad[i].words);
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "export_ept", "a 53"),
			(ssize_t)-EINVAL);
	KUNIT_EXPECT_TRUE(test, attr_is(test, t->ctrl, "export_ept", ""));
	KUNIT_EXPECT_EQ(test, channel_count(t->fr), SERVICE_CHANNELS);
}

static void ctrl_sysfs_dev(struct kunit *test)
{
	struct ctrl_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "export_dev", "dev 2000 30\n"),
			12L);
	KUNIT_EXPECT_TRUE(test, channel_exists(t->fr, "dev", LOCAL, REMOTE));
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "export_dev", "dev 2000 30"),
			(ssize_t)-ENXIO);
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "release_dev", "dev 2000 31"),
			(ssize_t)-EINVAL);
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "release_dev", "dev"), 3L);
	KUNIT_EXPECT_FALSE(test, channel_exists(t->fr, "dev", LOCAL, REMOTE));
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "release_dev", "rpmsg_ns"),
			(ssize_t)-EINVAL);
}

static void ctrl_sysfs_destroy(struct kunit *test)
{
	static const char * const names[] = {
		"rpmsg99999", "\n", " ", "rpmsg_ctrl0", "../rpmsg0", "rpmsg",
		"1234567890123456789012345678901",
	};
	struct ctrl_test *t = test->priv;
	char node[RPMSG_NAME_SIZE + 4];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ_MSG(test, attr_write(t->ctrl, "destroy_ept",
						     names[i]),
				    (ssize_t)-ENODEV, "'%s'", names[i]);
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "destroy_ept",
					 "12345678901234567890123456789012"),
			(ssize_t)-EINVAL);

	make_ept(test, "blanks", -1, -1, node);
	strcat(node, "\t\n");
	KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", node), 0L);
}

/* Another control device's endpoints are not ours to destroy. */
static void ctrl_two_remotes(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	char other[RPMSG_NAME_SIZE], node[RPMSG_NAME_SIZE];
	struct fake_remote *fr;

	fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = RING_SIZE,
	});
	KUNIT_ASSERT_TRUE(test, channel_node(fr, "rpmsg_ctrl", 0, 0, other));
	make_ept(test, "mine", LOCAL, REMOTE, node);
	KUNIT_EXPECT_EQ(test, attr_write(other, "destroy_ept", node),
			(ssize_t)-ENODEV);
	fake_remote_del(fr);
	KUNIT_EXPECT_FALSE(test, node_exists(other));
	KUNIT_EXPECT_TRUE(test, node_exists(node));
	KUNIT_EXPECT_GT(test, attr_write(t->ctrl, "destroy_ept", node), 0L);
}

/* The file is open while the remote goes. */
static void ctrl_remote_gone(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	char node[RPMSG_NAME_SIZE];

	make_ept(test, "gone", LOCAL, REMOTE, node);
	fake_remote_del(t->fr);
	KUNIT_EXPECT_FALSE(test, node_exists(t->ctrl));
	KUNIT_EXPECT_FALSE(test, node_exists(node));
	KUNIT_EXPECT_EQ(test, attr_write(t->ctrl, "export_ept", "late"),
			(ssize_t)-ENOENT);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "late", LOCAL,
					 REMOTE), (long)-ENODEV);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "late", LOCAL,
					 REMOTE), (long)-ENODEV);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_RELEASE_DEV_IOCTL, "late", LOCAL,
					 REMOTE), (long)-ENODEV);
}

/* The driver goes and comes while the remote stays. */
static void ctrl_unbind(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	struct device *dev = channel_get(t->fr, "rpmsg_ctrl", 0, 0);
	char node[RPMSG_NAME_SIZE];
	struct file *file;
	char byte;

	KUNIT_ASSERT_NOT_NULL(test, dev);
	make_ept(test, "unbind", LOCAL, REMOTE, node);
	file = node_open(node, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);

	device_release_driver(dev);
	KUNIT_EXPECT_FALSE(test, node_exists(t->ctrl));
	KUNIT_EXPECT_FALSE(test, node_exists(node));
	KUNIT_EXPECT_EQ(test, node_read(file, &byte, 1), (ssize_t)-EPIPE);
	KUNIT_EXPECT_EQ(test, node_write(file, "x", 1), (ssize_t)-EPIPE);
	KUNIT_EXPECT_EQ(test, ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "late", LOCAL,
					 REMOTE), (long)-ENODEV);
	node_close(file);
	ctrl_close(t);

	KUNIT_EXPECT_EQ(test, device_attach(dev), 1);
	put_device(dev);
	KUNIT_ASSERT_TRUE(test, channel_node(t->fr, "rpmsg_ctrl", 0, 0, t->ctrl));
	t->file = node_open(t->ctrl, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, t->file);
	make_ept(test, "again", LOCAL, REMOTE, node);
	KUNIT_EXPECT_TRUE(test, node_exists(node));
}

static long remove_remote(void *data)
{
	fake_remote_del(data);
	return 0;
}

/* Programs make endpoints and channels until the remote's removal ends it. */
static void ctrl_create_at_removal(struct kunit *test)
{
	struct ctrl_test *t = test->priv;
	struct worker *worker = kunit_kzalloc(test, sizeof(*worker), GFP_KERNEL);
	unsigned long end = jiffies + PROGRAM_LIMIT;
	unsigned int made = 0;
	long err;

	KUNIT_ASSERT_NOT_NULL(test, worker);
	do {
		err = ctrl_ioctl(t, RPMSG_CREATE_EPT_IOCTL, "race", -1, REMOTE);
		if (!err)
			err = ctrl_ioctl(t, RPMSG_CREATE_DEV_IOCTL, "race",
					 LOCAL + made, REMOTE);
		if (++made == 10)
			worker_start(test, worker, remove_remote, t->fr);
	} while ((!err || err == -ENXIO) && time_before(jiffies, end));
	KUNIT_EXPECT_EQ(test, err, (long)-ENODEV);
	KUNIT_EXPECT_GE(test, made, 10U);
	if (made >= 10)
		KUNIT_EXPECT_EQ(test, worker_join(worker), 0L);
	KUNIT_EXPECT_FALSE(test, node_exists(t->ctrl));
}

static struct kunit_case ctrl_cases[] = {
	KUNIT_CASE(ctrl_create_ept),
	KUNIT_CASE(ctrl_ioctl_bad_name),
	KUNIT_CASE(ctrl_ioctl_unknown),
	KUNIT_CASE(ctrl_ept_addresses),
	KUNIT_CASE_SLOW(ctrl_ept_many),
	KUNIT_CASE(ctrl_create_dev),
	KUNIT_CASE(ctrl_create_dev_announced),
	KUNIT_CASE(ctrl_release_dev),
	KUNIT_CASE_SLOW(ctrl_dev_limit),
	KUNIT_CASE(ctrl_sysfs_words),
	KUNIT_CASE(ctrl_sysfs_bad_words),
	KUNIT_CASE(ctrl_sysfs_dev),
	KUNIT_CASE(ctrl_sysfs_destroy),
	KUNIT_CASE(ctrl_two_remotes),
	KUNIT_CASE(ctrl_remote_gone),
	KUNIT_CASE(ctrl_unbind),
	KUNIT_CASE(ctrl_create_at_removal),
	{ }
};

static struct kunit_suite ctrl_suite = {
	.name		= "rpmsg_ctrl",
	.init		= ctrl_init,
	.test_cases	= ctrl_cases,
};

kunit_test_suite(ctrl_suite);

MODULE_DESCRIPTION("KUnit suite of the control devices");
MODULE_LICENSE("GPL");
