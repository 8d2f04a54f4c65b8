/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * A log of text in a buffer that Linux reads (resource table entry TRACE; in
 * debugfs remoteproc/remoteprocN/trace0).
 *
 * Linux reads up to the first NUL or the end of the buffer. Until the buffer is
 * full the text simply grows; then writing goes on at the start, over the oldest
 * text, and a line "--- older ---" stands where the newest text ends.
 */
#ifndef OPENAMP_TRACE_H
#define OPENAMP_TRACE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/*
 * uint32_t is unsigned long on some 32-bit cores, and %u without l is then just
 * as right. The compiler checks formats where the two are the same type.
 */
#if UINTPTR_MAX > 0xffffffffu
#define TRACE_FORMAT __attribute__((format(printf, 1, 2)))
#else
#define TRACE_FORMAT
#endif

/*
 * Where the buffer should stand: a port puts this section where the core does not
 * cache what it writes. trace_init() clears the buffer, nothing else does.
 */
#define OPENAMP_TRACE_SECTION \
	__attribute__((section(".noinit.trace"), aligned(16)))

/**
 * trace_init() - start logging into a buffer
 * @buf: the buffer, which the resource table names too; cleared here
 * @size: bytes in it, at least 64
 */
void trace_init(char *buf, size_t size);

/**
 * trace_printf() - append text
 * @fmt: text with %s, %c, %d, %u, %x, %p and %%; a field width and a 0 before it
 *	 ("%08x") may stand in front of d, u and x. Numbers are 32 bits wide: int,
 *	 unsigned int, int32_t, uint32_t. Lines end with "\n".
 *
 * Does nothing before trace_init().
 */
void trace_printf(const char *fmt, ...) TRACE_FORMAT;

/**
 * trace_vprintf() - trace_printf() with an argument list
 * @fmt: as for trace_printf()
 * @args: the arguments
 */
void trace_vprintf(const char *fmt, va_list args);

#endif /* OPENAMP_TRACE_H */
