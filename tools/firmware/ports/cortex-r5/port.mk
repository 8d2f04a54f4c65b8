# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-R5 of AMD ZynqMP and Versal, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory and its doorbells are:
#
#   PORT_FIRMWARE_BASE, _SIZE	code and data, private
#   PORT_WINDOW_BASE, _SIZE	all that Linux looks at too: the resource table and the log,
#				and
#   PORT_SHARED_BASE, _SIZE	rings and buffers, a part of the window
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_DOORBELL, _RING	register that raises Linux's interrupt, and by what
#
# Those that Linux can ring:
#
#   PORT_GICD, PORT_GICC	the interrupt controller, GICv1 or v2
#   PORT_GIC_TARGETS		cores that get the interrupt, a bit for each, if not this one
#   PORT_INTID_KICK		the interrupt
#   PORT_KICK_STATUS, _ENABLE	registers that say who has rung, and who may
#   PORT_KICK_BIT		Linux's bit there
#
# Those that have their vectors at 0, in TCM, or at 0xffff0000 (high vectors), where the core
# starts by itself:
#
#   PORT_TCM			where the vectors are
#   PORT_TCM_CODE		if the code is there too
#   PORT_TCM_DATA		TCM for variables and stack
#   PORT_TCM_SIZE		of each of these
#
# Those that have the MPU and the caches on:
#
#   PORT_MPU
#   PORT_LOW_SIZE		memory from PORT_TCM, or address 0, on

# For QEMU's model of a Versal. r5_0 and r5_1 poll. "-irq" is for a model that has an
# interrupt controller for them, "-tcm" has its vectors at 0, "-high" at 0xffff0000, in OCM. The
# second core has its MPU on.
MODELLED := r5_0 r5_1 r5_0-irq r5_1-irq r5_0-tcm r5_1-tcm r5_0-tcm-irq r5_1-tcm-irq r5_0-lockstep \
	r5_1-high
# For boards. There are only the applications of these, and of "-high".
BOARDS := kv260-r5_0 kv260-r5_1 versal-r5_0 versal-r5_1

CORES := $(MODELLED) $(BOARDS)
PLAIN := $(BOARDS) r5_1-high

PORT_CROSS ?= arm-none-eabi-

port-flags := -mcpu=cortex-r5 -mthumb -mfloat-abi=soft -mno-unaligned-access

port-shared := arm32 armv7 gic
port-src += armv7 memory vectors
$(foreach c,r5_0 r5_0-tcm r5_0-lockstep,$(eval port-src-$(c) := poll))
$(foreach c,r5_1 r5_1-tcm r5_1-high,$(eval port-src-$(c) := poll mpu))
$(foreach c,r5_0-irq r5_0-tcm-irq,$(eval port-src-$(c) := kick gicv2))
$(foreach c,r5_1-irq r5_1-tcm-irq $(BOARDS),$(eval port-src-$(c) := kick gicv2 mpu))

# QEMU's model. DDR as dts/versal-virt.dtso has it; the doorbell is that of an SD controller:
# its Force Event Register for Error Interrupt Status, here the upper half of a 32-bit
# register, with Command Timeout Error (SD Host Controller Simplified Spec 3.0, 2.2.28).
#
# modelled BASE DOORBELL: the last five digits of addresses are the same for both cores.
modelled = -DPORT_FIRMWARE_BASE=0x3e$(1)00000 -DPORT_FIRMWARE_SIZE=0xc0000 \
	-DPORT_WINDOW_BASE=0x3e$(1)c0000 -DPORT_WINDOW_SIZE=0x340000 \
	-DPORT_SHARED_BASE=0x3e$(2)00000 -DPORT_SHARED_SIZE=0x300000 \
	-DPORT_VRING0=0x3e$(2)00000 -DPORT_VRING1=0x3e$(2)10000 \
	-DPORT_DOORBELL=$(3) -DPORT_DOORBELL_RING=0x10000

first := -DPORT_CORE='"cortex-r5 r5_0"' $(call modelled,0,1,0xf1050050)
second := -DPORT_CORE='"cortex-r5 r5_1"' $(call modelled,4,5,0xf1040050) -DPORT_MPU

