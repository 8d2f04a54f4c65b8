/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* For the assembler, too. */
#ifndef PORT_PSCI_H
#define PORT_PSCI_H

/* ARM DEN 0022, CPU_OFF */
#define PSCI_CPU_OFF	0x84000002

#endif /* PORT_PSCI_H */
