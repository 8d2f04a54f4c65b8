// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Two terminals: announces "rpmsg-tty" twice, so that Linux makes two /dev/ttyRPMSGN,
 * and sends what is written to either back to it.
 */
#include <openamp/health.h>
#include <openamp/trace.h>

#include "app.h"

#define TTY_NAME	"rpmsg-tty"
#define TTY_ADDR	1024u
#define TTY_COUNT	2u
#define TTY_BATCH	32u

static char trace_buf[APP_TRACE_SIZE] OPENAMP_TRACE_SECTION;
static struct rpmsg_device rdev;
static struct rpmsg_endpoint tty[TTY_COUNT];

struct openamp_table app_table OPENAMP_TABLE_SECTION =
	APP_TABLE(trace_buf);

static int receive(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	if (rpmsg_sendto(to, buf->src, buf->data, buf->len) == RPMSG_ERR_AGAIN)
		return RPMSG_RETRY;
	return RPMSG_DONE;
}

static void up(struct rpmsg_device *dev)
{
	app_trace_link(dev);
}

static const struct rpmsg_device_ops ops = {
	.up = up,
};

struct rpmsg_device *app_init(void)
{
	unsigned int i;

	trace_init(trace_buf, sizeof(trace_buf));
	app_trace_hello("tty");
	openamp_health_init(&app_table.health);
	rpmsg_init_device(&rdev, &app_table.rpmsg, &ops);
	for (i = 0; i < TTY_COUNT; i++)
		rpmsg_create_ept(&rdev, &tty[i], TTY_NAME, TTY_ADDR + i, receive);
	return &rdev;
}

bool app_step(void)
{
	return rpmsg_poll(&rdev, TTY_BATCH);
}
