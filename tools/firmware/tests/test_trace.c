// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <openamp/trace.h>

#include "tap.h"
#include "tests.h"

static char buf[160];
/* What Linux reads: up to the first NUL or the end. */
static char text[sizeof(buf) + 1];

static const char *linux_reads(void)
{
	memcpy(text, buf, sizeof(buf));
	return text;
}

static void formats(void)
{
	trace_init(buf, sizeof(buf));
	trace_printf("%s|%5s|%c|%%|", "abc", "de", 'x');
	trace_printf("%u|%d|%d|%d|", UINT_MAX, -1, INT_MIN, INT_MAX);
	trace_printf("%x|%08x|%4u|", 0xbeefu, 0x123u, 7u);
	CHECK(!strncmp(linux_reads(), "abc|   de|x|%|4294967295|-1|", 28));
	CHECK(!strcmp(text + 28, "-2147483648|2147483647|beef|00000123|   7|"));
	trace_init(buf, sizeof(buf));
	trace_printf("%5d|%05d|%2d|%0u", -42, -42, -42, 0u);
	CHECK(!strcmp(linux_reads(), "  -42|-0042|-42|0"));
}

static void fills_up(void)
{
	char line[17] = "0123456789abcde\n";
	unsigned int i;

	trace_init(buf, sizeof(buf));
	CHECK(strlen(linux_reads()) == 0);
	for (i = 0; i < 9; i++)
		trace_printf("%s", line);
	CHECK(strlen(linux_reads()) == 9 * 16);
	CHECK(!strstr(linux_reads(), "older"));
	trace_printf("%s", line);
	/* Exactly full: the next place is the start, which the marker takes. */
	CHECK(strlen(linux_reads()) == sizeof(buf));
	CHECK(!strncmp(linux_reads(), "--- older ---\n", 14));
}

static void wraps(void)
{
	unsigned int i;

	trace_init(buf, sizeof(buf));
	for (i = 0; i < 1000; i++) {
		char want[64];

		trace_printf("line %u\n", i);
		snprintf(want, sizeof(want), "line %u\n--- older ---\n", i);
		linux_reads();
		if (i < 25)
			continue;
		CHECK(strlen(text) == sizeof(buf));
		/* Either whole, or cut in two by the end of the buffer. */
		if (!strstr(text, want)) {
			char twice[2 * sizeof(text)];

			snprintf(twice, sizeof(twice), "%s%s", text, text);
			CHECK(strstr(twice, want));
		}
	}
}

void test_trace(void)
{
	RUN(formats, "trace: formats");
	RUN(fills_up, "trace: grows until the buffer is full, to the last byte");
	RUN(wraps, "trace: newest line ends at the marker after a wrap");
}
