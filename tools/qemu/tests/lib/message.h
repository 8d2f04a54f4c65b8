/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages that can be told from each other. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest that the functions below take. */
#define MESSAGE_MAX	65536

/* Fills @len bytes with a pattern that depends on each bit of @seed. */
void message_fill(void *buf, size_t len, uint32_t seed);

/* Whether @buf holds what message_fill() writes. */
bool message_is(const void *buf, size_t len, uint32_t seed);

/* Writes such a message. Return: 0 or a negative errno. */
int message_send(int fd, size_t len, uint32_t seed);

/**
 * message_receive() - wait for a message and read it
 * @fd: the file
 * @buf: where it goes
 * @size: the room there
 *
 * Return: its length, or a negative errno; -ETIMEDOUT when none came.
 */
int message_receive(int fd, void *buf, size_t size);

/* Reads a message and compares. Return: 0 or a negative errno, -EBADMSG. */
int message_expect(int fd, size_t len, uint32_t seed);

/* Sends a message to an echo. Return: 0 or a negative errno, -EBADMSG. */
int message_echo(int fd, size_t len, uint32_t seed);

struct rproc;

/*
 * Waits for the channel of the firmware `echo`, and has messages sent back by it. Return: 0
 * or a negative errno, -EBADMSG.
 */
int message_talk(const struct rproc *rproc);

/**
 * message_wait_echo() - wait until a core that starts by itself sends messages back
 * @rproc: the remote processor
 * @channel: a channel's name, whose device may be that of before or be made meanwhile
 * @dst: its remote address
 *
 * Return: 0 or -ETIMEDOUT.
 */
int message_wait_echo(const struct rproc *rproc, const char *channel, uint32_t dst);

#endif /* MESSAGE_H */
