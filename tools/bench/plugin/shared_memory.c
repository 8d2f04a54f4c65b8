// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of the emulator that counts how often each processor loads from and stores
 * to shared memory between the instructions of marker.h.
 *
 *	-plugin FILE,out=FILE,rings=START:BYTES,buffers=START:BYTES
 *
 * Memory is given by physical addresses; several ranges of it by saying so again. For
 * each section that was marked the file gets lines, one a processor and kind of memory:
 *
 *	SECTION PROCESSOR rings|buffers loads=N load-bytes=N stores=N store-bytes=N
 *
 * Sections are counted from 1. An access is one as the emulator makes it, of no more than 8
 * bytes: an instruction that loads two registers counts as two loads.
 *
 * Under icount processors take turns in one thread, so nothing here is locked.
 */
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marker.h"
#include "qemu_plugin.h"

#define CPUS	2
#define RANGES	8

enum memory { RINGS, BUFFERS, MEMORIES };
enum direction { LOADS, STORES, DIRECTIONS };

struct range {
	enum memory memory;
	uint64_t start;
	uint64_t size;
};

struct count {
	uint64_t accesses;
	uint64_t bytes;
};

int qemu_plugin_version = QEMU_PLUGIN_VERSION;

static const char *const names[MEMORIES] = {
	[RINGS] = "rings", [BUFFERS] = "buffers",
};

static struct range ranges[RANGES];
static unsigned int range_count;
static struct count counts[CPUS][MEMORIES][DIRECTIONS];
static unsigned int sections;
static bool counting;
static FILE *out;

static void begin(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	memset(counts, 0, sizeof(counts));
	counting = true;
}

static void end(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	counting = false;
	sections++;
	for (unsigned int i = 0; i < CPUS * MEMORIES; i++) {
		const struct count *count = counts[i / MEMORIES][i % MEMORIES];

		fprintf(out, "%u %u %s loads=%" PRIu64 " load-bytes=%" PRIu64, sections,
			i / MEMORIES, names[i % MEMORIES], count[LOADS].accesses,
			count[LOADS].bytes);
		fprintf(out, " stores=%" PRIu64 " store-bytes=%" PRIu64 "\n",
			count[STORES].accesses, count[STORES].bytes);
	}
	fflush(out);
}

static const struct range *range_of(uint64_t address)
{
	for (unsigned int i = 0; i < range_count; i++) {
		if (address - ranges[i].start < ranges[i].size)
			return &ranges[i];
	}
	return NULL;
}

static void access_made(unsigned int cpu, uint32_t info, uint64_t address, void *data)
{
	const struct qemu_plugin_hwaddr *where;
	const struct range *range;
	struct count *count;

	(void)data;
	if (!counting || cpu >= CPUS)
		return;
	where = qemu_plugin_get_hwaddr(info, address);
	if (!where || qemu_plugin_hwaddr_is_io(where))
		return;
	range = range_of(qemu_plugin_hwaddr_phys_addr(where));
	if (!range)
		return;
	count = &counts[cpu][range->memory][qemu_plugin_mem_is_store(info) ? STORES : LOADS];
	count->accesses++;
	count->bytes += 1u << qemu_plugin_mem_size_shift(info);
}

static void translated(uint64_t id, struct qemu_plugin_tb *tb)
{
	uint32_t code;

	(void)id;
	for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);

		memcpy(&code, qemu_plugin_insn_data(insn), sizeof(code));
		code = le32toh(code);
		if (code == MARKER_BEGIN || code == MARKER_END)
			qemu_plugin_register_vcpu_insn_exec_cb(insn,
							       code == MARKER_BEGIN ? begin : end,
							       QEMU_PLUGIN_CB_NO_REGS, NULL);
		qemu_plugin_register_vcpu_mem_cb(insn, access_made,
						 QEMU_PLUGIN_CB_NO_REGS,
						 QEMU_PLUGIN_MEM_RW, NULL);
	}
}

/* "START:BYTES" */
static bool add_range(enum memory memory, const char *text)
{
	struct range *range = &ranges[range_count];
	char *rest;

	if (range_count == RANGES)
		return false;
	range->memory = memory;
	range->start = strtoull(text, &rest, 0);
	if (*rest != ':')
		return false;
	range->size = strtoull(rest + 1, &rest, 0);
	range_count++;
	return !*rest && range->size;
}

/* "NAME=VALUE" */
static bool take_argument(char *text)
{
	char *value = strchr(text, '=');

	if (!value)
		return false;
	*value++ = '\0';
	for (unsigned int i = 0; i < MEMORIES; i++) {
		if (!strcmp(text, names[i]))
			return add_range(i, value);
	}
	if (strcmp(text, "out") || out)
		return false;
	out = fopen(value, "w");
	if (!out)
		fprintf(stderr, "%s: %s\n", value, strerror(errno));
	return out;
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(uint64_t id, const void *info, int argc,
					   char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++) {
		if (!take_argument(argv[i])) {
			fprintf(stderr, "the plugin does not understand '%s'\n", argv[i]);
			return 1;
		}
	}
	if (!out || !range_count) {
		fprintf(stderr, "the plugin needs a file and memory to look at\n");
		return 1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
