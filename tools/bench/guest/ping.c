// SPDX-License-Identifier: GPL-2.0-only
/* How long a round trip takes at the worst, a thousand times a second, beside other work. */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define PERIOD_NS	1000000
#define PRIORITY	50

/* A program of no priority that is in the kernel most of the time. */
static pid_t start_load(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	for (;;) {
		if (pid)
			return pid;
		syscall(SYS_getppid);
	}
}

static void next_period(struct timespec *at)
{
	at->tv_nsec += PERIOD_NS;
	if (at->tv_nsec >= 1000000000) {
		at->tv_nsec -= 1000000000;
		at->tv_sec++;
	}
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, at, NULL) == EINTR)
		continue;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A period that was missed is not made up for. */
static void ping_all(struct rig *rig, const struct row *row, double *times)
{
	struct timespec at;

	for (unsigned int i = 0; i < row->messages; i++) {
		clock_gettime(CLOCK_MONOTONIC, &at);
		next_period(&at);
		times[i] = now();
		rig_write(rig, row->size);
		rig_read(rig, row->size);
		times[i] = now() - times[i];
	}
}

void measure_ping(struct rig *rig, const struct row *row)
{
	struct sched_param fifo = { .sched_priority = PRIORITY }, other = { 0 };
	double *times = calloc(row->messages, sizeof(*times));
	unsigned int n = row->messages;
	pid_t load = start_load();

	if (!times || sched_setscheduler(0, SCHED_FIFO, &fifo))
		bail("cannot run at a real-time priority: %s", strerror(errno));
	ping_all(rig, row, times);
	sched_setscheduler(0, SCHED_OTHER, &other);
	kill(load, SIGKILL);
	waitpid(load, NULL, 0);

	qsort(times, n, sizeof(*times), compare);
	printf("row %s size=%u window=%u messages=%u", row->name, row->size, row->window, n);
	printf(" p50=%.1f p99=%.1f p999=%.1f max=%.1f\n", 1e6 * times[n / 2],
	       1e6 * times[n - n / 100 - 1], 1e6 * times[n - n / 1000 - 1], 1e6 * times[n - 1]);
	free(times);
}
