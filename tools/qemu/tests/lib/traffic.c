// SPDX-License-Identifier: GPL-2.0-only
/* See traffic.h. */
#include <fcntl.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define MESSAGES	50	/* in both directions */

static void *talk(void *data)
{
	struct traffic *traffic = data;
	int err = 0;

	for (unsigned int i = 0; !err; i++) {
		err = message_echo(traffic->fd, MTU, i);
		__atomic_add_fetch(&traffic->count, !err, __ATOMIC_RELAXED);
	}
	traffic->result = err;
	return NULL;
}

static bool has_talked(void *data)
{
	struct traffic *traffic = data;

	return __atomic_load_n(&traffic->count, __ATOMIC_RELAXED) >= MESSAGES;
}

void traffic_start(const struct rproc *rproc, struct traffic *traffic)
{
	struct node node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);

	traffic->fd = node_must_open(&node, O_RDWR);
	traffic->count = 0;
	if (pthread_create(&traffic->thread, NULL, talk, traffic) ||
	    !wait_until(has_talked, traffic))
		bail("there is no traffic");
}

bool traffic_goes_on(struct traffic *traffic)
{
	__atomic_store_n(&traffic->count, 0, __ATOMIC_RELAXED);
	return wait_until(has_talked, traffic);
}

int traffic_end(struct traffic *traffic)
{
	pthread_join(traffic->thread, NULL);
	return traffic->result;
}
