/* SPDX-License-Identifier: GPL-2.0-only */
/* What the start of a remote core leaves in the kernel's log. */
#ifndef START_LOG_H
#define START_LOG_H

#include <stdbool.h>

/**
 * struct start_log - what was found
 * @lines: lines about remote cores at level warning or worse
 * @causes: how many of these have the text that was looked for
 * @warned: a warning of the kernel's own, with a backtrace
 * @first: the first of @lines, for people
 */
struct start_log {
	unsigned int lines;
	unsigned int causes;
	bool warned;
	char first[512];
};

/* Reads all that came since kmsg_open(), and looks for @cause. */
struct start_log start_log_read(int fd, const char *cause);

/* One line says why, with @says; the remoteproc core adds up to two. Closes @fd. */
void start_log_check(int fd, const char *says);

#endif /* START_LOG_H */
