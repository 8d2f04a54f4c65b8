# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-R5 of AMD Versal, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory and its doorbells are:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data
#   PORT_SHARED_BASE, _SIZE	rings and buffers, in memory that Linux owns too
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_DOORBELL		register that raises Linux's interrupt
#
# r5_0 and r5_1 poll. r5_0-irq and r5_1-irq are the same cores on a part, or a model,
# that has an interrupt controller for them:
#
#   PORT_GICD, PORT_GICC	the interrupt controller, GICv2
#   PORT_GIC_TARGETS		cores that get the interrupt, a bit for each
#   PORT_INTID_KICK		the interrupt
#   PORT_CFU, PORT_CFU_BIT	registers that raise it, and which bit is the core's

# Those with "-tcm" have their vectors at 0, in TCM, where the core starts by itself;
# r5_0-lockstep is r5_0-tcm with more in it:
#
#   PORT_TCM			where the vectors are
#   PORT_TCM_DATA, _SIZE	TCM for variables and stack

CORES := r5_0 r5_1 r5_0-irq r5_1-irq r5_0-tcm r5_1-tcm r5_0-tcm-irq r5_1-tcm-irq r5_0-lockstep

port-shared := armv7 gic
port-src += armv7 vectors
port-src-r5_0 := poll
port-src-r5_1 := poll
port-src-r5_0-irq := cfu gicv2
port-src-r5_1-irq := cfu gicv2
port-src-r5_0-tcm := poll
port-src-r5_1-tcm := poll
port-src-r5_0-tcm-irq := cfu gicv2
port-src-r5_1-tcm-irq := cfu gicv2
port-src-r5_0-lockstep := poll

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-r5 -marm -mfloat-abi=soft -mno-unaligned-access

port-flags-r5_0 := \
	-DPORT_CORE='"cortex-r5 r5_0"' \
	-DPORT_FIRMWARE_BASE=0x3e000000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_SHARED_BASE=0x3e100000 -DPORT_SHARED_SIZE=0x300000 \
	-DPORT_VRING0=0x3e100000 -DPORT_VRING1=0x3e110000 \
	-DPORT_DOORBELL=0xf1050050

port-flags-r5_1 := \
	-DPORT_CORE='"cortex-r5 r5_1"' \
	-DPORT_FIRMWARE_BASE=0x3e400000 -DPORT_FIRMWARE_SIZE=0x100000 \
	-DPORT_SHARED_BASE=0x3e500000 -DPORT_SHARED_SIZE=0x300000 \
	-DPORT_VRING0=0x3e500000 -DPORT_VRING1=0x3e510000 \
	-DPORT_DOORBELL=0xf1040050

port-flags-irq := \
	-DPORT_GICD=0xf9000000 -DPORT_GICC=0xf9001000 -DPORT_GIC_TARGETS=3 \
	-DPORT_INTID_KICK=152 -DPORT_CFU=0xf12b0000

port-flags-r5_0-irq := $(port-flags-r5_0) $(port-flags-irq) -DPORT_CFU_BIT=1
port-flags-r5_1-irq := $(port-flags-r5_1) $(port-flags-irq) -DPORT_CFU_BIT=2

port-flags-r5_0-tcm := $(port-flags-r5_0) -DPORT_TCM=0
port-flags-r5_1-tcm := $(port-flags-r5_1) -DPORT_TCM=0
port-flags-r5_0-tcm-irq := $(port-flags-r5_0-irq) -DPORT_TCM=0
port-flags-r5_1-tcm-irq := $(port-flags-r5_1-irq) -DPORT_TCM=0
port-flags-r5_0-lockstep := $(port-flags-r5_0-tcm) \
	-DPORT_TCM_DATA=0x20000 -DPORT_TCM_SIZE=0x10000
