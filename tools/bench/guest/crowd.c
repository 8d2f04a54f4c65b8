// SPDX-License-Identifier: GPL-2.0-only
/* Measurements with many endpoints of one remote, which take turns. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define FIRST_ADDR	10000
#define OWN_FILES	64	/* the program's others */

static int *files;

/* The lowest number that is free is the next device's. */
static int open_one(struct rig *rig, unsigned int i, unsigned int first)
{
	struct node node;

	if (ctrl_ioctl(&rig->bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "crowd", FIRST_ADDR + i,
		       BENCH_ECHO_ADDR))
		bail("cannot create endpoint %u: %s", i, strerror(errno));
	snprintf(node.name, sizeof(node.name), "rpmsg%u", first + i);
	return node_must_open(&node, O_RDWR);
}

bool begin_crowd(struct rig *rig, const struct row *row)
{
	struct rlimit limit = { row->window + OWN_FILES, row->window + OWN_FILES };
	struct node first;

	if (setrlimit(RLIMIT_NOFILE, &limit))
		bail("cannot have %u files: %s", row->window, strerror(errno));
	files = calloc(row->window, sizeof(*files));
	if (!files)
		bail("no memory");
	first = ctrl_create_ept(&rig->bench.ctrl, "crowd", FIRST_ADDR, BENCH_ECHO_ADDR);
	files[0] = node_must_open(&first, O_RDWR);
	for (unsigned int i = 1; i < row->window; i++)
		files[i] = open_one(rig, i, strtoul(first.name + strlen("rpmsg"), NULL, 10));
	return true;
}

void end_crowd(struct rig *rig, const struct row *row)
{
	(void)rig;
	for (unsigned int i = 0; i < row->window; i++) {
		ioctl(files[i], RPMSG_DESTROY_EPT_IOCTL);
		close(files[i]);
	}
	free(files);
}

/* One message is on its way at a time, from each endpoint in turn. */
void run_crowd(struct rig *rig, const struct row *row)
{
	int own = rig->fd;

	for (unsigned int i = 0; i < row->messages; i++) {
		rig->fd = files[i % row->window];
		rig_write(rig, row->size);
		rig_read(rig, row->size);
	}
	rig->fd = own;
}
