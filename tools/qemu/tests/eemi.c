// SPDX-License-Identifier: GPL-2.0-only
/*
 * Platform firmware that fails calls (EEMI, see tools/qemu/monitor): what a start or a stop
 * gives then, that one line says why, and that nothing of it is left for the next start.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "binding.h"
#include "eemi_calls.h"
#include "kernel.h"
#include "message.h"
#include "monitor.h"
#include "node.h"
#include "start_log.h"
#include "sysutil.h"
#include "tap.h"
#include "versal.h"

#define DRIVER		"xlnx_r5_rproc"

#define NO_FEATURE	19
#define INTERNAL	2000
#define CONFLICT	2001
#define NO_ACCESS	2002
#define INVALID_NODE	2003

#define NODE_RPU	0x18110005u
#define NODE_ATCM	0x1831800bu

/**
 * struct failure - a call that fails while a core starts
 * @title: which
 * @api: of EEMI
 * @fail: how
 * @error: what the start gives
 * @says: what the one line in the log has
 */
struct failure {
	const char *title;
	unsigned int api;
	struct control_api fail;
	int error;
	const char *says;
};

#define TCM_SAYS	"the firmware does not switch TCM 0x1831800"
#define START_SAYS	"the firmware does not start it"

static const struct failure failures[] = {
	{ "the first TCM is refused for good", REQUEST,
	  { .node = NODE_ATCM, .count = CONTROL_ALWAYS, .status = NO_ACCESS },
	  -EACCES, TCM_SAYS "b" },
	{ "the second TCM is refused when the first is on", REQUEST,
	  { .node = NODE_ATCM + 1, .count = 1, .status = INTERNAL },
	  -EIO, TCM_SAYS "c" },
	{ "the firmware knows no such TCM", REQUEST,
	  { .node = NODE_ATCM + 1, .count = 1, .status = INVALID_NODE },
	  -ENODEV, TCM_SAYS "c" },
	{ "the core is another system's", REQUEST,
	  { .node = NODE_RPU, .count = 1, .status = NO_ACCESS },
	  -EACCES, START_SAYS },
	{ "the core is not woken up", WAKE_UP,
	  { .count = 1, .status = CONFLICT }, -EIO, START_SAYS },
	{ "the firmware cannot wake up cores", WAKE_UP,
	  { .count = 1, .status = NO_FEATURE }, -EOPNOTSUPP, START_SAYS },
};

static volatile struct control *control;
static struct rproc rproc;

static void set_control(unsigned int api, const struct control_api *wanted)
{
	monitor_want(control, api, wanted);
}

static void clear_control(unsigned int api)
{
	set_control(api, &(struct control_api){ 0 });
}

static void set_version(unsigned int api, uint32_t version)
{
	set_control(api, &(struct control_api){ .version = version });
}

static uint32_t calls(unsigned int api)
{
	return control->api[api].calls;
}

static int start(void)
{
	return rproc_try_start(&rproc, rproc_firmware(&rproc, "echo"));
}

static void must_work(void)
{
	struct node node;
	int fd;

	is(start(), 0, "it starts");
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "the firmware works");
	close(fd);
}

static void must_work_and_stop(void)
{
	must_work();
	is(rproc_stop(&rproc), 0, "and stops");
	ok(rproc_is(&rproc, "offline"), "it is offline");
}

/* What was requested is released. */
static void test_failed_start(const struct failure *failure)
{
	uint32_t requested = calls(REQUEST), released = calls(RELEASE);
	unsigned int refused = failure->api == REQUEST;
	int log = kmsg_open();

	set_control(failure->api, &failure->fail);
	is(start(), failure->error, "%s: it does not start", failure->title);
	start_log_check(log, failure->says);
	ok(rproc_is(&rproc, "offline"), "it is offline");
	is(calls(RELEASE) - released, calls(REQUEST) - requested - refused,
	   "nothing stays requested");
	clear_control(failure->api);
	must_work_and_stop();
}

/* A core that the firmware does not stop is lost, until it does. */
static void test_failed_stop(unsigned int api, uint32_t status, int error)
{
	int log;

	must_work();
	log = kmsg_open();
	set_control(api, &(struct control_api){
		.node = NODE_RPU, .count = CONTROL_ALWAYS, .status = status });
	is(rproc_stop(&rproc), error, "the firmware does not stop it");
	start_log_check(log, "the firmware does not stop it");
	ok(rproc_is(&rproc, "running"), "it runs");
	is(node_count(&rproc), 0, "but there is nothing left to talk to");
	is(start(), -EBUSY, "it cannot be started");
	is(module_unload(DRIVER), -EWOULDBLOCK, "its driver cannot go");
	set_control(api, &(struct control_api){ .version = control->api[api].version });
	is(rproc_stop(&rproc), 0, "when the firmware does stop it, it is stopped");
	ok(rproc_is(&rproc, "offline"), "it is offline");
	must_work_and_stop();
}

/* Version 1 of both: a core is powered down, and nobody holds it. */
static void test_old_versions(void)
{
	uint32_t down = calls(POWER_DOWN);

	must_work_and_stop();
	is(calls(POWER_DOWN) - down, 0, "it was released, not powered down");
	set_version(REQUEST, 1);
	set_version(RELEASE, 1);
	must_work_and_stop();
	is(calls(POWER_DOWN) - down, 1, "with version 1 of request and release it is powered down");
	test_failed_stop(POWER_DOWN, CONFLICT, -EIO);
}

/* And another version of power-down than is known: there is no way to stop a core. */
static void test_no_way(void)
{
	set_version(POWER_DOWN, 2);
	must_work();
	is(rproc_stop(&rproc), -EOPNOTSUPP, "firmware that offers no way to stop a core");
	ok(rproc_is(&rproc, "running"), "it runs");
	clear_control(POWER_DOWN);
	is(rproc_stop(&rproc), 0, "it stops when there is one");
	clear_control(REQUEST);
	clear_control(RELEASE);
}

static int bind_again(const struct binding *binding)
{
	int err = binding_write(binding, "bind");

	if (!err && !rproc_find_again(&rproc))
		bail("the core does not come back");
	return err;
}

static void test_probe(void)
{
	struct binding binding = binding_of(&rproc);
	int log;

	is(binding_write(&binding, "unbind"), 0, "its driver goes");
	set_control(IOCTL, &(struct control_api){ .count = 1, .status = CONFLICT });
	log = kmsg_open();
	is(bind_again(&binding), -EIO, "it does not come back if a mode cannot be set");
	start_log_check(log, "the firmware does not set");
	set_version(NODE_STATUS, 1);
	is(bind_again(&binding), 0, "it does with firmware that does not say what runs");
	must_work_and_stop();
	is(binding_write(&binding, "unbind"), 0, "its driver goes");
	clear_control(NODE_STATUS);
	is(bind_again(&binding), 0, "and comes back");
	must_work_and_stop();
}

int main(void)
{
	const char *modules = getenv("modules");

	if (!modules || !strstr(modules, DRIVER)) {
		skip("firmware fails calls", "the cores are not started by EEMI");
		return done();
	}
	rproc = rproc_get(0);
	control = monitor_control(VERSAL_CONTROL);
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++)
		test_failed_start(&failures[i]);
	test_failed_stop(RELEASE, INTERNAL, -EIO);
	test_old_versions();
	test_no_way();
	test_probe();
	return done();
}
