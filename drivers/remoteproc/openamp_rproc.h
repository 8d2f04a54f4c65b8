/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the drivers for all families of remote cores share: memory regions,
 * firmware checks, mailboxes and the order of start and stop.
 */
#ifndef OPENAMP_RPROC_H
#define OPENAMP_RPROC_H

#include <linux/completion.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/platform_device.h>
#include <linux/remoteproc.h>
#include <linux/spinlock.h>
#include <linux/suspend.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "openamp_bell.h"
#include "openamp_health.h"

struct openamp_rproc;
struct reserved_mem;

/**
 * struct openamp_rproc_map - one window of a remote core on physical memory
 * @name: all of it is memory of the core's own, by this name: a region without an entry
 *	  in the device tree. With a size of 0 it only says where the core sees the bank
 *	  that "reg-names" has by this name. NULL: it is only a window
 * @da: device address: where the remote core sees the window
 * @pa: physical address of the same memory, as Linux sees it
 * @size: bytes in the window
 */
struct openamp_rproc_map {
	const char *name;
	u64 da;
	phys_addr_t pa;
	u64 size;
};

/**
 * struct openamp_rproc_hw - how one family of remote cores is driven
 * @prepare: optional; makes it safe to write the core's memory, that is, makes
 *	     sure that the core does not run. Before the first start only, not
 *	     when the core is started again after a crash
 * @start: lets the core run from rproc->bootaddr; its memory is loaded
 * @stop: stops the core; an error means that it may still run.
 *	  Called for a core that is stopped already, too. NULL: only others stop it; a
 *	  request to stop it detaches from it
 * @unprepare: optional; undoes @prepare. Not called while the core may run
 * @runs: optional; does the core run, and not for Linux itself? Asked once a second while
 *	  it should; may sleep, but not wait for rproc->lock
 * @attach: optional, with @runs; takes what @prepare takes, of a core that runs. It
 *	    may have been taken before
 * @detach: optional; the driver goes and the core runs on: Linux forgets what it has
 *	    taken, without using it
 * @is_cpu: it is a processor that has to be off when the machine suspends to RAM
 */
struct openamp_rproc_hw {
	int (*prepare)(struct openamp_rproc *oa);
	void (*unprepare)(struct openamp_rproc *oa);
	int (*start)(struct openamp_rproc *oa);
	int (*stop)(struct openamp_rproc *oa);
	bool (*runs)(struct openamp_rproc *oa);
	int (*attach)(struct openamp_rproc *oa);
	void (*detach)(struct openamp_rproc *oa);
	bool is_cpu;
};

/**
 * enum openamp_rproc_table - where a core that Linux has not started has its table
 * @OPENAMP_TABLE_NAMED: at the start of the region "rsc-table"
 * @OPENAMP_TABLE_FIRST: at the start of the first region (TI). A core without one is
 *			 attached to all the same
 * @OPENAMP_TABLE_MAGIC: where a block at the start of the first region says (AMD). The
 *			 same
 */
enum openamp_rproc_table {
	OPENAMP_TABLE_NAMED,
	OPENAMP_TABLE_FIRST,
	OPENAMP_TABLE_MAGIC,
};

/**
 * struct openamp_rproc_memory - what memory one type of remote core has
 * @maps: device to physical addresses. Of several windows on the same memory, the first
 *	  one that holds all of a region has the region's device address; the others are
 *	  aliases. NULL: addresses are the same
 * @num_maps: entries in @maps
 * @banks: "reg" of its node lists memory of its own, named by "reg-names"
 * @pool: the first entry of "memory-region" is a DMA pool: Linux allocates from it
 * @table: where it has its resource table when it is attached to
 */
struct openamp_rproc_memory {
	const struct openamp_rproc_map *maps;
	unsigned int num_maps;
	bool banks;
	bool pool;
	enum openamp_rproc_table table;
};

/**
 * struct openamp_rproc_data - match data of one type of remote core
 * @hw: how it is driven
 * @elf_class: ELFCLASS32 or ELFCLASS64; 0: either
 * @elf_machine: EM_ARM or the like; EM_NONE: any
 * @memory: what memory it has; NULL: what "memory-region" lists, at the same addresses
 * @ignores_entry: the core starts at an address of its own, whatever the image says
 * @fetches_vectors: it takes its stack pointer and its entry from device address 0
 * @auto_boot: property of its node: it is started, or attached to, as soon as it is known
 *	       and its file is there. NULL: never
 * @doorbells: what its mailboxes carry; NULL: nothing, in either direction
 */
struct openamp_rproc_data {
	const struct openamp_rproc_hw *hw;
	u8 elf_class;
	u16 elf_machine;
	const struct openamp_rproc_memory *memory;
	bool ignores_entry;
	bool fetches_vectors;
	const char *auto_boot;
	const struct openamp_rproc_doorbells *doorbells;
};

