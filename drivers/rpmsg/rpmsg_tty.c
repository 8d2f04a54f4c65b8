// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels named "rpmsg-tty" as terminals: /dev/ttyRPMSGN.
 *
 * A terminal carries bytes: what is written goes out in messages of up to the mtu, and
 * messages that come in are strung together. Neither direction queues without bound.
 * Writers find as much room as there are shared buffers, and are woken when one is
 * free. What comes in stays in the endpoint's queue while the line discipline has
 * throttled the terminal, and the queue's share of the ring holds the remote back.
 *
 * Lifetimes: a port lives until its channel is gone and the last file is closed, and
 * its number with it. The endpoint is the channel's. Whoever sends looks it up in an
 * SRCU section, as sending may sleep on some transports, and remove() waits for these.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>
#include <linux/tty_flip.h>
#include <linux/tty_port.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include <tty_write.h>

#define RPMSG_TTY_MAX		256

/* Messages to the line discipline before the work lets others have the worker. */
#define RPMSG_TTY_BATCH		64

/*
 * How long until the next try when the tty layer has no memory for more, or a transport
 * no buffer that does not say when it has one.
 */
#define RPMSG_TTY_RETRY		max(HZ / 50, 1)

/* What is sent at once on a transport that does not tell its mtu. */
#define RPMSG_TTY_MTU_UNKNOWN	256

/**
 * struct rpmsg_tty - a terminal
 * @port: what the tty layer sees
 * @index: its number
 * @is_virtio: messages are written and held in the shared buffers themselves
 * @mtu: most bytes of a message
 * @dst: address of the remote endpoint
 * @ept: the channel's endpoint, NULL once that is gone; changed under the port's mutex
 * @rxq: received messages
 * @rx_work: hands them to the line discipline
 * @rx_done: bytes of the oldest one that it has; for @rx_work, and while that is off
 * @active: a file is open
 * @throttled: the line discipline wants no more for the moment
 * @tx_work: tells writers that there is room
 * @tx_wait: hears of free transmit buffers, in the queue of @rxq
 */
struct rpmsg_tty {
	struct tty_port port;
	u32 index;
	bool is_virtio;
	unsigned int mtu;
	u32 dst;
	struct rpmsg_endpoint __rcu *ept;
	struct rpmsg_rxq rxq;
	struct delayed_work rx_work;
	size_t rx_done;
	bool active;
	bool throttled;
	struct delayed_work tx_work;
	struct wait_queue_entry tx_wait;
};

static struct tty_driver *rpmsg_tty_driver;
static struct workqueue_struct *rpmsg_tty_wq;
static DEFINE_XARRAY_ALLOC(rpmsg_ttys);
DEFINE_STATIC_SRCU(rpmsg_tty_srcu);

static struct rpmsg_tty *to_rpmsg_tty(struct tty_port *port)
{
	return container_of(port, struct rpmsg_tty, port);
}

/* From the remote. */

/* With the rest of a message when not all of it was taken. */
static bool rpmsg_tty_push(struct rpmsg_tty *rt, struct rpmsg_rx_msg *msg)
{
	size_t done = min_t(size_t, rt->rx_done, msg->len);

	done += tty_insert_flip_string(&rt->port, msg->data + done,
				       msg->len - done);
	if (done < msg->len) {
		rt->rx_done = done;
		rpmsg_rxq_unpop(&rt->rxq, msg);
		return false;
	}
	rt->rx_done = 0;
	rpmsg_rx_msg_done(msg);
	return true;
}

static void rpmsg_tty_rx_work(struct work_struct *work)
{
	struct rpmsg_tty *rt = container_of(to_delayed_work(work),
					    struct rpmsg_tty, rx_work);
	unsigned int budget = RPMSG_TTY_BATCH;
	struct rpmsg_rx_msg *msg;
	bool full = false;
	int idx;

	while (budget && READ_ONCE(rt->active) && !READ_ONCE(rt->throttled)) {
		/* Keeps the shared buffer there, see rpmsg_rxq_pop(). */
		idx = srcu_read_lock(&virtio_rpmsg_srcu);
		msg = rpmsg_rxq_pop(&rt->rxq);
		full = msg && !rpmsg_tty_push(rt, msg);
		srcu_read_unlock(&virtio_rpmsg_srcu, idx);
		if (!msg || full)
			break;
		budget--;
	}
	if (READ_ONCE(rt->active))
		tty_flip_buffer_push(&rt->port);

	if (full || !budget)
		queue_delayed_work(rpmsg_tty_wq, &rt->rx_work,
				   full ? RPMSG_TTY_RETRY : 0);
}

