// SPDX-License-Identifier: GPL-2.0-only
/*
 * read, write and poll of /dev/rpmsgN.
 *
 * One copy each way: between the program's memory and the shared buffer. The
 * copy runs in a section of virtio_rpmsg_srcu, which keeps the buffer there, with page
 * faults off, so that a program whose memory never arrives cannot keep a
 * remote from being stopped. When a page is missing, the message goes back to
 * where it was, the page is brought in with nothing held, and all begins anew; but
 * once only if the copy then comes no further.
 */

#include <linux/poll.h>
#include <linux/rpmsg/zerocopy.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include <uapi/linux/rpmsg_frame.h>

#include <poll_waits.h>

#include "rpmsg_char.h"

/* How often the ring is looked at between two looks at everything else: some microseconds. */
#define BUSY_LOOKS	256

static bool is_nonblocking(const struct kiocb *iocb)
{
	return (iocb->ki_filp->f_flags & O_NONBLOCK) ||
	       (iocb->ki_flags & IOCB_NOWAIT);
}

/* Returns the message's length as read, or -EFAULT for a page to bring. */
static ssize_t eptdev_read_msg(struct rpmsg_rxq *q, struct rpmsg_rx_msg *msg,
			       struct rpmsg_mem *to)
{
	size_t use = min_t(size_t, msg->len, rpmsg_mem_left(to));
	size_t copied;

	pagefault_disable();
	copied = rpmsg_mem_put_msg(to, msg, use);
	pagefault_enable();
	if (copied != use) {
		rpmsg_mem_miss(to, copied);
		rpmsg_rxq_unpop(q, msg);
		return -EFAULT;
	}

	if (use < msg->len)
		rpmsg_rxq_count_truncated(q);
	rpmsg_rx_msg_done(msg);
	return use;
}

static ssize_t eptdev_try_read(struct rpmsg_rxq *q, struct rpmsg_mem *to)
{
	struct rpmsg_rx_msg *msg;
	ssize_t ret = -EAGAIN;
	int idx;

	/* Who finds nothing here looks again before it sleeps. */
	if (!rpmsg_rxq_readable(q))
		return -EAGAIN;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	msg = rpmsg_rxq_pop(q);
	if (msg)
		ret = eptdev_read_msg(q, msg, to);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	return ret;
}

/*
 * Brings in the pages that the next message goes to, with its header and padding. Returns
 * true when it does not help.
 */
static bool eptdev_fault_in_read(struct rpmsg_rxq *q, struct rpmsg_mem *to,
				 bool framed)
{
	size_t len = rpmsg_rxq_next_len(q);

	if (rpmsg_mem_is_stuck(to))
		return true;
	if (framed)
		len = ALIGN(sizeof(struct rpmsg_frame) + len, RPMSG_FRAME_ALIGN);
	return rpmsg_mem_fault_in_writeable(to, min(len, rpmsg_mem_left(to)));
}

/* What a program has asked for may be more than root allows by now. */
static u32 eptdev_busy_us(const struct rpmsg_eptdev *eptdev)
{
	return min(READ_ONCE(eptdev->busy_poll), READ_ONCE(rpmsg_busy_poll_max));
}

/*
 * The remote interrupts again at the end, even if we come back at once: between two looks
 * a message may come for another endpoint, and who looks may be kept from coming back.
 */
static void eptdev_look(struct rpmsg_eptdev *eptdev, struct rpmsg_endpoint *ept)
{
	unsigned int looks;

	virtio_rpmsg_busy_poll_begin(ept);
	for (looks = 0; looks < BUSY_LOOKS; looks++) {
		virtio_rpmsg_busy_poll(ept);
		if (rpmsg_rxq_readable(&eptdev->rxq))
			break;
		cpu_relax();
	}
	virtio_rpmsg_busy_poll_end(ept);
}

/* A section of some looks, so that nobody who waits for the end of a remote waits long. */
static void eptdev_look_once(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_endpoint *ept;
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	ept = srcu_dereference(eptdev->ept, &virtio_rpmsg_srcu);
	if (ept)
		eptdev_look(eptdev, ept);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
}

static bool eptdev_may_read(struct rpmsg_eptdev *eptdev)
{
	return rpmsg_rxq_readable(&eptdev->rxq) || READ_ONCE(eptdev->gone);
}

static void eptdev_busy_poll(struct rpmsg_eptdev *eptdev, u32 us)
{
	u64 end = local_clock() + (u64)us * NSEC_PER_USEC;

	do {
		eptdev_look_once(eptdev);
	} while (!eptdev_may_read(eptdev) && !signal_pending(current) &&
		 !need_resched() && local_clock() < end);
}

/*
 * To be called when there was none: returns when it makes sense to look again, or
 * -ERESTARTSYS.
 */
