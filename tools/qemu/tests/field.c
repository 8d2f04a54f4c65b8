// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs of the field do: they look for channels by their folders' names, bind
 * them by driver_override, read attributes, and make endpoints with source 0.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define BUS		"/sys/bus/rpmsg"
#define DRIVER		"rpmsg_chrdev"
#define DEMO		"rpmsg-openamp-demo-channel"
#define OWN_ADDR	2000u
#define PROGRAM_FLAGS	(O_RDWR | O_NONBLOCK)

static struct bench bench;

static void make_channel(const char *name, uint32_t src, uint32_t dst)
{
	int err = ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_DEV_IOCTL, name, src, dst);

	if (err)
		bail("cannot make a channel %s: %s", name, strerror(-err));
}

static void remove_channel(const char *name)
{
	is(ctrl_ioctl(&bench.ctrl, RPMSG_RELEASE_DEV_IOCTL, name, ADDR_ANY,
		      ADDR_ANY), 0, "the channel %s can be removed", name);
}

/* Finds an entry of a folder by a part of its name. */
static bool find_entry(const char *folder, const char *part, char *name,
		       size_t size)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		found = strstr(entry->d_name, part);
		if (found)
			snprintf(name, size, "%.63s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* Writes as these programs do: with the NUL. */
static int write_with_nul(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = sys(write(fd, text, strlen(text) + 1));
	close(fd);
	return err < 0 ? err : 0;
}

static int set_override(const char *channel, const char *driver)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), BUS "/devices/%s/driver_override", channel);
	return write_with_nul(path, driver);
}

/* Writes the channel's name to the driver's file "bind" or "unbind". */
static int tell_driver(const char *file, const char *channel)
{
	return write_with_nul(file[0] == 'b' ? BUS "/drivers/" DRIVER "/bind" :
			      BUS "/drivers/" DRIVER "/unbind", channel);
}

/* The device of class rpmsg that is below a channel. */
static bool device_below(const char *channel, const char *prefix,
			 struct node *node)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), BUS "/devices/%s/rpmsg", channel);
	return find_entry(path, prefix, node->name, sizeof(node->name));
}

/* TI's library looks for the channel's folder, and gives up without a source. */
static void test_chrdev(void)
{
	struct node own, ept;
	char channel[64];
	long long src;
	int fd;

	make_channel(DRIVER, ADDR_ANY, BENCH_ECHO_ADDR);
	ok(find_entry(BUS "/devices", "." DRIVER ".-1.30", channel,
		      sizeof(channel)), "a channel " DRIVER " has its folder");
	if (!ok(device_below(channel, "rpmsg", &own), "and a device"))
		bail("there is nothing to open");
	fd = node_must_open(&own, PROGRAM_FLAGS);
	is(message_echo(fd, 64, 1), 0, "which can be talked through");
	close(fd);

	ept = ctrl_create_ept(&bench.ctrl, "ti", ADDR_ANY, BENCH_ECHO_ADDR);
	is(node_attr(&ept, "src"), -1, "an endpoint has no source address");
	fd = node_must_open(&ept, PROGRAM_FLAGS);
	src = node_attr(&ept, "src");
	in_range(src, 1024, 0x7fffffff, "but while it is open");
	bench_flood(&bench, 0, src, 1, 16);
	ok(node_wait_attr(&ept, "statistics/rx_queued", 1),
	   "at which a remote reaches it");
	close(fd);
	is(node_attr(&ept, "src"), -1, "closed it has none again");
	is(ctrl_write(&bench.ctrl, "destroy_ept", ept.name), 0,
	   "it can be destroyed");
	remove_channel(DRIVER);
}

/* Finds an endpoint by its name below a control device, as the demos do. */
static bool find_by_name(const char *name, struct node *node)
{
	char path[PATH_LEN], text[64];

	for (unsigned int i = 0; i < 128; i++) {
		snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/rpmsg%u/name",
			 bench.ctrl.name, i);
		if (read_text(path, text, sizeof(text)) || strcmp(text, name))
			continue;
		snprintf(node->name, sizeof(node->name), "rpmsg%u", i);
		return true;
	}
	return false;
}

/* One run of a demo. It leaves its endpoint behind, as they do. */
static void run_demo(const char *channel, unsigned int run)
{
	struct node node;
	int fd;

	is(set_override(channel, DRIVER), 0, "run %u: the driver is set", run);
	is(tell_driver("bind", channel), 0, "run %u: it is bound", run);
	ok(device_below(channel, "rpmsg", &node), "run %u: there is a device", run);
	fd = node_must_open(&node, PROGRAM_FLAGS);
	is(message_echo(fd, MTU, run), 0, "run %u: which can be talked through", run);
	close(fd);

	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, DEMO, 0,
		      BENCH_ECHO_ADDR), 0,
	   "run %u: an endpoint with source 0 is made", run);
	if (!ok(find_by_name(DEMO, &node), "run %u: and found by its name", run))
		return;
	is(node_attr(&node, "src"), 0, "run %u: its source is 0", run);
	fd = node_must_open(&node, PROGRAM_FLAGS);
	is(message_echo(fd, MTU, run), 0, "run %u: it can be talked through", run);
	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, DEMO, 0,
		      BENCH_ECHO_ADDR), -EADDRINUSE,
	   "run %u: while it is open there is no other one with source 0", run);
	close(fd);
}

