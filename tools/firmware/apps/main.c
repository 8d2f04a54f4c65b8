// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The main loop of the sample applications. */
#include <openamp/port.h>

#include "app.h"

int main(void)
{
	struct rpmsg_device *rdev;

	port_init();
	rdev = app_init();
	for (;;) {
		if (port_stop_requests())
			port_stop();
		if (!app_step())
			rpmsg_idle(rdev);
	}
}
