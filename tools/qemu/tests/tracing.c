// SPDX-License-Identifier: GPL-2.0-only
/* The tracepoints tell where a message's time went. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define TRACING		"/sys/kernel/debug/tracing/"
#define EVENTS		TRACING "events/rpmsg/enable"
#define SIZE		33
#define OWN_ADDR	2001u
#define STALL_ADDR	2000u
#define NOBODY		4711u	/* an address that no endpoint has */

static char text[65536];

static void start_tracing(void)
{
	write_text(TRACING "trace", "\n");
	write_text(EVENTS, "1");
}

static void stop_tracing(void)
{
	int fd, n;

	write_text(EVENTS, "0");
	fd = open(TRACING "trace", O_RDONLY | O_CLOEXEC);
	for (size_t at = 0; fd >= 0 && at < sizeof(text) - 1; at += n) {
		n = read(fd, text + at, sizeof(text) - 1 - at);
		if (n <= 0) {
			text[at] = 0;
			break;
		}
	}
	close(fd);
}

/* Looks for a line of an event behind @from. Return: where it ends, or NULL. */
static const char *find(const char *from, const char *event, const char *what)
{
	const char *at, *end;

	for (at = from; at && (at = strstr(at, event)); at = end) {
		end = strchrnul(at, '\n');
		if (memmem(at, end - at, what, strlen(what)))
			return end;
	}
	return NULL;
}

static void test_echo(int fd, uint32_t own)
{
	static const char * const events[] = {
		"rpmsg_tx_reserve:", "rpmsg_tx_commit:", "rpmsg_interrupt:",
		"rpmsg_rx_deliver:", "rpmsg_rx_hold:", "rpmsg_rx_release:",
	};
	const char *at = text;
	char there[64], back[64];

	snprintf(there, sizeof(there), "src=%u dst=%u len=%u", own,
		 BENCH_ECHO_ADDR, SIZE);
	snprintf(back, sizeof(back), "src=%u dst=%u len=%u", BENCH_ECHO_ADDR, own,
		 SIZE);
	start_tracing();
	is(message_echo(fd, SIZE, 1), 0, "a message comes back");
	stop_tracing();
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		const char *what = i == 1 ? there : i == 3 || i == 4 ? back :
				   "virtio";

		at = find(at, events[i], what);
		ok(at, "then there is %s %s", events[i], what);
	}
	if (!at)
		diag("%.4000s", text);
}

static void test_drop(struct bench *bench)
{
	char lost[64];

	snprintf(lost, sizeof(lost), "dst=%u len=%u", NOBODY, SIZE);
	start_tracing();
	bench_flood(bench, 0, NOBODY, 1, SIZE);
	bench_wait_flood(bench, 0);
	stop_tracing();
	ok(find(text, "rpmsg_drop:", lost), "a message that nobody gets is told of");
}

static void test_stall(struct bench *bench)
{
	struct node node = ctrl_create_ept(&bench->ctrl, "stall", STALL_ADDR,
					   BENCH_SINK_ADDR);
	int fd = node_must_open(&node, O_RDWR);
	unsigned int ring = bench_ring_size(bench->rproc, 0);

	start_tracing();
	bench_flood(bench, 0, STALL_ADDR, ring, SIZE);
	ok(node_wait_attr(&node, "statistics/rx_queued", ring / 2 + 1),
	   "more messages come than an endpoint may hold");
	stop_tracing();
	ok(find(text, "rpmsg_stall:", "dst=2000"), "one has waited for its reader");
	close(fd);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node;
	int fd;

	if (access(EVENTS, F_OK)) {
		skip("tracepoints", "this kernel has none");
		bench_stop(&bench);
		return done();
	}
	node = ctrl_create_ept(&bench.ctrl, "echo", OWN_ADDR, BENCH_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	test_echo(fd, OWN_ADDR);
	test_drop(&bench);
	test_stall(&bench);
	close(fd);
	bench_stop(&bench);
	return done();
}
