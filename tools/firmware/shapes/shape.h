/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/* What the linker and the application have for shape.c. */
#ifndef SHAPE_H
#define SHAPE_H

#include <stdint.h>

#include <openamp/resource_table.h>

/* Variables, where they are used and where they are loaded; see shape.ld.S. */
extern uint32_t __data_start[], __data_end[], __data_load[];

/* Of the application. */
extern struct openamp_table app_table;

/* By "--wrap=main": the application's main(), and what is called instead. */
int __real_main(void);
int __wrap_main(void);

#endif /* SHAPE_H */
