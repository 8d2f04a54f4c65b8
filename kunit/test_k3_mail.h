/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * TI's mailbox for tests, as omap-mailbox drives it: four words fit in, one that does not
 * is refused, and an interrupt says that there is room. At its other end is firmware that
 * takes the words, and shuts down in the manner of a test's choice.
 */
#ifndef KUNIT_TEST_K3_MAIL_H
#define KUNIT_TEST_K3_MAIL_H

#include <linux/iopoll.h>

#include "log.h"
#include "test_k3.h"

#define MAIL_DRIVER	KBUILD_MODNAME "-mail"
#define MAIL_FIFO	4
#define MAIL_KEPT	16
#define MAIL_WAIT_MS	60000	/* much more than anything takes */

/* As the kernel and firmware have them. */
#define MAIL_READY	0xffffff00
#define MAIL_CRASH	0xffffff02
#define MAIL_SHUTDOWN	0xffffff14
#define MAIL_ACK	0xffffff15

/* What firmware does that is asked to shut down. */
enum mail_manner {
	MAIL_ANSWERS,	/* it does, and says so */
	MAIL_GOES_ON,	/* it says so */
	MAIL_LOSES,	/* it does, and its answer is lost */
	MAIL_SILENT,	/* nothing */
	MAIL_HANGS,	/* it takes no words */
};

static struct {
	struct mbox_controller mbox;
	struct mbox_chan chan;
	spinlock_t lock;		/* protects what follows */
	u32 fifo[MAIL_FIFO];
	unsigned int count;		/* of words there */
	unsigned int refused;
	u32 words[MAIL_KEPT];		/* that were taken first */
	unsigned int taken;
	enum mail_manner manner;
	struct irq_work room;
	struct work_struct remote;
	struct delayed_work late;
} mail;

static inline void mail_room(struct irq_work *work)
{
	mbox_chan_txdone(&mail.chan, 0);
}

static inline int mail_send(struct mbox_chan *chan, void *data)
{
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&mail.lock, flags);
	if (mail.count == MAIL_FIFO) {
		mail.refused++;
		ret = -EBUSY;
	} else {
		mail.fifo[mail.count++] = (uintptr_t)data;
		if (mail.count < MAIL_FIFO)
			irq_work_queue(&mail.room);
	}
	spin_unlock_irqrestore(&mail.lock, flags);
	schedule_work(&mail.remote);

	return ret;
}

static inline bool mail_take(u32 *word)
{
	bool took = false;

	spin_lock_irq(&mail.lock);
	if (mail.count && mail.manner != MAIL_HANGS) {
		*word = mail.fifo[0];
		if (mail.count-- == MAIL_FIFO)
			irq_work_queue(&mail.room);
		memmove(mail.fifo, mail.fifo + 1, sizeof(mail.fifo) - sizeof(u32));
		if (mail.taken < MAIL_KEPT)
			mail.words[mail.taken] = *word;
		mail.taken++;
		took = true;
	}
	spin_unlock_irq(&mail.lock);

	return took;
}

/* The remote core sends a word; the controller's interrupt is in a thread. */
static inline void mail_say(u32 word)
{
	mbox_chan_received_data(&mail.chan, (void *)(uintptr_t)word);
}

static inline void mail_shut_down(void)
{
	sci_call("asked", false);
	if (mail.manner == MAIL_ANSWERS || mail.manner == MAIL_LOSES)
		WRITE_ONCE(sci.idle, true);
	if (mail.manner == MAIL_ANSWERS || mail.manner == MAIL_GOES_ON)
		mail_say(MAIL_ACK);
}

static inline void mail_remote(struct work_struct *work)
{
	u32 word;

	while (mail_take(&word))
		if (word == MAIL_SHUTDOWN)
			mail_shut_down();
}

/* From now on it takes words, and answers. */
static inline void mail_wake(struct work_struct *work)
{
	spin_lock_irq(&mail.lock);
	mail.manner = MAIL_ANSWERS;
	spin_unlock_irq(&mail.lock);
	schedule_work(&mail.remote);
}

static const struct mbox_chan_ops mail_ops = { .send_data = mail_send };

static inline int mail_probe(struct platform_device *pdev)
{
	struct mbox_controller *mbox = &mail.mbox;

	mbox->dev = &pdev->dev;
	mbox->ops = &mail_ops;
	mbox->chans = &mail.chan;
	mbox->num_chans = 1;
	mbox->txdone_irq = true;

	return devm_mbox_controller_register(&pdev->dev, mbox);
}

static const struct of_device_id mail_match[] = {
	{ .compatible = "kunit," MAIL_DRIVER },
	{ }
};

static struct platform_driver mail_driver = {
	.probe	= mail_probe,
	.driver	= { .name = MAIL_DRIVER, .of_match_table = mail_match },
};

static inline int mail_suite_init(struct kunit_suite *suite)
{
	return platform_driver_register(&mail_driver);
}

static inline void mail_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&mail_driver);
}

static inline void mail_end(void *unused)
{
	cancel_delayed_work_sync(&mail.late);
	cancel_work_sync(&mail.remote);
	irq_work_sync(&mail.room);
}

static inline int mail_init(struct kunit *test)
{
	struct test_node *node;
	int ret = k3_init(test);

	memset(&mail, 0, sizeof(mail));
	spin_lock_init(&mail.lock);
	init_irq_work(&mail.room, mail_room);
	INIT_WORK(&mail.remote, mail_remote);
	INIT_DELAYED_WORK(&mail.late, mail_wake);
	node = test_node_new(test, NULL, "k3-mailbox");
	test_node_set_string(test, node, "compatible", mail_match[0].compatible);
	test_node_cells(test, node, "phandle", K3_MAILBOX);
	test_node_cells(test, node, "#mbox-cells", 1);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, MAIL_DRIVER));

	return ret ?: kunit_add_action_or_reset(test, mail_end, NULL);
}

/* A node with that mailbox. */
static inline void mail_new_node(struct k3_test *k3, const char *compatible)
{
	k3_new_node(k3, compatible, k3_memory);
	test_node_cells(k3->test, k3->node, "mboxes", K3_MAILBOX, 0);
}

/* A core with that mailbox, off. */
static inline struct rproc *mail_core(struct k3_test *k3, const char *compatible)
{
	struct rproc *rproc;

	mail_new_node(k3, compatible);
	rproc = k3_must_probe(k3);
	KUNIT_ASSERT_EQ(k3->test, 0, rproc_set_firmware(rproc, K3_FILE));
	sci_told();

	return rproc;
}

/* The same, started. */
static inline struct openamp_rproc *mail_start(struct k3_test *k3,
					       const char *compatible)
{
	struct rproc *rproc = mail_core(k3, compatible);

	KUNIT_ASSERT_EQ(k3->test, 0, k3_request(k3, "start"));
	sci_told();

	return rproc->priv;
}

static inline bool mail_has_taken(unsigned int taken)
{
	bool has;

	spin_lock_irq(&mail.lock);
	has = mail.taken >= taken;
	spin_unlock_irq(&mail.lock);

	return has;
}

/* The remote core takes so many words, whenever that is. */
static inline void mail_wait(struct kunit *test, unsigned int taken)
{
	bool has;

	KUNIT_EXPECT_EQ(test, 0,
			read_poll_timeout(mail_has_taken, has, has,
					  USEC_PER_MSEC,
					  MAIL_WAIT_MS * USEC_PER_MSEC, false,
					  taken));
	KUNIT_EXPECT_EQ(test, mail.taken, taken);
}

#endif /* KUNIT_TEST_K3_MAIL_H */
