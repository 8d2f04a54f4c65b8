/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that talk to the firmware, or hear it, while something else happens. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <pthread.h>
#include <stdbool.h>

#include "bench.h"
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

/* So many messages that the flood does not end by itself. */
#define FLOOD_ENDLESS	100000000

/**
 * struct flood - a program that reads what the firmware `bench` floods it with
 * @thread: it
 * @fd: the file
 * @total: how many the firmware sends
 * @count: how many have come, whole and in order
 * @enough: how many are waited for
 * @result: what ended it
 */
struct flood {
	pthread_t thread;
	int fd;
	unsigned int total;
	unsigned int count;
	unsigned int enough;
	int result;
};

/* Starts it, for as many messages of so many bytes. */
void flood_start(struct bench *bench, struct flood *flood, unsigned int count,
		 unsigned int size);

/* Waits until as many have come. Return: false when none come any more. */
bool flood_wait(struct flood *flood, unsigned int count);

/* The same for as many more than by now. */
bool flood_goes_on(struct flood *flood, unsigned int more);

/*
 * Waits until it has ended, and closes the file. Return: 0 if that was as it is to be when a
 * core goes, or a negative errno.
 */
int flood_end(struct flood *flood);

#endif /* TRAFFIC_H */
