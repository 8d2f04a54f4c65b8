/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Remote cores, in the order in which the environment variable "remotes" lists
 * their names: the numbers that the kernel gives them depend on who was first.
 */
#ifndef RPROC_H
#define RPROC_H

#include <stdbool.h>

/**
 * struct rproc - a remote core
 * @name: as in sysfs
 * @dir: its folder in sysfs
 * @device: the last part of @dir, "remoteprocN"
 */
struct rproc {
	char name[32];
	char dir[64];
	char device[32];
};

#define FIRMWARE_DIR	"/lib/firmware"

/* How many remote cores the board has, at least 1. */
unsigned int rproc_count(void);

/* Do the cores start where their image says, and not at 0, in memory of their own? */
bool rproc_has_entry(void);

/* Does an image begin with the words that they fetch first, among them its entry? */
bool rproc_has_vectors(void);

/* Does Linux take rings from a pool that is the cores', whatever they are called? */
bool rproc_has_pool(void);

/* Finds a core that must be there, and leaves it as it is. */
struct rproc rproc_find(unsigned int index);

/* The same, and sees to it that it is stopped. */
struct rproc rproc_get(unsigned int index);

/* Finds one whose driver was bound again, and leaves it as it is. Return: is it there? */
bool rproc_find_again(struct rproc *rproc);

/* Starts a firmware file. Return: 0 or a negative errno. */
int rproc_try_start(const struct rproc *rproc, const char *file);

/* The name of sample firmware @app ("echo") for this core. */
const char *rproc_firmware(const struct rproc *rproc, const char *app);

/* Starts sample firmware @app, which must succeed. */
void rproc_start(const struct rproc *rproc, const char *app);

/* Writes "start", "detach" or the like to its state. Return: 0 or a negative errno. */
int rproc_request(const struct rproc *rproc, const char *what);

/* Return: 0 or a negative errno. */
int rproc_stop(const struct rproc *rproc);

/* Reads "running", "offline" and so on. */
bool rproc_is(const struct rproc *rproc, const char *state);

/* Shows a person what the firmware has logged. */
void rproc_show_trace(const struct rproc *rproc);

#endif /* RPROC_H */
