// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware that crashes, in each way that it can, under traffic and with files open:
 * Linux notices, says why in one line, ends the files, and starts it again.
 *
 * Dumps are off, made as a copy, and read out of the core's memory, in turn.
 */
#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openamp/resource_table.h>

#include "bench.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define FLOOD_SIZE	64

/* Ten times what it takes: a heartbeat each second, of which three are missed. */
#define NOTICED_S	40

/*
 * A processor that hangs cannot be stopped: it is noticed after four seconds at most, and
 * asked for five seconds to switch itself off.
 */
#define HANG_MS		6000

#define ROUNDS		1	/* of each kind, and in the long form: */
#define ROUNDS_LONG	100

#define DUMP_DIR	"/sys/class/devcoredump"
#define DUMP_MAX	(8 * 1024 * 1024)
#define DUMP_LOOK_US	20000

#define CRASHED		"the remote core has crashed: "
#define NO_HEARTBEAT	"no heartbeat for "

/**
 * struct kind - a way to crash
 * @kind: BENCH_CRASH_...
 * @name: for people
 * @reason: what the log says of it
 * @psci: the same, of a processor that PSCI can tell of
 */
struct kind {
	uint32_t kind;
	const char *name;
	const char *reason;
	const char *psci;
};

static const struct kind kinds[] = {
	{ BENCH_CRASH_FAULT, "a fault", "fault, pc 0x", NULL },
	{ BENCH_CRASH_HANG, "a hang", NO_HEARTBEAT, NULL },
	{ BENCH_CRASH_RESET, "a reset of its own", "reset, and not by Linux", NULL },
	{ BENCH_CRASH_SILENCE, "a silent death", NO_HEARTBEAT, "it is off" },
	{ BENCH_CRASH_PANIC, "a panic", "panic, pc 0x", NULL },
	{ BENCH_CRASH_TAKEN, "a hang in an interrupt", NO_HEARTBEAT, NULL },
};

/**
 * struct scene - a remote core at work
 * @bench: its firmware
 * @echo: an open file of its channel
 * @flood: who gets a flood
 */
struct scene {
	struct bench bench;
	int echo;
	struct flood flood;
};

/* What becomes of the memory at a crash; a dump has to be thrown away. */
static const char * const dumps[] = { "disabled", "enabled", "inline" };

/**
 * struct crash_log - what the kernel's log says of crashes
 * @fd: from kmsg_open()
 * @lines: how many of our lines there are
 * @reasons: how many of them give the reason
 * @last: the last one
 */
struct crash_log {
	int fd;
	unsigned int lines;
	unsigned int reasons;
	char last[512];
};

static bool has_module(const char *name)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, name);
}

/*
 * On Versal both cores share the page with the vectors, which is Linux's: a core that
 * has an exception stands still there.
 */
static const char *reason_of(const struct kind *kind)
{
	if (kind->psci && has_module("psci_rproc"))
		return kind->psci;
	if (kind->kind == BENCH_CRASH_FAULT && has_module("versal_rproc"))
		return NO_HEARTBEAT;
	return kind->reason;
}

/*
 * What a core leaves behind in the middle of an interrupt matters where it can be reset
 * then; PSCI cannot.
 */
static bool happens(const struct kind *kind)
{
	return kind->kind != BENCH_CRASH_TAKEN || has_module("imx_src_rproc") ||
	       has_module("imx_rproc");
}

static struct scene begin(const struct rproc *rproc)
{
	struct scene scene = { .bench = bench_start(rproc) };
	struct node node = node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);

	scene.echo = node_must_open(&node, O_RDWR);
	return scene;
}

/* What is still in the ring is read first. Return: 0 or a negative errno. */
static int ended(int fd)
{
	int events = wait_fd(fd, POLLHUP, NOTICED_S * 1000);
	char buf[MTU];
	long n;

	if (events <= 0)
		return events ?: -ETIMEDOUT;
	do {
		n = sys(read(fd, buf, sizeof(buf)));
	} while (n >= 0);
	return n == -EPIPE ? 0 : n;
}

static void read_log(struct crash_log *log, const char *reason)
{
	char text[512];

	while (kmsg_next(log->fd, text, sizeof(text)) >= 0) {
		if (!strstr(text, CRASHED))
			continue;
		log->lines++;
		log->reasons += !!strstr(text, reason);
		snprintf(log->last, sizeof(log->last), "%s", text);
	}
}

static void set(const struct rproc *rproc, const char *attr, const char *text)
{
	char path[PATH_LEN];
	int err;

	snprintf(path, sizeof(path), "%s/%s", rproc->dir, attr);
	err = write_text(path, text);
	if (err)
		bail("cannot write %s to %s: %s", text, path, strerror(-err));
}

