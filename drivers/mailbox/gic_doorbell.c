// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mailbox controller over interrupts of the GIC that no device uses.
 *
 * Each channel is one shared peripheral interrupt (SPI) and one direction, and
 * carries no data: a message is a ring. To ring the remote core Linux makes an
 * SPI pending that it maps but never requests; the remote core enables it,
 * routes it to itself and takes it. To ring Linux the remote core makes an SPI
 * pending that Linux has requested. Both are edge-triggered, so that a ring is
 * taken back by being acknowledged (Arm IHI 0048B.b, 3.2.4 and 4.3.7; IHI 0069H,
 * 4.1 and 12.9). Any GIC driver whose chip lets an interrupt be made pending will
 * do, those of GICv2 and GICv3 among them. See
 * Documentation/devicetree/bindings/mailbox/openamp,gic-doorbell.yaml.
 */

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

/*
 * A remote core that rings again as soon as its ring is acknowledged would keep a
 * processor in the interrupt for ever, however short that is. So the line is masked
 * until the next jiffy when there were too many in one. 128 in a ms, at 5 us for each
 * interrupt, are two thirds of the processor's time; what sends messages rings less.
 */
static unsigned int rings_per_ms = 128;
module_param(rings_per_ms, uint, 0644);
MODULE_PARM_DESC(rings_per_ms,
		 "Rings in a ms that interrupt Linux (0: all that come)");

/**
 * struct gic_doorbell_line - one channel
 * @name: its entry in "interrupt-names"
 * @irq: Linux's number of the interrupt
 * @to_remote: Linux rings; else the remote core does
 * @requested: @irq is ours; the framework closes a channel that did not open
 * @tick: the jiffy in which @rings came
 * @rings: how many
 * @unmask: lets the interrupt come again
 */
struct gic_doorbell_line {
	const char *name;
	int irq;
	bool to_remote;
	bool requested;
	unsigned long tick;
	unsigned int rings;
	struct delayed_work unmask;
};

/**
 * struct gic_doorbell - one controller
 * @mbox: what the mailbox framework knows of it
 * @lines: what @mbox.chans[i].con_priv points to
 */
struct gic_doorbell {
	struct mbox_controller mbox;
	struct gic_doorbell_line *lines;
};

/* What is rung while the line is masked stays pending, as one ring. */
static void gic_doorbell_unmask(struct work_struct *work)
{
	struct gic_doorbell_line *line = container_of(to_delayed_work(work),
						      struct gic_doorbell_line,
						      unmask);

	enable_irq(line->irq);
}

static void gic_doorbell_count(struct gic_doorbell_line *line)
{
	unsigned int per_ms = READ_ONCE(rings_per_ms);

	if (time_after(jiffies, line->tick)) {
		line->tick = jiffies;
		line->rings = 0;
	}
	line->rings++;
	if (!per_ms || (u64)line->rings * HZ < (u64)per_ms * MSEC_PER_SEC)
		return;

	disable_irq_nosync(line->irq);
	schedule_delayed_work(&line->unmask, 1);
}

/* The client is told in hard-interrupt context: a threaded one costs a switch. */
static irqreturn_t gic_doorbell_interrupt(int irq, void *data)
{
	struct mbox_chan *chan = data;

	gic_doorbell_count(chan->con_priv);
	mbox_chan_received_data(chan, NULL);

	return IRQ_HANDLED;
}

/*
 * Rings from before the channel was opened are nobody's. One that the remote core
 * had acknowledged, and not ended, when it was reset is still active: no later
 * one would reach it.
 */
static int gic_doorbell_forget(struct gic_doorbell_line *line)
{
	return irq_set_irqchip_state(line->irq, IRQCHIP_STATE_ACTIVE, false) ?:
	       irq_set_irqchip_state(line->irq, IRQCHIP_STATE_PENDING, false);
}

static int gic_doorbell_startup(struct mbox_chan *chan)
{
	struct gic_doorbell_line *line = chan->con_priv;
	int ret;

	ret = gic_doorbell_forget(line);
	if (ret || line->to_remote)
		return ret;

	/*
	 * Masked means masked in the GIC: what is rung then is pending there and nowhere
	 * else, so that it is forgotten when the channel is opened. Until it is freed.
	 */
	irq_set_status_flags(line->irq, IRQ_DISABLE_UNLAZY);
	ret = request_irq(line->irq, gic_doorbell_interrupt, 0, line->name,
			  chan);
	line->requested = !ret;

	return ret;
}

