// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of what comes of firmware in the shapes that toolchains and vendors give it:
 * where its segments, carveouts and rings end up, and what a remote core that changes
 * its resource table afterwards can do to Linux. Images are built in memory and
 * started through the kernel's own loader.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/sizes.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "test_core.h"

#define OUTSIDE		0x7f000000	/* memory that is none of the core's */
#define POISON		0xee
#define FIRMWARE_SIZE	0x10000		/* as in kunit-virt.dtso */
#define MORE		0x10000		/* "more" comes directly after "firmware" */
#define MORE_SIZE	0x1000
#define MORE_END	0x11000
#define VRING0		0x20000
#define BUFFER		0xf0000

static const char * const no_vrings[] = { "firmware", "more", NULL };
static const char * const misspelt[] = { "firmware", "vdev0vring0", NULL };

/* Makes another segment, of zeros only, with nothing in the file. */
static struct elf32_phdr *elf_add_zeros(struct test_core *core, u32 da, u32 size)
{
	struct elf32_phdr *phdr = &core->image.phdr[2];

	phdr->p_type = PT_LOAD;
	phdr->p_vaddr = da;
	phdr->p_paddr = da;
	phdr->p_memsz = size;

	return phdr;
}

/* Makes a section without bytes in the file. */
static void elf_add_section(struct test_core *core, u32 da, u32 size)
{
	struct elf32_shdr *shdr = &core->image.shdr[0];

	shdr->sh_type = SHT_NOBITS;
	shdr->sh_flags = SHF_ALLOC;
	shdr->sh_addr = da;
	shdr->sh_size = size;
}

static void elf_poison(struct test_core *core, u32 offset, size_t size)
{
	memset(test_core_da_to_va(core, offset, size), POISON, size);
}

/* Are @size bytes at @offset all @value, and those at their sides poison? */
static void elf_expect_filled(struct test_core *core, u32 offset, size_t size,
			      u8 value)
{
	const u8 *at = test_core_da_to_va(core, offset - 1, size + 1);

	KUNIT_EXPECT_EQ(core->test, at[0], POISON);
	KUNIT_EXPECT_NULL(core->test, memchr_inv(at + 1, value, size));
}

/**
 * struct elf_zeros - a segment of zeros, and what becomes of it
 * @title: in words
 * @offset: where it is, from the start of firmware memory; or an address, if that is
 *	    in no memory of the core
 * @size: bytes
 * @refused: it is no good
 */
struct elf_zeros {
	const char *title;
	u32 offset;
	u32 size;
	bool refused;
};

static const struct elf_zeros zeros[] = {
	{ "in a vring", VRING0, 0x1000 },
	{ "in the buffers", BUFFER + 0x100, 0x1000 },
	{ "in no memory", OUTSIDE, 0x1000 },
	{ "in no memory, up to 4 GiB", 0xfffff000, 0x1000 },
	{ "from the vrings to the buffers", VRING0, 0xe0000 },
	{ "just behind the firmware's memory", MORE + MORE_SIZE, 0x1000 },
	{ "in the firmware's memory", 0x8000, 0x1000 },
	{ "up to its end", FIRMWARE_SIZE - 0x10, 0x10 },
	{ "one beyond its end", FIRMWARE_SIZE - 0x10, 0x11, true },
	{ "from one before its start", -1, 2, true },
	{ "over all of it", -1, FIRMWARE_SIZE + 2, true },
	{ "from the one region to the other", 0x8000, 0x8001, true },
	{ "from the other to nowhere", MORE, MORE_SIZE + 1, true },
};

