// SPDX-License-Identifier: GPL-2.0-only
/* Tests of imx_rproc on i.MX95: what the System Manager is called for, and its answers. */

#include "test_imx.h"

#define CM7		"fsl,imx95-cm7"
#define OWN		1	/* as in imx_rproc_soc.c: of the core */
#define OTHER		0
#define ENTRY_MASK	0xffff0000

/*
 * The calls, in their order: v, s, x for the core's vector, start and stop, V, B, S for those
 * of its machine, P for power. What only asks is not among them.
 */
static struct {
	u32 own;
	bool started;
	char fails;	/* this call, with @error */
	int error;
	u64 vector;
	char log[16];
} sm;

static int sm_call(char what)
{
	size_t len = strlen(sm.log);

	if (len < sizeof(sm.log) - 1)
		sm.log[len] = what;

	return what == sm.fails ? sm.error : 0;
}

static int sm_cpu_start(u32 cpu, bool start)
{
	int ret = sm_call(start ? 's' : 'x');

	if (!ret)
		sm.started = start;

	return ret;
}

static int sm_cpu_started(u32 cpu, bool *started)
{
	*started = sm.started;

	return sm.fails == '?' ? sm.error : 0;
}

static int sm_cpu_vector(u32 cpu, u64 vector)
{
	sm.vector = vector;

	return sm_call('v');
}

static int sm_own_machine(u32 *machine)
{
	*machine = sm.own;

	return sm.fails == '!' ? sm.error : 0;
}

static int sm_machine_vector(u32 machine, u32 cpu, u64 vector)
{
	sm.vector = vector;

	return sm_call('V');
}

static int sm_machine_power(u32 machine)
{
	return sm_call('P');
}

static int sm_machine_boot(u32 machine)
{
	int ret = sm_call('B');

	if (!ret)
		sm.started = true;

	return ret;
}

static int sm_machine_stop(u32 machine)
{
	int ret = sm_call('S');

	if (!ret)
		sm.started = false;

	return ret;
}

static const struct imx_rproc_sm_calls sm_calls = {
	.cpu_start	= sm_cpu_start,
	.cpu_started	= sm_cpu_started,
	.cpu_vector	= sm_cpu_vector,
	.own_machine	= sm_own_machine,
	.machine_vector	= sm_machine_vector,
	.machine_power	= sm_machine_power,
	.machine_boot	= sm_machine_boot,
	.machine_stop	= sm_machine_stop,
};

static int sm_init(struct kunit *test)
{
	int ret = imx_init(test);
	struct imx_test *imx = test->priv;

	memset(&sm, 0, sizeof(sm));
	imx->sm = &sm_calls;

	return ret;
}

static void sm_expect(struct kunit *test, const char *log)
{
	KUNIT_EXPECT_STREQ(test, sm.log, log);
	memset(sm.log, 0, sizeof(sm.log));
}

static void sm_own_core(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	sm.own = OWN;
	imx_must_probe(test, CM7);
	imx_expect_state(test, "offline");
	sm_expect(test, "");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	sm_expect(test, "vs");
	KUNIT_EXPECT_EQ(test, sm.vector, imx->da & ENTRY_MASK);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	sm_expect(test, "x");
	/* What has started it since is not written into. */
	sm.started = true;
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	sm_expect(test, "xvs");
}

/* Memory is there from before it is loaded until it is no longer looked at. */
static void sm_other_machine(struct kunit *test)
{
	struct imx_test *imx = test->priv;

	imx_must_probe(test, CM7);
	imx_expect_state(test, "offline");
	sm_expect(test, "PS");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	sm_expect(test, "PVB");
	KUNIT_EXPECT_EQ(test, sm.vector, imx->da & ENTRY_MASK);
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	sm_expect(test, "SPS");
	imx_expect_state(test, "offline");
}

/* Another machine may be for others to start: Linux talks to what runs there. */
static void sm_not_ours(struct kunit *test)
{
	sm.fails = 'P';
	sm.error = -EACCES;
	imx_must_probe(test, CM7);
	imx_expect_state(test, "offline");
	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP, imx_request(test, "start"));
	sm_expect(test, "P");
}

static void sm_found(struct kunit *test)
{
	sm.started = true;
	imx_write_table(test);
	imx_must_probe(test, CM7);
	imx_expect_state(test, "detached");
	sm_expect(test, "P");
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	imx_expect_state(test, "attached");
	sm_expect(test, "");
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	sm_expect(test, "SPS");
	imx_expect_state(test, "offline");
}

static void sm_found_not_ours(struct kunit *test)
{
	sm.fails = 'P';
	sm.error = -EACCES;
	sm.started = true;
	imx_write_table(test);
	imx_must_probe(test, CM7);
	KUNIT_ASSERT_EQ(test, 0, imx_request(test, "start"));
	imx_expect_state(test, "attached");
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	imx_expect_state(test, "detached");
	sm_expect(test, "P");
}

static void sm_start_fails(struct kunit *test)
{
	static const char calls[] = { 'P', 'V', 'B' };
	int i;

	imx_must_probe(test, CM7);
	sm.error = -EIO;
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		sm.fails = calls[i];
		KUNIT_EXPECT_EQ(test, -EIO, imx_request(test, "start"));
		imx_expect_state(test, "offline");
		KUNIT_EXPECT_FALSE(test, sm.started);
	}
	sm.fails = 0;
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "start"));
	sm.fails = 'S';
	KUNIT_EXPECT_EQ(test, -EIO, imx_request(test, "stop"));
	imx_expect_state(test, "running");
	sm.fails = 0;
	KUNIT_EXPECT_EQ(test, 0, imx_request(test, "stop"));
	imx_expect_state(test, "offline");
}

/* One of the calls that a probe makes; and a kernel that has none of them. */
static void sm_probe_fails(struct kunit *test)
{
	const char *fails = test->param_value;
	struct imx_test *imx = test->priv;

	sm.fails = *fails;
	sm.error = -EIO;
	if (!sm.fails)
		imx->sm = NULL;
	KUNIT_EXPECT_FALSE(test, imx_probe(test, CM7));
}

static const char sm_probe_calls[] = { '?', '!', 'P', 'S', '\0' };

static void sm_describe(const char *call, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%c", *call ?: '-');
}

KUNIT_ARRAY_PARAM(sm_probe, sm_probe_calls, sm_describe);

static struct kunit_case imx_sm_cases[] = {
	KUNIT_CASE(sm_own_core),
	KUNIT_CASE(sm_other_machine),
	KUNIT_CASE(sm_not_ours),
	KUNIT_CASE(sm_found),
	KUNIT_CASE(sm_found_not_ours),
	KUNIT_CASE(sm_start_fails),
	KUNIT_CASE_PARAM(sm_probe_fails, sm_probe_gen_params),
	{ }
};

static struct kunit_suite imx_sm_suite = {
	.name = "imx_sm",
	.init = sm_init,
	.test_cases = imx_sm_cases,
};

kunit_test_suite(imx_sm_suite);

/* Tested through the remoteproc framework: no symbol tells. */
MODULE_SOFTDEP("pre: imx_rproc");
MODULE_DESCRIPTION("KUnit tests of imx_rproc on i.MX95");
MODULE_LICENSE("GPL");
