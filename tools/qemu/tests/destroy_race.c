// SPDX-License-Identifier: GPL-2.0-only
/* Endpoints that one process makes and others destroy as soon as they can be opened. */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define SECONDS		3	/* of the first test; each of the others takes a third */
#define SECONDS_LONG	6
#define NODES		16	/* numbers that are tried */
#define MOST		64	/* so that the first numbers come again */
#define ROUNDS		4
#define EACH_ROUND	(2 * NODES)

static struct bench bench;

/* Opens each node that there is and destroys it, for ever. */
static void destroy_by_ioctl(void)
{
	struct node node;

	for (unsigned int i = 0;; i = (i + 1) % NODES) {
		int fd;

		snprintf(node.name, sizeof(node.name), "rpmsg%u", i);
		fd = node_open(&node, O_RDWR | O_NONBLOCK);
		if (fd < 0)
			continue;
		ioctl(fd, RPMSG_DESTROY_EPT_IOCTL);
		close(fd);
	}
}

/* Does the same without opening them. */
static void destroy_by_attribute(void)
{
	char name[32];

	for (unsigned int i = 0;; i = (i + 1) % NODES) {
		snprintf(name, sizeof(name), "rpmsg%u", i);
		ctrl_write(&bench.ctrl, "destroy_ept", name);
	}
}

static int create(void)
{
	return ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "race", ADDR_ANY,
			  BENCH_ECHO_ADDR);
}

static void create_for_ever(void)
{
	for (;;)
		if (create())
			bench.ctrl = ctrl_open(bench.rproc);
}

static pid_t start(void (*what)(void))
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork");
	if (!pid)
		what();
	return pid;
}

static void end(pid_t *pids, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		kill(pids[i], SIGKILL);
	for (unsigned int i = 0; i < n; i++)
		waitpid(pids[i], NULL, 0);
}

static void destroy_all(void)
{
	struct node nodes[2 * MOST];
	unsigned int n = node_list(bench.rproc, nodes, ARRAY_SIZE(nodes));

	while (n--)
		ctrl_write(&bench.ctrl, "destroy_ept", nodes[n].name);
}

/* Makes many of them here, for @seconds or longer, while @n others destroy them. */
static void test_destroy(const char *how, double seconds, void (*what)(void),
			 unsigned int n)
{
	unsigned int before = node_count(bench.rproc), made = 0;
	double until = now() + seconds;
	pid_t pids[4];
	int err = 0;

	for (unsigned int i = 0; i < n; i++)
		pids[i] = start(what);
	while (!err && (now() < until || made < 2 * NODES)) {
		err = create();
		made += !err;
		while (made % NODES == 0 && node_count(bench.rproc) > MOST)
			sched_yield();
	}
	end(pids, n);
	is(err, 0, "endpoints are made while %s", how);
	diag("%u were made", made);
	destroy_all();
	/* The channel's own cannot be destroyed, the one for commands can. */
	in_range(node_count(bench.rproc), 1, before, "and none is left");
}

/* The core stops meanwhile: all ways in which a device can go meet. */
static void test_stop(void)
{
	const struct rproc *rproc = bench.rproc;
	unsigned int i, made;
	pid_t pids[3];
	int err = 0;

	for (i = 0; i < ROUNDS && !err; i++) {
		pids[0] = start(create_for_ever);
		pids[1] = start(destroy_by_ioctl);
		pids[2] = start(destroy_by_attribute);
		for (made = 0; made < EACH_ROUND && !create(); made++)
			;
		err = made < EACH_ROUND ? -EIO : rproc_stop(rproc);
		end(pids, ARRAY_SIZE(pids));
		bench_close(&bench);
		if (!err)
			bench = bench_start(rproc);
	}
	is(err, 0, "the core stops meanwhile");
	is(i, ROUNDS, "%d times", ROUNDS);
}

int main(void)
{
	double seconds = rounds(SECONDS, SECONDS_LONG);
	struct rproc rproc = rproc_get(0);
	struct node raw;
	int fd;

	bench = bench_start(&rproc);
	test_destroy("another process destroys them by ioctl", seconds,
		     destroy_by_ioctl, 1);
	test_destroy("four do", seconds / 3, destroy_by_ioctl, 4);
	test_destroy("two destroy them by attribute", seconds / 3,
		     destroy_by_attribute, 2);
	bench_stop(&bench);

	bench = bench_start(&rproc);
	test_stop();
	raw = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	fd = node_must_open(&raw, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "and all works as ever");
	close(fd);
	bench_stop(&bench);
	return done();
}
