// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* Cortex-R5F beside Linux. How the two ring each other is in ../k3/mailbox.c. */
#include <openamp/port.h>

#include "doorbell.h"

void port_init(void)
{
	doorbell_init();
}
