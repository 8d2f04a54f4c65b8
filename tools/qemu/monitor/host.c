// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulator, by semihosting for AArch64: nothing else that these boards model can
 * end it.
 */
#include "monitor.h"

#define SYS_WRITE0		0x04u
#define SYS_EXIT		0x18u
#define STOPPED_BY_EXIT		0x20026u

static void semihosting(uint64_t operation, const void *parameters)
{
	register uint64_t x0 __asm__("x0") = operation;
	register const void *x1 __asm__("x1") = parameters;

	__asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
}

void host_exit(uint64_t status)
{
	const uint64_t block[2] = { STOPPED_BY_EXIT, status };

	semihosting(SYS_EXIT, block);
	for (;;)
		__asm__ volatile("wfi");
}

static void say(const char *text)
{
	semihosting(SYS_WRITE0, text);
}

static void say_number(uint64_t number)
{
	char text[] = " 0x................";
	unsigned int i;

	for (i = 0; i < 16; i++)
		text[sizeof(text) - 2 - i] = "0123456789abcdef"[number >> i * 4 & 15];
	say(text);
}

void host_die(const char *why, uint64_t a, uint64_t b)
{
	say("monitor: ");
	say(why);
	say_number(a);
	say_number(b);
	say("\n");
	host_exit(1);
}
