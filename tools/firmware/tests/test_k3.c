// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The doorbell of the Cortex-M4F in TI's K3, ports/cortex-m/k3.c, with the registers of its
 * mailbox played by the test: two queues of four words, and who is interrupted when.
 */
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

/* It has the names of the port that the other tests have. */
#define doorbell_init		k3_init
#define port_has_kick		k3_has_kick
#define port_idle		k3_idle
#define port_kicks		k3_kicks
#define port_notify		k3_notify
#define port_stop		k3_stop
#define port_stop_requests	k3_stop_requests

/* AM62x, see port.mk. */
#define PORT_MAILBOX		0x29000000u
#define PORT_MAILBOX_USER	2u
#define PORT_MAILBOX_IRQ	50u

/* In the place of the core's own scs.h. */
#define PORT_SCS_H
static uint32_t scs_read(uint32_t addr);
static void scs_write(uint32_t addr, uint32_t value);
static void port_dsb(void);
static void port_wfi(void);

#include "../ports/cortex-m/k3.c"
#include "tap.h"
#include "tests.h"

#define FIFO	4u

static struct {
	uint32_t word[2][FIFO];
	uint32_t count[2];
	uint32_t enabled;	/* of what this core is interrupted */
	uint32_t mapped[4];	/* registers of the translation */
	uint32_t nvic[2];	/* its interrupt: enabled, and its bit */
	unsigned int odd;	/* accesses that make no sense */
	unsigned int sleeps;
	jmp_buf asleep;		/* for ever */
} hw;

static uint32_t pop(uint32_t q)
{
	uint32_t word = hw.word[q][0];

	hw.odd += !hw.count[q];
	hw.count[q] -= hw.count[q] > 0;
	memmove(hw.word[q], hw.word[q] + 1, sizeof(hw.word[q]) - sizeof(word));

	return word;
}

static void push(uint32_t q, uint32_t word)
{
	if (hw.count[q] == FIFO)
		hw.odd++;
	else
		hw.word[q][hw.count[q]++] = word;
}

static bool is_mapped(void)
{
	return hw.mapped[0] == 0x8000001du && hw.mapped[1] == 0xc0000000u &&
	       hw.mapped[2] == 0x20000000u && !hw.mapped[3];
}

/* The numbers are the manual's, and not those of the code under test. */
static uint32_t scs_read(uint32_t addr)
{
	hw.odd += !is_mapped();
	switch (addr) {
	case 0xc9000080u:
		return hw.count[0] == FIFO;
	case 0xc9000044u:
		return pop(1);
	case 0xc90000c4u:
		return hw.count[1];
	default:
		hw.odd++;
		return 0;
	}
}

static void scs_write(uint32_t addr, uint32_t value)
{
	switch (addr) {
	case 0x44200020u ... 0x4420002cu:
		hw.mapped[(addr - 0x44200020u) / 4] = value;
		break;
	case 0xc9000040u:
		push(0, value);
		break;
	case 0xc9000124u:	/* what is acknowledged */
		break;
	case 0xc9000128u:
		hw.enabled |= value;
		break;
	case 0xc900012cu:
		hw.enabled &= ~value;
		break;
	case 0xe000e104u:
		hw.nvic[0] |= value;
		break;
	case 0xe000e184u:
		hw.nvic[0] &= ~value;
		break;
	case 0xe000e284u:
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
	if (hw.sleeps++ > 3)
		longjmp(hw.asleep, 1);
}

static void begin(void)
{
	memset(&hw, 0, sizeof(hw));
	k3_init();
	CHECK(pop(0) == 0xffffff00u);
	CHECK(!hw.odd);
}

/* Also if the last firmware has left its own request to shut down. */
static void starts_clean(void)
{
	memset(&hw, 0, sizeof(hw));
	push(1, 0);
	push(1, 0xffffff14u);
	push(1, 1);
	k3_init();
	CHECK(!hw.count[1] && !k3_stop_requests() && !k3_kicks());
	CHECK(hw.count[0] == 1 && hw.word[0][0] == 0xffffff00u);
	CHECK(hw.enabled == 1u << 2 && hw.nvic[0] == 1u << 18);
	CHECK(!hw.odd);
	CHECK(k3_has_kick());
}

static void hears(void)
{
	begin();
	push(1, 0);
	push(1, 1);
	push(1, 0xffffff03u);
	k3_idle();
	CHECK(k3_kicks() == 2 && !k3_stop_requests() && !hw.count[1]);
	push(1, 0xffffff14u);
	k3_idle();
	CHECK(k3_kicks() == 2 && k3_stop_requests() == 1);
	CHECK(hw.nvic[1] == 1u << 18 && !hw.odd);
}

/* What does not fit in is told later, each ring once. */
static void tells(void)
{
	static const uint32_t both[] = { 0, 1 }, none[] = { 32, UINT32_MAX };
	unsigned int i;

	begin();
	k3_notify(both, 2);
	CHECK(hw.count[0] == 2 && hw.word[0][0] == 0 && hw.word[0][1] == 1);
	CHECK(hw.enabled == 1u << 2);
	for (i = 0; i < 100; i++)
		k3_notify(both, 2);
	CHECK(hw.count[0] == FIFO && hw.enabled == (1u << 2 | 1u << 1));
	while (hw.count[0])
		pop(0);
	k3_idle();
	CHECK(hw.count[0] == 2 && hw.word[0][0] == 0 && hw.word[0][1] == 1);
	CHECK(hw.enabled == 1u << 2);
	k3_notify(none, 2);
	CHECK(hw.count[0] == 2 && !hw.odd);
}

/* The answer is the last word, and nothing wakes the core any more. */
static void shuts_down(void)
{
	begin();
	push(0, 0);
	if (!setjmp(hw.asleep))
		k3_stop();
	CHECK(hw.count[0] == 2 && hw.word[0][1] == 0xffffff15u);
	CHECK(!hw.enabled && !hw.nvic[0] && !hw.odd);
}

void test_k3(void)
{
	RUN(starts_clean, "k3: words for earlier firmware are not this one's");
	RUN(hears, "k3: rings and the request to shut down are told apart");
	RUN(tells, "k3: rings that do not fit in are told when there is room");
	RUN(shuts_down, "k3: the answer comes last, and the core sleeps for ever");
}
