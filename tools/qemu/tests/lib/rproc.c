// SPDX-License-Identifier: GPL-2.0-only
/* See rproc.h. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rproc.h"
#include "sysutil.h"
#include "tap.h"

#define CLASS_DIR	"/sys/class/remoteproc"

struct rproc_search {
	struct rproc rproc;
	const char *name;
};

static bool look_for(void *data)
{
	struct rproc_search *search = data;
	struct rproc *rproc = &search->rproc;
	DIR *dir = opendir(CLASS_DIR);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		char path[PATH_LEN];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), CLASS_DIR "/%s/name", entry->d_name);
		if (read_text(path, rproc->name, sizeof(rproc->name)) ||
		    strcmp(rproc->name, search->name))
			continue;
		snprintf(rproc->device, sizeof(rproc->device), "%.31s",
			 entry->d_name);
		snprintf(rproc->dir, sizeof(rproc->dir), CLASS_DIR "/%s",
			 rproc->device);
		found = true;
	}
	if (dir)
		closedir(dir);
	return found;
}

static const char *remotes(void)
{
	const char *list = getenv("remotes");

	if (!list || !*list)
		bail("the environment does not say what remote cores there are");
	return list;
}

unsigned int rproc_count(void)
{
	unsigned int count = 1;

	for (const char *at = remotes(); *at; at++)
		count += *at == ',';
	return count;
}

bool rproc_has_entry(void)
{
	const char *modules = getenv("modules");

	return !modules || (!strstr(modules, "xlnx_r5_rproc") && !rproc_has_vectors());
}

bool rproc_has_vectors(void)
{
	const char *modules = getenv("modules");

	return modules && (strstr(modules, "imx_rproc") || rproc_has_pool());
}

bool rproc_has_pool(void)
{
	const char *modules = getenv("modules");

	return modules && strstr(modules, "ti_k3_m4_rproc");
}

struct rproc rproc_find(unsigned int index)
{
	const char *list = remotes();
	char name[sizeof(((struct rproc *)0)->name)];
	struct rproc_search search = { .name = name };

	while (index && (list = strchr(list, ','))) {
		list++;
		index--;
	}
	if (!list)
		bail("the board has too few remote cores");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(list, ","), list);

	/* After its driver is loaded, it may still wait for a doorbell. */
	if (!wait_until(look_for, &search))
		bail("there is no remote core %s", name);
	return search.rproc;
}

struct rproc rproc_get(unsigned int index)
{
	struct rproc rproc = rproc_find(index);

	if (!rproc_is(&rproc, "offline") && rproc_stop(&rproc))
		bail("%s does not stop", rproc.name);
	return rproc;
}

bool rproc_find_again(struct rproc *rproc)
{
	struct rproc old = *rproc;
	struct rproc_search search = { .name = old.name };

	if (!wait_until(look_for, &search))
		return false;
	*rproc = search.rproc;
	return true;
}

static int write_attr(const struct rproc *rproc, const char *attr,
		      const char *text)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "%s/%s", rproc->dir, attr);
	return write_text(path, text);
}

int rproc_try_start(const struct rproc *rproc, const char *file)
{
	int err = write_attr(rproc, "firmware", file);

	return err ? err : write_attr(rproc, "state", "start");
}

const char *rproc_firmware(const struct rproc *rproc, const char *app)
{
	static __thread char file[64];

	snprintf(file, sizeof(file), "%s-%s.elf", app, rproc->name);
	return file;
}

void rproc_start(const struct rproc *rproc, const char *app)
{
	int err = rproc_try_start(rproc, rproc_firmware(rproc, app));

	if (err)
		bail("%s does not start with %s: %s", rproc->name, app,
		     strerror(-err));
}

int rproc_request(const struct rproc *rproc, const char *what)
{
	return write_attr(rproc, "state", what);
}

int rproc_stop(const struct rproc *rproc)
{
	return rproc_request(rproc, "stop");
}

bool rproc_is(const struct rproc *rproc, const char *state)
{
	char path[PATH_LEN], text[32];

	snprintf(path, sizeof(path), "%s/state", rproc->dir);
	return !read_text(path, text, sizeof(text)) && !strcmp(text, state);
}

void rproc_show_trace(const struct rproc *rproc)
{
	char path[PATH_LEN], line[256];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/kernel/debug/remoteproc/%s/trace0",
		 rproc->device);
	file = fopen(path, "r");
	diag("the trace buffer of %s%s", rproc->name, file ? ":" : " is not there");
	while (file && fgets(line, sizeof(line), file))
		diag("  %.*s", (int)strcspn(line, "\n"), line);
	if (file)
		fclose(file);
}
