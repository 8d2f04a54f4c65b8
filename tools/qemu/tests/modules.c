// SPDX-License-Identifier: GPL-2.0-only
/* Modules that go and come back: idle, after a stop, and under a remote. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"
#include "binding.h"
#include "kernel.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		2	/* and in the long form: */
#define ROUNDS_LONG	5

/*
 * In the order in which they can be unloaded: each before what it needs. Those of
 * the board's remote cores are found in the environment.
 */
static const char *modules[] = {
	"rpmsg_ctrl", "rpmsg_char", "rpmsg_tty", "virtio_rpmsg_bus", "rpmsg_ns",
	NULL, "openamp_rproc", NULL,
};

#define RPMSG	5	/* how many of them are not the remote cores' */
#define DRIVER	5	/* the remote cores' driver, and that of their doorbell */
#define MAILBOX	7

/* How many there are: the last one is not where the kernel has the doorbell's driver. */
static int count = ARRAY_SIZE(modules);

/* The name in the list "modules" that ends in @suffix, or NULL. */
static const char *board_module(const char *suffix)
{
	char *list = strdup(getenv("modules") ?: ""), *name;

	for (name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		size_t len = strlen(name), end = strlen(suffix);

		if (len > end && !strcmp(name + len - end, suffix))
			return name;
	}
	return NULL;
}

static int unload(int n)
{
	int err = 0;

	for (int i = 0; i < n && !err; i++) {
		err = module_unload(modules[i]);
		if (err)
			diag("%s cannot be unloaded: %s", modules[i],
			     strerror(-err));
	}
	return err;
}

static int load(int n)
{
	int err = 0;

	for (int i = n - 1; i >= 0 && !err; i--) {
		err = module_load(modules[i]);
		if (err)
			diag("%s cannot be loaded: %s", modules[i],
			     strerror(-err));
	}
	return err;
}

static bool none_loaded(void)
{
	for (int i = 0; i < count; i++) {
		if (module_is_loaded(modules[i]))
			return false;
	}
	return true;
}

/* Starts, talks and stops. The core is looked up anew: it may be another. */
static int use(unsigned int index)
{
	struct rproc rproc = rproc_get(index);
	struct node node;
	int fd, err;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	err = message_echo(fd, MTU, 1);
	close(fd);
	return err ? err : rproc_stop(&rproc);
}

static void all_work(void)
{
	for (unsigned int i = 0; i < rproc_count(); i++)
		is(use(i), 0, "remote core %u works", i);
}

/*
 * A kernel may have modules of the same names. modprobe has to prefer those that
 * were installed beside them, which are marked as out of tree.
 */
static void test_ours(void)
{
	char path[PATH_LEN], taint[32];
	int i;

	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "/sys/module/%s/taint", modules[i]);
		if (read_text(path, taint, sizeof(taint)) || !strchr(taint, 'O')) {
			diag("%s is the kernel's own", modules[i]);
			break;
		}
	}
	is(i, count, "the modules that are loaded are ours");
}

static void test_idle(void)
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;

	is(unload(count), 0, "all modules can be unloaded while idle");
	ok(none_loaded(), "none is left");
	is(sys(access("/sys/class/remoteproc/remoteproc0", F_OK)), -ENOENT,
	   "nor a remote core");
	is(load(count), 0, "all can be loaded again");
	all_work();
	for (i = 0; i < most && !err; i++) {
		err = unload(count);
		if (!err)
			err = load(count);
		if (!err)
			err = use(0);
	}
	is(err, 0, "after each stop all can be unloaded and loaded again");
	is(i, most, "%d times", most);
}

static void test_in_use(void)
{
	struct rproc rproc = rproc_get(0);
	struct node node;
	struct ctrl ctrl;
	int fd;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(module_unload("rpmsg_ctrl"), 0,
	   "the control module can go while nobody has a control device open");
	is(module_unload("rpmsg_char"), -EWOULDBLOCK,
	   "the module of a device that is open cannot go");
	is(module_unload("virtio_rpmsg_bus"), -EWOULDBLOCK, "nor what it needs");
	is(message_echo(fd, MTU, 1), 0, "the device works");
	close(fd);
	is(module_load("rpmsg_ctrl"), 0, "the control module can come back");
	ctrl = ctrl_open(&rproc);
	is(module_unload("rpmsg_ctrl"), -EWOULDBLOCK,
	   "it cannot go while a control device is open");
	close(ctrl.fd);
	is(module_unload("rpmsg_ctrl"), 0, "but then it can");
	is(module_unload("rpmsg_char"), 0, "and so can the other one");
	is(node_count(&rproc), 0, "no device is left");
	is(module_load("rpmsg_char"), 0, "it can come back");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 2), 0, "and then the channel has a device again");
	close(fd);
	is(module_load("rpmsg_ctrl"), 0, "so can the control module");
	is(rproc_stop(&rproc), 0, "the core stops");
}

