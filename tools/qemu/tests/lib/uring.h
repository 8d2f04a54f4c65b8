/* SPDX-License-Identifier: GPL-2.0-only */
/* As much of io_uring as reading and writing takes, without a library. */
#ifndef URING_H
#define URING_H

#include <stdbool.h>
#include <stdint.h>

struct io_uring_sqe;
struct io_uring_cqe;

/**
 * struct uring - an io_uring
 * @fd: its file
 * @sqes: submission entries, by index
 * @sq_tail: where the next one goes
 * @sq_mask: for indices of it
 * @sq_array: which entry stands in which place
 * @cq_head: the next completion to look at
 * @cq_tail: behind the last one
 * @cq_mask: for indices of both
 * @cqes: completions
 * @queued: entries that were added and not submitted
 * @more: the completion that was taken last is not its request's last one
 */
struct uring {
	int fd;
	struct io_uring_sqe *sqes;
	uint32_t *sq_tail;
	uint32_t sq_mask;
	uint32_t *sq_array;
	uint32_t *cq_head;
	uint32_t *cq_tail;
	uint32_t cq_mask;
	struct io_uring_cqe *cqes;
	unsigned int queued;
	bool more;
};

/* Makes one for @entries submissions at a time. Return: false when there is none. */
bool uring_open(struct uring *ring, unsigned int entries);

void uring_close(struct uring *ring);

/* Adds a read or a write of @fd; @data comes back with its completion. */
void uring_read(struct uring *ring, int fd, void *buf, unsigned int len,
		uint64_t data);
void uring_write(struct uring *ring, int fd, const void *buf, unsigned int len,
		 uint64_t data);

/*
 * Adds a poll of @fd that completes each time that one of @events comes, until
 * ring->more says that it has ended.
 */
void uring_poll(struct uring *ring, int fd, unsigned int events, uint64_t data);

/* Submits what was added and waits for @wait completions. Return: 0 or -errno. */
int uring_submit(struct uring *ring, unsigned int wait);

/* Takes a completion. Return: false when there is none. */
bool uring_take(struct uring *ring, uint64_t *data, int *result);

/* How many threads the kernel has made for this process's requests. */
unsigned int uring_workers(void);

#endif /* URING_H */
