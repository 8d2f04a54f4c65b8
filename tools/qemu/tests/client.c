// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drivers in the kernel on the rpmsg bus, by a module that is one: see the
 * folder "module".
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "kernel.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define MODULE		"rpmsg_test_client"
#define FILES		"/sys/kernel/debug/" MODULE "/"
#define OWN_ADDR	700u
#define AT_ONCE_S	5

static struct rproc rproc;

static bool is_bound(void *expected)
{
	return read_number(FILES "bound") == *(const bool *)expected;
}

static bool wait_bound(bool expected)
{
	return wait_until(is_bound, &expected);
}

static void announce(struct bench *bench, bool there)
{
	uint32_t args[4] = { there, BENCH_ECHO_ADDR };

	bench_call(bench, BENCH_OP_CLIENT_ANNOUNCE, args);
	if (args[0] != BENCH_OK)
		bail("the firmware announces nothing");
}

static struct bench start(void)
{
	struct bench bench = bench_start(&rproc);

	announce(&bench, true);
	if (!wait_bound(true))
		bail("the driver is not bound to its channel");
	return bench;
}

/* The module's results as ours. Return: the number of a line "count N". */
static unsigned int show_results(void)
{
	FILE *file = fopen(FILES "results", "r");
	unsigned int count = 0;
	char line[256];

	if (!file)
		bail("no results");
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "ok ", 3))
			ok(true, "%s", line + 3);
		else if (!strncmp(line, "not ok ", 7))
			ok(false, "%s", line + 7);
		else if (!strncmp(line, "count ", 6))
			count = atoi(line + 6);
	}
	fclose(file);
	return count;
}

static unsigned int run(const char *name)
{
	is(write_text(FILES "run", name), 0, "the driver's test '%s' runs", name);
	return show_results();
}

static void test_calls(void)
{
	struct bench bench = start();

	run("send");
	run("endpoints");
	run("order");
	run("zerocopy");
	bench_stop(&bench);
	ok(wait_bound(false), "the driver hears that the remote is gone");
}

static void test_full(void)
{
	struct bench bench = start();

	bench_hold(&bench, BENCH_HOLD_FOREVER, 0);
	is(run("full"), bench_ring_size(&rproc, 1),
	   "as many sends work as there are buffers");
	bench_stop(&bench);
}

/* A process in the driver that waits for a buffer. */
static pid_t start_sender(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork");
	if (!pid)
		_exit(-write_text(FILES "run", "block"));
	if (!wait_in_syscall(pid, SYS_write))
		bail("a sender does not sleep");
	return pid;
}

static int end_sender(pid_t pid, double since)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		bail("a sender is gone");
	in_range((now() - since) * 1000, 0, AT_ONCE_S * 1000, "at once (in ms)");
	return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}

static void test_waiting(void)
{
	struct bench bench = start();
	double since;
	pid_t pid;

	bench_hold(&bench, BENCH_HOLD_FOREVER, 0);
	run("full");
	pid = start_sender();
	since = now();
	kill(pid, SIGKILL);
	is(end_sender(pid, since), SIGKILL, "a sender that waits can be killed");

	pid = start_sender();
	since = now();
	is(rproc_stop(&rproc), 0, "the core stops while one waits");
	is(end_sender(pid, since), EPIPE, "which then gets EPIPE");
	bench_close(&bench);
}

static void test_binding(void)
{
	struct bench bench = start();

	announce(&bench, false);
	ok(wait_bound(false), "a channel that is withdrawn is taken from its driver");
	announce(&bench, true);
	ok(wait_bound(true), "and given to it when it comes back");
	run("order");
	is(module_unload(MODULE), 0, "the driver can go");
	is(module_load(MODULE), 0, "and come back");
	ok(wait_bound(true), "then it has its channel again");
	run("send");
	is(module_unload(MODULE), 0, "it can go");
	announce(&bench, false);
	announce(&bench, true);
	is(module_load(MODULE), 0, "and come after its channel");
	ok(wait_bound(true), "which it gets");
	run("send");
	bench_stop(&bench);
}

static unsigned int free_buffers(int fd)
{
	unsigned int count = 0;

	while (!message_send(fd, 16, 0))
		count++;
	return count;
}

static void create(const struct bench *bench, const char *name)
{
	is(ctrl_ioctl(&bench->ctrl, RPMSG_CREATE_DEV_IOCTL, name, OWN_ADDR,
		      BENCH_ECHO_ADDR), 0, "channel %s is made", name);
}

static void release(const struct bench *bench, const char *name)
{
	is(ctrl_ioctl(&bench->ctrl, RPMSG_RELEASE_DEV_IOCTL, name, OWN_ADDR,
		      BENCH_ECHO_ADDR), 0, "channel %s is removed", name);
}

/*
 * A channel with a local address of its own is announced to the remote, which
 * takes nothing: each announcement is a buffer less.
 */
static void test_announcing(void)
{
	struct bench bench = bench_start(&rproc);
	unsigned int buffers = bench_ring_size(&rproc, 1);
	struct node node;
	int fd = bench_endpoint(&bench, BENCH_SINK_ADDR, O_RDWR | O_NONBLOCK,
				&node);

	create(&bench, BENCH_CLIENT_NAME);
	ok(wait_bound(true), "the driver gets a channel that a program makes");
	run("send");
	release(&bench, BENCH_CLIENT_NAME);
	ok(wait_bound(false), "it is gone");

	bench_hold(&bench, BENCH_HOLD_FOREVER, 0);
	create(&bench, "without-driver");
	release(&bench, "without-driver");
	create(&bench, BENCH_CLIENT_NAME);
	release(&bench, BENCH_CLIENT_NAME);
	create(&bench, BENCH_CLIENT_NAME);
	is(free_buffers(fd), buffers - 3,
	   "one with a driver is announced, and withdrawn when it goes");
	close(fd);
	bench_stop(&bench);
}

int main(void)
{
	rproc = rproc_get(0);
	if (module_is_loaded(MODULE))
		module_unload(MODULE);
	is(module_load(MODULE), 0, "the test driver can be loaded");

	test_calls();
	test_full();
	test_waiting();
	test_binding();
	test_announcing();
	is(module_unload(MODULE), 0, "the test driver can be unloaded");
	return done();
}
