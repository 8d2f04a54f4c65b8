// SPDX-License-Identifier: GPL-2.0-only
/*
 * NXP i.MX Messaging Unit (MU), for kernels without their own driver of it: Debian's for
 * armhf, on i.MX7D and i.MX6SX.
 *
 * A MU is two sides with the same registers, one for Linux and one for the Cortex-M. Each
 * side has four words to send, four to receive, and four doorbells each way. Registers
 * and bits are those of the i.MX 7Dual Reference Manual, chapter "Messaging Unit"; the
 * device-tree binding is the kernel's, mailbox/fsl,mu.yaml: a channel is <type index>.
 */

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/clk.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

/* The binding's first cell; the second one counts channels of a type. */
enum imx_mu_type {
	IMX_MU_TX,		/* a word to the other side; sent when it has been read */
	IMX_MU_RX,		/* a word from it */
	IMX_MU_TXDB,		/* a ring to it; sent at once */
	IMX_MU_RXDB,		/* a ring from it */
	IMX_MU_NUM_TYPES
};

#define IMX_MU_EACH	4	/* channels of a type */
#define IMX_MU_CHANS	(IMX_MU_NUM_TYPES * IMX_MU_EACH)

/*
 * Status (SR) and what of it interrupts (CR) have the same places. "General interrupt":
 * the other side rings. CR has, in place of version and flags, what rings it.
 */
#define IMX_MU_GI(n)		BIT(31 - (n))	/* SR.GIPn, CR.GIEn */
#define IMX_MU_RF(n)		BIT(27 - (n))	/* SR.RFn: RRn is full; CR.RIEn */
#define IMX_MU_TE(n)		BIT(23 - (n))	/* SR.TEn: TRn is empty; CR.TIEn */
#define IMX_MU_CR_GIR(n)	BIT(19 - (n))	/* set until the other side has taken it */
#define IMX_MU_EVENTS		GENMASK(31, 20)

/**
 * struct imx_mu_layout - where one version has its registers
 * @tr: first of four words to send, in bytes from the start
 * @rr: first of four words that came
 * @sr: status; a set GIPn is cleared by writing it
 * @cr: control
 */
struct imx_mu_layout {
	u32 tr;
	u32 rr;
	u32 sr;
	u32 cr;
};

/**
 * struct imx_mu - Linux's side of a MU
 * @mbox: what the mailbox framework knows of it
 * @chans: its channels: type * IMX_MU_EACH + index
 * @base: the registers
 * @layout: where they are
 * @irq: its only interrupt
 * @lock: changes of CR, and what follows
 * @late: bit per TRn that was full when there was a word for it
 * @word: that word
 * @rung: tells the framework of rings that were sent
 * @done: bit per TXDB channel of which it is to be told
 */
struct imx_mu {
	struct mbox_controller mbox;
	struct mbox_chan chans[IMX_MU_CHANS];
	void __iomem *base;
	const struct imx_mu_layout *layout;
	int irq;
	spinlock_t lock; /* see above */
	u32 late;
	u32 word[IMX_MU_EACH];
	struct work_struct rung;
	unsigned long done;
};

static struct imx_mu *to_imx_mu(struct mbox_chan *chan)
{
	return container_of(chan->mbox, struct imx_mu, mbox);
}

static enum imx_mu_type imx_mu_type(struct mbox_chan *chan)
{
	return (chan - to_imx_mu(chan)->chans) / IMX_MU_EACH;
}

static unsigned int imx_mu_index(struct mbox_chan *chan)
{
	return (chan - to_imx_mu(chan)->chans) % IMX_MU_EACH;
}

static u32 imx_mu_status(struct imx_mu *mu)
{
	return readl(mu->base + mu->layout->sr);
}

static void imx_mu_change(struct imx_mu *mu, u32 clear, u32 set)
{
	void __iomem *cr = mu->base + mu->layout->cr;

	lockdep_assert_held(&mu->lock);
	writel((readl(cr) & ~clear) | set, cr);
}

static void imx_mu_put_word(struct imx_mu *mu, unsigned int n, u32 word)
{
	/* writel() keeps it behind what was written to shared memory. */
	writel(word, mu->base + mu->layout->tr + n * sizeof(u32));
}

static u32 imx_mu_get_word(struct imx_mu *mu, unsigned int n)
{
	return readl(mu->base + mu->layout->rr + n * sizeof(u32));
}

/* TRn is empty. Return: whether what was sent last has been read. */
static bool imx_mu_is_sent(struct imx_mu *mu, unsigned int n)
{
	unsigned long flags;
	bool late;

	spin_lock_irqsave(&mu->lock, flags);
	late = mu->late & BIT(n);
	if (late) {
		mu->late &= ~BIT(n);
		imx_mu_put_word(mu, n, mu->word[n]);
	} else {
		imx_mu_change(mu, IMX_MU_TE(n), 0);
	}
	spin_unlock_irqrestore(&mu->lock, flags);

	return !late;
}

