// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the doorbells of AMD's RPU, by a mailbox controller that does as zynqmp-ipi
 * does: it takes a message at any time, and says when it is asked whether the last one
 * was taken.
 */

#include <kunit/test.h>
#include <linux/iopoll.h>
#include <linux/irq_work.h>
#include <linux/mailbox/zynqmp-ipi-message.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_xlnx.h"

#define IPI_DRIVER	"kunit_r5_ipi"
#define IPI_PHANDLE	0x700000a1
#define IPI_WAIT_US	(60 * USEC_PER_SEC)	/* much more than anything takes */
#define IPI_TX		0
#define IPI_RX		1
#define IPI_LINES	2

/* The controller, and what it was told. */
static struct {
	struct mbox_controller mbox;
	struct mbox_chan chans[IPI_LINES];
	bool pending;		/* the remote core has not taken the last message */
	bool overwritten;	/* and yet there was another one */
	atomic_t sent;
	atomic_t answered;
	size_t len;		/* of the last message */
	unsigned long ids;	/* bits of all so far */
	u8 answer[sizeof(struct zynqmp_ipi_message) + 32] __aligned(8);
	struct irq_work ring;
} ipi;

static int ipi_send(struct mbox_chan *chan, void *data)
{
	const struct zynqmp_ipi_message *msg = data;
	u32 id;

	if (chan == &ipi.chans[IPI_RX]) {
		/* More than an acknowledgment would be a response. */
		fw.wrong += !!data;
		atomic_inc(&ipi.answered);
		return 0;
	}
	ipi.overwritten |= ipi.pending;
	ipi.len = msg->len;
	memcpy(&id, msg->data, sizeof(id));
	ipi.ids |= BIT(id);
	WRITE_ONCE(ipi.pending, true);
	atomic_inc(&ipi.sent);

	return 0;
}

/* The same for both: of the channel from the remote core nobody asks. */
static bool ipi_is_taken(struct mbox_chan *chan)
{
	return chan != &ipi.chans[IPI_TX] || !READ_ONCE(ipi.pending);
}

static const struct mbox_chan_ops ipi_ops = {
	.send_data	= ipi_send,
	.last_tx_done	= ipi_is_taken,
	.peek_data	= ipi_is_taken,
};

static int ipi_probe(struct platform_device *pdev)
{
	struct mbox_controller *mbox = &ipi.mbox;

	mbox->dev = &pdev->dev;
	mbox->ops = &ipi_ops;
	mbox->chans = ipi.chans;
	mbox->num_chans = IPI_LINES;
	mbox->txdone_poll = true;
	mbox->txpoll_period = 5;

	return devm_mbox_controller_register(&pdev->dev, mbox);
}

static const struct of_device_id ipi_match[] = {
	{ .compatible = "kunit,r5-ipi" },
	{ }
};

static struct platform_driver ipi_driver = {
	.probe	= ipi_probe,
	.driver	= { .name = IPI_DRIVER, .of_match_table = ipi_match },
};

/* The interrupt: what the remote core has sent is in the buffer. */
static void ipi_ring(struct irq_work *work)
{
	struct zynqmp_ipi_message *msg = (void *)ipi.answer;

	msg->len = 32;
	mbox_chan_received_data(&ipi.chans[IPI_RX], msg);
}

/* Core 0 with its doorbells; @status: of the controller's node, or NULL */
static struct rproc *ipi_core_with(struct xlnx_test *xt, const char *status)
{
	static const char names[] = "tx\0rx";
	struct kunit *test = xt->test;
	struct test_node *node, *bell;

	memset(&ipi, 0, sizeof(ipi));
	/* A virtio device that no driver is for: nobody rings but the test. */
	xt->image->table.vdev.id = 0x7e01;
	xlnx_write_image(xt);
	init_irq_work(&ipi.ring, ipi_ring);
	bell = test_node_new(test, NULL, "ipi");
	test_node_set_string(test, bell, "compatible", "kunit,r5-ipi");
	test_node_cells(test, bell, "phandle", IPI_PHANDLE);
	test_node_cells(test, bell, "#mbox-cells", 1);
	if (status) {
		test_node_set_string(test, bell, "status", status);
		test_node_attach(test, bell);
	} else {
		KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, bell,
							 IPI_DRIVER));
	}

	xlnx_new_fss(xt, "xlnx,zynqmp-r5fss", 0, 0);
	node = xlnx_new_core(xt, 0, 2);
	test_node_cells(test, node, "mboxes", IPI_PHANDLE, IPI_TX, IPI_PHANDLE,
			IPI_RX);
	test_node_set(test, node, "mbox-names", names, sizeof(names));
	test_node_attach(test, xt->fss);
	test_node_attach(test, node);
	xlnx_add(xt);

	return test_rpu_rproc(test, 0);
}

