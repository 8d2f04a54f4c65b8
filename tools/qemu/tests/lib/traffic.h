/* SPDX-License-Identifier: GPL-2.0-only */
/* A program that talks to the firmware `echo` while something else happens. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <pthread.h>
#include <stdbool.h>

#include "rproc.h"

/**
 * struct traffic - a program that talks for as long as it can
 * @thread: it
 * @fd: the file
 * @count: messages that have come back
 * @result: what ended it
 */
struct traffic {
	pthread_t thread;
	int fd;
	unsigned int count;
	int result;
};

/* Starts it, and waits until messages go to and fro. */
void traffic_start(const struct rproc *rproc, struct traffic *traffic);

/* Waits until as many more have come back. Return: false after the limit. */
bool traffic_goes_on(struct traffic *traffic);

/* Waits until it has ended, and leaves the file open. Return: what ended it. */
int traffic_end(struct traffic *traffic);

#endif /* TRAFFIC_H */
