// SPDX-License-Identifier: GPL-2.0-only
/* See sleep.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sleep.h"
#include "sysutil.h"

#define POWER		"/sys/power/"
#define ALARM		"/sys/class/rtc/rtc0/wakealarm"
#define LONGEST_S	64

bool sleep_can(const char *file, const char *word)
{
	char path[PATH_LEN], text[64];

	snprintf(path, sizeof(path), POWER "%s", file);
	return !read_text(path, text, sizeof(text)) && strstr(text, word);
}

bool sleep_has_clock(void)
{
	return !access(ALARM, W_OK);
}

int sleep_mode(const char *mode)
{
	return write_text(POWER "mem_sleep", mode);
}

static int set_alarm(unsigned int seconds)
{
	char text[16];

	if (!seconds)
		return 0;
	/* One that is set already is refused. */
	write_text(ALARM, "0");
	snprintf(text, sizeof(text), "+%u", seconds);
	return write_text(ALARM, text);
}

int sleep_for(const char *state, unsigned int seconds)
{
	int err;

	do {
		err = set_alarm(seconds) ?: write_text(POWER "state", state);
		seconds *= 2;
	} while (err == -EBUSY && seconds && seconds <= LONGEST_S);
	write_text(ALARM, "0");
	return err;
}