static int eptdev_wait_rx(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_rxq *q = &eptdev->rxq;
	DEFINE_WAIT(wait);
	int ret = 0;

	/* One look is enough: the caller looks again in any case. */
	prepare_to_wait(&q->rx_wait, &wait, TASK_INTERRUPTIBLE);
	if (!eptdev_may_read(eptdev) && !signal_pending(current))
		schedule();
	if (signal_pending(current) && !eptdev_may_read(eptdev))
		ret = -ERESTARTSYS;
	finish_wait(&q->rx_wait, &wait);
	return ret;
}

/* Into each of its two callers, of which one has no @to->iter. */
static __always_inline ssize_t eptdev_read(struct rpmsg_eptdev *eptdev,
					   struct rpmsg_mem *to, bool nonblock)
{
	bool framed = READ_ONCE(eptdev->framed);
	struct rpmsg_rxq *q = &eptdev->rxq;
	u32 us = eptdev_busy_us(eptdev);
	ssize_t ret;
	bool gone;

	if (!rpmsg_mem_left(to))
		return 0;

	for (;;) {
		/* Pairs with the release after the last message was queued. */
		gone = smp_load_acquire(&eptdev->gone);
		ret = framed ? rpmsg_frame_try_read(eptdev, to) :
			       eptdev_try_read(q, to);
		if (ret != -EAGAIN && ret != -EFAULT)
			return ret;

		if (ret == -EFAULT) {
			if (eptdev_fault_in_read(q, to, framed))
				return -EFAULT;
		} else if (gone) {
			return -EPIPE;
		} else if (nonblock) {
			rpmsg_rxq_count_would_block(q);
			return -EAGAIN;
		} else if (us) {
			/* Once a call: then it sleeps. */
			eptdev_busy_poll(eptdev, us);
			us = 0;
		} else if (eptdev_wait_rx(eptdev)) {
			return -ERESTARTSYS;
		}

		if (fatal_signal_pending(current))
			return -EINTR;
	}
}

/**
 * rpmsg_eptdev_read() - read one message, or in framed mode several
 * @filp: the file
 * @buf: where it goes; what does not fit is lost, and counted, except in framed mode
 * @len: bytes there
 * @pos: unused
 *
 * Return: bytes read, which is 0 for an empty message; -EAGAIN when there is
 * none and the file does not block; -EPIPE when there is none and the channel is
 * gone; -EFAULT, after which the message is still there; -EMSGSIZE in framed mode
 * when the first one does not fit, which stays as well; -ERESTARTSYS.
 */
ssize_t rpmsg_eptdev_read(struct file *filp, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct rpmsg_mem to = { .user = buf, .left = len };

	return eptdev_read(filp->private_data, &to, filp->f_flags & O_NONBLOCK);
}

/**
 * rpmsg_eptdev_read_iter() - as rpmsg_eptdev_read(), for all calls but read(2)
 * @iocb: the file
 * @iter: where it goes
 *
 * Return: as rpmsg_eptdev_read(); -EAGAIN also for IOCB_NOWAIT.
 */
ssize_t rpmsg_eptdev_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct rpmsg_mem to = { .iter = iter };

	return eptdev_read(iocb->ki_filp->private_data, &to,
			   is_nonblocking(iocb));
}

/* Returns 0, -EAGAIN for a full ring, or -EFAULT for a page to bring. */
static int eptdev_send_msg(struct rpmsg_endpoint *ept, struct rpmsg_mem *from,
			   size_t len, u32 dst)
{
	size_t room, copied;
	void *buf;

	buf = virtio_rpmsg_get_tx_payload_buffer(ept, &room, false);
	if (IS_ERR(buf))
		return PTR_ERR(buf);

	pagefault_disable();
	copied = rpmsg_mem_get(from, buf, len);
	pagefault_enable();
	if (copied != len) {
		rpmsg_mem_miss(from, copied);
		virtio_rpmsg_release_tx_buffer(ept, buf);
		return -EFAULT;
	}
	return virtio_rpmsg_send_nocopy(ept, buf, len, dst);
}

static int eptdev_try_write(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from,
			    size_t len)
{
	struct rpmsg_endpoint *ept;
	int idx, ret = -EPIPE;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	ept = srcu_dereference(eptdev->ept, &virtio_rpmsg_srcu);
	if (ept)
		ret = eptdev_send_msg(ept, from, len, eptdev->chinfo.dst);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	return ret;
}

static bool eptdev_tx_ready(struct rpmsg_eptdev *eptdev)
{
	struct rpmsg_endpoint *ept;
	bool ready;
	int idx;

	idx = srcu_read_lock(&virtio_rpmsg_srcu);
	ept = srcu_dereference(eptdev->ept, &virtio_rpmsg_srcu);
	ready = !ept || virtio_rpmsg_tx_ready(ept);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
	return ready;
}

