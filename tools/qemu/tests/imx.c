// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Cortex-M of an i.MX where the platform firmware starts it, or the registers do (see
 * tools/qemu/monitor): calls that fail, firmware that does not know them, as upstream TF-A,
 * and that the core runs when it should, and not when it should not.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"
#include "cpu.h"
#include "imx.h"
#include "kernel.h"
#include "message.h"
#include "monitor.h"
#include "node.h"
#include "start_log.h"
#include "sysutil.h"
#include "tap.h"

#define DRIVER		"imx_rproc"

/* Functions of the SiP call. */
#define START		0
#define STARTED		1
#define STOP		2
#define FUNCTIONS	3

#define FAILED		((uint32_t)-5)
#define UNKNOWN		((uint32_t)-1)

#define PROCESSOR_ROUNDS	5

static volatile struct control *control;
static struct rproc rproc;

static void fail(unsigned int api, uint32_t skip, uint32_t count, uint32_t status)
{
	monitor_want(control, api, &(struct control_api){
		.skip = skip, .count = count, .status = status });
}

static void clear(unsigned int api)
{
	fail(api, 0, 0, 0);
}

/* Firmware answers to none of them, or to all. */
static void set_unknown(bool unknown)
{
	for (unsigned int i = 0; i < FUNCTIONS; i++)
		fail(i, 0, unknown ? CONTROL_ALWAYS : 0, UNKNOWN);
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
	is(start(), 0, "it starts");
	is(message_talk(&rproc), 0, "the firmware works");
}

/* The core is let go once, not twice, nor while it should be off. */
static void must_work_and_stop(void)
{
	uint32_t before = calls(IMX_LET_GO);

	must_work();
	is(rproc_stop(&rproc), 0, "and stops");
	ok(rproc_is(&rproc, "offline"), "it is offline");
	is(calls(IMX_LET_GO) - before, 1, "the core has been let go once");
}

static void test_failed_start(void)
{
	int log = kmsg_open();

	fail(START, 0, 1, FAILED);
	is(start(), -EIO, "the firmware does not start it");
	start_log_check(log, "the platform firmware did not start it: -5");
	ok(rproc_is(&rproc, "offline"), "it is offline");
	must_work_and_stop();
}

/* It is held before its memory is written: what runs there would run into it. */
static void test_failed_hold(void)
{
	uint32_t before = calls(START);
	int log = kmsg_open();

	fail(STOP, 0, 1, FAILED);
	is(start(), -EIO, "the firmware does not hold it for a start");
	start_log_check(log, "the platform firmware did not stop it: -5");
	is(calls(START) - before, 0, "then it is not started either");
	ok(rproc_is(&rproc, "offline"), "it is offline");
	must_work_and_stop();
}

/* A core that does not stop is lost, until it does. */
static void test_failed_stop(void)
{
	int log;

	must_work();
	log = kmsg_open();
	fail(STOP, 0, CONTROL_ALWAYS, FAILED);
	is(rproc_stop(&rproc), -EIO, "the firmware does not stop it");
	start_log_check(log, "the platform firmware did not stop it: -5");
	ok(rproc_is(&rproc, "running"), "it runs");
	is(node_count(&rproc), 0, "but there is nothing left to talk to");
	is(start(), -EBUSY, "it cannot be started");
	is(module_unload(DRIVER), -EWOULDBLOCK, "its driver cannot go");
	clear(STOP);
	is(rproc_stop(&rproc), 0, "when the firmware does stop it, it is stopped");
	must_work_and_stop();
}

static void bind_again(void)
{
	struct binding binding = binding_of(&rproc);

	is(binding_write(&binding, "unbind") ?: binding_write(&binding, "bind"),
	   0, "its driver goes and comes");
	if (!rproc_find_again(&rproc))
		bail("the core does not come back");
}

/* The registers start and stop it; the firmware is asked once. */
static void test_unknown(void)
{
	uint32_t asked[FUNCTIONS];

	for (unsigned int i = 0; i < FUNCTIONS; i++)
		asked[i] = calls(i);
	bind_again();
	ok(rproc_is(&rproc, "offline"), "firmware that knows no core: it is offline");
	must_work_and_stop();
	must_work_and_stop();
	is(calls(STARTED) - asked[STARTED], 1, "the firmware was asked once");
	is(calls(START) - asked[START], 0, "and not for a start");
	is(calls(STOP) - asked[STOP], 0, "nor for a stop");
}

/* What runs is found by whichever way the driver has when it comes. */
static void test_found(bool unknown)
{
	uint32_t before;

	must_work();
	is(rproc_request(&rproc, "detach"), 0, "Linux detaches");
	before = calls(IMX_LET_GO);
	set_unknown(unknown);
	bind_again();
	ok(rproc_is(&rproc, "detached"), "firmware that runs is found, by %s",
	   unknown ? "the registers" : "the platform firmware");
	is(rproc_request(&rproc, "start"), 0, "Linux attaches");
	is(message_talk(&rproc), 0, "it works");
	is(rproc_stop(&rproc), 0, "it stops");
	is(calls(IMX_LET_GO) - before, 0, "without having been let go again");
	bind_again();
	ok(rproc_is(&rproc, "offline"), "then there is nothing to be found");
}

/* Registers that somebody else has locked: the core stays off, and Linux is told. */
static void test_dead(void)
{
	fail(IMX_LET_GO, 0, 1, FAILED);
	is(start(), 0, "a start that does nothing");
	is(node_count(&rproc), 0, "there is nothing to talk to");
	is(rproc_stop(&rproc), 0, "and it stops");
	must_work_and_stop();
}

/* PSCI is the monitor's, too: a processor of Linux's goes and comes beside the core. */
static void test_processor(void)
{
	int err = 0;

	must_work();
	for (int i = 0; i < PROCESSOR_ROUNDS && !err; i++)
		err = cpu_set_online(1, false) ?: cpu_set_online(1, true) ?:
		      message_talk(&rproc);
	is(err, 0, "a processor of Linux's goes off and comes again, %d times",
	   PROCESSOR_ROUNDS);
	is(rproc_stop(&rproc), 0, "the core stops");
}

int main(void)
{
	const char *modules = getenv("modules");
	bool unknown;

	if (!modules || !strstr(modules, DRIVER)) {
		skip("an i.MX's Cortex-M", "the board has none");
		return done();
	}
	rproc = rproc_get(0);
	control = monitor_control(IMX_CONTROL);
	/* As the board has it, which it is left with. */
	unknown = control->api[STARTED].count;
	set_unknown(false);
	bind_again();
	must_work_and_stop();
	test_processor();
	test_failed_start();
	test_failed_hold();
	test_failed_stop();
	test_found(true);
	test_unknown();
	test_dead();
	test_found(false);
	set_unknown(unknown);
	bind_again();
	must_work_and_stop();
	return done();
}
