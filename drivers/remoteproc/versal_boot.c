// SPDX-License-Identifier: GPL-2.0-only
/*
 * AMD Versal: the page at the reset address of the Cortex-R5F cores, from where a core
 * goes to its firmware's entry point.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/iopoll.h>
#include <linux/mutex.h>
#include <linux/of.h>

#include "openamp_rproc.h"
#include "versal_boot.h"

/*
 * A core that is up counts laps within microseconds. How long a busy machine may
 * need to run a modelled core is anybody's guess: each try waits twice as long
 * as the one before, 10 seconds in all.
 */
#define VERSAL_BOOT_LAPS	3
#define VERSAL_BOOT_POLL_US	100
#define VERSAL_BOOT_TRY_US	(10 * USEC_PER_MSEC)

/*
 * Both cores come out of reset at address 0, in ARM state. A core has its number
 * in the lowest bit of MPIDR (Aff0). It counts in its own struct behind the
 * code, so that Linux sees that it runs, until there is an entry point, and goes
 * there; BX takes bit 0 of it for Thumb. In any other exception it sleeps.
 */
static const u32 versal_boot_code[] = {
	0xea000006,	/*	b	reset			*/
	0xea000011,	/*	b	park	undefined	*/
	0xea000010,	/*	b	park	SVC		*/
	0xea00000f,	/*	b	park	prefetch abort	*/
	0xea00000e,	/*	b	park	data abort	*/
	0xea00000d,	/*	b	park	reserved	*/
	0xea00000c,	/*	b	park	IRQ		*/
	0xea00000b,	/*	b	park	FIQ		*/
	0xee100fb0,	/* reset: mrc	p15, 0, r0, c0, c0, 5	*/
	0xe2000001,	/*	and	r0, r0, #1		*/
	0xe28f1028,	/*	adr	r1, core		*/
	0xe0811180,	/*	add	r1, r1, r0, lsl #3	*/
	0xe5912000,	/* wait: ldr	r2, [r1]		*/
	0xe2822001,	/*	add	r2, r2, #1		*/
	0xe5812000,	/*	str	r2, [r1]		*/
	0xe5912004,	/*	ldr	r2, [r1, #4]		*/
	0xe3520000,	/*	cmp	r2, #0			*/
	0x0afffff9,	/*	beq	wait			*/
	0xf57ff06f,	/*	isb				*/
	0xe12fff12,	/*	bx	r2			*/
	0xe320f003,	/* park: wfi				*/
	0xeafffffd,	/*	b	park			*/
			/* core:				*/
};

/**
 * struct versal_boot_core - how a core that starts and Linux meet
 * @laps: counted up by the core while it waits
 * @entry: entry point, 0 while the core has to wait
 */
struct versal_boot_core {
	u32 laps;
	u32 entry;
};

/**
 * struct versal_boot_page - what stands at the cores' reset address
 * @code: versal_boot_code
 * @core: per core
 */
struct versal_boot_page {
	u32 code[ARRAY_SIZE(versal_boot_code)];
	struct versal_boot_core core[VERSAL_RPU_CORES];
};

/**
 * struct versal_boot - the page
 * @page: where Linux sees it
 * @lock: one core at a time writes the code
 */
struct versal_boot {
	struct versal_boot_page *page;
	struct mutex lock; /* see above */
};

/**
 * versal_boot_prepare() - write the page for a core that is about to start
 * @boot: the page
 * @index: which core
 *
 * The other core may be running, and may even be on its way through the page: what it
 * reads there does not change.
 */
void versal_boot_prepare(struct versal_boot *boot, unsigned int index)
{
	unsigned int i;

	WRITE_ONCE(boot->page->core[index].entry, 0);
	mutex_lock(&boot->lock);
	for (i = 0; i < ARRAY_SIZE(versal_boot_code); i++)
		WRITE_ONCE(boot->page->code[i], versal_boot_code[i]);
	mutex_unlock(&boot->lock);
}

/* How far the core has counted. */
u32 versal_boot_laps(struct versal_boot *boot, unsigned int index)
{
	return READ_ONCE(boot->page->core[index].laps);
}

/**
 * versal_boot_is_up() - does the core wait for its entry point?
 * @boot: the page
 * @index: which core
 * @before: versal_boot_laps() while the core was held
 * @try: how often it was waited for: this time twice as long as the last
 *
 * Return: true if it does.
 */
bool versal_boot_is_up(struct versal_boot *boot, unsigned int index, u32 before,
		       unsigned int try)
{
	u32 laps;

	return !read_poll_timeout(versal_boot_laps, laps,
				  laps - before >= VERSAL_BOOT_LAPS,
				  VERSAL_BOOT_POLL_US,
				  VERSAL_BOOT_TRY_US << try, false, boot, index);
}

/* Lets a core that waits go to @entry. */
void versal_boot_go(struct versal_boot *boot, unsigned int index, u32 entry)
{
	WRITE_ONCE(boot->page->core[index].entry, entry);
}

/**
 * devm_versal_boot_map() - map the page
 * @dev: the cluster's platform device
 *
 * Return: the page; NULL if there is none, as images bring their own vectors; or an
 * error.
 */
struct versal_boot *devm_versal_boot_map(struct device *dev)
{
	struct openamp_rproc_region region = {};
	struct versal_boot *boot;
	int index, ret;

	index = of_property_match_string(dev->of_node, "memory-region-names",
					 "boot");
	if (index < 0)
		return NULL;

	boot = devm_kzalloc(dev, sizeof(*boot), GFP_KERNEL);
	if (!boot)
		return ERR_PTR(-ENOMEM);
	mutex_init(&boot->lock);
	ret = devm_openamp_rproc_map_region(dev, index, &region);
	if (ret)
		return ERR_PTR(ret);
	if (region.size < sizeof(*boot->page))
		return ERR_PTR(dev_err_probe(dev, -EINVAL,
					     "the boot region is too small\n"));
	boot->page = region.va;

	return boot;
}
