// SPDX-License-Identifier: GPL-2.0-only
/*
 * Versal's platform management, as far as Linux's drivers call it: the Cortex-R5 cores
 * and their TCM. Everything else there is always on. The numbers that ZynqMP has for the same
 * are good as well, so that device trees of its boards can be tried here.
 */
#include "eemi.h"
#include "rpu.h"

#define API_VERSION		0x10000u	/* 1.0; that of TrustZone, too */
#define IDCODE			0x04ca8093u	/* family 0x26, Versal; subfamily 1 */

#define FEATURE_CHECK_VERSION	2u	/* it says which IOCTLs there are */
#define NODE_STATUS_VERSION	2u	/* it says whether a core runs */

#define API_IOCTL		34u

#define IOCTL_GET_RPU_MODE	0u
#define IOCTL_SET_RPU_MODE	1u
#define IOCTL_TCM		3u

#define NODE_RPU		0x18110005u
#define NODE_TCM		0x1831800bu	/* A and B of core 0, of core 1 */
#define NODE_TCMS		4u
#define ZYNQMP_NODE_RPU		7u
#define ZYNQMP_NODE_TCM		15u

#define RPU_LOCKSTEP		0u
#define RPU_SPLIT		1u
#define TCM_SPLIT		0u
#define TCM_COMBINED		1u

#define WAKE_SET_ADDRESS	1u	/* the lowest bit of the address */

#define STATUS_UNUSED		0u
#define STATUS_RUNNING		1u
#define STATUS_HALTED		12u

/**
 * struct pm - what Linux has asked for
 * @requested: bit per core, and then per TCM
 * @woken: bit per core that has been started once
 * @rpu_mode: RPU_LOCKSTEP or RPU_SPLIT
 * @tcm_mode: TCM_SPLIT or TCM_COMBINED
 */
static struct pm {
	uint32_t requested;
	uint32_t woken;
	uint32_t rpu_mode;
	uint32_t tcm_mode;
} pm = { .rpu_mode = RPU_SPLIT };

/* Which core a node is; RPU_CORES or more if it is none. */
static uint32_t rpu_of(uint32_t node)
{
	return node < NODE_RPU ? node - ZYNQMP_NODE_RPU : node - NODE_RPU;
}

static bool is_rpu(uint32_t node)
{
	return rpu_of(node) < RPU_CORES;
}

static uint32_t tcm_of(uint32_t node)
{
	return node < NODE_TCM ? node - ZYNQMP_NODE_TCM : node - NODE_TCM;
}

static uint32_t tcm_bit(uint32_t tcm)
{
	return BIT(RPU_CORES + tcm);
}

/* The bit in pm.requested; 0 for a node that there is not. */
static uint32_t node_bit(uint32_t node)
{
	if (is_rpu(node))
		return BIT(rpu_of(node));
	return tcm_of(node) < NODE_TCMS ? tcm_bit(tcm_of(node)) : 0;
}

static uint32_t no_op(const uint32_t *arg, uint32_t *result)
{
	(void)arg;
	(void)result;
	return EEMI_SUCCESS;
}

static uint32_t get_version(const uint32_t *arg, uint32_t *result)
{
	(void)arg;
	result[0] = API_VERSION;
	return EEMI_SUCCESS;
}

static uint32_t get_chip_id(const uint32_t *arg, uint32_t *result)
{
	(void)arg;
	result[0] = IDCODE;
	return EEMI_SUCCESS;
}

static uint32_t feature_check(const uint32_t *arg, uint32_t *result)
{
	const struct eemi_call *call = eemi_find(arg[0]);

	if (!call)
		return EEMI_NO_FEATURE;
	result[0] = eemi_version(call);
	if (call->api == API_IOCTL)
		result[1] = BIT(IOCTL_GET_RPU_MODE) | BIT(IOCTL_SET_RPU_MODE) | BIT(IOCTL_TCM);
	return EEMI_SUCCESS;
}

static uint32_t node_status(const uint32_t *arg, uint32_t *result)
{
	uint32_t core = rpu_of(arg[0]);

	if (!node_bit(arg[0]))
		return EEMI_INVALID_NODE;
	if (!is_rpu(arg[0]))
		result[0] = pm.requested & node_bit(arg[0]) ? STATUS_RUNNING : STATUS_UNUSED;
	else if (rpu_runs(core) || control_runs(core))
		result[0] = STATUS_RUNNING;
	else
		result[0] = pm.woken & BIT(core) ? STATUS_HALTED : STATUS_UNUSED;
	return EEMI_SUCCESS;
}

