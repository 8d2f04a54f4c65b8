/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* What a sample application is to the main loop in main.c. */
#ifndef OPENAMP_APP_H
#define OPENAMP_APP_H

#include <stdbool.h>

#include <openamp/rpmsg.h>

/* Descriptors in each ring. */
#ifndef APP_RING_NUM
#define APP_RING_NUM OPENAMP_RING_MAX
#endif

/* Features that the resource table offers. */
#ifdef APP_EVENT_IDX
#define APP_EVENT_FEATURE VIRTIO_F_EVENT_IDX
#define APP_BUILD "event index"
#else
#define APP_EVENT_FEATURE 0u
#define APP_BUILD "plain rings"
#endif

/* Bytes of a buffer, each way, or what Linux gives. */
#ifdef APP_BUF_SIZE
#define APP_SIZE_FEATURE RPMSG_F_BUFSZ
#else
#define APP_BUF_SIZE 512
#define APP_SIZE_FEATURE 0u
#endif

#define APP_FEATURES (RPMSG_F_NS | APP_EVENT_FEATURE | APP_SIZE_FEATURE)

/* Initialiser of the resource table. */
#define APP_TABLE(trace) \
	OPENAMP_TABLE(trace, "trace", APP_FEATURES, APP_RING_NUM, \
		      APP_BUF_SIZE, APP_BUF_SIZE)

/**
 * struct app_roomy_table - a table with room for a configuration of another kind
 * @usual: the table
 * @room: behind it; tests write there
 */
struct app_roomy_table {
	struct openamp_table usual;
	uint8_t room[64];
};

#define APP_TRACE_SIZE 4096

/**
 * app_init() - called once
 *
 * Return: the device that the main loop sleeps for.
 */
struct rpmsg_device *app_init(void);

/**
 * app_step() - do what there is to do, without waiting
 *
 * Return: true if something was done, so that it is worth calling again.
 */
bool app_step(void);

/**
 * app_trace_link() - log lines for a device that came up
 * @rdev: the device
 */
void app_trace_link(const struct rpmsg_device *rdev);

/**
 * app_trace_hello() - the first log line
 * @name: application
 */
void app_trace_hello(const char *name);

#endif /* OPENAMP_APP_H */
