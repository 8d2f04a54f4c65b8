/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device-tree nodes that a test makes: any node, right or wrong, for as long as
 * the test runs. Their memory and registers are those that
 * dts/kunit-virt.dtso reserves; a device tree without it skips the test.
 */
#ifndef KUNIT_TEST_NODE_H
#define KUNIT_TEST_NODE_H

#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#define TEST_NODE_ROOT	"/kunit@70000000"

/**
 * struct test_node - a node
 * @changes: what attaches it to the tree
 * @root: TEST_NODE_ROOT
 * @np: the node
 * @pdev: the device made for it, NULL while there is none
 */
struct test_node {
	struct of_changeset changes;
	struct device_node *root;
	struct device_node *np;
	struct platform_device *pdev;
};

static inline void test_node_remove_device(void *data)
{
	struct test_node *node = data;

	if (node->pdev)
		of_platform_device_destroy(&node->pdev->dev, NULL);
	node->pdev = NULL;
}

static inline void test_node_detach(void *data)
{
	struct test_node *node = data;

	of_changeset_revert(&node->changes);
}

static inline void test_node_free(void *data)
{
	struct test_node *node = data;

	of_changeset_destroy(&node->changes);
	of_node_put(node->np);
	of_node_put(node->root);
}

/* The root must be there, or the test cannot run. */
static inline struct device_node *test_node_root(struct kunit *test)
{
	struct device_node *root = of_find_node_by_path(TEST_NODE_ROOT);

	if (!root)
		kunit_skip(test, "the device tree is not that of kunit-virt.dtso");

	return root;
}

/**
 * test_node_new() - make a node
 * @test: the test
 * @parent: a node that is not attached yet, whose child this becomes, or NULL:
 *	    the node becomes a child of TEST_NODE_ROOT
 * @name: its name
 *
 * Return: the node, without properties. It is nowhere until it is attached, the
 * parent first.
 */
static inline struct test_node *test_node_new(struct kunit *test,
					      struct test_node *parent,
					      const char *name)
{
	struct test_node *node;

	node = kunit_kzalloc(test, sizeof(*node), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, node);
	node->root = test_node_root(test);
	of_changeset_init(&node->changes);
	node->np = of_changeset_create_node(&node->changes,
					    parent ? parent->np : node->root,
					    name);
	if (!node->np)
		of_node_put(node->root);
	KUNIT_ASSERT_NOT_NULL(test, node->np);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, test_node_free, node));

	return node;
}

/* Gives a node that is not attached yet a property. The node frees it. */
static inline void test_node_set(struct kunit *test, struct test_node *node,
				 const char *name, const void *data, int size)
{
	struct property *prop = kzalloc(sizeof(*prop), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, prop);
	of_property_set_flag(prop, OF_DYNAMIC);
	prop->next = node->np->properties;
	node->np->properties = prop;
	prop->name = kstrdup(name, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, prop->name);
	/* An empty property has a value, too, of no bytes. */
	prop->value = kmemdup(data, max(size, 1), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, prop->value);
	prop->length = size;
}

static inline void test_node_set_string(struct kunit *test,
					struct test_node *node,
					const char *name, const char *value)
{
	test_node_set(test, node, name, value, strlen(value) + 1);
}

static inline void test_node_set_cells(struct kunit *test,
				       struct test_node *node, const char *name,
				       const u32 *value, int count)
{
	__be32 cells[48];
	int i;

	KUNIT_ASSERT_LE(test, count, (int)ARRAY_SIZE(cells));
	for (i = 0; i < count; i++)
		cells[i] = cpu_to_be32(value[i]);
	test_node_set(test, node, name, cells, count * sizeof(cells[0]));
}

/* test_node_cells(test, node, "name", 1, 2, 3): as <1 2 3> in the source */
#define test_node_cells(test, node, name, ...) \
	test_node_set_cells(test, node, name, (const u32[]){ __VA_ARGS__ }, \
			    sizeof((const u32[]){ __VA_ARGS__ }) / sizeof(u32))

/* Attaches a node, with all of its properties, until the test ends. */
static inline void test_node_attach(struct kunit *test, struct test_node *node)
{
	KUNIT_ASSERT_EQ(test, 0, of_changeset_apply(&node->changes));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   test_node_detach,
							   node));
}

/* Makes the device of a node that is attached, until the test ends. */
static inline struct device *test_node_add_device(struct kunit *test,
						  struct test_node *node)
{
	node->pdev = of_platform_device_create(node->np, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, node->pdev);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, test_node_remove_device,
						  node));

	return &node->pdev->dev;
}

/**
 * test_node_probe() - attach a node if need be, make its device, have it probed
 * @test: the test
 * @node: the node
 * @driver: name of the platform driver, whose module is loaded
 *
 * Return: 0 if the driver is bound; else the probe's error, -EAGAIN for
 * -EPROBE_DEFER. The kernel has tried once before.
 */
static inline int test_node_probe(struct kunit *test, struct test_node *node,
				  const char *driver)
{
	struct device_driver *drv = driver_find(driver, &platform_bus_type);
	struct device *dev;

	KUNIT_ASSERT_NOT_NULL_MSG(test, drv, "there is no driver %s", driver);
	if (of_node_check_flag(node->np, OF_DETACHED))
		test_node_attach(test, node);
	dev = test_node_add_device(test, node);

	return device_is_bound(dev) ? 0 : device_driver_attach(drv, dev);
}

/**
 * test_node_memory() - one of the regions that TEST_NODE_ROOT lists
 * @test: the test
 * @name: its name there
 * @phandle: filled in with the phandle of its node, may be NULL
 *
 * Return: the region.
 */
static inline const struct reserved_mem *
test_node_memory(struct kunit *test, const char *name, u32 *phandle)
{
	struct device_node *root = test_node_root(test), *np;
	struct reserved_mem *mem = NULL;
	int index;

	index = of_property_match_string(root, "memory-region-names", name);
	np = of_parse_phandle(root, "memory-region", index);
	if (np) {
		mem = of_reserved_mem_lookup(np);
		if (phandle)
			*phandle = np->phandle;
	}
	of_node_put(np);
	of_node_put(root);
	KUNIT_ASSERT_NOT_NULL_MSG(test, mem, "no memory %s", name);

	return mem;
}

/* The phandle of a CPU's node, which the machine's own device tree has. */
static inline u32 test_node_cpu(struct kunit *test, unsigned int cpu)
{
	struct device_node *np = of_get_cpu_node(cpu, NULL);
	u32 phandle = np ? np->phandle : 0;

	of_node_put(np);
	if (!phandle)
		kunit_skip(test, "nothing can point to CPU %u", cpu);

	return phandle;
}

static inline void test_node_unmap(void *base)
{
	iounmap((void __iomem *)base);
}

/* Maps registers, the way drivers do, until the test ends. */
static inline void __iomem *
test_node_map_registers(struct kunit *test, const struct reserved_mem *mem)
{
	void __iomem *base = ioremap(mem->base, mem->size);

	KUNIT_ASSERT_NOT_NULL(test, (__force void *)base);
	memset_io(base, 0, mem->size);
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, test_node_unmap,
						  (__force void *)base));

	return base;
}

#endif /* KUNIT_TEST_NODE_H */
