// SPDX-License-Identifier: GPL-2.0-only
/* What init finds out about the kernel. See init.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define MAX_LOG_LINES	60	/* of the kernel log, shown for one problem */
#define SYSLOG_READ_ALL	3	/* klogctl() actions: see syslog(2) */
#define MAX_MODULES	64
#define KMEMLEAK	DEBUG_DIR "/kmemleak"
#define LEAK_AGE	6	/* seconds; 5 is young for kmemleak */

static int kmsg = -1;

void open_kernel_log(void)
{
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/*
 * What the kernel says only when something is wrong. Mere names of checkers are
 * not in the list: the kernel's first lines tell which ones there are.
 */
static bool is_problem(const char *text)
{
	static const char * const signs[] = {
		"WARNING:", "BUG:", "BUG ", "Oops", "Internal error",
		"Unable to handle kernel", "KASAN:", "KCSAN:", "UBSAN:", "KFENCE:",
		"possible circular locking", "possible recursive locking",
		"inconsistent lock state", "suspicious RCU usage",
		"INFO: trying to register non-static key", "INFO: task ",
		"self-detected stall", "detected stalls",
		"refcount_t:", "list_add corruption", "list_del corruption",
		"Call trace:", "nobody cared", "Kernel panic",
		"page allocation failure", "Bad page state",
	};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (strstr(text, signs[i]))
			return true;
	}
	return false;
}

/*
 * Reads what the kernel has logged since the last call. From the first sign of
 * a problem on, it becomes a failed test with the lines of the log.
 */
void check_kernel_log(const char *who)
{
	char record[8192];
	int shown = 0;

	for (;;) {
		ssize_t n = read(kmsg, record, sizeof(record) - 1);

		if (n < 0 && errno == EPIPE)	/* overwritten before we came */
			continue;
		if (n <= 0)
			break;
		record[n] = '\0';

		/* "level,sequence,time,flags;text\n KEY=value\n..." */
		char *text = strchr(record, ';');

		if (!text)
			continue;
		text++;
		text[strcspn(text, "\n")] = '\0';
		if (!shown && !is_problem(text))
			continue;
		if (!shown)
			emit("not ok - %s: the kernel log has a problem\n", who);
		if (shown++ < MAX_LOG_LINES)
			emit("# kernel: %s\n", text);
	}
}

void copy_file(const char *prefix, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[1024];

	while (file && fgets(line, sizeof(line), file))
		emit("%s%.*s\n", prefix, (int)strcspn(line, "\n"), line);
	if (file)
		fclose(file);
}

static void show_file(const char *title, const char *path)
{
	emit("# %s\n", title);
	copy_file("#   ", path);
}

/* Where each program sleeps in the kernel. Kernel threads have no exe. */
void show_sleepers(void)
{
	struct dirent *entry;
	DIR *proc = opendir("/proc");

	while (proc && (entry = readdir(proc))) {
		int pid = atoi(entry->d_name);
		char path[64], title[320], exe[256];
		ssize_t n;

		if (pid <= 1)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/exe", pid);
		n = readlink(path, exe, sizeof(exe) - 1);
		if (n < 0)
			continue;
		exe[n] = '\0';
		snprintf(title, sizeof(title), "process %d (%s) is at", pid, exe);
		snprintf(path, sizeof(path), "/proc/%d/stack", pid);
		show_file(title, path);
	}
	if (proc)
		closedir(proc);
}

void show_log_tail(void)
{
	static char log[65536];
	int n = klogctl(SYSLOG_READ_ALL, log, sizeof(log) - 1);
	int lines = 0;
	char *line;

	if (n <= 0)
		return;
	log[n] = '\0';
	for (line = log + n; line > log && lines < MAX_LOG_LINES; line--)
		lines += line[-1] == '\n';
	emit("# the end of the kernel log:\n");
	for (line = strtok(line, "\n"); line; line = strtok(NULL, "\n"))
		emit("# kernel: %s\n", line);
}

bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return done;
}

/* Tries each module that is loaded once. Returns how many went. */
static int unload_some(void)
{
	static char names[MAX_MODULES][64];
	FILE *file = fopen("/proc/modules", "re");
	int n = 0, gone = 0;

	while (file && n < MAX_MODULES && fscanf(file, "%63s%*[^\n]", names[n]) == 1)
		n++;
	if (file)
		fclose(file);
	for (int i = 0; i < n; i++)
		gone += !syscall(SYS_delete_module, names[i], O_NONBLOCK);
	return gone;
}

/* What the kernel itself uses, and never lets go, is in the list "kept". */
static bool is_kept(const char *name)
{
	char *list = strdup(getenv("kept") ?: ""), *one;
	bool found = false;

	for (one = strtok(list, ","); one && !found; one = strtok(NULL, ","))
		found = !strcmp(one, name);
	free(list);
	return found;
}

static bool has_modules(void)
{
	FILE *file = fopen("/proc/modules", "re");
	bool has = false;
	char name[64];

	while (file && !has && fscanf(file, "%63s%*[^\n]", name) == 1)
		has = !is_kept(name);
	if (file)
		fclose(file);
	return has;
}

static bool has_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	bool has = file && fgetc(file) != EOF;

	if (file)
		fclose(file);
	return has;
}

/*
 * What a module has forgotten is found when the module is gone. kmemleak leaves
 * out what is young, because that may be held in a register, and what changed
 * since the last scan: hence the wait and the second scan. It refuses to scan
 * when it ran out of memory and gave up.
 */
void check_leaks(void)
{
	const struct timespec age = { .tv_sec = LEAK_AGE };
	double start = now();
	bool scanned;

	if (access(KMEMLEAK, F_OK))
		return;
	emit("# begin leaks\n1..3\n");
	while (unload_some() > 0)
		;
	emit("%s 1 - all modules can be unloaded\n",
	     has_modules() ? "not ok" : "ok");
	copy_file("# ", "/proc/modules");

	nanosleep(&age, NULL);
	scanned = write_file(KMEMLEAK, "scan") && write_file(KMEMLEAK, "scan");
	emit("%s 2 - kmemleak looks for leaks\n", scanned ? "ok" : "not ok");
	emit("%s 3 - no memory is lost\n", has_lines(KMEMLEAK) ? "not ok" : "ok");
	copy_file("# ", KMEMLEAK);
	emit("# end leaks exit 0 after %.1f s\n", now() - start);
}
