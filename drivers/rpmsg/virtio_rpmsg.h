/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtio transport of rpmsg, as its files see each other.
 *
 *	virtio_rpmsg_main.c	the virtio driver: buffers, start, end
 *	virtio_rpmsg_config.c	how large the buffers are
 *	virtio_rpmsg_rx.c	from the ring to the endpoints' queues
 *	virtio_rpmsg_tx.c	free transmit buffers, sending, waiting for one, and
 *				what zero-copy clients call for that
 *	virtio_rpmsg_event.c	ringing remotes that do not say when
 *	virtio_rpmsg_silent.c	a line for remotes that do nothing
 *	virtio_rpmsg_ept.c	endpoints, what the rpmsg core calls on them
 *	virtio_rpmsg_trace.h	tracepoints
 *	virtio_rpmsg_channel.c	channel devices and their announcements
 *	rpmsg_rxq.c		an endpoint's bounded receive queue
 *	rpmsg_rxq_read.c	its reader's side
 *
 * Locks, outermost first:
 *	vrp_rx.epts_lock	which endpoints exist and where their messages go
 *	vrp_rx.lock	the receive ring and which endpoint an address means
 *	rpmsg_rxq.lock	one queue
 *	vrp_tx.lock	the transmit ring, its free buffers and who waits for one
 * The first, a mutex, and the next two nest in this order; vrp_tx.lock nests in
 * none. The three spinlocks are taken with interrupts off and never held over a
 * copy of a message that a reader or writer asked for.
 *
 * Lifetimes: a struct vrp lives as long as its virtio device is bound, and then
 * until the last channel device and endpoint has put its reference. The shared
 * memory and the rings live while it is bound: vrp_remove() sets the two `dead`
 * flags, moves what is unread to memory of our own, and waits for RCU readers
 * before it frees them. So whoever touches a ring or a shared buffer is in an
 * RCU read-side section, in a callback of the transport, or in a callback or
 * remove() of an rpmsg driver on this bus.
 */

#ifndef VIRTIO_RPMSG_H
#define VIRTIO_RPMSG_H

#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

/* Device feature bits: the remote announces and hears of services; and two that say
 * that it tells how large it wants the buffers to be.
 */
#define VIRTIO_RPMSG_F_NS		0
#define VIRTIO_RPMSG_F_BUFSZ		1
#define VIRTIO_RPMSG_F_BUFSZ_NUTTX	2

/* Local addresses from here on are given out; those below are asked for. */
#define VRP_DYNAMIC_ADDR	1024

/**
 * struct vrp_hdr - what precedes each payload in a shared buffer
 * @src: address of the sending endpoint
 * @dst: address of the receiving endpoint
 * @reserved: zero when we send, meaningless when we receive
 * @len: payload length in bytes
 * @flags: zero when we send, ignored when we receive
 *
 * OpenAMP and the Linux kernel agree on it; the byte order is that of the
 * virtio device.
 */
struct vrp_hdr {
	__virtio32 src;
	__virtio32 dst;
	__virtio32 reserved;
	__virtio16 len;
	__virtio16 flags;
} __packed __aligned(4);

/**
 * struct vrp_pool - the shared buffers of one direction
 * @base: where Linux sees them
 * @phys: physical address of @base, what the ring carries
 * @buf_size: bytes of each, header included
 * @num: how many
 * @sgs: one entry for each, as the ring wants to be told of it: the whole buffer to
 *	receive, of those to send the length of the message
 */
struct vrp_pool {
	void *base;
	phys_addr_t phys;
	u32 buf_size;
	unsigned int num;
	struct scatterlist *sgs;
};

/**
 * struct vrp_buf_sizes - bytes of a shared buffer, header included
 * @rx: of one from the remote
 * @tx: of one to it
 */
struct vrp_buf_sizes {
	u32 rx;
	u32 tx;
};

/**
 * struct vrp_event - does a remote say when it wants to be rung?
 * @used: the event index is in use
 * @unsure: and the remote has not moved its own so far
 * @always: nor will it, so it is rung for everything
 *
 * For one ring, under its lock.
 */
struct vrp_event {
	bool used;
	bool unsure;
	bool always;
};