/* Fills in where the dump can be read. */
static bool has_dump(void *path)
{
	DIR *dir = opendir(DUMP_DIR);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		found = !strncmp(entry->d_name, "devcd", 5);
		if (found)
			snprintf(path, PATH_LEN, DUMP_DIR "/%.31s/data",
				 entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* The core is not recovered before a dump that is read out of its memory has gone. */
static void *throw_away(void *enough)
{
	char path[PATH_LEN];

	while (!*(atomic_bool *)enough) {
		if (has_dump(path))
			write_text(path, "1");
		usleep(DUMP_LOOK_US);
	}
	return NULL;
}

/* Crashes the firmware of a scene, which is over then. */
static int end_of(struct scene *scene, uint32_t kind)
{
	bool asks = has_module("psci_rproc") || has_module("k3_fake");
	int err, flood_err;

	bench_crash(&scene->bench, kind, asks ? HANG_MS : 0);
	err = ended(scene->echo);
	flood_err = flood_end(&scene->flood);
	close(scene->echo);
	bench_close(&scene->bench);
	return err ?: flood_err;
}

static int once(struct rproc *rproc, uint32_t kind, const char *dump,
		double *longest)
{
	struct scene scene = begin(rproc);
	double start;
	int err;

	set(rproc, "coredump", dump);
	err = message_echo(scene.echo, MTU, 3);
	flood_start(&scene.bench, &scene.flood, FLOOD_ENDLESS, FLOOD_SIZE);
	start = now();
	err = err ?: end_of(&scene, kind);
	if (now() - start > *longest)
		*longest = now() - start;
	return err ?: bench_wait_again(rproc) ?: rproc_stop(rproc);
}

static void test_kind(struct rproc *rproc, const struct kind *kind, int most)
{
	struct crash_log log = { .fd = kmsg_open() };
	const char *reason = reason_of(kind);
	double longest = 0;
	int i, err = 0;

	for (i = 0; i < most && !err; i++) {
		err = once(rproc, kind->kind,
			   dumps[(i + kind->kind) % ARRAY_SIZE(dumps)], &longest);
		read_log(&log, reason);
	}
	is(err, 0, "%s ends the files and is recovered, %d times", kind->name, most);
	is(log.lines, i, "the log has a line for each");
	is(log.reasons, i, "with the reason \"%s\"", reason);
	diag("%s: noticed after %.2f s at most: %s", kind->name, longest, log.last);
	close(log.fd);
}

static bool has_no_dump(void *path)
{
	return !has_dump(path);
}

static bool has_crash_word(const uint8_t *dump, size_t size)
{
	struct rsc_health health;

	for (size_t at = 0; at + sizeof(health) <= size; at += 4) {
		memcpy(&health, dump + at, sizeof(health));
		if (health.type == RSC_TYPE_HEALTH &&
		    health.magic == RSC_HEALTH_MAGIC)
			return health.reason == RSC_HEALTH_PANIC;
	}
	return false;
}

/* The memory of a core as it was when it crashed. */
static void check_dump(const char *path)
{
	static uint8_t dump[DUMP_MAX];
	Elf32_Ehdr *header = (Elf32_Ehdr *)dump;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	long n;

	do {
		n = sys(read(fd, dump + size, sizeof(dump) - size));
		size += n > 0 ? n : 0;
	} while (n > 0);
	close(fd);
	ok(n == 0 && size > sizeof(*header) && !memcmp(dump, ELFMAG, SELFMAG) &&
	   header->e_type == ET_CORE, "the dump is a core file");
	ok(has_crash_word(dump, size), "the crash word is in it");
	diag("it has %zu bytes", size);
}

static void test_dump(struct rproc *rproc)
{
	struct scene scene = begin(rproc);
	char path[PATH_LEN];

	set(rproc, "coredump", "enabled");
	flood_start(&scene.bench, &scene.flood, FLOOD_ENDLESS, FLOOD_SIZE);
	is(end_of(&scene, BENCH_CRASH_PANIC), 0, "a panic with dumps on ends the files");
	if (ok(wait_until(has_dump, path), "there is a dump")) {
		check_dump(path);
		is(write_text(path, "1"), 0, "it can be thrown away");
		ok(wait_until(has_no_dump, path), "and is gone");
	}
	is(bench_wait_again(rproc), 0, "the core is recovered");
	set(rproc, "coredump", "disabled");
	is(rproc_stop(rproc), 0, "and stops");
}

static bool is_crashed(void *rproc)
{
	return rproc_is(rproc, "crashed");
}

static void test_by_hand(struct rproc *rproc)
{
	struct scene scene = begin(rproc);

	set(rproc, "recovery", "disabled");
	bench_crash(&scene.bench, BENCH_CRASH_PANIC, 0);
	ok(wait_until(is_crashed, rproc), "without recovery it stays crashed");
	set(rproc, "recovery", "recover");
	is(ended(scene.echo), 0, "when it is recovered by hand the files end");
	close(scene.echo);
	bench_close(&scene.bench);
	is(bench_wait_again(rproc), 0, "the core is recovered");
	set(rproc, "recovery", "enabled");
	is(rproc_stop(rproc), 0, "and stops");
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	atomic_bool enough = false;
	pthread_t thread;

	if (pthread_create(&thread, NULL, throw_away, &enough))
		bail("cannot make a thread");
	for (size_t i = 0; i < ARRAY_SIZE(kinds) && happens(&kinds[i]); i++)
		test_kind(&rproc, &kinds[i], rounds(ROUNDS, ROUNDS_LONG));
	enough = true;
	pthread_join(thread, NULL);
	if (!access(DUMP_DIR, F_OK))
		test_dump(&rproc);
	else
		skip("a dump", "this kernel has no place for dumps");
	test_by_hand(&rproc);
	return done();
}
