// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux sleeps (suspend to idle) and wakes up under firmware that runs on: it talks
 * afterwards as before.
 */
#include <fcntl.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sleep.h"
#include "tap.h"

#define SLEEP_S	2
#define ROUNDS	2

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct node node;
	int i, fd, err = 0;

	if (!sleep_can("state", "freeze") || !sleep_has_clock()) {
		skip("suspend to idle", "this machine has no clock to wake it up");
		return done();
	}
	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "the firmware works");
	for (i = 0; i < ROUNDS && !err; i++)
		err = sleep_for("freeze", SLEEP_S) ?: message_echo(fd, MTU, 2 + i);
	is(err, 0, "an open file works after Linux has slept, %d times", ROUNDS);
	ok(rproc_is(&rproc, "running"), "the firmware has run on");
	close(fd);
	is(rproc_stop(&rproc), 0, "it stops");
	return done();
}
