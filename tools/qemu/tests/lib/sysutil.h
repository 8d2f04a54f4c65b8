/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of sysfs, and waiting. */
#ifndef SYSUTIL_H
#define SYSUTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Longer than anything takes on a busy host; a test that waits so long fails. */
#define LIMIT_S		60
#define LIMIT_MS	(LIMIT_S * 1000)

/* What must not happen is waited for so long. */
#define NEVER_MS	500

#define PATH_LEN	512

/*
 * How often something is done: as the environment says ("rounds"), or else as often as is
 * right for all boards, or for the one that has time ("long").
 */
int rounds(int usually, int long_form);

/* Monotonic time in seconds. */
double now(void);

/**
 * read_text() - read a small file
 * @path: its name
 * @buf: receives the text, terminated, without its last newline
 * @size: size of @buf
 *
 * Return: 0 or a negative errno.
 */
int read_text(const char *path, char *buf, size_t size);

/* Writes a file in one write(). Return: 0 or a negative errno. */
int write_text(const char *path, const char *text);

/* Reads a number from a file that must be there. */
long long read_number(const char *path);

/* Memory that nobody uses, exactly. Return: bytes. */
long long free_memory(void);

/**
 * memory_in_range() - one test of how much memory something took
 * @used: what it took, found with free_memory(), in bytes
 * @low: the least that it may be
 * @high: the most that it may be
 * @title: what is true when it passes
 *
 * Skipped on a kernel that keeps what was freed and notes what was allocated.
 */
void memory_in_range(long long used, long long low, long long high,
		     const char *title);

/**
 * wait_until() - wait for what nothing tells of
 * @condition: what must become true
 * @data: for @condition
 *
 * Return: false when it did not within the limit.
 */
bool wait_until(bool (*condition)(void *data), void *data);

/**
 * wait_in_syscall() - wait until a thread sleeps in a system call
 * @tid: its id
 * @nr: the system call's number
 *
 * Return: false when it did not within the limit.
 */
bool wait_in_syscall(pid_t tid, long nr);

/**
 * wait_fd() - poll a file
 * @fd: the file
 * @events: what to wait for
 * @timeout_ms: and how long
 *
 * Return: the events, 0 after the timeout, or a negative errno.
 */
int wait_fd(int fd, short events, int timeout_ms);

#endif /* SYSUTIL_H */
