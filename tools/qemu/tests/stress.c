// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stops that come while everything is under way: messages in all directions, and
 * endpoints and channels that come and go, on both cores. What each call gives
 * then is known; that nothing is used after its end, the kernel's log tells.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define CYCLES		5	/* and in the long form: */
#define CYCLES_LONG	10
#define SLOW_ADDR	3000u
#define CHANNEL_ADDR	4000u
/* Echoes that have come back when the stop comes, each behind full rings. */
#define MESSAGES	5
#define FLOOD		1000000

/**
 * struct load - what one core is busy with
 * @bench: its firmware
 * @fd: files of an echo, of the sink, and of a reader that gets a flood
 * @messages: how many have come back
 * @unexpected: the first error that must not be, or 0
 */
struct load {
	struct bench bench;
	int fd[3];
	atomic_uint messages;
	atomic_int unexpected;
};

static int cycles;

static void unexpected(struct load *load, int error)
{
	int none = 0;

	atomic_compare_exchange_strong(&load->unexpected, &none, error);
}

/* Each of the threads goes on until its remote is gone. */
static void *echo(void *data)
{
	struct load *load = data;
	uint32_t i = 0;
	int err;

	do {
		err = message_echo(load->fd[0], i % (MTU + 1), i);
		load->messages += !err;
		i++;
	} while (!err);
	if (err != -EPIPE)
		unexpected(load, err);
	return NULL;
}

static void *send_all(void *data)
{
	struct load *load = data;
	int err;

	do {
		err = message_send(load->fd[1], 64, 1);
	} while (!err);
	if (err != -EPIPE)
		unexpected(load, err);
	return NULL;
}

static void *read_all(void *data)
{
	struct load *load = data;
	uint32_t next = 0;
	char buf[MTU];
	int n;

	do {
		n = message_receive(load->fd[2], buf, sizeof(buf));
		if (n >= 0 && !bench_flood_is(buf, n, next++, FLOOD))
			unexpected(load, -EBADMSG);
	} while (n >= 0);
	if (n != -EPIPE)
		unexpected(load, n);
	return NULL;
}

/* Nothing ever comes there. */
static void *sleep_on(void *data)
{
	struct load *load = data;
	int events = wait_fd(load->fd[1], POLLIN, 2 * LIMIT_MS);

	if (events != (POLLHUP | POLLERR))
		unexpected(load, -EPROTO);
	return NULL;
}

/* An endpoint's device can be gone at each step. */
static int use_endpoint(const struct ctrl *ctrl)
{
	int err = ctrl_ioctl(ctrl, RPMSG_CREATE_EPT_IOCTL, "brief", ADDR_ANY,
			     BENCH_ECHO_ADDR);
	struct node node;
	int fd;

	if (err)
		return err;
	if (!ctrl_last(ctrl, &node))
		return -ENODEV;
	fd = node_open(&node, O_RDWR);
	if (fd == -ENOENT || fd == -ENXIO || fd == -ENETRESET || fd == -EINVAL)
		return -ENODEV;
	if (fd < 0)
		return fd;
	err = message_send(fd, 16, 1);
	if (!err)
		err = sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL));
	close(fd);
	return err == -EPIPE ? -ENODEV : err;
}

/* The bus refuses a channel, or has removed it, when the remote goes. */
static int use_channel(const struct ctrl *ctrl)
{
	int err = ctrl_ioctl(ctrl, RPMSG_CREATE_DEV_IOCTL, RAW_NAME,
			     CHANNEL_ADDR, BENCH_SINK_ADDR);

	if (!err)
		err = ctrl_ioctl(ctrl, RPMSG_RELEASE_DEV_IOCTL, RAW_NAME,
				 CHANNEL_ADDR, BENCH_SINK_ADDR);
	return err == -ENXIO || err == -EINVAL ? -ENODEV : err;
}

static void *make_devices(void *data)
{
	struct load *load = data;
	int err;

	do {
		err = use_endpoint(&load->bench.ctrl);
		if (!err)
			err = use_channel(&load->bench.ctrl);
	} while (!err);
	if (err != -ENODEV)
		unexpected(load, err);
	return NULL;
}

static void *(* const jobs[])(void *data) = {
	echo, send_all, read_all, sleep_on, make_devices,
};

#define JOBS	((int)ARRAY_SIZE(jobs))

static void start_load(struct load *load, const struct rproc *rproc)
{
	struct node node;

	memset(load, 0, sizeof(*load));
	load->bench = bench_start(rproc);
	load->fd[0] = bench_endpoint(&load->bench, BENCH_ECHO_ADDR, O_RDWR, &node);
	load->fd[1] = bench_endpoint(&load->bench, BENCH_SINK_ADDR, O_RDWR, &node);
	node = ctrl_create_ept(&load->bench.ctrl, "flood", SLOW_ADDR,
			       BENCH_SINK_ADDR);
	load->fd[2] = node_must_open(&node, O_RDWR);
	bench_flood(&load->bench, 0, SLOW_ADDR, FLOOD, 32);
}

static bool has_talked(void *data)
{
	struct load *load = data;

	return load->messages >= MESSAGES || load->unexpected;
}

/* Return: 0 or the first error. */
static long cycle(const struct rproc *rproc)
{
	pthread_t thread[JOBS];
	struct load load;
	int err;

	start_load(&load, rproc);
	for (int i = 0; i < JOBS; i++) {
		if (pthread_create(&thread[i], NULL, jobs[i], &load))
			bail("cannot create a thread");
	}
	if (!wait_until(has_talked, &load)) {
		diag("%s: only %u echoes came back", rproc->name, load.messages);
		unexpected(&load, -ETIMEDOUT);
	}
	err = rproc_stop(rproc);
	for (int i = 0; i < JOBS; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < 3; i++)
		close(load.fd[i]);
	bench_close(&load.bench);
	if (!err && node_count(rproc))
		err = -EEXIST;
	return load.unexpected ? load.unexpected : err;
}

static void *cycle_many(void *data)
{
	long err = 0;

	for (int i = 0; i < cycles && !err; i++)
		err = cycle(data);
	return (void *)err;
}

int main(void)
{
	unsigned int i, count = rproc_count();
	struct rproc rproc[count];
	pthread_t thread[count];
	long long memory;
	void *err;

	cycles = rounds(CYCLES, CYCLES_LONG);
	/* What the first time allocates for good does not count. */
	for (i = 0; i < count; i++) {
		rproc[i] = rproc_get(i);
		is(cycle(&rproc[i]), 0, "%s can be stopped while all is under way",
		   rproc[i].name);
	}

	memory = free_memory();
	for (i = 0; i < count; i++) {
		if (pthread_create(&thread[i], NULL, cycle_many, &rproc[i]))
			bail("cannot create a thread");
	}
	for (i = 0; i < count; i++) {
		pthread_join(thread[i], &err);
		is((long)err, 0, "%s %d times, at the same time as the others",
		   rproc[i].name, cycles);
	}
	diag("%lld KiB of memory gone", (memory - free_memory()) / 1024);
	for (i = 0; i < count; i++)
		ok(rproc_is(&rproc[i], "offline"), "%s is offline", rproc[i].name);
	return done();
}
