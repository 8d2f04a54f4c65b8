/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * The doorbell of a core of TI's K3, ports/k3/mailbox.c, with the registers of its mailbox played
 * by the test: two queues of four words, and who is interrupted when. To be included by the test
 * of each kind of core, which has defined
 *
 *	CORE		how it is called
 *	K3(name)	names that no other test has
 *	MAILBOX_AT	where the core sees the mailbox
 *	USER		its number there, as PORT_MAILBOX_USER
 *	IRQ_BIT		its interrupt in the registers of its interrupt controller
 *	is_open()	is that controller, and what leads to the mailbox, ready?
 *	core_write()	takes what is written elsewhere; false: nothing is there
 */
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

/* It has the names of the port that the other tests have. */
#define doorbell_init		K3(init)
#define port_has_kick		K3(has_kick)
#define port_idle		K3(idle)
#define port_kicks		K3(kicks)
#define port_notify		K3(notify)
#define port_stop		K3(stop)
#define port_stop_requests	K3(stop_requests)

static void port_dsb(void);
static void port_wfi(void);
static uint32_t hw_read(uint32_t addr);
static void hw_write(uint32_t addr, uint32_t value);

#include "../ports/k3/mailbox.c"
#include "tap.h"
#include "tests.h"

#define FIFO	4u

static struct {
	uint32_t word[2][FIFO];
	uint32_t count[2];
	uint32_t enabled;	/* of what this core is interrupted */
	uint32_t opened[4];	/* what the core has to have done first */
	uint32_t irq[2];	/* its interrupt: enabled, and what was cleared last */
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

static bool is_open(void);
static bool core_write(uint32_t addr, uint32_t value);

/* The numbers are the manual's, and not those of the code under test. */
static uint32_t hw_read(uint32_t addr)
{
	hw.odd += !is_open();
	switch (addr) {
	case MAILBOX_AT + 0x80u:
		return hw.count[0] == FIFO;
	case MAILBOX_AT + 0x44u:
		return pop(1);
	case MAILBOX_AT + 0xc4u:
		return hw.count[1];
	default:
		hw.odd++;
		return 0;
	}
}

static void hw_write(uint32_t addr, uint32_t value)
{
	switch (addr) {
	case MAILBOX_AT + 0x40u:
		push(0, value);
		break;
	case MAILBOX_AT + 0x104u + 0x10u * USER:	/* what is acknowledged */
		break;
	case MAILBOX_AT + 0x108u + 0x10u * USER:
		hw.enabled |= value;
		break;
	case MAILBOX_AT + 0x10cu + 0x10u * USER:
		hw.enabled &= ~value;
		break;
	default:
		hw.odd += !core_write(addr, value);
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
	doorbell_init();
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
	doorbell_init();
	CHECK(!hw.count[1] && !port_stop_requests() && !port_kicks());
	CHECK(hw.count[0] == 1 && hw.word[0][0] == 0xffffff00u);
	CHECK(hw.enabled == 1u << 2 && hw.irq[0] == IRQ_BIT);
	CHECK(!hw.odd);
	CHECK(port_has_kick());
}

static void hears(void)
{
	begin();
	push(1, 0);
	push(1, 1);
	push(1, 0xffffff03u);
	port_idle();
	CHECK(port_kicks() == 2 && !port_stop_requests() && !hw.count[1]);
	push(1, 0xffffff14u);
	port_idle();
	CHECK(port_kicks() == 2 && port_stop_requests() == 1);
	CHECK(hw.irq[1] == IRQ_BIT && !hw.odd);
}

/* What does not fit in is told later, each ring once. */
static void tells(void)
{
	static const uint32_t both[] = { 0, 1 }, none[] = { 32, UINT32_MAX };
	unsigned int i;

	begin();
	port_notify(both, 2);
	CHECK(hw.count[0] == 2 && hw.word[0][0] == 0 && hw.word[0][1] == 1);
	CHECK(hw.enabled == 1u << 2);
	for (i = 0; i < 100; i++)
		port_notify(both, 2);
	CHECK(hw.count[0] == FIFO && hw.enabled == (1u << 2 | 1u << 1));
	while (hw.count[0])
		pop(0);
	port_idle();
	CHECK(hw.count[0] == 2 && hw.word[0][0] == 0 && hw.word[0][1] == 1);
	CHECK(hw.enabled == 1u << 2);
	port_notify(none, 2);
	CHECK(hw.count[0] == 2 && !hw.odd);
}

/* The answer is the last word, and nothing wakes the core any more. */
static void shuts_down(void)
{
	begin();
	push(0, 0);
	if (!setjmp(hw.asleep))
		port_stop();
	CHECK(hw.count[0] == 2 && hw.word[0][1] == 0xffffff15u);
	CHECK(!hw.enabled && !hw.irq[0] && !hw.odd);
}

static void test_all(void)
{
	RUN(starts_clean, CORE ": words for earlier firmware are not this one's");
	RUN(hears, CORE ": rings and the request to shut down are told apart");
	RUN(tells, CORE ": rings that do not fit in are told when there is room");
	RUN(shuts_down, CORE ": the answer comes last, and the core sleeps for ever");
}
