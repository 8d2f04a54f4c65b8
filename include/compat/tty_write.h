/* SPDX-License-Identifier: GPL-2.0-only */
/* How many bytes a tty driver writes: an int up to 6.5, a size_t from 6.6 on. */

#ifndef COMPAT_TTY_WRITE_H
#define COMPAT_TTY_WRITE_H

#include <linux/types.h>

#ifdef HAVE_TTY_WRITE_SIZE
#define compat_tty_size		size_t
#define compat_tty_ssize	ssize_t
#else
#define compat_tty_size		int
#define compat_tty_ssize	int
#endif

#endif /* COMPAT_TTY_WRITE_H */
