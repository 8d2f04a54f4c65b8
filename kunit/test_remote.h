/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A remote core of a family that a test makes, with mailboxes of a controller that the
 * test makes as well: of each kind that the framework knows. Nothing runs there; the
 * test plays the remote core.
 */
#ifndef KUNIT_TEST_REMOTE_H
#define KUNIT_TEST_REMOTE_H

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/elf.h>
#include <linux/iopoll.h>
#include <linux/irq_work.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/workqueue.h>

#include "../drivers/remoteproc/openamp_rproc.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rpu.h"

#define REMOTE_MAILBOX	0x700000d0
#define REMOTE_CORE	0x700000d1
#define REMOTE_DEVICE	0x7e01		/* a virtio device that no driver is for */
#define REMOTE_FILE	"kunit-remote.elf"
#define REMOTE_PATH	"/lib/firmware/" REMOTE_FILE
#define REMOTE_DRIVER	KBUILD_MODNAME "-remote"
#define MAILBOX_DRIVER	KBUILD_MODNAME "-mailbox"
#define REMOTE_WAIT_US	(60 * USEC_PER_SEC)	/* much more than anything takes */

/* The channels, in the order of "mboxes". */
#define REMOTE_TX	0
#define REMOTE_STOP	1
#define REMOTE_RX	2
#define REMOTE_LINES	3

/* Who says that a message has been taken. */
enum mailbox_kind { BY_INTERRUPT, BY_POLL, BY_CLIENT };

/* The mailbox controller of the test, and what it was told. */
static struct {
	struct mbox_controller mbox;
	struct mbox_chan chans[REMOTE_LINES];
	enum mailbox_kind kind;
	bool full;		/* it refuses messages */
	bool holds;		/* the remote core takes none before it is told to */
	bool loaded;		/* one waits for that */
	unsigned int delay_ms;	/* how long it takes to send */
	atomic_t sent[REMOTE_LINES];
	atomic_t refused;
	unsigned int most;	/* messages that the framework ever had */
	void *message;		/* the last one, for the remote core */
	u32 word;		/* what was in it */
	unsigned long ids;	/* bits of all words so far */
	bool elsewhere;		/* sent by other than a work item */
	struct irq_work done;
} mailbox;

static const struct openamp_rproc_doorbells *remote_doorbells;
static struct openamp_rproc_data remote_data;

/* In a hard interrupt: the controller's, when a message has been taken. */
static inline void mailbox_done(struct irq_work *work)
{
	mbox_chan_txdone(&mailbox.chans[REMOTE_TX], 0);
}

static inline void mailbox_record(void *data)
{
	const struct openamp_bell_message *frame = data;

	mailbox.message = data;
	switch (remote_doorbells ? remote_doorbells->tx.carries : 0) {
	case OPENAMP_BELL_VALUE:
		mailbox.word = (uintptr_t)data;
		break;
	case OPENAMP_BELL_FRAME:
		mailbox.word = frame->len == sizeof(u32) ? frame->word : U32_MAX;
		break;
	default:
		mailbox.word = *(u32 *)data;
	}
	if (mailbox.word < BITS_PER_LONG)
		mailbox.ids |= BIT(mailbox.word);
}

static inline int mailbox_send(struct mbox_chan *chan, void *data)
{
	int line = chan - mailbox.chans;

	mailbox.most = max(mailbox.most, chan->msg_count);
	if (line == REMOTE_TX && (mailbox.full || mailbox.loaded)) {
		atomic_inc(&mailbox.refused);
		return -EBUSY;
	}
	if (in_hardirq() || !(current->flags & PF_WQ_WORKER))
		mailbox.elsewhere = true;
	mdelay(mailbox.delay_ms);
	if (line == REMOTE_TX) {
		mailbox_record(data);
		mailbox.loaded = mailbox.holds;
		if (mailbox.kind == BY_INTERRUPT && !mailbox.holds)
			irq_work_queue(&mailbox.done);
	}
	atomic_inc(&mailbox.sent[line]);

	return 0;
}

static inline bool mailbox_last_tx_done(struct mbox_chan *chan)
{
	return chan != &mailbox.chans[REMOTE_TX] || !READ_ONCE(mailbox.loaded);
}

