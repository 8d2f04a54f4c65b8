/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests in Linux may want of the platform's calls: they write it to a page that they
 * map by /dev/mem, VERSAL_CONTROL or IMX_CONTROL. All zero at first, but the magic number.
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <stdint.h>

#define CONTROL_MAGIC	0x45454d49u
#define CONTROL_APIS	64u
#define CONTROL_ALWAYS	0xffffffffu
#define CONTROL_LOG	64u
#define CONTROL_ARGS	3u

/**
 * struct control_api - for calls of one API: of EEMI, or a function of IMX_SIP_RPROC
 * @calls: counted by the monitor; not its feature checks
 * @node: only calls for this node fail; 0: all
 * @skip: so many of them pass first
 * @count: so many of the next ones fail; CONTROL_ALWAYS: all
 * @status: with this status, and without having done anything
 * @version: that the feature check says; 0: as it is
 */
struct control_api {
	uint32_t calls;
	uint32_t node;
	uint32_t skip;
	uint32_t count;
	uint32_t status;
	uint32_t version;
};

/**
 * struct control_call - a call that was made
 * @api: of this API, no feature check
 * @arg: the first of its arguments
 */
struct control_call {
	uint32_t api;
	uint32_t arg[CONTROL_ARGS];
};

/**
 * struct control - what is there
 * @magic: CONTROL_MAGIC
 * @running: bit for each core that is said to run even if it does not
 * @api: by the number of the API
 * @logged: calls that were logged, counted by the monitor
 * @log: call n is at n % CONTROL_LOG
 */
struct control {
	uint32_t magic;
	uint32_t running;
	struct control_api api[CONTROL_APIS];
	uint32_t logged;
	struct control_call log[CONTROL_LOG];
};

#endif /* CONTROL_H */