static uint32_t request_node(const uint32_t *arg, uint32_t *result)
{
	uint32_t bit = node_bit(arg[0]);

	(void)result;
	if (!bit)
		return EEMI_INVALID_NODE;
	if (pm.requested & bit)
		return EEMI_DOUBLE_REQUEST;
	pm.requested |= bit;
	return EEMI_SUCCESS;
}

/* A core that nobody wants any more does not run on. */
static uint32_t release_node(const uint32_t *arg, uint32_t *result)
{
	uint32_t bit = node_bit(arg[0]);

	(void)result;
	if (!bit)
		return EEMI_INVALID_NODE;
	if (!(pm.requested & bit))
		return EEMI_NO_ACCESS;
	pm.requested &= ~bit;
	if (is_rpu(arg[0]))
		rpu_stop(rpu_of(arg[0]));
	return EEMI_SUCCESS;
}

static uint32_t force_powerdown(const uint32_t *arg, uint32_t *result)
{
	(void)result;
	if (!is_rpu(arg[0]))
		return EEMI_INVALID_NODE;
	rpu_stop(rpu_of(arg[0]));
	return EEMI_SUCCESS;
}

/* Of the address, only these two are good: a core cannot fetch its vectors elsewhere. */
static bool is_vectors(uint32_t low, uint32_t high)
{
	return !high && (low == (RPU_VECTORS | WAKE_SET_ADDRESS) ||
			 low == (RPU_HIGH_VECTORS | WAKE_SET_ADDRESS));
}

/* The vectors of a core without power for its TCM cannot be fetched; OCM is always on. */
static uint32_t request_wakeup(const uint32_t *arg, uint32_t *result)
{
	enum rpu_vectors vectors = pm.tcm_mode == TCM_COMBINED ? RPU_IN_ALL_TCM : RPU_IN_OWN_TCM;
	uint32_t core = rpu_of(arg[0]);

	(void)result;
	if (!is_rpu(arg[0]))
		return EEMI_INVALID_NODE;
	if (!is_vectors(arg[1], arg[2]))
		return EEMI_INTERNAL;
	if (core && pm.rpu_mode == RPU_LOCKSTEP)
		return EEMI_CONFLICT;
	if (arg[1] & ~WAKE_SET_ADDRESS)
		vectors = RPU_HIGH;
	else if (!(pm.requested & tcm_bit(2 * core)))
		return EEMI_NO_ACCESS;
	if (!rpu_start(core, vectors))
		return EEMI_INTERNAL;
	pm.woken |= BIT(core);
	return EEMI_SUCCESS;
}

/* Neither mode changes under a core that runs. */
static uint32_t set_mode(uint32_t *mode, uint32_t wanted)
{
	if (wanted > 1)
		return EEMI_INTERNAL;
	if (*mode != wanted && (rpu_runs(0) || rpu_runs(1)))
		return EEMI_CONFLICT;
	*mode = wanted;
	return EEMI_SUCCESS;
}

static uint32_t ioctl(const uint32_t *arg, uint32_t *result)
{
	if (!is_rpu(arg[0]))
		return EEMI_INVALID_NODE;
	switch (arg[1]) {
	case IOCTL_GET_RPU_MODE:
		result[0] = pm.rpu_mode;
		return EEMI_SUCCESS;
	case IOCTL_SET_RPU_MODE:
		return set_mode(&pm.rpu_mode, arg[2]);
	case IOCTL_TCM:
		return set_mode(&pm.tcm_mode, arg[2]);
	default:
		return EEMI_NO_FEATURE;
	}
}

const struct eemi_call eemi_calls[] = {
	{ 1, 1, get_version },
	{ 3, NODE_STATUS_VERSION, node_status },
	{ 4, 1, no_op },	/* characteristics; Linux 6.12 asks for it, and means 0xa04 */
	{ 5, 2, no_op },			/* register notifier */
	{ 8, 1, force_powerdown },
	{ 10, 1, request_wakeup },
	{ 13, 2, request_node },
	{ 14, 2, release_node },
	{ 15, 1, no_op },			/* set requirement */
	{ 21, 1, no_op },			/* init finalize */
	{ 24, 1, get_chip_id },
	{ API_IOCTL, 2, ioctl },
	{ EEMI_FEATURE_CHECK, FEATURE_CHECK_VERSION, feature_check },
	{ 0xa03, 1, get_version },		/* of TrustZone */
	{ 0xa04, 1, no_op },			/* register SGI: there are no events */
	{ 0, 0, NULL }
};
