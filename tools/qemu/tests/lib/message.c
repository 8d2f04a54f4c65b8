// SPDX-License-Identifier: GPL-2.0-only
/* See message.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

/* A step of a linear congruential generator; its upper bits are good enough. */
static uint32_t step(uint32_t state)
{
	return state * 1664525u + 1013904223u;
}

void message_fill(void *buf, size_t len, uint32_t seed)
{
	uint32_t state = step(seed);
	uint8_t *byte = buf;

	while (len--) {
		state = step(state);
		*byte++ = state >> 24;
	}
}

bool message_is(const void *buf, size_t len, uint32_t seed)
{
	uint32_t state = step(seed);
	const uint8_t *byte = buf;

	while (len--) {
		state = step(state);
		if (*byte++ != (uint8_t)(state >> 24))
			return false;
	}
	return true;
}

int message_send(int fd, size_t len, uint32_t seed)
{
	static __thread char buf[MESSAGE_MAX + 1];
	long n;

	message_fill(buf, len, seed);
	n = sys(write(fd, buf, len));
	if (n < 0)
		return n;
	return (size_t)n == len ? 0 : -EIO;
}

int message_receive(int fd, void *buf, size_t size)
{
	int events = wait_fd(fd, POLLIN, LIMIT_MS);

	if (events < 0)
		return events;
	return events ? sys(read(fd, buf, size)) : -ETIMEDOUT;
}

int message_expect(int fd, size_t len, uint32_t seed)
{
	static __thread char buf[MESSAGE_MAX + 1];
	int n = message_receive(fd, buf, sizeof(buf));

	if (n < 0)
		return n;
	return (size_t)n == len && message_is(buf, len, seed) ? 0 : -EBADMSG;
}

int message_echo(int fd, size_t len, uint32_t seed)
{
	int err = message_send(fd, len, seed);

	return err ? err : message_expect(fd, len, seed);
}

static int echo_and_close(int fd)
{
	int err = message_echo(fd, MTU, 1) ?: message_echo(fd, 1, 2);

	close(fd);
	return err;
}

int message_talk(const struct rproc *rproc)
{
	struct node node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);

	return echo_and_close(node_must_open(&node, O_RDWR));
}

struct channel {
	const struct rproc *rproc;
	const char *name;
	uint32_t dst;
};

/* The old device may still be there, and the new one may have its name. */
static bool echoes(void *data)
{
	const struct channel *channel = data;
	struct node node;
	int fd;

	if (!node_find(channel->rproc, channel->name, channel->dst, &node))
		return false;
	fd = node_open(&node, O_RDWR);
	return fd >= 0 && !echo_and_close(fd);
}

int message_wait_echo(const struct rproc *rproc, const char *channel, uint32_t dst)
{
	struct channel wanted = { rproc, channel, dst };

	return wait_until(echoes, &wanted) ? 0 : -ETIMEDOUT;
}