static void rpmsg_tty_notify(struct rpmsg_rxq *q)
{
	struct rpmsg_tty *rt = container_of(q, struct rpmsg_tty, rxq);

	queue_delayed_work(rpmsg_tty_wq, &rt->rx_work, 0);
}

/* For transports whose buffers cannot be held, which have no way to wait either. */
static int rpmsg_tty_callback(struct rpmsg_device *rpdev, void *data, int len,
			      void *priv, u32 src)
{
	struct rpmsg_tty *rt = priv;
	int err;

	if (!rt)
		return 0;
	err = rpmsg_rxq_copy_in(&rt->rxq, data, len, src);
	if (err && READ_ONCE(rt->active))
		dev_warn_ratelimited(&rpdev->dev,
				     "%d bytes lost, as nobody read what came before\n",
				     len);
	return err;
}

static void rpmsg_tty_throttle(struct tty_struct *tty)
{
	struct rpmsg_tty *rt = tty->driver_data;

	WRITE_ONCE(rt->throttled, true);
}

static void rpmsg_tty_unthrottle(struct tty_struct *tty)
{
	struct rpmsg_tty *rt = tty->driver_data;

	WRITE_ONCE(rt->throttled, false);
	queue_delayed_work(rpmsg_tty_wq, &rt->rx_work, 0);
}

/* To the remote. */

/* Returns how many bytes went, 0 when there is no buffer, or a negative errno. */
static int rpmsg_tty_send_shared(struct rpmsg_tty *rt, struct rpmsg_endpoint *ept,
				 const u8 *buf, size_t len)
{
	size_t room;
	void *data;

	data = virtio_rpmsg_get_tx_payload_buffer(ept, &room, false);
	if (IS_ERR(data))
		return data == ERR_PTR(-EAGAIN) ? 0 : -EIO;
	memcpy(data, buf, len);
	return virtio_rpmsg_send_nocopy(ept, data, len, rt->dst) ? -EIO : len;
}

static int rpmsg_tty_send_copied(struct rpmsg_endpoint *ept, const u8 *buf,
				 size_t len)
{
	int err = rpmsg_trysend(ept, (void *)buf, len);

	/* The core's word for "no buffer now". */
	if (err)
		return err == -ENOMEM ? 0 : -EIO;
	return len;
}

static int rpmsg_tty_send(struct rpmsg_tty *rt, const u8 *buf, size_t len)
{
	struct rpmsg_endpoint *ept;
	int idx, ret = -EIO;

	len = min_t(size_t, len, rt->mtu);
	idx = srcu_read_lock(&rpmsg_tty_srcu);
	ept = srcu_dereference(rt->ept, &rpmsg_tty_srcu);
	if (ept && rt->is_virtio)
		ret = rpmsg_tty_send_shared(rt, ept, buf, len);
	else if (ept)
		ret = rpmsg_tty_send_copied(ept, buf, len);
	srcu_read_unlock(&rpmsg_tty_srcu, idx);
	return ret;
}

/*
 * Does it make sense to send? If not, writers are woken when it does. Also true when
 * sending gives an error.
 */
static bool rpmsg_tty_tx_ready(struct rpmsg_tty *rt)
{
	struct rpmsg_endpoint *ept;
	bool ready;
	int idx;

	idx = srcu_read_lock(&rpmsg_tty_srcu);
	ept = srcu_dereference(rt->ept, &rpmsg_tty_srcu);
	ready = !ept || !rt->is_virtio || virtio_rpmsg_tx_ready(ept);
	srcu_read_unlock(&rpmsg_tty_srcu, idx);
	return ready;
}

/* After a write that found no buffer: whether to try again at once. */
static bool rpmsg_tty_want_buffer(struct rpmsg_tty *rt)
{
	if (rt->is_virtio)
		return rpmsg_tty_tx_ready(rt);
	queue_delayed_work(rpmsg_tty_wq, &rt->tx_work, RPMSG_TTY_RETRY);
	return false;
}

