/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Doorbells over interrupts of the GIC; see doorbell.c. */
#ifndef PORT_DOORBELL_H
#define PORT_DOORBELL_H

/** doorbell_init() - let this core have the interrupts by which Linux rings it */
void doorbell_init(void);

/** doorbell_keep() - the same again, in case that Linux has started meanwhile */
void doorbell_keep(void);

/** port_tick() - the interrupt of the port's timer, PORT_INTID_TIMER, has come */
void port_tick(void);

/** doorbell_off() - the opposite, before the core goes off */
void doorbell_off(void);

#endif /* PORT_DOORBELL_H */
