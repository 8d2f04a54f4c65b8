/* SPDX-License-Identifier: GPL-2.0-only */
/* Sending from another address than the endpoint's, which newer kernels leave out. */
#ifndef TEST_OFFCHANNEL_H
#define TEST_OFFCHANNEL_H

#include <linux/rpmsg.h>

#ifdef HAVE_RPMSG_SEND_OFFCHANNEL
static const bool has_offchannel = true;
#else
static const bool has_offchannel;

static inline int rpmsg_send_offchannel(struct rpmsg_endpoint *ept, u32 src, u32 dst,
					void *data, int len)
{
	return -EOPNOTSUPP;
}

static inline int rpmsg_trysend_offchannel(struct rpmsg_endpoint *ept, u32 src, u32 dst,
					   void *data, int len)
{
	return -EOPNOTSUPP;
}
#endif

#endif /* TEST_OFFCHANNEL_H */
