// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Endpoints, messages, name service, batches. */
#include <string.h>

#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct rpmsg_device rdev;
static struct rsc_rpmsg_vdev vdev;
static struct driver drv;
static struct driver_message msg;
static struct rpmsg_endpoint ept[OPENAMP_ENDPOINTS_MAX + 1];
static struct rpmsg_buffer seen;
static unsigned int calls;
static int verdict;
static char service[RPMSG_NAME_SIZE + 1];
static uint32_t service_addr, service_flags;

static int receive(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	(void)to;
	seen = *buf;
	calls++;
	return verdict;
}

static void on_service(struct rpmsg_device *dev, const char *name, uint32_t addr,
		       uint32_t flags)
{
	(void)dev;
	strcpy(service, name);
	service_addr = addr;
	service_flags = flags;
}

static const struct rpmsg_device_ops ops = { .service = on_service };

static void start(uint32_t offered, uint32_t accepted)
{
	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(offered, DRIVER_NUM);
	rpmsg_init_device(&rdev, &vdev, &ops);
	driver_start(&drv, &vdev, accepted);
	CHECK(rpmsg_poll(&rdev, 1) == 0);
	calls = 0;
	verdict = RPMSG_DONE;
	host_rings = 0;
}

static void table_layout(void)
{
	static const uint32_t want[] = {
		1, 4, 0, 0, 32, 80, 192, 240,
		2, 0, 4096, 0, 0x63617274, 0x65, 0, 0, 0, 0, 0, 0,
		/* Two bytes each of version and size; then all is 0. */
		320, 0x544c4845, 0x00700001, 1000, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		321, 0x4d555343, 0x00300001, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		3, 7, 0, 1, 0, 11, 0x200, 0xffffffff, 4096, 256, 0, 0,
		0xffffffff, 4096, 256, 0, 0,
		/* Packed: a byte of version, two of size, then the buffers'. */
		0x00000b01, 2, 2,
	};
	struct openamp_table table;

	memcpy(&table, &echo_table, sizeof(table));
	CHECK(table.trace.da != 0);
	table.trace.da = 0;
	/* What the application has written since it was entered. */
	table.health.boots = 0;
	table.health.beat = 0;
	CHECK(sizeof(table) == sizeof(want));
	CHECK(!memcmp(&table, want, sizeof(want)));
}

static void name_service(void)
{
	static const uint8_t want[40] = {
		'r', 'p', 'm', 's', 'g', '-', 'r', 'a', 'w', [32] = 0x45, 0x23, 0x01,
	};
	struct rpmsg_ns_message ns = { .addr = 77, .flags = 1 };

	start(RPMSG_F_NS, RPMSG_F_NS);
	CHECK(!rpmsg_create_ept(&rdev, &ept[0], "rpmsg-raw", 0x12345, receive));
	CHECK(!driver_receive(&drv, &msg));
	rpmsg_poll(&rdev, 1);
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.used_len == 56 && msg.len == 40 && msg.dst == 53);
	CHECK(msg.reserved == 0 && msg.flags == 0);
	CHECK(!memcmp(msg.data, want, 40));
	rpmsg_poll(&rdev, 1);
	CHECK(!driver_receive(&drv, &msg));

	/* Gone again: the same with flag 1. */
	CHECK(!rpmsg_destroy_ept(&ept[0]));
	CHECK(driver_receive(&drv, &msg));
	CHECK(!memcmp(msg.data, want, 36) && msg.data[36] == 1 && !msg.data[37]);

	/* What Linux announces. A name of 32 bytes ends where the field does. */
	memset(ns.name, 'n', sizeof(ns.name));
	driver_send(&drv, 77, 53, &ns, sizeof(ns));
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	CHECK(strlen(service) == 32 && service_addr == 77 && service_flags == 1);
	driver_send(&drv, 77, 53, &ns, 39);
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	CHECK(rdev.stats.rx_bad == 1);
}

