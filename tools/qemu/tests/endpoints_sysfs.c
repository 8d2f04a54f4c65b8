// SPDX-License-Identifier: GPL-2.0-only
/* The same for a shell: endpoints and channels by sysfs, and their attributes. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"
#include "message.h"
#include "sysutil.h"
#include "tap.h"

#define ROUNDS		1000
#define TALK_EVERY	100

static struct bench bench;
static struct node raw;

static int create(const char *words, struct node *node)
{
	int err = ctrl_write(&bench.ctrl, "export_ept", words);

	if (!err && !ctrl_last(&bench.ctrl, node))
		err = -ENODEV;
	return err;
}

static int destroy(const struct node *node)
{
	return ctrl_write(&bench.ctrl, "destroy_ept", node->name);
}

static int talk(const struct node *node)
{
	int fd = node_open(node, O_RDWR);
	int err = fd < 0 ? fd : message_echo(fd, 64, 1);

	if (fd >= 0)
		close(fd);
	return err;
}

static void test_many(void)
{
	unsigned int before = node_count(bench.rproc), i;
	double start = now();
	struct node node;
	int err = 0;

	for (i = 0; i < ROUNDS && !err; i++) {
		err = create("many -1 30\n", &node);
		if (!err && i % TALK_EVERY == 0)
			err = talk(&node);
		if (!err)
			err = destroy(&node);
	}
	is(err, 0, "endpoints come and go by sysfs");
	is(i, ROUNDS, "%d times", ROUNDS);
	is(node_count(bench.rproc), before, "none is left");
	is(node_open(&node, O_RDWR), -ENOENT, "not even a node");
	diag("%.1f ms each", (now() - start) * 1000 / ROUNDS);
}

static void attr_is(const struct node *node, const char *attr,
		    const char *expected)
{
	char path[PATH_LEN], text[128] = "";

	snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/%s", node->name, attr);
	is(read_text(path, text, sizeof(text)), 0, "%s can be read", attr);
	if (!ok(!strcmp(text, expected), "and is '%s'", expected))
		diag("it is '%s'", text);
}

static void test_words(void)
{
	static const struct {
		const char *words, *name, *src, *dst;
	} good[] = {
		{ "just-a-name\n", "just-a-name", "-1", "-1" },
		{ "with-src 2000", "with-src", "2000", "-1" },
		{ "with-dst -1 30\n", "with-dst", "-1", "30" },
		{ "hex 0x7d0 0x1E\n", "hex", "2000", "30" },
		{ "  blanks \t 2000   30 \n", "blanks", "2000", "30" },
		{ "1234567890123456789012345678901 -1 30",
		  "1234567890123456789012345678901", "-1", "30" },
	};
	struct node node;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		if (!is(create(good[i].words, &node), 0,
			"an endpoint can be made of words, case %zu", i))
			continue;
		attr_is(&node, "name", good[i].name);
		attr_is(&node, "src", good[i].src);
		attr_is(&node, "dst", good[i].dst);
		is(destroy(&node), 0, "it can be destroyed");
	}
}

static void test_bad_words(void)
{
	static const struct {
		const char *words;
		int error;
	} bad[] = {
		{ "\n", -EINVAL }, { " ", -EINVAL },
		{ "a 1 2 3", -EINVAL }, { "a b", -EINVAL }, { "a 1 b", -EINVAL },
		{ "a 1x", -EINVAL }, { "a 0x", -EINVAL }, { "a 1 -", -EINVAL },
		{ "a -2", -ERANGE }, { "a 4294967296", -ERANGE },
		{ "a 1 -2", -ERANGE }, { "a 1 99999999999999999999", -ERANGE },
		{ "12345678901234567890123456789012 1 1", -EINVAL },
	};
	static const char * const attr[] = {
		"export_ept", "export_dev", "release_dev",
	};
	unsigned int before = node_count(bench.rproc);
	char used[64];

	for (int a = 0; a < 3; a++) {
		for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
			is(ctrl_write(&bench.ctrl, attr[a], bad[i].words),
			   bad[i].error, "%s refuses bad words, case %zu",
			   attr[a], i);
	}
	is(ctrl_write(&bench.ctrl, "export_ept", "ns 53 1"), -EINVAL,
	   "the name service's address cannot be had");
	snprintf(used, sizeof(used), "used %lld 1", node_attr(&raw, "src"));
	is(ctrl_write(&bench.ctrl, "export_ept", used), -EADDRINUSE,
	   "nor one that is used");
	is(node_count(bench.rproc), before, "nothing was made by all that");
}

static void test_bad_destroy(void)
{
	static const char * const names[] = {
		"rpmsg99999", "", "\n", "rpmsg_ctrl0", "../rpmsg0",
		"1234567890123456789012345678901",
	};
	int n;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		/* An empty write does not reach the driver at all. */
		n = ctrl_write(&bench.ctrl, "destroy_ept", names[i]);
		is(n, names[i][0] ? -ENODEV : 0,
		   "what is not there cannot be destroyed, case %zu", i);
	}
	is(destroy(&raw), -ENODEV, "nor can a channel's own device");
	is(talk(&raw), 0, "which still works");
}

