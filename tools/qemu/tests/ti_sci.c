// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI's system firmware that refuses a call, answers it late, or not at all (see
 * tests/module/k3): each call in turn that a start or a stop makes.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define FAULT		"/sys/kernel/debug/k3_fake/fault"
#define MOST_CALLS	100	/* many more than there are */

static void set_fault(const char *kind, unsigned int n)
{
	char text[32];
	int err;

	snprintf(text, sizeof(text), "%s %u", kind, n);
	err = write_text(FAULT, text);
	if (err)
		bail("cannot write %s to %s: %s", text, FAULT, strerror(-err));
}

/* Has what was to happen? If not, it is not to happen any more. */
static bool happened(void)
{
	char text[32], kind[16];
	unsigned int left;
	int err = read_text(FAULT, text, sizeof(text));

	if (err || sscanf(text, "%15s %u", kind, &left) != 2)
		bail("cannot read " FAULT);
	set_fault("none", 0);
	return !left;
}

static int start(const struct rproc *rproc)
{
	return rproc_try_start(rproc, rproc_firmware(rproc, "echo"));
}

/**
 * struct outcome - what became of starts or stops with a fault
 * @calls: how many calls they made
 * @failed: how many of them failed by the fault
 * @err: what else went wrong, or 0
 */
struct outcome {
	unsigned int calls;
	unsigned int failed;
	int err;
};

/* Nothing of a start that fails is left for the next one. */
static bool start_with(const struct rproc *rproc, const char *kind, struct outcome *outcome)
{
	bool past;
	int err;

	set_fault(kind, outcome->calls + 1);
	err = start(rproc);
	past = !happened();
	if (!err) {
		outcome->err = message_talk(rproc) ?: rproc_stop(rproc);
	} else {
		outcome->failed++;
		if (!rproc_is(rproc, "offline") || node_count(rproc))
			outcome->err = -EBUSY;
		else
			outcome->err = start(rproc) ?: message_talk(rproc) ?: rproc_stop(rproc);
	}
	return !past;
}

/* A core that was not stopped can be told to once more. */
static bool stop_with(const struct rproc *rproc, const char *kind, struct outcome *outcome)
{
	bool past;

	outcome->err = start(rproc) ?: message_talk(rproc);
	set_fault(kind, outcome->calls + 1);
	if (rproc_stop(rproc)) {
		outcome->failed++;
		past = !happened();
		outcome->err = outcome->err ?: rproc_stop(rproc);
	} else {
		past = !happened();
	}
	outcome->err = outcome->err ?: start(rproc) ?: message_talk(rproc) ?: rproc_stop(rproc);
	return !past;
}

static struct outcome each_call(const struct rproc *rproc, const char *kind,
				bool (*with)(const struct rproc *rproc, const char *kind,
					     struct outcome *outcome))
{
	struct outcome outcome = {};

	while (outcome.calls < MOST_CALLS && with(rproc, kind, &outcome) && !outcome.err)
		outcome.calls++;
	return outcome;
}

static void test_each(const struct rproc *rproc)
{
	struct outcome outcome = each_call(rproc, "refuse", start_with);

	is(outcome.err, 0, "after a start with a call that is refused the next one works");
	in_range(outcome.calls, 3, MOST_CALLS - 1, "each of its calls");
	in_range(outcome.failed, 1, outcome.calls, "such starts fail");
	diag("%u of %u", outcome.failed, outcome.calls);
	outcome = each_call(rproc, "refuse", stop_with);
	is(outcome.err, 0, "after a stop with a call that is refused the next one works");
	in_range(outcome.calls, 1, MOST_CALLS - 1, "each of its calls");
	diag("%u of %u fail", outcome.failed, outcome.calls);
	outcome = each_call(rproc, "late", start_with);
	is(outcome.err, 0, "late answers are waited for");
	is(outcome.failed, 0, "no start fails by them");
}

/* Each costs the ten seconds that ti_sci waits. */
static void test_silence(const struct rproc *rproc)
{
	static const char * const kinds[] = { "deaf", "mute" };
	struct outcome outcome;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		outcome = (struct outcome){ .calls = i };
		ok(start_with(rproc, kinds[i], &outcome), "firmware that is %s once", kinds[i]);
		is(outcome.failed, 1, "makes a start fail");
		is(outcome.err, 0, "and not the next one");
	}
}

int main(void)
{
	struct rproc rproc;

	if (access(FAULT, F_OK)) {
		skip("TI's system firmware", "the board has none");
		return done();
	}
	rproc = rproc_get(0);
	test_each(&rproc);
	test_silence(&rproc);
	return done();
}
