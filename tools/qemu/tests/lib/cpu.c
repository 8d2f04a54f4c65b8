// SPDX-License-Identifier: GPL-2.0-only
/* See cpu.h. */
#include <stdio.h>

#include "cpu.h"
#include "sysutil.h"

int cpu_of(const struct rproc *rproc)
{
	int cpu, len = 0;

	if (sscanf(rproc->name, "cpu%d%n", &cpu, &len) == 1 && !rproc->name[len])
		return cpu;
	return -1;
}

static const char *online_path(int cpu)
{
	static __thread char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%d/online", cpu);
	return path;
}

bool cpu_is_online(int cpu)
{
	return read_number(online_path(cpu));
}

int cpu_set_online(int cpu, bool online)
{
	return write_text(online_path(cpu), online ? "1" : "0");
}
