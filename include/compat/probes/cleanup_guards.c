// SPDX-License-Identifier: GPL-2.0-only
/* A lock can be let go at the end of a scope: from 6.5 on, and in later releases of 6.1. */
#include <linux/cleanup.h>
#include <linux/mutex.h>

void probe(struct mutex *lock);
void probe(struct mutex *lock)
{
	guard(mutex)(lock);
}
