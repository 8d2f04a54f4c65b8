// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first and only program that a modelled board starts by itself. What it
 * does is the first argument (what follows "--" on the kernel's command line):
 *
 *	test [NAME...]	run the programs in /tests, each of which prints TAP
 *	kunit [NAME...]	load each module NAME_kunit by itself and show the results
 *			of its suites, which are KTAP
 *	demo		run /session on the results channel, and end with the
 *			line "# session exit STATUS"
 *	shell		run /session on the console and go on with a shell
 *
 * and then it powers the board off. From the environment (NAME=value on the
 * kernel's command line): results, the tty that results go to; console, the one
 * for the shell; modules, a comma-separated list of what to load before the
 * tests; kept, those of them that the kernel never lets go; filter, which of KUnit's cases run
 * (KUnit's parameter of that name); limit, the seconds that a program or a suite may take; end,
 * which is "reboot" on a board that cannot switch itself off.
 *
 * Between the lines of the programs stand lines of ours, which the host reads:
 *
 *	# begin NAME
 *	# end NAME exit STATUS after SECONDS s	(128: died of a signal, or hung)
 *	not ok - NAME: ...	a program that died or hung, a kernel warning
 *	# done			nothing is missing before this line
 *
 * When a program has ended that has loaded another kernel (kexec), that one is started, with
 * all that the program has left behind at work; what comes then is up to its command line.
 *
 * The last test, on a kernel that can tell, is that nothing has leaked. With
 * coverage in the environment, what gcov has counted is sent to the host then.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define TESTS_DIR	"/tests"
#define SUITE_SUFFIX	"_kunit.ko"
#define KUNIT_FILTER	"/sys/module/kunit/parameters/filter"
#define DEFAULT_LIMIT	"900"	/* seconds that a test program may take */
#define KILL_LIMIT	30	/* seconds that SIGKILL may take */

static int results = STDOUT_FILENO;
static int suites_shown;

void emit(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vdprintf(results, format, args);
	va_end(args);
}

static const char *setting(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

static void mount_file_systems(void)
{
	static const char * const mounts[][2] = {
		{ "proc", "/proc" },
		{ "sysfs", "/sys" },
		{ "devtmpfs", "/dev" },
		{ "debugfs", "/sys/kernel/debug" },
		{ "tmpfs", "/tmp" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i][1], 0755);
		if (mount(mounts[i][0], mounts[i][1], mounts[i][0], 0, NULL) &&
		    errno != EBUSY)
			perror(mounts[i][1]);
	}
}

/* Results must arrive byte for byte: no echo, no carriage returns. */
static int open_tty(const char *name, bool raw)
{
	struct termios mode;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		return -1;
	}
	if (raw && !tcgetattr(fd, &mode)) {
		cfmakeraw(&mode);
		tcsetattr(fd, TCSANOW, &mode);
	}
	return fd;
}

static void __attribute__((noreturn)) go_down(int how)
{
	tcdrain(results);
	sync();
	reboot(how);
	for (;;)
		pause();
}

static void __attribute__((noreturn)) power_off(void)
{
	go_down(strcmp(setting("end", "poweroff"), "poweroff") ?
		RB_AUTOBOOT : RB_POWER_OFF);
}

/*
 * Starts a program in a session of its own on @tty. Only a shell gets it as its
 * controlling terminal: when the leader of such a session ends, the kernel hangs
 * the terminal up, for us as well. Signals are blocked in init, so that it
 * can wait for them with a limit; programs start with no signal blocked.
 */
static pid_t spawn(char * const argv[], int tty, bool controlling)
{
	sigset_t none;
	pid_t pid = fork();

	if (pid)
		return pid;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	if (controlling)
		ioctl(tty, TIOCSCTTY, 0);
	dup2(tty, STDIN_FILENO);
	dup2(tty, STDOUT_FILENO);
	dup2(tty, STDERR_FILENO);
	execv(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static sigset_t awaited_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGTERM);
	return set;
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/*
 * Waits until @pid has ended, and for at most @limit seconds (0: for ever).
 * Whatever else ends meanwhile is an orphan that fell to us. Returns its wait
 * status, or -1 when it goes on running. The other signals are what poweroff,
 * halt and reboot ask init with.
 */
static int wait_for(pid_t pid, double limit)
{
	const double end = now() + limit;
	const sigset_t awaited = awaited_signals();
	int status;
	pid_t ended;

	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
			if (ended == pid)
				return status;
		}

		double left = limit ? end - now() : 3600;
		struct timespec t = {
			.tv_sec = left,
			.tv_nsec = (left - (long)left) * 1e9,
		};

		if (left <= 0)
			return -1;
		switch (sigtimedwait(&awaited, NULL, &t)) {
		case SIGUSR1:
		case SIGUSR2:
		case SIGTERM:
			power_off();
		}
	}
}

static int run(char * const argv[], int tty)
{
	return wait_for(spawn(argv, tty, false), 0);
}

static void load_modules(void)
{
	char *argv[34] = { "/sbin/modprobe", "-a" };
	char *list = strdup(setting("modules", ""));
	int argc = 2;

	for (char *name = strtok(list, ","); name && argc < 33;
	     name = strtok(NULL, ","))
		argv[argc++] = name;
	if (argc > 2 && run(argv, results))
		emit("not ok - loading %s\n", setting("modules", ""));
	free(list);
}

/* Nothing that a test leaves behind goes on into the next one. */
static void kill_all(void)
{
	kill(-1, SIGKILL);
	wait_for(0, 0.001);
}

/* A program that hangs: says where, and ends it. */
static void end_hung(const char *name, pid_t pid, double limit)
{
	emit("not ok - %s: still running after %.0f s\n", name, limit);
	show_sleepers();
	show_log_tail();
	kill(-1, SIGKILL);
	if (wait_for(pid, KILL_LIMIT) != -1)
		return;
	emit("not ok - %s: not even SIGKILL ends it\nBail out!\n", name);
	power_off();
}

static bool next_kernel_is_loaded(void)
{
	char loaded = '0';
	int fd = open("/sys/kernel/kexec_loaded", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &loaded, 1) != 1)
		loaded = '0';
	close(fd);
	return loaded != '0';
}

