// SPDX-License-Identifier: GPL-2.0-only
/*
 * An i.MX8M Plus as a platform: its SiP call as NXP's imx-atf serves it, or, as the board's
 * run wants it or a test, as upstream TF-A does, which knows none of these functions.
 */
#include "control.h"
#include "imx_part.h"

#define IMX_SIP_RPROC		0xc2000005u
#define SIP_START		0u
#define SIP_STARTED		1u
#define SIP_STOP		2u
#define SIP_FUNCTIONS		3u

#define SIP_FAILED		((uint64_t)-1)

#define SPSR_EL1H		0x3c5u		/* EL1 with its own stack, all masked */
#define SCTLR_EL1_RES1		0x30d00800u	/* and no more: MMU and caches off */
#define HCR_RW			(1ull << 31)	/* EL1 is AArch64 */
#define CPTR_EL2_RES1		0x33ffu
#define CNTHCTL_EL1		0x3u		/* EL1 has the counter and the timer */

/* ESR_EL2 (DDI 0487): an access that was described by what follows */
#define ESR_EC(esr)		((esr) >> 26 & 0x3f)
#define EC_HVC			0x16u
#define EC_DATA_ABORT		0x24u
#define ESR_ISV			BIT(24)
#define ESR_SAS(esr)		((esr) >> 22 & 3)
#define SAS_WORD		2u
#define ESR_SRT(esr)		((esr) >> 16 & 31)
#define ESR_WNR			BIT(6)
#define ZERO_REGISTER		31u

/* Of the board's run: answer as upstream TF-A does; where firmware is that runs already. */
#ifndef MONITOR_SIP_UNKNOWN
#define MONITOR_SIP_UNKNOWN	0
#endif
#ifndef MONITOR_BOOTED
#define MONITOR_BOOTED		0
#endif

static void sip_rproc(struct smc *smc)
{
	uint32_t function = (uint32_t)smc->x[1], status;

	if (function >= SIP_FUNCTIONS) {
		smc->x[0] = SMC_UNKNOWN;
		return;
	}
	if (control_fails(function, 0, &status)) {
		smc->x[0] = (uint64_t)(int32_t)status;
		return;
	}
	switch (function) {
	case SIP_START:
		imx_start();
		smc->x[0] = 0;
		break;
	case SIP_STARTED:
		smc->x[0] = imx_runs();
		break;
	case SIP_STOP:
		smc->x[0] = imx_stop() ? 0 : SIP_FAILED;
		smc->x[1] = 0;	/* not 0 would be: it was not in WFI */
		break;
	}
}

/* From EL2, where Linux's access has led to. */
static uint64_t abort_address(void)
{
	uint64_t page, offset;

	__asm__ volatile("mrs %0, hpfar_el2" : "=r"(page));
	__asm__ volatile("mrs %0, far_el2" : "=r"(offset));
	return (page >> 4 << 12) | (offset & 0xfff);
}

void platform_trap(struct smc *smc)
{
	unsigned int number;
	uint64_t esr, elr;

	__asm__ volatile("mrs %0, esr_el2" : "=r"(esr));
	__asm__ volatile("mrs %0, elr_el2" : "=r"(elr));
	if (ESR_EC(esr) == EC_HVC) {
		psci_serve(smc);
		return;
	}
	if (ESR_EC(esr) != EC_DATA_ABORT || !(esr & ESR_ISV) || ESR_SAS(esr) != SAS_WORD)
		host_die("Linux did what is not known, ESR and ELR:", esr, elr);
	number = ESR_SRT(esr);
	if (esr & ESR_WNR)
		imx_write(abort_address(),
			  number == ZERO_REGISTER ? 0 : (uint32_t)smc->x[number]);
	else if (number != ZERO_REGISTER)
		smc->x[number] = imx_read(abort_address());
	__asm__ volatile("msr elr_el2, %0" : : "r"(elr + 4));
}

static void suspend(void)
{
	uint32_t status;

	if (control_fails(IMX_SUSPEND, 0, &status))
		imx_lose_power();
}

const struct smc_range platform_calls[] = {
	{ 0x84000000, 0x8400001f, psci_serve },
	{ 0xc4000000, 0xc400001f, psci_serve },
	{ IMX_SIP_RPROC, IMX_SIP_RPROC, sip_rproc },
	{ 0, 0, NULL }
};

const unsigned int platform_cpus = IMX_CPUS;
void (*const platform_suspend)(void) = suspend;
const uintptr_t platform_distributor = IMX_GICD;
const uintptr_t platform_redistributors = IMX_GICR;

/* A boot loader's: the first words of what it has loaded to where the core takes them from. */
static void start_booted(uintptr_t image)
{
	imx_itcm[0] = read32(image);
	imx_itcm[1] = read32(image + 4);
	imx_start();
}

static void sip_unknown(void)
{
	volatile struct control *control = (volatile struct control *)IMX_CONTROL;
	unsigned int i;

	for (i = 0; i < SIP_FUNCTIONS; i++) {
		control->api[i].status = (uint32_t)SMC_UNKNOWN;
		control->api[i].count = CONTROL_ALWAYS;
	}
}

void platform_init(void)
{
	imx_stage2_init();
	control_init(IMX_CONTROL);
	if (MONITOR_SIP_UNKNOWN)
		sip_unknown();
	if (MONITOR_BOOTED)
		start_booted(MONITOR_BOOTED);
}

/* EL2 is only for translation: all run at EL1. */
uint64_t platform_enter(unsigned int core)
{
	uint64_t midr, mpidr;

	__asm__ volatile("mrs %0, midr_el1" : "=r"(midr));
	__asm__ volatile("mrs %0, mpidr_el1" : "=r"(mpidr));
	__asm__ volatile("msr vpidr_el2, %0" : : "r"(midr));
	__asm__ volatile("msr vmpidr_el2, %0" : : "r"(mpidr));
	__asm__ volatile("msr cptr_el2, %0" : : "r"((uint64_t)CPTR_EL2_RES1));
	__asm__ volatile("msr hstr_el2, xzr");
	__asm__ volatile("msr cntvoff_el2, xzr");
	__asm__ volatile("msr cnthctl_el2, %0" : : "r"((uint64_t)CNTHCTL_EL1));
	__asm__ volatile("msr hcr_el2, %0" : : "r"(HCR_RW));
	__asm__ volatile("msr sctlr_el1, %0" : : "r"((uint64_t)SCTLR_EL1_RES1));
	if (core != IMX_REMOTE)
		imx_stage2_enter();
	return SPSR_EL1H;
}
