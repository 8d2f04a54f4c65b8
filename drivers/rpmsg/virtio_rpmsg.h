/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtio transport of rpmsg, as its files see each other.
 *
 *	virtio_rpmsg_main.c	the virtio driver: buffers, start, end
 *	virtio_rpmsg_config.c	how large the buffers are
 *	virtio_rpmsg_rx.c	from the ring to the endpoints' queues
 *	virtio_rpmsg_stall.c	a ring that waits for a reader, and who that is
 *	virtio_rpmsg_poll.c	readers that look at the ring themselves
 *	virtio_rpmsg_tx.c	free transmit buffers, sending, waiting for one, and
 *				what zero-copy clients call for that
 *	virtio_rpmsg_ring.[ch]	the rings themselves, which a remote may write over
 *	virtio_rpmsg_live.c	who may touch the rings, and until when
 *	virtio_rpmsg_silent.c	a line for remotes that do nothing
 *	virtio_rpmsg_stray.c	messages to addresses that the name service may bring
 *	virtio_rpmsg_gate.c	callbacks after a driver's probe() and before its remove()
 *	virtio_rpmsg_ept.c	endpoints, what the rpmsg core calls on them
 *	virtio_rpmsg_zerocopy.c	what clients call that work in the shared buffers
 *	virtio_rpmsg_trace.h	tracepoints
 *	virtio_rpmsg_channel.c	channel devices and their announcements
 *	rpmsg_rxq.c		an endpoint's bounded receive queue
 *	rpmsg_rxq_read.c	its reader's side
 *	rpmsg_rxq_spill.c	what copies messages out of ring buffers
 *
 * Locks, outermost first:
 *	vrp_rx.epts_lock	which endpoints exist and where their messages go
 *	vrp_rx.lock	the receive ring and which endpoint an address means
 *	rpmsg_rxq.lock	one queue
 *	vrp_gate.lock	which callbacks wait for the end of a driver's probe()
 *	vrp_tx.lock	the transmit ring, its free buffers and who waits for one
 * The first, a mutex, and the next three nest in this order. vrp_tx.lock nests in the
 * first two while an endpoint's queue changes, and in none else. The four spinlocks are
 * taken with interrupts off and never held over a copy of a message that a reader or
 * writer asked for. The lock of the array vrp_rx.epts nests in the first two.
 *
 * While the name service's callback runs, the lock around it (rpmsg_endpoint.cb_lock) is
 * held, and then locks of devices, those above and that around another endpoint's
 * callback may be taken.
 *
 * Lifetimes: a struct vrp lives as long as its virtio device is bound, and then
 * until the last channel device and endpoint has put its reference. The shared
 * memory and the rings live while it is bound: vrp_remove() sets the two `dead`
 * flags, moves what is unread to memory of our own, and waits for the readers of
 * virtio_rpmsg_srcu before it frees them. So whoever touches a ring or a shared buffer
 * is in a read-side section of it, as callbacks of the transport are, or in a callback
 * or remove() of an rpmsg driver on this bus. Sections may sleep, but only in a kick.
 */

#ifndef VIRTIO_RPMSG_H
#define VIRTIO_RPMSG_H

#include <linux/device.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/rxq.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "virtio_rpmsg_ring.h"

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
 * @addr: address of @base as the ring carries it: a physical one, or with
 *	VIRTIO_F_ACCESS_PLATFORM one of the DMA API
 * @buf_size: bytes of each, header included
 * @num: how many
 */
