// SPDX-License-Identifier: GPL-2.0-only
/*
 * A board whose remote core the emulator may not have: its driver takes the core's node
 * in the board's own device tree without a complaint, and goes and comes.
 */
#include <errno.h>
#include <string.h>

#include "binding.h"
#include "kernel.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"

#define LEVEL_WARNING	4
#define ROUNDS		10

/* Lines about a device that ask for attention. */
static int count_complaints(int fd, const char *device)
{
	char text[512];
	int level, n = 0;

	while ((level = kmsg_next(fd, text, sizeof(text))) >= 0) {
		if (level > LEVEL_WARNING || !strstr(text, device))
			continue;
		diag("%s", text);
		n++;
	}
	return n;
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct binding binding = binding_of(&rproc);
	int i, log, err = 0;

	ok(rproc_is(&rproc, "offline"), "the driver has a core, which is off");
	is(rproc_try_start(&rproc, "none.elf"), -ENOENT, "without a file it does not start");
	ok(rproc_is(&rproc, "offline"), "it is off");
	log = kmsg_open();
	for (i = 0; i < ROUNDS && !err; i++) {
		err = binding_write(&binding, "unbind") ?:
		      binding_write(&binding, "bind");
		if (!err && !rproc_find_again(&rproc))
			err = -ENODEV;
	}
	is(err, 0, "the driver goes and comes %d times", ROUNDS);
	ok(rproc_is(&rproc, "offline"), "the core is off");
	is(count_complaints(log, binding.device), 0, "nothing was complained of");
	return done();
}