static void name_service_declined(void)
{
	start(RPMSG_F_NS, 0);
	CHECK(!rpmsg_create_ept(&rdev, &ept[0], "rpmsg-raw", 9, receive));
	rpmsg_poll(&rdev, 1);
	CHECK(rpmsg_ns_send(&rdev, "x", 1, 0) == RPMSG_ERR_INVAL);
	CHECK(!driver_receive(&drv, &msg));
	CHECK(!rpmsg_destroy_ept(&ept[0]));
}

static void endpoints(void)
{
	unsigned int i;

	start(0, 0);
	CHECK(rpmsg_create_ept(&rdev, &ept[0], NULL, 53, receive) == RPMSG_ERR_INVAL);
	CHECK(rpmsg_create_ept(&rdev, &ept[0], "", 5, receive) == RPMSG_ERR_INVAL);
	CHECK(rpmsg_create_ept(&rdev, &ept[0], "0123456789012345678901234567890x", 5,
			       receive) == RPMSG_ERR_INVAL);
	CHECK(rpmsg_create_ept(&rdev, &ept[0], NULL, 5, NULL) == RPMSG_ERR_INVAL);
	CHECK(!rpmsg_create_ept(&rdev, &ept[0], "012345678901234567890123456789x", 0,
				receive));
	CHECK(rpmsg_create_ept(&rdev, &ept[1], NULL, 0, receive) == RPMSG_ERR_IN_USE);
	for (i = 1; i < OPENAMP_ENDPOINTS_MAX; i++) {
		CHECK(!rpmsg_create_ept(&rdev, &ept[i], NULL, RPMSG_ADDR_ANY, receive));
		CHECK(ept[i].addr == 1023 + i);
	}
	CHECK(rpmsg_create_ept(&rdev, &ept[i], NULL, RPMSG_ADDR_ANY, receive) ==
	      RPMSG_ERR_FULL);
	rpmsg_destroy_ept(&ept[3]);
	CHECK(!rpmsg_create_ept(&rdev, &ept[i], NULL, RPMSG_ADDR_ANY, receive));
	CHECK(ept[i].addr == 1026);
}

static void peers(void)
{
	start(0, 0);
	rpmsg_create_ept(&rdev, &ept[0], NULL, 40, receive);
	CHECK(rpmsg_send(&ept[0], "x", 1) == RPMSG_ERR_INVAL);
	driver_send(&drv, 1000, 40, "hello", 5);
	driver_send(&drv, 2000, 40, "", 0);
	CHECK(rpmsg_poll(&rdev, 1) == 1);
	CHECK(calls == 1 && seen.src == 1000 && seen.len == 5);
	CHECK(!memcmp(seen.data, "hello", 5));
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	CHECK(calls == 2 && seen.src == 2000 && seen.len == 0);
	CHECK(driver_reclaim(&drv) == 2);

	/* The peer is who spoke first. */
	CHECK(!rpmsg_send(&ept[0], "abc", 3));
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.src == 40 && msg.dst == 1000 && msg.len == 3 && msg.used_len == 19);
	CHECK(!memcmp(msg.data, "abc", 3));
	CHECK(!rpmsg_sendto(&ept[0], 7, NULL, 0));
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.dst == 7 && msg.len == 0 && msg.used_len == 16);

	driver_send(&drv, 1000, 41, "nobody", 6);
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	CHECK(rdev.stats.rx_unknown == 1 && driver_reclaim(&drv) == 1);
}

static void retries_and_stops(void)
{
	unsigned int i;

	start(0, 0);
	rpmsg_create_ept(&rdev, &ept[0], NULL, 40, receive);
	for (i = 0; i < 5; i++)
		driver_send(&drv, i, 40, &i, sizeof(i));
	verdict = RPMSG_RETRY;
	CHECK(rpmsg_poll(&rdev, 9) == 0 && calls == 1 && seen.src == 0);
	CHECK(rpmsg_poll(&rdev, 9) == 0 && calls == 2 && seen.src == 0);
	CHECK(driver_reclaim(&drv) == 0 && rdev.stats.rx == 0);
	verdict = RPMSG_STOP;
	CHECK(rpmsg_poll(&rdev, 9) == 1 && calls == 3 && seen.src == 0);
	CHECK(driver_reclaim(&drv) == 1);
	verdict = RPMSG_DONE;
	CHECK(rpmsg_poll(&rdev, 9) == 4 && calls == 7 && seen.src == 4);
	CHECK(rdev.stats.rx == 5);
}

