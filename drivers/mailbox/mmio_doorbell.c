// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mailbox controller over plain trigger, status and clear registers.
 *
 * No data: a message is a ring. There is one channel, or, where it only sends, one
 * for each value that rings somebody. The registers and the values that they take
 * stand in the device tree, see
 * Documentation/devicetree/bindings/mailbox/openamp,mmio-doorbell.yaml.
 * All of them are 32 bits wide and little-endian.
 *
 * Each direction is optional. Without "interrupts" nothing is received; without
 * "openamp,trigger" the other side polls, and a send succeeds without touching
 * the hardware: a client need not know which kind of remote it has.
 */

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>

/**
 * struct mmio_doorbell_reg - one register and what goes with it
 * @offset: bytes from the start of the register block
 * @value: value to write, or the mask of the bits to look at; 0 means that the
 *	   device tree does not describe this register
 */
struct mmio_doorbell_reg {
	u32 offset;
	u32 value;
};

/**
 * struct mmio_doorbell_list - registers to be written in a row
 * @regs: the registers, in device-tree order
 * @count: how many there are
 */
struct mmio_doorbell_list {
	struct mmio_doorbell_reg *regs;
	int count;
};

/**
 * struct mmio_doorbell - one doorbell, or several that share their registers
 * @mbox: what the mailbox framework knows of it, with its channels
 * @base: the register block
 * @size: bytes in the register block
 * @cells: how many numbers select a channel: 0, and there is only one, or 1
 * @irq: interrupt that the remote side raises, 0 if it never rings
 * @requested: @irq is ours; the framework closes a channel that did not open
 * @enable: written when the channel is opened
 * @disable: written when the channel is closed
 * @trigger: written to ring the remote side, one for each channel; none where the
 *	     only channel rings nobody
 * @status: tells whether the interrupt is ours
 * @clear: written to take the interrupt back
 */
struct mmio_doorbell {
	struct mbox_controller mbox;
	void __iomem *base;
	resource_size_t size;
	u32 cells;
	int irq;
	bool requested;
	struct mmio_doorbell_list enable;
	struct mmio_doorbell_list disable;
	struct mmio_doorbell_list trigger;
	struct mmio_doorbell_reg status;
	struct mmio_doorbell_reg clear;
};

static struct mmio_doorbell *to_mmio_doorbell(struct mbox_chan *chan)
{
	return container_of(chan->mbox, struct mmio_doorbell, mbox);
}

static void mmio_doorbell_write(struct mmio_doorbell *db,
				const struct mmio_doorbell_reg *reg)
{
	writel(reg->value, db->base + reg->offset);
}

static void mmio_doorbell_write_list(struct mmio_doorbell *db,
				     const struct mmio_doorbell_list *list)
{
	int i;

	for (i = 0; i < list->count; i++)
		mmio_doorbell_write(db, &list->regs[i]);
}

/* The client is told in hard-interrupt context: a threaded one costs a switch. */
static irqreturn_t mmio_doorbell_interrupt(int irq, void *data)
{
	struct mmio_doorbell *db = data;

	if (db->status.value &&
	    !(readl(db->base + db->status.offset) & db->status.value))
		return IRQ_NONE;

	if (db->clear.value) {
		mmio_doorbell_write(db, &db->clear);
		/*
		 * The write may be posted. It has to arrive before the client
		 * looks at shared memory: if it came later, it would also take
		 * back a ring for news that the client did not see yet.
		 */
		if (db->status.value)
			readl(db->base + db->status.offset);
	}

	/* Only one that has no other channel receives. */
	mbox_chan_received_data(&db->mbox.chans[0], NULL);

	return IRQ_HANDLED;
}

static int mmio_doorbell_startup(struct mbox_chan *chan)
{
	struct mmio_doorbell *db = to_mmio_doorbell(chan);
	unsigned long flags = db->status.value ? IRQF_SHARED : 0;
	int ret;

	/* Rings from before the channel was opened are nobody's. */
	if (db->clear.value)
		mmio_doorbell_write(db, &db->clear);

	if (db->irq) {
		ret = request_irq(db->irq, mmio_doorbell_interrupt, flags,
				  dev_name(db->mbox.dev), db);
		if (ret)
			return ret;
		db->requested = true;
	}

	mmio_doorbell_write_list(db, &db->enable);

	return 0;
}

