// SPDX-License-Identifier: GPL-2.0-only
/*
 * The remote cores of a real board's device tree, on a model with the platform firmware of
 * such boards (tools/qemu/board-trees): the driver finds them in their order, and tells the
 * firmware of the nodes and modes that the tree should say. Their TCM is not there, so that
 * none is started.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"
#include "eemi_calls.h"
#include "monitor.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"
#include "versal.h"

/**
 * struct part - numbers that a family has for its nodes
 * @name: of the family
 * @rpu: of the first core; the second one's is the next
 * @tcm: of the first core's ATCM; the others are the next ones: BTCM, then the second core's
 */
struct part {
	const char *name;
	unsigned int rpu;
	unsigned int tcm;
};

static const struct part parts[] = {
	{ "zynqmp", 7, 15 },
	{ "versal", 0x18110005, 0x1831800b },
};

static const struct part *part;
static bool lockstep;
static volatile struct control *control;

static const struct part *find_part(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		if (!strcmp(parts[i].name, name))
			return &parts[i];
	}
	bail("there is no family %s", name);
}

static void test_order(unsigned int core, const struct rproc *rproc)
{
	char device[32];

	snprintf(device, sizeof(device), "remoteproc%u", core);
	is_text(rproc->device, device, "%s is the one that it should be", rproc->name);
	ok(rproc_is(rproc, "offline"), "it is offline");
}

/* Its driver comes, to a core that the firmware says runs or not. */
static void bind(struct rproc *rproc, const struct binding *binding, uint32_t running)
{
	control->running = running;
	is(binding_write(binding, "bind"), 0, "its driver comes");
	if (!rproc_find_again(rproc))
		bail("the core does not come back");
}

static void test_modes(unsigned int core, struct rproc *rproc)
{
	struct binding binding = binding_of(rproc);
	unsigned int node = part->rpu + core;
	uint32_t since = control->logged;
	char modes[64];

	is(binding_write(&binding, "unbind"), 0, "its driver goes");
	bind(rproc, &binding, 0);
	snprintf(modes, sizeof(modes), "%x 1 %x, %x 3 %x", node, !lockstep, node, lockstep);
	is_text(monitor_calls(control, since, IOCTL, 3), modes, "it sets the modes");
}

/* What it is attached to has its TCM requested, in the order of "reg". */
static void test_tcm(unsigned int core, struct rproc *rproc)
{
	struct binding binding = binding_of(rproc);
	unsigned int first = part->tcm + 2 * core;
	uint32_t since;
	char tcm[64];
	int len;

	is(binding_write(&binding, "unbind"), 0, "its driver goes");
	bind(rproc, &binding, 1u << core);
	ok(rproc_is(rproc, "detached"), "it finds a core that runs");
	since = control->logged;
	is(rproc_request(rproc, "start"), 0, "it attaches to that");
	len = snprintf(tcm, sizeof(tcm), "%x, %x", first, first + 1);
	if (lockstep)
		snprintf(tcm + len, sizeof(tcm) - len, ", %x, %x", first + 2, first + 3);
	is_text(monitor_calls(control, since, REQUEST, 1), tcm, "and requests its TCM");
	is(rproc_request(rproc, "detach"), 0, "it detaches");
	is(binding_write(&binding, "unbind"), 0, "its driver goes");
	bind(rproc, &binding, 0);
	ok(rproc_is(rproc, "offline"), "it is offline");
}

int main(void)
{
	const char *tree = getenv("tree");
	struct rproc rproc[2];
	unsigned int cores;

	if (!tree) {
		skip("the tree of a real board", "this board has its own");
		return done();
	}
	part = find_part(tree);
	cores = rproc_count();
	lockstep = cores == 1;
	for (unsigned int i = 0; i < cores; i++) {
		rproc[i] = rproc_find(i);
		test_order(i, &rproc[i]);
	}
	control = monitor_control(VERSAL_CONTROL);
	for (unsigned int i = 0; i < cores; i++) {
		test_modes(i, &rproc[i]);
		test_tcm(i, &rproc[i]);
	}
	return done();
}
