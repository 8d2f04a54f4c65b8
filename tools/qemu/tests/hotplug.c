// SPDX-License-Identifier: GPL-2.0-only
/* A processor that Linux has is lent to firmware, and comes back. */
#include <fcntl.h>
#include <unistd.h>

#include "cpu.h"
#include "image.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		10
#define BAD_FILE	"bad.elf"

static int use(const struct rproc *rproc)
{
	struct node node;
	int fd, err;

	node = node_wait(rproc, RAW_NAME, RAW_ECHO_ADDR);
	fd = node_must_open(&node, O_RDWR);
	err = message_echo(fd, MTU, 1);
	close(fd);
	return err;
}

static void test_lend(const struct rproc *rproc, int cpu, bool online)
{
	const char *state = online ? "online" : "offline";

	is(cpu_is_online(cpu), online, "CPU %d is %s for Linux", cpu, state);
	rproc_start(rproc, "echo");
	ok(!cpu_is_online(cpu), "Linux is off it while firmware runs");
	is(use(rproc), 0, "the firmware works");
	is(cpu_set_online(cpu, true), -EBUSY, "Linux cannot have it now");
	is(cpu_set_online(cpu, false), 0, "to take it offline changes nothing");
	is(use(rproc), 0, "the firmware goes on");
	is(rproc_stop(rproc), 0, "the firmware stops");
	is(cpu_is_online(cpu), online, "then the CPU is %s again", state);
}

/* Firmware that is refused costs Linux no processor. */
static void test_refused(const struct rproc *rproc, int cpu)
{
	struct image image = image_read(rproc_firmware(rproc, "echo"));

	image_vdev(&image)->vring[0].num = 3;
	image_write(&image, BAD_FILE);
	image_free(&image);
	is(rproc_try_start(rproc, BAD_FILE), -EINVAL, "bad firmware is refused");
	ok(cpu_is_online(cpu), "and Linux has the CPU");
	unlink(FIRMWARE_DIR "/" BAD_FILE);
}

static void test_again(const struct rproc *rproc, int cpu)
{
	int i, err = 0;

	for (i = 0; i < ROUNDS && !err; i++) {
		err = cpu_set_online(cpu, i % 2);
		if (err)
			break;
		rproc_start(rproc, "echo");
		err = use(rproc) ?: rproc_stop(rproc);
		if (!err && cpu_is_online(cpu) != i % 2)
			err = -ENODEV;
	}
	is(err, 0, "in turns, %d times", ROUNDS);
}

int main(void)
{
	struct rproc rproc = rproc_get(0);
	int cpu = cpu_of(&rproc);
	bool online;

	if (cpu < 0) {
		skip("processors are lent", "the remote cores are not Linux's");
		return done();
	}
	online = cpu_is_online(cpu);
	test_lend(&rproc, cpu, online);
	is(cpu_set_online(cpu, !online), 0, "Linux can change that");
	test_lend(&rproc, cpu, !online);
	is(cpu_set_online(cpu, true), 0, "it can be taken online");
	test_refused(&rproc, cpu);
	test_again(&rproc, cpu);
	is(cpu_set_online(cpu, online), 0, "all is as it was");
	return done();
}
