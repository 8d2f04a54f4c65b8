// SPDX-License-Identifier: GPL-2.0-only
/*
 * The benchmark, as it runs on the modelled board with either stack. For each row
 * and run it prints a line of what was counted, per row and not per message:
 *
 *	row NAME size=BYTES window=N messages=N run=N instructions=N user=N remote=N
 *		interrupts=N seconds=S calls=N
 *	row NAME size=BYTES window=N messages=N doorbells=N
 *
 * or, with bench_shared, instead of both:
 *
 *	row NAME size=BYTES window=N messages=N section=N
 *
 * Instructions are those of the kernel alone: what the remote core did meanwhile is
 * taken off, and shown as "remote".
 *
 * From the environment: bench_rows is "smoke" for a few rows, "ping" for nothing but the
 * line below, or the name of rows for these alone; bench_runs is how often each is
 * repeated; bench_only is NAME:SIZE:WINDOW, a row to run for ever, after lines with the
 * kernel's symbols, for the profile; bench_buffers is the
 * number of buffers each way, 16 or 256; bench_event is 0 when the firmware is not
 * to offer VIRTIO_F_EVENT_IDX; bench_size is how large the buffers are that it asks
 * for, and with another size than 512 only the bulk rows run; bench_shared is 1 to have
 * the emulator's plugin count loads and stores of shared memory, in sections that are
 * numbered from 1 and only for rows of messages with a size of their own.
 *
 * bench_mode is icount or plain, as run says.
 *
 * A last line, when all rows run, tells of a reader that does not read:
 *
 *	row stalled-reader size=BYTES window=0 messages=N memory=BYTES
 *
 * With "ping" it prints what a round trip takes at most in half, in 99 %, in 99.9 % and in all
 * cases, in microseconds, when there is one a millisecond and the processor has other work:
 *
 *	row ping size=BYTES window=1 messages=N p50=US p99=US p999=US max=US
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "image.h"
#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define FILE_NAME	"measured.elf"
#define FIRST_ADDR	2000	/* of the rows' endpoints */
#define HEADER		16	/* of a message, in its buffer */

/* What the stalled reader is sent; 512 is all that upstream has. */
#define STALLED_MESSAGES	200000
#define STALLED_SIZE		496
#define DEFAULT_SIZE		512

static const struct row rows[] = {
	{ "round-trip", 16, 1, 10000, BENCH_ECHO_ADDR, .smoke = true, .run = run_echo },
	{ "round-trip", 496, 1, 10000, BENCH_ECHO_ADDR, .run = run_echo },
	{ "echo", 496, 16, 10000, BENCH_ECHO_ADDR, .smoke = true, .run = run_echo },
	{ "echo", 496, 128, 10000, BENCH_ECHO_ADDR, .run = run_echo },
	{ "to-remote", 16, 0, 10000, BENCH_SINK_ADDR, .run = run_to_remote },
	{ "to-remote", 496, 0, 10000, BENCH_SINK_ADDR, .smoke = true, .run = run_to_remote },
	{ "to-linux", 16, 0, 10000, BENCH_SINK_ADDR, .run = run_to_linux },
	{ "to-linux", 496, 0, 10000, BENCH_SINK_ADDR, .smoke = true, .run = run_to_linux },
	{ "to-remote-framed", 496, 64, 10000, BENCH_SINK_ADDR, .smoke = true,
	  .begin = begin_framed, .run = run_framed_to_remote },
	{ "to-linux-framed", 496, 64, 10000, BENCH_SINK_ADDR, .smoke = true,
	  .begin = begin_framed, .run = run_framed_to_linux },
	{ "to-remote-uring", 496, 64, 10000, BENCH_SINK_ADDR,
	  .begin = begin_uring_writes, .run = run_uring_to_remote, .end = end_uring },
	{ "to-linux-uring", 496, 64, 10000, BENCH_SINK_ADDR,
	  .begin = begin_uring, .run = run_uring_to_linux, .end = end_uring },
	{ "round-trip-polled", 16, 1, 10000, BENCH_ECHO_ADDR,
	  .begin = begin_polled, .run = run_echo, .end = end_polled },
	{ "round-trip-polled", 496, 1, 10000, BENCH_ECHO_ADDR,
	  .begin = begin_polled, .run = run_echo, .end = end_polled },
	{ "client-to-remote", 496, 0, 10000, BENCH_SINK_ADDR,
	  .begin = begin_client, .run = run_client_to_remote, .end = end_client },
	{ "client-to-linux", 496, 0, 10000, BENCH_SINK_ADDR,
	  .begin = begin_client, .run = run_client_to_linux, .end = end_client },
	{ "round-trip-crowd", 16, 1, 10000, BENCH_ECHO_ADDR,
	  .begin = begin_crowd, .run = run_crowd, .end = end_crowd },
	{ "round-trip-crowd", 16, 100, 10000, BENCH_ECHO_ADDR,
	  .begin = begin_crowd, .run = run_crowd, .end = end_crowd },
	{ "round-trip-crowd", 16, 1000, 10000, BENCH_ECHO_ADDR,
	  .begin = begin_crowd, .run = run_crowd, .end = end_crowd },
	{ "bulk-to-remote", BULK, 0, 0, BENCH_SINK_ADDR, .run = run_to_remote },
	{ "bulk-to-linux", BULK, 0, 0, BENCH_SINK_ADDR, .run = run_to_linux },
	{ "endpoint", 0, 0, 100, BENCH_SINK_ADDR, .begin = begin_endpoints,
	  .run = run_endpoints },
};

