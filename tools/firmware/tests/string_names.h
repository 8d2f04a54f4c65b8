/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* lib/string.c under the names that the test gives it. */
#ifndef TESTS_STRING_NAMES_H
#define TESTS_STRING_NAMES_H

#include <stddef.h>

void *fw_memcpy(void *dst, const void *src, size_t len);
void *fw_memmove(void *dst, const void *src, size_t len);
void *fw_memset(void *dst, int value, size_t len);
int fw_memcmp(const void *a, const void *b, size_t len);
size_t fw_strlen(const char *text);

#endif /* TESTS_STRING_NAMES_H */