/*
 * Who waits for the file with an edge-triggered epoll does not ask again after a
 * write that would block: the next free buffer has to wake it.
 */
static bool eptdev_would_block(struct rpmsg_eptdev *eptdev)
{
	/* One that comes to wait just now polls the file itself. */
	return !waitqueue_active(&eptdev->rxq.poll_wait) ||
	       !eptdev_tx_ready(eptdev);
}

/* Returns 0 when it makes sense to try again, or an error for the program. */
static int eptdev_wait_tx(struct rpmsg_eptdev *eptdev, bool nonblock)
{
	if (nonblock)
		return eptdev_would_block(eptdev) ? -EAGAIN : 0;
	if (wait_event_interruptible(eptdev->rxq.tx_wait,
				     eptdev_tx_ready(eptdev)))
		return -ERESTARTSYS;
	return 0;
}

/* Brings in the pages of the message. Returns 0, or -EFAULT when it does not help. */
static int eptdev_fault_in_write(struct rpmsg_mem *from, size_t len)
{
	if (rpmsg_mem_is_stuck(from))
		return -EFAULT;
	return rpmsg_mem_fault_in_readable(from, len) ? -EFAULT : 0;
}

static int eptdev_write_msg(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from,
			    size_t len, bool nonblock)
{
	int ret;

	for (;;) {
		ret = eptdev_try_write(eptdev, from, len);
		if (ret == -EFAULT)
			ret = eptdev_fault_in_write(from, len);
		else if (ret == -EAGAIN)
			ret = eptdev_wait_tx(eptdev, nonblock);
		else
			return ret;

		if (ret)
			return ret;
		if (fatal_signal_pending(current))
			return -EINTR;
	}
}

static ssize_t eptdev_write_framed(struct rpmsg_eptdev *eptdev,
				   struct rpmsg_mem *from, bool nonblock)
{
	size_t all = rpmsg_mem_left(from), left;
	int ret = 0;

	while ((left = rpmsg_mem_left(from)) && !ret) {
		ret = rpmsg_frame_try_write(eptdev, from);
		if (ret == -EFAULT)
			ret = rpmsg_frame_fault_in(from);
		else if (ret == -EAGAIN)
			ret = eptdev_wait_tx(eptdev, nonblock);

		if (!ret && fatal_signal_pending(current))
			ret = -EINTR;
		cond_resched();
	}
	return all - left ?: ret;
}

/* For transports that take nothing but a copy in the kernel's memory. */
static int eptdev_write_copied(struct rpmsg_eptdev *eptdev,
			       struct rpmsg_mem *from, size_t len, bool nonblock)
{
	struct rpmsg_endpoint *ept;
	void *data;
	int ret;

	data = kvmalloc(len, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!data)
		return -ENOMEM;
	check_object_size(data, len, false);
	if (rpmsg_mem_get(from, data, len) != len) {
		kvfree(data);
		return -EFAULT;
	}

	mutex_lock(&eptdev->lock);
	ept = rcu_dereference_protected(eptdev->ept,
					lockdep_is_held(&eptdev->lock));
	if (!ept)
		ret = -EPIPE;
	else if (nonblock)
		ret = rpmsg_trysendto(ept, data, len, eptdev->chinfo.dst);
	else
		ret = rpmsg_sendto(ept, data, len, eptdev->chinfo.dst);
	mutex_unlock(&eptdev->lock);

	kvfree(data);
	/* The core's word for "no buffer now". */
	return nonblock && ret == -ENOMEM ? -EAGAIN : ret;
}

/* As eptdev_read(). */
static __always_inline ssize_t eptdev_write(struct rpmsg_eptdev *eptdev,
					    struct rpmsg_mem *from, bool nonblock)
{
	size_t len = rpmsg_mem_left(from);
	ssize_t ret;

	if (READ_ONCE(eptdev->framed)) {
		ret = eptdev_write_framed(eptdev, from, nonblock);
		if (ret == -EAGAIN)
			atomic64_inc(&eptdev->tx_would_block);
		return ret;
	}

	if (len > READ_ONCE(eptdev->mtu))
		return -EMSGSIZE;
	if (eptdev->chinfo.dst == RPMSG_ADDR_ANY)
		return -EINVAL;

	if (eptdev->is_virtio)
		ret = eptdev_write_msg(eptdev, from, len, nonblock);
	else
		ret = eptdev_write_copied(eptdev, from, len, nonblock);
	if (ret) {
		if (ret == -EAGAIN)
			atomic64_inc(&eptdev->tx_would_block);
		return ret;
	}

	atomic64_inc(&eptdev->tx_messages);
	atomic64_add(len, &eptdev->tx_bytes);
	return len;
}

