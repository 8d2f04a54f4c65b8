/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Up to which kernel there were tests. What a newer one has changed is probed when the
 * modules are built, but nobody has seen them run on it.
 */
#ifndef COMPAT_TESTED_H
#define COMPAT_TESTED_H

#include <linux/printk.h>
#include <linux/version.h>

#ifndef COMPAT_NEWEST_TESTED
#define COMPAT_NEWEST_TESTED	KERNEL_VERSION(7, 3, 255)
#endif

/* To be called when a module is loaded. */
static inline void compat_say_untested(void)
{
	if (LINUX_VERSION_CODE > COMPAT_NEWEST_TESTED)
		pr_notice(KBUILD_MODNAME ": not tested with a kernel as new as this one\n");
}

#endif /* COMPAT_TESTED_H */
