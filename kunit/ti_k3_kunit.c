// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of TI's Cortex-M4F and DSPs: in which order the system firmware is called, what
 * becomes of a call that is refused, and which memory firmware may have.
 */

#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/remoteproc.h>

#include "test_k3.h"

/**
 * struct k3_kind - what the system firmware is told for one kind of core
 * @compatible: its kind
 * @start: at a start
 * @stop: at a stop
 * @align: where it may start; 0: at an address of its own
 */
struct k3_kind {
	const char *compatible;
	const char *start;
	const char *stop;
	u32 align;
};

static const struct k3_kind k3_kinds[] = {
	{ K3_M4, "hold get free ", "hold put " },
	{ K3_C66, "hold get vector free ", "hold put ", SZ_1K },
	{ K3_C71, "vector get ", "put ", SZ_2M },
	{ "ti,j721s2-c71-dsp", "vector get ", "put ", SZ_2M },
	{ K3_C7XV, "vector get ", "put ", SZ_2M },
};

KUNIT_ARRAY_PARAM_DESC(k3_kind, k3_kinds, compatible);

static void k3_order(struct kunit *test)
{
	const struct k3_kind *kind = test->param_value;
	struct k3_test *k3 = test->priv;
	int i;

	k3_core(k3, kind->compatible);
	k3_told(k3, "request ");
	k3_is(k3, "offline");
	for (i = 0; i < 2; i++) {
		KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
		k3_is(k3, "running");
		k3_told(k3, kind->start);
		KUNIT_EXPECT_TRUE(test, sci_runs());
		KUNIT_EXPECT_EQ(test, sci.vector, kind->align ? k3_da(k3) : 0);
		KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
		k3_is(k3, "offline");
		k3_told(k3, kind->stop);
	}
	/* The driver goes while it runs. */
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	sci_told();
	k3_remove(k3);
	KUNIT_EXPECT_FALSE(test, sci.owned);
	KUNIT_EXPECT_FALSE(test, sci.on);
	KUNIT_EXPECT_EQ(test, sci.wrong, 0U);
}

/* Where a DSP starts, its vector says; where a Cortex-M4 does, the first words. */
static void k3_aligned(struct kunit *test)
{
	const struct k3_kind *kind = test->param_value;
	struct k3_test *k3 = test->priv;
	u32 da = k3_da(k3);

	k3_core(k3, kind->compatible);
	k3->image->ehdr.e_entry = da + 0x200;
	if (!kind->align)
		k3->image->text[5] ^= 2;	/* the vector of 0x200 */
	k3_write_image(k3);
	sci_told();
	KUNIT_EXPECT_EQ(test, k3_request(k3, "start"), kind->align ? -EINVAL : 0);
	if (kind->align) {
		k3_told(k3, sci.local ? "hold get put " : "");
		/* The next multiple of 1 KB. */
		k3->image->ehdr.e_entry = da + 0x400;
		k3_write_image(k3);
		KUNIT_EXPECT_EQ(test, k3_request(k3, "start"),
				kind->align == SZ_1K ? 0 : -EINVAL);
	}
	k3_request(k3, "stop");
	k3_build_image(k3, da, EM_NONE);
	k3_works(k3);
}

/**
 * struct k3_refusal - a call that is refused at a start
 * @compatible: the kind of core
 * @call: the call; NULL: its reset does nothing
 * @told: all that the system firmware is told
 * @err: what the start gives
 */
struct k3_refusal {
	const char *compatible;
	const char *call;
	const char *told;
	int err;
};

static const struct k3_refusal k3_refusals[] = {
	{ K3_M4, "hold", "no-hold ", -ENODEV },
	{ K3_M4, "held?", "hold ", -ENODEV },
	{ K3_M4, NULL, "hold ", -EIO },
	{ K3_M4, "get", "hold no-get ", -ENODEV },
	{ K3_M4, "free", "hold get no-free hold put ", -ENODEV },
	{ K3_C66, "vector", "hold get no-vector hold put ", -ENODEV },
	{ K3_C66, "free", "hold get vector no-free hold put ", -ENODEV },
	{ K3_C71, "vector", "no-vector put ", -ENODEV },
	{ K3_C71, "get", "vector no-get put ", -ENODEV },
};

