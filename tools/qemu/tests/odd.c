// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware with the habits of firmware that others wrote (tools/firmware/apps/
 * odd.c): nothing on our side depends on those of ours.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		2	/* starts of each, and in the long form: */
#define ROUNDS_LONG	3
#define MESSAGES	300	/* there and back */
#define SUNK		2000	/* one way, several times what a ring holds */

#define SIGN_S		8	/* in which a remote has to give a sign of itself */

#define ODD_ADDR	1024u
#define STATIC_ADDR	30u	/* the firmware's */
#define STATIC_LINUX	20u	/* ours */

/**
 * struct habit - an image
 * @name: as in its file's name
 * @title: what it does, in words
 * @addr: where the firmware listens; one further, it drops what comes
 * @own: our address, or ADDR_ANY for any
 * @announced: it announces its channel
 */
struct habit {
	const char *name;
	const char *title;
	uint32_t addr;
	uint32_t own;
	bool announced;
};

static const struct habit habits[] = {
	{ "quiet", "that never rings for buffers it has consumed", ODD_ADDR,
	  ADDR_ANY, true },
	{ "kick", "that waits for the first kick", ODD_ADDR, ADDR_ANY, true },
	{ "reserved", "that writes into reserved", ODD_ADDR, ADDR_ANY, true },
	{ "nons", "without name service", ODD_ADDR, ADDR_ANY, false },
	{ "static", "with static addresses", STATIC_ADDR, STATIC_LINUX, false },
	{ "stale", "that does not move the event index that it offers", ODD_ADDR,
	  ADDR_ANY, true },
	{ "fixed", "whose table says where its rings are", ODD_ADDR, ADDR_ANY,
	  true },
	{ "circles", "that makes circles of descriptors", ODD_ADDR, ADDR_ANY, true },
	{ "keep", "that sets DRIVER_OK before Linux does", ODD_ADDR, ADDR_ANY, true },
};

/**
 * struct silence - an image that takes no part
 * @name: as in its file's name
 * @title: what it does, in words
 * @line: what the log says of it
 */
struct silence {
	const char *name;
	const char *title;
	const char *line;
};

static const struct silence silences[] = {
	{ "odd-copied", "that works on a copy of its table", "no sign of the remote" },
	{ "odd-restore", "that writes its table back", "has written over the status" },
};

/**
 * struct log - what the kernel has said of a remote that does nothing
 * @fd: the log
 * @line: of these
 * @lines: how many
 * @others: others about a remote, but that of an event index, and warnings
 */
struct log {
	int fd;
	const char *line;
	int lines;
	int others;
};

/* Sizes from 1 byte to the largest, each that many times. */
static int talk(int fd, unsigned int seed)
{
	int err = 0;

	for (unsigned int i = 0; i < MESSAGES && !err; i++)
		err = message_echo(fd, 1 + i * 37 % MTU, seed + i);
	return err;
}

static int sink(const struct ctrl *ctrl, uint32_t addr)
{
	struct node node = ctrl_create_ept(ctrl, "sink", ADDR_ANY, addr);
	int fd = node_must_open(&node, O_RDWR);
	int err = 0;

	for (unsigned int i = 0; i < SUNK && !err; i++)
		err = message_send(fd, MTU, i);
	close(fd);
	return err;
}

static struct node find(const struct rproc *rproc, const struct habit *habit,
			const struct ctrl *ctrl)
{
	if (habit->announced)
		return node_wait(rproc, RAW_NAME, habit->addr);
	return ctrl_create_ept(ctrl, "by-hand", habit->own, habit->addr);
}

static int use(const struct rproc *rproc, const struct habit *habit,
	       unsigned int round)
{
	struct ctrl ctrl = ctrl_open(rproc);
	struct node node = find(rproc, habit, &ctrl);
	int fd = node_must_open(&node, O_RDWR);
	int err = talk(fd, round) ?: sink(&ctrl, habit->addr + 1) ?:
		  talk(fd, round);

	close(fd);
	close(ctrl.fd);
	return err;
}

static bool is_driven_by(const char *module)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, module);
}

static void test_habit(const struct rproc *rproc, const struct habit *habit)
{
	int i, most = rounds(ROUNDS, ROUNDS_LONG), err = 0;
	char app[32];

	/* The kernel's driver for TI has a pool for all rings, whatever a table says. */
	if (!strcmp(habit->name, "fixed") && is_driven_by("ti_k3_r5_remoteproc")) {
		skip(habit->title, "the kernel's driver places no rings");
		return;
	}
	snprintf(app, sizeof(app), "odd-%s", habit->name);
	for (i = 0; i < most && !err; i++) {
		rproc_start(rproc, app);
		err = use(rproc, habit, i) ?: rproc_stop(rproc);
	}
	is(err, 0, "firmware %s works, %d times", habit->title, most);
	ok(rproc_is(rproc, "offline"), "and stops");
}