static void test_demo(void)
{
	char channel[64], bad[80];
	struct node node;

	make_channel(DEMO, ADDR_ANY, BENCH_ECHO_ADDR);
	if (!find_entry(BUS "/devices", "." DEMO ".-1.", channel, sizeof(channel)))
		bail("the channel has no folder");
	ok(!device_below(channel, "rpmsg", &node), "it has no driver by itself");
	is(tell_driver("bind", channel), -ENODEV, "nor can it be bound as it is");

	run_demo(channel, 1);
	is(tell_driver("bind", channel), -EBUSY, "bound twice it gives EBUSY");
	is(tell_driver("unbind", channel), 0, "it can be unbound");
	ok(!device_below(channel, "rpmsg", &node), "then its device is gone");
	is(tell_driver("unbind", channel), -ENODEV, "but once only");
	run_demo(channel, 2);

	snprintf(bad, sizeof(bad), "%s.1", channel);
	is(tell_driver("bind", bad), -ENODEV, "a channel that is not there");
	while (find_by_name(DEMO, &node))
		if (ctrl_write(&bench.ctrl, "destroy_ept", node.name))
			bail("cannot destroy %s", node.name);
	remove_channel(DEMO);
}

/* A channel goes while a program has its device open, and comes back. */
static void test_unbind_open(void)
{
	char channel[64], byte;
	struct node node;
	int fd;

	make_channel(DRIVER, ADDR_ANY, BENCH_ECHO_ADDR);
	if (!find_entry(BUS "/devices", "." DRIVER ".-1.", channel,
			sizeof(channel)) || !device_below(channel, "rpmsg", &node))
		bail("no channel to unbind");
	fd = node_must_open(&node, PROGRAM_FLAGS);
	is(tell_driver("unbind", channel), 0, "it is unbound while it is open");
	is(sys(read(fd, &byte, 1)), -EPIPE, "then a read gives EPIPE");
	is(tell_driver("bind", channel), 0, "and bound again");
	close(fd);
	ok(device_below(channel, "rpmsg", &node), "there is a new device");
	fd = node_must_open(&node, PROGRAM_FLAGS);
	is(message_echo(fd, MTU, 5), 0, "which works");
	close(fd);
	remove_channel(DRIVER);
}

static void expect_attrs(const struct node *node, const char *address,
			 int primary)
{
	char path[PATH_LEN], text[64] = "";

	snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/address", node->name);
	read_text(path, text, sizeof(text));
	if (!ok(!strcmp(text, address), "its address is %s", address))
		diag("it is '%s'", text);
	is(node_attr(node, "primary"), primary, "and it is%s the first of its name",
	   primary ? "" : " not");
}

/* What udev tells devices of one name apart by. */
static void test_names(void)
{
	struct node raw = node_wait(bench.rproc, RAW_NAME, BENCH_ECHO_ADDR);
	struct node ept[3], other;
	int fd;

	expect_attrs(&raw, "-1.30", 1);
	make_channel(RAW_NAME, OWN_ADDR, BENCH_SINK_ADDR);
	other = node_wait(bench.rproc, RAW_NAME, BENCH_SINK_ADDR);
	expect_attrs(&other, "2000.31", 0);

	for (unsigned int i = 0; i < 3; i++)
		ept[i] = ctrl_create_ept(&bench.ctrl, "same", ADDR_ANY, 7);
	fd = node_must_open(&ept[0], PROGRAM_FLAGS);
	expect_attrs(&ept[0], "-1.7", 1);
	expect_attrs(&ept[1], "-1.7.1", 0);
	expect_attrs(&ept[2], "-1.7.2", 0);
	close(fd);
	/* No other one takes its place; the next one does. */
	ctrl_write(&bench.ctrl, "destroy_ept", ept[0].name);
	expect_attrs(&ept[1], "-1.7.1", 0);
	ept[0] = ctrl_create_ept(&bench.ctrl, "same", ADDR_ANY, 8);
	expect_attrs(&ept[0], "-1.8", 1);
	for (unsigned int i = 0; i < 3; i++)
		ctrl_write(&bench.ctrl, "destroy_ept", ept[i].name);
	is(ctrl_ioctl(&bench.ctrl, RPMSG_RELEASE_DEV_IOCTL, RAW_NAME, OWN_ADDR,
		      ADDR_ANY), 0, "the second channel can be removed");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	bench = bench_start(&rproc);
	test_chrdev();
	test_demo();
	test_unbind_open();
	test_names();
	bench_stop(&bench);
	return done();
}