static void zeros_title(const struct elf_zeros *shape, char *title)
{
	strscpy(title, shape->title, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(zeros, zeros, zeros_title);

static u32 zeros_da(struct test_core *core, const struct elf_zeros *shape)
{
	return shape->offset >= OUTSIDE && shape->offset != (u32)-1 ?
	       shape->offset : core->da + shape->offset;
}

static void expect_zeros(struct test_core *core, const struct elf_zeros *shape)
{
	if (shape->refused) {
		test_core_expect_refused(core, sizeof(core->image),
					 shape->title);
		elf_expect_filled(core, 1, FIRMWARE_SIZE - 1, POISON);
	} else {
		test_core_must_start(core);
		if (shape->offset < FIRMWARE_SIZE)
			elf_expect_filled(core, shape->offset, shape->size, 0);
		test_core_must_stop(core);
	}
	test_core_must_work(core);
}

/* As GNU's linker writes a section that is not loaded: a segment of its own. */
static void elf_zeros_segment(struct kunit *test)
{
	const struct elf_zeros *shape = test->param_value;
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr;

	elf_poison(core, 0, FIRMWARE_SIZE);
	phdr = elf_add_zeros(core, zeros_da(core, shape), shape->size);
	/* Of no bytes, it says nothing where they would be. */
	phdr->p_offset = 0xfffffff0;
	expect_zeros(core, shape);
}

/* As LLVM's writes it: at the end of the segment before it. */
static void elf_zeros_section(struct kunit *test)
{
	const struct elf_zeros *shape = test->param_value;
	struct test_core *core = test->priv;
	u32 da = zeros_da(core, shape);

	if (da < core->da + TEST_IMAGE_TEXT)
		kunit_skip(test, "not behind the segment");
	elf_poison(core, 0, FIRMWARE_SIZE);
	core->image.phdr[0].p_vaddr = core->da;
	core->image.phdr[0].p_memsz = da + shape->size - core->da;
	elf_add_section(core, da, shape->size);
	/* All of it is in one region: then all is cleared. */
	if (shape->offset < FIRMWARE_SIZE && !shape->refused)
		elf_poison(core, shape->offset - 1, 1);
	if (da + shape->size - core->da <= FIRMWARE_SIZE)
		kunit_skip(test, "all in one region");
	expect_zeros(core, shape);
}

/* Sections say nothing of such a segment: then it all has to be in one region. */
static void elf_zeros_without_section(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr;

	core->image.phdr[0].p_memsz = FIRMWARE_SIZE;
	test_core_expect_accepted(core, "up to the end");
	core->image.phdr[0].p_memsz++;
	test_core_expect_refused(core, sizeof(core->image), "one more");
	core->image.ehdr.e_shnum = 0;
	test_core_expect_refused(core, sizeof(core->image), "no sections");
	core->image.phdr[0].p_memsz--;
	test_core_expect_accepted(core, "no sections, up to the end");

	/* Nothing comes directly after "more". */
	phdr = elf_add_zeros(core, core->da + MORE_END - 0x30, 0x40);
	phdr->p_offset = offsetof(struct test_image, text);
	phdr->p_filesz = 0x30;
	test_core_expect_refused(core, sizeof(core->image), "bytes up to the end");
	phdr->p_memsz = 0x30;
	test_core_expect_accepted(core, "nothing but bytes");
}

/* Bytes: what counts is the load address, and that there is memory. */
static void elf_bytes(struct kunit *test)
{
	struct test_core *core = test->priv;
	struct elf32_phdr *phdr = elf_add_zeros(core, core->da + 0x2000, 0x40);
	const u8 *at = test_core_da_to_va(core, 0x2000, 0x41);

	phdr->p_offset = offsetof(struct test_image, text);
	phdr->p_filesz = 0x30;
	phdr->p_vaddr = OUTSIDE;
	elf_poison(core, 0x2000, 0x41);
	test_core_must_start(core);
	KUNIT_EXPECT_MEMEQ(test, at, core->image.text, 0x30);
	KUNIT_EXPECT_NULL(test, memchr_inv(at + 0x30, 0, 0x10));
	KUNIT_EXPECT_EQ(test, at[0x40], POISON);
	test_core_must_stop(core);

	phdr->p_vaddr = phdr->p_paddr;
	phdr->p_paddr = OUTSIDE;
	test_core_expect_refused(core, sizeof(core->image), "nowhere");
	phdr->p_paddr = core->da + BUFFER;
	test_core_expect_refused(core, sizeof(core->image), "buffers");
	phdr->p_paddr = core->da + VRING0;
	test_core_expect_accepted(core, "vring");
	phdr->p_paddr = core->da + FIRMWARE_SIZE - 0x2f;
	test_core_expect_refused(core, sizeof(core->image), "over the end");
	phdr->p_paddr = core->da + FIRMWARE_SIZE - 0x40;
	test_core_expect_accepted(core, "at the end");
	test_core_must_work(core);
}

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
	.driver.name	= "openamp_elf_kunit",
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

/* A core that goes to its entry point has to have memory there. */
static void elf_entry(struct kunit *test)
{
	struct test_core *core = test->priv;
	static const u32 bad[] = { 0, OUTSIDE };
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		core->image.ehdr.e_entry = bad[i];
		test_core_expect_refused(core, sizeof(core->image), "nowhere");
	}
	core->image.ehdr.e_entry = core->da - 1;
	test_core_expect_refused(core, sizeof(core->image), "one before");
	core->image.ehdr.e_entry = core->da + VRING0;
	test_core_expect_refused(core, sizeof(core->image), "in a vring");
}

/* Memory that is listed twice. */
static void elf_overlap(struct kunit *test)
{
	static const char * const twice[] = { "more", "firmware", "again", NULL };
	static const char * const once[] = { "more", "again", NULL };
	struct test_node *rpu = test_rpu_new(test);
	struct test_node *bad, *good;

	bad = test_rpu_add_core(test, rpu, 0, twice);
	good = test_rpu_add_core(test, rpu, 1, once);
	test_node_attach(test, rpu);
	test_node_attach(test, bad);
	test_node_attach(test, good);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, rpu, "versal_rpu"));
	KUNIT_EXPECT_NULL(test, rproc_get_by_phandle(TEST_RPU_CORE(0)));
	test_rpu_rproc(test, 1);
}

