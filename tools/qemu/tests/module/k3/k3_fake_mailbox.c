// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mailbox between Linux and a core, as TI's is to its clients: a word each way, passed as
 * the pointer itself; an interrupt says when a word is sent; what comes in is delivered from
 * a work item. The core has doorbells without data in its place: a word that names a ring becomes
 * one; what the core rings becomes a word for each ring. Other words have no taker, or
 * are in memory, one each way: that to the core and that to Linux. 0 is none, who has read
 * it clears it.
 *
 * The tree says
 *	compatible = "openamp-test,k3-mailbox", #mbox-cells = <1>, always 0;
 *	mboxes: the doorbells, mbox-names: "tx" and "rx";
 *	memory-region: where the other words are, if there are any.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>

#include "k3_fake.h"

#define K3_RINGS	4	/* of two devices */
#define K3_CONTROL	0xffffff00	/* words from here on name no ring */
#define K3_TO_LINUX	4		/* its offset from the word to the core */

/**
 * struct k3_mailbox - a mailbox
 * @mbox: what the framework knows of it
 * @chan: its channel
 * @client: of the doorbells
 * @tx: rings the core
 * @rx: the core rings
 * @words: those that name no ring, or NULL
 * @word: what is being sent: there is one at a time
 * @send: sends it
 * @receive: delivers what the core has rung for
 * @open: there is a client
 * @lock: of @open, and held while the client is called
 */
struct k3_mailbox {
	struct mbox_controller mbox;
	struct mbox_chan chan;
	struct mbox_client client;
	struct mbox_chan *tx;
	struct mbox_chan *rx;
	void __iomem *words;
	u32 word;
	struct irq_work send;
	struct work_struct receive;
	bool open;
	struct mutex lock; /* of @open */
};

/* As the controller's interrupt does that says that there is room for a word. */
static void k3_mailbox_send(struct irq_work *work)
{
	struct k3_mailbox *mailbox = container_of(work, struct k3_mailbox, send);
	u32 word = READ_ONCE(mailbox->word);

	if (word >= K3_CONTROL && mailbox->words)
		writel(word, mailbox->words);
	if (word < K3_CONTROL || mailbox->words) {
		mbox_send_message(mailbox->tx, NULL);
		mbox_client_txdone(mailbox->tx, 0);
	}
	mbox_chan_txdone(&mailbox->chan, 0);
}

static unsigned long k3_mailbox_take(struct k3_mailbox *mailbox)
{
	unsigned long word = mailbox->words ? readl(mailbox->words + K3_TO_LINUX) : 0;

	if (word)
		writel(0, mailbox->words + K3_TO_LINUX);

	return word;
}

static void k3_mailbox_receive(struct work_struct *work)
{
	struct k3_mailbox *mailbox = container_of(work, struct k3_mailbox, receive);
	unsigned long word;

	mutex_lock(&mailbox->lock);
	word = k3_mailbox_take(mailbox);
	if (mailbox->open && word)
		mbox_chan_received_data(&mailbox->chan, (void *)word);
	for (word = 0; mailbox->open && word < K3_RINGS; word++)
		mbox_chan_received_data(&mailbox->chan, (void *)word);
	mutex_unlock(&mailbox->lock);
}

/* In the doorbell's interrupt. */
static void k3_mailbox_rung(struct mbox_client *client, void *data)
{
	struct k3_mailbox *mailbox = container_of(client, struct k3_mailbox, client);

	schedule_work(&mailbox->receive);
}

static int k3_mailbox_send_data(struct mbox_chan *chan, void *data)
{
	struct k3_mailbox *mailbox = chan->con_priv;

	WRITE_ONCE(mailbox->word, (u32)(uintptr_t)data);
	irq_work_queue(&mailbox->send);

	return 0;
}

static void k3_mailbox_set_open(struct k3_mailbox *mailbox, bool open)
{
	mutex_lock(&mailbox->lock);
	mailbox->open = open;
	mutex_unlock(&mailbox->lock);
}

