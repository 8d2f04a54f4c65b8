// SPDX-License-Identifier: GPL-2.0-only
/* Control devices: endpoints and channels by ioctl, and what is refused. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		1000
#define TALK_EVERY	100
#define RESERVED_ADDR	53u
#define OWN_ADDR	2000u

static struct bench bench;
static struct node raw;

static int destroy_by_ioctl(const struct node *node, bool talk)
{
	int fd = node_open(node, O_RDWR);
	int err = fd < 0 ? fd : 0;

	if (err)
		return err;
	if (talk)
		err = message_echo(fd, 64, fd);
	if (!err)
		err = sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL));
	close(fd);
	return err;
}

static void test_many(void)
{
	unsigned int before = node_count(bench.rproc), i;
	struct node first = { "" }, node;
	double start = now();
	int err = 0;

	for (i = 0; i < ROUNDS && !err; i++) {
		node = ctrl_create_ept(&bench.ctrl, "many", ADDR_ANY,
				       BENCH_ECHO_ADDR);
		if (!i)
			first = node;
		err = destroy_by_ioctl(&node, i % TALK_EVERY == 0);
	}
	is(err, 0, "endpoints come and go by ioctl");
	is(i, ROUNDS, "%d times", ROUNDS);
	ok(!strcmp(first.name, node.name), "numbers are used again");
	is(node_count(bench.rproc), before, "none is left");
	diag("%.1f ms each", (now() - start) * 1000 / ROUNDS);
}

static void test_bad_ioctls(void)
{
	struct rpmsg_endpoint_info info = { .src = ADDR_ANY, .dst = 1 };
	int fd = bench.ctrl.fd;
	unsigned long request[] = {
		RPMSG_CREATE_EPT_IOCTL, RPMSG_CREATE_DEV_IOCTL,
		RPMSG_RELEASE_DEV_IOCTL,
	};
	unsigned int before = node_count(bench.rproc);

	for (int i = 0; i < 3; i++) {
		memset(info.name, 'x', sizeof(info.name));
		is(sys(ioctl(fd, request[i], &info)), -EINVAL,
		   "ioctl %lu refuses a name without an end", request[i] & 0xff);
		is(sys(ioctl(fd, request[i], NULL)), -EFAULT, "no memory");
		is(sys(ioctl(fd, request[i], (void *)-64L)), -EFAULT,
		   "the kernel's memory");
	}
	strcpy(info.name, "x");
	is(sys(ioctl(fd, _IOW(0xb5, 1, char[8]), &info)), -EINVAL,
	   "the size in an ioctl's number counts");
	is(sys(ioctl(fd, _IOR(0xb5, 1, struct rpmsg_endpoint_info), &info)),
	   -EINVAL, "and so does the direction");
	is(sys(ioctl(fd, _IOW(0xb5, 99, struct rpmsg_endpoint_info), &info)),
	   -EINVAL, "an unknown ioctl gives EINVAL");
	is(sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL)), -EINVAL,
	   "a control device cannot be destroyed");
	is(node_count(bench.rproc), before, "nothing was made by all that");
}

static void test_addresses(void)
{
	uint32_t used = node_attr(&raw, "src");
	struct node node[2];
	int fd;

	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "x", used, 1),
	   -EADDRINUSE, "an address that a channel has gives EADDRINUSE");
	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "x", RESERVED_ADDR, 1),
	   -EINVAL, "the name service's gives EINVAL");

	for (int i = 0; i < 2; i++)
		node[i] = ctrl_create_ept(&bench.ctrl, "own", OWN_ADDR,
					  BENCH_ECHO_ADDR);
	fd = node_must_open(&node[0], O_RDWR);
	is(message_echo(fd, 64, 1), 0, "an endpoint can have an address of its own");
	is(node_open(&node[0], O_RDWR), -EBUSY, "a second open gives EBUSY");
	is(node_open(&node[1], O_RDWR), -EADDRINUSE,
	   "and another one's with the same address EADDRINUSE");
	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_EPT_IOCTL, "x", OWN_ADDR, 1),
	   -EADDRINUSE, "as does to make one more");
	is(message_echo(fd, 64, 2), 0, "the first one goes on");
	close(fd);
	fd = node_open(&node[1], O_RDWR);
	is(fd < 0 ? fd : message_echo(fd, 64, 3), 0,
	   "then the other one can have the address");
	close(fd);
	for (int i = 0; i < 2; i++)
		is(destroy_by_ioctl(&node[i], false), 0, "they can be destroyed");
}

static void test_no_destination(void)
{
	struct node node = ctrl_create_ept(&bench.ctrl, "deaf", ADDR_ANY, ADDR_ANY);
	int fd = node_must_open(&node, O_RDWR);

	is(sys(write(fd, "x", 1)), -EINVAL,
	   "an endpoint without a destination cannot send");
	is(sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL)), 0, "it can be destroyed");
	close(fd);
}

/* The device of a node is gone, whatever is left in /dev or open. */
static void test_destroyed(void)
{
	struct node node = ctrl_create_ept(&bench.ctrl, "gone", OWN_ADDR,
					   BENCH_ECHO_ADDR);
	const char *stale = "/dev/stale";
	char path[PATH_LEN], buf[MTU];
	struct stat st;
	int fd = node_must_open(&node, O_RDWR);

	snprintf(path, sizeof(path), "/dev/%s", node.name);
	if (stat(path, &st) || mknod(stale, S_IFCHR | 0600, st.st_rdev))
		bail("cannot make a node");
	is(message_send(fd, 64, 1), 0, "a message is sent");
	ok(node_wait_attr(&node, "statistics/rx_queued", 1), "and comes back");
	is(sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL)), 0, "the device is destroyed");
	is(sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL)), 0, "once more does no harm");
	is(wait_fd(fd, POLLIN | POLLOUT, 0), POLLIN | POLLHUP | POLLERR,
	   "poll says that there is something to read, and the end");
	is(message_expect(fd, 64, 1), 0, "what was received can be read");
	is(sys(read(fd, buf, sizeof(buf))), -EPIPE, "then read gives EPIPE");
	is(sys(write(fd, "x", 1)), -EPIPE, "and write as well");
	is(node_open(&node, O_RDWR), -ENOENT, "its node is gone");
	is(sys(open(stale, O_RDWR)), -ENXIO, "one that was kept leads nowhere");
	unlink(stale);

	node = ctrl_create_ept(&bench.ctrl, "next", OWN_ADDR, BENCH_ECHO_ADDR);
	is(destroy_by_ioctl(&node, true), 0, "its address is free again");
	close(fd);
}

