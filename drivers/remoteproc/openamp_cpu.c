// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processors that are Linux's until a remote core is made of them: taken by CPU
 * hotplug, kept by a hotplug callback that says no, given back by hotplug again.
 */

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/of.h>

#include <tested.h>

#include "openamp_cpu.h"
#include "openamp_rproc.h"

/*
 * The processors that are not to come online. A bit is set before the processor
 * is taken offline, and cleared by who has set it: nobody gets between.
 */
static struct cpumask openamp_cpus_taken;
static enum cpuhp_state openamp_cpu_state;

/* Called, in a context that may sleep, before Linux starts a processor. */
static int openamp_cpu_prepare(unsigned int cpu)
{
	if (!cpumask_test_cpu(cpu, &openamp_cpus_taken))
		return 0;

	pr_info_ratelimited("openamp: CPU %u is a remote core: stop that first\n",
			    cpu);

	return -EBUSY;
}

/**
 * openamp_cpu_init() - look up the processor that a remote core is made of
 * @dev: device whose node's "cpu" property points to it
 * @cpu: filled in
 *
 * Return: 0, or -EINVAL if there is no such property or it points to no
 * processor.
 */
int openamp_cpu_init(struct device *dev, struct openamp_cpu *cpu)
{
	struct device_node *np;
	const __be32 *reg;
	int cells, len;

	np = of_parse_phandle(dev->of_node, "cpu", 0);
	if (!np)
		return dev_err_probe(dev, -EINVAL, "no cpu property\n");

	cells = of_n_addr_cells(np);
	reg = of_get_property(np, "reg", &len);
	if (reg && len < cells * (int)sizeof(*reg))
		reg = NULL;
	if (reg)
		cpu->hwid = of_read_number(reg, cells);
	cpu->cpu = of_cpu_node_to_id(np);
	of_node_put(np);
	if (!reg)
		return dev_err_probe(dev, -EINVAL,
				     "the cpu property points to no CPU\n");

	cpu->dev = dev;

	return 0;
}
EXPORT_SYMBOL_GPL(openamp_cpu_init);

/**
 * openamp_cpu_take() - take a processor from Linux, if Linux runs on it
 * @cpu: the processor
 *
 * May sleep. Linux is off the processor, and keeps off, when this succeeds. To
 * take what is taken already is no error: the caller has it.
 *
 * Return: 0; -EBUSY if it is another remote core, or the last processor that
 * Linux has; -ENODEV if Linux was told at boot to leave all others alone; or
 * another error of CPU hotplug.
 */
int openamp_cpu_take(struct openamp_cpu *cpu)
{
	int ret;

	if (cpu->taken)
		return 0;
	/* Linux was not told of it, or has no room for it. */
	if (cpu->cpu < 0) {
		cpu->taken = true;
		return 0;
	}

	/* remove_cpu() would follow a NULL pointer. */
	if (!get_cpu_device(cpu->cpu)) {
		dev_err(cpu->dev,
			"Linux has no CPU %d to give: boot with maxcpus=1, not with nosmp or maxcpus=0\n",
			cpu->cpu);
		return -ENODEV;
	}

	if (cpumask_test_and_set_cpu(cpu->cpu, &openamp_cpus_taken)) {
		dev_err(cpu->dev, "CPU %d is another remote core\n", cpu->cpu);
		return -EBUSY;
	}

	/* 1: it was offline. */
	ret = remove_cpu(cpu->cpu);
	if (ret < 0) {
		cpumask_clear_cpu(cpu->cpu, &openamp_cpus_taken);
		dev_err(cpu->dev, "can't take CPU %d from Linux: %d\n",
			cpu->cpu, ret);
		return ret;
	}
	cpu->was_online = !ret;
	cpu->taken = true;

	return 0;
}
EXPORT_SYMBOL_GPL(openamp_cpu_take);

/**
 * openamp_cpu_give_back() - let Linux have a processor again
 * @cpu: the processor, which does not run
 *
 * May sleep. Linux is started on it if it was there before.
 */
void openamp_cpu_give_back(struct openamp_cpu *cpu)
{
	int ret;

	if (!cpu->taken)
		return;

	cpu->taken = false;
	if (cpu->cpu < 0)
		return;

	cpumask_clear_cpu(cpu->cpu, &openamp_cpus_taken);
	if (!cpu->was_online)
		return;
	ret = add_cpu(cpu->cpu);
	if (ret < 0)
		dev_warn(cpu->dev, "Linux does not come up on CPU %d: %d\n",
			 cpu->cpu, ret);
}
EXPORT_SYMBOL_GPL(openamp_cpu_give_back);

/**
 * openamp_cpu_leave() - forget a processor that somebody else's firmware runs on
 * @cpu: the processor
 *
 * Linux can have it when that firmware has gone.
 */
void openamp_cpu_leave(struct openamp_cpu *cpu)
{
	if (cpu->taken && cpu->cpu >= 0)
		cpumask_clear_cpu(cpu->cpu, &openamp_cpus_taken);
	cpu->taken = false;
}
EXPORT_SYMBOL_GPL(openamp_cpu_leave);

/**
 * openamp_cpu_is_online() - does Linux run on a processor?
 * @cpu: the processor
 *
 * Return: true if it does.
 */
bool openamp_cpu_is_online(const struct openamp_cpu *cpu)
{
	return cpu->cpu >= 0 && cpu_online(cpu->cpu);
}
EXPORT_SYMBOL_GPL(openamp_cpu_is_online);

static int __init openamp_cpu_module_init(void)
{
	int ret;

	compat_say_untested();
	ret = openamp_vdev_register();
	if (ret)
		return ret;
	ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN,
					"openamp:remote-core",
					openamp_cpu_prepare, NULL);
	if (ret < 0) {
		openamp_vdev_unregister();
		return ret;
	}
	openamp_cpu_state = ret;

	return 0;
}
module_init(openamp_cpu_module_init);

static void __exit openamp_cpu_module_exit(void)
{
	cpuhp_remove_state_nocalls(openamp_cpu_state);
	openamp_vdev_unregister();
}
module_exit(openamp_cpu_module_exit);
