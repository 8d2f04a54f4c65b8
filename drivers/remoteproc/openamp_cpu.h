/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processors that are Linux's until a remote core is made of them.
 */
#ifndef OPENAMP_CPU_H
#define OPENAMP_CPU_H

#include <linux/types.h>

struct device;

/**
 * struct openamp_cpu - a processor that firmware can run on
 * @dev: who wants it, for log lines
 * @hwid: its number in the hardware: "reg" of its device-tree node
 * @cpu: Linux's number of it, negative if Linux does not know it
 * @taken: Linux is kept from it
 * @was_online: Linux ran on it before
 */
struct openamp_cpu {
	struct device *dev;
	u64 hwid;
	int cpu;
	bool taken;
	bool was_online;
};

int openamp_cpu_init(struct device *dev, struct openamp_cpu *cpu);
int openamp_cpu_take(struct openamp_cpu *cpu);
void openamp_cpu_give_back(struct openamp_cpu *cpu);
void openamp_cpu_leave(struct openamp_cpu *cpu);
bool openamp_cpu_is_online(const struct openamp_cpu *cpu);

#endif /* OPENAMP_CPU_H */
