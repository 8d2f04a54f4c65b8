/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * What the library needs from a core and its board. A port supplies these
 * functions, start-up code and a linker script; nothing else in the library or
 * in the sample applications knows which core it runs on.
 */
#ifndef OPENAMP_PORT_H
#define OPENAMP_PORT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * port_init() - make the core ready: interrupt controller, doorbell
 *
 * Called once, before anything else in this header.
 */
void port_init(void);

/**
 * port_core() - name of this core for log lines
 *
 * Return: a constant string such as "cortex-r5 r5_0".
 */
const char *port_core(void);

/**
 * port_shared() - turn a device address from Linux into a pointer
 * @da: device address, as it stands in a descriptor or the resource table
 * @size: bytes that will be accessed from there
 *
 * Linux's word is not taken for it: a range that is not wholly inside the
 * memory shared with Linux (above all one that overlaps the firmware itself)
 * must be refused. @size is at least 1 and @da + @size may overflow.
 *
 * Return: the pointer, or NULL when the range must not be touched.
 */
void *port_shared(uint64_t da, uint32_t size);

/*
 * Memory barriers between this core and the one that runs Linux. They order
 * accesses to the shared memory as seen by the whole system, not only by this
 * core's cluster, and are compiler barriers too.
 */

/** port_mb() - no access after it happens before any access in front of it */
void port_mb(void);

/** port_rmb() - the same for loads against loads */
void port_rmb(void);

/** port_wmb() - the same for stores against stores */
void port_wmb(void);

/**
 * port_notify() - ring Linux
 * @notifyids: the rings' notify ids, as Linux wrote them into the resource table
 * @count: how many of them, at least 1
 *
 * A board with one doorbell line rings it once and ignores the ids. Everything
 * stored before the call must be visible to Linux before the doorbell is.
 */
void port_notify(const uint32_t *notifyids, unsigned int count);

/**
 * port_has_kick() - can Linux wake this core?
 *
 * Return: true if Linux has a doorbell to this core that ends port_idle().
 * When false the library tells Linux never to ring and the core polls.
 */
bool port_has_kick(void);

/**
 * port_idle() - there is nothing to do
 *
 * With a doorbell: sleep until it rings, and return at once if it has rung
 * since the last return (on Arm: WFI with the interrupt masked at the core, then
 * acknowledge it). Without: give other hardware threads a chance. May return at
 * any time for no reason.
 */
void port_idle(void);

/*
 * What follows a port need not have: the library has functions that say no, which
 * those of a port replace.
 */

/**
 * port_kicks() - how often Linux has rung for the rings
 *
 * Return: number of doorbells that port_idle() has acknowledged, modulo 2^32; 0
 * on a core without doorbell.
 */
uint32_t port_kicks(void);

/**
 * port_take_kick() - be in the middle of a doorbell's interrupt
 *
 * For tests of what such a core leaves behind: it is acknowledged and not ended. Nothing
 * on a core without such a doorbell.
 */
void port_take_kick(void);

/**
 * port_now() - what time is it?
 *
 * Return: nanoseconds since some moment; 0 on a core without a clock.
 */
uint64_t port_now(void);

/**
 * port_idled() - how long has this core waited for Linux?
 *
 * Return: nanoseconds of port_now() that it slept in port_idle(); 0 on a core that
 * does not sleep there.
 */
uint64_t port_idled(void);

/**
 * port_stop_requests() - how often has Linux asked this core to stop?
 *
 * A core that Linux cannot stop, because it has no reset of its own, is asked to
 * switch itself off.
 *
 * Return: number of requests that port_idle() has seen; 0 on a core that Linux
 * stops without asking.
 */
uint32_t port_stop_requests(void);

/**
 * port_alive() - the main loop goes on
 *
 * Called with each heartbeat, for a core that has a watchdog of its own.
 */
void port_alive(void);

/**
 * port_crashed() - the firmware cannot go on
 *
 * Called when all else about the crash is said, for a core that can tell Linux of it by
 * itself: as a rule, by the end of its watchdog. Need not return.
 */
void port_crashed(void);

/**
 * port_stop() - switch this core off
 *
 * To be called when there are port_stop_requests(). Data that is only in the core's caches
 * is lost or written to memory; nothing of the firmware runs after this. Does not
 * return.
 */
__attribute__((noreturn)) void port_stop(void);

#endif /* OPENAMP_PORT_H */
