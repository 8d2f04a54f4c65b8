// SPDX-License-Identifier: GPL-2.0-only
/* See node.h. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netlink.h>

#include "node.h"
#include "sysutil.h"
#include "tap.h"

#define CLASS_DIR	"/sys/class/rpmsg"

bool belongs_to(const char *name, const struct rproc *rproc)
{
	char path[PATH_LEN], real[PATH_MAX], part[64];

	snprintf(path, sizeof(path), CLASS_DIR "/%s", name);
	snprintf(part, sizeof(part), "/%s/", rproc->device);
	return realpath(path, real) && strstr(real, part);
}

/* Devices come and go while we look: what cannot be read is not there. */
static bool node_is(const char *name, const char *channel, uint32_t dst)
{
	char path[PATH_LEN], text[64];

	snprintf(path, sizeof(path), CLASS_DIR "/%s/name", name);
	if (read_text(path, text, sizeof(text)) || strcmp(text, channel))
		return false;
	snprintf(path, sizeof(path), CLASS_DIR "/%s/dst", name);
	if (read_text(path, text, sizeof(text)))
		return false;
	return (uint32_t)strtoll(text, NULL, 10) == dst;
}

static bool is_node(const char *name)
{
	return !strncmp(name, "rpmsg", 5) && name[5] >= '0' && name[5] <= '9';
}

bool node_find(const struct rproc *rproc, const char *channel, uint32_t dst,
	       struct node *node)
{
	DIR *dir = opendir(CLASS_DIR);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		if (!is_node(entry->d_name) ||
		    !node_is(entry->d_name, channel, dst) ||
		    !belongs_to(entry->d_name, rproc))
			continue;
		snprintf(node->name, sizeof(node->name), "%.31s", entry->d_name);
		found = true;
	}
	if (dir)
		closedir(dir);
	return found;
}

/*
 * A socket on which the kernel tells of each device that came or went: when a new
 * one has its file in /dev, and when an old one is out of /dev and of its class.
 */
static int open_uevents(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		bail("cannot listen to the kernel's events: %s", strerror(errno));
	return fd;
}

/*
 * Calls @check each time that a device came or went, until it is true. We listen
 * before the first look, so nothing is missed; when the kernel had more to tell
 * than fits, that is worth a look as well.
 */
static bool wait_for_dev(bool (*check)(void *data), void *data)
{
	char event[4096];
	double end = now() + LIMIT_S;
	int fd = open_uevents();
	bool found;

	while (!(found = check(data)) && now() < end) {
		wait_fd(fd, POLLIN, (end - now()) * 1000 + 1);
		if (read(fd, event, sizeof(event)) < 0 && errno != EAGAIN &&
		    errno != ENOBUFS)
			bail("cannot hear the kernel's events: %s", strerror(errno));
	}
	close(fd);
	return found;
}

struct node_search {
	const struct rproc *rproc;
	const char *channel;
	uint32_t dst;
	struct node node;
};

/* In sysfs a device shows up earlier than in /dev. */
static bool has_file(const struct node *node)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/dev/%s", node->name);
	return !access(path, F_OK);
}

static bool check_node(void *data)
{
	struct node_search *search = data;

	return node_find(search->rproc, search->channel, search->dst,
			 &search->node) && has_file(&search->node);
}

struct node node_wait(const struct rproc *rproc, const char *channel,
		      uint32_t dst)
{
	struct node_search search = {
		.rproc = rproc, .channel = channel, .dst = dst,
	};

	if (wait_for_dev(check_node, &search))
		return search.node;
	rproc_show_trace(rproc);
	bail("no device came for %s at %u of %s", channel, dst, rproc->name);
}

static bool check_gone(void *data)
{
	const struct node *node = data;
	char path[PATH_LEN];

	if (has_file(node) || errno != ENOENT)
		return false;
	snprintf(path, sizeof(path), CLASS_DIR "/%s", node->name);
	return access(path, F_OK) && errno == ENOENT;
}

bool node_wait_gone(const struct node *node)
{
	struct node copy = *node;

	return wait_for_dev(check_gone, &copy);
}

int node_open(const struct node *node, int flags)
{
	char path[PATH_LEN];

	snprintf(path, sizeof(path), "/dev/%s", node->name);
	return sys(open(path, flags | O_CLOEXEC));
}

int node_must_open(const struct node *node, int flags)
{
	int fd = node_open(node, flags);

	if (fd < 0)
		bail("cannot open %s: %s", node->name, strerror(-fd));
	return fd;
}

