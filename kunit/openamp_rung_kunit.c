// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what comes in from a remote core: what the families' messages mean, in which
 * context ever, rings without pause, and the gate in front of the virtqueues.
 */

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include <virtio_vqs.h>

#include "log.h"
#include "program.h"
#include "test_remote.h"

#define MANY	5000

/* The driver of the virtio device, and what its virtqueues were told. */
static struct {
	struct virtqueue *vqs[RVDEV_NUM_VRINGS];
	atomic_t called[RVDEV_NUM_VRINGS];
	int answers;		/* that had been sent by then */
	bool waits;		/* its probe ends when it is told to */
	struct completion probing;
	struct completion go_on;
} driver;

static void rung_called(struct virtqueue *vq)
{
	driver.answers = atomic_read(&mailbox.sent[REMOTE_RX]);
	atomic_inc(&driver.called[vq == driver.vqs[1]]);
}

/* From now on there is news in each ring, for ever: nobody takes it. */
static void rung_put_news(struct virtio_device *vdev)
{
	int i;

	for (i = 0; i < RVDEV_NUM_VRINGS; i++)
		virtqueue_get_vring(driver.vqs[i])->used->idx =
			cpu_to_virtio16(vdev, 1);
}

static int rung_probe(struct virtio_device *vdev)
{
	struct virtqueue_info info[] = {
		{ .name = "in", .callback = rung_called },
		{ .name = "out", .callback = rung_called },
	};
	int ret = compat_find_two_vqs(vdev, driver.vqs, info);

	if (ret)
		return ret;
	virtio_device_ready(vdev);
	rung_put_news(vdev);
	if (driver.waits) {
		complete_all(&driver.probing);
		wait_for_completion(&driver.go_on);
	}

	return 0;
}

static void rung_remove(struct virtio_device *vdev)
{
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
}

static const struct virtio_device_id rung_ids[] = {
	{ REMOTE_DEVICE, VIRTIO_DEV_ANY_ID },
	{ }
};

static struct virtio_driver rung_driver = {
	.driver.name	= "kunit-rung",
	.id_table	= rung_ids,
	.probe		= rung_probe,
	.remove		= rung_remove,
};

static int rung_sum(void)
{
	return atomic_read(&driver.called[0]) + atomic_read(&driver.called[1]);
}

static void rung_forget(void)
{
	atomic_set(&driver.called[0], 0);
	atomic_set(&driver.called[1], 0);
}

/* The remote core rings, with a message as the controller hands it on. */
static void rung_ring(void *message)
{
	mbox_chan_received_data(&mailbox.chans[REMOTE_RX], message);
}

/* As NXP's MU: the address of a word; as upstream, all rings are looked at. */
static struct openamp_rung rung_mu(const void *msg)
{
	return (struct openamp_rung){
		.what = OPENAMP_RUNG_RING,
		.notifyid = *(const u32 *)msg >> 16,
	};
}

/* As TI's mailbox: the word itself (omap_rp_mbox_messages in omap_remoteproc.h). */
static struct openamp_rung rung_ti(const void *msg)
{
	u32 word = (uintptr_t)msg;

	switch (word) {
	case 0xffffff00:
		return (struct openamp_rung){ OPENAMP_RUNG_READY };
	case 0xffffff01:
		return (struct openamp_rung){ OPENAMP_RUNG_ALL };
	case 0xffffff02:
		return (struct openamp_rung){ OPENAMP_RUNG_CRASHED };
	case 0xffffff15:
		return (struct openamp_rung){ OPENAMP_RUNG_STOPPED };
	default:
		if (word >= 0xffffff00)
			return (struct openamp_rung){ OPENAMP_RUNG_NOTHING };
		return (struct openamp_rung){ OPENAMP_RUNG_RING, word };
	}
}

static const struct openamp_rproc_doorbells rung_nxp = {
	.tx = { .carries = OPENAMP_BELL_WORD_HIGH },
	.decode = rung_mu,
};

