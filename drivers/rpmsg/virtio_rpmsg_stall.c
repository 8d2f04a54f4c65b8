// SPDX-License-Identifier: GPL-2.0-only
/*
 * A receive ring that waits for a reader, what makes room, and who that reader is.
 *
 * A message whose queue is full stays where it is, and so do all behind it, whoever they
 * are for: nothing is lost, and the remote runs out of buffers and waits. Before it comes
 * to that, what queues hold in ring buffers is copied, up to their limits. If a queue and
 * its copies are full, the remote's folder in sysfs and a line in the log say whose it is.
 */

#include <linux/ktime.h>

#include "rpmsg_rxq.h"
#include "virtio_rpmsg_trace.h"

/* After how many seconds the log says who holds the ring back. */
#define STALL_TELL	1

/**
 * struct stall_reader - who keeps a ring from being emptied
 * @addr: local address of the endpoint
 * @name: the program that has it open, or empty
 * @pid: its process, or 0
 */
struct stall_reader {
	u32 addr;
	char name[TASK_COMM_LEN];
	pid_t pid;
};

/**
 * vrp_stall_begin() - a message must wait for room
 * @rx: the receive side, whose lock is held
 * @msg: the message; may wait already
 */
void vrp_stall_begin(struct vrp_rx *rx, struct rpmsg_rx_msg *msg)
{
	struct vrp_stall *stall = &rx->stall;

	if (stall->msg == msg)
		return;

	trace_rpmsg_stall(rx->vq->vdev, msg - rx->msgs, msg->src, msg->dst, msg->len);
	stall->count++;
	stall->since = ktime_get();
	stall->told = false;
	if (!delayed_work_pending(&stall->tell))
		queue_delayed_work(vrp_ring_wq, &stall->tell, STALL_TELL * HZ);
	WRITE_ONCE(stall->msg, msg);
}

/**
 * vrp_stall_end() - the ring goes on, or ends
 * @rx: the receive side, whose lock is held
 */
void vrp_stall_end(struct vrp_rx *rx)
{
	struct vrp_stall *stall = &rx->stall;

	if (!stall->msg)
		return;
	stall->time = ktime_add(stall->time, ktime_sub(ktime_get(), stall->since));
	WRITE_ONCE(stall->msg, NULL);
}

/**
 * vrp_rx_spill() - make room by copying what queues hold
 * @rx: the receive side; not @dead, or its lock is held
 * @delay: in how many jiffies; one that is due sooner stays
 *
 * From any context, under the locks of the ring and of a queue.
 */
void vrp_rx_spill(struct vrp_rx *rx, unsigned long delay)
{
	if (READ_ONCE(rx->dead))
		return;
	if (delay)
		queue_delayed_work(vrp_ring_wq, &rx->stall.spill, delay);
	else
		mod_delayed_work(vrp_ring_wq, &rx->stall.spill, 0);
}

/**
 * struct stall_msg - the message that waits
 * @q: its queue
 * @nth: which of all that have waited: &vrp_stall.count
 * @data: its payload
 * @len: bytes of payload
 * @src: its sender
 */
struct stall_msg {
	struct rpmsg_rxq *q;
	u64 nth;
	const void *data;
	u32 len;
	u32 src;
};

/* Returns false when none waits, or it waits for something else than a queue. */
static bool stall_see(struct vrp_rx *rx, struct stall_msg *s)
{
	struct rpmsg_rx_msg *msg;
	struct vrp_ept *vept;

	lockdep_assert_held(&rx->lock);

	msg = rx->stall.msg;
	vept = msg ? xa_load(&rx->epts, msg->dst) : NULL;
	if (!vept)
		return false;
	*s = (struct stall_msg){
		.q = vept->q, .nth = rx->stall.count,
		.data = msg->data, .len = msg->len, .src = msg->src,
	};
	return true;
}

/*
 * Has the message just begun to wait for a reader that may be merely behind? The work item was
 * asked for by an earlier one then. A reader that has copies ahead is not merely behind.
 */
static bool stall_is_young(const struct vrp_stall *stall, const struct rpmsg_rxq *q)
{
	return !stall->starved && !q->early && q->policy == RPMSG_RX_HOLD &&
	       !READ_ONCE(q->copied) &&
	       ktime_us_delta(ktime_get(), stall->since) < jiffies_to_usecs(RXQ_PATIENCE) / 2;
}

