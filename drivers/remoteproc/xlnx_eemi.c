// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls to the platform firmware of AMD's chips, as far as remote cores need them.
 */

#include <linux/arm-smccc.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/of.h>

#include "xlnx_eemi.h"

/* Of a node: what it is wanted for, and that the call returns when it is done. */
#define EEMI_CAPABILITY_ACCESS	1
#define EEMI_ACK_NO		1
#define EEMI_ACK_BLOCKING	2
/* The address of a wakeup counts. */
#define EEMI_ADDRESS_VALID	1

static void eemi_smc(unsigned long function, unsigned long arg0,
		     unsigned long arg1, struct arm_smccc_res *res)
{
	arm_smccc_smc(function, arg0, arg1, 0, 0, 0, 0, 0, res);
}

static void eemi_hvc(unsigned long function, unsigned long arg0,
		     unsigned long arg1, struct arm_smccc_res *res)
{
	arm_smccc_hvc(function, arg0, arg1, 0, 0, 0, 0, 0, res);
}

static const struct of_device_id eemi_match[] = {
	{ .compatible = "xlnx,zynqmp-firmware" },
	{ .compatible = "xlnx,versal-firmware" },
	{ .compatible = "xlnx,versal-net-firmware" },
	{ }
};

/**
 * eemi_find() - how the firmware is called
 * @dev: who asks; that of a test has a struct eemi_platform
 *
 * arm_smccc_1_1_invoke() would want firmware that has SMCCC 1.1.
 *
 * Return: the conduit; NULL if the device tree does not say.
 */
eemi_conduit *eemi_find(struct device *dev)
{
	const struct eemi_platform *platform = dev_get_platdata(dev);
	eemi_conduit *call = NULL;
	const char *method = NULL;
	struct device_node *np;

	if (platform)
		return platform->call;

	np = of_find_matching_node(NULL, eemi_match);
	of_property_read_string(np, "method", &method);
	if (method && !strcmp(method, "hvc"))
		call = eemi_hvc;
	else if (method && !strcmp(method, "smc"))
		call = eemi_smc;
	of_node_put(np);

	return call;
}

static int eemi_errno(u32 status)
{
	switch (status) {
	case EEMI_OK:
	/* It was requested before, and is held. */
	case EEMI_DOUBLE_REQUEST:
		return 0;
	case EEMI_NO_FEATURE:
	/* No such function: there is no EEMI. */
	case (u32)SMCCC_RET_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	case EEMI_NO_ACCESS:
		return -EACCES;
	case EEMI_INVALID_NODE:
		return -ENODEV;
	default:
		return -EIO;
	}
}

/* @res: what came back */
static int eemi_call(eemi_conduit *call, u32 api, u32 arg0, u32 arg1, u32 arg2,
		     u32 arg3, struct arm_smccc_res *res)
{
	call(EEMI_FUNCTION(api), (u64)arg1 << 32 | arg0, (u64)arg3 << 32 | arg2,
	     res);

	return eemi_errno(lower_32_bits(res->a0));
}

/**
 * eemi_version() - which version of a function the firmware has
 * @call: how it is called
 * @api: EEMI_...
 *
 * Return: the version, 0 if it does not have the function or does not say.
 */
u32 eemi_version(eemi_conduit *call, u32 api)
{
	struct arm_smccc_res res;

	if (eemi_call(call, EEMI_FEATURE_CHECK, api, 0, 0, 0, &res))
		return 0;

	return upper_32_bits(res.a0);
}

/* All of those below: @node is that of "power-domains"; they return 0 or an errno. */

int eemi_request_node(eemi_conduit *call, u32 node)
{
	struct arm_smccc_res res;

	return eemi_call(call, EEMI_REQUEST_NODE, node, EEMI_CAPABILITY_ACCESS,
			 0, EEMI_ACK_BLOCKING, &res);
}

int eemi_release_node(eemi_conduit *call, u32 node)
{
	struct arm_smccc_res res;

	return eemi_call(call, EEMI_RELEASE_NODE, node, 0, 0, 0, &res);
}

int eemi_wake_up(eemi_conduit *call, u32 node, u64 address)
{
	struct arm_smccc_res res;

	return eemi_call(call, EEMI_REQUEST_WAKEUP, node,
			 lower_32_bits(address) | EEMI_ADDRESS_VALID,
			 upper_32_bits(address), EEMI_ACK_NO, &res);
}

int eemi_power_down(eemi_conduit *call, u32 node)
{
	struct arm_smccc_res res;

	return eemi_call(call, EEMI_FORCE_POWERDOWN, node, EEMI_ACK_BLOCKING,
			 0, 0, &res);
}

/* @status: EEMI_NODE_RUNNING or another, from version 2 on; filled in */
int eemi_node_status(eemi_conduit *call, u32 node, u32 *status)
{
	struct arm_smccc_res res;
	int ret;

	ret = eemi_call(call, EEMI_GET_NODE_STATUS, node, 0, 0, 0, &res);
	if (!ret)
		*status = upper_32_bits(res.a0);

	return ret;
}

int eemi_ioctl(eemi_conduit *call, u32 node, u32 what, u32 value)
{
	struct arm_smccc_res res;

	return eemi_call(call, EEMI_IOCTL, node, what, value, 0, &res);
}
