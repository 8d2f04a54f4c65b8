/* SPDX-License-Identifier: GPL-2.0-only */
/* AMD's IPI mailboxes by SMC, as Linux's zynqmp-ipi-mailbox calls them. */
#ifndef IPI_H
#define IPI_H

#include "monitor.h"

#define IPI_FIRST	0x82001000u
#define IPI_LAST	0x82001006u

void ipi_serve(struct smc *smc);

#endif /* IPI_H */