/* A minute of it. */
static const struct row ping = {
	.name = "ping", .size = 16, .window = 1, .messages = 60000, .dst = BENCH_ECHO_ADDR,
};

static unsigned int setting(const char *name, unsigned int otherwise)
{
	const char *value = getenv(name);

	return value && *value ? strtoul(value, NULL, 10) : otherwise;
}

/* The same firmware each time; what its resource table asks for differs. */
static void start_firmware(struct rig *rig)
{
	struct image image = image_read(rproc_firmware(&rig->rproc, "bench"));
	struct rsc_rpmsg_vdev *vdev = image_vdev(&image);
	int err;

	for (unsigned int i = 0; i < 2; i++)
		vdev->vring[i].num = setting("bench_buffers", vdev->vring[i].num);
	if (!setting("bench_event", 1))
		vdev->dfeatures &= ~VIRTIO_F_EVENT_IDX;
	if (setting("bench_size", DEFAULT_SIZE) != DEFAULT_SIZE)
		vdev->dfeatures |= RPMSG_F_BUFSZ;
	image_config(&image)->tx_size = setting("bench_size", DEFAULT_SIZE);
	image_config(&image)->rx_size = setting("bench_size", DEFAULT_SIZE);
	image_write(&image, FILE_NAME);
	image_free(&image);

	err = rproc_try_start(&rig->rproc, FILE_NAME);
	if (err)
		bail("the remote core does not start: %s", strerror(-err));
	node_wait(&rig->rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	rig->bench = bench_open(&rig->rproc);
}

static void print_head(const struct row *row)
{
	printf("row %s size=%u window=%u messages=%u", row->name, row->size,
	       row->window, row->messages);
}

/* Nanoseconds, each an instruction, that the remote core has worked so far. */
static double remote_time(struct rig *rig)
{
	uint32_t args[4] = { 0 };

	bench_call(&rig->bench, BENCH_OP_TIMES, args);
	return args[0] + args[1] * 4294967296.0;
}

static void measure_once(struct rig *rig, const struct row *row, unsigned int run)
{
	struct cost cost = { 0 };
	double remote;

	rig->calls = 0;
	remote = remote_time(rig);
	count_begin(COUNT_INSTRUCTIONS);
	row->run(rig, row);
	count_end(&cost);
	remote = remote_time(rig) - remote;
	if (cost.instructions)
		cost.instructions -= remote;
	print_head(row);
	printf(" run=%u instructions=%.0f user=%.0f remote=%.0f", run,
	       cost.instructions, cost.user, remote);
	printf(" interrupts=%.0f seconds=%.6f calls=%lu\n", cost.interrupts,
	       cost.seconds, rig->calls);
}

static void measure_doorbells(struct rig *rig, const struct row *row)
{
	struct cost cost = { 0 };

	count_begin(COUNT_DOORBELLS);
	row->run(rig, row);
	count_end(&cost);
	print_head(row);
	printf(" doorbells=%.0f\n", cost.doorbells);
}

static void measure_shared(struct rig *rig, const struct row *row)
{
	static unsigned int sections;
	struct cost cost = { 0 };

	count_begin(COUNT_SHARED);
	row->run(rig, row);
	count_end(&cost);
	print_head(row);
	printf(" section=%u\n", ++sections);
}

static void measure_row(struct rig *rig, const struct row *row)
{
	if (setting("bench_shared", 0)) {
		measure_shared(rig, row);
		return;
	}
	for (unsigned int i = 1; i <= setting("bench_runs", 5); i++)
		measure_once(rig, row, i);
	measure_doorbells(rig, row);
}

static void open_row(struct rig *rig, const struct row *row)
{
	static unsigned int opened;
	char name[32];
	struct node node;

	snprintf(name, sizeof(name), "row-%u", opened);
	rig->addr = FIRST_ADDR + opened++;
	node = ctrl_create_ept(&rig->bench.ctrl, name, rig->addr, row->dst);
	rig->fd = node_must_open(&node, O_RDWR);
}

static void close_row(struct rig *rig)
{
	ioctl(rig->fd, RPMSG_DESTROY_EPT_IOCTL);
	close(rig->fd);
}

/* A row whose messages are as large as the buffers. */
static struct row sized_row(size_t i)
{
	struct row row = rows[i];

	if (row.size == BULK) {
		row.size = setting("bench_size", DEFAULT_SIZE) - HEADER;
		row.messages = BULK_BYTES / row.size;
	}
	return row;
}

/* The first run, in which all pages and caches come to be, does not count. */
static void measure(struct rig *rig, size_t i)
{
	struct row real = sized_row(i), *row = &real;

	open_row(rig, row);
	if (!row->begin || row->begin(rig, row)) {
		row->run(rig, row);
		measure_row(rig, row);
		if (row->end)
			row->end(rig, row);
	}
	close_row(rig);
}

static void measure_stalled(struct rig *rig)
{
	struct row row = {
		.name = "stalled-reader", .size = STALLED_SIZE,
		.messages = STALLED_MESSAGES, .dst = BENCH_SINK_ADDR,
	};
	long long bytes;

	open_row(rig, &rows[0]);
	bytes = stalled_reader(rig, row.messages, row.size);
	print_head(&row);
	printf(" memory=%lld\n", bytes);
	close_row(rig);
	bench_wait_flood(&rig->bench, 0);
}

/* Whether a row is one of those that are asked for. */
static bool is_wanted(const struct row *row)
{
	const char *which = getenv("bench_rows");

	if (which && *which)
		return strcmp(which, "smoke") ? !strcmp(which, row->name) : row->smoke;
	if (setting("bench_shared", 0))
		return row->size && row->size != BULK;
	return setting("bench_size", DEFAULT_SIZE) == DEFAULT_SIZE ||
	       row->size == BULK;
}

/* "symbol" in front of each line of kallsyms, and a last line. */
static void print_symbols(void)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		printf("symbol %s", line);
	if (file)
		fclose(file);
	printf("symbols end\n");
}

