/* SPDX-License-Identifier: GPL-2.0-only */
/* The firmware `bench`, through its control endpoint. */
#ifndef BENCH_H
#define BENCH_H

#include <openamp/bench_proto.h>
#include <stdbool.h>

#include "node.h"

/**
 * struct bench - a core that runs the firmware
 * @rproc: the core
 * @ctrl: its control device
 * @node: the endpoint device that commands go through
 * @fd: open file of it
 */
struct bench {
	const struct rproc *rproc;
	struct ctrl ctrl;
	struct node node;
	int fd;
};

/* Starts the firmware on a core that is stopped. */
struct bench bench_start(const struct rproc *rproc);

/* Opens the control endpoint of a core that runs it. */
struct bench bench_open(const struct rproc *rproc);

/* Lets go of it. */
void bench_close(struct bench *bench);

/*
 * Waits until a core that Linux recovers runs it again, and talks to it. Return: 0 or a negative
 * errno.
 */
int bench_wait_again(const struct rproc *rproc);

/* Stops the core, which must succeed. */
void bench_stop(struct bench *bench);

/* Makes an endpoint device that sends to @dst, and opens it. */
int bench_endpoint(struct bench *bench, uint32_t dst, int flags,
		   struct node *node);

/**
 * bench_call() - have a command carried out
 * @bench: the firmware
 * @op: what to do
 * @args: four words; receives the four of the answer
 *
 * The program ends when there is no answer.
 */
void bench_call(struct bench *bench, uint32_t op, uint32_t args[4]);

/* Starts a flood, which must succeed. */
void bench_flood(struct bench *bench, uint32_t id, uint32_t dst, uint32_t count,
		 uint32_t size);

/*
 * Waits until the last message of a flood is sent, however long that takes while it goes
 * on. The answer came behind it in the same ring: it has been delivered.
 */
void bench_wait_flood(struct bench *bench, uint32_t id);

/* Whether a message of a flood is intact. */
bool bench_flood_is(const void *buf, size_t len, uint32_t sequence,
		    uint32_t count);

/* Stops taking messages, see BENCH_OP_HOLD. */
void bench_hold(struct bench *bench, uint32_t mode, uint32_t each);

/*
 * Has the firmware crash: BENCH_CRASH_...; a hang for @ms, 0: for ever. Linux may have
 * noticed before the answer is read, which may then be lost.
 */
void bench_crash(struct bench *bench, uint32_t kind, uint32_t ms);

/* How many descriptors a ring of the firmware has; 1 is from Linux. */
unsigned int bench_ring_size(const struct rproc *rproc, unsigned int ring);

#endif /* BENCH_H */
