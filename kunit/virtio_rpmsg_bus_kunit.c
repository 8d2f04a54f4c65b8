// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus: its device, endpoints and their addresses, callbacks that
 * keep buffers, and channels with a driver.
 */

#include <linux/module.h>
#include <linux/rpmsg/ns.h>
#include <linux/virtio_config.h>

#include "virtio_rpmsg_kunit.h"

/* The first of the addresses that are given out. */
#define FIRST_ADDR	1024

/* The name of the channels that the driver below takes. */
#define CHANNEL		"kunit-bus"

/**
 * struct inbox - what a callback got
 * @count: messages
 * @last: the last one's number
 * @src: where it came from
 * @hold: keep the buffers
 * @held: kept buffers
 */
struct inbox {
	unsigned int count;
	u32 last;
	u32 src;
	bool hold;
	void *held[BED_NUM];
};

/* What the driver's own endpoint got; one channel at a time. */
static struct inbox driver_inbox;
static unsigned int driver_probes, driver_removes;

static void inbox_note(struct inbox *in, void *data, int len, u32 src)
{
	if (len == sizeof(u32))
		in->last = *(u32 *)data;
	in->src = src;
	/* The test looks at the rest when it sees the count: inbox_comes(). */
	smp_store_release(&in->count, in->count + 1);
}

static int inbox_cb(struct rpmsg_device *rpdev, void *data, int len, void *priv,
		    u32 src)
{
	struct inbox *in = priv;

	if (in->hold) {
		virtio_rpmsg_hold_rx_buffer(rpdev->ept, data);
		in->held[in->count % BED_NUM] = data;
	}
	inbox_note(in, data, len, src);
	return 0;
}

static bool inbox_comes(struct inbox *in, unsigned int count)
{
	/* Pairs with the release in inbox_note(). */
	return bed_comes(smp_load_acquire(&in->count) >= count);
}

static int bus_driver_cb(struct rpmsg_device *rpdev, void *data, int len,
			 void *priv, u32 src)
{
	inbox_note(&driver_inbox, data, len, src);
	return 0;
}

static int bus_driver_probe(struct rpmsg_device *rpdev)
{
	driver_probes++;
	return 0;
}

static void bus_driver_remove(struct rpmsg_device *rpdev)
{
	driver_removes++;
}

static const struct rpmsg_device_id bus_driver_ids[] = {
	{ .name = CHANNEL },
	{ }
};

static struct rpmsg_driver bus_driver = {
	.drv.name	= "rpmsg-bus-kunit",
	.id_table	= bus_driver_ids,
	.probe		= bus_driver_probe,
	.remove		= bus_driver_remove,
	.callback	= bus_driver_cb,
};

/* The core destroys what a channel calls its own when the channel goes. */
static void destroy_ept(void *data)
{
	struct rpmsg_endpoint *ept = data;

	if (ept->rpdev->ept == ept)
		ept->rpdev->ept = NULL;
	rpmsg_destroy_ept(ept);
}

static struct rpmsg_endpoint *ept_with_inbox(struct kunit *test, struct bed *bed,
					     struct inbox *in)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct rpmsg_endpoint *ept;

	ept = rpmsg_create_ept(bed->ctrl, inbox_cb, in, chinfo);
	KUNIT_ASSERT_NOT_NULL(test, ept);
	/* Callbacks are told the channel; this is how they find the endpoint. */
	bed->ctrl->ept = ept;
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, destroy_ept, ept));
	return ept;
}

static void addresses_given_out(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct bed_ept *a, *b, *c;

	KUNIT_EXPECT_FALSE(test, virtio_rpmsg_addr_in_use(bed->ctrl, FIRST_ADDR));
	a = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	b = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, a->ept->addr, FIRST_ADDR);
	KUNIT_EXPECT_EQ(test, b->ept->addr, FIRST_ADDR + 1);
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_is_ept(a->ept));
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_addr_in_use(bed->ctrl, FIRST_ADDR));

	/* Those asked for are not given out, those given back are. */
	bed_ept_add(test, bed, FIRST_ADDR + 2);
	c = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, c->ept->addr, FIRST_ADDR + 3);
	bed_ept_del(a);
	KUNIT_EXPECT_FALSE(test, virtio_rpmsg_addr_in_use(bed->ctrl, FIRST_ADDR));
	c = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, c->ept->addr, FIRST_ADDR);
}

