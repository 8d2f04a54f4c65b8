// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD's IPI mailboxes. The model has no IPI block. In place of it each core has an SD
 * controller, whose interrupt its firmware forces to ring Linux (SD Host Controller
 * Simplified Specification 2.2.28). Nothing rings the cores, which poll: what Linux sends
 * has always been taken.
 */
#include "ipi.h"

/* What the functions are, from IPI_FIRST on. */
enum { OPEN, RELEASE, STATUS, NOTIFY, ACK, ENABLE_IRQ, DISABLE_IRQ };

#define STATUS_DISABLES		BIT(0)	/* in x3 */
#define ACK_ENABLES		BIT(0)

#define RECEIVE_PENDING		BIT(1)

#define IPI_EINVAL		((uint64_t)-22)

/* Command Timeout Error is the doorbell; Error Interrupt sums up. */
#define SD_STATUS		0x30u
#define SD_STATUS_ENABLE	0x34u
#define SD_SIGNAL_ENABLE	0x38u
#define SD_DOORBELL		0x10000u
#define SD_CLEAR		0x18000u

/**
 * struct ipi - a pair of agents
 * @local: Linux's id
 * @remote: the core's id
 * @sd: the SD controller by which the core rings
 */
struct ipi {
	uint32_t local;
	uint32_t remote;
	uintptr_t sd;
};

static const struct ipi ipis[] = {
	{ 2, 3, 0xf1050000 },
	{ 5, 4, 0xf1040000 },
};

static const struct ipi *find(uint64_t local, uint64_t remote)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ipis); i++) {
		if (ipis[i].local == local && ipis[i].remote == remote)
			return &ipis[i];
	}
	return NULL;
}

static void let_interrupt(const struct ipi *ipi, bool on)
{
	write32(ipi->sd + SD_SIGNAL_ENABLE, on ? SD_DOORBELL : 0);
}

static void open(const struct ipi *ipi, bool on)
{
	let_interrupt(ipi, false);
	write32(ipi->sd + SD_STATUS_ENABLE, on ? SD_DOORBELL : 0);
}

static uint64_t status(const struct ipi *ipi, uint64_t flags)
{
	if (!(read32(ipi->sd + SD_STATUS) & SD_DOORBELL))
		return 0;
	if (flags & STATUS_DISABLES)
		let_interrupt(ipi, false);
	return RECEIVE_PENDING;
}

static void ack(const struct ipi *ipi, uint64_t flags)
{
	write32(ipi->sd + SD_STATUS, SD_CLEAR);
	if (flags & ACK_ENABLES)
		let_interrupt(ipi, true);
}

static uint64_t call(const struct ipi *ipi, uint32_t function, uint64_t flags)
{
	switch (function) {
	case OPEN:
	case RELEASE:
		open(ipi, function == OPEN);
		break;
	case STATUS:
		return status(ipi, flags);
	case NOTIFY:
		break;
	case ACK:
		ack(ipi, flags);
		break;
	case ENABLE_IRQ:
	case DISABLE_IRQ:
		let_interrupt(ipi, function == ENABLE_IRQ);
		break;
	}
	return 0;
}

void ipi_serve(struct smc *smc)
{
	const struct ipi *ipi = find(smc->x[1], smc->x[2]);

	smc->x[0] = ipi ? call(ipi, (uint32_t)smc->x[0] - IPI_FIRST, smc->x[3]) : IPI_EINVAL;
}
