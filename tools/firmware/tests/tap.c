// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#include <stdio.h>
#include <unistd.h>

#include "tap.h"

/* Seconds for one test: some wait for a message for ever when it is lost. */
#define LIMIT	240

static const char *current;
static bool failed;
static int count;
static int failures;

void tap_begin(const char *name)
{
	current = name;
	failed = false;
	alarm(LIMIT);
}

void tap_check(bool cond, const char *text, const char *file, int line)
{
	if (!cond && !failed) {
		printf("# %s:%d: %s\n", file, line, text);
		failed = true;
	}
}

void tap_end(void)
{
	printf("%s %d - firmware: %s\n", failed ? "not ok" : "ok", ++count, current);
	fflush(stdout);
	failures += failed;
}

int tap_done(void)
{
	printf("1..%d\n", count);
	return failures ? 1 : 0;
}
