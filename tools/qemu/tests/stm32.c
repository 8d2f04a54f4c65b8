// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own driver for the coprocessor of STM32MP1, stm32_rproc, with our rpmsg
 * modules: what the remote core sends comes by a work item, without a gate of ours, and a
 * core can be stopped, crash, be detached and lose its driver with files open and traffic.
 * One that a boot loader has started can be attached to.
 */
#include <elf.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "binding.h"
#include "image.h"
#include "kernel.h"
#include "message.h"
#include "node.h"
#include "stm32.h"
#include "sysutil.h"
#include "tap.h"
#include "traffic.h"

#define DRIVER		"stm32_rproc"
/* Registers by RM0436 and stm32_rproc. */
#define RCC_MP_GCR	0x10c
#define TAMP_M4_STATE	0x148
#define M4_STATE_RUNS	2

#define ROUNDS		5	/* and in the long form: */
#define ROUNDS_LONG	100

/* Messages, until the index of the ring from the remote is close to 0 again; and past it. */
#define FLOOD		65000
#define FLOOD_SIZE	16
#define ONE_BY_ONE	1000

/* What the driver says when the firmware does not acknowledge in time. */
#define NOT_ASKED	"without ack"
#define WATCHDOG	"type watchdog"

/* Marked as out of tree, or not. */
static bool is_ours(const char *module)
{
	char path[PATH_LEN], taint[32];

	snprintf(path, sizeof(path), "/sys/module/%s/taint", module);
	if (read_text(path, taint, sizeof(taint)))
		bail("there is no module %s", module);
	return strchr(taint, 'O');
}

static void test_whose(void)
{
	ok(!is_ours(DRIVER) && !is_ours("stm32_ipcc"),
	   "the drivers of the core and of its mailbox are the kernel's own");
	ok(is_ours("virtio_rpmsg_bus") && is_ours("rpmsg_ns") && is_ours("rpmsg_char"),
	   "and the rpmsg modules ours");
}

/* How many lines of the log have a text, from @log on. Closes it. */
static int count_in(int log, const char *text)
{
	char line[512];
	int count = 0;

	while (kmsg_next(log, line, sizeof(line)) >= 0)
		count += !!strstr(line, text);
	close(log);
	return count;
}

static int stop_in_traffic(const struct rproc *rproc)
{
	struct traffic traffic;
	int err;

	rproc_start(rproc, "echo");
	traffic_start(rproc, &traffic);
	err = rproc_stop(rproc);
	if (traffic_end(&traffic) != -EPIPE)
		err = err ?: -EBADF;
	close(traffic.fd);
	return err;
}

static void test_asked(const struct rproc *rproc)
{
	int log = kmsg_open(), most = rounds(ROUNDS, ROUNDS_LONG), i, err = 0;

	for (i = 0; i < most && !err; i++)
		err = stop_in_traffic(rproc);
	is(err, 0, "the core starts, and stops under traffic, %d times", most);
	is(count_in(log, NOT_ASKED), 0, "the firmware has agreed each time");
}

/* With a file that gets what comes, and ends. */
static int crash(const struct rproc *rproc, uint32_t kind)
{
	struct bench bench = bench_start(rproc);
	struct node node = node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int fd = node_must_open(&node, O_RDWR), events, err;

	err = message_echo(fd, MTU, 1);
	bench_crash(&bench, kind, 0);
	events = wait_fd(fd, POLLHUP, LIMIT_MS);
	close(fd);
	bench_close(&bench);
	if (events <= 0)
		return events ?: -ETIMEDOUT;
	return err ?: bench_wait_again(rproc) ?: rproc_stop(rproc);
}

static void test_watchdog(const struct rproc *rproc, uint32_t kind, const char *what,
			  int most)
{
	int log = kmsg_open(), i, err = 0;

	for (i = 0; i < most && !err; i++)
		err = crash(rproc, kind);
	is(err, 0, "%s is recovered, %d times", what, most);
	is(count_in(log, WATCHDOG), most, "the watchdog has told of each");
}

