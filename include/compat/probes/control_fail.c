// SPDX-License-Identifier: GPL-2.0-only
/* Must not compile: else whatever is asked is answered with yes. */
#include <linux/rpmsg.h>

int probe(struct rpmsg_device *rpdev);
int probe(struct rpmsg_device *rpdev)
{
	return rpdev->no_kernel_has_this_member;
}