/* The transport goes and comes back under firmware that goes on running. */
static void test_under_remote(void)
{
	struct rproc rproc = rproc_get(0);
	struct node node;
	int fd, i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;

	rproc_start(&rproc, "echo");
	node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	for (i = 0; i < most && !err; i++) {
		err = unload(RPMSG);
		if (!err && node_count(&rproc))
			err = -EEXIST;
		if (!err)
			err = load(RPMSG);
		if (err)
			break;
		node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
		fd = node_must_open(&node, O_RDWR);
		err = message_echo(fd, MTU, i);
		close(fd);
	}
	is(err, 0, "the transport can go and come back while a remote runs");
	is(i, most, "%d times", most);
	is(unload(RPMSG), 0, "it can go");
	is(rproc_stop(&rproc), 0, "the core stops without it");
	rproc_start(&rproc, "echo");
	is(load(RPMSG), 0, "it can come after the core's start");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "then a channel is there as ever");
	close(fd);
	is(rproc_stop(&rproc), 0, "the core stops");
}

struct reader {
	pthread_t thread;
	atomic_int tid;
	int fd;
	int result;
};

static void *read_one(void *data)
{
	struct reader *reader = data;
	char buf[MTU];

	reader->tid = gettid();
	reader->result = sys(read(reader->fd, buf, sizeof(buf)));
	return NULL;
}

static bool has_tid(void *data)
{
	return ((struct reader *)data)->tid;
}

static void start_reader(struct reader *reader, int fd)
{
	reader->fd = fd;
	reader->tid = 0;
	if (pthread_create(&reader->thread, NULL, read_one, reader) ||
	    !wait_until(has_tid, reader) ||
	    !wait_in_syscall(reader->tid, SYS_read))
		bail("a reader does not sleep");
}

/* As rmmod does, but with files open. */
static void test_unbind(void)
{
	struct rproc rproc = rproc_get(0);
	struct binding binding;
	struct reader reader;
	struct node node;
	int fd;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	start_reader(&reader, fd);
	binding = binding_of_virtio(&rproc);
	is(binding_write(&binding, "unbind"), 0,
	   "the transport's driver can be unbound with a reader asleep");
	pthread_join(reader.thread, NULL);
	is(reader.result, -EPIPE, "the reader gets EPIPE");
	is(message_send(fd, 1, 1), -EPIPE, "and so does a writer");
	is(wait_fd(fd, POLLIN, 0), POLLHUP | POLLERR, "poll tells of the end");
	is(node_count(&rproc), 0, "no device is left");

	is(binding_write(&binding, "bind"), 0, "it can be bound again");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	close(fd);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "then a new device works");
	close(fd);
	is(rproc_stop(&rproc), 0, "the core stops");
}

/* The driver of a core that runs stays, and so does what it needs. */
static void test_unload_running(void)
{
	struct rproc rproc = rproc_get(0);
	struct reader reader;
	struct node node;
	int fd;

	rproc_start(&rproc, "echo");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	start_reader(&reader, fd);
	for (int i = DRIVER; i < count; i++)
		is(module_unload(modules[i]), -EWOULDBLOCK,
		   "%s cannot be unloaded while a core runs", modules[i]);
	is(message_send(fd, 1, 1), 0, "the core is there as before");
	pthread_join(reader.thread, NULL);
	is(reader.result, 1, "and answers");
	close(fd);
	is(rproc_stop(&rproc), 0, "the core stops");
	is(module_unload(modules[DRIVER]), 0, "then its driver can be unloaded");
	is(module_load(modules[DRIVER]), 0, "it can be loaded again");
	all_work();
}

int main(void)
{
	modules[DRIVER] = board_module("_rproc");
	modules[MAILBOX] = board_module("_doorbell");
	if (board_module("k3_m4_rproc")) {
		/* The kernel's own TI-SCI driver, which is no module, has the doorbell's. */
		modules[DRIVER + 1] = "ti_k3_rproc";
		modules[MAILBOX] = "openamp_rproc";
	}
	if (!modules[DRIVER])
		bail("the environment names no module ..._rproc");
	if (!modules[MAILBOX])
		count--;
	for (int i = 0; i < count; i++) {
		if (!module_is_loaded(modules[i]))
			bail("%s is not loaded", modules[i]);
	}
	for (unsigned int i = 0; i < rproc_count(); i++)
		rproc_get(i);

	test_ours();
	test_idle();
	test_in_use();
	test_under_remote();
	test_unbind();
	test_unload_running();
	return done();
}
