/* SPDX-License-Identifier: GPL-2.0-only */
/* virtio_find_vqs() takes parallel arrays up to 6.10 and a struct from 6.11. */

#ifndef COMPAT_VIRTIO_VQS_H
#define COMPAT_VIRTIO_VQS_H

#include <linux/virtio_config.h>

static inline int compat_find_vqs(struct virtio_device *vdev, unsigned int n,
				  struct virtqueue *vqs[], vq_callback_t *cbs[],
				  const char * const names[])
{
	return virtio_find_vqs(vdev, n, vqs, cbs, names, NULL);
}

#endif /* COMPAT_VIRTIO_VQS_H */
