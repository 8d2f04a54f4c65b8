// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux detaches from firmware that runs, and attaches to it again: also when its driver
 * has gone and come meanwhile, as for firmware that a boot loader has started.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "cpu.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		10	/* and in the long form: */
#define ROUNDS_LONG	50

/* With a file open, which ends as at a stop. */
static int detach(const struct rproc *rproc)
{
	struct node node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	int err = rproc_request(rproc, "detach");

	if (!err && wait_fd(fd, POLLIN, 0) != (POLLHUP | POLLERR))
		err = -EBADF;
	close(fd);
	if (!err && !rproc_is(rproc, "detached"))
		err = -EALREADY;
	return err ?: node_count(rproc) ? -EEXIST : 0;
}

static int attach(const struct rproc *rproc)
{
	int err = rproc_request(rproc, "start");

	if (!err && !rproc_is(rproc, "attached"))
		err = -EALREADY;
	return err ?: message_talk(rproc);
}

static void test_rounds(const struct rproc *rproc)
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;

	for (i = 0; i < most && !err; i++)
		err = detach(rproc) ?: attach(rproc);
	is(err, 0, "Linux detaches from firmware and attaches again, %d times",
	   most);
	is(rproc_request(rproc, "start"), -EBUSY,
	   "what it is attached to cannot be started");
}

static void test_stop(const struct rproc *rproc, int cpu, bool online)
{
	is(rproc_stop(rproc), 0, "firmware can be stopped");
	ok(rproc_is(rproc, "offline"), "then it is off");
	if (cpu >= 0)
		is(cpu_is_online(cpu), online, "the processor is Linux's as before");
	is(rproc_request(rproc, "detach"), -EINVAL, "and there is nothing to detach");
}

/* The device tree has to say where a table is to be found. */
static void test_found(struct rproc *rproc, int cpu, bool online)
{
	struct binding binding = binding_of(rproc);

	rproc_start(rproc, "echo");
	is(message_talk(rproc) ?: detach(rproc), 0, "Linux detaches once more");
	is(binding_write(&binding, "unbind") ?: binding_write(&binding, "bind"),
	   0, "its driver goes and comes");
	if (!rproc_find_again(rproc))
		bail("the core does not come back");
	if (!ok(rproc_is(rproc, "detached"), "it finds firmware that runs"))
		return;
	is(attach(rproc), 0, "which it can attach to");
	test_stop(rproc, cpu, cpu >= 0 && cpu_is_online(cpu));
	if (online && cpu >= 0)
		is(cpu_set_online(cpu, true), 0, "Linux can have the processor");
	rproc_start(rproc, "echo");
	is(message_talk(rproc) ?: rproc_stop(rproc), 0, "and all is well again");
}

/* What runs before Linux is loaded and started by a stub or the monitor: see the board. */
static void test_booted(void)
{
	struct rproc rproc = rproc_find(0);
	int cpu = cpu_of(&rproc);

	ok(rproc_is(&rproc, "detached"), "firmware that ran before Linux is found");
	if (cpu >= 0)
		ok(!cpu_is_online(cpu), "Linux has not got its processor");
	is(attach(&rproc), 0, "Linux attaches to it");
	test_rounds(&rproc);
	test_stop(&rproc, cpu, false);
	if (cpu >= 0)
		is(cpu_set_online(cpu, true), 0, "Linux can have the processor");
}

int main(void)
{
	const char *modules = getenv("modules");
	struct rproc rproc;
	bool online;
	int cpu;

	if (getenv("booted"))
		test_booted();
	rproc = rproc_get(0);
	cpu = cpu_of(&rproc);
	online = cpu >= 0 && cpu_is_online(cpu);

	rproc_start(&rproc, "echo");
	is(message_talk(&rproc), 0, "the firmware works");
	if (rproc_request(&rproc, "detach") == -EOPNOTSUPP) {
		skip("detach", "the driver of these cores cannot attach");
		is(rproc_stop(&rproc), 0, "it stops");
		return done();
	}
	is(attach(&rproc), 0, "Linux detaches from it, and attaches");
	test_rounds(&rproc);
	is(detach(&rproc), 0, "Linux detaches");
	test_stop(&rproc, cpu, online);
	if (modules && (strstr(modules, "psci_rproc") || strstr(modules, "imx_rproc") ||
			strstr(modules, "ti_k3_m4_rproc")))
		test_found(&rproc, cpu, online);
	else
		skip("firmware that runs already",
		     "the device tree has no region for its table alone");
	return done();
}