static void mmio_doorbell_shutdown(struct mbox_chan *chan)
{
	struct mmio_doorbell *db = to_mmio_doorbell(chan);

	mmio_doorbell_write_list(db, &db->disable);
	if (db->requested)
		free_irq(db->irq, db);
	db->requested = false;
}

static int mmio_doorbell_send_data(struct mbox_chan *chan, void *data)
{
	struct mmio_doorbell *db = to_mmio_doorbell(chan);
	int index = chan - db->mbox.chans;

	/* writel() keeps it behind what was written to shared memory. */
	if (index < db->trigger.count)
		mmio_doorbell_write(db, &db->trigger.regs[index]);

	return 0;
}

static const struct mbox_chan_ops mmio_doorbell_ops = {
	.startup	= mmio_doorbell_startup,
	.shutdown	= mmio_doorbell_shutdown,
	.send_data	= mmio_doorbell_send_data,
};

static struct mbox_chan *mmio_doorbell_xlate(struct mbox_controller *mbox,
					     const struct of_phandle_args *spec)
{
	struct mmio_doorbell *db = container_of(mbox, struct mmio_doorbell,
						mbox);
	u32 index = db->cells ? spec->args[0] : 0;

	if (spec->args_count != db->cells || index >= mbox->num_chans)
		return ERR_PTR(-EINVAL);

	return &mbox->chans[index];
}

/* Reads all <offset value> pairs of an optional property. */
static int mmio_doorbell_parse(struct mmio_doorbell *db, const char *prop,
			       struct mmio_doorbell_list *list)
{
	struct device *dev = db->mbox.dev;
	int i, cells;

	if (!device_property_present(dev, prop))
		return 0;

	cells = device_property_count_u32(dev, prop);
	if (cells <= 0 || cells % 2)
		return dev_err_probe(dev, -EINVAL,
				     "%s is not a list of <offset value>\n",
				     prop);

	list->count = cells / 2;
	list->regs = devm_kcalloc(dev, list->count, sizeof(*list->regs),
				  GFP_KERNEL);
	if (!list->regs)
		return -ENOMEM;

	for (i = 0; i < list->count; i++) {
		struct mmio_doorbell_reg *reg = &list->regs[i];

		of_property_read_u32_index(dev->of_node, prop, 2 * i,
					   &reg->offset);
		of_property_read_u32_index(dev->of_node, prop, 2 * i + 1,
					   &reg->value);
		if (reg->offset % sizeof(u32) ||
		    reg->offset + (u64)sizeof(u32) > db->size)
			return dev_err_probe(dev, -EINVAL,
					     "%s: no register at 0x%x\n",
					     prop, reg->offset);
	}

	return 0;
}

/* Reads an optional property of at most one pair whose value is not 0. */
static int mmio_doorbell_parse_one(struct mmio_doorbell *db, const char *prop,
				   struct mmio_doorbell_list *list)
{
	int ret;

	ret = mmio_doorbell_parse(db, prop, list);
	if (ret || !list->count)
		return ret;
	if (list->count > 1 || !list->regs[0].value)
		return dev_err_probe(db->mbox.dev, -EINVAL,
				     "%s is not one <offset value>\n", prop);

	return 0;
}

static int mmio_doorbell_parse_reg(struct mmio_doorbell *db, const char *prop,
				   struct mmio_doorbell_reg *reg)
{
	struct mmio_doorbell_list list = {};
	int ret;

	ret = mmio_doorbell_parse_one(db, prop, &list);
	if (!ret && list.count)
		*reg = list.regs[0];

	return ret;
}

