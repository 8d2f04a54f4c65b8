/* SPDX-License-Identifier: GPL-2.0-only */
/* poll_does_not_wait() is there up to 6.x; what it looks at has stayed. */
#ifndef COMPAT_POLL_WAITS_H
#define COMPAT_POLL_WAITS_H

#include <linux/poll.h>

/* Is this the first round of poll() or select(), or anybody else who comes to wait? */
static inline bool compat_poll_waits(const poll_table *wait)
{
	return wait && wait->_qproc;
}

#endif /* COMPAT_POLL_WAITS_H */
