// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the drivers for all families of remote cores share: the operations that
 * the remoteproc core calls.
 */

#include <linux/firmware.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/remoteproc.h>
#include <linux/slab.h>

#include <compat/remoteproc_private.h>

#include "openamp_rproc.h"

static void openamp_rproc_say_fw(struct openamp_rproc *oa, const char *level,
				 struct va_format *vaf)
{
	const char *firmware = oa->rproc->firmware;

	dev_printk(level, &oa->rproc->dev, "%*pE: %pV\n", (int)strlen(firmware),
		   firmware, vaf);
}

/**
 * openamp_rproc_bad_fw() - say what is wrong with a firmware file
 * @oa: the remote core
 * @fmt: the reason, a part of a line
 *
 * Return: -EINVAL.
 */
int openamp_rproc_bad_fw(struct openamp_rproc *oa, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	openamp_rproc_say_fw(oa, KERN_ERR, &vaf);
	va_end(args);

	return -EINVAL;
}
EXPORT_SYMBOL_GPL(openamp_rproc_bad_fw);

/**
 * openamp_rproc_odd_fw() - say what is unusual about a firmware file
 * @oa: the remote core
 * @level: KERN_WARNING or KERN_INFO
 * @fmt: what it is, a part of a line
 */
void openamp_rproc_odd_fw(struct openamp_rproc *oa, const char *level,
			  const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	openamp_rproc_say_fw(oa, level, &vaf);
	va_end(args);
}

static int openamp_rproc_sanity_check(struct rproc *rproc,
				      const struct firmware *fw)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	/* The first operation that a start calls; what was lost is asked once more. */
	if (oa->life.state == OPENAMP_LOST)
		openamp_rproc_halt(oa);
	ret = openamp_rproc_may(oa, OPENAMP_START);
	if (ret)
		return ret;

	return openamp_rproc_check_elf(oa, fw, &oa->table_da, &oa->table_size);
}

/* After a crash the core loads the file again without checking it again. */
static int openamp_rproc_load(struct rproc *rproc, const struct firmware *fw)
{
	struct openamp_rproc *oa = rproc->priv;
	u64 table_da, table_size;
	int ret;

	if (openamp_rproc_backs_off(oa))
		return -EAGAIN;
	ret = openamp_rproc_check_elf(oa, fw, &table_da, &table_size);
	if (ret)
		return ret;
	if (table_da != oa->table_da || table_size != oa->table_size)
		return openamp_rproc_bad_fw(oa,
					    "has another resource table now: start it anew");
	rproc->bootaddr = rproc_elf_get_boot_addr(rproc, fw);

	return openamp_rproc_load_elf(oa, fw);
}

/* While Linux attaches to a core, only the second one points to the copy. */
void openamp_rproc_forget_table(struct rproc *rproc)
{
	kfree(rproc->cached_table ?: rproc->table_ptr);
	rproc->cached_table = NULL;
	rproc->table_ptr = NULL;
	rproc->table_sz = 0;
}

/*
 * Firmware without a table can be started and stopped, not talked to. That is as it
 * should be where the device tree has nothing to talk with either.
 */
static void openamp_rproc_say_no_table(struct openamp_rproc *oa)
{
	openamp_rproc_odd_fw(oa, openamp_rproc_has_vdev_regions(oa) ?
				 KERN_WARNING : KERN_INFO,
			     "no resource table: there will be no channels");
}

/* Firmware with fixed rings that never looks at its table can do with that. */
static void openamp_rproc_say_no_place(struct openamp_rproc *oa)
{
	openamp_rproc_odd_fw(oa, KERN_WARNING,
			     "resource table (0x%llx bytes at 0x%llx) is in no memory region for firmware: the core will not see what Linux writes there",
			     oa->table_size, oa->table_da);
}

static int openamp_rproc_load_table(struct openamp_rproc *oa,
				    const struct firmware *fw)
{
	struct rproc *rproc = oa->rproc;
	int ret;

	if (!oa->table_size) {
		openamp_rproc_say_no_table(oa);
		return 0;
	}

	ret = rproc_elf_load_rsc_table(rproc, fw);
	if (ret)
		return ret;
	ret = openamp_rproc_check_table(oa);
	if (ret) {
		openamp_rproc_forget_table(rproc);
		return ret;
	}
	if (openamp_rproc_room(oa, oa->table_da) < oa->table_size)
		openamp_rproc_say_no_place(oa);

	return 0;
}

static int openamp_rproc_add_segments(struct openamp_rproc *oa)
{
	unsigned int i;
	int ret;

	for (i = 0; i < oa->num_regions; i++) {
		if (!oa->regions[i].loadable)
			continue;
		ret = rproc_coredump_add_custom_segment(oa->rproc,
							oa->regions[i].da,
							oa->regions[i].size,
							openamp_mem_dump, NULL);
		if (ret)
			return ret;
	}

	return 0;
}

