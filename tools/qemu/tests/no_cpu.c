// SPDX-License-Identifier: GPL-2.0-only
/* A core whose processor Linux was told, at boot, to leave alone (nosmp). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "kernel.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS	3

static bool has_device(int cpu)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d", cpu);
	return !access(path, F_OK);
}

/* How many lines of the log tell a person what to do. */
static int count_reasons(int log)
{
	char text[512];
	int count = 0;

	while (kmsg_next(log, text, sizeof(text)) >= 0)
		count += !!strstr(text, "boot with maxcpus=1");
	return count;
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	int cpu = cpu_of(&rproc);
	int log;

	if (cpu < 0 || has_device(cpu)) {
		skip("a processor that Linux has no device for",
		     "this board has none");
		return done();
	}
	for (int i = 0; i < ROUNDS; i++) {
		log = kmsg_open();
		is(rproc_try_start(&rproc, rproc_firmware(&rproc, "echo")),
		   -ENODEV, "a start gives ENODEV");
		is(count_reasons(log), 1, "and one line that says why");
		ok(rproc_is(&rproc, "offline"), "the core is offline");
		close(log);
	}
	return done();
}
