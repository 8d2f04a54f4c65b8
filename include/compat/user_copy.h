/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * copy_from_user() and copy_to_user() without the check of the kernel's memory; all
 * their other checks are there. Where an architecture wants them in line, some
 * kernels have them under another name only.
 */

#ifndef COMPAT_USER_COPY_H
#define COMPAT_USER_COPY_H

#include <linux/uaccess.h>

static __always_inline __must_check unsigned long
compat_copy_from_user(void *to, const void __user *from, unsigned long n)
{
#if defined(HAVE_INLINE_COPY_USER) && defined(INLINE_COPY_FROM_USER)
	return _inline_copy_from_user(to, from, n);
#else
	return _copy_from_user(to, from, n);
#endif
}

static __always_inline __must_check unsigned long
compat_copy_to_user(void __user *to, const void *from, unsigned long n)
{
#if defined(HAVE_INLINE_COPY_USER) && defined(INLINE_COPY_TO_USER)
	return _inline_copy_to_user(to, from, n);
#else
	return _copy_to_user(to, from, n);
#endif
}

#endif /* COMPAT_USER_COPY_H */
