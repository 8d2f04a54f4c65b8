/* SPDX-License-Identifier: GPL-2.0-only */
/* Processors that are Linux's, or remote cores. */
#ifndef CPU_H
#define CPU_H

#include <stdbool.h>

#include "rproc.h"

/* The processor that a remote core is made of; -1: it is something else. */
int cpu_of(const struct rproc *rproc);

bool cpu_is_online(int cpu);

/* Takes a processor online or offline. Return: 0 or a negative errno. */
int cpu_set_online(int cpu, bool online);

#endif /* CPU_H */
