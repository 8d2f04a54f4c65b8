// SPDX-License-Identifier: GPL-2.0-only
/* See traffic.h. */
#include <fcntl.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define MESSAGES	50	/* in both directions */

#define READER_ADDR	3000u
#define READ_PART	5000	/* of a flood: less than the limit takes on any host */

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

static void *read_all(void *data)
{
	struct flood *flood = data;
	char buf[MTU];
	long n;

	do {
		n = sys(read(flood->fd, buf, sizeof(buf)));
		if (n >= 0 && !bench_flood_is(buf, n, flood->count, flood->total))
			n = -EBADMSG;
		__atomic_add_fetch(&flood->count, n >= 0, __ATOMIC_RELAXED);
	} while (n >= 0);
	flood->result = n;
	return NULL;
}

void flood_start(struct bench *bench, struct flood *flood, unsigned int count,
		 unsigned int size)
{
	struct node node = ctrl_create_ept(&bench->ctrl, "reader", READER_ADDR,
					   BENCH_SINK_ADDR);

	*flood = (struct flood){ .fd = node_must_open(&node, O_RDWR), .total = count };
	bench_flood(bench, 0, READER_ADDR, count, size);
	if (pthread_create(&flood->thread, NULL, read_all, flood))
		bail("cannot make a thread");
}

static bool has_read(void *data)
{
	struct flood *flood = data;

	return __atomic_load_n(&flood->count, __ATOMIC_RELAXED) >= flood->enough;
}

/* A limit for each part: all of them take long on a busy host. */
bool flood_wait(struct flood *flood, unsigned int count)
{
	unsigned int left;

	for (flood->enough = 0; flood->enough < count;) {
		left = count - flood->enough;
		flood->enough += left < READ_PART ? left : READ_PART;
		if (!wait_until(has_read, flood))
			return false;
	}
	return true;
}

bool flood_goes_on(struct flood *flood, unsigned int more)
{
	return flood_wait(flood, more + __atomic_load_n(&flood->count, __ATOMIC_RELAXED));
}

int flood_end(struct flood *flood)
{
	pthread_join(flood->thread, NULL);
	close(flood->fd);
	return flood->result == -EPIPE ? 0 : flood->result;
}