static void measure_all(struct rig *rig)
{
	const char *which = getenv("bench_rows");

	if (which && !strcmp(which, "ping")) {
		open_row(rig, &ping);
		measure_ping(rig, &ping);
		close_row(rig);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (is_wanted(&rows[i]))
			measure(rig, i);
	}
	if (!(which && *which) && is_wanted(&rows[1]) && !setting("bench_shared", 0))
		measure_stalled(rig);
}

static void run_for_ever(struct rig *rig, const char *only)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct row row = sized_row(i);
		char name[64];

		snprintf(name, sizeof(name), "%s:%u:%u", row.name, row.size, row.window);
		if (strcmp(name, only))
			continue;
		open_row(rig, &row);
		if (row.begin && !row.begin(rig, &row))
			break;
		row.run(rig, &row);
		print_symbols();
		for (;;)
			row.run(rig, &row);
	}
	bail("there is no row %s", only);
}

int main(void)
{
	const char *only = getenv("bench_only");
	struct rig rig = { .room = 65536 + 4096 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	rig.buf = calloc(1, rig.room);
	if (!rig.buf)
		bail("no memory");
	rig.rproc = rproc_get(0);
	start_firmware(&rig);
	if (only && *only)
		run_for_ever(&rig, only);
	count_open();

	measure_all(&rig);
	bench_stop(&rig.bench);
	ok(true, "measured");
	return done();
}