static const struct openamp_rproc_doorbells rung_k3 = {
	.tx = { .carries = OPENAMP_BELL_VALUE },
	.stop = { .carries = OPENAMP_BELL_VALUE, .base = 0xffffff14 },
	.decode = rung_ti,
};

static const struct openamp_rproc_doorbells rung_amd = {
	.tx = { .carries = OPENAMP_BELL_FRAME, .poll = true },
	.answers = true,
};

static const u32 rung_mu_words[] = { 0, 1 << 16, 0xffff0001, U32_MAX };

/* What a message means: the virtqueues that are looked at. */
static const struct rung_message {
	const char *name;
	const struct openamp_rproc_doorbells *doorbells;
	const void *message;
	int called[RVDEV_NUM_VRINGS];
} rung_messages[] = {
	{ "doorbell", NULL, NULL, { 1, 1 } },
	{ "MU first", &rung_nxp, &rung_mu_words[0], { 1, 0 } },
	{ "MU second", &rung_nxp, &rung_mu_words[1], { 0, 1 } },
	{ "MU unknown", &rung_nxp, &rung_mu_words[2], { 0, 0 } },
	{ "MU ones", &rung_nxp, &rung_mu_words[3], { 0, 0 } },
	{ "TI first", &rung_k3, NULL, { 1, 0 } },
	{ "TI second", &rung_k3, (void *)1, { 0, 1 } },
	{ "TI unknown", &rung_k3, (void *)2, { 0, 0 } },
	{ "TI pending", &rung_k3, (void *)0xffffff01, { 1, 1 } },
	{ "TI ready", &rung_k3, (void *)0xffffff00, { 0, 0 } },
	{ "TI echo", &rung_k3, (void *)0xffffff04, { 0, 0 } },
	{ "AMD IPI", &rung_amd, NULL, { 1, 1 } },
};

KUNIT_ARRAY_PARAM_DESC(rung_message, rung_messages, name);

static void rung_decoded(struct kunit *test)
{
	const struct rung_message *message = test->param_value;
	enum remote_context context;

	remote_start(test, BY_POLL, message->doorbells);
	for (context = IN_TASK; context <= IN_WORK; context++) {
		rung_forget();
		remote_call_in(context, rung_ring, (void *)message->message);
		KUNIT_EXPECT_EQ(test, message->called[0],
				atomic_read(&driver.called[0]));
		KUNIT_EXPECT_EQ(test, message->called[1],
				atomic_read(&driver.called[1]));
	}
}

/* The answer goes first, and each ring has one. */
static void rung_answered(struct kunit *test)
{
	int i;

	remote_start(test, BY_POLL, &rung_amd);
	for (i = 1; i <= 50; i++) {
		remote_call_in(IN_HARDIRQ, rung_ring, NULL);
		KUNIT_EXPECT_EQ(test, i, driver.answers);
	}
	KUNIT_EXPECT_EQ(test, 50, atomic_read(&mailbox.sent[REMOTE_RX]));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&mailbox.sent[REMOTE_TX]));
}

static void rung_words(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_INTERRUPT, &rung_k3);
	int i;

	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_FALSE(test, completion_done(&oa->heard.ready));
		KUNIT_EXPECT_FALSE(test, completion_done(&oa->heard.stopped));
		remote_call_in(IN_HARDIRQ, rung_ring, (void *)0xffffff00);
		remote_call_in(IN_HARDIRQ, rung_ring, (void *)0xffffff00);
		KUNIT_EXPECT_TRUE(test, completion_done(&oa->heard.ready));
		KUNIT_EXPECT_FALSE(test, completion_done(&oa->heard.stopped));
		remote_call_in(IN_HARDIRQ, rung_ring, (void *)0xffffff15);
		KUNIT_EXPECT_TRUE(test, completion_done(&oa->heard.stopped));
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
		KUNIT_EXPECT_EQ(test, i + 1,
				atomic_read(&mailbox.sent[REMOTE_STOP]));
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
	}
}

