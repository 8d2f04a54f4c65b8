// SPDX-License-Identifier: GPL-2.0-only
/*
 * PSCI (Arm DEN 0022): enough for a Linux that switches processors on and off, suspends to RAM,
 * and ends the board when it is done.
 */
#include "monitor.h"

#define PSCI_VERSION		0x84000000u
#define PSCI_CPU_OFF		0x84000002u
#define PSCI_CPU_ON_32		0x84000003u
#define PSCI_AFFINITY_INFO_32	0x84000004u
#define PSCI_MIGRATE_INFO	0x84000006u
#define PSCI_SYSTEM_OFF		0x84000008u
#define PSCI_SYSTEM_RESET	0x84000009u
#define PSCI_FEATURES		0x8400000au
#define PSCI_CPU_ON		0xc4000003u
#define PSCI_AFFINITY_INFO	0xc4000004u
#define PSCI_SYSTEM_SUSPEND	0xc400000eu

#define PSCI_1_0		0x10000u
#define PSCI_NO_MIGRATION	2u	/* no trusted OS that could have any */
#define PSCI_IS_ON		0u
#define PSCI_IS_OFF		1u

#define PSCI_NOT_SUPPORTED	((uint64_t)-1)
#define PSCI_INVALID		((uint64_t)-2)
#define PSCI_DENIED		((uint64_t)-3)
#define PSCI_ALREADY_ON		((uint64_t)-4)

static uint64_t features(uint32_t id)
{
	switch (id) {
	case PSCI_VERSION:
	case PSCI_CPU_OFF:
	case PSCI_CPU_ON_32:
	case PSCI_AFFINITY_INFO_32:
	case PSCI_MIGRATE_INFO:
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
	case PSCI_FEATURES:
	case PSCI_CPU_ON:
	case PSCI_AFFINITY_INFO:
		return 0;
	case PSCI_SYSTEM_SUSPEND:
		return platform_suspend ? 0 : PSCI_NOT_SUPPORTED;
	default:
		return PSCI_NOT_SUPPORTED;
	}
}

/* A processor's affinity is its number. */
static uint64_t cpu_on(const struct smc *smc)
{
	if (smc->x[1] >= platform_cpus)
		return PSCI_INVALID;
	return core_on((unsigned int)smc->x[1], smc->x[2], smc->x[3]) ? 0 : PSCI_ALREADY_ON;
}

static uint64_t affinity_info(uint64_t affinity)
{
	if (affinity >= platform_cpus)
		return PSCI_INVALID;
	return core_is_on((unsigned int)affinity) ? PSCI_IS_ON : PSCI_IS_OFF;
}

/* All others are off; the one that calls wakes up as one that is switched on. */
static uint64_t system_suspend(uint64_t entry, uint64_t context)
{
	unsigned int cpu;

	if (!platform_suspend)
		return PSCI_NOT_SUPPORTED;
	for (cpu = 0; cpu < platform_cpus; cpu++) {
		if (cpu != core_self() && core_is_on(cpu))
			return PSCI_DENIED;
	}
	platform_suspend();
	return core_sleep(entry, context);
}

static uint64_t call(uint32_t id, const struct smc *smc)
{
	switch (id) {
	case PSCI_VERSION:
		return PSCI_1_0;
	case PSCI_FEATURES:
		return features((uint32_t)smc->x[1]);
	case PSCI_MIGRATE_INFO:
		return PSCI_NO_MIGRATION;
	case PSCI_AFFINITY_INFO:
	case PSCI_AFFINITY_INFO_32:
		return affinity_info(smc->x[1]);
	case PSCI_CPU_ON:
	case PSCI_CPU_ON_32:
		return cpu_on(smc);
	case PSCI_CPU_OFF:
		core_end();
	case PSCI_SYSTEM_SUSPEND:
		return system_suspend(smc->x[1], smc->x[2]);
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
		host_exit(0);
	default:
		return PSCI_NOT_SUPPORTED;
	}
}

void psci_serve(struct smc *smc)
{
	smc->x[0] = call((uint32_t)smc->x[0], smc);
}
