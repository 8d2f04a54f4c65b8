/* SPDX-License-Identifier: GPL-2.0-only */
/* The coprocessor of STM32MP1 and its devices. See stm32.h. */
#ifndef STM32_CORE_H
#define STM32_CORE_H

#include <stdbool.h>
#include <stdint.h>

/* Protects all that both processors' code has of devices and of the core's life. */
void stm32_lock(void);
void stm32_unlock(void);

/* Makes an interrupt of Linux's pending, or takes that back. */
void stm32_set_interrupt(uint32_t intid, bool pending);

/* The core's processor comes out of its sleep, and here. */
void stm32_wake_core(void);

/* stm32_ipcc.c, called with the lock held. @offset: of a register */
uint32_t ipcc_read(uint32_t offset);
void ipcc_write(uint32_t offset, uint32_t value);
void ipcc_init(void);

/* Does the IPCC interrupt the core? */
bool ipcc_interrupts_core(void);

/* stm32_core.c: RCC_MP_GCR.BOOT_MCU and the reset of the core. */
bool core_boot(void);
void core_set_boot(bool boot);
void core_reset(void);

/* stm32_wwdg.c, on the core's processor alone: what the firmware writes to WWDG_CR. */
void wwdg_write(uint32_t value);

/* When the core is held. */
void wwdg_off(void);

/* Is it at its end? Else its interrupt is set to when there is something to do. */
bool wwdg_expired(void);

/* Does it interrupt the core, once before its end? */
bool wwdg_interrupts_core(void);

/* Its end, whoever wants it: the core is reset, and Linux is told. */
__attribute__((noreturn)) void core_watchdog_reset(void);

#endif /* STM32_CORE_H */