unsigned int node_list(const struct rproc *rproc, struct node *nodes,
		       unsigned int most)
{
	DIR *dir = opendir(CLASS_DIR);
	struct dirent *entry;
	unsigned int count = 0;

	while (dir && count < most && (entry = readdir(dir))) {
		if (!is_node(entry->d_name) ||
		    !belongs_to(entry->d_name, rproc))
			continue;
		if (nodes)
			snprintf(nodes[count].name, sizeof(nodes->name), "%.31s",
				 entry->d_name);
		count++;
	}
	if (dir)
		closedir(dir);
	return count;
}

unsigned int node_count(const struct rproc *rproc)
{
	return node_list(rproc, NULL, UINT_MAX);
}

struct list_search {
	const struct rproc *rproc;
	struct node *nodes;
	unsigned int count;
};

static bool check_list(void *data)
{
	const struct list_search *search = data;

	if (node_list(search->rproc, search->nodes, search->count) <
	    search->count)
		return false;
	for (unsigned int i = 0; i < search->count; i++)
		if (!has_file(&search->nodes[i]))
			return false;
	return true;
}

bool node_wait_list(const struct rproc *rproc, struct node *nodes,
		    unsigned int count)
{
	struct list_search search = {
		.rproc = rproc, .nodes = nodes, .count = count,
	};

	return wait_for_dev(check_list, &search);
}

static const char *attr_path(const char *device, const char *attr)
{
	static __thread char path[PATH_LEN];

	snprintf(path, sizeof(path), CLASS_DIR "/%s/%s", device, attr);
	return path;
}

long long node_attr(const struct node *node, const char *attr)
{
	return read_number(attr_path(node->name, attr));
}

int node_set_attr(const struct node *node, const char *attr, const char *text)
{
	return write_text(attr_path(node->name, attr), text);
}

struct attr_search {
	const struct node *node;
	const char *attr;
	long long value;
};

static bool check_attr(void *data)
{
	struct attr_search *search = data;

	return node_attr(search->node, search->attr) >= search->value;
}

bool node_wait_attr(const struct node *node, const char *attr, long long value)
{
	struct attr_search search = {
		.node = node, .attr = attr, .value = value,
	};
	bool reached = wait_until(check_attr, &search);

	if (!reached)
		diag("%s of %s is %lld, waited for %lld", attr, node->name,
		     node_attr(node, attr), value);
	return reached;
}

struct ctrl_search {
	const struct rproc *rproc;
	struct ctrl ctrl;
};

static bool check_ctrl(void *data)
{
	struct ctrl_search *search = data;
	struct ctrl *ctrl = &search->ctrl;
	DIR *dir = opendir(CLASS_DIR);
	struct dirent *entry;
	char path[PATH_LEN];

	ctrl->fd = -1;
	while (dir && ctrl->fd < 0 && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "rpmsg_ctrl", 10) ||
		    !belongs_to(entry->d_name, search->rproc))
			continue;
		snprintf(ctrl->name, sizeof(ctrl->name), "%.31s", entry->d_name);
		snprintf(path, sizeof(path), "/dev/%s", ctrl->name);
		ctrl->fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (dir)
		closedir(dir);
	return ctrl->fd >= 0;
}

struct ctrl ctrl_open(const struct rproc *rproc)
{
	struct ctrl_search search = { .rproc = rproc, .ctrl.rproc = rproc };

	if (!wait_for_dev(check_ctrl, &search))
		bail("%s has no control device", rproc->name);
	return search.ctrl;
}

int ctrl_write(const struct ctrl *ctrl, const char *attr, const char *text)
{
	return write_text(attr_path(ctrl->name, attr), text);
}

int ctrl_ioctl(const struct ctrl *ctrl, unsigned long request, const char *name,
	       uint32_t src, uint32_t dst)
{
	struct rpmsg_endpoint_info info = { .src = src, .dst = dst };

	snprintf(info.name, sizeof(info.name), "%s", name);
	return sys(ioctl(ctrl->fd, request, &info));
}

bool ctrl_last(const struct ctrl *ctrl, struct node *node)
{
	return !read_text(attr_path(ctrl->name, "export_ept"), node->name,
			  sizeof(node->name)) && is_node(node->name);
}

struct node ctrl_create_ept(const struct ctrl *ctrl, const char *name,
			    uint32_t src, uint32_t dst)
{
	struct node node;
	int err = ctrl_ioctl(ctrl, RPMSG_CREATE_EPT_IOCTL, name, src, dst);

	if (err)
		bail("cannot create an endpoint from %d to %d: %s", (int)src,
		     (int)dst, strerror(-err));
	if (!ctrl_last(ctrl, &node))
		return node_wait(ctrl->rproc, name, dst);
	return node;
}
