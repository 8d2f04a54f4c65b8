// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Linux's driver comes and goes. Its remoteproc core starts the firmware first
 * and registers the virtio device afterwards: only DRIVER_OK in the status says
 * that the ring addresses and the accepted features in the resource table are
 * valid. When the driver lets go it writes status 0 (VIRTIO 1.2, 2.4).
 */
#include <stddef.h>

#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/shm.h>
#include <openamp/trace.h>

#include "internal.h"

static bool driver_ok(const struct rpmsg_device *rdev)
{
	uint8_t status = shm_load(&rdev->vdev->status);

	return (status & (VIRTIO_STATUS_DRIVER_OK | VIRTIO_STATUS_FAILED)) ==
	       VIRTIO_STATUS_DRIVER_OK;
}

static bool init_ring(struct rpmsg_device *rdev, unsigned int i)
{
	const struct rsc_vring *vring = &rdev->vdev->vring[i];
	const struct virtqueue_config cfg = {
		.da = shm_load(&vring->da),
		.num = shm_load(&vring->num),
		.align = shm_load(&vring->align),
		.writable = i == 0,
		.min_len = sizeof(struct rpmsg_header),
		.event_idx = rdev->features & VIRTIO_F_EVENT_IDX,
	};

	rdev->notifyid[i] = shm_load(&vring->notifyid);
	return virtqueue_init(i ? &rdev->rx : &rdev->tx, &cfg);
}

static bool link_up(struct rpmsg_device *rdev)
{
	unsigned int i;

	/* What the status vouches for is read after the status. */
	port_rmb();
	rdev->features = shm_load(&rdev->vdev->dfeatures) &
			 shm_load(&rdev->vdev->gfeatures);
	for (i = 0; i < 2; i++) {
		if (!init_ring(rdev, i))
			return false;
	}
	rdev->is_up = true;
	rdev->rx_blocked = false;
	rdev->tx_starved = false;
	rdev->num_spare = 0;
	for (i = 0; i < OPENAMP_ENDPOINTS_MAX; i++) {
		if (rdev->ept[i])
			rdev->ept[i]->announce = rdev->ept[i]->name;
	}
	if (rdev->ops && rdev->ops->up)
		rdev->ops->up(rdev);
	return true;
}

static void link_down(struct rpmsg_device *rdev)
{
	unsigned int i;

	rdev->is_up = false;
	rdev->complained = false;
	rdev->generation++;
	rdev->stats.resets++;
	/* The peers that the endpoints knew are gone with the driver. */
	for (i = 0; i < OPENAMP_ENDPOINTS_MAX; i++) {
		if (rdev->ept[i])
			rdev->ept[i]->dst = RPMSG_ADDR_ANY;
	}
	if (rdev->ops && rdev->ops->down)
		rdev->ops->down(rdev);
}

/* One line in the log for each time that something is wrong, until it is not. */
static void complain(struct rpmsg_device *rdev, const char *what)
{
	if (!rdev->complained)
		trace_printf("rpmsg: %s; waiting for a reset\n", what);
	rdev->complained = true;
}

bool rpmsg_check_link(struct rpmsg_device *rdev)
{
	bool ok = driver_ok(rdev);

	if (rdev->is_up && (!ok || virtqueue_check_renewed(&rdev->tx) ||
			    virtqueue_check_renewed(&rdev->rx)))
		link_down(rdev);
	if (!ok) {
		rdev->complained = false;
		rdev->stale = false;
		return false;
	}
	if (rdev->stale)
		return false;
	if (!rdev->is_up && !link_up(rdev)) {
		complain(rdev, "ring addresses make no sense");
		return false;
	}
	if (rdev->tx.broken || rdev->rx.broken)
		complain(rdev, "available index makes no sense");
	return true;
}

void rpmsg_init_device(struct rpmsg_device *rdev, struct rsc_rpmsg_vdev *vdev,
		       const struct rpmsg_device_ops *ops)
{
	*rdev = (struct rpmsg_device){
		.vdev = vdev,
		.ops = ops,
		.stale = openamp_was_reset(),
	};
}
