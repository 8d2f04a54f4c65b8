// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The ring by itself: arithmetic of indices and events. */
#include <stddef.h>

#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

static struct virtqueue vq;
static struct driver drv;
static struct rsc_rpmsg_vdev vdev;

static void start(bool event_idx)
{
	struct virtqueue_config cfg = {
		.da = HOST_SHARED_BASE + 0x8000, .num = DRIVER_NUM,
		.align = 4096, .min_len = 16, .event_idx = event_idx,
	};

	vdev = (struct rsc_rpmsg_vdev)RSC_RPMSG_VDEV(0xffffffff, DRIVER_NUM);
	driver_start(&drv, &vdev, event_idx ? VIRTIO_F_EVENT_IDX : 0);
	CHECK(virtqueue_init(&vq, &cfg));
}

/* One buffer there and back. */
static bool pass_one(void)
{
	struct vring_used_elem elem;
	int head;

	driver_add(&drv.out, drv.out.free[--drv.out.num_free]);
	head = virtqueue_take(&vq);
	if (head < 0)
		return false;
	virtqueue_give(&vq, (uint16_t)head, 3);
	virtqueue_publish(&vq);
	if (!driver_get(&drv.out, &elem))
		return false;
	drv.out.free[drv.out.num_free++] = (uint16_t)elem.id;
	return elem.id == (uint32_t)head && elem.len == 3;
}

static void sizes(void)
{
	CHECK(virtqueue_size(256, 4096) == 8192 + 6 + 256 * 8);
	CHECK(virtqueue_size(16, 4096) == 4096 + 6 + 16 * 8);
	CHECK(virtqueue_size(2, 4) == 2 * 16 + 12 + 6 + 2 * 8);
}

static void bad_configurations(void)
{
	struct virtqueue_config cfg = {
		.da = HOST_SHARED_BASE, .num = 256, .align = 4096,
	};
	static const uint32_t nums[] = { 0, 3, 255, 512, 65536, 0x80000000 };
	static const uint32_t aligns[] = { 0, 1, 2, 3, 4095, 1u << 17, 1u << 31 };
	static const uint32_t das[] = {
		0, RSC_ADDR_ANY, HOST_SHARED_BASE - 16, HOST_SHARED_BASE + 8,
		HOST_SHARED_BASE + HOST_SHARED_SIZE - 8192, 0xfffffff0,
	};
	struct virtqueue_config bad;
	unsigned int i;

	CHECK(virtqueue_init(&vq, &cfg));
	for (i = 0; i < ARRAY_SIZE(nums); i++) {
		bad = cfg;
		bad.num = nums[i];
		CHECK(!virtqueue_init(&vq, &bad));
	}
	for (i = 0; i < ARRAY_SIZE(aligns); i++) {
		bad = cfg;
		bad.align = aligns[i];
		CHECK(!virtqueue_init(&vq, &bad));
	}
	for (i = 0; i < ARRAY_SIZE(das); i++) {
		bad = cfg;
		bad.da = das[i];
		CHECK(!virtqueue_init(&vq, &bad));
		CHECK(virtqueue_take(&vq) < 0);
		CHECK(!virtqueue_kick_on(&vq));
		virtqueue_kick_off(&vq);
	}
}

static void empty_and_full(void)
{
	unsigned int round, i;

	start(false);
	for (round = 0; round < 600; round++) {
		CHECK(virtqueue_available(&vq) == 0);
		CHECK(virtqueue_take(&vq) < 0);
		while (drv.out.num_free)
			driver_add(&drv.out, drv.out.free[--drv.out.num_free]);
		CHECK(virtqueue_available(&vq) == DRIVER_NUM);
		for (i = 0; i < DRIVER_NUM; i++) {
			int head = virtqueue_take(&vq);

			CHECK(head >= 0);
			virtqueue_give(&vq, (uint16_t)head, 0);
		}
		CHECK(virtqueue_take(&vq) < 0);
		virtqueue_publish(&vq);
		CHECK(driver_reclaim(&drv) == DRIVER_NUM);
	}
	CHECK(vq.bad == 0);
}

static void wraps_around(void)
{
	unsigned int i;
	bool ok = true;

	for (i = 0; i < 2 && ok; i++) {
		unsigned int n;

		start(i);
		for (n = 0; n < 140000 && ok; n++)
			ok = pass_one();
		CHECK(n == 140000);
		CHECK(vq.bad == 0 && !vq.broken && !vq.renewed);
	}
	CHECK(ok);
}

/*
 * For many used indices, batch sizes and positions of used_event: is Linux rung
 * exactly when the batch contains the entry with that index?
 */
static void rings_at_event(void)
{
	static const int offsets[] = { -300, -2, -1, 0, 1, 2, 5, 31, 32, 33, 300 };
	static const uint16_t batches[] = { 1, 2, 32, 256 };
	unsigned int n, b, o;

	start(true);
	for (n = 0; n < 70000; n++) {
		if (n % 13 == 0 || (n & 0xffff) > 0xfff0 || (n & 0xffff) < 16) {
			for (b = 0; b < 4; b++) {
				for (o = 0; o < 11; o++) {
					bool inside = offsets[o] >= 0 &&
						      offsets[o] < batches[b];

					drv.out.avail->ring[DRIVER_NUM] =
						(uint16_t)(n + offsets[o]);
					CHECK(virtqueue_wants_ring(&vq, batches[b]) ==
					      inside);
				}
			}
		}
		pass_one();
	}
}

