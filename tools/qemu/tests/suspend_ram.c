// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suspend to RAM under traffic. A remote core that keeps its power meanwhile talks on with
 * the files that are open; one that loses it has crashed, and is recovered or not; one that
 * is stuck does not keep the machine awake. Where Linux's own processor is the remote core,
 * which has to be off for this, the machine stays awake and says why.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "cpu.h"
#include "imx.h"
#include "kernel.h"
#include "message.h"
#include "monitor.h"
#include "node.h"
#include "sleep.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define SLEEP_S		4	/* more than it takes to fall asleep */
#define ROUNDS		2
#define FLOOD_SIZE	64
#define MANY		2000	/* messages, more than a ring holds */

#define CRASHED		"the remote core has crashed: "
#define WAS_OFF		CRASHED "it was off when Linux woke up"
#define REFUSED		"cannot suspend to RAM"

/**
 * struct writer - a program that writes to a core that takes nothing
 * @thread: it
 * @tid: the same, for the kernel
 * @fd: the file
 * @result: what ended it
 */
struct writer {
	pthread_t thread;
	pid_t tid;
	int fd;
	int result;
};

static volatile struct control *control;
static struct rproc rproc;

static bool has_module(const char *name)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, name);
}

/* Also of the time in which the machine sleeps. */
static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/*
 * What rings meanwhile does not wake the machine up: the clock does, which counts in whole
 * seconds. Return: 0 if the machine has slept, or a negative errno.
 */
static int sleep_once(void)
{
	uint32_t before = control->api[IMX_SUSPEND].calls;
	double start = seconds();
	int err = sleep_for("mem", SLEEP_S);

	if (!err && control->api[IMX_SUSPEND].calls == before)
		err = -ENODATA;
	return err ?: (seconds() - start < SLEEP_S - 2 ? -ETIME : 0);
}

/* The next time that Linux suspends. */
static void lose_power(void)
{
	monitor_want(control, IMX_SUSPEND, &(struct control_api){ .count = 1 });
}

static void set_recovery(const char *what)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/recovery", rproc.dir);
	is(write_text(path, what), 0, "recovery: %s", what);
}

static bool is_crashed(void *data)
{
	(void)data;
	return rproc_is(&rproc, "crashed");
}

static void check_log(int log, const char *says, const char *all)
{
	unsigned int right = 0, lines = 0;
	char text[512];

	while (kmsg_next(log, text, sizeof(text)) >= 0) {
		right += !!strstr(text, says);
		lines += !!strstr(text, all);
	}
	close(log);
	is(right, 1, "one line says: %s", says);
	is(lines, 1, "and no other is of that kind");
}

static int flood_more(struct flood *flood)
{
	return flood_goes_on(flood, MANY) ? 0 : -ETIMEDOUT;
}

/* The core rings all the while, and fills the ring: nothing of that is lost. */
static void test_kept(void)
{
	struct bench bench = bench_start(&rproc);
	struct node node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int i, err, fd = node_must_open(&node, O_RDWR);
	struct flood flood;

	flood_start(&bench, &flood, FLOOD_ENDLESS, FLOOD_SIZE);
	err = flood_more(&flood);
	for (i = 0; i < ROUNDS && !err; i++)
		err = sleep_once() ?: flood_more(&flood) ?:
		      message_echo(fd, MTU, i);
	is(err, 0, "open files of a core that keeps its power work on, %d times", ROUNDS);
	ok(rproc_is(&rproc, "running"), "the firmware has run on");
	bench_stop(&bench);
	is(flood_end(&flood), 0, "no message was lost until it was stopped");
	close(fd);
}

static void test_lost(void)
{
	struct traffic traffic;
	int log = kmsg_open();

	rproc_start(&rproc, "echo");
	traffic_start(&rproc, &traffic);
	lose_power();
	is(sleep_once(), 0, "the machine sleeps, and the core loses its power");
	is(traffic_end(&traffic), -EPIPE, "the open file ends");
	close(traffic.fd);
	is(message_wait_echo(&rproc, RAW_NAME, RAW_ECHO_ADDR), 0,
	   "the core is recovered");
	check_log(log, WAS_OFF, CRASHED);
	traffic_start(&rproc, &traffic);
	is(sleep_once(), 0, "the machine sleeps once more");
	ok(traffic_goes_on(&traffic), "under which the core talks on");
	is(rproc_stop(&rproc), 0, "it stops");
	is(traffic_end(&traffic), -EPIPE, "and the file ends");
	close(traffic.fd);
}

