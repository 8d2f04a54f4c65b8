/* SPDX-License-Identifier: GPL-2.0-only */
/* The platform device of a remote core, and its driver. */
#ifndef BINDING_H
#define BINDING_H

#include "rproc.h"
#include "sysutil.h"

/**
 * struct binding - the device of a core, and its driver
 * @driver: the driver's folder
 * @device: the device's name there
 */
struct binding {
	char driver[PATH_LEN];
	char device[64];
};

/* Finds those of a core that is bound. */
struct binding binding_of(const struct rproc *rproc);

/* Finds those of the virtio device of a core that runs. */
struct binding binding_of_virtio(const struct rproc *rproc);

/* Writes to the driver's file "bind" or "unbind". Return: 0 or a negative errno. */
int binding_write(const struct binding *binding, const char *what);

#endif /* BINDING_H */
