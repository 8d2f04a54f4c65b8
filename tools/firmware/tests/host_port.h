/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* The port of the library to a test program. */
#ifndef TESTS_HOST_PORT_H
#define TESTS_HOST_PORT_H

#include <stdbool.h>
#include <stdint.h>

/* The shared memory, at an address that is none of this program's. */
#ifndef HOST_SHARED_BASE
#define HOST_SHARED_BASE	0x3e100000u
#endif
#define HOST_SHARED_SIZE	0x200000u

extern uint8_t host_shared[HOST_SHARED_SIZE];

/* What the library did through the port. */
extern unsigned int host_rings;		/* calls of port_notify() */
extern uint32_t host_ring_ids;		/* mask of the ids of the last one */

/* What port_has_kick() says, and if set, what the others do. */
extern bool host_has_kick;
extern void (*host_notify)(void);
extern void (*host_idle)(void);

/* If set, called in each barrier, with 'm', 'r' or 'w'. */
extern void (*host_barrier)(char kind);

#endif /* TESTS_HOST_PORT_H */
