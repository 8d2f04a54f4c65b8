// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Firmware with a habit of firmware that others wrote, one image for each, to see
 * that Linux's side depends on no habit of ours:
 *
 * quiet	never rings for messages that it has consumed
 * kick		announces nothing before Linux has rung it once (at a core that Linux
 *		cannot ring: like echo)
 * reserved	writes into `reserved` of the headers that it receives and sends
 * nons		does not offer the name service
 * static	has a fixed address below 1024, announces nothing, and knows Linux
 *		by a fixed address, too
 * fixed	has the addresses of its rings in the resource table
 * twins	has two rpmsg devices
 * stale	offers VIRTIO_F_EVENT_IDX and never says from which index on it wants to
 *		be rung
 * circles	makes one circle of all descriptors of both rings, each time before it gives
 *		buffers back, with all flags that there are in turn
 * keep		keeps DRIVER_OK set in the device's status until Linux is there
 * copied	works on a copy of its resource table, so that it never hears of Linux
 * restore	writes its resource table back as it was once Linux is there
 * heedless	looks at its resource table until Linux is there, and never again, and goes on in
 *		its rings where it was, whatever Linux does to them
 * deaf		once it has sent a message back, does nothing but wait to be asked to
 *		stop a second time
 * off		once it has sent a message back, switches itself off, without being asked
 * late		once it has sent a message back, is busy for longer than Linux waits, and
 *		then does what it was asked to
 *
 * All send each message back to its sender (but see static) from ODD_ADDR, where
 * they announce "rpmsg-raw" (unless it says otherwise above). What is sent to
 * ODD_SINK_ADDR is counted and dropped.
 */
#include <stddef.h>
#include <string.h>

#include <openamp/port.h>
#include <openamp/shm.h>
#include <openamp/trace.h>

#include "app.h"

#define ODD_QUIET	1
#define ODD_KICK	2
#define ODD_RESERVED	3
#define ODD_NONS	4
#define ODD_STATIC	5
#define ODD_FIXED	6
#define ODD_TWINS	7
#define ODD_DEAF	8
#define ODD_STALE	9
#define ODD_OFF		10
#define ODD_LATE	11
#define ODD_KEEP	12
#define ODD_COPIED	13
#define ODD_RESTORE	14
#define ODD_CIRCLES	15
#define ODD_HEEDLESS	16

#define ODD_SERVICE	"rpmsg-raw"
#define ODD_BATCH	32u
#define ODD_BUSY_NS	6500000000u	/* Linux waits for 5 seconds */
/* How long the mode "restore" waits, in time or in looks at the rings. */
#define ODD_RESTORE_NS	1000000000u
#define ODD_RESTORE_STEPS	100000u
#define ODD_SCRIBBLE	0xdeadbeefu

#if ODD_MODE == ODD_STATIC
#define ODD_ADDR	30u
#define ODD_LINUX_ADDR	20u
#else
#define ODD_ADDR	1024u
#endif
#define ODD_SINK_ADDR	(ODD_ADDR + 1)

#if ODD_MODE == ODD_NONS
#define ODD_FEATURES	0u
#elif ODD_MODE == ODD_STALE
#define ODD_FEATURES	(RPMSG_F_NS | VIRTIO_F_EVENT_IDX)
#else
#define ODD_FEATURES	RPMSG_F_NS
#endif

#define ODD_DEVICES	(ODD_MODE == ODD_TWINS ? 2 : 1)

/* Who announces the service? The library, except for a name of NULL. */
#if ODD_MODE == ODD_KICK || ODD_MODE == ODD_NONS || ODD_MODE == ODD_STATIC
#define ODD_NAME_OF_EPT	NULL
#else
#define ODD_NAME_OF_EPT	ODD_SERVICE
#endif

struct odd {
	struct rpmsg_device rdev;
	struct rpmsg_endpoint ept;
	struct rpmsg_endpoint sink;
	bool announced;
};

