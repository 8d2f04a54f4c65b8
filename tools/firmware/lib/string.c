// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The functions that a compiler calls on its own, for firmware without a libc.
 * Not part of the library when the application has a libc.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Copying whole words matters: each access to shared memory goes to the bus. */
void *memcpy(void *dst, const void *src, size_t len)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	if (!(((uintptr_t)d | (uintptr_t)s) & 3)) {
		uint32_t *dw = dst;
		const uint32_t *sw = src;

		for (; len >= 16; len -= 16) {
			uint32_t a = sw[0], b = sw[1], c = sw[2], e = sw[3];

			dw[0] = a;
			dw[1] = b;
			dw[2] = c;
			dw[3] = e;
			dw += 4;
			sw += 4;
		}
		for (; len >= 4; len -= 4)
			*dw++ = *sw++;
		d = (unsigned char *)dw;
		s = (const unsigned char *)sw;
	}
	while (len--)
		*d++ = *s++;
	return dst;
}

void *memmove(void *dst, const void *src, size_t len)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	if (d <= s || d >= s + len)
		return memcpy(dst, src, len);
	while (len--)
		d[len] = s[len];
	return dst;
}

void *memset(void *dst, int value, size_t len)
{
	unsigned char *d = dst;

	while (len--)
		*d++ = (unsigned char)value;
	return dst;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const unsigned char *x = a;
	const unsigned char *y = b;

	for (; len; len--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

size_t strlen(const char *text)
{
	size_t len = 0;

	while (text[len])
		len++;
	return len;
}
