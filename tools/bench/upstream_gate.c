// SPDX-License-Identifier: GPL-2.0-only
/*
 * No gate, as upstream's remoteproc drivers have none; see upstream_mailbox.c. Takes
 * the place of openamp_gate.c.
 */

#include "openamp_rproc.h"

void openamp_rproc_init_gate(struct openamp_rproc *oa)
{
}

void openamp_rproc_add_gate(struct openamp_rproc *oa)
{
}

void openamp_rproc_remove_gate(struct openamp_rproc *oa)
{
}
