/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the kernel's headers as the ring takes, for a program of the build machine. Each
 * header of this folder that stands in for one of the kernel's includes this.
 */
#ifndef KERNEL_SHIM_H
#define KERNEL_SHIM_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define GFP_KERNEL		0
#define BITS_PER_LONG		(8 * sizeof(long))
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, val)	__atomic_store_n(&(x), (val), __ATOMIC_RELAXED)
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define mb()	__atomic_thread_fence(__ATOMIC_SEQ_CST)	/* before all that follows */
#define rmb()	__atomic_thread_fence(__ATOMIC_ACQUIRE)	/* reads before reads */
#define wmb()	__atomic_thread_fence(__ATOMIC_RELEASE)	/* writes before writes */

static inline unsigned long *bitmap_zalloc(unsigned int bits, int flags)
{
	(void)flags;
	return calloc((bits + BITS_PER_LONG - 1) / BITS_PER_LONG, sizeof(long));
}

static inline void bitmap_free(unsigned long *map)
{
	free(map);
}

static inline void __set_bit(unsigned int bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] |= 1UL << bit % BITS_PER_LONG;
}

static inline bool __test_and_clear_bit(unsigned int bit, unsigned long *map)
{
	unsigned long mask = 1UL << bit % BITS_PER_LONG;
	bool was = map[bit / BITS_PER_LONG] & mask;

	map[bit / BITS_PER_LONG] &= ~mask;
	return was;
}

/* Big-endian rings are those of VIRTIO 0.9 on such processors. */
#define __cpu_to_virtio16(le, x)	((le) ? htole16(x) : htobe16(x))
#define __cpu_to_virtio32(le, x)	((le) ? htole32(x) : htobe32(x))
#define __cpu_to_virtio64(le, x)	((le) ? htole64(x) : htobe64(x))
#define __virtio16_to_cpu(le, x)	((le) ? le16toh(x) : be16toh(x))
#define __virtio32_to_cpu(le, x)	((le) ? le32toh(x) : be32toh(x))

#endif /* KERNEL_SHIM_H */