/**
 * rpmsg_eptdev_write() - write one message, or in framed mode several
 * @filp: the file
 * @buf: the whole message, empty ones included
 * @len: its length
 * @pos: unused
 *
 * Return: the message's length, in framed mode how many bytes of whole messages were
 * accepted; -EMSGSIZE when it is beyond the mtu, and nothing
 * is sent; -EAGAIN when there is no buffer and the file does not block;
 * -EINVAL when the endpoint has no destination; -EPIPE when the channel is gone;
 * -EIO when its ring is broken; -EFAULT; -ERESTARTSYS.
 */
ssize_t rpmsg_eptdev_write(struct file *filp, const char __user *buf, size_t len,
			   loff_t *pos)
{
	struct rpmsg_mem from = { .user = (void __user *)buf, .left = len };

	return eptdev_write(filp->private_data, &from,
			    filp->f_flags & O_NONBLOCK);
}

/**
 * rpmsg_eptdev_write_iter() - as rpmsg_eptdev_write(), for all calls but write(2)
 * @iocb: the file
 * @iter: the message, or in framed mode the messages
 *
 * Return: as rpmsg_eptdev_write(); -EAGAIN also for IOCB_NOWAIT.
 */
ssize_t rpmsg_eptdev_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct rpmsg_mem from = { .iter = iter };

	return eptdev_write(iocb->ki_filp->private_data, &from,
			    is_nonblocking(iocb));
}

static __poll_t eptdev_poll_tx(struct rpmsg_eptdev *eptdev, struct file *filp,
			       poll_table *wait)
{
	struct rpmsg_endpoint *ept;
	__poll_t mask = 0;

	/* Only who asks for it makes the remote interrupt us for buffers. */
	if (!(poll_requested_events(wait) & (EPOLLOUT | EPOLLWRNORM)))
		return 0;
	if (eptdev->is_virtio)
		return eptdev_tx_ready(eptdev) ? EPOLLOUT | EPOLLWRNORM : 0;

	mutex_lock(&eptdev->lock);
	ept = rcu_dereference_protected(eptdev->ept,
					lockdep_is_held(&eptdev->lock));
	if (ept)
		mask = rpmsg_poll(ept, filp, wait);
	mutex_unlock(&eptdev->lock);
	return mask;
}

static __poll_t eptdev_poll_mask(struct rpmsg_eptdev *eptdev, struct file *filp,
				 poll_table *wait)
{
	__poll_t mask = 0;

	/* As for a reader: who sees the end sees all messages. */
	if (smp_load_acquire(&eptdev->gone))
		mask |= EPOLLHUP | EPOLLERR;
	else
		mask |= eptdev_poll_tx(eptdev, filp, wait);
	if (rpmsg_rxq_readable(&eptdev->rxq))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (READ_ONCE(eptdev->flow_news))
		mask |= EPOLLPRI;
	return mask;
}

/*
 * With net.core.busy_poll set, poll() and select() ask each file whether it makes sense to
 * look instead of to sleep. Nobody else does: not epoll, nor io_uring.
 */
static bool eptdev_poll_is_busy(struct rpmsg_eptdev *eptdev, const poll_table *wait)
{
	__poll_t events = wait ? poll_requested_events(wait) : 0;

	return (events & POLL_BUSY_LOOP) && (events & (EPOLLIN | EPOLLRDNORM)) &&
	       eptdev_busy_us(eptdev);
}

/**
 * rpmsg_eptdev_poll() - what would not block?
 * @filp: the file
 * @wait: who waits
 *
 * Return: EPOLLIN when a message waits, EPOLLOUT when there is a transmit
 * buffer, EPOLLPRI when the remote's flow control has changed, EPOLLHUP and EPOLLERR when
 * the channel is gone; POLL_BUSY_LOOP, for who asks, when none of what is waited for is
 * there and the ring can be looked at.
 */
__poll_t rpmsg_eptdev_poll(struct file *filp, poll_table *wait)
{
	struct rpmsg_eptdev *eptdev = filp->private_data;
	__poll_t awaited, mask;

	poll_wait(filp, &eptdev->rxq.poll_wait, wait);
	/* Who adds a message looks for waiters after it: see rxq_wake_readers(). */
	smp_mb();

	mask = eptdev_poll_mask(eptdev, filp, wait);
	if (!eptdev_poll_is_busy(eptdev, wait))
		return mask;

	awaited = poll_requested_events(wait) | EPOLLHUP | EPOLLERR;
	/* The first round may yet find another file ready: only after it the caller would sleep. */
	if (!(mask & awaited) && !compat_poll_waits(wait)) {
		eptdev_look_once(eptdev);
		mask = eptdev_poll_mask(eptdev, filp, wait);
	}
	return mask & awaited ? mask : mask | POLL_BUSY_LOOP;
}
