// SPDX-License-Identifier: GPL-2.0-only
/*
 * PSCI (Arm DEN 0022): enough for a Linux with one processor, which ends the board when it
 * is done.
 */
#include "monitor.h"

#define PSCI_VERSION		0x84000000u
#define PSCI_CPU_ON_32		0x84000003u
#define PSCI_MIGRATE_INFO	0x84000006u
#define PSCI_SYSTEM_OFF		0x84000008u
#define PSCI_SYSTEM_RESET	0x84000009u
#define PSCI_FEATURES		0x8400000au
#define PSCI_CPU_ON		0xc4000003u
#define PSCI_AFFINITY_INFO	0xc4000004u

#define PSCI_1_0		0x10000u
#define PSCI_NO_MIGRATION	2u	/* no trusted OS that could have any */
#define PSCI_IS_ON		0u
#define PSCI_IS_OFF		1u

#define PSCI_NOT_SUPPORTED	((uint64_t)-1)
#define PSCI_DENIED		((uint64_t)-3)

static uint64_t features(uint32_t id)
{
	switch (id) {
	case PSCI_VERSION:
	case PSCI_CPU_ON_32:
	case PSCI_MIGRATE_INFO:
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
	case PSCI_FEATURES:
	case PSCI_CPU_ON:
	case PSCI_AFFINITY_INFO:
		return 0;
	default:
		return PSCI_NOT_SUPPORTED;
	}
}

static uint64_t call(uint32_t id, uint64_t argument)
{
	switch (id) {
	case PSCI_VERSION:
		return PSCI_1_0;
	case PSCI_FEATURES:
		return features((uint32_t)argument);
	case PSCI_MIGRATE_INFO:
		return PSCI_NO_MIGRATION;
	case PSCI_AFFINITY_INFO:
		return argument ? PSCI_IS_OFF : PSCI_IS_ON;
	case PSCI_CPU_ON:
	case PSCI_CPU_ON_32:
		return PSCI_DENIED;
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
		host_exit(0);
	default:
		return PSCI_NOT_SUPPORTED;
	}
}

void psci_serve(struct smc *smc)
{
	smc->x[0] = call((uint32_t)smc->x[0], smc->x[1]);
}
