/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the rpmsg core calls an endpoint's bus from Linux 6.6 on, as long as
 * messages can be sent from any address.
 * Read off 6.12.107.
 */
#ifndef COMPAT_RPMSG_OPS_6_12_H
#define COMPAT_RPMSG_OPS_6_12_H

/* What a message is sent from. */
#define compat_rpmsg_data void

/**
 * struct rpmsg_endpoint_ops - what a bus does for its endpoints
 * @destroy_ept: unbind the endpoint; its callback does not run afterwards
 * @send: send to the channel's destination, sleeps for a buffer
 * @sendto: send to another destination, sleeps for a buffer
 * @send_offchannel: send from and to any address, sleeps for a buffer
 * @trysend: as @send, -ENOMEM instead of sleeping
 * @trysendto: as @sendto, -ENOMEM instead of sleeping
 * @trysend_offchannel: as @send_offchannel, -ENOMEM instead of sleeping
 * @poll: the transmit side's poll mask
 * @set_flow_control: ask the remote to pause or go on, optional
 * @get_mtu: largest payload in bytes
 */
struct rpmsg_endpoint_ops {
	void (*destroy_ept)(struct rpmsg_endpoint *ept);

	int (*send)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len);
	int (*sendto)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
		      u32 dst);
	int (*send_offchannel)(struct rpmsg_endpoint *ept, u32 src, u32 dst,
			       compat_rpmsg_data *data, int len);

	int (*trysend)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len);
	int (*trysendto)(struct rpmsg_endpoint *ept, compat_rpmsg_data *data, int len,
			 u32 dst);
	int (*trysend_offchannel)(struct rpmsg_endpoint *ept, u32 src, u32 dst,
				  compat_rpmsg_data *data, int len);
	__poll_t (*poll)(struct rpmsg_endpoint *ept, struct file *filp,
			 poll_table *wait);
	int (*set_flow_control)(struct rpmsg_endpoint *ept, bool pause, u32 dst);
	ssize_t (*get_mtu)(struct rpmsg_endpoint *ept);
};

#define COMPAT_RPMSG_OFFCHANNEL(_send, _trysend) \
	.send_offchannel = (_send), .trysend_offchannel = (_trysend)

static_assert(offsetof(struct rpmsg_endpoint_ops, trysend) == 4 * sizeof(void *));
static_assert(offsetof(struct rpmsg_endpoint_ops, poll) == 7 * sizeof(void *));
static_assert(offsetof(struct rpmsg_endpoint_ops, get_mtu) == 9 * sizeof(void *));
static_assert(sizeof(struct rpmsg_endpoint_ops) == 10 * sizeof(void *));

#endif /* COMPAT_RPMSG_OPS_6_12_H */
