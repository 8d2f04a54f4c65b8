// SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
/*
 * Makes a dump of a remote core's memory one that a debugger can begin with: puts the
 * registers, which the firmware has left in memory when it crashed, into a note.
 *
 *	registers DUMP OUTPUT
 *
 * DUMP is what Linux has in /sys/class/devcoredump/devcdN/data.
 */
#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC		"OpenAMP registe"	/* as in <openamp/health.h> */

/* Where the registers stand in Linux's struct elf_prstatus, and its size. */
#define REG_AT_64	112
#define REG_SIZE_64	(34 * 8)
#define STATUS_SIZE_64	392
#define REG_AT_32	72
#define REG_SIZE_32	(17 * 4)
#define STATUS_SIZE_32	148

#define NOTE_NAME	"CORE"		/* 5 bytes, in 8 */
#define NOTE_HEADER	(3 * 4 + 8)

/**
 * struct note - the note, of the largest size that it can have
 * @namesz: of @name
 * @descsz: of @status
 * @type: NT_PRSTATUS
 * @name: NOTE_NAME
 * @status: all 0 but for the registers
 */
struct note {
	uint32_t namesz;
	uint32_t descsz;
	uint32_t type;
	char name[8];
	uint8_t status[STATUS_SIZE_64];
};

static void fail(const char *what)
{
	fprintf(stderr, "registers: %s\n", what);
	exit(1);
}

static uint8_t *read_all(const char *name, size_t *size)
{
	FILE *file = fopen(name, "rb");
	uint8_t *data = NULL;
	size_t room = 0, n = 1;

	if (!file)
		fail("cannot open the dump");
	/* What Linux has there does not know its size. */
	for (*size = 0; n; *size += n) {
		if (*size == room) {
			room += 1 << 20;
			data = realloc(data, room);
			if (!data)
				fail("no memory");
		}
		n = fread(data + *size, 1, room - *size, file);
	}
	fclose(file);
	if (*size < sizeof(Elf64_Ehdr) || memcmp(data, ELFMAG, SELFMAG))
		fail("the dump is not an ELF file");
	return data;
}

static const uint8_t *find_registers(const uint8_t *data, size_t size, size_t need)
{
	uint32_t count[2];
	size_t i, head = sizeof(MAGIC) + sizeof(count);

	for (i = 0; i + head + need <= size; i += 4) {
		if (memcmp(data + i, MAGIC, sizeof(MAGIC)))
			continue;
		/* The text alone is among the firmware's constants. */
		memcpy(count, data + i + sizeof(MAGIC), sizeof(count));
		if (count[0] == ~count[1])
			return data + i + head;
	}
	fail("there are no registers in the dump");
	return NULL;
}

static struct note make_note(const uint8_t *data, size_t size, bool is64)
{
	size_t reg_size = is64 ? REG_SIZE_64 : REG_SIZE_32;
	struct note note = {
		.namesz = sizeof(NOTE_NAME),
		.descsz = is64 ? STATUS_SIZE_64 : STATUS_SIZE_32,
		.type = NT_PRSTATUS,
		.name = NOTE_NAME,
	};

	memcpy(note.status + (is64 ? REG_AT_64 : REG_AT_32),
	       find_registers(data, size, reg_size), reg_size);
	return note;
}

/*
 * The dump stays as it is, with new program headers and the note behind it: one more
 * than before, the note's first.
 */
#define WRITE(bits) \
static void write_##bits(FILE *out, const uint8_t *data, size_t size, \
			 const struct note *note) \
{ \
	Elf##bits##_Ehdr hdr; \
	Elf##bits##_Phdr phdr = { .p_type = PT_NOTE }; \
	uint64_t end = (size + 7) & ~7ull; \
\
	memcpy(&hdr, data, sizeof(hdr)); \
	if (hdr.e_phoff > size || \
	    hdr.e_phnum * sizeof(phdr) > size - hdr.e_phoff) \
		fail("the dump is cut short"); \
	phdr.p_offset = end + (hdr.e_phnum + 1) * sizeof(phdr); \
	phdr.p_filesz = NOTE_HEADER + note->descsz; \
	fwrite(data, 1, size, out); \
	fwrite("\0\0\0\0\0\0\0", 1, end - size, out); \
	fwrite(&phdr, 1, sizeof(phdr), out); \
	fwrite(data + hdr.e_phoff, sizeof(phdr), hdr.e_phnum, out); \
	fwrite(note, 1, phdr.p_filesz, out); \
	hdr.e_phoff = end; \
	hdr.e_phnum++; \
	rewind(out); \
	fwrite(&hdr, 1, sizeof(hdr), out); \
}

WRITE(64)
WRITE(32)

int main(int argc, char **argv)
{
	struct note note;
	uint8_t *data;
	size_t size;
	FILE *out;
	bool is64;

	if (argc != 3)
		fail("usage: registers DUMP OUTPUT");
	data = read_all(argv[1], &size);
	is64 = data[EI_CLASS] == ELFCLASS64;
	note = make_note(data, size, is64);
	out = fopen(argv[2], "wb");
	if (!out)
		fail("cannot write the output");
	if (is64)
		write_64(out, data, size, &note);
	else
		write_32(out, data, size, &note);
	if (fclose(out))
		fail("cannot write all of the output");
	free(data);
	return 0;
}
