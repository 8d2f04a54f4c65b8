/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * How Linux notices that this core has crashed or hangs: a heartbeat and a crash word
 * in the resource table (struct rsc_health). Firmware without that entry calls none
 * of this, or calls it in vain.
 */
#ifndef OPENAMP_HEALTH_H
#define OPENAMP_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include <openamp/resource_table.h>

/**
 * openamp_health_init() - start with the entry, before rpmsg_init_device()
 * @health: the entry in the resource table
 *
 * When the firmware has been entered before, and Linux has not loaded it since, the
 * core has been reset by something else. Then Linux is told of a crash, and what
 * rings there are, are those of the life before: no device comes up on them.
 */
void openamp_health_init(struct rsc_health *health);

/**
 * openamp_was_reset() - has the core been reset, and not by Linux?
 *
 * Return: what openamp_health_init() has found.
 */
bool openamp_was_reset(void);

/**
 * openamp_heartbeat() - say that this core is alive
 *
 * rpmsg_poll() does. For firmware that does other things for longer than the period
 * between two of these.
 */
void openamp_heartbeat(void);

/**
 * openamp_sleep_begin() - say that there will be no heartbeat
 * @ms: for so many milliseconds, or until Linux rings: RSC_HEALTH_UNTIL_RUNG
 *
 * rpmsg_idle_begin() does where Linux can ring.
 */
void openamp_sleep_begin(uint32_t ms);

/** openamp_sleep_end() - awake again; a heartbeat too */
void openamp_sleep_end(void);

/**
 * openamp_report_crash() - fill in the crash word and ring Linux
 * @reason: enum rsc_health_reason, not RSC_HEALTH_NONE
 * @pc: address of the instruction, or 0
 * @addr: address of the access, or 0
 * @text: for people; 64 bytes of it count
 *
 * For fault handlers. The first report counts, what follows from it does not.
 */
void openamp_report_crash(uint32_t reason, uint64_t pc, uint64_t addr,
			  const char *text);

/* What a dump of the core's memory is searched for. */
#define OPENAMP_REGISTERS_MAGIC	"OpenAMP registe"	/* and a NUL: 16 bytes */

/* x0 to x30, sp, pc, pstate; or r0 to r15, cpsr: as a debugger wants them */
#if UINTPTR_MAX > 0xffffffffu
#define OPENAMP_REGISTERS	34
#else
#define OPENAMP_REGISTERS	17
#endif

/**
 * struct openamp_registers - the registers at a crash, for who reads a dump
 * @magic: OPENAMP_REGISTERS_MAGIC, once there are some
 * @count: OPENAMP_REGISTERS and its complement: the magic text alone is elsewhere, too
 * @reg: all of the registers
 */
struct openamp_registers {
	char magic[16];
	uint32_t count[2];
	uintptr_t reg[OPENAMP_REGISTERS];
};

/**
 * openamp_save_registers() - keep the registers at a crash where a dump has them
 * @reg: OPENAMP_REGISTERS of them
 *
 * For fault handlers. tools/registers.c puts them into a dump.
 */
void openamp_save_registers(const uintptr_t *reg);

/**
 * openamp_panic() - the firmware cannot go on
 * @reason: enum rsc_health_reason, as a rule RSC_HEALTH_PANIC
 * @text: why, for people; 64 bytes of it count
 *
 * Linux is told, and the core does nothing more but switch itself off when Linux asks
 * for it.
 */
__attribute__((noreturn)) void openamp_panic(uint32_t reason, const char *text);

#endif /* OPENAMP_HEALTH_H */