static void batches(void)
{
	unsigned int i;

	start(0, 0);
	rpmsg_create_ept(&rdev, &ept[0], NULL, 40, receive);
	driver_ring_off(&drv.in);
	driver_ring_on(&drv.out);
	for (i = 0; i < 32; i++)
		driver_send(&drv, i, 40, &i, sizeof(i));
	CHECK(rpmsg_poll(&rdev, 32) == 32);
	CHECK(host_rings == 1 && host_ring_ids == 2);
	CHECK(driver_reclaim(&drv) == 32);

	/* Nobody wants to know. */
	driver_ring_off(&drv.out);
	driver_send(&drv, 1, 40, "", 0);
	CHECK(rpmsg_poll(&rdev, 32) == 1);
	CHECK(!rpmsg_sendto(&ept[0], 1, "", 0));
	CHECK(host_rings == 1);
	CHECK(driver_reclaim(&drv) == 1);
	CHECK(driver_receive(&drv, &msg));

	/* A send by itself rings by itself, one in a batch with the batch. */
	driver_ring_on(&drv.in);
	CHECK(!rpmsg_sendto(&ept[0], 1, "", 0));
	CHECK(host_rings == 2 && host_ring_ids == 1);
	CHECK(driver_receive(&drv, &msg));
	rpmsg_batch_begin(&rdev);
	for (i = 0; i < 10; i++)
		CHECK(!rpmsg_sendto(&ept[0], 1, &i, sizeof(i)));
	CHECK(!driver_receive(&drv, &msg));
	rpmsg_batch_end(&rdev);
	CHECK(host_rings == 3 && rdev.stats.rings == 3);
	for (i = 0; i < 10; i++)
		CHECK(driver_receive(&drv, &msg) && msg.data[0] == i);
	CHECK(!driver_receive(&drv, &msg));
}

static void event_index(void)
{
	unsigned int i;

	start(VIRTIO_F_EVENT_IDX, VIRTIO_F_EVENT_IDX);
	CHECK(rdev.tx.event_idx && rdev.rx.event_idx);
	rpmsg_create_ept(&rdev, &ept[0], NULL, 40, receive);
	/* "Ring me when the third is there." The flag must not count. */
	drv.in.avail->flags = VRING_AVAIL_F_NO_INTERRUPT;
	drv.in.avail->ring[DRIVER_NUM] = 2;
	for (i = 0; i < 6; i++) {
		CHECK(!rpmsg_sendto(&ept[0], 1, "", 0));
		CHECK(host_rings == (i >= 2));
	}

	start(VIRTIO_F_EVENT_IDX, 0);
	CHECK(!rdev.tx.event_idx && !rdev.rx.event_idx);
	start(0, VIRTIO_F_EVENT_IDX);
	CHECK(!rdev.tx.event_idx && !rdev.rx.event_idx);
}

void test_rpmsg(void)
{
	RUN(table_layout, "resource table: every word of echo's");
	RUN(name_service, "rpmsg: name service, byte by byte, both ways");
	RUN(name_service_declined, "rpmsg: no announcement when Linux declined it");
	RUN(endpoints, "rpmsg: table of endpoints");
	RUN(peers, "rpmsg: addresses and payloads both ways");
	RUN(retries_and_stops, "rpmsg: a callback can hold the ring back");
	RUN(batches, "rpmsg: one doorbell a batch, and only when asked for");
	RUN(event_index, "rpmsg: event index only when both want it");
}