static void addresses_asked_for(struct kunit *test)
{
	static const u32 addrs[] = { 0, 1, 52, 54, 1023, 1024, 0x80000000,
				     RPMSG_ADDR_ANY - 1 };
	struct rpmsg_channel_info chinfo = {};
	struct bed *bed = test->priv;
	struct bed_ept *be;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(addrs); i++) {
		be = bed_ept_add(test, bed, addrs[i]);
		KUNIT_EXPECT_EQ(test, be->ept->addr, addrs[i]);
		chinfo.src = addrs[i];
		KUNIT_EXPECT_NULL(test, rpmsg_create_ept(bed->ctrl, NULL, NULL,
							 chinfo));
		KUNIT_EXPECT_EQ(test, 0, bed_send_u32(bed, be, i));
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), i);
	}
	KUNIT_EXPECT_FALSE(test, virtio_rpmsg_addr_in_use(bed->ctrl, RPMSG_ADDR_ANY));
}

/* Address 53 is free where there is no name service, and only there. */
static void address_of_the_name_service(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_NS_ADDR };
	struct bed bed;

	bed_ept_add(test, test->priv, RPMSG_NS_ADDR);
	bed_make(test, &bed, FAKE_F_NS);
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_addr_in_use(bed.ctrl, RPMSG_NS_ADDR));
	KUNIT_EXPECT_NULL(test, rpmsg_create_ept(bed.ctrl, NULL, NULL, chinfo));
}

static void features(struct kunit *test)
{
	struct bed *plain = test->priv;
	struct bed all;

	KUNIT_EXPECT_EQ(test, plain->fr->vdev->features, 0);
	/*
	 * Of 1 to 23 we know two, which do not come with what belongs to them: none
	 * must be accepted.
	 */
	bed_make(test, &all, GENMASK_ULL(23, 0) | BIT_ULL(VIRTIO_RING_F_EVENT_IDX));
	KUNIT_EXPECT_EQ(test, all.fr->vdev->features,
			FAKE_F_NS | BIT_ULL(VIRTIO_RING_F_EVENT_IDX));
	KUNIT_EXPECT_TRUE(test, all.fr->status & VIRTIO_CONFIG_S_DRIVER_OK);
	/* A remote may wait for the first kick, on the ring that it sends to. */
	KUNIT_EXPECT_GE(test, atomic_read(&all.fr->ring[FAKE_RX].kicks), 1);
	KUNIT_EXPECT_EQ(test, bed_avail(&all), BED_NUM);
}

/* The sizes of the two pools, as the ring and senders see them. */
static void expect_sizes(struct kunit *test, struct bed *bed, u32 rx, u32 tx)
{
	struct bed_ept *be = bed_ept_add(test, bed, RPMSG_ADDR_ANY);
	struct fake_buf buf;

	KUNIT_EXPECT_EQ(test, rpmsg_get_mtu(be->ept), (ssize_t)tx - 16);
	KUNIT_ASSERT_TRUE(test, fake_ring_take(&bed->fr->ring[FAKE_RX], &buf));
	KUNIT_EXPECT_EQ(test, buf.len, rx);
}

