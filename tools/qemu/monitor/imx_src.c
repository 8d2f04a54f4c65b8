// SPDX-License-Identifier: GPL-2.0-only
/*
 * i.MX8M Plus: what holds its Cortex-M7. i.MX 8M Plus Applications Processor Reference
 * Manual, "System Reset Controller" and "IOMUXC GPR". Out of reset the core waits for a bit,
 * and then fetches its first words from ITCM.
 */
#include "imx_part.h"

#define M7RCR		(IMX_SRC + 0x0c)
#define M7RCR_HELD	BIT(0)	/* core reset, and it stays */
#define M7RCR_CORE	BIT(1)	/* core reset, which ends by itself */
#define M7RCR_PLATFORM	BIT(2)	/* the same of all of it */
#define M7RCR_ENABLE	BIT(3)

#define GPR22		(IMX_GPR + 0x58)
#define GPR22_WAIT	BIT(0)

/* The core's vectors (Armv7-M Architecture Reference Manual, B1.5) */
#define VECTOR_RESET	1
#define VECTOR_THUMB	1u

#define M7RCR_RESET	(M7RCR_ENABLE | M7RCR_HELD)

static uint32_t m7rcr = M7RCR_RESET;
static uint32_t gpr22 = GPR22_WAIT;

/*
 * Where there is no address of Thumb code, as with nothing in ITCM, the core is in lockup at
 * once: it is let run where it cannot.
 */
static uint64_t entry(void)
{
	uint32_t reset = imx_itcm[VECTOR_RESET];

	return reset & VECTOR_THUMB ? reset & ~VECTOR_THUMB : ~3ull;
}

static void let_go(void)
{
	uint32_t status;

	if (!control_fails(IMX_LET_GO, 0, &status))
		core_on(IMX_REMOTE, entry(), 0);
}

static bool held(void)
{
	return !(m7rcr & M7RCR_ENABLE) || m7rcr & M7RCR_HELD;
}

bool imx_runs(void)
{
	return !held() && !(gpr22 & GPR22_WAIT);
}

/* After a write to one of them. */
static bool follow(void)
{
	bool stopped = true;

	if (held() || m7rcr & (M7RCR_CORE | M7RCR_PLATFORM))
		stopped = core_stop(IMX_REMOTE);
	m7rcr &= ~(M7RCR_CORE | M7RCR_PLATFORM);
	if (imx_runs() && !core_is_on(IMX_REMOTE))
		let_go();
	return stopped;
}

uint32_t imx_read(uint64_t addr)
{
	switch (addr) {
	case M7RCR:
		return m7rcr;
	case GPR22:
		return gpr22;
	default:
		return 0;
	}
}

void imx_write(uint64_t addr, uint32_t value)
{
	switch (addr) {
	case M7RCR:
		m7rcr = value;
		break;
	case GPR22:
		gpr22 = value;
		break;
	default:
		return;
	}
	if (!follow())
		host_die("the core does not stop for", addr, value);
}

void imx_start(void)
{
	gpr22 &= ~GPR22_WAIT;
	m7rcr = M7RCR_ENABLE | M7RCR_PLATFORM | M7RCR_CORE;
	follow();
}

bool imx_stop(void)
{
	gpr22 |= GPR22_WAIT;
	m7rcr = M7RCR_ENABLE | M7RCR_CORE;
	return follow();
}

void imx_lose_power(void)
{
	gpr22 = GPR22_WAIT;
	m7rcr = M7RCR_RESET;
	if (!follow())
		host_die("the core runs on without power:", m7rcr, gpr22);
	imx_lose_tcm();
}
