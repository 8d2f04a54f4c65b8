// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers of other sizes than 512 bytes, each direction on its own: as the firmware
 * asks for in either dialect, as the host's side says for firmware that asks for
 * nothing, and declined where it makes no sense.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "image.h"
#include "kernel.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define FILE_NAME	"sized.elf"
#define HEADER		16
#define DEFAULT_SIZE	512
#define OWN_ADDR	2000u
#define PARAMETERS	"/sys/module/virtio_rpmsg_bus/parameters/"

/* NuttX's dialect: bit 2, and 64 bytes of configuration. */
#define F_BUFSZ_NUTTX	4u
#define NUTTX_LEN	64

static struct rproc rproc;
static char buf[65536];

/**
 * struct ask - what firmware asks for
 * @title: in words
 * @features: feature bits besides what it has
 * @version: of the configuration
 * @size: what the configuration says of its size
 * @to_linux: bytes of a buffer to Linux
 * @from_linux: bytes of a buffer from Linux
 * @config_len: bytes of configuration there are
 * @refused: what Linux then gives is 512 bytes
 */
struct ask {
	const char *title;
	uint32_t features;
	uint8_t version;
	uint16_t size;
	uint32_t to_linux;
	uint32_t from_linux;
	uint32_t config_len;
	bool refused;
};

static const struct ask asks[] = {
	{ "4 KiB each way", RPMSG_F_BUFSZ, 1, 11, 4096, 4096, 11, false },
	{ "64 KiB each way", RPMSG_F_BUFSZ, 1, 11, 65536, 65536, 11, false },
	{ "1 KiB to Linux, 16 KiB from it", RPMSG_F_BUFSZ, 1, 11, 1024, 16384, 11,
	  false },
	{ "16 KiB to Linux, 128 bytes from it", RPMSG_F_BUFSZ, 1, 11, 16384, 128, 11,
	  false },
	{ "a version that nobody knows", RPMSG_F_BUFSZ, 2, 11, 4096, 4096, 11, true },
	{ "a configuration of another size", RPMSG_F_BUFSZ, 1, 12, 4096, 4096, 11, true },
	{ "a configuration that is not there", RPMSG_F_BUFSZ, 1, 11, 4096, 4096, 0, true },
	{ "no room for a header", RPMSG_F_BUFSZ, 1, 11, 16, 4096, 11, true },
	{ "0 bytes", RPMSG_F_BUFSZ, 1, 11, 4096, 0, 11, true },
	{ "an odd size", RPMSG_F_BUFSZ, 1, 11, 4098, 4096, 11, true },
	{ "64 KiB and 4 bytes", RPMSG_F_BUFSZ, 1, 11, 65540, 4096, 11, true },
	{ "4 GiB", RPMSG_F_BUFSZ, 1, 11, 4096, 0xfffffffc, 11, true },
	{ "a bit that means something else", F_BUFSZ_NUTTX, 1, 11, 4096, 4096, 11, true },
};

static void start_with(const struct ask *ask)
{
	struct image image = image_read(rproc_firmware(&rproc, "bench"));
	struct rsc_rpmsg_vdev *vdev = image_vdev(&image);
	struct rsc_rpmsg_config *config = image_config(&image);
	int err;

	vdev->dfeatures |= ask->features;
	vdev->config_len = ask->config_len;
	config->version = ask->version;
	config->size = ask->size;
	config->tx_size = ask->to_linux;
	config->rx_size = ask->from_linux;
	image_write(&image, FILE_NAME);
	image_free(&image);
	err = rproc_try_start(&rproc, FILE_NAME);
	if (err)
		bail("the core does not start: %s", strerror(-err));
}

/* Messages of all sizes go both ways, and what is too long does not. */
static void test_sizes(uint32_t to_linux, uint32_t from_linux)
{
	size_t most = from_linux - HEADER, back = to_linux - HEADER;
	size_t both = most < back ? most : back;
	struct node node = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);
	struct bench bench = bench_open(&rproc);
	struct node own = ctrl_create_ept(&bench.ctrl, "own", OWN_ADDR,
					  BENCH_SINK_ADDR);
	int fd = node_must_open(&node, O_RDWR), err = 0, count = 20;
	int sink = node_must_open(&own, O_RDWR);

	is(node_attr(&node, "mtu"), most, "programs see how long a message may be");
	for (size_t len = 0; len <= both && !err; len += 1 + both / 37)
		err = message_echo(fd, len, len);
	is(err ?: message_echo(fd, both, 7), 0, "messages up to %zu bytes come back",
	   both);
	is(sys(write(fd, buf, most + 1)), -EMSGSIZE, "one more is too many");
	is(message_send(sink, most, 1), 0, "%zu bytes are sent", most);

	bench_flood(&bench, 0, OWN_ADDR, count, back);
	for (int i = 0; i < count && !err; i++) {
		if (read(sink, buf, sizeof(buf)) != (long)back ||
		    !bench_flood_is(buf, back, i, count))
			err = -EBADMSG;
	}
	is(err, 0, "%d messages of %zu bytes come", count, back);
	close(fd);
	close(sink);
	bench_stop(&bench);
}

