// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * What the ports to 32-bit Arm cores share: memory whose device addresses are pointers, and
 * barriers. Where things are comes from port.mk.
 */
#include <stddef.h>

#include <openamp/port.h>

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

/* Full system: Linux's cores are outside of this core's shareability domain. */
void port_mb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

/* Armv7 has no barrier for loads only, in neither profile. */
void port_rmb(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

void port_wmb(void)
{
	__asm__ volatile("dmb st" : : : "memory");
}
