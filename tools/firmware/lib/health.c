// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The heartbeat and the crash word in the resource table. */
#include <stddef.h>
#include <string.h>

#include <openamp/health.h>
#include <openamp/port.h>
#include <openamp/shm.h>
#include <openamp/trace.h>

static struct rsc_health *health;
static uint32_t beats;
static bool was_reset;

/* Not in a cache when Linux makes a dump. */
static struct openamp_registers registers OPENAMP_TRACE_SECTION;

static void put_address(uint32_t to[2], uint64_t addr)
{
	shm_store(&to[0], (uint32_t)addr);
	shm_store(&to[1], (uint32_t)(addr >> 32));
}

static void fill_in(uint32_t reason, uint64_t pc, uint64_t addr, const char *text)
{
	const uint32_t any = 0;
	unsigned int i;

	put_address(health->pc, pc);
	put_address(health->addr, addr);
	for (i = 0; i < RSC_HEALTH_TEXT && text[i]; i++)
		shm_store(&health->text[i], text[i]);
	/* Linux takes the rest for valid when it sees the reason. */
	port_wmb();
	shm_store(&health->reason, reason);
	port_notify(&any, 1);
}

void openamp_report_crash(uint32_t reason, uint64_t pc, uint64_t addr,
			  const char *text)
{
	if (health && shm_load(&health->reason) == RSC_HEALTH_NONE)
		fill_in(reason, pc, addr, text);
	port_crashed();
}

void openamp_save_registers(const uintptr_t *reg)
{
	memcpy(registers.reg, reg, sizeof(registers.reg));
	registers.count[0] = OPENAMP_REGISTERS;
	registers.count[1] = ~registers.count[0];
	memcpy(registers.magic, OPENAMP_REGISTERS_MAGIC, sizeof(registers.magic));
}

void openamp_panic(uint32_t reason, const char *text)
{
	uintptr_t pc = (uintptr_t)__builtin_return_address(0);

#ifdef __thumb__
	/* A bit of it says that it is Thumb code. */
	pc &= ~(uintptr_t)1;
#endif
	trace_printf("PANIC: %s\n", text);
	openamp_report_crash(reason, pc, 0, text);
	while (!port_stop_requests())
		port_idle();
	port_stop();
}

void openamp_health_init(struct rsc_health *entry)
{
	uint32_t boots = shm_load(&entry->boots);

	health = entry;
	beats = shm_load(&entry->beat);
	was_reset = boots;
	memset(&registers, 0, sizeof(registers));
	shm_store(&entry->boots, boots + 1);
	openamp_sleep_end();
	if (!was_reset)
		return;
	trace_printf("this core was reset, and not by linux\n");
	openamp_report_crash(RSC_HEALTH_OWN_RESET, 0, 0, "entered again");
}

bool openamp_was_reset(void)
{
	return was_reset;
}

void openamp_heartbeat(void)
{
	port_alive();
	if (health)
		shm_store(&health->beat, ++beats);
}

void openamp_sleep_begin(uint32_t ms)
{
	if (health)
		shm_store(&health->asleep, ms);
}

void openamp_sleep_end(void)
{
	openamp_heartbeat();
	if (health)
		shm_store(&health->asleep, 0);
}
