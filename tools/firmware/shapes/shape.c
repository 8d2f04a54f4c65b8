// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * What firmware of the shapes in shape.ld.S has besides the application. The linker puts
 * these functions between the port's start code and main() (--wrap).
 */
#include <stddef.h>
#include <stdint.h>

#include <openamp/port.h>
#include <openamp/resource_table.h>
#include <openamp/rpmsg.h>

#include "shape.h"

#define CANARY 0x5a17c0deu

volatile uint32_t shape_canary = CANARY;

#ifdef SHAPE_NOLOAD
static char shm[0x1000] __attribute__((section(".shm"), used));
static char far[0x1000] __attribute__((section(".far"), used));
#endif

#ifdef SHAPE_TCM
static const uint32_t tcm[4] __attribute__((section(".tcm"), used)) = { 1, 2, 3, 4 };
#endif

#ifdef SHAPE_CARVE
#define RSC_TYPE_CARVEOUT	0u
#define RSC_TYPE_VENDOR		128u

/*
 * A table in front of the application's, with its device in it, and memory by address,
 * of no length and of a name that no region has; something of the vendor's; and a trace
 * buffer of no bytes.
 */
struct shape_table {
	struct rsc_table_header header;
	uint32_t offset[4];
	struct {
		uint32_t type, da, pa, len, flags, reserved;
		char name[32];
	} carveout;
	uint32_t vendor[4];
	struct rsc_trace trace;
};

static const struct shape_table shape_table
__attribute__((section(".shape_table"), used)) = {
	.header = RSC_TABLE_HEADER(4),
	.offset = {
		offsetof(struct shape_table, carveout),
		offsetof(struct shape_table, vendor),
		offsetof(struct shape_table, trace),
		sizeof(struct shape_table) + offsetof(struct openamp_table, rpmsg),
	},
	.carveout = {
		.type = RSC_TYPE_CARVEOUT,
		.da = PORT_FIRMWARE_BASE + 0x80000,
		.pa = 0xffffffff,
		.name = "heap",
	},
	.vendor = { RSC_TYPE_VENDOR, 1, 2, 3 },
	.trace = { .type = RSC_TYPE_TRACE, .name = "none" },
};
#endif

/* The copy that the start code of firmware with a load address makes. */
static void copy_data(void)
{
	uint32_t *to = __data_start, *from = __data_load;

	while (to != from && to < __data_end)
		*to++ = *from++;
}

/* As a core that means ill, or has lost its way: before Linux looks. */
static void scribble(void)
{
#ifdef SHAPE_HOSTILE
	volatile struct rsc_rpmsg_vdev *vdev = &app_table.rpmsg;

	vdev->num_of_vrings = 255;
	vdev->config_len = 255;
	/* So that Linux reads the configuration, which is good. */
	vdev->dfeatures |= RPMSG_F_BUFSZ;
#endif
}

int __wrap_main(void)
{
	copy_data();
	scribble();
	/* Without its variables the firmware is not what was linked. */
	while (shape_canary != CANARY)
		port_idle();
	return __real_main();
}
