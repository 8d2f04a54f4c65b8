// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cores of the fake: processors that Linux leaves alone (nr_cpus=). PSCI starts them; they
 * switch themselves off when they are rung to. A core runs while the device that it is in is
 * on, its local reset is released, and it is not halted.
 */

#include <linux/arm-smccc.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/of.h>
#include <linux/of_address.h>

#include <uapi/linux/psci.h>

#include "k3_fake.h"

#define K3_CONTROL_HALT	BIT(0)
#define K3_RESET_LOCAL	BIT(0)

#define K3_START_US	USEC_PER_SEC
#define K3_STOP_US	(5 * USEC_PER_SEC)
#define K3_POLL_US	1000

/* QEMU's virt has its PSCI in the hypervisor's place. */
static int k3_psci(unsigned long function, u64 hwid, u64 entry)
{
	struct arm_smccc_res res;

	arm_smccc_hvc(function, hwid, entry, 0, 0, 0, 0, 0, &res);

	return res.a0;
}

static int k3_core_state(const struct k3_core *core)
{
	return k3_psci(PSCI_0_2_FN64_AFFINITY_INFO, core->hwid, 0);
}

bool k3_core_waits(const struct k3_core *core)
{
	return core->has_cpu && k3_core_state(core) == PSCI_0_2_AFFINITY_LEVEL_OFF;
}

/* The second word, without the bit that says Thumb. */
static u64 k3_core_fetch(const struct k3_core *core)
{
	u32 *vectors = memremap(core->vectors, 2 * sizeof(*vectors), MEMREMAP_WC);
	u64 entry;

	if (!vectors)
		return 0;
	entry = READ_ONCE(vectors[1]) & ~1;
	memunmap(vectors);

	return entry;
}

/*
 * QEMU's PSCI says that it is off until its processor has come to run. A stop meanwhile would
 * take it for stopped. It may be off again by itself, which is seen by no more than the limit.
 */
static void k3_core_wait_on(struct k3_core *core)
{
	int state;

	read_poll_timeout(k3_core_state, state, state != PSCI_0_2_AFFINITY_LEVEL_OFF,
			  K3_POLL_US, K3_START_US, false, core);
}

static bool k3_core_start(struct k3_fake *fake, struct k3_core *core)
{
	u64 entry = core->vectors ? k3_core_fetch(core) : core->boot_vector;
	int ret = k3_psci(PSCI_0_2_FN64_CPU_ON, core->hwid, entry);

	core->runs = ret == PSCI_RET_SUCCESS;
	if (core->runs)
		k3_core_wait_on(core);
	else
		dev_err(fake->dev, "core %u does not start at 0x%llx: %d\n", core->proc_id,
			entry, ret);

	return core->runs;
}

/* It may have stopped already. */
static bool k3_core_stop(struct k3_fake *fake, struct k3_core *core)
{
	int state, ret = 0;

	if (!k3_core_waits(core)) {
		mbox_send_message(core->stop, NULL);
		mbox_client_txdone(core->stop, 0);
		ret = read_poll_timeout(k3_core_state, state,
					state == PSCI_0_2_AFFINITY_LEVEL_OFF,
					K3_POLL_US, K3_STOP_US, false, core);
	}
	core->runs = ret;
	if (ret)
		dev_err(fake->dev, "core %u does not switch itself off\n", core->proc_id);

	return !ret;
}

/**
 * k3_core_update() - start or stop a core, if its state says so
 * @fake: the system firmware
 * @core: the core
 *
 * A real R5F that runs goes on when it is halted. With this one, crash recovery, which does
 * no more than that, does not load over firmware that runs.
 *
 * Return: does it do now what its state says?
 */
bool k3_core_update(struct k3_fake *fake, struct k3_core *core)
{
	const struct k3_device *device = &fake->devices[core->dev_id];
	bool run = device->state == K3_SW_STATE_ON && !(device->resets & K3_RESET_LOCAL) &&
		   !(core->control & K3_CONTROL_HALT);

	if (!core->has_cpu || core->runs == run)
		return true;

	return run ? k3_core_start(fake, core) : k3_core_stop(fake, core);
}

static void k3_core_free_stop(void *stop)
{
	mbox_free_channel(stop);
}

static int k3_core_init_cpu(struct k3_fake *fake, struct k3_core *core, int index,
			    struct device_node *cpu)
{
	u32 hwid;
	int ret;

	ret = of_property_read_u32(cpu, "reg", &hwid);
	if (ret)
		return ret;
	core->has_cpu = true;
	core->hwid = hwid;
	core->stop = mbox_request_channel(&fake->client, index);
	if (IS_ERR(core->stop))
		return dev_err_probe(fake->dev, PTR_ERR(core->stop), "no doorbell %d\n", index);

	return devm_add_action_or_reset(fake->dev, k3_core_free_stop, core->stop);
}

static int k3_core_find_vectors(struct k3_core *core, struct device_node *np)
{
	struct device_node *memory = of_parse_phandle(np, "memory-region", 0);
	struct resource res;
	int ret;

	if (!memory)
		return 0;
	ret = of_address_to_resource(memory, 0, &res);
	of_node_put(memory);
	core->vectors = ret ? 0 : res.start;

	return ret;
}

static int k3_core_init_one(struct k3_fake *fake, struct k3_core *core, int *doorbells,
			    struct device_node *np)
{
	struct device_node *cpu;
	int ret;

	ret = of_property_read_u32(np, "ti,sci-proc-id", &core->proc_id) ?:
	      of_property_read_u32(np, "ti,sci-dev-id", &core->dev_id) ?:
	      k3_core_find_vectors(core, np);
	if (ret || core->dev_id >= K3_DEVICES)
		return -EINVAL;
	cpu = of_parse_phandle(np, "cpu", 0);
	if (!cpu)
		return 0;
	ret = k3_core_init_cpu(fake, core, (*doorbells)++, cpu);
	of_node_put(cpu);

	return ret;
}

int k3_core_init(struct k3_fake *fake)
{
	struct device_node *np;
	int doorbells = 0, ret;

	fake->client.dev = fake->dev;
	fake->client.knows_txdone = true;
	for_each_child_of_node(fake->dev->of_node, np) {
		ret = fake->num_cores == K3_CORES ? -E2BIG :
		      k3_core_init_one(fake, &fake->cores[fake->num_cores], &doorbells, np);
		if (ret) {
			of_node_put(np);
			return ret;
		}
		fake->num_cores++;
	}

	return 0;
}
