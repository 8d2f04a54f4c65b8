// SPDX-License-Identifier: GPL-2.0-only
/*
 * A start works after whatever ended the firmware before: firmware that switches
 * itself off, that obeys a stop late, that has crashed and was recovered, or could
 * not be because its file was gone.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define DRIVER	"psci_rproc"
#define ROUNDS	2
/* In the long form, with its file missing. */
#define ROUNDS_LONG	50
#define FILE_NAME "crashes.elf"

/**
 * struct words - text that something is to say
 * @text: it
 * @rproc: a remote core, for its log
 * @log: the kernel's log
 */
struct words {
	const char *text;
	const struct rproc *rproc;
	int log;
};

/* Stopped by being asked, so that it can be late, or off before. */
static bool asks(void)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, DRIVER);
}

static bool in_trace(void *data)
{
	const struct words *words = data;
	char path[PATH_LEN], line[256];
	bool found = false;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/kernel/debug/remoteproc/%s/trace0",
		 words->rproc->device);
	file = fopen(path, "r");
	while (file && !found && fgets(line, sizeof(line), file))
		found = strstr(line, words->text);
	if (file)
		fclose(file);
	return found;
}

static bool in_log(void *data)
{
	const struct words *words = data;
	char text[512];

	while (kmsg_next(words->log, text, sizeof(text)) >= 0) {
		if (strstr(text, words->text))
			return true;
	}
	return false;
}

static int wait_trace(const struct rproc *rproc, const char *text)
{
	struct words words = { .text = text, .rproc = rproc };

	return wait_until(in_trace, &words) ? 0 : -ETIME;
}

static int wait_log(int log, const char *text)
{
	struct words words = { .text = text, .log = log };

	return wait_until(in_log, &words) ? 0 : -ETIME;
}

static int tell(const struct rproc *rproc)
{
	struct node node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	int err = message_echo(fd, MTU, 1);

	close(fd);
	return err;
}

static int use(const struct rproc *rproc)
{
	rproc_start(rproc, "echo");
	return message_talk(rproc) ?: rproc_stop(rproc);
}

static int off_by_itself(const struct rproc *rproc)
{
	rproc_start(rproc, "odd-off");
	return tell(rproc) ?: wait_trace(rproc, "off from now on") ?:
	       rproc_stop(rproc);
}

static int off_late(const struct rproc *rproc)
{
	int err;

	rproc_start(rproc, "odd-late");
	err = tell(rproc);
	if (err)
		return err;
	err = rproc_stop(rproc);
	if (err != -ETIMEDOUT)
		return err ?: -EALREADY;
	return wait_trace(rproc, "off, late") ?: rproc_stop(rproc);
}

static void test_asked(const struct rproc *rproc)
{
	int i, err = 0;

	for (i = 0; i < ROUNDS && !err; i++)
		err = off_by_itself(rproc) ?: use(rproc);
	is(err, 0, "after firmware that switched itself off others start, %d times",
	   ROUNDS);
	for (i = 0, err = 0; i < ROUNDS && !err; i++)
		err = off_late(rproc) ?: use(rproc);
	is(err, 0, "after firmware that obeyed a stop late others start, %d times",
	   ROUNDS);
	ok(rproc_is(rproc, "offline"), "the core is offline");
}

static void write_file(const struct rproc *rproc)
{
	struct image image = image_read(rproc_firmware(rproc, "echo"));

	image_write(&image, FILE_NAME);
	image_free(&image);
}

static int crash(const struct rproc *rproc)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/sys/kernel/debug/remoteproc/%s/crash",
		 rproc->device);
	return write_text(path, "1");
}

static int recovered(const struct rproc *rproc)
{
	int log = kmsg_open();
	int err = crash(rproc) ?: wait_log(log, "is now up") ?: message_talk(rproc);

	close(log);
	return err;
}

static void test_recovered(const struct rproc *rproc)
{
	int i, err = 0;

	for (i = 0; i < ROUNDS && !err; i++) {
		rproc_start(rproc, "echo");
		err = message_talk(rproc) ?: recovered(rproc) ?: recovered(rproc) ?:
		      rproc_stop(rproc);
		if (!err && !rproc_is(rproc, "offline"))
			err = -EBUSY;
	}
	is(err, 0, "firmware that was recovered twice is stopped by one stop, %d times",
	   ROUNDS);
}

/* Its file is gone: the core was stopped for the recovery, and that is that. */
static int not_recovered(struct rproc *rproc)
{
	int log = kmsg_open();
	int err = message_talk(rproc);

	unlink(FIRMWARE_DIR "/" FILE_NAME);
	err = err ?: crash(rproc) ?: wait_log(log, "could not be recovered");
	if (!err && !rproc_is(rproc, "crashed"))
		err = -EALREADY;
	close(log);
	write_file(rproc);
	return err;
}

static int recover(const struct rproc *rproc)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/recovery", rproc->dir);
	return write_text(path, "recover");
}

static void test_not_recovered(struct rproc *rproc)
{
	int i, err, most = rounds(ROUNDS, ROUNDS_LONG);

	write_file(rproc);
	err = rproc_try_start(rproc, FILE_NAME);
	for (i = 0; i < most && !err; i++)
		err = not_recovered(rproc) ?: rproc_request(rproc, "start") ?:
		      message_talk(rproc) ?: not_recovered(rproc) ?: recover(rproc) ?:
		      message_talk(rproc);
	is(err, 0, "firmware that was not recovered can be started or recovered, %d times",
	   most);
	is(not_recovered(rproc) ?: rproc_stop(rproc), 0,
	   "it is stopped by one stop, also when it has crashed");
	ok(rproc_is(rproc, "offline"), "the core is offline");
	is(use(rproc), 0, "other firmware starts");
	unlink(FIRMWARE_DIR "/" FILE_NAME);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	if (asks())
		test_asked(&rproc);
	else
		skip("a core that is late, or off before",
		     "it is stopped by its reset, without being asked");
	test_recovered(&rproc);
	test_not_recovered(&rproc);
	return done();
}
