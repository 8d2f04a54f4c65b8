// SPDX-License-Identifier: GPL-2.0-only
/* See count.h. */
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../plugin/marker.h"
#include "count.h"
#include "sysutil.h"
#include "tap.h"

#define LINUX_CPU	0
#define KPROBE_TYPE	"/sys/bus/event_source/devices/kprobe/type"
/* Where Linux rings: once for each doorbell, whatever the transport. */
#define RING_FUNCTION	"gic_doorbell_send_data"
#define INTERRUPT_NAME	"rx"

static int kernel_fd, user_fd, ring_fd;
static enum count_what counting;
static double start;
static long interrupts_before;

static int open_event(struct perf_event_attr *attr)
{
	attr->size = sizeof(*attr);
	attr->disabled = 1;
	attr->exclude_hv = 1;
	return syscall(SYS_perf_event_open, attr, -1, LINUX_CPU, -1,
		       PERF_FLAG_FD_CLOEXEC);
}

static int open_instructions(bool kernel)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.config = PERF_COUNT_HW_INSTRUCTIONS,
		.exclude_user = kernel,
		.exclude_kernel = !kernel,
	};

	return open_event(&attr);
}

static int open_probe(const char *function)
{
	struct perf_event_attr attr = {
		.type = read_number(KPROBE_TYPE),
		.kprobe_func = (uintptr_t)function,
	};
	int fd = open_event(&attr);

	if (fd < 0)
		bail("cannot count calls of %s: %s", function, strerror(errno));
	return fd;
}

void count_open(void)
{
	kernel_fd = open_instructions(true);
	user_fd = open_instructions(false);
	ring_fd = open_probe(RING_FUNCTION);
}

/* All of the doorbell's lines to Linux together. */
static long interrupts(void)
{
	char line[256], name[32];
	FILE *file = fopen("/proc/interrupts", "r");
	long count, sum = 0;
	char *end;

	while (file && fgets(line, sizeof(line), file)) {
		char *colon = strchr(line, ':');

		if (!colon || sscanf(strrchr(line, ' '), "%31s", name) != 1 ||
		    strncmp(name, INTERRUPT_NAME, strlen(INTERRUPT_NAME)))
			continue;
		count = strtol(colon + 1, &end, 10);
		sum += count;
	}
	if (file)
		fclose(file);
	return sum;
}

static void switch_event(int fd, bool on)
{
	if (fd < 0)
		return;
	if (on)
		ioctl(fd, PERF_EVENT_IOC_RESET, 0);
	if (ioctl(fd, on ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, 0))
		bail("cannot switch a counter: %s", strerror(errno));
}

static double value(int fd)
{
	uint64_t count;

	if (fd < 0)
		return 0;
	if (read(fd, &count, sizeof(count)) != sizeof(count))
		bail("cannot read a counter: %s", strerror(errno));
	return count;
}

static void mark_begin(void)
{
#ifdef __aarch64__
	asm volatile(".inst %c0" : : "i"(MARKER_BEGIN) : "memory");
#else
	bail("there is no marker for this processor");
#endif
}

static void mark_end(void)
{
#ifdef __aarch64__
	asm volatile(".inst %c0" : : "i"(MARKER_END) : "memory");
#endif
}

void count_begin(enum count_what what)
{
	counting = what;
	if (what == COUNT_SHARED) {
		mark_begin();
		return;
	}
	interrupts_before = interrupts();
	start = now();
	if (what == COUNT_DOORBELLS) {
		switch_event(ring_fd, true);
		return;
	}
	switch_event(user_fd, true);
	switch_event(kernel_fd, true);
}

void count_end(struct cost *cost)
{
	if (counting == COUNT_SHARED) {
		mark_end();
		return;
	}
	if (counting == COUNT_DOORBELLS) {
		switch_event(ring_fd, false);
		cost->doorbells += value(ring_fd);
		return;
	}
	switch_event(kernel_fd, false);
	switch_event(user_fd, false);
	cost->instructions += value(kernel_fd);
	cost->user += value(user_fd);
	cost->seconds += now() - start;
	cost->interrupts += interrupts() - interrupts_before;
}