struct odd_table {
	struct rsc_table_header header;
	uint32_t offset[1 + ODD_DEVICES];
	struct rsc_trace trace;
	struct rsc_rpmsg_vdev vdev[ODD_DEVICES];
};

static char trace_buf[APP_TRACE_SIZE] OPENAMP_TRACE_SECTION;
static struct odd odds[ODD_DEVICES];

#if ODD_MODE == ODD_FIXED
#define ODD_VRING(addr)	{ .da = (addr), .align = 4096, .num = APP_RING_NUM }
#define ODD_VDEV { \
	.type = RSC_TYPE_VDEV, \
	.id = VIRTIO_ID_RPMSG, \
	.dfeatures = ODD_FEATURES, \
	.num_of_vrings = 2, \
	.vring = { ODD_VRING(PORT_VRING0), ODD_VRING(PORT_VRING1) }, \
}
#else
#define ODD_VDEV RSC_RPMSG_VDEV(ODD_FEATURES, APP_RING_NUM)
#endif

struct odd_table app_table OPENAMP_TABLE_SECTION = {
	.header = RSC_TABLE_HEADER(1 + ODD_DEVICES),
	.offset = {
		offsetof(struct odd_table, trace),
		offsetof(struct odd_table, vdev[0]),
#if ODD_MODE == ODD_TWINS
		offsetof(struct odd_table, vdev[1]),
#endif
	},
	.trace = RSC_TRACE(trace_buf, "trace"),
	.vdev = {
		ODD_VDEV,
#if ODD_MODE == ODD_TWINS
		ODD_VDEV,
#endif
	},
};

/* As the table is in the image, whatever Linux has written to it since. */
static struct odd_table table_copy;

static void copy_table(void)
{
	unsigned int i;

	memcpy(&table_copy, &app_table, sizeof(table_copy));
	for (i = 0; i < ODD_DEVICES; i++)
		table_copy.vdev[i].status = 0;
}

static struct rsc_rpmsg_vdev *vdev_in_use(unsigned int i)
{
	return ODD_MODE == ODD_COPIED ? &table_copy.vdev[i] : &app_table.vdev[i];
}

static void scribble(void *payload)
{
	struct rpmsg_header *header = (struct rpmsg_header *)payload - 1;

	if (ODD_MODE == ODD_RESERVED)
		shm_store(&header->reserved, ODD_SCRIBBLE);
}

static uint32_t answer_to(const struct rpmsg_buffer *buf)
{
#if ODD_MODE == ODD_STATIC
	(void)buf;
	return ODD_LINUX_ADDR;
#else
	return buf->src;
#endif
}

static int echo(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	struct rpmsg_device *rdev = ept->rdev;
	struct rpmsg_buffer answer;

	if (rpmsg_get_tx_payload_buffer(rdev, &answer))
		return RPMSG_RETRY;
	if (answer.len < buf->len) {
		rpmsg_release_tx_buffer(rdev, &answer);
		return RPMSG_DONE;
	}
	memcpy(answer.data, buf->data, buf->len);
	rpmsg_send_nocopy(rdev, &answer, ept->addr, answer_to(buf), buf->len);
	/* Linux sees neither before rpmsg_poll() ends. */
	scribble(answer.data);
	scribble(buf->data);
	return RPMSG_DONE;
}

static int swallow(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	(void)ept;
	scribble(buf->data);
	return RPMSG_DONE;
}

/* From now on the library does not know of event indices; Linux's is as it was. */
static void forget_events(struct virtqueue *vq)
{
	vq->event_idx = false;
	shm_store((uint16_t *)&vq->used->ring[vq->num], 0);
}

static void up(struct rpmsg_device *rdev)
{
	if (ODD_MODE == ODD_STALE) {
		forget_events(&rdev->rx);
		forget_events(&rdev->tx);
	}
	app_trace_link(rdev);
}

static void down(struct rpmsg_device *rdev)
{
	struct odd *odd = (struct odd *)rdev;

	trace_printf("linux is gone after %u messages, %u rings\n", rdev->stats.rx,
		     rdev->stats.rings);
	odd->announced = false;
}

