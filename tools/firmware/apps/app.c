// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* What the sample applications have in common. */
#include <openamp/port.h>
#include <openamp/trace.h>

#include "app.h"

void app_trace_hello(const char *name)
{
	trace_printf("openamp %s: hello from %s (%s, %u buffers each way)\n",
		     name, port_core(), APP_BUILD, APP_RING_NUM);
}

void app_trace_link(const struct rpmsg_device *rdev)
{
	trace_printf("linux is there: rings at 0x%08x and 0x%08x, features 0x%x\n",
		     rdev->vdev->vring[0].da, rdev->vdev->vring[1].da,
		     rdev->features);
}
