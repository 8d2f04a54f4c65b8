// SPDX-License-Identifier: GPL-2.0-only
/*
 * TI K3: how a Cortex-M4F or a DSP is prepared, started and stopped.
 *
 * Most have two resets. That of the module, with its power, is off and on by TI-SCI's "put"
 * and "get"; the core's own one is local: it is held while the module is on and the core's
 * memory is written. A C7x has none: it runs as soon as its module is on.
 */

#include <linux/align.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/remoteproc.h>

#include "ti_k3.h"

static int ti_k3_get(struct ti_k3 *core)
{
	return core->sci->ops.dev_ops.get_device(core->sci, core->device);
}

static int ti_k3_put(struct ti_k3 *core)
{
	return core->sci->ops.dev_ops.put_device(core->sci, core->device);
}

/**
 * ti_k3_look() - does it run?
 * @core: the core
 * @runs: filled in
 *
 * Return: 0 or a negative error number: the system firmware does not say.
 */
int ti_k3_look(struct ti_k3 *core, bool *runs)
{
	bool wanted, on = false;
	int ret;

	ret = core->sci->ops.dev_ops.is_on(core->sci, core->device, &wanted,
					   &on);
	if (ret)
		return ret;
	if (on && core->soc->local_reset) {
		ret = core->reset->is_held(core->line);
		if (ret < 0)
			return ret;
		on = !ret;
	}
	*runs = on;

	return 0;
}

/* System firmware that does not say so is taken to have done as it was told. */
static bool ti_k3_runs(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	bool runs;

	return ti_k3_look(core, &runs) ? core->on : runs;
}

/* Not believed: with the module on, a core that is not held runs what is in its memory. */
static int ti_k3_hold(struct ti_k3 *core)
{
	int ret = core->reset->hold(core->line) ?:
		  core->reset->is_held(core->line);

	if (ret < 0)
		return ret;

	return ret ? 0 : -EIO;
}

/* Its memory is off before this, so a core that starts with its power has none to load. */
static int ti_k3_prepare(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	int ret;

	if (!core->soc->local_reset) {
		if (!ti_k3_runs(oa))
			return 0;
		dev_err(oa->dev,
			"runs already, and Linux has not started it: bind its driver anew to attach to it\n");
		return -EBUSY;
	}

	ret = ti_k3_hold(core);
	if (ret) {
		dev_err(oa->dev, "its reset does not hold it: %d\n", ret);
		return ret;
	}
	core->on = false;
	ret = ti_k3_get(core);
	if (ret)
		dev_err(oa->dev,
			"the system firmware does not switch it on: %d\n", ret);

	return ret;
}

static void ti_k3_unprepare(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	int ret = core->soc->local_reset ? ti_k3_put(core) : 0;

	if (ret)
		dev_warn(oa->dev,
			 "the system firmware does not switch it off: %d\n",
			 ret);
}

static int ti_k3_check_vector(struct openamp_rproc *oa)
{
	const struct ti_k3 *core = oa->priv;
	u64 vector = oa->rproc->bootaddr;

	if (!core->soc->boot_align || IS_ALIGNED(vector, core->soc->boot_align))
		return 0;

	return openamp_rproc_bad_fw(oa,
				    "its entry point 0x%llx is no multiple of 0x%x, where this core can start",
				    vector, core->soc->boot_align);
}

static int ti_k3_set_vector(struct openamp_rproc *oa)
{
	const struct ti_k3 *core = oa->priv;

	if (!core->soc->boot_align)
		return 0;

	return core->sci->ops.proc_ops.set_config(core->sci, core->processor,
						  oa->rproc->bootaddr, 0, 0);
}

static int ti_k3_release(struct ti_k3 *core)
{
	return core->soc->local_reset ? core->reset->release(core->line) :
					ti_k3_get(core);
}

static int ti_k3_halt(struct ti_k3 *core)
{
	return core->soc->local_reset ? ti_k3_hold(core) : ti_k3_put(core);
}

static int ti_k3_start(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	int ret = ti_k3_check_vector(oa);

	if (ret)
		return ret;
	ret = ti_k3_set_vector(oa) ?: ti_k3_release(core);
	core->on = !ret;
	if (!ret)
		return 0;

	/* It may have got half of the way. */
	ti_k3_halt(core);
	dev_err(oa->dev, "the system firmware does not start it: %d\n", ret);

	return ret;
}

/* The memory of a core that has crashed is read and written next, whoever had it off. */
static int ti_k3_keep_power(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;

	return core->soc->local_reset && oa->life.state == OPENAMP_CRASHED ?
	       ti_k3_get(core) : 0;
}

/* One that has crashed, or that could not be stopped, does not answer. */
static bool ti_k3_listens(struct openamp_rproc *oa)
{
	return oa->life.state != OPENAMP_CRASHED &&
	       oa->life.state != OPENAMP_LOST && ti_k3_runs(oa);
}

static int ti_k3_stop(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;
	int ret;

	if (ti_k3_listens(oa))
		ti_k3_ask_to_stop(oa);
	ret = ti_k3_halt(core);
	if (!ret)
		ret = ti_k3_keep_power(oa);
	if (ret)
		dev_err(oa->dev,
			"the system firmware does not stop it: %d. It runs on, and its memory stays reserved\n",
			ret);
	else
		core->on = false;

	return ret;
}

/* Who has started it has switched it on, and that stays so when Linux is detached. */
static int ti_k3_attach(struct openamp_rproc *oa)
{
	struct ti_k3 *core = oa->priv;

	core->on = true;

	return 0;
}

const struct openamp_rproc_hw ti_k3_hw = {
	.prepare	= ti_k3_prepare,
	.unprepare	= ti_k3_unprepare,
	.start		= ti_k3_start,
	.stop		= ti_k3_stop,
	.runs		= ti_k3_runs,
	.attach		= ti_k3_attach,
};
EXPORT_SYMBOL_GPL(ti_k3_hw);
