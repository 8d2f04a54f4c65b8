// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* lib/string.c against the libc of the build machine. */
#include <string.h>

#include "string_names.h"
#include "tap.h"
#include "tests.h"

static unsigned char from[128] __attribute__((aligned(16)));
static unsigned char got[128] __attribute__((aligned(16)));
static unsigned char want[128] __attribute__((aligned(16)));

static void fill(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(from); i++) {
		from[i] = (unsigned char)(i + 1);
		got[i] = 0xee;
		want[i] = 0xee;
	}
}

static void copies(void)
{
	unsigned int d, s, len;

	for (d = 0; d < 8; d++) {
		for (s = 0; s < 8; s++) {
			for (len = 0; len < 70; len++) {
				fill();
				memcpy(want + d, from + s, len);
				CHECK(fw_memcpy(got + d, from + s, len) == got + d);
				CHECK(!memcmp(got, want, sizeof(got)));
			}
		}
	}
}

static void moves(void)
{
	unsigned int d, s, len;

	for (d = 0; d < 24; d++) {
		for (s = 0; s < 24; s++) {
			for (len = 0; len < 70; len++) {
				fill();
				memcpy(got, from, sizeof(got));
				memcpy(want, from, sizeof(want));
				memmove(want + d, want + s, len);
				CHECK(fw_memmove(got + d, got + s, len) == got + d);
				CHECK(!memcmp(got, want, sizeof(got)));
			}
		}
	}
}

static void others(void)
{
	fill();
	memset(want + 3, 0x5a, 17);
	fw_memset(got + 3, 0x15a, 17);
	CHECK(!memcmp(got, want, sizeof(got)));
	CHECK(fw_memcmp("abc", "abd", 2) == 0);
	CHECK(fw_memcmp("abc", "abd", 3) < 0);
	CHECK(fw_memcmp("\xff", "\x01", 1) > 0);
	CHECK(fw_strlen("") == 0);
	CHECK(fw_strlen("four") == 4);
}

void test_string(void)
{
	RUN(copies, "memcpy at any alignment and length");
	RUN(moves, "memmove with any overlap");
	RUN(others, "memset, memcmp, strlen");
}