static void buffer_sizes(struct kunit *test)
{
	/* Version 1, 11 bytes, 4096 to Linux, 1024 from it; and the other way. */
	struct fake_remote_config openamp = {
		.num = BED_NUM, .features = BIT_ULL(1), .config_len = 11,
		.config = { 1, 11, 0, 0, 16, 0, 0, 0, 4, 0, 0 },
	};
	struct fake_remote_config nuttx = {
		.num = BED_NUM, .features = BIT_ULL(1) | BIT_ULL(2),
		.config_len = 64, .config = { 0, 4, 0, 0, 0, 16, 0, 0 },
	};
	struct bed bed;

	bed.fr = fake_remote_add(test, &openamp);
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed.fr));
	KUNIT_EXPECT_EQ(test, bed.fr->vdev->features, BIT_ULL(1));
	bed.ctrl = fake_remote_ctrl(bed.fr);
	expect_sizes(test, &bed, 4096, 1024);

	/* Bit 1 is another one's there. */
	bed.fr = fake_remote_add(test, &nuttx);
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed.fr));
	KUNIT_EXPECT_EQ(test, bed.fr->vdev->features, BIT_ULL(2));
	bed.ctrl = fake_remote_ctrl(bed.fr);
	expect_sizes(test, &bed, 4096, 1024);
}

/* The configuration is the remote's memory: it can change at any time. */
static void buffer_sizes_change(struct kunit *test)
{
	struct fake_remote_config cfg = {
		.num = BED_NUM, .features = BIT_ULL(1), .config_len = 11,
		.config = { 1, 11, 0, 0, 16, 0, 0, 0, 4, 0, 0 },
		.config_reads = 1,
	};
	struct fake_remote *fr = fake_remote_add(test, &cfg);

	KUNIT_EXPECT_FALSE(test, fake_remote_is_bound(fr));
	KUNIT_EXPECT_TRUE(test, fr->status & VIRTIO_CONFIG_S_FAILED);
}

static void probe_without_rings(struct kunit *test)
{
	struct fake_remote *fr;

	fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = BED_NUM,
		.find_vqs_err = -ENODEV,
	});
	KUNIT_EXPECT_FALSE(test, fake_remote_is_bound(fr));
	KUNIT_EXPECT_TRUE(test, fr->status & VIRTIO_CONFIG_S_FAILED);
}

static void smallest_rings(struct kunit *test)
{
	struct bed bed;
	struct bed_ept *be;
	u32 i;

	bed.fr = fake_remote_add(test, &(struct fake_remote_config){ .num = 1 });
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed.fr));
	bed.ctrl = fake_remote_ctrl(bed.fr);
	be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	/* The only buffer is never held, so it is there again soon. */
	for (i = 0; i < 10; i++) {
		KUNIT_EXPECT_EQ(test, 0, bed_send_u32(&bed, be, i));
		KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(&bed) == 1));
	}
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, bed_read_u32(be), i);
	KUNIT_EXPECT_EQ(test, bed_tx_free(be), 1);
}

static void callback_in_order(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct inbox *in = kunit_kzalloc(test, sizeof(*in), GFP_KERNEL);
	struct rpmsg_endpoint *ept;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, in);
	ept = ept_with_inbox(test, bed, in);
	for (i = 0; i < 200; i++) {
		KUNIT_ASSERT_TRUE(test, bed_comes(bed_avail(bed)));
		KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, i, ept->addr,
							  &i, sizeof(i)));
		KUNIT_ASSERT_TRUE(test, inbox_comes(in, i + 1));
		KUNIT_ASSERT_EQ(test, in->last, i);
		KUNIT_ASSERT_EQ(test, in->src, i);
	}
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(bed) == BED_NUM));
	KUNIT_EXPECT_EQ(test, in->count, 200);
}

/* Twice the quota: half of what is kept are buffers, the rest copies. */
static void callback_keeps_buffers(struct kunit *test)
{
	struct bed *bed = test->priv;
	struct inbox *in = kunit_kzalloc(test, sizeof(*in), GFP_KERNEL);
	struct rpmsg_endpoint *ept;
	u32 i, n = 2 * BED_QUOTA;

	KUNIT_ASSERT_NOT_NULL(test, in);
	in->hold = true;
	ept = ept_with_inbox(test, bed, in);
	for (i = 0; i < n; i++) {
		KUNIT_ASSERT_EQ(test, 0, fake_remote_send(bed->fr, 7, ept->addr,
							  &i, sizeof(i)));
		KUNIT_ASSERT_TRUE(test, inbox_comes(in, i + 1));
	}
	KUNIT_EXPECT_TRUE(test, bed_comes(bed_avail(bed) == BED_NUM - BED_QUOTA));
	for (i = 0; i < n; i++) {
		KUNIT_EXPECT_EQ(test, *(u32 *)in->held[i], i);
		virtio_rpmsg_release_rx_buffer(ept, in->held[i]);
	}
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
}

