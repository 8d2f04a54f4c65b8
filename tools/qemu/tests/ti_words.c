// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of TI's mailbox that are no rings: firmware is asked to shut down, which it
 * does, or not; and it says by a word alone that it has crashed.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "start_log.h"
#include "sysutil.h"
#include "tap.h"

#define DRIVER		"ti_k3_m4_rproc"
#define ROUNDS		5
#define FILE_NAME	"silent.elf"
#define TYPE_UNKNOWN	(RSC_TYPE_HEALTH + 100)

static struct rproc rproc;

/* What a stop says of it at level warning or worse. */
static void check_stop(const char *says, unsigned int lines, const char *what)
{
	int log = kmsg_open();
	struct start_log found;

	is(rproc_stop(&rproc), 0, "%s is stopped", what);
	found = start_log_read(log, says);
	close(log);
	is(found.causes, lines, "lines that say: %s", says);
	if (!is(found.lines, lines, "and no other"))
		diag("the first: %s", found.first);
}

static void test_stop(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		rproc_start(&rproc, "echo");
		is(message_talk(&rproc), 0, "firmware that shuts down works");
		check_stop("reset all the same", 0, "it");
	}
}

/* It is told to go off in another way then, as a core that is reset. */
static void test_no_answer(const char *app)
{
	struct node node;
	int fd;

	rproc_start(&rproc, app);
	node = node_wait(&rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	is(message_echo(fd, MTU, 1), 0, "%s works, once", app);
	close(fd);
	check_stop("does not answer when it is asked to shut down", 1, app);
	rproc_start(&rproc, "echo");
	is(message_talk(&rproc) ?: rproc_stop(&rproc), 0, "the core starts after that");
}

/* What it says of its health is nothing that Linux knows. */
static void write_silent(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "bench"));
	struct rsc_table_header *table = image_table(&image);
	uint32_t *offset = image_table_offsets(&image);
	uint32_t *type;

	for (uint32_t i = 0; i < table->num; i++) {
		type = (void *)((uint8_t *)table + offset[i]);
		if (*type == RSC_TYPE_HEALTH)
			*type = TYPE_UNKNOWN;
	}
	image_write(&image, FILE_NAME);
	image_free(&image);
}

static bool is_up_again(void *log)
{
	char text[512];

	while (kmsg_next(*(int *)log, text, sizeof(text)) >= 0) {
		if (strstr(text, "is now up"))
			return true;
	}
	return false;
}

static void test_crash(void)
{
	struct bench bench;
	int log;

	write_silent();
	if (rproc_try_start(&rproc, FILE_NAME))
		bail("%s does not start", FILE_NAME);
	node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	bench = bench_open(&rproc);
	log = kmsg_open();
	bench_crash(&bench, BENCH_CRASH_PANIC, 0);
	ok(wait_until(is_up_again, &log), "after a word that says \"crash\" it is started again");
	close(log);
	bench_close(&bench);
	is(rproc_stop(&rproc), 0, "and stops");
	unlink(FIRMWARE_DIR "/" FILE_NAME);
}

int main(void)
{
	const char *modules = getenv("modules");

	if (!modules || !strstr(modules, DRIVER)) {
		skip("words of TI's mailbox", "the board has no core of this driver");
		return done();
	}
	rproc = rproc_get(0);
	test_stop();
	test_no_answer("odd-off");
	test_no_answer("odd-late");
	test_crash();
	return done();
}
