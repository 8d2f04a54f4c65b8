// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Firmware for benchmarks and tests: echo, sink, and floods on request. The
 * protocol is described in <openamp/bench_proto.h>.
 */
#include <stddef.h>
#include <string.h>

#include <openamp/bench_proto.h>
#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/trace.h>

#include "app.h"
#include "bench_crash.h"
#include "bench_source.h"

#define BENCH_BATCH 32u

static char trace_buf[APP_TRACE_SIZE] OPENAMP_TRACE_SECTION;
static struct rpmsg_device rdev;
static struct rpmsg_endpoint echo_ept;
static struct rpmsg_endpoint sink_ept;
static struct rpmsg_endpoint control_ept;
static struct rpmsg_endpoint talk_ept;

struct app_roomy_table app_table OPENAMP_TABLE_SECTION = {
	.usual = APP_TABLE(trace_buf),
};

static struct {
	uint32_t messages;
	uint32_t bytes;
	uint32_t gaps;
	uint32_t next;
	bool have_next;
} sink;

/* mode is arg[0] of BENCH_OP_HOLD or 0; of @each messages @left may come now. */
static struct {
	uint32_t mode;
	uint32_t each;
	uint32_t left;
} hold;

static bool polling;
static bool greet_services;
static bool greeting_due;

/* The arguments of BENCH_OP_CRASH; kind is 0 when none is due. */
static struct {
	uint32_t kind;
	uint32_t ms;
} crash;

static int echo(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	if (rpmsg_sendto(ept, buf->src, buf->data, buf->len) == RPMSG_ERR_AGAIN)
		return RPMSG_RETRY;
	return RPMSG_DONE;
}

/* Who opens an endpoint has an address of its own: the last one counts. */
static int talk(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	ept->dst = buf->src;
	greeting_due = true;
	return RPMSG_DONE;
}

static void service(struct rpmsg_device *dev, const char *name, uint32_t addr,
		    uint32_t flags)
{
	(void)dev;
	(void)name;
	if (!greet_services || flags != RPMSG_NS_CREATE)
		return;
	talk_ept.dst = addr;
	greeting_due = true;
}

/* Returns whether it was sent. */
static bool greet(void)
{
	if (!greeting_due || rpmsg_send(&talk_ept, BENCH_GREETING,
					sizeof(BENCH_GREETING) - 1))
		return false;
	greeting_due = false;
	return true;
}

static int swallow(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	uint32_t sequence;

	(void)ept;
	sink.messages++;
	sink.bytes += buf->len;
	if (buf->len < sizeof(sequence))
		return RPMSG_DONE;
	memcpy(&sequence, buf->data, sizeof(sequence));
	if (sink.have_next && sequence != sink.next)
		sink.gaps++;
	sink.have_next = true;
	sink.next = sequence + 1;
	return RPMSG_DONE;
}

static void sink_stats(struct bench_cmd *cmd)
{
	cmd->arg[0] = sink.messages;
	cmd->arg[1] = sink.bytes;
	cmd->arg[2] = sink.gaps;
	cmd->arg[3] = 0;
	memset(&sink, 0, sizeof(sink));
}

static void times(struct bench_cmd *cmd)
{
	uint64_t busy = port_now() - port_idled();

	cmd->arg[0] = (uint32_t)busy;
	cmd->arg[1] = (uint32_t)(busy >> 32);
	cmd->arg[2] = port_kicks();
	cmd->arg[3] = rdev.stats.rings;
}

static void start_hold(struct bench_cmd *cmd)
{
	uint32_t mode = cmd->arg[0];

	if (mode != BENCH_HOLD_FOREVER && mode != BENCH_HOLD_FULL) {
		cmd->arg[0] = BENCH_BAD;
		return;
	}
	hold.mode = mode;
	hold.each = cmd->arg[1];
	hold.left = 0;
	cmd->arg[0] = BENCH_OK;
}

static void ask_crash(struct bench_cmd *cmd)
{
	uint32_t kind = cmd->arg[0];

	if (kind < BENCH_CRASH_FAULT || kind > BENCH_CRASH_TAKEN) {
		cmd->arg[0] = BENCH_BAD;
		return;
	}
	crash.kind = kind;
	crash.ms = cmd->arg[1];
	cmd->arg[0] = BENCH_OK;
}

static int announce(struct bench_cmd *cmd, const char *name)
{
	int ret = rpmsg_ns_send(&rdev, name, cmd->arg[1],
				cmd->arg[0] ? RPMSG_NS_CREATE : RPMSG_NS_DESTROY);

	cmd->arg[0] = ret ? BENCH_BAD : BENCH_OK;
	return ret;
}

/*
 * Carries a command out and turns it into its answer. @room is the payload that
 * fits into a buffer. Returns RPMSG_ERR_AGAIN if it could not be done now.
 */
