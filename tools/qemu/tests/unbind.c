// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of a core that runs: a second start is refused and does not count, its
 * module cannot go, and when it is unbound the core is stopped, with files open and
 * traffic.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "cpu.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		3
#define MESSAGES	50	/* in both directions, before the core is unbound */

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

static void *talk(void *data)
{
	struct traffic *traffic = data;
	int err = 0;

	for (unsigned int i = 0; !err; i++) {
		err = message_echo(traffic->fd, MTU, i);
		__atomic_add_fetch(&traffic->count, !err, __ATOMIC_RELAXED);
	}
	traffic->result = err;
	return NULL;
}

static bool has_talked(void *data)
{
	struct traffic *traffic = data;

	return __atomic_load_n(&traffic->count, __ATOMIC_RELAXED) >= MESSAGES;
}

static void start_traffic(const struct rproc *rproc, struct traffic *traffic)
{
	struct node node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);

	traffic->fd = node_must_open(&node, O_RDWR);
	traffic->count = 0;
	if (pthread_create(&traffic->thread, NULL, talk, traffic) ||
	    !wait_until(has_talked, traffic))
		bail("there is no traffic");
}

/* The module of a core's driver, as in the environment. */
static const char *driver_module(void)
{
	char *list = strdup(getenv("modules") ?: ""), *name;

	for (name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		if (strstr(name, "_rproc"))
			return name;
	}
	bail("the environment names no driver of remote cores");
}

static void test_unload(struct rproc *rproc)
{
	const char *module = driver_module();
	struct traffic traffic;

	rproc_start(rproc, "echo");
	is(rproc_request(rproc, "start"), -EBUSY, "a core that runs cannot be started");
	start_traffic(rproc, &traffic);
	is(module_unload(module), -EWOULDBLOCK, "its driver's module cannot go");
	traffic.count = 0;
	ok(wait_until(has_talked, &traffic), "traffic goes on");
	ok(rproc_is(rproc, "running"), "it runs");
	is(rproc_stop(rproc), 0, "one stop");
	ok(rproc_is(rproc, "offline"), "stops it");
	pthread_join(traffic.thread, NULL);
	is(traffic.result, -EPIPE, "a program that talks to it gets EPIPE");
	close(traffic.fd);
	is(module_unload(module) ?: module_load(module), 0,
	   "then the module can go and come back");
	*rproc = rproc_get(0);
}

static void test_unbind(struct rproc *rproc)
{
	struct binding binding = binding_of(rproc);
	int cpu = cpu_of(rproc);
	bool online = cpu >= 0 && cpu_is_online(cpu);
	struct traffic traffic;

	rproc_start(rproc, "echo");
	start_traffic(rproc, &traffic);
	is(binding_write(&binding, "unbind"), 0, "it can be unbound while it runs");
	pthread_join(traffic.thread, NULL);
	is(traffic.result, -EPIPE, "a program that talks to it gets EPIPE");
	is(wait_fd(traffic.fd, POLLIN, 0), POLLHUP | POLLERR, "and poll the end");
	close(traffic.fd);
	if (cpu >= 0)
		is(cpu_is_online(cpu), online, "the processor is Linux's as before");
	is(binding_write(&binding, "bind"), 0, "it can be bound again");
	*rproc = rproc_get(0);
	rproc_start(rproc, "echo");
	start_traffic(rproc, &traffic);
	is(rproc_stop(rproc), 0, "it starts, works and stops");
	pthread_join(traffic.thread, NULL);
	close(traffic.fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	for (int i = 0; i < ROUNDS; i++)
		test_unbind(&rproc);
	test_unload(&rproc);
	return done();
}
