/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Sizes that are fixed when the library is built. All memory is static; the
 * first two decide how much of it there is. Override them on the compiler's command
 * line.
 */
#ifndef OPENAMP_CONFIG_H
#define OPENAMP_CONFIG_H

/*
 * Largest number of descriptors in one ring, a power of two. Costs 12 bytes
 * (on a 32-bit core) of private memory per descriptor and ring.
 */
#ifndef OPENAMP_RING_MAX
#define OPENAMP_RING_MAX 256
#endif

/* Largest number of endpoints on one rpmsg device. */
#ifndef OPENAMP_ENDPOINTS_MAX
#define OPENAMP_ENDPOINTS_MAX 8
#endif

/*
 * The heartbeat of OPENAMP_TABLE(), in milliseconds: what lets the main loop stand for
 * longer than three of these is a crash to Linux. 0: there is none.
 */
#ifndef OPENAMP_HEARTBEAT_MS
#define OPENAMP_HEARTBEAT_MS 1000
#endif

#if OPENAMP_RING_MAX > 32768 || (OPENAMP_RING_MAX & (OPENAMP_RING_MAX - 1))
#error "OPENAMP_RING_MAX: a power of two up to 32768 (VIRTIO 1.2, 2.7)"
#endif

/* The wire is little-endian, and no field is swapped here. */
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "this library supports little-endian cores only"
#endif

#endif /* OPENAMP_CONFIG_H */
