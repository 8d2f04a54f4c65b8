/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls to the platform firmware of AMD's chips (EEMI, UG1200), as far as remote cores
 * need them.
 *
 * They are made here and not by the kernel's zynqmp_pm_*(), half of which are not exported
 * before 6.12. The kernel's firmware driver does not mind: a call has no state.
 */
#ifndef XLNX_EEMI_H
#define XLNX_EEMI_H

#include <linux/arm-smccc.h>
#include <linux/types.h>

struct device;

#define EEMI_GET_NODE_STATUS	3
#define EEMI_FORCE_POWERDOWN	8
#define EEMI_REQUEST_WAKEUP	10
#define EEMI_REQUEST_NODE	13
#define EEMI_RELEASE_NODE	14
#define EEMI_IOCTL		34
#define EEMI_FEATURE_CHECK	63

/* A function of this many counts: AMD's SiP range of 64-bit calls. */
#define EEMI_FUNCTION(api)	(0xc2000000UL | (api))

#define EEMI_OK			0
#define EEMI_NO_FEATURE		19
#define EEMI_NO_ACCESS		2002
#define EEMI_INVALID_NODE	2003
#define EEMI_DOUBLE_REQUEST	2004

/* EEMI_IOCTL */
#define EEMI_IOCTL_SET_RPU_MODE	1
#define EEMI_IOCTL_SET_TCM_MODE	3
#define EEMI_RPU_LOCKSTEP	0
#define EEMI_RPU_SPLIT		1

/* What EEMI_GET_NODE_STATUS of version 2 says of a core that runs. */
#define EEMI_NODE_RUNNING	1

/**
 * typedef eemi_conduit - makes a call
 * @function: EEMI_FUNCTION()
 * @arg0: the first two arguments, the first one in the low half
 * @arg1: the next two
 * @res: filled in: the status in the low half of a0, results from its upper half on
 */
typedef void eemi_conduit(unsigned long function, unsigned long arg0,
			  unsigned long arg1, struct arm_smccc_res *res);

/**
 * struct eemi_platform - platform data of a device in a test
 * @call: how the test's firmware is called
 */
struct eemi_platform {
	eemi_conduit *call;
};

eemi_conduit *eemi_find(struct device *dev);
u32 eemi_version(eemi_conduit *call, u32 api);
int eemi_request_node(eemi_conduit *call, u32 node);
int eemi_release_node(eemi_conduit *call, u32 node);
int eemi_wake_up(eemi_conduit *call, u32 node, u64 address);
int eemi_power_down(eemi_conduit *call, u32 node);
int eemi_node_status(eemi_conduit *call, u32 node, u32 *status);
int eemi_ioctl(eemi_conduit *call, u32 node, u32 what, u32 value);

#endif /* XLNX_EEMI_H */
