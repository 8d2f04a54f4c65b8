// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The smallest useful firmware: announces a channel and sends each message back
 * to its sender. The name "rpmsg-raw" makes Linux create /dev/rpmsgN for it.
 */
#include <openamp/health.h>
#include <openamp/trace.h>

#include "app.h"

#define ECHO_NAME	"rpmsg-raw"
#define ECHO_ADDR	1024u
#define ECHO_BATCH	32u

/* Messages that are logged one by one, and how often the count is after that. */
#define LOG_EACH	16u
#define LOG_COUNT	10000u

static char trace_buf[APP_TRACE_SIZE] OPENAMP_TRACE_SECTION;
static struct rpmsg_device rdev;
static struct rpmsg_endpoint ept;
static uint32_t count;

struct openamp_table app_table OPENAMP_TABLE_SECTION =
	APP_TABLE(trace_buf);

static void log_message(const struct rpmsg_buffer *buf)
{
	count++;
	if (count <= LOG_EACH)
		trace_printf("message %u: %u bytes from 0x%x\n", count, buf->len,
			     buf->src);
	if (count == LOG_EACH)
		trace_printf("further messages are not logged\n");
	if (count % LOG_COUNT == 0)
		trace_printf("%u messages\n", count);
}

static int receive(struct rpmsg_endpoint *to, const struct rpmsg_buffer *buf)
{
	if (rpmsg_sendto(to, buf->src, buf->data, buf->len) == RPMSG_ERR_AGAIN)
		return RPMSG_RETRY;
	log_message(buf);
	return RPMSG_DONE;
}

static void up(struct rpmsg_device *dev)
{
	app_trace_link(dev);
	trace_printf("announcing \"%s\" at 0x%x\n", ept.name, ept.addr);
}

static void down(struct rpmsg_device *dev)
{
	trace_printf("linux is gone after %u messages\n", dev->stats.rx);
}

static const struct rpmsg_device_ops ops = {
	.up = up,
	.down = down,
};

struct rpmsg_device *app_init(void)
{
	trace_init(trace_buf, sizeof(trace_buf));
	app_trace_hello("echo");
	openamp_health_init(&app_table.health);
	rpmsg_init_device(&rdev, &app_table.rpmsg, &ops);
	rpmsg_create_ept(&rdev, &ept, ECHO_NAME, ECHO_ADDR, receive);
	return &rdev;
}

bool app_step(void)
{
	return rpmsg_poll(&rdev, ECHO_BATCH);
}
