// SPDX-License-Identifier: GPL-2.0-only
/*
 * Of a core's entry point the platform firmware is told one thing: whether its vectors are
 * at address 0 or high.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eemi_calls.h"
#include "image.h"
#include "message.h"
#include "monitor.h"
#include "rproc.h"
#include "sysutil.h"
#include "tap.h"
#include "versal.h"

#define HIGH_VECTORS	0xffff0000u
#define OCM		0xfffc0000u
#define SET_ADDRESS	1u	/* the address of a wakeup is one */

static void test_vectors(const struct rproc *rproc, volatile struct control *control)
{
	struct image image = image_read(rproc_firmware(rproc, "echo"));
	uint64_t entry = IMAGE_GET(&image, Ehdr, image_header(&image), e_entry);
	unsigned int vectors = entry < OCM ? 0 : HIGH_VECTORS;
	uint32_t since = control->logged;
	const char *calls, *address;
	char wanted[16];

	image_free(&image);
	rproc_start(rproc, "echo");
	is(message_talk(rproc), 0, "firmware that is entered at 0x%x works",
	   (unsigned int)entry);
	calls = monitor_calls(control, since, WAKE_UP, 2);
	address = strchr(calls, ' ');
	snprintf(wanted, sizeof(wanted), "%x", vectors | SET_ADDRESS);
	is_text(address ? address + 1 : calls, wanted, "it was woken up once, with its vectors");
	is(rproc_stop(rproc), 0, "and stops");
}

int main(void)
{
	const char *modules = getenv("modules");
	volatile struct control *control;
	struct rproc rproc;

	if (!modules || !strstr(modules, "xlnx_r5_rproc")) {
		skip("where the vectors are", "the cores are not started by EEMI");
		return done();
	}
	control = monitor_control(VERSAL_CONTROL);
	for (unsigned int i = 0; i < rproc_count(); i++) {
		rproc = rproc_get(i);
		test_vectors(&rproc, control);
	}
	return done();
}
