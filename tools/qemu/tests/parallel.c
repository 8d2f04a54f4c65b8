// SPDX-License-Identifier: GPL-2.0-only
/* All remote cores of the board at once, each with channels of its own. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define MESSAGES	8000	/* of each core, in all; and in the long form: */
#define MESSAGES_LONG	20000
#define CHANNELS	2u	/* of each core */
#define IN_FLIGHT	16u
#define SIZE		64u
#define RESTARTS	5u

/**
 * struct talker - one channel
 * @rproc: its core
 * @thread: talks on it
 * @fd: its device
 * @seed: tells its messages from others
 * @err: 0 or a negative errno
 */
struct talker {
	const struct rproc *rproc;
	pthread_t thread;
	int fd;
	uint32_t seed;
	int err;
};

static atomic_uint running;
static uint32_t messages;	/* of each channel */

static void *talk(void *data)
{
	struct talker *talker = data;
	uint32_t sent = 0, got = 0;

	while (got < messages && !talker->err) {
		while (sent < messages && sent - got < IN_FLIGHT &&
		       !talker->err)
			talker->err = message_send(talker->fd, SIZE,
						   talker->seed + sent++);
		if (!talker->err)
			talker->err = message_expect(talker->fd, SIZE,
						     talker->seed + got++);
	}
	running--;
	return NULL;
}

static void start(const struct rproc *rproc, struct talker talkers[CHANNELS])
{
	struct node node;
	struct ctrl ctrl;

	rproc_start(rproc, "echo");
	node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	ctrl = ctrl_open(rproc);
	for (unsigned int i = 0; i < CHANNELS; i++) {
		node = ctrl_create_ept(&ctrl, "talk", ADDR_ANY, RAW_ECHO_ADDR);
		talkers[i] = (struct talker){
			.rproc = rproc,
			.fd = node_must_open(&node, O_RDWR),
			.seed = (i + 1) << 24,
		};
		running++;
		if (pthread_create(&talkers[i].thread, NULL, talk, &talkers[i]))
			bail("cannot create a thread");
	}
	close(ctrl.fd);
}

static void finish(struct talker talkers[CHANNELS])
{
	for (unsigned int i = 0; i < CHANNELS; i++) {
		pthread_join(talkers[i].thread, NULL);
		close(talkers[i].fd);
		is(talkers[i].err, 0, "%u messages of %s come back, in order",
		   messages, talkers[i].rproc->name);
	}
}

/* One is stopped and started while the others talk. */
static int restart(const struct rproc *rproc)
{
	struct node node;
	int fd, err;

	rproc_start(rproc, "echo");
	node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	err = message_echo(fd, MTU, 1);
	close(fd);
	return err ?: rproc_stop(rproc);
}

static void test_all(struct rproc *rproc, unsigned int count)
{
	struct talker talkers[count][CHANNELS];
	unsigned int i;

	for (i = 0; i < count; i++)
		start(&rproc[i], talkers[i]);
	for (i = 0; i < count; i++)
		finish(talkers[i]);
	for (i = 0; i < count; i++)
		is(rproc_stop(&rproc[i]), 0, "%s stops", rproc[i].name);
}

static void test_one_restarted(struct rproc *rproc, unsigned int count)
{
	struct talker talkers[count][CHANNELS];
	unsigned int i, restarts = 0, meanwhile = 0;
	int err = 0;

	for (i = 1; i < count; i++)
		start(&rproc[i], talkers[i]);
	while (!err && restarts < RESTARTS) {
		err = restart(&rproc[0]);
		restarts++;
		meanwhile += running > 0;
	}
	is(err, 0, "%s is started and stopped while the others talk",
	   rproc[0].name);
	in_range(meanwhile, 1, RESTARTS, "so many times while they did");
	for (i = 1; i < count; i++)
		finish(talkers[i]);
	for (i = 1; i < count; i++)
		is(rproc_stop(&rproc[i]), 0, "%s stops", rproc[i].name);
}

int main(void)
{
	unsigned int count = rproc_count();
	struct rproc rproc[count];

	messages = rounds(MESSAGES, MESSAGES_LONG) / CHANNELS;
	for (unsigned int i = 0; i < count; i++)
		rproc[i] = rproc_get(i);
	test_all(rproc, count);
	if (count > 1)
		test_one_restarted(rproc, count);
	else
		skip("one is restarted while others talk", "the board has one");
	return done();
}
