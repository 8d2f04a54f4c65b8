// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may touch a remote's rings and shared memory, and until when.
 *
 * A transport calls back in any context: in a hard interrupt, in a threaded one, from a
 * work item. Such a call can begin while the device is bound and go on when its virtqueues
 * are freed, for virtio's core waits for some of these contexts only. So a callback looks
 * for its virtqueue in a list before it reads anything there, in a read-side section of
 * SRCU. Readers, writers and clients of the zero-copy interface are in such sections as
 * well. Kicks are made in them, and may sleep.
 */

#include <linux/export.h>
#include <linux/rculist.h>

#include "virtio_rpmsg.h"

static DEFINE_MUTEX(live_lock); /* protects changes to the list */
static LIST_HEAD(live_remotes);

DEFINE_SRCU(virtio_rpmsg_srcu);
EXPORT_SYMBOL_GPL(virtio_rpmsg_srcu);

/**
 * vrp_live_add() - let callbacks in
 * @vrp: the remote, ready for them
 */
void vrp_live_add(struct vrp *vrp)
{
	guard(mutex)(&live_lock);
	list_add_rcu(&vrp->live, &live_remotes);
}

/**
 * vrp_live_remove() - let nobody in any more, and wait until all are out
 * @vrp: the remote, whose rings are dead for readers and writers
 *
 * After this nothing touches rings and buffers. May sleep.
 */
void vrp_live_remove(struct vrp *vrp)
{
	scoped_guard(mutex, &live_lock) {
		if (!list_empty(&vrp->live))
			list_del_rcu(&vrp->live);
	}
	synchronize_srcu(&virtio_rpmsg_srcu);
}

/**
 * vrp_live_find() - whose ring is this?
 * @vq: a virtqueue that is or was the transport's; not read
 *
 * In a read-side section of virtio_rpmsg_srcu, until whose end the answer holds. There are
 * as many entries as there are remotes.
 *
 * Return: NULL when the remote is not ready, or gone.
 */
struct vrp *vrp_live_find(const struct virtqueue *vq)
{
	struct vrp *vrp;

	list_for_each_entry_srcu(vrp, &live_remotes, live,
				 srcu_read_lock_held(&virtio_rpmsg_srcu))
		if (vrp->rx.vq == vq || vrp->tx.vq == vq)
			return vrp;
	return NULL;
}
