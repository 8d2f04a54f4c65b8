// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-M beside Linux. How the two ring each other is in mu.c and ../k3/mailbox.c. Where things
 * are comes from port.mk.
 */
#include <openamp/port.h>

#include "doorbell.h"
#include "mpu.h"

void port_init(void)
{
	port_mpu_on();
	doorbell_init();
}