static compat_tty_ssize rpmsg_tty_write(struct tty_struct *tty, const u8 *buf,
					compat_tty_size count)
{
	struct rpmsg_tty *rt = tty->driver_data;
	compat_tty_size done = 0;
	int ret;

	if (rt->dst == RPMSG_ADDR_ANY)
		return -EINVAL;

	while (done < count) {
		ret = rpmsg_tty_send(rt, buf + done, count - done);
		if (ret < 0)
			return done ?: ret;
		if (!ret && !rpmsg_tty_want_buffer(rt))
			break;
		done += ret;
	}
	return done;
}

static unsigned int rpmsg_tty_write_room(struct tty_struct *tty)
{
	struct rpmsg_tty *rt = tty->driver_data;

	return rpmsg_tty_tx_ready(rt) ? rt->mtu : 0;
}

static void rpmsg_tty_tx_work(struct work_struct *work)
{
	struct rpmsg_tty *rt = container_of(to_delayed_work(work),
					    struct rpmsg_tty, tx_work);

	tty_port_tty_wakeup(&rt->port);
}

/* The bus has its lock: some line disciplines write from within the wake-up. */
static int rpmsg_tty_tx_wake(struct wait_queue_entry *wait, unsigned int mode,
			     int flags, void *key)
{
	struct rpmsg_tty *rt = container_of(wait, struct rpmsg_tty, tx_wait);

	queue_delayed_work(rpmsg_tty_wq, &rt->tx_work, 0);
	return 0;
}

/* Open and close. */

static int rpmsg_tty_install(struct tty_driver *driver, struct tty_struct *tty)
{
	struct rpmsg_tty *rt;
	struct tty_port *port;
	int err;

	xa_lock(&rpmsg_ttys);
	rt = xa_load(&rpmsg_ttys, tty->index);
	port = rt ? tty_port_get(&rt->port) : NULL;
	xa_unlock(&rpmsg_ttys);
	if (!port)
		return -ENODEV;

	tty->driver_data = rt;
	/* One write of up to the mtu is one message. */
	set_bit(TTY_NO_WRITE_SPLIT, &tty->flags);
	err = tty_port_install(port, driver, tty);
	if (err)
		tty_port_put(port);
	return err;
}

static void rpmsg_tty_cleanup(struct tty_struct *tty)
{
	tty_port_put(tty->port);
}

static int rpmsg_tty_open(struct tty_struct *tty, struct file *filp)
{
	return tty_port_open(tty->port, tty, filp);
}

static void rpmsg_tty_close(struct tty_struct *tty, struct file *filp)
{
	tty_port_close(tty->port, tty, filp);
}

static void rpmsg_tty_hangup(struct tty_struct *tty)
{
	tty_port_hangup(tty->port);
}

static const struct tty_operations rpmsg_tty_ops = {
	.install	= rpmsg_tty_install,
	.cleanup	= rpmsg_tty_cleanup,
	.open		= rpmsg_tty_open,
	.close		= rpmsg_tty_close,
	.hangup		= rpmsg_tty_hangup,
	.write		= rpmsg_tty_write,
	.write_room	= rpmsg_tty_write_room,
	.throttle	= rpmsg_tty_throttle,
	.unthrottle	= rpmsg_tty_unthrottle,
};

/* The first file is opened, the port's mutex held. */
static int rpmsg_tty_activate(struct tty_port *port, struct tty_struct *tty)
{
	struct rpmsg_tty *rt = to_rpmsg_tty(port);

	if (!rcu_access_pointer(rt->ept))
		return -ENODEV;

	rpmsg_rxq_open(&rt->rxq);
	rt->rx_done = 0;
	WRITE_ONCE(rt->throttled, false);
	WRITE_ONCE(rt->active, true);
	queue_delayed_work(rpmsg_tty_wq, &rt->rx_work, 0);
	return 0;
}

/* The last file was closed, or all were hung up. */
static void rpmsg_tty_shutdown(struct tty_port *port)
{
	struct rpmsg_tty *rt = to_rpmsg_tty(port);

	WRITE_ONCE(rt->active, false);
	cancel_delayed_work_sync(&rt->rx_work);
	rpmsg_rxq_close(&rt->rxq);
}