/* Nothing is on, the core is held where it can be, and its memory was not touched off. */
static void k3_refused(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	const struct k3_refusal *refusal;
	int i;

	for (i = 0; i < ARRAY_SIZE(k3_refusals); i++) {
		refusal = &k3_refusals[i];
		if (strcmp(refusal->compatible, test->param_value))
			continue;
		if (!k3->pdev)
			k3_core(k3, refusal->compatible);
		sci_told();
		sci.fails = refusal->call;
		sci.loose = !refusal->call;
		/* As the hardware has it after a reset: then it is not held yet. */
		sci.held = false;
		KUNIT_EXPECT_EQ_MSG(test, refusal->err,
				    k3_request(k3, "start"), "%d", i);
		k3_told(k3, refusal->told);
		KUNIT_EXPECT_FALSE(test, sci.on);
		k3_works(k3);
	}
}

static const char * const k3_refused_kinds[] = { K3_M4, K3_C66, K3_C71 };

static const void *k3_refused_kind(const void *prev, char *desc)
{
	static const char * const *kind;

	kind = prev ? kind + 1 : k3_refused_kinds;
	if (kind == k3_refused_kinds + ARRAY_SIZE(k3_refused_kinds))
		return NULL;
	strscpy(desc, *kind, KUNIT_PARAM_DESC_SIZE);

	return *kind;
}

/* A module that is not switched off is off for Linux all the same, and starts again. */
static void k3_put_refused(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_core(k3, K3_M4);
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	sci_told();
	sci.fails = "put";
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_told(k3, "hold no-put ");
	k3_is(k3, "offline");
	KUNIT_EXPECT_FALSE(test, sci_runs());
	k3_works(k3);
}

/* That of a C7x is the only way to stop it: it runs on, and is lost till it is taken. */
static void k3_c7x_lost(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_core(k3, K3_C71);
	KUNIT_ASSERT_EQ(test, 0, k3_request(k3, "start"));
	sci_told();
	sci.fails = "put";
	KUNIT_EXPECT_EQ(test, -ENODEV, k3_request(k3, "stop"));
	KUNIT_EXPECT_EQ(test, k3_state(k3), OPENAMP_LOST);
	KUNIT_EXPECT_NE(test, 0, k3_request(k3, "start"));
	sci.fails = NULL;
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	k3_works(k3);
}

/* Somebody else lets it run, which for a C7x means that Linux must not load it. */
static void k3_c7x_runs(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_core(k3, K3_C71);
	sci_told();
	sci.on = true;
	KUNIT_EXPECT_EQ(test, -EBUSY, k3_request(k3, "start"));
	k3_told(k3, "");
	sci.on = false;
	k3_works(k3);
}

/* Firmware that does not say what runs: Linux knows what it has done itself. */
static void k3_no_status(struct kunit *test)
{
	struct k3_test *k3 = test->priv;
	struct openamp_rproc *oa = k3_core(k3, K3_M4)->priv;

	sci.fails = "on?";
	KUNIT_EXPECT_FALSE(test, oa->data->hw->runs(oa));
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "start"));
	KUNIT_EXPECT_TRUE(test, oa->data->hw->runs(oa));
	flush_delayed_work(&oa->health.work);
	k3_is(k3, "running");
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
	KUNIT_EXPECT_FALSE(test, oa->data->hw->runs(oa));
	k3_works(k3);
}

