// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory with tags (arm64's MTE), some of which are others than the pointer's: the kernel
 * can bring it in, and cannot copy to or from it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/rpmsg_frame.h>
#include <poll.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#ifdef __aarch64__

#define HAS_MTE		0x40000ul	/* HWCAP2_MTE */
#define WITH_TAGS	0x20		/* PROT_MTE */
/* PR_TAGGED_ADDR_ENABLE | PR_MTE_TCF_SYNC, all tags but 0 may be made. */
#define TAG_CTRL	(1ul | 1ul << 1 | 0xfffeul << 3)
#define GRANULE		16u
#define SIZE		64u
#define SECONDS		60u	/* for a call that does not return */
#define REPEATS		600u

/* Gives 16 bytes a tag; pointers to them need it in bits 56 to 59. */
static void set_tag(char *at, unsigned long tag)
{
	char *tagged = (char *)((unsigned long)at | tag << 56);

	asm volatile(".arch armv8.5-a+memtag\n"
		     "stg %0, [%0]" : : "r" (tagged) : "memory");
}

static char *tagged_memory(void)
{
	char *memory;

	if (prctl(PR_SET_TAGGED_ADDR_CTRL, TAG_CTRL, 0, 0, 0))
		bail("tags cannot be switched on");
	memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | WITH_TAGS,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		bail("no memory with tags");
	memset(memory, 0, 4096);
	return memory;
}

/* More failures than there are buffers. Each ends at once, or the alarm ends the program. */
static int write_again(int fd, const char *memory, size_t len)
{
	int err = -EFAULT;

	alarm(SECONDS);
	for (unsigned int i = 0; i < REPEATS && err == -EFAULT; i++)
		err = sys(write(fd, memory, len));
	alarm(0);
	return err;
}

static int read_again(int fd, char *memory, size_t len)
{
	int err = -EFAULT;

	alarm(SECONDS);
	for (unsigned int i = 0; i < REPEATS && err == -EFAULT; i++)
		err = sys(read(fd, memory, len));
	alarm(0);
	return err;
}

static void test_plain(int fd, char *memory)
{
	char *bad = memory + 2 * GRANULE;

	is(message_send(fd, SIZE, 1), 0, "a message is sent");
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "and comes back");
	set_tag(bad, 5);
	is(write_again(fd, memory, SIZE), -EFAULT, "a write with a wrong tag gives EFAULT");
	is(read_again(fd, memory, SIZE), -EFAULT, "and so does a read");
	set_tag(bad, 0);
	is(sys(read(fd, memory, SIZE)), SIZE, "the message is still there");
	ok(message_is(memory, SIZE, 1), "and intact");
	is(sys(write(fd, memory, SIZE)), SIZE, "it can be written");
	is(message_expect(fd, SIZE, 1), 0, "and comes back");
}

static void test_framed(int fd, char *memory)
{
	const struct rpmsg_frame frame = { .len = SIZE, .addr = RPMSG_FRAME_ADDR_DEFAULT };
	const size_t all = sizeof(frame) + SIZE;
	char *bad = memory + 2 * GRANULE;
	uint32_t on = 1;

	is(sys(ioctl(fd, RPMSG_SET_FRAMED_IOCTL, &on)), 0, "framed mode is on");
	memcpy(memory, &frame, sizeof(frame));
	set_tag(bad, 5);
	is(write_again(fd, memory, all), -EFAULT, "a write gives EFAULT");
	set_tag(bad, 0);
	is(sys(write(fd, memory, all)), all, "nothing is lost by it");
	is(wait_fd(fd, POLLIN, LIMIT_MS), POLLIN, "the message comes back");
	set_tag(bad, 5);
	is(read_again(fd, memory, 4096), -EFAULT, "a read gives EFAULT");
	set_tag(bad, 0);
	is(sys(read(fd, memory, 4096)), all, "it is still there");
}

static void test_tags(void)
{
	char *memory = tagged_memory();
	struct rproc rproc = rproc_get(0);
	struct bench bench = bench_start(&rproc);
	struct node node;
	int fd;

	fd = bench_endpoint(&bench, BENCH_ECHO_ADDR, O_RDWR, &node);
	test_plain(fd, memory);
	test_framed(fd, memory);
	close(fd);
	bench_stop(&bench);
}

#endif /* __aarch64__ */

int main(void)
{
#ifdef __aarch64__
	if (getauxval(AT_HWCAP2) & HAS_MTE) {
		test_tags();
		return done();
	}
#endif
	skip("memory with tags", "this processor has none");
	return done();
}
