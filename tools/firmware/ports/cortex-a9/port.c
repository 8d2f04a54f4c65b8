// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-A9 of i.MX6Q. Linux stops this core by its reset, without asking. Where
 * things are comes from port.mk.
 */
#include <openamp/port.h>

#include "doorbell.h"

void port_init(void)
{
	doorbell_init();
}
