// SPDX-License-Identifier: GPL-2.0-only
/* Endpoints have flow control: from 6.6 on. */
#include <linux/rpmsg.h>

int probe(struct rpmsg_endpoint *ept);
int probe(struct rpmsg_endpoint *ept)
{
	ept->flow_cb = NULL;
	return rpmsg_set_flow_control(ept, true, 0);
}
