// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fake of what is around the remote cores of a TI K3, for a board that has another
 * processor to spare: the kernel's own ti_sci, reset, power domain and remoteproc drivers
 * run with it as they are.
 *
 * Its system firmware is called by messages (TISCI), which Linux sends to one mailbox
 * channel and which are answered by another one. They are done one after the other, and may
 * sleep. What a core does then is done by PSCI, see k3_fake_core.c.
 *
 * The tree says
 *	compatible = "openamp-test,k3-firmware", #mbox-cells = <1>: 0 to Linux, 1 from Linux;
 *	mboxes: a doorbell for each core that has a processor: it is to switch itself off;
 *	a node for each core: ti,sci-proc-id, ti,sci-dev-id, and cpu, the processor, or
 *	nothing for a core in lockstep with another one; memory-region: where it fetches its
 *	entry from, if it is a Cortex-M.
 * The other mailbox, between Linux and a core, is in k3_fake_mailbox.c.
 */

#include <linux/device.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/soc/ti/ti-msgmgr.h>

#include "k3_fake.h"
#include "k3_fake_calls.h"

#define TO_LINUX	0
#define FROM_LINUX	1

/**
 * struct k3_request - a message from Linux
 * @work: does what it asks for
 * @fake: the system firmware
 * @len: of @message
 * @message: the words
 */
struct k3_request {
	struct work_struct work;
	struct k3_fake *fake;
	size_t len;
	u8 message[K3_MESSAGE_SIZE];
};

static void k3_reply(struct k3_fake *fake, const struct k3_request *request,
		     bool refuse, bool mute)
{
	struct k3_header header;
	u8 reply[K3_MESSAGE_SIZE] = {};
	struct ti_msgmgr_message message = {
		.len = sizeof(reply),
		.buf = reply,
	};
	bool ack;

	memcpy(&header, request->message, sizeof(header));
	ack = !refuse && k3_call(fake, request->message, reply);
	if (mute || !(header.flags & K3_FLAG_ACK))
		return;
	header.flags = ack ? K3_FLAG_ACK : 0;
	memcpy(reply, &header, sizeof(header));
	mbox_chan_received_data(&fake->chans[TO_LINUX], &message);
}

static void k3_request_work(struct work_struct *work)
{
	struct k3_request *request = container_of(work, struct k3_request, work);
	struct k3_fake *fake = request->fake;
	struct k3_header header;
	enum k3_fault_kind fault;

	memcpy(&header, request->message, sizeof(header));
	fault = k3_fault_next(fake, header.type);
	if (fault == K3_FAULT_LATE)
		k3_fault_sleep();
	if (fault != K3_FAULT_DEAF)
		k3_reply(fake, request, fault == K3_FAULT_REFUSE, fault == K3_FAULT_MUTE);
	kfree(request);
}

/* With the channel's lock held. */
static int k3_send_data(struct mbox_chan *chan, void *data)
{
	struct k3_fake *fake = chan->con_priv;
	const struct ti_msgmgr_message *message = data;
	struct k3_request *request;

	if (chan != &fake->chans[FROM_LINUX] || message->len > K3_MESSAGE_SIZE ||
	    message->len < sizeof(struct k3_header))
		return -EINVAL;
	request = kzalloc(sizeof(*request), GFP_ATOMIC);
	if (!request)
		return -ENOMEM;
	INIT_WORK(&request->work, k3_request_work);
	request->fake = fake;
	request->len = message->len;
	memcpy(request->message, message->buf, message->len);
	queue_work(fake->wq, &request->work);

	return 0;
}

static const struct mbox_chan_ops k3_mbox_ops = {
	.send_data	= k3_send_data,
};

static void k3_destroy_workqueue(void *wq)
{
	destroy_workqueue(wq);
}

static int k3_fake_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct k3_fake *fake;
	int ret;

	fake = devm_kzalloc(dev, sizeof(*fake), GFP_KERNEL);
	if (!fake)
		return -ENOMEM;
	fake->dev = dev;
	fake->wq = alloc_ordered_workqueue("k3_fake", 0);
	if (!fake->wq)
		return -ENOMEM;
	ret = devm_add_action_or_reset(dev, k3_destroy_workqueue, fake->wq) ?:
	      k3_core_init(fake) ?: k3_fault_init(fake);
	if (ret)
		return ret;

	/* Neither txdone_irq nor txdone_poll: ti_sci says itself that a message is done. */
	fake->mbox.dev = dev;
	fake->mbox.ops = &k3_mbox_ops;
	fake->mbox.chans = fake->chans;
	fake->mbox.num_chans = ARRAY_SIZE(fake->chans);
	fake->chans[TO_LINUX].con_priv = fake;
	fake->chans[FROM_LINUX].con_priv = fake;

	return devm_mbox_controller_register(dev, &fake->mbox);
}

static const struct of_device_id k3_fake_of_match[] = {
	{ .compatible = "openamp-test,k3-firmware" },
	{ }
};
MODULE_DEVICE_TABLE(of, k3_fake_of_match);

static struct platform_driver k3_fake_driver = {
	.probe	= k3_fake_probe,
	.driver	= {
		.name		= "k3_fake",
		.of_match_table	= k3_fake_of_match,
		.suppress_bind_attrs = true,
	},
};

static struct platform_driver * const k3_drivers[] = {
	&k3_fake_driver,
	&k3_mailbox_driver,
};

static int __init k3_fake_module_init(void)
{
	return platform_register_drivers(k3_drivers, ARRAY_SIZE(k3_drivers));
}
module_init(k3_fake_module_init);

static void __exit k3_fake_module_exit(void)
{
	platform_unregister_drivers(k3_drivers, ARRAY_SIZE(k3_drivers));
}
module_exit(k3_fake_module_exit);

MODULE_DESCRIPTION("A fake of what is around a TI K3's remote cores");
MODULE_LICENSE("GPL");
