// SPDX-License-Identifier: GPL-2.0-only
/*
 * Free transmit buffers, sending, and waiting for one.
 *
 * A buffer is on the free stack, in the hands of a sender that fills it, or in
 * the ring. Used buffers are collected when the stack is empty, so that in the
 * normal case the remote need not interrupt us for them: its interrupts are on
 * only while somebody waits.
 */

#include <linux/export.h>
#include <linux/poll.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/slab.h>

#include "virtio_rpmsg.h"
#include "virtio_rpmsg_trace.h"

/* How often to look at the ring for a remote that does not say what it used. */
#define TX_LOOK_INTERVAL	max(HZ / 50, 1)

/* How often to ring for messages that lie. */
#define TX_WATCH_INTERVAL	HZ

/* How long an in-kernel sender waits for a buffer: as long as upstream's. */
#define TX_TIMEOUT	(15 * HZ)

static unsigned int tx_index(const struct vrp_tx *tx, const void *buf)
{
	return (buf - tx->pool.base) / tx->pool.buf_size;
}

static void tx_wake_queue(struct rpmsg_rxq *q)
{
	/* Who waits is in the queue before it takes the lock, or looks again. */
	if (waitqueue_active(&q->tx_wait))
		wake_up_interruptible_poll(&q->tx_wait, EPOLLOUT | EPOLLWRNORM);
	/* As above. */
	if (waitqueue_active(&q->poll_wait))
		wake_up_interruptible_poll(&q->poll_wait, EPOLLOUT | EPOLLWRNORM);
}

static void tx_wake(struct vrp_tx *tx)
{
	struct vrp_ept *vept, *next;

	lockdep_assert_held(&tx->lock);

	if (!tx->dead)
		vrp_ring_irq_off(&tx->ring);
	list_for_each_entry_safe(vept, next, &tx->waiters, tx_node) {
		list_del_init(&vept->tx_node);
		tx_wake_queue(&vept->own);
		if (vept->q != &vept->own)
			tx_wake_queue(vept->q);
	}
}

/*
 * Takes back what the remote has used, and wakes the writers that wait for it: who collects
 * need not be who was interrupted. Returns whether there is a free buffer, or never will be.
 */
static bool tx_collect(struct vrp_tx *tx)
{
	bool ready;
	u32 len;
	int id;

	lockdep_assert_held(&tx->lock);

	while ((id = vrp_ring_take(&tx->ring, &len)) >= 0)
		tx->free[tx->nfree++] = id;
	if (unlikely(tx->ring.broken))
		vrp_break(container_of(tx, struct vrp, tx), tx->vq);

	ready = tx->nfree || virtqueue_is_broken(tx->vq);
	if (ready && !list_empty(&tx->waiters))
		tx_wake(tx);
	return ready;
}

/**
 * vrp_tx_done() - the remote says that it used transmit buffers
 * @tx: the transmit side
 *
 * From any context, hard interrupts included.
 */
void vrp_tx_done(struct vrp_tx *tx)
{
	unsigned long flags;

	trace_rpmsg_interrupt(tx->vq);
	spin_lock_irqsave(&tx->lock, flags);
	if (!tx->dead)
		tx_collect(tx);
	spin_unlock_irqrestore(&tx->lock, flags);
}

static void tx_look(struct work_struct *work)
{
	struct vrp_tx *tx = container_of(to_delayed_work(work), struct vrp_tx,
					 work);

	spin_lock_irq(&tx->lock);
	if (!tx->dead && !list_empty(&tx->waiters) && !tx_collect(tx))
		queue_delayed_work(vrp_ring_wq, &tx->work, TX_LOOK_INTERVAL);
	spin_unlock_irq(&tx->lock);
}

static void tx_notify(struct vrp_tx *tx)
{
	trace_rpmsg_kick(tx->vq);
	virtqueue_notify(tx->vq);
}

/*
 * A remote that moves its event index in ways that make no sense may never say that it wants to
 * be rung. It does not lose its messages: it is rung every second until it has taken them.
 */
static void tx_watch(struct work_struct *work)
{
	struct vrp_tx *tx = container_of(to_delayed_work(work), struct vrp_tx,
					 watch);
	bool kick = false;

	spin_lock_irq(&tx->lock);
	if (!tx->dead) {
		tx_collect(tx);
		kick = vrp_ring_num_lent(&tx->ring);
	}
	if (kick)
		queue_delayed_work(vrp_ring_wq, &tx->watch, TX_WATCH_INTERVAL);
	spin_unlock_irq(&tx->lock);

	if (kick)
		tx_notify(tx);
}

