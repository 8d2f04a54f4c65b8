// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver of remote cores that is the kernel's own: it tells of a ring from a work item, at
 * any moment, while the bus goes, with files open and a flood.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define MODULE		"ti_k3_r5_remoteproc"
#define DRIVER		"/sys/bus/platform/drivers/k3_r5_rproc"
#define CLUSTER		"r5fss@70400000"

#define FLOOD_SIZE	64
#define READ_BEFORE	500	/* messages of a flood, before something happens to it */

/* Messages that bring a ring's index close to 65,536, and others that take it past that. */
#define NEAR_WRAP	65400
#define PAST_WRAP	300
#define ROUNDS		5
#define ROUNDS_LONG	50

/* In the order in which they can be unloaded. */
static const char * const bus[] = {
	"rpmsg_ctrl", "rpmsg_char", "rpmsg_tty", "virtio_rpmsg_bus", "rpmsg_ns",
};

/**
 * struct scene - a remote core that floods Linux
 * @bench: its firmware
 * @flood: who gets the flood
 */
struct scene {
	struct bench bench;
	struct flood flood;
};

static void begin_with(const struct rproc *rproc, struct scene *scene, unsigned int count,
		       unsigned int enough)
{
	scene->bench = bench_start(rproc);
	flood_start(&scene->bench, &scene->flood, count, FLOOD_SIZE);
	if (!flood_wait(&scene->flood, enough))
		bail("there is no flood");
}

static void begin(const struct rproc *rproc, struct scene *scene)
{
	begin_with(rproc, scene, FLOOD_ENDLESS, READ_BEFORE);
}

/* Return: 0 if the reader's file has ended as it is to. */
static int end(struct scene *scene)
{
	int err = flood_end(&scene->flood);

	bench_close(&scene->bench);
	return err;
}

static int use(struct rproc *rproc)
{
	rproc_start(rproc, "echo");
	return message_talk(rproc) ?: rproc_stop(rproc);
}

static int set(const struct rproc *rproc, const char *attr, const char *text)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/%s", rproc->dir, attr);
	return write_text(path, text);
}

static int report_crash(const struct rproc *rproc)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/kernel/debug/remoteproc/%s/crash", rproc->device);
	return write_text(path, "2");
}

static int recover(struct rproc *rproc)
{
	struct scene scene;
	int err;

	begin(rproc, &scene);
	err = report_crash(rproc);
	return end(&scene) ?: err ?: bench_wait_again(rproc) ?:
	       rproc_stop(rproc);
}

static void test_recovery(struct rproc *rproc)
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err;

	err = set(rproc, "recovery", "enabled");
	for (i = 0; i < most && !err; i++)
		err = recover(rproc);
	is(err, 0, "a crash in a flood ends its file, and the core is recovered");
	is(i, most, "%d times", most);
	is(set(rproc, "recovery", "disabled"), 0, "recovery is off again");
}

/*
 * The kernel's own code tells of no ring whose index is a multiple of 65,536. With one message
 * in flight there is no next one that would be told of.
 */
static void test_wrap(struct rproc *rproc)
{
	struct scene scene;
	struct node node;
	int fd, i, err = 0;

	begin_with(rproc, &scene, NEAR_WRAP, NEAR_WRAP);
	node = node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	for (i = 0; i < PAST_WRAP && !err; i++)
		err = message_echo(fd, MTU, i);
	is(err, 0, "no message is late when a ring's index begins anew");
	is(i, PAST_WRAP, "%d after %d", PAST_WRAP, NEAR_WRAP);
	close(fd);
	is(rproc_stop(rproc) ?: end(&scene), 0, "the core stops");
}

/* The driver's default: nothing but the state says so, and the core may go on. */
static void test_crash(struct rproc *rproc)
{
	struct scene scene;

	begin(rproc, &scene);
	is(report_crash(rproc), 0, "a crash without recovery");
	ok(flood_goes_on(&scene.flood, READ_BEFORE), "leaves the flood alone");
	is(rproc_stop(rproc), 0, "a core that has crashed stops");
	is(end(&scene), 0, "and that ends the file");
	is(use(rproc), 0, "it can be started again");
}

/* Return: 0 or a negative errno. */
static int unload_bus(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(bus) && !err; i++)
		err = module_unload(bus[i]);
	return err;
}

static int load_bus(void)
{
	int err = 0;

	for (size_t i = ARRAY_SIZE(bus); i-- && !err;)
		err = module_load(bus[i]);
	return err;
}

/* The flood stops when the device does, so that each round needs a new one. */
static int change_bus(struct rproc *rproc)
{
	struct scene scene;
	int err;

	begin(rproc, &scene);
	/* Nobody holds the modules, and what comes has nowhere to go. */
	pthread_cancel(scene.flood.thread);
	end(&scene);
	err = unload_bus() ?: load_bus();
	return err ?: bench_wait_again(rproc) ?: rproc_stop(rproc);
}

static void test_bus(struct rproc *rproc)
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;

	for (i = 0; i < most && !err; i++)
		err = change_bus(rproc);
	is(err, 0, "the bus can go and come back while the core rings");
	is(i, most, "%d times", most);
}

static int unbind(void)
{
	return write_text(DRIVER "/unbind", CLUSTER);
}

static int bind(void)
{
	return write_text(DRIVER "/bind", CLUSTER);
}

static int unload_driver(void)
{
	return module_unload(MODULE);
}

static int load_driver(void)
{
	return module_load_own(MODULE);
}

static bool has_tried(void *log)
{
	char text[512];

	while (kmsg_next(*(int *)log, text, sizeof(text)) >= 0) {
		if (strstr(text, "request_firmware failed"))
			return true;
	}
	return false;
}

/*
 * The core is started by itself when its driver comes, in a work item of the kernel's, with
 * a file that does not exist. A start before that would count twice.
 */
static int come_back(int (*come)(void))
{
	int log = kmsg_open();
	int err = come() ?: (wait_until(has_tried, &log) ? 0 : -ETIMEDOUT);

	close(log);
	return err;
}

/*
 * After a stop: the driver of Linux 6.1 and 6.12 gives its mailbox back before it stops a core
 * that runs, so that a ring in between ends the kernel; that of 7.2 does not stop it.
 */
static int change_driver(struct rproc *rproc, int (*go)(void), int (*come)(void))
{
	struct scene scene;
	int err;

	begin(rproc, &scene);
	err = rproc_stop(rproc) ?: end(&scene) ?: go() ?: come_back(come);
	if (err || !rproc_find_again(rproc))
		return err ?: -ENODEV;
	return use(rproc);
}

static void test_driver(struct rproc *rproc, const char *title, int (*go)(void),
			int (*come)(void))
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;

	for (i = 0; i < most && !err; i++)
		err = change_driver(rproc, go, come);
	is(err, 0, "%s after a flood can come back", title);
	is(i, most, "%d times", most);
}

int main(void)
{
	const char *modules = getenv("modules");
	struct rproc rproc;

	if (!modules || !strstr(modules, MODULE)) {
		skip("a remoteproc driver of the kernel's", "the board's is ours");
		return done();
	}
	rproc = rproc_get(0);
	test_wrap(&rproc);
	test_recovery(&rproc);
	test_crash(&rproc);
	test_bus(&rproc);
	test_driver(&rproc, "an unbound driver", unbind, bind);
	test_driver(&rproc, "a module that is unloaded", unload_driver, load_driver);
	return done();
}