/* Endpoints with neither callback nor queue take nothing, and keep nothing. */
static void no_callback(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct bed *bed = test->priv;
	struct rpmsg_endpoint *ept;
	unsigned int i;

	ept = rpmsg_create_ept(bed->ctrl, NULL, NULL, chinfo);
	KUNIT_ASSERT_NOT_NULL(test, ept);
	for (i = 0; i < 2 * BED_NUM; i++)
		KUNIT_EXPECT_EQ(test, 0, fake_remote_send(bed->fr, 7, ept->addr,
							  "x", 1));
	KUNIT_EXPECT_EQ(test, bed_avail(bed), BED_NUM);
	rpmsg_destroy_ept(ept);
}

static void no_endpoint_after_removal(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct bed *bed = test->priv;

	fake_remote_del(bed->fr);
	KUNIT_EXPECT_NULL(test, rpmsg_create_ept(bed->ctrl, NULL, NULL, chinfo));
}

static void expect_announcement(struct kunit *test, struct bed *bed, u32 addr,
				u32 flags)
{
	struct rpmsg_ns_msg *ns;
	struct fake_msg msg;

	KUNIT_ASSERT_EQ(test, 0, fake_remote_recv(bed->fr, &msg));
	KUNIT_EXPECT_EQ(test, msg.dst, RPMSG_NS_ADDR);
	KUNIT_EXPECT_EQ(test, msg.src, addr);
	KUNIT_ASSERT_EQ(test, msg.len, 40);
	ns = (struct rpmsg_ns_msg *)msg.data;
	KUNIT_EXPECT_STREQ(test, ns->name, CHANNEL);
	KUNIT_EXPECT_EQ(test, le32_to_cpu((__force __le32)ns->addr), addr);
	KUNIT_EXPECT_EQ(test, le32_to_cpu((__force __le32)ns->flags), flags);
	fake_remote_done(bed->fr, &msg);
}

static void channel_with_a_driver(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .name = CHANNEL, .src = 300, .dst = 7 };
	struct fake_msg msg;
	struct bed bed;
	u32 value = 42;

	bed_make(test, &bed, FAKE_F_NS);
	driver_probes = 0;
	driver_removes = 0;
	driver_inbox.count = 0;
	KUNIT_ASSERT_NOT_NULL(test, rpmsg_create_channel(bed.ctrl, &chinfo));
	KUNIT_EXPECT_EQ(test, driver_probes, 1);
	/* One of an address of ours is announced, from that address. */
	expect_announcement(test, &bed, 300, RPMSG_NS_CREATE);
	KUNIT_EXPECT_NULL(test, rpmsg_create_channel(bed.ctrl, &chinfo));

	KUNIT_EXPECT_EQ(test, 0, fake_remote_send(bed.fr, 7, 300, &value, 4));
	KUNIT_EXPECT_TRUE(test, inbox_comes(&driver_inbox, 1));
	KUNIT_EXPECT_EQ(test, driver_inbox.last, 42);

	KUNIT_EXPECT_EQ(test, 0, rpmsg_release_channel(bed.ctrl, &chinfo));
	KUNIT_EXPECT_EQ(test, driver_removes, 1);
	expect_announcement(test, &bed, 300, RPMSG_NS_DESTROY);
	KUNIT_EXPECT_EQ(test, rpmsg_release_channel(bed.ctrl, &chinfo), -EINVAL);
	KUNIT_EXPECT_EQ(test, fake_remote_recv(bed.fr, &msg), -EAGAIN);
}

