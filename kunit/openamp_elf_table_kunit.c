// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what comes of a resource table: where carveouts and rings end up, and what a
 * remote core that changes its table afterwards can do to Linux. Images are built in memory
 * and started through the kernel's own loader.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "test_elf.h"

static const char * const no_vrings[] = { "firmware", "more", NULL };
static const char * const misspelt[] = { "firmware", "vdev0vring0", NULL };

/* A table after none after one, and one that the remote core never sees. */
static void elf_tables(struct kunit *test)
{
	struct test_core *core = test->priv;
	int i;

	for (i = 0; i < 3; i++) {
		core->image.names[2] = 'x';
		test_core_must_start(core);
		KUNIT_EXPECT_NULL(test, core->rproc->table_ptr);
		KUNIT_EXPECT_TRUE(test, list_empty(&core->rproc->rvdevs));
		test_core_must_stop(core);

		test_image_build(&core->image, core->da);
		test_core_must_start(core);
		KUNIT_EXPECT_PTR_EQ(test, (void *)core->rproc->table_ptr,
				    test_core_da_to_va(core, TEST_IMAGE_TABLE_AT,
						       sizeof(struct test_table)));
		KUNIT_EXPECT_FALSE(test, list_empty(&core->rproc->rvdevs));
		test_core_must_stop(core);

		core->image.shdr[1].sh_addr = OUTSIDE;
		test_core_must_start(core);
		KUNIT_EXPECT_PTR_EQ(test, core->rproc->table_ptr,
				    core->rproc->cached_table);
		KUNIT_EXPECT_FALSE(test, list_empty(&core->rproc->rvdevs));
		test_core_must_stop(core);
	}
}

static struct rproc_mem_entry *elf_find_carveout(struct test_core *core,
						 const char *name)
{
	struct rproc_mem_entry *mem;

	list_for_each_entry(mem, &core->rproc->carveouts, node)
		if (!strcmp(mem->name, name))
			return mem;
	KUNIT_FAIL_AND_ABORT(core->test, "no carveout %s", name);

	return NULL;
}

/* What Linux tells the remote core of a carveout that is found by its address. */
static void elf_carveout(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct fw_rsc_carveout *rsc = &core->image.table.carveout;
	struct fw_rsc_carveout *told = &((struct test_table *)
		test_core_da_to_va(core, TEST_IMAGE_TABLE_AT,
				   sizeof(struct test_table)))->carveout;

	strscpy(rsc->name, "heap", sizeof(rsc->name));
	rsc->da = core->da + 0x8000;
	rsc->len = 0x8000;
	test_core_must_start(core);
	KUNIT_EXPECT_EQ(test, told->da, core->da + 0x8000);
	KUNIT_EXPECT_EQ(test, told->pa, core->da + 0x8000);
	KUNIT_EXPECT_EQ(test, told->len, 0x8000);
	test_core_must_stop(core);

	/* All that there is from there on. */
	rsc->len = 0;
	rsc->da++;
	test_core_must_start(core);
	KUNIT_EXPECT_EQ(test, told->da, core->da + 0x8001);
	KUNIT_EXPECT_EQ(test, told->len, 0x7fff);
	test_core_must_stop(core);

	/* Memory that Linux has not mapped. */
	rsc->da = core->da + BUFFER + 0x1000;
	test_core_must_start(core);
	KUNIT_EXPECT_EQ(test, told->pa, core->da + BUFFER + 0x1000);
	KUNIT_EXPECT_EQ(test, told->len, 0xff000);
	test_core_must_stop(core);

	rsc->len = 0xff001;
	test_core_expect_refused(core, sizeof(core->image), "too long");
	rsc->len = 0;
	rsc->da = FW_RSC_ADDR_ANY;
	test_core_expect_refused(core, sizeof(core->image), "of nothing");
	rsc->da = OUTSIDE;
	test_core_expect_refused(core, sizeof(core->image), "nowhere");
	test_core_must_work(core);
}

/* Memory that Linux finds, and what is more than it has: no warning, no leak. */
static void elf_carveout_anywhere(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct fw_rsc_carveout *rsc = &core->image.table.carveout;
	struct rproc_mem_entry *mem;
	int ret;

	strscpy(rsc->name, "heap", sizeof(rsc->name));
	rsc->da = FW_RSC_ADDR_ANY;
	rsc->len = SZ_64K;
	test_core_must_start(core);
	mem = elf_find_carveout(core, "heap");
	KUNIT_EXPECT_NOT_NULL(test, mem->va);
	KUNIT_EXPECT_EQ(test, mem->da, (u32)mem->dma);
	KUNIT_EXPECT_EQ(test, mem->len, SZ_64K);
	test_core_must_stop(core);

	rsc->len = SZ_64M;
	ret = test_core_start(core, &core->image, sizeof(core->image));
	KUNIT_EXPECT_TRUE_MSG(test, !ret || ret == -ENOMEM, "64 MiB: %d", ret);
	if (!ret)
		test_core_must_stop(core);
	rsc->len = 0xfffff000;
	KUNIT_EXPECT_EQ(test, -ENOMEM,
			test_core_start(core, &core->image,
					sizeof(core->image)));
	test_core_must_work(core);
}