static void rpmsg_tty_destruct(struct tty_port *port)
{
	struct rpmsg_tty *rt = to_rpmsg_tty(port);

	xa_erase(&rpmsg_ttys, rt->index);
	kfree(rt);
}

static const struct tty_port_operations rpmsg_tty_port_ops = {
	.activate	= rpmsg_tty_activate,
	.shutdown	= rpmsg_tty_shutdown,
	.destruct	= rpmsg_tty_destruct,
};

/* Channels. */

/*
 * Messages are taken from now on. Until the terminal is opened for the first time the
 * first ones are kept, so that a greeting is not lost and nothing held back.
 */
static void rpmsg_tty_connect(struct rpmsg_tty *rt, struct rpmsg_device *rpdev)
{
	ssize_t mtu = rpmsg_get_mtu(rpdev->ept);

	rt->mtu = mtu > 0 ? mtu : RPMSG_TTY_MTU_UNKNOWN;
	rt->dst = rpdev->dst;
	rt->is_virtio = virtio_rpmsg_is_ept(rpdev->ept);
	rpmsg_rxq_open_early(&rt->rxq);
	rcu_assign_pointer(rt->ept, rpdev->ept);
	if (rt->is_virtio)
		virtio_rpmsg_attach_rxq(rpdev->ept, &rt->rxq);
	else
		rpdev->ept->priv = rt;
}

/* Afterwards nobody uses the endpoint, and the terminal cannot be opened any more. */
static void rpmsg_tty_disconnect(struct rpmsg_tty *rt, struct rpmsg_device *rpdev)
{
	mutex_lock(&rt->port.mutex);
	rcu_assign_pointer(rt->ept, NULL);
	mutex_unlock(&rt->port.mutex);
	synchronize_srcu(&rpmsg_tty_srcu);

	if (rt->is_virtio) {
		virtio_rpmsg_attach_rxq(rpdev->ept, NULL);
	} else {
		/* Transports that hold this around callbacks are done with the last. */
		mutex_lock(&rpdev->ept->cb_lock);
		rpdev->ept->priv = NULL;
		mutex_unlock(&rpdev->ept->cb_lock);
	}
}

static void rpmsg_tty_end(struct rpmsg_tty *rt)
{
	cancel_delayed_work_sync(&rt->rx_work);
	cancel_delayed_work_sync(&rt->tx_work);
	rpmsg_rxq_close(&rt->rxq);
	tty_port_put(&rt->port);
}

static struct rpmsg_tty *rpmsg_tty_alloc(void)
{
	struct rpmsg_tty *rt;
	int err;

	rt = kzalloc(sizeof(*rt), GFP_KERNEL);
	if (!rt)
		return ERR_PTR(-ENOMEM);

	tty_port_init(&rt->port);
	rt->port.ops = &rpmsg_tty_port_ops;
	rpmsg_rxq_init(&rt->rxq);
	rt->rxq.notify = rpmsg_tty_notify;
	INIT_DELAYED_WORK(&rt->rx_work, rpmsg_tty_rx_work);
	INIT_DELAYED_WORK(&rt->tx_work, rpmsg_tty_tx_work);
	init_waitqueue_func_entry(&rt->tx_wait, rpmsg_tty_tx_wake);
	add_wait_queue(&rt->rxq.tx_wait, &rt->tx_wait);

	err = xa_alloc(&rpmsg_ttys, &rt->index, rt,
		       XA_LIMIT(0, RPMSG_TTY_MAX - 1), GFP_KERNEL);
	if (err) {
		tty_port_destroy(&rt->port);
		kfree(rt);
		return ERR_PTR(err == -EBUSY ? -ENOSPC : err);
	}
	return rt;
}

