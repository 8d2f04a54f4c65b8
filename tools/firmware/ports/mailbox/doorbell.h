/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* A mailbox by which Linux wakes the core, and the core Linux. */
#ifndef PORT_DOORBELL_H
#define PORT_DOORBELL_H

/** doorbell_init() - let Linux wake this core */
void doorbell_init(void);

#endif /* PORT_DOORBELL_H */
