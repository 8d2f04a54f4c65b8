/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the fake TI K3 share. */
#ifndef K3_FAKE_H
#define K3_FAKE_H

#include <linux/mailbox_client.h>
#include <linux/mailbox_controller.h>
#include <linux/platform_device.h>
#include <linux/types.h>
#include <linux/workqueue.h>

/* What a secure proxy's thread carries (TISCI, "Secure Proxy"). */
#define K3_MESSAGE_SIZE	60

#define K3_DEVICES	256	/* device identifiers that there are */
#define K3_CORES	4

#define K3_SW_STATE_ON	2	/* of a device: TISCI's "on" */

/**
 * struct k3_device - a device of the chip
 * @state: TISCI's software state, 0 to 2
 * @resets: those of its resets that are asserted
 */
struct k3_device {
	u8 state;
	u32 resets;
};

/**
 * struct k3_core - a processor that the system firmware starts and stops
 * @proc_id: TISCI's processor identifier
 * @dev_id: of the device that it is in
 * @owner: the host that has it, 0: none
 * @boot_vector: where it starts
 * @config: configuration flags
 * @control: control flags
 * @has_cpu: a processor of this machine does its work; else it is in lockstep with one that has
 * @hwid: PSCI's name of that
 * @stop: rings it to switch itself off
 * @vectors: where it fetches its entry, as a Cortex-M does, else 0
 * @runs: it was started, and not stopped since
 */
struct k3_core {
	u32 proc_id;
	u32 dev_id;
	u8 owner;
	u64 boot_vector;
	u32 config;
	u32 control;
	bool has_cpu;
	u64 hwid;
	struct mbox_chan *stop;
	phys_addr_t vectors;
	bool runs;
};

/**
 * struct k3_fault - what a call is answered instead
 * @kind: see k3_fake_fault.c
 * @left: calls until it happens, 0: none is to happen
 */
struct k3_fault {
	unsigned int kind;
	unsigned int left;
};

/**
 * struct k3_fake - the system firmware
 * @dev: its device
 * @mbox: the mailbox that it is called by
 * @chans: to Linux, and from Linux
 * @client: for the cores' stop doorbells
 * @wq: runs one call after the other, and is all that touches what follows
 * @devices: by identifier
 * @cores: the processors
 * @num_cores: how many
 * @fault: what is to go wrong, written with fault_lock held
 */
struct k3_fake {
	struct device *dev;
	struct mbox_controller mbox;
	struct mbox_chan chans[2];
	struct mbox_client client;
	struct workqueue_struct *wq;
	struct k3_device devices[K3_DEVICES];
	struct k3_core cores[K3_CORES];
	unsigned int num_cores;
	struct k3_fault fault;
};

/* What k3_fault_next() says of a call. */
enum k3_fault_kind {
	K3_FAULT_NONE,
	K3_FAULT_REFUSE,	/* not done, answered with NACK */
	K3_FAULT_LATE,		/* done, and answered, later */
	K3_FAULT_DEAF,		/* neither done nor answered */
	K3_FAULT_MUTE,		/* done, and not answered */
};

/* k3_fake_calls.c: does what a message asks for. Return: true for ACK. */
bool k3_call(struct k3_fake *fake, const u8 *message, u8 *reply);

/* k3_fake_core.c */
int k3_core_init(struct k3_fake *fake);
bool k3_core_waits(const struct k3_core *core);
bool k3_core_update(struct k3_fake *fake, struct k3_core *core);

/* k3_fake_fault.c */
int k3_fault_init(struct k3_fake *fake);
enum k3_fault_kind k3_fault_next(struct k3_fake *fake, u16 type);
void k3_fault_sleep(void);

/* k3_fake_mailbox.c */
extern struct platform_driver k3_mailbox_driver;

#endif /* K3_FAKE_H */
