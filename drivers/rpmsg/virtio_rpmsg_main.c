// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio driver of rpmsg: device id 7, two rings, shared buffers.
 *
 * Vring 0 carries messages to us, vring 1 from us. See virtio_rpmsg.h for which
 * file does what, and for locks and lifetimes.
 */

#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include <tested.h>
#include <virtio_vqs.h>

#include "virtio_rpmsg.h"

#define CREATE_TRACE_POINTS
#include "virtio_rpmsg_trace.h"

/* A ring may be longer than is useful; this many buffers are used of it. */
#define VRP_MAX_BUFS		1024

struct workqueue_struct *vrp_ring_wq;
struct workqueue_struct *vrp_callback_wq;

/**
 * vrp_ring_begin() - make a ring of what the transport has made, with all its buffers
 * @ring: the ring
 * @vq: where the transport has it
 * @pool: its buffers
 * @to_us: the remote writes into them
 *
 * Return: 0 or -ENOMEM.
 */
int vrp_ring_begin(struct vrp_ring *ring, struct virtqueue *vq,
		   const struct vrp_pool *pool, bool to_us)
{
	struct virtio_device *vdev = vq->vdev;
	unsigned int i;
	int err;

	err = vrp_ring_init(ring, virtqueue_get_vring(vq), pool->num,
			    virtio_is_little_endian(vdev),
			    virtio_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX),
			    to_us);
	if (err)
		return err;
	for (i = 0; i < pool->num; i++)
		vrp_ring_describe(ring, i, pool->addr + (u64)i * pool->buf_size,
				  pool->buf_size);
	return 0;
}

/**
 * vrp_break() - give up a ring that the remote has broken
 * @vrp: the remote, whose log has one line for both rings
 * @vq: the ring, as the transport has it: it calls us no more
 */
void vrp_break(struct vrp *vrp, struct virtqueue *vq)
{
	__virtqueue_break(vq);
	if (!atomic_xchg(&vrp->told_broken, 1))
		dev_warn(&vrp->vdev->dev,
			 "the remote has broken a ring: stop it and start it again\n");
}

static void vrp_free(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct vrp, rcu));
}

static void vrp_release(struct kref *ref)
{
	struct vrp *vrp = container_of(ref, struct vrp, ref);

	/* A writer may still be looking at a flag in it. */
	call_srcu(&virtio_rpmsg_srcu, &vrp->rcu, vrp_free);
}

/**
 * vrp_put() - drop a reference
 * @vrp: the remote
 */
void vrp_put(struct vrp *vrp)
{
	kref_put(&vrp->ref, vrp_release);
}

static phys_addr_t vrp_phys(void *va)
{
	if (is_vmalloc_addr(va))
		return page_to_phys(vmalloc_to_page(va)) + offset_in_page(va);
	return virt_to_phys(va);
}

/* Where a remote finds the pool: it sees physical memory, unless it has asked for more. */
static u64 vrp_pool_addr(const struct vrp *vrp)
{
	if (virtio_has_dma_quirk(vrp->vdev))
		return vrp_phys(vrp->pool_base);
	return vrp->dma;
}

/* A remote that is told physical addresses cannot follow memory that is in pieces. */
static bool vrp_pool_is_whole(const struct vrp *vrp)
{
	phys_addr_t phys = vrp_phys(vrp->pool_base);
	size_t at;

	if (!virtio_has_dma_quirk(vrp->vdev))
		return true;
	for (at = 0; at < vrp->pool_size; at += PAGE_SIZE)
		if (vrp_phys(vrp->pool_base + at) != phys + at)
			return false;
	return true;
}

/*
 * The memory of both directions is one piece, from the vdev's carveout where the
 * board has one. When it does not fit, fewer buffers do as well.
 */
static int vrp_alloc_memory(struct vrp *vrp, struct vrp_pool *rx,
			    struct vrp_pool *tx)
{
	struct device *dma_dev = vrp->vdev->dev.parent;

	for (;;) {
		vrp->pool_size = (size_t)rx->num * rx->buf_size +
				 (size_t)tx->num * tx->buf_size;
		vrp->pool_base = dma_alloc_coherent(dma_dev, vrp->pool_size,
						    &vrp->dma,
						    GFP_KERNEL | __GFP_NOWARN);
		if (vrp->pool_base)
			return 0;
		if (rx->num < 2 || tx->num < 2)
			return -ENOMEM;
		rx->num /= 2;
		tx->num /= 2;
	}
}