/* Without an answer to each of these there is no core, and nothing is kept. */
static void k3_not_probed(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_new_node(k3, K3_M4, k3_memory);
	sci.fails = "request";
	KUNIT_EXPECT_FALSE(test, k3_probe_with(k3, &sci_handle));
	k3_told(k3, "no-request ");
	k3_remove(k3);
	sci.fails = "on?";
	KUNIT_EXPECT_FALSE(test, k3_probe_with(k3, &sci_handle));
	k3_told(k3, "request release ");
	k3_remove(k3);
	/* A module that is on may have a core in reset. */
	sci.fails = "held?";
	sci.on = true;
	KUNIT_EXPECT_FALSE(test, k3_probe_with(k3, &sci_handle));
	k3_told(k3, "request release ");
	k3_remove(k3);
	sci.on = false;
	KUNIT_EXPECT_FALSE(test, k3_probe_with(k3, ERR_PTR(-EINVAL)));
	k3_told(k3, "");
	k3_remove(k3);
	k3_must_probe(k3);
	KUNIT_ASSERT_EQ(test, 0, rproc_set_firmware(k3->rproc, K3_FILE));
	k3_works(k3);
}

/* A processor that is not taken back is no reason to stay. */
static void k3_release_refused(struct kunit *test)
{
	struct k3_test *k3 = test->priv;

	k3_core(k3, K3_M4);
	sci_told();
	sci.fails = "release";
	k3_unbind(k3);
	k3_told(k3, "no-release ");
}

/**
 * struct k3_wrong - a device tree that makes no sense
 * @missing: the property that it does not have
 * @told: what the system firmware is told all the same
 */
struct k3_wrong {
	const char *missing;
	const char *told;
};

static const struct k3_wrong k3_wrongs[] = {
	{ "ti,sci-dev-id", "" },
	{ "ti,sci-proc-ids", "" },
	{ "reg-names", "request release " },
	{ "memory-region", "request release " },
};

KUNIT_ARRAY_PARAM_DESC(k3_wrong, k3_wrongs, missing);

static void k3_forget(struct k3_test *k3, const char *name)
{
	struct property **at = &k3->node->np->properties, *prop;

	while (strcmp((*at)->name, name))
		at = &(*at)->next;
	prop = *at;
	*at = prop->next;
	prop->next = k3->node->np->deadprops;
	k3->node->np->deadprops = prop;
}

static void k3_no_sense(struct kunit *test)
{
	const struct k3_wrong *wrong = test->param_value;
	struct k3_test *k3 = test->priv;

	k3_new_node(k3, K3_M4, k3_memory);
	k3_forget(k3, wrong->missing);
	KUNIT_EXPECT_FALSE(test, k3_probe_with(k3, &sci_handle));
	k3_told(k3, wrong->told);
}

/* Memory of the core's own, at its addresses and at those of the bus, to its last word. */
static const struct k3_place {
	const char *compatible;
	u32 da;
	bool ok;
} k3_places[] = {
	{ K3_M4, 0x0, true },
	{ K3_M4, 0x1000 - 96, true },
	{ K3_M4, 0x1000 - 92, false },
	{ K3_M4, 0x30000, true },
	{ K3_M4, 0x31000 - 96, true },
	{ K3_M4, 0x31000 - 92, false },
	{ K3_M4, 0x2fffc, false },
	{ K3_M4, K3_BANK_A, true },
	{ K3_M4, K3_BANK_B, true },
	{ K3_M4, K3_BANK_A - 4, false },
	{ K3_M4, K3_BANK_B + 0x1000 - 92, false },
	{ K3_C66, 0x800000, true },
	{ K3_C66, 0xe00000, true },
	{ K3_C66, 0x0, false },
	{ K3_C66, K3_BANK_A, true },
	/* That of a C7x is off while it is loaded. */
	{ K3_C71, 0x800000, false },
	{ K3_C71, K3_BANK_A, false },
};

static void k3_place_title(const struct k3_place *place, char *title)
{
	snprintf(title, KUNIT_PARAM_DESC_SIZE, "%s at 0x%x", place->compatible,
		 place->da);
}

KUNIT_ARRAY_PARAM(k3_place, k3_places, k3_place_title);