static void elf_carveout_twice(struct kunit *test)
{
	struct test_core *core = test->priv;

	core->image.table.offset[1] = core->image.table.offset[0];
	test_core_expect_refused(core, sizeof(core->image), "twice");
	test_core_must_work(core);
}

static void elf_expect_vring(struct test_core *core, unsigned int i, u32 da)
{
	struct rproc_vdev *rvdev = list_first_entry(&core->rproc->rvdevs,
						    struct rproc_vdev, node);
	struct rproc_mem_entry *mem;
	char name[16];

	snprintf(name, sizeof(name), "vdev0vring%u", i);
	mem = elf_find_carveout(core, name);
	KUNIT_EXPECT_EQ(core->test, mem->da, da);
	KUNIT_EXPECT_EQ(core->test, (u32)mem->dma, da);
	KUNIT_EXPECT_EQ(core->test, rvdev->vring[i].num, TEST_IMAGE_RINGS);
}

/* Rings are where firmware wants them: in their region, at some place in it. */
static void elf_vring_in_region(struct kunit *test)
{
	struct test_core *core = test->priv;

	core->image.table.vring[0].da = 0;
	core->image.table.vring[1].da = core->da + 0x26000;
	test_core_must_start(core);
	elf_expect_vring(core, 0, core->da + VRING0);
	elf_expect_vring(core, 1, core->da + 0x26000);
	test_core_must_stop(core);
	test_core_must_work(core);
}

/* ... or in any region, if none has their name. */
static void elf_vring_by_address(struct kunit *test)
{
	struct fw_rsc_vdev_vring *vring;
	struct test_core *core = test->priv;

	vring = core->image.table.vring;
	vring[0].da = core->da + 0x4000;
	vring[1].da = core->da + MORE;
	test_core_must_start(core);
	elf_expect_vring(core, 0, core->da + 0x4000);
	elf_expect_vring(core, 1, core->da + MORE);
	test_core_must_stop(core);

	vring[1].da = core->da + MORE + 0x10;
	test_core_expect_refused(core, sizeof(core->image), "over the end");
	vring[1].da = OUTSIDE;
	test_core_expect_refused(core, sizeof(core->image), "nowhere");
	vring[1].da = core->da;
	test_core_expect_refused(core, sizeof(core->image), "over the table");
	test_core_must_work(core);
}

/* On a board without regions for rings Linux finds memory, aligned to a page. */
static void elf_vring_anywhere(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct rproc_mem_entry *mem;
	int i;

	core->image.table.vring[1].da = 0;
	test_core_must_start(core);
	for (i = 0; i < RVDEV_NUM_VRINGS; i++) {
		mem = elf_find_carveout(core, i ? "vdev0vring1" : "vdev0vring0");
		KUNIT_EXPECT_NOT_NULL(test, mem->va);
		KUNIT_EXPECT_EQ(test, mem->da, (u32)mem->dma);
	}
	test_core_must_stop(core);
	core->image.table.vring[1].align = 2 * PAGE_SIZE;
	test_core_expect_refused(core, sizeof(core->image), "alignment");
	test_core_must_work(core);
}

/*
 * A virtio driver that looks at what a remote core does to its table before the
 * driver comes. It needs no rings.
 */
#define HOSTILE_ID	0x7ffe

struct hostile {
	int probed;
	u8 config[TEST_IMAGE_CONFIG];
	u8 beyond[4];
	u8 status;
};

static struct hostile hostile;

static int hostile_probe(struct virtio_device *vdev)
{
	struct rproc *rproc = rproc_get_by_child(&vdev->dev);
	struct fw_rsc_vdev *rsc;
	struct rproc_vdev *rvdev;
	u8 value = 0x77;

	rvdev = list_first_entry(&rproc->rvdevs, struct rproc_vdev, node);
	rsc = (void *)rproc->table_ptr + rvdev->rsc_offset;
	rsc->num_of_vrings = 255;
	rsc->config_len = 255;
	rsc->status = 0xff;

	vdev->config->set(vdev, 1, &value, 1);
	vdev->config->get(vdev, 0, hostile.config, sizeof(hostile.config));
	memset(hostile.beyond, POISON, sizeof(hostile.beyond));
	vdev->config->get(vdev, TEST_IMAGE_CONFIG - 3, hostile.beyond,
			  sizeof(hostile.beyond));
	vdev->config->set(vdev, 0xfffffffe, &value, 1);
	hostile.status = vdev->config->get_status(vdev);
	hostile.probed++;

	return 0;
}