static void vrp_free_pools(struct vrp *vrp)
{
	dma_free_coherent(vrp->vdev->dev.parent, vrp->pool_size, vrp->pool_base,
			  vrp->dma);
}

static int vrp_alloc_pools(struct vrp *vrp, struct vrp_pool *rx,
			   struct vrp_pool *tx)
{
	struct vrp_buf_sizes sizes;
	int err;

	err = vrp_get_buf_sizes(vrp->vdev, &sizes);
	if (err)
		return err;

	rx->buf_size = sizes.rx;
	tx->buf_size = sizes.tx;
	err = vrp_alloc_memory(vrp, rx, tx);
	if (err)
		return err;
	if (!vrp_pool_is_whole(vrp)) {
		vrp_free_pools(vrp);
		dev_err(&vrp->vdev->dev,
			"memory for buffers is in pieces, behind an IOMMU: the remote needs a region of its own (memory-region)\n");
		return -EOPNOTSUPP;
	}

	rx->base = vrp->pool_base;
	tx->base = vrp->pool_base + (size_t)rx->num * rx->buf_size;
	rx->addr = vrp_pool_addr(vrp);
	tx->addr = rx->addr + (size_t)rx->num * rx->buf_size;
	dev_dbg(&vrp->vdev->dev, "%u buffers of %u bytes, %u of %u to the remote\n",
		rx->num, rx->buf_size, tx->num, tx->buf_size);
	return 0;
}

/*
 * The transport calls back from the moment that the rings exist, because a
 * remote can ring at any time; before the device is ready there is nothing to
 * do.
 */
static void vrp_rx_callback(struct virtqueue *vq)
{
	int idx = srcu_read_lock(&virtio_rpmsg_srcu);
	struct vrp *vrp = vrp_live_find(vq);

	if (vrp)
		vrp_rx_done(&vrp->rx);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
}

static void vrp_tx_callback(struct virtqueue *vq)
{
	int idx = srcu_read_lock(&virtio_rpmsg_srcu);
	struct vrp *vrp = vrp_live_find(vq);

	if (vrp)
		vrp_tx_done(&vrp->tx);
	srcu_read_unlock(&virtio_rpmsg_srcu, idx);
}

static int vrp_find_rings(struct vrp *vrp, struct virtqueue *vqs[2])
{
	struct virtqueue_info info[] = {
		{ .name = "input", .callback = vrp_rx_callback },
		{ .name = "output", .callback = vrp_tx_callback },
	};

	return compat_find_two_vqs(vrp->vdev, vqs, info);
}

static int vrp_init_rings(struct vrp *vrp, struct virtqueue *vqs[2])
{
	struct vrp_pool rx = {}, tx = {};
	int err;

	rx.num = min(virtqueue_get_vring_size(vqs[0]), VRP_MAX_BUFS);
	tx.num = min(virtqueue_get_vring_size(vqs[1]), VRP_MAX_BUFS);
	err = vrp_alloc_pools(vrp, &rx, &tx);
	if (err)
		return err;

	err = vrp_rx_init(&vrp->rx, vqs[0], &rx);
	if (err)
		goto free_pools;
	err = vrp_tx_init(&vrp->tx, vqs[1], &tx);
	if (err)
		goto free_rx;
	return 0;

free_rx:
	vrp_rx_free(&vrp->rx);
free_pools:
	vrp_free_pools(vrp);
	return err;
}

/* Ends all use of the rings and the shared memory, and frees them. */
static void vrp_teardown(struct vrp *vrp)
{
	struct virtio_device *vdev = vrp->vdev;

	vrp_silent_stop(vrp);
	vrp_close_channels(vrp);
	vrp_tx_stop(&vrp->tx);
	vrp_rx_stop(&vrp->rx);
	virtio_reset_device(vdev);
	vrp_live_remove(vrp);
	/* Now that readers see that the ring is dead, they do not ask for room any more. */
	vrp_stall_stop(&vrp->rx.stall);
	vrp_remove_channels(vrp);
	vrp_gates_stop(vrp);

	vdev->config->del_vqs(vdev);
	vrp_free_pools(vrp);
	vrp_rx_free(&vrp->rx);
	vrp_tx_free(&vrp->tx);
	vrp_put(vrp);
}

/*
 * As virtio_device_ready(), but for its warning of a status that says DRIVER_OK
 * already: the status is in the remote's memory, and there is firmware that keeps it
 * set.
 */
