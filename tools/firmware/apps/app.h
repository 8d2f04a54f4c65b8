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
#define APP_FEATURES (RPMSG_F_NS | VIRTIO_F_EVENT_IDX)
#define APP_BUILD "event index"
#else
#define APP_FEATURES RPMSG_F_NS
#define APP_BUILD "plain rings"
#endif

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
