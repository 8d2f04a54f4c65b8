// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of attaching to a remote core that runs: when a step fails, when the table in its
 * memory is not as it should be, and when it runs before its driver comes.
 */

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_life.h"

/* Each step of an attach fails in turn, and the core runs on. */
static void life_attach_fails(struct kunit *test)
{
	struct life_test *life = test->priv;

	life_enter_detached(life);
	hw.attach_err = -EPERM;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EPERM);
	life_is(life, "detached");
	hw.attach_err = 0;

	KUNIT_EXPECT_EQ(test, life_start_with(life, -ENOSPC), -ENOSPC);
	life_is(life, "detached");
	KUNIT_EXPECT_TRUE(test, hw.on);

	KUNIT_EXPECT_EQ(test, life_request(life, "start"), 0);
	life_is(life, "attached");
	KUNIT_EXPECT_EQ(test, life_request(life, "detach"), 0);
	/* It switches itself off meanwhile. */
	hw.on = false;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -ENODEV);
	life_is(life, "detached");
	life_works(life);
}

/* What runs has a table in its memory, which is not believed. */
static void life_attach_bad_table(struct kunit *test)
{
	struct life_test *life = test->priv;
	struct openamp_rproc *oa = life_oa(life);
	struct test_table *live, *good;

	good = kunit_kzalloc(test, sizeof(*good), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, good);
	life_enter_detached(life);
	live = rproc_da_to_va(life->rproc, oa->table_da, sizeof(*live), NULL);
	KUNIT_ASSERT_NOT_NULL(test, live);
	memcpy(good, live, sizeof(*good));

	live->hdr.ver = 2;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EINVAL);
	live->hdr.ver = 1;
	live->hdr.num = 1000;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EINVAL);
	live->hdr.num = good->hdr.num;
	live->offset[1] = 0xfffffff0;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EINVAL);
	live->offset[1] = good->offset[1];
	live->vring[0].num = 3;
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EINVAL);
	memcpy(live, good, sizeof(*good));
	life_is(life, "detached");
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), 0);
	/* Where the core looks, there is what Linux has filled in. */
	KUNIT_EXPECT_NE(test, live->vring[0].da, (u32)FW_RSC_ADDR_ANY);
	KUNIT_EXPECT_PTR_EQ(test, (void *)life->rproc->table_ptr, (void *)live);
	life_works(life);
}

/* Names of the regions of a core whose table has one for itself. */
static const char life_found_names[] =
	"firmware\0rsc-table\0vdev0vring0\0vdev0vring1\0vdev0buffer";

/* Where these are. */
static const char * const life_found_memory[] = {
	"firmware", "more", "vdev0vring0", "vdev0vring1", "vdev0buffer",
};

static struct test_node *life_found_node(struct kunit *test)
{
	u32 phandles[ARRAY_SIZE(life_found_memory)];
	struct test_node *node;
	int i;

	for (i = 0; i < ARRAY_SIZE(phandles); i++)
		test_node_memory(test, life_found_memory[i], &phandles[i]);
	node = test_node_new(test, NULL, "life-found");
	test_node_set_string(test, node, "compatible", "openamp,kunit-life");
	test_node_set_string(test, node, "firmware-name", LIFE_FILE);
	test_node_set_cells(test, node, "memory-region", phandles,
			    ARRAY_SIZE(phandles));
	test_node_set(test, node, "memory-region-names", life_found_names,
		      sizeof(life_found_names));

	return node;
}

static void life_write_table(struct kunit *test, u32 version)
{
	const struct reserved_mem *mem = test_node_memory(test, "more", NULL);
	struct test_table *table;

	table = memremap(mem->base, sizeof(*table), MEMREMAP_WC);
	KUNIT_ASSERT_NOT_NULL(test, table);
	memset(table, 0, sizeof(*table));
	test_image_build_table(table, test_node_memory(test, "firmware",
						       NULL)->base);
	table->hdr.ver = version;
	memunmap(table);
}

/* A boot loader has started it before its driver comes. */
static void life_found(struct kunit *test)
{
	struct life_test *life = test->priv;
	struct test_node *node = life_found_node(test);

	hw.on = true;
	life_write_table(test, 1);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, LIFE_DRIVER));
	life->pdev = node->pdev;
	life_find(life);
	life_expect(life, "state", "detached");
	KUNIT_EXPECT_EQ(test, life_refs(life), 1);
	KUNIT_EXPECT_FALSE(test, hw.prepared);
	KUNIT_EXPECT_EQ(test, 0, life_request(life, "start"));
	life_is(life, "attached");
	life_works(life);
}

/* What it has there is no table: it is not attached to. */
static void life_found_bad(struct kunit *test)
{
	struct life_test *life = test->priv;
	struct test_node *node = life_found_node(test);

	hw.on = true;
	hw.prepare_err = -EBUSY;
	life_write_table(test, 7);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, LIFE_DRIVER));
	life->pdev = node->pdev;
	life_find(life);
	life_is(life, "offline");
	KUNIT_EXPECT_EQ(test, life_request(life, "detach"), -EINVAL);
	KUNIT_EXPECT_EQ(test, life_request(life, "start"), -EBUSY);
	life_is(life, "offline");
	hw.on = false;
	hw.prepare_err = 0;
	hw.wrong = 0;
	life_works(life);
}

static struct kunit_case openamp_attach_cases[] = {
	KUNIT_CASE(life_attach_fails),
	KUNIT_CASE(life_attach_bad_table),
	KUNIT_CASE(life_found),
	KUNIT_CASE(life_found_bad),
	{ }
};

static struct kunit_suite openamp_attach_suite = {
	.name = "openamp_attach",
	.suite_init = life_suite_init,
	.suite_exit = life_suite_exit,
	.init = life_init,
	.test_cases = openamp_attach_cases,
};

kunit_test_suite(openamp_attach_suite);

MODULE_DESCRIPTION("KUnit tests of attaching to remote cores");
MODULE_LICENSE("GPL");