/*
 * Runs a program whose output is TAP, with what @more adds to it. What init
 * itself finds wrong comes after the end of that.
 */
static void run_test(const char *name, char * const argv[], void (*more)(void))
{
	double limit = atof(setting("limit", DEFAULT_LIMIT));
	double start = now();
	pid_t pid;
	int status;

	check_kernel_log("before the test");
	emit("# begin %s\n", name);

	pid = spawn(argv, results, false);
	status = wait_for(pid, limit);
	if (more)
		more();
	emit("\n# end %s exit %d after %.1f s\n", name,
	     status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : 128,
	     now() - start);
	if (status == -1)
		end_hung(name, pid, limit);
	else if (WIFSIGNALED(status))
		emit("not ok - %s: died of signal %d (%s)\n", name,
		     WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (next_kernel_is_loaded()) {
		check_kernel_log(name);
		go_down(RB_KEXEC);
	}
	kill_all();
	check_kernel_log(name);
}

static void run_program(const char *name)
{
	char path[300];
	char *argv[] = { path, NULL };

	snprintf(path, sizeof(path), TESTS_DIR "/%s", name);
	run_test(name, argv, NULL);
}

/*
 * Those of one module, because no other one with suites is loaded. KUnit forgets a suite of
 * which the filter lets no case run: that one planned none, as a suite says it.
 */
static void show_suites(void)
{
	DIR *suites = opendir(DEBUG_DIR "/kunit");
	struct dirent *entry;
	char path[320];
	int shown = 0;

	while (suites && (entry = readdir(suites))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), DEBUG_DIR "/kunit/%s/results",
			 entry->d_name);
		copy_file("", path);
		shown++;
	}
	if (suites)
		closedir(suites);
	suites_shown += shown;
	if (!shown && *setting("filter", ""))
		emit("    1..0\n");
}

