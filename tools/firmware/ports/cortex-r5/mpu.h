/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
#ifndef PORT_MPU_H
#define PORT_MPU_H

/**
 * port_mpu_on() - switch the memory protection unit and the caches on
 *
 * Called by start.S, which has switched them off and emptied the caches.
 */
void port_mpu_on(void);

#endif /* PORT_MPU_H */