static void test_ask(const struct ask *ask)
{
	diag("%s", ask->title);
	start_with(ask);
	if (ask->refused)
		test_sizes(DEFAULT_SIZE, DEFAULT_SIZE);
	else
		test_sizes(ask->to_linux, ask->from_linux);
}

static void test_nuttx(void)
{
	struct image image = image_read(rproc_firmware(&rproc, "bench"));
	struct rsc_rpmsg_vdev *vdev = image_vdev(&image);
	const uint32_t words[2] = { 2048, 8192 };
	int err;

	diag("NuttX's dialect, 2 KiB from Linux and 8 KiB to it");
	vdev->dfeatures |= F_BUFSZ_NUTTX;
	vdev->config_len = NUTTX_LEN;
	memset(vdev + 1, 0, NUTTX_LEN);
	memcpy(vdev + 1, words, sizeof(words));
	image_write(&image, FILE_NAME);
	image_free(&image);
	err = rproc_try_start(&rproc, FILE_NAME);
	if (err)
		bail("the core does not start: %s", strerror(-err));
	test_sizes(8192, 2048);
}

/* Firmware that takes the size from the ring's descriptors. */
static void test_parameters(void)
{
	diag("sizes of the module's parameters");
	is(write_text(PARAMETERS "rx_buf_size", "2048"), 0, "2 KiB to Linux");
	is(write_text(PARAMETERS "tx_buf_size", "1024"), 0, "1 KiB from it");
	rproc_start(&rproc, "bench");
	test_sizes(2048, 1024);

	write_text(PARAMETERS "rx_buf_size", "512");
	write_text(PARAMETERS "tx_buf_size", "512");
}

/* Sizes that make no sense: nothing is changed, and a line says what would. */
static void test_bad_parameters(void)
{
	static const char * const bad[] = { "7", "20", "32", "515", "65540", "x", "-512" };
	char text[256], name[64];
	int log = kmsg_open();
	int lines = 0;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		is(write_text(PARAMETERS "rx_buf_size", bad[i]), -EINVAL,
		   "rx_buf_size=%s is refused", bad[i]);
		is(write_text(PARAMETERS "tx_buf_size", bad[i]), -EINVAL,
		   "tx_buf_size=%s is refused", bad[i]);
	}
	is(read_number(PARAMETERS "rx_buf_size"), 512, "rx_buf_size is as it was");
	is(read_number(PARAMETERS "tx_buf_size"), 512, "so is tx_buf_size");
	while (kmsg_next(log, text, sizeof(text)) >= 0)
		lines += !!strstr(text, "must be a multiple of 4 from 56 to 65536");
	is(lines, 2 * ARRAY_SIZE(bad), "each time a line says which sizes can be");

	is(module_unload("rpmsg_tty") ?: module_unload("rpmsg_ctrl") ?:
	   module_unload("rpmsg_char") ?: module_unload("virtio_rpmsg_bus"), 0,
	   "the modules can be unloaded");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(name, sizeof(name), "tx_buf_size=%s", bad[i]);
		is(module_load_with("virtio_rpmsg_bus", name), -EINVAL,
		   "the module is not loaded with %s", name);
	}
	lines = 0;
	while (kmsg_next(log, text, sizeof(text)) >= 0)
		lines += !!strstr(text, "tx_buf_size must be a multiple of 4");
	is(lines, ARRAY_SIZE(bad), "each time a line says why");
	is(module_load_with("virtio_rpmsg_bus", "rx_buf_size=2048 tx_buf_size=1024"), 0,
	   "with sizes that make sense it is");
	is(module_load("rpmsg_char") ?: module_load("rpmsg_ctrl") ?:
	   module_load("rpmsg_tty"), 0, "and those that need it");
	rproc_start(&rproc, "bench");
	test_sizes(2048, 1024);
	write_text(PARAMETERS "rx_buf_size", "512");
	write_text(PARAMETERS "tx_buf_size", "512");
	close(log);
}

int main(void)
{
	rproc = rproc_get(0);
	for (size_t i = 0; i < ARRAY_SIZE(asks); i++)
		test_ask(&asks[i]);
	test_nuttx();
	test_parameters();
	test_bad_parameters();
	return done();
}