/* The suites run while their module is loaded. */
static void run_suite(const char *name)
{
	char module[300];
	char *argv[] = { "/sbin/modprobe", module, NULL };

	snprintf(module, sizeof(module), "%s_kunit", name);
	run_test(name, argv, show_suites);
	if (syscall(SYS_delete_module, module, O_NONBLOCK) && errno != ENOENT)
		emit("not ok - %s: cannot be unloaded: %s\n", name, strerror(errno));
	check_kernel_log(name);
}

static int is_program(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int is_suite(const struct dirent *entry)
{
	const char *suffix = strstr(entry->d_name, SUITE_SUFFIX);

	return suffix && !strcmp(suffix, SUITE_SUFFIX);
}

static void run_all_in(const char *path, int (*filter)(const struct dirent *entry),
		       void (*run_one)(const char *name))
{
	struct dirent **found;
	int n = scandir(path, &found, filter, alphasort);

	for (int i = 0; i < n; i++) {
		if (filter == is_suite)
			*strstr(found[i]->d_name, SUITE_SUFFIX) = '\0';
		run_one(found[i]->d_name);
	}
}

static void run_tests(char *names[])
{
	load_modules();
	for (int i = 0; names[i]; i++)
		run_program(names[i]);
	if (!names[0])
		run_all_in(TESTS_DIR, is_program, run_program);
}

/*
 * A suite that makes an allocation fail wants that for sleeping ones as well, and
 * without the stack in the log, which would look like a problem.
 */
static void run_suites(char *names[])
{
	struct utsname kernel;
	char path[200];

	write_file(DEBUG_DIR "/failslab/ignore-gfp-wait", "N");
	write_file(DEBUG_DIR "/failslab/verbose", "0");
	write_file(KUNIT_FILTER, setting("filter", ""));
	load_modules();
	for (int i = 0; names[i]; i++)
		run_suite(names[i]);
	uname(&kernel);
	snprintf(path, sizeof(path), "/lib/modules/%s/updates", kernel.release);
	if (!names[0])
		run_all_in(path, is_suite, run_suite);
	if (!suites_shown)
		emit("not ok - the filter \"%s\" lets no case run\n", setting("filter", ""));
}

static void finish_tests(void)
{
	check_leaks();
	check_kernel_log("end");
	emit("# done\n");
}

int main(int argc, char *argv[])
{
	static char *install[] = { "/bin/busybox", "--install", "-s", NULL };
	static char *session[] = { "/session", NULL };
	static char *shell[] = { "/session", "shell", NULL };
	static char *coverage[] = { "/sbin/save-coverage", NULL };
	const char *what, *tty = setting("results", "console");
	sigset_t awaited = awaited_signals();

	/* Words that the kernel acts on early, and does not know later, come first. */
	while (argc > 1 && !strcmp(argv[1], "nokaslr")) {
		argv++;
		argc--;
	}
	what = argc > 1 ? argv[1] : "shell";
	sigprocmask(SIG_BLOCK, &awaited, NULL);
	mount_file_systems();
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);

	open_kernel_log();
	run(install, STDOUT_FILENO);
	if (!strcmp(what, "shell"))
		results = open_tty(setting("console", "console"), false);
	else
		results = open_tty(tty, true);

	if (!strcmp(what, "test")) {
		run_tests(argv + 2);
		finish_tests();
	} else if (!strcmp(what, "kunit")) {
		run_suites(argv + 2);
		finish_tests();
		if (*setting("coverage", ""))
			run(coverage, STDOUT_FILENO);
	} else if (!strcmp(what, "demo")) {
		emit("# session exit %d\n", WEXITSTATUS(run(session, results)));
	} else {
		wait_for(spawn(shell, results, true), 0);
	}
	power_off();
}