static int k3_mailbox_startup(struct mbox_chan *chan)
{
	k3_mailbox_set_open(chan->con_priv, true);

	return 0;
}

static void k3_mailbox_shutdown(struct mbox_chan *chan)
{
	struct k3_mailbox *mailbox = chan->con_priv;

	k3_mailbox_set_open(mailbox, false);
	irq_work_sync(&mailbox->send);
}

static const struct mbox_chan_ops k3_mailbox_ops = {
	.send_data	= k3_mailbox_send_data,
	.startup	= k3_mailbox_startup,
	.shutdown	= k3_mailbox_shutdown,
};

static void k3_mailbox_free_doorbell(void *doorbell)
{
	mbox_free_channel(doorbell);
}

static void k3_mailbox_cancel(void *data)
{
	struct k3_mailbox *mailbox = data;

	cancel_work_sync(&mailbox->receive);
}

static int k3_mailbox_get_doorbell(struct k3_mailbox *mailbox, const char *name,
				   struct mbox_chan **doorbell)
{
	struct device *dev = mailbox->client.dev;

	*doorbell = mbox_request_channel_byname(&mailbox->client, name);
	if (IS_ERR(*doorbell))
		return dev_err_probe(dev, PTR_ERR(*doorbell), "no doorbell %s\n", name);

	return devm_add_action_or_reset(dev, k3_mailbox_free_doorbell, *doorbell);
}

static int k3_mailbox_find_words(struct k3_mailbox *mailbox)
{
	struct device *dev = mailbox->client.dev;
	struct device_node *memory = of_parse_phandle(dev->of_node, "memory-region", 0);
	struct resource res;
	int ret;

	if (!memory)
		return 0;
	ret = of_address_to_resource(memory, 0, &res);
	of_node_put(memory);
	if (ret)
		return ret;
	mailbox->words = devm_ioremap_wc(dev, res.start, resource_size(&res));

	return mailbox->words ? 0 : -ENOMEM;
}

static int k3_mailbox_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct k3_mailbox *mailbox;
	int ret;

	mailbox = devm_kzalloc(dev, sizeof(*mailbox), GFP_KERNEL);
	if (!mailbox)
		return -ENOMEM;
	mutex_init(&mailbox->lock);
	init_irq_work(&mailbox->send, k3_mailbox_send);
	INIT_WORK(&mailbox->receive, k3_mailbox_receive);
	mailbox->client.dev = dev;
	mailbox->client.knows_txdone = true;
	mailbox->client.rx_callback = k3_mailbox_rung;
	ret = k3_mailbox_find_words(mailbox) ?:
	      devm_add_action_or_reset(dev, k3_mailbox_cancel, mailbox) ?:
	      k3_mailbox_get_doorbell(mailbox, "tx", &mailbox->tx) ?:
	      k3_mailbox_get_doorbell(mailbox, "rx", &mailbox->rx);
	if (ret)
		return ret;

	mailbox->mbox.dev = dev;
	mailbox->mbox.ops = &k3_mailbox_ops;
	mailbox->mbox.chans = &mailbox->chan;
	mailbox->mbox.num_chans = 1;
	mailbox->mbox.txdone_irq = true;
	mailbox->chan.con_priv = mailbox;

	return devm_mbox_controller_register(dev, &mailbox->mbox);
}

static const struct of_device_id k3_mailbox_of_match[] = {
	{ .compatible = "openamp-test,k3-mailbox" },
	{ }
};
MODULE_DEVICE_TABLE(of, k3_mailbox_of_match);

struct platform_driver k3_mailbox_driver = {
	.probe	= k3_mailbox_probe,
	.driver	= {
		.name		= "k3_mailbox",
		.of_match_table	= k3_mailbox_of_match,
		.suppress_bind_attrs = true,
	},
};