/* Returns whether the remote has to be rung. */
static bool tx_publish(struct vrp_tx *tx)
{
	bool kick = vrp_ring_publish(&tx->ring);

	lockdep_assert_held(&tx->lock);

	if (tx->ring.event && !kick && !delayed_work_pending(&tx->watch))
		queue_delayed_work(vrp_ring_wq, &tx->watch, TX_WATCH_INTERVAL);
	return kick;
}

/*
 * Is there a free buffer? If not, say when there is: the endpoint's writers are woken
 * then, once. Returns true when trying to send makes sense now: there is a buffer, or
 * an error to be had.
 */
static bool tx_want(struct vrp_tx *tx, struct vrp_ept *vept)
{
	unsigned long flags;
	bool ready = true;

	spin_lock_irqsave(&tx->lock, flags);
	if (tx->dead || vept->tx_gone || tx->nfree || tx_collect(tx))
		goto unlock;

	ready = false;
	/* On the list it is only while the remote is asked to say when. */
	if (!list_empty(&vept->tx_node))
		goto unlock;
	list_add_tail(&vept->tx_node, &tx->waiters);
	queue_delayed_work(vrp_ring_wq, &tx->work, TX_LOOK_INTERVAL);
	/* Who sleeps here, as a rule, does not read meanwhile: the remote may wait for that. */
	if (READ_ONCE(vept->q->stalled))
		vrp_rx_spill(&vept->vrp->rx, 0);

	/* What the remote used before it saw that we want to know, we see. */
	if (vrp_ring_irq_on(&tx->ring))
		ready = tx_collect(tx);
unlock:
	spin_unlock_irqrestore(&tx->lock, flags);
	return ready;
}

/**
 * vrp_tx_unwant() - nobody of an endpoint's old queue is to be woken any more
 * @tx: the transmit side
 * @vept: the endpoint, which has another queue or none
 * @gone: it goes away, for which senders that found it before may still ask
 */
void vrp_tx_unwant(struct vrp_tx *tx, struct vrp_ept *vept, bool gone)
{
	unsigned long flags;

	spin_lock_irqsave(&tx->lock, flags);
	vept->tx_gone = gone;
	list_del_init(&vept->tx_node);
	/* Interrupts are on while somebody waits, and not beyond. */
	if (list_empty(&tx->waiters) && !tx->dead)
		vrp_ring_irq_off(&tx->ring);
	spin_unlock_irqrestore(&tx->lock, flags);
}

/*
 * Takes up to @n free buffers, for each message once: in line. Returns how many there
 * are, at least 1; -EAGAIN when none is free, -EPIPE when the remote is gone, -EIO when
 * its ring is broken.
 */
static __always_inline int tx_get(struct vrp_tx *tx, void **bufs,
				  unsigned int n)
{
	unsigned long flags;
	unsigned int i;
	int ret;

	spin_lock_irqsave(&tx->lock, flags);
	if (tx->dead)
		ret = -EPIPE;
	else if (virtqueue_is_broken(tx->vq))
		ret = -EIO;
	else if (tx->nfree || (tx_collect(tx) && tx->nfree))
		ret = min(n, tx->nfree);
	else
		ret = -EAGAIN;
	for (i = 0; (int)i < ret; i++) {
		unsigned int buf = tx->free[--tx->nfree];

		trace_rpmsg_tx_reserve(tx->vq->vdev, buf);
		bufs[i] = vrp_pool_buf(&tx->pool, buf);
	}
	spin_unlock_irqrestore(&tx->lock, flags);
	return ret;
}

static void tx_put(struct vrp_tx *tx, void *buf)
{
	unsigned long flags;

	spin_lock_irqsave(&tx->lock, flags);
	tx->free[tx->nfree++] = tx_index(tx, buf);
	if (!list_empty(&tx->waiters))
		tx_wake(tx);
	spin_unlock_irqrestore(&tx->lock, flags);
}

/* Fills in what precedes the payload, and how much the ring is told of. */
static inline void tx_seal(struct vrp_tx *tx, const struct rpmsg_tx_msg *msg, u32 src)
{
	struct virtio_device *vdev = tx->vq->vdev;
	struct vrp_hdr *hdr = msg->data - sizeof(*hdr);

	hdr->src = cpu_to_virtio32(vdev, src);
	hdr->dst = cpu_to_virtio32(vdev, msg->dst);
	hdr->reserved = 0;
	hdr->len = cpu_to_virtio16(vdev, msg->len);
	hdr->flags = 0;
}

static inline int tx_add(struct vrp_tx *tx, const struct rpmsg_tx_msg *msg, u32 src)
{
	void *buf = msg->data - sizeof(struct vrp_hdr);
	unsigned int i = tx_index(tx, buf);

	if (tx->dead)
		return -EPIPE;
	if (tx->ring.broken)
		return -EIO;
	vrp_ring_set_len(&tx->ring, i, sizeof(struct vrp_hdr) + msg->len);
	vrp_ring_put(&tx->ring, i);
	trace_rpmsg_tx_commit(tx->vq->vdev, i, src, msg->dst, msg->len);
	return 0;
}

