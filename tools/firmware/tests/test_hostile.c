// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * A driver that does everything wrong. The sanitizers see any access that goes
 * astray; the tests see that good traffic goes on.
 */
#include <string.h>

#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct rpmsg_device rdev;
static struct rsc_rpmsg_vdev vdev;
static struct driver drv;
static struct driver_message msg;
static struct rpmsg_endpoint ept;
static unsigned int received;

static int receive(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	const uint8_t *data = buf->data;
	unsigned int sum = 0;
	uint32_t i;

	/* The sanitizer checks that all of it is there. */
	for (i = 0; i < buf->len; i++)
		sum += data[i];
	received++;
	to->priv = (void *)(uintptr_t)sum;
	return RPMSG_DONE;
}

static void start(void)
{
	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(0, DRIVER_NUM);
	rpmsg_init_device(&rdev, &vdev, NULL);
	rpmsg_create_ept(&rdev, &ept, NULL, 40, receive);
	driver_start(&drv, &vdev, 0);
	rpmsg_poll(&rdev, 0);
	received = 0;
}

static void expect_working(void)
{
	unsigned int before = received;

	CHECK(driver_send(&drv, 5, 40, "ok", 2));
	CHECK(rpmsg_poll(&rdev, 9) == 1 && received == before + 1);
	CHECK(driver_reclaim(&drv) == 1);
	CHECK(!rpmsg_sendto(&ept, 9, "ok", 2));
	CHECK(driver_receive(&drv, &msg) && msg.dst == 9 && msg.len == 2);
}

static const struct vring_desc bad[] = {
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 0 },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 15 },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 0xffffffff },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = HOST_SHARED_SIZE },
	{ .addr_low = HOST_SHARED_BASE + HOST_SHARED_SIZE - 16, .len = 20 },
	{ .addr_low = HOST_SHARED_BASE + HOST_SHARED_SIZE, .len = 16 },
	{ .addr_low = HOST_SHARED_BASE - 16, .len = 512 },
	{ .addr_low = HOST_SHARED_BASE + 0x10002, .len = 512 },
	{ .addr_low = HOST_SHARED_BASE, .addr_high = 1, .len = 512 },
	{ .addr_low = 0xfffffff0, .addr_high = 0xffffffff, .len = 512 },
	{ .addr_low = 0, .len = 512 },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 512,
	  .flags = VRING_DESC_F_NEXT, .next = 1 },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 512,
	  .flags = VRING_DESC_F_NEXT, .next = 0xffff },
	{ .addr_low = HOST_SHARED_BASE + 0x10000, .len = 512,
	  .flags = VRING_DESC_F_INDIRECT },
};

static void bad_outgoing(void)
{
	struct vring_used_elem elem;
	unsigned int i;

	start();
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		drv.out.desc[3] = bad[i];
		driver_add(&drv.out, 3);
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(driver_get(&drv.out, &elem) && elem.id == 3 && elem.len == 0);
		CHECK(rdev.rx.bad == i + 1);
		expect_working();
	}
	/* A buffer for the other direction. */
	drv.out.desc[3] = (struct vring_desc){
		.addr_low = HOST_SHARED_BASE + 0x10000, .len = 512,
		.flags = VRING_DESC_F_WRITE,
	};
	driver_add(&drv.out, 3);
	CHECK(rpmsg_poll(&rdev, 9) == 0);
	CHECK(driver_get(&drv.out, &elem) && elem.id == 3 && elem.len == 0);
	expect_working();
	CHECK(received == ARRAY_SIZE(bad) + 1);
}

/* All 256 buffers for us are bad, in turns; they come back, and good ones work. */
static void bad_incoming(void)
{
	struct vring_used_elem elem;
	struct vring_desc good[DRIVER_NUM];
	unsigned int i;

	start();
	memcpy(good, drv.in.desc, sizeof(good));
	for (i = 0; i < DRIVER_NUM; i++) {
		drv.in.desc[i] = bad[i % ARRAY_SIZE(bad)];
		drv.in.desc[i].flags |= VRING_DESC_F_WRITE;
	}
	drv.in.desc[0].flags = 0;
	CHECK(rpmsg_sendto(&ept, 1, "x", 1) == RPMSG_ERR_AGAIN);
	rpmsg_poll(&rdev, 0);
	memcpy(drv.in.desc, good, sizeof(good));
	for (i = 0; i < DRIVER_NUM; i++) {
		CHECK(driver_get(&drv.in, &elem));
		CHECK(elem.id == i && elem.len == 0);
		driver_add(&drv.in, (uint16_t)elem.id);
	}
	CHECK(!driver_get(&drv.in, &elem));
	CHECK(rdev.tx.bad == DRIVER_NUM);
	expect_working();
}

