# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# An application core of an arm64 system in AArch64 state, bare metal. CORES are
# the images to link; any CPU may run them. port-flags-<core> says where things
# are, all below 512 GiB:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data, private, cached
#   PORT_WINDOW_BASE, _SIZE	all that Linux looks at too, not cached: the resource
#				table, the log in the page after it, and
#   PORT_SHARED_BASE, _SIZE	rings and buffers, a part of the window
#   PORT_GIC			version of the interrupt controller, 2 or 3
#   PORT_GICD			its distributor
#   PORT_GICC			GICv2: CPU interface
#   PORT_GICR, _SIZE		GICv3: redistributors of all CPUs
#   PORT_DEVICE_BASE, _SIZE	all of these registers; whole multiples of 2 MiB
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_INTID_KICK		interrupt by which Linux wakes this core
#   PORT_INTID_STOP		interrupt by which Linux asks it to switch itself off
#   PORT_INTID_LINUX		interrupt by which it rings Linux
#   PORT_INTID_TIMER		interrupt of the virtual timer, this core's own
#   PORT_PSCI_SMC		1: PSCI is called by SMC from EL1, too
#   PORT_FIRST_WORDS		1: the image begins with what a Cortex-M fetches first
#   PORT_WORDS		where words are that go with a doorbell, if any: see gic/words.c
#
# The three interrupts are SPIs that no device drives; see gic.h.

# virt-imx stands for the Cortex-M of an i.MX, virt-k3 for that of a TI K3.

CORES := virt-gicv3 virt-gicv2 virt-imx virt-k3
AS_ARM := virt-imx virt-k3
AS_ARM_FORMAT := elf32-littleaarch64

PORT_CROSS ?= aarch64-linux-gnu-

# Before the MMU is on, data accesses have to be aligned. This compiler is meant
# for programs under Linux: switch off what it adds for them.
port-flags := -march=armv8-a -mgeneral-regs-only -mno-outline-atomics \
	-mstrict-align -fno-pie -no-pie -fno-stack-protector \
	-fno-asynchronous-unwind-tables -mbranch-protection=none

port-shared := gic window
port-src += mmu doorbell
port-src-virt-gicv3 := gicv3
port-src-virt-gicv2 := gicv2
port-src-virt-imx := gicv3
port-src-virt-k3 := gicv3 words

port-flags-virt := \
	-DPORT_FIRMWARE_BASE=0x70000000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_WINDOW_BASE=0x70100000 -DPORT_WINDOW_SIZE=0x200000 \
	-DPORT_SHARED_BASE=0x70110000 -DPORT_SHARED_SIZE=0x1f0000 \
	-DPORT_VRING0=0x70110000 -DPORT_VRING1=0x70120000 \
	-DPORT_DEVICE_BASE=0x08000000 -DPORT_DEVICE_SIZE=0x1000000 \
	-DPORT_GICD=0x08000000 -DPORT_INTID_KICK=152 -DPORT_INTID_STOP=153 \
	-DPORT_INTID_LINUX=154 -DPORT_INTID_TIMER=27

port-flags-virt-gicv3 := $(port-flags-virt) \
	-DPORT_CORE='"aarch64 virt-gicv3"' \
	-DPORT_GIC=3 -DPORT_GICR=0x080a0000 -DPORT_GICR_SIZE=0xf60000

port-flags-virt-gicv2 := $(port-flags-virt) \
	-DPORT_CORE='"aarch64 virt-gicv2"' \
	-DPORT_GIC=2 -DPORT_GICC=0x08010000

port-flags-virt-imx := $(port-flags-virt) \
	-DPORT_CORE='"aarch64 virt-imx"' -DPORT_FIRST_WORDS=1 -DPORT_PSCI_SMC=1 \
	-DPORT_GIC=3 -DPORT_GICR=0x080a0000 -DPORT_GICR_SIZE=0xf60000

port-flags-virt-k3 := $(port-flags-virt) \
	-DPORT_CORE='"aarch64 virt-k3"' -DPORT_FIRST_WORDS=1 -DPORT_WORDS=0x702ff000 \
	-DPORT_GIC=3 -DPORT_GICR=0x080a0000 -DPORT_GICR_SIZE=0xf60000
