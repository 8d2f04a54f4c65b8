// SPDX-License-Identifier: GPL-2.0-only
/* See kernel.h. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kernel.h"
#include "sysutil.h"
#include "tap.h"

#define LOG_LEVEL_MASK	7

static char wanted[64], found[PATH_LEN];

static int look_at(const char *path, const struct stat *st, int type,
		   struct FTW *ftw)
{
	(void)st;
	if (type != FTW_F || strcmp(path + ftw->base, wanted))
		return 0;
	snprintf(found, sizeof(found), "%s", path);
	return 1;
}

/* Where modules are: ours, or else the kernel's own. */
static bool find_in(const char *folder)
{
	char dir[PATH_LEN];
	struct utsname uts;

	uname(&uts);
	snprintf(dir, sizeof(dir), "/lib/modules/%s/%s", uts.release, folder);
	return nftw(dir, look_at, 8, FTW_PHYS) == 1;
}

int module_load_with(const char *name, const char *parameters)
{
	int fd, err;

	snprintf(wanted, sizeof(wanted), "%s.ko", name);
	if (!find_in("updates") && !find_in("kernel"))
		return -ENOENT;

	fd = open(found, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = sys(syscall(SYS_finit_module, fd, parameters, 0));
	close(fd);
	return err;
}

int module_load(const char *name)
{
	return module_load_with(name, "");
}

int module_load_own(const char *name)
{
	char command[PATH_LEN];

	snprintf(command, sizeof(command), "/sbin/modprobe %s", name);
	return system(command) ? -EIO : 0;
}

int module_unload(const char *name)
{
	return sys(syscall(SYS_delete_module, name, O_NONBLOCK));
}

bool module_is_loaded(const char *name)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", name);
	return !access(path, F_OK);
}

int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || lseek(fd, 0, SEEK_END) < 0)
		bail("cannot read the kernel log: %s", strerror(errno));
	return fd;
}

/* A record is "level,sequence,time,flags;text\n" and lines of properties. */
int kmsg_next_at(int fd, char *text, size_t size, long long *us)
{
	char record[8192], *start;
	ssize_t n;

	do {
		n = read(fd, record, sizeof(record) - 1);
	} while (n < 0 && errno == EPIPE);	/* overwritten before we came */
	if (n <= 0)
		return -1;

	record[n] = '\0';
	start = strchr(record, ';');
	if (!start)
		return -1;
	start++;
	start[strcspn(start, "\n")] = '\0';
	snprintf(text, size, "%s", start);
	if (sscanf(record, "%*d,%*u,%lld", us) != 1)
		return -1;
	return atoi(record) & LOG_LEVEL_MASK;
}

int kmsg_next(int fd, char *text, size_t size)
{
	long long us;

	return kmsg_next_at(fd, text, size, &us);
}
