// SPDX-License-Identifier: GPL-2.0-only
/*
 * virtio_rpmsg_bus and a remote that was started: what it does to be seen, what the log
 * says of one that does nothing, and one whose status says what it likes.
 */

#include <linux/module.h>
#include <linux/virtio_config.h>

#include "log.h"
#include "virtio_rpmsg_kunit.h"

#define EVENT_IDX	BIT_ULL(VIRTIO_RING_F_EVENT_IDX)

#define LINE_SILENT	"no sign of the remote"
#define LINE_WRITTEN	"the remote has written over the status"
#define LINE_UNRUNG	"the remote has used buffers (1) and not interrupted"
#define LINE_RETURNED	"the remote has announced nothing since the driver has come back"

/**
 * struct sign - what a remote does within the first seconds
 * @desc: in words
 * @features: of its device
 * @make: does it
 * @line: the line that it gets, or NULL
 */
struct sign {
	const char *desc;
	u64 features;
	void (*make)(struct kunit *test, struct fake_remote *fr);
	const char *line;
};

static void make_nothing(struct kunit *test, struct fake_remote *fr)
{
}

static void make_message(struct kunit *test, struct fake_remote *fr)
{
	KUNIT_EXPECT_EQ(test, fake_remote_send(fr, BED_REMOTE, 4711, "x", 1), 0);
}

/* It waits for Linux to speak first, and is rung then. */
static void make_wait(struct kunit *test, struct fake_remote *fr)
{
	WRITE_ONCE(vring_avail_event(&fr->ring[FAKE_RX].vring),
		   (__force __virtio16)cpu_to_le16(BED_NUM));
}

static void make_poll(struct kunit *test, struct fake_remote *fr)
{
	fake_ring_mute_kicks(&fr->ring[FAKE_TX], true);
}

static void make_consume(struct kunit *test, struct fake_remote *fr)
{
	struct bed bed = { .fr = fr, .ctrl = fake_remote_ctrl(fr) };
	struct bed_ept *be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	struct fake_msg msg;

	KUNIT_EXPECT_EQ(test, rpmsg_trysendto(be->ept, "x", 1, BED_REMOTE), 0);
	KUNIT_EXPECT_EQ(test, fake_remote_recv(fr, &msg), 0);
	fake_remote_done(fr, &msg);
}

static void make_reset(struct kunit *test, struct fake_remote *fr)
{
	fr->status = 0;
}

static void make_late_reset(struct kunit *test, struct fake_remote *fr)
{
	make_message(test, fr);
	make_reset(test, fr);
}

static void make_unrung(struct kunit *test, struct fake_remote *fr)
{
	KUNIT_EXPECT_EQ(test, fake_remote_post(fr, BED_REMOTE, 4711, "x", 1), 0);
}

static const struct sign signs[] = {
	{ "nothing", 0, make_nothing, LINE_SILENT },
	{ "nothing, with an event index", EVENT_IDX, make_nothing, LINE_SILENT },
	{ "a message", 0, make_message },
	{ "waits to be rung", EVENT_IDX, make_wait },
	{ "polls", 0, make_poll },
	{ "takes what Linux sends", 0, make_consume },
	{ "writes its table back", 0, make_reset, LINE_WRITTEN },
	{ "a message, and writes its table back", 0, make_late_reset, LINE_WRITTEN },
	{ "a message without an interrupt", 0, make_unrung, LINE_UNRUNG },
};

static unsigned int count_lines(const struct kmsg_dump_iter *log, const char *vdev,
				const char *text)
{
	char line[256];

	snprintf(line, sizeof(line), "%s: %s", vdev, text);
	return log_count(log, line, NULL);
}

/* All at once: when the last one has been looked at, all have. */
static void silent_signs(struct kunit *test)
{
	char vdev[ARRAY_SIZE(signs)][16];
	struct fake_remote *fr[ARRAY_SIZE(signs)];
	struct kmsg_dump_iter log;
	unsigned int i;

	log_begin(&log);
	for (i = 0; i < ARRAY_SIZE(signs); i++) {
		fr[i] = fake_remote_add(test, &(struct fake_remote_config){
			.num = BED_NUM, .features = signs[i].features,
		});
		KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr[i]));
		strscpy(vdev[i], dev_name(&fr[i]->vdev->dev), sizeof(vdev[i]));
		signs[i].make(test, fr[i]);
	}

	/* The one without an interrupt is looked at twice. */
	i = ARRAY_SIZE(signs) - 1;
	KUNIT_EXPECT_TRUE(test, bed_comes(log_count(&log, LINE_UNRUNG, NULL)));
	KUNIT_EXPECT_TRUE(test, bed_comes(fake_ring_avail(&fr[i]->ring[FAKE_RX]) ==
					  BED_NUM));
	for (i = 0; i < ARRAY_SIZE(signs); i++) {
		KUNIT_EXPECT_EQ_MSG(test, count_lines(&log, vdev[i], ""),
				    !!signs[i].line, "%s", signs[i].desc);
		if (signs[i].line)
			KUNIT_EXPECT_EQ_MSG(test, count_lines(&log, vdev[i],
							      signs[i].line), 1,
					    "%s", signs[i].desc);
	}
}