/**
 * struct vrp_rx - the receive side
 * @epts_lock: held to change @epts and &vrp_ept.q, and to go through them
 * @epts: endpoints by local address; looked up under @lock, so that who has
 *	erased one and then held @lock once knows that it is in no use
 * @lock: protects all below but @pool
 * @vq: vring 0
 * @pool: its buffers
 * @msgs: one for each buffer, by index
 * @stalled: a message whose queue is full: nothing behind it is looked at
 * @patient: its queue's reader has until @lag to make room, else it is copied
 * @held: buffers that queues and clients hold, or held and are in @released
 * @quota: most buffers that one queue may hold
 * @last: the endpoint that had the last message, or NULL
 * @released: buffers to go back, added without @lock
 * @num_released: about how many, without @lock
 * @batch: how many go back together
 * @event: when the remote is rung
 * @taken: buffers that came from the ring, modulo 2^32
 * @pollers: who look at the ring all the time
 * @loud: looks at the ring while somebody should and does not
 * @added: buffers went back since the remote was told
 * @dead: the ring must not be touched any more
 * @work: goes on where a callback stopped to bound its time
 * @lag: ends the patience with a reader
 * @bad: messages whose length or header made no sense
 * @no_ept: messages to an address that nobody has
 */
struct vrp_rx {
	struct mutex epts_lock; /* see above */
	struct xarray epts;
	spinlock_t lock; /* see above */
	struct virtqueue *vq;
	struct vrp_pool pool;
	struct rpmsg_rx_msg *msgs;
	struct rpmsg_rx_msg *stalled;
	bool patient;
	unsigned int held;
	unsigned int quota;
	struct vrp_ept *last;
	struct llist_head released;
	atomic_t num_released;
	unsigned int batch;
	struct vrp_event event;
	unsigned int taken;
	unsigned int pollers;
	struct delayed_work loud;
	bool added;
	bool dead;
	struct work_struct work;
	struct delayed_work lag;
	u64 bad;
	u64 no_ept;
};

/**
 * struct vrp_tx - the transmit side
 * @lock: protects all below but @pool
 * @vq: vring 1
 * @pool: its buffers
 * @free: stack of the indices of free buffers
 * @nfree: how many are on it
 * @in_ring: how many the remote has
 * @waiters: endpoints that want to hear of a free buffer
 * @event: when the remote is rung
 * @collected: buffers that came back so far, modulo 2^32
 * @last_collected: @collected when @watch ran last
 * @dead: the ring must not be touched any more
 * @work: looks at the ring while somebody waits, for remotes that do not ring
 * @watch: looks at what becomes of messages for which the remote was not rung
 * @watching: @watch is on its way
 */
struct vrp_tx {
	spinlock_t lock; /* see above */
	struct virtqueue *vq;
	struct vrp_pool pool;
	u16 *free;
	unsigned int nfree;
	unsigned int in_ring;
	struct list_head waiters;
	struct vrp_event event;
	u32 collected;
	u32 last_collected;
	bool dead;
	struct delayed_work work;
	struct delayed_work watch;
	bool watching;
};

/**
 * struct vrp_silent - does the remote do anything?
 * @work: looks, once the remote had some time
 * @again: it has found messages for which no interrupt came, and looks once more
 */
struct vrp_silent {
	struct delayed_work work;
	bool again;
};

/**
 * struct vrp - a remote that speaks rpmsg over virtio
 * @vdev: the virtio device, valid while bound
 * @ref: held by the binding, each channel device and each endpoint
 * @rcu: for the last of them
 * @rx: receive side
 * @tx: transmit side
 * @dma: both pools, as the DMA API knows them
 * @pool_size: bytes at @dma
 * @pool_base: where Linux sees @dma
 * @has_ns: the remote takes part in the name service
 * @silent: says when the remote does nothing
 * @event_told: the log says that the remote does not move its event index
 * @channels_lock: protects @channels, @num_channels and the channels' flags;
 *	never held while a channel device is registered or unregistered
 * @channels: channel devices, until they are out of sysfs
 * @num_channels: how many, so that a remote cannot announce without bound
 * @closed: no more channels
 */
struct vrp {
	struct virtio_device *vdev;
	struct kref ref;
	struct rcu_head rcu;
	struct vrp_rx rx;
	struct vrp_tx tx;
	dma_addr_t dma;
	size_t pool_size;
	void *pool_base;
	bool has_ns;
	struct vrp_silent silent;
	atomic_t event_told;
	struct mutex channels_lock; /* see above */
	struct list_head channels;
	unsigned int num_channels;
	bool closed;
};

/**
 * struct vrp_ept - an endpoint on this transport
 * @ept: what rpmsg drivers see
 * @vrp: the remote; a reference is held
 * @q: where its messages go: @own, or a client's; changed under vrp_rx.epts_lock
 *	and vrp_rx.lock, while no sender waits
 * @own: messages for the endpoint's callback
 * @work: runs the callback, which may sleep
 * @tx_node: in vrp_tx.waiters
 * @tx_gone: protected by vrp_tx.lock: must not get on that list again
 * @rcu: senders find endpoints under RCU
 */
