// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * The words of TI's mailbox that name no ring, for a core that stands for one of a TI K3: in
 * memory at PORT_WORDS, the one to this core and then the one to Linux. 0 is none, who has
 * read a word clears it, and a newer one takes its place.
 */
#include <stddef.h>
#include <stdint.h>

#include <openamp/port.h>
#include <openamp/shm.h>

#include "gic.h"
#include "words.h"

#define WORD_READY		0xffffff00u
#define WORD_CRASH		0xffffff02u
#define WORD_SHUTDOWN		0xffffff14u
#define WORD_SHUTDOWN_ACK	0xffffff15u

#define FROM_LINUX		0
#define TO_LINUX		1

static uint32_t * const words = (uint32_t *)PORT_WORDS;
static bool asked;

static void send(uint32_t word)
{
	shm_store(&words[TO_LINUX], word);
	port_notify(NULL, 0);
}

void words_init(void)
{
	shm_store(&words[FROM_LINUX], 0);
	send(WORD_READY);
}

bool words_ask_to_stop(void)
{
	if (shm_load(&words[FROM_LINUX]) != WORD_SHUTDOWN)
		return false;
	shm_store(&words[FROM_LINUX], 0);
	asked = true;
	return true;
}

void words_off(void)
{
	if (asked)
		send(WORD_SHUTDOWN_ACK);
}

void port_crashed(void)
{
	send(WORD_CRASH);
}
