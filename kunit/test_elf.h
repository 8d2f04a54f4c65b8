/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The core that the openamp_elf suites start firmware on: where its memory is, from the
 * start of "firmware".
 */
#ifndef KUNIT_TEST_ELF_H
#define KUNIT_TEST_ELF_H

#include "test_core.h"

#define OUTSIDE		0x7f000000	/* memory that is none of the core's */
#define POISON		0xee
#define FIRMWARE_SIZE	0x10000		/* as in kunit-virt.dtso */
#define MORE		0x10000		/* "more" comes directly after "firmware" */
#define MORE_SIZE	0x1000
#define MORE_END	0x11000
#define VRING0		0x20000
#define BUFFER		0xf0000

static inline int elf_init(struct kunit *test)
{
	return test_core_init(test, test_rpu_memory);
}

#endif /* KUNIT_TEST_ELF_H */