/* The driver has gone and come back, once or not at all. */
static const struct returned {
	const char *desc;
	u64 features;
	bool returns;
	void (*make)(struct kunit *test, struct fake_remote *fr);
	const char *line;
} returned[] = {
	{ "the first driver", FAKE_F_NS, false, make_poll },
	{ "a message", FAKE_F_NS, true, make_message },
	{ "nothing to announce", 0, true, make_poll },
	{ "nothing", FAKE_F_NS, true, make_poll, LINE_RETURNED },
};

static void silent_returned(struct kunit *test)
{
	char vdev[ARRAY_SIZE(returned)][16];
	struct kmsg_dump_iter log;
	struct fake_remote *fr;
	unsigned int i;

	log_begin(&log);
	for (i = 0; i < ARRAY_SIZE(returned); i++) {
		fr = fake_remote_add(test, &(struct fake_remote_config){
			.num = BED_NUM, .features = returned[i].features,
		});
		strscpy(vdev[i], dev_name(&fr->vdev->dev), sizeof(vdev[i]));
		if (returned[i].returns) {
			device_release_driver(&fr->vdev->dev);
			KUNIT_ASSERT_EQ(test, 1, device_attach(&fr->vdev->dev));
		}
		KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(fr));
		returned[i].make(test, fr);
	}
	/* The one with a line is looked at last. */
	KUNIT_EXPECT_TRUE(test, bed_comes(log_count(&log, LINE_RETURNED, NULL)));
	for (i = 0; i < ARRAY_SIZE(returned); i++)
		KUNIT_EXPECT_EQ_MSG(test, count_lines(&log, vdev[i], ""),
				    !!returned[i].line, "%s", returned[i].desc);
}

/* One that goes before it was looked at is not looked at. */
static void silent_gone(struct kunit *test)
{
	struct fake_remote_config cfg = { .num = BED_NUM };
	struct kmsg_dump_iter log;
	struct fake_remote *fr;

	log_begin(&log);
	fr = fake_remote_add(test, &cfg);
	fake_remote_del(fr);
	/* Of which the line comes later than the other one's would. */
	fake_remote_add(test, &cfg);
	KUNIT_EXPECT_TRUE(test, bed_comes(log_count(&log, LINE_SILENT, NULL)));
	KUNIT_EXPECT_EQ(test, log_count(&log, LINE_SILENT, NULL), 1);
}

/* A status that says DRIVER_OK before Linux does: it works, and nothing is said. */
static void silent_keeps_ok(struct kunit *test)
{
	struct kmsg_dump_iter log;
	struct bed bed;
	struct bed_ept *be;

	log_begin(&log);
	bed.fr = fake_remote_add(test, &(struct fake_remote_config){
		.num = BED_NUM, .status = VIRTIO_CONFIG_S_DRIVER_OK,
	});
	KUNIT_ASSERT_TRUE(test, fake_remote_is_bound(bed.fr));
	KUNIT_EXPECT_TRUE(test, bed.fr->running);
	KUNIT_EXPECT_TRUE(test, bed.fr->status & VIRTIO_CONFIG_S_DRIVER_OK);
	bed.ctrl = fake_remote_ctrl(bed.fr);
	be = bed_ept_add(test, &bed, RPMSG_ADDR_ANY);
	KUNIT_EXPECT_EQ(test, bed_send_u32(&bed, be, 7), 0);
	KUNIT_EXPECT_EQ(test, bed_read_u32(be), 7);
	KUNIT_EXPECT_EQ(test, log_count(&log, "WARNING:", NULL), 0);
	/* The core warns of it as well, when the driver has gone. */
	bed.fr->cfg.status = 0;
}

static struct kunit_case virtio_rpmsg_silent_cases[] = {
	KUNIT_CASE_SLOW(silent_signs),
	KUNIT_CASE_SLOW(silent_returned),
	KUNIT_CASE_SLOW(silent_gone),
	KUNIT_CASE(silent_keeps_ok),
	{ }
};

static struct kunit_suite virtio_rpmsg_silent_suite = {
	.name = "virtio_rpmsg_silent",
	.test_cases = virtio_rpmsg_silent_cases,
};

kunit_test_suite(virtio_rpmsg_silent_suite);

MODULE_DESCRIPTION("KUnit: virtio_rpmsg_bus and a remote that does nothing");
MODULE_LICENSE("GPL");
