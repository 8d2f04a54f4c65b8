/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A family of remote cores that a test drives: its hardware is what the test says, and
 * a core does what is written to its files in sysfs, as a program does.
 */
#ifndef KUNIT_TEST_LIFE_H
#define KUNIT_TEST_LIFE_H

#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "../drivers/remoteproc/openamp_rproc.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rproc_attr.h"
#include "test_rpu.h"

#define LIFE_DRIVER	"kunit_life"
#define LIFE_FILE	"kunit-life.elf"
#define LIFE_PATH	"/lib/firmware/" LIFE_FILE
#define LIFE_PHANDLE	0x700000e0

/* What the hardware of the one core is told, and what it answers. */
static struct {
	int prepare_err;
	int start_err;
	int stop_err;
	int attach_err;
	bool on;
	bool prepared;
	unsigned int starts;
	unsigned int detaches;
	unsigned int wrong;	/* calls that must not come */
} hw;

/**
 * struct life_test - what each test has
 * @test: the test
 * @node: the core's node
 * @pdev: its platform device
 * @rproc: the remote core
 * @image: its firmware
 * @subdev: something that starts with the core
 * @subdev_err: what it answers
 * @refs: references to this module while the core is off
 */
struct life_test {
	struct kunit *test;
	struct test_node *node;
	struct platform_device *pdev;
	struct rproc *rproc;
	struct test_image *image;
	struct rproc_subdev subdev;
	int subdev_err;
	int refs;
};

static int life_hw_prepare(struct openamp_rproc *oa)
{
	hw.wrong += hw.on;
	if (!hw.prepare_err)
		hw.prepared = true;

	return hw.prepare_err;
}

static void life_hw_unprepare(struct openamp_rproc *oa)
{
	hw.wrong += hw.on;
	hw.prepared = false;
}

static int life_hw_start(struct openamp_rproc *oa)
{
	hw.wrong += hw.on || !hw.prepared;
	hw.starts++;
	hw.on = !hw.start_err;

	return hw.start_err;
}

static int life_hw_stop(struct openamp_rproc *oa)
{
	hw.on &= !!hw.stop_err;

	return hw.stop_err;
}

static bool life_hw_runs(struct openamp_rproc *oa)
{
	return hw.on;
}

static int life_hw_attach(struct openamp_rproc *oa)
{
	hw.wrong += !hw.on;
	if (!hw.attach_err)
		hw.prepared = true;

	return hw.attach_err;
}

static void life_hw_detach(struct openamp_rproc *oa)
{
	hw.wrong += !hw.on;
	hw.prepared = false;
	hw.detaches++;
}

static const struct openamp_rproc_hw life_hw = {
	.prepare	= life_hw_prepare,
	.unprepare	= life_hw_unprepare,
	.start		= life_hw_start,
	.stop		= life_hw_stop,
	.runs		= life_hw_runs,
	.attach		= life_hw_attach,
	.detach		= life_hw_detach,
};

static const struct openamp_rproc_data life_data = {
	.hw		= &life_hw,
	.elf_class	= ELFCLASS32,
	.elf_machine	= EM_ARM,
};

static int life_probe(struct platform_device *pdev)
{
	return devm_openamp_rproc_register(&pdev->dev, "life", &life_data, NULL);
}

static const struct of_device_id life_of_match[] = {
	{ .compatible = "openamp,kunit-life" },
	{ }
};

static struct platform_driver life_driver = {
	.probe		= life_probe,
	.shutdown	= openamp_rproc_shutdown,
	.driver		= {
		.name		= LIFE_DRIVER,
		.pm		= &openamp_rproc_pm,
		.of_match_table	= life_of_match,
	},
};

static inline struct openamp_rproc *life_oa(struct life_test *life)
{
	return life->rproc->priv;
}

/* Returns 0 or a negative errno. */
static inline int life_write(struct life_test *life, const char *attr,
			     const char *text)
{
	return rproc_attr_write(life->rproc, attr, text);
}

static inline int life_request(struct life_test *life, const char *text)
{
	return life_write(life, "state", text);
}

static inline void life_expect(struct life_test *life, const char *attr,
			       const char *text)
{
	KUNIT_EXPECT_STREQ(life->test, text, rproc_attr_read(life->rproc, attr));
}

static inline void life_flush(struct life_test *life)
{
	flush_work(&life->rproc->crash_handler);
	flush_work(&life_oa(life)->life.recovered);
}

static inline void life_crash(struct life_test *life)
{
	openamp_rproc_report(life_oa(life), RPROC_FATAL_ERROR);
	life_flush(life);
}