struct vrp_ept {
	struct rpmsg_endpoint ept;
	struct vrp *vrp;
	struct rpmsg_rxq *q;
	struct rpmsg_rxq own;
	struct work_struct work;
	struct list_head tx_node;
	bool tx_gone;
	struct rcu_head rcu;
};

#define to_vrp_ept(e)	container_of(e, struct vrp_ept, ept)

/**
 * enum rpmsg_rxq_verdict - what became of a message that a queue was offered
 * @RPMSG_RXQ_HELD: the queue holds the buffer
 * @RPMSG_RXQ_FREE: copied or dropped; the buffer can go back
 * @RPMSG_RXQ_WAIT: room of another kind than a buffer would do, but the reader should
 *	have a moment to make some; the ring is told when there is
 * @RPMSG_RXQ_FULL: no room; the ring is told when there is
 */
enum rpmsg_rxq_verdict {
	RPMSG_RXQ_HELD,
	RPMSG_RXQ_FREE,
	RPMSG_RXQ_WAIT,
	RPMSG_RXQ_FULL,
};

extern struct workqueue_struct *vrp_wq;

static inline void *vrp_pool_buf(const struct vrp_pool *pool, unsigned int i)
{
	return pool->base + (size_t)i * pool->buf_size;
}

static inline size_t vrp_mtu(const struct vrp *vrp)
{
	return vrp->tx.pool.buf_size - sizeof(struct vrp_hdr);
}

int vrp_pool_init_sgs(struct vrp_pool *pool);
void vrp_put(struct vrp *vrp);

int vrp_validate(struct virtio_device *vdev);
int vrp_get_buf_sizes(struct virtio_device *vdev, struct vrp_buf_sizes *sizes);

void vrp_event_init(struct vrp_event *event, struct virtqueue *vq);
bool vrp_event_moves(struct vrp_event *event, struct virtqueue *vq);
void vrp_event_give_up(struct vrp_event *event, struct vrp *vrp);

void vrp_silent_init(struct vrp *vrp);
void vrp_silent_start(struct vrp *vrp);
void vrp_silent_stop(struct vrp *vrp);

int vrp_rx_init(struct vrp_rx *rx, struct virtqueue *vq,
		const struct vrp_pool *pool);
void vrp_rx_stop(struct vrp_rx *rx);
void vrp_rx_free(struct vrp_rx *rx);
void vrp_rx_done(struct virtqueue *vq);
void vrp_rx_release_many(struct vrp_rx *rx, struct llist_node *first,
			 struct llist_node *last, unsigned int n, bool more);

/*
 * vrp_rx_release() - a held buffer can go back to the ring
 * @msg: the message in it, on no list any more
 * @more: as for vrp_rx_release_many()
 */
static inline void vrp_rx_release(struct rpmsg_rx_msg *msg, bool more)
{
	vrp_rx_release_many(msg->ring, &msg->released, &msg->released, 1, more);
}

void vrp_rx_poll_begin(struct vrp_rx *rx);
void vrp_rx_poll(struct vrp_rx *rx);
void vrp_rx_poll_end(struct vrp_rx *rx);
void vrp_rx_flush(struct vrp_rx *rx);
void vrp_rx_resume(struct vrp_rx *rx);

int vrp_tx_init(struct vrp_tx *tx, struct virtqueue *vq,
		const struct vrp_pool *pool);
void vrp_tx_stop(struct vrp_tx *tx);
void vrp_tx_free(struct vrp_tx *tx);
void vrp_tx_done(struct virtqueue *vq);
int vrp_tx_send(struct vrp_tx *tx, const struct rpmsg_tx_msg *msgs,
		unsigned int n, u32 src);
void vrp_tx_unwant(struct vrp_tx *tx, struct vrp_ept *vept, bool gone);

enum rpmsg_rxq_verdict rpmsg_rxq_offer(struct rpmsg_rxq *q,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share,
				       struct list_head *victims);
bool rpmsg_rxq_lags(struct rpmsg_rxq *q);
void rpmsg_rxq_evacuate(struct rpmsg_rxq *q);

struct rpmsg_endpoint *vrp_create_ept(struct rpmsg_device *rpdev,
				      rpmsg_rx_cb_t cb, void *priv,
				      struct rpmsg_channel_info chinfo);

struct vrp *vrp_of_channel(struct rpmsg_device *rpdev);
void vrp_init_channels(struct vrp *vrp);
int vrp_add_service_channels(struct vrp *vrp);
void vrp_close_channels(struct vrp *vrp);
void vrp_remove_channels(struct vrp *vrp);

#endif /* VIRTIO_RPMSG_H */
