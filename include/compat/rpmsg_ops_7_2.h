/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the rpmsg core calls an endpoint's bus in Linux 7.2, where messages are const and sent only
 * from the endpoint's own address.
 * Read off 7.2.13.
 */
#ifndef COMPAT_RPMSG_OPS_7_2_H
#define COMPAT_RPMSG_OPS_7_2_H

/* What a message is sent from. */
#define compat_rpmsg_data const void

/**
 * struct rpmsg_endpoint_ops - what a bus does for its endpoints
 * @destroy_ept: unbind the endpoint; its callback does not run afterwards
 * @send: send to the channel's destination, sleeps for a buffer
 * @sendto: send to another destination, sleeps for a buffer
 * @trysend: as @send, -ENOMEM instead of sleeping
 * @trysendto: as @sendto, -ENOMEM instead of sleeping
 * @poll: the transmit side's poll mask
 * @set_flow_control: ask the remote to pause or go on, optional
 * @get_mtu: largest payload in bytes
 */
struct rpmsg_endpoint_ops {
	void (*destroy_ept)(struct rpmsg_endpoint *ept);

	int (*send)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len);
	int (*sendto)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
		      u32 dst);

	int (*trysend)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len);
	int (*trysendto)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
			 u32 dst);
	__poll_t (*poll)(struct rpmsg_endpoint *ept, struct file *filp,
			 poll_table *wait);
	int (*set_flow_control)(struct rpmsg_endpoint *ept, bool pause, u32 dst);
	ssize_t (*get_mtu)(struct rpmsg_endpoint *ept);
};

/* Nothing is sent from another address than the endpoint's. */
#define COMPAT_RPMSG_OFFCHANNEL(...)

static_assert(offsetof(struct rpmsg_endpoint_ops, trysend) == 3 * sizeof(void *));
static_assert(offsetof(struct rpmsg_endpoint_ops, poll) == 5 * sizeof(void *));
static_assert(offsetof(struct rpmsg_endpoint_ops, get_mtu) == 7 * sizeof(void *));
static_assert(sizeof(struct rpmsg_endpoint_ops) == 8 * sizeof(void *));

#endif /* COMPAT_RPMSG_OPS_7_2_H */