/**
 * struct openamp_rproc_region - memory of a remote core: an entry of "memory-region", or
 *				 memory of its own
 * @name: its entry in "memory-region-names", else its node's name; its entry in
 *	  "reg-names"
 * @pa: physical address
 * @da: device address of @pa
 * @size: bytes
 * @va: where Linux has it mapped, uncached; NULL for a "vdevNbuffer", which the core
 *	maps when the virtio device appears
 * @is_iomem: @va is that of device memory, see openamp_mem.c
 * @loadable: firmware may have segments here: not one of "vdevNvringM" and
 *	      "vdevNbuffer"
 */
struct openamp_rproc_region {
	const char *name;
	phys_addr_t pa;
	u64 da;
	size_t size;
	void *va;
	bool is_iomem;
	bool loadable;
};

/**
 * struct openamp_rproc_place - where in the core's memory a device address is
 * @region: the memory region
 * @offset: bytes from its start
 * @left: bytes from there to the end of the region or of the core's window on it,
 *	  whichever comes first
 */
struct openamp_rproc_place {
	const struct openamp_rproc_region *region;
	u64 offset;
	u64 left;
};

/* Bytes that are left from @addr to the end of a window, 0 if it is outside. */
static inline u64 openamp_rproc_left(u64 addr, u64 start, u64 size)
{
	return addr >= start && addr - start < size ? size - (addr - start) : 0;
}

/* Room for the core's regions in words, or for most of them. */
#define OPENAMP_RPROC_REGIONS_TEXT	256

/**
 * struct openamp_rproc_gate - lets interrupts reach virtqueues that are alive
 * @subdev: started after, and stopped before, all of the core's virtio devices
 * @nb: hears of virtio drivers that come and go while the remote core runs
 * @vdev: any of the virtio devices, to reach their bus; NULL if there is none
 * @listed: @subdev is on the core's list
 * @lock: held while virtqueue callbacks run
 * @open: all virtio devices are registered and none is being removed
 * @busy: bit per virtio device (rproc_vdev.index) whose driver comes or goes
 */
struct openamp_rproc_gate {
	struct rproc_subdev subdev;
	struct notifier_block nb;
	struct device *vdev;
	bool listed;
	spinlock_t lock; /* see above */
	bool open;
	unsigned long busy;
};

/* The resource table's index of a virtio device is a bit in gate.busy. */
#define OPENAMP_RPROC_MAX_VDEVS		32

/**
 * enum openamp_state - where in its life a remote core is
 * @OPENAMP_OFF: it does not run; nothing is held for it
 * @OPENAMP_ON: Linux has started it
 * @OPENAMP_ATTACHED: somebody else has started it, and Linux talks to it
 * @OPENAMP_CRASHED: it serves nobody, and may be running; all that was its is held.
 *		     A stop goes through this state, too
 * @OPENAMP_LOST: it was told to stop and did not
 * @OPENAMP_DETACHED: it runs, and Linux does not talk to it
 * @OPENAMP_GONE: its driver goes: nothing starts any more
 * @OPENAMP_NUM_STATES: how many there are
 *
 * See the table in openamp_state.c.
 */
enum openamp_state {
	OPENAMP_OFF,
	OPENAMP_ON,
	OPENAMP_ATTACHED,
	OPENAMP_CRASHED,
	OPENAMP_LOST,
	OPENAMP_DETACHED,
	OPENAMP_GONE,
	OPENAMP_NUM_STATES
};

/**
 * enum openamp_event - what changes that
 * @OPENAMP_FOUND: it runs already when its driver comes
 * @OPENAMP_START: it is started, first or after a crash
 * @OPENAMP_ATTACH: Linux begins to talk to it
 * @OPENAMP_CRASH: it has crashed
 * @OPENAMP_HALTED: it was stopped
 * @OPENAMP_STUCK: it was told to stop and did not
 * @OPENAMP_RELEASED: nothing of Linux uses it any more
 * @OPENAMP_DETACH: Linux stops to talk to it and lets it run
 * @OPENAMP_END: its driver goes
 * @OPENAMP_NUM_EVENTS: how many there are
 */
enum openamp_event {
	OPENAMP_FOUND,
	OPENAMP_START,
	OPENAMP_ATTACH,
	OPENAMP_CRASH,
	OPENAMP_HALTED,
	OPENAMP_STUCK,
	OPENAMP_RELEASED,
	OPENAMP_DETACH,
	OPENAMP_END,
	OPENAMP_NUM_EVENTS
};

