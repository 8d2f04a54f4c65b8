/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Remote cores of ti_k3_m4_rproc and ti_k3_dsp_rproc for tests: the system firmware and the
 * reset are the test's, and so is the mailbox, with the remote core's side of it. They keep
 * what they are told in words, and refuse where they are told to.
 */
#ifndef KUNIT_TEST_K3_H
#define KUNIT_TEST_K3_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/mailbox_controller.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "../drivers/remoteproc/ti_k3.h"
#include "test_image.h"
#include "test_node.h"
#include "test_rproc_attr.h"
#include "test_rpu.h"

#define K3_FILE		"kunit-k3.elf"
#define K3_PATH		"/lib/firmware/" K3_FILE
#define K3_CORE		0x700000c0	/* phandles that nobody else has */
#define K3_MAILBOX	0x700000c1

#define K3_M4		"ti,am64-m4fss"
#define K3_C66		"ti,j721e-c66-dsp"
#define K3_C71		"ti,j721e-c71-dsp"
#define K3_C7XV		"ti,am62a-c7xv-dsp"

#define K3_DEVICE	9
#define K3_PROCESSOR	0x18
#define K3_LOG		256

/* As in dts/kunit-virt.dtso: what plays a core's own memory, and ordinary memory. */
#define K3_BANK_A	0x70001000
#define K3_BANK_B	0x70020000
#define K3_BANK_SIZE	0x1000

/* The system firmware, and the reset. */
static struct {
	bool local;		/* the core has a reset of its own */
	bool owned;		/* Linux has the processor */
	bool on;		/* the module is */
	bool held;		/* the core is, by that reset */
	bool loose;		/* its reset does not hold it, and says so */
	bool idle;		/* it waits for an interrupt */
	u64 vector;
	const char *fails;	/* this call is refused */
	unsigned int wrong;	/* calls that must not come */
	char log[K3_LOG];	/* what was changed */
} sci;

static inline bool sci_runs(void)
{
	return sci.on && !sci.held;
}

/* Returns 0, or the error that the kernel makes of a refusal. */
static inline int sci_call(const char *name, bool wrong)
{
	size_t len = strlen(sci.log);
	bool fails = sci.fails && !strcmp(sci.fails, name);

	sci.wrong += wrong;
	if (name[strlen(name) - 1] != '?')
		scnprintf(sci.log + len, sizeof(sci.log) - len, "%s%s ",
			  fails ? "no-" : "", name);

	return fails ? -ENODEV : 0;
}

static inline int sci_request(const struct ti_sci_handle *handle, u8 pid)
{
	int ret = sci_call("request", sci.owned || pid != K3_PROCESSOR);

	sci.owned |= !ret;

	return ret;
}

static inline int sci_release(const struct ti_sci_handle *handle, u8 pid)
{
	int ret = sci_call("release", !sci.owned || pid != K3_PROCESSOR);

	sci.owned &= !!ret;

	return ret;
}

static inline int sci_set_config(const struct ti_sci_handle *handle, u8 pid,
				 u64 vector, u32 set, u32 clear)
{
	int ret = sci_call("vector", !sci.owned || pid != K3_PROCESSOR ||
				     sci_runs() || set || clear);

	if (!ret)
		sci.vector = vector;

	return ret;
}

static inline int sci_get_status(const struct ti_sci_handle *handle, u8 pid,
				 u64 *vector, u32 *config, u32 *control,
				 u32 *status)
{
	*vector = sci.vector;
	*config = 0;
	*control = 0;
	/* All bits but one say something else. */
	*status = READ_ONCE(sci.idle) ? BIT(1) : ~BIT(1);

	return sci_call("status?", !sci.owned || pid != K3_PROCESSOR);
}

static inline int sci_get(const struct ti_sci_handle *handle, u32 id)
{
	int ret = sci_call("get", id != K3_DEVICE || sci_runs() ||
				  (sci.local && !sci.held));

	sci.on |= !ret;

	return ret;
}

static inline int sci_put(const struct ti_sci_handle *handle, u32 id)
{
	int ret = sci_call("put", id != K3_DEVICE ||
				  (sci.local && !sci.held));

	sci.on &= !!ret;

	return ret;
}

static inline int sci_is_on(const struct ti_sci_handle *handle, u32 id,
			    bool *wanted, bool *on)
{
	/* What Linux wanted itself says nothing of what others have done. */
	*wanted = !sci.on;
	*on = sci.on;

	return sci_call("on?", id != K3_DEVICE);
}

