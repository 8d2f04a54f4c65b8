# SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only
#
# Cortex-M beside Linux in NXP's i.MX and TI's K3, bare metal. CORES are the images to link; for each,
# port-flags-<core> says where its memory is and how it is rung. Addresses are those at
# which the core sees things:
#
#   PORT_CODE_BASE, _SIZE	vectors and code, memory of the core's own
#   PORT_DATA_BASE, _SIZE	data and stacks, the same
#   PORT_TABLE_BASE		page for the resource table: region "rsc-table", or the start of
#				the first region that is no pool
#   PORT_LOG_BASE		two pages for the log and what a dump has, in memory that Linux maps as such
#   PORT_SHARED_BASE, _SIZE	rings and buffers, and what of the above is among them
#   PORT_VRING0, 1		rings of firmware that will have them nowhere else
#   PORT_WINDOW_BASE, _BITS	all of these pages, for the MPU: 1 << _BITS bytes, aligned so
#   PORT_MU			the core's side of the Messaging Unit
#   PORT_MU_V2			defined: its registers are as in i.MX93
#   PORT_MU_IRQ			interrupt of the MU, as the NVIC counts
#   PORT_MAILBOX		TI's mailbox, by its address on the bus
#   PORT_MAILBOX_USER, _IRQ	the core's number there, and its interrupt
#
# qemu-m7 is no part: it is the Cortex-M7 of QEMU's mps2-an500, which runs a test of the
# port and of the library: see ../../tests/core/main.c.

CORES := imx8mp imx8mm imx7d imx7d-dram am62x am64x
TEST_CORE := qemu-m7
# No firmware with fixed rings: where they are, Linux says (K3), or another core has it.
PLAIN := imx7d-dram am62x am64x
UNSHAPED := $(CORES)
ON_CORE_SHARED := 0x60000000
ON_CORE_QEMU := qemu-system-arm -M mps2-an500

PORT_CROSS ?= arm-none-eabi-

# The M4 of i.MX7D and 8MM has what the M7 has, and fewer instructions.
port-flags := -mcpu=cortex-m4 -mthumb -mfloat-abi=soft -mno-unaligned-access \
	-I$(here)/ports/cortex-m

port-shared := arm32 k3 mailbox
port-src += fault memory mpu
port-src-imx8mp := mu
port-src-imx8mm := mu
port-src-imx7d := mu
port-src-imx7d-dram := mu
port-src-am62x := mailbox
port-src-am64x := mailbox

imx8m = -DPORT_TABLE_BASE=0x550ff000 -DPORT_LOG_BASE=0x55100000 \
	-DPORT_SHARED_BASE=0x55000000 -DPORT_SHARED_SIZE=0x500000 \
	-DPORT_VRING0=0x55000000 -DPORT_VRING1=0x55008000 \
	-DPORT_WINDOW_BASE=0x55000000 -DPORT_WINDOW_BITS=23 \
	-DPORT_MU=0x30ab0000 -DPORT_MU_IRQ=97

port-flags-imx8mp := -DPORT_CORE='"cortex-m7 imx8mp"' $(call imx8m) \
	-DPORT_CODE_BASE=0x0 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000
port-flags-imx8mm := -DPORT_CORE='"cortex-m4 imx8mm"' $(call imx8m) \
	-DPORT_CODE_BASE=0x1ffe0000 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000
imx7d = -DPORT_TABLE_BASE=0x8ff0f000 -DPORT_LOG_BASE=0x8ff00000 \
	-DPORT_SHARED_BASE=0x8ff10000 -DPORT_SHARED_SIZE=0xf0000 \
	-DPORT_VRING0=0x8ff10000 -DPORT_VRING1=0x8ff18000 \
	-DPORT_WINDOW_BASE=0x8ff00000 -DPORT_WINDOW_BITS=20 \
	-DPORT_MU=0x30ab0000 -DPORT_MU_IRQ=97
port-flags-imx7d := -DPORT_CORE='"cortex-m4 imx7d"' $(call imx7d) \
	-DPORT_CODE_BASE=0x1fff8000 -DPORT_CODE_SIZE=0x8000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x8000
# Code at 0x8fe00000 for others: below 0x20000000 the core fetches it on its code bus.
port-flags-imx7d-dram := -DPORT_CORE='"cortex-m4 imx7d dram"' $(call imx7d) \
	-DPORT_CODE_BASE=0x1fe00000 -DPORT_CODE_SIZE=0x80000 \
	-DPORT_DATA_BASE=0x8fe80000 -DPORT_DATA_SIZE=0x80000
# The table comes first in the core's large memory, rings and buffers are in the pool before it.
k3 = -DPORT_CODE_BASE=0x0 -DPORT_CODE_SIZE=0x30000 \
	-DPORT_DATA_BASE=0x30000 -DPORT_DATA_SIZE=0x10000 -DPORT_SHARED_SIZE=0x103000
port-flags-am62x := -DPORT_CORE='"cortex-m4 am62x"' $(call k3) \
	-DPORT_SHARED_BASE=0x9cb00000 \
	-DPORT_TABLE_BASE=0x9cc00000 -DPORT_LOG_BASE=0x9cc01000 \
	-DPORT_WINDOW_BASE=0x9c000000 -DPORT_WINDOW_BITS=24 \
	-DPORT_MAILBOX=0x29000000 -DPORT_MAILBOX_USER=2 -DPORT_MAILBOX_IRQ=50
port-flags-am64x := -DPORT_CORE='"cortex-m4 am64x"' $(call k3) \
	-DPORT_SHARED_BASE=0xa4000000 \
	-DPORT_TABLE_BASE=0xa4100000 -DPORT_LOG_BASE=0xa4101000 \
	-DPORT_WINDOW_BASE=0xa4000000 -DPORT_WINDOW_BITS=21 \
	-DPORT_MAILBOX=0x29060000 -DPORT_MAILBOX_USER=3 -DPORT_MAILBOX_IRQ=56
port-flags-qemu-m7 := -DPORT_CORE='"cortex-m7 qemu"' \
	-DPORT_CODE_BASE=0x0 -DPORT_CODE_SIZE=0x20000 \
	-DPORT_DATA_BASE=0x20000000 -DPORT_DATA_SIZE=0x20000 \
	-DPORT_TABLE_BASE=0x600ff000 -DPORT_LOG_BASE=0x60100000 \
	-DPORT_SHARED_BASE=0x60000000 -DPORT_SHARED_SIZE=0x500000 \
	-DPORT_VRING0=0x60000000 -DPORT_VRING1=0x60008000 \
	-DPORT_WINDOW_BASE=0x60000000 -DPORT_WINDOW_BITS=23
