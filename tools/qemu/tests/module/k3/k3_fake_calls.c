// SPDX-License-Identifier: GPL-2.0-only
/* What the system firmware does when it is called. */

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "k3_fake.h"
#include "k3_fake_calls.h"

/* TISCI message types */
#define K3_VERSION		0x0002
#define K3_SET_DEVICE		0x0200
#define K3_GET_DEVICE		0x0201
#define K3_SET_RESETS		0x0202
#define K3_PROC_REQUEST		0xc000
#define K3_PROC_RELEASE		0xc001
#define K3_PROC_SET_CONFIG	0xc100
#define K3_PROC_SET_CONTROL	0xc101
#define K3_PROC_GET_STATUS	0xc400

/* State of a device as the hardware has it */
#define K3_HW_STATE_ON		1

/* Status flags of a processor: in WFI, and for an R5F that its cluster may be in lockstep */
#define K3_STATUS_WFI		BIT(1)
#define K3_STATUS_LOCKSTEP	BIT(8)

struct k3_version {
	struct k3_header header;
	char description[32];
	u16 revision;
	u8 abi_major;
	u8 abi_minor;
} __packed;

struct k3_device_request {
	struct k3_header header;
	u32 id;
	union {
		u32 resets;	/* of "set resets" */
		u32 reserved;
	};
	u8 state;		/* of "set device" */
} __packed;

struct k3_device_state {
	struct k3_header header;
	u32 losses;
	u32 resets;
	u8 programmed;
	u8 current_state;
} __packed;

struct k3_proc_config {
	struct k3_header header;
	u8 id;
	u32 vector[2];		/* low word first */
	u32 set;
	u32 clear;
} __packed;

struct k3_proc_control {
	struct k3_header header;
	u8 id;
	u32 set;
	u32 clear;
} __packed;

struct k3_proc_status {
	struct k3_header header;
	u8 id;
	u32 vector[2];
	u32 config;
	u32 control;
	u32 status;
} __packed;

static bool k3_get_version(struct k3_fake *fake, const void *request, void *reply)
{
	struct k3_version *version = reply;

	strscpy(version->description, "openamp-test", sizeof(version->description));
	version->revision = 1;
	version->abi_major = 3;
	version->abi_minor = 1;

	return true;
}

static struct k3_device *k3_find_device(struct k3_fake *fake, u32 id)
{
	return id < K3_DEVICES ? &fake->devices[id] : NULL;
}

/* All that are in the device: both cores of a cluster can be. */
static bool k3_update_device(struct k3_fake *fake, u32 id)
{
	unsigned int i;

	for (i = 0; i < fake->num_cores; i++)
		if (fake->cores[i].dev_id == id && !k3_core_update(fake, &fake->cores[i]))
			return false;

	return true;
}

static bool k3_set_device(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_device_request *request = data;
	struct k3_device *device = k3_find_device(fake, request->id);

	if (!device || request->state > K3_SW_STATE_ON)
		return false;
	device->state = request->state;

	return k3_update_device(fake, request->id);
}

static bool k3_get_device(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_device_request *request = data;
	const struct k3_device *device = k3_find_device(fake, request->id);
	struct k3_device_state *state = reply;

	if (!device)
		return false;
	state->resets = device->resets;
	state->programmed = device->state;
	state->current_state = device->state == K3_SW_STATE_ON ? K3_HW_STATE_ON : 0;

	return true;
}

static bool k3_set_resets(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_device_request *request = data;
	struct k3_device *device = k3_find_device(fake, request->id);

	if (!device)
		return false;
	device->resets = request->resets;

	return k3_update_device(fake, request->id);
}

static struct k3_core *k3_find_core(struct k3_fake *fake, u8 id)
{
	unsigned int i;

	for (i = 0; i < fake->num_cores; i++)
		if (fake->cores[i].proc_id == id)
			return &fake->cores[i];

	return NULL;
}

/* The core that a request is for, if who asks has it. */
static struct k3_core *k3_own_core(struct k3_fake *fake, const struct k3_header *header, u8 id)
{
	struct k3_core *core = k3_find_core(fake, id);

	return core && core->owner == header->host ? core : NULL;
}

static bool k3_proc_request(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_proc_control *request = data;
	struct k3_core *core = k3_find_core(fake, request->id);

	if (!core || (core->owner && core->owner != request->header.host))
		return false;
	core->owner = request->header.host;

	return true;
}

static bool k3_proc_release(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_proc_control *request = data;
	struct k3_core *core = k3_own_core(fake, &request->header, request->id);

	if (!core)
		return false;
	core->owner = 0;

	return true;
}

static bool k3_proc_set_config(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_proc_config *request = data;
	struct k3_core *core = k3_own_core(fake, &request->header, request->id);

	if (!core)
		return false;
	core->boot_vector = request->vector[0] | (u64)request->vector[1] << 32;
	core->config = (core->config & ~request->clear) | request->set;

	return true;
}

static bool k3_proc_set_control(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_proc_control *request = data;
	struct k3_core *core = k3_own_core(fake, &request->header, request->id);

	if (!core)
		return false;
	core->control = (core->control & ~request->clear) | request->set;

	return k3_core_update(fake, core);
}

static bool k3_proc_get_status(struct k3_fake *fake, const void *data, void *reply)
{
	const struct k3_proc_control *request = data;
	const struct k3_core *core = k3_find_core(fake, request->id);
	struct k3_proc_status *status = reply;

	if (!core)
		return false;
	status->id = core->proc_id;
	status->vector[0] = lower_32_bits(core->boot_vector);
	status->vector[1] = upper_32_bits(core->boot_vector);
	status->config = core->config;
	status->control = core->control;
	status->status = K3_STATUS_LOCKSTEP | (k3_core_waits(core) ? K3_STATUS_WFI : 0);

	return true;
}

/* A request that is shorter has zeros behind it. */
static const struct {
	u16 type;
	bool (*call)(struct k3_fake *fake, const void *request, void *reply);
} k3_calls[] = {
	{ K3_VERSION,		k3_get_version },
	{ K3_SET_DEVICE,	k3_set_device },
	{ K3_GET_DEVICE,	k3_get_device },
	{ K3_SET_RESETS,	k3_set_resets },
	{ K3_PROC_REQUEST,	k3_proc_request },
	{ K3_PROC_RELEASE,	k3_proc_release },
	{ K3_PROC_SET_CONFIG,	k3_proc_set_config },
	{ K3_PROC_SET_CONTROL,	k3_proc_set_control },
	{ K3_PROC_GET_STATUS,	k3_proc_get_status },
};

/* @message and @reply have K3_MESSAGE_SIZE bytes. */
bool k3_call(struct k3_fake *fake, const u8 *message, u8 *reply)
{
	const struct k3_header *header = (const void *)message;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(k3_calls); i++)
		if (k3_calls[i].type == header->type)
			return k3_calls[i].call(fake, message, reply);
	dev_dbg(fake->dev, "message 0x%04x is not known here\n", header->type);

	return false;
}
