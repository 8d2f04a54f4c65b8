// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Zero copy: buffers held, filled in place, given back in any order. */
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
static struct rpmsg_buffer held[DRIVER_NUM];
static unsigned int num_held;

static int hold(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	CHECK(!rpmsg_hold_rx_buffer(to->rdev, buf));
	CHECK(rpmsg_hold_rx_buffer(to->rdev, buf) == RPMSG_ERR_STALE);
	held[num_held++] = *buf;
	return RPMSG_DONE;
}

static int hold_and_release(struct rpmsg_endpoint *to,
			    const struct rpmsg_buffer *buf)
{
	CHECK(rpmsg_release_rx_buffer(to->rdev, buf) == RPMSG_ERR_STALE);
	CHECK(!rpmsg_hold_rx_buffer(to->rdev, buf));
	CHECK(!rpmsg_release_rx_buffer(to->rdev, buf));
	held[0] = *buf;
	return RPMSG_DONE;
}

static void start(rpmsg_receive receive)
{
	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(0, DRIVER_NUM);
	rpmsg_init_device(&rdev, &vdev, NULL);
	driver_start(&drv, &vdev, 0);
	rpmsg_create_ept(&rdev, &ept, NULL, 40, receive);
	rpmsg_poll(&rdev, 0);
	num_held = 0;
}

static void out_of_order(void)
{
	unsigned int round, i;

	start(hold);
	for (round = 0; round < 300; round++) {
		for (i = 0; i < DRIVER_NUM; i++)
			CHECK(driver_send(&drv, i, 40, &i, sizeof(i)));
		CHECK(!driver_send(&drv, i, 40, &i, sizeof(i)));
		num_held = 0;
		while (rpmsg_poll(&rdev, 32))
			;
		CHECK(num_held == DRIVER_NUM);
		CHECK(driver_reclaim(&drv) == 0);

		/* 89 has no common factor with 256: all, in a wild order. */
		for (i = 0; i < DRIVER_NUM; i++) {
			struct rpmsg_buffer *buf = &held[i * 89 % DRIVER_NUM];
			uint32_t value;

			memcpy(&value, buf->data, sizeof(value));
			CHECK(value == buf->src && value == i * 89 % DRIVER_NUM);
			CHECK(!rpmsg_release_rx_buffer(&rdev, buf));
			CHECK(rpmsg_release_rx_buffer(&rdev, buf) == RPMSG_ERR_STALE);
		}
		CHECK(driver_reclaim(&drv) == DRIVER_NUM);
	}
	CHECK(rdev.rx.bad == 0);
}

static void release_in_callback(void)
{
	start(hold_and_release);
	driver_send(&drv, 1, 40, "x", 1);
	CHECK(rpmsg_poll(&rdev, 9) == 1);
	CHECK(driver_reclaim(&drv) == 1);
	CHECK(rpmsg_release_rx_buffer(&rdev, &held[0]) == RPMSG_ERR_STALE);
	CHECK(rpmsg_hold_rx_buffer(&rdev, &held[0]) == RPMSG_ERR_STALE);
}

static void nocopy(void)
{
	struct rpmsg_buffer a, b, c;

	start(hold);
	CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &a));
	CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &b));
	CHECK(a.len == DRIVER_MTU && b.len == DRIVER_MTU && a.data != b.data);
	memset(a.data, 'a', a.len);
	memset(b.data, 'b', b.len);

	/* In the other order than they were taken. */
	CHECK(rpmsg_send_nocopy(&rdev, &b, 1, 2, DRIVER_MTU + 1) == RPMSG_ERR_SIZE);
	CHECK(!rpmsg_send_nocopy(&rdev, &b, 1, 2, DRIVER_MTU));
	CHECK(rpmsg_send_nocopy(&rdev, &b, 1, 2, 1) == RPMSG_ERR_STALE);
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.len == DRIVER_MTU && msg.data[0] == 'b' &&
	      msg.data[DRIVER_MTU - 1] == 'b');

	/* One that is not sent is the next that is handed out. */
	CHECK(!rpmsg_release_tx_buffer(&rdev, &a));
	CHECK(rpmsg_release_tx_buffer(&rdev, &a) == RPMSG_ERR_STALE);
	CHECK(rpmsg_send_nocopy(&rdev, &a, 1, 2, 1) == RPMSG_ERR_STALE);
	CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &c));
	CHECK(c.data == a.data);
	CHECK(!rpmsg_send_nocopy(&rdev, &c, 8, 9, 3));
	CHECK(driver_receive(&drv, &msg));
	CHECK(msg.src == 8 && msg.dst == 9 && msg.len == 3 && msg.data[0] == 'a');
}

static void all_sent(void)
{
	unsigned int i;

	start(hold);
	for (i = 0; i < DRIVER_NUM; i++)
		CHECK(!rpmsg_sendto(&ept, 1, &i, sizeof(i)));
	CHECK(rpmsg_sendto(&ept, 1, &i, sizeof(i)) == RPMSG_ERR_AGAIN);
	CHECK(rdev.stats.tx_full == 1 && rdev.stats.tx == DRIVER_NUM);
	CHECK(driver_receive(&drv, &msg));
	CHECK(!rpmsg_sendto(&ept, 1, &i, sizeof(i)));
	CHECK(rpmsg_sendto(&ept, 1, &i, sizeof(i)) == RPMSG_ERR_AGAIN);
	for (i = 1; i <= DRIVER_NUM; i++) {
		uint32_t value;

		CHECK(driver_receive(&drv, &msg));
		memcpy(&value, msg.data, sizeof(value));
		CHECK(value == i);
	}
	CHECK(rpmsg_sendto(&ept, 1, held, DRIVER_MTU + 1) == RPMSG_ERR_SIZE);
	CHECK(rpmsg_sendto(&ept, 1, held, 0xffffffff) == RPMSG_ERR_SIZE);
	CHECK(!rpmsg_sendto(&ept, 1, held, DRIVER_MTU));
}

static void all_spare(void)
{
	unsigned int round, i;

	start(hold);
	for (round = 0; round < 3; round++) {
		for (i = 0; i < DRIVER_NUM; i++)
			CHECK(!rpmsg_get_tx_payload_buffer(&rdev, &held[i]));
		CHECK(rpmsg_get_tx_payload_buffer(&rdev, &held[0]) ==
		      RPMSG_ERR_AGAIN);
		for (i = 0; i < DRIVER_NUM; i++)
			CHECK(!rpmsg_release_tx_buffer(&rdev, &held[i]));
	}
	for (i = 0; i < DRIVER_NUM; i++)
		CHECK(!rpmsg_sendto(&ept, 1, &i, sizeof(i)));
	for (i = 0; i < DRIVER_NUM; i++)
		CHECK(driver_receive(&drv, &msg));
}

void test_buffers(void)
{
	RUN(out_of_order, "buffers: 76800 held and released out of order");
	RUN(release_in_callback, "buffers: released within the callback");
	RUN(nocopy, "buffers: filled in place, sent or released");
	RUN(all_sent, "buffers: AGAIN after exactly as many as there are");
	RUN(all_spare, "buffers: all taken and none sent, again and again");
}