static const struct rpmsg_device_ops ops = {
	.up = up,
	.down = down,
};

/*
 * Linux rings for vring 0 when it has put its first buffers there. Only the first
 * time after a start is this strict: when Linux comes again, rings from before
 * cannot be told from the one that says so.
 */
static void announce_when_kicked(struct odd *odd)
{
	if (!odd->rdev.is_up || odd->announced ||
	    (port_has_kick() && !port_kicks()))
		return;
	if (rpmsg_ns_send(&odd->rdev, ODD_SERVICE, ODD_ADDR, RPMSG_NS_CREATE))
		return;
	odd->announced = true;
	trace_printf("announcing \"%s\" after %u kicks\n", ODD_SERVICE,
		     port_kicks());
}

struct rpmsg_device *app_init(void)
{
	unsigned int i;

	trace_init(trace_buf, sizeof(trace_buf));
	app_trace_hello(ODD_NAME);
	copy_table();
	for (i = 0; i < ODD_DEVICES; i++) {
		struct odd *odd = &odds[i];

		odd->announced = false;
		rpmsg_init_device(&odd->rdev, vdev_in_use(i), &ops);
		rpmsg_create_ept(&odd->rdev, &odd->ept, ODD_NAME_OF_EPT, ODD_ADDR,
				 echo);
		rpmsg_create_ept(&odd->rdev, &odd->sink, NULL, ODD_SINK_ADDR,
				 swallow);
	}
	return &odds[0].rdev;
}

/* Before Linux has written where the rings are, the library cannot take it at its word. */
static void keep_driver_ok(const struct rpmsg_device *rdev)
{
	static bool was_up;

	was_up |= rdev->is_up;
	if (!was_up)
		shm_store(&rdev->vdev->status,
			  (uint8_t)(shm_load(&rdev->vdev->status) |
				    VIRTIO_STATUS_DRIVER_OK));
}

/*
 * Not before Linux's driver has probed: if DRIVER_OK is gone by then, Linux sets it again. A
 * core without a clock counts. Returns whether it is still to come.
 */
static bool restore_table(const struct rpmsg_device *rdev)
{
	static unsigned int steps;
	static uint64_t begin;
	static bool restored;

	if (!rdev->is_up || restored)
		return false;
	if (!steps++)
		begin = port_now();
	if (begin ? port_now() - begin < ODD_RESTORE_NS : steps < ODD_RESTORE_STEPS)
		return true;
	restored = true;
	memcpy(&app_table, &table_copy, sizeof(app_table));
	port_mb();
	return false;
}

/*
 * The library sees what Linux does to the table and to used rings, so it gets others of its
 * own; what it uses is moved on to where Linux looks. Where that is in the ring is nowhere
 * but in the ring, as with OpenAMP.
 */
struct heedless_ring {
	struct vring_used *real;
	uint16_t moved;
	uint32_t own[2 + 2 * OPENAMP_RING_MAX];
};

static void be_heedless(struct virtqueue *vq, struct heedless_ring *ring)
{
	ring->real = vq->used;
	ring->moved = vq->published;
	vq->used = (struct vring_used *)ring->own;
	vq->used->idx = vq->published;
}

static bool move_used(struct virtqueue *vq, struct heedless_ring *ring)
{
	uint16_t idx = shm_load(&ring->real->idx);
	uint16_t mask = vq->num - 1;

	if (ring->moved == vq->published)
		return false;
	for (; ring->moved != vq->published; ring->moved++)
		ring->real->ring[idx++ & mask] = vq->used->ring[ring->moved & mask];
	port_wmb();
	shm_store(&ring->real->idx, idx);
	return true;
}

/*
 * Where the library asks for doorbells Linux does not look. It looks at the ring once more
 * before it sleeps, so nothing that Linux adds from here on is missed.
 */
static void ask_for_doorbells(struct virtqueue *vq, struct heedless_ring *ring)
{
	shm_store((uint16_t *)&ring->real->ring[vq->num], vq->last_avail);
	shm_store(&ring->real->flags, 0);
	port_mb();
}