static void tx_free(struct vrp_tx *tx, void *data)
{
	tx->free[tx->nfree++] = tx_index(tx, data - sizeof(struct vrp_hdr));
}

static __always_inline int tx_send(struct vrp_tx *tx,
				   const struct rpmsg_tx_msg *msgs,
				   unsigned int n, u32 src)
{
	unsigned long flags;
	bool kick = false;
	unsigned int k;
	int err = 0;

	for (k = 0; k < n; k++)
		tx_seal(tx, &msgs[k], src);

	spin_lock_irqsave(&tx->lock, flags);
	for (k = 0; k < n; k++) {
		if (!err)
			err = tx_add(tx, &msgs[k], src);
		if (err)
			tx_free(tx, msgs[k].data);
	}
	if (!tx->dead)
		kick = tx_publish(tx);
	spin_unlock_irqrestore(&tx->lock, flags);

	if (kick)
		tx_notify(tx);
	return err;
}

/**
 * vrp_tx_send() - publish filled buffers
 * @tx: the transmit side
 * @msgs: messages in buffers that senders took, behind room for the header; gone
 *	afterwards whatever the outcome
 * @n: how many
 * @src: local address
 *
 * The remote sees them in this order and is rung once.
 *
 * Return: 0, -EPIPE when the remote is gone, -EIO when its ring is broken: then
 * some may have been sent.
 */
int vrp_tx_send(struct vrp_tx *tx, const struct rpmsg_tx_msg *msgs,
		unsigned int n, u32 src)
{
	return tx_send(tx, msgs, n, src);
}

/**
 * virtio_rpmsg_tx_ready() - would a sender find a buffer?
 * @ept: the endpoint, on a virtio transport
 *
 * When the answer is no, the tx_wait and poll_wait queues of the endpoint's receive
 * queue are woken once when it changes.
 *
 * Return: true also when sending gives an error at once.
 */
bool virtio_rpmsg_tx_ready(struct rpmsg_endpoint *ept)
{
	struct vrp_ept *vept = to_vrp_ept(ept);

	return tx_want(&vept->vrp->tx, vept);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_tx_ready);

static int vept_wait_tx(struct vrp_ept *vept, void **buf)
{
	struct vrp_tx *tx = &vept->vrp->tx;
	long left = TX_TIMEOUT;
	int ret;

	vrp_gate_sends(vept);
	do {
		left = wait_event_interruptible_timeout(vept->own.tx_wait,
							tx_want(tx, vept),
							left);
		if (left < 0)
			return left;
		if (!left)
			return -ETIMEDOUT;
		ret = tx_get(tx, buf, 1);
	} while (ret == -EAGAIN);
	return ret;
}

/**
 * virtio_rpmsg_get_tx_payload_buffer() - take a shared buffer to fill
 * @ept: the endpoint, on a virtio transport
 * @len: receives the payload's room in bytes
 * @wait: sleep for a buffer, 15 s at most
 *
 * The buffer ends in virtio_rpmsg_send_nocopy() or virtio_rpmsg_release_tx_buffer(). The
 * remote sees what is written as it is written.
 *
 * Return: where the payload goes, or an error pointer: -EAGAIN when none is
 * free, -ETIMEDOUT when none became free, -ERESTARTSYS for a signal, -EPIPE
 * when the remote is gone, -EIO when its ring is broken.
 */
void *virtio_rpmsg_get_tx_payload_buffer(struct rpmsg_endpoint *ept, size_t *len,
					 bool wait)
{
	struct vrp_ept *vept = to_vrp_ept(ept);
	void *buf;
	int ret;

	ret = tx_get(&vept->vrp->tx, &buf, 1);
	if (wait && ret == -EAGAIN)
		ret = vept_wait_tx(vept, &buf);
	if (ret < 0)
		return ERR_PTR(ret);

	*len = vrp_mtu(vept->vrp);
	return buf + sizeof(struct vrp_hdr);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_get_tx_payload_buffer);

/**
 * virtio_rpmsg_get_tx_payload_buffers() - take several shared buffers to fill
 * @ept: the endpoint, on a virtio transport
 * @bufs: receives where the payloads go
 * @n: how many are wanted, at least 1
 *
 * For virtio_rpmsg_send_nocopy_many(); each has the room that rpmsg_get_mtu() says. Does not
 * sleep.
 *
 * Return: how many there are, at least 1; or -EAGAIN, -EPIPE, -EIO as
 * virtio_rpmsg_get_tx_payload_buffer().
 */
