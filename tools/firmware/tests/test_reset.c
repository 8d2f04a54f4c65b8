// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Linux's driver comes, goes, and comes again. */
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
static struct rpmsg_buffer kept;
static unsigned int ups, downs;

static int keep(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	if (buf->len == 4)
		rpmsg_hold_rx_buffer(to->rdev, buf);
	kept = *buf;
	return RPMSG_DONE;
}

static void up(struct rpmsg_device *dev)
{
	(void)dev;
	ups++;
}

static void down(struct rpmsg_device *dev)
{
	(void)dev;
	downs++;
}

static const struct rpmsg_device_ops ops = { .up = up, .down = down };

static void start(void)
{
	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(RPMSG_F_NS, DRIVER_NUM);
	rpmsg_init_device(&rdev, &vdev, &ops);
	rpmsg_create_ept(&rdev, &ept, "service", 40, keep);
	ups = 0;
	downs = 0;
}

/* Is there a working driver, which was told of the service just once? */
static void expect_working(void)
{
	rpmsg_poll(&rdev, 9);
	CHECK(rdev.is_up);
	CHECK(driver_receive(&drv, &msg) && msg.dst == 53);
	CHECK(driver_send(&drv, 5, 40, "ok", 2));
	CHECK(rpmsg_poll(&rdev, 9) == 1 && kept.len == 2);
	CHECK(!rpmsg_send(&ept, "ok", 2));
	CHECK(driver_receive(&drv, &msg) && msg.dst == 5);
	CHECK(!driver_receive(&drv, &msg));
}

static void waits_for_driver(void)
{
	start();
	memset(host_shared, 0x77, sizeof(host_shared));
	CHECK(rpmsg_poll(&rdev, 9) == 0);
	CHECK(rpmsg_sendto(&ept, 1, "x", 1) == RPMSG_ERR_DOWN);
	driver_prepare(&drv, &vdev, RPMSG_F_NS);
	/* Acknowledged, driver found, but not ready yet; or given up. */
	vdev.status = 3;
	CHECK(rpmsg_poll(&rdev, 9) == 0);
	vdev.status = 0x87;
	CHECK(rpmsg_poll(&rdev, 9) == 0);
	CHECK(drv.in.used->idx == 0 && drv.in.used->flags == 0);
	CHECK(!rdev.is_up && ups == 0);
	driver_ok(&drv);
	expect_working();
	CHECK(ups == 1 && downs == 0);
}

static void restarts(void)
{
	struct rpmsg_buffer tx, rx, now;
	unsigned int i;

	start();
	for (i = 0; i < 50; i++) {
		driver_start(&drv, &vdev, RPMSG_F_NS);
		expect_working();
		driver_send(&drv, 6, 40, "hold", 4);
		CHECK(rpmsg_poll(&rdev, 9) == 1);
		rx = kept;
		CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &tx));

		driver_stop(&drv);
		memset(host_shared, 0x77, sizeof(host_shared));
		CHECK(rpmsg_poll(&rdev, 9) == 0);
		CHECK(!rdev.is_up && downs == i + 1);
		CHECK(ept.dst == RPMSG_ADDR_ANY);
		CHECK(rpmsg_release_rx_buffer(&rdev, &rx) == RPMSG_ERR_STALE);
		CHECK(rpmsg_send_nocopy(&rdev, &tx, 1, 2, 1) == RPMSG_ERR_STALE);
		CHECK(host_shared[0] == 0x77);
		CHECK(!memcmp(host_shared, host_shared + 1, sizeof(host_shared) - 1));
	}

	/* Buffers of an earlier life are void in the next one, too. */
	driver_start(&drv, &vdev, RPMSG_F_NS);
	expect_working();
	driver_send(&drv, 6, 40, "hold", 4);
	CHECK(rpmsg_poll(&rdev, 9) == 1 && kept.head == rx.head);
	CHECK(rpmsg_release_rx_buffer(&rdev, &rx) == RPMSG_ERR_STALE);
	CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &now) && now.head == tx.head);
	CHECK(rpmsg_release_tx_buffer(&rdev, &tx) == RPMSG_ERR_STALE);
	CHECK(rpmsg_send_nocopy(&rdev, &tx, 1, 2, 1) == RPMSG_ERR_STALE);
	CHECK(!rpmsg_release_tx_buffer(&rdev, &now));
	CHECK(!rpmsg_release_rx_buffer(&rdev, &kept));
}

/* Reset and started again while the firmware looked elsewhere. */
static void missed_reset(void)
{
	unsigned int i;

	start();
	driver_start(&drv, &vdev, RPMSG_F_NS);
	expect_working();
	for (i = 0; i < 20; i++) {
		/* Something is under way when it happens. */
		rpmsg_batch_begin(&rdev);
		CHECK(!rpmsg_send(&ept, "old", 3));
		driver_start(&drv, &vdev, RPMSG_F_NS);
		rpmsg_batch_end(&rdev);
		CHECK(drv.in.used->idx == 0 && drv.out.used->idx == 0);
		expect_working();
		CHECK(ups == i + 2 && downs == i + 1);
	}
}

static void bad_rings(void)
{
	start();
	driver_prepare(&drv, &vdev, RPMSG_F_NS);
	vdev.vring[1].da = 0x1000;
	driver_ok(&drv);
	CHECK(rpmsg_poll(&rdev, 9) == 0 && !rdev.is_up);
	CHECK(rpmsg_poll(&rdev, 9) == 0 && !rdev.is_up);
	driver_stop(&drv);
	driver_start(&drv, &vdev, RPMSG_F_NS);
	vdev.vring[0].num = 300;
	CHECK(rpmsg_poll(&rdev, 9) == 0 && !rdev.is_up);
	vdev.vring[0].num = DRIVER_NUM;
	expect_working();
	CHECK(ups == 1);
}

static void announces_late(void)
{
	unsigned int i;

	/* No buffer free when the driver comes: announced when there is one. */
	start();
	driver_prepare(&drv, &vdev, RPMSG_F_NS);
	drv.in.avail->idx = 0;
	driver_ok(&drv);
	for (i = 0; i < 3; i++) {
		CHECK(rpmsg_poll(&rdev, 9) == 0 && rdev.is_up);
		CHECK(!driver_receive(&drv, &msg));
	}
	drv.in.avail->idx = drv.in.avail_idx;
	expect_working();
}

void test_reset(void)
{
	RUN(waits_for_driver, "reset: nothing is touched before DRIVER_OK");
	RUN(restarts, "reset: 50 restarts, indices at 0, old buffers void");
	RUN(missed_reset, "reset: noticed even when the status never showed it");
	RUN(bad_rings, "reset: bad ring addresses are waited out");
	RUN(announces_late, "reset: announcement waits for a buffer");
}