static void bad_heads(void)
{
	static const uint16_t heads[] = { 256, 257, 0x7fff, 0x8000, 0xffff };
	struct vring_used_elem elem;
	unsigned int i;

	start();
	for (i = 0; i < 5; i++) {
		driver_add(&drv.out, heads[i]);
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(!driver_get(&drv.out, &elem));
		expect_working();
	}
	CHECK(rdev.rx.bad == 5);
}

static struct rpmsg_buffer held;

static int hold(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	rpmsg_hold_rx_buffer(to->rdev, buf);
	held = *buf;
	return RPMSG_DONE;
}

/* Available again while it is still ours. */
static void head_twice(void)
{
	struct vring_used_elem elem;

	start();
	ept.receive = hold;
	driver_send(&drv, 1, 40, "x", 1);
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	ept.receive = receive;
	driver_add(&drv.out, held.head);
	driver_add(&drv.out, held.head);
	CHECK(rpmsg_poll(&rdev, 9) == 0);
	CHECK(rdev.rx.bad == 2 && received == 0);
	expect_working();
	CHECK(!rpmsg_release_rx_buffer(&rdev, &held));
	CHECK(driver_get(&drv.out, &elem) && elem.id == held.head);
	CHECK(!driver_get(&drv.out, &elem));
}

static void bad_index(void)
{
	static const uint16_t jumps[] = { 257, 1000, 0x8000, 0xffff };
	unsigned int i;

	for (i = 0; i < 4; i++) {
		start();
		expect_working();
		drv.out.avail->idx += jumps[i];
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(rdev.rx.broken && received == 1);
		/* The other ring is not concerned. */
		CHECK(!rpmsg_sendto(&ept, 9, "ok", 2));
		CHECK(driver_receive(&drv, &msg));

		driver_stop(&drv);
		rpmsg_poll(&rdev, 9);
		driver_start(&drv, &vdev, 0);
		rpmsg_poll(&rdev, 9);
		expect_working();
	}
}

static void bad_lengths(void)
{
	static const uint16_t lens[] = { 497, 512, 0x7fff, 0xffff };
	struct vring_used_elem elem;
	unsigned int i;

	start();
	for (i = 0; i < 4; i++) {
		struct rpmsg_header header = { .src = 1, .dst = 40, .len = lens[i] };

		memcpy(host_shared + drv.out.buffers + 3 * DRIVER_BUF_SIZE, &header,
		       sizeof(header));
		drv.out.desc[3].len = DRIVER_BUF_SIZE;
		driver_add(&drv.out, 3);
		CHECK(rpmsg_poll(&rdev, 9) == 1);
		CHECK(rdev.stats.rx_bad == i + 1);
		CHECK(driver_get(&drv.out, &elem) && elem.id == 3);
		expect_working();
	}

	/* The last bytes of the shared memory, all of them payload. */
	drv.out.desc[3] = (struct vring_desc){
		.addr_low = HOST_SHARED_BASE + HOST_SHARED_SIZE - 0x1000f - 1,
		.len = 0x10010,
	};
	*(struct rpmsg_header *)(host_shared + HOST_SHARED_SIZE - 0x10010) =
		(struct rpmsg_header){ .dst = 40, .len = 0xffff };
	received = 0;
	driver_add(&drv.out, 3);
	CHECK(rpmsg_poll(&rdev, 9) == 1 && received == 1);
}

/* Bad entries as fast as they are dropped: the poll must come to an end. */
static void endless_bad(void)
{
	unsigned int round, i;

	start();
	for (i = 0; i < DRIVER_NUM; i++)
		drv.out.avail->ring[i] = 0xffff;
	for (round = 0; round < 2000; round++) {
		drv.out.avail->idx += 256;
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(!rdev.rx.broken);
	}
	CHECK(rdev.rx.bad == 2000 * 256);
}

void test_hostile(void)
{
	RUN(bad_outgoing, "hostile: bad buffers with messages come back unread");
	RUN(bad_incoming, "hostile: bad buffers for messages come back empty");
	RUN(bad_heads, "hostile: heads that do not exist");
	RUN(head_twice, "hostile: a buffer available while it is held");
	RUN(bad_index, "hostile: an index that jumps stops one ring until a reset");
	RUN(bad_lengths, "hostile: a header that claims too much");
	RUN(endless_bad, "hostile: no end of bad entries");
}
