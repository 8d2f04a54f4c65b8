/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The few functions of <string.h> that the library uses, for a core without a
 * libc. They are in lib/string.c.
 */
#ifndef OPENAMP_LIBC_STRING_H
#define OPENAMP_LIBC_STRING_H

#include <stddef.h>

void *memcpy(void *dst, const void *src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int value, size_t len);
int memcmp(const void *a, const void *b, size_t len);
size_t strlen(const char *text);

#endif /* OPENAMP_LIBC_STRING_H */
