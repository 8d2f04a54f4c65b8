/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * What the sample firmware `bench` understands. Shared with the Linux programs
 * that use it; needs nothing but <stdint.h>. All fields are little-endian.
 *
 * The firmware has these addresses:
 *
 * - BENCH_ECHO_ADDR sends each message back to its sender. It is announced as
 *   "rpmsg-raw".
 * - BENCH_SINK_ADDR counts messages and drops them.
 * - BENCH_CONTROL_ADDR takes a struct bench_cmd and sends its answer to the
 *   sender, with BENCH_REPLY set in @op. What is not exactly such a struct is
 *   ignored.
 * - BENCH_SOURCE_ADDR + id is where the messages of a flood come from.
 * - BENCH_TALK_ADDR speaks first: BENCH_GREETING, as soon as it knows to whom. That
 *   is the sender of the last message that it got, which may be empty, or what Linux has
 *   announced after BENCH_OP_GREET.
 */
#ifndef OPENAMP_BENCH_PROTO_H
#define OPENAMP_BENCH_PROTO_H

#include <stdint.h>

#define BENCH_MAGIC		0x4843424fu	/* "OBCH" */

#define BENCH_ECHO_ADDR		30u
#define BENCH_SINK_ADDR		31u
#define BENCH_CONTROL_ADDR	32u
#define BENCH_SOURCE_ADDR	33u
#define BENCH_SOURCES		4u
#define BENCH_TALK_ADDR		37u

#define BENCH_GREETING		"hello"		/* without its NUL */

#define BENCH_RAW_NAME		"rpmsg-raw"
#define BENCH_CLIENT_NAME	"rpmsg-openamp-test"

#define BENCH_REPLY		0x80000000u

/* Answers in arg[0] where an operation has no other meaning for it. */
#define BENCH_OK		0u
#define BENCH_BAD		1u

/* Smallest payload of a flood, bytes: the two words of struct bench_payload. */
#define BENCH_SOURCE_MIN_SIZE	8u

/**
 * enum bench_op - operations
 * @BENCH_OP_SOURCE: flood. arg[0] receiver's address, arg[1] number of messages,
 *	arg[2] bytes of payload, arg[3] id 0..3. Answered at once: BENCH_OK, or
 *	BENCH_BAD for an id that is out of range or still sending, or for a size
 *	below 8 or above the room in a buffer. The messages follow as buffers come
 *	free; none is dropped. Floods take turns, message by message.
 * @BENCH_OP_SINK_STATS: answer: arg[0] messages that the sink got, arg[1] their
 *	bytes (modulo 2^32), arg[2] messages whose first word was not the one of
 *	the message before plus 1 (the first message and those of less than 4
 *	bytes are not looked at), arg[3] 0. Starts over afterwards.
 * @BENCH_OP_HOLD: arg[0] BENCH_HOLD_FOREVER: take nothing from the ring any
 *	more. arg[0] BENCH_HOLD_FULL: take nothing until the ring is full and
 *	Linux asks to be rung, then arg[1] messages, and so on. Answered first:
 *	BENCH_OK or BENCH_BAD. Floods go on. A reset of the device ends it.
 * @BENCH_OP_SOURCE_STATS: arg[3] id. Answer: arg[0] messages sent so far of the
 *	id's last flood, arg[1] messages still to send.
 * @BENCH_OP_ANNOUNCE: arg[0] 1 to announce, 0 to withdraw a channel
 *	BENCH_RAW_NAME at address arg[1]. The name service message comes in front
 *	of the answer, BENCH_OK or BENCH_BAD.
 * @BENCH_OP_CLIENT_ANNOUNCE: the same for BENCH_CLIENT_NAME.
 * @BENCH_OP_TIMES: answer: arg[0] low and arg[1] high half of the nanoseconds that
 *	this core has not slept since it knows the time, arg[2] doorbells that it
 *	took from Linux, arg[3] doorbells that it rang. The first three are 0 where
 *	the core cannot tell.
 * @BENCH_OP_POLL: arg[0] 1: never sleep, look at the rings all the time; 0: sleep
 *	again. BENCH_OK. A reset of the device ends it.
 * @BENCH_OP_GREET: arg[0] 1: greet each service that Linux announces from now on; 0:
 *	no more. BENCH_OK. A reset of the device ends it.
 * @BENCH_OP_CRASH: arg[0] BENCH_CRASH_...: crash in that way, once the answer has
 *	been sent: BENCH_OK, or BENCH_BAD for a kind that there is not. arg[1]: a hang
 *	ends after so many milliseconds, where the core has a clock; 0: never.
 *
 * Any other operation is answered with BENCH_BAD.
 */
enum bench_op {
	BENCH_OP_SOURCE = 1,
	BENCH_OP_SINK_STATS = 2,
	BENCH_OP_HOLD = 3,
	BENCH_OP_SOURCE_STATS = 4,
	BENCH_OP_ANNOUNCE = 5,
	BENCH_OP_CLIENT_ANNOUNCE = 6,
	BENCH_OP_TIMES = 7,
	BENCH_OP_POLL = 8,
	BENCH_OP_GREET = 9,
	BENCH_OP_CRASH = 10,
};

/* arg[0] of BENCH_OP_HOLD */
#define BENCH_HOLD_FOREVER	1u
#define BENCH_HOLD_FULL		2u

/*
 * arg[0] of BENCH_OP_CRASH: an instruction that there is not; an endless loop; a jump
 * to the entry point; the core switches itself off, or waits for ever where it
 * cannot; what the library has for firmware that cannot go on; an endless loop while a
 * doorbell that interrupts has been acknowledged and not ended, where there are such.
 */
#define BENCH_CRASH_FAULT	1u
#define BENCH_CRASH_HANG	2u
#define BENCH_CRASH_RESET	3u
#define BENCH_CRASH_SILENCE	4u
#define BENCH_CRASH_PANIC	5u
#define BENCH_CRASH_TAKEN	6u

/**
 * struct bench_cmd - a command or its answer, 24 bytes
 * @magic: BENCH_MAGIC
 * @op: enum bench_op, in an answer with BENCH_REPLY
 * @arg: see enum bench_op; what an answer does not set it leaves as it was
 */
struct bench_cmd {
	uint32_t magic;
	uint32_t op;
	uint32_t arg[4];
};

/**
 * struct bench_payload - start of a flood's messages
 * @sequence: 0 in the first message
 * @count: number of messages in the flood
 *
 * Byte i of the payload, from i = 8 on, is (@sequence + i) & 0xff.
 */
struct bench_payload {
	uint32_t sequence;
	uint32_t count;
};

#endif /* OPENAMP_BENCH_PROTO_H */