static void channel_of_the_remote(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = {
		.name = CHANNEL,
		.src = RPMSG_ADDR_ANY,
		.dst = 7,
	};
	struct fake_msg msg;
	struct bed bed;

	bed_make(test, &bed, FAKE_F_NS);
	driver_removes = 0;
	KUNIT_ASSERT_NOT_NULL(test, rpmsg_create_channel(bed.ctrl, &chinfo));
	KUNIT_EXPECT_TRUE(test, virtio_rpmsg_addr_in_use(bed.ctrl, FIRST_ADDR));
	/* The remote knows of it already. */
	KUNIT_EXPECT_EQ(test, fake_remote_recv(bed.fr, &msg), -EAGAIN);
	/* Its end is the remote's. */
	fake_remote_del(bed.fr);
	KUNIT_EXPECT_EQ(test, driver_removes, 1);
}

static void channel_names(struct kunit *test)
{
	static const char * const bad[] = { "", "a/b", "a\nb", "\xff", "\x7f" };
	struct rpmsg_channel_info chinfo = { .src = RPMSG_ADDR_ANY };
	struct bed *bed = test->priv;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		strscpy_pad(chinfo.name, bad[i], sizeof(chinfo.name));
		KUNIT_EXPECT_NULL(test, rpmsg_create_channel(bed->ctrl, &chinfo));
	}
	/* One without an end is cut. */
	memset(chinfo.name, 'n', sizeof(chinfo.name));
	KUNIT_EXPECT_NOT_NULL(test, rpmsg_create_channel(bed->ctrl, &chinfo));
	KUNIT_EXPECT_EQ(test, strnlen(chinfo.name, RPMSG_NAME_SIZE),
			RPMSG_NAME_SIZE - 1);
}

static void channels_are_bounded(struct kunit *test)
{
	struct rpmsg_channel_info chinfo = { .name = "many", .src = RPMSG_ADDR_ANY };
	struct bed *bed = test->priv;
	unsigned int n;

	for (n = 0; n < 1000; n++) {
		chinfo.dst = n;
		if (!rpmsg_create_channel(bed->ctrl, &chinfo))
			break;
	}
	/* 256 with the control channel. */
	KUNIT_EXPECT_EQ(test, n, 255);
	chinfo.dst = 0;
	KUNIT_EXPECT_EQ(test, 0, rpmsg_release_channel(bed->ctrl, &chinfo));
	KUNIT_EXPECT_NOT_NULL(test, rpmsg_create_channel(bed->ctrl, &chinfo));
}

static struct kunit_case virtio_rpmsg_bus_cases[] = {
	KUNIT_CASE(addresses_given_out),
	KUNIT_CASE(addresses_asked_for),
	KUNIT_CASE(address_of_the_name_service),
	KUNIT_CASE(features),
	KUNIT_CASE(buffer_sizes),
	KUNIT_CASE(buffer_sizes_change),
	KUNIT_CASE(probe_without_rings),
	KUNIT_CASE(smallest_rings),
	KUNIT_CASE(callback_in_order),
	KUNIT_CASE(callback_keeps_buffers),
	KUNIT_CASE(no_callback),
	KUNIT_CASE(no_endpoint_after_removal),
	KUNIT_CASE(channel_with_a_driver),
	KUNIT_CASE(channel_of_the_remote),
	KUNIT_CASE(channel_names),
	KUNIT_CASE_SLOW(channels_are_bounded),
	{ }
};

static int virtio_rpmsg_bus_suite_init(struct kunit_suite *suite)
{
	return register_rpmsg_driver(&bus_driver);
}

static void virtio_rpmsg_bus_suite_exit(struct kunit_suite *suite)
{
	unregister_rpmsg_driver(&bus_driver);
}

static struct kunit_suite virtio_rpmsg_bus_suite = {
	.name = "virtio_rpmsg_bus",
	.suite_init = virtio_rpmsg_bus_suite_init,
	.suite_exit = virtio_rpmsg_bus_suite_exit,
	.init = bed_init,
	.test_cases = virtio_rpmsg_bus_cases,
};

kunit_test_suite(virtio_rpmsg_bus_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus, endpoints and channels");
MODULE_LICENSE("GPL");
