/* SPDX-License-Identifier: GPL-2.0-only */
/* What all measurements have in common: a remote core with the bench firmware. */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench.h"
#include "count.h"
#include "uring.h"

/**
 * struct rig - a remote core that runs the bench firmware
 * @rproc: the core
 * @bench: its control endpoint
 * @fd: the endpoint of this row
 * @addr: its address
 * @buf: room for a read or a write
 * @room: bytes in it
 * @calls: system calls that the row's messages took so far
 * @ring: for the rows that use io_uring
 * @node: the endpoint's device
 */
struct rig {
	struct rproc rproc;
	struct bench bench;
	int fd;
	uint32_t addr;
	uint8_t *buf;
	size_t room;
	unsigned long calls;
	struct uring ring;
	struct node node;
};

/* Marks the rows that move much in messages as long as can be. */
#define BULK		0xffffffffu
#define BULK_BYTES	(16u << 20)

/**
 * struct row - one line of the table
 * @name: what is measured
 * @size: bytes in a message; BULK: as many as fit, for 16 MiB in all
 * @window: messages that are on their way at once
 * @messages: how many are sent
 * @dst: the firmware's endpoint that the row talks to
 * @smoke: it is one of the few of the short bench
 * @begin: before it is measured; may be NULL. Return: false when the driver cannot
 * @run: what is measured
 * @end: afterwards; may be NULL
 */
struct row {
	const char *name;
	unsigned int size;
	unsigned int window;
	unsigned int messages;
	uint32_t dst;
	bool smoke;
	bool (*begin)(struct rig *rig, const struct row *row);
	void (*run)(struct rig *rig, const struct row *row);
	void (*end)(struct rig *rig, const struct row *row);
};

/* Writes one message, which must succeed. */
void rig_write(struct rig *rig, size_t len);

/* Reads one message, which must have that length. */
void rig_read(struct rig *rig, size_t len);

/* In messages.c: one message in a system call. */
void run_echo(struct rig *rig, const struct row *row);
void run_to_remote(struct rig *rig, const struct row *row);
void run_to_linux(struct rig *rig, const struct row *row);

/* In framed.c: as many as the window says. */
bool begin_framed(struct rig *rig, const struct row *row);
void run_framed_to_remote(struct rig *rig, const struct row *row);
void run_framed_to_linux(struct rig *rig, const struct row *row);

/* In polled.c: both sides look at their rings all the time. */
bool begin_polled(struct rig *rig, const struct row *row);
void end_polled(struct rig *rig, const struct row *row);

/* In rings.c: through io_uring, as many at a time as the window says. */
bool begin_uring(struct rig *rig, const struct row *row);
bool begin_uring_writes(struct rig *rig, const struct row *row);
void run_uring_to_remote(struct rig *rig, const struct row *row);
void run_uring_to_linux(struct rig *rig, const struct row *row);
void end_uring(struct rig *rig, const struct row *row);

/* In endpoints.c: endpoints that come and go, and one that nobody reads. */
bool begin_endpoints(struct rig *rig, const struct row *row);
void run_endpoints(struct rig *rig, const struct row *row);
long long stalled_reader(struct rig *rig, unsigned int messages, size_t size);

/* In client.c: of a driver in the kernel. */
bool begin_client(struct rig *rig, const struct row *row);
void run_client_to_remote(struct rig *rig, const struct row *row);
void run_client_to_linux(struct rig *rig, const struct row *row);
void end_client(struct rig *rig, const struct row *row);

/* In crowd.c: as many endpoints as the window says. */
bool begin_crowd(struct rig *rig, const struct row *row);
void run_crowd(struct rig *rig, const struct row *row);
void end_crowd(struct rig *rig, const struct row *row);

/* In ping.c: the distribution of the times of round trips; prints the row. */
void measure_ping(struct rig *rig, const struct row *row);

#endif /* RIG_H */
