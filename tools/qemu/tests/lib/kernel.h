/* SPDX-License-Identifier: GPL-2.0-only */
/* Modules and the kernel log. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>

/* Loads a module by its file's name: ours, or else the kernel's. Return: 0 or a negative errno. */
int module_load(const char *name);

/* The same, with parameters as for insmod. */
int module_load_with(const char *name, const char *parameters);

/*
 * Loads one of the kernel's own, which may be packed, and what it needs. Return: 0 or a
 * negative errno.
 */
int module_load_own(const char *name);

/* Unloads it, if nothing uses it. Return: 0 or a negative errno. */
int module_unload(const char *name);

bool module_is_loaded(const char *name);

/* Opens the log at its end: what is logged from now on can be read. */
int kmsg_open(void);

/**
 * kmsg_next() - read a message
 * @fd: from kmsg_open()
 * @text: receives the first line
 * @size: the room there
 *
 * Return: its level, 0 to 7; -1 when there is no more.
 */
int kmsg_next(int fd, char *text, size_t size);

/* The same; @us receives when it was logged, in microseconds since the boot. */
int kmsg_next_at(int fd, char *text, size_t size, long long *us);

#endif /* KERNEL_H */
