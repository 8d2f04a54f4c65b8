/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
#ifndef PORT_MPU_H
#define PORT_MPU_H

/** port_mpu_on() - make what Linux has as well Normal memory that is not cached */
void port_mpu_on(void);

#endif /* PORT_MPU_H */