static void test_not_recovered(void)
{
	struct traffic traffic;
	int log = kmsg_open();

	set_recovery("disabled");
	rproc_start(&rproc, "echo");
	traffic_start(&rproc, &traffic);
	lose_power();
	is(sleep_once(), 0, "the same where nothing is recovered");
	ok(wait_until(is_crashed, NULL), "it has crashed");
	is(sleep_once(), 0, "the machine sleeps once more");
	ok(is_crashed(NULL), "nothing changes");
	check_log(log, WAS_OFF, CRASHED);
	set_recovery("recover");
	is(traffic_end(&traffic), -EPIPE, "the open file ends");
	close(traffic.fd);
	is(message_wait_echo(&rproc, RAW_NAME, RAW_ECHO_ADDR), 0,
	   "the core works");
	set_recovery("enabled");
	is(rproc_stop(&rproc), 0, "it stops");
}

static void *write_all(void *data)
{
	struct writer *writer = data;
	int err;

	__atomic_store_n(&writer->tid, gettid(), __ATOMIC_RELEASE);
	do {
		err = message_send(writer->fd, MTU, 0);
	} while (!err);
	writer->result = err;
	return NULL;
}

static bool has_tid(void *data)
{
	struct writer *writer = data;

	return __atomic_load_n(&writer->tid, __ATOMIC_ACQUIRE);
}

static void start_writer(struct writer *writer, int fd)
{
	*writer = (struct writer){ .fd = fd };
	if (pthread_create(&writer->thread, NULL, write_all, writer) ||
	    !wait_until(has_tid, writer) ||
	    !wait_in_syscall(writer->tid, SYS_write))
		bail("the ring does not become full");
}

/* Neither the core, nor who waits for it, nor that it is found to hang. */
static void test_stuck(void)
{
	struct bench bench = bench_start(&rproc);
	struct node node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	struct writer writer;

	set_recovery("disabled");
	bench_crash(&bench, BENCH_CRASH_HANG, 0);
	start_writer(&writer, fd);
	is(sleep_once(), 0, "a core that is stuck does not keep the machine awake");
	ok(wait_until(is_crashed, NULL), "that it is stuck is noticed");
	is(sleep_once(), 0, "nor then");
	bench_stop(&bench);
	pthread_join(writer.thread, NULL);
	is(writer.result, -EPIPE, "who waits for it waits until it is stopped");
	close(fd);
	set_recovery("enabled");
}

/* A processor of Linux's that has to be off. It is asked first: nothing has to wake up. */
static void test_refused(void)
{
	struct traffic traffic;
	int log;

	rproc_start(&rproc, "echo");
	traffic_start(&rproc, &traffic);
	log = kmsg_open();
	is(sleep_for("mem", 0), -EBUSY, "the machine does not suspend to RAM");
	check_log(log, REFUSED, rproc.device);
	ok(traffic_goes_on(&traffic), "the core talks on");
	if (sleep_has_clock()) {
		is(sleep_for("freeze", SLEEP_S), 0, "it does to idle");
		ok(traffic_goes_on(&traffic), "under which the core talks on");
	}
	is(rproc_stop(&rproc), 0, "the core stops");
	is(traffic_end(&traffic), -EPIPE, "and the file ends");
	close(traffic.fd);
}

static void test_stopped(void)
{
	is(sleep_once(), 0, "a machine whose core is stopped suspends to RAM");
	ok(cpu_is_online(cpu_of(&rproc)), "the processor is Linux's again");
	rproc_start(&rproc, "echo");
	is(message_talk(&rproc), 0, "the core works");
	is(rproc_stop(&rproc), 0, "and stops");
}

int main(void)
{
	bool lends = has_module("psci_rproc") || has_module("imx_src_rproc");
	bool has_monitor = has_module("psci_rproc") || has_module(",imx_rproc");

	if (!sleep_can("mem_sleep", "deep") || !(lends || has_monitor)) {
		skip("suspend to RAM", "the platform firmware cannot, or not as tests know it");
		return done();
	}
	rproc = rproc_get(0);
	is(sleep_mode("deep"), 0, "\"mem\" is suspend to RAM");
	if (lends)
		test_refused();
	/* The others' models do not wake up. */
	if (!has_monitor)
		return done();
	control = monitor_control(IMX_CONTROL);
	if (lends) {
		test_stopped();
		return done();
	}
	test_kept();
	test_lost();
	test_not_recovered();
	test_stuck();
	return done();
}
