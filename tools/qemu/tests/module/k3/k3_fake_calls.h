/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages to the system firmware (TI's TISCI user guide): those that remote cores take. */
#ifndef K3_FAKE_CALLS_H
#define K3_FAKE_CALLS_H

#include <linux/bits.h>
#include <linux/compiler_attributes.h>
#include <linux/types.h>

/* In a request: answer it. In a reply: done. */
#define K3_FLAG_ACK	BIT(1)

/**
 * struct k3_header - what each message begins with
 * @type: what it asks for
 * @host: who asks
 * @seq: which request is answered
 * @flags: see K3_FLAG_ACK
 */
struct k3_header {
	u16 type;
	u8 host;
	u8 seq;
	u32 flags;
} __packed;

#endif /* K3_FAKE_CALLS_H */
