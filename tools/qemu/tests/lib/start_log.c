// SPDX-License-Identifier: GPL-2.0-only
/* See start_log.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel.h"
#include "start_log.h"
#include "tap.h"

#define LOG_WARNING	4

/*
 * Whether a line is about the start: the kernel has other worries meanwhile, such as
 * a timer that was late because the host is busy.
 */
static bool is_ours(const char *text)
{
	static const char * const words[] = {
		"rproc", "remoteproc", "openamp", "firmware", "virtio",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strstr(text, words[i]))
			return true;
	}
	return false;
}

struct start_log start_log_read(int fd, const char *cause)
{
	struct start_log found = { 0 };
	char text[512];
	int level;

	while ((level = kmsg_next(fd, text, sizeof(text))) >= 0) {
		found.warned |= strstr(text, "WARNING:") ||
				strstr(text, "Call trace:");
		if (level > LOG_WARNING || !is_ours(text))
			continue;
		if (!found.lines++)
			snprintf(found.first, sizeof(found.first), "%s", text);
		found.causes += !!strstr(text, cause);
	}
	return found;
}

void start_log_check(int fd, const char *says)
{
	struct start_log found = start_log_read(fd, says);

	close(fd);
	is(found.causes, 1, "one line says: %s", says);
	if (!in_range(found.lines, 1, 3, "in so many lines"))
		diag("the first: %s", found.first);
}