static void hostile_remove(struct virtio_device *vdev)
{
	virtio_reset_device(vdev);
}

static const struct virtio_device_id hostile_ids[] = {
	{ HOSTILE_ID, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static struct virtio_driver hostile_driver = {
	.driver.name	= "openamp_elf_table_kunit",
	.driver.owner	= THIS_MODULE,
	.id_table	= hostile_ids,
	.probe		= hostile_probe,
	.remove		= hostile_remove,
};

static void hostile_unregister(void *data)
{
	unregister_virtio_driver(&hostile_driver);
}

/*
 * The table ends where its region does, and behind that nothing is mapped: a look at
 * the place of a configuration space behind 255 rings ends in a fault.
 */
static void elf_hostile_table(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct test_table *told;
	int i;

	KUNIT_ASSERT_EQ(test, 0, register_virtio_driver(&hostile_driver));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test,
							   hostile_unregister,
							   NULL));
	core->image.shdr[1].sh_addr = core->da + MORE + MORE_SIZE -
				      sizeof(struct test_table);
	core->image.table.vdev.id = HOSTILE_ID;
	for (i = 0; i < TEST_IMAGE_CONFIG; i++)
		core->image.table.config[i] = i + 1;
	core->image.table.config[1] = 0;
	memset(&hostile, 0, sizeof(hostile));

	for (i = 1; i < 3; i++) {
		test_core_must_start(core);
		KUNIT_ASSERT_EQ(test, hostile.probed, i);
		KUNIT_EXPECT_EQ(test, hostile.config[0], 1);
		KUNIT_EXPECT_EQ(test, hostile.config[1], 0x77);
		KUNIT_EXPECT_EQ(test, hostile.config[TEST_IMAGE_CONFIG - 1],
				TEST_IMAGE_CONFIG);
		KUNIT_EXPECT_NULL(test, memchr_inv(hostile.beyond, 0,
						   sizeof(hostile.beyond)));
		KUNIT_EXPECT_EQ(test, hostile.status,
				VIRTIO_CONFIG_S_ACKNOWLEDGE |
				VIRTIO_CONFIG_S_DRIVER);
		told = test_core_da_to_va(core, MORE + MORE_SIZE -
					  sizeof(*told), sizeof(*told));
		KUNIT_EXPECT_EQ(test, told->config[1], 0x77);
		KUNIT_EXPECT_EQ(test, told->vdev.status,
				VIRTIO_CONFIG_S_ACKNOWLEDGE |
				VIRTIO_CONFIG_S_DRIVER |
				VIRTIO_CONFIG_S_DRIVER_OK);
		test_core_must_stop(core);
	}
}

static int elf_init_no_vrings(struct kunit *test)
{
	return test_core_init(test, no_vrings);
}

static int elf_init_misspelt(struct kunit *test)
{
	return test_core_init(test, misspelt);
}

static struct kunit_case openamp_elf_table_cases[] = {
	KUNIT_CASE(elf_tables),
	KUNIT_CASE(elf_carveout),
	KUNIT_CASE(elf_carveout_anywhere),
	KUNIT_CASE(elf_carveout_twice),
	KUNIT_CASE(elf_vring_in_region),
	KUNIT_CASE(elf_hostile_table),
	{ }
};

static struct kunit_suite openamp_elf_table_suite = {
	.name = "openamp_elf_table",
	.init = elf_init,
	.test_cases = openamp_elf_table_cases,
};

static struct kunit_case openamp_elf_table_no_vrings_cases[] = {
	KUNIT_CASE(elf_tables),
	KUNIT_CASE(elf_vring_by_address),
	KUNIT_CASE(elf_vring_anywhere),
	{ }
};

static struct kunit_suite openamp_elf_table_no_vrings_suite = {
	.name = "openamp_elf_table_no_vrings",
	.init = elf_init_no_vrings,
	.test_cases = openamp_elf_table_no_vrings_cases,
};

static struct kunit_case openamp_elf_table_misspelt_cases[] = {
	KUNIT_CASE(elf_vring_anywhere),
	{ }
};

static struct kunit_suite openamp_elf_table_misspelt_suite = {
	.name = "openamp_elf_table_misspelt",
	.init = elf_init_misspelt,
	.test_cases = openamp_elf_table_misspelt_cases,
};

kunit_test_suites(&openamp_elf_table_suite, &openamp_elf_table_no_vrings_suite,
		  &openamp_elf_table_misspelt_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of resource tables in the shapes that others make");
MODULE_LICENSE("GPL");
