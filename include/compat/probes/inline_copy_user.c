// SPDX-License-Identifier: GPL-2.0-only
/* The functions behind copy_from_user() have names of their own in line: from 6.11 on. */
#include <linux/uaccess.h>

unsigned long probe(void *to, const void __user *from, unsigned long n);
unsigned long probe(void *to, const void __user *from, unsigned long n)
{
	return _inline_copy_from_user(to, from, n);
}