static void test_device_ioctls(void)
{
	int fd = node_must_open(&raw, O_RDWR);
	int flow = -1;

	is(sys(ioctl(fd, RPMSG_DESTROY_EPT_IOCTL)), -EINVAL,
	   "a channel's own device cannot be destroyed");
	is(sys(ioctl(fd, RPMSG_GET_OUTGOING_FLOWCONTROL, &flow)), 0,
	   "flow control can be asked for");
	is(flow, 0, "it is off");
	is(sys(ioctl(fd, RPMSG_GET_OUTGOING_FLOWCONTROL, NULL)), -EFAULT,
	   "the answer needs memory");
	is(sys(ioctl(fd, RPMSG_SET_INCOMING_FLOWCONTROL, 1)), -EOPNOTSUPP,
	   "it cannot be set");
	is(sys(ioctl(fd, RPMSG_CREATE_EPT_IOCTL, &flow)), -EINVAL,
	   "a control device's ioctl gives EINVAL");
	is(sys(ioctl(fd, _IO(0xb5, 99))), -EINVAL, "and so does an unknown one");
	is(sys(lseek(fd, 0, SEEK_SET)), -ESPIPE, "it cannot be seeked");
	is(sys(pread(fd, &flow, 1, 0)), -ESPIPE, "nor read at an offset");
	is(message_echo(fd, 64, 4), 0, "it still works");
	close(fd);
}