/* A crash is reported, in any context, and once however often it is said. */
static void rung_crashed(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_INTERRUPT, &rung_k3);
	struct kmsg_dump_iter log;
	int i;

	oa->rproc->recovery_disabled = true;
	log_begin(&log);
	for (i = 0; i < MANY; i++)
		rung_ring((void *)0xffffff02);
	remote_call_in(IN_HARDIRQ, rung_ring, (void *)0xffffff02);
	flush_work(&oa->rproc->crash_handler);
	KUNIT_EXPECT_EQ(test, oa->rproc->state, RPROC_CRASHED);
	KUNIT_EXPECT_EQ(test, oa->rproc->crash_cnt, 1);
	KUNIT_EXPECT_EQ(test, 1, log_count(&log, "crash detected", NULL));
	KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
}

static void rung_ring_many(void *message)
{
	int i;

	for (i = 0; i < MANY; i++)
		rung_ring(message);
}

/*
 * Rings without pause: most are not looked at one by one, one line says so, and what
 * came last is not lost.
 */
static void rung_storm(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_POLL, NULL);
	struct kmsg_dump_iter log;
	unsigned long begin;
	int i, last;

	log_begin(&log);
	oa->storm.limit = 4;
	for (i = 0; i < 3; i++) {
		rung_forget();
		begin = jiffies;
		remote_call_in(IN_HARDIRQ, rung_ring_many, NULL);
		last = rung_sum();
		rung_ring(NULL);
		flush_work(&oa->storm.look);
		KUNIT_EXPECT_GT(test, rung_sum(), last);
		/* Two virtqueues, and as often by the work item, at the most. */
		KUNIT_EXPECT_LE(test, last / 4,
				(int)(jiffies - begin + 1) * 4 + MANY / 4);
		KUNIT_EXPECT_LT(test, last, 2 * MANY);
	}
	KUNIT_EXPECT_EQ(test, 1, log_count(&log, "without pause", NULL));
}

/* During a storm an answer, after which the next ring may come, waits as well. */
static void rung_storm_answered(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_POLL, &rung_amd);
	int i;

	oa->storm.limit = 0;
	rung_forget();
	for (i = 1; i <= 10; i++) {
		remote_call_in(IN_HARDIRQ, rung_ring, NULL);
		flush_work(&oa->storm.look);
		KUNIT_EXPECT_EQ(test, i, atomic_read(&mailbox.sent[REMOTE_RX]));
		KUNIT_EXPECT_EQ(test, i, driver.answers);
		KUNIT_EXPECT_EQ(test, 2 * i, rung_sum());
	}
	KUNIT_EXPECT_EQ(test, 10, atomic_read(&mailbox.sent[REMOTE_RX]));
}

/* Stopped, nothing is looked at. */
static void rung_stopped(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_CLIENT, NULL);
	int i;

	for (i = 0; i < 3; i++) {
		rung_forget();
		rung_ring(NULL);
		KUNIT_EXPECT_EQ(test, 2, rung_sum());
		KUNIT_ASSERT_EQ(test, 0, rproc_shutdown(oa->rproc));
		rung_ring(NULL);
		KUNIT_EXPECT_EQ(test, 2, rung_sum());
		KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));
	}
}

/* Between the virtio devices and the gate: a probe has begun when the gate starts. */
static int rung_wait_probe(struct rproc_subdev *subdev)
{
	wait_for_completion_timeout(&driver.probing, PROGRAM_LIMIT);

	return 0;
}

static struct rproc_subdev rung_subdev = { .start = rung_wait_probe };

static void rung_add_subdev(struct openamp_rproc *oa)
{
	rproc_add_subdev(oa->rproc, &rung_subdev);
}

static void rung_remove_subdev(struct openamp_rproc *oa)
{
	rproc_remove_subdev(oa->rproc, &rung_subdev);
}

static long rung_boot(void *data)
{
	struct openamp_rproc *oa = data;

	return rproc_boot(oa->rproc);
}

