// SPDX-License-Identifier: GPL-2.0-only
/*
 * A remote core that does not stop when it is asked to. Where Linux can reset a
 * core, that is what happens; elsewhere the core is lost, until it does stop.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define DRIVER	"psci_rproc"

static bool asks(void)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, DRIVER);
}

static bool log_has(int log, const char *words)
{
	bool found = false;
	char text[512];

	while (kmsg_next(log, text, sizeof(text)) >= 0)
		found |= !!strstr(text, words);
	return found;
}

static void start(const struct rproc *rproc, const char *app)
{
	struct node node;
	int fd;

	rproc_start(rproc, app);
	node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "the firmware works");
	close(fd);
}

static void test_lost(const struct rproc *rproc, int cpu)
{
	int log = kmsg_open();

	is(rproc_stop(rproc), -ETIMEDOUT, "a core that does not answer cannot be stopped");
	ok(log_has(log, "without a reset of the board"),
	   "the log says what would help");
	ok(rproc_is(rproc, "running"), "it runs");
	is(node_count(rproc), 0, "but there is nothing left to talk to");
	is(rproc_try_start(rproc, rproc_firmware(rproc, "echo")), -EBUSY,
	   "it cannot be started");
	is(cpu_set_online(cpu, true), -EBUSY, "Linux cannot have it");
	is(module_unload(DRIVER), -EWOULDBLOCK, "its driver cannot go");
	close(log);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	start(&rproc, "odd-deaf");
	if (asks())
		test_lost(&rproc, cpu_of(&rproc));
	is(rproc_stop(&rproc), 0, asks() ? "asked once more, it stops" :
	   "a core that has a reset can be stopped, deaf as it is");
	ok(rproc_is(&rproc, "offline"), "it is offline");
	start(&rproc, "echo");
	is(rproc_stop(&rproc), 0, "and all is well again");
	if (asks())
		is(module_unload(DRIVER) ?: module_load(DRIVER), 0,
		   "its driver can go and come back");
	return done();
}