/*
 * Returns how many messages were copied: half of them the first time, as a reader that comes back
 * soon finds the others where they are.
 */
static unsigned int spill_queue(struct rpmsg_rxq *q)
{
	bool all = READ_ONCE(q->early) || READ_ONCE(q->copied);

	return rpmsg_rxq_spill(q, all ? 0 : READ_ONCE(q->held) / 2);
}

/* For queues whose next message does not wait, or not yet. Returns whether there is room. */
static bool spill_all(struct vrp_rx *rx)
{
	bool room = false;
	struct vrp_ept *vept;
	unsigned long addr;

	xa_for_each(&rx->epts, addr, vept)
		if (READ_ONCE(rx->stall.starved) || READ_ONCE(vept->q->early))
			room |= spill_queue(vept->q);
	return room;
}

/* Whether the queue is done with the message that waits, because of @copy or without it. */
static bool stall_give(struct vrp_rx *rx, const struct stall_msg *seen,
		       struct rpmsg_rx_msg *copy, struct list_head *victims)
{
	enum rpmsg_rxq_verdict verdict;
	struct stall_msg now;

	if (!stall_see(rx, &now) || now.nth != seen->nth || now.q != seen->q) {
		list_add(&copy->node, victims);
		return true;
	}
	verdict = rpmsg_rxq_take_copy(seen->q, copy, victims);
	if (verdict != RPMSG_RXQ_HELD)
		list_add(&copy->node, victims);
	if (verdict == RPMSG_RXQ_FULL)
		return false;
	vrp_rx_take_stalled(rx);
	return true;
}

/*
 * Where queues have nothing to copy, as clients hold their buffers, or the ring has one buffer
 * only: the message that waits is copied itself. Returns whether the ring can go on.
 */
static bool stall_copy(struct vrp_rx *rx, const struct stall_msg *seen)
{
	struct rpmsg_rx_msg *copy;
	LIST_HEAD(victims);
	bool done;

	lockdep_assert_held(&rx->epts_lock);

	copy = rpmsg_rxq_copy(seen->data, seen->len, seen->src, GFP_KERNEL);
	if (!copy)
		return false;
	spin_lock_irq(&rx->lock);
	done = stall_give(rx, seen, copy, &victims);
	spin_unlock_irq(&rx->lock);
	rpmsg_rxq_dispose(&victims);
	return done;
}

static void stall_spill(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 stall.spill);
	bool all, seen, young, behind, room = false;
	struct stall_msg s;

	/* Queues stay while this is held, and nobody else takes messages out of buffers. */
	mutex_lock(&rx->epts_lock);
	spin_lock_irq(&rx->lock);
	all = rx->stall.all;
	rx->stall.all = false;
	seen = stall_see(rx, &s);
	young = seen && stall_is_young(&rx->stall, s.q);
	behind = seen && s.q->policy == RPMSG_RX_HOLD && READ_ONCE(s.q->copied);
	spin_unlock_irq(&rx->lock);

	if (all)
		room = spill_all(rx);
	if (young)
		vrp_rx_spill(rx, RXQ_PATIENCE);
	else if (seen)
		room = spill_queue(s.q) || room || stall_copy(rx, &s);

	/* Else the readers tell when there is room. */
	if (room)
		vrp_rx_resume(rx);
	/*
	 * Who had copies to read is not there soon: the remote gets the other buffers as well,
	 * where nothing is dropped for that.
	 */
	if (room && behind && spill_queue(s.q))
		vrp_rx_resume(rx);
	mutex_unlock(&rx->epts_lock);
}

/* Returns whether a message waits now. */
static bool stall_reader(struct vrp_rx *rx, struct stall_reader *reader)
{
	struct rpmsg_rx_msg *msg;
	struct vrp_ept *vept;
	unsigned long flags;

	*reader = (struct stall_reader){};
	spin_lock_irqsave(&rx->lock, flags);
	msg = rx->stall.msg;
	vept = msg ? xa_load(&rx->epts, msg->dst) : NULL;
	if (vept) {
		reader->addr = msg->dst;
		spin_lock(&vept->q->lock);
		memcpy(reader->name, vept->q->owner, sizeof(reader->name));
		reader->pid = vept->q->owner_pid;
		spin_unlock(&vept->q->lock);
	}
	spin_unlock_irqrestore(&rx->lock, flags);
	return vept;
}