/* It has ended, or it sleeps and goes on doing so. */
static void rung_wait_settled(struct worker *worker)
{
	int seen = 0;

	while (seen < 100 && !completion_done(&worker->done)) {
		if (READ_ONCE(worker->task->__state) == TASK_RUNNING)
			seen = 0;
		else
			seen++;
		usleep_range(500, 1000);
	}
}

/*
 * A driver that has begun to probe before the gate hears of drivers, and has not ended:
 * no virtqueue is looked at until then. A failing probe would have freed it by then.
 */
static void rung_while_probing(struct kunit *test)
{
	struct openamp_rproc *oa = remote_make(test, BY_CLIENT, NULL);
	struct worker worker;

	/* In another thread than the one that starts the core. */
	rung_driver.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS;
	driver.waits = true;
	remote_on_start = rung_add_subdev;
	remote_on_stop = rung_remove_subdev;
	worker_start(test, &worker, rung_boot, oa);
	KUNIT_EXPECT_NE(test, 0, wait_for_completion_timeout(&driver.probing,
							     PROGRAM_LIMIT));
	rung_wait_settled(&worker);
	rung_ring(NULL);
	KUNIT_EXPECT_EQ(test, 0, rung_sum());
	complete(&driver.go_on);
	KUNIT_EXPECT_EQ(test, 0, worker_join(&worker));
	rung_driver.driver.probe_type = PROBE_DEFAULT_STRATEGY;
	/* What was rung meanwhile is looked at when the gate opens. */
	KUNIT_EXPECT_GT(test, rung_sum(), 0);
	rung_forget();
	rung_ring(NULL);
	KUNIT_EXPECT_EQ(test, 2, rung_sum());
}

/* A driver that is unbound and bound while the remote core rings. */
static void rung_bound_again(struct kunit *test)
{
	struct openamp_rproc *oa = remote_start(test, BY_CLIENT, NULL);
	struct device *dev = &driver.vqs[0]->vdev->dev;
	int i;

	for (i = 0; i < 3; i++) {
		device_release_driver(dev);
		rung_forget();
		rung_ring(NULL);
		KUNIT_EXPECT_EQ(test, 0, rung_sum());
		KUNIT_EXPECT_EQ(test, 1, device_attach(dev));
		KUNIT_EXPECT_EQ(test, 0, oa->gate.busy);
		/* It is looked at when the driver is there. */
		KUNIT_EXPECT_EQ(test, 2, rung_sum());
	}
}

static int rung_init(struct kunit *test)
{
	memset(&driver, 0, sizeof(driver));
	init_completion(&driver.probing);
	init_completion(&driver.go_on);

	return remote_init(test);
}

static int rung_suite_init(struct kunit_suite *suite)
{
	return register_virtio_driver(&rung_driver) ?:
	       remote_suite_init(suite);
}

static void rung_suite_exit(struct kunit_suite *suite)
{
	remote_suite_exit(suite);
	unregister_virtio_driver(&rung_driver);
}

static struct kunit_case openamp_rung_cases[] = {
	KUNIT_CASE_PARAM_ATTR(rung_decoded, rung_message_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE(rung_answered),
	KUNIT_CASE(rung_words),
	KUNIT_CASE(rung_crashed),
	KUNIT_CASE(rung_storm),
	KUNIT_CASE(rung_storm_answered),
	KUNIT_CASE(rung_stopped),
	KUNIT_CASE(rung_bound_again),
	KUNIT_CASE(rung_while_probing),
	{ }
};

static struct kunit_suite openamp_rung_suite = {
	.name = "openamp_rung",
	.suite_init = rung_suite_init,
	.suite_exit = rung_suite_exit,
	.init = rung_init,
	.test_cases = openamp_rung_cases,
};

kunit_test_suite(openamp_rung_suite);

MODULE_DESCRIPTION("KUnit tests of what remote cores say by their doorbells");
MODULE_LICENSE("GPL");