/* Several channels: all that each has is what it writes to ring. */
static int mmio_doorbell_parse_channels(struct mmio_doorbell *db)
{
	static const char * const others[] = {
		"openamp,enable", "openamp,disable", "openamp,status",
		"openamp,clear", "interrupts", "interrupts-extended",
	};
	const char *prop = "openamp,trigger";
	struct device *dev = db->mbox.dev;
	int i, ret;

	ret = mmio_doorbell_parse(db, prop, &db->trigger);
	if (ret)
		return ret;
	if (!db->trigger.count)
		return dev_err_probe(dev, -EINVAL, "%s is missing\n", prop);
	for (i = 0; i < db->trigger.count; i++)
		if (!db->trigger.regs[i].value)
			return dev_err_probe(dev, -EINVAL,
					     "%s: value %d is 0\n", prop, i);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (device_property_present(dev, others[i]))
			return dev_err_probe(dev, -EINVAL,
					     "%s needs #mbox-cells to be 0\n",
					     others[i]);

	return 0;
}

static int mmio_doorbell_parse_only_channel(struct mmio_doorbell *db)
{
	return mmio_doorbell_parse(db, "openamp,enable", &db->enable) ?:
	       mmio_doorbell_parse(db, "openamp,disable", &db->disable) ?:
	       mmio_doorbell_parse_one(db, "openamp,trigger", &db->trigger) ?:
	       mmio_doorbell_parse_reg(db, "openamp,status", &db->status) ?:
	       mmio_doorbell_parse_reg(db, "openamp,clear", &db->clear);
}

static int mmio_doorbell_parse_all(struct mmio_doorbell *db)
{
	struct device *dev = db->mbox.dev;

	/* Without it nobody can ask for a channel. */
	if (device_property_read_u32(dev, "#mbox-cells", &db->cells))
		db->cells = 0;

	switch (db->cells) {
	case 0:
		return mmio_doorbell_parse_only_channel(db);
	case 1:
		return mmio_doorbell_parse_channels(db);
	default:
		return dev_err_probe(dev, -EINVAL,
				     "#mbox-cells is neither 0 nor 1\n");
	}
}

static int mmio_doorbell_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct mmio_doorbell *db;
	struct resource *res;
	int ret;

	db = devm_kzalloc(dev, sizeof(*db), GFP_KERNEL);
	if (!db)
		return -ENOMEM;

	db->mbox.dev = dev;
	db->base = devm_platform_get_and_ioremap_resource(pdev, 0, &res);
	if (IS_ERR(db->base))
		return dev_err_probe(dev, PTR_ERR(db->base),
				     "can't map the registers\n");
	db->size = resource_size(res);

	ret = mmio_doorbell_parse_all(db);
	if (ret)
		return ret;

	/* It says -ENXIO for an interrupt that makes no sense as well. */
	ret = platform_get_irq_optional(pdev, 0);
	if (ret < 0 &&
	    (ret != -ENXIO || device_property_present(dev, "interrupts")))
		return dev_err_probe(dev, ret, "can't get the interrupt\n");
	db->irq = max(ret, 0);

	/* Neither txdone_irq nor txdone_poll: a ring is done when it is made. */
	db->mbox.ops = &mmio_doorbell_ops;
	db->mbox.num_chans = db->cells ? db->trigger.count : 1;
	db->mbox.chans = devm_kcalloc(dev, db->mbox.num_chans,
				      sizeof(*db->mbox.chans), GFP_KERNEL);
	if (!db->mbox.chans)
		return -ENOMEM;
	db->mbox.of_xlate = mmio_doorbell_xlate;

	ret = devm_mbox_controller_register(dev, &db->mbox);
	if (ret)
		return dev_err_probe(dev, ret, "can't register the mailbox\n");

	return 0;
}

static const struct of_device_id mmio_doorbell_of_match[] = {
	{ .compatible = "openamp,mmio-doorbell" },
	{ }
};
MODULE_DEVICE_TABLE(of, mmio_doorbell_of_match);

static struct platform_driver mmio_doorbell_driver = {
	.probe	= mmio_doorbell_probe,
	.driver	= {
		.name		= "mmio_doorbell",
		.of_match_table	= mmio_doorbell_of_match,
		/* The framework frees channels under their clients' feet. */
		.suppress_bind_attrs = true,
	},
};
module_platform_driver(mmio_doorbell_driver);

MODULE_DESCRIPTION("Doorbell mailbox over trigger, status and clear registers");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