static int elf_init(struct kunit *test)
{
	return test_core_init(test, test_rpu_memory);
}

static int elf_init_no_vrings(struct kunit *test)
{
	return test_core_init(test, no_vrings);
}

static int elf_init_misspelt(struct kunit *test)
{
	return test_core_init(test, misspelt);
}

static int elf_init_boot(struct kunit *test)
{
	return test_core_init_boot(test, test_rpu_memory, true);
}

static struct kunit_case openamp_elf_cases[] = {
	KUNIT_CASE_PARAM(elf_zeros_segment, zeros_gen_params),
	KUNIT_CASE_PARAM(elf_zeros_section, zeros_gen_params),
	KUNIT_CASE(elf_zeros_without_section),
	KUNIT_CASE(elf_bytes),
	KUNIT_CASE(elf_tables),
	KUNIT_CASE(elf_carveout),
	KUNIT_CASE(elf_carveout_anywhere),
	KUNIT_CASE(elf_carveout_twice),
	KUNIT_CASE(elf_vring_in_region),
	KUNIT_CASE(elf_hostile_table),
	{ }
};

static struct kunit_suite openamp_elf_suite = {
	.name = "openamp_elf",
	.init = elf_init,
	.test_cases = openamp_elf_cases,
};

static struct kunit_case openamp_elf_no_vrings_cases[] = {
	KUNIT_CASE(elf_tables),
	KUNIT_CASE(elf_vring_by_address),
	KUNIT_CASE(elf_vring_anywhere),
	{ }
};

static struct kunit_suite openamp_elf_no_vrings_suite = {
	.name = "openamp_elf_no_vrings",
	.init = elf_init_no_vrings,
	.test_cases = openamp_elf_no_vrings_cases,
};

static struct kunit_case openamp_elf_misspelt_cases[] = {
	KUNIT_CASE(elf_vring_anywhere),
	{ }
};

static struct kunit_suite openamp_elf_misspelt_suite = {
	.name = "openamp_elf_misspelt",
	.init = elf_init_misspelt,
	.test_cases = openamp_elf_misspelt_cases,
};

static struct kunit_case openamp_elf_entry_cases[] = {
	KUNIT_CASE(elf_entry),
	{ }
};

static struct kunit_suite openamp_elf_entry_suite = {
	.name = "openamp_elf_entry",
	.init = elf_init_boot,
	.test_cases = openamp_elf_entry_cases,
};

static struct kunit_case openamp_elf_region_cases[] = {
	KUNIT_CASE(elf_overlap),
	{ }
};

static struct kunit_suite openamp_elf_region_suite = {
	.name = "openamp_elf_region",
	.test_cases = openamp_elf_region_cases,
};

kunit_test_suites(&openamp_elf_suite, &openamp_elf_no_vrings_suite,
		  &openamp_elf_misspelt_suite, &openamp_elf_entry_suite,
		  &openamp_elf_region_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: versal_rproc");
MODULE_DESCRIPTION("KUnit tests of firmware in the shapes that others make");
MODULE_LICENSE("GPL");
