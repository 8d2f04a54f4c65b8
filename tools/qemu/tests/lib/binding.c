// SPDX-License-Identifier: GPL-2.0-only
/* See binding.h. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"
#include "tap.h"

struct binding binding_of(const struct rproc *rproc)
{
	char path[PATH_LEN], *real;
	struct binding binding;

	snprintf(path, sizeof(path), "%s/device", rproc->dir);
	real = realpath(path, NULL);
	if (!real)
		bail("%s has no device", rproc->name);
	snprintf(binding.device, sizeof(binding.device), "%s", basename(real));
	free(real);
	snprintf(path, sizeof(path), "%s/device/driver", rproc->dir);
	real = realpath(path, NULL);
	if (!real)
		bail("%s has no driver", rproc->name);
	snprintf(binding.driver, sizeof(binding.driver), "%s", real);
	free(real);
	return binding;
}

int binding_write(const struct binding *binding, const char *what)
{
	char path[PATH_LEN + 8];

	snprintf(path, sizeof(path), "%s/%s", binding->driver, what);
	return write_text(path, binding->device);
}