static inline int sci_hold(struct reset_control *line)
{
	int ret = sci_call("hold", !sci.local);

	sci.held |= !ret && !sci.loose;

	return ret;
}

static inline int sci_let_go(struct reset_control *line)
{
	int ret = sci_call("free", !sci.local || !sci.on);

	sci.held &= !!ret;

	return ret;
}

static inline int sci_is_held(struct reset_control *line)
{
	return sci_call("held?", !sci.local) ?: sci.held;
}

static const struct ti_sci_handle sci_handle = {
	.ops = {
		.dev_ops = {
			.get_device	= sci_get,
			.put_device	= sci_put,
			.is_on		= sci_is_on,
		},
		.proc_ops = {
			.request	= sci_request,
			.release	= sci_release,
			.set_config	= sci_set_config,
			.get_status	= sci_get_status,
		},
	},
};

static const struct ti_k3_reset sci_reset = {
	.hold		= sci_hold,
	.release	= sci_let_go,
	.is_held	= sci_is_held,
};

/* What was changed since this was asked last. */
static inline const char *sci_told(void)
{
	static char told[K3_LOG];

	strscpy(told, sci.log, sizeof(told));
	sci.log[0] = '\0';

	return told;
}

/**
 * struct k3_test - what each test has
 * @test: the test
 * @node: the core's node, not attached yet
 * @pdev: its device
 * @image: its firmware
 * @rproc: the remote core
 */
struct k3_test {
	struct kunit *test;
	struct test_node *node;
	struct platform_device *pdev;
	struct test_image *image;
	struct rproc *rproc;
};

static inline void k3_write_image(struct k3_test *k3)
{
	test_image_write(k3->test, K3_PATH, k3->image, sizeof(*k3->image));
}

static inline u32 k3_da(struct k3_test *k3)
{
	return test_node_memory(k3->test, "wide", NULL)->base;
}

/*
 * Linked into ordinary memory, where a DSP may start; a Cortex-M4 finds its first words
 * there, which the driver has to copy. Nobody but the test is at the virtio device.
 */
static inline void k3_build_image(struct k3_test *k3, u32 da, u16 machine)
{
	__le32 vectors[] = { cpu_to_le32(0x30ff0), cpu_to_le32(da | 1) };

	test_image_build(k3->image, da);
	k3->image->ehdr.e_machine = machine;
	k3->image->table.vdev.id = 0x7e01;
	memcpy(k3->image->text, vectors, sizeof(vectors));
	k3_write_image(k3);
}

static inline int k3_init(struct kunit *test)
{
	struct k3_test *k3 = kunit_kzalloc(test, sizeof(*k3), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, k3);
	test->priv = k3;
	k3->test = test;
	memset(&sci, 0, sizeof(sci));
	sci.local = true;
	k3->image = kunit_kzalloc(test, sizeof(*k3->image), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, k3->image);
	k3_build_image(k3, k3_da(k3), EM_NONE);

	return 0;
}

/* Of whatever kind: the first two banks are there, and a C7x has no local reset. */
static inline void k3_new_node(struct k3_test *k3, const char *compatible,
			       const char * const *memory)
{
	static const char m4[] = "iram\0dram", c66[] = "l2sram\0l1pram";
	bool is_m4 = !strcmp(compatible, K3_M4);
	struct kunit *test = k3->test;

	sci.local = is_m4 || !strcmp(compatible, K3_C66);
	k3->node = test_node_new(test, NULL, "k3-core");
	test_node_set_string(test, k3->node, "compatible", compatible);
	test_node_cells(test, k3->node, "phandle", K3_CORE);
	test_node_cells(test, k3->node, "reg", 0, K3_BANK_A, 0, K3_BANK_SIZE,
			0, K3_BANK_B, 0, K3_BANK_SIZE);
	test_node_set(test, k3->node, "reg-names", is_m4 ? m4 : c66,
		      is_m4 ? sizeof(m4) : sizeof(c66));
	test_node_cells(test, k3->node, "ti,sci-dev-id", K3_DEVICE);
	test_node_cells(test, k3->node, "ti,sci-proc-ids", K3_PROCESSOR, 0xff);
	test_rpu_set_memory(test, k3->node, memory);
}

static const char * const k3_memory[] __maybe_unused = {
	"pool", "wide", NULL
};

