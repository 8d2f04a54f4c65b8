/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * STM32MP1's coprocessor and what Linux finds of it, on QEMU's virt: where things are. The
 * board's device tree and the firmware's port agree with this; for C and assembler. Register
 * names and offsets are those of RM0436, the reference manual.
 *
 * Nothing is at STM32_IO in QEMU's model. Accesses from either side come to EL2.
 */
#ifndef STM32_H
#define STM32_H

#define STM32_IO		0x0b000000
#define STM32_RCC		0x0b000000
#define STM32_PWR		0x0b001000
#define STM32_TAMP		0x0b002000
#define STM32_IPCC		0x0b003000
#define STM32_WWDG		0x0b004000
#define STM32_PAGE		0x1000

/* The coprocessor's memory: what Linux sees where, and the core at 0. */
#define STM32_RETRAM		0x70000000
/* What both see at the same address, as large as a block of the tables of stage 2. */
#define STM32_SHARED		0x70200000

/* SPIs, as the GIC counts them. */
#define STM32_INTID_IPCC_RX	152
#define STM32_INTID_IPCC_TX	153
#define STM32_INTID_WWDG	154

#define STM32_GICD		0x08000000
#define STM32_GICC		0x08010000

#endif /* STM32_H */