static void heed_nothing(struct rpmsg_device *rdev)
{
	static struct heedless_ring rings[2];
	const uint32_t any = 0;
	bool moved;

	if (!rdev->is_up)
		return;
	if (rdev->vdev == &app_table.vdev[0]) {
		memcpy(&table_copy.vdev[0], rdev->vdev, sizeof(table_copy.vdev[0]));
		rdev->vdev = &table_copy.vdev[0];
		be_heedless(&rdev->rx, &rings[0]);
		be_heedless(&rdev->tx, &rings[1]);
	}
	moved = move_used(&rdev->rx, &rings[0]);
	moved |= move_used(&rdev->tx, &rings[1]);
	if (moved)
		port_notify(&any, 1);
	ask_for_doorbells(&rdev->rx, &rings[0]);
	ask_for_doorbells(&rdev->tx, &rings[1]);
}

static void turn_deaf(void)
{
	trace_printf("deaf from now on\n");
	while (port_stop_requests() < 2)
		port_idle();
}

static void turn_off(void)
{
	trace_printf("off from now on\n");
	port_stop();
}

/* On a core without a clock it is not busy at all. */
static void be_busy(void)
{
	uint64_t begin = port_now();

	trace_printf("busy from now on\n");
	while (begin && port_now() - begin < ODD_BUSY_NS)
		continue;
	while (!port_stop_requests())
		port_idle();
	trace_printf("off, late\n");
	port_stop();
}

static void after_message(void)
{
	if (ODD_MODE == ODD_DEAF)
		turn_deaf();
	if (ODD_MODE == ODD_OFF)
		turn_off();
	if (ODD_MODE == ODD_LATE)
		be_busy();
}

/* The library takes only descriptors as Linux wrote them, so they are put right for it. */
static void write_flags(struct virtqueue *vq, bool circle)
{
	static uint16_t count;
	uint16_t flags = vq->dir_flag;
	uint16_t i;

	if (circle)
		flags = ++count % 8;
	for (i = 0; i < vq->num; i++) {
		shm_store(&vq->desc[i].flags, flags);
		shm_store(&vq->desc[i].next, (uint16_t)((i + 1u) % vq->num));
	}
	port_mb();
}

static void circles(struct rpmsg_device *rdev, bool circle)
{
	if (!rdev->is_up)
		return;
	write_flags(&rdev->rx, circle);
	write_flags(&rdev->tx, circle);
}

static bool step(struct odd *odd)
{
	struct rpmsg_device *rdev = &odd->rdev;
	bool done;

	if (ODD_MODE == ODD_KEEP)
		keep_driver_ok(rdev);
	rpmsg_batch_begin(rdev);
	if (ODD_MODE == ODD_CIRCLES)
		circles(rdev, false);
	done = rpmsg_poll(rdev, ODD_BATCH);
	if (ODD_MODE == ODD_CIRCLES)
		circles(rdev, true);
	if (ODD_MODE == ODD_KICK)
		announce_when_kicked(odd);
	/* Without a look at whether Linux wants to be rung. */
	if (ODD_MODE == ODD_QUIET && rdev->is_up)
		virtqueue_publish(&rdev->rx);
	rpmsg_batch_end(rdev);
	if (ODD_MODE == ODD_HEEDLESS)
		heed_nothing(rdev);
	if (ODD_MODE == ODD_RESTORE)
		done |= restore_table(rdev);
	if (rdev->stats.rx)
		after_message();
	return done;
}

bool app_step(void)
{
	bool done = false;
	unsigned int i;

	/* The main loop sleeps for the first device; the others are up to us. */
	for (i = 0; i < ODD_DEVICES; i++) {
		if (i)
			rpmsg_idle_end(&odds[i].rdev);
		done |= step(&odds[i]);
	}
	for (i = 1; i < ODD_DEVICES && !done; i++)
		done = !rpmsg_idle_begin(&odds[i].rdev);
	return done;
}