static void vrp_set_driver_ok(struct virtio_device *vdev)
{
	u8 status = vdev->config->get_status(vdev);

#ifdef CONFIG_VIRTIO_HARDEN_NOTIFICATION
	/* Who sees that the rings are whole sees what callbacks need. */
	virtio_synchronize_cbs(vdev);
	__virtio_unbreak_device(vdev);
#endif
	vdev->config->set_status(vdev, status | VIRTIO_CONFIG_S_DRIVER_OK);
}

/*
 * Some remotes wait for the first kick on vring 0, whatever the ring's flags
 * say; and what a remote sent before we were ready, nobody rings for again.
 */
static void vrp_start(struct vrp *vrp)
{
	vrp_live_add(vrp);
	vrp_set_driver_ok(vrp->vdev);
	trace_rpmsg_kick(vrp->rx.vq);
	virtqueue_notify(vrp->rx.vq);
	vrp_rx_resume(&vrp->rx);
	vrp_silent_start(vrp);
}

static int vrp_probe(struct virtio_device *vdev)
{
	struct virtqueue *vqs[2];
	struct vrp *vrp;
	int err;

	vrp = kzalloc(sizeof(*vrp), GFP_KERNEL);
	if (!vrp)
		return -ENOMEM;

	kref_init(&vrp->ref);
	INIT_LIST_HEAD(&vrp->live);
	vrp->vdev = vdev;
	vrp->has_ns = virtio_has_feature(vdev, VIRTIO_RPMSG_F_NS);
	vrp_init_channels(vrp);
	vrp_silent_init(vrp);
	vrp->silent.returned = vdev->priv == vdev;
	vdev->priv = vrp;

	err = vrp_find_rings(vrp, vqs);
	if (err)
		goto put;
	err = vrp_init_rings(vrp, vqs);
	if (err)
		goto del_vqs;

	err = vrp_add_service_channels(vrp);
	if (err) {
		vrp_teardown(vrp);
		return dev_err_probe(&vdev->dev, err,
				     "cannot add the remote's channels\n");
	}

	vrp_start(vrp);
	return 0;

del_vqs:
	vdev->config->del_vqs(vdev);
put:
	vrp_put(vrp);
	return dev_err_probe(&vdev->dev, err, "cannot set up the rings\n");
}

static void vrp_remove(struct virtio_device *vdev)
{
	vrp_teardown(vdev->priv);
	/* The device is a new one whenever the remote is started: who comes next sees this. */
	vdev->priv = vdev;
}

static const struct virtio_device_id vrp_id_table[] = {
	{ VIRTIO_ID_RPMSG, VIRTIO_DEV_ANY_ID },
	{ }
};
MODULE_DEVICE_TABLE(virtio, vrp_id_table);

static const unsigned int vrp_features[] = {
	VIRTIO_RPMSG_F_NS,
	VIRTIO_RPMSG_F_BUFSZ,
	VIRTIO_RPMSG_F_BUFSZ_NUTTX,
};

static struct virtio_driver vrp_driver = {
	.driver.name		= KBUILD_MODNAME,
	.driver.owner		= THIS_MODULE,
	.driver.dev_groups	= vrp_groups,
	.feature_table		= vrp_features,
	.feature_table_size	= ARRAY_SIZE(vrp_features),
	.id_table		= vrp_id_table,
	.validate		= vrp_validate,
	.probe			= vrp_probe,
	.remove			= vrp_remove,
};

static void vrp_destroy_workqueues(void)
{
	if (vrp_callback_wq)
		destroy_workqueue(vrp_callback_wq);
	if (vrp_ring_wq)
		destroy_workqueue(vrp_ring_wq);
}

static int __init vrp_init(void)
{
	int err;

	compat_say_untested();
	vrp_ring_wq = alloc_workqueue("rpmsg_ring", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	/* Callbacks of rpmsg drivers may sleep and wait for each other. */
	vrp_callback_wq = alloc_workqueue("rpmsg", WQ_UNBOUND, 0);
	if (!vrp_ring_wq || !vrp_callback_wq) {
		err = -ENOMEM;
		goto destroy;
	}

	err = register_virtio_driver(&vrp_driver);
	if (err)
		goto destroy;
	return 0;

destroy:
	vrp_destroy_workqueues();
	return err;
}
module_init(vrp_init);

static void __exit vrp_exit(void)
{
	unregister_virtio_driver(&vrp_driver);
	vrp_destroy_workqueues();
	srcu_barrier(&virtio_rpmsg_srcu);
}
module_exit(vrp_exit);

MODULE_DESCRIPTION("Virtio transport of rpmsg");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