/* Returns whether a message has waited for so long that it should be told, now. */
static bool stall_is_long(struct vrp_rx *rx)
{
	struct vrp_stall *stall = &rx->stall;
	bool tell = false;

	spin_lock_irq(&rx->lock);
	if (stall->msg && !stall->told) {
		tell = ktime_ms_delta(ktime_get(), stall->since) >= STALL_TELL * MSEC_PER_SEC;
		stall->told = tell;
		if (!tell && !rx->dead)
			queue_delayed_work(vrp_ring_wq, &stall->tell, STALL_TELL * HZ);
	}
	spin_unlock_irq(&rx->lock);
	return tell;
}

static void stall_tell(struct work_struct *work)
{
	struct vrp_rx *rx = container_of(to_delayed_work(work), struct vrp_rx,
					 stall.tell);
	struct device *dev = &rx->vq->vdev->dev;
	struct stall_reader reader;

	if (!stall_is_long(rx) || !stall_reader(rx, &reader))
		return;
	if (reader.pid)
		dev_notice_ratelimited(dev, "endpoint %u holds all messages back: %*pE (%d) has it open and does not read\n",
				       reader.addr, (int)strlen(reader.name),
				       reader.name, reader.pid);
	else
		dev_notice_ratelimited(dev, "endpoint %u holds all messages back: its driver is not done with those before\n",
				       reader.addr);
}

/**
 * vrp_stall_init() - nothing waits
 * @stall: a ring's
 */
void vrp_stall_init(struct vrp_stall *stall)
{
	INIT_DELAYED_WORK(&stall->spill, stall_spill);
	INIT_DELAYED_WORK(&stall->tell, stall_tell);
}

/**
 * vrp_stall_stop() - leave a dead ring alone
 * @stall: the ring's; everyone knows that it is dead
 *
 * May sleep.
 */
void vrp_stall_stop(struct vrp_stall *stall)
{
	cancel_delayed_work_sync(&stall->spill);
	cancel_delayed_work_sync(&stall->tell);
}

/* In sysfs, for the virtio device. */

static struct vrp_rx *dev_to_rx(struct device *dev)
{
	struct vrp *vrp = dev_to_virtio(dev)->priv;

	return &vrp->rx;
}

static ssize_t stalled_by_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct stall_reader reader;

	if (!stall_reader(dev_to_rx(dev), &reader))
		return sysfs_emit(buf, "\n");
	if (!reader.pid)
		return sysfs_emit(buf, "%u\n", reader.addr);
	return sysfs_emit(buf, "%u %d %*pE\n", reader.addr, reader.pid,
			  (int)strlen(reader.name), reader.name);
}
static DEVICE_ATTR_RO(stalled_by);

static ssize_t stalls_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(dev_to_rx(dev)->stall.count));
}
static DEVICE_ATTR_RO(stalls);

static ssize_t stalled_ms_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct vrp_rx *rx = dev_to_rx(dev);
	ktime_t time;

	spin_lock_irq(&rx->lock);
	time = rx->stall.time;
	if (rx->stall.msg)
		time = ktime_add(time, ktime_sub(ktime_get(), rx->stall.since));
	spin_unlock_irq(&rx->lock);
	return sysfs_emit(buf, "%lld\n", ktime_to_ms(time));
}
static DEVICE_ATTR_RO(stalled_ms);

static ssize_t rx_bad_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(dev_to_rx(dev)->bad));
}
static DEVICE_ATTR_RO(rx_bad);

static ssize_t rx_no_endpoint_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(dev_to_rx(dev)->no_ept));
}
static DEVICE_ATTR_RO(rx_no_endpoint);

static struct attribute *vrp_attrs[] = {
	&dev_attr_stalled_by.attr,
	&dev_attr_stalls.attr,
	&dev_attr_stalled_ms.attr,
	&dev_attr_rx_bad.attr,
	&dev_attr_rx_no_endpoint.attr,
	NULL
};

static const struct attribute_group vrp_group = {
	.name = "rpmsg",
	.attrs = vrp_attrs,
};

const struct attribute_group *vrp_groups[] = {
	&vrp_group,
	NULL
};
