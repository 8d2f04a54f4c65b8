// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The doorbell of a Cortex-M in NXP's i.MX, ports/cortex-m/mu.c, with the registers of
 * i.MX93's Messaging Unit played by the test: a word each way on channel 1.
 */
#include <stdint.h>
#include <string.h>

/* It has the names of the port that the other tests have. */
#define doorbell_init	mu_init
#define port_has_kick	mu_has_kick
#define port_idle	mu_idle
#define port_kicks	mu_kicks
#define port_notify	mu_notify

/* i.MX93, see port.mk. */
#define PORT_MU		0x44220000u
#define PORT_MU_V2
#define PORT_MU_IRQ	21u

/* In the place of the core's own scs.h. */
#define PORT_SCS_H
static uint32_t scs_read(uint32_t addr);
static void scs_write(uint32_t addr, uint32_t value);
static void port_dsb(void);
static void port_wfi(void);

#include "../ports/cortex-m/mu.c"
#include "tap.h"
#include "tests.h"

#define OTHERS	0x0du	/* bits of the other channels */

static struct {
	uint32_t to_linux, from_linux;
	bool is_full, has_word;
	uint32_t rcr;
	uint32_t nvic[2];	/* its interrupt: enabled, and its bit */
	unsigned int words;	/* that were sent */
	unsigned int odd;	/* accesses that make no sense */
} hw;

/* The numbers are the manual's, and not those of the code under test. */
static uint32_t scs_read(uint32_t addr)
{
	switch (addr) {
	case 0x44220124u:
		return OTHERS | (hw.is_full ? 0 : 1u << 1);
	case 0x44220128u:
		return hw.rcr;
	case 0x4422012cu:
		return OTHERS | (hw.has_word ? 1u << 1 : 0);
	case 0x44220284u:
		hw.odd += !hw.has_word;
		hw.has_word = false;
		return hw.from_linux;
	default:
		hw.odd++;
		return 0;
	}
}

static void scs_write(uint32_t addr, uint32_t value)
{
	switch (addr) {
	case 0x44220128u:
		hw.rcr = value;
		break;
	case 0x44220204u:
		hw.odd += hw.is_full;
		hw.is_full = true;
		hw.to_linux = value;
		hw.words++;
		break;
	case 0xe000e100u:
		hw.nvic[0] |= value;
		break;
	case 0xe000e280u:
		hw.nvic[1] = value;
		break;
	default:
		hw.odd++;
	}
}

static void port_dsb(void)
{
}

static void port_wfi(void)
{
}

static void hears(void)
{
	uint32_t before = mu_kicks();

	memset(&hw, 0, sizeof(hw));
	hw.rcr = OTHERS;
	hw.has_word = true;
	mu_init();
	CHECK(hw.rcr == (OTHERS | 1u << 1) && hw.nvic[0] == 1u << 21);
	CHECK(mu_has_kick() && hw.has_word);
	mu_idle();
	CHECK(mu_kicks() == before + 1 && !hw.has_word);
	CHECK(hw.nvic[1] == 1u << 21);
	mu_idle();
	CHECK(mu_kicks() == before + 1 && !hw.odd);
}

/* A word that Linux has not read is for what comes after it as well. */
static void tells(void)
{
	static const uint32_t second = 1;

	memset(&hw, 0, sizeof(hw));
	mu_notify(&second, 1);
	CHECK(hw.words == 1 && hw.to_linux == 1u << 16);
	mu_notify(&second, 1);
	CHECK(hw.words == 1);
	hw.is_full = false;
	mu_notify(&second, 1);
	CHECK(hw.words == 2 && !hw.odd);
}

void test_mu(void)
{
	RUN(hears, "i.MX93: what Linux sends is taken after a sleep, and counted once");
	RUN(tells, "i.MX93: no second word before Linux has read the first");
}