static struct rproc *ipi_core(struct xlnx_test *xt)
{
	return ipi_core_with(xt, NULL);
}

static void ipi_take(void)
{
	WRITE_ONCE(ipi.pending, false);
}

/* So many have been sent, whenever that is. */
static void ipi_wait(struct kunit *test, int sent)
{
	int now;

	KUNIT_EXPECT_EQ(test, 0, read_poll_timeout(atomic_read, now, now >= sent,
						   USEC_PER_MSEC, IPI_WAIT_US,
						   false, &ipi.sent));
	KUNIT_EXPECT_EQ(test, sent, atomic_read(&ipi.sent));
}

/* While the remote core has not taken one, what is rung for is one more each. */
static void ipi_kicks(struct kunit *test)
{
	struct rproc *rproc = ipi_core(test->priv);
	int i;

	for (i = 0; i < 3; i++) {
		rproc->ops->kick(rproc, 1);
		ipi_wait(test, i + 1);
		KUNIT_EXPECT_EQ(test, ipi.len, sizeof(u32));
		ipi_take();
	}
	KUNIT_EXPECT_EQ(test, ipi.ids, BIT(1));

	rproc->ops->kick(rproc, 0);
	ipi_wait(test, 4);
	ipi.ids = 0;
	for (i = 0; i < 100; i++)
		rproc->ops->kick(rproc, i % 3);
	KUNIT_EXPECT_EQ(test, 4, atomic_read(&ipi.sent));
	for (i = 5; i <= 7; i++) {
		ipi_take();
		ipi_wait(test, i);
	}
	KUNIT_EXPECT_EQ(test, ipi.ids, BIT(0) | BIT(1) | BIT(2));
	ipi_take();
	/* There is no other. */
	rproc->ops->kick(rproc, 5);
	ipi_wait(test, 8);
	KUNIT_EXPECT_FALSE(test, ipi.overwritten);
}

/* A core that takes none does not keep its driver from going. */
static void ipi_never_taken(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = ipi_core(xt);

	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	rproc->ops->kick(rproc, 0);
	ipi_wait(test, 1);
	rproc->ops->kick(rproc, 0);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	/* A new start is a new doorbell: nothing of the old firmware's is rung. */
	ipi_take();
	xlnx_works(xt, rproc);
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&ipi.sent));
}

/* Each message is acknowledged, in the interrupt. */
static void ipi_answers(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = ipi_core(xt);
	int i;

	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	for (i = 1; i <= 5; i++) {
		irq_work_queue(&ipi.ring);
		irq_work_sync(&ipi.ring);
		KUNIT_EXPECT_EQ(test, i, atomic_read(&ipi.answered));
	}
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

/* Who runs on without Linux is told so, when its device has been reset. */
static void ipi_detach(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = ipi_core(xt);

	KUNIT_ASSERT_EQ(test, 0, xlnx_request(rproc, "start"));
	ipi_take();
	atomic_set(&ipi.sent, 0);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "detach"));
	ipi_wait(test, 1);
	KUNIT_EXPECT_EQ(test, 0, xlnx_request(rproc, "stop"));
	xlnx_works(xt, rproc);
}

/* Without doorbells it starts and stops. */
static void ipi_disabled(struct kunit *test)
{
	struct xlnx_test *xt = test->priv;
	struct rproc *rproc = ipi_core_with(xt, "disabled");

	rproc->ops->kick(rproc, 0);
	xlnx_works(xt, rproc);
}

static int ipi_suite_init(struct kunit_suite *suite)
{
	return platform_driver_register(&ipi_driver);
}

static void ipi_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&ipi_driver);
}

static struct kunit_case xlnx_r5_ipi_cases[] = {
	KUNIT_CASE(ipi_kicks),
	KUNIT_CASE(ipi_never_taken),
	KUNIT_CASE(ipi_answers),
	KUNIT_CASE(ipi_detach),
	KUNIT_CASE(ipi_disabled),
	{ }
};

static struct kunit_suite xlnx_r5_ipi_suite = {
	.name = "xlnx_r5_ipi",
	.suite_init = ipi_suite_init,
	.suite_exit = ipi_suite_exit,
	.init = xlnx_init,
	.test_cases = xlnx_r5_ipi_cases,
};

kunit_test_suite(xlnx_r5_ipi_suite);

MODULE_DESCRIPTION("KUnit tests of the doorbells of AMD's Cortex-R5F and R52");
MODULE_LICENSE("GPL");
