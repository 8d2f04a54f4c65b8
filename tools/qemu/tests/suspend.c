// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux sleeps (suspend to idle) and wakes up under firmware that runs on: it talks
 * afterwards as before.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define STATE	"/sys/power/state"
#define ALARM	"/sys/class/rtc/rtc0/wakealarm"
#define SLEEP	"+2"
#define ROUNDS	2

static bool can_sleep(void)
{
	char text[64];

	return !read_text(STATE, text, sizeof(text)) && strstr(text, "freeze") &&
	       !access(ALARM, W_OK);
}

static int sleep_once(void)
{
	write_text(ALARM, "0");
	return write_text(ALARM, SLEEP) ?: write_text(STATE, "freeze");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct node node;
	int i, fd, err = 0;

	if (!can_sleep()) {
		skip("suspend to idle", "this machine has no clock to wake it up");
		return done();
	}
	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "the firmware works");
	for (i = 0; i < ROUNDS && !err; i++)
		err = sleep_once() ?: message_echo(fd, MTU, 2 + i);
	is(err, 0, "an open file works after Linux has slept, %d times", ROUNDS);
	ok(rproc_is(&rproc, "running"), "the firmware has run on");
	close(fd);
	is(rproc_stop(&rproc), 0, "it stops");
	return done();
}
