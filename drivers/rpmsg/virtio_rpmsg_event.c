// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ringing remotes that do not say when they want to be rung.
 *
 * With VIRTIO_RING_F_EVENT_IDX each side says from which index on it wants to hear
 * of the other (VIRTIO 1.2, 2.7.10). There is firmware that offers this and never
 * moves its index: after its first message it would hear of no other. The index is
 * looked at until it has moved once.
 */

#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "virtio_rpmsg.h"

/**
 * vrp_event_init() - a ring begins
 * @event: the ring's
 * @vq: the ring
 */
void vrp_event_init(struct vrp_event *event, struct virtqueue *vq)
{
	bool used = virtio_has_feature(vq->vdev, VIRTIO_RING_F_EVENT_IDX);

	*event = (struct vrp_event){ .used = used, .unsure = used };
}

/**
 * vrp_event_moves() - has the remote moved its index?
 * @event: the ring's
 * @vq: the ring, in use, for which it is not sure yet
 *
 * Return: true when it has, which is for good.
 */
bool vrp_event_moves(struct vrp_event *event, struct virtqueue *vq)
{
	const struct vring *vring = virtqueue_get_vring(vq);

	/* The ring was all zeros when the remote began. */
	event->unsure = !READ_ONCE(vring_avail_event(vring));
	return !event->unsure;
}

/**
 * vrp_event_give_up() - ring the remote for everything from now on
 * @event: a ring's
 * @vrp: the remote, whose log has one line for all of its rings
 */
void vrp_event_give_up(struct vrp_event *event, struct vrp *vrp)
{
	*event = (struct vrp_event){ .always = true };
	if (!atomic_xchg(&vrp->event_told, 1))
		dev_warn(&vrp->vdev->dev,
			 "the remote offers an event index and does not move it, ringing for each message\n");
}
