// SPDX-License-Identifier: GPL-2.0-only
/* See tap.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static int points, failures;

static void point(bool pass, const char *title, va_list args)
{
	points++;
	failures += !pass;
	printf("%sok %d - ", pass ? "" : "not ", points);
	vprintf(title, args);
	putchar('\n');
	fflush(stdout);
}

bool ok(bool pass, const char *title, ...)
{
	va_list args;

	va_start(args, title);
	point(pass, title, args);
	va_end(args);
	return pass;
}

static const char *error_of(long long number)
{
	static char text[2][80];
	static int turn;

	turn = !turn;
	text[turn][0] = '\0';
	if (number < 0 && number > -4096)
		snprintf(text[turn], sizeof(text[turn]), " (%s)",
			 strerror(-number));
	return text[turn];
}

bool is(long long got, long long expected, const char *title, ...)
{
	va_list args;

	va_start(args, title);
	point(got == expected, title, args);
	va_end(args);
	if (got != expected)
		diag("got %lld%s, expected %lld%s", got, error_of(got), expected,
		     error_of(expected));
	return got == expected;
}

bool is_text(const char *got, const char *expected, const char *title, ...)
{
	bool pass = !strcmp(got, expected);
	va_list args;

	va_start(args, title);
	point(pass, title, args);
	va_end(args);
	if (!pass)
		diag("got \"%s\", expected \"%s\"", got, expected);
	return pass;
}

bool in_range(long long got, long long low, long long high, const char *title,
	      ...)
{
	bool pass = got >= low && got <= high;
	va_list args;

	va_start(args, title);
	point(pass, title, args);
	va_end(args);
	if (!pass)
		diag("got %lld%s, expected %lld to %lld", got, error_of(got),
		     low, high);
	return pass;
}

void skip(const char *title, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", ++points, title, why);
	fflush(stdout);
}

void diag(const char *format, ...)
{
	va_list args;

	fputs("# ", stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

void bail(const char *format, ...)
{
	va_list args;

	printf("1..%d\nBail out! ", points);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	exit(1);
}

int done(void)
{
	printf("1..%d\n", points);
	fflush(stdout);
	return failures != 0;
}
