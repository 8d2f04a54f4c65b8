// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of a core that runs: its module cannot go, however often the core was
 * started, and when it is unbound the core is stopped, with files open and traffic.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		3
#define MESSAGES	50	/* in both directions, before the core is unbound */
#define STARTS		3

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

/**
 * struct binding - the device of a core, and its driver
 * @driver: the driver's folder
 * @device: the device's name there
 */
struct binding {
	char driver[PATH_LEN];
	char device[64];
};

static struct binding find_binding(const struct rproc *rproc)
{
	char path[PATH_LEN], *real;
	struct binding binding;

	snprintf(path, sizeof(path), "%s/device", rproc->dir);
	real = realpath(path, NULL);
	if (!real)
		bail("%s has no device", rproc->name);
	snprintf(binding.device, sizeof(binding.device), "%s", basename(real));
	free(real);
	snprintf(path, sizeof(path), "%s/device/driver", rproc->dir);
	real = realpath(path, NULL);
	if (!real)
		bail("%s has no driver", rproc->name);
	snprintf(binding.driver, sizeof(binding.driver), "%s", real);
	free(real);
	return binding;
}

static int bind(const struct binding *binding, const char *what)
{
	char path[PATH_LEN + 8];

	snprintf(path, sizeof(path), "%s/%s", binding->driver, what);
	return write_text(path, binding->device);
}

static int start_more(const struct rproc *rproc, int times)
{
	char path[PATH_LEN];
	int i, err = 0;

	snprintf(path, sizeof(path), "%s/state", rproc->dir);
	for (i = 0; i < times && !err; i++)
		err = write_text(path, "start");
	return err;
}

static void test_unload(struct rproc *rproc)
{
	const char *module = driver_module();
	struct traffic traffic;
	int i, err = 0;

	rproc_start(rproc, "echo");
	is(start_more(rproc, STARTS - 1), 0, "a core that runs can be started more often");
	start_traffic(rproc, &traffic);
	is(module_unload(module), -EWOULDBLOCK, "its driver's module cannot go");
	traffic.count = 0;
	ok(wait_until(has_talked, &traffic), "traffic goes on");
	for (i = 0; i < STARTS && !err; i++) {
		ok(rproc_is(rproc, "running"), "it runs before stop %d", i + 1);
		err = rproc_stop(rproc);
	}
	is(err, 0, "it takes as many stops");
	ok(rproc_is(rproc, "offline"), "until it is stopped");
	pthread_join(traffic.thread, NULL);
	is(traffic.result, -EPIPE, "a program that talks to it gets EPIPE");
	close(traffic.fd);
	is(module_unload(module) ?: module_load(module), 0,
	   "then the module can go and come back");
	*rproc = rproc_get(0);
}

static void test_unbind(struct rproc *rproc, int starts)
{
	struct binding binding = find_binding(rproc);
	int cpu = cpu_of(rproc);
	bool online = cpu >= 0 && cpu_is_online(cpu);
	struct traffic traffic;

	rproc_start(rproc, "echo");
	start_more(rproc, starts - 1);
	start_traffic(rproc, &traffic);
	is(bind(&binding, "unbind"), 0, "it can be unbound after %d starts", starts);
	pthread_join(traffic.thread, NULL);
	is(traffic.result, -EPIPE, "a program that talks to it gets EPIPE");
	is(wait_fd(traffic.fd, POLLIN, 0), POLLHUP | POLLERR, "and poll the end");
	close(traffic.fd);
	if (cpu >= 0)
		is(cpu_is_online(cpu), online, "the processor is Linux's as before");
	is(bind(&binding, "bind"), 0, "it can be bound again");
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
		test_unbind(&rproc, 1 + i);
	test_unload(&rproc);
	return done();
}
