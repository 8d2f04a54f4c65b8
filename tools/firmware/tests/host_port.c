// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <stddef.h>

#include <openamp/port.h>

#include "host_port.h"

uint8_t host_shared[HOST_SHARED_SIZE] __attribute__((aligned(4096)));
unsigned int host_rings;
uint32_t host_ring_ids;
bool host_has_kick;
void (*host_notify)(void);
void (*host_idle)(void);
void (*host_barrier)(char kind);

void port_init(void)
{
}

const char *port_core(void)
{
	return "host";
}

void *port_shared(uint64_t da, uint32_t size)
{
	uint64_t offset = da - HOST_SHARED_BASE;

	if (da < HOST_SHARED_BASE || offset >= HOST_SHARED_SIZE ||
	    size > HOST_SHARED_SIZE - offset)
		return NULL;
	return host_shared + offset;
}

void port_mb(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (host_barrier)
		host_barrier('m');
}

void port_rmb(void)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (host_barrier)
		host_barrier('r');
}

void port_wmb(void)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
	if (host_barrier)
		host_barrier('w');
}

void port_notify(const uint32_t *notifyids, unsigned int count)
{
	host_rings++;
	host_ring_ids = 0;
	while (count--)
		host_ring_ids |= 1u << notifyids[count];
	if (host_notify)
		host_notify();
}

bool port_has_kick(void)
{
	return host_has_kick;
}

void port_idle(void)
{
	if (host_idle)
		host_idle();
}