/* It does not acknowledge, and is reset; what it was asked is not the next one's. */
static void test_hung(const struct rproc *rproc)
{
	struct bench bench = bench_start(rproc);
	int log = kmsg_open();

	bench_crash(&bench, BENCH_CRASH_HANG, 0);
	is(rproc_stop(rproc), 0, "firmware that hangs can be stopped");
	bench_close(&bench);
	is(count_in(log, NOT_ASKED), 1, "which it has not agreed to");
	rproc_start(rproc, "echo");
	is(message_talk(rproc), 0, "other firmware starts and works");
	is(rproc_stop(rproc), 0, "and stops");
}

/* The monitor is told which register only of instructions that do nothing else. */
__attribute__((noinline)) static void put_word(volatile uint32_t *to, uint32_t word)
{
	*to = word;
}

/* Memory and registers by their physical addresses; words, as device memory wants it. */
static void put(int mem, uint32_t at, const void *data, size_t size)
{
	uint32_t page = at & ~0xfffu, words = (size + 3) / 4;
	size_t length = at - page + 4 * words;
	void *map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, mem, page);
	volatile uint32_t *to = (volatile uint32_t *)((uint8_t *)map + (at - page));
	uint32_t word = 0;

	if (map == MAP_FAILED)
		bail("cannot map 0x%x: %s", at, strerror(errno));
	for (uint32_t i = 0; i < words; i++) {
		memcpy(&word, (const uint8_t *)data + 4 * i, i < size / 4 ? 4 : size % 4);
		put_word(&to[i], word);
	}
	munmap(map, length);
}

static bool core_says_it_runs(void *mem)
{
	volatile uint32_t *tamp = mmap(NULL, 0x1000, PROT_READ, MAP_SHARED, *(int *)mem,
				       STM32_TAMP);
	bool runs;

	if (tamp == MAP_FAILED)
		bail("cannot map TAMP: %s", strerror(errno));
	runs = tamp[TAMP_M4_STATE / 4] == M4_STATE_RUNS;
	munmap((void *)tamp, 0x1000);
	return runs;
}

/* As a boot loader does. */
static void boot(const char *file)
{
	const uint32_t boot_mcu = 1;
	struct image image = image_read(file);
	const Elf32_Ehdr *elf = (Elf32_Ehdr *)image.data;
	const Elf32_Phdr *segment = (Elf32_Phdr *)(image.data + elf->e_phoff);
	int mem = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);

	if (mem < 0)
		bail("there is no /dev/mem");
	for (int i = 0; i < elf->e_phnum; i++) {
		uint32_t at = segment[i].p_paddr;

		if (segment[i].p_filesz)
			put(mem, at < STM32_SHARED ? STM32_RETRAM + at : at,
			    image.data + segment[i].p_offset, segment[i].p_filesz);
	}
	image_free(&image);
	put(mem, STM32_RCC + RCC_MP_GCR, &boot_mcu, sizeof(boot_mcu));
	if (!wait_until(core_says_it_runs, &mem))
		bail("the core does not run");
	close(mem);
}

static int detach_in_traffic(const struct rproc *rproc)
{
	struct traffic traffic;
	int err = rproc_request(rproc, "start");

	if (!err && !rproc_is(rproc, "attached"))
		err = -EALREADY;
	if (err)
		return err;
	traffic_start(rproc, &traffic);
	err = rproc_request(rproc, "detach");
	if (traffic_end(&traffic) != -EPIPE)
		err = err ?: -EBADF;
	close(traffic.fd);
	return err;
}

/* The kernel only detaches from what it has attached to. */
static void test_booted(struct rproc *rproc)
{
	int log = kmsg_open(), most = rounds(ROUNDS, ROUNDS_LONG), i, err = 0;
	struct binding binding = binding_of(rproc);

	is(binding_write(&binding, "unbind"), 0, "the driver lets go of the core");
	boot(rproc_firmware(rproc, "echo"));
	is(binding_write(&binding, "bind"), 0, "and takes it again");
	if (!rproc_find_again(rproc))
		bail("the core does not come back");
	ok(rproc_is(rproc, "detached"), "firmware that runs already is found");
	for (i = 0; i < most && !err; i++)
		err = detach_in_traffic(rproc);
	is(err, 0, "Linux attaches, and detaches under traffic, %d times", most);
	is(rproc_request(rproc, "start") ?: message_talk(rproc) ?: rproc_stop(rproc), 0,
	   "it attaches once more, and stops the core");
	is(count_in(log, NOT_ASKED), 0, "the firmware has agreed each time");
	rproc_start(rproc, "echo");
	is(message_talk(rproc) ?: rproc_stop(rproc), 0, "and all is well again");
}

