/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the remoteproc core exports to modules but declares only in a header
 * that no kernel-headers package ships. The prototypes have been the same
 * since Linux 5.7.
 */
#ifndef COMPAT_REMOTEPROC_PRIVATE_H
#define COMPAT_REMOTEPROC_PRIVATE_H

#include <linux/firmware.h>
#include <linux/remoteproc.h>

u64 rproc_elf_get_boot_addr(struct rproc *rproc, const struct firmware *fw);
int rproc_elf_load_rsc_table(struct rproc *rproc, const struct firmware *fw);

#endif /* COMPAT_REMOTEPROC_PRIVATE_H */
