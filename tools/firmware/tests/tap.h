/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* Results as text: "ok 1 - name", and a plan at the end. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdbool.h>

/**
 * tap_begin() - a test starts
 * @name: what it shows
 */
void tap_begin(const char *name);

/** tap_end() - the test ends: prints its line */
void tap_end(void);

/**
 * tap_done() - all tests are done: prints the plan
 *
 * Return: exit status of the program.
 */
int tap_done(void);

/**
 * tap_check() - a condition of the running test
 * @cond: it should hold
 * @text: the condition
 * @file: where it stands
 * @line: where it stands
 *
 * Only the first that fails is printed.
 */
void tap_check(bool cond, const char *text, const char *file, int line);

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#define CHECK(cond) tap_check(cond, #cond, __FILE__, __LINE__)

/* Runs a function as a test. */
#define RUN(function, name) do { \
	tap_begin(name); \
	function(); \
	tap_end(); \
} while (0)

#endif /* TESTS_TAP_H */
