// SPDX-License-Identifier: GPL-2.0-only
/* Measurements of endpoints themselves. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "rig.h"
#include "sysutil.h"
#include "tap.h"

#define EPT_ADDR	3000
#define SETTLED		10	/* looks without a change */
#define LOOK_US		20000

static struct node next;

static void destroy(int fd)
{
	if (ioctl(fd, RPMSG_DESTROY_EPT_IOCTL))
		bail("cannot destroy an endpoint: %s", strerror(errno));
	close(fd);
}

/* The device that is made next gets the lowest number that is free. */
bool begin_endpoints(struct rig *rig, const struct row *row)
{
	(void)row;
	next = ctrl_create_ept(&rig->bench.ctrl, "first", EPT_ADDR, EPT_ADDR);
	destroy(node_must_open(&next, O_RDWR));
	return true;
}

/* Each is created, opened and destroyed. */
void run_endpoints(struct rig *rig, const struct row *row)
{
	for (unsigned int i = 0; i < row->messages; i++) {
		if (ctrl_ioctl(&rig->bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "row",
			       EPT_ADDR, EPT_ADDR))
			bail("cannot create an endpoint: %s", strerror(errno));
		destroy(node_must_open(&next, O_RDWR));
		rig->calls += 4;
	}
}

/*
 * How many bytes of memory the kernel uses for a flood that nobody reads, once that
 * does not change any more.
 */
long long stalled_reader(struct rig *rig, unsigned int messages, size_t size)
{
	long long before = free_memory(), used = 0, last;
	unsigned int same = 0;

	bench_flood(&rig->bench, 0, rig->addr, messages, size);
	while (same < SETTLED) {
		usleep(LOOK_US);
		last = used;
		used = before - free_memory();
		same = used > last - 65536 && used < last + 65536 ? same + 1 : 0;
	}
	return used;
}