static void rings_by_flag(void)
{
	start(false);
	/* used_event must not count: it says "now", the flag says "no". */
	driver_ring_off(&drv.out);
	drv.out.avail->ring[DRIVER_NUM] = 0;
	CHECK(!virtqueue_wants_ring(&vq, 1));
	driver_ring_on(&drv.out);
	drv.out.avail->ring[DRIVER_NUM] = 0x8000;
	CHECK(virtqueue_wants_ring(&vq, 1));
}

static void publishes_once(void)
{
	int head;

	start(false);
	CHECK(!virtqueue_publish(&vq));
	driver_add(&drv.out, 5);
	head = virtqueue_take(&vq);
	virtqueue_give(&vq, (uint16_t)head, 0);
	CHECK(drv.out.used->idx == 0);
	CHECK(virtqueue_publish(&vq));
	CHECK(drv.out.used->idx == 1);
	CHECK(!virtqueue_publish(&vq));
}

/* Asked to kick: for the very next buffer. Asked not to: never, in any state. */
static void kicks(void)
{
	unsigned int event_idx, n;

	for (event_idx = 0; event_idx < 2; event_idx++) {
		start(event_idx);
		for (n = 0; n < 70000; n++) {
			bool on = n % 3 == 0;

			if (on)
				CHECK(!virtqueue_kick_on(&vq));
			else
				virtqueue_kick_off(&vq);
			CHECK(pass_one());
			CHECK(driver_wants_kick(&drv.out) == on);
		}
		driver_add(&drv.out, drv.out.free[--drv.out.num_free]);
		CHECK(virtqueue_kick_on(&vq));
	}
}

/* Never asked again after the start: the wish must not come true by wrapping. */
static void never_kicks(void)
{
	unsigned int event_idx, n;

	for (event_idx = 0; event_idx < 2; event_idx++) {
		start(event_idx);
		for (n = 0; n < 140000; n++) {
			CHECK(pass_one());
			/* Linux may add several before it decides. */
			if (n % 7 == 0)
				CHECK(!driver_wants_kick(&drv.out));
		}
	}
}

/*
 * The barriers are where they have to be: what the driver does in the moment of
 * the barrier must be seen, and what must be visible by then is.
 */
static unsigned int barriers;

static void while_publishing(char kind)
{
	struct vring_used_elem *elem = &drv.out.used->ring[0];

	if (kind == 'w') {
		CHECK(barriers++ == 0);
		CHECK(elem->id == 6 && elem->len == 11 && drv.out.used->idx == 0);
	}
	if (kind == 'm') {
		CHECK(barriers++ == 1);
		CHECK(drv.out.used->idx == 1);
		driver_ring_on(&drv.out);
		/* Asked for before it saw the new index: for index 0. */
		drv.out.avail->ring[DRIVER_NUM] = 0;
	}
}

static void while_taking(char kind)
{
	if (kind == 'r')
		drv.out.avail->ring[0] = 6;
}

static void while_asking(char kind)
{
	if (kind == 'm')
		driver_add(&drv.out, 9);
}

static void barriers_in_place(void)
{
	unsigned int event_idx;

	for (event_idx = 0; event_idx < 2; event_idx++) {
		start(event_idx);
		driver_ring_off(&drv.out);
		driver_add(&drv.out, 5);
		host_barrier = while_taking;
		CHECK(virtqueue_take(&vq) == 6);
		virtqueue_give(&vq, 6, 11);
		barriers = 0;
		host_barrier = while_publishing;
		CHECK(virtqueue_publish(&vq));
		CHECK(barriers == 2);
		host_barrier = while_asking;
		CHECK(virtqueue_kick_on(&vq));
		host_barrier = NULL;
	}
}

static void untakes(void)
{
	int first, second;

	start(false);
	driver_add(&drv.out, 7);
	driver_add(&drv.out, 9);
	first = virtqueue_take(&vq);
	CHECK(first == 7);
	second = virtqueue_take(&vq);
	CHECK(second == 9);
	virtqueue_untake(&vq, 9);
	CHECK(virtqueue_available(&vq) == 1);
	CHECK(virtqueue_take(&vq) == 9);
	CHECK(virtqueue_take(&vq) < 0);
}

void test_virtqueue(void)
{
	RUN(sizes, "virtqueue: size of a ring");
	RUN(bad_configurations, "virtqueue: bad shapes and places are refused");
	RUN(empty_and_full, "virtqueue: empty and full, 600 times");
	RUN(wraps_around, "virtqueue: 140000 buffers, indices wrap twice");
	RUN(rings_at_event, "virtqueue: rings exactly at used_event");
	RUN(rings_by_flag, "virtqueue: rings by flag without event index");
	RUN(publishes_once, "virtqueue: publishes once, and only when told");
	RUN(kicks, "virtqueue: asks for kicks by flag and by avail_event");
	RUN(never_kicks, "virtqueue: a polling device is never kicked");
	RUN(barriers_in_place, "virtqueue: each barrier where it has to be");
	RUN(untakes, "virtqueue: a buffer can be put back");
}
