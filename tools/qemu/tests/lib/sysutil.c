// SPDX-License-Identifier: GPL-2.0-only
/* See sysutil.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sysutil.h"
#include "tap.h"

int rounds(int usually, int long_form)
{
	const char *setting = getenv("rounds");

	if (setting)
		return atoi(setting);
	return getenv("long") ? long_form : usually;
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int read_text(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = sys(read(fd, buf, size - 1));
	close(fd);
	if (n < 0)
		return n;
	if (n && buf[n - 1] == '\n')
		n--;
	buf[n] = '\0';
	return 0;
}

int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = sys(write(fd, text, strlen(text)));
	close(fd);
	if (n < 0)
		return n;
	return (size_t)n == strlen(text) ? 0 : -EIO;
}

long long read_number(const char *path)
{
	char text[64], *end;
	long long number;
	int err = read_text(path, text, sizeof(text));

	if (err)
		bail("%s: %s", path, strerror(-err));
	number = strtoll(text, &end, 10);
	if (end == text || *end)
		bail("%s: '%s' is not a number", path, text);
	return number;
}

/*
 * Free pages are in the allocator and in lists of each CPU, which are long
 * enough to matter: /proc/meminfo counts the former only. The first file brings
 * counters up to date that are kept for each CPU.
 */
long long free_memory(void)
{
	long long pages = 0, number;
	char line[256];
	FILE *file;

	read_text("/proc/sys/vm/stat_refresh", line, sizeof(line));
	file = fopen("/proc/zoneinfo", "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, " nr_free_pages %lld", &number) == 1 ||
		    sscanf(line, " count: %lld", &number) == 1)
			pages += number;
	}
	if (file)
		fclose(file);
	if (!pages)
		bail("/proc/zoneinfo does not tell of free memory");
	return pages * sysconf(_SC_PAGESIZE);
}

void memory_in_range(long long used, long long low, long long high,
		     const char *title)
{
	if (access("/sys/kernel/debug/kmemleak", F_OK))
		in_range(used, low, high, "%s", title);
	else
		skip(title, "this kernel's own checks take memory as well");
}

bool wait_until(bool (*condition)(void *data), void *data)
{
	static const struct timespec interval = { .tv_nsec = 1000000 };
	double end = now() + LIMIT_S;

	while (!condition(data)) {
		if (now() > end)
			return false;
		nanosleep(&interval, NULL);
	}
	return true;
}

struct sleeper {
	char path[64];
	long nr;
};

/* The file says "running", or the number and arguments of the call. */
static bool sleeps(void *data)
{
	const struct sleeper *sleeper = data;
	char text[256], *end;

	if (read_text(sleeper->path, text, sizeof(text)))
		return false;
	return strtol(text, &end, 10) == sleeper->nr && end != text;
}

bool wait_in_syscall(pid_t tid, long nr)
{
	struct sleeper sleeper = { .nr = nr };

	snprintf(sleeper.path, sizeof(sleeper.path), "/proc/%d/syscall", tid);
	return wait_until(sleeps, &sleeper);
}

int wait_fd(int fd, short events, int timeout_ms)
{
	struct pollfd pollfd = { .fd = fd, .events = events };
	int n = sys(poll(&pollfd, 1, timeout_ms));

	return n > 0 ? pollfd.revents : n;
}
