/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* The floods of the bench firmware. */
#ifndef OPENAMP_BENCH_SOURCE_H
#define OPENAMP_BENCH_SOURCE_H

#include <openamp/bench_proto.h>
#include <openamp/rpmsg.h>

/** bench_source_reset() - forget all floods */
void bench_source_reset(void);

/**
 * bench_source_start() - carry out BENCH_OP_SOURCE
 * @cmd: the command; becomes the answer
 * @room: payload that fits into a buffer, bytes
 */
void bench_source_start(struct bench_cmd *cmd, uint32_t room);

/**
 * bench_source_stats() - carry out BENCH_OP_SOURCE_STATS
 * @cmd: the command; becomes the answer
 */
void bench_source_stats(struct bench_cmd *cmd);

/**
 * bench_source_run() - send what can be sent now, up to a batch
 * @rdev: the device
 *
 * Return: number of messages sent.
 */
unsigned int bench_source_run(struct rpmsg_device *rdev);

#endif /* OPENAMP_BENCH_SOURCE_H */
