// SPDX-License-Identifier: GPL-2.0-only
/* Tests of what the Cortex-M of each i.MX sees where, by imx_rproc's own tables. */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "../drivers/remoteproc/imx_rproc.h"

/**
 * struct imx_address - what a core sees at an address
 * @compatible: which core
 * @da: its address
 * @pa: Linux's; 0: nothing is there
 */
struct imx_address {
	const char *compatible;
	u32 da;
	u32 pa;
};

/* From the reference manuals' memory maps: the first and last bytes of windows. */
static const struct imx_address addresses[] = {
	{ "fsl,imx6sx-cm4", 0x00000000, 0x007f8000 },
	{ "fsl,imx6sx-cm4", 0x00007fff, 0x007fffff },
	{ "fsl,imx6sx-cm4", 0x00008000, 0 },
	{ "fsl,imx6sx-cm4", 0x20007fff, 0x00807fff },
	{ "fsl,imx6sx-cm4", 0x10000000, 0x80000000 },
	{ "fsl,imx7d-cm4", 0x1fff8000, 0x007f8000 },
	{ "fsl,imx7d-cm4", 0x20007fff, 0x00807fff },
	{ "fsl,imx7d-cm4", 0x00000000, 0x00180000 },
	{ "fsl,imx7d-cm4", 0x1ffeffff, 0x8ffeffff },
	{ "fsl,imx7d-cm4", 0xdfffffff, 0xdfffffff },
	{ "fsl,imx7d-cm4", 0xe0000000, 0 },
	{ "fsl,imx8mq-cm4", 0x00000000, 0x007e0000 },
	{ "fsl,imx8mm-cm4", 0x0001ffff, 0x007fffff },
	{ "fsl,imx8mm-cm4", 0x1ffe0000, 0x007e0000 },
	{ "fsl,imx8mm-cm4", 0x2001ffff, 0x0081ffff },
	{ "fsl,imx8mm-cm4", 0x10000000, 0x40000000 },
	{ "fsl,imx8mm-cm4", 0x80000000, 0x80000000 },
	{ "fsl,imx8mp-cm7", 0x00000000, 0x007e0000 },
	{ "fsl,imx8mp-cm7", 0x2001ffff, 0x0081ffff },
	{ "fsl,imx8mn-cm7", 0x00189000, 0 },
	{ "fsl,imx8mn-cm7", 0xbfffffff, 0xbfffffff },
	{ "fsl,imx93-cm33", 0x1ffc0000, 0x201c0000 },
	{ "fsl,imx93-cm33", 0x3003ffff, 0x2023ffff },
	{ "fsl,imx93-cm33", 0x9fffffff, 0x8fffffff },
	{ "fsl,imx93-cm33", 0xa0000000, 0xa0000000 },
	{ "fsl,imx93-cm33", 0xb0000000, 0 },
	{ "fsl,imx95-cm7", 0x00000000, 0x203c0000 },
	{ "fsl,imx95-cm7", 0x2003ffff, 0x2043ffff },
	{ "fsl,imx95-cm7", 0xcfffffff, 0xcfffffff },
	{ "fsl,imx95-cm7", 0xd0000000, 0 },
};

static const struct imx_rproc_soc *imx_soc(struct kunit *test,
					   const char *compatible)
{
	struct device_driver *drv = driver_find("imx-rproc", &platform_bus_type);
	const struct of_device_id *match;

	KUNIT_ASSERT_NOT_NULL(test, drv);
	for (match = drv->of_match_table; match->compatible[0]; match++)
		if (!strcmp(match->compatible, compatible))
			return match->data;
	KUNIT_FAIL(test, "no %s", compatible);

	return NULL;
}

static u64 imx_translate(const struct openamp_rproc_memory *memory, u64 da)
{
	unsigned int i, found = 0;
	u64 pa = 0;

	for (i = 0; i < memory->num_maps; i++)
		if (openamp_rproc_left(da, memory->maps[i].da,
				       memory->maps[i].size)) {
			pa = memory->maps[i].pa + (da - memory->maps[i].da);
			found++;
		}

	/* No address is ambiguous. */
	return found > 1 ? U64_MAX : pa;
}

static void imx_windows(struct kunit *test)
{
	const struct imx_address *address;
	const struct imx_rproc_soc *soc;
	int i;

	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		address = &addresses[i];
		soc = imx_soc(test, address->compatible);
		if (!soc)
			return;
		KUNIT_EXPECT_EQ_MSG(test, (u64)address->pa,
				    imx_translate(soc->data.memory, address->da),
				    "%s 0x%x", address->compatible, address->da);
	}
}

static struct kunit_case imx_windows_cases[] = {
	KUNIT_CASE(imx_windows),
	{ }
};

static struct kunit_suite imx_windows_suite = {
	.name = "imx_windows",
	.test_cases = imx_windows_cases,
};

kunit_test_suite(imx_windows_suite);

/* Tested through the driver's match table: no symbol tells. */
MODULE_SOFTDEP("pre: imx_rproc");
MODULE_DESCRIPTION("KUnit tests of imx_rproc's windows");
MODULE_LICENSE("GPL");