/* Each device has a bus of its own: names and addresses may be the same. */
static void test_twins(const struct rproc *rproc)
{
	struct node nodes[2];
	int fd[2], err = 0;

	/* The kernel's driver for STM32 has mailboxes for two rings, and warns of others. */
	if (is_driven_by("stm32_rproc")) {
		skip("two devices", "the kernel's driver rings for one");
		return;
	}
	rproc_start(rproc, "odd-twins");
	if (!ok(node_wait_list(rproc, nodes, 2), "two devices announce a channel each"))
		return;
	for (int i = 0; i < 2; i++)
		fd[i] = node_must_open(&nodes[i], O_RDWR);
	for (unsigned int i = 0; i < MESSAGES && !err; i++) {
		err = message_send(fd[0], MTU, i) ?:
		      message_send(fd[1], MTU, ~i) ?:
		      message_expect(fd[0], MTU, i) ?:
		      message_expect(fd[1], MTU, ~i);
	}
	is(err, 0, "both work at the same time, and are not mixed up");
	is(rproc_stop(rproc), 0, "the core stops");
	close(fd[0]);
	close(fd[1]);
	is(node_count(rproc), 0, "nothing is left of either");
}

/* Of the test itself: the table does say where the rings are. */
static void test_addresses(const struct rproc *rproc)
{
	struct image image = image_read(rproc_firmware(rproc, "odd-fixed"));

	ok(image_vdev(&image)->vring[0].da != ADDR_ANY &&
	   image_vdev(&image)->vring[1].da != ADDR_ANY,
	   "that table leaves no ring's address to Linux");
	image_free(&image);
}

static bool log_has_line(void *data)
{
	struct log *log = data;
	char text[512];

	while (kmsg_next(log->fd, text, sizeof(text)) >= 0) {
		if (log->line && strstr(text, log->line))
			log->lines++;
		else if (strstr(text, "the remote") || strstr(text, "WARNING:"))
			log->others += !strstr(text, "does not move");
	}
	return log->lines;
}

/* The line comes within seconds, once for each start, and the core stops as ever. */
static void test_silence(const struct rproc *rproc, const struct silence *silence)
{
	struct log log = { .fd = kmsg_open(), .line = silence->line };
	double start = now();

	rproc_start(rproc, silence->name);
	ok(wait_until(log_has_line, &log), "of firmware %s the log tells",
	   silence->title);
	in_range(now() - start, 0, 30, "within seconds");
	is(rproc_stop(rproc), 0, "it stops");
	log_has_line(&log);
	is(log.lines, 1, "that is one line");
	is(log.others, 0, "and no other");
	close(log.fd);
}

/*
 * Linux's driver goes and comes back: firmware that does not follow the reset of its device
 * announces nothing any more, and the log says what helps.
 */
static void test_heedless(const struct rproc *rproc, bool used)
{
	struct log log = { .fd = -1, .line = "stop it and start it again" };
	struct binding binding;

	rproc_start(rproc, "odd-heedless");
	node_wait(rproc, RAW_NAME, ODD_ADDR);
	if (used)
		is(message_talk(rproc), 0, "heedless firmware works");
	binding = binding_of_virtio(rproc);
	log.fd = kmsg_open();
	is(binding_write(&binding, "unbind") ?: binding_write(&binding, "bind"),
	   0, "its device's driver goes and comes back");
	ok(wait_until(log_has_line, &log), "the log tells of firmware that does not notice");
	is(rproc_stop(rproc), 0, "it stops");
	log_has_line(&log);
	is(log.lines, 1, "that is one line");
	is(log.others, 0, "and no other");
	close(log.fd);
	rproc_start(rproc, "odd-heedless");
	is(message_talk(rproc) ?: rproc_stop(rproc), 0, "started again, it works");
}

/* Firmware that takes part gets no such line. */
static void test_no_silence(const struct rproc *rproc)
{
	struct log log = { .fd = kmsg_open(), .line = silences[0].line };
	double start = now();
	struct node node;
	int fd, err = 0;

	rproc_start(rproc, "echo");
	node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	while (!err && now() - start < SIGN_S)
		err = message_echo(fd, MTU, 1);
	is(err, 0, "the echo firmware works for that time");
	close(fd);
	is(rproc_stop(rproc), 0, "it stops");
	log_has_line(&log);
	is(log.lines + log.others, 0, "and the log says nothing of it");
	close(log.fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct log log = { .fd = kmsg_open() };

	for (size_t i = 0; i < ARRAY_SIZE(habits); i++)
		test_habit(&rproc, &habits[i]);
	log_has_line(&log);
	is(log.others, 0, "the log has no warning but of the event index");
	close(log.fd);
	for (size_t i = 0; i < ARRAY_SIZE(silences); i++)
		test_silence(&rproc, &silences[i]);
	test_heedless(&rproc, false);
	test_heedless(&rproc, true);
	test_no_silence(&rproc);
	test_addresses(&rproc);
	test_twins(&rproc);
	return done();
}
