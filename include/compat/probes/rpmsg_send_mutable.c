// SPDX-License-Identifier: GPL-2.0-only
/* Messages are sent from memory that is not const: up to 6.x. */
#include <linux/build_bug.h>
#include <linux/rpmsg.h>

static_assert(__builtin_types_compatible_p(typeof(rpmsg_send),
					   int (struct rpmsg_endpoint *, void *, int)));
