// SPDX-License-Identifier: GPL-2.0-only
/*
 * A core runs, with traffic, when Linux starts another kernel (kexec): that one finds the
 * core off and its processor its own, and starts it again. Several times in a row. From the
 * last but one Linux is detached, and the last one finds it running, and attaches to it.
 *
 * The program runs once in each kernel. Which one that is says NUMBER in the environment, one
 * digit on the command line, which is all of the device tree that is changed for the next
 * kernel. When the program has ended, init starts the kernel that was loaded. On a
 * board for this test the image and the initramfs are disks, too.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/kexec.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"
#include "cpu.h"
#include "message.h"
#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		4	/* other kernels, the last of which attaches */
#define NUMBER		"next_kernel"
#define READER_ADDR	3000u
#define FLOOD		100000000
#define FLOOD_SIZE	64

#define IMAGE_DISK	"/dev/vda"
#define INITRAMFS_DISK	"/dev/vdb"
#define DEVICE_TREE	"/sys/firmware/fdt"
#define INITRAMFS_ADDR	"/proc/device-tree/chosen/linux,initrd-start"
#define INITRAMFS_END	"/proc/device-tree/chosen/linux,initrd-end"

/*
 * Where the next kernel's parts go: the initramfs is where it was, the others are below
 * it, from the first 2 MiB of the board's memory on. An image of arm64 says how much
 * memory it takes (Documentation/arm64/booting.rst of the kernel).
 */
#define IMAGE_ADDR	0x40200000ul
#define IMAGE_END	0x47000000ul
#define ENTRY_ADDR	0x47000000ul
#define DEVICE_TREE_ADDR 0x47200000ul
#define IMAGE_SIZE_AT	16
#define IMAGE_MAGIC_AT	56
#define IMAGE_MAGIC	"ARM\x64"
#define PAGE		4096ul

/* ldr x0, =device tree; mov x1 to x3, xzr; ldr x4, =image; br x4 */
static const struct {
	uint32_t code[6];
	uint64_t device_tree;
	uint64_t image;
} entry = {
	.code = {
		0x580000c0, 0xaa1f03e1, 0xaa1f03e2, 0xaa1f03e3, 0x58000084,
		0xd61f0080,
	},
	.device_tree = DEVICE_TREE_ADDR,
	.image = IMAGE_ADDR,
};

/* Reads @size bytes of a file, or what it has; the rest is 0. */
static void *read_part(const char *path, size_t size, size_t *len)
{
	char *data = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t at = 0;
	long n = 1;

	if (fd < 0 || data == MAP_FAILED)
		bail("cannot read %s: %m", path);
	while (at < size && n > 0) {
		n = sys(read(fd, data + at, size - at));
		at += n > 0 ? n : 0;
	}
	close(fd);
	*len = at;
	return data;
}

static uint64_t read_address(const char *path)
{
	uint8_t byte[8] = { 0 };
	uint64_t number = 0;
	size_t len;
	void *data = read_part(path, sizeof(byte), &len);

	memcpy(byte, data, len);
	for (size_t i = 0; i < len; i++)
		number = number << 8 | byte[i];
	return number;
}

static struct kexec_segment segment(void *data, size_t len, uint64_t addr,
				    size_t size)
{
	return (struct kexec_segment) {
		.buf = data, .bufsz = len, .mem = (void *)(uintptr_t)addr,
		.memsz = (size + PAGE - 1) / PAGE * PAGE,
	};
}

static struct kexec_segment image_segment_of(const char *disk)
{
	size_t len;
	char *image = read_part(disk, IMAGE_END - IMAGE_ADDR, &len);
	uint64_t size;

	memcpy(&size, image + IMAGE_SIZE_AT, sizeof(size));
	if (memcmp(image + IMAGE_MAGIC_AT, IMAGE_MAGIC, strlen(IMAGE_MAGIC)) ||
	    size < len || size > IMAGE_END - IMAGE_ADDR)
		bail("%s is no image of a kernel of arm64, or too large", disk);
	return segment(image, len, IMAGE_ADDR, size);
}

/* The one of this kernel, whose command line is the next one's but for a digit. */
static struct kexec_segment device_tree_segment(int round)
{
	size_t len;
	char *tree = read_part(DEVICE_TREE, IMAGE_END - IMAGE_ADDR, &len);
	char *at = memmem(tree, len, NUMBER "=", strlen(NUMBER "="));

	if (!at)
		bail("the command line does not say which kernel this is");
	at[strlen(NUMBER "=")] = '0' + round;
	return segment(tree, len, DEVICE_TREE_ADDR, len);
}

static int load_kernel(int round)
{
	uint64_t addr = read_address(INITRAMFS_ADDR);
	size_t size = read_address(INITRAMFS_END) - addr, len;
	void *initramfs = read_part(INITRAMFS_DISK, size, &len);
	const struct kexec_segment segments[] = {
		image_segment_of(IMAGE_DISK),
		segment((void *)&entry, sizeof(entry), ENTRY_ADDR, sizeof(entry)),
		device_tree_segment(round),
		segment(initramfs, len, addr, size),
	};

	return sys(syscall(SYS_kexec_load, ENTRY_ADDR, ARRAY_SIZE(segments),
			   segments, KEXEC_ARCH_DEFAULT));
}

/* Reads the flood and has messages sent back, for as long as there is a device. */
static void talk_on(int reader, int echo)
{
	char buf[MTU];
	long n;

	do {
		n = sys(read(reader, buf, sizeof(buf)));
		if (n >= 0)
			n = message_echo(echo, MTU, 1);
	} while (n >= 0);
	_exit(0);
}

static void start_traffic(struct bench *bench)
{
	struct node node = node_wait(bench->rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int echo = node_must_open(&node, O_RDWR);
	int reader;

	is(message_echo(echo, MTU, 1), 0, "the firmware works");
	node = ctrl_create_ept(&bench->ctrl, "reader", READER_ADDR,
			       BENCH_SINK_ADDR);
	reader = node_must_open(&node, O_RDWR);
	bench_flood(bench, 0, READER_ADDR, FLOOD, FLOOD_SIZE);
	if (!fork())
		talk_on(reader, echo);
}

static void test_left(const struct rproc *rproc, bool runs)
{
	ok(rproc_is(rproc, runs ? "detached" : "offline"),
	   "the core is found as it was left");
	is(cpu_is_online(cpu_of(rproc)), !runs,
	   "its processor is Linux's if it is off");
}

static struct bench begin(const struct rproc *rproc, bool runs)
{
	if (!runs)
		return bench_start(rproc);
	is(rproc_request(rproc, "start"), 0, "Linux attaches to it");
	node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	return bench_open(rproc);
}

int main(void)
{
	const char *setting = getenv(NUMBER);
	int round = setting ? atoi(setting) : 0;
	struct rproc rproc;
	struct bench bench;

	if (!setting) {
		skip("another kernel", "the board has none to start");
		return done();
	}
	rproc = rproc_find(0);
	diag("this is kernel %d after the first", round);
	test_left(&rproc, round == ROUNDS);
	bench = begin(&rproc, round == ROUNDS);
	start_traffic(&bench);
	if (round == ROUNDS - 1)
		is(rproc_request(&rproc, "detach"), 0, "Linux detaches");
	if (round < ROUNDS) {
		is(load_kernel(round + 1), 0, "another kernel is loaded");
		return done();
	}
	is(rproc_stop(&rproc), 0, "the core stops");
	is(cpu_set_online(cpu_of(&rproc), true), 0,
	   "Linux can have the processor");
	return done();
}
