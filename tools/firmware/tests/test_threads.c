// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Both sides at once, each asleep until the other rings (or, as on a core without
 * a doorbell, one of them polling). A wake-up that gets lost leaves both asleep,
 * which DEADLINE seconds without a message turn into a failure: how long all
 * messages take depends on what else the machine does.
 */
#define _GNU_SOURCE	/* sem_clockwait */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>
#include <time.h>

#include "driver.h"
#include "host_port.h"
#include "tap.h"
#include "tests.h"

#define MESSAGES 100000u
/* One in flight: each costs two switches of threads, and of processes on a busy machine. */
#define MESSAGES_ONE 10000u
#define DEADLINE 60

static struct driver drv;
static struct rpmsg_device *device;
static sem_t to_driver;
static sem_t to_device;
static bool quit;

static void ring_driver(void)
{
	sem_post(&to_driver);
}

static void device_sleeps(void)
{
	sem_wait(&to_device);
}

static void device_yields(void)
{
	sched_yield();
}

static void *device_thread(void *arg)
{
	(void)arg;
	while (!__atomic_load_n(&quit, __ATOMIC_ACQUIRE)) {
		if (!echo_step())
			rpmsg_idle(device);
	}
	return NULL;
}

static void driver_kicks(struct driver_ring *ring)
{
	if (driver_wants_kick(ring))
		sem_post(&to_device);
}

/* Returns false if nobody rings for DEADLINE seconds. */
static bool driver_sleeps(void)
{
	struct timespec deadline;
	bool ready;

	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += DEADLINE;
	/* Ask on both rings, then look at both, then sleep. */
	ready = driver_ring_on(&drv.in);
	ready |= driver_ring_on(&drv.out);
	while (!ready) {
		if (!sem_clockwait(&to_driver, CLOCK_MONOTONIC, &deadline))
			break;
		if (errno != EINTR)
			return false;
	}
	driver_ring_off(&drv.in);
	driver_ring_off(&drv.out);
	return true;
}

static void traffic(unsigned int in_flight)
{
	struct driver_message msg;
	uint32_t messages = in_flight > 1 ? MESSAGES : MESSAGES_ONE;
	uint32_t sent = 0, got = 0, value;

	while (got < messages) {
		bool progress = false;

		while (sent < messages && sent - got < in_flight &&
		       driver_send(&drv, 7, 1024, &sent, sizeof(sent))) {
			driver_kicks(&drv.out);
			sent++;
			progress = true;
		}
		while (driver_receive(&drv, &msg)) {
			driver_kicks(&drv.in);
			progress = true;
			if (msg.dst == 53)
				continue;
			memcpy(&value, msg.data, sizeof(value));
			CHECK(value == got);
			got++;
		}
		if (!progress && !driver_sleeps()) {
			CHECK(!"a wake-up was lost");
			return;
		}
	}
}

static void run(uint32_t features, unsigned int in_flight, bool has_kick)
{
	pthread_t thread;

	sem_init(&to_driver, 0, 0);
	sem_init(&to_device, 0, 0);
	quit = false;
	echo_table.rpmsg.status = 0;
	echo_table.rpmsg.dfeatures = RPMSG_F_NS | features;
	echo_table.health.boots = 0;
	device = echo_init();
	host_notify = ring_driver;
	host_has_kick = has_kick;
	host_idle = has_kick ? device_sleeps : device_yields;
	pthread_create(&thread, NULL, device_thread, NULL);

	driver_start(&drv, &echo_table.rpmsg, RPMSG_F_NS | features);
	driver_ring_off(&drv.in);
	driver_ring_off(&drv.out);
	/* Linux kicks once it is ready. */
	sem_post(&to_device);
	traffic(in_flight);

	__atomic_store_n(&quit, true, __ATOMIC_RELEASE);
	sem_post(&to_device);
	pthread_join(thread, NULL);
	host_notify = NULL;
	host_idle = NULL;
	host_has_kick = false;
	echo_table.rpmsg.dfeatures = RPMSG_F_NS;
}

static void polls(void)
{
	run(0, 1, false);
}

static void polls_event_index(void)
{
	run(VIRTIO_F_EVENT_IDX, 1, false);
}

static void plain(void)
{
	run(0, 64, true);
}

static void plain_one(void)
{
	run(0, 1, true);
}

static void plain_full(void)
{
	/* More than both rings hold together. */
	run(0, 1000, true);
}

static void event_index(void)
{
	run(VIRTIO_F_EVENT_IDX, 64, true);
}

static void event_index_one(void)
{
	run(VIRTIO_F_EVENT_IDX, 1, true);
}

static void event_index_full(void)
{
	run(VIRTIO_F_EVENT_IDX, 1000, true);
}

void test_threads(void)
{
	RUN(polls, "threads: no wake-up lost, polling device");
	RUN(polls_event_index, "threads: no wake-up lost, polling, event index");
	RUN(plain, "threads: no wake-up lost, 64 in flight");
	RUN(plain_one, "threads: no wake-up lost, one in flight");
	RUN(plain_full, "threads: no wake-up lost, rings full");
	RUN(event_index, "threads: no wake-up lost, event index, 64 in flight");
	RUN(event_index_one, "threads: no wake-up lost, event index, one in flight");
	RUN(event_index_full, "threads: no wake-up lost, event index, rings full");
}
