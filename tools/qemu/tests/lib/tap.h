/* SPDX-License-Identifier: GPL-2.0-only */
/* Test results on standard output, as TAP. From one thread of one process. */
#ifndef TAP_H
#define TAP_H

#include <errno.h>
#include <stdbool.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))

/* A system call's result with the error in it, as the kernel gives it. */
#define sys(call) ({						\
	long ret_ = (call);					\
								\
	ret_ < 0 ? -(long)errno : ret_;				\
})

/**
 * ok() - one test
 * @pass: its outcome
 * @title: what is true when it passes
 *
 * Return: @pass.
 */
__printf(2, 3) bool ok(bool pass, const char *title, ...);

/**
 * is() - one test of a number
 * @got: what it is; a negative one is shown as an errno as well
 * @expected: what it must be
 * @title: what is true when it passes
 *
 * Return: whether it passed.
 */
__printf(3, 4) bool is(long long got, long long expected, const char *title, ...);

/**
 * is_text() - one test of a text
 * @got: what it is
 * @expected: what it must be
 * @title: what is true when it passes
 *
 * Return: whether it passed.
 */
__printf(3, 4) bool is_text(const char *got, const char *expected, const char *title, ...);

/**
 * in_range() - one test of a number that may vary
 * @got: what it is
 * @low: the least that it may be
 * @high: the most that it may be
 * @title: what is true when it passes
 *
 * Return: whether it passed.
 */
__printf(4, 5) bool in_range(long long got, long long low, long long high,
			     const char *title, ...);

/* One test that cannot be made here, and why. */
void skip(const char *title, const char *why);

/* A line for people, shown behind a test that failed. */
__printf(1, 2) void diag(const char *format, ...);

/* What must be true for the tests to make sense is not: ends the program. */
__printf(1, 2) __attribute__((noreturn)) void bail(const char *format, ...);

/* Prints the plan. Return: the exit status of main(). */
int done(void);

#endif /* TAP_H */
