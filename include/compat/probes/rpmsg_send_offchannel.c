// SPDX-License-Identifier: GPL-2.0-only
/* There is sending from any address: up to 6.x. */
#include <linux/build_bug.h>
#include <linux/rpmsg.h>

static_assert(__builtin_types_compatible_p(typeof(rpmsg_send_offchannel),
					   int (struct rpmsg_endpoint *, u32, u32, void *, int)));
