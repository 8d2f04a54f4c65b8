/* SPDX-License-Identifier: GPL-2.0-only */
/* virtio_find_vqs() takes parallel arrays up to 6.10 and a struct from 6.11. */

#ifndef COMPAT_VIRTIO_VQS_H
#define COMPAT_VIRTIO_VQS_H

#include <linux/virtio_config.h>

#ifndef HAVE_VIRTQUEUE_INFO
struct virtqueue_info {
	const char *name;
	vq_callback_t *callback;
	bool ctx;
};
#endif

/* The two rings of an rpmsg device. Returns 0 or a negative errno. */
static inline int compat_find_two_vqs(struct virtio_device *vdev,
				      struct virtqueue *vqs[2],
				      struct virtqueue_info info[2])
{
#ifdef HAVE_VIRTQUEUE_INFO
	return virtio_find_vqs(vdev, 2, vqs, info, NULL);
#else
	vq_callback_t *callbacks[] = { info[0].callback, info[1].callback };
	const char * const names[] = { info[0].name, info[1].name };

	return virtio_find_vqs(vdev, 2, vqs, callbacks, names, NULL);
#endif
}

#endif /* COMPAT_VIRTIO_VQS_H */