/* References to the module beyond those of a core that is off. */
static inline int life_refs(struct life_test *life)
{
	return module_refcount(THIS_MODULE) - life->refs;
}

static inline void life_write_image(struct life_test *life)
{
	test_image_write(life->test, LIFE_PATH, life->image,
			 sizeof(*life->image));
}

static inline void life_put_rproc(void *rproc)
{
	put_device(&((struct rproc *)rproc)->dev);
}

/* The remote core of the device, which is bound. */
static inline void life_find(struct life_test *life)
{
	struct openamp_rproc *oa = platform_get_drvdata(life->pdev);

	KUNIT_ASSERT_NOT_NULL(life->test, oa);
	life->rproc = oa->rproc;
	get_device(&life->rproc->dev);
	KUNIT_ASSERT_EQ(life->test, 0,
			kunit_add_action_or_reset(life->test, life_put_rproc,
						  life->rproc));
	life->refs = module_refcount(THIS_MODULE) -
		     (life->rproc->state == RPROC_DETACHED);
}

static int life_subdev_start(struct rproc_subdev *subdev)
{
	return container_of(subdev, struct life_test, subdev)->subdev_err;
}

/* Starts or attaches, with something beside the core that does not start. */
static inline int life_start_with(struct life_test *life, int subdev_err)
{
	int ret;

	life->subdev.start = life_subdev_start;
	life->subdev_err = subdev_err;
	rproc_add_subdev(life->rproc, &life->subdev);
	ret = life_request(life, "start");
	rproc_remove_subdev(life->rproc, &life->subdev);

	return ret;
}

/* After a test the hardware does as it is told. */
static inline void life_heal(void *unused)
{
	hw.stop_err = 0;
}

static inline int life_init(struct kunit *test)
{
	struct life_test *life = kunit_kzalloc(test, sizeof(*life), GFP_KERNEL);
	struct test_node *node;

	KUNIT_ASSERT_NOT_NULL(test, life);
	test->priv = life;
	life->test = test;
	life->image = kunit_kzalloc(test, sizeof(*life->image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, life->image);
	memset(&hw, 0, sizeof(hw));

	test_image_build(life->image, test_node_memory(test, "firmware",
						       NULL)->base);
	life_write_image(life);
	node = test_node_new(test, NULL, "life");
	test_node_set_string(test, node, "compatible", "openamp,kunit-life");
	test_node_set_string(test, node, "firmware-name", LIFE_FILE);
	test_rpu_set_memory(test, node, test_rpu_memory);
	KUNIT_ASSERT_EQ(test, 0, test_node_probe(test, node, LIFE_DRIVER));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, life_heal,
							   NULL));
	life->node = node;
	life->pdev = node->pdev;
	life_find(life);

	return 0;
}

static inline void life_enter_on(struct life_test *life)
{
	KUNIT_ASSERT_EQ(life->test, 0, life_request(life, "start"));
}

static inline void life_enter_detached(struct life_test *life)
{
	life_enter_on(life);
	KUNIT_ASSERT_EQ(life->test, 0, life_request(life, "detach"));
}

static inline void life_is(struct life_test *life, const char *word)
{
	life_expect(life, "state", word);
	/* A core that is off has nothing of Linux's. */
	KUNIT_EXPECT_EQ(life->test, life_refs(life), strcmp(word, "offline") != 0);
	KUNIT_EXPECT_EQ(life->test, hw.prepared, strcmp(word, "offline") != 0);
}

/* However it came there, it can be stopped, and starts and stops as ever. */
static inline void life_works(struct life_test *life)
{
	struct kunit *test = life->test;
	int i;

	hw.stop_err = 0;
	if (strcmp(rproc_attr_read(life->rproc, "state"), "offline"))
		KUNIT_EXPECT_EQ(test, 0, life_request(life, "stop"));
	for (i = 0; i < 2; i++) {
		life_is(life, "offline");
		KUNIT_EXPECT_FALSE(test, hw.on);
		KUNIT_EXPECT_EQ(test, 0, life_request(life, "start"));
		life_is(life, "running");
		KUNIT_EXPECT_EQ(test, 0, life_request(life, "stop"));
	}
	life_is(life, "offline");
	KUNIT_EXPECT_EQ(test, hw.wrong, 0U);
}

static inline int life_suite_init(struct kunit_suite *suite)
{
	return platform_driver_register(&life_driver);
}

static inline void life_suite_exit(struct kunit_suite *suite)
{
	platform_driver_unregister(&life_driver);
}

#endif /* KUNIT_TEST_LIFE_H */