int openamp_rproc_add_all_carveouts(struct openamp_rproc *oa)
{
	/* Of several carveouts of one name the core takes the first. */
	return openamp_rproc_add_table_carveouts(oa) ?:
	       openamp_rproc_add_carveouts(oa) ?:
	       openamp_rproc_add_segments(oa);
}

/*
 * The core undoes nothing of what this does when it fails, and all of it at
 * each stop.
 */
static int openamp_rproc_parse_fw(struct rproc *rproc,
				  const struct firmware *fw)
{
	struct openamp_rproc *oa = rproc->priv;
	int ret;

	ret = openamp_rproc_load_table(oa, fw);
	if (ret)
		return ret;

	ret = openamp_rproc_add_all_carveouts(oa);
	if (ret) {
		rproc_resource_cleanup(rproc);
		openamp_rproc_forget_table(rproc);
	}

	return ret;
}

static struct resource_table *
openamp_rproc_find_loaded_table(struct rproc *rproc, const struct firmware *fw)
{
	struct openamp_rproc *oa = rproc->priv;

	return openamp_rproc_da_to_va(rproc, oa->table_da, oa->table_size,
				      NULL);
}

/*
 * A vendor's entries are for others. The core takes a last one that nobody
 * handled for a failed start, and says so with a positive number.
 */
static int openamp_rproc_handle_rsc(struct rproc *rproc, u32 type, void *rsc,
				    int offset, int avail)
{
	return RSC_HANDLED;
}

static const struct rproc_ops openamp_rproc_ops = {
	.prepare		= openamp_rproc_prepare,
	.unprepare		= openamp_rproc_unprepare,
	.start			= openamp_rproc_start,
	.stop			= openamp_rproc_stop,
	.attach			= openamp_rproc_attach,
	.kick			= openamp_rproc_kick,
	.da_to_va		= openamp_rproc_da_to_va,
	.sanity_check		= openamp_rproc_sanity_check,
	.get_boot_addr		= rproc_elf_get_boot_addr,
	.parse_fw		= openamp_rproc_parse_fw,
	.handle_rsc		= openamp_rproc_handle_rsc,
	.load			= openamp_rproc_load,
	.find_loaded_rsc_table	= openamp_rproc_find_loaded_table,
	.get_loaded_rsc_table	= openamp_rproc_get_loaded_table,
};

/**
 * devm_openamp_rproc_register() - make a remote core known
 * @dev: its platform device; the node has memory, and optionally "mboxes", "mbox-names"
 *	 and "firmware-name"
 * @name: what the core's name file in sysfs shows
 * @data: match data
 * @priv: passed on to the family's driver in struct openamp_rproc
 *
 * The core is not started. It is unregistered, and stopped if it runs, when
 * @dev's driver is unbound.
 *
 * Return: 0, or a negative error number: -EPROBE_DEFER if a mailbox is not
 * there yet, -EINVAL if the device tree does not make sense, -ENOMEM.
 */
int devm_openamp_rproc_register(struct device *dev, const char *name,
				const struct openamp_rproc_data *data,
				void *priv)
{
	const char *firmware = NULL;
	struct openamp_rproc *oa;
	struct rproc *rproc;
	int ret;

	of_property_read_string(dev->of_node, "firmware-name", &firmware);
	rproc = devm_rproc_alloc(dev, name, &openamp_rproc_ops, firmware,
				 sizeof(*oa));
	if (!rproc)
		return -ENOMEM;
	rproc->auto_boot = data->auto_boot &&
			   device_property_present(dev, data->auto_boot);

	oa = rproc->priv;
	oa->rproc = rproc;
	oa->dev = dev;
	oa->data = data;
	oa->priv = priv;
	dev_set_drvdata(dev, oa);
	oa->coredump = rproc->ops->coredump;
	rproc->ops->coredump = openamp_rproc_coredump;

	ret = rproc_coredump_set_elf_info(rproc, data->elf_class ?: ELFCLASS64,
					  data->elf_machine);
	if (ret)
		return ret;
	ret = openamp_rproc_init_regions(oa);
	if (ret)
		return ret;
	openamp_health_init(oa);
	openamp_rproc_init_gate(oa);
	ret = openamp_rproc_init_mailboxes(oa);
	if (ret)
		return ret;
	ret = devm_openamp_rproc_add(oa);
	if (ret)
		return dev_err_probe(dev, ret, "can't register %s\n", name);

	return 0;
}
EXPORT_SYMBOL_GPL(devm_openamp_rproc_register);

MODULE_DESCRIPTION("What OpenAMP's remote processor drivers share");
MODULE_VERSION(OPENAMP_VERSION);
MODULE_LICENSE("GPL");
