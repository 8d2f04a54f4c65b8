/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A remote core to start firmware on that a test makes: its reset register is memory,
 * so it does nothing, and the kernel's side all that it does. Images are written to
 * the firmware folder and started through the kernel's own loader.
 */
#ifndef KUNIT_TEST_CORE_H
#define KUNIT_TEST_CORE_H

#include <kunit/test.h>
#include <linux/remoteproc.h>

#include "test_image.h"
#include "test_rpu.h"

#define TEST_CORE_FILE	"kunit-openamp.elf"
#define TEST_CORE_PATH	"/lib/firmware/" TEST_CORE_FILE

/**
 * struct test_core - what each test has
 * @test: the test
 * @rproc: the remote core
 * @da: where its firmware memory starts
 * @size: bytes in that
 * @image: an image to break
 */
struct test_core {
	struct kunit *test;
	struct rproc *rproc;
	u32 da;
	u32 size;
	struct test_image image;
};

static inline int test_core_start(struct test_core *core, const void *data,
				  size_t size)
{
	test_image_write(core->test, TEST_CORE_PATH, data, size);

	return rproc_boot(core->rproc);
}

/* Starts the image as it is, which must succeed. */
static inline void test_core_must_start(struct test_core *core)
{
	KUNIT_ASSERT_EQ(core->test, 0,
			test_core_start(core, &core->image,
					sizeof(core->image)));
}

static inline void test_core_must_stop(struct test_core *core)
{
	KUNIT_ASSERT_EQ(core->test, core->rproc->state, RPROC_RUNNING);
	KUNIT_ASSERT_EQ(core->test, 0, rproc_shutdown(core->rproc));
	KUNIT_ASSERT_EQ(core->test, core->rproc->state, RPROC_OFFLINE);
}

/* A good image starts, whatever was tried before. */
static inline void test_core_must_work(struct test_core *core)
{
	struct test_image *image;

	image = kunit_kmalloc(core->test, sizeof(*image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(core->test, image);
	test_image_build(image, core->da);
	KUNIT_ASSERT_EQ(core->test, 0,
			test_core_start(core, image, sizeof(*image)));
	test_core_must_stop(core);
	kunit_kfree(core->test, image);
}

static inline void test_core_expect_refused(struct test_core *core, size_t size,
					    const char *title)
{
	KUNIT_EXPECT_EQ_MSG(core->test,
			    test_core_start(core, &core->image, size), -EINVAL,
			    "%s", title);
	KUNIT_ASSERT_EQ_MSG(core->test, core->rproc->state, RPROC_OFFLINE, "%s",
			    title);
	KUNIT_EXPECT_NULL(core->test, core->rproc->table_ptr);
	KUNIT_EXPECT_EQ(core->test, 0, atomic_read(&core->rproc->power));
}

static inline void test_core_expect_accepted(struct test_core *core,
					     const char *title)
{
	KUNIT_ASSERT_EQ_MSG(core->test, 0,
			    test_core_start(core, &core->image,
					    sizeof(core->image)), "%s", title);
	test_core_must_stop(core);
}

/* Where Linux sees @size bytes of firmware memory, @offset from its start. */
static inline void *test_core_da_to_va(struct test_core *core, u32 offset,
				       size_t size)
{
	void *va = rproc_da_to_va(core->rproc, core->da + offset, size, NULL);

	KUNIT_ASSERT_NOT_NULL(core->test, va);

	return va;
}

/**
 * test_core_init_boot() - make a core
 * @test: the test, whose private data becomes its struct test_core
 * @memory: names of its regions, NULL at the end, "firmware" among them
 * @boot: with a boot page: else the core starts at address 0, whatever the image says
 *
 * Return: 0 or a negative error number.
 */
static inline int test_core_init_boot(struct kunit *test,
				      const char * const *memory, bool boot)
{
	static const char * const boot_memory[] = { "boot", NULL };
	const struct reserved_mem *mem;
	struct test_node *rpu, *node;
	struct test_core *core;

	core = kunit_kzalloc(test, sizeof(*core), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, core);
	test->priv = core;
	core->test = test;
	mem = test_node_memory(test, "firmware", NULL);
	core->da = mem->base;
	core->size = mem->size;
	test_image_build(&core->image, core->da);

	rpu = test_rpu_new(test);
	if (boot)
		test_rpu_set_memory(test, rpu, boot_memory);
	node = test_rpu_add_core(test, rpu, 0, memory);
	test_node_attach(test, rpu);
	test_node_attach(test, node);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, rpu, "versal_rpu"));
	core->rproc = test_rpu_rproc(test, 0);

	return rproc_set_firmware(core->rproc, TEST_CORE_FILE);
}

static inline int test_core_init(struct kunit *test, const char * const *memory)
{
	return test_core_init_boot(test, memory, false);
}

#endif /* KUNIT_TEST_CORE_H */