static void gic_doorbell_shutdown(struct mbox_chan *chan)
{
	struct gic_doorbell_line *line = chan->con_priv;

	if (!line->requested)
		return;

	/* Nothing masks it again after this, and nothing is left to unmask it. */
	disable_irq(line->irq);
	cancel_delayed_work_sync(&line->unmask);
	free_irq(line->irq, chan);
	line->requested = false;
}

static int gic_doorbell_send_data(struct mbox_chan *chan, void *data)
{
	struct gic_doorbell_line *line = chan->con_priv;

	/* The framework would keep a message that it cannot send, for ever. */
	if (!line->to_remote) {
		dev_err_once(chan->mbox->dev, "%s is for the remote core\n",
			     line->name);
		return 0;
	}

	/*
	 * What was written to shared memory is there before the ring is: the
	 * interrupt controllers' drivers do not order their register writes.
	 */
	wmb();

	return irq_set_irqchip_state(line->irq, IRQCHIP_STATE_PENDING, true);
}

static const struct mbox_chan_ops gic_doorbell_ops = {
	.startup	= gic_doorbell_startup,
	.shutdown	= gic_doorbell_shutdown,
	.send_data	= gic_doorbell_send_data,
};

/* "tx" or "rx", alone or with a dash and more behind it. */
static bool gic_doorbell_has_prefix(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return !strncmp(name, prefix, len) && (!name[len] || name[len] == '-');
}

static int gic_doorbell_init_line(struct platform_device *pdev, int index,
				  struct gic_doorbell_line *line)
{
	struct device *dev = &pdev->dev;
	int ret;

	ret = of_property_read_string_index(dev->of_node, "interrupt-names",
					    index, &line->name);
	if (ret)
		return dev_err_probe(dev, ret, "interrupt %d has no name\n",
				     index);
	line->to_remote = gic_doorbell_has_prefix(line->name, "tx");
	if (!line->to_remote && !gic_doorbell_has_prefix(line->name, "rx"))
		return dev_err_probe(dev, -EINVAL, "%s is neither tx nor rx\n",
				     line->name);

	line->tick = jiffies;
	INIT_DELAYED_WORK(&line->unmask, gic_doorbell_unmask);
	line->irq = platform_get_irq(pdev, index);
	if (line->irq < 0)
		return line->irq;
	/* A level would be taken again and again. */
	if (irq_get_trigger_type(line->irq) != IRQ_TYPE_EDGE_RISING)
		return dev_err_probe(dev, -EINVAL,
				     "%s is not an edge-triggered interrupt\n",
				     line->name);

	return 0;
}

static int gic_doorbell_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct gic_doorbell *db;
	int i, ret, count;

	count = platform_irq_count(pdev);
	if (count <= 0)
		return dev_err_probe(dev, count ?: -EINVAL, "no interrupts\n");

	db = devm_kzalloc(dev, sizeof(*db), GFP_KERNEL);
	if (!db)
		return -ENOMEM;
	db->lines = devm_kcalloc(dev, count, sizeof(*db->lines), GFP_KERNEL);
	db->mbox.chans = devm_kcalloc(dev, count, sizeof(*db->mbox.chans),
				      GFP_KERNEL);
	if (!db->lines || !db->mbox.chans)
		return -ENOMEM;

	for (i = 0; i < count; i++) {
		ret = gic_doorbell_init_line(pdev, i, &db->lines[i]);
		if (ret)
			return ret;
		db->mbox.chans[i].con_priv = &db->lines[i];
	}

	/* Neither txdone_irq nor txdone_poll: a ring is done when it is made. */
	db->mbox.dev = dev;
	db->mbox.ops = &gic_doorbell_ops;
	db->mbox.num_chans = count;

	ret = devm_mbox_controller_register(dev, &db->mbox);
	if (ret)
		return dev_err_probe(dev, ret, "can't register the mailbox\n");

	return 0;
}

static const struct of_device_id gic_doorbell_of_match[] = {
	{ .compatible = "openamp,gic-doorbell" },
	{ }
};
MODULE_DEVICE_TABLE(of, gic_doorbell_of_match);

static struct platform_driver gic_doorbell_driver = {
	.probe	= gic_doorbell_probe,
	.driver	= {
		.name		= "gic_doorbell",
		.of_match_table	= gic_doorbell_of_match,
		/* The framework frees channels under their clients' feet. */
		.suppress_bind_attrs = true,
	},
};
module_platform_driver(gic_doorbell_driver);

MODULE_DESCRIPTION("Doorbell mailbox over spare interrupts of the GIC");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
