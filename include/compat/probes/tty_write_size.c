// SPDX-License-Identifier: GPL-2.0-only
/* A tty driver's write() takes and returns sizes: from 6.6 on. */
#include <linux/tty_driver.h>

ssize_t probe(struct tty_struct *tty, const u8 *buf, size_t count,
	      const struct tty_operations *ops);
ssize_t probe(struct tty_struct *tty, const u8 *buf, size_t count,
	      const struct tty_operations *ops)
{
	ssize_t (*write)(struct tty_struct *tty, const u8 *buf, size_t count) = ops->write;

	return write(tty, buf, count);
}
