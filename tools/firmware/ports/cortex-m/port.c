// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Cortex-M beside Linux. How the two ring each other is in mu.c. Where things
 * are comes from port.mk.
 */
#include <stddef.h>

#include <openamp/port.h>

#include "doorbell.h"
#include "mpu.h"

void port_init(void)
{
	port_mpu_on();
	doorbell_init();
}

const char *port_core(void)
{
	return PORT_CORE;
}

void *port_shared(uint64_t da, uint32_t size)
{
	uint32_t offset;

	if (da < PORT_SHARED_BASE || da - PORT_SHARED_BASE >= PORT_SHARED_SIZE)
		return NULL;
	offset = (uint32_t)da - PORT_SHARED_BASE;
	if (size > PORT_SHARED_SIZE - offset)
		return NULL;
	return (void *)(uint32_t)da;
}

/* Armv7-M has one barrier for loads and stores. */
void port_mb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

void port_rmb(void)
{
	port_mb();
}

void port_wmb(void)
{
	port_mb();
}