/* As it is, whatever the system firmware says. */
static inline void k3_unbind(struct k3_test *k3)
{
	if (k3->rproc)
		rproc_put(k3->rproc);
	k3->rproc = NULL;
	if (k3->pdev)
		platform_device_unregister(k3->pdev);
	k3->pdev = NULL;
}

static inline void k3_remove(void *data)
{
	sci.fails = NULL;
	sci.loose = false;
	k3_unbind(data);
}

/* Makes the device; returns whether its driver is bound. */
static inline bool k3_probe_with(struct k3_test *k3,
				 const struct ti_sci_handle *handle)
{
	const struct ti_k3_platform platform = {
		.sci = handle, .reset = &sci_reset,
	};
	struct kunit *test = k3->test;
	struct platform_device *pdev;

	if (of_node_check_flag(k3->node->np, OF_DETACHED))
		test_node_attach(test, k3->node);
	pdev = platform_device_alloc("kunit-k3", PLATFORM_DEVID_AUTO);
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	device_set_node(&pdev->dev,
			of_fwnode_handle(of_node_get(k3->node->np)));
	KUNIT_ASSERT_EQ(test, 0, platform_device_add_data(pdev, &platform,
							  sizeof(platform)));
	/* As the kernel has it for devices of the tree: they are given coherent memory. */
	pdev->dev.coherent_dma_mask = DMA_BIT_MASK(32);
	pdev->dev.dma_mask = &pdev->dev.coherent_dma_mask;
	KUNIT_ASSERT_EQ(test, 0, platform_device_add(pdev));
	k3->pdev = pdev;
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, k3_remove, k3));

	return device_is_bound(&pdev->dev);
}

static inline struct rproc *k3_must_probe(struct k3_test *k3)
{
	struct kunit *test = k3->test;

	KUNIT_ASSERT_TRUE(test, k3_probe_with(k3, &sci_handle));
	k3->rproc = rproc_get_by_phandle(K3_CORE);
	KUNIT_ASSERT_NOT_NULL(test, k3->rproc);

	return k3->rproc;
}

/* A core that is off, and whose firmware is @K3_FILE. */
static inline struct rproc *k3_core(struct k3_test *k3, const char *compatible)
{
	struct rproc *rproc;

	k3_new_node(k3, compatible, k3_memory);
	rproc = k3_must_probe(k3);
	KUNIT_ASSERT_EQ(k3->test, 0, rproc_set_firmware(rproc, K3_FILE));

	return rproc;
}

static inline int k3_request(struct k3_test *k3, const char *what)
{
	return rproc_attr_write(k3->rproc, "state", what);
}

static inline void k3_is(struct k3_test *k3, const char *word)
{
	KUNIT_EXPECT_STREQ(k3->test, word, rproc_attr_read(k3->rproc, "state"));
}

static inline enum openamp_state k3_state(struct k3_test *k3)
{
	return ((struct openamp_rproc *)k3->rproc->priv)->life.state;
}

static inline void k3_told(struct k3_test *k3, const char *what)
{
	KUNIT_EXPECT_STREQ(k3->test, what, sci_told());
	KUNIT_EXPECT_EQ(k3->test, sci.wrong, 0U);
}

/* A core that is off, after whatever it was, starts and stops, and leaves nothing on. */
static inline void k3_works(struct k3_test *k3)
{
	struct kunit *test = k3->test;

	sci.fails = NULL;
	sci.loose = false;
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_OFF);
	KUNIT_EXPECT_EQ(test, 0, rproc_set_firmware(k3->rproc, K3_FILE));
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_ON);
	KUNIT_EXPECT_TRUE(test, sci_runs());
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_OFF);
	KUNIT_EXPECT_FALSE(test, sci.on);
	KUNIT_EXPECT_EQ(test, sci.held, sci.local);
	KUNIT_EXPECT_EQ(test, sci.wrong, 0U);
	sci_told();
}

/* The driver goes: the processor is given back, and nothing of it is on. */
static inline void k3_leaves_nothing(struct k3_test *k3)
{
	k3_remove(k3);
	KUNIT_EXPECT_FALSE(k3->test, sci.owned);
	KUNIT_EXPECT_FALSE(k3->test, sci_runs());
	KUNIT_EXPECT_EQ(k3->test, sci.wrong, 0U);
}

#endif /* KUNIT_TEST_K3_H */