/* What is loaded is where it can be read back, and a Cortex-M4 has its first words. */
static void k3_loads(struct kunit *test)
{
	const struct k3_place *place = test->param_value;
	struct k3_test *k3 = test->priv;
	u8 text[TEST_IMAGE_TEXT + TEST_IMAGE_BSS] = { };
	u8 words[8];

	k3_core(k3, place->compatible);
	k3_build_image(k3, place->da, EM_NONE);
	/* A DSP's entry is not what this is about. */
	if (strcmp(place->compatible, K3_M4))
		k3->image->ehdr.e_entry = k3_da(k3);
	k3->image->ehdr.e_shnum = 0;
	k3->image->ehdr.e_shstrndx = 0;
	k3_write_image(k3);
	KUNIT_EXPECT_EQ(test, k3_request(k3, "start"), place->ok ? 0 : -EINVAL);
	if (!place->ok)
		return;
	KUNIT_EXPECT_TRUE(test, openamp_mem_read(k3->rproc->priv, text,
						 place->da, sizeof(text)));
	KUNIT_EXPECT_MEMEQ(test, text, k3->image->text, TEST_IMAGE_TEXT);
	KUNIT_EXPECT_NULL(test, memchr_inv(text + TEST_IMAGE_TEXT, 0,
					   TEST_IMAGE_BSS));
	if (!strcmp(place->compatible, K3_M4)) {
		KUNIT_EXPECT_TRUE(test, openamp_mem_read(k3->rproc->priv, words,
							 0, sizeof(words)));
		KUNIT_EXPECT_MEMEQ(test, words, k3->image->text, sizeof(words));
	}
	KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
}

/* Whose file it is. Of a C7x no header says which machine that is. */
static const struct k3_machine {
	const char *compatible;
	u16 machine;
	bool ok;
} k3_machines[] = {
	{ K3_M4, EM_ARM, true },
	{ K3_M4, EM_TI_C6000, false },
	{ K3_C66, EM_TI_C6000, true },
	{ K3_C66, EM_ARM, false },
	{ K3_C71, EM_TI_C6000, true },
	{ K3_C71, 0xffff, true },
};

static void k3_machine_title(const struct k3_machine *machine, char *title)
{
	snprintf(title, KUNIT_PARAM_DESC_SIZE, "%s and machine %u",
		 machine->compatible, machine->machine);
}

KUNIT_ARRAY_PARAM(k3_machine, k3_machines, k3_machine_title);

static void k3_takes(struct kunit *test)
{
	const struct k3_machine *machine = test->param_value;
	struct k3_test *k3 = test->priv;

	k3_core(k3, machine->compatible);
	k3_build_image(k3, k3_da(k3), machine->machine);
	KUNIT_EXPECT_EQ(test, k3_request(k3, "start"),
			machine->ok ? 0 : -EINVAL);
	if (machine->ok)
		KUNIT_EXPECT_EQ(test, 0, k3_request(k3, "stop"));
}

static struct kunit_case ti_k3_cases[] = {
	KUNIT_CASE_PARAM(k3_order, k3_kind_gen_params),
	KUNIT_CASE_PARAM(k3_aligned, k3_kind_gen_params),
	KUNIT_CASE_PARAM(k3_refused, k3_refused_kind),
	KUNIT_CASE(k3_put_refused),
	KUNIT_CASE(k3_c7x_lost),
	KUNIT_CASE(k3_c7x_runs),
	KUNIT_CASE(k3_no_status),
	KUNIT_CASE(k3_not_probed),
	KUNIT_CASE(k3_release_refused),
	KUNIT_CASE_PARAM(k3_no_sense, k3_wrong_gen_params),
	KUNIT_CASE_PARAM_ATTR(k3_loads, k3_place_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	KUNIT_CASE_PARAM(k3_takes, k3_machine_gen_params),
	{ }
};

static struct kunit_suite ti_k3_suite = {
	.name = "ti_k3",
	.init = k3_init,
	.test_cases = ti_k3_cases,
};

kunit_test_suite(ti_k3_suite);

MODULE_DESCRIPTION("KUnit tests of TI's K3 remote cores");
MODULE_LICENSE("GPL");
