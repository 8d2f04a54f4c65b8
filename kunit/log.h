/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's log, from a moment on. */

#ifndef KUNIT_LOG_H
#define KUNIT_LOG_H

#include <linux/kmsg_dump.h>
#include <linux/string.h>

/* Longer than a line of ours. */
#define LOG_LINE	512

/* From here on. */
static inline void log_begin(struct kmsg_dump_iter *log)
{
	kmsg_dump_rewind(log);
	while (kmsg_dump_get_line(log, false, NULL, 0, NULL))
		;
}

/**
 * log_count() - how many records have a text in them
 * @log: from where on, which stays as it is
 * @text: the text
 * @lines: receives how many lines these records have, or NULL
 *
 * Return: the number of records.
 */
static inline unsigned int log_count(const struct kmsg_dump_iter *log,
				     const char *text, unsigned int *lines)
{
	struct kmsg_dump_iter at = *log;
	unsigned int count = 0, all = 0;
	char line[LOG_LINE];
	size_t len, i;

	while (kmsg_dump_get_line(&at, false, line, sizeof(line) - 1, &len)) {
		line[len] = '\0';
		if (!strstr(line, text))
			continue;
		count++;
		for (i = 0; i < len; i++)
			all += line[i] == '\n';
	}
	if (lines)
		*lines = all;
	return count;
}

#endif /* KUNIT_LOG_H */