static int rpmsg_tty_probe(struct rpmsg_device *rpdev)
{
	struct ktermios **termios;
	struct rpmsg_tty *rt;
	struct device *dev;

	rt = rpmsg_tty_alloc();
	if (IS_ERR(rt))
		return dev_err_probe(&rpdev->dev, PTR_ERR(rt), "no terminal left\n");

	/* What another remote's terminal of this number was set to is not for this one. */
	termios = &rpmsg_tty_driver->termios[rt->index];
	if (*termios)
		**termios = rpmsg_tty_driver->init_termios;

	rpmsg_tty_connect(rt, rpdev);
	dev_set_drvdata(&rpdev->dev, rt);
	dev = tty_port_register_device(&rt->port, rpmsg_tty_driver, rt->index,
				       &rpdev->dev);
	if (IS_ERR(dev)) {
		rpmsg_tty_disconnect(rt, rpdev);
		rpmsg_tty_end(rt);
		return dev_err_probe(&rpdev->dev, PTR_ERR(dev),
				     "cannot add the terminal\n");
	}
	return 0;
}

static void rpmsg_tty_remove(struct rpmsg_device *rpdev)
{
	struct rpmsg_tty *rt = dev_get_drvdata(&rpdev->dev);
	struct tty_struct *tty;

	rpmsg_tty_disconnect(rt, rpdev);
	tty_unregister_device(rpmsg_tty_driver, rt->index);
	tty = tty_port_tty_get(&rt->port);
	if (tty) {
		tty_vhangup(tty);
		tty_kref_put(tty);
	}
	rpmsg_tty_end(rt);
}

static struct rpmsg_device_id rpmsg_tty_id_table[] = {
	{ .name = "rpmsg-tty" },
	{ }
};
MODULE_DEVICE_TABLE(rpmsg, rpmsg_tty_id_table);

static struct rpmsg_driver rpmsg_tty_rpmsg_driver = {
	.drv.name	= KBUILD_MODNAME,
	.id_table	= rpmsg_tty_id_table,
	.probe		= rpmsg_tty_probe,
	.remove		= rpmsg_tty_remove,
	.callback	= rpmsg_tty_callback,
};

/* Bytes go through as they are: no echo, no lines, no signals, no flow control. */
static void rpmsg_tty_set_raw(struct ktermios *termios)
{
	*termios = tty_std_termios;
	termios->c_iflag = 0;
	termios->c_oflag = 0;
	termios->c_lflag = 0;
}

static int rpmsg_tty_register(void)
{
	int err;

	rpmsg_tty_driver->driver_name = KBUILD_MODNAME;
	rpmsg_tty_driver->name = "ttyRPMSG";
	rpmsg_tty_driver->type = TTY_DRIVER_TYPE_CONSOLE;
	rpmsg_tty_set_raw(&rpmsg_tty_driver->init_termios);
	tty_set_operations(rpmsg_tty_driver, &rpmsg_tty_ops);

	err = tty_register_driver(rpmsg_tty_driver);
	if (err)
		return err;
	err = register_rpmsg_driver(&rpmsg_tty_rpmsg_driver);
	if (err)
		tty_unregister_driver(rpmsg_tty_driver);
	return err;
}

static int __init rpmsg_tty_init(void)
{
	int err;

	rpmsg_tty_wq = alloc_workqueue("rpmsg_tty", WQ_UNBOUND, 0);
	if (!rpmsg_tty_wq)
		return -ENOMEM;

	rpmsg_tty_driver = tty_alloc_driver(RPMSG_TTY_MAX, TTY_DRIVER_REAL_RAW |
					    TTY_DRIVER_DYNAMIC_DEV);
	if (IS_ERR(rpmsg_tty_driver)) {
		err = PTR_ERR(rpmsg_tty_driver);
		goto destroy_wq;
	}
	err = rpmsg_tty_register();
	if (err)
		goto put_driver;
	return 0;

put_driver:
	tty_driver_kref_put(rpmsg_tty_driver);
destroy_wq:
	destroy_workqueue(rpmsg_tty_wq);
	return err;
}
module_init(rpmsg_tty_init);

/* No port is left: each file holds the module. */
static void __exit rpmsg_tty_exit(void)
{
	unregister_rpmsg_driver(&rpmsg_tty_rpmsg_driver);
	tty_unregister_driver(rpmsg_tty_driver);
	tty_driver_kref_put(rpmsg_tty_driver);
	destroy_workqueue(rpmsg_tty_wq);
}
module_exit(rpmsg_tty_exit);

MODULE_DESCRIPTION("Rpmsg channels as terminals");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
