// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a core is asked for by its file "state", at any moment: twice, when it has
 * crashed, again and again, and interrupted by signals.
 */
#include <fcntl.h>
#include <linux/netlink.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "binding.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		10
#define CRASHES		20
#define CRASH_GAP_US	150000	/* as fast as they came in the field: 20 in 3 s */
#define FIRST_WAIT_US	1000000	/* the first recovery comes at once, the next after this */
#define LINES_A_START	13
#define SIGNAL_US	300

static int crash(const struct rproc *rproc)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/kernel/debug/remoteproc/%s/crash",
		 rproc->device);
	return write_text(path, "1");
}

static int set_recovery(const struct rproc *rproc, const char *what)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/recovery", rproc->dir);
	return write_text(path, what);
}

static long long health(const struct rproc *rproc, const char *attr)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/health/%s", rproc->dir, attr);
	return read_number(path);
}

static bool is_crashed(void *rproc)
{
	return rproc_is(rproc, "crashed");
}

static bool is_running(void *rproc)
{
	return rproc_is(rproc, "running");
}

static void test_crashed(struct rproc *rproc)
{
	rproc_start(rproc, "echo");
	is(set_recovery(rproc, "disabled") ?: crash(rproc), 0, "a core crashes");
	ok(wait_until(is_crashed, rproc), "nobody recovers it");
	is(rproc_request(rproc, "detach"), -EINVAL, "Linux does not detach from it");
	is(rproc_request(rproc, "start") ?: message_talk(rproc), 0, "a start starts it anew");
	is(rproc_request(rproc, "start"), -EBUSY, "once");
	is(crash(rproc), 0, "it crashes");
	ok(wait_until(is_crashed, rproc), "and stays so");
	is(rproc_stop(rproc), 0, "a stop stops it");
	ok(rproc_is(rproc, "offline"), "then it is off");
	is(rproc_stop(rproc), -EINVAL, "and cannot be stopped");
	is(set_recovery(rproc, "enabled"), 0, "from now on it is recovered");
}

/* What the log of a storm of crashes says. */
struct storm {
	unsigned int lines;	/* of this core */
	unsigned int starts;
	unsigned int early;	/* starts that came before their time */
	long long last_us;	/* when it was started last */
	long long wait_us;	/* how long the next start has to be away from it */
};

/*
 * A crash comes after the start before it, so starts are as far from each other as
 * recoveries are put off at least: at once, after 1 s, 2 s, 4 s and so on.
 */
static void count_start(struct storm *storm, long long us)
{
	if (storm->starts++ && us - storm->last_us < storm->wait_us)
		storm->early++;
	if (storm->starts > 1)
		storm->wait_us *= 2;
	storm->last_us = us;
}

static struct storm read_log(const struct rproc *rproc, int log)
{
	/* The lines are logged a bit after and before what they tell of. */
	struct storm storm = { .wait_us = FIRST_WAIT_US - FIRST_WAIT_US / 20 };
	char text[512];
	long long us;

	while (kmsg_next_at(log, text, sizeof(text), &us) >= 0) {
		storm.lines += !!strstr(text, rproc->device);
		if (strstr(text, "is now up"))
			count_start(&storm, us);
	}
	return storm;
}

/* How often it is started depends on how fast this machine makes it crash. */
static void test_storm(struct rproc *rproc)
{
	struct storm storm;
	long long before;
	int i, log, err = 0;

	rproc_start(rproc, "echo");
	before = health(rproc, "recoveries");
	is(message_talk(rproc), 0, "a core works");
	log = kmsg_open();
	for (i = 0; i < CRASHES && !err; i++) {
		err = crash(rproc);
		usleep(CRASH_GAP_US);
	}
	is(err, 0, "it crashes %d times in a row", CRASHES);
	ok(wait_until(is_running, rproc), "it runs in the end");
	is(message_talk(rproc), 0, "and works");
	storm = read_log(rproc, log);
	close(log);
	diag("%u lines, %u starts", storm.lines, storm.starts);
	is(storm.early, 0, "its recoveries are backed off");
	in_range(storm.lines, 1, CRASHES + LINES_A_START * (storm.starts + 1),
		 "and so is the log");
	is(health(rproc, "recoveries") - before, storm.starts, "recoveries are counted");
	is(health(rproc, "backoff_ms"), FIRST_WAIT_US / 1000 << (storm.starts - 1),
	   "the next one waits longer");
	is(rproc_stop(rproc), 0, "it stops");
}

/* What it interrupts is what counts. */
static void on_alarm(int number)
{
	(void)number;
}

static void set_alarms(long us)
{
	const struct itimerval timer = {
		.it_interval.tv_usec = us, .it_value.tv_usec = us,
	};

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Signals come all the time while it is stopped. */
static int stop_interrupted(const struct rproc *rproc)
{
	int err;

	rproc_start(rproc, "echo");
	err = message_talk(rproc);
	if (err)
		return err;
	set_alarms(SIGNAL_US);
	err = rproc_stop(rproc);
	set_alarms(0);
	if (err == -EINTR)
		return rproc_is(rproc, "running") ?
		       message_talk(rproc) ?: rproc_stop(rproc) : -EALREADY;
	return err ?: rproc_is(rproc, "offline") ? 0 : -EALREADY;
}

static void test_interrupted(const struct rproc *rproc)
{
	const struct sigaction action = { .sa_handler = on_alarm };
	int i, err = 0;

	sigaction(SIGALRM, &action, NULL);
	for (i = 0; i < ROUNDS && !err; i++)
		err = stop_interrupted(rproc);
	is(err, 0, "a stop that signals interrupt is done or not begun, %d times",
	   ROUNDS);
}

static int open_uevents(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	if (fd < 0 || bind(fd, (void *)&address, sizeof(address)))
		bail("there are no uevents");
	return fd;
}

/* Who hears of a core finds its files. */
static void test_uevents(struct rproc *rproc)
{
	struct binding binding = binding_of(rproc);
	unsigned int adds = 0, removes = 0;
	char text[4096];
	ssize_t len;
	int fd;

	fd = open_uevents();
	is(binding_write(&binding, "unbind") ?: binding_write(&binding, "bind"),
	   0, "its driver goes and comes");
	*rproc = rproc_get(0);
	while ((len = recv(fd, text, sizeof(text) - 1, 0)) > 0) {
		text[len] = '\0';
		if (!strstr(text, "/remoteproc/remoteproc"))
			continue;
		adds += !strncmp(text, "add@", 4);
		removes += !strncmp(text, "remove@", 7);
	}
	close(fd);
	is(removes, 1, "programs hear once that the core goes");
	is(adds, 1, "and once that it comes");
	ok(rproc_is(rproc, "offline"), "its state can be read");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	test_crashed(&rproc);
	test_storm(&rproc);
	test_interrupted(&rproc);
	test_uevents(&rproc);
	rproc_start(&rproc, "echo");
	is(message_talk(&rproc) ?: rproc_stop(&rproc), 0, "and all is well");
	return done();
}
