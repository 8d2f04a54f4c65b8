/* SPDX-License-Identifier: GPL-2.0-only */
/* Endpoint devices and control devices. */
#ifndef NODE_H
#define NODE_H

#include <linux/rpmsg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "rproc.h"

/* ioctls that came after the headers of Linux 6.1. */
#ifndef RPMSG_GET_OUTGOING_FLOWCONTROL
#define RPMSG_GET_OUTGOING_FLOWCONTROL	_IOR(0xb5, 0x5, int)
#endif
#ifndef RPMSG_SET_INCOMING_FLOWCONTROL
#define RPMSG_SET_INCOMING_FLOWCONTROL	_IOR(0xb5, 0x6, int)
#endif

#define ADDR_ANY	0xffffffffu

/* Payload of a 512-byte buffer. */
#define MTU		496

#define RAW_NAME	"rpmsg-raw"
#define RAW_ECHO_ADDR	1024u	/* of the firmware "echo" */

/**
 * struct node - an endpoint device
 * @name: "rpmsgN"
 */
struct node {
	char name[32];
};

/**
 * struct ctrl - a control device
 * @rproc: whose it is
 * @fd: open
 * @name: "rpmsg_ctrlN"
 */
struct ctrl {
	const struct rproc *rproc;
	int fd;
	char name[32];
};

/* Whether a device of class rpmsg belongs to a remote core. */
bool belongs_to(const char *name, const struct rproc *rproc);

/* Looks for an endpoint device by its channel's name and remote address. */
bool node_find(const struct rproc *rproc, const char *channel, uint32_t dst,
	       struct node *node);

/* Waits for it, as long as the limit; then the program ends. */
struct node node_wait(const struct rproc *rproc, const char *channel,
		      uint32_t dst);

/* Waits until its file is gone. Return: false after the limit. */
bool node_wait_gone(const struct node *node);

/* Return: a file, or a negative errno. */
int node_open(const struct node *node, int flags);

/* As node_open(), but must succeed. */
int node_must_open(const struct node *node, int flags);

/* How many endpoint devices a remote core has now. */
unsigned int node_count(const struct rproc *rproc);

/* Lists them, @most at most, in no order. Return: how many it lists. */
unsigned int node_list(const struct rproc *rproc, struct node *nodes,
		       unsigned int most);

/* Waits until there are @count that can be opened. Return: false after the limit. */
bool node_wait_list(const struct rproc *rproc, struct node *nodes,
		    unsigned int count);

/* Reads an attribute, such as "dst" or "statistics/rx_queued". */
long long node_attr(const struct node *node, const char *attr);

/* Return: 0 or a negative errno. */
int node_set_attr(const struct node *node, const char *attr, const char *text);

/* Waits until an attribute is at least @value. Return: false after the limit. */
bool node_wait_attr(const struct node *node, const char *attr, long long value);

/* Opens the control device of a core that runs. */
struct ctrl ctrl_open(const struct rproc *rproc);

/* Writes one of its attributes. Return: 0 or a negative errno. */
int ctrl_write(const struct ctrl *ctrl, const char *attr, const char *text);

/* Makes an ioctl of rpmsg_endpoint_info. Return: 0 or a negative errno. */
int ctrl_ioctl(const struct ctrl *ctrl, unsigned long request, const char *name,
	       uint32_t src, uint32_t dst);

/* Which endpoint device was made last? Return: false when that is not told. */
bool ctrl_last(const struct ctrl *ctrl, struct node *node);

/*
 * Makes an endpoint device, which must succeed. Where the driver does not tell which
 * it is, as upstream's, it is found by its name and remote address.
 */
struct node ctrl_create_ept(const struct ctrl *ctrl, const char *name,
			    uint32_t src, uint32_t dst);

#endif /* NODE_H */