# The RPU's interrupt controller, which is where real parts have it.
gic := -DPORT_GICD=0xf9000000 -DPORT_GICC=0xf9001000
# Registers of the CFU: CFU_ISR and CFU_IER.
cfu := $(gic) -DPORT_GIC_TARGETS=3 -DPORT_INTID_KICK=152 \
	-DPORT_KICK_STATUS=0xf12b0000 -DPORT_KICK_ENABLE=0xf12b0008
first-irq := $(first) $(cfu) -DPORT_KICK_BIT=1
second-irq := $(second) $(cfu) -DPORT_KICK_BIT=2

# At address 0 is a page of branches, or what tools/qemu/monitor has in place of TCM.
page := -DPORT_LOW_SIZE=0x10000
tcm := -DPORT_LOW_SIZE=0x90000 -DPORT_TCM=0
high := -DPORT_LOW_SIZE=0x10000 -DPORT_TCM=0xffff0000

port-flags-r5_0 := $(first) $(page)
port-flags-r5_1 := $(second) $(page)
port-flags-r5_0-irq := $(first-irq) $(page)
port-flags-r5_1-irq := $(second-irq) $(page)
port-flags-r5_0-tcm := $(first) $(tcm)
port-flags-r5_1-tcm := $(second) $(tcm)
port-flags-r5_0-tcm-irq := $(first-irq) $(tcm)
port-flags-r5_1-tcm-irq := $(second-irq) $(tcm)
port-flags-r5_1-high := $(second) $(high)
port-flags-r5_0-lockstep := $(port-flags-r5_0-tcm) \
	-DPORT_TCM_DATA=0x20000 -DPORT_TCM_SIZE=0x10000

# Boards: DDR as dts/amd-rpu-memory.dtsi and amd-rpu-firmware.dtsi have it, with 128 KiB for
# the table and the log. Registers of an IPI agent: trigger +0, status +0x10, enable +0x18
# (UG1085 and UG1087, IPI; AM011 and AM012). Both cores of each part, split or in lockstep,
# see their TCM at 0 and 0x20000.
#
# board BASE AGENT INTID LINUX: the agent of the core and its interrupt, and the bit of
# Linux's agent.
board = -DPORT_FIRMWARE_BASE=0x3e$(1)00000 -DPORT_FIRMWARE_SIZE=0x20000 \
	-DPORT_WINDOW_BASE=0x3e$(1)20000 -DPORT_WINDOW_SIZE=0x128000 \
	-DPORT_SHARED_BASE=0x3e$(1)40000 -DPORT_SHARED_SIZE=0x108000 \
	-DPORT_VRING0=0x3e$(1)40000 -DPORT_VRING1=0x3e$(1)44000 \
	-DPORT_DOORBELL=$(2)0000 -DPORT_DOORBELL_RING=$(4) \
	$(gic) -DPORT_INTID_KICK=$(3) -DPORT_KICK_BIT=$(4) \
	-DPORT_KICK_STATUS=$(2)0010 -DPORT_KICK_ENABLE=$(2)0018 \
	-DPORT_MPU -DPORT_LOW_SIZE=0x40000 -DPORT_TCM=0 -DPORT_TCM_SIZE=0x10000

# ZynqMP: agents RPU0 and RPU1, Linux's are PL0 and PL1. All of the firmware is in TCM.
in-tcm := -DPORT_TCM_CODE -DPORT_TCM_DATA=0x20000
port-flags-kv260-r5_0 := -DPORT_CORE='"cortex-r5 kv260-r5_0"' \
	$(call board,d,0xff31,65,0x1000000) $(in-tcm)
port-flags-kv260-r5_1 := -DPORT_CORE='"cortex-r5 kv260-r5_1"' \
	$(call board,f,0xff32,66,0x2000000) $(in-tcm)

# Versal: agents IPI 1 and IPI 2, Linux's are IPI 3 and IPI 4. The code and the variables are in
# DDR, in the caches.
port-flags-versal-r5_0 := -DPORT_CORE='"cortex-r5 versal-r5_0"' \
	$(call board,d,0xff34,63,0x20)
port-flags-versal-r5_1 := -DPORT_CORE='"cortex-r5 versal-r5_1"' \
	$(call board,f,0xff35,64,0x40)
