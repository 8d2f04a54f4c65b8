// SPDX-License-Identifier: GPL-2.0-only
/* See uring.h, and io_uring(7) for how the two rings work. */
#include <dirent.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sysutil.h"
#include "tap.h"
#include "uring.h"

#define WORKER_NAME	"iou-wrk"

static void *map(int fd, size_t size, off_t offset)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_POPULATE, fd, offset);

	if (at == MAP_FAILED)
		bail("cannot map an io_uring: %s", strerror(errno));
	return at;
}

bool uring_open(struct uring *ring, unsigned int entries)
{
	struct io_uring_params p = { 0 };
	char *sq, *cq;

	memset(ring, 0, sizeof(*ring));
	ring->fd = syscall(SYS_io_uring_setup, entries, &p);
	if (ring->fd < 0)
		return false;

	sq = map(ring->fd, p.sq_off.array + p.sq_entries * sizeof(uint32_t),
		 IORING_OFF_SQ_RING);
	cq = map(ring->fd, p.cq_off.cqes +
		 p.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	ring->sqes = map(ring->fd, p.sq_entries * sizeof(struct io_uring_sqe),
			 IORING_OFF_SQES);
	ring->sq_tail = (void *)(sq + p.sq_off.tail);
	ring->sq_mask = *(uint32_t *)(sq + p.sq_off.ring_mask);
	ring->sq_array = (void *)(sq + p.sq_off.array);
	ring->cq_head = (void *)(cq + p.cq_off.head);
	ring->cq_tail = (void *)(cq + p.cq_off.tail);
	ring->cq_mask = *(uint32_t *)(cq + p.cq_off.ring_mask);
	ring->cqes = (void *)(cq + p.cq_off.cqes);
	return true;
}

/* The maps go with the process. */
void uring_close(struct uring *ring)
{
	close(ring->fd);
}

static void add(struct uring *ring, const struct io_uring_sqe *sqe)
{
	uint32_t tail = *ring->sq_tail;
	uint32_t i = tail & ring->sq_mask;

	ring->sqes[i] = *sqe;
	ring->sq_array[i] = i;
	__atomic_store_n(ring->sq_tail, tail + 1, __ATOMIC_RELEASE);
	ring->queued++;
}

void uring_read(struct uring *ring, int fd, void *buf, unsigned int len,
		uint64_t data)
{
	add(ring, &(struct io_uring_sqe){
		.opcode = IORING_OP_READ, .fd = fd, .addr = (uintptr_t)buf,
		.len = len, .user_data = data,
	});
}

void uring_write(struct uring *ring, int fd, const void *buf, unsigned int len,
		 uint64_t data)
{
	add(ring, &(struct io_uring_sqe){
		.opcode = IORING_OP_WRITE, .fd = fd, .addr = (uintptr_t)buf,
		.len = len, .user_data = data,
	});
}

void uring_poll(struct uring *ring, int fd, unsigned int events, uint64_t data)
{
	add(ring, &(struct io_uring_sqe){
		.opcode = IORING_OP_POLL_ADD, .fd = fd,
		.len = IORING_POLL_ADD_MULTI, .poll32_events = events,
		.user_data = data,
	});
}

int uring_submit(struct uring *ring, unsigned int wait)
{
	/* The flag also brings completions that there was no room for in the ring. */
	long n = sys(syscall(SYS_io_uring_enter, ring->fd, ring->queued, wait,
			     IORING_ENTER_GETEVENTS, NULL, 0));

	if (n < 0)
		return n;
	ring->queued -= n;
	return 0;
}

bool uring_take(struct uring *ring, uint64_t *data, int *result)
{
	uint32_t head = *ring->cq_head;
	struct io_uring_cqe *cqe = &ring->cqes[head & ring->cq_mask];

	if (head == __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE))
		return false;
	*data = cqe->user_data;
	*result = cqe->res;
	ring->more = cqe->flags & IORING_CQE_F_MORE;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	return true;
}

unsigned int uring_workers(void)
{
	DIR *dir = opendir("/proc/self/task");
	char path[PATH_LEN], name[32];
	struct dirent *entry;
	unsigned int n = 0;

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/self/task/%s/comm",
			 entry->d_name);
		n += !read_text(path, name, sizeof(name)) &&
		     !strncmp(name, WORKER_NAME, strlen(WORKER_NAME));
	}
	if (dir)
		closedir(dir);
	return n;
}
