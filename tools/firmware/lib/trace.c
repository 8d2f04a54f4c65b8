// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/* The text log that Linux shows in debugfs. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <openamp/trace.h>

static const char older[] = "--- older ---\n";

static struct {
	char *buf;
	size_t size;
	size_t pos;
	bool wrapped;
} trace;

void trace_init(char *buf, size_t size)
{
	memset(buf, 0, size);
	trace.buf = buf;
	trace.size = size;
	trace.pos = 0;
	trace.wrapped = false;
}

static void put(char c)
{
	trace.buf[trace.pos++] = c;
	if (trace.pos == trace.size) {
		trace.pos = 0;
		trace.wrapped = true;
	}
}

/* Not counted as written: the next text goes over it. */
static void put_marker(void)
{
	size_t i;

	for (i = 0; i < sizeof(older) - 1; i++)
		trace.buf[(trace.pos + i) % trace.size] = older[i];
}

static void put_text(const char *text, int width)
{
	int len = (int)strlen(text);

	for (; width > len; width--)
		put(' ');
	while (*text)
		put(*text++);
}

static void put_number(uint32_t value, uint32_t base, int width, char pad,
		       bool minus)
{
	char digits[10];
	int count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);

	if (minus && pad == '0')
		put('-');
	for (width -= minus; width > count; width--)
		put(pad);
	if (minus && pad != '0')
		put('-');
	while (count)
		put(digits[--count]);
}

static void put_signed(int value, int width, char pad)
{
	uint32_t magnitude = (uint32_t)value;

	if (value < 0)
		magnitude = 0 - magnitude;
	put_number(magnitude, 10, width, pad, value < 0);
}

/* Prints one conversion; returns false if it is not one that we know. */
static bool convert(char kind, int width, char pad, va_list *args)
{
	switch (kind) {
	case 's':
		put_text(va_arg(*args, const char *), width);
		return true;
	case 'c':
		put((char)va_arg(*args, int));
		return true;
	case 'd':
		put_signed(va_arg(*args, int), width, pad);
		return true;
	case 'u':
		put_number(va_arg(*args, unsigned int), 10, width, pad, false);
		return true;
	case 'x':
		put_number(va_arg(*args, unsigned int), 16, width, pad, false);
		return true;
	case 'p':
		put_text("0x", 0);
		put_number((uint32_t)(uintptr_t)va_arg(*args, void *), 16, 8, '0',
			   false);
		return true;
	case '%':
		put('%');
		return true;
	default:
		return false;
	}
}

void trace_vprintf(const char *fmt, va_list args)
{
	va_list ap;

	if (!trace.buf)
		return;

	va_copy(ap, args);
	while (*fmt) {
		char pad = ' ';
		int width = 0;

		if (*fmt != '%') {
			put(*fmt++);
			continue;
		}
		fmt++;
		if (*fmt == '0')
			pad = *fmt++;
		while (*fmt >= '0' && *fmt <= '9')
			width = width * 10 + *fmt++ - '0';
		if (!convert(*fmt, width, pad, &ap))
			break;
		fmt++;
	}
	va_end(ap);
	if (trace.wrapped)
		put_marker();
}

void trace_printf(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	trace_vprintf(fmt, args);
	va_end(args);
}
