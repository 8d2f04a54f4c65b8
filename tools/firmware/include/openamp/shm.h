/* SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only */
/*
 * Loads and stores on memory that Linux may change at any moment. Each is done
 * exactly once and in one piece: a value is loaded, checked and then used from
 * the copy, never loaded again. They order nothing; see port.h for barriers.
 */
#ifndef OPENAMP_SHM_H
#define OPENAMP_SHM_H

#define shm_load(ptr)		__atomic_load_n(ptr, __ATOMIC_RELAXED)
#define shm_store(ptr, val)	__atomic_store_n(ptr, val, __ATOMIC_RELAXED)

#endif /* OPENAMP_SHM_H */
