// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD's IPI mailboxes. The model has no IPI block. In place of it each core has an SD
 * controller, whose interrupt its firmware forces to ring Linux (SD Host Controller
 * Simplified Specification 2.2.28). Linux rings a core by a bit of the configuration unit
 * of the programmable logic (AM012, CFU_APB), which stays until the core takes it back; where
 * nothing rings the cores, they poll, and what Linux sends has always been taken.
 */
#include "ipi.h"
#include "versal.h"

/* What the functions are, from IPI_FIRST on. */
enum { OPEN, RELEASE, STATUS, NOTIFY, ACK, ENABLE_IRQ, DISABLE_IRQ };

#define STATUS_DISABLES		BIT(0)	/* in x3 */
#define ACK_ENABLES		BIT(0)

#define SEND_PENDING		BIT(0)
#define RECEIVE_PENDING		BIT(1)

#define IPI_EINVAL		((uint64_t)-22)

/* Command Timeout Error is the doorbell; Error Interrupt sums up. */
#define SD_STATUS		0x30u
#define SD_STATUS_ENABLE	0x34u
#define SD_SIGNAL_ENABLE	0x38u
#define SD_DOORBELL		0x10000u
#define SD_CLEAR		0x18000u

#define CFU_ISR			(VERSAL_CFU + 0x00u)
#define CFU_ITR			(VERSAL_CFU + 0x10u)

/**
 * struct ipi - a pair of agents
 * @local: Linux's id
 * @remote: the core's id
 * @sd: the SD controller by which the core rings
 * @bit: the core's in the CFU's registers
 */
struct ipi {
	uint32_t local;
	uint32_t remote;
	uintptr_t sd;
	uint32_t bit;
};

/* The board's own, those of dts/versal-rpu.dtso, and those of dts/zynqmp-rpu-ipi.dtsi */
static const struct ipi ipis[] = {
	{ 2, 3, 0xf1050000, BIT(0) },
	{ 5, 4, 0xf1040000, BIT(1) },
	{ 5, 3, 0xf1050000, BIT(0) },
	{ 6, 4, 0xf1040000, BIT(1) },
	{ 7, 1, 0xf1050000, BIT(0) },
	{ 8, 2, 0xf1040000, BIT(1) },
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
	uint64_t pending = 0;

	if (VERSAL_RINGS && read32(CFU_ISR) & ipi->bit)
		pending |= SEND_PENDING;
	if (!(read32(ipi->sd + SD_STATUS) & SD_DOORBELL))
		return pending;
	if (flags & STATUS_DISABLES)
		let_interrupt(ipi, false);
	return pending | RECEIVE_PENDING;
}

static void notify(const struct ipi *ipi)
{
	/* The message is in its buffer before the core looks there. */
	wmb();
	if (VERSAL_RINGS)
		write32(CFU_ITR, ipi->bit);
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
		notify(ipi);
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
