// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends messages to a remote core through /dev/rpmsgN, waits for each to come
 * back, and tells how long that took.
 *
 * Exit status: 0 when every message came back as it was sent, 1 when one did
 * not, 2 when there was nothing to talk to or the command line was wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#define MAX_MESSAGE	65536	/* bytes; the device may take less */
#define EXIT_TROUBLE	2

struct options {
	const char *device;
	const char *text;	/* NULL: "ping N" */
	long count;
	long size;		/* bytes; -1: as long as the text */
	long reply_ms;
	long wait_ms;
	bool quiet;
};

struct result {
	long sent, received, wrong;
	double min, max, sum;	/* ms */
};

static const char usage_text[] =
"Usage: rpmsg_ping [OPTION]... DEVICE [TEXT]\n"
"Send messages to a remote core and wait for each to come back.\n"
"\n"
"DEVICE is an endpoint such as /dev/rpmsg0 whose remote side sends back what it\n"
"gets. TEXT is the message; without it, it is \"ping 1\", \"ping 2\" and so on.\n"
"\n"
"  -c, --count=N        send N messages (default 3)\n"
"  -s, --size=BYTES     repeat or cut the text to make messages of this size;\n"
"                       0: empty ones\n"
"  -t, --timeout=MS     wait so long for a reply (default 5000)\n"
"  -w, --wait=MS        wait so long for DEVICE to appear (default 0)\n"
"  -q, --quiet          print the summary only\n"
"  -h, --help           print this text\n"
"\n"
"Exit status: 0 if every message came back unchanged, 1 if one did not,\n"
"2 if there was nothing to talk to or the command line is wrong.\n";

#define __noreturn	__attribute__((__noreturn__))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))

static void __noreturn __printf(1, 2) die(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("rpmsg_ping: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_TROUBLE);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static long number(const char *text, long min, long max, const char *what)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 0);
	if (errno || end == text || *end || value < min || value > max)
		die("%s must be a number from %ld to %ld, not '%s'", what, min,
		    max, text);
	return value;
}

static void parse(int argc, char *argv[], struct options *o)
{
	static const struct option longs[] = {
		{ "count", required_argument, NULL, 'c' },
		{ "size", required_argument, NULL, 's' },
		{ "timeout", required_argument, NULL, 't' },
		{ "wait", required_argument, NULL, 'w' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	int c;

	while ((c = getopt_long(argc, argv, "c:s:t:w:qh", longs, NULL)) != -1) {
		switch (c) {
		case 'c':
			o->count = number(optarg, 1, LONG_MAX, "the count");
			break;
		case 's':
			o->size = number(optarg, 0, MAX_MESSAGE, "the size");
			break;
		case 't':
			o->reply_ms = number(optarg, 0, INT_MAX, "the timeout");
			break;
		case 'w':
			o->wait_ms = number(optarg, 0, INT_MAX, "the wait");
			break;
		case 'q':
			o->quiet = true;
			break;
		case 'h':
			fputs(usage_text, stdout);
			exit(0);
		default:
			die("see rpmsg_ping --help");
		}
	}
	if (argc - optind < 1 || argc - optind > 2)
		die("it takes one device and at most one text; see rpmsg_ping --help");
	o->device = argv[optind];
	o->text = argv[optind + 1];
	if (o->text && !*o->text)
		die("the text is empty");
}

/*
 * Opens the device as soon as it is there. Its folder is watched before the
 * first try, so that it cannot appear unnoticed between the try and the wait.
 */
static int open_device(const struct options *o)
{
	const double end = now_ms() + o->wait_ms;
	char events[4096], *path = strdup(o->device);
	struct pollfd watch = { .events = POLLIN };
	int fd;

	watch.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (o->wait_ms && inotify_add_watch(watch.fd, dirname(path),
					    IN_CREATE | IN_MOVED_TO | IN_ATTRIB) < 0)
		die("%s: %s", path, strerror(errno));
	free(path);

	for (;;) {
		double left = end - now_ms();

		fd = open(o->device, O_RDWR | O_CLOEXEC);
		if (fd >= 0 || errno != ENOENT || left <= 0)
			break;
		poll(&watch, 1, left + 1);
		while (read(watch.fd, events, sizeof(events)) > 0)
			;
	}
	if (fd < 0)
		die("%s: %s", o->device, strerror(errno));
	close(watch.fd);
	return fd;
}

static size_t make_message(const struct options *o, long n, char *message)
{
	char text[32];
	const char *from = o->text;
	size_t length, size;

	if (!from) {
		snprintf(text, sizeof(text), "ping %ld", n);
		from = text;
	}
	length = strlen(from);
	size = o->size >= 0 ? (size_t)o->size : length;
	if (size > MAX_MESSAGE)
		die("the text is longer than %d bytes", MAX_MESSAGE);
	for (size_t i = 0; i < size; i++)
		message[i] = from[i % length];
	return size;
}

/* Returns the size of the reply, or -1 when none came in time. */
static ssize_t receive(int fd, const struct options *o, char *reply)
{
	struct pollfd input = { .fd = fd, .events = POLLIN };
	ssize_t size;

	switch (poll(&input, 1, o->reply_ms)) {
	case 0:
		return -1;
	case -1:
		die("waiting for %s: %s", o->device, strerror(errno));
	}
	size = read(fd, reply, MAX_MESSAGE);
	if (size < 0)
		die("reading from %s: %s", o->device, strerror(errno));
	return size;
}

static void print_reply(long n, const char *reply, ssize_t size, double ms)
{
	const int shown = size > 40 ? 40 : size;

	printf("reply %ld: %zd bytes in %.3f ms: \"", n, size, ms);
	for (int i = 0; i < shown; i++)
		putchar(reply[i] >= ' ' && reply[i] <= '~' ? reply[i] : '.');
	puts(shown < size ? "...\"" : "\"");
}

static void ping(int fd, const struct options *o, struct result *r, long n)
{
	static char message[MAX_MESSAGE], reply[MAX_MESSAGE];
	size_t size = make_message(o, n, message);
	double start = now_ms(), ms;
	ssize_t got;

	if (write(fd, message, size) != (ssize_t)size)
		die("writing %zu bytes to %s: %s", size, o->device,
		    strerror(errno));
	r->sent++;
	got = receive(fd, o, reply);
	if (got < 0) {
		printf("reply %ld: none in %ld ms\n", n, o->reply_ms);
		return;
	}
	ms = now_ms() - start;
	r->min = r->received && r->min < ms ? r->min : ms;
	r->max = r->max > ms ? r->max : ms;
	r->sum += ms;
	r->received++;
	if (!o->quiet)
		print_reply(n, reply, got, ms);
	if ((size_t)got != size || memcmp(message, reply, size)) {
		printf("reply %ld: differs from what was sent\n", n);
		r->wrong++;
	}
	fflush(stdout);
}

int main(int argc, char *argv[])
{
	struct options o = { .count = 3, .size = -1, .reply_ms = 5000 };
	struct result r = { 0 };
	int fd;

	parse(argc, argv, &o);
	fd = open_device(&o);
	for (long n = 1; n <= o.count; n++)
		ping(fd, &o, &r, n);
	close(fd);

	printf("%ld sent, %ld received", r.sent, r.received);
	if (r.wrong)
		printf(", %ld of them wrong", r.wrong);
	if (r.received)
		printf("; round trip min/avg/max %.3f/%.3f/%.3f ms", r.min,
		       r.sum / r.received, r.max);
	puts("");
	return r.received < r.sent || r.wrong;
}