static const struct mbox_chan_ops mailbox_ops = {
	.send_data	= mailbox_send,
	.last_tx_done	= mailbox_last_tx_done,
};

static inline int mailbox_probe(struct platform_device *pdev)
{
	struct mbox_controller *mbox = &mailbox.mbox;

	mbox->dev = &pdev->dev;
	mbox->ops = &mailbox_ops;
	mbox->chans = mailbox.chans;
	mbox->num_chans = REMOTE_LINES;
	mbox->txdone_irq = mailbox.kind == BY_INTERRUPT;
	mbox->txdone_poll = mailbox.kind == BY_POLL;
	mbox->txpoll_period = 1;

	return devm_mbox_controller_register(&pdev->dev, mbox);
}

static const struct of_device_id mailbox_match[] = {
	{ .compatible = "kunit," MAILBOX_DRIVER },
	{ }
};

static struct platform_driver mailbox_driver = {
	.probe	= mailbox_probe,
	.driver	= { .name = MAILBOX_DRIVER, .of_match_table = mailbox_match },
};

/* Called when the core is started and stopped, if a test wants it. */
static void (*remote_on_start)(struct openamp_rproc *oa);
static void (*remote_on_stop)(struct openamp_rproc *oa);

static inline int remote_begin(struct openamp_rproc *oa)
{
	if (remote_on_start)
		remote_on_start(oa);

	return 0;
}

static inline int remote_stop(struct openamp_rproc *oa)
{
	openamp_rproc_ring_stop(oa);
	if (remote_on_stop)
		remote_on_stop(oa);

	return 0;
}

static const struct openamp_rproc_hw remote_hw = {
	.start	= remote_begin,
	.stop	= remote_stop,
};

static inline int remote_probe(struct platform_device *pdev)
{
	remote_data = (struct openamp_rproc_data){
		.hw		= &remote_hw,
		.elf_class	= ELFCLASS32,
		.elf_machine	= EM_ARM,
		.doorbells	= remote_doorbells,
	};

	return devm_openamp_rproc_register(&pdev->dev, "kunit", &remote_data,
					   NULL);
}

static const struct of_device_id remote_match[] = {
	{ .compatible = "kunit," REMOTE_DRIVER },
	{ }
};

static struct platform_driver remote_driver = {
	.probe	= remote_probe,
	.driver	= { .name = REMOTE_DRIVER, .of_match_table = remote_match },
};

static inline int remote_suite_init(struct kunit_suite *suite)
{
	int ret = platform_driver_register(&mailbox_driver);

	return ret ?: platform_driver_register(&remote_driver);
}

static inline void remote_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&remote_driver);
	platform_driver_unregister(&mailbox_driver);
}

/* Forgets what the mailboxes were told. */
static inline int remote_init(struct kunit *test)
{
	memset(&mailbox, 0, sizeof(mailbox));
	init_irq_work(&mailbox.done, mailbox_done);
	remote_doorbells = NULL;
	remote_on_start = NULL;
	remote_on_stop = NULL;

	return 0;
}

/* Its node is not attached yet. */
static inline struct test_node *remote_new_mailbox(struct kunit *test)
{
	struct test_node *node = test_node_new(test, NULL, "fake-mailbox");

	test_node_set_string(test, node, "compatible", mailbox_match[0].compatible);
	test_node_cells(test, node, "phandle", REMOTE_MAILBOX);
	test_node_cells(test, node, "#mbox-cells", 1);

	return node;
}

static inline void remote_add_mailbox(struct kunit *test)
{
	struct test_node *node = remote_new_mailbox(test);

	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, MAILBOX_DRIVER));
}

