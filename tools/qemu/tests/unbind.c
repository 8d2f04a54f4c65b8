// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver of a core that runs: a second start is refused and does not count, its
 * module cannot go, and when it is unbound the core is stopped, with files open and
 * traffic.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "cpu.h"
#include "kernel.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define ROUNDS		3

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
	traffic_start(rproc, &traffic);
	is(module_unload(module), -EWOULDBLOCK, "its driver's module cannot go");
	ok(traffic_goes_on(&traffic), "traffic goes on");
	ok(rproc_is(rproc, "running"), "it runs");
	is(rproc_stop(rproc), 0, "one stop");
	ok(rproc_is(rproc, "offline"), "stops it");
	is(traffic_end(&traffic), -EPIPE, "a program that talks to it gets EPIPE");
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
	traffic_start(rproc, &traffic);
	is(binding_write(&binding, "unbind"), 0, "it can be unbound while it runs");
	is(traffic_end(&traffic), -EPIPE, "a program that talks to it gets EPIPE");
	is(wait_fd(traffic.fd, POLLIN, 0), POLLHUP | POLLERR, "and poll the end");
	close(traffic.fd);
	if (cpu >= 0)
		is(cpu_is_online(cpu), online, "the processor is Linux's as before");
	is(binding_write(&binding, "bind"), 0, "it can be bound again");
	*rproc = rproc_get(0);
	rproc_start(rproc, "echo");
	traffic_start(rproc, &traffic);
	is(rproc_stop(rproc), 0, "it starts, works and stops");
	traffic_end(&traffic);
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