int virtio_rpmsg_get_tx_payload_buffers(struct rpmsg_endpoint *ept, void **bufs,
					unsigned int n)
{
	int i, ret = tx_get(&to_vrp_ept(ept)->vrp->tx, bufs, n);

	for (i = 0; i < ret; i++)
		bufs[i] += sizeof(struct vrp_hdr);
	return ret;
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_get_tx_payload_buffers);

/**
 * virtio_rpmsg_send_nocopy() - send a filled shared buffer
 * @ept: the endpoint, whose address becomes the source
 * @data: what virtio_rpmsg_get_tx_payload_buffer() returned
 * @len: payload length in bytes
 * @dst: address of the remote endpoint
 *
 * Return: 0; -EMSGSIZE when @len is beyond the buffer and the buffer still the
 * caller's; else the buffer is gone: -EPIPE when the remote is, -EIO when its
 * ring is broken.
 */
int virtio_rpmsg_send_nocopy(struct rpmsg_endpoint *ept, void *data, size_t len,
			     u32 dst)
{
	struct rpmsg_tx_msg msg = { .data = data, .len = len, .dst = dst };

	if (len > vrp_mtu(to_vrp_ept(ept)->vrp))
		return -EMSGSIZE;
	vrp_gate_sends(to_vrp_ept(ept));
	/* One is what most send: without the loops. */
	return tx_send(&to_vrp_ept(ept)->vrp->tx, &msg, 1, ept->addr);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_send_nocopy);

/**
 * virtio_rpmsg_send_nocopy_many() - send several filled shared buffers
 * @ept: the endpoint, whose address becomes the source
 * @msgs: the messages, none longer than rpmsg_get_mtu() says
 * @n: how many
 *
 * The remote gets them in this order and is rung once.
 *
 * Return: 0; -EPIPE when the remote is gone, -EIO when its ring is broken. All
 * buffers are gone in any case.
 */
int virtio_rpmsg_send_nocopy_many(struct rpmsg_endpoint *ept,
				  const struct rpmsg_tx_msg *msgs, unsigned int n)
{
	vrp_gate_sends(to_vrp_ept(ept));
	return vrp_tx_send(&to_vrp_ept(ept)->vrp->tx, msgs, n, ept->addr);
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_send_nocopy_many);

/**
 * virtio_rpmsg_release_tx_buffer() - give back a shared buffer that is not sent
 * @ept: the endpoint
 * @data: what virtio_rpmsg_get_tx_payload_buffer() returned
 */
void virtio_rpmsg_release_tx_buffer(struct rpmsg_endpoint *ept, void *data)
{
	tx_put(&to_vrp_ept(ept)->vrp->tx, data - sizeof(struct vrp_hdr));
}
EXPORT_SYMBOL_GPL(virtio_rpmsg_release_tx_buffer);

/**
 * vrp_tx_init() - all buffers are free
 * @tx: the transmit side
 * @vq: vring 1
 * @pool: its buffers
 *
 * Return: 0 or -ENOMEM.
 */
int vrp_tx_init(struct vrp_tx *tx, struct virtqueue *vq,
		const struct vrp_pool *pool)
{
	spin_lock_init(&tx->lock);
	INIT_LIST_HEAD(&tx->waiters);
	INIT_DELAYED_WORK(&tx->work, tx_look);
	INIT_DELAYED_WORK(&tx->watch, tx_watch);
	tx->vq = vq;
	tx->pool = *pool;
	tx->free = kvcalloc(pool->num, sizeof(*tx->free), GFP_KERNEL);
	if (!tx->free || vrp_ring_begin(&tx->ring, vq, pool, false)) {
		kvfree(tx->free);
		return -ENOMEM;
	}

	/* The stack hands them out from the lowest address up. */
	for (tx->nfree = 0; tx->nfree < pool->num; tx->nfree++)
		tx->free[tx->nfree] = pool->num - 1 - tx->nfree;

	vrp_ring_irq_off(&tx->ring);
	return 0;
}

/**
 * vrp_tx_stop() - send nothing more, and leave the ring alone
 * @tx: the transmit side
 *
 * Wakes all who wait for a buffer. May sleep.
 */
void vrp_tx_stop(struct vrp_tx *tx)
{
	spin_lock_irq(&tx->lock);
	tx->dead = true;
	tx_wake(tx);
	spin_unlock_irq(&tx->lock);
	cancel_delayed_work_sync(&tx->work);
	cancel_delayed_work_sync(&tx->watch);
}

/**
 * vrp_tx_free() - free what vrp_tx_init() allocated
 * @tx: the transmit side, stopped, no sender left
 */
void vrp_tx_free(struct vrp_tx *tx)
{
	vrp_ring_free(&tx->ring);
	kvfree(tx->free);
}