static inline void remote_write_image(struct kunit *test)
{
	struct test_image *image;

	image = kunit_kmalloc(test, sizeof(*image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, image);
	test_image_build(image, test_node_memory(test, "firmware", NULL)->base);
	image->table.vdev.id = REMOTE_DEVICE;
	test_image_write(test, REMOTE_PATH, image, sizeof(*image));
}

/**
 * remote_make_with() - make a remote core with three mailboxes
 * @test: the test
 * @kind: of the mailbox controller
 * @doorbells: match data, may be NULL
 * @named: the mailboxes have names; else only the first one counts
 *
 * Return: the remote core, off.
 */
static inline struct openamp_rproc *
remote_make_with(struct kunit *test, enum mailbox_kind kind,
		 const struct openamp_rproc_doorbells *doorbells, bool named)
{
	static const char names[] = "tx\0stop\0rx";
	struct test_node *node;
	struct rproc *rproc;

	mailbox.kind = kind;
	remote_doorbells = doorbells;
	remote_write_image(test);
	remote_add_mailbox(test);
	node = test_node_new(test, NULL, "fake-remote");
	test_node_set_string(test, node, "compatible", remote_match[0].compatible);
	test_node_cells(test, node, "phandle", REMOTE_CORE);
	test_rpu_set_memory(test, node, test_rpu_memory);
	test_node_cells(test, node, "mboxes", REMOTE_MAILBOX, REMOTE_TX,
			REMOTE_MAILBOX, REMOTE_STOP, REMOTE_MAILBOX, REMOTE_RX);
	if (named)
		test_node_set(test, node, "mbox-names", names, sizeof(names));
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, REMOTE_DRIVER));

	rproc = rproc_get_by_phandle(REMOTE_CORE);
	KUNIT_ASSERT_NOT_NULL(test, rproc);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   test_rpu_put_rproc,
							   rproc));
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(rproc, REMOTE_FILE));

	return rproc->priv;
}

static inline struct openamp_rproc *
remote_make(struct kunit *test, enum mailbox_kind kind,
	    const struct openamp_rproc_doorbells *doorbells)
{
	return remote_make_with(test, kind, doorbells, true);
}

/* The same, started. */
static inline struct openamp_rproc *
remote_start(struct kunit *test, enum mailbox_kind kind,
	     const struct openamp_rproc_doorbells *doorbells)
{
	struct openamp_rproc *oa = remote_make(test, kind, doorbells);

	KUNIT_ASSERT_EQ(test, 0, rproc_boot(oa->rproc));

	return oa;
}

/* Where something is called from. */
enum remote_context { IN_TASK, IN_ATOMIC, IN_SOFTIRQ, IN_HARDIRQ, IN_WORK };

static const char * const remote_context_names[] __maybe_unused = {
	"task", "interrupts off", "bottom halves off", "hard interrupt",
	"work item",
};

/**
 * struct remote_call - a function that is called in some context
 * @fn: the function
 * @data: for it
 * @irq: calls it in a hard interrupt
 * @work: calls it in a work item
 */
struct remote_call {
	void (*fn)(void *data);
	void *data;
	struct irq_work irq;
	struct work_struct work;
};

static inline void remote_call_irq(struct irq_work *irq)
{
	struct remote_call *call = container_of(irq, struct remote_call, irq);

	call->fn(call->data);
}

static inline void remote_call_work(struct work_struct *work)
{
	struct remote_call *call = container_of(work, struct remote_call, work);

	call->fn(call->data);
}

/* Calls a function in a context, and waits for it. */
static inline void remote_call_in(enum remote_context context,
				  void (*fn)(void *data), void *data)
{
	struct remote_call call = { .fn = fn, .data = data };

	switch (context) {
	case IN_TASK:
		fn(data);
		break;
	case IN_ATOMIC:
		local_irq_disable();
		fn(data);
		local_irq_enable();
		break;
	case IN_SOFTIRQ:
		local_bh_disable();
		fn(data);
		local_bh_enable();
		break;
	case IN_HARDIRQ:
		init_irq_work(&call.irq, remote_call_irq);
		irq_work_queue(&call.irq);
		irq_work_sync(&call.irq);
		break;
	case IN_WORK:
		INIT_WORK_ONSTACK(&call.work, remote_call_work);
		schedule_work(&call.work);
		flush_work(&call.work);
		destroy_work_on_stack(&call.work);
		break;
	}
}

/* Waits until a counter has reached a number. */
static inline void remote_wait(struct kunit *test, const atomic_t *counter,
			       int number)
{
	int count;

	KUNIT_EXPECT_EQ_MSG(test, 0,
			    read_poll_timeout(atomic_read, count,
					      count >= number, 100,
					      REMOTE_WAIT_US, false, counter),
			    "%d, not %d", atomic_read(counter), number);
}

#endif /* KUNIT_TEST_REMOTE_H */