struct vrp_pool {
	void *base;
	u64 addr;
	u32 buf_size;
	unsigned int num;
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
 * struct vrp_release - buffers that readers are done with, on their way to the ring
 * @list: the messages in them, added without a lock
 * @num: about how many
 * @batch: how many go back together
 */
struct vrp_release {
	struct llist_head list;
	atomic_t num;
	unsigned int batch;
};

/**
 * struct vrp_stall - a message whose queue is full: nothing behind it is looked at
 * @msg: the message, or NULL; written under vrp_rx.lock, as all below
 * @starved: all queues together hold too much, not its queue alone
 * @all: messages of other queues than its own are to be copied as well
 * @told: the log says who holds the ring back this time
 * @since: when it began, of ktime_get()
 * @count: how often there was one
 * @time: how long all of these took that are over
 * @spill: copies what queues hold in buffers, see vrp_rx_spill()
 * @tell: says who it is when it lasts
 */
struct vrp_stall {
	struct rpmsg_rx_msg *msg;
	bool starved;
	bool all;
	bool told;
	ktime_t since;
	u64 count;
	ktime_t time;
	struct delayed_work spill;
	struct delayed_work tell;
};

/**
 * struct vrp_poll - readers that look at the ring instead of waiting for interrupts
 * @pollers: how many look at it all the time; protected by vrp_rx.lock
 * @loud: looks at the ring while a poller should and does not
 */
struct vrp_poll {
	unsigned int pollers;
	struct delayed_work loud;
};

/**
 * struct vrp_stray - messages to addresses that nobody has yet
 * @busy: the name service has something to do, and may bring endpoints
 * @hurry: it may wait for a message itself, so the ring does not wait for it
 * @msgs: those that are kept, oldest first; they are counted in &vrp_rx.held as well
 * @num: how many
 * @limit: sets @hurry when the ring has waited for long
 *
 * Under vrp_rx.lock.
 */
struct vrp_stray {
	bool busy;
	bool hurry;
	struct list_head msgs;
	unsigned int num;
	struct delayed_work limit;
};

/**
 * struct vrp_rx - the receive side
 * @epts_lock: held to change @epts and &vrp_ept.q, and to go through them
 * @epts: endpoints by local address; looked up under @lock, so that who has
 *	erased one and then held @lock once knows that it is in no use
 * @lock: protects all below but @pool
 * @vq: vring 0, as the transport rings it
 * @ring: vring 0
 * @pool: its buffers
 * @msgs: one for each buffer, by index
 * @held: buffers that queues, clients and @stray hold, or held and are in @release
 * @quota: most buffers that one queue may hold
 * @last: the endpoint that had the last message, or NULL
 * @release: has no lock
 * @stall: what keeps the ring from being emptied
 * @poll: who looks at the ring besides
 * @dead: the ring must not be touched any more
 * @work: goes on where a callback stopped to bound its time
 * @stray: what is kept for endpoints to come
 * @bad: messages whose length or header made no sense
 * @no_ept: messages to an address that nobody has
 */
struct vrp_rx {
	struct mutex epts_lock; /* see above */
	struct xarray epts;
	spinlock_t lock; /* see above */
	struct virtqueue *vq;
	struct vrp_ring ring;
	struct vrp_pool pool;
	struct rpmsg_rx_msg *msgs;
	unsigned int held;
	unsigned int quota;
	struct vrp_ept *last;
	struct vrp_release release;
	struct vrp_stall stall;
	struct vrp_poll poll;
	bool dead;
	struct work_struct work;
	struct vrp_stray stray;
	u64 bad;
	u64 no_ept;
};

/**
 * struct vrp_tx - the transmit side
 * @lock: protects all below but @pool
 * @vq: vring 1, as the transport rings it
 * @ring: vring 1
 * @pool: its buffers
 * @free: stack of the indices of free buffers
 * @nfree: how many are on it
 * @waiters: endpoints that want to hear of a free buffer
 * @dead: the ring must not be touched any more
 * @work: looks at the ring while a writer waits, for remotes that do not ring
 * @watch: rings again for messages that the remote was not rung for and has not taken
 */
struct vrp_tx {
	spinlock_t lock; /* see above */
	struct virtqueue *vq;
	struct vrp_ring ring;
	struct vrp_pool pool;
	u16 *free;
	unsigned int nfree;
	struct list_head waiters;
	bool dead;
	struct delayed_work work;
	struct delayed_work watch;
};

/**
 * struct vrp_silent - does the remote do anything?
 * @work: looks, once the remote had some time
 * @again: it has found messages for which no interrupt came, and looks once more
 * @returned: the remote runs since before our driver went, and has come back
 */
struct vrp_silent {
	struct delayed_work work;
	bool again;
	bool returned;
};

/**
 * struct vrp_gate - do callbacks of a channel's endpoints run?
 * @lock: held to change all below; taken inside a queue's lock
 * @closed: not yet: its driver's probe() runs, and has not sent anything
 * @waiting: endpoints that have messages for their callbacks
 */
struct vrp_gate {
	spinlock_t lock; /* see above */
	bool closed;
	struct list_head waiting;
};

/**
 * struct vrp - a remote that speaks rpmsg over virtio
 * @bus: the bus of channels, once @drivers is told of its drivers
 * @vdev: the virtio device, valid while bound
 * @ref: held by the binding, each channel device and each endpoint
 * @rcu: for the last of them
 * @live: in the list of those that callbacks are for
 * @rx: receive side
 * @tx: transmit side
 * @dma: both pools, as the DMA API knows them
 * @pool_size: bytes at @dma
 * @pool_base: where Linux sees @dma
 * @has_ns: the remote takes part in the name service
 * @silent: says when the remote does nothing
 * @told_broken: the log says that a ring is broken
 * @channels_lock: protects @channels, @num_channels and the channels' flags;
 *	never held while a channel device is registered or unregistered
 * @channels: channel devices, until they are out of sysfs
 * @num_channels: how many, so that a remote cannot announce without bound
 * @closed: no more channels
 * @drivers: closes and opens the channels' gates
 * @idle_wait: woken when an endpoint's callback has ended and nothing is left for it
 */
struct vrp {
	typeof_member(struct device, bus) bus;
	struct virtio_device *vdev;
	struct kref ref;
	struct rcu_head rcu;
	struct list_head live;
	struct vrp_rx rx;
	struct vrp_tx tx;
	dma_addr_t dma;
	size_t pool_size;
	void *pool_base;
	bool has_ns;
	struct vrp_silent silent;
	atomic_t told_broken;
	struct mutex channels_lock; /* see above */
	struct list_head channels;
	unsigned int num_channels;
	bool closed;
	struct notifier_block drivers;
	wait_queue_head_t idle_wait;
};

/**
 * struct vrp_ept - an endpoint on this transport
 * @ept: what rpmsg drivers see
 * @vrp: the remote; a reference is held
 * @asked_for: its address was not given out, so a remote may know it beforehand
 * @q: where its messages go: @own, or a client's; changed under vrp_rx.epts_lock,
 *	vrp_rx.lock and vrp_tx.lock together, so any of them will do to look at it
 * @own: messages for the endpoint's callback; who sends with rpmsg_send() and waits for a
 *	buffer, or calls rpmsg_poll(), waits here, whatever @q is
 * @work: runs the callback, which may sleep
 * @calling: @work runs
 * @gate: of its channel, to which a reference is held
 * @gate_node: in &vrp_gate.waiting
 * @tx_node: in vrp_tx.waiters
 * @tx_gone: protected by vrp_tx.lock: must not get on that list again
 * @rcu: senders find endpoints in sections of virtio_rpmsg_srcu
 */
struct vrp_ept {
	struct rpmsg_endpoint ept;
	struct vrp *vrp;
	bool asked_for;
	struct rpmsg_rxq *q;
	struct rpmsg_rxq own;
	struct work_struct work;
	bool calling;
	struct vrp_gate *gate;
	struct list_head gate_node;
	struct list_head tx_node;
	bool tx_gone;
	struct rcu_head rcu;
};

#define to_vrp_ept(e)	container_of(e, struct vrp_ept, ept)

/**
 * enum rpmsg_rxq_verdict - what became of a message that a queue was offered
 * @RPMSG_RXQ_HELD: the queue holds the buffer
 * @RPMSG_RXQ_FREE: dropped; the buffer can go back
 * @RPMSG_RXQ_FULL: no room; the ring is told when there is
 */
enum rpmsg_rxq_verdict {
	RPMSG_RXQ_HELD,
	RPMSG_RXQ_FREE,
	RPMSG_RXQ_FULL,
};

/* For rings, which memory reclaim may wait for, and for callbacks, which may sleep and wait. */
extern struct workqueue_struct *vrp_ring_wq;
extern struct workqueue_struct *vrp_callback_wq;

static inline void *vrp_pool_buf(const struct vrp_pool *pool, unsigned int i)
{
	return pool->base + (size_t)i * pool->buf_size;
}

static inline size_t vrp_mtu(const struct vrp *vrp)
{
	return vrp->tx.pool.buf_size - sizeof(struct vrp_hdr);
}

int vrp_ring_begin(struct vrp_ring *ring, struct virtqueue *vq,
		   const struct vrp_pool *pool, bool to_us);
void vrp_break(struct vrp *vrp, struct virtqueue *vq);
void vrp_put(struct vrp *vrp);

void vrp_live_add(struct vrp *vrp);
void vrp_live_remove(struct vrp *vrp);
struct vrp *vrp_live_find(const struct virtqueue *vq);

void vrp_silent_init(struct vrp *vrp);
void vrp_silent_start(struct vrp *vrp);
void vrp_silent_stop(struct vrp *vrp);

int vrp_validate(struct virtio_device *vdev);
int vrp_get_buf_sizes(struct virtio_device *vdev, struct vrp_buf_sizes *sizes);

int vrp_rx_init(struct vrp_rx *rx, struct virtqueue *vq,
		const struct vrp_pool *pool);
void vrp_rx_stop(struct vrp_rx *rx);
void vrp_rx_free(struct vrp_rx *rx);
void vrp_rx_done(struct vrp_rx *rx);
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

/*
 * vrp_rx_set_aside() - a held buffer goes back with the next run of the ring
 * @msg: the message in it, on no list any more
 */
static inline void vrp_rx_set_aside(struct rpmsg_rx_msg *msg)
{
	atomic_inc(&msg->ring->release.num);
	llist_add(&msg->released, &msg->ring->release.list);
}

void vrp_rx_look(struct vrp_rx *rx);
void vrp_rx_take_stalled(struct vrp_rx *rx);
void vrp_rx_flush(struct vrp_rx *rx);
void vrp_rx_resume(struct vrp_rx *rx);

void vrp_stall_init(struct vrp_stall *stall);
void vrp_stall_begin(struct vrp_rx *rx, struct rpmsg_rx_msg *msg);
void vrp_stall_end(struct vrp_rx *rx);
void vrp_stall_stop(struct vrp_stall *stall);
void vrp_rx_spill(struct vrp_rx *rx, unsigned long delay);
extern const struct attribute_group *vrp_groups[];

void vrp_poll_init(struct vrp_poll *poll);
void vrp_poll_stop(struct vrp_poll *poll);
void vrp_poll_soon(struct vrp_poll *poll);
void vrp_rx_poll_begin(struct vrp_rx *rx);
void vrp_rx_poll(struct vrp_rx *rx);
void vrp_rx_poll_end(struct vrp_rx *rx);

/* One of those who have the message is done with it: see &rpmsg_rx_msg.refs. */
static inline void vrp_msg_put(struct rpmsg_rx_msg *msg)
{
	if (atomic_dec_and_test(&msg->refs))
		rpmsg_rx_msg_done(msg);
}

enum rpmsg_rxq_verdict vrp_stray_offer(struct vrp_rx *rx,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share);
void vrp_stray_begin(struct vrp_rx *rx);
void vrp_stray_end(struct vrp_rx *rx, struct rpmsg_rxq *q);
void vrp_stray_claim(struct vrp_rx *rx, struct vrp_ept *vept,
		     struct list_head *left);
void vrp_stray_hurry(struct vrp_rx *rx);
void vrp_stray_init(struct vrp_rx *rx);
void vrp_stray_stop(struct vrp_rx *rx);

int vrp_tx_init(struct vrp_tx *tx, struct virtqueue *vq,
		const struct vrp_pool *pool);
void vrp_tx_stop(struct vrp_tx *tx);
void vrp_tx_free(struct vrp_tx *tx);
void vrp_tx_done(struct vrp_tx *tx);
int vrp_tx_send(struct vrp_tx *tx, const struct rpmsg_tx_msg *msgs,
		unsigned int n, u32 src);
void vrp_tx_unwant(struct vrp_tx *tx, struct vrp_ept *vept, bool gone);

enum rpmsg_rxq_verdict rpmsg_rxq_offer(struct rpmsg_rxq *q,
				       struct rpmsg_rx_msg *msg,
				       unsigned int share,
				       struct rpmsg_rx_msg **victim, long *delay);
unsigned int rpmsg_rxq_spill(struct rpmsg_rxq *q, unsigned int keep);
enum rpmsg_rxq_verdict rpmsg_rxq_take_copy(struct rpmsg_rxq *q, struct rpmsg_rx_msg *copy,
					   struct list_head *victims);
void rpmsg_rxq_dispose(struct list_head *msgs);
void rpmsg_rxq_shut(struct rpmsg_rxq *q);
bool rpmsg_rxq_adopt(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg);
void rpmsg_rxq_evacuate(struct rpmsg_rxq *q);
void rpmsg_rxq_take_over(struct rpmsg_rxq *to, struct rpmsg_rxq *from,
			 struct list_head *left);
void rpmsg_rxq_put_left(struct rpmsg_rxq *from, struct list_head *left);

struct rpmsg_endpoint *vrp_create_ept(struct rpmsg_device *rpdev,
				      rpmsg_rx_cb_t cb, void *priv,
				      struct rpmsg_channel_info chinfo);

void vrp_gate_init(struct vrp_gate *gate);
void vrp_gate_queue(struct vrp_ept *vept);
void vrp_gate_leave(struct vrp_ept *vept);
void vrp_gate_first_send(struct vrp_ept *vept);
int vrp_gates_start(struct vrp *vrp, struct rpmsg_device *rpdev);
void vrp_gates_stop(struct vrp *vrp);
void vrp_drain_channel(struct vrp *vrp, struct rpmsg_device *rpdev);
void vrp_ept_idle(struct vrp_ept *vept);

/*
 * vrp_gate_sends() - an endpoint is about to send
 * @vept: the endpoint
 */
static inline void vrp_gate_sends(struct vrp_ept *vept)
{
	if (unlikely(READ_ONCE(vept->gate->closed)))
		vrp_gate_first_send(vept);
}

struct vrp *vrp_of_channel(struct rpmsg_device *rpdev);
struct vrp_gate *vrp_gate_of_channel(struct rpmsg_device *rpdev);
void vrp_init_channels(struct vrp *vrp);
int vrp_add_service_channels(struct vrp *vrp);
void vrp_close_channels(struct vrp *vrp);
void vrp_remove_channels(struct vrp *vrp);

#endif /* VIRTIO_RPMSG_H */