static void test_attributes(void)
{
	static const char * const statistics[] = {
		"rx_messages", "rx_bytes", "rx_queued", "rx_queued_bytes",
		"rx_high_water", "rx_dropped", "rx_truncated",
		"rx_would_block", "tx_messages", "tx_bytes", "tx_would_block",
	};
	struct node node;
	char attr[64];

	if (!is(create("attributes 2000 30", &node), 0, "an endpoint is made"))
		return;
	attr_is(&node, "name", "attributes");
	attr_is(&node, "src", "2000");
	attr_is(&node, "dst", "30");
	attr_is(&node, "mtu", "496");
	attr_is(&node, "rx_queue_limit", "65536");
	attr_is(&node, "rx_policy", "hold");
	for (size_t i = 0; i < ARRAY_SIZE(statistics); i++) {
		snprintf(attr, sizeof(attr), "statistics/%s", statistics[i]);
		attr_is(&node, attr, "0");
	}
	attr_is(&raw, "name", RAW_NAME);
	attr_is(&raw, "dst", "30");
	in_range(node_attr(&raw, "src"), 1024, 1 << 20,
		 "a channel's device tells its local address");
	is(destroy(&node), 0, "it can be destroyed");
}

static void test_settings(void)
{
	struct node node;

	if (!is(create("settings", &node), 0, "an endpoint is made"))
		return;
	is(node_set_attr(&node, "rx_policy", "drop\n"), 0, "the policy can be set");
	attr_is(&node, "rx_policy", "drop");
	is(node_set_attr(&node, "rx_policy", "hold"), 0, "and set back");
	attr_is(&node, "rx_policy", "hold");
	is(node_set_attr(&node, "rx_policy", "lose"), -EINVAL,
	   "to nothing that it cannot be");
	is(node_set_attr(&node, "rx_policy", "holding"), -EINVAL, "not even nearly");
	is(node_set_attr(&node, "rx_queue_limit", "0x1000\n"), 0,
	   "the limit can be set");
	attr_is(&node, "rx_queue_limit", "4096");
	is(node_set_attr(&node, "rx_queue_limit", "16777216"), 0, "to 16 MiB");
	is(node_set_attr(&node, "rx_queue_limit", "16777217"), -ERANGE,
	   "and not beyond");
	is(node_set_attr(&node, "rx_queue_limit", "-1"), -EINVAL, "nor below 0");
	is(node_set_attr(&node, "rx_queue_limit", "much"), -EINVAL,
	   "nor to a word");
	attr_is(&node, "rx_queue_limit", "16777216");
	attr_is(&node, "rx_policy", "hold");
	is(destroy(&node), 0, "it can be destroyed");
}

static void test_channels(void)
{
	struct node node;

	is(ctrl_write(&bench.ctrl, "export_dev", "rpmsg-raw 2000 31\n"), 0,
	   "a channel can be made");
	node = node_wait(bench.rproc, RAW_NAME, BENCH_SINK_ADDR);
	attr_is(&node, "src", "2000");
	is(ctrl_write(&bench.ctrl, "export_dev", "rpmsg-raw 2000 31\n"), -ENXIO,
	   "but not twice");
	is(ctrl_write(&bench.ctrl, "release_dev", "rpmsg-raw -1 31"), 0,
	   "it can be removed");
	is(node_open(&node, O_RDWR), -ENOENT, "then its node is gone");
	is(ctrl_write(&bench.ctrl, "release_dev", "rpmsg-raw -1 31"), -EINVAL,
	   "it cannot be removed twice");
	is(ctrl_write(&bench.ctrl, "release_dev", "rpmsg_ns"), -EINVAL,
	   "the name service cannot be removed");
	is(ctrl_write(&bench.ctrl, "release_dev", "rpmsg_ctrl"), -EINVAL,
	   "nor the control channel");
}

/* Only root writes to what makes and destroys. */
static void test_modes(void)
{
	static const struct {
		const char *attr;
		mode_t mode;
	} modes[] = {
		{ "export_ept", 0644 }, { "destroy_ept", 0200 },
		{ "export_dev", 0200 }, { "release_dev", 0200 },
	};
	char path[PATH_LEN];
	struct stat st;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		snprintf(path, sizeof(path), "/sys/class/rpmsg/%s/%s",
			 bench.ctrl.name, modes[i].attr);
		is(stat(path, &st) ? 0 : st.st_mode & 0777, modes[i].mode,
		   "%s has the right mode", modes[i].attr);
	}
}

int main(void)
{
	struct rproc rproc = rproc_get(0);

	bench = bench_start(&rproc);
	raw = node_wait(&rproc, BENCH_RAW_NAME, BENCH_ECHO_ADDR);

	test_many();
	test_words();
	test_bad_words();
	test_bad_destroy();
	test_attributes();
	test_settings();
	test_channels();
	test_modes();
	bench_stop(&bench);
	return done();
}
