/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
#ifndef PORT_MMU_H
#define PORT_MMU_H

/**
 * port_mmu_on() - make the memory map and switch MMU and caches on
 *
 * Called once by start.S, with MMU and caches off, the caches invalidated and .bss
 * cleared.
 */
void port_mmu_on(void);

#endif /* PORT_MMU_H */