/**
 * struct openamp_rproc_backoff - recoveries that follow each other too fast
 * @retry: recovers when the time has come
 * @since: when it was started last, in jiffies
 * @delay_ms: how long the next recovery waits
 * @crashes: rproc->crash_cnt at the last crash that was looked at
 * @recoveries: how often it was started after a crash
 *
 * Changed under rproc->lock.
 */
struct openamp_rproc_backoff {
	struct delayed_work retry;
	unsigned long since;
	unsigned int delay_ms;
	unsigned int crashes;
	unsigned int recoveries;
};

/**
 * struct openamp_rproc_life - where in its life a remote core is
 * @state: that; changed under rproc->lock
 * @request: held while a request of user space is served: of two starts at the same
 *	     time the second finds what the first has made of it
 * @detacher: the task, with @request held, for which a stop only detaches
 * @recovered: takes note of a recovery that has failed
 * @down: stops it for good
 * @is_down: that has been done
 * @backoff: how soon it is recovered
 */
struct openamp_rproc_life {
	enum openamp_state state;
	struct mutex request; /* see above */
	struct task_struct *detacher;
	struct work_struct recovered;
	struct work_struct down;
	struct completion is_down;
	struct openamp_rproc_backoff backoff;
};

/**
 * struct openamp_rproc - one remote core, the private data of its rproc
 * @rproc: the remoteproc core's side of it
 * @dev: the platform device
 * @data: match data
 * @priv: for the family's driver
 * @coredump: the core's own way to make a core dump
 * @regions: its memory; first what "memory-region" lists
 * @num_regions: entries in @regions
 * @table_da: device address of the resource table in the firmware
 * @table_size: bytes in the resource table, 0 if the firmware has none
 * @vdev_status: status of each virtio device as Linux has set it, by
 *		 rproc_vdev.index
 * @tx: towards the remote core; without a channel if it polls. Both ways, if the
 *	device tree gives the mailboxes no names
 * @rx: from the remote core; without a channel if it never rings
 * @ask_stop: asks the remote core to stop
 * @heard: what came by @rx beyond rings
 * @storm: rings by @rx without pause
 * @gate: between @rx and the virtqueues
 * @life: where in its life it is
 * @health: whether the core is alive
 */
struct openamp_rproc {
	struct rproc *rproc;
	struct device *dev;
	const struct openamp_rproc_data *data;
	void *priv;
	void (*coredump)(struct rproc *rproc);
	struct openamp_rproc_region *regions;
	unsigned int num_regions;
	u64 table_da;
	u64 table_size;
	u8 vdev_status[OPENAMP_RPROC_MAX_VDEVS];
	struct openamp_rproc_bell tx;
	struct openamp_rproc_bell rx;
	struct openamp_rproc_bell ask_stop;
	struct openamp_rproc_heard heard;
	struct openamp_rproc_storm storm;
	struct openamp_rproc_gate gate;
	struct openamp_rproc_life life;
	struct openamp_health health;
};

/* openamp_core.c */
__printf(2, 3)
int openamp_rproc_bad_fw(struct openamp_rproc *oa, const char *fmt, ...);
__printf(3, 4)
void openamp_rproc_odd_fw(struct openamp_rproc *oa, const char *level,
			  const char *fmt, ...);
int devm_openamp_rproc_register(struct device *dev, const char *name,
				const struct openamp_rproc_data *data,
				void *priv);
void openamp_rproc_forget_table(struct rproc *rproc);
int openamp_rproc_add_all_carveouts(struct openamp_rproc *oa);

/* openamp_state.c */
int openamp_rproc_may(struct openamp_rproc *oa, enum openamp_event event);
int openamp_rproc_change(struct openamp_rproc *oa, enum openamp_event event);
enum openamp_state openamp_rproc_look_at_state(struct openamp_rproc *oa);
const char *openamp_rproc_state_word(struct openamp_rproc *oa);

/* openamp_life.c */
int openamp_rproc_prepare(struct rproc *rproc);
int openamp_rproc_unprepare(struct rproc *rproc);
int openamp_rproc_start(struct rproc *rproc);
int openamp_rproc_stop(struct rproc *rproc);
int openamp_rproc_attach(struct rproc *rproc);
void openamp_rproc_coredump(struct rproc *rproc);
int openamp_rproc_halt(struct openamp_rproc *oa);
void openamp_rproc_settle(struct openamp_rproc *oa);
int openamp_rproc_use_once(struct openamp_rproc *oa);
bool openamp_rproc_is_well(struct openamp_rproc *oa);
void openamp_rproc_report(struct openamp_rproc *oa, enum rproc_crash_type type);
void openamp_rproc_recovered(struct work_struct *work);

/* openamp_end.c */
int devm_openamp_rproc_add(struct openamp_rproc *oa);
void openamp_rproc_shutdown(struct platform_device *pdev);
int openamp_rproc_may_sleep(struct openamp_rproc *oa, suspend_state_t state);
extern const struct dev_pm_ops openamp_rproc_pm;

