/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Endpoints as character devices.
 *
 *	rpmsg_char_main.c	devices: create, open, close, destroy
 *	rpmsg_char_io.c		read, write, poll
 *	rpmsg_char_frame.c	many messages in one read or write
 *	rpmsg_char_mem.h	the memory that programs read to and write from
 *	rpmsg_char_flow.c	flow control, where the transport has it
 *	rpmsg_char_sysfs.c	attributes and counters
 *	rpmsg_char_name.c	what names it can have in /dev
 */

#ifndef RPMSG_CHAR_H
#define RPMSG_CHAR_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/rpmsg.h>
#include <linux/rpmsg/rxq.h>

#include "rpmsg_char_mem.h"

/**
 * struct rpmsg_eptdev_names - how a device is told from others of its remote
 * @node: in the list of all devices
 * @remote: the remote, for comparison only
 * @src: local address that was asked for, or RPMSG_ADDR_ANY
 * @number: tells it from others of the same name and addresses
 * @primary: no other one has this name for itself
 *
 * Set before the device is added. Nothing in it changes but @node.
 */
struct rpmsg_eptdev_names {
	struct list_head node;
	const struct device *remote;
	u32 src;
	unsigned int number;
	bool primary;
};

/**
 * struct rpmsg_eptdev - an endpoint that programs can open
 * @dev: the device, which files hold a reference to
 * @cdev: its node
 * @lock: protects @rpdev, @opened and who changes @ept and @gone
 * @rpdev: the channel that endpoints are made on, valid until @gone
 * @chinfo: what it was created with
 * @names: which of those with this name it is
 * @is_virtio: messages are read and written in the shared buffers themselves
 * @mtu: largest message in bytes; SIZE_MAX when the transport does not tell
 * @is_default: its endpoint is the channel's own and lives as long as it
 * @opened: a file is open; there is one at most, which processes may share
 * @framed: the open file is in framed mode
 * @busy_poll: microseconds that its readers look at the ring before they sleep, as far
 *	as rpmsg_busy_poll_max allows
 * @flow_paused: the remote has asked for a pause
 * @flow_news: that has changed since a program looked
 * @gone: the channel or the endpoint was destroyed; set after the last message
 *	was queued
 * @ept: the endpoint, NULL while there is none; senders look it up under
 *	virtio_rpmsg_srcu
 * @rxq: received messages, and who waits for them or for transmit buffers
 * @tx_messages: messages sent
 * @tx_bytes: payload bytes of them
 * @tx_would_block: writes that found no buffer and were not to wait
 */
struct rpmsg_eptdev {
	struct device dev;
	struct cdev cdev;
	struct mutex lock; /* see above */
	struct rpmsg_device *rpdev;
	struct rpmsg_channel_info chinfo;
	struct rpmsg_eptdev_names names;
	bool is_virtio;
	size_t mtu;
	bool is_default;
	bool opened;
	bool framed;
	u32 busy_poll;
	bool flow_paused;
	bool flow_news;
	bool gone;
	struct rpmsg_endpoint __rcu *ept;
	struct rpmsg_rxq rxq;
	atomic64_t tx_messages;
	atomic64_t tx_bytes;
	atomic64_t tx_would_block;
};

static inline struct rpmsg_eptdev *dev_to_eptdev(struct device *dev)
{
	return container_of(dev, struct rpmsg_eptdev, dev);
}

ssize_t rpmsg_eptdev_read(struct file *filp, char __user *buf, size_t len,
			  loff_t *pos);
ssize_t rpmsg_eptdev_write(struct file *filp, const char __user *buf, size_t len,
			   loff_t *pos);
ssize_t rpmsg_eptdev_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t rpmsg_eptdev_write_iter(struct kiocb *iocb, struct iov_iter *from);
__poll_t rpmsg_eptdev_poll(struct file *filp, poll_table *wait);

ssize_t rpmsg_frame_try_read(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *to);
int rpmsg_frame_try_write(struct rpmsg_eptdev *eptdev, struct rpmsg_mem *from);
int rpmsg_frame_fault_in(struct rpmsg_mem *from);

void rpmsg_flow_attach(struct rpmsg_endpoint *ept);
void rpmsg_flow_detach(struct rpmsg_endpoint *ept);
long rpmsg_flow_get(struct rpmsg_eptdev *eptdev, int __user *arg);
long rpmsg_flow_set(struct rpmsg_eptdev *eptdev, unsigned long pause);

u32 rpmsg_eptdev_src(struct rpmsg_eptdev *eptdev);

/* Most microseconds that anybody looks at a ring before it sleeps; root can change it. */
extern unsigned int rpmsg_busy_poll_max;

void rpmsg_eptdev_name(struct rpmsg_eptdev *eptdev);
void rpmsg_eptdev_unname(struct rpmsg_eptdev *eptdev);

extern const struct attribute_group rpmsg_eptdev_name_group;
extern const struct attribute_group *rpmsg_eptdev_groups[];

int rpmsg_chrdev_eptdev_create(struct rpmsg_device *rpdev, struct device *parent,
			       struct rpmsg_channel_info chinfo);
struct device *rpmsg_chrdev_eptdev_new(struct rpmsg_device *rpdev,
				       struct device *parent,
				       const struct rpmsg_channel_info *chinfo);
int rpmsg_chrdev_eptdev_destroy(struct device *dev, void *data);
void rpmsg_chrdev_eptdev_destroy_all(struct device *parent);

#endif /* RPMSG_CHAR_H */