/* @unbind and @bind: 0 or a negative errno each. */
static void test_gone(struct rproc *rproc, const char *what,
		      int (*unbind)(const struct binding *binding),
		      int (*bind)(const struct binding *binding))
{
	int most = rounds(ROUNDS, ROUNDS_LONG), i, err = 0;

	for (i = 0; i < most && !err; i++) {
		struct binding binding = binding_of(rproc);
		struct traffic traffic;

		rproc_start(rproc, "echo");
		traffic_start(rproc, &traffic);
		err = unbind(&binding);
		if (traffic_end(&traffic) != -EPIPE)
			err = err ?: -EBADF;
		close(traffic.fd);
		err = err ?: bind(&binding);
		if (!rproc_find_again(rproc))
			bail("the core does not come back");
	}
	is(err, 0, "its driver can be %s under traffic, %d times", what, most);
}

static int unbind_driver(const struct binding *binding)
{
	return binding_write(binding, "unbind");
}

static int bind_driver(const struct binding *binding)
{
	return binding_write(binding, "bind");
}

static int unload_driver(const struct binding *binding)
{
	(void)binding;
	return module_unload(DRIVER);
}

static int load_driver(const struct binding *binding)
{
	(void)binding;
	return module_load_own(DRIVER);
}

/* The transport goes under traffic; the firmware goes on. */
static void test_transport(const struct rproc *rproc)
{
	int most = rounds(ROUNDS, ROUNDS_LONG), i, err = 0;
	struct binding binding;
	struct traffic traffic;

	rproc_start(rproc, "echo");
	for (i = 0; i < most && !err; i++) {
		binding = binding_of_virtio(rproc);
		traffic_start(rproc, &traffic);
		err = binding_write(&binding, "unbind");
		if (traffic_end(&traffic) != -EPIPE)
			err = err ?: -EBADF;
		close(traffic.fd);
		err = err ?: binding_write(&binding, "bind");
	}
	is(err, 0, "virtio_rpmsg_bus can be unbound under traffic, %d times", most);
	is(message_talk(rproc) ?: rproc_stop(rproc), 0, "the core works and stops");
}

/*
 * The driver calls the kernel's virtio_ring, which keeps an interrupt to itself where the
 * remote leaves the index of its ring at 0, as it does with one message at a time.
 */
static void test_index(const struct rproc *rproc)
{
	struct bench bench = bench_start(rproc);
	struct node node = node_wait(rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	int echo = node_must_open(&node, O_RDWR), err = 0;
	struct flood flood;

	flood_start(&bench, &flood, FLOOD, FLOOD_SIZE);
	ok(flood_wait(&flood, FLOOD), "%d messages come", FLOOD);
	bench_wait_flood(&bench, 0);
	for (int i = 0; i < ONE_BY_ONE && !err; i++)
		err = message_echo(echo, 1, i);
	is(err, 0, "%d go and come back one by one, past index 65,536", ONE_BY_ONE);
	close(echo);
	bench_stop(&bench);
	is(flood_end(&flood), 0, "the file of the flood ends with the core");
}

int main(void)
{
	const char *modules = getenv("modules");
	struct rproc rproc = rproc_get(0);
	int most = rounds(ROUNDS, ROUNDS_LONG);

	if (!modules || !strstr(modules, DRIVER)) {
		skip("the kernel's stm32_rproc", "this board has another core");
		return done();
	}
	test_whose();
	test_asked(&rproc);
	test_index(&rproc);
	test_watchdog(&rproc, BENCH_CRASH_FAULT, "firmware that has a fault", most);
	test_watchdog(&rproc, BENCH_CRASH_RESET, "firmware that enters itself again", most);
	test_watchdog(&rproc, BENCH_CRASH_HANG, "firmware that hangs", 1);
	test_hung(&rproc);
	test_booted(&rproc);
	test_gone(&rproc, "unbound", unbind_driver, bind_driver);
	test_gone(&rproc, "unloaded", unload_driver, load_driver);
	test_transport(&rproc);
	return done();
}
