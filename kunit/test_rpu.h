/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The nodes of an openamp,versal-rpu whose reset register and memory are those
 * of dts/kunit-virt.dtso.
 */
#ifndef KUNIT_TEST_RPU_H
#define KUNIT_TEST_RPU_H

#include <linux/remoteproc.h>

#include "test_node.h"

#define TEST_RPU_CORE(n)	(0x70000010 + (n))	/* phandles of the cores */

/* Names, as for "memory-region-names"; NULL at the end. */
static const char * const test_rpu_memory[] __maybe_unused = {
	"firmware", "more", "vdev0vring0", "vdev0vring1", "vdev0buffer", NULL
};

/* Makes the cluster's node, without cores and boot page. */
static inline struct test_node *test_rpu_new(struct kunit *test)
{
	const struct reserved_mem *mem = test_node_memory(test, "registers",
							  NULL);
	struct test_node *rpu = test_node_new(test, NULL, "rpu");

	test_node_set_string(test, rpu, "compatible", "openamp,versal-rpu");
	test_node_cells(test, rpu, "reg", 0, mem->base, 0, 4);
	test_node_cells(test, rpu, "#address-cells", 1);
	test_node_cells(test, rpu, "#size-cells", 0);

	return rpu;
}

/* Sets "memory-region" and "memory-region-names". */
static inline void test_rpu_set_memory(struct kunit *test,
				       struct test_node *node,
				       const char * const *names)
{
	char list[128];
	u32 phandles[8];
	int i, len = 0;

	for (i = 0; names[i]; i++) {
		KUNIT_ASSERT_LT(test, i, (int)ARRAY_SIZE(phandles));
		test_node_memory(test, names[i], &phandles[i]);
		len += scnprintf(list + len, sizeof(list) - len, "%s",
				 names[i]) + 1;
	}
	test_node_set_cells(test, node, "memory-region", phandles, i);
	test_node_set(test, node, "memory-region-names", list, len);
}

/* Makes the node of a core, with memory of the given names. */
static inline struct test_node *
test_rpu_add_core(struct kunit *test, struct test_node *rpu, u32 index,
		  const char * const *memory)
{
	struct test_node *core;
	char name[8];

	snprintf(name, sizeof(name), "r5f@%u", index);
	core = test_node_new(test, rpu, name);
	test_node_set_string(test, core, "compatible", "openamp,versal-r5f");
	test_node_cells(test, core, "reg", index);
	test_node_cells(test, core, "phandle", TEST_RPU_CORE(index));
	test_rpu_set_memory(test, core, memory);

	return core;
}

static inline void test_rpu_put_rproc(void *rproc)
{
	rproc_put(rproc);
}

/* Finds the remote processor of a core whose cluster is probed. */
static inline struct rproc *test_rpu_rproc(struct kunit *test, u32 index)
{
	struct rproc *rproc = rproc_get_by_phandle(TEST_RPU_CORE(index));

	KUNIT_ASSERT_NOT_NULL_MSG(test, rproc, "core %u is not there", index);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, test_rpu_put_rproc,
						  rproc));

	return rproc;
}

#endif /* KUNIT_TEST_RPU_H */
