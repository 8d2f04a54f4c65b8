// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Name service: each side tells the other which services it has where. */
#include <stddef.h>
#include <string.h>

#include <openamp/shm.h>

#include "internal.h"

int rpmsg_ns_send(struct rpmsg_device *rdev, const char *name, uint32_t addr,
		  uint32_t flags)
{
	struct rpmsg_ns_message msg = { .addr = addr, .flags = flags };
	struct rpmsg_buffer buf;
	unsigned int i;
	int ret;

	if (rdev->is_up && !(rdev->features & RPMSG_F_NS))
		return RPMSG_ERR_INVAL;

	for (i = 0; i < RPMSG_NAME_SIZE - 1 && name[i]; i++)
		msg.name[i] = name[i];

	ret = rpmsg_get_tx_payload_buffer(rdev, &buf);
	if (ret)
		return ret;
	if (buf.len < sizeof(msg)) {
		rpmsg_release_tx_buffer(rdev, &buf);
		return RPMSG_ERR_SIZE;
	}
	memcpy(buf.data, &msg, sizeof(msg));
	return rpmsg_send_nocopy(rdev, &buf, RPMSG_NS_ADDR, RPMSG_NS_ADDR,
				 sizeof(msg));
}

void rpmsg_ns_announce_due(struct rpmsg_device *rdev)
{
	unsigned int i;

	for (i = 0; i < OPENAMP_ENDPOINTS_MAX; i++) {
		struct rpmsg_endpoint *ept = rdev->ept[i];

		if (!ept || !ept->announce)
			continue;
		if (rpmsg_ns_send(rdev, ept->name, ept->addr, RPMSG_NS_CREATE) ==
		    RPMSG_ERR_AGAIN)
			return;
		ept->announce = false;
	}
}

void rpmsg_ns_receive(struct rpmsg_device *rdev, const struct rpmsg_buffer *buf)
{
	struct rpmsg_ns_message msg;
	char name[RPMSG_NAME_SIZE + 1];

	if (buf->len != sizeof(msg)) {
		rdev->stats.rx_bad++;
		return;
	}
	if (!rdev->ops || !rdev->ops->service)
		return;

	/* A copy that Linux cannot change, with a name that ends. */
	memcpy(&msg, buf->data, sizeof(msg));
	memcpy(name, msg.name, RPMSG_NAME_SIZE);
	name[RPMSG_NAME_SIZE] = 0;
	rdev->ops->service(rdev, name, msg.addr, msg.flags & RPMSG_NS_DESTROY);
}