static void imx_mu_event(struct imx_mu *mu, enum imx_mu_type type,
			 unsigned int n)
{
	struct mbox_chan *chan = &mu->chans[type * IMX_MU_EACH + n];
	u32 word;

	switch (type) {
	case IMX_MU_TX:
		if (imx_mu_is_sent(mu, n))
			mbox_chan_txdone(chan, 0);
		break;
	case IMX_MU_RX:
		word = imx_mu_get_word(mu, n);
		mbox_chan_received_data(chan, &word);
		break;
	default:
		writel(IMX_MU_GI(n), mu->base + mu->layout->sr);
		/* It has arrived before the client looks at shared memory. */
		imx_mu_status(mu);
		mbox_chan_received_data(chan, NULL);
		break;
	}
}

/* At most twelve events at a time, however fast the other side makes new ones. */
static irqreturn_t imx_mu_interrupt(int irq, void *data)
{
	struct imx_mu *mu = data;
	u32 events = imx_mu_status(mu) & readl(mu->base + mu->layout->cr) &
		     IMX_MU_EVENTS;
	unsigned int n;

	if (!events)
		return IRQ_NONE;

	for (n = 0; n < IMX_MU_EACH; n++) {
		if (events & IMX_MU_TE(n))
			imx_mu_event(mu, IMX_MU_TX, n);
		if (events & IMX_MU_RF(n))
			imx_mu_event(mu, IMX_MU_RX, n);
		if (events & IMX_MU_GI(n))
			imx_mu_event(mu, IMX_MU_RXDB, n);
	}

	return IRQ_HANDLED;
}

/* The framework cannot be told inside of the call that sends. */
static void imx_mu_rung(struct work_struct *work)
{
	struct imx_mu *mu = container_of(work, struct imx_mu, rung);
	unsigned int n;

	for (n = 0; n < IMX_MU_EACH; n++)
		if (test_and_clear_bit(n, &mu->done))
			mbox_chan_txdone(&mu->chans[IMX_MU_TXDB * IMX_MU_EACH +
						    n], 0);
}

/*
 * A word that still stands in TRn is from before the channel was opened, or the other
 * side is off. It stays there, and is read when that side comes up.
 */
static void imx_mu_send_word(struct imx_mu *mu, unsigned int n, u32 word)
{
	unsigned long flags;

	spin_lock_irqsave(&mu->lock, flags);
	if (imx_mu_status(mu) & IMX_MU_TE(n)) {
		imx_mu_put_word(mu, n, word);
	} else {
		mu->late |= BIT(n);
		mu->word[n] = word;
	}
	imx_mu_change(mu, 0, IMX_MU_TE(n));
	spin_unlock_irqrestore(&mu->lock, flags);
}

static void imx_mu_ring(struct imx_mu *mu, unsigned int n)
{
	unsigned long flags;

	spin_lock_irqsave(&mu->lock, flags);
	imx_mu_change(mu, 0, IMX_MU_CR_GIR(n));
	spin_unlock_irqrestore(&mu->lock, flags);
	set_bit(n, &mu->done);
	queue_work(system_highpri_wq, &mu->rung);
}

static int imx_mu_send_data(struct mbox_chan *chan, void *data)
{
	struct imx_mu *mu = to_imx_mu(chan);
	unsigned int n = imx_mu_index(chan);

	switch (imx_mu_type(chan)) {
	case IMX_MU_TX:
		imx_mu_send_word(mu, n, *(u32 *)data);
		return 0;
	case IMX_MU_TXDB:
		imx_mu_ring(mu, n);
		return 0;
	default:
		return -EINVAL;
	}
}

/* What came before the channel was opened is nobody's. */
static int imx_mu_startup(struct mbox_chan *chan)
{
	struct imx_mu *mu = to_imx_mu(chan);
	unsigned int n = imx_mu_index(chan);
	unsigned long flags;

	spin_lock_irqsave(&mu->lock, flags);
	switch (imx_mu_type(chan)) {
	case IMX_MU_RX:
		if (imx_mu_status(mu) & IMX_MU_RF(n))
			imx_mu_get_word(mu, n);
		imx_mu_change(mu, 0, IMX_MU_RF(n));
		break;
	case IMX_MU_RXDB:
		writel(IMX_MU_GI(n), mu->base + mu->layout->sr);
		imx_mu_change(mu, 0, IMX_MU_GI(n));
		break;
	default:
		break;
	}
	spin_unlock_irqrestore(&mu->lock, flags);

	return 0;
}