/* openamp_backoff.c */
void openamp_rproc_init_backoff(struct openamp_rproc *oa);
void openamp_rproc_end_backoff(struct openamp_rproc *oa);
void openamp_rproc_backoff_start(struct openamp_rproc *oa, bool recovery);
void openamp_rproc_backoff_stop(struct openamp_rproc *oa);
bool openamp_rproc_backoff_crash(struct openamp_rproc *oa);
bool openamp_rproc_backs_off(struct openamp_rproc *oa);

/* openamp_sysfs.c */
int openamp_rproc_add_attributes(struct openamp_rproc *oa);
void openamp_rproc_remove_attributes(struct openamp_rproc *oa);

/* openamp_attach.c */
struct resource_table *openamp_rproc_get_loaded_table(struct rproc *rproc,
						      size_t *size);
void openamp_rproc_publish_table(struct openamp_rproc *oa);
bool openamp_rproc_is_fenced(struct openamp_rproc *oa);
int openamp_rproc_find_running(struct openamp_rproc *oa);

/* openamp_region.c */
int devm_openamp_rproc_map_region(struct device *dev, int index,
				  struct openamp_rproc_region *region);
const struct openamp_rproc_memory *openamp_rproc_memory(struct openamp_rproc *oa);
const struct reserved_mem *openamp_rproc_pool(struct openamp_rproc *oa);
bool openamp_rproc_in_pool(struct openamp_rproc *oa, u64 da);
const struct openamp_rproc_map *
openamp_rproc_find_map(struct openamp_rproc *oa, const char *name);
int openamp_rproc_pa_to_da(struct openamp_rproc *oa,
			   struct openamp_rproc_region *region);
int openamp_rproc_add_region(struct openamp_rproc *oa,
			     const struct openamp_rproc_region *region);
int openamp_rproc_init_regions(struct openamp_rproc *oa);
int openamp_rproc_add_carveouts(struct openamp_rproc *oa);
const struct openamp_rproc_region *
openamp_rproc_find_region(struct openamp_rproc *oa, const char *name);
bool openamp_rproc_has_vdev_regions(struct openamp_rproc *oa);

/* openamp_place.c */
bool openamp_rproc_find_place(struct openamp_rproc *oa, u64 da,
			      struct openamp_rproc_place *place);
u64 openamp_rproc_room(struct openamp_rproc *oa, u64 da);
bool openamp_rproc_touches(struct openamp_rproc *oa, u64 da, u64 size);
const char *openamp_rproc_list_regions(struct openamp_rproc *oa, bool all,
				       char *text, size_t size);
void *openamp_rproc_da_to_va(struct rproc *rproc, u64 da, size_t len,
			     bool *is_iomem);

/* openamp_bank.c */
int openamp_bank_count(struct openamp_rproc *oa);
int openamp_bank_add_all(struct openamp_rproc *oa);

/* openamp_mem.c */
u64 openamp_mem_room(struct openamp_rproc *oa, u64 da, u64 enough);
bool openamp_mem_write(struct openamp_rproc *oa, u64 da, const void *from,
		       size_t size);
bool openamp_mem_read(struct openamp_rproc *oa, void *to, u64 da, size_t size);
void openamp_mem_dump(struct rproc *rproc, struct rproc_dump_segment *segment,
		      void *to, size_t offset, size_t size);

/* openamp_elf.c */
int openamp_rproc_check_elf(struct openamp_rproc *oa,
			    const struct firmware *fw,
			    u64 *table_da, u64 *table_size);
int openamp_rproc_load_elf(struct openamp_rproc *oa, const struct firmware *fw);

/* openamp_rsc.c */
int openamp_rproc_check_table(struct openamp_rproc *oa);

/* openamp_carveout.c */
int openamp_rproc_add_table_carveouts(struct openamp_rproc *oa);

/* openamp_vdev.c */
int openamp_vdev_register(void);
void openamp_vdev_unregister(void);

/* openamp_mailbox.c */
int openamp_rproc_init_mailboxes(struct openamp_rproc *oa);
int openamp_rproc_open_channels(struct openamp_rproc *oa);
void openamp_rproc_kick(struct rproc *rproc, int notifyid);
void openamp_rproc_ring_stop(struct openamp_rproc *oa);

/* openamp_gate.c */
void openamp_rproc_init_gate(struct openamp_rproc *oa);
void openamp_rproc_look(struct openamp_rproc *oa,
			const struct openamp_rung *rung);
void openamp_rproc_add_gate(struct openamp_rproc *oa);
void openamp_rproc_remove_gate(struct openamp_rproc *oa);

#endif /* OPENAMP_RPROC_H */
