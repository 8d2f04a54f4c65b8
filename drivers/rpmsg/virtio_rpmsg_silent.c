// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line in the log for a remote that was started and then does nothing.
 *
 * Nothing fails when firmware does not take part: the core runs, the device is
 * there, and no channel appears. What firmware does to its half of the rings is
 * looked at once, some seconds after the start.
 *
 * When our driver goes and comes back, the device is reset under firmware that runs on. Much
 * firmware never looks at that: it goes on in rings that have begun anew, and does not
 * announce its services again.
 */

#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "virtio_rpmsg.h"

/* Firmware has looked at the status by then, and announced its services. */
#define SILENT_SECONDS	5

/* How long a message may be in the ring before it counts as one without a ring. */
#define SILENT_AGAIN	HZ

/*
 * The used ring is the remote's to write, and was all zeros when the remote was
 * started: flags say that it polls, the index that it has used buffers, and the event
 * index that it waits to be rung for more.
 */
static bool ring_was_touched(const struct vrp_ring *ring)
{
	const struct vring *vring = &ring->vring;

	return READ_ONCE(ring->active) || READ_ONCE(vring->used->flags) ||
	       READ_ONCE(vring->used->idx) ||
	       (ring->event && READ_ONCE(vring_avail_event(vring)));
}

static bool vrp_is_alive(struct vrp *vrp)
{
	return ring_was_touched(&vrp->rx.ring) || ring_was_touched(&vrp->tx.ring);
}

static bool vrp_is_unannounced(struct vrp *vrp)
{
	const struct vrp_ring *ring = &vrp->rx.ring;

	/* A ring that it has broken has a line of its own, which says the same. */
	return vrp->silent.returned && vrp->has_ns &&
	       !atomic_read(&vrp->told_broken) &&
	       !READ_ONCE(ring->active) && !READ_ONCE(ring->vring.used->idx);
}

/* Messages that nobody took off the ring, as no interrupt told of them. */
static u16 vrp_unrung(struct vrp *vrp)
{
	const struct vrp_ring *ring = &vrp->rx.ring;

	if (READ_ONCE(ring->active))
		return 0;
	return virtio16_to_cpu(vrp->vdev, READ_ONCE(ring->vring.used->idx));
}

/* With the device's own lines: what is wrong, and what to look at. */
static void vrp_silent_work(struct work_struct *work)
{
	struct vrp *vrp = container_of(to_delayed_work(work), struct vrp,
				       silent.work);
	struct device *dev = &vrp->vdev->dev;
	u8 status = vrp->vdev->config->get_status(vrp->vdev);
	u16 unrung = vrp_unrung(vrp);

	if (!(status & VIRTIO_CONFIG_S_DRIVER_OK)) {
		dev_warn(dev,
			 "the remote has written over the status of its device (0x%x): does its firmware write to the resource table in shared memory?\n",
			 status);
	} else if (vrp_is_unannounced(vrp)) {
		dev_warn(dev,
			 "the remote has announced nothing since the driver has come back: if its firmware does not follow the reset of its device, stop it and start it again\n");
	} else if (!vrp_is_alive(vrp)) {
		dev_warn(dev,
			 "no sign of the remote for %u s, no buffer used and nothing announced: does its firmware wait for DRIVER_OK in the resource table in shared memory (not in a copy), and use the ring addresses there?\n",
			 SILENT_SECONDS);
	} else if (unrung && !vrp->silent.again) {
		vrp->silent.again = true;
		queue_delayed_work(vrp_ring_wq, &vrp->silent.work, SILENT_AGAIN);
	} else if (unrung) {
		dev_warn(dev,
			 "the remote has used buffers (%u) and not interrupted: does its doorbell reach Linux?\n",
			 unrung);
		vrp_rx_resume(&vrp->rx);
	}
}

/**
 * vrp_silent_init() - to be called before anything can go wrong
 * @vrp: the remote
 */
void vrp_silent_init(struct vrp *vrp)
{
	INIT_DELAYED_WORK(&vrp->silent.work, vrp_silent_work);
}

/**
 * vrp_silent_start() - the remote can begin
 * @vrp: the remote, whose rings are there
 */
void vrp_silent_start(struct vrp *vrp)
{
	queue_delayed_work(vrp_ring_wq, &vrp->silent.work, SILENT_SECONDS * HZ);
}

/**
 * vrp_silent_stop() - leave the rings alone
 * @vrp: the remote
 *
 * May sleep.
 */
void vrp_silent_stop(struct vrp *vrp)
{
	cancel_delayed_work_sync(&vrp->silent.work);
}
