// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The table of endpoints. */
#include <stddef.h>

#include "internal.h"

struct rpmsg_endpoint *rpmsg_find_ept(struct rpmsg_device *rdev, uint32_t addr)
{
	unsigned int i;

	for (i = 0; i < OPENAMP_ENDPOINTS_MAX; i++) {
		if (rdev->ept[i] && rdev->ept[i]->addr == addr)
			return rdev->ept[i];
	}
	return NULL;
}

static bool name_fits(const char *name)
{
	unsigned int len = 0;

	while (len < RPMSG_NAME_SIZE && name[len])
		len++;
	return len && len < RPMSG_NAME_SIZE;
}

int rpmsg_create_ept(struct rpmsg_device *rdev, struct rpmsg_endpoint *ept,
		     const char *name, uint32_t addr, rpmsg_receive receive)
{
	unsigned int i;

	if (addr == RPMSG_NS_ADDR || !receive || (name && !name_fits(name)))
		return RPMSG_ERR_INVAL;

	if (addr == RPMSG_ADDR_ANY) {
		addr = RPMSG_DYNAMIC_BASE;
		while (rpmsg_find_ept(rdev, addr))
			addr++;
	} else if (rpmsg_find_ept(rdev, addr)) {
		return RPMSG_ERR_IN_USE;
	}

	for (i = 0; i < OPENAMP_ENDPOINTS_MAX && rdev->ept[i]; i++)
		continue;
	if (i == OPENAMP_ENDPOINTS_MAX)
		return RPMSG_ERR_FULL;

	ept->name = name;
	ept->addr = addr;
	ept->dst = RPMSG_ADDR_ANY;
	ept->receive = receive;
	ept->rdev = rdev;
	/* Made by the next poll, or when Linux's driver comes. */
	ept->announce = name;
	rdev->ept[i] = ept;
	return 0;
}

int rpmsg_destroy_ept(struct rpmsg_endpoint *ept)
{
	struct rpmsg_device *rdev = ept->rdev;
	unsigned int i;

	if (rdev->is_up && ept->name && !ept->announce) {
		int ret = rpmsg_ns_send(rdev, ept->name, ept->addr,
					RPMSG_NS_DESTROY);

		if (ret == RPMSG_ERR_AGAIN)
			return ret;
	}
	for (i = 0; i < OPENAMP_ENDPOINTS_MAX; i++) {
		if (rdev->ept[i] == ept)
			rdev->ept[i] = NULL;
	}
	return 0;
}
