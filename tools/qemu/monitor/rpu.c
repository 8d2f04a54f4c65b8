// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Cortex-R5 cores of Versal, by their reset register (register names are those of
 * AM012, the register reference).
 *
 * QEMU's model acts on a reset when the core's thread gets to it, and forgets a release
 * that comes before that. So a core that leaves reset goes through code of ours first,
 * where it counts; one that does not count is given its reset again.
 */
#include "monitor.h"
#include "rpu.h"

/* CRL.RST_CPU_R5: a set bit holds in reset. Both cores need AMBA, the bus. */
#define RST_CPU(core)		BIT(core)
#define RST_AMBA		BIT(2)

/* How long a busy machine needs to run a modelled core: each try waits twice as long. */
#define TRIES			10
#define FIRST_TRY_US		10000u
#define LAPS			3u

#define LDR_PC_NEXT_WORD	0xe51ff004u	/* ldr pc, [pc, #-4] */
#define LDR_PC_TABLE		0xe59ff018u	/* ldr pc, [pc, #24] */
#define LDR_PC			0xe59ff000u	/* ldr pc, [pc, #imm12] */
#define LDR_PC_MASK		0xfffff000u
#define LDR_PC_IMM		0x00000fffu
#define PIPELINE		8u		/* PC reads as this much ahead */

#define RPU_PAGE_EXCEPTION(n)	(RPU_PAGE + 0x100 + 0x20 * (n))
#define RPU_PAGE_PARK		(RPU_PAGE + 0x200)

/**
 * struct rpu_core - how a core that leaves reset and the monitor meet
 * @laps: counted up by the core
 * @go: it may go on
 * @entry: to there
 * @high: its exceptions go to RPU_HIGH_VECTORS
 */
struct rpu_core {
	volatile uint32_t laps;
	volatile uint32_t go;
	volatile uint32_t entry;
	volatile uint32_t high;
};

static struct rpu_core *core_of(unsigned int core)
{
	return (struct rpu_core *)(RPU_PAGE + RPU_PAGE_CORES) + core;
}

/* The code, whose data is left alone: the other core may use it. */
static void write_page(void)
{
	unsigned int i;

	for (i = 0; i < RPU_PAGE_CORES / 4; i++)
		write32(RPU_PAGE + 4 * i, rpu_page_bytes[i]);
}

/* All eight send the cores to RPU_PAGE. */
static void write_vectors(void)
{
	unsigned int i;

	for (i = 0; i < RPU_EXCEPTIONS; i++) {
		write32(RPU_VECTORS + 32 + 4 * i, i ? RPU_PAGE_EXCEPTION(i) : RPU_PAGE);
		write32(RPU_VECTORS + 4 * i, LDR_PC_TABLE);
	}
}

/*
 * Where vector @number in the TCM of a core goes. A branch would stay in TCM, which on
 * this model is not where the code believes to be: such an image has to be in combined mode.
 */
static uint32_t handler(uintptr_t tcm, unsigned int number)
{
	uint32_t instruction = read32(tcm + 4 * number);
	uint32_t at = 4 * number + PIPELINE + (instruction & LDR_PC_IMM);

	if ((instruction & LDR_PC_MASK) != LDR_PC || at % 4)
		return RPU_PAGE_PARK;
	return read32(tcm + at);
}

static void write_handlers(unsigned int core)
{
	uintptr_t table = RPU_PAGE + RPU_PAGE_HANDLERS + 4 * RPU_EXCEPTIONS * core;
	unsigned int i;

	for (i = 0; i < RPU_EXCEPTIONS; i++)
		write32(table + 4 * i, handler(RPU_TCM(core), i));
}

void rpu_stop(unsigned int core)
{
	write32(VERSAL_RST_CPU_R5, read32(VERSAL_RST_CPU_R5) | RST_CPU(core));
}

static void release(unsigned int core)
{
	write32(VERSAL_RST_CPU_R5,
		read32(VERSAL_RST_CPU_R5) & ~(RST_CPU(core) | RST_AMBA));
}

bool rpu_runs(unsigned int core)
{
	return !(read32(VERSAL_RST_CPU_R5) & (RST_CPU(core) | RST_AMBA));
}

/* Has it counted on from @before, for at most @us? */
static bool counts(const struct rpu_core *shared, uint32_t before, uint64_t us)
{
	uint64_t start = now_us();

	do {
		if (shared->laps - before >= LAPS)
			return true;
	} while (now_us() - start < us);
	return false;
}

/* Brings a core into the code in RPU_PAGE. */
static bool bring_up(unsigned int core, struct rpu_core *shared)
{
	unsigned int try;
	uint32_t before;

	shared->go = 0;
	for (try = 0; try < TRIES; try++) {
		rpu_stop(core);
		before = shared->laps;
		/* The vectors are in memory before they are fetched. */
		wmb();
		release(core);
		if (counts(shared, before, (uint64_t)FIRST_TRY_US << try))
			return true;
	}
	rpu_stop(core);
	return false;
}

/* With the firmware's own vectors at the address of the reset: lends two words there. */
static bool start_in_all_tcm(unsigned int core, struct rpu_core *shared)
{
	uint32_t words[2] = { read32(RPU_VECTORS), read32(RPU_VECTORS + 4) };
	bool up;

	write32(RPU_VECTORS, LDR_PC_NEXT_WORD);
	write32(RPU_VECTORS + 4, RPU_PAGE);
	up = bring_up(core, shared);
	write32(RPU_VECTORS, words[0]);
	write32(RPU_VECTORS + 4, words[1]);
	shared->entry = RPU_VECTORS;
	return up;
}

static bool start_in_own_tcm(unsigned int core, struct rpu_core *shared)
{
	write_vectors();
	write_handlers(core);
	shared->entry = handler(RPU_TCM(core), 0);
	return bring_up(core, shared);
}

/* This model's cores leave reset at 0 all the same, and are sent on from there. */
static bool start_high(unsigned int core, struct rpu_core *shared)
{
	bool up = start_in_all_tcm(core, shared);

	shared->entry = RPU_HIGH_VECTORS;
	return up;
}

bool rpu_start(unsigned int core, enum rpu_vectors vectors)
{
	static bool (* const start[])(unsigned int core, struct rpu_core *shared) = {
		[RPU_IN_OWN_TCM] = start_in_own_tcm,
		[RPU_IN_ALL_TCM] = start_in_all_tcm,
		[RPU_HIGH] = start_high,
	};
	struct rpu_core *shared = core_of(core);

	write_page();
	shared->high = vectors == RPU_HIGH;
	if (!start[vectors](core, shared))
		return false;
	/* So is what it goes to. */
	wmb();
	shared->go = 1;
	return true;
}
