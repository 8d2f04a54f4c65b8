/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bounded receive queue of an rpmsg endpoint.
 *
 * A message that arrives stays in the shared buffer that the remote wrote it
 * to; the queue holds that buffer until the reader is done with it. An
 * endpoint may hold a share of the ring's buffers only. Beyond that a work item copies
 * the oldest of these, up to a limit in bytes, once the reader had a few milliseconds to
 * catch up; what comes beyond that too is either held back in the ring, so that the
 * remote runs out of buffers and waits, or displaces the oldest message, as the
 * queue's policy says. Nothing is copied in an interrupt.
 */

#ifndef _LINUX_RPMSG_RXQ_H
#define _LINUX_RPMSG_RXQ_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

struct rpmsg_endpoint;
struct rpmsg_rxq;
struct vrp_rx;

/* What a queue may keep in memory of its own when nobody says otherwise. */
#define RPMSG_RXQ_LIMIT_DEFAULT	(64 * 1024)
#define RPMSG_RXQ_LIMIT_MAX	(16 * 1024 * 1024)

/* The same on a transport that can neither wait nor lend its buffers. */
#define RPMSG_RXQ_LIMIT_COPIED	(1024 * 1024)

/**
 * enum rpmsg_rx_policy - what happens to a message that finds its queue full
 * @RPMSG_RX_HOLD: it stays in the ring, and so do all behind it; nothing is lost
 * @RPMSG_RX_DROP: the queue's oldest message is dropped and counted
 */
enum rpmsg_rx_policy {
	RPMSG_RX_HOLD,
	RPMSG_RX_DROP,
};

/**
 * struct rpmsg_rx_msg - one received message
 * @node: in &rpmsg_rxq.msgs while it waits
 * @released: in the ring's list, once it is to go back there
 * @q: the queue that it counts against, once one has taken it
 * @ring: where its buffer goes back to; NULL when it is a copy of ours
 * @data: payload, in memory that the remote can change while @ring is set
 * @len: payload length in bytes, within the buffer
 * @src: address of the remote endpoint that sent it
 * @dst: address of the local endpoint
 * @refs: whoever drops the last gives it back: the callback's caller, and the
 *	client while it keeps the message
 */
struct rpmsg_rx_msg {
	struct list_head node;
	struct llist_node released;
	struct rpmsg_rxq *q;
	struct vrp_rx *ring;
	void *data;
	u32 len;
	u32 src;
	u32 dst;
	atomic_t refs;
};

/**
 * struct rpmsg_rxq_stats - what went through a queue, for sysfs
 * @messages: messages that the reader took
 * @bytes: payload bytes of @messages
 * @dropped: messages lost: queue closed, displaced, or no memory; those that
 *	rpmsg_rxq_copy_in() refused are among them, even if the transport keeps them
 * @truncated: messages of which a short read threw a part away
 * @would_block: reads that found nothing and were not to wait
 * @queued: messages that wait now
 * @queued_bytes: payload bytes of @queued
 * @high_water: largest @queued since the queue was made
 */
struct rpmsg_rxq_stats {
	u64 messages;
	u64 bytes;
	u64 dropped;
	u64 truncated;
	u64 would_block;
	unsigned int queued;
	size_t queued_bytes;
	unsigned int high_water;
};

/**
 * struct rpmsg_rxq - a bounded receive queue
 * @lock: protects all below but the wait queues; taken inside the ring's lock,
 *	from any context
 * @msgs: messages that wait, oldest first
 * @held: ring buffers that count against this queue, waiting or being read
 * @copied: bytes of own memory that count against @limit
 * @limit: most bytes of own memory, bookkeeping included
 * @policy: what a full queue does
 * @accepting: closed queues take nothing
 * @early: it was not open yet: keeps copies up to @limit, and drops what comes beyond,
 *	at once
 * @detached: the ring's memory goes away, no message may stay in it
 * @spilling: the message that is copied now or next, NULL when none was chosen; no
 *	longer that one once the message left @msgs
 * @owner: name of the program that has the endpoint open, or empty
 * @owner_pid: its process, as the first namespace numbers it
 * @stalled: the ring that waits for room here, or NULL
 * @resume_at: it goes on when @held is no more than this
 * @stats: counters
 * @notify: called with @lock held when a message came to the empty queue; NULL
 *	wakes @rx_wait and @poll_wait. The latter is woken for each message besides
 * @rx_wait: readers
 * @tx_wait: writers that wait for a transmit buffer of the same endpoint
 * @poll_wait: who polls for any of the two: one queue, as io_uring allocates memory
 *	for a second
 */
struct rpmsg_rxq {
	spinlock_t lock; /* see above */
	struct list_head msgs;
	unsigned int held;
	size_t copied;
	size_t limit;
	enum rpmsg_rx_policy policy;
	bool accepting;
	bool early;
	bool detached;
	struct rpmsg_rx_msg *spilling;
	char owner[TASK_COMM_LEN];
	pid_t owner_pid;
	struct vrp_rx *stalled;
	unsigned int resume_at;
	struct rpmsg_rxq_stats stats;
	void (*notify)(struct rpmsg_rxq *q);
	wait_queue_head_t rx_wait;
	wait_queue_head_t tx_wait;
	wait_queue_head_t poll_wait;
};

void rpmsg_rxq_init(struct rpmsg_rxq *q);
void rpmsg_rxq_open_early(struct rpmsg_rxq *q);
void rpmsg_rxq_open(struct rpmsg_rxq *q);
void rpmsg_rxq_close(struct rpmsg_rxq *q);
void rpmsg_rxq_set_owner(struct rpmsg_rxq *q, struct task_struct *task);
int rpmsg_rxq_copy_in(struct rpmsg_rxq *q, const void *data, u32 len, u32 src);
struct rpmsg_rx_msg *rpmsg_rxq_pop(struct rpmsg_rxq *q);
unsigned int rpmsg_rxq_pop_many(struct rpmsg_rxq *q, struct list_head *msgs,
				unsigned int most, size_t room, size_t extra,
				size_t align);
void rpmsg_rx_msgs_done(struct rpmsg_rxq *q, struct list_head *msgs);
void rpmsg_rxq_unpop(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg);
void rpmsg_rx_msg_done(struct rpmsg_rx_msg *msg);
size_t rpmsg_rxq_next_len(struct rpmsg_rxq *q);
void rpmsg_rxq_count_truncated(struct rpmsg_rxq *q);
void rpmsg_rxq_count_would_block(struct rpmsg_rxq *q);
void rpmsg_rxq_set_limit(struct rpmsg_rxq *q, size_t limit);
void rpmsg_rxq_set_policy(struct rpmsg_rxq *q, enum rpmsg_rx_policy policy);
void rpmsg_rxq_get_stats(struct rpmsg_rxq *q, struct rpmsg_rxq_stats *stats);

/* A hint for waiters: the answer can be old by the time it is used. */
static inline bool rpmsg_rxq_readable(const struct rpmsg_rxq *q)
{
	return !list_empty_careful(&q->msgs);
}

#endif /* _LINUX_RPMSG_RXQ_H */
