// SPDX-License-Identifier: GPL-2.0-only
/* See binding.h. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "node.h"
#include "tap.h"

static void follow(const char *dir, const char *link, char *target, size_t size)
{
	char path[PATH_LEN], *real;

	snprintf(path, sizeof(path), "%s/%s", dir, link);
	real = realpath(path, NULL);
	if (!real)
		bail("there is no %s", path);
	snprintf(target, size, "%s", real);
	free(real);
}

/* Of the device whose folder is @dir. */
static struct binding binding_in(const char *dir)
{
	struct binding binding;

	snprintf(binding.device, sizeof(binding.device), "%s", basename(dir));
	follow(dir, "driver", binding.driver, sizeof(binding.driver));
	return binding;
}

struct binding binding_of(const struct rproc *rproc)
{
	char dir[PATH_LEN];

	follow(rproc->dir, "device", dir, sizeof(dir));
	return binding_in(dir);
}

struct binding binding_of_virtio(const struct rproc *rproc)
{
	struct ctrl ctrl = ctrl_open(rproc);
	char path[PATH_LEN], dir[PATH_LEN], *at;

	close(ctrl.fd);
	snprintf(path, sizeof(path), "/sys/class/rpmsg/%s", ctrl.name);
	follow(path, "device", dir, sizeof(dir));
	/* The channel's device is below it. */
	at = strstr(dir, "/virtio");
	if (!at)
		bail("%s is on no virtio device", ctrl.name);
	at[1 + strcspn(at + 1, "/")] = '\0';
	return binding_in(dir);
}

int binding_write(const struct binding *binding, const char *what)
{
	char path[PATH_LEN + 8];

	snprintf(path, sizeof(path), "%s/%s", binding->driver, what);
	return write_text(path, binding->device);
}
