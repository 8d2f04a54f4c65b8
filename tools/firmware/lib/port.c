// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* What a port says that does not have it. */
#include <openamp/port.h>

__attribute__((weak)) uint32_t port_kicks(void)
{
	return 0;
}

__attribute__((weak)) void port_take_kick(void)
{
}

__attribute__((weak)) uint64_t port_now(void)
{
	return 0;
}

__attribute__((weak)) uint64_t port_idled(void)
{
	return 0;
}

__attribute__((weak)) uint32_t port_stop_requests(void)
{
	return 0;
}

__attribute__((weak)) void port_alive(void)
{
}

__attribute__((weak)) void port_crashed(void)
{
}

__attribute__((weak)) void port_stop(void)
{
	for (;;)
		port_idle();
}