static int execute(struct bench_cmd *cmd, uint32_t room)
{
	switch (cmd->op) {
	case BENCH_OP_SOURCE:
		bench_source_start(cmd, room);
		return 0;
	case BENCH_OP_SINK_STATS:
		sink_stats(cmd);
		return 0;
	case BENCH_OP_HOLD:
		start_hold(cmd);
		return 0;
	case BENCH_OP_SOURCE_STATS:
		bench_source_stats(cmd);
		return 0;
	case BENCH_OP_TIMES:
		times(cmd);
		return 0;
	case BENCH_OP_POLL:
		polling = cmd->arg[0];
		cmd->arg[0] = BENCH_OK;
		return 0;
	case BENCH_OP_GREET:
		greet_services = cmd->arg[0];
		cmd->arg[0] = BENCH_OK;
		return 0;
	case BENCH_OP_CRASH:
		ask_crash(cmd);
		return 0;
	case BENCH_OP_ANNOUNCE:
		return announce(cmd, BENCH_RAW_NAME);
	case BENCH_OP_CLIENT_ANNOUNCE:
		return announce(cmd, BENCH_CLIENT_NAME);
	default:
		cmd->arg[0] = BENCH_BAD;
		return 0;
	}
}

/*
 * The buffer for the answer is had first: once a command is carried out its
 * answer must not fail.
 */
static int control(struct rpmsg_endpoint *ept, const struct rpmsg_buffer *buf)
{
	struct rpmsg_buffer answer;
	struct bench_cmd cmd;

	if (buf->len != sizeof(cmd))
		return RPMSG_DONE;
	memcpy(&cmd, buf->data, sizeof(cmd));
	if (cmd.magic != BENCH_MAGIC)
		return RPMSG_DONE;

	if (rpmsg_get_tx_payload_buffer(&rdev, &answer))
		return RPMSG_RETRY;
	if (answer.len < sizeof(cmd)) {
		rpmsg_release_tx_buffer(&rdev, &answer);
		return RPMSG_DONE;
	}
	if (execute(&cmd, answer.len) == RPMSG_ERR_AGAIN) {
		rpmsg_release_tx_buffer(&rdev, &answer);
		return RPMSG_RETRY;
	}
	cmd.op |= BENCH_REPLY;
	memcpy(answer.data, &cmd, sizeof(cmd));
	rpmsg_send_nocopy(&rdev, &answer, ept->addr, buf->src, sizeof(cmd));
	/* The command may have been to take no more messages. */
	return RPMSG_STOP;
}

static void up(struct rpmsg_device *dev)
{
	app_trace_link(dev);
	trace_printf("announcing \"%s\" at 0x%x\n", echo_ept.name, echo_ept.addr);
}

static void down(struct rpmsg_device *dev)
{
	trace_printf("linux is gone: %u in, %u out, %u rings\n", dev->stats.rx,
		     dev->stats.tx, dev->stats.rings);
	bench_source_reset();
	memset(&sink, 0, sizeof(sink));
	memset(&hold, 0, sizeof(hold));
	polling = false;
	greet_services = false;
	greeting_due = false;
	memset(&crash, 0, sizeof(crash));
}

static const struct rpmsg_device_ops ops = {
	.up = up,
	.down = down,
	.service = service,
};

struct rpmsg_device *app_init(void)
{
	trace_init(trace_buf, sizeof(trace_buf));
	app_trace_hello("bench");
	openamp_health_init(&app_table.usual.health);
	bench_source_reset();
	memset(&sink, 0, sizeof(sink));
	memset(&hold, 0, sizeof(hold));
	memset(&crash, 0, sizeof(crash));
	rpmsg_init_device(&rdev, &app_table.usual.rpmsg, &ops);
	rpmsg_create_ept(&rdev, &echo_ept, BENCH_RAW_NAME, BENCH_ECHO_ADDR, echo);
	rpmsg_create_ept(&rdev, &sink_ept, NULL, BENCH_SINK_ADDR, swallow);
	rpmsg_create_ept(&rdev, &control_ept, NULL, BENCH_CONTROL_ADDR, control);
	rpmsg_create_ept(&rdev, &talk_ept, NULL, BENCH_TALK_ADDR, talk);
	return &rdev;
}

/*
 * How many messages may be taken from the ring now. While it is held the ring
 * is opened for the next few when Linux has filled it and waits for a doorbell.
 */
static uint32_t receive_budget(void)
{
	if (hold.mode == BENCH_HOLD_FOREVER)
		return 0;
	if (hold.mode != BENCH_HOLD_FULL)
		return BENCH_BATCH;
	if (!hold.left && rdev.is_up &&
	    virtqueue_available(&rdev.rx) == rdev.rx.num &&
	    virtqueue_wants_ring(&rdev.rx, rdev.rx.num))
		hold.left = hold.each;
	return hold.left < BENCH_BATCH ? hold.left : BENCH_BATCH;
}

static unsigned int receive(void)
{
	bool held = hold.mode == BENCH_HOLD_FULL;
	unsigned int done = rpmsg_poll(&rdev, receive_budget());

	if (held && done <= hold.left)
		hold.left -= done;
	return done;
}

bool app_step(void)
{
	static bool source_first;
	unsigned int done = 0;

	rpmsg_batch_begin(&rdev);
	if (source_first) {
		/* Is Linux still there? */
		rpmsg_poll(&rdev, 0);
		done += bench_source_run(&rdev);
	}
	done += receive();
	done += greet();
	if (!source_first)
		done += bench_source_run(&rdev);
	rpmsg_batch_end(&rdev);

	/* The answer is on its way. */
	if (crash.kind)
		bench_crash(crash.kind, crash.ms);
	crash.kind = 0;

	/* Free buffers may be scarce: whoever came second comes first next. */
	if (done)
		source_first = !source_first;

	/* What a held ring waits for is not something that can wake us. */
	return done || hold.mode == BENCH_HOLD_FULL || polling;
}
