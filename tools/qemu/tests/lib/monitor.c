// SPDX-License-Identifier: GPL-2.0-only
/* See monitor.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "monitor.h"
#include "tap.h"

volatile struct control *monitor_control(uint64_t addr)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	void *map = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
			 MAP_SHARED, fd, addr);
	volatile struct control *control = map;

	if (fd < 0 || map == MAP_FAILED)
		bail("cannot map the monitor's page: %s", strerror(errno));
	close(fd);
	if (control->magic != CONTROL_MAGIC)
		bail("there is no monitor that can be told what to do");
	return control;
}

/* Word by word, as it is no memory to the processor. */
void monitor_want(volatile struct control *control, unsigned int api,
		  const struct control_api *wanted)
{
	volatile struct control_api *set = &control->api[api];

	set->count = 0;
	set->node = wanted->node;
	set->skip = wanted->skip;
	set->status = wanted->status;
	set->version = wanted->version;
	set->count = wanted->count;
}

const char *monitor_calls(volatile struct control *control, uint32_t since, unsigned int api,
			  unsigned int args)
{
	static char text[1024];
	uint32_t logged = control->logged;
	size_t len = 0;

	if (logged - since > CONTROL_LOG)
		bail("the monitor has not kept all calls: %u", logged - since);
	text[0] = '\0';
	for (; since != logged; since++) {
		volatile struct control_call *call = &control->log[since % CONTROL_LOG];

		if (call->api != api)
			continue;
		len += snprintf(text + len, sizeof(text) - len, "%s", len ? "," : "");
		for (unsigned int i = 0; i < args; i++)
			len += snprintf(text + len, sizeof(text) - len, "%s%x",
					len ? " " : "", call->arg[i]);
	}
	return text;
}
