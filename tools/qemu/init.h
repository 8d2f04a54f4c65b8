/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of init share. */
#ifndef INIT_H
#define INIT_H

#include <stdbool.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define DEBUG_DIR	"/sys/kernel/debug"

/* Prints on the results channel. */
void emit(const char *format, ...) __attribute__((__format__(printf, 1, 2)));

/* Monotonic time in seconds. */
double now(void);

/* From here on check_kernel_log() reads. */
void open_kernel_log(void);

/*
 * Reads what the kernel has logged since the last call. From the first sign of
 * a problem on, it becomes a failed test of @who with the lines of the log.
 */
void check_kernel_log(const char *who);

/* For a program that hangs: where each one sleeps, and the last of the log. */
void show_sleepers(void);
void show_log_tail(void);

/* Prints each line of a file behind @prefix. */
void copy_file(const char *prefix, const char *path);

/* Writes a file in one write(). Returns whether it could. */
bool write_file(const char *path, const char *text);

/* Tests of their own, on a kernel with kmemleak. Unloads all modules. */
void check_leaks(void);

#endif /* INIT_H */