static int channel(unsigned long request, const char *name, uint32_t src,
		   uint32_t dst)
{
	return ctrl_ioctl(&bench.ctrl, request, name, src, dst);
}

static void test_channels(void)
{
	unsigned long create = RPMSG_CREATE_DEV_IOCTL;
	unsigned long release = RPMSG_RELEASE_DEV_IOCTL;
	struct node node;
	int fd;

	is(channel(create, RAW_NAME, OWN_ADDR, BENCH_ECHO_ADDR), 0,
	   "a channel can be made");
	is(channel(create, RAW_NAME, OWN_ADDR, BENCH_ECHO_ADDR), -ENXIO,
	   "but not twice");
	is(channel(create, RAW_NAME, OWN_ADDR + 1, BENCH_SINK_ADDR), 0,
	   "beside one with other addresses");
	node = node_wait(bench.rproc, RAW_NAME, BENCH_SINK_ADDR);
	is(node_attr(&node, "src"), OWN_ADDR + 1, "it has the address asked for");
	fd = node_must_open(&node, O_RDWR);
	is(message_send(fd, 64, 5), 0, "its device can be written to");
	is(channel(release, RAW_NAME, OWN_ADDR + 1, BENCH_SINK_ADDR), 0,
	   "it can be removed");
	is(message_send(fd, 64, 5), -EPIPE, "then a write gives EPIPE");
	close(fd);
	is(channel(release, RAW_NAME, OWN_ADDR + 1, BENCH_SINK_ADDR), -EINVAL,
	   "it cannot be removed twice");
	is(channel(release, RAW_NAME, OWN_ADDR, ADDR_ANY), 0,
	   "the other one can, whatever its remote address");
	is(channel(release, "nobody", ADDR_ANY, ADDR_ANY), -EINVAL,
	   "one that never was cannot");
	is(channel(release, "rpmsg_ctrl", ADDR_ANY, ADDR_ANY), -EINVAL,
	   "nor can the control channel");
	is(channel(release, "rpmsg_ns", ADDR_ANY, ADDR_ANY), -EINVAL,
	   "nor the name service");
	is(channel(release, "rpmsg_ns", RESERVED_ADDR, RESERVED_ADDR), -EINVAL,
	   "by its address either");
	is(channel(create, "", ADDR_ANY, 1), -ENXIO, "a channel needs a name");
	is(channel(create, "a/b", ADDR_ANY, 1), -ENXIO, "without a slash");
	is(channel(create, "a\nb", ADDR_ANY, 1), -ENXIO, "and without newlines");
	is(channel(create, "unknown", ADDR_ANY, 77), 0,
	   "it need not have a driver");
	is(channel(release, "unknown", ADDR_ANY, 77), 0, "to be removed again");
}

static void test_after_stop(void)
{
	unsigned long request = RPMSG_CREATE_EPT_IOCTL;
	struct bench next;

	is(rproc_stop(bench.rproc), 0, "the core stops with its devices open");
	is(ctrl_ioctl(&bench.ctrl, request, "x", ADDR_ANY, 1), -ENODEV,
	   "then an ioctl gives ENODEV");
	is(ctrl_ioctl(&bench.ctrl, RPMSG_CREATE_DEV_IOCTL, "x", ADDR_ANY, 1),
	   -ENODEV, "each of them");
	is(ctrl_ioctl(&bench.ctrl, RPMSG_RELEASE_DEV_IOCTL, "x", ADDR_ANY, 1),
	   -ENODEV, "also the third");
	next = bench_start(bench.rproc);
	is(ctrl_ioctl(&bench.ctrl, request, "x", ADDR_ANY, 1), -ENODEV,
	   "and still does when the core runs again");
	bench_close(&bench);
	is(ctrl_ioctl(&next.ctrl, request, "x", ADDR_ANY, 1), 0,
	   "a new file works");
	bench_stop(&next);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	bench = bench_start(&rproc);
	raw = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);

	test_many();
	test_bad_ioctls();
	test_addresses();
	test_no_destination();
	test_destroyed();
	test_device_ioctls();
	test_channels();
	test_after_stop();
	return done();
}