static void imx_mu_silence(struct imx_mu *mu, enum imx_mu_type type,
			   unsigned int n)
{
	unsigned long flags;

	spin_lock_irqsave(&mu->lock, flags);
	switch (type) {
	case IMX_MU_TX:
		mu->late &= ~BIT(n);
		imx_mu_change(mu, IMX_MU_TE(n), 0);
		break;
	case IMX_MU_RX:
		imx_mu_change(mu, IMX_MU_RF(n), 0);
		break;
	case IMX_MU_TXDB:
		clear_bit(n, &mu->done);
		break;
	default:
		imx_mu_change(mu, IMX_MU_GI(n), 0);
		break;
	}
	spin_unlock_irqrestore(&mu->lock, flags);
}

/* After it the framework forgets the client: nothing may be told any more. */
static void imx_mu_shutdown(struct mbox_chan *chan)
{
	struct imx_mu *mu = to_imx_mu(chan);

	imx_mu_silence(mu, imx_mu_type(chan), imx_mu_index(chan));
	synchronize_irq(mu->irq);
	flush_work(&mu->rung);
}

static const struct mbox_chan_ops imx_mu_ops = {
	.startup	= imx_mu_startup,
	.shutdown	= imx_mu_shutdown,
	.send_data	= imx_mu_send_data,
};

static struct mbox_chan *imx_mu_xlate(struct mbox_controller *mbox,
				      const struct of_phandle_args *spec)
{
	if (spec->args_count != 2 || spec->args[0] >= IMX_MU_NUM_TYPES ||
	    spec->args[1] >= IMX_MU_EACH)
		return ERR_PTR(-EINVAL);

	return &mbox->chans[spec->args[0] * IMX_MU_EACH + spec->args[1]];
}

/* The boot loader, or a kernel before this one, may have left some on. */
static void imx_mu_quiet(void *data)
{
	struct imx_mu *mu = data;
	unsigned long flags;

	spin_lock_irqsave(&mu->lock, flags);
	imx_mu_change(mu, IMX_MU_EVENTS, 0);
	spin_unlock_irqrestore(&mu->lock, flags);
}

static int imx_mu_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct imx_mu *mu;
	struct clk *clk;
	int ret;

	mu = devm_kzalloc(dev, sizeof(*mu), GFP_KERNEL);
	if (!mu)
		return -ENOMEM;

	spin_lock_init(&mu->lock);
	INIT_WORK(&mu->rung, imx_mu_rung);
	mu->layout = device_get_match_data(dev);
	mu->base = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(mu->base))
		return dev_err_probe(dev, PTR_ERR(mu->base),
				     "can't map the registers\n");
	clk = devm_clk_get_optional_enabled(dev, NULL);
	if (IS_ERR(clk))
		return dev_err_probe(dev, PTR_ERR(clk),
				     "can't switch its clock on\n");
	imx_mu_quiet(mu);
	ret = devm_add_action(dev, imx_mu_quiet, mu);
	if (ret)
		return ret;
	mu->irq = platform_get_irq(pdev, 0);
	if (mu->irq < 0)
		return mu->irq;
	ret = devm_request_irq(dev, mu->irq, imx_mu_interrupt, 0, dev_name(dev),
			       mu);
	if (ret)
		return dev_err_probe(dev, ret, "can't get the interrupt\n");

	mu->mbox.dev = dev;
	mu->mbox.ops = &imx_mu_ops;
	mu->mbox.chans = mu->chans;
	mu->mbox.num_chans = IMX_MU_CHANS;
	mu->mbox.of_xlate = imx_mu_xlate;
	mu->mbox.txdone_irq = true;
	ret = devm_mbox_controller_register(dev, &mu->mbox);
	if (ret)
		return dev_err_probe(dev, ret, "can't register the mailbox\n");

	return 0;
}

static const struct imx_mu_layout imx6sx_mu = {
	.tr = 0x0, .rr = 0x10, .sr = 0x20, .cr = 0x24,
};

static const struct imx_mu_layout imx7ulp_mu = {
	.tr = 0x20, .rr = 0x40, .sr = 0x60, .cr = 0x64,
};

static const struct of_device_id imx_mu_of_match[] = {
	{ .compatible = "fsl,imx6sx-mu", .data = &imx6sx_mu },
	{ .compatible = "fsl,imx7ulp-mu", .data = &imx7ulp_mu },
	{ }
};
MODULE_DEVICE_TABLE(of, imx_mu_of_match);

static struct platform_driver imx_mu_driver = {
	.probe	= imx_mu_probe,
	.driver	= {
		.name		= "imx_mu",
		.of_match_table	= imx_mu_of_match,
		/* The framework frees channels under their clients' feet. */
		.suppress_bind_attrs = true,
	},
};
module_platform_driver(imx_mu_driver);

MODULE_DESCRIPTION("NXP i.MX Messaging Unit");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
